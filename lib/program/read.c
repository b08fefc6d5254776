/*
 * read.c -- memory of a compilation, the members of a map by a table, and all
 * definitions of a kind of part.
 */
#include "program/read.h"

#include <string.h>

#include "base/macros.h"

static void *
zeroed(loy__reader *reader, loy__arena *arena, size_t count, size_t size)
{
    void *block = NULL;

    if (count <= (SIZE_MAX - 1) / size)
        block = loy__arena_zeroed(arena, count * size + 1);
    if (block == NULL)
        reader->failed = true;
    return block;
}

void *
loy__keep(loy__reader *reader, size_t count, size_t size)
{
    return zeroed(reader, &reader->program->arena, count, size);
}

void *
loy__borrow(loy__reader *reader, size_t count, size_t size)
{
    return zeroed(reader, &reader->scratch, count, size);
}

const char *
loy__keep_text(loy__reader *reader, const char *text, size_t size)
{
    const char *copy = loy__arena_text(&reader->program->arena, text, size);

    if (copy != NULL)
        return copy;
    reader->failed = true;
    return "";
}

/* ---- Members ---- */

bool
loy__expect(loy__reader *reader, const loy_node *node, uint32_t kinds, const char *write)
{
    char hint[200];

    if ((kinds >> node->kind & 1u) != 0)
        return true;
    loy__format(hint, sizeof(hint), "write %s", write);
    loy__fault(reader, node, "wrong-kind", "%s cannot stand here", loy__node_kind_name(node->kind),
               hint);
    return false;
}

static void
missing_member(loy__reader *reader, const loy_node *map, const loy__member *member)
{
    char hint[200];

    loy__format(hint, sizeof(hint), "add \"%s\": %s", member->name, member->write);
    loy__fault(reader, map, "missing-member", "\"%s\" is missing", member->name, hint);
}

static void
unknown_member(loy__reader *reader, const loy_node *node, const loy__member *table, size_t count)
{
    const char *names[48];
    char hint[200] = "members here: ";
    size_t known = 0, used, i;

    for (i = 0; i < count && known < LOY_COUNT(names); i++)
        if ((table[i].kinds & LOY__NOT_BUILT) == 0)
            names[known++] = table[i].name;
    for (i = 0, used = strlen(hint); i < known && used + 1 < sizeof(hint); i++) {
        loy__format(hint + used, sizeof(hint) - used, i == 0 ? "%s" : ", %s", names[i]);
        used += strlen(hint + used);
    }
    loy__fault_near(reader, node, "unknown-member", "there is no member \"%s\" here", node->key,
                    names, known, hint);
}

static const loy__member *
find_member(const loy__member *table, size_t count, const loy_node *node)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (strcmp(table[i].name, node->key) == 0)
            return &table[i];
    return NULL;
}

bool
loy__read_members(loy__reader *reader, const loy_node *node, const loy__member *table, size_t count,
                  const loy_node **values)
{
    const loy__member *member;
    const loy_node *child;
    size_t i;

    for (i = 0; i < count; i++)
        values[i] = NULL;
    if (node == NULL || !loy__expect(reader, node, LOY__A_MAP, "a map of members"))
        return false;
    for (child = node->first; child != NULL; child = child->next) {
        member = find_member(table, count, child);
        if (member == NULL)
            unknown_member(reader, child, table, count);
        else if ((member->kinds & LOY__NOT_BUILT) != 0)
            loy__fault(reader, child, "not-built", "\"%s\" is not built in this version",
                       member->name, member->write);
        else if (loy__expect(reader, child, member->kinds & 0xffu, member->write))
            values[member - table] = child;
    }
    for (i = 0; i < count; i++)
        if ((table[i].kinds & LOY__REQUIRED) != 0 &&
            loy__node_get(node, table[i].name, strlen(table[i].name)) == NULL)
            missing_member(reader, node, &table[i]);
    return true;
}

/* ---- Items ---- */

const loy_node *
loy__first_item(const loy_node *node)
{
    return node != NULL && node->kind == LOY__NODE_LIST ? node->first : node;
}

const loy_node *
loy__next_item(const loy_node *node, const loy_node *item)
{
    return item == node ? NULL : item->next;
}

uint32_t
loy__item_count(const loy_node *node)
{
    if (node == NULL)
        return 0;
    return node->kind == LOY__NODE_LIST ? node->count : 1;
}

/* ---- Parts ---- */

const void *
loy__read_parts(loy__reader *reader, uint32_t part, size_t size, loy__read_one read,
                uint32_t *count)
{
    const loy__part *parts = &reader->parts[part];
    unsigned char *items = loy__keep(reader, parts->count, size);
    uint32_t i;

    if (items == NULL)
        return NULL;
    for (i = 0; i < parts->count; i++) {
        memcpy(items + i * size, &parts->names[i], sizeof(loy__name));
        read(reader, parts->nodes[i], i, items + i * size);
    }
    *count = parts->count;
    return items;
}
