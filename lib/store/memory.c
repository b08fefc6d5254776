/*
 * memory.c -- the store in memory: what a till, a test or a backtest keeps its
 * customers in.
 *
 * A commit looks up and checks all its records, then reserves all the memory
 * they need, and only then writes, which cannot fail: so it is kept or not, as
 * a whole, at whatever allocation memory runs out.
 */
#include <string.h>

#include "base/macros.h"
#include "base/memory.h"
#include "loyalty/store.h"
#include "store/memory_pool.h"
#include "store/memory_table.h"

/* What a commit found and prepared for one of its writes. */
struct step {
    unsigned char *data; /* a new block, or NULL: the record's own has room */
    size_t capacity;
    uint32_t table;
    uint32_t tag;
    uint32_t number; /* LOY__NO_RECORD: the record is new */
};

/* A record that will be asked for: each hint brings it one memory access nearer. */
struct ahead {
    loy__table *table; /* NULL: none */
    uint32_t tag;
    uint32_t number; /* of the record; LOY__NO_RECORD: not looked up yet */
};

enum { AHEAD = 3, LINE = 64, MOST_LINES = 16 };

struct memory_store {
    loy_store store; /* first: what the caller holds */
    loy_memory memory;
    loy__pool pool;
    loy__table *tables; /* one for each kind that was written */
    struct step *steps;
    size_t table_count, table_capacity, step_capacity;
    struct ahead ahead[AHEAD]; /* a ring */
    uint32_t newest;
};

static loy__table *
find_table(const struct memory_store *self, uint32_t kind)
{
    for (size_t i = 0; i < self->table_count; i++) {
        if (self->tables[i].kind == kind)
            return &self->tables[i];
    }
    return NULL;
}

static loy__table *
need_table(struct memory_store *self, uint32_t kind)
{
    loy__table *table = find_table(self, kind);

    if (table != NULL)
        return table;
    memset(self->ahead, 0, sizeof(self->ahead)); /* tables may move */
    if (!loy__reserve(&self->memory, &self->tables, &self->table_capacity, self->table_count + 1,
                      sizeof(*self->tables)))
        return NULL;
    table = &self->tables[self->table_count++];
    loy__table_init(table, kind, &self->memory);
    return table;
}

static int
memory_load(void *context, loy_fetch *fetches, uint32_t count)
{
    struct memory_store *self = context;

    for (uint32_t i = 0; i < count; i++) {
        const loy__table *table = find_table(self, fetches[i].kind);
        const loy__record *record;
        uint32_t number;
        int rc;

        if (table == NULL)
            continue;
        number = loy__table_find(table, loy__table_tag(fetches[i].id, fetches[i].id_size),
                                 fetches[i].id, fetches[i].id_size);
        if (number == LOY__NO_RECORD)
            continue;
        record = loy__table_record(table, number);
        rc = loy_fetch_give(&fetches[i], record->data + record->id_size, record->size,
                            record->revision);
        if (rc < 0)
            return rc;
    }
    return LOY_OK;
}

/* Finds every record, checks its revision, counts the new ones. */
static int
look_up(struct memory_store *self, const loy_batch *batch)
{
    for (size_t i = 0; i < self->table_count; i++)
        self->tables[i].added = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        const loy_write *write = &batch->writes[i];
        loy__table *table = need_table(self, write->kind);
        struct step *step = &self->steps[i];
        uint64_t revision = 0;

        if (table == NULL)
            return LOY_ERR_NOMEM;
        step->data = NULL;
        step->table = (uint32_t)(table - self->tables);
        step->tag = loy__table_tag(write->id, write->id_size);
        step->number = loy__table_find(table, step->tag, write->id, write->id_size);
        if (step->number != LOY__NO_RECORD)
            revision = loy__table_record(table, step->number)->revision;
        else
            table->added++;
        if (revision != write->seen)
            return LOY_ERR_CONFLICT;
    }
    return LOY_OK;
}

static bool
reserve_data(struct memory_store *self, const loy_write *write, struct step *step)
{
    size_t slack = 0;

    if (write->size > SIZE_MAX / 4)
        return false;
    if (step->number != LOY__NO_RECORD) {
        const loy__table *table = &self->tables[step->table];

        if (write->size <= loy__table_record(table, step->number)->capacity - write->id_size)
            return true;
        slack = (size_t)(write->size / 4); /* it grew: it will grow again */
    }
    step->data =
        loy__pool_take(&self->pool, write->id_size + (size_t)write->size + slack, &step->capacity);
    return step->data != NULL;
}

static int
reserve_all(struct memory_store *self, const loy_batch *batch)
{
    for (size_t i = 0; i < self->table_count; i++) {
        if (!loy__table_reserve(&self->tables[i]))
            return LOY_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < batch->count; i++) {
        if (reserve_data(self, &batch->writes[i], &self->steps[i]))
            continue;
        while (i-- > 0)
            loy__pool_give(&self->pool, self->steps[i].data, self->steps[i].capacity);
        return LOY_ERR_NOMEM;
    }
    return LOY_OK;
}

static void
keep(struct memory_store *self, const loy_write *write, const struct step *step)
{
    loy__table *table = &self->tables[step->table];
    uint32_t number = step->number;
    loy__record *record;

    if (number == LOY__NO_RECORD)
        number = loy__table_add(table, step->tag, write->id_size);
    record = loy__table_record(table, number);
    if (step->data != NULL) {
        memcpy(step->data, write->id, write->id_size);
        loy__pool_give(&self->pool, record->data, record->capacity);
        record->data = step->data;
        record->capacity = step->capacity;
    }
    if (write->size > 0)
        memcpy(record->data + record->id_size, write->bytes, (size_t)write->size);
    record->size = write->size;
    record->revision = write->seen + 1;
    loy__table_set_due(table, number, write->due);
}

static int
memory_commit(void *context, const loy_batch *batch)
{
    struct memory_store *self = context;
    int rc;

    if (!loy__reserve(&self->memory, &self->steps, &self->step_capacity, batch->count,
                      sizeof(*self->steps)))
        return LOY_ERR_NOMEM;
    rc = look_up(self, batch);
    if (rc < 0)
        return rc;
    rc = reserve_all(self, batch);
    if (rc < 0)
        return rc;
    for (uint32_t i = 0; i < batch->count; i++)
        keep(self, &batch->writes[i], &self->steps[i]);
    return LOY_OK;
}

/* ---- Looking ahead ---- */

/* The first slot has arrived: the record. */
static void
fetch_record(struct ahead *ahead)
{
    const loy__slot *slot = loy__table_slot(ahead->table, ahead->tag);

    if (slot->number == 0 || slot->tag != ahead->tag) {
        ahead->table = NULL;
        return;
    }
    ahead->number = slot->number - 1;
    loy__prefetch(loy__table_record(ahead->table, ahead->number));
}

/* The record has arrived: its bytes. */
static void
fetch_bytes(struct ahead *ahead)
{
    const loy__record *record = loy__table_record(ahead->table, ahead->number);
    uint64_t lines = (record->id_size + record->size + LINE - 1) / LINE;

    for (uint64_t i = 0; i < lines && i < MOST_LINES; i++)
        loy__prefetch(record->data + i * LINE);
    ahead->table = NULL;
}

static void
memory_hint(void *context, uint32_t kind, const char *id, uint32_t id_size)
{
    struct memory_store *self = context;
    loy__table *table = id != NULL ? find_table(self, kind) : NULL;
    struct ahead *newest;

    for (uint32_t i = 0; i < AHEAD; i++) {
        struct ahead *ahead = &self->ahead[i];

        if (ahead->table != NULL && ahead->number == LOY__NO_RECORD)
            fetch_record(ahead);
        else if (ahead->table != NULL)
            fetch_bytes(ahead);
    }
    if (table == NULL || table->bits == 0)
        return;
    self->newest = self->newest + 1 < AHEAD ? self->newest + 1 : 0;
    newest = &self->ahead[self->newest];
    *newest = (struct ahead){
        .table = table, .tag = loy__table_tag(id, id_size), .number = LOY__NO_RECORD};
    loy__prefetch(loy__table_slot(table, newest->tag));
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

    for (size_t i = 0; i < self->table_count; i++)
        loy__table_free(&self->tables[i]);
    loy__free(&memory, self->tables, self->table_capacity * sizeof(*self->tables));
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
