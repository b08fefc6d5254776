/*
 * node.c -- building and searching the document tree.
 *
 * A builder call never crashes on a host's mistake: it notes it in the draft,
 * where loy_program_new() finds it, and gives NULL.
 */
#include "program/node.h"

#include <string.h>

#include "base/hash.h"
#include "base/macros.h"

#define INDEX_FROM 16 /* members at which a map gets an index */

const char *
loy__node_kind_name(uint32_t kind)
{
    static const char *const names[] = {"a map", "a list", "a text", "a whole number",
                                        "true or false"};

    return kind < LOY_COUNT(names) ? names[kind] : "";
}

void
loy__node_mistake(loy_node *node, const char *code, const char *text, const char *subject)
{
    loy_draft *draft = node->draft;
    size_t size = subject == NULL ? 0 : strlen(subject);
    loy__mistake *mistake = loy__arena_alloc(&draft->arena, sizeof(*mistake));

    if (mistake == NULL) {
        draft->failed = true;
        return;
    }
    *mistake = (loy__mistake){.node = node, .code = code, .text = text, .subject = ""};
    if (size != 0 && size <= LOY__MAX_TEXT && loy__utf8_valid(subject, size)) {
        mistake->subject = loy__arena_text(&draft->arena, subject, size);
        if (mistake->subject == NULL) {
            draft->failed = true;
            return;
        }
    }
    if (draft->last_mistake == NULL)
        draft->mistakes = mistake;
    else
        draft->last_mistake->next = mistake;
    draft->last_mistake = mistake;
}

loy_node *
loy__node_new(loy_draft *draft, loy_node *parent, uint32_t kind)
{
    loy_node *node = loy__arena_alloc(&draft->arena, sizeof(*node));

    if (node == NULL || draft->node_count == UINT32_MAX) {
        draft->failed = true;
        return NULL;
    }
    *node = (loy_node){.draft = draft,
                       .parent = parent,
                       .key = "",
                       .text = "",
                       .kind = kind,
                       .depth = parent == NULL ? 0 : parent->depth + 1,
                       .serial = draft->node_count++};
    return node;
}

/* ---- Members by key ---- */

static bool
has_key(const loy_node *node, const char *key, size_t size)
{
    return loy__text_equal(node->key, node->key_size, key, size);
}

const loy_node *
loy__node_get(const loy_node *map, const char *key, size_t size)
{
    const loy_node *node;
    size_t at;

    if (map->index == NULL) {
        for (node = map->first; node != NULL && !has_key(node, key, size);)
            node = node->next;
        return node;
    }
    at = (size_t)loy__hash(key, size, 0) & (map->capacity - 1);
    while (map->index[at] != NULL && !has_key(map->index[at], key, size))
        at = (at + 1) & (map->capacity - 1);
    return map->index[at];
}

static void
index_put(loy_node *map, loy_node *node)
{
    size_t at = (size_t)node->hash & (map->capacity - 1);

    while (map->index[at] != NULL)
        at = (at + 1) & (map->capacity - 1);
    map->index[at] = node;
}

/* Makes the index, or a larger one: at most half full. */
static bool
index_grow(loy_node *map)
{
    uint32_t capacity = map->capacity == 0 ? 4 * INDEX_FROM : 2 * map->capacity;
    loy_node **index = loy__arena_alloc(&map->draft->arena, capacity * sizeof(loy_node *));
    loy_node *node;

    if (index == NULL)
        return false;
    memset(index, 0, capacity * sizeof(loy_node *));
    map->index = index;
    map->capacity = capacity;
    for (node = map->first; node != NULL; node = node->next)
        index_put(map, node);
    return true;
}

static void
append(loy_node *parent, loy_node *node)
{
    node->position = parent->count++;
    if (parent->last == NULL)
        parent->first = node;
    else
        parent->last->next = node;
    parent->last = node;
}

/* ---- What a call may be given ---- */

static bool
is_kind(loy_node *node, uint32_t kind, const char *key)
{
    if (node->kind == kind)
        return true;
    if (kind == LOY__NODE_MAP)
        loy__node_mistake(node, "wrong-kind", "the member \"%s\" was set here, but this is no map",
                          key);
    else
        loy__node_mistake(node, "wrong-kind", "an item was added here, but this is no list", NULL);
    return false;
}

static bool
is_deep(loy_node *parent)
{
    if (parent->depth < LOY__MAX_DEPTH)
        return false;
    loy__node_mistake(parent, "out-of-range", "maps and lists lie too deep in each other", NULL);
    return true;
}

static bool
is_text(loy_node *node, const char *text, size_t size, const char *key)
{
    if (text == NULL) {
        loy__node_mistake(node, "bad-text", "NULL was given as the text of \"%s\"", key);
        return false;
    }
    if (size > LOY__MAX_TEXT) {
        loy__node_mistake(node, "out-of-range", "the text of \"%s\" is longer than 65535 bytes",
                          key);
        return false;
    }
    if (!loy__utf8_valid(text, size)) {
        loy__node_mistake(node, "bad-utf8", "the text of \"%s\" is not UTF-8", key);
        return false;
    }
    if (size != 0 && memchr(text, 0, size) != NULL) {
        loy__node_mistake(node, "bad-text", "the text of \"%s\" holds a NUL", key);
        return false;
    }
    return true;
}

/* ---- Children ---- */

/* The member under `key`, made as `kind` when absent. */
static loy_node *
member(loy_node *map, const char *key, uint32_t kind)
{
    loy_node *node;
    size_t size;

    if (map == NULL || !is_kind(map, LOY__NODE_MAP, key))
        return NULL;
    size = key == NULL ? 0 : strlen(key);
    if (!is_text(map, key, size, "a key") || is_deep(map))
        return NULL;
    node = (loy_node *)loy__node_get(map, key, size);
    if (node != NULL)
        return node;
    if (map->count >= INDEX_FROM && 2 * map->count >= map->capacity && !index_grow(map)) {
        map->draft->failed = true;
        return NULL;
    }
    node = loy__node_new(map->draft, map, kind);
    if (node == NULL)
        return NULL;
    node->key = loy__arena_text(&map->draft->arena, key, size);
    if (node->key == NULL) {
        map->draft->failed = true;
        return NULL;
    }
    node->key_size = (uint32_t)size;
    node->hash = loy__hash(key, size, 0);
    append(map, node);
    if (map->index != NULL)
        index_put(map, node);
    return node;
}

static loy_node *
container(loy_node *map, const char *key, uint32_t kind)
{
    loy_node *node = member(map, key, kind);

    if (node != NULL && node->kind != kind) {
        loy__node_mistake(node, "wrong-kind",
                          "this was written as %s before, and is asked for again "
                          "as another kind",
                          loy__node_kind_name(node->kind));
        return NULL;
    }
    return node;
}

static loy_node *
item(loy_node *list, uint32_t kind)
{
    loy_node *node;

    if (list == NULL || !is_kind(list, LOY__NODE_LIST, NULL) || is_deep(list))
        return NULL;
    node = loy__node_new(list->draft, list, kind);
    if (node != NULL)
        append(list, node);
    return node;
}

/* Makes a node a value, whatever it was. */
static void
become(loy_node *node, uint32_t kind, int64_t number)
{
    if (node == NULL)
        return;
    node->kind = kind;
    node->number = number;
    node->text = "";
    node->text_size = 0;
    node->first = node->last = NULL;
    node->index = NULL;
    node->count = node->capacity = 0;
}

static void
become_text(loy_node *node, const char *text, size_t size)
{
    char *copy;

    if (node == NULL)
        return;
    become(node, LOY__NODE_TEXT, 0);
    if (!is_text(node, text, size, node->key_size == 0 ? "an item" : node->key))
        return;
    copy = loy__arena_text(&node->draft->arena, text, size);
    if (copy == NULL) {
        node->draft->failed = true;
        return;
    }
    node->text = copy;
    node->text_size = (uint32_t)size;
}

/* ---- Paths ---- */

void
loy__node_path(const loy_node *node, loy__writer *out)
{
    uint32_t i;

    if (node->parent == NULL)
        return;
    loy__node_path(node->parent, out);
    loy__write_char(out, '/');
    if (node->parent->kind == LOY__NODE_LIST) {
        loy__write_integer(out, node->position);
        return;
    }
    for (i = 0; i < node->key_size; i++) {
        if (node->key[i] == '~')
            loy__write_text(out, "~0");
        else if (node->key[i] == '/')
            loy__write_text(out, "~1");
        else
            loy__write_char(out, node->key[i]);
    }
}

/* ---- Public calls ---- */

loy_node *
loy_node_map(loy_node *map, const char *key)
{
    return container(map, key, LOY__NODE_MAP);
}

loy_node *
loy_node_list(loy_node *map, const char *key)
{
    return container(map, key, LOY__NODE_LIST);
}

loy_node *
loy_node_add_map(loy_node *list)
{
    return item(list, LOY__NODE_MAP);
}

loy_node *
loy_node_add_list(loy_node *list)
{
    return item(list, LOY__NODE_LIST);
}

void
loy_node_set_bytes(loy_node *map, const char *key, const char *text, size_t size)
{
    become_text(member(map, key, LOY__NODE_TEXT), text, size);
}

void
loy_node_set_text(loy_node *map, const char *key, const char *text)
{
    loy_node_set_bytes(map, key, text, text == NULL ? 0 : strlen(text));
}

void
loy_node_set_integer(loy_node *map, const char *key, int64_t value)
{
    become(member(map, key, LOY__NODE_INTEGER), LOY__NODE_INTEGER, value);
}

void
loy_node_set_boolean(loy_node *map, const char *key, int32_t value)
{
    become(member(map, key, LOY__NODE_BOOLEAN), LOY__NODE_BOOLEAN, value != 0);
}

void
loy_node_add_bytes(loy_node *list, const char *text, size_t size)
{
    become_text(item(list, LOY__NODE_TEXT), text, size);
}

void
loy_node_add_text(loy_node *list, const char *text)
{
    loy_node_add_bytes(list, text, text == NULL ? 0 : strlen(text));
}

void
loy_node_add_integer(loy_node *list, int64_t value)
{
    become(item(list, LOY__NODE_INTEGER), LOY__NODE_INTEGER, value);
}

void
loy_node_add_boolean(loy_node *list, int32_t value)
{
    become(item(list, LOY__NODE_BOOLEAN), LOY__NODE_BOOLEAN, value != 0);
}
