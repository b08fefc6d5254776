/*
 * engine_erasure_test.c -- after a customer is forgotten, no record of any kind
 * has a word that was his: neither his own nor the receipts of his sales, which
 * keep a copy of him for rules that are run again.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit/engine_kit.h"
#include "kit/fault_kit.h"
#include "kit/story_kit.h"
#include "kit/table_kit.h"
#include "loyalty/sqlite.h"

#define ALONE                                                                                      \
    "'attributes':{'customer':{'plan':'text'},'event':{'note':'text'}},"                           \
    "'currencies':{'stars':{}},'returns':{'method':'re-evaluate','unknown':'park'},'merges':{},"   \
    "'rules':[{'id':'r','on':'purchase','when':'customer.attributes.plan == \\'x\\' || "           \
    "lines.exists(l, l.sku != \\'x\\')','earn':{'stars':'total.per(100)'}}]"
#define PROGRAM ALONE ",'referrals':{'friend':{'stars':1}}"
#define AT(day) "'time':'2026-01-" day "T10:00:00Z',"
#define KNOWN(id, customer)                                                                        \
    "'id':'" id "'," AT("01") "'type':'enrol','customer':'" customer "','attributes':{'plan':"     \
                              "'PPPPPPPPPPPPPPPPPPPPPPPP'}"
#define SALE_OF(id, day, customer)                                                                 \
    "'id':'" id "'," AT(day) "'type':'purchase','customer':'" customer "','lines':[{'id':'a',"     \
                             "'sku':'AAAAAAAAAAAAAAAAAAAAAAAA','quantity':2,'unit_price':'9.00'}]"
#define SALE(id, day) SALE_OF(id, day, "c")
#define BACK(id, day, sale, members)                                                               \
    "'id':'" id "'," AT(day) "'type':'return','customer':'c','receipt':{'id':'" sale "'}" members
#define PART ",'lines':[{'id':'a','quantity':1}]"
#define REASON(id, type)                                                                           \
    "'id':'" id "'," AT("10") "'type':'" type "','customer':'c','reason':'"                        \
                              "HHHHHHHHHHHHHHHHHHHHHHHH'"
#define WAITS BACK("w", "05", "unknown", ",'attributes':{'note':'HHHHHHHHHHHHHHHHHHHHHHHH'}")
#define ERASE "'id':'e'," AT("20") "'type':'erase','customer':'c'"

/* Parts of the long values above, however a store cuts them up. */
static const char *const words[] = {"PPPPPPP", "AAAAAAA", "HHHHHHH", "BBBBBBB"};
#define WORDS (sizeof(words) / sizeof(words[0]))

static const struct erasure {
    const char *name;
    const char *found; /* which of the words are there before, by their first letters */
    const char *events[STORY_STEPS];
} erasures[] = {
    {"one sale", "PA", {KNOWN("0", "c"), SALE("1", "02")}},
    {"sale after sale", "PA", {KNOWN("0", "c"), SALE("1", "02"), SALE("2", "03"), SALE("3", "04")}},
    {"the newest has come back",
     "PA",
     {KNOWN("0", "c"), SALE("1", "02"), SALE("2", "03"), BACK("b", "04", "2", "")}},
    {"one between has, another in part",
     "PA",
     {KNOWN("0", "c"), SALE("1", "02"), SALE("2", "03"), SALE("3", "04"), BACK("b", "05", "2", ""),
      BACK("p", "06", "1", PART)}},
    {"an exchange",
     "PA",
     {KNOWN("0", "c"), SALE("1", "02"),
      "'id':'x'," AT("03") "'type':'exchange','customer':'c','receipt':{'id':'1'},'lines':[{'id':"
                           "'b','sku':'AAAAAAAAAAAAAAAAAAAAAAAA','unit_price':'5.00'}]"}},
    {"a return that waits", "PAH", {KNOWN("0", "c"), SALE("1", "02"), WAITS}},
    {"a copy that has a waiting return", "PAH", {KNOWN("0", "c"), WAITS, SALE("1", "06")}},
    {"who brought him",
     "PB",
     {KNOWN("0", "c"), "'id':'f'," AT("01") "'type':'enrol','customer':'BBBBBBBBBBBBBBBBBBBBBBBB'",
      "'id':'r'," AT(
          "01") "'type':'referral','customer':'c','referrer':'BBBBBBBBBBBBBBBBBBBBBBBB'"}},
    {"an account that came in",
     "PA",
     {KNOWN("0", "c"), KNOWN("00", "d"), SALE("1", "02"), SALE_OF("2", "02", "d"),
      SALE_OF("3", "03", "d"), "'id':'m'," AT("04") "'type':'merge','customer':'d','to':'c'",
      SALE("4", "05"), SALE_OF("5", "06", "d")}},
    {"a card that was lost",
     "PA",
     {KNOWN("0", "d"), SALE_OF("1", "02", "d"),
      "'id':'k'," AT("03") "'type':'rekey','customer':'d','to':'c'", SALE("2", "04")}},
};

/* Which words are in the bytes. */
static void
look(const unsigned char *bytes, uint64_t size, bool found[WORDS])
{
    for (size_t w = 0; w < WORDS; w++)
        for (uint64_t i = 0; i + strlen(words[w]) <= size; i++)
            if (memcmp(bytes + i, words[w], strlen(words[w])) == 0)
                found[w] = true;
}

/* The referrer has a record and events of her own. */
static int
look_into(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
          uint64_t revision)
{
    (void)revision;
    if (memchr(id, 'f', id_size) == NULL && memchr(id, words[3][0], id_size) == NULL)
        look(bytes, size, context);
    return 1;
}

static void
assert_words(const loy_store *store, const char *expected)
{
    bool found[WORDS] = {false};
    char letters[WORDS + 1] = "";

    for (uint32_t kind = LOY_KIND_CUSTOMER; kind <= LOY_KIND_USES; kind++)
        assert_int_equal(loy_store_walk(store, kind, NULL, 0, look_into, found), LOY_OK);
    for (size_t w = 0; w < WORDS; w++)
        if (found[w])
            strncat(letters, words[w], 1);
    assert_string_equal(letters, expected);
}

static int
apply(engine_kit *kit, const char *members)
{
    char event[1024];

    story_kit_event(members, 1, event, sizeof(event));
    return engine_kit_apply(kit, event);
}

static void
open_and_live(engine_kit *kit, const char *settings, const loy_store *store,
              const struct erasure *row)
{
    char program[2048];

    story_kit_program(settings, program, sizeof(program));
    if (store == NULL)
        engine_kit_open(kit, program);
    else
        engine_kit_open_over(kit, program, store);
    for (size_t i = 0; row->events[i] != NULL; i++) {
        assert_int_equal(apply(kit, row->events[i]), LOY_OK);
        assert_int_equal(loy_outcome_verdict(kit->outcome), LOY_VERDICT_APPLIED);
    }
}

static void
open_with(engine_kit *kit, const loy_store *store, const struct erasure *row)
{
    open_and_live(kit, PROGRAM, store, row);
}

static void
nothing_is_left_of(const char *settings, const struct erasure *row)
{
    engine_kit kit;

    open_and_live(&kit, settings, NULL, row);
    assert_words(kit.store, row->found);
    assert_int_equal(apply(&kit, ERASE), LOY_OK);
    assert_int_equal(loy_outcome_verdict(kit.outcome), LOY_VERDICT_APPLIED);
    assert_words(kit.store, "");
    engine_kit_close(&kit);
}

static void
nothing_is_left(void **state)
{
    nothing_is_left_of(PROGRAM, *state);
}

/* Where the last events are kept for those that come late. */
static void
nothing_is_left_to_late_events(void **state)
{
    const struct erasure *row = *state;

    if (strchr(row->found, 'B') == NULL) /* what concerns others is not judged again */
        nothing_is_left_of(ALONE ",'late':{'events':'re-evaluate','within':'P30D'}", row);
}

/* All of it or nothing, whenever a call of the store fails; what others are told of it
 * arrives in the end. `kept`: words of others. */
static void
nothing_is_left_by_halves_of(const char *settings, const struct erasure *row, const char *kept)
{
    for (int kind = FAULT_LOAD; kind <= FAULT_CONFLICT; kind++)
        for (int at = 0; at < 6; at++) {
            loy_store *inner;
            fault_kit fault;
            engine_kit kit;
            int result;

            assert_int_equal(loy_memory_store_open(&inner, NULL), LOY_OK);
            fault_kit_init(&fault, inner);
            open_and_live(&kit, settings, &fault.store, row);
            fault_kit_arm(&fault, kind, at, 1);
            result = apply(&kit, ERASE);
            fault_kit_arm(&fault, FAULT_NONE, 0, 0);
            if (result != LOY_OK) {
                assert_int_equal(result, LOY_ERR_STORE);
                assert_words(inner, row->found);
                assert_int_equal(apply(&kit, ERASE), LOY_OK);
            }
            assert_int_equal(loy_engine_advance(kit.engine, INT64_C(1800000000000), 0, NULL, NULL),
                             LOY_OK);
            assert_words(inner, kept);
            engine_kit_close(&kit);
            loy_store_close(inner);
        }
}

static void
nothing_is_left_by_halves(void **state)
{
    nothing_is_left_by_halves_of(PROGRAM, *state, "");
}

/* Another's sales stay as they are, and so do those of an account that has gone
 * its own way again. */
static void
others_keep_theirs(void **state)
{
    static const struct erasure row = {
        "",
        "",
        {KNOWN("0", "c"), SALE("1", "02"), SALE_OF("2", "02", "d"), SALE_OF("3", "02", "o"),
         "'id':'m'," AT("04") "'type':'merge','customer':'d','to':'c'",
         "'id':'u'," AT("05") "'type':'unmerge','customer':'d'"}};
    engine_kit kit;

    (void)state;
    open_with(&kit, NULL, &row);
    assert_int_equal(apply(&kit, ERASE), LOY_OK);
    assert_words(kit.store, "A");
    assert_int_equal(apply(&kit, "'id':'b1'," AT("21") "'type':'return','customer':'d','receipt':"
                                                       "{'id':'2'}" PART),
                     LOY_OK);
    assert_string_equal(engine_kit_outcome(&kit), "applied return:clawback:stars=9");
    assert_int_equal(apply(&kit, "'id':'e2'," AT("22") "'type':'erase','customer':'d'"), LOY_OK);
    assert_int_equal(apply(&kit, "'id':'e3'," AT("22") "'type':'erase','customer':'o'"), LOY_OK);
    assert_words(kit.store, "");
    engine_kit_close(&kit);
}

/* ---- A member of a pool, whose sales are the household's ---- */

#define POOL ALONE ",'households':{'kind':'pool'}"
#define HOUSEHOLD(id, day, customer, action)                                                       \
    "'id':'" id "'," AT(day) "'type':'household','customer':'" customer "','action':'" action      \
                             "','household':'home'"
#define MEMBERS                                                                                    \
    "'id':'o'," AT("01") "'type':'enrol','customer':'o'", KNOWN("0", "c"),                         \
        HOUSEHOLD("h1", "01", "o", "create"), HOUSEHOLD("h2", "01", "c", "join")
#define OTHERS(id, day)                                                                            \
    "'id':'" id "'," AT(day) "'type':'purchase','customer':'o','lines':[{'id':'a','sku':"          \
                             "'BBBBBBBBBBBBBBBBBBBBBBBB','unit_price':'9.00'}]"

static const struct erasure members[] = {
    {"a member", "PAB", {MEMBERS, SALE("1", "02"), OTHERS("2", "03"), SALE("3", "04")}},
    {"who was one",
     "PAB",
     {MEMBERS, SALE("1", "02"), OTHERS("2", "03"),
      "'id':'l'," AT("04") "'type':'household','customer':'c','action':'leave'", SALE("3", "05")}},
    {"who had another card",
     "PAB",
     {"'id':'o'," AT("01") "'type':'enrol','customer':'o'", KNOWN("0", "d"),
      HOUSEHOLD("h1", "01", "o", "create"), HOUSEHOLD("h2", "01", "d", "join"),
      SALE_OF("1", "02", "d"), OTHERS("2", "03"),
      "'id':'k'," AT("04") "'type':'rekey','customer':'d','to':'c'", SALE("3", "05")}},
    {"whose return waits", "PAHB", {MEMBERS, OTHERS("2", "02"), SALE("1", "03"), WAITS}},
};

static void
members_are_forgotten(void **state)
{
    const struct erasure *row = *state;
    engine_kit kit;

    open_and_live(&kit, POOL, NULL, row);
    assert_words(kit.store, row->found);
    assert_int_equal(apply(&kit, ERASE), LOY_OK);
    assert_words(kit.store, "B");
    assert_int_equal(apply(&kit, BACK("b", "21", "1", PART)), LOY_OK);
    assert_string_equal(engine_kit_outcome(&kit), "applied return:clawback:stars=9");
    assert_int_equal(apply(&kit, "'id':'e2'," AT("22") "'type':'erase','customer':'o'"), LOY_OK);
    assert_words(kit.store, "");
    engine_kit_close(&kit);
}

static void
members_are_forgotten_by_no_halves(void **state)
{
    nothing_is_left_by_halves_of(POOL, *state, "B");
}

/* Why staff did something stands with the account alone, not in what it refused. */
static void
refusals_quote_nobody(void **state)
{
    static const struct erasure row = {"", "", {KNOWN("0", "c"), REASON("z", "freeze")}};
    static const char *const refused[] = {
        "'id':'r'," AT("11") "'type':'redeem','customer':'c','reward':'tea'",
        "'id':'t'," AT("11") "'type':'hold','customer':'c','points':{'stars':1}",
        REASON("y", "adjust','points':{'stars':1},'store':'s1"),
    };
    engine_kit kit;

    (void)state;
    open_and_live(&kit,
                  ALONE ",'rewards':[{'id':'tea','price':{'stars':1}}],'adjusts':{'reasons':"
                        "['goodwill']}",
                  NULL, &row);
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        assert_int_equal(apply(&kit, refused[i]), LOY_OK);
        assert_int_equal(loy_outcome_verdict(kit.outcome), LOY_VERDICT_REFUSED);
    }
    assert_words(kit.store, "PH");
    assert_int_equal(apply(&kit, ERASE), LOY_OK);
    assert_words(kit.store, "");
    engine_kit_close(&kit);
}

/* What waits is said to wait no more, and a return afterwards finds its sale. */
static void
the_host_is_told(void **state)
{
    static const struct erasure row = {"", "", {KNOWN("0", "c"), SALE("1", "02"), WAITS}};
    engine_kit kit;

    (void)state;
    open_with(&kit, NULL, &row);
    assert_int_equal(apply(&kit, ERASE), LOY_OK);
    assert_string_equal(engine_kit_outcome(&kit),
                        "applied returns:unpark:w=0/1 erasure:forfeit:stars=18");
    assert_int_equal(apply(&kit, BACK("b", "21", "1", PART)), LOY_OK);
    assert_string_equal(engine_kit_outcome(&kit), "applied");
    assert_words(kit.store, "");
    engine_kit_close(&kit);
}

/* A sale and the erasure in one commit. */
static void
in_one_group(void **state)
{
    static const char *const events[] = {KNOWN("0", "c"), SALE("1", "02"), SALE("2", "03"), ERASE};
    enum { COUNT = sizeof(events) / sizeof(events[0]) };
    static const struct erasure none = {"", "", {NULL}};
    loy_json_reader *readers[COUNT];
    const loy_event *pointers[COUNT];
    engine_kit kit;

    (void)state;
    open_with(&kit, NULL, &none);
    for (size_t i = 0; i < COUNT; i++) {
        char text[1024];

        story_kit_event(events[i], 1, text, sizeof(text));
        assert_int_equal(loy_json_reader_new(&readers[i], kit.program, NULL), LOY_OK);
        assert_int_equal(loy_json_event(readers[i], text, strlen(text), &pointers[i], NULL),
                         LOY_OK);
    }
    assert_int_equal(loy_engine_apply_batch(kit.engine, pointers, COUNT, COUNT, NULL, NULL, NULL),
                     LOY_OK);
    assert_words(kit.store, "");
    for (size_t i = 0; i < COUNT; i++)
        loy_json_reader_free(readers[i]);
    engine_kit_close(&kit);
}

/* ---- In a file ---- */

static void
assert_in_file(const char *path, const char *word, bool expected)
{
    static unsigned char bytes[1 << 20];
    bool found[WORDS] = {false};
    FILE *file = fopen(path, "rb");
    size_t size;

    assert_non_null(file);
    size = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    assert_true(size > 0 && size < sizeof(bytes));
    look(bytes, size, found);
    for (size_t w = 0; w < WORDS; w++)
        if (strcmp(words[w], word) == 0)
            assert_int_equal(found[w], expected);
}

/* Nor does the file of a store that is closed. */
static void
no_byte_is_left_in_a_file(void **state)
{
    const struct erasure *row = *state;
    char path[] = "/tmp/engine_erasure_test-XXXXXX";
    int descriptor = mkstemp(path);
    static const struct erasure none = {"", "", {NULL}};

    assert_true(descriptor >= 0);
    close(descriptor);
    for (int erased = 0; erased < 2; erased++) {
        loy_store *store;
        engine_kit kit;

        assert_int_equal(loy_sqlite_open(&store, path, 0, NULL, NULL), LOY_OK);
        open_with(&kit, store, erased ? &none : row);
        if (erased)
            assert_int_equal(apply(&kit, ERASE), LOY_OK);
        engine_kit_close(&kit);
        loy_store_close(store);
        assert_in_file(path, "PPPPPPP", !erased);
        assert_in_file(path, "AAAAAAA", !erased && strchr(row->found, 'A') != NULL);
    }
    unlink(path);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, nothing_is_left, erasures);
    TABLE_KIT_ROWS(&table, nothing_is_left_to_late_events, erasures);
    TABLE_KIT_ROWS(&table, nothing_is_left_by_halves, erasures);
    TABLE_KIT_ROWS(&table, no_byte_is_left_in_a_file, erasures);
    TABLE_KIT_ROWS(&table, members_are_forgotten, members);
    TABLE_KIT_ROWS(&table, members_are_forgotten_by_no_halves, members);
    table_kit_test(&table, "others keep theirs", others_keep_theirs);
    table_kit_test(&table, "refusals quote nobody", refusals_quote_nobody);
    table_kit_test(&table, "the host is told", the_host_is_told);
    table_kit_test(&table, "in one group", in_one_group);
    return table_kit_run(&table, "erasure");
}
