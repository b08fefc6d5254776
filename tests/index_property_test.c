/*
 * index_property_test.c -- an index changes nothing: random rules and events
 * give the same with it, with every rule tried, and with the conjuncts of the
 * conditions in another order; explanations list every rule.
 */
#include "kit/marks_kit.h"
#include "kit/rules_kit.h"
#include "kit/table_kit.h"

#include <string.h>

#include "engine/engine.h"
#include "program/rule_index.h"

typedef struct side {
    loy_program *program;
    loy_store *store;
    loy_engine *engine;
    loy_outcome *outcome;
} side;

static void
open_side(side *out, const random_rule *rules, uint32_t count, bool sequential)
{
    out->program = rules_kit_compile(rules, count);
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

    assert_int_equal(loy_explanation_count(why), engine->program->rule_count);
    expect_same(applied, quoted, false);
    for (uint32_t i = 0; i < engine->program->rule_count; i++) {
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
    const loy__rule_list *list = &of->program->by_kind[LOY__ON_PURCHASE];
    loy__marks marks;

    assert_non_null(list->index);
    assert_int_equal(loy__candidates(of->engine, list->index, time, &marks), LOY_OK);
    return marks_kit_take(list->index, &marks);
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

        rules_kit_event(&drawn, i, state);
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

static const struct row {
    const char *name;
    uint32_t programs, events, rules;
} rows[] = {{"many rules are found", 100, 40, RULES_KIT_RULES},
            {"few rules are found or asked each", 300, 20, 7}};

static void
an_index_changes_nothing(void **test)
{
    const struct row *row = *test;
    uint64_t state = 20260301, found = 0, without_keys = 0;

    for (uint32_t i = 0; i < row->programs; i++) {
        random_rule rules[RULES_KIT_RULES];
        const char *kinds[RULES_KIT_KINDS];
        uint32_t count = rules_kit_kinds(kinds, &state);
        side sides[3];

        for (uint32_t k = 0; k < row->rules; k++)
            rules_kit_draw(&rules[k], kinds, count, &state);
        open_side(&sides[0], rules, row->rules, false);
        open_side(&sides[1], rules, row->rules, true);
        for (uint32_t k = 0; k < row->rules; k++)
            rules_kit_shuffle(&rules[k].when, &state);
        open_side(&sides[2], rules, row->rules, false);
        without_keys += sides[0].program->by_kind[LOY__ON_PURCHASE].index->access_count == 0;
        compare_sides(sides, row->events, &state, &found);
        for (uint32_t k = 0; k < 3; k++)
            close_side(&sides[k]);
    }
    /* Both ways are taken, and most of many rules are left out. */
    if (row->rules == RULES_KIT_RULES)
        assert_in_range(found, 1, (uint64_t)row->programs * row->events * row->rules / 2);
    else
        assert_in_range(without_keys, row->programs / 4, row->programs - 1);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, an_index_changes_nothing, rows);
    return table_kit_run(&kit, "index_property");
}
