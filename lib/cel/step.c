/*
 * step.c -- the instructions that do not jump, beside the hottest ones.
 */
#include "cel/ast.h"
#include "cel/build.h"
#include "cel/function.h"
#include "cel/machine.h"

static loy__cel_value
row_of(const loy__cel_code *code, loy__cel_value rows, uint32_t index)
{
    uint32_t number = rows.tag >> 8;

    return (loy__cel_value){.as.fields = rows.as.fields + (size_t)index * code->strides[number],
                            .size = 1,
                            .tag = LOY__CEL_ROW | number << 8};
}

static loy__cel_error
iterate(loy__cel_machine *m, uint32_t base, const loy__cel_value *range)
{
    uint32_t kind = loy__cel_kind(*range);

    if (kind != LOY__CEL_LIST && kind != LOY__CEL_MAP && kind != LOY__CEL_ROWS)
        return LOY__CEL_ERR_OVERLOAD;
    m->registers[base + 1] = *range;
    m->registers[base + 2] = loy__cel_int(-1);
    return LOY__CEL_ERR_NONE;
}

static void
mark(const loy__cel_machine *m, uint32_t base)
{
    if (m->run->rows != NULL && loy__cel_kind(m->registers[base + 1]) == LOY__CEL_ROWS)
        loy__cel_mark_row(m->run, m->registers[base + 2].as.natural);
}

static void
mark_all(const loy__cel_machine *m, const loy__cel_value *rows)
{
    if (m->run->rows != NULL && loy__cel_kind(*rows) == LOY__CEL_ROWS)
        for (uint32_t i = 0; i < rows->size; i++)
            loy__cel_mark_row(m->run, i);
}

static loy__cel_error
any_row(loy__cel_machine *m, const loy__cel_instruction *i)
{
    bool found = false;
    loy__cel_error error = loy__cel_any_row(m->code, m->run, i, &found);

    if (error == LOY__CEL_ERR_NONE)
        m->registers[i->a] = loy__cel_bool(found);
    return error;
}

/* ---- Members ---- */

static loy__cel_error
index_value(const loy__cel_machine *m, const loy__cel_value *base, const loy__cel_value *key,
            loy__cel_value *out)
{
    if (loy__cel_kind(*base) != LOY__CEL_ROWS)
        return loy__cel_member_value(m->run->arena, *base, *key, out);
    if (loy__cel_kind(*key) != LOY__CEL_INT)
        return LOY__CEL_ERR_OVERLOAD;
    if (key->as.integer < 0 || key->as.integer >= base->size)
        return LOY__CEL_ERR_INDEX;
    *out = row_of(m->code, *base, (uint32_t)key->as.integer);
    return LOY__CEL_ERR_NONE;
}

static loy__cel_error
call(const loy__cel_machine *m, const loy__cel_instruction *i, loy__cel_value *args)
{
    uint32_t count;
    const loy__cel_function *function = &loy__cel_functions(&count)[i->b];
    loy__cel_call made = {
        .arena = m->run->arena, .args = args, .count = i->c, .data = function->data};

    return function->run(&made, args);
}

/* ---- The long tail of instructions ---- */

static loy__cel_error
order_values(const loy__cel_value *a, const loy__cel_value *b, bool or_same, loy__cel_value *out)
{
    int order;
    loy__cel_error error = loy__cel_order(*a, *b, &order);

    if (error == LOY__CEL_ERR_NONE)
        *out = loy__cel_bool(order == LOY__LESS || (order == LOY__SAME && or_same));
    return error;
}

static loy__cel_error
operate(loy__cel_machine *m, const loy__cel_instruction *i, loy__cel_value *out)
{
    const loy__cel_value *b = loy__cel_at(m, i->b), *c = loy__cel_at(m, i->c);
    loy__cel_error error;
    bool truth;

    switch (i->op) {
    case LOY__DO_EQUAL:
        *out = loy__cel_bool(loy__cel_equal(*b, *c));
        return LOY__CEL_ERR_NONE;
    case LOY__DO_LESS:
    case LOY__DO_LESS_EQUAL:
        return order_values(b, c, i->op == LOY__DO_LESS_EQUAL, out);
    case LOY__DO_IN:
        error = loy__cel_member(*b, *c, &truth);
        if (error == LOY__CEL_ERR_NONE)
            *out = loy__cel_bool(truth);
        return error;
    case LOY__DO_INDEX:
        return index_value(m, b, c, out);
    case LOY__DO_SELECT:
        return loy__cel_select_value(m->run->arena, *b, *c, out);
    case LOY__DO_HAS:
        return loy__cel_has_value(*b, *c, out);
    case LOY__DO_MAYBE_INDEX:
    case LOY__DO_MAYBE_SELECT:
        return loy__cel_maybe_value(m->run->arena, *b, *c, out);
    default:
        return loy__cel_arithmetic(m->run->arena, LOY__OP_ADD + (uint32_t)(i->op - LOY__DO_ADD), *b,
                                   *c, out);
    }
}

static loy__cel_error
build(loy__cel_machine *m, const loy__cel_instruction *i, loy__cel_value *out)
{
    loy__arena *arena = m->run->arena;

    switch (i->op) {
    case LOY__DO_LIST:
        return loy__cel_build_list(arena, i->c, out);
    case LOY__DO_LIST_OF:
        return loy__cel_build_list(arena, m->registers[i->b + 1].size, out);
    case LOY__DO_MAP:
        return loy__cel_build_map(arena, i->c, out);
    case LOY__DO_MAP_OF:
        return loy__cel_build_map(arena, m->registers[i->b + 1].size, out);
    case LOY__DO_PUSH_MAYBE:
        return loy__cel_push_maybe(out, *loy__cel_at(m, i->b));
    case LOY__DO_PUT:
        return loy__cel_put(out, *loy__cel_at(m, i->b), *loy__cel_at(m, i->c));
    case LOY__DO_PUT_MAYBE:
        return loy__cel_put_maybe(out, *loy__cel_at(m, i->b), *loy__cel_at(m, i->c));
    case LOY__DO_PUT_ENTRY:
        return loy__cel_put_entry(out, *loy__cel_at(m, i->b));
    default:
        loy__cel_push(out, *loy__cel_at(m, i->b));
        return LOY__CEL_ERR_NONE;
    }
}

static loy__cel_error
size_of(const loy__cel_value *value, loy__cel_value *out)
{
    loy__cel_call made = {.args = value, .count = 1};

    return loy__cel_size(&made, out);
}

static inline loy__cel_error
need(const loy__cel_value *value, uint32_t kind)
{
    return loy__cel_kind(*value) == kind ? LOY__CEL_ERR_NONE : LOY__CEL_ERR_OVERLOAD;
}

loy__cel_error
loy__cel_step(loy__cel_machine *m, const loy__cel_instruction *i)
{
    loy__cel_value *a = m->registers + (i->a & LOY__PLACE_MAX);

    switch (i->op) {
    case LOY__DO_MOVE:
        *a = *loy__cel_at(m, i->b);
        return LOY__CEL_ERR_NONE;
    case LOY__DO_CLEAR:
        *a = (loy__cel_value){.tag = LOY__CEL_NULL};
        return LOY__CEL_ERR_NONE;
    case LOY__DO_FIELD:
        *a = loy__cel_at(m, i->b)->as.fields[i->c];
        return LOY__CEL_ERR_NONE;
    case LOY__DO_NEED_BOOL:
        return need(loy__cel_at(m, i->b), LOY__CEL_BOOL);
    case LOY__DO_NEED_OPTIONAL:
        return need(loy__cel_at(m, i->b), LOY__CEL_OPTIONAL);
    case LOY__DO_NEGATE:
        return loy__cel_negate(*loy__cel_at(m, i->b), a);
    case LOY__DO_SIZE:
        return size_of(loy__cel_at(m, i->b), a);
    case LOY__DO_CALL:
        return call(m, i, a);
    case LOY__DO_RAISE:
        return (loy__cel_error)i->a;
    case LOY__DO_RAISE_IF:
        return loy__cel_kind(*loy__cel_at(m, i->b)) == LOY__CEL_ERROR
                   ? (loy__cel_error)loy__cel_at(m, i->b)->as.integer
                   : LOY__CEL_ERR_NONE;
    case LOY__DO_ITERATE:
        return iterate(m, i->a, loy__cel_at(m, i->b));
    case LOY__DO_MARK:
        mark(m, i->b);
        return LOY__CEL_ERR_NONE;
    case LOY__DO_MARK_ALL:
        mark_all(m, loy__cel_at(m, i->b));
        return LOY__CEL_ERR_NONE;
    case LOY__DO_ANY_ROW:
        return any_row(m, i);
    default:
        return i->op >= LOY__DO_LIST && i->op <= LOY__DO_PUT_ENTRY ? build(m, i, a)
                                                                   : operate(m, i, a);
    }
}
