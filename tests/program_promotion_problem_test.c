/*
 * program_promotion_problem_test.c -- the mistakes that promotions and pricing can
 * have.
 */
#include "kit/problem_kit.h"
#include "kit/table_kit.h"

#define PROMOTION(members) "'promotions': [{'id': 'p', " members "}]"

static const problem_row rows[] = {
    {"a promotion of nothing", PROMOTION("'on': 'lines'"), "missing-member", "/promotions/0"},
    {"a promotion of two things", PROMOTION("'percent': 5, 'amount': '1.00'"),
     "conflicting-members", "/promotions/0"},
    {"more than everything", PROMOTION("'percent': '100.1'"), "out-of-range",
     "/promotions/0/percent"},
    {"no steps", PROMOTION("'steps': []"), "missing-member", "/promotions/0/steps"},
    {"steps in disorder",
     PROMOTION("'steps': [{'from': '20.00', 'percent': 5},"
               " {'from': '10.00', 'percent': 9}]"),
     "out-of-order", "/promotions/0/steps/1"},
    {"steps of two kinds",
     PROMOTION("'steps': [{'from': '10.00', 'percent': 5},"
               " {'from': '20.00', 'amount': '9.00'}]"),
     "conflicting-members", "/promotions/0/steps/1"},
    {"a bundle that takes off something else",
     PROMOTION("'percent': 5, 'set': {'buy': 3, 'price': '9.00'}"), "conflicting-members",
     "/promotions/0/set"},
    {"a bundle that gives something", PROMOTION("'set': {'buy': 3, 'get': 1, 'price': '9.00'}"),
     "conflicting-members", "/promotions/0/set/price"},
    {"the tax of a gift's money", PROMOTION("'gift': {'sku': 'PEN'}, 'tax': 'with'"),
     "conflicting-members", "/promotions/0/tax"},
    {"what steps go by, without steps", PROMOTION("'percent': 5, 'steps_by': 'quantity'"),
     "conflicting-members", "/promotions/0/steps_by"},
    {"a price of an order", PROMOTION("'price': '9.99', 'on': 'order'"), "conflicting-members",
     "/promotions/0/on"},
    {"units of an order", PROMOTION("'percent': 5, 'on': 'order', 'units': 3"),
     "conflicting-members", "/promotions/0/units"},
    {"the cheapest of an order", PROMOTION("'percent': 5, 'pick': 'cheapest'"),
     "conflicting-members", "/promotions/0/pick"},
    {"the cheapest outside of its set", PROMOTION("'set': {'buy': 2}, 'pick': 'cheapest'"),
     "conflicting-members", "/promotions/0/pick"},
    {"further units by percent", PROMOTION("'percent': 5, 'on': 'units', 'next': '2.00'"),
     "conflicting-members", "/promotions/0/next"},
    {"further units of an order", PROMOTION("'amount': '1.00', 'next': '2.00'"),
     "conflicting-members", "/promotions/0/next"},
    {"an empty code", PROMOTION("'percent': 5, 'code': ''"), "out-of-range", "/promotions/0/code"},
    {"a voucher and a code",
     "'vouchers': {'v': {}}, " PROMOTION("'percent': 5, 'code': 'A', 'voucher': 'v'"),
     "conflicting-members", "/promotions/0"},
    {"a group that pricing does not name", PROMOTION("'percent': 5, 'group': 'g'"), "unknown-group",
     "/promotions/0/group"},
    {"a period of nobody's uses", PROMOTION("'percent': 5, 'limit': {'all': 9, 'per': 'day'}"),
     "missing-member", "/promotions/0/limit/per"},
    {"groups in another way", "'pricing': {'groups': {'g': 'worst'}}", "unknown-value",
     "/pricing/groups/g"},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, problem_kit_mistake, rows);
    return table_kit_run(&table, "problems of promotions");
}
