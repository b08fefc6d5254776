/*
 * facts.h -- what rules look at: the slots of an event and its customer, named
 * expressions over them, and running code that reads both (facts.c, lets.c).
 */
#ifndef LOY_ENGINE_FACTS_H
#define LOY_ENGINE_FACTS_H

#include "engine/work.h"

/* Fills the slots for a scene, and the named expressions. */
int loy__facts_fill(loy__work *work, const loy__scene *scene);

/* Computes the named expressions that the program reads; facts are filled. */
int loy__lets_fill(loy__work *work);
/* The same for other facts; what was decided must not know the lines so far. */
void loy__lets_refill(loy__work *work);
/* LOY__CEL_ERR_NONE, or why the code cannot run: a let that it reads failed. */
loy__cel_error loy__facts_ready(const loy__work *work, const loy__cel_code *code);
/* loy__lets_mark for masks of several words. */
void loy__lets_mark_words(const loy__work *work, const loy__cel_code *code, uint64_t *mask);
/* The text with its symbol in the program, or 0. */
loy__cel_value loy__facts_text(const loy_program *program, loy_text text);
/* The same; `word` is the whole text where it is under 8 bytes. */
static inline loy__cel_value
loy__facts_word(const loy_program *program, loy_text text, uint64_t word)
{
    if (text.size == 0)
        return loy__cel_string("", 0, 0);
    return loy__cel_string(text.data, text.size,
                           text.size < 8
                               ? loy__map_word(&program->symbols, word, text.size, 0)
                               : loy__map_search(&program->symbols, text.data, text.size, 0));
}

/* A zeroed mask for the event's lines, or NULL without memory. */
static inline uint64_t *
loy__facts_mask(loy__work *work)
{
    uint64_t *mask = loy__arena_alloc(&work->engine->arena, work->mask_words * sizeof(*mask));

    if (mask != NULL)
        loy__mask_clear(mask, work->mask_words);
    return mask;
}

/* Adds the lines that the named expressions looped over which the code reads:
 * they count for their readers. */
static inline void
loy__lets_mark(const loy__work *work, const loy__cel_code *code, uint64_t *mask)
{
    uint32_t lets = work->program->facts.lets;
    uint32_t count;
    const uint32_t *slots;

    if (work->mask_words > 1) {
        loy__lets_mark_words(work, code, mask);
        return;
    }
    slots = loy__cel_slots(code, &count);
    while (count > 0 && slots[--count] >= lets)
        *mask |= work->engine->let_masks[slots[count] - lets];
}

/* Whether what the event's lines must be for an amount is not among them. */
static inline bool
loy__is_missing(const loy__work *work, const loy__line_need *need)
{
    return (work->present[need->field] & need->symbols) == 0;
}

/* Adds all lines where the code reads what they come to. */
static inline void
loy__total_mark(const loy__work *work, const loy__cel_code *code, uint64_t *mask)
{
    uint32_t lines = work->amounts != NULL ? work->event->line_count : 0;

    if ((loy__cel_reads_of(code)->low >> LOY__FACT_TOTAL & 1) == 0)
        return;
    for (; lines >= 64; lines -= 64)
        *mask++ = UINT64_MAX;
    if (lines > 0)
        *mask |= (UINT64_C(1) << lines) - 1;
}

/* Runs code over the facts, marking rows in `mask` when it is not NULL. */
static inline loy__cel_error
loy__facts_eval(const loy__work *work, const loy__cel_code *code, uint64_t *mask,
                loy__cel_value *out)
{
    loy__cel_run *run = &work->engine->run;

    if (work->let_failed) {
        loy__cel_error error = loy__facts_ready(work, code);

        if (error != LOY__CEL_ERR_NONE)
            return error;
    }
    run->rows = mask;
    if (mask != NULL) {
        loy__lets_mark(work, code, mask);
        loy__total_mark(work, code, mask);
    }
    return loy__cel_eval(code, run, out);
}

/* The lines that a named expression looped over, by its number; NULL where nothing is
 * kept of them. */
static inline const uint64_t *
loy__let_lines(const loy__work *work, uint32_t let)
{
    return work->keeps_receipt ? work->engine->let_masks + (size_t)work->mask_words * let : NULL;
}

/* lets.c: loy__facts_count of code that is not one named expression. */
loy__cel_error loy__facts_count_over(loy__work *work, const loy__cel_code *code,
                                     const uint64_t **lines, loy__cel_value *out);

/* Runs code over the facts and tells which lines count for it; NULL where
 * nothing is kept of them. Code that reads a named expression alone has its
 * lines. */
static inline loy__cel_error
loy__facts_count(loy__work *work, const loy__cel_code *code, const uint64_t **lines,
                 loy__cel_value *out)
{
    uint32_t lets = work->program->facts.lets;
    uint32_t count;
    const uint32_t *slots = loy__cel_slots(code, &count);

    *lines = NULL;
    if (work->keeps_receipt) {
        if (count != 1 || slots[0] < lets)
            return loy__facts_count_over(work, code, lines, out);
        *lines = work->engine->let_masks + (size_t)work->mask_words * (slots[0] - lets);
    }
    return loy__facts_eval(work, code, NULL, out);
}

/* The same of code that reads the lines and neither a named expression nor what all of
 * them come to. */
static inline loy__cel_error
loy__facts_count_lines(loy__work *work, const loy__cel_code *code, const uint64_t **lines,
                       loy__cel_value *out)
{
    loy__cel_run *run = &work->engine->run;

    run->rows = NULL;
    if (work->keeps_receipt) {
        run->rows = loy__facts_mask(work);
        if (run->rows == NULL)
            return LOY__CEL_ERR_MEMORY;
    }
    *lines = run->rows;
    return loy__cel_eval(code, run, out);
}

/* What conditions see of a line. */
static inline loy__cel_value *
loy__line_row(const loy__work *work, uint32_t line)
{
    return work->engine->rows + (size_t)line * work->program->facts.line_field_count;
}

/* So much is taken off a line, beside what its event says. */
static inline void
loy__line_reduce(loy__work *work, uint32_t line, int64_t money)
{
    loy__cel_value *row = loy__line_row(work, line);

    work->amounts[line] -= money;
    row[LOY__LINE_AMOUNT].as.integer -= money;
    if ((work->program->facts.line_fields >> LOY__LINE_DISCOUNT & 1) != 0)
        row[LOY__LINE_DISCOUNT].as.integer += money;
}

#endif
