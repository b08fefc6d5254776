/*
 * isolation_property_test.c -- what is isolated from what. A store is one program's: several
 * of them in one process, with the same names of customers and events, take turns at random,
 * and each store is touched by its own events alone and ends as if it had been alone, also
 * where two share a compiled program. Within a store an event touches no record but those of
 * its own customer.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "kit/random_kit.h"
#include "kit/shots_kit.h"
#include "kit/table_kit.h"

#define HOUSES 3
#define EVENTS 120 /* of each house */
#define CUSTOMERS 4

#define SHOP                                                                                       \
    "'currencies':{'stars':{'pending':'P1D','expires':{'after':'P9D'},'payment':{'step':1,"        \
    "'value':'0.01'}}},'rewards':[{'id':'tea','price':{'stars':9}}],'caps':[{'id':'most',"         \
    "'currency':'stars','limit':60,'per':'week'}],"

static const char *const programs[] = {
    SHOP "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}}]",
    SHOP "'counters':{'card':{'every':3,'issue':'cup'}},'vouchers':{'cup':{}},'ladders':{"
         "'status':{'counts':'spend','window':{'rolling':'P8D'},'tiers':[{'id':'low','from':0},"
         "{'id':'high','from':'40.00'}]}},'returns':{'method':'re-evaluate','unknown':'park'},"
         "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 50'}},{'id':'stamp',"
         "'on':'purchase','count':{'card':1}}]",
};

/* ---- Events ---- */

static char history[HOUSES][EVENTS][512];

/* The number says who and when, in every house; what it is, is drawn. */
static void
write_event(uint64_t *random, int number, char *out, size_t capacity)
{
    static const char *const kinds[] = {
        "'type':'visit'",
        "'type':'redeem','reward':'tea'",
        "'type':'purchase','pay':{'stars':7},'lines':[{'id':'1','unit_price':'9.00'}]",
        "'type':'hold','ttl':'P1D','points':{'stars':5}",
        "'type':'adjust','reason':'x','points':{'stars':8}",
        "'type':'return','receipt':{'id':'c%d-%d'}",
        "'type':'void','receipt':{'id':'c%d-%d'}",
        "'type':'capture','receipt':{'id':'c%d-%d'}",
        "'type':'purchase','lines':[{'id':'1','quantity':%d,'unit_price':'%d.50'}]",
        "'type':'purchase','lines':[{'id':'1','quantity':%d,'unit_price':'%d.50'}]",
    };
    int kind = (int)random_kit_below(random, sizeof(kinds) / sizeof(kinds[0]));
    int some = 1 + (int)random_kit_below(random, 9);
    int customer = number % CUSTOMERS;
    char what[256], members[400];

    if (kind < 8)
        snprintf(what, sizeof(what), kinds[kind], customer, number - CUSTOMERS * (some % 5 + 1));
    else
        snprintf(what, sizeof(what), kinds[kind], 1 + number % 3, some);
    snprintf(members, sizeof(members),
             "'id':'c%d-%d','customer':'c%d','time':'2026-03-%02dT10:%02d:00Z',%s", customer,
             number, customer, 1 + number / 5, number % 60, what);
    story_kit_event(members, 0, out, capacity);
}

/* ---- Houses ---- */

typedef struct house {
    engine_kit kit;
    bool guest; /* under the program of another one */
    int next;
    shots_kit shot; /* as of its last event */
} house;

static void
open_house(house *out, int number, const house *host)
{
    char program[2048];

    memset(out, 0, sizeof(*out));
    if (host == NULL) {
        story_kit_program(programs[number % 2], program, sizeof(program));
        engine_kit_open(&out->kit, program);
    } else {
        out->guest = true;
        out->kit = host->kit;
        assert_int_equal(loy_memory_store_open(&out->kit.store, NULL), LOY_OK);
        assert_int_equal(loy_engine_new(&out->kit.engine, out->kit.program, out->kit.store, NULL),
                         LOY_OK);
    }
    shots_kit_take(&out->shot, out->kit.store);
}

static void
close_house(house *of)
{
    shots_kit_free(&of->shot);
    if (!of->guest) {
        engine_kit_close(&of->kit);
        return;
    }
    engine_kit_verify(&of->kit);
    loy_engine_free(of->kit.engine);
    loy_store_close(of->kit.store);
}

static bool
same_record(const shots_record *a, const shots_record *b)
{
    return b != NULL && a->revision == b->revision && a->size == b->size &&
           memcmp(a->bytes, b->bytes, a->size) == 0;
}

static void
expect_same(shots_kit *a, shots_kit *b)
{
    assert_int_equal(a->count, b->count);
    for (uint32_t i = 0; i < a->count; i++)
        assert_true(same_record(&a->records[i], shots_kit_find(b, &a->records[i])));
}

/* A customer's own record, and those of his events, whose ids begin with his. */
static bool
is_of(const shots_record *record, int customer)
{
    char key[16] = {'s', '\0'};
    size_t skip = record->kind == LOY_KIND_EVENT ? 2 : 0; /* the source */

    snprintf(key + skip, sizeof(key) - skip, "c%d", customer);
    return memcmp(record->id, key, skip + 2) == 0;
}

/* What is other than it was is of that customer; something is. */
static void
expect_own(shots_kit *before, shots_kit *now, int customer)
{
    uint32_t changed = 0;

    for (uint32_t i = 0; i < now->count; i++)
        if (!same_record(&now->records[i], shots_kit_find(before, &now->records[i]))) {
            assert_true(is_of(&now->records[i], customer));
            changed++;
        }
    assert_true(changed > 0 && now->count >= before->count);
}

static void
step(house *of, int number)
{
    int event = of->next++;
    shots_kit now;

    assert_int_equal(engine_kit_apply(&of->kit, history[number][event]), LOY_OK);
    shots_kit_take(&now, of->kit.store);
    expect_own(&of->shot, &now, event % CUSTOMERS);
    shots_kit_free(&of->shot);
    of->shot = now;
}

/* ---- The test ---- */

static void
expect_untouched(house *of)
{
    shots_kit now;

    shots_kit_take(&now, of->kit.store);
    expect_same(&of->shot, &now);
    shots_kit_free(&now);
}

static void
expect_as_alone(house *together, int number)
{
    static house alone;

    open_house(&alone, number, NULL);
    while (alone.next < EVENTS)
        step(&alone, number);
    expect_same(&alone.shot, &together->shot);
    close_house(&alone);
}

static void
nothing_reaches_over(void **state)
{
    static house houses[HOUSES];
    uint64_t random = 39;

    (void)state;
    for (int i = 0; i < HOUSES; i++) {
        open_house(&houses[i], i, i == 2 ? &houses[0] : NULL);
        for (int k = 0; k < EVENTS; k++)
            write_event(&random, k, history[i][k], sizeof(history[i][k]));
    }
    for (int left = HOUSES * EVENTS; left > 0;) {
        int turn = (int)random_kit_below(&random, HOUSES);

        if (houses[turn].next == EVENTS)
            continue;
        step(&houses[turn], turn);
        left--;
        for (int i = 0; i < HOUSES; i++)
            if (i != turn)
                expect_untouched(&houses[i]);
    }
    for (int i = HOUSES - 1; i >= 0; i--) {
        expect_as_alone(&houses[i], i);
        close_house(&houses[i]);
    }
}

int
main(void)
{
    static table_kit tests;

    table_kit_test(&tests, "nothing reaches over to another program, nor customer",
                   nothing_reaches_over);
    return table_kit_run(&tests, "isolation");
}
