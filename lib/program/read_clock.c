/*
 * read_clock.c -- how far the time of an event may stand from when it was accepted.
 */
#include "base/macros.h"
#include "program/read.h"

#define MINUTE INT64_C(60000)

void
loy__read_clock(loy__reader *reader)
{
    static const loy__choice choices[] = {{"accepted", LOY__CLOCK_ACCEPTED},
                                          {"refuse", LOY__CLOCK_REFUSE}};
    static const loy__member members[] = {
        {"ahead", LOY__A_TEXT, "how much later than accepted its time may be, e.g. \"PT5M\""},
        {"behind", LOY__A_TEXT, "how much earlier, e.g. \"P3D\""},
        {"beyond", LOY__A_TEXT, "\"accepted\" or \"refuse\""},
    };
    const loy_node *node = reader->root[LOY__ROOT_CLOCK];
    loy__clock_bounds *out = &reader->program->accounts.clock;
    const loy_node *values[LOY_COUNT(members)];

    *out = (loy__clock_bounds){0};
    if (node == NULL)
        return;
    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    out->ahead.ms = 5 * MINUTE;
    out->behind.days = 3;
    if (values[0] != NULL)
        loy__read_duration(reader, values[0], 0, &out->ahead);
    if (values[1] != NULL)
        loy__read_duration(reader, values[1], 0, &out->behind);
    out->beyond =
        loy__read_choice(reader, values[2], choices, LOY_COUNT(choices), LOY__CLOCK_ACCEPTED);
}
