/*
 * program_ladder_problem_test.c -- the mistakes that ladders, their windows and their
 * tiers can have.
 */
#include "kit/problem_kit.h"
#include "kit/table_kit.h"

#define STARS "'currencies': {'stars': {}}"
#define LADDER(members) "'ladders': {'l': {" members "}}"
#define TWO "'tiers': [{'id': 'a', 'from': 0}, {'id': 'b', 'from': 5}]"
#define NAMELESS "'tiers': [{'from': 0}, {'id': 'b', 'from': 5}]"
#define THREE "'tiers': [{'id': 'a', 'from': 0}, {'id': 'b', 'from': 5}, {'id': 'c', 'from': 9}]"
#define VISITS "'counts': 'visits', "
#define MONTH "'window': {'calendar': 'month'}, "
#define MEASURES "'measures': {'v': 'visits', 's': 'spend'}, "

static const problem_row rows[] = {
    {"a surplus of points that there are not",
     LADDER("'counts': 'stars earned', 'surplus': {'carry': true, 'most': '5'}, " MONTH TWO),
     "unknown-currency", "/ladders/l/counts"},
    {"a split of what is counted one by one",
     "'ladders': {'l': {'counts': 'visits', 'crossing': 'split', 'tiers': [{'id': 'a', 'from': "
     "0}]}}",
     "conflicting-members", "/ladders/l/crossing"},
    {"a split along two ladders",
     "'ladders': {'l': {'counts': 'spend', 'crossing': 'split', 'tiers': [{'id': 'a', 'from': "
     "0}]}, 'm': {'counts': 'spend', 'crossing': 'split', 'tiers': [{'id': 'a', 'from': 0}]}}",
     "conflicting-members", "/ladders/m/crossing"},
    {"a ladder that counts nothing known",
     "'ladders': {'l': {'counts': 'karma', 'tiers':"
     " [{'id': 't', 'from': 0}]}}",
     "unknown-value", "/ladders/l/counts"},
    {"a ladder of an unknown currency",
     STARS ", 'ladders': {'l': {'counts': 'star earned',"
           " 'tiers': [{'id': 't', 'from': 0}]}}",
     "unknown-currency", "/ladders/l/counts"},
    {"a ladder that counts nothing", LADDER(TWO), "missing-member", "/ladders/l"},
    {"a ladder that counts twice",
     LADDER(VISITS "'measures': {'v': 'visits'}, 'tiers': [{'id': 'a'}]"), "conflicting-members",
     "/ladders/l"},
    {"no measure at all", LADDER("'measures': {}, 'tiers': [{'id': 'a'}]"), "out-of-range",
     "/ladders/l/measures"},
    {"a balance among measures",
     STARS ", " LADDER("'measures': {'v': 'visits', 'b': 'stars balance'}, 'tiers': [{'id': 'a'}]"),
     "conflicting-members", "/ladders/l/measures/b"},
    {"a measure that is too long",
     LADDER("'measures': {'v': 'visits', "
            "'m123456789012345678901234567890123456789012345678901234567890123': 'spend'}, "
            "'tiers': [{'id': 'a'}]"),
     "bad-id",
     "/ladders/l/measures/m123456789012345678901234567890123456789012345678901234567890123"},
    {"an unknown measure",
     LADDER(MEASURES "'tiers': [{'id': 'a'}, {'id': 'b', 'needs': {'x': 5}}]"), "unknown-measure",
     "/ladders/l/tiers/1/needs/x"},
    {"needs of nothing", LADDER(MEASURES "'tiers': [{'id': 'a'}, {'id': 'b', 'needs': [{}]}]"),
     "missing-member", "/ladders/l/tiers/1/needs/0"},
    {"an empty list of needs", LADDER(MEASURES "'tiers': [{'id': 'a'}, {'id': 'b', 'needs': []}]"),
     "missing-member", "/ladders/l/tiers/1/needs"},
    {"a tier of measures without needs", LADDER(MEASURES "'tiers': [{'id': 'a'}, {'id': 'b'}]"),
     "missing-member", "/ladders/l/tiers/1"},
    {"needs of the lowest tier", LADDER(MEASURES "'tiers': [{'id': 'a', 'needs': {'v': 1}}]"),
     "conflicting-members", "/ladders/l/tiers/0"},
    {"a tier from an amount of measures",
     LADDER(MEASURES "'tiers': [{'id': 'a'}, {'id': 'b', 'from': 5, 'needs': {'v': 1}}]"),
     "conflicting-members", "/ladders/l/tiers/1/from"},
    {"needs without measures",
     LADDER(VISITS "'tiers': [{'id': 'a', 'from': 0}, {'id': 'b', 'from': 5, 'needs': {'v': 1}}]"),
     "conflicting-members", "/ladders/l/tiers/1/needs"},
    {"a tier without an amount", LADDER(VISITS "'tiers': [{'id': 'a', 'from': 0}, {'id': 'b'}]"),
     "missing-member", "/ladders/l/tiers/1"},
    {"a window that rolls from an anniversary",
     LADDER(VISITS "'window': {'rolling': 'P1M', 'anniversary': 'P1M'}, " TWO),
     "conflicting-members", "/ladders/l/window"},
    {"a window of no kind", LADDER(VISITS "'window': {}, " TWO), "missing-member",
     "/ladders/l/window"},
    {"a month that begins on a day of its own",
     LADDER(VISITS "'window': {'calendar': 'month', 'starts': '01-15'}, " TWO),
     "conflicting-members", "/ladders/l/window/starts"},
    {"a year that begins on a leap day",
     LADDER(VISITS "'window': {'calendar': 'year', 'starts': '02-29'}, " TWO), "bad-time",
     "/ladders/l/window/starts"},
    {"a year that begins on no day",
     LADDER(VISITS "'window': {'calendar': 'year', 'starts': '3-1'}, " TWO), "bad-time",
     "/ladders/l/window/starts"},
    {"the best of the last days", LADDER(VISITS "'window': {'rolling': 'P1M', 'best_of': 2}, " TWO),
     "conflicting-members", "/ladders/l/window/best_of"},
    {"an anniversary of months and days", LADDER(VISITS "'window': {'anniversary': 'P1M1D'}, " TWO),
     "bad-duration", "/ladders/l/window/anniversary"},
    {"a window that is not since the last change",
     LADDER(VISITS "'window': {'since_change': false}, 'lasts': 'P1M', " TWO), "unknown-value",
     "/ladders/l/window/since_change"},
    {"since the last change, and for ever", LADDER(VISITS "'window': {'since_change': true}, " TWO),
     "conflicting-members", "/ladders/l"},
    {"since the last change, while enough is counted",
     LADDER(VISITS "'window': {'since_change': 'P1M'}, 'lasts': 'while', " TWO),
     "conflicting-members", "/ladders/l/lasts"},
    {"a balance in a window",
     STARS ", " LADDER("'counts': 'stars balance', 'window': {'rolling': 'P1M'}, " TWO),
     "conflicting-members", "/ladders/l/window"},
    {"the next period without periods", LADDER(VISITS "'up': 'next-period', " TWO),
     "conflicting-members", "/ladders/l/up"},
    {"to the end of a period without periods", LADDER(VISITS "'lasts': 'period', " TWO),
     "conflicting-members", "/ladders/l/lasts"},
    {"a surplus without periods", LADDER(VISITS "'surplus': {'carry': true}, " TWO),
     "conflicting-members", "/ladders/l/surplus"},
    {"a surplus of measures",
     LADDER(MEASURES MONTH "'surplus': {'carry': true}, 'tiers': [{'id': 'a'}]"),
     "conflicting-members", "/ladders/l/surplus"},
    {"paying with measures", LADDER(MEASURES MONTH "'pay': true, 'tiers': [{'id': 'a'}]"),
     "conflicting-members", "/ladders/l/pay"},
    {"paying for what is lost at once", LADDER(VISITS "'pay': true, " TWO), "conflicting-members",
     "/ladders/l/pay"},
    {"falling by one, at once", LADDER(VISITS "'fall': 'one', " THREE), "conflicting-members",
     "/ladders/l/fall"},
    {"visits that mature", LADDER(VISITS "'when': 'matured', " TWO), "conflicting-members",
     "/ladders/l/when"},
    {"a split of what is paid",
     LADDER("'counts': 'spend', " MONTH "'pay': true, 'crossing': 'split', " TWO),
     "conflicting-members", "/ladders/l/crossing"},
    {"a plan with an unknown tier",
     LADDER(VISITS TWO) ", 'memberships': {'p': {'tiers': {'l': 'x'}}}", "unknown-tier",
     "/memberships/p/tiers/l"},
    {"a plan beside a tier without an id",
     LADDER(VISITS NAMELESS) ", 'memberships': {'p': {'tiers': {'l': 'b'}}}", "missing-member",
     "/ladders/l/tiers/0"},
    {"a life beside a tier without an id",
     LADDER(VISITS NAMELESS) ", 'currencies': {'c': {'expires': {'after': 'P1Y', 'by_tier': "
                             "{'l': {'b': 'never'}}}}}",
     "missing-member", "/ladders/l/tiers/0"},
    {"a ladder without tiers", "'ladders': {'l': {'counts': 'spend', 'tiers': []}}", "out-of-range",
     "/ladders/l/tiers"},
    {"a lowest tier above 0",
     "'ladders': {'l': {'counts': 'spend', 'tiers':"
     " [{'id': 't', 'from': 1}]}}",
     "out-of-range", "/ladders/l/tiers/0/from"},
    {"tiers that do not rise",
     "'ladders': {'l': {'counts': 'spend', 'tiers':"
     " [{'id': 't', 'from': 0}, {'id': 'u', 'from': 0}]}}",
     "out-of-range", "/ladders/l/tiers/1/from"},
    {"two tiers of one id",
     "'ladders': {'l': {'counts': 'spend', 'tiers':"
     " [{'id': 't', 'from': 0}, {'id': 't', 'from': '1.00'}]}}",
     "duplicate-id", "/ladders/l/tiers/1/id"},
    {"a tier harder to keep than to enter",
     "'ladders': {'l': {'counts': 'visits', 'tiers':"
     " [{'id': 't', 'from': 0}, {'id': 'u', 'from': 5, 'keep_from': 6}]}}",
     "out-of-range", "/ladders/l/tiers/1/keep_from"},
    {"a window of two kinds",
     "'ladders': {'l': {'counts': 'visits', 'window':"
     " {'calendar': 'year', 'rolling': 'P1Y'}, 'tiers': [{'id': 't', 'from': 0}]}}",
     "conflicting-members", "/ladders/l/window"},
    {"a window of hours",
     "'ladders': {'l': {'counts': 'visits', 'window':"
     " {'rolling': 'PT12H'}, 'tiers': [{'id': 't', 'from': 0}]}}",
     "bad-duration", "/ladders/l/window/rolling"},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, problem_kit_mistake, rows);
    return table_kit_run(&table, "problems of ladders");
}
