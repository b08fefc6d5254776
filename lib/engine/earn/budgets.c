/*
 * budgets.c -- budgets of all customers and their records: one for each period, and
 * for each text by which a budget is kept, such as a store.
 *
 * What an event used is noted in the receipt of a sale under the name of the budget
 * and that text, so that its return gives it back where it was taken.
 */
#include <string.h>

#include "base/hash.h"
#include "base/macros.h"
#include "engine/earn/usage.h"

#define MAX_VALUE 160 /* bytes of a text by which a budget is kept: names of records are short */
#define HASH_ROOM 24

/* What a budget is counted under, whatever the period. NULL without memory. */
static const char *
name_of(loy__work *work, const loy__budget *budget, loy_text value)
{
    char *name;

    if (budget->by == NULL)
        return budget->limit.name;
    name = loy__arena_alloc(&work->engine->arena, budget->limit.size + value.size + 2u);
    if (name == NULL)
        return NULL;
    loy__format(name, budget->limit.size + value.size + 2u, "%s%c%.*s", budget->limit.name,
                LOY__LIMIT_BY, (int)value.size, value.data);
    return name;
}

const loy__limit *
loy__budget_limit(loy__work *work, const loy__budget *budget, loy_text value, int32_t day)
{
    const char *whole = name_of(work, budget, value);
    size_t room = budget->limit.size + value.size + 18u;
    char *name;

    if (whole == NULL || budget->per == LOY__PERIOD_LIFETIME)
        return whole == NULL        ? NULL
               : budget->by == NULL ? &budget->limit
                                    : loy__limit_under(work, &budget->limit, whole);
    name = loy__arena_alloc(&work->engine->arena, room);
    if (name == NULL)
        return NULL;
    loy__format(name, room, "%s" LOY__BUDGET_PERIOD, whole,
                (int)loy__period_start(day, budget->per));
    return loy__limit_under(work, &budget->limit, name);
}

/* The text by which a budget is kept for the event at hand; of one that is long, its
 * hash. */
static loy__cel_error
value_of(loy__work *work, const loy__budget *budget, loy_text *out)
{
    loy__cel_value value = {.as.text = ""};
    loy__cel_error error = LOY__CEL_ERR_NONE;
    char *hash;

    if (budget->by != NULL)
        error = loy__facts_eval(work, budget->by, NULL, &value);
    *out = (loy_text){.data = value.as.text, .size = value.size};
    if (error != LOY__CEL_ERR_NONE || value.size <= MAX_VALUE)
        return error;
    hash = loy__arena_alloc(&work->engine->arena, HASH_ROOM);
    if (hash == NULL)
        return LOY__CEL_ERR_MEMORY;
    loy__format(hash, HASH_ROOM, "%llu",
                (unsigned long long)loy__hash(value.as.text, value.size, 0));
    *out = (loy_text){.data = hash, .size = (uint32_t)strlen(hash)};
    return LOY__CEL_ERR_NONE;
}

int
loy__budget_left(loy__work *work, const loy__rule *rule, const loy__budget *budget, int32_t day,
                 int64_t *left)
{
    const loy__limit *limit;
    loy_text value;
    loy__cel_error error = value_of(work, budget, &value);

    *left = 0;
    if (error == LOY__CEL_ERR_MEMORY)
        return LOY_ERR_NOMEM;
    if (error != LOY__CEL_ERR_NONE)
        return loy__fail_rule(work, rule->number, error, loy__cel_error_text(error));
    limit = loy__budget_limit(work, budget, value, day);
    return limit != NULL ? loy__usage_left(work, limit, day, left) : LOY_ERR_NOMEM;
}

int
loy__budget_count(loy__work *work, const loy__budget *budget, loy_text value, int64_t uses,
                  int32_t day)
{
    const loy__limit *limit = loy__budget_limit(work, budget, value, day);

    return limit != NULL ? loy__usage_count(work, limit, uses, day) : LOY_ERR_NOMEM;
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

int
loy__budget_use(loy__work *work, const loy__budget *budget, int64_t uses, const uint64_t *mask,
                int32_t day)
{
    loy__limit named = budget->limit;
    loy_text value;
    int result;

    if (value_of(work, budget, &value) != LOY__CEL_ERR_NONE) /* it was found before */
        return LOY_ERR_NOMEM;
    result = loy__budget_count(work, budget, value, uses, day);
    if (result != LOY_OK)
        return result;
    named.name = name_of(work, budget, value);
    if (named.name == NULL)
        return LOY_ERR_NOMEM;
    named.size = (uint32_t)strlen(named.name);
    return loy__limit_note(work, &named, uses, mask, day);
}

loy_text
loy__limit_value(loy_text *name)
{
    const char *mark = name->size > 0 ? memchr(name->data, LOY__LIMIT_BY, name->size) : NULL;
    loy_text value = {.data = ""};

    if (mark != NULL) {
        value =
            (loy_text){.data = mark + 1, .size = name->size - (uint32_t)(mark + 1 - name->data)};
        name->size = (uint32_t)(mark - name->data);
    }
    return value;
}
