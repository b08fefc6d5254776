/*
 * read_values.c -- single values: choices, numbers, durations, amounts, moments
 * and references to parts.
 */
#include "program/read.h"

#include <string.h>

#define MAX_MONTHS 12000 /* no duration is longer than 1000 years */
#define MAX_DAYS 366000

uint32_t
loy__read_choice(loy__reader *reader, const loy_node *node, const loy__choice *choices,
                 size_t count, uint32_t fallback)
{
    const char *names[LOY__MAX_CHOICES];
    char hint[400] = "write ";
    size_t i, used;

    if (node == NULL)
        return fallback;
    for (i = 0; i < count; i++) {
        if (strcmp(choices[i].name, node->text) == 0)
            return choices[i].value;
        names[i] = choices[i].name;
        used = strlen(hint);
        loy__format(hint + used, sizeof(hint) - used, i == 0 ? "\"%s\"" : " or \"%s\"", names[i]);
    }
    loy__fault_near(reader, node, "unknown-value", "\"%s\" is none of the known values", node->text,
                    names, count, hint);
    return fallback;
}

static void
out_of_range(loy__reader *reader, const loy_node *node, int64_t least, int64_t most)
{
    char hint[120];

    if (least == most)
        loy__format(hint, sizeof(hint), "write %lld", (long long)least);
    else
        loy__format(hint, sizeof(hint), "write a number from %lld to %lld", (long long)least,
                    (long long)most);
    loy__fault(reader, node, "out-of-range", "this number is too small or too large", NULL, hint);
}

enum { EACH = 100, PERIODS = 8 };

static const loy__choice periods[PERIODS] = {
    {"event", EACH},
    {"day", LOY__PERIOD_DAY},
    {"week", LOY__PERIOD_WEEK},
    {"month", LOY__PERIOD_MONTH},
    {"quarter", LOY__PERIOD_QUARTER},
    {"half-year", LOY__PERIOD_HALF_YEAR},
    {"year", LOY__PERIOD_YEAR},
    {"lifetime", LOY__PERIOD_LIFETIME},
};

loy__period
loy__read_period(loy__reader *reader, const loy_node *node, loy__period fallback)
{
    return (loy__period)loy__read_choice(reader, node, periods + 1, PERIODS - 1, fallback);
}

loy__period
loy__read_period_or_event(loy__reader *reader, const loy_node *node, bool *each)
{
    uint32_t period = loy__read_choice(reader, node, periods, PERIODS, EACH);

    *each = period == EACH;
    return *each ? LOY__PERIOD_LIFETIME : (loy__period)period;
}

int64_t
loy__read_integer(loy__reader *reader, const loy_node *node, int64_t least, int64_t most,
                  int64_t fallback)
{
    if (node == NULL)
        return fallback;
    if (node->number >= least && node->number <= most)
        return node->number;
    out_of_range(reader, node, least, most);
    return fallback;
}

const char *
loy__read_text(loy__reader *reader, const loy_node *node)
{
    return node == NULL ? "" : loy__keep_text(reader, node->text, node->text_size);
}

bool
loy__read_duration(loy__reader *reader, const loy_node *node, uint32_t flags, loy__duration *out)
{
    loy__duration duration;

    *out = (loy__duration){0};
    if (node == NULL)
        return false;
    if (!loy__parse_duration(node->text, node->text_size, &duration)) {
        loy__fault(reader, node, "bad-duration", "\"%s\" is no ISO 8601 duration", node->text,
                   "write for example \"P14D\", \"P12M\" or \"P1Y\"");
        return false;
    }
    if (duration.months > MAX_MONTHS || duration.days > MAX_DAYS ||
        duration.ms > MAX_DAYS * LOY__DAY_MS) {
        loy__fault(reader, node, "bad-duration", "\"%s\" is longer than 1000 years", node->text,
                   "leave the member out where there is no end");
        return false;
    }
    if ((flags & LOY__DURATION_DAYS) != 0 && duration.ms != 0) {
        loy__fault(reader, node, "bad-duration", "\"%s\" has hours, but days are counted here",
                   node->text, "write years, months, weeks or days, for example \"P30D\"");
        return false;
    }
    if ((flags & LOY__DURATION_POSITIVE) != 0 && duration.months == 0 && duration.days == 0 &&
        duration.ms == 0) {
        loy__fault(reader, node, "bad-duration", "a duration of nothing has no meaning here", NULL,
                   "write at least one day, \"P1D\"");
        return false;
    }
    *out = duration;
    return true;
}

/* ---- Amounts ---- */

static int64_t
read_decimal(loy__reader *reader, const loy_node *node, uint32_t digits, int64_t least,
             const char *code)
{
    char hint[120];
    int64_t value;

    if (node == NULL)
        return 0;
    if (node->kind == LOY__NODE_INTEGER) {
        value = node->number;
    } else if (!loy__parse_decimal(node->text, node->text_size, digits, &value)) {
        if (digits == 0)
            loy__format(hint, sizeof(hint), "write a whole number, for example \"12\"");
        else
            loy__format(hint, sizeof(hint),
                        "write a decimal with at most %u digits after the point", digits);
        loy__fault(reader, node, code, "\"%s\" is no amount", node->text, hint);
        return least;
    }
    if (value >= least && value <= LOY_MAX_AMOUNT)
        return value;
    out_of_range(reader, node, least, LOY_MAX_AMOUNT);
    return least;
}

int64_t
loy__read_points(loy__reader *reader, const loy_node *node, uint32_t digits, int64_t least)
{
    return read_decimal(reader, node, digits, least, "bad-decimal");
}

int64_t
loy__read_money(loy__reader *reader, const loy_node *node, int64_t least)
{
    return read_decimal(reader, node, reader->program->money_digits, least, "bad-money");
}

/* ---- Moments ---- */

int64_t
loy__read_moment(loy__reader *reader, const loy_node *node, int64_t fallback)
{
    int64_t instant;
    int32_t day, offset;

    if (node == NULL)
        return fallback;
    if (loy__parse_date(node->text, node->text_size, &day))
        return loy__zone_midnight(&reader->program->zone, day);
    if (loy__parse_instant(node->text, node->text_size, &instant, &offset))
        return instant;
    loy__fault(reader, node, "bad-time", "\"%s\" is no date or time", node->text,
               "write \"2026-03-01\", or a time with offset: \"2026-03-01T09:00:00+01:00\"");
    return fallback;
}

void
loy__read_validity(loy__reader *reader, const loy_node *node, const loy_node *const *values,
                   const char *meaning, int64_t *from, int64_t *until)
{
    uint32_t errors = reader->errors;

    *from = loy__read_moment(reader, values[0], INT64_MIN);
    *until = loy__read_moment(reader, values[1], LOY_NEVER);
    if (reader->errors == errors && *from >= *until)
        loy__warn(
            reader, node, "unreachable", "%s: it ends (\"until\") before it begins (\"from\")",
            meaning,
            "write an \"until\" after \"from\"; it is the first moment that does not belong to "
            "it");
}

/* ---- References ---- */

static const struct {
    const char *code, *text, *where;
} unknown_parts[LOY__PARTS] = {
    [LOY_PART_CURRENCY] = {"unknown-currency", "there is no currency \"%s\"",
                           "define it under \"currencies\""},
    [LOY_PART_LADDER] = {"unknown-ladder", "there is no ladder \"%s\"",
                         "define it under \"ladders\""},
    [LOY_PART_STAGE] = {"unknown-stage", "there is no stage \"%s\"",
                        "add it to \"names\" of \"stages\""},
    [LOY_PART_RULE] = {"unknown-rule", "there is no rule \"%s\"", "name a rule of \"rules\""},
    [LOY_PART_REWARD] = {"unknown-reward", "there is no reward \"%s\"",
                         "define it under \"rewards\""},
    [LOY_PART_VOUCHER] = {"unknown-voucher", "there is no voucher \"%s\"",
                          "define it under \"vouchers\""},
    [LOY_PART_COUNTER] = {"unknown-counter", "there is no counter \"%s\"",
                          "define it under \"counters\""},
    [LOY__PART_PLAN] = {"unknown-plan", "there is no plan \"%s\"",
                        "define it under \"memberships\""},
    [LOY__PART_CAP] = {"unknown-cap", "there is no cap \"%s\"", "define it under \"caps\""},
    [LOY__PART_PROMOTION] = {"unknown-promotion", "there is no promotion \"%s\"",
                             "define it under \"promotions\""},
    [LOY__PART_KIND] = {"unknown-event", "there is no kind of event \"%s\"",
                        "declare it in \"events\""},
    [LOY__PART_BUDGET] = {"unknown-budget", "there is no budget \"%s\"",
                          "define it under \"budgets\""},
    [LOY__PART_GROUP] = {"unknown-group", "there is no group \"%s\"", "define it under \"groups\""},
};

uint32_t
loy__find_part(const loy__reader *reader, uint32_t part, const char *id, size_t size)
{
    return part == LOY__PART_KIND ? loy__program_kind(reader->program, id, size)
                                  : loy__program_find(reader->program, part, id, size);
}

static uint32_t
reference(loy__reader *reader, const loy_node *node, uint32_t part, const char *id, size_t size)
{
    uint32_t number = loy__find_part(reader, part, id, size);

    if (number == LOY__NONE)
        loy__fault_near(reader, node, unknown_parts[part].code, unknown_parts[part].text, id,
                        reader->parts[part].ids, reader->parts[part].count,
                        unknown_parts[part].where);
    return number;
}

uint32_t
loy__read_part(loy__reader *reader, const loy_node *node, uint32_t part)
{
    if (node == NULL || !loy__expect(reader, node, LOY__A_TEXT, "an id"))
        return LOY__NONE;
    return reference(reader, node, part, node->text, node->text_size);
}

uint32_t
loy__part_of_key(loy__reader *reader, const loy_node *node, uint32_t part)
{
    return reference(reader, node, part, node->key, node->key_size);
}
