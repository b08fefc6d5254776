/*
 * read_windows.c -- over what time ladders count.
 */
#include "program/read_ladders.h"

#include "base/macros.h"

enum { CALENDAR, STARTS, BEST_OF, ROLLING, BY, ANNIVERSARY, SINCE_CHANGE };

/* MM-DD, of a day that every year has. */
static uint32_t
read_starts(loy__reader *reader, const loy_node *node)
{
    const char *text = node->text;
    int32_t digits[4] = {0};
    int32_t month, day;

    for (uint32_t i = 0, at = 0; i < 4 && node->text_size == 5; i++, at += at == 1 ? 2 : 1)
        digits[i] = text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : 100;
    month = digits[0] * 10 + digits[1];
    day = digits[2] * 10 + digits[3];
    if (node->text_size == 5 && text[2] == '-' && loy__date_valid(2001, month, day))
        return month == 1 && day == 1 ? 0 : (uint32_t)(month * 32 + day);
    loy__fault(reader, node, "bad-time", "\"%s\" is no day of every year", text,
               "write month and day, for example \"03-01\"");
    return 0;
}

static void
read_calendar(loy__reader *reader, const loy_node *const *values, loy__ladder *out)
{
    static const loy__choice periods[] = {
        {"year", LOY__PERIOD_YEAR},
        {"half-year", LOY__PERIOD_HALF_YEAR},
        {"quarter", LOY__PERIOD_QUARTER},
        {"month", LOY__PERIOD_MONTH},
    };

    out->window = LOY__WINDOW_CALENDAR;
    out->period = (loy__period)loy__read_choice(reader, values[CALENDAR], periods,
                                                LOY_COUNT(periods), LOY__PERIOD_YEAR);
    out->best_of = (uint32_t)loy__read_integer(reader, values[BEST_OF], 1, 60, 1);
    if (values[STARTS] == NULL)
        return;
    if (out->period != LOY__PERIOD_YEAR)
        loy__fault(reader, values[STARTS], "conflicting-members",
                   "only a year begins on a day of its own", NULL,
                   "leave it out, or write \"calendar\": \"year\"");
    out->starts = read_starts(reader, values[STARTS]);
}

static void
read_rolling(loy__reader *reader, const loy_node *const *values, loy__ladder *out)
{
    static const loy__choice buckets[] = {
        {"day", LOY__PERIOD_DAY},
        {"month", LOY__PERIOD_MONTH},
    };

    out->window = LOY__WINDOW_ROLLING;
    out->period = (loy__period)loy__read_choice(reader, values[BY], buckets, LOY_COUNT(buckets),
                                                LOY__PERIOD_DAY);
    loy__read_duration(reader, values[ROLLING], LOY__DURATION_DAYS | LOY__DURATION_POSITIVE,
                       &out->length);
}

/* Periods that begin for each customer by himself. */
static void
read_own(loy__reader *reader, const loy_node *node, uint32_t window, loy__ladder *out)
{
    out->window = window;
    out->period = LOY__PERIOD_LIFETIME;
    if (node->kind == LOY__NODE_BOOLEAN) {
        if (node->number == 0)
            loy__fault(reader, node, "unknown-value",
                       "a window is since the last change, or is not", NULL,
                       "write true or a duration, or leave the window out");
        return;
    }
    loy__read_duration(reader, node, LOY__DURATION_DAYS | LOY__DURATION_POSITIVE, &out->length);
    if (out->length.months != 0 && out->length.days != 0)
        loy__fault(reader, node, "bad-duration", "\"%s\" has both months and days", node->text,
                   "write months or days, for example \"P12M\" or \"P90D\"");
}

/* What belongs to another kind of window. */
static void
check_strays(loy__reader *reader, const loy_node *const *values)
{
    if (values[CALENDAR] == NULL)
        for (uint32_t i = STARTS; i <= BEST_OF; i++)
            if (values[i] != NULL)
                loy__fault(reader, values[i], "conflicting-members",
                           "this belongs to a window of the calendar", NULL, "leave it out");
    if (values[ROLLING] == NULL && values[BY] != NULL)
        loy__fault(reader, values[BY], "conflicting-members", "\"by\" belongs to a rolling window",
                   NULL, "leave it out");
}

static void
read_moving_window(loy__reader *reader, const loy_node *node, loy__ladder *out)
{
    static const loy__member members[] = {
        {"calendar", LOY__A_TEXT, "\"year\", \"half-year\", \"quarter\" or \"month\""},
        {"starts", LOY__A_TEXT, "month and day, e.g. \"03-01\""},
        {"best_of", LOY__AN_INTEGER, "a number of periods"},
        {"rolling", LOY__A_TEXT, "an ISO 8601 duration, e.g. \"P12M\""},
        {"by", LOY__A_TEXT, "\"day\" or \"month\""},
        {"anniversary", LOY__A_TEXT, "an ISO 8601 duration, e.g. \"P12M\""},
        {"since_change", LOY__A_TEXT | LOY__A_BOOLEAN, "true, or an ISO 8601 duration"},
    };
    const loy_node *values[LOY_COUNT(members)];
    int count;

    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    count = (values[CALENDAR] != NULL) + (values[ROLLING] != NULL) + (values[ANNIVERSARY] != NULL) +
            (values[SINCE_CHANGE] != NULL);
    if (count != 1)
        loy__fault(reader, node, count == 0 ? "missing-member" : "conflicting-members",
                   "a window is either of the calendar or rolling, or begins with an anniversary "
                   "or a change",
                   NULL, "write for example {\"calendar\": \"year\"} or {\"rolling\": \"P12M\"}");
    check_strays(reader, values);
    if (values[CALENDAR] != NULL)
        read_calendar(reader, values, out);
    else if (values[ANNIVERSARY] != NULL)
        read_own(reader, values[ANNIVERSARY], LOY__WINDOW_ANNIVERSARY, out);
    else if (values[SINCE_CHANGE] != NULL)
        read_own(reader, values[SINCE_CHANGE], LOY__WINDOW_SINCE_CHANGE, out);
    else
        read_rolling(reader, values, out);
}

void
loy__read_window(loy__reader *reader, const loy_node *node, loy__ladder *out)
{
    static const loy__choice lifetime[] = {{"lifetime", LOY__WINDOW_LIFETIME}};

    out->window = LOY__WINDOW_LIFETIME;
    out->period = LOY__PERIOD_LIFETIME;
    if (node == NULL)
        return;
    if (node->kind == LOY__NODE_TEXT)
        loy__read_choice(reader, node, lifetime, 1, LOY__WINDOW_LIFETIME);
    else
        read_moving_window(reader, node, out);
    if (out->counts == LOY__COUNT_BALANCE && out->window != LOY__WINDOW_LIFETIME)
        loy__fault(reader, node, "conflicting-members", "a balance has no window", NULL,
                   "leave it out, or count what is earned");
}
