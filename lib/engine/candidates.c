/*
 * candidates.c -- looks up the keys that an event has: which rules may fire.
 *
 * Reads slots and the index, and sets bits: a rule found twice is one.
 */
#include "engine/engine.h"
#include "program/rule_index.h"

typedef struct search {
    const loy_engine *engine;
    const loy__access *access;
    uint64_t *summary;
    uint64_t *places;
} search;

static inline void
mark(const search *s, loy__places found)
{
    for (uint32_t i = 0; i < found.count; i++) {
        const loy__place_word *own = &found.items[i];

        s->places[own->word] |= own->bits;
        s->summary[own->word / 64] |= UINT64_C(1) << own->word % 64;
    }
}

static inline void
look_up(const search *s, uint64_t key)
{
    const loy__rule_bucket *buckets = s->access->buckets;
    uint32_t at = loy__bucket_at(s->access, key);

    for (; buckets[at].places.count != 0; at = (at + 1) & s->access->mask)
        if (buckets[at].key == key) {
            mark(s, buckets[at].places);
            return;
        }
}

/* Adds a value to a key; false: no rule names the value. */
static inline bool
add_value(const loy__key_part *part, uint64_t value, uint64_t *key)
{
    value -= part->least;
    *key |= value << part->shift;
    return value <= part->range;
}

static inline uint64_t
number_of(const loy__key_part *part, const loy__cel_value *value)
{
    return part->text ? loy__cel_symbol(*value) : (uint64_t)value->as.integer;
}

/* A path and all above it: 'a/b/c', 'a', 'a/b'. */
static void
look_up_paths(const search *s, const loy__key_part *part, const loy__cel_value *value, uint64_t key)
{
    const loy__map *symbols = &s->engine->program->symbols;
    uint64_t whole = key;

    if (add_value(part, loy__cel_symbol(*value), &whole))
        look_up(s, whole);
    for (uint32_t i = 1; i < value->size; i++) {
        uint64_t above = key;

        if (value->as.text[i] == '/' &&
            add_value(part, loy__map_get(symbols, value->as.text, i, 0), &above))
            look_up(s, above);
    }
}

/* Looks up a key with each of several values, `stride` apart. */
static void
look_up_values(const search *s, const loy__key_part *part, const loy__cel_value *value,
               uint32_t count, uint32_t stride, uint64_t key)
{
    const loy__key_part own = *part; /* what marks are written to may be anything */

    for (; count > 0; count--, value += stride) {
        uint64_t whole = key;

        if (add_value(&own, number_of(&own, value), &whole))
            look_up(s, whole);
    }
}

static void
look_up_many(const search *s, const loy__key_part *part, uint64_t key)
{
    const loy__cel_value *slot = &s->engine->slots[part->slot];
    const loy__cel_value *value = slot;
    uint32_t stride = 1, count = 1;

    if (part->source == LOY__KEY_ITEMS) {
        value = slot->as.items;
        count = slot->size;
    } else if (part->source == LOY__KEY_ROWS) {
        value = slot->as.fields + part->field;
        stride = s->engine->program->facts.line_field_count;
        count = slot->size;
    }
    if (!part->under) {
        look_up_values(s, part, value, count, stride, key);
        return;
    }
    for (; count > 0; count--, value += stride)
        look_up_paths(s, part, value, key);
}

static void
search_access(const search *s)
{
    const loy__access *access = s->access;
    uint32_t single = access->part_count - access->many;
    uint64_t key = 0;

    for (uint32_t i = 0; i < single; i++) {
        const loy__key_part *part = &access->parts[i];

        if (!add_value(part, number_of(part, &s->engine->slots[part->slot]), &key))
            return;
    }
    if (access->many)
        look_up_many(s, &access->parts[single], key);
    else
        look_up(s, key);
}

/* The segment of a moment: those before it end by then. */
static uint32_t
segment_of(const loy__rule_index *index, int64_t time)
{
    uint32_t low = 0, high = index->moment_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (index->moments[middle] <= time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void
loy__candidates(const loy_engine *engine, const loy__rule_index *index, int64_t time,
                uint64_t *marks)
{
    search s = {.engine = engine, .summary = marks, .places = marks + index->summaries};

    mark(&s, index->always[segment_of(index, time)]);
    for (uint32_t i = 0; i < index->access_count; i++) {
        s.access = &index->accesses[i];
        search_access(&s);
    }
}
