/*
 * candidates.c -- looks up the keys that an event has: which rules may fire.
 *
 * Reads slots and the index, and sets bits: a rule found twice is one, and
 * all come out in order.
 */
#include <string.h>

#include "engine/engine.h"
#include "program/rule_index.h"

typedef struct search {
    const loy_engine *engine;
    const loy__access *access;
    loy__marks marks;
} search;

/* ---- What was found ---- */

static inline void
mark(const search *s, uint32_t word, uint64_t bits)
{
    s->marks.bits[word] |= bits;
    s->marks.summary[word / 64] |= UINT64_C(1) << word % 64;
}

static inline void
mark_places(const search *s, const loy__places *found)
{
    mark(s, found->word, found->bits);
    for (uint32_t i = 1; i < found->count; i++)
        mark(s, found->more[i - 1].word, found->more[i - 1].bits);
}

/* ---- Keys ---- */

static inline void
look_up(const search *s, uint64_t key)
{
    const loy__rule_bucket *buckets = s->access->buckets;
    uint32_t at = loy__bucket_at(s->access, key);

    for (; buckets[at].places.count != 0; at = (at + 1) & s->access->mask)
        if (buckets[at].key == key) {
            mark_places(s, &buckets[at].places);
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
LOY_INLINE void
look_up_values(const search *s, const loy__key_part *part, bool text, const loy__cel_value *value,
               uint32_t count, uint32_t stride, uint64_t key)
{
    /* What marks are written to may be anything. */
    const loy__key_part own = {
        .least = part->least, .range = part->range, .shift = part->shift, .text = text};

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
        count = slot->size;
        if (count == 0)
            return; /* and there may be no rows to point at */
        value = slot->as.fields + part->field;
        stride = s->engine->program->facts.line_field_count;
    }
    if (part->under)
        for (; count > 0; count--, value += stride)
            look_up_paths(s, part, value, key);
    else if (part->text)
        look_up_values(s, part, true, value, count, stride, key);
    else
        look_up_values(s, part, false, value, count, stride, key);
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

static bool
reserve_marks(loy_engine *engine, const loy__rule_index *index)
{
    size_t need = (size_t)index->words + index->summaries;

    if (need <= engine->mark_capacity)
        return true;
    if (!loy__reserve(&engine->memory, &engine->marks, &engine->mark_capacity, need,
                      sizeof(*engine->marks)))
        return false;
    memset(engine->marks, 0, engine->mark_capacity * sizeof(*engine->marks));
    return true;
}

int
loy__candidates(loy_engine *engine, const loy__rule_index *index, int64_t time, loy__marks *out)
{
    search s = {.engine = engine};
    const loy__places *always = loy__always_at(index, time);

    if (!reserve_marks(engine, index))
        return LOY_ERR_NOMEM;
    *out = s.marks = (loy__marks){engine->marks, engine->marks + index->summaries};
    if (always->count != 0)
        mark_places(&s, always);
    for (uint32_t i = 0; i < index->access_count; i++) {
        s.access = &index->accesses[i];
        search_access(&s);
    }
    return LOY_OK;
}
