/*
 * receipt.c -- what a sale keeps for its returns: its lines, what it gave and
 * which lines earned it, and the points that paid for it.
 */
#include "engine/engine.h"

void
loy__receipt_write(const loy__receipt *receipt, loy__bytes *bytes)
{
    loy__put_u8(bytes, receipt->state);
    loy__put_int(bytes, receipt->time);
    loy__put_int(bytes, receipt->day);
    loy__put_var(bytes, receipt->line_count);
    for (uint32_t i = 0; i < receipt->line_count; i++) {
        const loy__sold *line = &receipt->lines[i];

        loy__put_text(bytes, line->id, line->id_size);
        loy__put_int(bytes, line->quantity);
        loy__put_int(bytes, line->amount);
        loy__put_int(bytes, line->returned);
    }
    loy__put_var(bytes, receipt->award_count);
    for (uint32_t i = 0; i < receipt->award_count; i++) {
        const loy__award *award = &receipt->awards[i];

        loy__put_u8(bytes, award->kind);
        loy__put_text(bytes, award->name, award->name_size);
        loy__put_int(bytes, award->amount);
        loy__put_int(bytes, award->taken);
        loy__put_int(bytes, award->matures);
        loy__put_int(bytes, award->expires);
        loy__put_u8(bytes, award->mask != NULL);
        for (uint32_t w = 0; award->mask != NULL && w < receipt->words; w++)
            loy__put_var(bytes, award->mask[w]);
    }
    loy__put_var(bytes, receipt->paid_count);
    for (uint32_t i = 0; i < receipt->paid_count; i++) {
        const loy__paid *paid = &receipt->paid[i];

        loy__put_text(bytes, paid->name, paid->name_size);
        loy__put_int(bytes, paid->points);
        loy__put_int(bytes, paid->expires);
        loy__put_int(bytes, paid->earned_on);
    }
}

static int
read_lines(loy__receipt *receipt, loy__source *source, loy__arena *arena)
{
    receipt->line_count = loy__get_count(source, 4);
    receipt->words = (receipt->line_count + 63) / 64;
    receipt->lines = loy__arena_alloc(arena, (receipt->line_count + 1u) * sizeof(*receipt->lines));
    if (receipt->lines == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < receipt->line_count; i++) {
        loy__sold *line = &receipt->lines[i];

        line->id = loy__get_text(source, &line->id_size);
        line->quantity = loy__get_int(source);
        line->amount = loy__get_int(source);
        line->returned = loy__get_int(source);
        line->reserved = 0;
        if (line->quantity <= 0 || line->amount < 0 || line->returned < 0 ||
            line->returned > line->quantity)
            source->failed = true;
    }
    return LOY_OK;
}

static int
read_mask(loy__award *award, uint32_t words, loy__source *source, loy__arena *arena)
{
    uint64_t *mask;

    award->mask = NULL;
    if (loy__get_u8(source) == 0)
        return LOY_OK;
    mask = loy__arena_alloc(arena, (words + 1u) * sizeof(*mask));
    if (mask == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t w = 0; w < words; w++)
        mask[w] = loy__get_var(source);
    award->mask = mask;
    return LOY_OK;
}

static int
read_awards(loy__receipt *receipt, loy__source *source, loy__arena *arena)
{
    receipt->award_count = loy__get_count(source, 7);
    receipt->awards =
        loy__arena_alloc(arena, (receipt->award_count + 1u) * sizeof(*receipt->awards));
    if (receipt->awards == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < receipt->award_count; i++) {
        loy__award *award = &receipt->awards[i];

        award->kind = loy__get_u8(source);
        award->name = loy__get_text(source, &award->name_size);
        award->amount = loy__get_int(source);
        award->taken = loy__get_int(source);
        award->matures = loy__get_int(source);
        award->expires = loy__get_int(source);
        if (read_mask(award, receipt->words, source, arena) < 0)
            return LOY_ERR_NOMEM;
        if (award->amount < 0 || award->taken < 0 || award->taken > award->amount)
            source->failed = true;
    }
    return LOY_OK;
}

int
loy__receipt_read(loy__receipt *receipt, loy__source *source, loy__arena *arena)
{
    receipt->state = loy__get_u8(source);
    receipt->time = loy__get_int(source);
    receipt->day = (int32_t)loy__get_int(source);
    if (read_lines(receipt, source, arena) < 0 || read_awards(receipt, source, arena) < 0)
        return LOY_ERR_NOMEM;
    receipt->paid_count = loy__get_count(source, 4);
    receipt->paid = loy__arena_alloc(arena, (receipt->paid_count + 1u) * sizeof(*receipt->paid));
    if (receipt->paid == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < receipt->paid_count; i++) {
        loy__paid *paid = &receipt->paid[i];

        paid->name = loy__get_text(source, &paid->name_size);
        paid->points = loy__get_int(source);
        paid->expires = loy__get_int(source);
        paid->earned_on = (int32_t)loy__get_int(source);
        if (paid->points <= 0)
            source->failed = true;
    }
    return source->failed ? LOY_ERR_CORRUPT : LOY_OK;
}
