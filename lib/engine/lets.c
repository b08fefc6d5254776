/*
 * lets.c -- the program's named expressions, and running code that may read
 * them.
 *
 * Each is computed at most once for an event, and not at all where it can be
 * told to be 0: a sum over lines that pass a test needs such a line.
 */
#include "engine/engine.h"

void
loy__lets_free(loy_engine *engine)
{
    loy__free(&engine->memory, engine->let_masks,
              engine->let_mask_capacity * sizeof(*engine->let_masks));
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

    work->let_failed = false;
    engine->run.row_words = words;
    if (!loy__reserve(&engine->memory, &engine->let_masks, &engine->let_mask_capacity,
                      (size_t)words * program->let_count, sizeof(*engine->let_masks)))
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < program->let_count; i++) {
        uint64_t *mask = engine->let_masks + (size_t)words * i;
        const loy__let *let = &program->lets[i];

        if (!loy__bit(program->facts.used, let->slot))
            continue;
        loy__mask_clear(mask, words);
        if (loy__is_missing(work, &let->need))
            engine->slots[let->slot] = loy__cel_int(0);
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
