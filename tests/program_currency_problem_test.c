/*
 * program_currency_problem_test.c -- the mistakes that currencies can have: how points
 * wait, expire and pay.
 */
#include "kit/problem_kit.h"
#include "kit/table_kit.h"

#define STORES "'stores': {'s1': {'time_zone': 'EST5'}}"
#define EXPIRES(members) "'currencies': {'stars': {'expires': {'after': 'P1Y', " members "}}}"
#define PAYMENT(members) "'currencies': {'stars': {'payment': {'step': 10, " members "}}}"

static const problem_row rows[] = {
    {"a life counted from nothing", EXPIRES("'from': 'birth'"), "unknown-value",
     "/currencies/stars/expires/from"},
    {"activity that does not count", EXPIRES("'activity': ['visit']"), "conflicting-members",
     "/currencies/stars/expires/activity"},
    {"activity that there is not", EXPIRES("'from': 'activity', 'activity': ['yoga']"),
     "unknown-type", "/currencies/stars/expires/activity/0"},
    {"a life by a ladder that is not there", EXPIRES("'by_tier': {'status': {'gold': 'never'}}"),
     "unknown-ladder", "/currencies/stars/expires/by_tier/status"},
    {"ends of days at an instant", EXPIRES("'edge': 'instant', 'since': '2026-01-01'"),
     "conflicting-members", "/currencies/stars/expires/since"},
    {"a store that nobody has told of", EXPIRES("'clock': 'store'"), "missing-member",
     "/currencies/stars/expires/clock"},
    {"a store's clock for ends that move",
     STORES ", " EXPIRES("'clock': 'store', 'from': 'activity'"), "conflicting-members",
     "/currencies/stars/expires/clock"},
    {"a customer's clock without one", EXPIRES("'clock': 'customer'"), "missing-member",
     "/currencies/stars/expires/clock"},
    {"a clock on the wall", EXPIRES("'clock': 'wall'"), "unknown-value",
     "/currencies/stars/expires/clock"},
    {"an exemption that is no condition", EXPIRES("'exempt': 'customer.visits'"), "expression",
     "/currencies/stars/expires/exempt"},
    {"a fee without a time", EXPIRES("'reinstate': {'fee': 5}"), "missing-member",
     "/currencies/stars/expires/reinstate"},
    {"lapsed in another way", EXPIRES("'lapsed': 'grace'"), "unknown-value",
     "/currencies/stars/expires/lapsed"},
    {"pending both ways",
     "'currencies': {'stars': {'pending': {'after': 'P1D', 'until': 'activate'}}}",
     "conflicting-members", "/currencies/stars/pending"},
    {"a payment of more than the basket", PAYMENT("'value': '1.00', 'share': '1.5'"),
     "out-of-range", "/currencies/stars/payment/share"},
    {"a share of unknown worth", PAYMENT("'share': '0.5'"), "missing-member",
     "/currencies/stars/payment/share"},
    {"a maximum below the minimum", PAYMENT("'minimum': 20, 'maximum': 10"), "conflicting-members",
     "/currencies/stars/payment/maximum"},
    {"a discount of unknown worth", PAYMENT("'as': 'discount'"), "missing-member",
     "/currencies/stars/payment/as"},
    {"a payment as a gift", PAYMENT("'as': 'gift'"), "unknown-value",
     "/currencies/stars/payment/as"},
    {"a payment by points of other decimals",
     "'currencies': {'gems': {'scale': 2}, 'stars': {'payment': {'step': 10, 'currencies': "
     "['gems']}}}",
     "conflicting-members", "/currencies/stars/payment/currencies/0"},
    {"fractions that are kept and rounded",
     "'currencies': {'stars': {'fractions': 'keep', 'rounding': 'ceil'}}", "conflicting-members",
     "/currencies/stars/rounding"},
    {"fractions that are kept and not",
     "'currencies': {'stars': {'fractions': 'drop', 'round_at': 'ledger'}}", "conflicting-members",
     "/currencies/stars/fractions"},
    {"ids that conditions write alike", "'currencies': {'a-b': {}, 'a.b': {}}", "name-collision",
     "/currencies/a.b"},
    {"a number as a duration", "'currencies': {'stars': {'pending': '14'}}", "bad-duration",
     "/currencies/stars/pending"},
    {"points of no worth kept from a refund", "'currencies': {'stars': {'floor': 'refund'}}",
     "missing-member", "/currencies/stars/floor"},
    {"hours of an expiry by days", "'currencies': {'stars': {'expires': {'after': 'PT5H'}}}",
     "bad-duration", "/currencies/stars/expires/after"},
    {"rounding of an instant",
     "'currencies': {'stars': {'expires': {'after': 'P1D', 'round_up': 'month',"
     " 'edge': 'instant'}}}",
     "conflicting-members", "/currencies/stars/expires/round_up"},
    {"a case that waits for an event that the currency does not know",
     "'currencies': {'stars': {'pending': {'after': 'P1D', 'cases': [{'when': 'true', 'until':"
     " 'activate'}]}}}",
     "conflicting-members", "/currencies/stars/pending/cases/0/until"},
    {"a case of nobody",
     "'currencies': {'stars': {'pending': {'after': 'P1D', 'cases': [{'after':"
     " 'P2D'}]}}}",
     "missing-member", "/currencies/stars/pending/cases/0"},
    {"a case of no time",
     "'currencies': {'stars': {'pending': {'after': 'P1D', 'cases': [{'when':"
     " 'true'}]}}}",
     "conflicting-members", "/currencies/stars/pending/cases/0"},
    {"a rule that waits for an event that the currency does not know",
     "'currencies': {'stars': {}}, 'rules': [{'id': 'r', 'on': 'visit', 'earn': {'stars': 1},"
     " 'pending': {'until': 'activate'}}]",
     "conflicting-members", "/rules/0/pending/until"},
    {"a rule that waits and earns nothing",
     "'rules': [{'id': 'r', 'on': 'visit', 'notify': 'x', 'pending': 'P1D'}]",
     "conflicting-members", "/rules/0/pending"},
    {"points that come back with a new end and after their end",
     "'currencies': {'stars': {'expires': {'after': 'P1D', 'restored': 'new', 'lapsed': 'new'}}}",
     "conflicting-members", "/currencies/stars/expires/lapsed"},
    {"points that turn into nothing", "'currencies': {'stars': {'convert': {'points': 1}}}",
     "missing-member", "/currencies/stars/convert"},
    {"points that turn into two things",
     "'vouchers': {'v': {}}, 'currencies': {'stars': {'convert': {'points': 1, 'issue': 'v',"
     " 'into': {'miles': 1}}}, 'miles': {}}",
     "conflicting-members", "/currencies/stars/convert"},
    {"points that turn into themselves",
     "'currencies': {'stars': {'convert': {'points': 1, 'into': {'stars': 1}}}}",
     "conflicting-members", "/currencies/stars/convert/into/stars"},
    {"points that turn into an earlier currency",
     "'currencies': {'miles': {}, 'stars': {'convert': {'points': 1, 'into': {'miles': 1}}}}",
     "conflicting-members", "/currencies/stars/convert/into/miles"},
    {"points that turn instead of expiring, and do not expire",
     "'vouchers': {'v': {}}, 'currencies': {'stars': {'convert': {'points': 1, 'at': 'expiry',"
     " 'issue': 'v'}}}",
     "conflicting-members", "/currencies/stars/convert/at"},
    {"points that turn where late events take their place",
     "'vouchers': {'v': {}}, 'currencies': {'stars': {'convert': {'points': 1, 'issue': 'v'}}},"
     " 'late': {'events': 're-evaluate', 'within': 'P7D'}",
     "conflicting-members", "/late"},
    {"a reward by store", "'rewards': [{'id': 'r', 'limit': {'customer': 1, 'by': 'event.store'}}]",
     "conflicting-members", "/rewards/0/limit/by"},
    {"a budget by a number",
     "'budgets': [{'id': 'b', 'times': 1, 'rules': ['r'], 'by': 'total'}],"
     "'rules': [{'id': 'r', 'on': 'visit', 'notify': 'x'}]",
     "expression", "/budgets/0/by"},
    {"a month that there is not",
     "'currencies': {'stars': {'expires': {'after': 'P1D', 'round_up': 'smarch'}}}",
     "unknown-value", "/currencies/stars/expires/round_up"},
    {"an expiry without its duration", "'currencies': {'stars': {'expires': {}}}", "missing-member",
     "/currencies/stars/expires"},
    {"a scale of 7", "'currencies': {'stars': {'scale': 7}}", "out-of-range",
     "/currencies/stars/scale"},
    {"a step of nothing", "'currencies': {'stars': {'payment': {'step': 0}}}", "out-of-range",
     "/currencies/stars/payment/step"},
    {"half a cent", "'currencies': {'stars': {'payment': {'step': 1, 'value': '0.005'}}}",
     "bad-money", "/currencies/stars/payment/value"},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, problem_kit_mistake, rows);
    return table_kit_run(&table, "problems of currencies");
}
