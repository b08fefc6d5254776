/*
 * postings.c -- the hash table of an access: for every key the places of the
 * rules that ask for it.
 */
#include "program/features.h"

#include <string.h>

typedef struct table {
    loy__bucket_of_rules *buckets;
    uint32_t *last; /* by bucket: the word of its last place, plus 1 */
    loy__access *access;
    loy__posting *next; /* room for postings; NULL: they are only counted */
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
    loy__bucket_of_rules *bucket = &to->buckets[at];
    loy__posting *items = (loy__posting *)bucket->postings.items;

    if (to->last[at] != place / 64 + 1) {
        bucket->key = key;
        to->last[at] = place / 64 + 1;
        if (items != NULL)
            items[bucket->postings.count] = (loy__posting){.word = place / 64};
        bucket->postings.count++;
    }
    if (items != NULL)
        items[bucket->postings.count - 1].places |= UINT64_C(1) << place % 64;
}

/* Enters a rule under all its keys: every combination of its constants. */
static void
enter_rule(table *to, const loy__keyed_rule *rule, uint32_t part, uint64_t key)
{
    const loy__key_part *own = &to->access->parts[part];
    const loy__feature *feature = &rule->features[part];
    uint64_t value = 0;

    if (part == to->access->part_count) {
        enter(to, key, rule->place);
        return;
    }
    for (uint32_t i = 0; i < feature->count; i++)
        if (loy__key_of(&feature->values[i], &value))
            enter_rule(to, rule, part + 1, key | (value - own->least) << own->shift);
}

static size_t
count_keys(const loy__keyed_rule *rules, uint32_t count, uint32_t parts)
{
    size_t keys = 0;

    for (uint32_t i = 0; i < count; i++) {
        size_t product = 1;

        for (uint32_t part = 0; part < parts; part++)
            product *= rules[i].features[part].count;
        keys += product;
    }
    return keys;
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
    loy__posting *postings;
    size_t total = 0;

    if (!make_table(reader, count_keys(rules, count, out->part_count), &to))
        return false;
    for (uint32_t i = 0; i < count; i++)
        enter_rule(&to, &rules[i], 0, 0);
    for (uint32_t at = 0; at <= out->mask; at++)
        total += to.buckets[at].postings.count;
    postings = loy__keep(reader, total, sizeof(*postings));
    if (postings == NULL)
        return false;
    for (uint32_t at = 0; at <= out->mask; at++) {
        to.buckets[at].postings.items = postings;
        postings += to.buckets[at].postings.count;
        to.buckets[at].postings.count = 0;
        to.last[at] = to.last[at] != 0 ? UINT32_MAX : 0;
    }
    for (uint32_t i = 0; i < count; i++)
        enter_rule(&to, &rules[i], 0, 0);
    return true;
}

loy__postings
loy__postings_of(loy__reader *reader, const uint64_t *set, uint32_t words)
{
    loy__posting *items;
    uint32_t count = 0, word;

    for (word = 0; word < words; word++)
        count += set[word] != 0;
    items = loy__keep(reader, count, sizeof(*items));
    for (word = 0, count = 0; items != NULL && word < words; word++)
        if (set[word] != 0)
            items[count++] = (loy__posting){.places = set[word], .word = word};
    return (loy__postings){.items = items, .count = items != NULL ? count : 0};
}
