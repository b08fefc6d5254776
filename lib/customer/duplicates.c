/*
 * duplicates.c -- vouchers of an account that goes into another. What both were given
 * once may be theirs once together; a note says what was not taken, so that it goes
 * back when the accounts part.
 *
 * A note is the voucher's key, the end and the number of those that were not taken,
 * and the id of the account that had them.
 */
#include "customer/duplicates.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "base/words.h"

enum { AT_KEY = 0, AT_EXPIRES = 4, AT_COUNT = 12, AT_ID = 20 };

bool
loy__duplicate_sound(const unsigned char *data, uint32_t size)
{
    return size > AT_ID && size <= AT_ID + LOY_MAX_ID && loy__load_i64(data + AT_COUNT) > 0;
}

static uint32_t
key_of(const loy__state *state, const loy__holding *holding)
{
    return state->program->vouchers[holding->voucher].name.key;
}

static int
note(loy__state *state, const loy__state *from, const loy__holding *holding, int64_t count)
{
    unsigned char data[AT_ID + LOY_MAX_ID];

    loy__store32(data + AT_KEY, key_of(state, holding));
    loy__store_i64(data + AT_EXPIRES, holding->expires);
    loy__store_i64(data + AT_COUNT, count);
    memcpy(data + AT_ID, from->id, from->id_size);
    return loy__note_add(state, LOY__NOTE_DUPLICATE, data, AT_ID + from->id_size);
}

/* The note about vouchers of the account that an image shows, or NULL. */
static const loy__note *
find(const loy__state *state, const loy__state *image, const loy__holding *holding)
{
    const loy__note *found;

    for (uint32_t i = 0; (found = loy__note_find(state, LOY__NOTE_DUPLICATE, i)) != NULL; i++)
        if (loy__load32(found->data + AT_KEY) == key_of(state, holding) &&
            loy__load_i64(found->data + AT_EXPIRES) == holding->expires &&
            loy__text_equal((const char *)found->data + AT_ID, found->size - AT_ID, image->id,
                            image->id_size))
            return found;
    return NULL;
}

int
loy__vouchers_absorb(loy__state *state, const loy__state *from, int64_t at)
{
    bool once = state->program->accounts.merges.vouchers == LOY__MERGE_ONCE;
    uint32_t voucher = LOY__NONE;
    int64_t twice = 0; /* of this kind, those that expire first */
    int rc = LOY_OK;

    for (size_t i = 0; rc == LOY_OK && i < from->holding_count; i++) {
        loy__holding more = from->holdings[i];
        int64_t left;

        if (once && more.voucher != voucher)
            twice = loy__voucher_count(state, more.voucher);
        voucher = more.voucher;
        left = more.expires > at ? loy__smaller(more.count, twice) : 0;
        twice -= left;
        more.count -= left;
        if (left > 0)
            rc = note(state, from, &from->holdings[i], left);
        if (rc == LOY_OK && more.count > 0)
            rc = loy__voucher_put(state, &more);
    }
    return rc;
}

/* How many of the vouchers that an account brought are there still; they go. */
static int64_t
take(loy__state *state, const loy__holding *brought, int64_t count)
{
    for (size_t k = 0; k < state->holding_count; k++) {
        loy__holding *own = &state->holdings[k];

        if (own->voucher != brought->voucher || own->expires != brought->expires)
            continue;
        if (own->count < count)
            count = own->count;
        own->count -= count;
        return count;
    }
    return 0;
}

static void
drop_empty(loy__state *state)
{
    size_t kept = 0;

    for (size_t k = 0; k < state->holding_count; k++)
        if (state->holdings[k].count > 0)
            state->holdings[kept++] = state->holdings[k];
    state->holding_count = kept;
}

void
loy__vouchers_part(loy__state *state, loy__state *image)
{
    for (size_t i = 0; i < image->holding_count; i++) {
        loy__holding *holding = &image->holdings[i];
        const loy__note *twice = find(state, image, holding);
        int64_t left = twice != NULL ? loy__load_i64(twice->data + AT_COUNT) : 0;

        if (left > holding->count)
            left = holding->count;
        holding->count = left + take(state, holding, holding->count - left);
        if (twice != NULL)
            loy__note_remove(state, twice);
    }
    drop_empty(state);
    drop_empty(image);
}
