/*
 * residual.c -- what is left of a condition once the index has decided some of
 * its terms: ranges that are tested at once, and code for the rest.
 *
 * All tests of a rule are tried before any code runs: where one is false the
 * condition is, whatever the code would say, errors included.
 */
#include "program/features.h"

#define MAX_TESTS 16

/* A term as a range; false when it is none. */
static bool
read_test(const loy_program *program, const loy__cel_term *term, loy__rule_test *out)
{
    int64_t value = term->constant_count == 1 ? term->constants[0].as.integer : 0;
    uint64_t key = 0;
    bool number = term->constant_count == 1 && loy__cel_kind(term->constants[0]) == LOY__CEL_INT;
    bool text;

    *out = (loy__rule_test){.slot = term->slot};
    if (term->shape == LOY__CEL_TERM_SAME || term->shape == LOY__CEL_TERM_DIFFERENT) {
        out->slot = term->slots[0];
        out->other = term->slots[1];
        out->value = LOY__TEST_DIFFERENCE;
        out->outside = term->shape == LOY__CEL_TERM_DIFFERENT;
        return true;
    }
    if (term->slot_count != 1)
        return false;
    switch (term->shape) {
    case LOY__CEL_TERM_TRUE:
    case LOY__CEL_TERM_FALSE:
        out->least = term->shape == LOY__CEL_TERM_TRUE;
        return true;
    case LOY__CEL_TERM_EQ:
    case LOY__CEL_TERM_NE:
        out->outside = term->shape == LOY__CEL_TERM_NE;
        text = loy__cel_kind(term->constants[0]) == LOY__CEL_STRING;
        out->value = text ? LOY__TEST_SYMBOL : LOY__TEST_NUMBER;
        if (!loy__key_of(&term->constants[0], &key) ||
            (text && term->slot >= program->facts.lets)) /* it has no symbol */
            return false;
        out->least = key;
        return true;
    case LOY__CEL_TERM_LT:
    case LOY__CEL_TERM_LE:
        if (!number || value == INT64_MIN)
            return false;
        out->least = (uint64_t)INT64_MIN;
        out->range = (uint64_t)value - out->least - (term->shape == LOY__CEL_TERM_LT);
        return true;
    case LOY__CEL_TERM_GT:
    case LOY__CEL_TERM_GE:
        if (!number || value == INT64_MAX)
            return false;
        out->least = (uint64_t)value + (term->shape == LOY__CEL_TERM_GT);
        out->range = (uint64_t)INT64_MAX - out->least;
        return true;
    default:
        return false;
    }
}

/* Narrows a test by another of the same fact; false when they stay apart. */
static bool
narrow(loy__rule_test *test, const loy__rule_test *by)
{
    int64_t low = (int64_t)test->least, other_low = (int64_t)by->least;
    int64_t high = (int64_t)(test->least + test->range);
    int64_t other_high = (int64_t)(by->least + by->range);

    if (test->slot != by->slot || test->value != LOY__TEST_NUMBER ||
        by->value != LOY__TEST_NUMBER || test->outside || by->outside)
        return false;
    low = low > other_low ? low : other_low;
    high = high < other_high ? high : other_high;
    if (low > high)
        return false;
    test->least = (uint64_t)low;
    test->range = (uint64_t)high - (uint64_t)low;
    return true;
}

/* Adds a test; false: there is no room. */
static bool
add_test(loy__rule_test *tests, uint32_t *count, const loy__rule_test *test)
{
    for (uint32_t i = 0; i < *count; i++)
        if (narrow(&tests[i], test))
            return true;
    if (*count == MAX_TESTS)
        return false;
    tests[(*count)++] = *test;
    return true;
}

void
loy__residual_of(loy__reader *reader, const loy__rule *rule, uint64_t decided, loy__residual *out)
{
    uint32_t terms = rule->when != NULL ? loy__cel_term_count(rule->when) : 0, count = 0;
    loy__rule_test tests[MAX_TESTS] = {0}, test, *more;
    loy__line_need need = loy__rule_need(reader->program, rule);
    bool always = rule->from == INT64_MIN && rule->until == LOY_NEVER;

    *out = (loy__residual){.symbols = need.symbols,
                           .field = (uint8_t)need.field,
                           .rest = LOY__REST_NONE,
                           .rule = rule->number};
    for (uint32_t i = 0; i < terms; i++) {
        if (i < 64 && (decided >> i & 1) != 0)
            continue;
        if (read_test(reader->program, loy__cel_term_at(rule->when, i), &test) &&
            add_test(tests, &count, &test))
            continue;
        out->rest = out->rest == LOY__REST_NONE ? i : (uint32_t)LOY__REST_WHOLE;
    }
    out->test_count = (uint8_t)count;
    out->ask = LOY__ASK_ALL;
    if (always && out->rest == LOY__REST_NONE)
        out->ask = count == 0 ? LOY__ASK_NOTHING : count == 1 ? LOY__ASK_FIRST : LOY__ASK_TESTS;
    out->first = tests[0];
    if (count < 2)
        return;
    more = loy__keep(reader, count - 1, sizeof(*more));
    for (uint32_t i = 1; more != NULL && i < count; i++)
        more[i - 1] = tests[i];
    out->more = more;
}
