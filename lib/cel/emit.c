/*
 * emit.c -- instructions, labels, registers and constants of one expression.
 *
 * Everything grows in the memory of the job. After a fault the code is of no
 * use, but stays well-formed.
 */
#include "cel/emit.h"

#include <string.h>

/* Room for one more element of a vector in the job's memory. */
static bool
grow(loy__cel_emit *g, void **items, uint32_t count, uint32_t *capacity, size_t size)
{
    uint32_t larger = *capacity == 0 ? 16 : *capacity * 2;
    void *copy;

    if (count < *capacity)
        return true;
    copy = loy__cel_job_alloc(g->job, larger * size);
    if (copy == NULL)
        return false;
    if (count != 0)
        memcpy(copy, *items, count * size);
    *items = copy;
    *capacity = larger;
    return true;
}

static void
too_long(loy__cel_emit *g)
{
    LOY__CEL_FAULT(g->job, 0, "the expression is too long");
    LOY__CEL_HINT(g->job, 0, "split it with `let`");
}

void
loy__cel_charge(loy__cel_emit *g, uint64_t steps)
{
    uint64_t cost = steps > UINT64_MAX / g->weight ? UINT64_MAX : steps * g->weight;

    if (!g->measured)
        g->cost = cost > UINT64_MAX - g->cost ? UINT64_MAX : g->cost + cost;
}

static uint64_t
steps_of(uint32_t op)
{
    return op == LOY__DO_CALL ? 8 : 1;
}

uint32_t
loy__cel_emit_op(loy__cel_emit *g, uint32_t op, uint32_t a, uint32_t b, uint32_t c)
{
    void *code = g->code;

    if (g->count >= UINT16_MAX) {
        too_long(g);
        return 0;
    }
    if (!grow(g, &code, g->count, &g->capacity, sizeof(*g->code)))
        return 0;
    g->code = code;
    g->code[g->count] = (loy__cel_instruction){(uint16_t)op, (uint16_t)a, (uint16_t)b, (uint16_t)c};
    loy__cel_charge(g, steps_of(op));
    return g->count++;
}

void
loy__cel_emit_jump(loy__cel_emit *g, uint32_t op, loy__cel_label *label, uint32_t b, uint32_t c)
{
    uint32_t at;

    if (label->target != UINT32_MAX) {
        loy__cel_emit_op(g, op, label->target, b, c);
        return;
    }
    at = loy__cel_emit_op(g, op, label->chain, b, c);
    label->chain = at + 1;
}

void
loy__cel_bind(loy__cel_emit *g, loy__cel_label *label)
{
    uint32_t at = label->chain;

    label->target = g->count;
    if (g->job->result != LOY_OK)
        return;
    while (at != 0) {
        uint32_t before = g->code[at - 1].a;

        g->code[at - 1].a = (uint16_t)g->count;
        at = before;
    }
}

void
loy__cel_catch(loy__cel_emit *g, uint32_t begin, uint32_t place)
{
    void *handlers = g->handlers;

    if (!grow(g, &handlers, g->handler_count, &g->handler_capacity, sizeof(*g->handlers)))
        return;
    g->handlers = handlers;
    g->handlers[g->handler_count++] = (loy__cel_handler){(uint16_t)begin, (uint16_t)g->count,
                                                         (uint16_t)g->count, (uint16_t)place};
}

uint32_t
loy__cel_registers(loy__cel_emit *g, uint32_t count)
{
    uint32_t first = g->top;

    if (first + count > LOY__PLACE_MAX) {
        too_long(g);
        return 0;
    }
    g->top += count;
    if (g->top > g->high)
        g->high = g->top;
    return first;
}

static bool
identical(loy__cel_value a, loy__cel_value b)
{
    if (a.tag != b.tag || a.size != b.size)
        return false;
    if (loy__cel_kind(a) == LOY__CEL_STRING)
        return a.size == 0 || memcmp(a.as.text, b.as.text, a.size) == 0;
    return a.as.natural == b.as.natural;
}

uint32_t
loy__cel_constant(loy__cel_emit *g, loy__cel_value value)
{
    void *constants = g->constants;

    for (uint32_t i = 0; i < g->constant_count; i++)
        if (identical(g->constants[i], value))
            return LOY__PLACE_CONSTANT | i;
    if (g->constant_count > LOY__PLACE_MAX) {
        too_long(g);
        return LOY__PLACE_CONSTANT;
    }
    if (!grow(g, &constants, g->constant_count, &g->constant_capacity, sizeof(value)))
        return LOY__PLACE_CONSTANT;
    g->constants = constants;
    g->constants[g->constant_count] = value;
    return LOY__PLACE_CONSTANT | g->constant_count++;
}

uint32_t
loy__cel_slot(loy__cel_emit *g, uint32_t slot)
{
    void *slots = g->slots;
    uint32_t at = 0;

    while (at < g->slot_count && g->slots[at] < slot)
        at++;
    if (at < g->slot_count && g->slots[at] == slot)
        return LOY__PLACE_SLOT | slot;
    if (!grow(g, &slots, g->slot_count, &g->slot_capacity, sizeof(slot)))
        return LOY__PLACE_SLOT;
    g->slots = slots;
    memmove(g->slots + at + 1, g->slots + at, (g->slot_count - at) * sizeof(slot));
    g->slots[at] = slot;
    g->slot_count++;
    return LOY__PLACE_SLOT | slot;
}
