/*
 * rows.c -- whole loops over objects as one instruction: the sum of a field, or
 * the number, of those that pass some tests, and whether any does.
 *
 * Rows lie one after the other or are the elements of a list. Tests compare a
 * field with a constant and cannot fail.
 */
#include "base/number.h"
#include "cel/machine.h"

typedef struct rows {
    const loy__cel_value *next; /* the first field, or in a list the object */
    const loy__cel_value *text; /* of the first test, where it compares texts; or NULL */
    uint32_t step;
    uint32_t count;
    uint32_t at;    /* the number of the last row; at first UINT32_MAX */
    uint32_t field; /* compared with the text */
    bool same;      /* or different */
    bool listed;
    bool marks;
} rows;

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
    default:
        return !loy__cel_is_under(*b, *c);
    }
}

/* The tests of an instruction but for the first few, for one row. */
static bool
passes(const loy__cel_machine *m, const loy__cel_instruction *i, uint32_t first,
       const loy__cel_value *row)
{
    const loy__cel_instruction *test = i + 2 + first, *end = i + 2 + i->c;

    for (; test < end; test++)
        if (!loy__cel_holds(test->op, row + test->b, loy__cel_at(m, test->c)))
            return false;
    return true;
}

LOY_INLINE bool
open_rows(const loy__cel_machine *m, const loy__cel_instruction *i, rows *r)
{
    const loy__cel_value *source = loy__cel_at(m, i->b);
    uint32_t kind = loy__cel_kind(*source), test = i->c > 0 ? i[2].op : 0;

    if (kind != LOY__CEL_ROWS && kind != LOY__CEL_LIST)
        return false;
    r->listed = kind == LOY__CEL_LIST;
    r->next = r->listed ? source->as.items : source->as.fields;
    r->step = r->listed ? 1 : m->code->strides[source->tag >> 8];
    r->count = source->size;
    r->at = UINT32_MAX;
    r->marks = !r->listed && i[1].b != 0 && m->run->rows != NULL;
    r->text =
        test == LOY__DO_IF_SAME || test == LOY__DO_IF_DIFFERENT ? loy__cel_at(m, i[2].c) : NULL;
    r->field = r->text != NULL ? i[2].b : 0;
    r->same = test == LOY__DO_IF_SAME;
    return true;
}

/* Most often the first test compares texts, and is the only one or false. */
LOY_INLINE bool
passes_all(const loy__cel_machine *m, const loy__cel_instruction *i, const rows *r,
           const loy__cel_value *row)
{
    if (r->text == NULL)
        return passes(m, i, 0, row);
    return loy__cel_is_text(row + r->field, r->text) == r->same &&
           (i->c == 1 || passes(m, i, 1, row));
}

/* The next row that passes, or NULL; r->at is its number. */
LOY_INLINE const loy__cel_value *
next_row(const loy__cel_machine *m, const loy__cel_instruction *i, rows *r)
{
    while (r->at + 1 != r->count) {
        const loy__cel_value *row = r->listed ? r->next->as.fields : r->next;

        r->next += r->step;
        r->at++;
        if (passes_all(m, i, r, row)) {
            if (r->marks)
                loy__cel_mark_row(m->run, r->at);
            return row;
        }
    }
    return NULL;
}

/* A sum whose one test compares texts, as most do: the loop writes nothing, and
 * all it needs stays in registers. */
static loy__cel_error
sum_by_text(const loy__cel_machine *m, const loy__cel_instruction *i, const rows *r)
{
    const loy__cel_value text = *r->text, *row = r->next;
    uint32_t field = i[1].a;
    bool fits = true;
    uint64_t seen = 0; /* of the first rows */
    int64_t total = 0;

    for (uint32_t at = 0; at < r->count && fits; at++, row += r->step) {
        if (loy__cel_is_text(row + r->field, &text) != r->same)
            continue;
        if (at < 64)
            seen |= UINT64_C(1) << at;
        else if (r->marks)
            loy__cel_mark_row(m->run, at);
        fits = loy__add(total, field != LOY__PLACE_MAX ? row[field].as.integer : 1, &total);
    }
    if (r->marks && m->run->row_words > 0)
        m->run->rows[0] |= seen;
    m->registers[i->a] = loy__cel_int(total);
    return fits ? LOY__CEL_ERR_NONE : LOY__CEL_ERR_OVERFLOW;
}

loy__cel_error
loy__cel_sum_rows(const loy__cel_machine *m, const loy__cel_instruction *i)
{
    uint32_t field = i[1].a;
    const loy__cel_value *row;
    int64_t total = 0;
    rows r;

    if (!open_rows(m, i, &r))
        return LOY__CEL_ERR_OVERLOAD;
    if (r.text != NULL && i->c == 1 && !r.listed)
        return sum_by_text(m, i, &r);
    while ((row = next_row(m, i, &r)) != NULL)
        if (!loy__add(total, field != LOY__PLACE_MAX ? row[field].as.integer : 1, &total))
            return LOY__CEL_ERR_OVERFLOW;
    m->registers[i->a] = loy__cel_int(total);
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_any_row(const loy__cel_machine *m, const loy__cel_instruction *i)
{
    bool found = false;
    rows r;

    if (!open_rows(m, i, &r))
        return LOY__CEL_ERR_OVERLOAD;
    while (next_row(m, i, &r) != NULL) {
        found = true;
        if (!r.marks)
            break;
    }
    m->registers[i->a] = loy__cel_bool(found);
    return LOY__CEL_ERR_NONE;
}
