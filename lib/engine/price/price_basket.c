/*
 * price_basket.c -- a basket as promotions find it: its lines, which of them a test
 * picks, and in which order their units are taken.
 */
#include "engine/price/price.h"

#include <string.h>

#define THOUSAND 1000

int64_t
loy__times(int64_t a, int64_t b, int64_t most)
{
    return b != 0 && a > most / b ? most : a * b;
}

static loy__priced
priced(const loy_line *line, int64_t amount)
{
    loy__priced out = {.amount = amount, .left = amount, .units = 1};
    bool whole = line->quantity % THOUSAND == 0;

    if (whole)
        out.units = line->quantity / THOUSAND;
    loy__mul_div(line->minimum_price, line->quantity, THOUSAND, LOY__CEIL, &out.floor);
    if (out.floor > amount)
        out.floor = amount;
    out.open = (line->flags & LOY_LINE_NOT_REDUCED) == 0;
    return out;
}

static void *
zeroed(loy__work *work, size_t count, size_t size)
{
    void *memory = loy__arena_alloc(&work->engine->arena, (count + 1) * size);

    if (memory != NULL)
        memset(memory, 0, (count + 1) * size);
    return memory;
}

int
loy__basket_open(loy__work *work, loy__basket *basket)
{
    uint32_t count = work->amounts != NULL ? work->event->line_count : 0;

    *basket = (loy__basket){.work = work, .pricing = &work->program->pricing, .count = count};
    basket->lines = zeroed(work, count, sizeof(*basket->lines));
    basket->chosen = zeroed(work, count, sizeof(*basket->chosen));
    basket->weights = zeroed(work, count, sizeof(*basket->weights));
    basket->room = zeroed(work, count, sizeof(*basket->room));
    basket->part = zeroed(work, count, sizeof(*basket->part));
    basket->states = zeroed(work, basket->pricing->count, sizeof(*basket->states));
    if (basket->lines == NULL || basket->chosen == NULL || basket->weights == NULL ||
        basket->room == NULL || basket->part == NULL || basket->states == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++)
        basket->lines[i] = priced(loy__line_at(work->event, i), work->amounts[i]);
    return loy__runs_open(basket);
}

int
loy__offer_new(const loy__basket *basket, loy__offer *out)
{
    *out = (loy__offer){.taken = zeroed(basket->work, basket->count, sizeof(*out->taken)),
                        .cuts = zeroed(basket->work, basket->run_count, sizeof(*out->cuts)),
                        .used = zeroed(basket->work, basket->count, sizeof(*out->used)),
                        .held = zeroed(basket->work, basket->count, sizeof(*out->held))};
    out->cut_count = basket->run_count;
    if (out->taken == NULL || out->cuts == NULL || out->used == NULL || out->held == NULL)
        return LOY_ERR_NOMEM;
    if (!basket->pricing->carries)
        return LOY_OK;
    out->fractions = zeroed(basket->work, basket->count, sizeof(*out->fractions));
    for (uint32_t i = 0; out->fractions != NULL && i < basket->count; i++)
        out->fractions[i] = basket->lines[i].fraction;
    return out->fractions != NULL ? LOY_OK : LOY_ERR_NOMEM;
}

/* Marks the rows of a list that some code picked. */
static void
mark_rows(loy__basket *basket, const loy__cel_value *list)
{
    const loy_engine *engine = basket->work->engine;
    uint32_t stride = engine->program->facts.line_field_count;

    for (uint32_t i = 0; i < list->size; i++) {
        uint32_t row = i;

        if (loy__cel_kind(*list) == LOY__CEL_LIST)
            row = (uint32_t)((size_t)(list->as.items[i].as.fields - engine->rows) / stride);
        basket->chosen[row] = basket->lines[row].open;
    }
}

int
loy__price_eval(loy__basket *basket, const loy__promotion *promotion, const loy__cel_code *code,
                loy__cel_value *out)
{
    loy__cel_error error = loy__facts_eval(basket->work, code, NULL, out);

    if (error == LOY__CEL_ERR_NONE)
        return LOY_OK;
    *out = loy__cel_int(0);
    return error == LOY__CEL_ERR_MEMORY
               ? LOY_ERR_NOMEM
               : loy__effect_add(basket->work, LOY_EFFECT_ERROR, promotion->name.text,
                                 loy__cel_error_text(error), 0, 0);
}

int
loy__basket_choose(loy__basket *basket, const loy__promotion *promotion, const loy__cel_code *lines)
{
    loy__cel_value value;
    int result;

    for (uint32_t i = 0; i < basket->count; i++)
        basket->chosen[i] = lines == NULL && basket->lines[i].open;
    if (lines == NULL)
        return LOY_OK;
    result = loy__price_eval(basket, promotion, lines, &value);
    if (result == LOY_OK)
        mark_rows(basket, &value);
    return result;
}

/* Whether a unit of run a is taken before one of run b, which is known before it. */
static bool
goes_before(const loy__basket *basket, const loy__promotion *promotion, uint32_t a, uint32_t b,
            uint32_t pick)
{
    const loy__run *x = &basket->runs[a], *y = &basket->runs[b];
    int64_t p = loy__run_value(basket, promotion, x) / x->units;
    int64_t q = loy__run_value(basket, promotion, y) / y->units;

    if (p == q)
        return x->line < y->line;
    return pick == LOY__PICK_DEAREST ? p > q : p < q;
}

uint32_t
loy__basket_order(loy__basket *basket, const loy__promotion *promotion, uint32_t pick)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < basket->run_count; i++) {
        uint32_t at = count;

        if (!basket->chosen[basket->runs[i].line] || basket->runs[i].units <= 0)
            continue;
        for (; at > 0 && goes_before(basket, promotion, i, basket->order[at - 1], pick); at--)
            basket->order[at] = basket->order[at - 1];
        basket->order[at] = i;
        count++;
    }
    return count;
}
