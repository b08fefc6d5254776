/*
 * read_attributes.c -- the attributes that customers, events and lines may
 * carry.
 *
 * The birthday of a customer is always declared, as the first attribute. One of
 * the others may say by which clock he lives: a text whose form is checked.
 */
#include "program/read.h"

#include <string.h>

#include "base/macros.h"

#define SPACE_ATTRIBUTES 100
#define A_ZONE 100 /* a kind of attribute that is kept as a text */

static const loy__choice kinds[] = {
    {"text", LOY_VALUE_TEXT}, {"integer", LOY_VALUE_INTEGER}, {"boolean", LOY_VALUE_BOOLEAN},
    {"date", LOY_VALUE_DATE}, {"time-zone", A_ZONE},
};

static void
read_birthday(loy__reader *reader, const loy_node *node, uint32_t kind)
{
    if (kind != LOY_VALUE_DATE)
        loy__fault(reader, node, "wrong-kind", "\"birthday\" is built in, as a date", NULL,
                   "leave it out, or write \"date\"");
}

static void
read_home(loy__reader *reader, const loy_node *node, bool customer, uint32_t number)
{
    if (!customer)
        loy__fault(reader, node, "wrong-kind", "only customers live somewhere", NULL,
                   "write \"text\", or declare it under \"customer\"");
    else if (reader->program->home != 0)
        loy__fault(reader, node, "duplicate-id", "there is a \"time-zone\" already", NULL,
                   "a customer lives by one clock: write \"text\" for the others");
    else
        reader->program->home = number;
}

static void
read_group(loy__reader *reader, const loy_node *map, uint32_t most, uint32_t space,
           loy__attributes *out)
{
    loy__attribute *items;
    const loy_node *node;
    bool customer = out == &reader->program->customer_attributes;
    uint32_t count = map == NULL ? 0 : map->count, kind;

    if (count > most) {
        loy__fault(reader, map, "out-of-range", "there are too many attributes", NULL,
                   "at most 256 are possible, for lines 53");
        return;
    }
    items = loy__keep(reader, count + 1, sizeof(*items));
    if (items == NULL)
        return;
    count = 0;
    if (customer) {
        items[count].name = loy__keep_name(reader, "birthday", 8, false);
        items[count++].kind = LOY_VALUE_DATE;
    }
    for (node = map == NULL ? NULL : map->first; node != NULL; node = node->next) {
        loy__claim(reader, space, node, node->key, node->key_size);
        if (!loy__expect(reader, node, LOY__A_TEXT,
                         "\"text\", \"integer\", \"boolean\", \"date\" or \"time-zone\""))
            continue;
        kind = loy__read_choice(reader, node, kinds, LOY_COUNT(kinds), LOY_VALUE_TEXT);
        if (customer && strcmp(node->key, "birthday") == 0) {
            read_birthday(reader, node, kind);
            continue;
        }
        if (kind == A_ZONE)
            read_home(reader, node, customer, count);
        items[count].name = loy__keep_name(reader, node->key, node->key_size, false);
        items[count++].kind = kind == A_ZONE ? LOY_VALUE_TEXT : kind;
    }
    out->items = items;
    out->count = count;
}

void
loy__read_attributes(loy__reader *reader)
{
    static const loy__member members[] = {
        {"customer", LOY__A_MAP, "a map of names and types, e.g. {\"plan\": \"text\"}"},
        {"event", LOY__A_MAP, "a map of names and types"},
        {"line", LOY__A_MAP, "a map of names and types"},
    };
    const loy_node *values[LOY_COUNT(members)];
    loy_program *program = reader->program;

    loy__read_members(reader, reader->root[LOY__ROOT_ATTRIBUTES], members, LOY_COUNT(members),
                      values);
    read_group(reader, values[0], LOY__MAX_ATTRIBUTES, SPACE_ATTRIBUTES,
               &program->customer_attributes);
    read_group(reader, values[1], LOY__MAX_ATTRIBUTES, SPACE_ATTRIBUTES + 1,
               &program->event_attributes);
    read_group(reader, values[2], 64 - LOY__LINE_FIXED, SPACE_ATTRIBUTES + 2,
               &program->line_attributes);
}
