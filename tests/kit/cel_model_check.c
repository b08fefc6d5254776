/*
 * cel_model_check.c -- what the machine gives and what code says of itself,
 * held against the model.
 */
#include <string.h>

#include "kit/cel_model.h"

/* ---- Values ---- */

static bool
equals(cel_model_type type, cel_model_value expected, loy__cel_value value, const cel_model *m)
{
    cel_model_type element = type == CEL_MODEL_INT_LIST    ? CEL_MODEL_INT
                             : type == CEL_MODEL_TEXT_LIST ? CEL_MODEL_TEXT
                                                           : CEL_MODEL_LINE;

    switch (type) {
    case CEL_MODEL_INT:
        return loy__cel_kind(value) == LOY__CEL_INT && value.as.integer == expected.number;
    case CEL_MODEL_BOOL:
        return loy__cel_kind(value) == LOY__CEL_BOOL && value.as.integer == expected.number;
    case CEL_MODEL_TEXT:
        return loy__cel_kind(value) == LOY__CEL_STRING && value.size == expected.size &&
               (value.size == 0 || memcmp(value.as.text, expected.text, value.size) == 0);
    case CEL_MODEL_LINE:
        return loy__cel_kind(value) == LOY__CEL_ROW && value.as.fields == m->rows[expected.number];
    default:
        break;
    }
    if (value.size != expected.size)
        return false;
    if (loy__cel_kind(value) == LOY__CEL_ROWS)
        return value.size == 0 || value.as.fields == m->rows[0];
    for (uint32_t i = 0; i < value.size; i++)
        if (!equals(element, expected.items[i], value.as.items[i], m))
            return false;
    return loy__cel_kind(value) == LOY__CEL_LIST;
}

/* ---- Terms, by their shapes ---- */

static bool
text_under(loy__cel_value path, loy__cel_value prefix)
{
    return path.size >= prefix.size && memcmp(path.as.text, prefix.as.text, prefix.size) == 0 &&
           (path.size == prefix.size || path.as.text[prefix.size] == '/');
}

static int
order(loy__cel_value a, loy__cel_value b)
{
    uint32_t least = a.size < b.size ? a.size : b.size;
    int by_bytes;

    if (loy__cel_kind(a) != LOY__CEL_STRING)
        return (a.as.integer > b.as.integer) - (a.as.integer < b.as.integer);
    by_bytes = least > 0 ? memcmp(a.as.text, b.as.text, least) : 0;
    return by_bytes != 0 ? by_bytes : (a.size > b.size) - (a.size < b.size);
}

static bool
holds(uint32_t shape, loy__cel_value value, const loy__cel_value *constants, uint32_t count)
{
    switch (shape) {
    case LOY__CEL_TERM_EQ:
        return order(value, constants[0]) == 0;
    case LOY__CEL_TERM_NE:
        return order(value, constants[0]) != 0;
    case LOY__CEL_TERM_LT:
        return order(value, constants[0]) < 0;
    case LOY__CEL_TERM_LE:
        return order(value, constants[0]) <= 0;
    case LOY__CEL_TERM_GT:
        return order(value, constants[0]) > 0;
    case LOY__CEL_TERM_GE:
        return order(value, constants[0]) >= 0;
    case LOY__CEL_TERM_UNDER:
        return text_under(value, constants[0]);
    case LOY__CEL_TERM_TRUE:
        return value.as.integer != 0;
    case LOY__CEL_TERM_FALSE:
        return value.as.integer == 0;
    default: /* IN */
        for (uint32_t i = 0; i < count; i++)
            if (order(value, constants[i]) == 0)
                return true;
        return false;
    }
}

static bool
term_holds(const cel_model *m, const loy__cel_term *term)
{
    loy__cel_value fact = m->slots[term->slot];

    if (term->shape == LOY__CEL_TERM_NE && term->constant_count == 0)
        return fact.as.integer != 0;
    if (term->shape == LOY__CEL_TERM_SAME || term->shape == LOY__CEL_TERM_DIFFERENT)
        return (order(m->slots[term->slots[0]], m->slots[term->slots[1]]) == 0) ==
               (term->shape == LOY__CEL_TERM_SAME);
    if (term->shape != LOY__CEL_TERM_EXISTS)
        return holds(term->shape, fact, term->constants, term->constant_count);
    for (uint32_t i = 0; i < fact.size; i++) {
        loy__cel_value value = term->field == UINT32_MAX
                                   ? fact.as.items[i]
                                   : fact.as.fields[i * CEL_MODEL_FIELDS + term->field];

        if (holds(term->inner, value, term->constants, term->constant_count))
            return true;
    }
    return false;
}

/* A condition is true exactly when all of its terms are, and each term is what
 * its shape says; an implied shape says only when it is false. */
static const char *
check_terms(cel_model *m, const loy__cel_code *code, const loy__cel_run *run,
            cel_model_value expected)
{
    bool any_false = false, any_failed = false;

    for (uint32_t i = 0; i < loy__cel_term_count(code); i++) {
        const loy__cel_term *term = loy__cel_term_at(code, i);
        loy__cel_value value = loy__cel_bool(false);
        bool failed = loy__cel_eval_term(code, i, run, &value) != LOY__CEL_ERR_NONE;

        any_failed = any_failed || failed;
        any_false = any_false || (!failed && value.as.integer == 0);
        if (term->shape != LOY__CEL_TERM_OTHER && !(term->implied && term_holds(m, term)) &&
            (failed || (value.as.integer != 0) != term_holds(m, term)))
            return "a term is not what its shape says";
    }
    if (any_false ? expected.failed || expected.number != 0
                  : expected.failed != any_failed || (!any_failed && expected.number != 1))
        return "the terms are not the condition";
    return NULL;
}

/* ---- Together ---- */

static const char *
check_marks(cel_model *m, const cel_model_node *node, const loy__cel_code *code,
            const loy__cel_run *run, bool failed, loy__cel_value value)
{
    uint64_t rows = 0, expected;
    loy__cel_run marking = *run;
    loy__cel_value marked;

    marking.rows = &rows;
    marking.row_words = 1;
    if ((loy__cel_eval(code, &marking, &marked) != LOY__CEL_ERR_NONE) != failed ||
        (!failed && node->type <= CEL_MODEL_TEXT_LIST && !loy__cel_equal(marked, value)))
        return "marking rows changes the value";
    if (!failed && cel_model_rows(m, node, &expected) && rows != expected)
        return "other rows are marked";
    return NULL;
}

const char *
cel_model_check(cel_model *m, const cel_model_node *node, const loy__cel_code *code,
                loy__arena *arena)
{
    loy__cel_run run = {.slots = m->slots, .arena = arena};
    const loy__cel_term *need = loy__cel_need(code);
    cel_model_value expected;
    loy__cel_value value = loy__cel_int(-1);
    loy__cel_error error;
    const char *wrong = NULL;

    m->item_count = 0;
    m->byte_count = 0;
    m->full = false;
    expected = cel_model_walk(m, node);
    if (m->full)
        return NULL;
    error = loy__cel_eval(code, &run, &value);
    if (error == LOY__CEL_ERR_MEMORY)
        return "out of memory";
    if ((error != LOY__CEL_ERR_NONE) != expected.failed)
        return expected.failed ? "it should fail" : "it should not fail";
    if (!expected.failed && !equals(node->type, expected, value, m))
        return "another value";
    if (need != NULL && !term_holds(m, need) && (expected.failed || expected.number != 0))
        return "it gives something without what it needs";
    if (node->type == CEL_MODEL_BOOL)
        wrong = check_terms(m, code, &run, expected);
    return wrong != NULL ? wrong : check_marks(m, node, code, &run, expected.failed, value);
}
