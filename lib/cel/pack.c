/*
 * pack.c -- finished code in one block of memory, and what can be asked of it.
 *
 * The same walk runs twice: once to measure, once to copy.
 */
#include "cel/emit.h"

#include <string.h>

typedef struct packer {
    const loy__cel_env *env;
    char *base; /* NULL while measuring */
    size_t used;
} packer;

/* Copies bytes to the next aligned place. */
static const void *
put(packer *p, const void *data, size_t size)
{
    char *place = p->base != NULL ? p->base + p->used : NULL;

    if (place != NULL && size != 0)
        memcpy(place, data, size);
    p->used += (size + 7) / 8 * 8;
    return place;
}

static loy__cel_value put_value(packer *p, loy__cel_value value);

static const loy__cel_value *
put_values(packer *p, const loy__cel_value *values, uint32_t count)
{
    size_t at = p->used;
    loy__cel_value *copy;

    put(p, values, count * sizeof(*values));
    copy = p->base != NULL ? (loy__cel_value *)(void *)(p->base + at) : NULL;
    for (uint32_t i = 0; i < count; i++) {
        loy__cel_value value = put_value(p, values[i]);

        if (copy != NULL)
            copy[i] = value;
    }
    return copy;
}

static loy__cel_value
put_text(packer *p, loy__cel_value value)
{
    const loy__cel_options *options = &p->env->options;
    uint32_t symbol = 0;

    value.as.text = put(p, value.as.text, value.size);
    if (p->base != NULL && options->intern != NULL && loy__cel_kind(value) == LOY__CEL_STRING)
        symbol = options->intern(options->context, value.as.text, value.size);
    if (loy__cel_kind(value) == LOY__CEL_STRING)
        value.tag = LOY__CEL_STRING | symbol << 8;
    return value;
}

/* A value with all that it points at. Lists nest no deeper than the tree. */
static loy__cel_value
put_value(packer *p, loy__cel_value value)
{
    switch (loy__cel_kind(value)) {
    case LOY__CEL_STRING:
    case LOY__CEL_BYTES:
    case LOY__CEL_TYPE:
        return put_text(p, value);
    case LOY__CEL_LIST:
    case LOY__CEL_OPTIONAL:
        value.as.items = put_values(p, value.as.items, value.size);
        return value;
    case LOY__CEL_MAP:
        value.as.items = put_values(p, value.as.items, value.size * 2);
        return value;
    default:
        return value;
    }
}

static const loy__cel_term *
put_terms(packer *p, const loy__cel_term *terms, uint32_t count)
{
    size_t at = p->used;
    loy__cel_term *copy;

    put(p, terms, count * sizeof(*terms));
    copy = p->base != NULL ? (loy__cel_term *)(void *)(p->base + at) : NULL;
    for (uint32_t i = 0; i < count; i++) {
        const loy__cel_value *constants =
            put_values(p, terms[i].constants, terms[i].constant_count);
        const uint32_t *slots =
            put(p, terms[i].slots, terms[i].slot_count * sizeof(*terms[i].slots));

        if (copy != NULL) {
            copy[i].constants = constants;
            copy[i].slots = slots;
        }
    }
    return copy;
}

static void
put_objects(packer *p, loy__cel_code *code, const loy__cel_emit *g)
{
    uint32_t count = (uint32_t)g->env->object_count;
    size_t at = p->used;

    p->used += (count * sizeof(uint32_t) + 7) / 8 * 8;
    if (p->base != NULL) {
        uint32_t *strides = (uint32_t *)(void *)(p->base + at);

        for (uint32_t i = 0; i < count; i++)
            strides[i] = g->env->objects[i].count;
        code->strides = strides;
    }
    code->fields = put(p, g->fields, count * sizeof(*g->fields));
    code->object_count = count;
}

/* Behind the operators that follow one another from an instruction on, each of the
 * value before it, at first at a place, and a constant. NULL when other code does. */
static const loy__cel_instruction *
steps_end(const loy__cel_emit *g, const loy__cel_instruction *i, uint32_t place)
{
    const loy__cel_instruction *end = g->code + g->count;

    for (; i < end && i->op != LOY__DO_RETURN; i++) {
        if ((i->op < LOY__DO_ADD_INT || i->op > LOY__DO_MOD_INT) && i->op != LOY__DO_PER)
            return NULL;
        if (i->b != place || (i->c & LOY__PLACE_SPACE) != LOY__PLACE_CONSTANT)
            return NULL;
        place = i->a;
    }
    return i < end && i->b == place ? i : NULL;
}

static bool
is_by_symbol(const loy__cel_instruction *test)
{
    return test->op == LOY__DO_IF_SYMBOL || test->op == LOY__DO_IF_OTHER_SYMBOL;
}

static loy__cel_asked
asked_by(const loy__cel_code *code, const loy__cel_instruction *test)
{
    return (loy__cel_asked){.field = test->b,
                            .tag = code->constants[test->c & LOY__PLACE_MAX].tag,
                            .same = test->op == LOY__DO_IF_SYMBOL};
}

/* The sum that the code begins with, where one symbol or two tell the rows; its
 * constants are in place. */
static bool
put_sum(loy__cel_code *code, const loy__cel_instruction *at)
{
    const loy__cel_instruction *tests = at + 2;

    if (at->c == 0 || at->c > 2 || at[1].a == LOY__PLACE_MAX || !is_by_symbol(&tests[0]) ||
        !is_by_symbol(&tests[at->c - 1]))
        return false;
    code->sum = (loy__cel_sum){.first = asked_by(code, &tests[0]),
                               .also = asked_by(code, &tests[at->c - 1]),
                               .field = at[1].a,
                               .two = at->c == 2,
                               .marks = at[1].b != 0};
    return true;
}

/* The code as steps, when it is no more than that. */
static void
put_steps(packer *p, loy__cel_code *code, const loy__cel_emit *g)
{
    const loy__cel_instruction *i = g->code, *end;
    bool sums = i->op == LOY__DO_SUM_ROWS;
    uint32_t place = sums ? i->a : i->b;

    if (!sums && (place & LOY__PLACE_SPACE) != LOY__PLACE_SLOT)
        return;
    i += sums ? 2 + i->c : 0;
    end = steps_end(g, i, place);
    if (end == NULL)
        return;
    code->begins = sums ? LOY__BEGINS_ANY_SUM : LOY__BEGINS_FACT;
    code->first = (sums ? g->code->b : place) & LOY__PLACE_MAX;
    if (sums && p->base != NULL && put_sum(code, g->code))
        code->begins = LOY__BEGINS_SUM;
    code->step_count = (uint32_t)(end - i);
    if (p->base != NULL)
        code->steps = (const loy__cel_number_step *)(const void *)(p->base + p->used);
    for (; i < end; i++) {
        const loy__cel_value *constant = &g->constants[i->c & LOY__PLACE_MAX];
        loy__cel_number_step step = {.number = constant->as.integer, .op = i->op};

        put(p, &step, sizeof(step));
    }
}

static void
put_all(packer *p, loy__cel_code *code, const loy__cel_emit *g, const loy__cel_extras *extras,
        const char *type)
{
    p->used = (sizeof(*code) + 7) / 8 * 8;
    code->instructions = put(p, g->code, g->count * sizeof(*g->code));
    code->constants = put_values(p, g->constants, g->constant_count);
    code->handlers = put(p, g->handlers, g->handler_count * sizeof(*g->handlers));
    code->handler_count = g->handler_count;
    code->reads.slots = put(p, g->slots, g->slot_count * sizeof(*g->slots));
    code->reads.slot_count = g->slot_count;
    for (uint32_t i = 0; i < g->slot_count && g->slots[i] < 64; i++)
        code->reads.low |= UINT64_C(1) << g->slots[i];
    code->terms = put_terms(p, extras->terms, extras->term_count);
    code->entries = put(p, extras->entries, extras->term_count * sizeof(*extras->entries));
    code->term_count = extras->term_count;
    if (extras->need != NULL)
        code->need = put_terms(p, extras->need, 1);
    put_objects(p, code, g);
    put_steps(p, code, g);
    code->type = put(p, type, strlen(type) + 1);
    code->cost = g->cost;
    code->length = extras->extent.length;
    code->inner = extras->extent.inner;
    code->registers = g->high;
}

loy__cel_code *
loy__cel_pack(loy__cel_emit *g, const loy__cel_extras *extras)
{
    packer p = {.env = g->env};
    loy__cel_code measured = {.memory = g->env->memory}, *code;
    char text[200];

    loy__cel_type_write(text, sizeof(text), loy__cel_type_final(g->job, extras->type));
    put_all(&p, &measured, g, extras, text);
    code = loy__alloc_zero(&g->env->memory, p.used);
    if (code == NULL)
        return NULL;
    code->memory = g->env->memory;
    code->bytes = p.used;
    p.base = (char *)code;
    put_all(&p, code, g, extras, text);
    return code;
}

void
loy__cel_free(loy__cel_code *code)
{
    loy_memory memory;

    if (code == NULL)
        return;
    memory = code->memory;
    loy__free(&memory, code, code->bytes);
}

const char *
loy__cel_type(const loy__cel_code *code)
{
    return code->type;
}

uint64_t
loy__cel_cost(const loy__cel_code *code)
{
    return code->cost;
}

uint64_t
loy__cel_fields(const loy__cel_code *code, uint32_t number)
{
    return number < code->object_count ? code->fields[number] : 0;
}

uint32_t
loy__cel_term_count(const loy__cel_code *code)
{
    return code->term_count;
}

const loy__cel_term *
loy__cel_term_at(const loy__cel_code *code, uint32_t index)
{
    return &code->terms[index];
}

const loy__cel_term *
loy__cel_need(const loy__cel_code *code)
{
    return code->need;
}
