/*
 * read_birthday.c -- the settings about birthdays.
 */
#include <string.h>

#include "base/macros.h"
#include "program/read.h"

static int64_t
most_days(const loy__duration *duration)
{
    return (int64_t)duration->months * 31 + duration->days;
}

static void
read_window(loy__reader *reader, const loy_node *node, loy__birthdays *out)
{
    static const loy__member members[] = {
        {"before", LOY__A_TEXT, "an ISO 8601 duration in days, e.g. \"P3D\""},
        {"after", LOY__A_TEXT, "an ISO 8601 duration in days, e.g. \"P7D\""},
    };
    const loy_node *values[LOY_COUNT(members)];

    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    loy__read_duration(reader, values[0], LOY__DURATION_DAYS, &out->before);
    loy__read_duration(reader, values[1], LOY__DURATION_DAYS, &out->after);
    if (most_days(&out->before) + most_days(&out->after) > 364)
        loy__fault(reader, node, "out-of-range",
                   "with so many days one birthday would not be over when the next begins", NULL,
                   "write less than a year in all");
}

void
loy__read_birthday(loy__reader *reader)
{
    static const loy__choice days[] = {{"feb-28", LOY__LEAP_FEB_28}, {"mar-1", LOY__LEAP_MAR_1}};
    static const loy__member members[] = {
        {"leap_day", LOY__A_TEXT, "\"feb-28\" or \"mar-1\""},
        {"window", LOY__A_MAP, "{\"before\": \"P3D\", \"after\": \"P7D\"}"},
        {"lock", LOY__A_TEXT, "\"none\", \"forever\" or an ISO 8601 duration, e.g. \"P1Y\""},
        {"wait", LOY__A_TEXT, "an ISO 8601 duration in days, e.g. \"P30D\""},
    };
    loy__birthdays *out = &reader->program->birthdays;
    const loy_node *values[LOY_COUNT(members)];
    const loy_node *lock;

    loy__read_members(reader, reader->root[LOY__ROOT_BIRTHDAY], members, LOY_COUNT(members),
                      values);
    out->leap_day = loy__read_choice(reader, values[0], days, LOY_COUNT(days), LOY__LEAP_FEB_28);
    read_window(reader, values[1], out);
    lock = values[2];
    if (lock != NULL && strcmp(lock->text, "none") != 0) {
        out->for_ever = strcmp(lock->text, "forever") == 0;
        out->locks =
            out->for_ever || loy__read_duration(reader, lock, LOY__DURATION_POSITIVE, &out->lock);
    }
    out->waits = loy__read_duration(reader, values[3], LOY__DURATION_DAYS | LOY__DURATION_POSITIVE,
                                    &out->wait);
}
