/*
 * match.c -- the fourth step: which rules of a list fire.
 *
 * Rules are judged in the program's order, all of them or those that an index
 * finds: the others would not fire. A condition that fails to compute is
 * reported as an effect, and its rule does not fire.
 */
#include "engine/engine.h"
#include "program/rule_index.h"

/* ---- A condition ---- */

typedef enum verdict { HOLDS, IS_FALSE, FAILS } verdict;

static int
report(loy__work *work, const loy__rule *rule, loy__cel_error error)
{
    loy__why_error(work, rule->number, error);
    return loy__effect_add(work, LOY_EFFECT_ERROR, rule->name.text, loy__cel_error_text(error), 0,
                           0);
}

/* Whether a conjunct reads a named expression that failed. */
static bool
is_undefined(const loy__work *work, const loy__cel_term *term)
{
    for (uint32_t i = 0; i < term->slot_count; i++)
        if (loy__cel_kind(work->engine->slots[term->slots[i]]) == LOY__CEL_ERROR)
            return true;
    return false;
}

/* The first conjunct that is false, or the number of conjuncts. */
static uint32_t
false_term(const loy__work *work, const loy__cel_code *when)
{
    loy__cel_run run = {.slots = work->engine->slots, .arena = &work->engine->arena};
    uint32_t count = loy__cel_term_count(when);

    for (uint32_t i = 0; i < count; i++) {
        loy__cel_value value;

        if (!is_undefined(work, loy__cel_term_at(when, i)) &&
            loy__cel_eval_term(when, i, &run, &value) == LOY__CEL_ERR_NONE && value.as.integer == 0)
            return i;
    }
    return count;
}

/* The whole condition. A conjunct that is false decides, whatever else failed:
 * also named expressions. */
static int
judge_whole(loy__work *work, const loy__rule *rule, verdict *out)
{
    loy__cel_value value;
    loy__cel_error error = loy__facts_eval(work, rule->when, NULL, &value);

    *out = error == LOY__CEL_ERR_NONE && value.as.integer != 0 ? HOLDS : IS_FALSE;
    if (error == LOY__CEL_ERR_NONE ||
        (work->let_failed && false_term(work, rule->when) < loy__cel_term_count(rule->when)))
        return LOY_OK;
    *out = FAILS;
    return report(work, rule, error);
}

static void
fire(loy__work *work, loy__pass *pass, uint32_t rule)
{
    pass->fired[pass->fired_count++] = rule;
    loy__why_rule(work, rule, LOY_WHY_FIRED, 0);
}

/* ---- One after the other ---- */

static int
judge(loy__work *work, const loy__scene *scene, const loy__rule *rule, loy__pass *pass)
{
    verdict found = HOLDS;
    int result = LOY_OK;

    if (scene->time < rule->from || scene->time >= rule->until) {
        loy__why_rule(work, rule->number, LOY_WHY_VALIDITY, 0);
        return LOY_OK;
    }
    if (rule->when != NULL)
        result = judge_whole(work, rule, &found);
    if (found == HOLDS)
        fire(work, pass, rule->number);
    else if (found == IS_FALSE && work->why != NULL)
        loy__why_rule(work, rule->number, LOY_WHY_CONDITION, false_term(work, rule->when));
    return result;
}

static int
match_all(loy__work *work, const loy__scene *scene, const loy__rule_list *list, loy__pass *pass)
{
    int result = LOY_OK;

    for (uint32_t i = 0; i < list->count && result == LOY_OK; i++)
        result = judge(work, scene, &work->program->rules[list->rules[i]], pass);
    return result;
}

/* ---- Those that an index finds ---- */

static inline bool
holds(const loy__rule_test *test, const loy__cel_value *slots)
{
    const loy__cel_value *slot = &slots[test->slot];
    uint64_t value = (uint64_t)slot->as.integer;

    if (test->value == LOY__TEST_SYMBOL)
        value = loy__cel_symbol(*slot);
    else if (test->value == LOY__TEST_DIFFERENCE)
        value -= (uint64_t)slots[test->other].as.integer;
    return (value - test->least <= test->range) != test->outside;
}

/* The tests behind the first. */
static bool
passes_more(const loy__residual *residual, const loy__cel_value *slots)
{
    for (uint32_t i = 1; i < residual->test_count; i++)
        if (!holds(&residual->more[i - 1], slots))
            return false;
    return true;
}

/* Whether a rule that was found is in force, and passes its tests. */
static bool
passes(const loy__work *work, const loy__residual *residual, int64_t time)
{
    const loy__rule *rule = &work->program->rules[residual->rule];
    const loy__cel_value *slots = work->engine->slots;

    return time >= rule->from && time < rule->until &&
           (residual->test_count == 0 || holds(&residual->first, slots)) &&
           passes_more(residual, slots);
}

/* What is left of a condition. One conjunct alone says what the whole would:
 * the others hold. */
static int
judge_rest(loy__work *work, const loy__residual *residual, verdict *out)
{
    const loy__rule *rule = &work->program->rules[residual->rule];
    loy__cel_run run = {.slots = work->engine->slots, .arena = &work->engine->arena};
    loy__cel_value value;
    loy__cel_error error;

    if (residual->rest == LOY__REST_WHOLE)
        return judge_whole(work, rule, out);
    error = loy__cel_eval_term(rule->when, residual->rest, &run, &value);
    *out = error == LOY__CEL_ERR_NONE && value.as.integer != 0 ? HOLDS : IS_FALSE;
    return error == LOY__CEL_ERR_NONE ? LOY_OK : report(work, rule, error);
}

/* What few rules are asked; *result becomes an error where there is one. */
static LOY_APART bool
judge_all(loy__work *work, const loy__scene *scene, const loy__residual *residual, int *result)
{
    verdict said;
    int error;

    if (!passes(work, residual, scene->time))
        return false;
    if (residual->rest == LOY__REST_NONE)
        return true;
    error = judge_rest(work, residual, &said);
    if (error != LOY_OK)
        *result = error;
    return said == HOLDS;
}

/* Whether a rule that was found fires. */
LOY_INLINE bool
fires(loy__work *work, const loy__scene *scene, const loy__residual *residual,
      const loy__cel_value *slots, int *result)
{
    if ((work->present[residual->field] & residual->symbols) == 0)
        return false;
    if (residual->ask == LOY__ASK_NOTHING)
        return true;
    if (residual->ask == LOY__ASK_ALL)
        return judge_all(work, scene, residual, result);
    return holds(&residual->first, slots) &&
           (residual->ask == LOY__ASK_FIRST || passes_more(residual, slots));
}

/* Judging rules of an index, one after the other. */
typedef struct judging {
    loy__work *work;
    const loy__scene *scene;
    const loy__residual *residuals;
    const loy__cel_value *slots;
    uint32_t *fired; /* where the next that fires is noted */
    int *result;     /* an error goes on: no mark may stay */
} judging;

static inline void
judge_found(judging *j, const loy__residual *residual)
{
    if (fires(j->work, j->scene, residual, j->slots, j->result))
        *j->fired++ = residual->rule;
}

static inline void
judge_word(judging *j, uint32_t word, uint64_t bits)
{
    for (; bits != 0; bits &= bits - 1)
        judge_found(j, &j->residuals[word * 64 + loy__lowest_bit(bits)]);
}

/* Where no key and no time finds rules, each is a candidate. */
static void
judge_each(judging *j, uint32_t count)
{
    const loy__residual *residual = j->residuals, *end = LOY_END(residual, count);

    for (; residual < end; residual++)
        judge_found(j, residual);
}

static void
judge_marked(judging *j, const loy__rule_index *index, const loy__marks *marks)
{
    for (uint32_t i = 0; i < index->summaries; i++) {
        for (uint64_t words = marks->summary[i]; words != 0; words &= words - 1) {
            uint32_t word = i * 64 + loy__lowest_bit(words);
            uint64_t bits = marks->bits[word];

            marks->bits[word] = 0;
            judge_word(j, word, bits);
        }
        marks->summary[i] = 0;
    }
}

static int
match_found(loy__work *work, const loy__scene *scene, const loy__rule_list *list, loy__pass *pass)
{
    const loy__rule_index *index = list->index;
    int result = LOY_OK;
    judging j = {work, scene, index->residuals, work->engine->slots, pass->fired, &result};
    loy__marks marks;

    if (index->access_count == 0 && index->moment_count == 0) {
        judge_each(&j, list->count);
    } else {
        int found = loy__candidates(work->engine, index, scene->time, &marks);

        if (found != LOY_OK)
            return found;
        judge_marked(&j, index, &marks);
    }
    pass->fired_count = (uint32_t)(j.fired - pass->fired);
    return result;
}

int
loy__match(loy__work *work, const loy__scene *scene, const loy__rule_list *list, loy__pass *pass)
{
    loy_engine *engine = work->engine;

    pass->fired_count = 0;
    if (list->count == 0)
        return LOY_OK;
    if (!loy__reserve(&engine->memory, &pass->fired, &pass->fired_capacity, list->count,
                      sizeof(*pass->fired)))
        return LOY_ERR_NOMEM;
    /* An index knows nothing of named expressions that failed. */
    if (list->index == NULL || engine->sequential || work->why != NULL || work->let_failed)
        return match_all(work, scene, list, pass);
    return match_found(work, scene, list, pass);
}
