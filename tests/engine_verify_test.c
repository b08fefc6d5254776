/*
 * engine_verify_test.c -- loy_engine_verify() finds nothing wrong with what an engine
 * wrote, and names whatever somebody changed, took away or put back: every byte of every
 * record, every record, and every state that a record has ever had.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "kit/memory_kit.h"
#include "kit/shots_kit.h"
#include "kit/table_kit.h"

#define ON(day) "'time':'2026-" day "T10:00:00Z',"
#define BUY(customer, price)                                                                       \
    "'type':'purchase','customer':'" customer                                                      \
    "','lines':[{'id':'1','quantity':2,'unit_price':'" price "'}]"
#define BACK(customer, id, members)                                                                \
    "'type':'return','customer':'" customer "','receipt':{'id':'" id "'}" members
#define ONE ",'lines':[{'id':'1','quantity':1}]"
#define TO(type, customer, to) "'type':'" type "','customer':'" customer "','to':'" to "'"
#define DOES(customer, action)                                                                     \
    "'type':'household','customer':'" customer "','action':'" action "','household':'home'"
#define STARS                                                                                      \
    "'currencies':{'stars':{'expires':{'after':'P3M','round_up':'month'},'payment':{'step':1,"     \
    "'value':'0.01'}}},'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}}]"

static const story stories[] = {
    {"sales, returns, time",
     STARS ",'returns':{'method':'re-evaluate'},'rewards':[{'id':'tea','price':{'stars':500}}]",
     {{BUY("c", "10.00"), NULL},
      {BUY("c", "7.00"), NULL},
      {"'type':'redeem','customer':'c','reward':'tea'", "insufficient-points /reward"},
      {BACK("c", "1", ONE), NULL},
      {BACK("c", "1", ""), NULL},
      {ON("02-02") BUY("c", "30.00"), NULL},
      {"> 2026-08-01T00:00:00Z", NULL},
      {"'type':'void','customer':'c','receipt':{'id':'6'}", NULL},
      {ON("08-02") BUY("c", "3.00"), NULL},
      {ON("08-03") "'type':'erase','customer':'c'", NULL},
      {ON("08-04") BACK("c", "9", ""), NULL}}},
    {"accounts that move",
     STARS ",'merges':{},'transfers':{}",
     {{BUY("a", "10.00"), NULL},
      {BUY("b", "20.00"), NULL},
      {TO("transfer", "a", "b") ",'points':{'stars':5}", NULL},
      {TO("merge", "a", "b"), NULL},
      {BUY("b", "30.00"), NULL},
      {"'type':'void','customer':'b','receipt':{'id':'1'}", NULL},
      {"'type':'unmerge','customer':'a'", NULL},
      {BUY("a", "40.00"), NULL},
      {TO("rekey", "a", "n"), NULL},
      {BACK("n", "8", ONE), NULL},
      {BUY("n", "4.00"), NULL}}},
    {"a household",
     STARS ",'households':{'kind':'pool','leave':'share'},'returns':{'method':'re-evaluate'}",
     {{BUY("a", "10.00"), NULL},
      {BUY("b", "20.00"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {BUY("b", "30.00"), NULL},
      {"'type':'purchase','customer':'a','pay':{'stars':70},'lines':[{'unit_price':'3.00'}]", NULL},
      {BACK("a", "6", ""), NULL},
      {"'type':'household','customer':'b','action':'leave'", NULL},
      {BACK("b", "5", ONE), NULL},
      {ON("02-02") "'type':'erase','customer':'b'", NULL}}},
    {"late events",
     STARS ",'late':{'events':'re-evaluate','within':'P30D'},"
           "'caps':[{'id':'most','currency':'stars','limit':50,'per':'month'}]",
     {{ON("01-02") BUY("c", "10.00"), NULL},
      {ON("01-05") BUY("c", "20.00"), NULL},
      {ON("01-06") BACK("c", "2", ONE), NULL},
      {ON("01-03") BUY("c", "15.00"), NULL},
      {ON("01-07") BACK("c", "4", ""), NULL},
      {ON("01-01") BUY("c", "9.00"), NULL}}},
    {"what all customers share",
     STARS ",'budgets':[{'id':'all','rules':['base'],'currency':'stars','limit':60}]",
     {{BUY("a", "10.00"), NULL},
      {BUY("b", "20.00"), NULL},
      {BACK("a", "1", ""), NULL},
      {BUY("c", "30.00"), NULL}}},
};

/* ---- What is told ---- */

/* One finding that is looked for, and whether it was told. */
typedef struct looking {
    const shots_record *record;
    uint32_t found; /* LOY_FOUND_... */
    bool told;
} looking;

/* Whether a finding names the record. */
static bool
names(const loy_finding *finding, const shots_record *record)
{
    static const char *const kinds[] = {"", "customer", "event", "messages", "uses"};
    size_t source = strlen(finding->source);

    if (strcmp(finding->what, kinds[record->kind]) != 0)
        return false;
    if (record->kind == LOY_KIND_EVENT)
        return source + 1 + strlen(finding->event) == record->id_size &&
               memcmp(finding->source, record->id, source + 1) == 0 &&
               memcmp(finding->event, record->id + source + 1, record->id_size - source - 1) == 0;
    if (record->kind == LOY_KIND_USES)
        return strncmp(finding->name, record->id, record->id_size) == 0;
    return strlen(finding->customer) == record->id_size &&
           memcmp(finding->customer, record->id, record->id_size) == 0;
}

static int
look(void *context, const loy_finding *finding)
{
    looking *l = context;

    assert_true(strlen(finding->text) > 0);
    if (finding->found == l->found && names(finding, l->record))
        l->told = true;
    return 1;
}

/* Holds the records against each other; how much is wrong. */
static uint64_t
verify(loy_engine *engine, looking *l)
{
    loy_verified verified = {.size = sizeof(verified)};

    l->told = false;
    assert_int_equal(loy_engine_verify(engine, look, l, &verified, NULL), LOY_OK);
    return verified.findings;
}

/* The NUL in the key of an event ends what is printed of it. */
static void
fail_on(const char *what, const shots_record *record)
{
    fail_msg("%s is not found: kind %u, %.*s", what, record->kind, (int)record->id_size,
             record->id);
}

/* ---- Tests ---- */

static void
what_was_written_is_sound(void **state)
{
    static shots_history h;
    shots_record none = {0};
    looking l = {.record = &none};

    shots_kit_live(&h, *state);
    for (size_t i = 0; i < h.count; i++)
        assert_int_equal(verify(h.over[i], &l), 0);
    shots_kit_end(&h);
}

static bool
is_same(const shots_record *a, const shots_record *b)
{
    return a->size == b->size && memcmp(a->bytes, b->bytes, (size_t)a->size) == 0;
}

/* Every record of a moment, as it was at every earlier one. */
static void
what_is_put_back_is_found(void **state)
{
    static shots_history h;
    int count = 0;

    shots_kit_live(&h, *state);
    for (size_t now = 1; now < h.count; now++)
        for (uint32_t i = 0; i < h.shots[now].count; i++)
            for (size_t past = 0; past < now; past++) {
                shots_record *record = &h.shots[now].records[i], kept = *record;
                shots_record *old = shots_kit_find(&h.shots[past], record);
                looking l = {.record = &kept, .found = LOY_FOUND_PUT_BACK};

                if (old == NULL || is_same(old, record))
                    continue;
                record->bytes = old->bytes;
                record->size = old->size;
                if (verify(h.over[now], &l) == 0 || !l.told)
                    fail_on("what is put back", &kept);
                *record = kept;
                count++;
            }
    assert_true(count >= 5);
    shots_kit_end(&h);
}

/* Every record but refusals, which nothing follows. Who is gone himself is named; an event
 * that is gone by its customer. */
static void
what_is_gone_is_found(void **state)
{
    static shots_history h;
    loy_verified verified = {.size = sizeof(verified)};
    shots_kit *last;
    uint64_t missed = 0;

    shots_kit_live(&h, *state);
    last = &h.shots[h.count - 1];
    assert_int_equal(loy_engine_verify(h.kit.engine, NULL, NULL, &verified, NULL), LOY_OK);
    for (uint32_t i = 0; i < last->count; i++) {
        unsigned char *bytes = last->records[i].bytes;
        looking l = {.record = &last->records[i], .found = LOY_FOUND_REMOVED};
        uint64_t found;

        last->records[i].bytes = NULL;
        found = verify(h.over[h.count - 1], &l);
        if (last->records[i].kind == LOY_KIND_EVENT)
            missed += found == 0;
        else if (last->records[i].kind == LOY_KIND_CUSTOMER ? !l.told : found == 0)
            fail_on("what is gone", &last->records[i]);
        last->records[i].bytes = bytes;
    }
    assert_int_equal(missed, verified.refusals);
    shots_kit_end(&h);
}

static void
every_byte_counts(void **state)
{
    static shots_history h;
    shots_kit *last;

    shots_kit_live(&h, *state);
    last = &h.shots[h.count - 1];
    for (uint32_t i = 0; i < last->count; i++)
        for (uint64_t k = 0; k < last->records[i].size; k++) {
            looking l = {.record = &last->records[i], .found = LOY_FOUND_ALTERED};

            last->records[i].bytes[k] ^= (unsigned char)(1u << k % 8);
            if (verify(h.over[h.count - 1], &l) == 0 || !l.told)
                fail_on("a byte that is another one", &last->records[i]);
            last->records[i].bytes[k] ^= (unsigned char)(1u << k % 8);
        }
    shots_kit_end(&h);
}

/* Two events change places: each is whole, and of the same customer. */
static void
a_record_under_another_key_is_found(void **state)
{
    static shots_history h;
    shots_kit *last;

    shots_kit_live(&h, *state);
    last = &h.shots[h.count - 1];
    for (uint32_t i = 1; i < last->count; i++) {
        shots_record *a = &last->records[i - 1], *b = &last->records[i];
        shots_record kept = *a, other = *b;
        looking l = {.record = &kept};

        if (a->kind != b->kind || a->kind == LOY_KIND_MESSAGES)
            continue;
        a->bytes = other.bytes;
        a->size = other.size;
        b->bytes = kept.bytes;
        b->size = kept.size;
        if (verify(h.over[h.count - 1], &l) == 0)
            fail_on("a record under another key", a);
        *a = kept;
        *b = other;
    }
    shots_kit_end(&h);
}

/* The same history with one other price: its records are whole and in order by
 * themselves, but not beside those of this one. */
static void
a_record_of_another_history_is_found(void **state)
{
    static shots_history h, other;
    static const story row = {"",
                              STARS,
                              {{BUY("c", "10.00"), NULL},
                               {BUY("c", "7.00"), NULL},
                               {BUY("c", "8.00"), NULL},
                               {BUY("c", "9.00"), NULL}}};
    story twin = row;
    shots_kit *last, *from;

    (void)state;
    twin.steps[1].what = BUY("c", "6.00");
    shots_kit_live(&h, &row);
    shots_kit_live(&other, &twin);
    last = &h.shots[h.count - 1];
    from = &other.shots[other.count - 1];
    for (uint32_t i = 0; i < last->count; i++) {
        shots_record kept = last->records[i];
        const shots_record *strange = shots_kit_find(from, &kept);
        looking l = {.record = &kept, .found = LOY_FOUND_ALTERED};
        bool same = is_same(strange, &kept);

        last->records[i].bytes = strange->bytes;
        last->records[i].size = strange->size;
        if ((verify(h.over[h.count - 1], &l) == 0 || !l.told) != same)
            fail_on("a record of another history", &kept);
        last->records[i] = kept;
    }
    shots_kit_end(&other);
    shots_kit_end(&h);
}

static int
stop_at_once(void *context, const loy_finding *finding)
{
    int *calls = context;

    (void)finding;
    return ++*calls == 1 ? 0 : LOY_ERR_INTERNAL;
}

static int
fail_at_once(void *context, const loy_finding *finding)
{
    (void)context;
    (void)finding;
    return LOY_ERR_NOMEM;
}

static void
the_listener_may_stop(void **state)
{
    static shots_history h;
    loy_verified verified = {.size = sizeof(verified)};
    loy_error error = LOY_ERROR_INIT;
    int calls = 0;

    (void)state;
    shots_kit_live(&h, &stories[0]);
    h.shots[h.count - 1].records[0].bytes[20] ^= 1;
    h.shots[h.count - 1].records[1].bytes[20] ^= 1;
    assert_int_equal(loy_engine_verify(h.over[h.count - 1], stop_at_once, &calls, &verified, NULL),
                     LOY_OK);
    assert_int_equal(calls, 1);
    assert_true(verified.findings >= 2);
    assert_int_equal(loy_engine_verify(h.over[h.count - 1], fail_at_once, NULL, NULL, NULL),
                     LOY_ERR_NOMEM);
    verified.size = 4;
    assert_int_equal(loy_engine_verify(h.kit.engine, NULL, NULL, &verified, &error),
                     LOY_ERR_INVALID);
    assert_int_equal(loy_engine_verify(NULL, NULL, NULL, NULL, NULL), LOY_ERR_INVALID);
    assert_string_equal(loy_found_name(LOY_FOUND_PUT_BACK), "put-back");
    assert_null(loy_found_name(0));
    assert_null(loy_found_name(4));
    shots_kit_end(&h);
}

/* Whatever allocation fails, it says so, and the engine goes on. */
static void
memory_that_fails_is_said(void **state)
{
    static shots_history h;
    loy_verified verified = {.size = sizeof(verified)};
    loy_engine *engine;
    memory_kit memory;
    looking l = {.record = &h.shots[0].records[0]};

    (void)state;
    shots_kit_live(&h, &stories[0]);
    h.shots[h.count - 1].records[0].bytes[20] ^= 1;
    memory_kit_init(&memory);
    assert_int_equal(
        loy_engine_new(&engine, h.kit.program, &h.shots[h.count - 1].store, &memory.memory),
        LOY_OK);
    for (uint64_t n = 1;; n++) {
        int result;

        memory_kit_fail(&memory, n, MEMORY_KIT_ONCE);
        result = loy_engine_verify(engine, look, &l, &verified, NULL);
        if (!memory_kit_failed(&memory))
            break;
        assert_int_equal(result, LOY_ERR_NOMEM);
    }
    assert_true(verified.findings > 0);
    loy_engine_free(engine);
    memory_kit_assert_clean(&memory);
    shots_kit_end(&h);
}

/* What to note elsewhere: the same for equal stores, another for any other. */
static void
the_digest_is_of_all(void **state)
{
    static shots_history h;
    loy_verified first = {.size = sizeof(first)}, second = first, third = first;

    (void)state;
    shots_kit_live(&h, &stories[1]);
    assert_int_equal(loy_engine_verify(h.kit.engine, NULL, NULL, &first, NULL), LOY_OK);
    assert_int_equal(loy_engine_verify(h.over[h.count - 1], NULL, NULL, &second, NULL), LOY_OK);
    assert_int_equal(loy_engine_verify(h.over[h.count - 2], NULL, NULL, &third, NULL), LOY_OK);
    assert_true(first.digest == second.digest);
    assert_true(first.digest != third.digest);
    assert_int_equal(first.customers, 3);
    shots_kit_end(&h);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, what_was_written_is_sound, stories);
    TABLE_KIT_ROWS(&table, what_is_put_back_is_found, stories);
    TABLE_KIT_ROWS(&table, what_is_gone_is_found, stories);
    TABLE_KIT_ROWS(&table, every_byte_counts, stories);
    TABLE_KIT_ROWS(&table, a_record_under_another_key_is_found, stories);
    table_kit_test(&table, "a record of another history", a_record_of_another_history_is_found);
    table_kit_test(&table, "the listener may stop", the_listener_may_stop);
    table_kit_test(&table, "memory that fails is said", memory_that_fails_is_said);
    table_kit_test(&table, "the digest is of all", the_digest_is_of_all);
    return table_kit_run(&table, "verifying what is stored");
}
