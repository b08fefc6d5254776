/*
 * usage.c -- see usage.h. The record of what all have used, version 4: a seal
 * (base/seal.h), the number of uses, and how often it was written; 8 bytes each.
 */
#include "engine/earn/usage.h"

#include <string.h>

#include "base/seal.h"
#include "customer/notes.h"
#include "engine/earn/birthday.h"

#define MAGIC UINT32_C(0x0055594C) /* "LYU" */
#define VERSION 4
#define AT_EDITION (LOY__SEAL_SIZE + 8)
#define SIZE (LOY__SEAL_SIZE + 16)

/* ---- Of all customers ---- */

int
loy__usage_read(const void *record, uint64_t size, int64_t *uses, uint64_t *edition)
{
    const unsigned char *bytes = record;
    int result = loy__seal_check(bytes, (size_t)size, SIZE, MAGIC, VERSION);

    if (result != LOY_OK)
        return result;
    *uses = loy__load_i64(bytes + LOY__SEAL_SIZE);
    *edition = loy__load64(bytes + AT_EDITION);
    return size == SIZE && *uses >= 0 ? LOY_OK : LOY_ERR_CORRUPT;
}

static int
fetch(loy__work *work, const loy__limit *limit, loy__total *total)
{
    const loy_text name = {.data = limit->name, .size = limit->size};
    loy__stored record;
    int result = loy__storage_find(work->engine, LOY_KIND_USES, name, &record, work->error);

    if (result != LOY_OK || record.bytes == NULL)
        return result;
    total->revision = record.revision;
    result = loy__usage_read(record.bytes, record.size, &total->uses, &total->edition);
    return result == LOY_OK
               ? LOY_OK
               : loy__fail(work->error, result, "", "the stored uses of %s cannot be read: %s",
                           limit->name + 1, loy_result_text(result));
}

/* The total of a limit, read once for an event. */
static int
find(loy__work *work, const loy__limit *limit, loy__total **out)
{
    loy__total *total;
    int result;

    for (total = work->totals; total != NULL; total = total->next)
        if (total->limit == limit) {
            *out = total;
            return LOY_OK;
        }
    total = loy__arena_alloc(&work->engine->arena, sizeof(*total));
    if (total == NULL)
        return LOY_ERR_NOMEM;
    *total = (loy__total){.limit = limit, .next = work->totals};
    result = fetch(work, limit, total);
    if (result != LOY_OK)
        return result;
    work->totals = total;
    *out = total;
    return LOY_OK;
}

const loy__limit *
loy__limit_under(loy__work *work, const loy__limit *limit, const char *name)
{
    loy__limit *own;

    for (loy__total *total = work->totals; total != NULL; total = total->next)
        if (strcmp(total->limit->name, name) == 0)
            return total->limit;
    own = loy__arena_alloc(&work->engine->arena, sizeof(*own));
    if (own == NULL)
        return NULL;
    *own = *limit;
    own->name = name;
    own->size = (uint32_t)strlen(name);
    return own;
}

/* ---- Counting ---- */

static int64_t
room(int64_t most, int64_t used)
{
    return used < most ? most - used : 0;
}

/* The day that names the period of a use. */
static int32_t
day_of(const loy__work *work, const loy__limit *limit, int32_t day)
{
    return limit->birthday ? loy__birthday_claimed(work, day) : day;
}

int
loy__usage_left(loy__work *work, const loy__limit *limit, int32_t day, int64_t *left)
{
    loy__total *total;
    int64_t rest;
    int result;

    *left = INT64_MAX;
    if (limit->name == NULL)
        return LOY_OK;
    if (limit->customer >= 0)
        *left = room(limit->customer,
                     loy__note_key_tally(work->state, LOY__NOTE_USED, limit->key, limit->text,
                                         limit->per, day_of(work, limit, day)));
    if (limit->all < 0 || work->again)
        return LOY_OK;
    result = find(work, limit, &total);
    if (result != LOY_OK)
        return result;
    rest = room(limit->all, total->uses);
    *left = rest < *left ? rest : *left;
    return LOY_OK;
}

int
loy__usage_total(loy__work *work, const loy__limit *limit, int64_t *uses)
{
    loy__total *total;
    int result = find(work, limit, &total);

    *uses = result == LOY_OK ? total->uses : 0;
    return result;
}

int
loy__usage_count(loy__work *work, const loy__limit *limit, int64_t uses, int32_t day)
{
    loy__total *total;
    int result = LOY_OK;

    if (limit->name != NULL && limit->customer >= 0)
        result = loy__note_key_count(work->state, LOY__NOTE_USED, limit->key, limit->text,
                                     limit->per, day_of(work, limit, day), uses);
    if (result != LOY_OK || limit->name == NULL || limit->all < 0 || work->again)
        return result;
    result = find(work, limit, &total);
    if (result != LOY_OK)
        return result;
    if (!loy__add(total->uses, uses, &total->uses))
        return LOY_ERR_INTERNAL;
    if (total->uses < 0)
        total->uses = 0;
    total->changed = true;
    return LOY_OK;
}

/* ---- Returns ---- */

/* Effects of promotions stand before those of payments, of which some look alike. */
static size_t
count_promoted(const loy_outcome *sale)
{
    size_t count = 0;

    while (count < sale->effect_count && sale->effects[count].told.kind != LOY_EFFECT_PAY)
        count++;
    return count;
}

/* Whether an effect is the first of its promotion in the answer to the sale. */
static bool
is_first(const loy_outcome *sale, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if ((sale->effects[i].told.kind == LOY_EFFECT_DISCOUNT ||
             sale->effects[i].told.kind == LOY_EFFECT_GIFT) &&
            strcmp(sale->effects[i].told.rule, sale->effects[index].told.rule) == 0)
            return false;
    return true;
}

/* The reward that was bought with points; one for a voucher counts for none. */
static int
free_reward(loy__work *work)
{
    const loy_outcome *redemption = work->returned_outcome;
    const loy__reward *rewards = work->program->rewards;

    for (size_t i = 0; i < redemption->effect_count; i++) {
        const loy_effect *effect = &redemption->effects[i].told;
        uint32_t number;

        if (effect->kind == LOY_EFFECT_USE)
            return LOY_OK;
        if (effect->kind != LOY_EFFECT_REWARD)
            continue;
        number =
            loy__program_find(work->program, LOY_PART_REWARD, effect->rule, strlen(effect->rule));
        if (number != LOY__NONE && rewards[number].limit.freed)
            return loy__usage_count(work, &rewards[number].limit, -1, work->returned.day);
    }
    return LOY_OK;
}

int
loy__usage_free(loy__work *work)
{
    const loy_outcome *sale = work->returned_outcome;
    const loy__pricing *pricing = &work->program->pricing;
    size_t count = pricing->limited ? count_promoted(sale) : 0;
    int result = LOY_OK;

    for (size_t i = 0; i < count && result == LOY_OK; i++) {
        const loy_effect *effect = &sale->effects[i].told;
        uint32_t number;

        if ((effect->kind != LOY_EFFECT_DISCOUNT && effect->kind != LOY_EFFECT_GIFT) ||
            !is_first(sale, i))
            continue;
        number = loy__program_find(work->program, LOY__PART_PROMOTION, effect->rule,
                                   strlen(effect->rule));
        if (number != LOY__NONE && pricing->promotions[number].limit.freed)
            result =
                loy__usage_count(work, &pricing->promotions[number].limit, -1, work->returned.day);
    }
    return result == LOY_OK ? free_reward(work) : result;
}

/* ---- Commit ---- */

static int
put(loy__work *work, const loy__total *total)
{
    const loy__limit *limit = total->limit;
    unsigned char bytes[SIZE];
    loy_write write = {.id = limit->name,
                       .bytes = bytes,
                       .owner = "",
                       .size = SIZE,
                       .seen = total->revision,
                       .due = LOY_NEVER,
                       .id_size = limit->size,
                       .kind = LOY_KIND_USES};

    loy__store_i64(bytes + LOY__SEAL_SIZE, total->uses);
    loy__store64(bytes + AT_EDITION, total->edition + 1);
    loy__seal(bytes, SIZE, MAGIC, VERSION);
    if (!loy__overlay_put(&work->engine->overlay, &write))
        return LOY_ERR_NOMEM;
    return loy__claim_add(work, LOY_KIND_USES, (loy_text){.data = limit->name, .size = limit->size},
                          total->edition + 1, loy__seal_of(bytes));
}

int
loy__usage_commit(loy__work *work)
{
    int result = LOY_OK;

    for (const loy__total *total = work->totals; total != NULL && result == LOY_OK;
         total = total->next)
        if (total->changed)
            result = put(work, total);
    return result;
}
