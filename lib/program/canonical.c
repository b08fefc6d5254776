/*
 * canonical.c -- the form of a document that is the same however it was
 * written, and its SHA-256.
 *
 * Each node is a tag, a length or value (seven bits a byte, the least first; the
 * eighth says that more follow), and its content, so no two different documents
 * share a form. A text that stood before is its number among the texts instead:
 * most of what thousands of rules are written in repeats. Members of a map stand
 * in the order of their keys' bytes, except where the written order has a meaning:
 * parts keyed by id are numbered by it. A list of one text and that text mean
 * the same wherever both are allowed, and have one form. Defaults are not
 * filled in.
 */
#include "program/canonical.h"

#include <string.h>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/macros.h"
#include "base/map.h"

typedef struct canonical {
    loy__sha256 hash;
    loy__map texts; /* numbers of those that stood before */
    loy__arena *scratch;
    bool failed;
} canonical;

static void
add_head(canonical *form, char tag, uint64_t length)
{
    unsigned char head[1 + LOY__LONGEST_NUMBER];

    head[0] = (unsigned char)tag;
    loy__sha256_add(&form->hash, head, (size_t)(loy__store_number(head + 1, length) - head));
}

static void
add_text(canonical *form, char tag, const char *text, uint32_t size)
{
    uint32_t next = (uint32_t)form->texts.count;
    uint32_t number = loy__map_get(&form->texts, text, size, next);

    if (number < next) {
        add_head(form, tag == 'k' ? 'K' : 'T', number);
        return;
    }
    if (!loy__map_put(&form->texts, text, size, next))
        form->failed = true;
    add_head(form, tag, size);
    loy__sha256_add(&form->hash, text, size);
}

static bool
is_at_top(const loy_node *node, const char *key)
{
    return node->parent != NULL && node->parent->parent == NULL && strcmp(node->key, key) == 0;
}

/* Is the order of this map's members part of the program? */
static bool
is_ordered(const loy_node *map)
{
    static const char *const keys[] = {"currencies", "ladders", "counters",
                                       "vouchers",   "let",     "memberships"};
    const loy_node *parent = map->parent;

    for (size_t i = 0; i < LOY_COUNT(keys); i++)
        if (is_at_top(map, keys[i]))
            return true;
    if (parent == NULL || parent->parent == NULL)
        return false;
    return is_at_top(parent, "attributes") ||
           (strcmp(map->key, "measures") == 0 && is_at_top(parent->parent, "ladders"));
}

/* ---- Sorting members: heap sort, which needs no more memory ---- */

static bool
key_less(const loy_node *a, const loy_node *b)
{
    return loy__text_compare(a->key, a->key_size, b->key, b->key_size) < 0;
}

static void
sift(const loy_node **items, size_t at, size_t count)
{
    const loy_node *moving = items[at];
    size_t child;

    while ((child = 2 * at + 1) < count) {
        if (child + 1 < count && key_less(items[child], items[child + 1]))
            child++;
        if (!key_less(moving, items[child]))
            break;
        items[at] = items[child];
        at = child;
    }
    items[at] = moving;
}

static void
sort_by_key(const loy_node **items, size_t count)
{
    const loy_node *largest;
    size_t i;

    for (i = count / 2; i-- > 0;)
        sift(items, i, count);
    for (i = count; i-- > 1;) {
        largest = items[0];
        items[0] = items[i];
        items[i] = largest;
        sift(items, 0, i);
    }
}

/* ---- Nodes ---- */

static void add_node(canonical *form, const loy_node *node);

static void
add_map(canonical *form, const loy_node *map)
{
    const loy_node **members;
    const loy_node *node;
    size_t count = 0, i;

    members = loy__arena_alloc(form->scratch, (map->count + 1) * sizeof(*members));
    if (members == NULL) {
        form->failed = true;
        return;
    }
    for (node = map->first; node != NULL; node = node->next)
        members[count++] = node;
    if (!is_ordered(map))
        sort_by_key(members, count);
    add_head(form, 'm', count);
    for (i = 0; i < count; i++) {
        add_text(form, 'k', members[i]->key, members[i]->key_size);
        add_node(form, members[i]);
    }
}

static void
add_list(canonical *form, const loy_node *list)
{
    const loy_node *node = list->first;

    if (list->count == 1 && node->kind == LOY__NODE_TEXT) {
        add_node(form, node);
        return;
    }
    add_head(form, 'l', list->count);
    for (; node != NULL; node = node->next)
        add_node(form, node);
}

static void
add_node(canonical *form, const loy_node *node)
{
    switch (node->kind) {
    case LOY__NODE_MAP:
        add_map(form, node);
        break;
    case LOY__NODE_LIST:
        add_list(form, node);
        break;
    case LOY__NODE_TEXT:
        add_text(form, 't', node->text, node->text_size);
        break;
    case LOY__NODE_INTEGER:
        add_head(form, 'i', (uint64_t)node->number);
        break;
    default:
        add_head(form, 'b', (uint64_t)node->number);
        break;
    }
}

bool
loy__canonical_digest(const loy_node *root, loy__arena *scratch, char out[65])
{
    static const char digits[] = "0123456789abcdef";
    canonical form = {.scratch = scratch};
    unsigned char digest[32];
    uint32_t i;

    loy__sha256_init(&form.hash);
    loy__map_init(&form.texts, scratch->memory);
    add_node(&form, root);
    loy__map_free(&form.texts);
    loy__sha256_finish(&form.hash, digest);
    for (i = 0; i < 32; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[64] = '\0';
    return !form.failed;
}
