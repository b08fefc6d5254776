/*
 * program_problem_test.c -- each mistake that a document can have is reported
 * once, by its code, at its place.
 */
#include "kit/draft_kit.h"
#include "kit/problem_kit.h"
#include "kit/table_kit.h"

#include <stdio.h>
#include <string.h>

#define STARS "'currencies': {'stars': {}}"
#define RULE(members) "'rules': [{'id': 'r', 'on': 'purchase', " members "}]"

#define PLACED "'late': {'events': 're-evaluate', 'within': 'P7D'}, "

static const problem_row rows[] = {
    {"an unknown member", "'curencies': {}", "unknown-member", "/curencies"},
    {"a member whose name needs escapes", "'a/b~c': 1", "unknown-member", "/a~1b~0c"},
    {"a limit of a currency that is not there", "'adjusts': {'most': {'moons': 5}}",
     "unknown-currency", "/adjusts/most/moons"},
    {"a period without a limit", "'adjusts': {'per': 'day'}", "missing-member", "/adjusts/per"},
    {"a period that is none", "'adjusts': {'most': {}, 'per': 'hour'}", "unknown-value",
     "/adjusts/per"},
    {"a registration of a minimum",
     STARS ", 'referrals': {'on': 'registration', 'minimum': '5.00', 'friend': {'stars': 5}}",
     "conflicting-members", "/referrals/minimum"},
    {"referrals that reward nobody", "'referrals': {'within': 'P30D'}", "missing-member",
     "/referrals"},
    {"a household of no kind", "'households': {}", "missing-member", "/households"},
    {"a pool that draws on members", "'households': {'kind': 'pool', 'draw': 'pro-rata'}",
     "conflicting-members", "/households/draw"},
    {"a view that shares on leaving", "'households': {'kind': 'view', 'leave': 'share'}",
     "conflicting-members", "/households/leave"},
    {"a clock that is right some day", "'clock': {'ahead': 'soon'}", "bad-duration",
     "/clock/ahead"},
    {"a clock beyond its bounds", "'clock': {'beyond': 'ignore'}", "unknown-value",
     "/clock/beyond"},
    {"a clock that is no map", "'clock': 'PT5M'", "wrong-kind", "/clock"},
    {"late events in their place for ever", "'late': {'events': 're-evaluate'}", "missing-member",
     "/late"},
    {"late events in their place at once", "'late': {'events': 're-evaluate', 'within': 'P0D'}",
     "bad-duration", "/late/within"},
    {"a time within which nothing happens", "'late': {'events': 'refuse', 'within': 'P7D'}",
     "missing-member", "/late/within"},
    {"a time after which nothing is refused",
     "'late': {'events': 're-evaluate', 'within': 'P7D', 'after': 'P9D'}", "missing-member",
     "/late/after"},
    {"late events in their place, and a budget",
     PLACED STARS
     ", 'budgets': [{'id': 'b', 'times': 1, 'rules': ['r']}], " RULE("'earn': {'stars': 1}"),
     "conflicting-members", "/late"},
    {"late events in their place, and a rule that all share",
     PLACED STARS ", " RULE("'earn': {'stars': 1}, 'limit': {'all': 5}"), "conflicting-members",
     "/late"},
    {"late events in their place, and a promotion that all share",
     PLACED "'promotions': [{'id': 'p', 'percent': 5, 'limit': {'all': 5}}]", "conflicting-members",
     "/late"},
    {"late events in their place, and a reward that all share",
     PLACED STARS ", 'rewards': [{'id': 'w', 'price': {'stars': 1}, 'limit': {'all': 5}}]",
     "conflicting-members", "/late"},
    {"late events in their place, and households", PLACED "'households': {'kind': 'view'}",
     "conflicting-members", "/late"},
    {"late events in their place, and referrals",
     PLACED STARS ", 'referrals': {'friend': {'stars': 5}}", "conflicting-members", "/late"},
    {"transfers of a currency that is not there", "'transfers': {'currencies': ['moons']}",
     "unknown-currency", "/transfers/currencies/0"},
    {"a period of no limit", "'transfers': {'per': 'day'}", "missing-member", "/transfers/per"},
    {"other money that is none", "'other_money': {'currencies': []}", "missing-member",
     "/other_money/currencies"},
    {"other money without currencies", "'other_money': {}", "missing-member", "/other_money"},
    {"other money that is no currency", "'other_money': {'currencies': ['dollars']}", "bad-money",
     "/other_money/currencies/0"},
    {"other money that is the program's own", "'other_money': {'currencies': ['EUR']}",
     "duplicate-id", "/other_money/currencies/0"},
    {"other money twice", "'other_money': {'currencies': ['USD', 'USD']}", "duplicate-id",
     "/other_money/currencies/1"},
    {"other money rounded in no way", "'other_money': {'currencies': ['USD'], 'rounding': 'near'}",
     "unknown-value", "/other_money/rounding"},
    {"other money and promotions",
     "'other_money': {'currencies': ['USD']}, 'promotions': [{'id': 'p', 'percent': 5}]",
     "conflicting-members", "/other_money"},
    {"approvals of a currency that is not there", "'adjusts': {'approval': {'moons': 5}}",
     "unknown-currency", "/adjusts/approval/moons"},
    {"approvals of nothing", "'adjusts': {'approval': {}}", "missing-member", "/adjusts/approval"},
    {"approvals of less than nothing", STARS ", 'adjusts': {'approval': {'stars': -5}}",
     "out-of-range", "/adjusts/approval/stars"},
    {"no reason at all", "'adjusts': {'reasons': []}", "missing-member", "/adjusts/reasons"},
    {"a hold that lapses some day", "'holds': {'after': 'soon'}", "unknown-value", "/holds/after"},
    {"a hold that lapses at once", "'holds': {'after': 'PT0S'}", "bad-duration", "/holds/after"},
    {"a store without a zone", "'stores': {'s1': {}}", "missing-member", "/stores/s1"},
    {"a store in a zone that is a name", "'stores': {'s1': {'time_zone': 'Europe/Rome'}}",
     "bad-zone", "/stores/s1/time_zone"},
    {"two homes", "'attributes': {'customer': {'home': 'time-zone', 'work': 'time-zone'}}",
     "duplicate-id", "/attributes/customer/work"},
    {"a line that lives somewhere", "'attributes': {'line': {'home': 'time-zone'}}", "wrong-kind",
     "/attributes/line/home"},
    {"points that expire of a rule that gives none", RULE("'notify': 'x', 'expires': 'P1D'"),
     "conflicting-members", "/rules/0/expires"},
    {"a remainder of something whole",
     "'currencies': {'stars': {}}, 'rewards': [{'id': 'x', 'price': {'stars': 5}, 'remainder': "
     "'keep'}]",
     "conflicting-members", "/rewards/0/remainder"},
    {"currencies of a reward without a price",
     "'currencies': {'stars': {}}, 'rewards': [{'id': 'x', 'currencies': ['stars']}]",
     "conflicting-members", "/rewards/0/currencies"},
    {"a member that is not built", "'segments': {}", "not-built", "/segments"},
    {"a member of a rule that is not built", RULE("'notify': 'x', 'priority': 1"), "not-built",
     "/rules/0/priority"},
    {"a kind of event that is not built", "'events': ['consent']", "not-built", "/events/0"},
    {"a text where a map stands", "'currencies': 'stars'", "wrong-kind", "/currencies"},
    {"a number where a text stands", "'currencies': {'stars': {'floor': 1}}", "wrong-kind",
     "/currencies/stars/floor"},
    {"truth where a number stands", "'currencies': {'stars': {'scale': true}}", "wrong-kind",
     "/currencies/stars/scale"},
    {"a rule that is a text", "'rules': ['r']", "wrong-kind", "/rules/0"},
    {"an event kind that is a number", "'events': [1]", "wrong-kind", "/events/0"},
    {"a zone by its name", "'time_zone': 'Europe/Berlin'", "bad-zone", "/time_zone"},
    {"an unknown setting", "'multipliers': 'add'", "unknown-value", "/multipliers"},
    {"an earning by neither step nor rate", STARS ", " RULE("'earn': {'stars': {'of': 'total'}}"),
     "missing-member", "/rules/0/earn/stars"},
    {"an earning by both",
     STARS ", " RULE("'earn': {'stars': {'of': 'total', 'step': 10, 'points': 1, 'rate': 1}}"),
     "conflicting-members", "/rules/0/earn/stars"},
    {"a step without points", STARS ", " RULE("'earn': {'stars': {'of': 'total', 'step': 10}}"),
     "missing-member", "/rules/0/earn/stars/step"},
    {"a step of nothing",
     STARS ", " RULE("'earn': {'stars': {'of': 'total', 'step': 0, 'points': 1}}"), "out-of-range",
     "/rules/0/earn/stars/step"},
    {"rounding of steps",
     STARS ", " RULE("'earn': {'stars': {'of': 'total', 'step': 1, 'points': 1, 'rounding': "
                     "'ceil'}}"),
     "conflicting-members", "/rules/0/earn/stars/rounding"},
    {"a rate that is too large",
     STARS ", " RULE("'earn': {'stars': {'of': 'total', 'rate': 1000001}}"), "out-of-range",
     "/rules/0/earn/stars/rate"},
    {"rounding of one rule in a sum of several",
     STARS ", " RULE("'earn': {'stars': {'of': 'total', 'rate': 1, 'round_at': 'event', "
                     "'rounding': 'ceil'}}"),
     "conflicting-members", "/rules/0/earn/stars/rounding"},
    {"a base without something that is nowhere said", "'bases': {'goods': {'shipping': false}}",
     "missing-member", "/bases/goods/shipping"},
    {"a base with a part that there is not", "'bases': {'goods': {'postage': false}}",
     "unknown-member", "/bases/goods/postage"},
    {"a part of baskets that there is not", "'parts': {'postage': 'x'}", "unknown-member",
     "/parts/postage"},
    {"the same in several bases", "'bases': {'a': {}, 'b': {}}, 'parts': {'postage': 'x'}",
     "unknown-member", "/parts/postage"},
    {"a part that is a number", "'parts': {'tips': [1]}", "wrong-kind", "/parts/tips/0"},
    {"a base whose name is no id", "'bases': {'my goods': {}}", "bad-id", "/bases/my goods"},
    {"bases that conditions write alike", "'bases': {'a-b': {}, 'a.b': {}}", "name-collision",
     "/bases/a.b"},
    {"a named expression where bases are", "'bases': {'goods': {}}, 'let': {'base': '1'}", "bad-id",
     "/let/base"},
    {"a limit of nothing", RULE("'notify': 'x', 'limit': {'per': 'day'}"), "missing-member",
     "/rules/0/limit"},
    {"a budget of neither points nor uses",
     RULE("'notify': 'x'") ", 'budgets': [{'id': 'b', 'rules': ['r']}]", "missing-member",
     "/budgets/0"},
    {"a budget of both",
     STARS ", " RULE("'earn': {'stars': 1}") ", 'budgets': [{'id': 'b', 'rules': ['r'], 'currency':"
                                             " 'stars', 'limit': 1, 'times': 1}]",
     "missing-member", "/budgets/0"},
    {"a part of a use",
     RULE(
         "'notify': 'x'") ", 'budgets': [{'id': 'b', 'rules': ['r'], 'times': 1, 'partial': true}]",
     "conflicting-members", "/budgets/0/partial"},
    {"a budget of no rules",
     RULE("'notify': 'x'") ", 'budgets': [{'id': 'b', 'rules': [], 'times': "
                           "1}]",
     "missing-member", "/budgets/0/rules"},
    {"a budget that says not who shares it", "'budgets': [{'id': 'b', 'times': 1}]",
     "missing-member", "/budgets/0"},
    {"a budget of money and uses",
     "'budgets': [{'id': 'b', 'times': 1, 'money': 5, 'promotions': ['p']}], 'promotions': [{'id': "
     "'p', 'percent': 5}]",
     "missing-member", "/budgets/0"},
    {"a budget of money without promotions",
     "'budgets': [{'id': 'b', 'money': 5, 'promotions': []}]", "missing-member",
     "/budgets/0/promotions"},
    {"a budget of less than no money",
     "'budgets': [{'id': 'b', 'money': '-5.00', 'promotions': ['p']}], 'promotions': [{'id': 'p', "
     "'percent': 5}]",
     "out-of-range", "/budgets/0/money"},
    {"a budget of money for rules",
     RULE("'notify': 'x'") ", 'budgets': [{'id': 'b', 'money': 5, 'rules': ['r']}]",
     "conflicting-members", "/budgets/0/rules"},
    {"a budget of uses for promotions",
     "'budgets': [{'id': 'b', 'times': 5, 'promotions': ['p']}], 'promotions': [{'id': 'p', "
     "'percent': 5}]",
     "conflicting-members", "/budgets/0/promotions"},
    {"a budget of a promotion that there is not",
     "'budgets': [{'id': 'b', 'money': 5, 'promotions': ['p']}]", "unknown-promotion",
     "/budgets/0/promotions/0"},
    {"a budget that names a promotion twice",
     "'budgets': [{'id': 'b', 'money': 5, 'promotions': ['p', 'p']}], 'promotions': [{'id': 'p', "
     "'percent': 5}]",
     "duplicate-id", "/budgets/0/promotions/1"},
    {"a budget of money for a gift",
     "'budgets': [{'id': 'b', 'money': 5, 'promotions': ['p']}], 'promotions': [{'id': 'p', "
     "'gift': "
     "{'sku': 'x'}}]",
     "gift-in-budget", "/budgets/0/promotions/0"},
    {"a budget that time alone would use",
     "'rules': [{'id': 'r', 'on': 'enter:lost', 'notify': 'x'}], 'budgets': [{'id': 'b', 'rules': "
     "['r'], 'times': 1}]",
     "timer-in-budget", "/budgets/0/rules/0"},
    {"a limit of all that time alone would use",
     "'rules': [{'id': 'r', 'on': 'enter:lost', 'notify': 'x', 'limit': {'all': 1}}]",
     "timer-in-budget", "/rules/0/limit"},
    {"a birthday of a whole year", "'birthday': {'window': {'before': 'P6M', 'after': 'P6M'}}",
     "out-of-range", "/birthday/window"},
    {"a birthday that waits for hours", "'birthday': {'wait': 'PT5H'}", "bad-duration",
     "/birthday/wait"},
    {"a lock that is no time", "'birthday': {'lock': 'ever'}", "bad-duration", "/birthday/lock"},
    {"a group of an unknown rule",
     RULE("'notify': 'x'") ", 'groups': [{'id': 'g', 'rules': ['s']}]", "unknown-rule",
     "/groups/0/rules/0"},
    {"a group that names a rule twice",
     RULE("'notify': 'x'") ", 'groups': [{'id': 'g', 'rules': ['r', 'r']}]", "duplicate-id",
     "/groups/0/rules/1"},
    {"a group of no rules", RULE("'notify': 'x'") ", 'groups': [{'id': 'g', 'rules': []}]",
     "missing-member", "/groups/0/rules"},
    {"a limit of a source in each event",
     STARS ", 'adjusts': {'most': {'stars': 5}, 'by': 'source'}", "missing-member", "/adjusts/by"},
    {"a group that compares nothing",
     RULE("'notify': 'x'") ", 'groups': [{'id': 'g', 'rules': ['r'], 'mode': 'highest'}]",
     "missing-member", "/groups/0/rules"},
    {"a group that compares for no purpose",
     STARS ", " RULE("'notify': 'x'") ", 'groups': [{'id': 'g', 'rules': ['r'], 'mode': 'first', "
                                      "'within': 'stars'}]",
     "conflicting-members", "/groups/0/within"},
    {"an id with a blank", "'currencies': {'gold coins': {}}", "bad-id", "/currencies/gold coins"},
    {"an empty id", "'currencies': {'': {}}", "bad-id", "/currencies/"},
    {"two rules of one id",
     "'rules': [{'id': 'r', 'on': 'visit', 'notify': 'a'},"
     " {'id': 'r', 'on': 'visit', 'notify': 'b'}]",
     "duplicate-id", "/rules/1/id"},
    {"a declared kind that is built in", "'events': ['purchase']", "duplicate-id", "/events/0"},
    {"a declared kind named timer", "'events': ['timer']", "duplicate-id", "/events/0"},
    {"attributes that conditions write alike",
     "'attributes': {'line': {'a-b': 'text', 'a_b': 'text'}}", "name-collision",
     "/attributes/line/a_b"},
    {"an attribute of an unknown type", "'attributes': {'event': {'a': 'number'}}", "unknown-value",
     "/attributes/event/a"},
    {"a birthday that is a text", "'attributes': {'customer': {'birthday': 'text'}}", "wrong-kind",
     "/attributes/customer/birthday"},
    {"an endless duration", "'returns': {'window': 'P1001Y'}", "bad-duration", "/returns/window"},
    {"an empty duration", "'returns': {'window': 'P0D'}", "bad-duration", "/returns/window"},
    {"a place to take from that there is not", "'returns': {'order': ['lot', 'best']}",
     "unknown-value", "/returns/order/1"},
    {"a place to take from twice", "'returns': {'order': ['lot', 'lot']}", "duplicate-value",
     "/returns/order/1"},
    {"how long to wait where nothing does", "'returns': {'park': 'P5D'}", "conflicting-members",
     "/returns/park"},
    {"a rule of exchanges alone", "'rules': [{'id': 'r', 'on': 'exchange', 'notify': 'x'}]",
     "unknown-value", "/rules/0/on"},
    {"a plan with an unknown ladder", "'memberships': {'p': {'tiers': {'l': 'x'}}}",
     "unknown-ladder", "/memberships/p/tiers/l"},
    {"a plan that forfeits what there is not", "'memberships': {'p': {'forfeits': ['moons']}}",
     "unknown-currency", "/memberships/p/forfeits/0"},
    {"a card without a size", "'vouchers': {'v': {}}, 'counters': {'c': {'issue': 'v'}}",
     "missing-member", "/counters/c"},
    {"an unknown voucher of a card",
     "'vouchers': {}, 'counters': {'c': {'every': 2, 'issue': 'v'}}", "unknown-voucher",
     "/counters/c/issue"},
    {"an unknown reward of a voucher", "'vouchers': {'v': {'reward': 'x'}}", "unknown-reward",
     "/vouchers/v/reward"},
    {"a cap of an unknown currency",
     "'caps': [{'id': 'c', 'currency': 'stars', 'limit': 5, 'per': 'day'}]", "unknown-currency",
     "/caps/0/currency"},
    {"a cap on an unknown rule",
     STARS ", 'caps': [{'id': 'c', 'currency': 'stars', 'limit': 5,"
           " 'per': 'day', 'rules': ['r']}]",
     "unknown-rule", "/caps/0/rules/0"},
    {"a cap on no rule",
     STARS ", 'caps': [{'id': 'c', 'currency': 'stars', 'limit': 5,"
           " 'per': 'day', 'rules': []}]",
     "missing-member", "/caps/0/rules"},
    {"a price in an unknown currency", "'rewards': [{'id': 'r', 'price': {'stars': 5}}]",
     "unknown-currency", "/rewards/0/price/stars"},
    {"an empty price", "'rewards': [{'id': 'r', 'price': {}}]", "missing-member",
     "/rewards/0/price"},
    {"a price of nothing", STARS ", 'rewards': [{'id': 'r', 'price': {'stars': 0}}]",
     "out-of-range", "/rewards/0/price/stars"},
    {"a price of half a point", STARS ", 'rewards': [{'id': 'r', 'price': {'stars': '0.5'}}]",
     "bad-decimal", "/rewards/0/price/stars"},
    {"a reward that gives two things",
     "'rewards': [{'id': 'r', 'give': {'text': 'a', 'discount': '1'}}]", "conflicting-members",
     "/rewards/0/give"},
    {"a free item without a name", "'rewards': [{'id': 'r', 'give': {'free_item': {}}}]",
     "missing-member", "/rewards/0/give/free_item"},
    {"a reward without an id", "'rewards': [{'give': {'text': 'a'}}]", "missing-member",
     "/rewards/0"},
    {"an unknown initial stage", "'stages': {'initial': 'b', 'names': ['a']}", "unknown-stage",
     "/stages/initial"},
    {"stages without names", "'stages': {'initial': 'a'}", "missing-member", "/stages"},
    {"an unknown stage to leave",
     "'stages': {'initial': 'a', 'names': ['a'], 'transitions':"
     " [{'from': ['a', 'b'], 'to': 'a', 'on': 'visit'}]}",
     "unknown-stage", "/stages/transitions/0/from/1"},
    {"a transition without a cause",
     "'stages': {'initial': 'a', 'names': ['a'], 'transitions':"
     " [{'from': 'a', 'to': 'a'}]}",
     "missing-member", "/stages/transitions/0"},
    {"a transition with two causes",
     "'stages': {'initial': 'a', 'names': ['a'], 'transitions':"
     " [{'from': 'a', 'to': 'a', 'on': 'visit', 'after': 'P1D'}]}",
     "conflicting-members", "/stages/transitions/0"},
    {"an unknown kind of event", "'rules': [{'id': 'r', 'on': 'purchse', 'notify': 'x'}]",
     "unknown-event", "/rules/0/on"},
    {"entering as a kind of event", "'rules': [{'id': 'r', 'on': 'enter', 'notify': 'x'}]",
     "unknown-event", "/rules/0/on"},
    {"no kind of event", "'rules': [{'id': 'r', 'on': [], 'notify': 'x'}]", "missing-member",
     "/rules/0/on"},
    {"an unknown stage to enter", "'rules': [{'id': 'r', 'on': 'enter:x', 'notify': 'x'}]",
     "unknown-stage", "/rules/0/on"},
    {"a rule without effect", "'rules': [{'id': 'r', 'on': 'visit'}]", "rule-without-effect",
     "/rules/0"},
    {"an unknown currency", RULE("'earn': {'stars': 1}"), "unknown-currency",
     "/rules/0/earn/stars"},
    {"an unknown counter", RULE("'count': {'card': 1}"), "unknown-counter", "/rules/0/count/card"},
    {"an unknown voucher", "'vouchers': {}, " RULE("'issue': ['v']"), "unknown-voucher",
     "/rules/0/issue/0"},
    {"an unknown stage", RULE("'stage': 'gone'"), "unknown-stage", "/rules/0/stage"},
    {"less than nothing", STARS ", " RULE("'earn': {'stars': -1}"), "out-of-range",
     "/rules/0/earn/stars"},
    {"more than any amount", STARS ", " RULE("'earn': {'stars': '9007199254740992'}"),
     "out-of-range", "/rules/0/earn/stars"},
    {"half a point", STARS ", " RULE("'earn': {'stars': '0.5'}"), "bad-decimal",
     "/rules/0/earn/stars"},
    {"a factor that is no decimal", STARS ", " RULE("'multiply': {'stars': '2x'}"), "bad-decimal",
     "/rules/0/multiply/stars"},
    {"a factor past all bounds", STARS ", " RULE("'multiply': {'stars': '1000000.1'}"),
     "out-of-range", "/rules/0/multiply/stars"},
    {"a day that does not exist", RULE("'notify': 'x', 'from': '2026-02-29'"), "bad-time",
     "/rules/0/from"},
    {"a time without offset", RULE("'notify': 'x', 'until': '2026-02-01T00:00:00'"), "bad-time",
     "/rules/0/until"},
    {"a timer without a condition", "'rules': [{'id': 'r', 'on': 'timer', 'notify': 'x'}]",
     "timer-without-days", "/rules/0"},
    {"a timer whose condition names no days",
     "'rules': [{'id': 'r', 'on': 'timer', 'when': 'customer.visits > 3', 'notify': 'x'}]",
     "timer-without-days", "/rules/0/when"},
    {"a timer whose days are no term of their own",
     "'rules': [{'id': 'r', 'on': 'timer', 'when':"
     " 'customer.days_since_purchase > 3 || customer.visits > 3', 'notify': 'x'}]",
     "timer-without-days", "/rules/0/when"},
    {"a timer on the day of purchase",
     "'rules': [{'id': 'r', 'on': 'timer', 'when': 'customer.days_since_purchase >= 0',"
     " 'notify': 'x'}]",
     "out-of-range", "/rules/0/when"},
    {"a name for an expression that is taken", "'let': {'total': '1'}", "bad-id", "/let/total"},
    {"a name for an expression with a dash", "'let': {'a-b': '1'}", "bad-id", "/let/a-b"},
    {"a named list", "'let': {'a': '[1]'}", "wrong-type", "/let/a"},
    {"a condition that is no bool", RULE("'notify': 'x', 'when': 'total'"), "expression",
     "/rules/0/when"},
    {"an amount that is no int", STARS ", " RULE("'earn': {'stars': 'total > 1'}"), "expression",
     "/rules/0/earn/stars"},
    {"an unknown fact", RULE("'notify': 'x', 'when': 'customer.karma > 1'"), "expression",
     "/rules/0/when"},
    {"a condition of a reward", "'rewards': [{'id': 'r', 'when': '1 +'}]", "expression",
     "/rewards/0/when"},
};

/* ---- Warnings do not stop a program ---- */

static const problem_row warnings[] = {
    {"a voucher that is issued and not defined", RULE("'issue': ['v']"), "undefined-voucher",
     "/rules/0/issue/0"},
    {"a rule that ends before it begins",
     RULE("'notify': 'x', 'from': '2026-02-01', 'until': '2026-02-01'"), "unreachable", "/rules/0"},
    {"a reward that ends before it begins",
     "'rewards': [{'id': 'r', 'from': '2026-02-01', 'until': '2026-01-01'}]", "unreachable",
     "/rewards/0"},
    {"a promotion that ends before it begins",
     "'promotions': [{'id': 'p', 'percent': 5, 'from': '2026-02-01', 'until': '2026-01-01'}]",
     "unreachable", "/promotions/0"},
    {"a cap on a rule that earns something else",
     "'currencies': {'a': {}, 'b': {}}, 'caps': [{'id': 'c', 'currency': 'a', 'limit': 1,"
     " 'per': 'day', 'rules': ['r']}], " RULE("'earn': {'b': 1}"),
     "cap-without-earning", "/caps/0/rules/0"},
    {"a budget of what a rule does not earn",
     "'currencies': {'a': {}, 'b': {}}, 'budgets': [{'id': 'c', 'currency': 'a', 'limit': 1,"
     " 'rules': ['r']}], " RULE("'earn': {'b': 1}"),
     "budget-without-earning", "/budgets/0/rules/0"},
    {"money compared with points",
     STARS ", " RULE("'notify': 'x', 'when':"
                     " 'total > customer.points.stars'"),
     "expression", "/rules/0/when"},
    {"whole numbers of a currency with decimals",
     "'currencies': {'a': {'scale': 2}}, " RULE("'earn': {'a': '10'}"), "points-unit",
     "/rules/0/earn/a"},
};

/* ---- All together ---- */

static void
all_mistakes_are_reported_in_document_order(void **state)
{
    loy_problems *problems;
    uint32_t count;

    (void)state;
    count = problem_kit_compile(
        "'time_zone': 'here', 'rules': [{'id': 'r', 'on': 'sale',"
        " 'earn': {'star': 1}}, {'id': 's', 'on': 'visit'}],"
        " 'currencies': {'stars': {'x': 1}}, 'vouchers': {'v': {'expires': 'soon'}}",
        LOY_ERR_PROGRAM, &problems);
    assert_int_equal(count, 6);
    assert_string_equal(loy_problems_at(problems, 0)->path, "/time_zone");
    assert_string_equal(loy_problems_at(problems, 1)->path, "/rules/0/on");
    assert_string_equal(loy_problems_at(problems, 2)->path, "/rules/0/earn/star");
    assert_string_equal(loy_problems_at(problems, 3)->path, "/rules/1");
    assert_string_equal(loy_problems_at(problems, 4)->path, "/currencies/stars/x");
    assert_string_equal(loy_problems_at(problems, 5)->path, "/vouchers/v/expires");
    assert_null(loy_problems_at(problems, 6));
    loy_problems_free(problems);
}

static void
hints_name_the_nearest(void **state)
{
    loy_problems *problems;

    (void)state;
    problem_kit_compile("'curencies': {}", LOY_ERR_PROGRAM, &problems);
    assert_string_equal(loy_problems_at(problems, 0)->hint, "did you mean \"currencies\"?");
    loy_problems_free(problems);
    problem_kit_compile("'rules': [{'id': 'r', 'on': 'enter:repat', 'notify': 'x'}]",
                        LOY_ERR_PROGRAM, &problems);
    assert_string_equal(loy_problems_at(problems, 0)->hint, "did you mean \"repeat\"?");
    loy_problems_free(problems);
}

static void
a_mistake_in_an_expression_has_its_character(void **state)
{
    loy_problems *problems;

    (void)state;
    /* The fact begins at the fourteenth character and the fifteenth byte. */
    problem_kit_compile(RULE("'notify': 'x', 'when': '\"\xc3\xa9\" == \"\" || karma > 1'"),
                        LOY_ERR_PROGRAM, &problems);
    assert_string_equal(loy_problems_at(problems, 0)->code, "expression");
    assert_int_equal(loy_problems_at(problems, 0)->offset, 14);
    loy_problems_free(problems);
}

static void
the_required_members_are_missed(void **state)
{
    loy_problems *problems;
    loy_program *program;

    (void)state;
    assert_int_equal(loy_problems_new(&problems, NULL), LOY_OK);
    assert_int_equal(draft_kit_compile("{}", &program, problems, NULL), LOY_ERR_PROGRAM);
    assert_int_equal(loy_problems_count(problems, LOY_SEVERITY_ERROR), 4);
    assert_string_equal(loy_problems_at(problems, 0)->code, "missing-member");
    assert_string_equal(loy_problems_at(problems, 0)->path, "");
    loy_problems_free(problems);
}

static void
the_head_is_checked(void **state)
{
    loy_problems *problems;
    loy_program *program;

    (void)state;
    assert_int_equal(loy_problems_new(&problems, NULL), LOY_OK);
    assert_int_equal(draft_kit_compile("{'loyalty': 2, 'program': 'a b', 'version': 0,"
                                       " 'money': 'euro'}",
                                       &program, problems, NULL),
                     LOY_ERR_PROGRAM);
    assert_int_equal(loy_problems_count(problems, LOY_SEVERITY_ERROR), 4);
    assert_string_equal(loy_problems_at(problems, 0)->code, "out-of-range");
    assert_string_equal(loy_problems_at(problems, 1)->code, "bad-id");
    assert_string_equal(loy_problems_at(problems, 2)->code, "out-of-range");
    assert_string_equal(loy_problems_at(problems, 3)->code, "bad-money");
    loy_problems_free(problems);
}

/* ---- The list itself ---- */

static void
problems_are_copied_and_placed(void **state)
{
    char code[] = "mine";
    loy_problem problem = {.code = code, .severity = LOY_SEVERITY_WARNING};
    loy_problems *problems;

    (void)state;
    assert_int_equal(loy_problems_new(&problems, NULL), LOY_OK);
    assert_int_equal(loy_problems_add(problems, &problem), LOY_OK);
    code[0] = 'x';
    loy_problems_place(problems, 0, 7, 3);
    loy_problems_place(problems, 1, 9, 9);
    assert_string_equal(loy_problems_at(problems, 0)->code, "mine");
    assert_string_equal(loy_problems_at(problems, 0)->hint, "");
    assert_int_equal(loy_problems_at(problems, 0)->line, 7);
    assert_int_equal(loy_problems_at(problems, 0)->column, 3);
    assert_int_equal(loy_problems_count(problems, LOY_SEVERITY_WARNING), 1);
    assert_int_equal(loy_problems_count(problems, LOY_SEVERITY_ERROR), 0);
    assert_int_equal(loy_problems_add(problems, NULL), LOY_ERR_INVALID);
    loy_problems_free(problems);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, problem_kit_mistake, rows);
    TABLE_KIT_ROWS(&kit, problem_kit_warning, warnings);
    table_kit_test(&kit, "all mistakes are reported in document order",
                   all_mistakes_are_reported_in_document_order);
    table_kit_test(&kit, "hints name the nearest", hints_name_the_nearest);
    table_kit_test(&kit, "a mistake in an expression has its character",
                   a_mistake_in_an_expression_has_its_character);
    table_kit_test(&kit, "the required members are missed", the_required_members_are_missed);
    table_kit_test(&kit, "the head is checked", the_head_is_checked);
    table_kit_test(&kit, "problems are copied and placed", problems_are_copied_and_placed);
    return table_kit_run(&kit, "program_problem");
}
