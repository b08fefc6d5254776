/*
 * budgets.c -- limits that are kept by a text, such as a store: each text has its own.
 * And budgets of all customers: each of their periods has a record of its own.
 *
 * A text is kept as its hash: a name of a record says nothing of a customer. What an
 * event used is noted in the receipt of a sale under the name of the limit and that
 * hash, so that its return gives it back where it was taken.
 */
#include <string.h>

#include "base/hash.h"
#include "base/macros.h"
#include "engine/earn/usage.h"

#define NAME_ROOM 40u /* what stands behind the name of a limit: a hash and a day */

/* ---- Texts ---- */

uint64_t
loy__limit_hash(const loy__cel_value *text)
{
    return loy__hash(text->as.text, text->size, 0) | 1;
}

/* The text that an expression gives for the event at hand, by its hash; 0: none. */
static loy__cel_error
text_of(const loy__work *work, const loy__cel_code *by, uint64_t *out)
{
    loy__cel_value value = {0};
    loy__cel_error error;

    *out = 0;
    if (by == NULL)
        return LOY__CEL_ERR_NONE;
    error = loy__facts_eval(work, by, NULL, &value);
    if (error == LOY__CEL_ERR_NONE)
        *out = loy__limit_hash(&value);
    return error;
}

const loy__limit *
loy__limit_kept(loy__work *work, const loy__limit *limit, uint64_t text)
{
    loy__limit own = *limit;
    char *name;

    if (text == 0)
        return limit;
    name = loy__arena_alloc(&work->engine->arena, limit->size + NAME_ROOM);
    if (name == NULL)
        return NULL;
    loy__format(name, limit->size + NAME_ROOM, "%s%c%llu", limit->name, LOY__LIMIT_BY,
                (unsigned long long)text);
    own.text = text;
    return loy__limit_under(work, &own, name);
}

int
loy__limit_now(loy__work *work, const loy__rule *rule, const loy__limit *limit,
               const loy__limit **out)
{
    uint64_t text;
    loy__cel_error error = text_of(work, limit->by, &text);

    *out = NULL;
    if (error != LOY__CEL_ERR_NONE)
        return loy__fail_rule(work, rule->number, error, loy__cel_error_text(error));
    *out = loy__limit_kept(work, limit, text);
    return *out != NULL ? LOY_OK : LOY_ERR_NOMEM;
}

uint64_t
loy__limit_text(loy_text *name)
{
    const char *mark = name->size > 0 ? memchr(name->data, LOY__LIMIT_BY, name->size) : NULL;
    const char *end = name->data + name->size;
    uint64_t text = 0;

    if (mark == NULL)
        return 0;
    for (const char *c = mark + 1; c < end && *c >= '0' && *c <= '9'; c++)
        text = text * 10 + (uint64_t)(*c - '0');
    name->size = (uint32_t)(mark - name->data);
    return text;
}

/* ---- Budgets ---- */

const loy__limit *
loy__budget_limit(loy__work *work, const loy__budget *budget, const loy__limit *limit, int32_t day)
{
    char *name;

    if (budget->per == LOY__PERIOD_LIFETIME)
        return limit;
    name = loy__arena_alloc(&work->engine->arena, limit->size + NAME_ROOM);
    if (name == NULL)
        return NULL;
    loy__format(name, limit->size + NAME_ROOM, "%s" LOY__BUDGET_PERIOD, limit->name,
                (int)loy__period_start(day, budget->per));
    return loy__limit_under(work, limit, name);
}

int
loy__budget_left(loy__work *work, const loy__budget *budget, const loy__limit *limit, int32_t day,
                 int64_t *left)
{
    *left = 0;
    if (limit == NULL)
        return LOY_OK;
    limit = loy__budget_limit(work, budget, limit, day);
    return limit != NULL ? loy__usage_left(work, limit, day, left) : LOY_ERR_NOMEM;
}

int
loy__budget_count(loy__work *work, const loy__budget *budget, const loy__limit *limit, int64_t uses,
                  int32_t day)
{
    limit = loy__budget_limit(work, budget, limit, day);
    return limit != NULL ? loy__usage_count(work, limit, uses, day) : LOY_ERR_NOMEM;
}

int
loy__budget_use(loy__work *work, const loy__rule *rule, const loy__budget *budget, int64_t uses,
                const uint64_t *mask, int32_t day)
{
    const loy__limit *limit;
    int result = loy__limit_now(work, rule, &budget->limit, &limit);

    if (result == LOY_OK && limit != NULL)
        result = loy__budget_count(work, budget, limit, uses, day);
    return result == LOY_OK && limit != NULL ? loy__limit_note(work, limit, uses, mask, day)
                                             : result;
}

int
loy__limit_note(loy__work *work, const loy__limit *limit, int64_t uses, const uint64_t *mask,
                int32_t day)
{
    if (!limit->freed)
        return LOY_OK;
    return loy__award_note(work, &(loy__award){.amount = uses,
                                               .expires = day,
                                               .mask = mask,
                                               .name = limit->name,
                                               .name_size = limit->size,
                                               .kind = LOY__AWARD_USE});
}
