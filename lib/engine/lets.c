/*
 * lets.c -- the program's named expressions, and running code that may read
 * them.
 *
 * Each is computed at most once for an event, and not at all where it can be
 * told to be 0: a sum over lines that pass a test needs such a line.
 */
#include "engine/engine.h"

/* mask: where the lines are noted that it looped over. */
static void
fill_let(loy__work *work, const loy__let *let, uint64_t *mask, loy__cel_value *slot)
{
    loy__cel_run *run = &work->engine->run;
    loy__cel_error error;

    if (let->lines) {
        run->rows = mask;
        error = loy__cel_eval(let->code, run, slot);
    } else {
        error = loy__facts_eval(work, let->code, mask, slot);
    }
    if (error == LOY__CEL_ERR_NONE)
        return;
    *slot = (loy__cel_value){.as.integer = (int64_t)error, .tag = LOY__CEL_ERROR};
    work->let_failed = true;
}

/* The slots of named expressions follow one another. */
void
loy__lets_refill(loy__work *work)
{
    const loy_program *program = work->program;
    const loy__let *let = program->lets, *end = LOY_END(let, program->let_count);
    loy_engine *engine = work->engine;
    loy__cel_value *slot = engine->slots + program->facts.lets;
    uint64_t *mask = engine->let_masks;
    uint32_t words = work->mask_words;

    work->let_failed = false;
    engine->run.row_words = words;
    for (; let < end; let++, slot++, mask += words) {
        loy__mask_clear(mask, words);
        if (!loy__is_missing(work, &let->need))
            fill_let(work, let, mask, slot);
        else
            *slot = loy__cel_int(0);
    }
}

/* What was decided keeps the sets that were filled before. */
int
loy__lets_fill(loy__work *work)
{
    loy_engine *engine = work->engine;
    size_t words = (size_t)work->program->let_count * work->mask_words;

    engine->let_masks = loy__arena_alloc(&engine->arena, words * sizeof(*engine->let_masks));
    if (engine->let_masks == NULL)
        return LOY_ERR_NOMEM;
    loy__lets_refill(work);
    return LOY_OK;
}

/* ---- Running code ---- */

loy__cel_error
loy__facts_count_over(loy__work *work, const loy__cel_code *code, const uint64_t **lines,
                      loy__cel_value *out)
{
    uint64_t *mask = loy__facts_mask(work);

    *lines = mask;
    return mask != NULL ? loy__facts_eval(work, code, mask, out) : LOY__CEL_ERR_MEMORY;
}

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
