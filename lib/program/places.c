/*
 * places.c -- the hash table of an access: for every key the places of the
 * rules that ask for it.
 */
#include "program/features.h"

/* What is known of a bucket while it is filled. */
typedef struct filling {
    uint32_t words; /* so far */
    uint32_t last;  /* place, plus 1; 0: none */
    bool used;
} filling;

typedef struct table {
    loy__access *access;
    loy__rule_bucket *buckets;
    filling *fillings; /* by bucket */
    bool counting;     /* the first time through */
} table;

static uint32_t
find(const table *to, uint64_t key)
{
    uint32_t at = loy__bucket_at(to->access, key);

    while (to->fillings[at].used && to->buckets[at].key != key)
        at = (at + 1) & to->access->mask;
    return at;
}

/* Adds a place to the word of a set with this number. */
static void
put(loy__places *set, uint32_t number, uint32_t place)
{
    loy__place_word *more = (loy__place_word *)set->more;
    uint64_t bit = UINT64_C(1) << place % 64;

    if (number == 0) {
        set->word = place / 64;
        set->bits |= bit;
    } else {
        more[number - 1].word = place / 64;
        more[number - 1].bits |= bit;
    }
}

/* Places come in ascending order, one perhaps several times. */
static void
enter(table *to, uint64_t key, uint32_t place)
{
    uint32_t at = find(to, key);
    filling *own = &to->fillings[at];

    if (own->last == place + 1)
        return;
    own->words += own->last == 0 || (own->last - 1) / 64 != place / 64;
    own->last = place + 1;
    if (to->counting) {
        own->used = true;
        to->buckets[at].key = key;
    } else {
        put(&to->buckets[at].places, own->words - 1, place);
    }
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
    out->fillings = loy__borrow(reader, (size_t)access->mask + 1, sizeof(*out->fillings));
    access->buckets = out->buckets;
    return out->buckets != NULL && out->fillings != NULL;
}

/* Gives every bucket room for what was counted, and begins anew. */
static bool
make_room(loy__reader *reader, table *to)
{
    loy__place_word *more;
    size_t count = 0;

    for (uint32_t at = 0; at <= to->access->mask; at++)
        count += to->fillings[at].words > 1 ? to->fillings[at].words - 1 : 0;
    more = loy__keep(reader, count, sizeof(*more));
    if (more == NULL)
        return false;
    for (uint32_t at = 0; at <= to->access->mask; at++) {
        filling *own = &to->fillings[at];

        to->buckets[at].places = (loy__places){.count = own->words, .more = more};
        more += own->words > 1 ? own->words - 1 : 0;
        *own = (filling){.used = own->used};
    }
    to->counting = false;
    return true;
}

bool
loy__access_build(loy__reader *reader, const loy__keyed_rule *rules, uint32_t count,
                  loy__access *out)
{
    table to = {.access = out, .counting = true};
    size_t keys = 0;

    for (uint32_t i = 0; i < count; i++)
        keys += combinations(out, &rules[i]);
    if (!make_table(reader, keys, &to))
        return false;
    enter_rules(&to, rules, count);
    if (!make_room(reader, &to))
        return false;
    enter_rules(&to, rules, count);
    return true;
}

loy__places
loy__places_of(loy__reader *reader, const uint64_t *set, uint32_t words)
{
    uint32_t used = 0;
    loy__place_word *more;
    loy__places out;

    for (uint32_t word = 0; word < words; word++)
        used += set[word] != 0;
    more = loy__keep(reader, used > 1 ? used - 1 : 0, sizeof(*more));
    out = (loy__places){.more = more};
    for (uint32_t word = 0; word < words && more != NULL; word++) {
        if (set[word] == 0)
            continue;
        if (out.count == 0) {
            out.bits = set[word];
            out.word = word;
        } else {
            more[out.count - 1] = (loy__place_word){.bits = set[word], .word = word};
        }
        out.count++;
    }
    return out;
}
