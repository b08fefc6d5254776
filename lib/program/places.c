/*
 * places.c -- the hash table of an access: for every key the places of the
 * rules that ask for it.
 */
#include "program/features.h"

#include <string.h>

typedef struct table {
    loy__rule_bucket *buckets;
    uint32_t *last; /* by bucket: the word of its last place, plus 1 */
    loy__access *access;
} table;

static uint32_t
find(const table *to, uint64_t key)
{
    uint32_t at = loy__bucket_at(to->access, key);

    while (to->last[at] != 0 && to->buckets[at].key != key)
        at = (at + 1) & to->access->mask;
    return at;
}

static void
enter(table *to, uint64_t key, uint32_t place)
{
    uint32_t at = find(to, key);
    loy__rule_bucket *bucket = &to->buckets[at];
    loy__place_word *items = (loy__place_word *)bucket->places.items;

    if (to->last[at] != place / 64 + 1) {
        bucket->key = key;
        to->last[at] = place / 64 + 1;
        if (items != NULL)
            items[bucket->places.count] = (loy__place_word){.word = place / 64};
        bucket->places.count++;
    }
    if (items != NULL)
        items[bucket->places.count - 1].bits |= UINT64_C(1) << place % 64;
}

/* The key of the combination of constants with this number. */
static uint64_t
combination(const loy__access *access, const loy__keyed_rule *rule, size_t number)
{
    uint64_t key = 0, value = 0;

    for (uint32_t part = 0; part < LOY__KEY_PARTS && part < access->part_count; part++) {
        const loy__key_part *own = &access->parts[part];
        const loy__feature *feature = &rule->features[part];

        if (loy__key_of(&feature->values[number % feature->count], &value))
            key |= (value - own->least) << own->shift;
        number /= feature->count;
    }
    return key;
}

static size_t
combinations(const loy__access *access, const loy__keyed_rule *rule)
{
    size_t product = 1;

    for (uint32_t part = 0; part < access->part_count; part++)
        product *= rule->features[part].count;
    return product;
}

static void
enter_rules(table *to, const loy__keyed_rule *rules, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        for (size_t left = combinations(to->access, &rules[i]); left > 0; left--)
            enter(to, combination(to->access, &rules[i], left - 1), rules[i].place);
}

static bool
make_table(loy__reader *reader, size_t keys, table *out)
{
    loy__access *access = out->access;
    uint32_t bits = 1;

    while (bits < 31 && (size_t)1 << bits < 2 * keys)
        bits++;
    access->shift = 64 - bits;
    access->mask = (UINT32_C(1) << bits) - 1;
    out->buckets = loy__keep(reader, (size_t)access->mask + 1, sizeof(*out->buckets));
    out->last = loy__borrow(reader, (size_t)access->mask + 1, sizeof(*out->last));
    access->buckets = out->buckets;
    return out->buckets != NULL && out->last != NULL;
}

bool
loy__access_build(loy__reader *reader, const loy__keyed_rule *rules, uint32_t count,
                  loy__access *out)
{
    table to = {.access = out};
    loy__place_word *room;
    size_t total = 0;

    for (uint32_t i = 0; i < count; i++)
        total += combinations(out, &rules[i]);
    if (!make_table(reader, total, &to))
        return false;
    enter_rules(&to, rules, count);
    total = 0;
    for (uint32_t at = 0; at <= out->mask; at++)
        total += to.buckets[at].places.count;
    room = loy__keep(reader, total, sizeof(*room));
    if (room == NULL)
        return false;
    for (uint32_t at = 0; at <= out->mask; at++) {
        to.buckets[at].places.items = room;
        room += to.buckets[at].places.count;
        to.buckets[at].places.count = 0;
        to.last[at] = to.last[at] != 0 ? UINT32_MAX : 0;
    }
    enter_rules(&to, rules, count);
    return true;
}

loy__places
loy__places_of(loy__reader *reader, const uint64_t *set, uint32_t words)
{
    loy__place_word *items;
    uint32_t count = 0, word;

    for (word = 0; word < words; word++)
        count += set[word] != 0;
    items = loy__keep(reader, count, sizeof(*items));
    for (word = 0, count = 0; items != NULL && word < words; word++)
        if (set[word] != 0)
            items[count++] = (loy__place_word){.bits = set[word], .word = word};
    return (loy__places){.items = items, .count = items != NULL ? count : 0};
}
