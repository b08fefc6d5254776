/*
 * vm.c -- the machine: runs code over slots.
 *
 * Reads nothing but its arguments, writes nothing but its registers, the row
 * marks and the arena. Memory running out ends the run: no handler takes it.
 */
#include "base/number.h"
#include "cel/ast.h"
#include "cel/machine.h"

#define FEW_REGISTERS 24

/* ---- Loops ---- */

/* Moves a cursor on; false at its end. */
static bool
next(loy__cel_machine *m, uint32_t base)
{
    loy__cel_value *element = &m->registers[base], *cursor = element + 1;

    if (cursor->size == 0)
        return false;
    cursor->size--;
    element[2].as.integer++;
    if (loy__cel_kind(*cursor) == LOY__CEL_ROWS) {
        uint32_t number = cursor->tag >> 8;

        *element = (loy__cel_value){
            .as.fields = cursor->as.fields, .size = 1, .tag = LOY__CEL_ROW | number << 8};
        cursor->as.fields += m->code->strides[number];
    } else {
        *element = *cursor->as.items;
        cursor->as.items += loy__cel_kind(*cursor) == LOY__CEL_MAP ? 2 : 1;
    }
    return true;
}

/* As next, with the value of a map's pair as the element and the key in place
 * of the index. */
static bool
next_pair(loy__cel_machine *m, uint32_t base)
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

/* ---- Whole numbers ---- */

/* a op b. What is short is quick: products cannot overflow, and dividing takes a
 * fraction of the time. */
static inline loy__cel_error
calculate(uint32_t op, int64_t a, int64_t b, int64_t *out)
{
    bool fits = true;

    switch (op) {
    case LOY__DO_ADD_INT:
        fits = loy__add(a, b, out);
        break;
    case LOY__DO_SUB_INT:
        fits = loy__sub(a, b, out);
        break;
    case LOY__DO_MUL_INT:
        if (LOY_LIKELY(a == (int32_t)a && b == (int32_t)b))
            *out = a * b;
        else
            fits = loy__mul(a, b, out);
        break;
    case LOY__DO_DIV_INT:
        if (LOY_UNLIKELY(((uint64_t)a | (uint64_t)b) > UINT32_MAX || b == 0))
            return loy__cel_divide(LOY__OP_DIV, a, b, out);
        *out = (uint32_t)a / (uint32_t)b;
        break;
    case LOY__DO_MOD_INT:
        return loy__cel_divide(LOY__OP_MOD, a, b, out);
    default:
        return loy__cel_whole_units(a, b, out);
    }
    return fits ? LOY__CEL_ERR_NONE : LOY__CEL_ERR_OVERFLOW;
}

loy__cel_error
loy__cel_any_steps(const loy__cel_number_step *step, const loy__cel_number_step *end, int64_t value,
                   loy__cel_value *out)
{
    for (; step < end; step++) {
        loy__cel_error error = calculate(step->op, value, step->number, &value);

        if (LOY_UNLIKELY(error != LOY__CEL_ERR_NONE))
            return error;
    }
    *out = loy__cel_int(value);
    return LOY__CEL_ERR_NONE;
}

/* ---- The run ---- */

/* Where an error goes: the index of the next instruction, or UINT32_MAX. */
static uint32_t
handle(loy__cel_machine *m, uint32_t where, loy__cel_error error)
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

/* Whether an instruction that may jump does, beside the hottest ones. */
static bool
jumps(loy__cel_machine *m, const loy__cel_instruction *i)
{
    switch (i->op) {
    case LOY__DO_JUMP:
        return true;
    case LOY__DO_IF_TRACING:
        return m->run->rows != NULL;
    case LOY__DO_IF_SOME:
        return loy__cel_at(m, i->b)->size != 0;
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
        return loy__cel_holds(i->op, loy__cel_at(m, i->b), loy__cel_at(m, i->c));
    }
}

#define B loy__cel_at(m, i->b)
#define C loy__cel_at(m, i->c)
#define GO(condition)                                                                              \
    i = (condition) ? first + i->a : i + 1;                                                        \
    continue
#define NUMBERS(op)                                                                                \
    error = calculate(op, B->as.integer, C->as.integer, &number);                                  \
    if (LOY_LIKELY(error == LOY__CEL_ERR_NONE))                                                    \
        m->registers[i->a] = loy__cel_int(number);                                                 \
    break

static loy__cel_error
execute(loy__cel_machine *m, uint32_t entry, loy__cel_value *out)
{
    const loy__cel_instruction *first = m->code->instructions, *i = first + entry;

    for (;;) {
        loy__cel_error error;
        uint32_t target;
        int64_t number;

        switch (i->op) {
        case LOY__DO_RETURN:
            *out = *B;
            return LOY__CEL_ERR_NONE;
        case LOY__DO_IF_TRUE:
            GO(B->as.integer != 0);
        case LOY__DO_IF_FALSE:
            GO(B->as.integer == 0);
        case LOY__DO_IF_EQ:
            GO(B->as.integer == C->as.integer);
        case LOY__DO_IF_NE:
            GO(B->as.integer != C->as.integer);
        case LOY__DO_IF_LT:
            GO(B->as.integer < C->as.integer);
        case LOY__DO_IF_LE:
            GO(B->as.integer <= C->as.integer);
        case LOY__DO_IF_SAME:
            GO(loy__cel_is_text(B, C));
        case LOY__DO_IF_DIFFERENT:
            GO(!loy__cel_is_text(B, C));
        case LOY__DO_ADD_INT:
            NUMBERS(LOY__DO_ADD_INT);
        case LOY__DO_SUB_INT:
            NUMBERS(LOY__DO_SUB_INT);
        case LOY__DO_MUL_INT:
            NUMBERS(LOY__DO_MUL_INT);
        case LOY__DO_DIV_INT:
            NUMBERS(LOY__DO_DIV_INT);
        case LOY__DO_MOD_INT:
        case LOY__DO_PER:
            NUMBERS(i->op);
        case LOY__DO_SUM_ROWS:
            error = loy__cel_sum_rows(m->code, m->run, i, &number);
            if (LOY_LIKELY(error == LOY__CEL_ERR_NONE))
                m->registers[i->a] = loy__cel_int(number);
            break;
        default:
            if (i->op < LOY__DO_RETURN) {
                GO(jumps(m, i));
            }
            error = loy__cel_step(m, i);
            break;
        }
        if (LOY_LIKELY(error == LOY__CEL_ERR_NONE)) {
            i += i->op < LOY__DO_SUM_ROWS ? 1 : 2 + i->c;
            continue;
        }
        target = handle(m, (uint32_t)(i - first), error);
        if (target == UINT32_MAX)
            return error;
        i = first + target;
    }
}

static LOY_APART loy__cel_error
start(const loy__cel_code *code, uint32_t entry, const loy__cel_run *run, loy__cel_value *out)
{
    loy__cel_value few[FEW_REGISTERS];
    loy__cel_machine m = {{few, run->slots, code->constants, NULL}, few, code, run};

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
    if (code->begins == LOY__BEGINS_FACT) {
        if (code->step_count != 0)
            return loy__cel_run_steps(code, run->slots[code->first].as.integer, out);
        *out = run->slots[code->first];
        return LOY__CEL_ERR_NONE;
    }
    if (code->begins == LOY__BEGINS_CODE)
        return start(code, 0, run, out);
    return code->begins == LOY__BEGINS_SUM ? loy__cel_eval_sum(code, run, out)
                                           : loy__cel_eval_any_sum(code, run, out);
}

loy__cel_error
loy__cel_eval_term(const loy__cel_code *code, uint32_t term, const loy__cel_run *run,
                   loy__cel_value *out)
{
    return start(code, code->entries[term], run, out);
}
