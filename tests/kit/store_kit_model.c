/*
 * store_kit_model.c -- random batches, right and wrong, against a model that
 * is a plain array: after each the store and the model agree, whatever it was
 * told would come, and every listing is the model sorted.
 */
#include "kit/store_kit_check.h"

#include <stdlib.h>
#include <string.h>

enum { KINDS = 3, KEYS = 40, LONGEST = 9000, ROUNDS = 450, MOST_WRITES = 6 };

struct entry {
    char id[8];
    uint32_t id_size, kind;
    uint64_t revision, size;
    int64_t due;
    unsigned char fill; /* what its bytes are made of */
};

struct model {
    struct entry entries[KINDS * KEYS];
    uint64_t random;
};

static uint32_t
draw(struct model *model, uint32_t below)
{
    model->random ^= model->random << 13;
    model->random ^= model->random >> 7;
    model->random ^= model->random << 17;
    return (uint32_t)(model->random >> 11) % below;
}

static void
fill(unsigned char *bytes, const struct entry *entry)
{
    for (uint64_t i = 0; i < entry->size; i++)
        bytes[i] = (unsigned char)(entry->fill + i * 7);
}

static struct model *
new_model(void)
{
    struct model *model = calloc(1, sizeof(*model));

    assert_non_null(model);
    model->random = 88172645463325252u;
    for (uint32_t i = 0; i < KINDS * KEYS; i++) {
        struct entry *entry = &model->entries[i];

        entry->kind = 1 + i % KINDS;
        entry->id_size = 1 + i % 7;
        entry->due = LOY_NEVER;
        memset(entry->id, 'k', sizeof(entry->id));
        entry->id[entry->id_size - 1] = (char)('!' + i / KINDS);
    }
    return model;
}

static int
same_record(loy_store *store, const struct entry *entry)
{
    static unsigned char bytes[LONGEST], wanted[LONGEST];
    uint64_t size = 0;
    uint64_t revision =
        kit_read(store, entry->kind, entry->id, entry->id_size, bytes, LONGEST, &size);

    fill(wanted, entry);
    return revision == entry->revision &&
           (revision == 0 || (size == entry->size && memcmp(bytes, wanted, (size_t)size) == 0));
}

static int64_t
draw_due(struct model *model)
{
    return draw(model, 3) == 0 ? LOY_NEVER : (int64_t)draw(model, 50);
}

/* What will be asked for, perhaps. */
static void
hint_some(loy_store *store, struct model *model)
{
    for (uint32_t left = store->hint != NULL ? draw(model, 4) : 0; left > 0; left--) {
        const struct entry *entry = &model->entries[draw(model, KINDS * KEYS)];

        store->hint(store->context, entry->kind, entry->id, entry->id_size);
    }
}

/* One batch; one in four has a wrong revision somewhere. */
static void
one_round(loy_store *store, struct model *model)
{
    static unsigned char bytes[MOST_WRITES][LONGEST];
    struct entry next[MOST_WRITES];
    loy_write writes[MOST_WRITES] = {{.id = NULL}};
    uint32_t at[MOST_WRITES];
    uint32_t count = 1 + draw(model, MOST_WRITES), first = draw(model, KINDS * KEYS);
    int wrong = draw(model, 4) == 0;

    for (uint32_t i = 0; i < count; i++) {
        at[i] = (first + i * 19) % (KINDS * KEYS);
        next[i] = model->entries[at[i]];
        next[i].size = draw(model, draw(model, 5) == 0 ? LONGEST : 300);
        next[i].fill = (unsigned char)draw(model, 256);
        next[i].due = draw_due(model);
        next[i].revision++;
        fill(bytes[i], &next[i]);
        writes[i] = kit_write(next[i].kind, next[i].id, next[i].id_size, "", next[i].revision - 1);
        writes[i].bytes = bytes[i];
        writes[i].size = next[i].size;
        writes[i].due = next[i].due;
    }
    hint_some(store, model);
    if (wrong)
        writes[draw(model, count)].seen += 1 + draw(model, 3);
    assert_int_equal(kit_commit(store, writes, count), wrong ? LOY_ERR_CONFLICT : LOY_OK);
    for (uint32_t i = 0; i < count; i++) {
        if (!wrong)
            model->entries[at[i]] = next[i];
        assert_true(same_record(store, &model->entries[at[i]]));
    }
}

static int
by_id(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    uint32_t shorter = x->id_size < y->id_size ? x->id_size : y->id_size;
    int order = memcmp(x->id, y->id, shorter);

    return order != 0 ? order : (x->id_size > y->id_size) - (x->id_size < y->id_size);
}

static int
by_due(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    return x->due != y->due ? (x->due > y->due) - (x->due < y->due) : by_id(a, b);
}

struct listing {
    const struct entry *entries;
    uint32_t count, at;
};

static int
hear(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
     uint64_t revision)
{
    static unsigned char wanted[LONGEST];
    struct listing *listing = context;
    const struct entry *entry = &listing->entries[listing->at];

    if (listing->at == listing->count || entry->id_size != id_size ||
        memcmp(entry->id, id, id_size) != 0 || entry->revision != revision || entry->size != size)
        return -77;
    fill(wanted, entry);
    if (size > 0 && memcmp(wanted, bytes, (size_t)size) != 0)
        return -78;
    listing->at++;
    return 1;
}

/* The model's records of a kind; with due <= before when `timed`. */
static struct listing
select_entries(const struct model *model, struct entry *out, uint32_t kind, int timed,
               int64_t before)
{
    struct listing listing = {.entries = out};

    for (uint32_t i = 0; i < KINDS * KEYS; i++) {
        const struct entry *entry = &model->entries[i];

        if (entry->kind == kind && entry->revision > 0 &&
            (!timed || (entry->due <= before && entry->due != LOY_NEVER)))
            out[listing.count++] = *entry;
    }
    qsort(out, listing.count, sizeof(*out), timed ? by_due : by_id);
    return listing;
}

static void
compare_listings(loy_store *store, struct model *model)
{
    struct entry sorted[KINDS * KEYS];

    for (uint32_t kind = 1; kind <= KINDS; kind++) {
        int64_t before = (int64_t)draw(model, 60);
        struct listing listing = select_entries(model, sorted, kind, 0, 0);

        assert_int_equal(loy_store_walk(store, kind, NULL, 0, hear, &listing), LOY_OK);
        assert_int_equal(listing.at, listing.count);
        listing = select_entries(model, sorted, kind, 1, before);
        assert_int_equal(loy_store_due(store, kind, before, hear, &listing), LOY_OK);
        assert_int_equal(listing.at, listing.count);
    }
}

static void
random_batches_agree_with_a_model(void **state)
{
    kit_run *kit = *state;
    struct model *model = new_model();

    for (int round = 1; round <= ROUNDS; round++) {
        one_round(kit->store, model);
        if (round % 20 == 0 && (kit->target->features & LOY_KIT_LISTS) != 0)
            compare_listings(kit->store, model);
        if (round % 150 == 0 && (kit->target->features & LOY_KIT_DURABLE) != 0)
            kit_reopen(kit);
    }
    for (uint32_t i = 0; i < KINDS * KEYS; i++)
        assert_true(same_record(kit->store, &model->entries[i]));
    free(model);
}

const kit_check kit_model_checks[] = {
    {"random batches agree with a model", random_batches_agree_with_a_model, 0},
    {NULL, NULL, 0},
};
