/*
 * engine_mail_test.c -- the record of messages on their way is never trusted:
 * whatever stands there, the engine says so or delivers what can be read, and
 * no customer is spoiled.
 */
#include <string.h>

#include "base/seal.h"
#include "kit/engine_kit.h"
#include "kit/fault_kit.h"
#include "kit/random_kit.h"
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define PROGRAM                                                                                    \
    "'currencies':{'stars':{'expires':{'after':'P12M'}}},'transfers':{},"                          \
    "'households':{'kind':'pool'},'referrals':{'friend':{'stars':5}},"                             \
    "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}}]"
#define BUY(customer)                                                                              \
    "'type':'purchase','customer':'" customer "','lines':[{'unit_price':'100.00'}]"
#define LARGEST 4096
#define UNTIL INT64_C(1798761600000) /* 2027 */

typedef struct mailing {
    engine_kit kit;
    fault_kit fault;
    loy_store *inner;
    unsigned char bytes[LARGEST];
    uint64_t size, revision;
} mailing;

/* An event is kept and what it sends is not delivered: its record is taken. */
static void
start(mailing *m, const char *event)
{
    const story_step steps[STORY_STEPS] = {{BUY("a"), NULL}, {BUY("b"), NULL}};
    char program[2048], text[512];

    memset(m, 0, sizeof(*m));
    story_kit_program(PROGRAM, program, sizeof(program));
    story_kit_event(event, 9, text, sizeof(text));
    assert_int_equal(loy_memory_store_open(&m->inner, NULL), LOY_OK);
    fault_kit_init(&m->fault, m->inner);
    engine_kit_open_over(&m->kit, program, &m->fault.store);
    story_kit_steps(&m->kit, steps);
    fault_kit_arm(&m->fault, FAULT_COMMIT, 1, -1);
    assert_int_equal(engine_kit_apply(&m->kit, text), LOY_OK);
    fault_kit_arm(&m->fault, FAULT_NONE, 0, 0);
    assert_int_equal(loy_store_read(m->inner, LOY_KIND_MESSAGES, "a", 1, m->bytes, LARGEST,
                                    &m->size, &m->revision),
                     LOY_OK);
    assert_true(m->size > 16 && m->size <= LARGEST);
}

static void
plant(mailing *m, const unsigned char *bytes, uint64_t size)
{
    loy_write write = {.id = "a",
                       .owner = "a",
                       .bytes = bytes,
                       .size = size,
                       .seen = m->revision,
                       .id_size = 1,
                       .owner_size = 1,
                       .kind = LOY_KIND_MESSAGES};
    loy_batch batch = {.size = sizeof(batch), .count = 1, .writes = &write};

    assert_int_equal(m->inner->commit(m->inner->context, &batch), LOY_OK);
}

static void
stop(mailing *m)
{
    engine_kit_close(&m->kit);
    loy_store_close(m->inner);
}

static int
advance(mailing *m)
{
    return loy_engine_advance(m->kit.engine, UNTIL, 0, NULL, NULL);
}

/* Every customer can be read, and has no points that were never issued. */
static void
assert_unspoiled(mailing *m)
{
    loy_report *report;
    const loy_totals *totals;

    assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
    assert_int_equal(loy_engine_report(m->kit.engine, LOY_TIME_NONE, report, NULL), LOY_OK);
    totals = loy_report_totals(report, 0);
    assert_int_equal(totals->issued - totals->spent - totals->expired - totals->reversed,
                     totals->available + totals->pending + totals->held - totals->debt);
    loy_report_free(report);
}

static const char *const sending[] = {
    "'type':'transfer','customer':'a','to':'b','points':{'stars':60}",
    "'type':'merge','customer':'a','to':'b'",
    "'type':'rekey','customer':'a','to':'x'",
    "'type':'household','customer':'a','action':'create','household':'h'",
};
#define SENDING (sizeof(sending) / sizeof(sending[0]))

static void
changed_bytes_are_noticed(void **state)
{
    static mailing m;

    (void)state;
    for (size_t k = 0; k < SENDING; k++) {
        start(&m, sending[k]);
        for (uint64_t i = 0; i < m.size; i++) {
            unsigned char bytes[LARGEST];
            int result;

            memcpy(bytes, m.bytes, (size_t)m.size);
            bytes[i] ^= 0x10;
            plant(&m, bytes, m.size);
            m.revision++;
            result = advance(&m);
            assert_true(result == LOY_ERR_CORRUPT || result == LOY_ERR_VERSION);
            plant(&m, m.bytes, i);
            m.revision++;
            assert_int_equal(advance(&m), LOY_ERR_CORRUPT);
        }
        plant(&m, m.bytes, m.size);
        assert_int_equal(advance(&m), LOY_OK);
        assert_unspoiled(&m);
        stop(&m);
    }
}

static void
seal(unsigned char *bytes, uint64_t size)
{
    loy__seal(bytes, (uint32_t)size, loy__load32(bytes) & 0xFFFFFF, loy__load32(bytes) >> 24);
}

/* Somebody changes the record and makes the checksum fit. */
static void
sealed_nonsense_spoils_nobody(void **state)
{
    static mailing m;
    uint64_t random = 7;
    int delivered = 0;

    (void)state;
    for (int n = 0; n < 1500; n++) {
        int result;

        start(&m, sending[random_kit_below(&random, SENDING)]);
        for (uint64_t changes = random_kit_below(&random, 4) + 1; changes > 0; changes--)
            m.bytes[16 + random_kit_below(&random, m.size - 16)] =
                (unsigned char)random_kit_next(&random);
        seal(m.bytes, m.size);
        plant(&m, m.bytes, m.size);
        result = advance(&m);
        delivered += result == LOY_OK;
        assert_true(result <= LOY_OK && result != LOY_ERR_INVALID);
        assert_unspoiled(&m);
        stop(&m);
    }
    assert_true(delivered > 10);
}

static unsigned char *
put_text(unsigned char *at, const char *text)
{
    loy__store32(at, (uint32_t)strlen(text));
    memcpy(at + 4, text, strlen(text));
    return at + 4 + strlen(text);
}

/* Nobody is drawn on for nothing, or for less. */
static void
draws_of_nothing_are_noticed(void **state)
{
    static const int64_t points[] = {0, -5, INT64_MIN};
    static mailing m;

    (void)state;
    for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
        unsigned char bytes[256], *at = bytes + LOY__SEAL_SIZE + 8;

        start(&m, sending[0]);
        loy__store32(at, 14); /* LOY__MAIL_DRAW */
        loy__store32(at + 4, 0);
        loy__store_i64(at + 8, INT64_C(1772439300000));
        at = put_text(put_text(put_text(at + 16, "message:s"), "9:0"), "b");
        loy__store32(at, 8 + 4 + 5);
        loy__store_i64(at + 4, points[i]);
        at = put_text(at + 12, "stars");
        memcpy(bytes, m.bytes, LOY__SEAL_SIZE + 8);
        seal(bytes, (uint64_t)(at - bytes));
        plant(&m, bytes, (uint64_t)(at - bytes));
        assert_int_equal(advance(&m), LOY_ERR_CORRUPT);
        assert_unspoiled(&m);
        assert_string_equal(engine_kit_customer(&m.kit, "b", NULL), "stars 100 +0 -0; lost");
        stop(&m);
    }
}

/* The receiver asks to be forgotten while points are on their way to him: they go
 * back to who sent them. */
static void
points_for_nobody_go_back(void **state)
{
    static mailing m;
    const story_step steps[STORY_STEPS] = {
        {"? b", "stars 0 +0 -0; first-purchase"},
        {"? a", "stars 100 +0 -0; lost"},
    };
    char text[512];

    (void)state;
    start(&m, sending[0]);
    story_kit_event("'id':'e','type':'erase','customer':'b'", 10, text, sizeof(text));
    fault_kit_arm(&m.fault, FAULT_COMMIT, 0, 1); /* the delivery that comes first */
    assert_int_equal(engine_kit_apply(&m.kit, text), LOY_OK);
    assert_int_equal(advance(&m), LOY_OK);
    story_kit_steps(&m.kit, steps);
    stop(&m);
}

int
main(void)
{
    static table_kit table;

    table_kit_test(&table, "changed bytes are noticed", changed_bytes_are_noticed);
    table_kit_test(&table, "sealed nonsense spoils nobody", sealed_nonsense_spoils_nobody);
    table_kit_test(&table, "draws of nothing are noticed", draws_of_nothing_are_noticed);
    table_kit_test(&table, "points for nobody go back", points_for_nobody_go_back);
    return table_kit_run(&table, "mail");
}
