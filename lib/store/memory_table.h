/*
 * memory_table.h -- the records of one kind in the memory store: found by id,
 * listed by id, listed by when they are due.
 *
 * A record is one block, so that finding it and reading it is one way through the
 * memory. It has a number for ever; nothing is deleted. Tables grow only in the
 * functions that reserve, and a reserve that fails has changed nothing that
 * can be seen: so a commit reserves for all its records and then cannot fail.
 */
#ifndef LOY_STORE_MEMORY_TABLE_H
#define LOY_STORE_MEMORY_TABLE_H

#include <stddef.h>

#include "base/hash.h"
#include "base/memory.h"
#include "loyalty/store.h"

typedef struct loy__record {
    uint64_t revision;
    int64_t due;
    uint32_t size; /* of the bytes */
    uint32_t id_size;
    uint32_t capacity; /* of the block */
    uint32_t number;
    uint32_t place;       /* in the due heap, from 1; 0: not in it */
    unsigned char text[]; /* the id, then the bytes */
} loy__record;

typedef struct loy__slot {
    uint32_t tag;    /* upper half of the id's hash */
    uint32_t number; /* of the record, from 1; 0: free */
} loy__slot;

typedef struct loy__due_item {
    int64_t due;
    uint32_t number;
} loy__due_item;

typedef struct loy__table {
    const loy_memory *memory; /* borrowed */
    uint32_t kind;
    uint32_t count;
    uint32_t bits;  /* of the number of slots; 0: none */
    uint32_t added; /* records that the running commit will add */
    uint32_t room;  /* how many records there is room for without growing */
    loy__slot *slots;
    loy__record **records; /* by number; theirs whose blocks they are */
    size_t record_capacity;
    uint32_t *order; /* numbers in ascending ids, the first order_count records */
    uint32_t *order_spare;
    size_t order_count, order_capacity, spare_capacity;
    loy__due_item *heap; /* soonest first */
    size_t heap_count, heap_capacity;
    uint32_t *front; /* places of the heap, for a listing */
    size_t front_capacity;
    bool has_heap; /* kept from the first listing on */
} loy__table;

/* The bytes of a block that holds a record. */
static inline size_t
loy__record_space(uint32_t id_size, size_t size)
{
    return offsetof(loy__record, text) + id_size + size;
}

static inline const char *
loy__record_id(const loy__record *record)
{
    return (const char *)record->text;
}

static inline const unsigned char *
loy__record_bytes(const loy__record *record)
{
    return record->text + record->id_size;
}

/* Whether a record has an id. */
static inline bool
loy__record_is(const loy__record *record, const char *id, uint32_t id_size)
{
    return record->id_size == id_size && loy__same_bytes(record->text, id, id_size);
}

void loy__table_init(loy__table *table, uint32_t kind, const loy_memory *memory);
void loy__table_free(loy__table *table);

/* What an id is found by: nearly all are short. Stored nowhere. */
static inline uint32_t
loy__table_tag(const char *id, uint32_t id_size)
{
    const unsigned char *p = (const unsigned char *)id;
    uint64_t first, last = 0;

    if (id_size > 16)
        return (uint32_t)(loy__hash(id, id_size, 0) >> 32);
    if (id_size < 8) {
        first = loy__load_short(p, id_size);
    } else {
        first = loy__load64(p);
        last = loy__load64(p + id_size - 8);
    }
    first = (first + id_size) * UINT64_C(0x9E3779B97F4A7C15);
    first = ((first ^ first >> 32) + last) * UINT64_C(0xD6E8FEB86659FD93);
    return (uint32_t)(first >> 32);
}

/* loy__table_find in a table that has slots. */
loy__record *loy__table_search(const loy__table *table, uint32_t tag, const char *id,
                               uint32_t id_size);

/* Where looking for a tag begins; the table has slots. */
static inline const loy__slot *
loy__table_slot(const loy__table *table, uint32_t tag)
{
    return &table->slots[tag >> (32 - table->bits)];
}

static inline loy__record *
loy__table_record(const loy__table *table, uint32_t number)
{
    return table->records[number];
}

/* A record, or NULL. */
static inline loy__record *
loy__table_find(const loy__table *table, uint32_t tag, const char *id, uint32_t id_size)
{
    if (table->bits == 0 || loy__table_slot(table, tag)->number == 0)
        return NULL;
    return loy__table_search(table, tag, id, id_size);
}

/* The record that is most likely meant by a tag, untouched, or NULL. */
static inline loy__record *
loy__table_guess(const loy__table *table, uint32_t tag)
{
    const loy__slot *slot = loy__table_slot(table, tag);

    return slot->number != 0 && slot->tag == tag ? loy__table_record(table, slot->number - 1)
                                                 : NULL;
}

bool loy__table_grow(loy__table *table);

/* Room for the records that table->added says. */
static inline bool
loy__table_reserve(loy__table *table)
{
    return table->added <= table->room - table->count || loy__table_grow(table);
}

/* Adds one of the records that were reserved, which gets its number. */
void loy__table_add(loy__table *table, uint32_t tag, loy__record *record);

/* As loy__table_set_due, once there is a heap. */
void loy__table_move_due(loy__table *table, loy__record *record, int64_t due);

/* Sets when a record is due. */
static inline void
loy__table_set_due(loy__table *table, loy__record *record, int64_t due)
{
    if (table->has_heap)
        loy__table_move_due(table, record, due);
    else
        record->due = due;
}

/* Delivers a record to a sink. */
int loy__table_deliver(const loy__table *table, uint32_t number, loy_sink *sink);

/* The two listings of loy_store. */
int loy__table_walk(loy__table *table, const char *after, uint32_t after_size, loy_sink *sink);
int loy__table_due(loy__table *table, int64_t before, loy_sink *sink);

/* Ids of two records by bytes. */
int loy__table_compare(const loy__table *table, uint32_t a, uint32_t b);

#endif
