/*
 * program_compile_test.c -- what a document means once compiled: defaults,
 * resolved references, scaled amounts, rules by what they answer, facts.
 */
#include "kit/draft_kit.h"
#include "kit/table_kit.h"

#include <string.h>

#include "program/program.h"

static loy_program *
compiled(const char *text)
{
    loy_program *program;
    loy_problems *problems;
    int rc;

    assert_int_equal(loy_problems_new(&problems, NULL), LOY_OK);
    rc = draft_kit_compile(text, &program, problems, NULL);
    if (rc != LOY_OK)
        print_error("%s: %s\n", loy_problems_at(problems, 0)->path,
                    loy_problems_at(problems, 0)->text);
    assert_int_equal(rc, LOY_OK);
    loy_problems_free(problems);
    return program;
}

/* ---- Who it is, and settings ---- */

static void
defaults_hold(void **state)
{
    loy_program *program =
        compiled("{" DRAFT_KIT_HEAD ", 'currencies': {'s': {}}, 'vouchers': {'v': {}},"
                 " 'counters': {'c': {}}, 'rules': [{'id': 'r', 'on': 'visit', 'notify': 'x'}]}");
    const loy__currency *currency = program->currencies;
    const loy__rule *rule = program->rules;

    (void)state;
    assert_int_equal(program->join, LOY__JOIN_FIRST_EVENT);
    assert_int_equal(program->multiply, LOY__MULTIPLY_SUM);
    assert_int_equal(program->birthdays.leap_day, LOY__LEAP_FEB_28);
    assert_int_equal(program->returns.window.months, 12);
    assert_int_equal(loy__zone_offset(&program->zone, 0), 0);
    assert_int_equal(currency->scale, 0);
    assert_int_equal(currency->pending.how, LOY__WAIT_NOT);
    assert_false(currency->expires);
    assert_int_equal(currency->spend_order, LOY__SPEND_SOONEST);
    assert_int_equal(currency->floor, LOY__FLOOR_DEBT);
    assert_int_equal(currency->step, 0);
    assert_int_equal(program->vouchers[0].reward, LOY__NONE);
    assert_false(program->vouchers[0].expires);
    assert_int_equal(program->counters[0].every, 0);
    assert_int_equal(program->counters[0].issue, LOY__NONE);
    assert_int_equal(program->counters[0].window, LOY__PERIOD_LIFETIME);
    assert_true(rule->from == INT64_MIN && rule->until == LOY_NEVER);
    assert_null(rule->when);
    assert_null(rule->stages);
    assert_string_equal(rule->source, "");
    assert_int_equal(rule->stage, LOY__NONE);
    assert_int_equal(program->customer_attributes.count, 1);
    assert_string_equal(program->customer_attributes.items[0].name.text, "birthday");
    assert_int_equal(program->customer_attributes.items[0].kind, LOY_VALUE_DATE);
    loy_program_free(program);
}

static const struct money {
    const char *name;
    const char *document;
    uint32_t digits;
    int64_t value;
} moneys[] = {
    {"cents", "'money': 'EUR'", 2, 150},
    {"no cents", "'money': 'JPY'", 0, 0},
    {"mils", "'money': 'KWD'", 3, 1500},
    {"ten-thousandths", "'money': 'CLF'", 4, 15000},
};

static void
money_has_its_digits(void **state)
{
    const struct money *money = *state;
    char text[300] = "{'loyalty': 1, 'program': 'p', 'version': 1, ";
    loy_program *program;

    strcat(text, money->document);
    if (money->value != 0)
        strcat(text, ", 'currencies': {'s': {'payment': {'step': 100, 'value': '1.5'}}}");
    strcat(text, "}");
    program = compiled(text);
    assert_int_equal(loy_program_money_digits(program), money->digits);
    if (money->value != 0)
        assert_int_equal(program->currencies[0].value, money->value);
    loy_program_free(program);
}

static void
getters_tell_the_program(void **state)
{
    loy_program *program =
        compiled("{'loyalty': 1, 'program': 'cafe', 'version': 7, 'money': 'EUR', 'currencies':"
                 " {'stars': {'scale': 2}}, 'ladders': {'status': {'counts': 'visits', 'tiers':"
                 " [{'id': 'green', 'from': 0}, {'id': 'gold', 'from': 5}]}}}");

    (void)state;
    assert_string_equal(loy_program_id(program), "cafe");
    assert_int_equal(loy_program_version(program), 7);
    assert_string_equal(loy_program_money(program), "EUR");
    assert_int_equal(loy_program_count(program, LOY_PART_STAGE), 7);
    assert_int_equal(loy_program_count(program, 99), 0);
    assert_string_equal(loy_program_name(program, LOY_PART_STAGE, 6), "won-back");
    assert_null(loy_program_name(program, LOY_PART_STAGE, 7));
    assert_null(loy_program_name(program, LOY_PART_RULE, 0));
    assert_int_equal(loy_program_scale(program, "stars"), 2);
    assert_int_equal(loy_program_scale(program, "moons"), 0);
    assert_int_equal(loy_program_tier_count(program, 0), 2);
    assert_int_equal(loy_program_tier_count(program, 1), 0);
    assert_string_equal(loy_program_tier_name(program, 0, 1), "gold");
    assert_null(loy_program_tier_name(program, 0, 2));
    assert_int_not_equal(loy_program_symbol(program, "gold", 4), 0);
    assert_int_equal(loy_program_symbol(program, "gold", 3), 0);
    loy_program_free(program);
}

static const struct listed {
    const char *name; /* of the first part */
    uint32_t part;
} listed[] = {
    {"stars", LOY_PART_CURRENCY}, {"status", LOY_PART_LADDER}, {"prospect", LOY_PART_STAGE},
    {"base", LOY_PART_RULE},      {"mug", LOY_PART_REWARD},    {"tea", LOY_PART_VOUCHER},
    {"card", LOY_PART_COUNTER},
};

static void
parts_are_listed(void **state)
{
    const struct listed *row = *state;
    loy_program *program =
        compiled("{" DRAFT_KIT_HEAD ", 'currencies': {'stars': {}}, 'vouchers': {'tea': {}},"
                 " 'ladders': {'status': {'counts': 'visits', 'tiers': [{'id': 't', 'from': 0}]}},"
                 " 'counters': {'card': {}}, 'rewards': [{'id': 'mug'}],"
                 " 'rules': [{'id': 'base', 'on': 'visit', 'notify': 'x'}]}");
    uint32_t count = loy_program_count(program, row->part);

    assert_int_equal(count, row->part == LOY_PART_STAGE ? 7 : 1);
    assert_string_equal(loy_program_name(program, row->part, 0), row->name);
    assert_null(loy_program_name(program, row->part, count));
    loy_program_free(program);
}

/* ---- Parts ---- */

static void
amounts_are_scaled(void **state)
{
    loy_program *program = compiled(
        "{" DRAFT_KIT_HEAD ", 'currencies': {'a': {}, 's': {'scale': 2, 'payment': {'step': '1',"
        " 'value': 25, 'minimum': '2.5', 'short': 'clamp'}}},"
        " 'ladders': {'l': {'counts': 's earned', 'tiers': [{'id': 't', 'from': 0},"
        "   {'id': 'u', 'from': '10', 'keep_from': 250}]},"
        "  'm': {'counts': 'spend', 'tiers': [{'id': 't', 'from': 0}, {'id': 'u', 'from': '10'}]}},"
        " 'caps': [{'id': 'c', 'currency': 's', 'limit': '5.00', 'per': 'day'}],"
        " 'rewards': [{'id': 'w', 'price': {'s': '0.5', 'a': 3}, 'give': {'discount': '5'}}],"
        " 'rules': [{'id': 'r', 'on': 'visit', 'earn': {'s': '1.25', 'a': 7},"
        "   'multiply': {'s': '1.25', 'a': 3}}]}");
    const loy__rule *rule = program->rules;
    const loy__currency *currency = &program->currencies[1];

    (void)state;
    assert_int_equal(currency->step, 100);
    assert_int_equal(currency->value, 25);
    assert_int_equal(currency->minimum, 250);
    assert_int_equal(currency->shortage, LOY__SHORT_CLAMP);
    assert_int_equal(program->ladders[0].counts, LOY__COUNT_EARNED);
    assert_int_equal(program->ladders[0].currency, 1);
    assert_int_equal(program->ladders[0].tiers[1].from, 1000);
    assert_int_equal(program->ladders[0].tiers[1].keep_from, 250);
    assert_int_equal(program->ladders[1].tiers[1].from, 1000);
    assert_int_equal(program->ladders[1].tiers[1].keep_from, 1000);
    assert_int_equal(program->caps[0].limit, 500);
    assert_int_equal(program->rewards[0].discount, 500);
    /* In the order of the currencies, not of writing. */
    assert_int_equal(program->rewards[0].prices[0].points, 3);
    assert_int_equal(program->rewards[0].prices[1].points, 50);
    assert_int_equal(rule->earns[0].target, 0);
    assert_int_equal(rule->earns[0].constant, 7);
    assert_int_equal(rule->earns[1].constant, 125);
    assert_int_equal(rule->factors[0].value, 3000000);
    assert_int_equal(rule->factors[1].value, 1250000);
    loy_program_free(program);
}

static void
windows_are_read(void **state)
{
    loy_program *program = compiled(
        "{" DRAFT_KIT_HEAD ", 'ladders': {"
        "'a': {'counts': 'visits', 'tiers': [{'id': 't', 'from': 0}]},"
        "'b': {'counts': 'spend', 'window': {'calendar': 'quarter'},"
        " 'tiers': [{'id': 't', 'from': 0, 'grace': 'P3M'}]},"
        "'c': {'counts': {'amount': 'total', 'on': 'review'},"
        " 'window': {'rolling': 'P12M', 'by': 'month'}, 'tiers': [{'id': 't', 'from': 0}]}},"
        " 'events': ['review']}");
    const loy__ladder *ladders = program->ladders;

    (void)state;
    assert_int_equal(ladders[0].window, LOY__WINDOW_LIFETIME);
    assert_int_equal(ladders[0].counts, LOY__COUNT_VISITS);
    assert_int_equal(ladders[1].window, LOY__WINDOW_CALENDAR);
    assert_int_equal(ladders[1].period, LOY__PERIOD_QUARTER);
    assert_true(ladders[1].tiers[0].has_grace);
    assert_int_equal(ladders[1].tiers[0].grace.months, 3);
    assert_int_equal(ladders[2].window, LOY__WINDOW_ROLLING);
    assert_int_equal(ladders[2].period, LOY__PERIOD_MONTH);
    assert_int_equal(ladders[2].length.months, 12);
    assert_int_equal(ladders[2].counts, LOY__COUNT_AMOUNT);
    assert_int_equal(ladders[2].trigger, LOY__ON_DECLARED);
    assert_non_null(ladders[2].amount);
    loy_program_free(program);
}

static void
parts_refer_to_later_ones(void **state)
{
    loy_program *program = compiled(
        "{" DRAFT_KIT_HEAD ", 'counters': {'card': {'every': 10, 'issue': 'b', 'window': 'week'}},"
        " 'vouchers': {'a': {}, 'b': {'reward': 'mug', 'expires': 'P30D'}},"
        " 'rewards': [{'id': 'tea'}, {'id': 'mug', 'give': {'free_item': {'sku': 'MUG'}}}]}");

    (void)state;
    assert_int_equal(program->counters[0].issue, 1);
    assert_int_equal(program->counters[0].window, LOY__PERIOD_WEEK);
    assert_int_equal(program->vouchers[1].reward, 1);
    assert_true(program->vouchers[1].expires);
    assert_int_equal(program->vouchers[1].after.days, 30);
    assert_int_equal(program->rewards[1].give, LOY__GIVE_ITEM);
    assert_int_equal(program->rewards[0].price_count, 0);
    assert_int_equal(program->rewards[0].give, LOY__GIVE_NONE);
    assert_int_equal(loy__program_find(program, LOY_PART_REWARD, "mug", 3), 1);
    assert_int_equal(loy__program_find(program, LOY_PART_VOUCHER, "mug", 3), LOY__NONE);
    assert_int_equal(loy__program_find(program, LOY_PART_VOUCHER, "", 0), LOY__NONE);
    loy_program_free(program);
}

/* ---- Event kinds and stages ---- */

static const struct kind {
    const char *name;
    uint32_t number;
} kinds[] = {
    {"enrol", LOY__ON_ENROL},     {"purchase", LOY__ON_PURCHASE},   {"import", LOY__ON_IMPORT},
    {"review", LOY__ON_DECLARED}, {"survey", LOY__ON_DECLARED + 1}, {"timer", LOY__NONE},
    {"enter", LOY__NONE},         {"reviews", LOY__NONE},
};

static void
kinds_are_found(void **state)
{
    loy_program *program = compiled("{" DRAFT_KIT_HEAD ", 'events': ['review', 'survey']}");
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        assert_int_equal(loy__program_kind(program, kinds[i].name, strlen(kinds[i].name)),
                         kinds[i].number);
    assert_int_equal(program->kind_count, LOY__ON_DECLARED + 2);
    assert_string_equal(program->kinds[LOY__ON_DECLARED].text, "review");
    assert_int_equal(program->kinds[LOY__ON_DECLARED].symbol,
                     loy_program_symbol(program, "review", 6));
    loy_program_free(program);
}

static void
the_usual_stages_are_there(void **state)
{
    loy_program *program = compiled("{" DRAFT_KIT_HEAD "}");
    const loy__transition *t = program->transitions;

    (void)state;
    assert_int_equal(program->stage_count, 7);
    assert_int_equal(program->transition_count, 8);
    assert_string_equal(program->stages[program->initial_stage].name.text, "prospect");
    assert_int_equal(t[2].trigger, LOY__ON_PURCHASE);
    assert_string_equal(program->stages[t[2].to].name.text, "loyal");
    assert_non_null(t[2].when);
    assert_null(t[1].when);
    assert_false(t[5].timed);
    assert_true(t[6].timed);
    assert_int_equal(t[6].trigger, LOY__NONE);
    assert_int_equal(t[6].after.days, 90);
    assert_int_equal(t[6].from[0], 0x4e);
    assert_int_equal(t[7].after.days, 180);
    assert_string_equal(t[7].reason, "180 days without purchase");
    assert_false(t[7].since_stage);
    loy_program_free(program);
}

static void
stages_of_its_own(void **state)
{
    loy_program *program = compiled(
        "{" DRAFT_KIT_HEAD ", 'stages': {'initial': 'b', 'names': ['a', 'b'], 'transitions': ["
        "{'from': ['a', 'b'], 'to': 'a', 'on': 'visit'},"
        "{'from': 'b', 'to': 'a', 'after': 'P1M', 'since': 'stage', 'reason': 'idle'}]},"
        " 'rules': [{'id': 'r', 'on': ['enter:b', 'visit'], 'notify': 'x'},"
        "  {'id': 's', 'on': 'enter:a', 'stage': 'b'}, {'id': 't', 'on': 'visit', 'notify': "
        "'y'}]}");

    (void)state;
    assert_int_equal(program->initial_stage, 1);
    assert_int_equal(program->transitions[0].from[0], 3);
    assert_string_equal(program->transitions[0].reason, "");
    assert_true(program->transitions[1].timed && program->transitions[1].since_stage);
    assert_int_equal(program->by_kind[LOY__ON_VISIT].count, 2);
    assert_int_equal(program->by_kind[LOY__ON_VISIT].rules[0], 0);
    assert_int_equal(program->by_kind[LOY__ON_VISIT].rules[1], 2);
    assert_int_equal(program->by_kind[LOY__ON_ENTER].count, 2);
    assert_int_equal(program->by_kind[LOY__ON_PURCHASE].count, 0);
    assert_int_equal(program->by_stage[0].count, 1);
    assert_int_equal(program->by_stage[0].rules[0], 1);
    assert_int_equal(program->by_stage[1].rules[0], 0);
    assert_int_equal(program->rules[1].stage, 1);
    loy_program_free(program);
}

/* ---- Rules ---- */

static void
caps_hold_for_what_they_name(void **state)
{
    loy_program *program =
        compiled("{" DRAFT_KIT_HEAD ", 'currencies': {'s': {}, 'z': {}}, 'caps': ["
                 "{'id': 'all', 'currency': 's', 'limit': 5, 'per': 'day'},"
                 "{'id': 'other', 'currency': 'z', 'limit': 5, 'per': 'year'},"
                 "{'id': 'one', 'currency': 's', 'limit': 5, 'per': 'lifetime', 'rules': ['b']}],"
                 " 'rules': [{'id': 'a', 'on': 'visit', 'earn': {'s': 1}},"
                 "  {'id': 'b', 'on': 'visit', 'earn': {'s': 1}},"
                 "  {'id': 'c', 'on': 'visit', 'multiply': {'s': '2'}}]}");
    const loy__rule *rules = program->rules;

    (void)state;
    assert_int_equal(rules[0].cap_count, 1);
    assert_int_equal(rules[0].caps[0], 0);
    assert_int_equal(rules[1].cap_count, 2);
    assert_int_equal(rules[1].caps[0], 0);
    assert_int_equal(rules[1].caps[1], 2);
    assert_int_equal(rules[2].cap_count, 0);
    assert_int_equal(program->caps[1].per, LOY__PERIOD_YEAR);
    loy_program_free(program);
}

static void
validity_is_in_the_programs_zone(void **state)
{
    loy_program *program = compiled(
        "{" DRAFT_KIT_HEAD ", 'time_zone': 'CET-1CEST,M3.5.0,M10.5.0/3', 'rules': [{'id': 'r',"
        " 'on': 'visit', 'notify': 'x', 'from': '2026-07-01', 'until': '2026-08-01T00:00:00Z'}]}");

    (void)state;
    assert_int_equal(program->rules[0].from, INT64_C(1782856800000)); /* 2026-06-30T22:00Z */
    assert_int_equal(program->rules[0].until, INT64_C(1785542400000));
    loy_program_free(program);
}

static const struct timer {
    const char *name; /* the condition */
    int32_t days;
} timers[] = {
    {"customer.days_since_purchase > 60", 61},
    {"customer.days_since_purchase >= 60", 60},
    {"60 < customer.days_since_purchase", 61},
    {"customer.visits > 2 && customer.days_since_purchase >= 7 && total == 0", 7},
    {"customer.days_since_purchase > 7 && customer.days_since_purchase > 14", 15},
    {"customer.days_since_purchase > 0", 1},
};

static void
timers_know_their_day(void **state)
{
    const struct timer *timer = *state;
    char text[400] = "{" DRAFT_KIT_HEAD ", 'rules': [{'id': 'r', 'on': 'timer', 'notify': 'x',"
                     " 'when': '";
    loy_program *program;

    strcat(text, timer->name);
    strcat(text, "'}]}");
    program = compiled(text);
    assert_int_equal(program->rules[0].timer_days, timer->days);
    assert_string_equal(program->rules[0].source, timer->name);
    assert_int_equal(program->by_kind[LOY__ON_TIMER].count, 1);
    loy_program_free(program);
}

/* ---- Facts ---- */

static bool
is_used(const loy_program *program, const char *fact)
{
    uint32_t i;

    for (i = 0; i < program->facts.slot_count; i++)
        if (strcmp(program->facts.names[i], fact) == 0)
            return loy__bit(program->facts.used, i);
    fail_msg("there is no fact %s", fact);
    return false;
}

static void
facts_have_names_and_slots(void **state)
{
    loy_program *program = compiled(
        "{" DRAFT_KIT_HEAD ", 'currencies': {'gold-coins': {}, '2nd': {}}, 'counters': {'c': {}},"
        " 'ladders': {'l': {'counts': 'visits', 'tiers': [{'id': 't', 'from': 0}]}},"
        " 'attributes': {'customer': {'plan.b': 'text'}, 'event': {'rating': 'integer'},"
        "   'line': {'organic': 'boolean'}},"
        " 'let': {'base': 'spend(lines)', 'big': 'base > 1000', 'idle': 'customer.visits'},"
        " 'rules': [{'id': 'r', 'on': 'visit', 'when': 'big && customer.attributes.plan_b =="
        " \"pro\" && lines.exists(l, l.attributes.organic) && customer.points.gold_coins > 5 &&"
        " customer.points._2nd >= 0', 'earn': {'gold-coins': 'event.attributes.rating'}}]}");
    const loy__facts *facts = &program->facts;

    (void)state;
    assert_string_equal(facts->names[facts->points], "customer.points.gold_coins");
    assert_string_equal(facts->names[facts->tiers], "customer.tiers.l");
    assert_string_equal(facts->names[facts->counters], "customer.counters.c");
    assert_string_equal(facts->names[program->customer_attributes.items[1].slot],
                        "customer.attributes.plan_b");
    assert_string_equal(facts->names[facts->lets + 1], "big");
    assert_int_equal(program->lets[1].slot, facts->lets + 1);
    assert_true(is_used(program, "base"));
    assert_true(is_used(program, "lines"));
    assert_true(is_used(program, "customer.visits")); /* an unused name is compiled, too */
    assert_true(is_used(program, "customer.attributes.plan_b"));
    assert_true(is_used(program, "event.attributes.rating"));
    assert_true(is_used(program, "customer.points._2nd"));
    assert_false(is_used(program, "idle"));
    assert_false(is_used(program, "customer.tiers.l"));
    assert_false(is_used(program, "event.store"));
    assert_int_equal(facts->line_fields,
                     1 << LOY__LINE_AMOUNT | 1 << program->line_attributes.items[0].slot);
    assert_int_equal(program->line_attributes.items[0].slot, LOY__LINE_FIXED);
    assert_int_equal(facts->line_field_count, LOY__LINE_FIXED + 1);
    assert_int_not_equal(loy_program_symbol(program, "pro", 3), 0);
    loy_program_free(program);
}

int
main(void)
{
    static table_kit kit;

    table_kit_test(&kit, "defaults hold", defaults_hold);
    TABLE_KIT_ROWS(&kit, money_has_its_digits, moneys);
    table_kit_test(&kit, "getters tell the program", getters_tell_the_program);
    TABLE_KIT_ROWS(&kit, parts_are_listed, listed);
    table_kit_test(&kit, "amounts are scaled", amounts_are_scaled);
    table_kit_test(&kit, "windows are read", windows_are_read);
    table_kit_test(&kit, "parts refer to later ones", parts_refer_to_later_ones);
    table_kit_test(&kit, "kinds are found", kinds_are_found);
    table_kit_test(&kit, "the usual stages are there", the_usual_stages_are_there);
    table_kit_test(&kit, "stages of its own", stages_of_its_own);
    table_kit_test(&kit, "caps hold for what they name", caps_hold_for_what_they_name);
    table_kit_test(&kit, "validity is in the program's zone", validity_is_in_the_programs_zone);
    TABLE_KIT_ROWS(&kit, timers_know_their_day, timers);
    table_kit_test(&kit, "facts have names and slots", facts_have_names_and_slots);
    return table_kit_run(&kit, "program_compile");
}
