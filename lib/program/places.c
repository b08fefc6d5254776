/*
 * places.c -- the hash table of an access: for every key the places of the
 * rules that ask for it.
 */
#include "program/features.h"

#include "base/macros.h"

#define FEW 16 /* places in a set that is no list of words */

/* What is known of a bucket while it is filled. */
typedef struct filling {
    uint32_t places, words; /* so far */
    uint32_t last;          /* place, plus 1; 0: none */
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

static void
put(loy__places *set, const filling *own, uint32_t place)
{
    loy__place_word *words = (loy__place_word *)set->of.words;

    if (set->only == LOY__IN_WORDS) {
        words[own->words - 1].word = place / 64;
        words[own->words - 1].bits |= UINT64_C(1) << place % 64;
        return;
    }
    ((uint32_t *)set->of.places)[own->places - 1] = place;
    if (own->places == 1)
        set->only = place;
}

/* Places come in ascending order, one perhaps several times. */
static void
enter(table *to, uint64_t key, uint32_t place)
{
    uint32_t at = find(to, key);
    filling *own = &to->fillings[at];

    if (own->last == place + 1)
        return;
    own->places++;
    own->words += own->last == 0 || (own->last - 1) / 64 != place / 64;
    own->last = place + 1;
    if (to->counting) {
        own->used = true;
        to->buckets[at].key = key;
    } else {
        put(&to->buckets[at].places, own, place);
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
    uint32_t *places;
    loy__place_word *words;
    size_t place_count = 0, word_count = 0;

    for (uint32_t at = 0; at <= to->access->mask; at++) {
        place_count += to->fillings[at].places <= FEW ? to->fillings[at].places : 0;
        word_count += to->fillings[at].places > FEW ? to->fillings[at].words : 0;
    }
    places = loy__keep(reader, place_count, sizeof(*places));
    words = loy__keep(reader, word_count, sizeof(*words));
    if (places == NULL || words == NULL)
        return false;
    for (uint32_t at = 0; at <= to->access->mask; at++) {
        filling *own = &to->fillings[at];
        loy__places *set = &to->buckets[at].places;

        if (own->places <= FEW) {
            *set = (loy__places){.of.places = places, .count = own->places};
            places += own->places;
        } else {
            *set = (loy__places){.of.words = words, .count = own->words, .only = LOY__IN_WORDS};
            words += own->words;
        }
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

static uint32_t
count_places(const uint64_t *set, uint32_t words, uint32_t *used)
{
    uint32_t count = 0;

    *used = 0;
    for (uint32_t word = 0; word < words; word++) {
        *used += set[word] != 0;
        for (uint64_t left = set[word]; left != 0; left &= left - 1)
            count++;
    }
    return count;
}

loy__places
loy__places_of(loy__reader *reader, const uint64_t *set, uint32_t words)
{
    uint32_t used, count = count_places(set, words, &used);
    bool few = count <= FEW && count <= 2 * used; /* a word is marked as quickly as a place */
    loy__places out = {.only = LOY__IN_WORDS};
    uint32_t *places = loy__keep(reader, few ? count : 0, sizeof(*places));
    loy__place_word *items = loy__keep(reader, few ? 0 : words, sizeof(*items));

    for (uint32_t word = 0; word < words && places != NULL && items != NULL; word++) {
        if (!few && set[word] != 0)
            items[out.count++] = (loy__place_word){.bits = set[word], .word = word};
        for (uint64_t left = set[word]; few && left != 0; left &= left - 1)
            places[out.count++] = word * 64 + loy__lowest_bit(left);
    }
    if (few && out.count != 0) {
        out.of.places = places;
        out.only = places[0];
    } else {
        out.of.words = items;
    }
    return out;
}
