/*
 * lets.c -- the program's named expressions, and running code that may read
 * them.
 *
 * Each is computed at most once for an event, and not at all where it can be
 * told to be 0: a sum over lines that pass a test needs such a line.
 */
#include <string.h>

#include "engine/engine.h"

/* Symbols of the lines, as bits: a bit that is not set is of no line. */
static uint64_t
symbol_bit(uint32_t symbol)
{
    return symbol == 0 ? 0 : UINT64_C(1) << (symbol & 63);
}

/* What a named expression needs of the lines, so as not to be 0. */
static loy__let_need
need_of(const loy__cel_code *code)
{
    const loy__cel_term *term = loy__cel_need(code);
    loy__let_need need = {0};

    if (term == NULL || term->slot != LOY__FACT_LINES ||
        (term->field != LOY__LINE_SKU && term->field != LOY__LINE_CATEGORY) ||
        (term->inner != LOY__CEL_TERM_EQ && term->inner != LOY__CEL_TERM_IN))
        return need;
    for (uint32_t i = 0; i < term->constant_count; i++) {
        uint64_t bit = loy__cel_kind(term->constants[i]) == LOY__CEL_STRING
                           ? symbol_bit(loy__cel_symbol(term->constants[i]))
                           : 0;

        if (bit == 0)
            return (loy__let_need){0};
        need.symbols |= bit;
    }
    need.field = term->field;
    return need;
}

bool
loy__lets_init(loy_engine *engine)
{
    const loy_program *program = engine->program;

    engine->let_needs =
        loy__alloc_array(&engine->memory, program->let_count, sizeof(*engine->let_needs));
    for (uint32_t i = 0; engine->let_needs != NULL && i < program->let_count; i++)
        engine->let_needs[i] = need_of(program->lets[i].code);
    return engine->let_needs != NULL;
}

void
loy__lets_free(loy_engine *engine)
{
    loy__free(&engine->memory, engine->let_needs,
              engine->program->let_count * sizeof(*engine->let_needs));
    loy__free(&engine->memory, engine->let_masks,
              engine->let_mask_capacity * sizeof(*engine->let_masks));
}

static uint64_t
symbols_of(const loy_engine *engine, uint32_t field)
{
    const loy__cel_value rows = engine->slots[LOY__FACT_LINES];
    uint64_t symbols = 0;

    for (uint32_t i = 0; i < rows.size; i++)
        symbols |= symbol_bit(loy__cel_symbol(
            rows.as.fields[(size_t)i * engine->program->facts.line_field_count + field]));
    return symbols;
}

/* The symbols of each field, gathered when it is first asked for. */
typedef struct present {
    uint64_t symbols[LOY__LINE_FIXED];
    uint64_t known; /* bit n: those of field n */
} present;

static bool
is_missing(const loy_engine *engine, const loy__let_need *need, present *lines)
{
    uint64_t bit = UINT64_C(1) << need->field;

    if (need->symbols == 0)
        return false;
    if ((lines->known & bit) == 0) {
        lines->symbols[need->field] = symbols_of(engine, need->field);
        lines->known |= bit;
    }
    return (lines->symbols[need->field] & need->symbols) == 0;
}

static void
fill_let(loy__work *work, uint32_t index, uint64_t *mask)
{
    const loy__let *let = &work->program->lets[index];
    loy__cel_value *slot = &work->engine->slots[let->slot];
    loy__cel_error error = loy__facts_eval(work, let->code, mask, slot);

    if (error == LOY__CEL_ERR_NONE)
        return;
    *slot = (loy__cel_value){.as.integer = (int64_t)error, .tag = LOY__CEL_ERROR};
    work->let_failed = true;
}

int
loy__lets_fill(loy__work *work)
{
    const loy_program *program = work->program;
    loy_engine *engine = work->engine;
    uint32_t words = work->mask_words;
    present lines = {.known = 0};

    work->let_failed = false;
    engine->run.row_words = words;
    if (!loy__reserve(&engine->memory, &engine->let_masks, &engine->let_mask_capacity,
                      (size_t)words * program->let_count, sizeof(*engine->let_masks)))
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < program->let_count; i++) {
        uint64_t *mask = engine->let_masks + (size_t)words * i;

        if (!loy__bit(program->facts.used, program->lets[i].slot))
            continue;
        loy__mask_clear(mask, words);
        if (is_missing(engine, &engine->let_needs[i], &lines))
            engine->slots[program->lets[i].slot] = loy__cel_int(0);
        else
            fill_let(work, i, work->keeps_receipt ? mask : NULL);
    }
    return LOY_OK;
}

/* ---- Running code ---- */

loy__cel_error
loy__facts_ready(const loy__work *work, const loy__cel_code *code)
{
    const loy__cel_value *values = work->engine->slots;
    uint32_t count;
    const uint32_t *slots = loy__cel_slots(code, &count);

    while (count > 0 && slots[count - 1] >= work->program->facts.lets) {
        loy__cel_value value = values[slots[--count]];

        if (loy__cel_kind(value) == LOY__CEL_ERROR)
            return (loy__cel_error)value.as.integer;
    }
    return LOY__CEL_ERR_NONE;
}

void
loy__lets_mark_words(const loy__work *work, const loy__cel_code *code, uint64_t *mask)
{
    uint32_t lets = work->program->facts.lets;
    uint32_t words = work->mask_words;
    uint32_t count;
    const uint32_t *slots = loy__cel_slots(code, &count);

    while (count > 0 && slots[--count] >= lets) {
        const uint64_t *other = work->engine->let_masks + (size_t)words * (slots[count] - lets);

        for (uint32_t w = 0; w < words; w++)
            mask[w] |= other[w];
    }
}
