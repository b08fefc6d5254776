/*
 * read_ladders.c -- ladders: what they count, over which window, and their
 * tiers.
 */
#include "program/read.h"

#include <string.h>

#include "base/macros.h"

#define SPACE_TIERS 200 /* and the ladder's number */

/* ---- What is counted ---- */

static bool
ends_with_earned(const loy_node *node, uint32_t *size)
{
    static const char end[] = " earned";
    uint32_t length = sizeof(end) - 1;

    if (node->text_size <= length ||
        memcmp(node->text + node->text_size - length, end, length) != 0)
        return false;
    *size = node->text_size - length;
    return true;
}

static void
read_counted(loy__reader *reader, const loy_node *node, loy__ladder *out)
{
    static const loy__choice counts[] = {
        {"spend", LOY__COUNT_SPEND},
        {"purchases", LOY__COUNT_PURCHASES},
        {"visits", LOY__COUNT_VISITS},
    };
    const loy__part *currencies = &reader->parts[LOY_PART_CURRENCY];
    uint32_t size;
    char *id;

    if (!ends_with_earned(node, &size)) {
        out->counts = loy__read_choice(reader, node, counts, LOY_COUNT(counts), LOY__COUNT_SPEND);
        return;
    }
    out->counts = LOY__COUNT_EARNED;
    out->currency = loy__find_part(reader, LOY_PART_CURRENCY, node->text, size);
    if (out->currency != LOY__NONE)
        return;
    out->currency = 0;
    id = loy__borrow(reader, size + 1, 1);
    if (id == NULL)
        return;
    memcpy(id, node->text, size);
    loy__fault_near(reader, node, "unknown-currency", "there is no currency \"%s\"", id,
                    currencies->ids, currencies->count, "define it under \"currencies\"");
}

static void
read_amount(loy__reader *reader, const loy_node *node, loy__ladder *out)
{
    static const loy__member members[] = {
        {"amount", LOY__A_TEXT | LOY__REQUIRED, "an expression of type int"},
        {"on", LOY__A_TEXT | LOY__REQUIRED, "the kind of event that counts, e.g. \"purchase\""},
    };
    const loy_node *values[LOY_COUNT(members)];

    out->counts = LOY__COUNT_AMOUNT;
    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    out->amount = loy__read_code(reader, values[0], "int");
    out->trigger = loy__read_part(reader, values[1], LOY__PART_KIND);
}

/* ---- The window ---- */

static void
read_moving_window(loy__reader *reader, const loy_node *node, loy__ladder *out)
{
    static const loy__choice periods[] = {
        {"year", LOY__PERIOD_YEAR},
        {"half-year", LOY__PERIOD_HALF_YEAR},
        {"quarter", LOY__PERIOD_QUARTER},
        {"month", LOY__PERIOD_MONTH},
    };
    static const loy__choice buckets[] = {
        {"day", LOY__PERIOD_DAY},
        {"month", LOY__PERIOD_MONTH},
    };
    static const loy__member members[] = {
        {"calendar", LOY__A_TEXT, "\"year\", \"half-year\", \"quarter\" or \"month\""},
        {"rolling", LOY__A_TEXT, "an ISO 8601 duration, e.g. \"P12M\""},
        {"by", LOY__A_TEXT, "\"day\" or \"month\""},
    };
    const loy_node *values[LOY_COUNT(members)];

    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    if ((values[0] != NULL) == (values[1] != NULL))
        loy__fault(reader, node, values[0] == NULL ? "missing-member" : "conflicting-members",
                   "a window is either of the calendar or rolling", NULL,
                   "write {\"calendar\": \"year\"} or {\"rolling\": \"P12M\"}");
    if (values[0] != NULL && values[2] != NULL)
        loy__fault(reader, values[2], "conflicting-members", "\"by\" belongs to a rolling window",
                   NULL, "leave it out");
    if (values[0] != NULL) {
        out->window = LOY__WINDOW_CALENDAR;
        out->period = (loy__period)loy__read_choice(reader, values[0], periods, LOY_COUNT(periods),
                                                    LOY__PERIOD_YEAR);
        return;
    }
    out->window = LOY__WINDOW_ROLLING;
    out->period = (loy__period)loy__read_choice(reader, values[2], buckets, LOY_COUNT(buckets),
                                                LOY__PERIOD_DAY);
    loy__read_duration(reader, values[1], LOY__DURATION_DAYS | LOY__DURATION_POSITIVE,
                       &out->length);
}

static void
read_window(loy__reader *reader, const loy_node *node, loy__ladder *out)
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
}

/* ---- Tiers ---- */

static int64_t
read_threshold(loy__reader *reader, const loy_node *node, const loy__ladder *ladder)
{
    if (ladder->counts == LOY__COUNT_SPEND)
        return loy__read_money(reader, node, 0);
    if (ladder->counts == LOY__COUNT_EARNED && ladder->currency < reader->program->currency_count)
        return loy__read_points(reader, node, reader->program->currencies[ladder->currency].scale,
                                0);
    return loy__read_points(reader, node, 0, 0);
}

static void
read_tier(loy__reader *reader, const loy_node *node, const loy__ladder *ladder, uint32_t space,
          loy__tier *out)
{
    static const loy__member members[] = {
        {"id", LOY__A_TEXT | LOY__REQUIRED, "the id of the tier"},
        {"from", LOY__A_TEXT | LOY__AN_INTEGER | LOY__REQUIRED,
         "what the ladder must have counted to enter; 0 for the lowest tier"},
        {"keep_from", LOY__A_TEXT | LOY__AN_INTEGER, "what it must have counted to stay"},
        {"grace", LOY__A_TEXT, "an ISO 8601 duration, e.g. \"P3M\""},
    };
    const loy_node *values[LOY_COUNT(members)];

    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    if (values[0] != NULL) {
        loy__claim(reader, space, values[0], values[0]->text, values[0]->text_size);
        out->name = loy__keep_name(reader, values[0]->text, values[0]->text_size, true);
    }
    out->from = read_threshold(reader, values[1], ladder);
    out->keep_from = out->from;
    if (values[2] != NULL)
        out->keep_from = read_threshold(reader, values[2], ladder);
    if (out->keep_from > out->from)
        loy__fault(reader, values[2], "out-of-range",
                   "a tier cannot be harder to keep than to enter", NULL,
                   "write a \"keep_from\" of at most \"from\"");
    out->has_grace = loy__read_duration(reader, values[3], LOY__DURATION_POSITIVE, &out->grace);
}

static void
check_order(loy__reader *reader, const loy_node *node, const loy__tier *tiers, uint32_t at)
{
    const loy_node *from = loy__node_get(node, "from", 4);

    if (at == 0 && tiers[0].from != 0)
        loy__fault(reader, from, "out-of-range", "the lowest tier begins at 0", NULL,
                   "write \"from\": 0, or add a tier below");
    if (at != 0 && tiers[at].from <= tiers[at - 1].from)
        loy__fault(reader, from, "out-of-range", "tiers stand in ascending order of \"from\"", NULL,
                   "write a \"from\" above that of the tier before");
}

static void
read_tiers(loy__reader *reader, const loy_node *list, uint32_t space, loy__ladder *ladder)
{
    const loy_node *node;
    loy__tier *tiers;
    uint32_t errors;

    if (list == NULL)
        return;
    if (list->count == 0 || list->count > LOY__MAX_TIERS) {
        loy__fault(reader, list, "out-of-range", "a ladder has 1 to 64 tiers", NULL,
                   "write {\"id\": \"basic\", \"from\": 0} first");
        return;
    }
    tiers = loy__keep(reader, list->count, sizeof(*tiers));
    if (tiers == NULL)
        return;
    for (node = list->first; node != NULL; node = node->next) {
        errors = reader->errors;
        read_tier(reader, node, ladder, space, &tiers[ladder->tier_count]);
        if (reader->errors == errors)
            check_order(reader, node, tiers, ladder->tier_count);
        ladder->tier_count++;
    }
    ladder->tiers = tiers;
}

/* An event can be split along one ladder only. */
static void
read_crossing(loy__reader *reader, const loy_node *node, loy__ladder *out)
{
    static const loy__choice choices[] = {{"before", LOY__CROSSING_BEFORE},
                                          {"after", LOY__CROSSING_AFTER},
                                          {"split", LOY__CROSSING_SPLIT}};
    loy_program *program = reader->program;

    out->crossing =
        loy__read_choice(reader, node, choices, LOY_COUNT(choices), LOY__CROSSING_BEFORE);
    if (out->crossing == LOY__CROSSING_BEFORE)
        return;
    program->crosses = program->rounds = true;
    if (out->counts == LOY__COUNT_BALANCE)
        loy__fault(reader, node, "conflicting-members",
                   "a tier by the balance follows from what is earned, not the other way", NULL,
                   "write \"before\", or leave it out");
    if (out->crossing != LOY__CROSSING_SPLIT)
        return;
    if (out->counts == LOY__COUNT_PURCHASES || out->counts == LOY__COUNT_VISITS || out->measured)
        loy__fault(reader, node, "conflicting-members",
                   "only one amount of money or points can be split", NULL,
                   "write \"before\" or \"after\"");
    if (program->splits)
        loy__fault(reader, node, "conflicting-members",
                   "another ladder splits events already, and an event is split once", NULL,
                   "write \"before\" or \"after\"");
    program->splits = true;
}

static void
read_ladder(loy__reader *reader, const loy_node *node, uint32_t number, void *item)
{
    loy__ladder *out = item;
    static const loy__member members[] = {
        {"counts", LOY__A_TEXT | LOY__A_MAP | LOY__REQUIRED,
         "\"CURRENCY earned\", \"spend\", \"purchases\", \"visits\" or "
         "{\"amount\": ..., \"on\": \"purchase\"}"},
        {"window", LOY__A_TEXT | LOY__A_MAP,
         "\"lifetime\", {\"calendar\": \"year\"} or {\"rolling\": \"P12M\"}"},
        {"tiers", LOY__A_LIST | LOY__REQUIRED, "[{\"id\": \"basic\", \"from\": 0}, ...]"},
        {"crossing", LOY__A_TEXT, "\"before\", \"after\" or \"split\""},
    };
    const loy_node *values[LOY_COUNT(members)];

    out->crossing = LOY__CROSSING_BEFORE;
    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    if (values[0] != NULL && values[0]->kind == LOY__NODE_TEXT)
        read_counted(reader, values[0], out);
    else
        read_amount(reader, values[0], out);
    read_window(reader, values[1], out);
    read_tiers(reader, values[2], SPACE_TIERS + number, out);
    read_crossing(reader, values[3], out);
}

void
loy__read_ladders(loy__reader *reader)
{
    loy_program *program = reader->program;

    program->ladders = loy__read_parts(reader, LOY_PART_LADDER, sizeof(loy__ladder), read_ladder,
                                       &program->ladder_count);
    program->track_count = program->ladder_count;
}
