/*
 * record_translate.c -- reading a record that was written under other parts:
 * every item finds its part by key.
 *
 * Items of parts that the program does not have are kept as foreign items, in
 * the bytes they had, and return when a later program has the part again. A
 * tier that is gone gives way to the nearest one below it; a stage that is
 * gone to the initial one, and it returns unless the customer has moved since.
 */
#include "base/words.h"
#include "customer/record.h"

/* Opens a foreign item; returns where its payload goes. */
static unsigned char *
keep(loy__keeping *keeping, uint32_t tag, uint32_t key, uint32_t size)
{
    unsigned char *p = keeping->data + keeping->size;

    loy__store32(p, tag);
    loy__store32(p + 4, key);
    loy__store32(p + 8, size);
    keeping->size += LOY__FOREIGN_SIZE + (size_t)size;
    return p + LOY__FOREIGN_SIZE;
}

static int
bring_value(loy__state *state, uint32_t key, const unsigned char *payload, uint32_t size)
{
    loy__stored_value value;
    uint32_t index;

    if (size < 12)
        return LOY_ERR_CORRUPT;
    index = loy__part_of(state->program, LOY__SECTION_ATTRIBUTE, key, loy__load32(payload));
    if (index == LOY__NONE)
        return LOY_ERR_NOT_FOUND;
    value = (loy__stored_value){
        .text = payload + 12, .number = loy__load_i64(payload + 4), .size = size - 12};
    return loy__item_value(state, index, &value);
}

static int
bring_stage(loy__state *state, uint32_t key, const unsigned char *payload, uint32_t size)
{
    uint32_t index = loy__part_of(state->program, LOY__SECTION_STAGE, key, 0);

    if (size != 8)
        return LOY_ERR_CORRUPT;
    if (loy__load_i64(payload) != state->stage_since)
        return LOY_OK;
    if (index == LOY__NONE)
        return LOY_ERR_NOT_FOUND;
    state->stage = index;
    return LOY_OK;
}

/* A rung whose tiers the program knows by these numbers. */
static int
read_rung(loy__state *state, uint32_t index, const unsigned char *payload, uint32_t tier,
          uint32_t base)
{
    uint32_t climbed = tier > base ? tier - base : 0;
    unsigned char rung[LOY__RUNG_SIZE];

    memcpy(rung, payload, LOY__RUNG_SIZE);
    loy__store32(rung + 20, tier | climbed << 16 | (loy__load32(payload + 20) & LOY__RUNG_TERM));
    return loy__item_read(state, LOY__TAG_RUNG, index, rung);
}

static int
bring_rung(loy__state *state, uint32_t key, const unsigned char *payload, uint32_t size)
{
    uint32_t index = loy__part_of(state->program, LOY__SECTION_LADDER, key, 0);
    const loy__ladder *ladder;
    uint32_t tier, base;

    if (size != LOY__RUNG_KEPT_SIZE)
        return LOY_ERR_CORRUPT;
    if (index == LOY__NONE)
        return LOY_ERR_NOT_FOUND;
    ladder = &state->program->ladders[index];
    tier = loy__tier_of(ladder, loy__load32(payload + LOY__RUNG_SIZE));
    base = loy__tier_of(ladder, loy__load32(payload + LOY__RUNG_SIZE + 4));
    return read_rung(state, index, payload, tier == LOY__NONE ? 0 : tier,
                     base == LOY__NONE ? 0 : base);
}

/* Reads a foreign item, or LOY_ERR_NOT_FOUND: it stays foreign. */
static int
bring(loy__state *state, uint32_t tag, uint32_t key, const unsigned char *payload, uint32_t size)
{
    uint32_t index;

    if (tag == LOY__TAG_VALUE)
        return bring_value(state, key, payload, size);
    if (tag == LOY__TAG_STAGE)
        return bring_stage(state, key, payload, size);
    if (tag == LOY__TAG_RUNG)
        return bring_rung(state, key, payload, size);
    if (size == 0 || size != loy__item_payload(tag))
        return LOY_ERR_CORRUPT;
    index = loy__part_of(state->program, loy__item_section(tag), key, 0);
    if (index == LOY__NONE)
        return LOY_ERR_NOT_FOUND;
    return loy__item_read(state, tag, index, payload);
}

static int
bring_back(loy__state *state, loy__keeping *keeping)
{
    const unsigned char *p = keeping->record->foreign;
    uint32_t left = keeping->record->foreign_size;

    while (left > 0) {
        uint32_t size;
        int rc;

        if (left < LOY__FOREIGN_SIZE || loy__load32(p + 8) > left - LOY__FOREIGN_SIZE)
            return LOY_ERR_CORRUPT;
        size = loy__load32(p + 8);
        rc = bring(state, loy__load32(p), loy__load32(p + 4), p + LOY__FOREIGN_SIZE, size);
        if (rc == LOY_ERR_NOT_FOUND)
            memcpy(keep(keeping, loy__load32(p), loy__load32(p + 4), size), p + LOY__FOREIGN_SIZE,
                   size);
        else if (rc != LOY_OK)
            return rc;
        p += LOY__FOREIGN_SIZE + size;
        left -= LOY__FOREIGN_SIZE + size;
    }
    return LOY_OK;
}

int
loy__translate_start(loy__state *state, loy__keeping *keeping, const loy__record *record)
{
    const loy__keys *keys = &record->keys;
    uint32_t stage = record->stage & LOY__STAGE_MASK;
    uint32_t key;

    if (stage >= keys->counts[LOY__SECTION_STAGE])
        return LOY_ERR_CORRUPT;
    /* Plain lots, of 16 bytes, take 44 as foreign items. */
    if (record->size > SIZE_MAX / 3)
        return LOY_ERR_NOMEM;
    keeping->data = loy__arena_alloc(&state->arena, record->size * 3);
    if (keeping->data == NULL)
        return LOY_ERR_NOMEM;
    key = loy__keys_at(keys, LOY__SECTION_STAGE, stage);
    state->stage = loy__part_of(state->program, LOY__SECTION_STAGE, key, 0);
    if (state->stage == LOY__NONE) {
        state->stage = state->program->initial_stage;
        loy__store_i64(keep(keeping, LOY__TAG_STAGE, key, 8), state->stage_since);
    }
    return bring_back(state, keeping);
}

/* One that is gone is the initial one. */
uint32_t
loy__translate_stage(const loy__state *state, const loy__keeping *keeping, uint32_t stage)
{
    uint32_t key = loy__keys_at(&keeping->record->keys, LOY__SECTION_STAGE, stage);
    uint32_t index = loy__part_of(state->program, LOY__SECTION_STAGE, key, 0);

    return index == LOY__NONE ? state->program->initial_stage : index;
}

/* The tier of the program for a tier of the record, or for the nearest one
 * below it that is still there. */
static uint32_t
translate_tier(const loy__ladder *ladder, const unsigned char *keys, uint32_t tier)
{
    for (;; tier--) {
        uint32_t found = loy__tier_of(ladder, loy__load32(keys + 4 * (size_t)tier));

        if (found != LOY__NONE || tier == 0)
            return found != LOY__NONE ? found : 0;
    }
}

/* A rung of a ladder that is gone: what is said of it, and the keys of its tiers. */
static void
keep_rung(loy__keeping *keeping, uint32_t number, const unsigned char *payload,
          const unsigned char *tier, const unsigned char *base)
{
    uint32_t key = loy__keys_at(&keeping->record->keys, LOY__SECTION_LADDER, number);
    unsigned char *p = keep(keeping, LOY__TAG_RUNG, key, LOY__RUNG_KEPT_SIZE);

    memcpy(p, payload, LOY__RUNG_SIZE);
    loy__store32(p + 20, loy__load32(payload + 20) & LOY__RUNG_TERM);
    memcpy(p + LOY__RUNG_SIZE, tier, 4);
    memcpy(p + LOY__RUNG_SIZE + 4, base, 4);
}

static int
translate_rung(loy__state *state, loy__keeping *keeping, uint32_t number, uint32_t index,
               const unsigned char *payload)
{
    const loy__ladder *ladder;
    uint32_t word = loy__load32(payload + 20);
    uint32_t tier = word & LOY__RUNG_TIER;
    uint32_t climbed = word >> 16 & LOY__RUNG_CLIMBED;
    uint32_t count;
    const unsigned char *tiers = loy__keys_tiers(&keeping->record->keys, number, &count);

    if (tier >= count || climbed > tier)
        return LOY_ERR_CORRUPT;
    if (index == LOY__NONE) {
        keep_rung(keeping, number, payload, tiers + 4 * (size_t)tier,
                  tiers + 4 * (size_t)(tier - climbed));
        return LOY_OK;
    }
    ladder = &state->program->ladders[index];
    return read_rung(state, index, payload, translate_tier(ladder, tiers, tier),
                     translate_tier(ladder, tiers, tier - climbed));
}

int
loy__translate_item(loy__state *state, loy__keeping *keeping, uint32_t tag, uint32_t number,
                    const unsigned char *payload)
{
    loy__section section = loy__item_section(tag);
    uint32_t key = loy__keys_at(&keeping->record->keys, section, number);
    uint32_t index = loy__part_of(state->program, section, key, 0);
    uint32_t size = loy__item_payload(tag);

    if (tag == LOY__TAG_RUNG)
        return translate_rung(state, keeping, number, index, payload);
    if (index != LOY__NONE)
        return loy__item_read(state, tag, index, payload);
    memcpy(keep(keeping, tag, key, size), payload, size);
    return LOY_OK;
}

int
loy__translate_value(loy__state *state, loy__keeping *keeping, uint32_t number,
                     const loy__stored_value *value)
{
    const loy__keys *keys = &keeping->record->keys;
    uint32_t key = loy__keys_at(keys, LOY__SECTION_ATTRIBUTE, number);
    uint32_t kind = loy__keys_kind(keys, number);
    uint32_t index = loy__part_of(state->program, LOY__SECTION_ATTRIBUTE, key, kind);
    unsigned char *p;

    if (index != LOY__NONE)
        return loy__item_value(state, index, value);
    p = keep(keeping, LOY__TAG_VALUE, key, 12 + value->size);
    loy__store32(p, kind);
    loy__store_i64(p + 4, value->number);
    if (value->size > 0)
        memcpy(p + 12, value->text, value->size);
    return LOY_OK;
}
