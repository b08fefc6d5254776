/*
 * rows.c -- whole loops over objects as one instruction: the sum of a field, or
 * the number, of those that pass some tests, and whether any does.
 *
 * Rows lie one after the other or are the elements of a list. Tests compare a
 * field with a constant and cannot fail.
 */
#include "base/number.h"
#include "cel/machine.h"

static bool
among(const loy__cel_value *value, const loy__cel_value *list)
{
    for (uint32_t i = 0; i < list->size; i++)
        if (list->as.items[i].as.integer == value->as.integer)
            return true;
    return false;
}

static bool
listed(const loy__cel_value *value, const loy__cel_value *list)
{
    for (uint32_t i = 0; i < list->size; i++)
        if (loy__cel_is_text(value, &list->as.items[i]))
            return true;
    return false;
}

bool
loy__cel_holds(uint32_t op, const loy__cel_value *b, const loy__cel_value *c)
{
    switch (op) {
    case LOY__DO_IF_SAME:
        return loy__cel_is_text(b, c);
    case LOY__DO_IF_DIFFERENT:
        return !loy__cel_is_text(b, c);
    case LOY__DO_IF_TRUE:
        return b->as.integer != 0;
    case LOY__DO_IF_FALSE:
        return b->as.integer == 0;
    case LOY__DO_IF_EQ:
        return b->as.integer == c->as.integer;
    case LOY__DO_IF_NE:
        return b->as.integer != c->as.integer;
    case LOY__DO_IF_LT:
        return b->as.integer < c->as.integer;
    case LOY__DO_IF_LE:
        return b->as.integer <= c->as.integer;
    case LOY__DO_IF_GT:
        return b->as.integer > c->as.integer;
    case LOY__DO_IF_GE:
        return b->as.integer >= c->as.integer;
    case LOY__DO_IF_AMONG:
        return among(b, c);
    case LOY__DO_IF_NOT_AMONG:
        return !among(b, c);
    case LOY__DO_IF_LISTED:
        return listed(b, c);
    case LOY__DO_IF_NOT_LISTED:
        return !listed(b, c);
    case LOY__DO_IF_UNDER:
        return loy__cel_is_under(*b, *c);
    case LOY__DO_IF_NOT_UNDER:
        return !loy__cel_is_under(*b, *c);
    case LOY__DO_IF_SYMBOL:
        return b->tag == c->tag;
    default:
        return b->tag != c->tag;
    }
}

/* A loop over rows: its instruction, and the list it goes through. */
typedef struct loop {
    const loy__cel_code *code;
    const loy__cel_run *run;
    const loy__cel_instruction *at;
    const loy__cel_value *source;
    bool listed; /* the elements of a list, else one row after the other */
    bool marks;
} loop;

static inline const loy__cel_value *
constant_of(const loy__cel_code *code, const loy__cel_instruction *test)
{
    return &code->constants[test->c & LOY__PLACE_MAX];
}

/* The tests of a loop but for the first few, for one row. */
static bool
passes(const loy__cel_code *code, const loy__cel_instruction *at, uint32_t first,
       const loy__cel_value *row)
{
    const loy__cel_instruction *test = at + 2 + first, *end = at + 2 + at->c;

    for (; test < end; test++)
        if (!loy__cel_holds(test->op, row + test->b, constant_of(code, test)))
            return false;
    return true;
}

static bool
open_loop(const loy__cel_code *code, const loy__cel_run *run, const loy__cel_instruction *at,
          loop *out)
{
    const loy__cel_value *source = &run->slots[at->b & LOY__PLACE_MAX];
    uint32_t kind = loy__cel_kind(*source);

    *out = (loop){code, run, at, source, kind == LOY__CEL_LIST, false};
    out->marks = !out->listed && at[1].b != 0 && run->rows != NULL;
    return kind == LOY__CEL_ROWS || kind == LOY__CEL_LIST;
}

/* The next row that passes, or NULL; *at is behind it. */
static const loy__cel_value *
next_row(const loop *l, uint32_t *at)
{
    const loy__cel_value *source = l->source;
    uint32_t step = l->listed ? 1 : l->code->strides[source->tag >> 8];

    while (*at < source->size) {
        size_t number = (*at)++;
        const loy__cel_value *row =
            l->listed ? source->as.items[number].as.fields : source->as.fields + number * step;

        if (!passes(l->code, l->at, 0, row))
            continue;
        if (l->marks)
            loy__cel_mark_row(l->run, number);
        return row;
    }
    return NULL;
}

static loy__cel_error
sum_any_rows(const loy__cel_code *code, const loy__cel_run *run, const loy__cel_instruction *at,
             int64_t *out)
{
    uint32_t field = at[1].a, number = 0;
    const loy__cel_value *row;
    loop l;

    *out = 0;
    if (!open_loop(code, run, at, &l))
        return LOY__CEL_ERR_OVERLOAD;
    while ((row = next_row(&l, &number)) != NULL)
        if (!loy__add(*out, field != LOY__PLACE_MAX ? row[field].as.integer : 1, out))
            return LOY__CEL_ERR_OVERFLOW;
    return LOY__CEL_ERR_NONE;
}

/* What rows are asked first: for a symbol, or another than that; and most often no more. */
typedef struct asked {
    uint32_t tag, tested, field, step;
    bool same, alone;
} asked;

static inline asked
asked_of(const loy__cel_code *code, const loy__cel_instruction *at, const loy__cel_value *source)
{
    return (asked){.tag = constant_of(code, at + 2)->tag,
                   .tested = at[2].b,
                   .field = at[1].a,
                   .step = code->strides[source->tag >> 8],
                   .same = at[2].op == LOY__DO_IF_SYMBOL,
                   .alone = at->c == 1};
}

/* Adds up a field of no more rows than a word has bits; *seen: those that pass. */
LOY_INLINE loy__cel_error
sum_span(const loy__cel_code *code, const loy__cel_instruction *at, asked by,
         const loy__cel_value *row, uint32_t count, uint64_t *seen, int64_t *total)
{
    const loy__cel_value *end = row + (size_t)count * by.step;

    *seen = 0;
    for (uint64_t bit = 1; row != end; row += by.step, bit += bit) {
        if ((row[by.tested].tag == by.tag) != by.same || (!by.alone && !passes(code, at, 1, row)))
            continue;
        *seen |= bit;
        if (!loy__add(*total, row[by.field].as.integer, total))
            return LOY__CEL_ERR_OVERFLOW;
    }
    return LOY__CEL_ERR_NONE;
}

static inline void
mark_word(const loy__cel_run *run, const loy__cel_instruction *at, uint32_t word, uint64_t seen)
{
    if (at[1].b != 0 && run->rows != NULL && word < run->row_words)
        run->rows[word] |= seen;
}

static loy__cel_error
sum_many(const loy__cel_code *code, const loy__cel_run *run, const loy__cel_instruction *at,
         const loy__cel_value *source, int64_t *out)
{
    const asked by = asked_of(code, at, source);
    const loy__cel_value *row = source->as.fields;
    loy__cel_error error = LOY__CEL_ERR_NONE;

    *out = 0;
    for (uint32_t word = 0; error == LOY__CEL_ERR_NONE && word * 64 < source->size; word++) {
        uint32_t left = source->size - word * 64, count = left < 64 ? left : 64;
        uint64_t seen;

        error = sum_span(code, at, by, row, count, &seen, out);
        mark_word(run, at, word, seen);
        row += (size_t)count * by.step;
    }
    return error;
}

/* A sum of a field over rows of a fact. */
static inline bool
sums_rows(const loy__cel_value *source, const loy__cel_instruction *at)
{
    return loy__cel_kind(*source) == LOY__CEL_ROWS && at->c > 0 && at[1].a != LOY__PLACE_MAX;
}

loy__cel_error
loy__cel_sum_rows(const loy__cel_code *code, const loy__cel_run *run,
                  const loy__cel_instruction *at, int64_t *out)
{
    const loy__cel_value *source = &run->slots[at->b & LOY__PLACE_MAX];

    return sums_rows(source, at) &&
                   (at[2].op == LOY__DO_IF_SYMBOL || at[2].op == LOY__DO_IF_OTHER_SYMBOL)
               ? sum_many(code, run, at, source, out)
               : sum_any_rows(code, run, at, out);
}

loy__cel_error
loy__cel_eval_any_sum(const loy__cel_code *code, const loy__cel_run *run, loy__cel_value *out)
{
    int64_t sum;
    loy__cel_error error = loy__cel_sum_rows(code, run, code->instructions, &sum);

    return error == LOY__CEL_ERR_NONE ? loy__cel_run_steps(code, sum, out) : error;
}

loy__cel_error
loy__cel_any_row(const loy__cel_code *code, const loy__cel_run *run, const loy__cel_instruction *at,
                 bool *out)
{
    uint32_t number = 0;
    loop l;

    if (!open_loop(code, run, at, &l))
        return LOY__CEL_ERR_OVERLOAD;
    *out = false;
    while (next_row(&l, &number) != NULL) {
        *out = true;
        if (!l.marks)
            break;
    }
    return LOY__CEL_ERR_NONE;
}
