/*
 * read_standing.c -- how tiers are entered, how long they last, how they are
 * lost, and what becomes of what was counted. What cannot go together is
 * refused.
 */
#include "program/read_ladders.h"

#include "base/macros.h"

/* How long a tier lasts: a word or a duration. */
static void
read_lasts(loy__reader *reader, const loy_node *node, loy__ladder *out)
{
    static const loy__choice lasts[] = {
        {"while", LOY__LASTS_WHILE},
        {"period", LOY__LASTS_PERIOD},
        {"next-period", LOY__LASTS_NEXT_PERIOD},
    };

    if (node == NULL)
        return;
    if (node->text_size > 1 && node->text[0] == 'P') {
        out->lasts = LOY__LASTS_TERM;
        loy__read_duration(reader, node, LOY__DURATION_POSITIVE, &out->term);
        return;
    }
    out->lasts = loy__read_choice(reader, node, lasts, LOY_COUNT(lasts), LOY__LASTS_USUAL);
}

static void
read_surplus(loy__reader *reader, const loy_node *node, loy__ladder *out)
{
    static const loy__member members[] = {
        {"carry", LOY__A_BOOLEAN | LOY__REQUIRED, "true: a surplus begins the next period"},
        {"most", LOY__A_TEXT | LOY__AN_INTEGER, "no more of it than this"},
    };
    const loy_node *values[LOY_COUNT(members)];

    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values) ||
        values[0] == NULL || values[0]->number == 0)
        return;
    out->carry = values[1] != NULL ? loy__read_counted(reader, values[1], out, 1) : LOY_MAX_AMOUNT;
}

/* Points count when they are earned, or when they mature. */
static void
read_when(loy__reader *reader, const loy__ladder_reading *reading)
{
    static const loy__choice whens[] = {{"earned", LOY__COUNT_EARNED},
                                        {"matured", LOY__COUNT_MATURED}};
    const loy_node *node = reading->values[LOY__LADDER_WHEN];
    const loy__ladder *ladder = &reading->tracks[reading->number];
    uint32_t counts = loy__read_choice(reader, node, whens, LOY_COUNT(whens), LOY__COUNT_EARNED);
    bool found = false;

    for (uint32_t i = 0; i <= ladder->measure_count; i++) {
        loy__ladder *track =
            &reading->tracks[i == 0 ? reading->number : ladder->first_measure + i - 1];

        if (track->counts != LOY__COUNT_EARNED)
            continue;
        track->counts = counts;
        found = true;
    }
    if (node != NULL && !found)
        loy__fault(reader, node, "conflicting-members", "only points that are earned mature", NULL,
                   "leave it out, or count what is earned of a currency");
}

/* ---- What cannot go together ---- */

static void
conflict(loy__reader *reader, const loy_node *node, const char *text, const char *hint)
{
    loy__fault(reader, node, "conflicting-members", text, NULL, hint);
}

/* Periods that end: those since the last change need not. */
static bool
has_periods(const loy__ladder *ladder)
{
    return loy__periodic(ladder) && (ladder->window == LOY__WINDOW_CALENDAR ||
                                     ladder->length.months != 0 || ladder->length.days != 0);
}

static void
check_periods(loy__reader *reader, const loy__ladder_reading *reading)
{
    const loy__ladder *ladder = &reading->tracks[reading->number];

    if (!has_periods(ladder) && ladder->up == LOY__UP_NEXT_PERIOD)
        conflict(reader, reading->values[LOY__LADDER_UP], "the window has no periods",
                 "write \"next-day\" or \"next-month\", or a window with periods");
    if (!has_periods(ladder) &&
        (ladder->lasts == LOY__LASTS_PERIOD || ladder->lasts == LOY__LASTS_NEXT_PERIOD))
        conflict(reader, reading->values[LOY__LADDER_LASTS], "the window has no periods",
                 "write \"while\" or a duration, or a window with periods");
    if (loy__periodic(ladder) && !has_periods(ladder) && ladder->lasts != LOY__LASTS_TERM)
        conflict(reader, reading->node,
                 "a tier is never judged when it is counted since the last "
                 "change without end",
                 "write how long it \"lasts\", or \"since_change\" with a duration");
    if (!has_periods(ladder) && ladder->carry != 0)
        conflict(reader, reading->values[LOY__LADDER_SURPLUS], "the window has no periods",
                 "leave it out, or write a window with periods");
}

/* Where what was counted is paid away or carried on, it is one amount, of one
 * period. */
static void
check_amounts(loy__reader *reader, const loy__ladder_reading *reading)
{
    const loy__ladder *ladder = &reading->tracks[reading->number];
    bool plain = !ladder->measured && ladder->best_of < 2 && ladder->counts != LOY__COUNT_BALANCE;

    if (ladder->pays && !plain)
        conflict(reader, reading->values[LOY__LADDER_PAY],
                 "several measures, several periods or a balance cannot pay",
                 "leave it out, or count one amount of one period");
    if (ladder->carry != 0 && !plain)
        conflict(reader, reading->values[LOY__LADDER_SURPLUS],
                 "several measures, several periods or a balance have no surplus",
                 "leave it out, or count one amount of one period");
    if (ladder->pays && loy__judged_always(ladder))
        conflict(reader, reading->values[LOY__LADDER_PAY],
                 "a tier that was paid for would be lost at once", "write how long it \"lasts\"");
}

/* What is counted since the tier changed is nothing when it is entered. */
static void
check_anew(loy__reader *reader, const loy__ladder_reading *reading)
{
    const loy__ladder *ladder = &reading->tracks[reading->number];

    if (ladder->window != LOY__WINDOW_SINCE_CHANGE || !loy__judged_always(ladder) ||
        ladder->guaranteed || ladder->measured || ladder->carry != 0)
        return;
    for (uint32_t i = 1; i < ladder->tier_count; i++)
        if (!ladder->tiers[i].has_grace && ladder->tiers[i].keep_from > 0) {
            conflict(reader, reading->values[LOY__LADDER_LASTS],
                     "a tier that is kept by what is counted since it was entered would be lost "
                     "at once",
                     "leave it out, or write \"guarantee\", or \"grace\" in each tier");
            return;
        }
}

/* Falling by one is falling further at once where nothing holds the customer. */
static void
check_fall(loy__reader *reader, const loy__ladder_reading *reading)
{
    const loy__ladder *ladder = &reading->tracks[reading->number];

    if (ladder->fall != LOY__FALL_ONE || !loy__judged_always(ladder) || ladder->guaranteed)
        return;
    for (uint32_t i = 1; i + 1 < ladder->tier_count; i++)
        if (!ladder->tiers[i].has_grace) {
            conflict(reader, reading->values[LOY__LADDER_FALL],
                     "the tier below would be lost at once, too",
                     "write \"guarantee\", how long it \"lasts\", or \"grace\" in each tier");
            return;
        }
}

void
loy__read_standing(loy__reader *reader, const loy__ladder_reading *reading)
{
    static const loy__choice ups[] = {
        {"now", LOY__UP_NOW},
        {"next-day", LOY__UP_NEXT_DAY},
        {"next-month", LOY__UP_NEXT_MONTH},
        {"next-period", LOY__UP_NEXT_PERIOD},
    };
    static const loy__choice falls[] = {
        {"deserved", LOY__FALL_DESERVED},
        {"one", LOY__FALL_ONE},
    };
    loy__ladder *out = &reading->tracks[reading->number];

    out->up =
        loy__read_choice(reader, reading->values[LOY__LADDER_UP], ups, LOY_COUNT(ups), LOY__UP_NOW);
    out->fall = loy__read_choice(reader, reading->values[LOY__LADDER_FALL], falls, LOY_COUNT(falls),
                                 LOY__FALL_DESERVED);
    read_lasts(reader, reading->values[LOY__LADDER_LASTS], out);
    out->guaranteed = loy__read_duration(reader, reading->values[LOY__LADDER_GUARANTEE],
                                         LOY__DURATION_POSITIVE, &out->guarantee);
    if (reading->values[LOY__LADDER_SURPLUS] != NULL)
        read_surplus(reader, reading->values[LOY__LADDER_SURPLUS], out);
    out->pays =
        reading->values[LOY__LADDER_PAY] != NULL && reading->values[LOY__LADDER_PAY]->number != 0;
    read_when(reader, reading);
    check_periods(reader, reading);
    check_amounts(reader, reading);
    check_anew(reader, reading);
    check_fall(reader, reading);
}
