/*
 * features.c -- reads the terms of conditions for the index.
 *
 * Where a feature does not hold its term is false, whatever else is asked. Named
 * expressions are features, too, but for texts, which have no symbols; an index is not
 * asked when one of them failed.
 */
#include "program/features.h"

/* ---- Constants ---- */

bool
loy__key_of(const loy__cel_value *constant, uint64_t *key)
{
    switch (loy__cel_kind(*constant)) {
    case LOY__CEL_BOOL:
    case LOY__CEL_INT:
        *key = (uint64_t)constant->as.integer;
        return true;
    case LOY__CEL_STRING: /* facts that are empty have no symbol */
        *key = loy__cel_symbol(*constant);
        return *key != 0 && constant->size != 0;
    default:
        return false;
    }
}

static bool
have_keys(const loy__cel_value *constants, uint32_t count)
{
    uint64_t key;

    for (uint32_t i = 0; i < count; i++)
        if (!loy__key_of(&constants[i], &key))
            return false;
    return true;
}

/* ---- Facts ---- */

static bool
same_fact(const loy__key_part *a, const loy__key_part *b)
{
    return a->slot == b->slot && a->field == b->field && a->source == b->source &&
           a->text == b->text && a->under == b->under;
}

/* The number of a fact, or LOY__NONE when there are too many. */
static uint32_t
enter_fact(loy__survey *survey, const loy__key_part *part)
{
    for (uint32_t i = 0; i < survey->keyed_count; i++)
        if (same_fact(&survey->keyed[i].part, part))
            return i;
    if (survey->keyed_count == LOY__MAX_KEYED)
        return LOY__NONE;
    survey->keyed[survey->keyed_count].part = *part;
    return survey->keyed_count++;
}

/* ---- Terms ---- */

/* The constants that a test of this shape allows; false: it is no equality. */
static bool
allowed(uint32_t shape, const loy__cel_term *term, loy__feature *out)
{
    static const loy__cel_value truths[] = {{.as.integer = 0, .tag = LOY__CEL_BOOL},
                                            {.as.integer = 1, .tag = LOY__CEL_BOOL}};

    switch (shape) {
    case LOY__CEL_TERM_EQ:
    case LOY__CEL_TERM_IN:
    case LOY__CEL_TERM_UNDER:
        out->values = term->constants;
        out->count = term->constant_count;
        return have_keys(out->values, out->count);
    case LOY__CEL_TERM_TRUE:
    case LOY__CEL_TERM_FALSE:
        out->values = &truths[shape == LOY__CEL_TERM_TRUE];
        out->count = 1;
        return true;
    default:
        return false;
    }
}

static bool
is_computed(const loy_program *program, const loy__cel_term *term)
{
    for (uint32_t i = 0; i < term->slot_count; i++)
        if (term->slots[i] >= program->facts.lets)
            return true;
    return false;
}

static bool
read_feature(loy__survey *survey, const loy__cel_term *term, loy__feature *out)
{
    bool exists = term->shape == LOY__CEL_TERM_EXISTS;
    uint32_t shape = exists ? term->inner : term->shape;
    loy__key_part part = {.slot = term->slot};

    if (!allowed(shape, term, out))
        return false;
    part.text = out->count != 0 && loy__cel_kind(out->values[0]) == LOY__CEL_STRING;
    if (term->slot >= survey->program->facts.lets && (exists || part.text))
        return false;
    if (exists) {
        part.source = term->field == UINT32_MAX ? LOY__KEY_ITEMS : LOY__KEY_ROWS;
        part.field = term->field;
        if ((part.source == LOY__KEY_ROWS) != (term->slot == LOY__FACT_LINES))
            return false;
    }
    part.under = shape == LOY__CEL_TERM_UNDER;
    out->keyed = enter_fact(survey, &part);
    return out->keyed != LOY__NONE;
}

static void
add_feature(loy__features *out, const loy__feature *feature)
{
    for (uint32_t i = 0; i < out->count; i++)
        if (out->items[i].keyed == feature->keyed)
            return;
    if (out->count < LOY__MAX_FEATURES)
        out->items[out->count++] = *feature;
}

/* A term about lines without which an amount is 0 and cannot fail, or NULL. It
 * may be that of the one named expression of which the amount is a multiple. */
static const loy__cel_term *
need_of_code(const loy_program *program, const loy__cel_code *code)
{
    const loy__cel_term *need = code != NULL ? loy__cel_need(code) : NULL;

    while (need != NULL) {
        uint32_t count;
        const uint32_t *slots = loy__cel_slots(code, &count);
        bool computed = count > 0 && slots[count - 1] >= program->facts.lets;

        if (need->shape == LOY__CEL_TERM_EXISTS)
            return computed ? NULL : need;
        if (!computed || need->slot != slots[count - 1] ||
            (count > 1 && slots[count - 2] >= program->facts.lets))
            return NULL;
        code = program->lets[need->slot - program->facts.lets].code;
        need = loy__cel_need(code);
    }
    return NULL;
}

/* A rule that gives only one amount, which is nothing without certain lines:
 * their term, or NULL. Its condition must not fail: an error of it is reported
 * even where the amount is nothing. */
static const loy__cel_term *
need_of(const loy_program *program, const loy__rule *rule)
{
    uint32_t count = rule->when != NULL ? loy__cel_term_count(rule->when) : 0;
    const loy__cel_term *need, *term;

    if (rule->earn_count + rule->count_count != 1 || rule->factor_count + rule->issue_count != 0 ||
        rule->stage != LOY__NONE || rule->notify != NULL)
        return NULL;
    need =
        need_of_code(program, rule->earn_count == 1 ? rule->earns[0].code : rule->counts[0].code);
    for (uint32_t i = 0; i < count && need != NULL; i++) {
        term = loy__cel_term_at(rule->when, i);
        if (term->shape == LOY__CEL_TERM_OTHER || term->implied || is_computed(program, term))
            return NULL;
    }
    return need;
}

/* The lines of a term, where symbols tell them. */
static loy__line_need
lines_of(const loy__cel_term *term)
{
    loy__line_need need = {.field = term != NULL ? term->field : 0};

    if (term == NULL || term->slot != LOY__FACT_LINES ||
        (term->field != LOY__LINE_SKU && term->field != LOY__LINE_CATEGORY) ||
        (term->inner != LOY__CEL_TERM_EQ && term->inner != LOY__CEL_TERM_IN))
        return LOY__NO_NEED;
    for (uint32_t i = 0; i < term->constant_count; i++) {
        uint64_t bit = loy__cel_kind(term->constants[i]) == LOY__CEL_STRING
                           ? loy__symbol_bit(loy__cel_symbol(term->constants[i]))
                           : 0;

        if (bit == 0)
            return LOY__NO_NEED;
        need.symbols |= bit;
    }
    return need;
}

loy__line_need
loy__code_need(const loy_program *program, const loy__cel_code *code)
{
    return lines_of(need_of_code(program, code));
}

loy__line_need
loy__rule_need(const loy_program *program, const loy__rule *rule)
{
    return lines_of(need_of(program, rule));
}

void
loy__features_of(loy__survey *survey, const loy__rule *rule, loy__features *out)
{
    uint32_t count = rule->when != NULL ? loy__cel_term_count(rule->when) : 0;

    const loy__cel_term *need;
    loy__feature feature;

    out->count = 0;
    for (uint32_t i = 0; i < count && i < 64; i++) {
        const loy__cel_term *term = loy__cel_term_at(rule->when, i);

        feature.term = term->implied ? LOY__NONE : i;
        if (read_feature(survey, term, &feature))
            add_feature(out, &feature);
    }
    need = need_of(survey->program, rule);
    if (need != NULL && read_feature(survey, need, &feature)) {
        feature.term = LOY__NONE;
        add_feature(out, &feature);
    }
}

/* ---- The survey ---- */

static void
add_value(loy__keyed *keyed, uint64_t key, bool first)
{
    /* The highest ten bits of the product number the bits of a set of 1024. */
    uint64_t hash = key * LOY__HASH_MULTIPLIER >> 54;
    int64_t least = (int64_t)keyed->part.least, most = (int64_t)keyed->part.range;

    keyed->seen[hash >> 6] |= UINT64_C(1) << (hash & 63);
    if (first || (int64_t)key < least)
        keyed->part.least = key;
    if (first || (int64_t)key > most)
        keyed->part.range = key;
}

void
loy__survey_add(loy__survey *survey, const loy__features *features)
{
    for (uint32_t i = 0; i < features->count; i++) {
        const loy__feature *feature = &features->items[i];
        loy__keyed *keyed = &survey->keyed[feature->keyed];
        uint64_t key;

        for (uint32_t k = 0; k < feature->count; k++)
            if (loy__key_of(&feature->values[k], &key)) {
                add_value(keyed, key, keyed->variety == 0);
                keyed->variety = 1;
            }
    }
}

void
loy__survey_end(loy__survey *survey)
{
    for (uint32_t i = 0; i < survey->keyed_count; i++) {
        loy__keyed *keyed = &survey->keyed[i];

        keyed->part.range -= keyed->part.least;
        for (keyed->bits = 0; keyed->bits < 64 && keyed->part.range >> keyed->bits != 0;)
            keyed->bits++;
        keyed->variety = 0;
        for (uint32_t word = 0; word < 16; word++)
            for (uint64_t left = keyed->seen[word]; left != 0; left &= left - 1)
                keyed->variety++;
    }
}
