/*
 * vm.c -- the machine: runs code over slots.
 *
 * Reads nothing but its arguments, writes nothing but its registers, the row
 * marks and the arena. Memory running out ends the run: no handler takes it.
 */
#include "base/macros.h"
#include "base/number.h"
#include "cel/ast.h"
#include "cel/build.h"
#include "cel/code.h"
#include "cel/function.h"
#include "cel/value.h"

#define FEW_REGISTERS 24

typedef struct machine {
    const loy__cel_value *base[4]; /* by space: registers, slots, constants, row */
    loy__cel_value *registers;
    const loy__cel_code *code;
    const loy__cel_run *run;
} machine;

static inline const loy__cel_value *
at(const machine *m, uint32_t place)
{
    return &m->base[place >> LOY__PLACE_SHIFT][place & LOY__PLACE_MAX];
}

static inline bool
same_text(const loy__cel_value *a, const loy__cel_value *b)
{
    uint32_t symbol = a->tag >> 8, other = b->tag >> 8;

    return symbol != 0 && other != 0 ? symbol == other : loy__cel_same_text(*a, *b);
}

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
        if (same_text(value, &list->as.items[i]))
            return true;
    return false;
}

static loy__cel_value
row_of(const loy__cel_code *code, loy__cel_value rows, uint32_t index)
{
    uint32_t number = rows.tag >> 8;

    return (loy__cel_value){.as.fields = rows.as.fields + (size_t)index * code->strides[number],
                            .size = 1,
                            .tag = LOY__CEL_ROW | number << 8};
}

/* ---- Loops ---- */

static loy__cel_error
iterate(machine *m, uint32_t base, const loy__cel_value *range)
{
    uint32_t kind = loy__cel_kind(*range);

    if (kind != LOY__CEL_LIST && kind != LOY__CEL_MAP && kind != LOY__CEL_ROWS)
        return LOY__CEL_ERR_OVERLOAD;
    m->registers[base + 1] = *range;
    m->registers[base + 2] = loy__cel_int(-1);
    return LOY__CEL_ERR_NONE;
}

/* Moves a cursor on; false at its end. */
static bool
next(machine *m, uint32_t base)
{
    loy__cel_value *cursor = &m->registers[base + 1];

    if (cursor->size == 0)
        return false;
    cursor->size--;
    m->registers[base + 2].as.integer++;
    if (loy__cel_kind(*cursor) == LOY__CEL_ROWS) {
        m->registers[base] = row_of(m->code, *cursor, 0);
        cursor->as.fields += m->code->strides[cursor->tag >> 8];
    } else {
        m->registers[base] = *cursor->as.items;
        cursor->as.items += loy__cel_kind(*cursor) == LOY__CEL_MAP ? 2 : 1;
    }
    return true;
}

/* As next, with the value of a map's pair as the element and the key in place
 * of the index. */
static bool
next_pair(machine *m, uint32_t base)
{
    bool map = loy__cel_kind(m->registers[base + 1]) == LOY__CEL_MAP;

    if (!next(m, base))
        return false;
    if (map) {
        m->registers[base + 2] = m->registers[base];
        m->registers[base] = m->registers[base + 1].as.items[-1];
    }
    return true;
}

static void
mark_row(const machine *m, uint64_t row)
{
    if (row / 64 < m->run->row_words)
        m->run->rows[row / 64] |= UINT64_C(1) << row % 64;
}

static void
mark(const machine *m, uint32_t base)
{
    if (m->run->rows != NULL && loy__cel_kind(m->registers[base + 1]) == LOY__CEL_ROWS)
        mark_row(m, m->registers[base + 2].as.natural);
}

static void
mark_all(const machine *m, const loy__cel_value *rows)
{
    if (m->run->rows != NULL && loy__cel_kind(*rows) == LOY__CEL_ROWS)
        for (uint32_t i = 0; i < rows->size; i++)
            mark_row(m, i);
}

/* ---- Members ---- */

static loy__cel_error
index_value(const machine *m, const loy__cel_value *base, const loy__cel_value *key,
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
call(const machine *m, const loy__cel_instruction *i, loy__cel_value *args)
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
operate(machine *m, const loy__cel_instruction *i, loy__cel_value *out)
{
    const loy__cel_value *b = at(m, i->b), *c = at(m, i->c);
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
build(machine *m, const loy__cel_instruction *i, loy__cel_value *out)
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
        return loy__cel_push_maybe(out, *at(m, i->b));
    case LOY__DO_PUT:
        return loy__cel_put(out, *at(m, i->b), *at(m, i->c));
    case LOY__DO_PUT_MAYBE:
        return loy__cel_put_maybe(out, *at(m, i->b), *at(m, i->c));
    case LOY__DO_PUT_ENTRY:
        return loy__cel_put_entry(out, *at(m, i->b));
    default:
        loy__cel_push(out, *at(m, i->b));
        return LOY__CEL_ERR_NONE;
    }
}

static loy__cel_error
int_operate(const machine *m, const loy__cel_instruction *i, loy__cel_value *out)
{
    int64_t a = at(m, i->b)->as.integer, b = at(m, i->c)->as.integer, result = 0;
    loy__cel_error error = LOY__CEL_ERR_NONE;
    bool fits = true;

    switch (i->op) {
    case LOY__DO_ADD_INT:
        fits = loy__add(a, b, &result);
        break;
    case LOY__DO_SUB_INT:
        fits = loy__sub(a, b, &result);
        break;
    case LOY__DO_MUL_INT:
        fits = loy__mul(a, b, &result);
        break;
    case LOY__DO_PER:
        error = loy__cel_whole_units(a, b, &result);
        break;
    default:
        error =
            loy__cel_divide(i->op == LOY__DO_DIV_INT ? LOY__OP_DIV : LOY__OP_MOD, a, b, &result);
        break;
    }
    if (!fits)
        return LOY__CEL_ERR_OVERFLOW;
    if (error == LOY__CEL_ERR_NONE)
        *out = loy__cel_int(result);
    return error;
}

/* Where an error goes: the index of the next instruction, or UINT32_MAX. */
static uint32_t
handle(machine *m, uint32_t where, loy__cel_error error)
{
    if (error == LOY__CEL_ERR_MEMORY)
        return UINT32_MAX;
    for (uint32_t i = 0; i < m->code->handler_count; i++) {
        const loy__cel_handler *handler = &m->code->handlers[i];

        if (where < handler->begin || where >= handler->end)
            continue;
        if (loy__cel_kind(m->registers[handler->place]) != LOY__CEL_ERROR)
            m->registers[handler->place] =
                (loy__cel_value){.as.integer = (int64_t)error, .tag = LOY__CEL_ERROR};
        return handler->target;
    }
    return UINT32_MAX;
}

/* Whether an instruction that may jump does. */
static inline bool
jumps(machine *m, const loy__cel_instruction *i)
{
    const loy__cel_value *b = at(m, i->b), *c = at(m, i->c);

    switch (i->op) {
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
    case LOY__DO_IF_SAME:
        return same_text(b, c);
    case LOY__DO_IF_DIFFERENT:
        return !same_text(b, c);
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
    case LOY__DO_IF_TRACING:
        return m->run->rows != NULL;
    case LOY__DO_IF_SOME:
        return b->size != 0;
    case LOY__DO_NEXT:
        return !next(m, i->b);
    case LOY__DO_NEXT_PAIR:
        return !next_pair(m, i->b);
    case LOY__DO_NEXT_ROW:
        if (!next(m, i->b))
            return true;
        m->base[3] = m->registers[i->b].as.fields;
        return false;
    default:
        return true;
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

/* An instruction that does not jump. */
static inline loy__cel_error
step(machine *m, const loy__cel_instruction *i)
{
    loy__cel_value *a = m->registers + (i->a & LOY__PLACE_MAX);

    switch (i->op) {
    case LOY__DO_MOVE:
        *a = *at(m, i->b);
        return LOY__CEL_ERR_NONE;
    case LOY__DO_CLEAR:
        *a = (loy__cel_value){.tag = LOY__CEL_NULL};
        return LOY__CEL_ERR_NONE;
    case LOY__DO_ADD_INT:
    case LOY__DO_SUB_INT:
    case LOY__DO_MUL_INT:
    case LOY__DO_DIV_INT:
    case LOY__DO_MOD_INT:
    case LOY__DO_PER:
        return int_operate(m, i, a);
    case LOY__DO_FIELD:
        *a = at(m, i->b)->as.fields[i->c];
        return LOY__CEL_ERR_NONE;
    case LOY__DO_NEED_BOOL:
        return need(at(m, i->b), LOY__CEL_BOOL);
    case LOY__DO_NEED_OPTIONAL:
        return need(at(m, i->b), LOY__CEL_OPTIONAL);
    case LOY__DO_NEGATE:
        return loy__cel_negate(*at(m, i->b), a);
    case LOY__DO_SIZE:
        return size_of(at(m, i->b), a);
    case LOY__DO_CALL:
        return call(m, i, a);
    case LOY__DO_RAISE:
        return (loy__cel_error)i->a;
    case LOY__DO_RAISE_IF:
        return loy__cel_kind(*at(m, i->b)) == LOY__CEL_ERROR
                   ? (loy__cel_error)at(m, i->b)->as.integer
                   : LOY__CEL_ERR_NONE;
    case LOY__DO_ITERATE:
        return iterate(m, i->a, at(m, i->b));
    case LOY__DO_MARK:
        mark(m, i->b);
        return LOY__CEL_ERR_NONE;
    case LOY__DO_MARK_ALL:
        mark_all(m, at(m, i->b));
        return LOY__CEL_ERR_NONE;
    default:
        return i->op >= LOY__DO_LIST && i->op <= LOY__DO_PUT_ENTRY ? build(m, i, a)
                                                                   : operate(m, i, a);
    }
}

static loy__cel_error
execute(machine *m, uint32_t entry, loy__cel_value *out)
{
    const loy__cel_instruction *first = m->code->instructions, *i = first + entry;

    for (;;) {
        loy__cel_error error;
        uint32_t target;

        if (i->op < LOY__DO_RETURN) {
            i = jumps(m, i) ? first + i->a : i + 1;
            continue;
        }
        if (i->op == LOY__DO_RETURN) {
            *out = *at(m, i->b);
            return LOY__CEL_ERR_NONE;
        }
        error = step(m, i);
        if (LOY_LIKELY(error == LOY__CEL_ERR_NONE)) {
            i++;
            continue;
        }
        target = handle(m, (uint32_t)(i - first), error);
        if (target == UINT32_MAX)
            return error;
        i = first + target;
    }
}

static loy__cel_error
start(const loy__cel_code *code, uint32_t entry, const loy__cel_run *run, loy__cel_value *out)
{
    loy__cel_value few[FEW_REGISTERS];
    machine m = {{few, run->slots, code->constants, NULL}, few, code, run};

    if (code->registers > FEW_REGISTERS) {
        m.registers = loy__arena_alloc(run->arena, code->registers * sizeof(*m.registers));
        if (m.registers == NULL)
            return LOY__CEL_ERR_MEMORY;
        m.base[0] = m.registers;
    }
    return execute(&m, entry, out);
}

loy__cel_error
loy__cel_eval(const loy__cel_code *code, const loy__cel_run *run, loy__cel_value *out)
{
    return start(code, 0, run, out);
}

loy__cel_error
loy__cel_eval_term(const loy__cel_code *code, uint32_t term, const loy__cel_run *run,
                   loy__cel_value *out)
{
    return start(code, code->entries[term], run, out);
}
