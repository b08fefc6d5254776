/*
 * memory_table.c -- records by id: a hash table of small slots with the numbers
 * of records.
 *
 * A slot holds the upper bits of the hash, in whose order the table is filled,
 * so growing it reads and writes memory in sequence and touches no record.
 */
#include "store/memory_table.h"

#include <string.h>

#include "base/text.h"

enum { FIRST_BITS = 4, LAST_BITS = 31 };

void
loy__table_init(loy__table *table, uint32_t kind, const loy_memory *memory)
{
    *table = (loy__table){.memory = memory, .kind = kind};
}

static size_t
slot_count(const loy__table *table)
{
    return table->bits == 0 ? 0 : (size_t)1 << table->bits;
}

void
loy__table_free(loy__table *table)
{
    const loy_memory *memory = table->memory;

    loy__free(memory, table->records, table->record_capacity * sizeof(*table->records));
    loy__free(memory, table->slots, slot_count(table) * sizeof(*table->slots));
    loy__free(memory, table->order, table->order_capacity * sizeof(*table->order));
    loy__free(memory, table->order_spare, table->spare_capacity * sizeof(*table->order_spare));
    loy__free(memory, table->heap, table->heap_capacity * sizeof(*table->heap));
    loy__free(memory, table->front, table->front_capacity * sizeof(*table->front));
    loy__table_init(table, table->kind, memory);
}

loy__record *
loy__table_search(const loy__table *table, uint32_t tag, const char *id, uint32_t id_size)
{
    const loy__slot *slots = table->slots;
    uint32_t mask = (uint32_t)(slot_count(table) - 1);
    uint32_t at;

    for (at = tag >> (32 - table->bits); slots[at].number != 0; at = (at + 1) & mask) {
        loy__record *record;

        if (slots[at].tag != tag)
            continue;
        record = loy__table_record(table, slots[at].number - 1);
        if (loy__record_is(record, id, id_size))
            return record;
    }
    return NULL;
}

static void
put_slot(loy__slot *slots, uint32_t bits, loy__slot slot)
{
    uint32_t mask = (uint32_t)(((size_t)1 << bits) - 1);
    uint32_t at = slot.tag >> (32 - bits);

    while (slots[at].number != 0)
        at = (at + 1) & mask;
    slots[at] = slot;
}

/* Slots for `need` records, at most half full. */
static bool
reserve_slots(loy__table *table, uint64_t need)
{
    uint32_t bits = table->bits == 0 ? FIRST_BITS : table->bits;
    loy__slot *slots;

    while (bits <= LAST_BITS && need > (uint64_t)1 << (bits - 1))
        bits++;
    if (bits == table->bits)
        return true;
    if (bits > LAST_BITS || ((uint64_t)sizeof(*slots) << bits) > SIZE_MAX)
        return false;
    slots = loy__alloc_zero(table->memory, sizeof(*slots) << bits);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < slot_count(table); i++) {
        if (table->slots[i].number != 0)
            put_slot(slots, bits, table->slots[i]);
    }
    loy__free(table->memory, table->slots, slot_count(table) * sizeof(*slots));
    table->slots = slots;
    table->bits = bits;
    return true;
}

bool
loy__table_grow(loy__table *table)
{
    uint64_t need = (uint64_t)table->count + table->added;
    uint64_t room;

    if (need >= UINT32_MAX || !reserve_slots(table, need) ||
        !loy__reserve(table->memory, &table->records, &table->record_capacity, (size_t)need,
                      sizeof(*table->records)))
        return false;
    room = table->record_capacity;
    if (room > slot_count(table) / 2)
        room = slot_count(table) / 2;
    if (table->has_heap && !loy__reserve(table->memory, &table->heap, &table->heap_capacity,
                                         (size_t)room, sizeof(*table->heap)))
        return false;
    table->room = room < UINT32_MAX ? (uint32_t)room : UINT32_MAX;
    return true;
}

void
loy__table_add(loy__table *table, uint32_t tag, loy__record *record)
{
    uint32_t number = table->count++;

    table->added--;
    put_slot(table->slots, table->bits, (loy__slot){.tag = tag, .number = number + 1});
    record->number = number;
    table->records[number] = record;
}

int
loy__table_deliver(const loy__table *table, uint32_t number, loy_sink *sink)
{
    const loy__record *record = loy__table_record(table, number);

    return loy_sink_give(sink, loy__record_id(record), record->id_size, loy__record_bytes(record),
                         record->size, record->revision);
}

int
loy__table_compare(const loy__table *table, uint32_t a, uint32_t b)
{
    const loy__record *x = loy__table_record(table, a);
    const loy__record *y = loy__table_record(table, b);

    return loy__text_compare(loy__record_id(x), x->id_size, loy__record_id(y), y->id_size);
}
