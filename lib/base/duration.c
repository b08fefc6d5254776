/*
 * duration.c -- ISO 8601 durations: whole numbers, largest unit first.
 *
 * A duration that is read here is shorter than ten thousand years, so that
 * sums with a moment of the calendar cannot wrap.
 */
#include "base/time.h"

#include "base/number.h"

#define MAX_MONTHS (10000 * 12)
#define MAX_DAYS 3652425
#define MAX_MS (MAX_DAYS * LOY__DAY_MS)

static const struct unit {
    char letter;
    bool of_time; /* behind the T */
    int32_t months;
    int32_t days;
    int64_t ms;
} units[] = {
    {'Y', false, 12, 0, 0},  {'M', false, 1, 0, 0},      {'W', false, 0, 7, 0},
    {'D', false, 0, 1, 0},   {'H', true, 0, 0, 3600000}, {'M', true, 0, 0, 60000},
    {'S', true, 0, 0, 1000},
};

static bool
read_number(const char *text, size_t size, size_t *at, int64_t *out)
{
    size_t start = *at;
    int64_t value = 0;

    for (; *at < size && text[*at] >= '0' && text[*at] <= '9'; ++*at) {
        if (value > MAX_MS / 10)
            return false;
        value = value * 10 + (text[*at] - '0');
    }
    *out = value;
    return *at > start;
}

/* The unit of a letter, not before `*next`, which moves behind it. */
static const struct unit *
find_unit(char letter, bool of_time, size_t *next)
{
    size_t i;

    for (i = *next; i < sizeof(units) / sizeof(units[0]); i++) {
        if (units[i].letter == letter && units[i].of_time == of_time) {
            *next = i + 1;
            return &units[i];
        }
    }
    return NULL;
}

/* total += amount * factor, within the limit. */
static bool
add(int64_t *total, int64_t amount, int64_t factor, int64_t limit)
{
    int64_t product;

    return loy__mul(amount, factor, &product) && loy__add(*total, product, total) &&
           *total <= limit;
}

bool
loy__parse_duration(const char *text, size_t size, loy__duration *out)
{
    int64_t months = 0;
    int64_t days = 0;
    int64_t ms = 0;
    bool of_time = false;
    size_t next = 0;
    size_t at = 1;

    if (size < 3 || text[0] != 'P')
        return false;
    while (at < size) {
        const struct unit *unit;
        int64_t amount;

        if (text[at] == 'T' && !of_time) {
            of_time = true;
            at++;
        }
        if (!read_number(text, size, &at, &amount) || at == size)
            return false;
        unit = find_unit(text[at++], of_time, &next);
        if (unit == NULL || !add(&months, amount, unit->months, MAX_MONTHS) ||
            !add(&days, amount, unit->days, MAX_DAYS) || !add(&ms, amount, unit->ms, MAX_MS))
            return false;
    }
    *out = (loy__duration){.months = (int32_t)months, .days = (int32_t)days, .ms = ms};
    return true;
}
