/*
 * read_zones.c -- where days begin and end: the program's zone, and those of its
 * stores.
 */
#include "program/read.h"

#include "base/macros.h"

static void
read_zone(loy__reader *reader, const loy_node *node, loy__zone *out)
{
    if (node == NULL || loy__zone_parse(node->text, node->text_size, out))
        return;
    *out = (loy__zone){0};
    loy__fault(reader, node, "bad-zone", "\"%s\" is no POSIX TZ string", node->text,
               "write for example \"CET-1CEST,M3.5.0,M10.5.0/3\" for Berlin, or \"UTC0\"");
}

void
loy__read_zone(loy__reader *reader)
{
    loy_program *program = reader->program;

    read_zone(reader, reader->root[LOY__ROOT_TIME_ZONE], &program->zone);
    loy__zone_prepare(&program->zone, program->zone_years);
}

static void
read_store(loy__reader *reader, const loy_node *node, uint32_t number, void *item)
{
    static const loy__member members[] = {
        {"time_zone", LOY__A_TEXT | LOY__REQUIRED,
         "a POSIX TZ string, e.g. \"EST5EDT,M3.2.0,M11.1.0\""},
    };
    const loy_node *values[LOY_COUNT(members)];
    loy__place *out = item;

    (void)number;
    if (loy__read_members(reader, node, members, LOY_COUNT(members), values))
        read_zone(reader, values[0], &out->zone);
}

void
loy__read_stores(loy__reader *reader)
{
    loy_program *program = reader->program;

    program->stores = loy__read_parts(reader, LOY__PART_STORE, sizeof(loy__place), read_store,
                                      &program->store_count);
}
