/*
 * rules_kit.c -- random rules; see rules_kit.h.
 */
#include "kit/rules_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/macros.h"
#include "kit/random_kit.h"

#define GROUPS 5

static const char *const terms[] = {
    "event.store == 's%u'",
    "event.store == 's%u'",
    "event.store in ['s%u', 's1']",
    "event.store != 's%u'",
    "event.store.under('s%u')",
    "event.channel == 'ch%u'",
    "event.channel == ''",
    "'ch%u' == event.channel",
    "event.local.weekday == %u",
    "event.local.weekday in [%u, 6, 7]",
    "event.local.hour >= %u",
    "event.local.hour < 2%u",
    "event.local.hour > %u && event.local.hour <= 12",
    "event.local.month == %u",
    "event.type == 'purchase'",
    "event.attributes.color == 'k%u'",
    "event.attributes.color in []",
    "event.attributes.size == %u",
    "event.attributes.size in [%u, -3]",
    "event.attributes.weight == %u",
    "event.attributes.weight in [%u, -9223372036854775807, 9223372036854775807]",
    "event.attributes.size > %u",
    "event.attributes.size != %u",
    "event.attributes.gift",
    "!event.attributes.gift",
    "'code%u' in event.codes",
    "event.codes.exists(c, c in ['code%u', 'code3'])",
    "lines.exists(l, l.sku == 'k%u')",
    "lines.exists(l, l.sku in ['k%u', 'k7', 'k8'])",
    "lines.exists(l, l.category == 'd%u')",
    "lines.exists(l, l.category.under('d%u'))",
    "lines.exists(l, l.category.under('d1/x%u'))",
    "lines.exists(l, l.attributes.organic)",
    "lines.exists(l, l.id == '%u')",
    "lines.exists(l, l.quantity > %u)",
    "lines.all(l, l.amount > %u)",
    "customer.stage == 'repeat'",
    "customer.stage in ['prospect', 'loyal']",
    "customer.tiers.status == 't%u'",
    "customer.attributes.plan == 'p%u'",
    "customer.is_birthday",
    "customer.purchases >= %u",
    "customer.counters.card == %u",
    "event.local.weekday == customer.purchases",
    "event.attributes.size != customer.counters.card",
    "event.attributes.gift == customer.is_birthday",
    "frail == event.attributes.size",
    "total > %u00",
    "total <= %u00",
    "base > %u00",
    "big",
    "!big",
    "big == true",
    "frail == 1%u",
    "frail == -1%u",
    "word == 's%u'",
    "frail != %u",
    "1000 / (total - %u00) != 1",
    "total * 9000000000000000 > %u",
    "(event.store == 's%u' || total > 300)",
    "(big || event.channel == 'ch%u')",
    "(event.store == 's%u' || event.store == 's2')",
    "(event.local.hour == 1%u || total > 300 || event.local.hour == 9)",
    "lines.exists(l, l.sku == 'k%u' || l.sku == 'k3')",
    "lines.exists(l, l.sku == 'k%u' && l.category != 'd1')",
    "lines.exists(l, l.amount > 50 && 1000 / (l.amount - %u00) > 1 && l.sku == 'k2')",
    "lines.exists(l, 1000 / (l.quantity - %u) > 1 && l.amount > 70)",
};

static const char *const amounts[] = {
    "%u",
    "base / 1%u",
    "spend(lines.filter(l, l.category == 'd%u')) / 10",
    "spend(lines.filter(l, l.category.under('d%u'))) * 3 / 100",
    "lines.filter(l, l.sku == 'k%u').map(l, l.quantity).sum() * 5",
    "lines.filter(l, l.sku in ['k%u', 'k9'] && l.amount > 50).map(l, l.amount).sum()",
    "spend(lines.filter(l, l.sku == 'k%u')) * 9000000000000000",
    "spend(lines.filter(l, l.category == 'd%u' && (frail > 1 || l.amount > 50)))",
    "d1 * %u / 10",
    "3 * d1 / (1 + %u)",
    "many * %u",
    "100 / (total - %u00)",
    "frail + %u",
    "5 - %u",
};

_Static_assert(LOY_COUNT(terms) <= RULES_KIT_KINDS, "room for as many as are drawn");

static void
write_one(char *out, size_t size, const char *const *forms, size_t count, uint64_t *state)
{
    const char *form = forms[random_kit_below(state, count)];

    snprintf(out, size, form, (unsigned)random_kit_below(state, 5)); /* our own formats */
}

uint32_t
rules_kit_kinds(const char *kinds[RULES_KIT_KINDS], uint64_t *state)
{
    uint32_t count = 3 + (uint32_t)random_kit_below(state, LOY_COUNT(terms) / 2);

    if (random_kit_below(state, 2) == 0)
        count = 3 + (uint32_t)random_kit_below(state, 3);
    for (uint32_t i = 0; i < count; i++)
        kinds[i] = terms[random_kit_below(state, LOY_COUNT(terms))];
    return count;
}

void
rules_kit_draw(random_rule *out, const char *const *kinds, uint32_t count, uint64_t *state)
{
    memset(out, 0, sizeof(*out));
    out->when.count = (uint32_t)random_kit_below(state, RULES_KIT_TERMS + 1);
    for (uint32_t i = 0; i < out->when.count; i++)
        write_one(out->when.terms[i], sizeof(out->when.terms[i]), kinds, count, state);
    write_one(out->amount, sizeof(out->amount), amounts, LOY_COUNT(amounts), state);
    out->shape = (uint32_t)random_kit_below(state, 8);
    if (random_kit_below(state, 3) == 0)
        out->from = 1 + (uint32_t)random_kit_below(state, 20);
    if (random_kit_below(state, 3) == 0)
        out->until = out->from + 1 + (uint32_t)random_kit_below(state, 20);
    out->group = (uint32_t)random_kit_below(state, 3 * GROUPS);
    out->limited = random_kit_below(state, 6) == 0;
    out->rated = random_kit_below(state, 4) == 0;
}

void
rules_kit_shuffle(random_condition *when, uint64_t *state)
{
    for (uint32_t i = when->count; i > 1; i--) {
        uint32_t other = (uint32_t)random_kit_below(state, i);
        char kept[sizeof(when->terms[0])];

        memcpy(kept, when->terms[i - 1], sizeof(kept));
        memcpy(when->terms[i - 1], when->terms[other], sizeof(kept));
        memcpy(when->terms[other], kept, sizeof(kept));
    }
}

static void
write_rule(loy_draft *draft, const random_rule *from, uint32_t number)
{
    char id[8], text[RULES_KIT_TERMS * 84] = "";
    loy_rule *rule;

    snprintf(id, sizeof(id), "r%u", (unsigned)number);
    rule = loy_draft_rule(draft, id, "purchase");
    for (uint32_t i = 0; i < from->when.count; i++) {
        strcat(text, i == 0 ? "" : " && ");
        strcat(text, from->when.terms[i]);
    }
    if (from->when.count != 0)
        loy_rule_when(rule, text);
    for (int end = 0; end < 2; end++) {
        uint32_t day = end != 0 ? from->until : from->from;

        snprintf(text, sizeof(text), "2026-%02u-%02u", day > 28 ? 2u : 1u,
                 day > 28 ? (unsigned)day - 28u : (unsigned)day);
        if (day != 0)
            loy_node_set_text(loy_rule_node(rule), end != 0 ? "until" : "from", text);
    }
    if (from->shape != 0 && !from->rated)
        loy_rule_earn(rule, "stars", from->amount);
    if (from->shape != 0 && from->rated) {
        loy_node *stars = loy_node_map(loy_node_map(loy_rule_node(rule), "earn"), "stars");

        loy_node_set_text(stars, "of", from->amount);
        loy_node_set_text(stars, "rate", "33.35");
    }
    if (from->limited)
        loy_node_set_integer(loy_node_map(loy_rule_node(rule), "limit"), "customer", 3);
    if (from->shape == 1)
        loy_rule_multiply(rule, "stars", "1.5");
    if (from->shape == 0)
        loy_rule_count(rule, "card", from->amount);
    if (from->shape == 2)
        loy_rule_notify(rule, "hello");
}

static void
declare(loy_draft *draft)
{
    loy_node *root = loy_draft_root(draft);
    loy_node *attributes = loy_node_map(root, "attributes"), *let = loy_node_map(root, "let");
    loy_node *ladder;

    loy_node_set_text(loy_node_map(attributes, "customer"), "plan", "text");
    loy_node_set_text(loy_node_map(attributes, "event"), "color", "text");
    loy_node_set_text(loy_node_map(attributes, "event"), "size", "integer");
    loy_node_set_text(loy_node_map(attributes, "event"), "weight", "integer");
    loy_node_set_text(loy_node_map(attributes, "event"), "gift", "boolean");
    loy_node_set_text(loy_node_map(attributes, "line"), "organic", "boolean");
    loy_node_set_text(let, "base", "spend(lines.filter(l, l.category != 'd0'))");
    loy_node_set_text(let, "big", "total > 200");
    loy_node_set_text(let, "word", "total > 100 ? 's1' : 's2'");
    loy_node_set_text(let, "d1", "spend(lines.filter(l, l.category == 'd1'))");
    loy_node_set_text(let, "many", "spend(lines.filter(l, l.sku == 'k1')) * 90000000000000000");
    loy_node_set_text(let, "frail", "1000 / (total - 200)");
    loy_node_set_text(loy_draft_currency(draft, "stars"), "fractions", "keep");
    loy_node_map(loy_node_map(root, "counters"), "card");
    ladder = loy_draft_ladder(draft, "status");
    loy_node_set_text(ladder, "counts", "spend");
    loy_ladder_tier(ladder, "t0", 0);
    loy_ladder_tier(ladder, "t1", 500);
    loy_ladder_tier(ladder, "t2", 1500);
}

/* Of the rules of each group one wins. */
static void
write_groups(loy_draft *draft, const random_rule *rules, uint32_t count)
{
    static const char *const modes[GROUPS] = {"all", "first", "highest", "lowest", "newest"};

    for (uint32_t group = 1; group < GROUPS; group++) {
        loy_node *map = NULL, *list = NULL;
        char id[16];

        for (uint32_t i = 0; i < count; i++) {
            if (rules[i].group != group)
                continue;
            if (map == NULL) {
                map = loy_node_add_map(loy_node_list(loy_draft_root(draft), "groups"));
                list = loy_node_list(map, "rules");
                loy_node_set_text(map, "id", modes[group]);
                loy_node_set_text(map, "mode", modes[group]);
                if (group == 2 || group == 3)
                    loy_node_set_text(map, "within", "stars");
            }
            snprintf(id, sizeof(id), "r%u", (unsigned)i);
            loy_node_add_text(list, id);
        }
    }
}

loy_program *
rules_kit_compile(const random_rule *rules, uint32_t count)
{
    loy_draft *draft;
    loy_problems *problems;
    loy_program *program = NULL;

    assert_int_equal(loy_draft_new(&draft, NULL), LOY_OK);
    assert_int_equal(loy_problems_new(&problems, NULL), LOY_OK);
    loy_draft_identify(draft, "p", 1, "EUR");
    declare(draft);
    for (uint32_t i = 0; i < count; i++)
        write_rule(draft, &rules[i], i);
    write_groups(draft, rules, count);
    loy_program_new(&program, draft, problems);
    if (program == NULL)
        fail_msg("%s: %s", loy_problems_at(problems, 0)->path, loy_problems_at(problems, 0)->text);
    loy_problems_free(problems);
    loy_draft_free(draft);
    return program;
}
