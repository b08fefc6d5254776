/*
 * index_property_test.c -- an index changes nothing: random rules and events
 * give the same with it, with every rule tried, and with the conjuncts of the
 * conditions in another order; explanations list every rule.
 *
 * Some conditions and amounts fail, by overflow or division by zero.
 */
#include "kit/random_kit.h"
#include "kit/table_kit.h"

#include <stdio.h>
#include <string.h>

#include "engine/engine.h"
#include "loyalty/loyalty.h"
#include "program/rule_index.h"

#define RULES 60
#define MOST_TERMS 4
#define GROUPS 5
#define DAY INT64_C(86400000)
#define NEW_YEAR INT64_C(1767225600000) /* 2026-01-01T00:00Z */

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

/* ---- Programs ---- */

typedef struct condition {
    char terms[MOST_TERMS][80];
    uint32_t count;
} condition;

typedef struct random_rule {
    condition when;
    char amount[120];
    uint32_t shape;
    uint32_t from, until; /* days, 0: none */
    uint32_t group;       /* 0: none */
    bool limited, rated;
} random_rule;

static void
write_one(char *out, size_t size, const char *const *forms, size_t count, uint64_t *state)
{
    const char *form = forms[random_kit_below(state, count)];

    snprintf(out, size, form, (unsigned)random_kit_below(state, 5)); /* our own formats */
}

/* Few kinds of terms in a program make many rules of the same facts. */
static uint32_t
draw_kinds(const char *kinds[LOY_COUNT(terms)], uint64_t *state)
{
    uint32_t count = 3 + (uint32_t)random_kit_below(state, LOY_COUNT(terms) / 2);

    if (random_kit_below(state, 2) == 0)
        count = 3 + (uint32_t)random_kit_below(state, 3);
    for (uint32_t i = 0; i < count; i++)
        kinds[i] = terms[random_kit_below(state, LOY_COUNT(terms))];
    return count;
}

static void
draw_rule(random_rule *out, const char *const *kinds, uint32_t count, uint64_t *state)
{
    memset(out, 0, sizeof(*out));
    out->when.count = (uint32_t)random_kit_below(state, MOST_TERMS + 1);
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

static void
shuffle(condition *when, uint64_t *state)
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
    char id[8], text[MOST_TERMS * 84] = "";
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
write_groups(loy_draft *draft, const random_rule *rules)
{
    static const char *const modes[GROUPS] = {"all", "first", "highest", "lowest", "newest"};

    for (uint32_t group = 1; group < GROUPS; group++) {
        loy_node *map = NULL, *list = NULL;
        char id[8];

        for (uint32_t i = 0; i < RULES; i++) {
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

static loy_program *
compile(const random_rule *rules)
{
    loy_draft *draft;
    loy_problems *problems;
    loy_program *program = NULL;

    assert_int_equal(loy_draft_new(&draft, NULL), LOY_OK);
    assert_int_equal(loy_problems_new(&problems, NULL), LOY_OK);
    loy_draft_identify(draft, "p", 1, "EUR");
    declare(draft);
    for (uint32_t i = 0; i < RULES; i++)
        write_rule(draft, &rules[i], i);
    write_groups(draft, rules);
    loy_program_new(&program, draft, problems);
    if (program == NULL)
        fail_msg("%s: %s", loy_problems_at(problems, 0)->path, loy_problems_at(problems, 0)->text);
    loy_problems_free(problems);
    loy_draft_free(draft);
    return program;
}

/* ---- Events ---- */

typedef struct random_event {
    loy_event event;
    loy_line lines[5];
    loy_attribute organic[5];
    loy_attribute attributes[4];
    loy_text codes[3];
    char id[16];
} random_event;

static loy_text
text(const char *data)
{
    return (loy_text){.data = data, .size = (uint32_t)strlen(data)};
}

#define ONE_OF(words, state) text(words[random_kit_below(state, LOY_COUNT(words))])

static void
draw_lines(random_event *out, uint64_t *state)
{
    static const char *const ids[] = {"0", "1", "2", "3", "4"};
    static const char *const skus[] = {"k0", "k1", "k2", "k3", "k4", "k7", "k8", "k9", "other", ""};
    static const char *const paths[] = {"d0",   "d1",    "d2/x",     "d3", "d1/x1",
                                        "d10",  "/d1",   "d1/x2/y",  "",   "other",
                                        "d4//", "d1/x1", "d3/other", "d4", "d2/"};

    out->event.line_count = (uint32_t)random_kit_below(state, 6);
    for (uint32_t i = 0; i < out->event.line_count; i++) {
        out->organic[i] = (loy_attribute){.name = LOY_TEXT("organic"),
                                          .kind = LOY_VALUE_BOOLEAN,
                                          .number = random_kit_below(state, 4) == 0};
        out->lines[i] = (loy_line){.id = text(ids[i]),
                                   .sku = ONE_OF(skus, state),
                                   .category = ONE_OF(paths, state),
                                   .quantity = 1000 * (1 + (int64_t)random_kit_below(state, 4)),
                                   .unit_price = 50 * (int64_t)random_kit_below(state, 4),
                                   .attributes = &out->organic[i],
                                   .attribute_count = (uint32_t)random_kit_below(state, 2)};
    }
    out->event.lines = out->lines;
}

static void
draw_attributes(random_event *out, uint64_t *state)
{
    static const char *const colors[] = {"k0", "k1", "k2", "red", ""};

    out->attributes[0] = (loy_attribute){
        .name = LOY_TEXT("color"), .kind = LOY_VALUE_TEXT, .text = ONE_OF(colors, state)};
    out->attributes[1] = (loy_attribute){.name = LOY_TEXT("size"),
                                         .kind = LOY_VALUE_INTEGER,
                                         .number = (int64_t)random_kit_below(state, 40) - 20};
    out->attributes[3] = (loy_attribute){
        .name = LOY_TEXT("weight"), .kind = LOY_VALUE_INTEGER, .number = random_kit_integer(state)};
    out->attributes[2] = (loy_attribute){.name = LOY_TEXT("gift"),
                                         .kind = LOY_VALUE_BOOLEAN,
                                         .number = (int64_t)random_kit_below(state, 2)};
    out->event.attributes = out->attributes;
    out->event.attribute_count = (uint32_t)random_kit_below(state, 5);
}

static void
draw_event(random_event *out, uint32_t number, uint64_t *state)
{
    static const char *const customers[] = {"ann", "bob", "eve"};
    static const char *const stores[] = {"s0",     "s1",  "s2",    "s3", "s4",
                                         "s1/a/b", "s2/", "other", ""};
    static const char *const channels[] = {"ch0", "ch1", "ch2", ""};
    static const char *const codes[] = {"code0", "code1", "code2", "code3", "none"};

    memset(out, 0, sizeof(*out));
    snprintf(out->id, sizeof(out->id), "e%u", (unsigned)number);
    out->event = (loy_event)LOY_EVENT_INIT;
    out->event.source = text("till");
    out->event.id = text(out->id);
    out->event.type = text("purchase");
    out->event.customer = ONE_OF(customers, state);
    out->event.store = ONE_OF(stores, state);
    out->event.channel = ONE_OF(channels, state);
    out->event.time = NEW_YEAR + (int64_t)random_kit_below(state, (uint64_t)(60 * DAY));
    out->event.offset = 60 * (int32_t)random_kit_below(state, 3);
    out->event.code_count = (uint32_t)random_kit_below(state, 4);
    for (uint32_t i = 0; i < out->event.code_count; i++)
        out->codes[i] = ONE_OF(codes, state);
    out->event.codes = out->codes;
    draw_lines(out, state);
    draw_attributes(out, state);
}

/* ---- Engines side by side ---- */

typedef struct side {
    loy_program *program;
    loy_store *store;
    loy_engine *engine;
    loy_outcome *outcome;
} side;

static void
open_side(side *out, const random_rule *rules, bool sequential)
{
    out->program = compile(rules);
    assert_int_equal(loy_memory_store_open(&out->store, NULL), LOY_OK);
    assert_int_equal(loy_engine_new(&out->engine, out->program, out->store, NULL), LOY_OK);
    assert_int_equal(loy_outcome_new(&out->outcome, NULL), LOY_OK);
    out->engine->sequential = sequential;
}

static void
close_side(side *of)
{
    loy_outcome_free(of->outcome);
    loy_engine_free(of->engine);
    loy_store_close(of->store);
    loy_program_free(of->program);
}

/* With conjuncts in another order, another of two errors may be reported. */
static void
expect_same(const loy_outcome *a, const loy_outcome *b, bool reordered)
{
    assert_int_equal(loy_outcome_verdict(a), loy_outcome_verdict(b));
    assert_int_equal(loy_outcome_effect_count(a), loy_outcome_effect_count(b));
    for (uint32_t i = 0; i < loy_outcome_effect_count(a); i++) {
        const loy_effect *own = loy_outcome_effect(a, i), *other = loy_outcome_effect(b, i);

        assert_int_equal(own->kind, other->kind);
        assert_string_equal(own->rule, other->rule);
        if (!reordered || own->kind != LOY_EFFECT_ERROR)
            assert_string_equal(own->name, other->name);
        assert_int_equal(own->amount, other->amount);
        assert_int_equal(own->wanted, other->wanted);
        assert_int_equal(own->money, other->money);
    }
}

/* Every rule is explained, and as the outcome says. */
static void
expect_explained(loy_engine *engine, const loy_event *event, const loy_outcome *applied,
                 loy_explanation *why, loy_outcome *quoted)
{
    uint32_t errors = 0, reported = 0;

    assert_int_equal(loy_explanation_count(why), RULES);
    expect_same(applied, quoted, false);
    for (uint32_t i = 0; i < RULES; i++) {
        const loy_why *own = loy_explanation_at(why, i);
        int64_t earned = 0;

        assert_string_equal(own->rule, engine->program->rules[i].name.text);
        assert_int_not_equal(own->why, LOY_WHY_TRIGGER);
        errors += own->why == LOY_WHY_ERROR;
        for (uint32_t k = 0; k < loy_outcome_effect_count(applied); k++) {
            const loy_effect *effect = loy_outcome_effect(applied, k);

            if (strcmp(effect->rule, own->rule) != 0)
                continue;
            earned += effect->kind == LOY_EFFECT_EARN ? effect->amount : 0;
            reported += effect->kind == LOY_EFFECT_ERROR;
            assert_true(own->why == LOY_WHY_FIRED || own->why == LOY_WHY_ERROR);
        }
        assert_true(earned == 0 || own->why == LOY_WHY_FIRED);
    }
    assert_int_equal(errors, reported);
    (void)event;
}

/* How many places the index finds for the event that was applied last. */
static uint32_t
candidates(const side *of, int64_t time)
{
    uint32_t places[RULES], count = 0;
    const loy__rule_list *list = &of->program->by_kind[LOY__ON_PURCHASE];

    assert_non_null(list->index);
    assert_int_equal(loy__candidates(of->engine, list->index, time, places, &count), LOY_OK);
    for (uint32_t i = 1; i < count; i++)
        assert_true(places[i - 1] < places[i]);
    return count;
}

static void
compare_sides(side sides[3], uint32_t events, uint64_t *state, uint64_t *found)
{
    loy_explanation *why;
    loy_outcome *quoted;

    assert_int_equal(loy_explanation_new(&why, NULL), LOY_OK);
    assert_int_equal(loy_outcome_new(&quoted, NULL), LOY_OK);
    for (uint32_t i = 0; i < events; i++) {
        random_event drawn;

        draw_event(&drawn, i, state);
        assert_int_equal(loy_engine_explain(sides[0].engine, &drawn.event, quoted, why, NULL),
                         LOY_OK);
        for (uint32_t k = 0; k < 3; k++)
            assert_int_equal(
                loy_engine_apply(sides[k].engine, &drawn.event, sides[k].outcome, NULL), LOY_OK);
        *found += candidates(&sides[0], drawn.event.time);
        expect_same(sides[0].outcome, sides[1].outcome, false);
        expect_same(sides[0].outcome, sides[2].outcome, true);
        expect_explained(sides[0].engine, &drawn.event, sides[0].outcome, why, quoted);
    }
    loy_outcome_free(quoted);
    loy_explanation_free(why);
}

static void
an_index_changes_nothing(void **test)
{
    enum { PROGRAMS = 100, EVENTS = 40 };
    uint64_t state = 20260301, found = 0;

    (void)test;
    for (uint32_t i = 0; i < PROGRAMS; i++) {
        random_rule rules[RULES];
        const char *kinds[LOY_COUNT(terms)];
        uint32_t count = draw_kinds(kinds, &state);
        side sides[3];

        for (uint32_t k = 0; k < RULES; k++)
            draw_rule(&rules[k], kinds, count, &state);
        open_side(&sides[0], rules, false);
        open_side(&sides[1], rules, true);
        for (uint32_t k = 0; k < RULES; k++)
            shuffle(&rules[k].when, &state);
        open_side(&sides[2], rules, false);
        compare_sides(sides, EVENTS, &state, &found);
        for (uint32_t k = 0; k < 3; k++)
            close_side(&sides[k]);
    }
    /* It does find: most rules are left out. */
    assert_in_range(found, 1, PROGRAMS * EVENTS * RULES / 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(an_index_changes_nothing)};

    return cmocka_run_group_tests_name("index_property", tests, NULL, NULL);
}
