/*
 * record_read.c -- reading the items of a record, section by section. Numbers
 * of parts are taken as they are where the record has the program's own keys,
 * and are translated where it has others.
 */
#include "base/words.h"
#include "customer/lifecycle.h"
#include "customer/notes.h"
#include "customer/record.h"

static int
read_item(loy__state *state, loy__keeping *keeping, uint32_t tag, uint32_t number,
          const unsigned char *payload)
{
    const loy__record *record = keeping->record;

    if (number >= record->part_counts[loy__item_section(tag)])
        return LOY_ERR_CORRUPT;
    return record->same ? loy__item_read(state, tag, number, payload)
                        : loy__translate_item(state, keeping, tag, number, payload);
}

/* Items of a section behind the rows end with the number of their part. */
static int
read_section(loy__state *state, loy__keeping *keeping, uint32_t tag)
{
    const loy__record *record = keeping->record;
    const unsigned char *p = record->items[tag];
    uint32_t payload = loy__item_payload(tag);
    int rc = LOY_OK;

    for (uint32_t i = 0; rc == LOY_OK && i < record->counts[tag]; i++, p += payload + 4)
        rc = read_item(state, keeping, tag, loy__load32(p + payload), p);
    return rc;
}

/* Rows stand in the order of their parts. */
static int
read_rows(loy__state *state, loy__keeping *keeping)
{
    const loy__record *record = keeping->record;
    const unsigned char *p = record->rows;
    int rc = LOY_OK;

    for (uint32_t tag = LOY__TAG_PURSE; tag <= LOY__TAG_CAP; tag++) {
        uint32_t count = record->part_counts[loy__item_section(tag)];

        for (uint32_t i = 0; rc == LOY_OK && i < count; i++, p += loy__item_payload(tag))
            rc = read_item(state, keeping, tag, i, p);
    }
    return rc;
}

/* The items of one tag; `size` bytes, a whole number of them and one or more. */
static int
read_extra(loy__state *state, loy__keeping *keeping, uint32_t tag, const unsigned char *p,
           uint32_t size)
{
    uint32_t payload = loy__item_payload(tag);
    int rc = size > 0 && size % (payload + 4) == 0 ? LOY_OK : LOY_ERR_CORRUPT;

    for (; rc == LOY_OK && size > 0; size -= payload + 4, p += payload + 4)
        rc = read_item(state, keeping, tag, loy__load32(p + payload), p);
    return rc;
}

/* Each tag once, in order. */
static int
read_extras(loy__state *state, loy__keeping *keeping, const unsigned char *p, uint32_t left)
{
    uint32_t last = LOY__EXTRA | LOY__TAG_STAGE;

    while (left > 0) {
        uint32_t tag = left >= LOY__EXTRA_HEAD ? loy__load32(p) : 0;
        uint32_t size;
        int rc;

        if (tag <= last || tag > (LOY__EXTRA | LOY__TAG_LAST))
            return LOY_ERR_CORRUPT;
        size = loy__load32(p + 4);
        left -= LOY__EXTRA_HEAD;
        if (size > left)
            return LOY_ERR_CORRUPT;
        rc = read_extra(state, keeping, tag & ~LOY__EXTRA, p + LOY__EXTRA_HEAD, size);
        if (rc != LOY_OK)
            return rc;
        p += LOY__EXTRA_HEAD + size;
        left -= size;
        last = tag;
    }
    return LOY_OK;
}

/* Notes, then extras. */
static int
read_rare(loy__state *state, loy__keeping *keeping)
{
    const unsigned char *p = keeping->record->notes;
    uint32_t size = keeping->record->notes_size;
    uint32_t notes = 0;
    int rc;

    while (notes < size && size - notes >= LOY__EXTRA_HEAD && loy__load32(p + notes) < LOY__EXTRA) {
        uint32_t length = loy__load32(p + notes + 4);

        if (length > size - notes - LOY__EXTRA_HEAD)
            return LOY_ERR_CORRUPT;
        notes += LOY__EXTRA_HEAD + length;
    }
    rc = loy__notes_read(state, p, notes);
    return rc == LOY_OK ? read_extras(state, keeping, p + notes, size - notes) : rc;
}

static int
read_values(loy__state *state, loy__keeping *keeping)
{
    const loy__record *record = keeping->record;
    const unsigned char *p = record->items[LOY__TAG_VALUE];
    uint32_t left = record->values_size;

    for (uint32_t i = 0; i < record->counts[LOY__TAG_VALUE]; i++) {
        loy__stored_value value;
        uint32_t number;
        int rc;

        if (left < LOY__VALUE_SIZE)
            return LOY_ERR_CORRUPT;
        number = loy__load32(p);
        value = (loy__stored_value){.text = p + LOY__VALUE_SIZE,
                                    .number = loy__load_i64(p + 8),
                                    .size = loy__load32(p + 4)};
        left -= LOY__VALUE_SIZE;
        if (value.size > left || number >= record->part_counts[LOY__SECTION_ATTRIBUTE])
            return LOY_ERR_CORRUPT;
        rc = record->same ? loy__item_value(state, number, &value)
                          : loy__translate_value(state, keeping, number, &value);
        if (rc != LOY_OK)
            return rc;
        left -= value.size;
        p += LOY__VALUE_SIZE + value.size;
    }
    return left == 0 ? LOY_OK : LOY_ERR_CORRUPT;
}

/* Under the same keys foreign items stay foreign: nobody needs to look. */
static int
start_same(loy__state *state, loy__keeping *keeping)
{
    const loy__record *record = keeping->record;

    state->stage = record->stage & LOY__STAGE_MASK;
    if (state->stage >= state->program->stage_count)
        return LOY_ERR_CORRUPT;
    if (record->foreign_size == 0)
        return LOY_OK;
    keeping->data = loy__arena_alloc(&state->arena, record->foreign_size);
    if (keeping->data == NULL)
        return LOY_ERR_NOMEM;
    memcpy(keeping->data, record->foreign, record->foreign_size);
    keeping->size = record->foreign_size;
    return LOY_OK;
}

/* Rows, lots and buckets without a question for each item. */
static int
read_same(loy__state *state, loy__keeping *keeping)
{
    const loy__record *record = keeping->record;
    int rc = start_same(state, keeping);

    if (rc == LOY_OK)
        rc = loy__rows_read(state, record);
    if (rc == LOY_OK)
        rc = loy__lots_read(state, record);
    if (rc == LOY_OK)
        rc = loy__buckets_read(state, record);
    return rc;
}

static int
read_other_lots(loy__state *state, loy__keeping *keeping)
{
    const unsigned char *p = keeping->record->items[LOY__TAG_LOT];
    uint32_t left = keeping->record->lots_size;
    loy__lot_group group;

    while (loy__lot_group_next(&group, &p, &left))
        for (uint32_t i = 0; i < group.count; i++) {
            unsigned char lot[LOY__LOT_SIZE];
            int rc = loy__lot_widen(&group, i, lot)
                         ? read_item(state, keeping, LOY__TAG_LOT, group.currency, lot)
                         : LOY_ERR_CORRUPT;

            if (rc != LOY_OK)
                return rc;
        }
    return left == 0 ? LOY_OK : LOY_ERR_CORRUPT;
}

static int
read_other(loy__state *state, loy__keeping *keeping)
{
    int rc = loy__translate_start(state, keeping, keeping->record);

    if (rc == LOY_OK)
        rc = read_rows(state, keeping);
    if (rc == LOY_OK)
        rc = read_other_lots(state, keeping);
    return rc == LOY_OK ? read_section(state, keeping, LOY__TAG_BUCKET) : rc;
}

/* Stages by the program's numbers. */
static int
read_lifecycle(loy__state *state, const loy__keeping *keeping)
{
    const loy__record *record = keeping->record;
    int rc = loy__lifecycle_read(state, record->stage & ~LOY__STAGE_MASK, record->lifecycle);

    for (uint32_t i = 0; rc == LOY_OK && i < loy__step_count(state->recalled); i++) {
        uint32_t *stage = &state->steps[i].stage;

        if (*stage >= record->part_counts[LOY__SECTION_STAGE])
            rc = LOY_ERR_CORRUPT;
        else if (!record->same)
            *stage = loy__translate_stage(state, keeping, *stage);
    }
    return rc;
}

int
loy__record_read(loy__state *state, const loy__record *record)
{
    loy__keeping keeping = {.record = record};
    int rc = record->same ? read_same(state, &keeping) : read_other(state, &keeping);

    if (rc == LOY_OK && record->counts[LOY__TAG_HOLDING] > 0)
        rc = read_section(state, &keeping, LOY__TAG_HOLDING);
    if (rc == LOY_OK)
        rc = read_values(state, &keeping);
    if (rc == LOY_OK && record->stage > LOY__STAGE_MASK)
        rc = read_lifecycle(state, &keeping);
    if (rc == LOY_OK && record->notes_size > 0)
        rc = read_rare(state, &keeping);
    state->foreign = keeping.data;
    state->foreign_size = keeping.size;
    return rc;
}
