/*
 * explain.c -- the recorder of a quote: for every rule of the program, whether
 * it fired and why not. Every rule starts as one that answers other events.
 */
#include <string.h>

#include "engine/explain.h"

int
loy_explanation_new(loy_explanation **out, const loy_memory *memory)
{
    int result = loy__object_new(out, sizeof(**out), memory);

    if (result < 0)
        return result;
    loy__arena_init(&(*out)->texts, &(*out)->memory);
    loy__writer_init(&(*out)->writer, &(*out)->memory);
    return LOY_OK;
}

void
loy_explanation_free(loy_explanation *explanation)
{
    loy_memory memory;

    if (explanation == NULL)
        return;
    memory = explanation->memory;
    loy__free(&memory, explanation->items, explanation->capacity * sizeof(loy_why));
    loy__arena_free(&explanation->texts);
    loy__writer_free(&explanation->writer);
    loy__free(&memory, explanation, sizeof(*explanation));
}

uint32_t
loy_explanation_count(const loy_explanation *explanation)
{
    return explanation != NULL ? (uint32_t)explanation->count : 0;
}

const loy_why *
loy_explanation_at(const loy_explanation *explanation, uint32_t index)
{
    return explanation != NULL && index < explanation->count ? &explanation->items[index] : NULL;
}

void
loy__why_begin(loy__work *work)
{
    loy_explanation *why = work->why;
    uint32_t count = work->program->rule_count;

    if (why == NULL)
        return;
    loy__arena_reset(&why->texts);
    why->count = 0;
    why->failed = !loy__reserve(&why->memory, &why->items, &why->capacity, count, sizeof(loy_why));
    if (why->failed)
        return;
    why->count = count;
    for (uint32_t i = 0; i < count; i++)
        why->items[i] = (loy_why){.rule = work->program->rules[i].name.text,
                                  .term = "",
                                  .values = "",
                                  .change = "",
                                  .why = LOY_WHY_TRIGGER};
}

void
loy__why_rule(loy__work *work, uint32_t rule, uint32_t why, uint32_t term)
{
    loy_why *item;

    if (work->why == NULL || work->why->failed || work->settling)
        return;
    item = &work->why->items[rule];
    item->why = why;
    if (why == LOY_WHY_CONDITION)
        loy__why_words(work, &work->program->rules[rule], term, item);
}

void
loy__why_error(loy__work *work, uint32_t rule, loy__cel_error error)
{
    if (work->why == NULL || work->why->failed || work->settling)
        return;
    work->why->items[rule].why = LOY_WHY_ERROR;
    work->why->items[rule].change = loy__cel_error_text(error);
}

void
loy__why_granted(loy__work *work, uint32_t rule, int64_t granted, int64_t wanted)
{
    loy_why *item;

    if (work->why->failed || work->settling)
        return;
    item = &work->why->items[rule];
    item->granted += granted;
    item->wanted += wanted;
}

void
loy__why_lost(loy__work *work, const loy__pass *pass, uint32_t rule, uint32_t why)
{
    if (work->why == NULL)
        return;
    for (size_t i = 0; i < pass->count; i++)
        if (pass->decisions[i].rule == rule && pass->decisions[i].kind == LOY_EFFECT_EARN)
            loy__why_granted(work, rule, 0, pass->decisions[i].base);
    if (!work->why->failed && !work->settling && work->why->items[rule].why == LOY_WHY_FIRED)
        loy__why_rule(work, rule, why, 0);
}

void
loy__why_excluded(loy__work *work, uint32_t rule, const char *group, const char *winner)
{
    loy_explanation *why = work->why;
    const char *text;

    if (why->failed || work->settling || why->items[rule].why != LOY_WHY_EXCLUDED)
        return; /* that it failed says more */
    loy__writer_reset(&why->writer);
    loy__write_text(&why->writer, winner);
    loy__write_text(&why->writer, " wins in the group ");
    loy__write_text(&why->writer, group);
    text = loy__writer_text(&why->writer);
    text = loy__arena_text(&why->texts, text, strlen(text));
    why->failed = why->writer.failed || text == NULL;
    why->items[rule].values = text != NULL ? text : "";
}

static bool
gives_points_only(const loy__rule *rule)
{
    return rule->earn_count > 0 && rule->count_count == 0 && rule->issue_count == 0 &&
           rule->factor_count == 0 && rule->notify == NULL && rule->stage == LOY__NONE;
}

int
loy__why_finish(loy__work *work)
{
    loy_explanation *why = work->why;
    bool refused = work->outcome->verdict == LOY_VERDICT_REFUSED;

    if (why == NULL)
        return LOY_OK;
    if (why->failed)
        return LOY_ERR_NOMEM;
    for (size_t i = 0; i < why->count; i++) {
        loy_why *item = &why->items[i];

        if (refused)
            item->why = LOY_WHY_REFUSED;
        else if (item->why == LOY_WHY_FIRED && item->granted < item->wanted)
            item->why = LOY_WHY_CAPPED;
        else if (item->why == LOY_WHY_FIRED && item->wanted == 0 &&
                 gives_points_only(&work->program->rules[i]))
            item->why = LOY_WHY_NOTHING;
    }
    return LOY_OK;
}
