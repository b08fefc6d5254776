/*
 * program_expiry_test.c -- when points expire, by duration, rounding, edge and
 * zone; expected moments are worked out by hand.
 */
#include "kit/draft_kit.h"
#include "kit/table_kit.h"

#include <string.h>

#include "program/program.h"

#define BERLIN "'time_zone': 'CET-1CEST,M3.5.0,M10.5.0/3', "

static const struct row {
    const char *name;
    const char *zone;
    const char *expires;      /* of the currency */
    const char *earned, *end; /* RFC 3339; "" never */
} rows[] = {
    {"never", "", "'never'", "2026-03-02T09:15:00Z", ""},
    {"usable through the last day", "", "{'after': 'P12M'}", "2026-03-02T09:15:00Z",
     "2027-03-03T00:00:00Z"},
    {"gone as the last day begins", "", "{'after': 'P12M', 'edge': 'start-of-day'}",
     "2026-03-02T09:15:00Z", "2027-03-02T00:00:00Z"},
    {"to the millisecond", "", "{'after': 'PT90M', 'edge': 'instant'}", "2026-03-02T23:15:00.001Z",
     "2026-03-03T00:45:00.001Z"},
    {"months clamp", "", "{'after': 'P1M'}", "2026-01-31T12:00:00Z", "2026-03-01T00:00:00Z"},
    {"a leap day lasts to the end of February", "", "{'after': 'P1Y'}", "2028-02-29T12:00:00Z",
     "2029-03-01T00:00:00Z"},
    {"to the end of the month", "", "{'after': 'P12M', 'round_up': 'month'}",
     "2026-03-02T09:15:00Z", "2027-04-01T00:00:00Z"},
    {"the last day of a month is its end", "", "{'after': 'P1M', 'round_up': 'month'}",
     "2026-03-31T09:15:00Z", "2026-05-01T00:00:00Z"},
    {"to the end of the quarter", "", "{'after': 'P1D', 'round_up': 'quarter'}",
     "2026-03-31T09:15:00Z", "2026-07-01T00:00:00Z"},
    {"to the end of the half-year", "", "{'after': 'P1D', 'round_up': 'half-year'}",
     "2026-06-29T09:15:00Z", "2026-07-01T00:00:00Z"},
    {"to the end of the year, at its start", "",
     "{'after': 'P1Y', 'round_up': 'year', 'edge': 'start-of-day'}", "2026-01-01T00:00:00Z",
     "2027-12-31T00:00:00Z"},
    {"to the end of March, a year later", "", "{'after': 'P12M', 'round_up': 'march'}",
     "2026-03-02T09:15:00Z", "2027-04-01T00:00:00Z"},
    {"to the end of a month that is over in this year", "",
     "{'after': 'P12M', 'round_up': 'january'}", "2026-03-02T09:15:00Z", "2028-02-01T00:00:00Z"},
    {"to the end of a February with 29 days", "", "{'after': 'P1D', 'round_up': 'february'}",
     "2027-05-05T09:15:00Z", "2028-03-01T00:00:00Z"},
    {"the last day of the month is its end", "", "{'after': 'P1D', 'round_up': 'april'}",
     "2026-04-29T09:15:00Z", "2026-05-01T00:00:00Z"},
    {"to the end of December, as of the year", "", "{'after': 'P1D', 'round_up': 'december'}",
     "2026-12-31T09:15:00Z", "2028-01-01T00:00:00Z"},
    {"to the end of May", "", "{'after': 'P1D', 'round_up': 'may'}", "2026-05-01T09:15:00Z",
     "2026-06-01T00:00:00Z"},
    {"to the end of June", "", "{'after': 'P1D', 'round_up': 'june'}", "2026-05-01T09:15:00Z",
     "2026-07-01T00:00:00Z"},
    {"to the end of July", "", "{'after': 'P1D', 'round_up': 'july'}", "2026-05-01T09:15:00Z",
     "2026-08-01T00:00:00Z"},
    {"to the end of August", "", "{'after': 'P1D', 'round_up': 'august'}", "2026-05-01T09:15:00Z",
     "2026-09-01T00:00:00Z"},
    {"to the end of September", "", "{'after': 'P1D', 'round_up': 'september'}",
     "2026-05-01T09:15:00Z", "2026-10-01T00:00:00Z"},
    {"to the end of October", "", "{'after': 'P1D', 'round_up': 'october'}", "2026-05-01T09:15:00Z",
     "2026-11-01T00:00:00Z"},
    {"to the end of November", "", "{'after': 'P1D', 'round_up': 'november'}",
     "2026-05-01T09:15:00Z", "2026-12-01T00:00:00Z"},
    {"to the end of a month after the calendar is never", "",
     "{'after': 'P1D', 'round_up': 'march'}", "9999-05-01T00:00:00Z", ""},
    {"by the local day of earning", BERLIN, "{'after': 'P1D'}", "2026-01-01T23:30:00Z",
     "2026-01-03T23:00:00Z"},
    {"a midnight of summer", BERLIN, "{'after': 'P6M'}", "2026-01-10T12:00:00Z",
     "2026-07-10T22:00:00Z"},
    {"an instant keeps the local time", BERLIN, "{'after': 'P6M', 'edge': 'instant'}",
     "2026-01-10T12:00:00Z", "2026-07-10T11:00:00Z"},
    {"past the calendar is never", "", "{'after': 'P1000Y'}", "9500-01-01T00:00:00Z", ""},
};

static void
points_expire(void **state)
{
    const struct row *row = *state;
    char text[500] = "{" DRAFT_KIT_HEAD ", ";
    loy_program *program;
    int64_t earned, end = LOY_NEVER;
    int32_t offset;

    strcat(text, row->zone);
    strcat(text, "'currencies': {'s': {'expires': ");
    strcat(text, row->expires);
    strcat(text, "}}}");
    assert_int_equal(draft_kit_compile(text, &program, NULL, NULL), LOY_OK);
    assert_true(loy__parse_instant(row->earned, strlen(row->earned), &earned, &offset));
    if (row->end[0] != '\0')
        assert_true(loy__parse_instant(row->end, strlen(row->end), &end, &offset));
    assert_int_equal(loy__currency_expiry(program->currencies, &program->zone, earned), end);
    loy_program_free(program);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, points_expire, rows);
    return table_kit_run(&kit, "program_expiry");
}
