/*
 * memory.c -- the store in memory: what a till, a test or a backtest keeps its
 * customers in.
 *
 * A commit looks up and checks all its records and reserves all the memory they
 * need, and only then writes, which cannot fail: so it is kept or not, as a
 * whole, at whatever allocation memory runs out.
 */
#include <string.h>

#include "base/macros.h"
#include "base/bytes.h"
#include "loyalty/store.h"
#include "store/memory_pool.h"
#include "store/memory_table.h"

/* What a commit found and prepared for one of its writes. */
struct step {
    const loy_write *write;
    loy__table *table;
    loy__record *record; /* NULL: it is new */
    loy__record *block;  /* a new one, or NULL: the record's own has room */
    size_t capacity;
    uint32_t tag;
};

/* A customer who will be asked for: the next hint looks him up. He is remembered, for
 * his record is loaded and written next. */
struct ahead {
    loy__record *record; /* NULL: not looked up yet, or there is none */
    uint32_t tag;
    bool asked; /* false: he was looked up */
};

enum { KNOWN_KINDS = 8, AHEAD = 2, LINE = 64, LINES = 8 };

#define LARGEST (UINT32_C(1) << 30) /* record: with what it may grow, 32 bits hold its size */

struct memory_store {
    loy_store store; /* first: what the caller holds */
    loy_memory memory;
    loy__pool pool;
    loy__table known[KNOWN_KINDS]; /* by kind */
    loy__table **others;           /* of the kinds behind them */
    struct step *steps;
    size_t other_count, other_capacity, step_capacity;
    struct ahead ahead[AHEAD];
    uint32_t newest;
};

static loy__table *
find_table(struct memory_store *self, uint32_t kind)
{
    if (kind < KNOWN_KINDS)
        return &self->known[kind];
    for (size_t i = 0; i < self->other_count; i++)
        if (self->others[i]->kind == kind)
            return self->others[i];
    return NULL;
}

static loy__table *
need_table(struct memory_store *self, uint32_t kind)
{
    loy__table *table = find_table(self, kind);

    if (table != NULL || !loy__reserve(&self->memory, &self->others, &self->other_capacity,
                                       self->other_count + 1, sizeof(*self->others)))
        return table;
    table = loy__alloc(&self->memory, sizeof(*table));
    if (table != NULL) {
        loy__table_init(table, kind, &self->memory);
        self->others[self->other_count++] = table;
    }
    return table;
}

/* A record, or NULL, and what it is found by. What a hint has found needs no more than
 * a look at its id. */
static inline loy__record *
find_record(const struct memory_store *self, const loy__table *table, const char *id,
            uint32_t id_size, uint32_t *tag)
{
    if (table == &self->known[LOY_KIND_CUSTOMER])
        for (const struct ahead *ahead = self->ahead; ahead != self->ahead + AHEAD; ahead++)
            if (ahead->record != NULL && loy__record_is(ahead->record, id, id_size))
                return ahead->record;
    *tag = loy__table_tag(id, id_size);
    return loy__table_find(table, *tag, id, id_size);
}

static int
memory_load(void *context, loy_fetch *fetches, uint32_t count)
{
    struct memory_store *self = context;

    for (uint32_t i = 0; i < count; i++) {
        loy_fetch *fetch = &fetches[i];
        const loy__table *table = find_table(self, fetch->kind);
        const loy__record *record;
        uint32_t tag;
        int rc;

        if (table == NULL)
            continue;
        record = find_record(self, table, fetch->id, fetch->id_size, &tag);
        if (record == NULL)
            continue;
        rc = loy_fetch_lend(fetch, loy__record_bytes(record), record->size, record->revision);
        if (rc < 0)
            return rc;
    }
    return LOY_OK;
}

/* A block for what is written, where the record's own has no room. */
static bool
reserve_block(struct memory_store *self, struct step *step)
{
    const loy_write *write = step->write;
    size_t space, slack = 0;

    if (write->size > LARGEST)
        return false;
    space = loy__record_space(write->id_size, (size_t)write->size);
    if (step->record != NULL) {
        if (space <= step->record->capacity)
            return true;
        slack = (size_t)(write->size / 4); /* it grew: it will grow again */
    }
    step->block = loy__pool_take(&self->pool, space + slack, &step->capacity);
    return step->block != NULL;
}

/* Finds a record, checks its revision, and reserves the memory that it needs. */
static int
prepare(struct memory_store *self, struct step *step)
{
    const loy_write *write = step->write;
    loy__table *table = need_table(self, write->kind);

    step->table = table;
    step->block = NULL;
    if (table == NULL)
        return LOY_ERR_NOMEM;
    step->record = find_record(self, table, write->id, write->id_size, &step->tag);
    if ((step->record != NULL ? step->record->revision : 0) != write->seen)
        return LOY_ERR_CONFLICT;
    if (step->record == NULL) {
        table->added++;
        if (!loy__table_reserve(table))
            return LOY_ERR_NOMEM;
    }
    return reserve_block(self, step) ? LOY_OK : LOY_ERR_NOMEM;
}

/* Gives back what was reserved for the first steps of a batch. */
static void
give_back(struct memory_store *self, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        loy__pool_give(&self->pool, self->steps[i].block, self->steps[i].capacity);
        if (self->steps[i].table != NULL)
            self->steps[i].table->added = 0;
    }
}

/* The record in its new block. */
static loy__record *
move_in(struct memory_store *self, const struct step *step)
{
    const loy_write *write = step->write;
    loy__record *old = step->record, *record = step->block;

    *record = old != NULL ? *old : (loy__record){.due = LOY_NEVER, .id_size = write->id_size};
    record->capacity = (uint32_t)step->capacity;
    loy__store_text(record->text, write->id, write->id_size);
    if (old == NULL) {
        loy__table_add(step->table, step->tag, record);
        return record;
    }
    step->table->records[record->number] = record;
    for (struct ahead *ahead = self->ahead; ahead != self->ahead + AHEAD; ahead++)
        if (ahead->record == old)
            ahead->record = record;
    loy__pool_give(&self->pool, old, old->capacity);
    return record;
}

static void
keep(struct memory_store *self, const struct step *step)
{
    const loy_write *write = step->write;
    loy__record *record = step->block != NULL ? move_in(self, step) : step->record;

    if (write->size > 0)
        memcpy(record->text + record->id_size, write->bytes, (size_t)write->size);
    record->size = (uint32_t)write->size;
    record->revision = write->seen + 1;
    loy__table_set_due(step->table, record, write->due);
}

static int
memory_commit(void *context, const loy_batch *batch)
{
    struct memory_store *self = context;

    if (!loy__reserve(&self->memory, &self->steps, &self->step_capacity, batch->count,
                      sizeof(*self->steps)))
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < batch->count; i++) {
        int rc;

        self->steps[i].write = &batch->writes[i];
        rc = prepare(self, &self->steps[i]);
        if (rc < 0) {
            give_back(self, i + 1);
            return rc;
        }
    }
    for (uint32_t i = 0; i < batch->count; i++)
        keep(self, &self->steps[i]);
    return LOY_OK;
}

/* ---- Looking ahead ---- */

/* The slot has arrived: the record may come. */
static void
come_nearer(const loy__table *table, struct ahead *ahead)
{
    const unsigned char *p;

    ahead->asked = false;
    ahead->record = loy__table_guess(table, ahead->tag);
    p = (const unsigned char *)ahead->record;
    for (int line = 0; p != NULL && line < LINES; line++)
        loy__prefetch(p + line * LINE);
}

static void
memory_hint(void *context, uint32_t kind, const char *id, uint32_t id_size)
{
    struct memory_store *self = context;
    const loy__table *customers = &self->known[LOY_KIND_CUSTOMER];
    const loy__table *table = find_table(self, kind);
    uint32_t tag;

    for (uint32_t i = 0; i < AHEAD; i++)
        if (self->ahead[i].asked)
            come_nearer(customers, &self->ahead[i]);
    if (table == NULL || table->bits == 0)
        return;
    tag = loy__table_tag(id, id_size);
    loy__prefetch(loy__table_slot(table, tag));
    if (table != customers) /* others are hardly ever there */
        return;
    self->newest = (self->newest + 1) % AHEAD;
    self->ahead[self->newest] = (struct ahead){.tag = tag, .asked = true};
}

static int
memory_walk(void *context, uint32_t kind, const char *after, uint32_t after_size, loy_sink *sink)
{
    loy__table *table = find_table(context, kind);

    return table == NULL ? LOY_OK : loy__table_walk(table, after, after_size, sink);
}

static int
memory_due(void *context, uint32_t kind, int64_t before, loy_sink *sink)
{
    loy__table *table = find_table(context, kind);

    return table == NULL ? LOY_OK : loy__table_due(table, before, sink);
}

static void
memory_close(void *context)
{
    struct memory_store *self = context;
    loy_memory memory = self->memory;

    for (size_t i = 0; i < KNOWN_KINDS; i++)
        loy__table_free(&self->known[i]);
    for (size_t i = 0; i < self->other_count; i++) {
        loy__table_free(self->others[i]);
        loy__free(&memory, self->others[i], sizeof(*self->others[i]));
    }
    loy__free(&memory, self->others, self->other_capacity * sizeof(*self->others));
    loy__free(&memory, self->steps, self->step_capacity * sizeof(*self->steps));
    loy__pool_free(&self->pool);
    loy__free(&memory, self, sizeof(*self));
}

int
loy_memory_store_open(loy_store **out, const loy_memory *memory)
{
    struct memory_store *self;
    loy_memory own;
    int rc;

    if (out == NULL)
        return LOY_ERR_INVALID;
    *out = NULL;
    rc = loy__memory_init(&own, memory);
    if (rc < 0)
        return rc;
    self = loy__alloc_zero(&own, sizeof(*self));
    if (self == NULL)
        return LOY_ERR_NOMEM;
    self->memory = own;
    loy__pool_init(&self->pool, &self->memory);
    for (uint32_t i = 0; i < KNOWN_KINDS; i++)
        loy__table_init(&self->known[i], i, &self->memory);
    self->store = (loy_store){
        .size = sizeof(self->store),
        .context = self,
        .load = memory_load,
        .commit = memory_commit,
        .walk = memory_walk,
        .due = memory_due,
        .close = memory_close,
        .hint = memory_hint,
    };
    *out = &self->store;
    return LOY_OK;
}

void
loy_store_close(loy_store *store)
{
    if (store != NULL && store->close != NULL)
        store->close(store->context);
}
