/*
 * accounts_property_test.c -- random histories of customers who buy, give, merge,
 * change cards, live together and bring each other: one by one, in batches, sent
 * again and again, and with faults at every turn they end with the same bytes, and no
 * point is made or lost on the way from one account to the other.
 */
#include <stdio.h>
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/fault_kit.h"
#include "kit/random_kit.h"
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define EVENTS 80
#define CUSTOMERS 6
#define SEEDS 12

#define COMMON                                                                                     \
    "'currencies':{'stars':{'expires':{'after':'P3M','round_up':'month'},'pending':'P2D',"         \
    "'payment':{'step':1,'value':'0.01'}},'miles':{'floor':'zero'}},'counters':{'cups':{}},"       \
    "'ladders':{'status':{'counts':'spend','window':{'rolling':'P2M'},'tiers':["                   \
    "{'id':'low','from':0},{'id':'high','from':'200.00','keep_from':'100.00','grace':'P7D'}]}},"   \
    "'rewards':[{'id':'tea','price':{'stars':40}}],'offline':{'spend':'debt'},"                    \
    "'transfers':{'most_out':{'stars':90},'per':'week','fee':{'stars':1}},"                        \
    "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100','miles':2},"              \
    "'count':{'cups':1}}]"

typedef struct program_row {
    const char *name;
    const char *settings;
    int counted; /* everything that is issued is seen in the answers */
} program_row;

static const program_row programs[] = {
    {"a view", COMMON ",'households':{'kind':'view'},'merges':{'tiers':'best'}", 1},
    {"a pool", COMMON ",'households':{'kind':'pool','leave':'share'},'rekeys':{'old':'follow'}", 1},
    {"referrals",
     COMMON ",'households':{'kind':'pool'},'referrals':{'on':'every-purchase','referrer':"
            "{'stars':30},'friend':{'stars':20},'limit':{'times':3,'per':'month'}}",
     0},
};

/* ---- A history ---- */

static char history[EVENTS][512];
static char answers[EVENTS][512]; /* of the run one by one */

/* The last event of a kind at or before another, of whom `customer` becomes; or
 * that other one. */
static int
last_of(const char *kind, int number, int *customer)
{
    for (int i = number; i >= 0; i--) {
        const char *buyer = strstr(history[i], "\"customer\":\"c");

        if (buyer != NULL && strstr(history[i], kind) != NULL) {
            *customer = buyer[13] - '0';
            return i;
        }
    }
    return number;
}

static const char *const undone[] = {"\"type\":\"purchase\"", "\"type\":\"redeem\"",
                                     "\"type\":\"transfer\"", "\"type\":\"transfer\""};

static void
write_event(uint64_t *random, size_t number, int64_t day)
{
    int a = (int)random_kit_below(random, CUSTOMERS);
    int b = (int)random_kit_below(random, CUSTOMERS);
    int n = (int)random_kit_below(random, 120) + 1;
    int earlier = number > 0 ? (int)random_kit_below(random, number) : 0;
    char members[256];

    switch (random_kit_below(random, 20)) {
    case 0:
        snprintf(members, sizeof(members), "'type':'merge','customer':'c%d','to':'c%d'", a, b);
        break;
    case 1:
        snprintf(members, sizeof(members), "'type':'unmerge','customer':'c%d'", a);
        break;
    case 2:
        snprintf(members, sizeof(members), "'type':'rekey','customer':'c%d','to':'n%d'", a, n);
        break;
    case 3:
    case 4:
        snprintf(members, sizeof(members),
                 "'type':'household','customer':'c%d','action':'%s','household':'h%d'", a,
                 n % 2 ? "create" : "join", b % 2);
        break;
    case 5:
        snprintf(members, sizeof(members), "'type':'household','customer':'c%d','action':'leave'",
                 a);
        break;
    case 6:
        snprintf(members, sizeof(members), "'type':'referral','customer':'c%d','referrer':'c%d'", a,
                 b);
        break;
    case 7:
        earlier = last_of("\"type\":\"purchase\"", earlier, &a);
        snprintf(members, sizeof(members), "'type':'return','customer':'c%d','receipt':{'id':'%d'}",
                 a, earlier);
        break;
    case 18:
        earlier = last_of(undone[n % 4], earlier, &a);
        snprintf(members, sizeof(members), "'type':'void','customer':'c%d','receipt':{'id':'%d'}",
                 a, earlier);
        break;
    case 8:
        snprintf(members, sizeof(members), "'type':'redeem','customer':'c%d','reward':'tea'", a);
        break;
    case 9:
        snprintf(members, sizeof(members),
                 "'type':'adjust','customer':'c%d','points':{'stars':%d},'reason':'x'", a, n - 40);
        break;
    case 10:
    case 11:
    case 12:
    case 13:
        snprintf(members, sizeof(members),
                 "'type':'transfer','customer':'c%d','to':'c%d','points':{'stars':%d}", a, b, n);
        break;
    case 14:
        snprintf(members, sizeof(members),
                 "'type':'hold','customer':'c%d','ttl':'P%dD','points':{'stars':%d}", a, b + 1, n);
        break;
    case 15:
        snprintf(members, sizeof(members),
                 "'type':'purchase','customer':'c%d','pay':{'stars':%d},%s"
                 "'lines':[{'unit_price':'%d.00'}]",
                 a, n, n % 3 == 0 ? "'offline':true," : "", n);
        break;
    default:
        snprintf(members, sizeof(members),
                 "'type':'purchase','customer':'c%d','lines':[{'unit_price':'%d.00'}]", a, n);
        break;
    }
    snprintf(history[number], sizeof(history[number]),
             "{\"source\":\"s\",\"id\":\"%zu\",\"time\":\"2026-%02d-%02dT10:00:00Z\",", number,
             (int)(day / 28) + 1, (int)(day % 28) + 1);
    for (char *at = members; *at != '\0'; at++)
        if (*at == '\'')
            *at = '"';
    strncat(history[number], members, sizeof(history[number]) - strlen(history[number]) - 1);
    strncat(history[number], "}", sizeof(history[number]) - strlen(history[number]) - 1);
}

static void
write_history(uint64_t seed)
{
    uint64_t random = seed;
    int64_t day = 0;

    for (size_t i = 0; i < EVENTS; i++) {
        day += (int64_t)random_kit_below(&random, 3);
        write_event(&random, i, day);
    }
}

/* ---- Running it ---- */

typedef struct image {
    unsigned char bytes[1 << 20];
    size_t size;
} image;

static int
add_record(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
           uint64_t revision)
{
    image *out = context;

    (void)revision;
    assert_true(out->size + id_size + size <= sizeof(out->bytes));
    memcpy(out->bytes + out->size, id, id_size);
    memcpy(out->bytes + out->size + id_size, bytes, (size_t)size);
    out->size += id_size + (size_t)size;
    return 1;
}

static int
refuse_record(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
              uint64_t revision)
{
    (void)context;
    (void)bytes;
    (void)size;
    (void)revision;
    print_error("mail of %.*s was not delivered\n", (int)id_size, id);
    return LOY_ERR_INTERNAL;
}

static void
take_image(const loy_store *store, image *out)
{
    out->size = 0;
    assert_int_equal(loy_store_walk(store, LOY_KIND_CUSTOMER, NULL, 0, add_record, out), LOY_OK);
    assert_int_equal(loy_store_walk(store, LOY_KIND_EVENT, NULL, 0, add_record, out), LOY_OK);
    assert_int_equal(loy_store_due(store, LOY_KIND_MESSAGES, LOY_NEVER - 1, refuse_record, NULL),
                     LOY_OK);
}

/* The last word, which finds whatever lies there. */
static void
say_goodbye(engine_kit *kit)
{
    for (int i = 0; i < 2; i++)
        assert_int_equal(engine_kit_apply(kit,
                                          "{\"source\":\"s\",\"id\":\"end\",\"type\":\"visit\","
                                          "\"time\":\"2026-12-31T10:00:00Z\",\"customer\":"
                                          "\"z\"}"),
                         LOY_OK);
}

/* What the answers say was issued, for the report to agree. */
static int64_t
issued_by(const loy_outcome *outcome)
{
    int64_t sum = 0;

    for (uint32_t i = 0; i < loy_outcome_entry_count(outcome); i++) {
        const loy_entry *entry = loy_outcome_entry(outcome, i);

        if (strcmp(entry->currency, "stars") == 0 &&
            (entry->kind == LOY_ENTRY_EARN ||
             (entry->kind == LOY_ENTRY_ADJUST && entry->points > 0)))
            sum += entry->points;
    }
    return sum;
}

static const char *const kinds[] = {"merge",    "unmerge",  "rekey",   "household",
                                    "referral", "transfer", "adjust",  "redeem",
                                    "return",   "void",     "purchase"};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };
static int applied[KINDS];

static void
check_report(engine_kit *kit, int64_t issued)
{
    loy_report *report;

    assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
    assert_int_equal(loy_engine_report(kit->engine, LOY_TIME_NONE, report, NULL), LOY_OK);
    for (uint32_t i = 0; i < 2; i++) {
        const loy_totals *totals = loy_report_totals(report, i);

        assert_int_equal(totals->issued - totals->spent - totals->expired - totals->reversed,
                         totals->available + totals->pending + totals->held - totals->debt);
        if (i == 0 && issued >= 0)
            assert_int_equal(totals->issued, issued);
    }
    loy_report_free(report);
}

static void
run_single(const char *program, int counted, image *out)
{
    engine_kit kit;
    int64_t issued = 0;

    engine_kit_open(&kit, program);
    for (size_t i = 0; i < EVENTS; i++) {
        assert_int_equal(engine_kit_apply(&kit, history[i]), LOY_OK);
        snprintf(answers[i], sizeof(answers[i]), "%s", engine_kit_outcome(&kit));
        if (loy_outcome_verdict(kit.outcome) == LOY_VERDICT_APPLIED) {
            const char *type = strstr(history[i], "\"type\":\"") + 8;

            for (size_t kind = 0; kind < KINDS; kind++)
                applied[kind] += strncmp(type, kinds[kind], strlen(kinds[kind])) == 0;
            issued += issued_by(kit.outcome);
        }
    }
    say_goodbye(&kit);
    check_report(&kit, counted ? issued : -1);
    take_image(kit.store, out);
    engine_kit_close(&kit);
}

static void
run_batch(const char *program, uint32_t group, image *out)
{
    static loy_json_reader *readers[EVENTS];
    const loy_event *events[EVENTS];
    engine_kit kit;
    uint64_t done = 0;

    engine_kit_open(&kit, program);
    for (size_t i = 0; i < EVENTS; i++) {
        assert_int_equal(loy_json_reader_new(&readers[i], kit.program, NULL), LOY_OK);
        assert_int_equal(
            loy_json_event(readers[i], history[i], strlen(history[i]), &events[i], NULL), LOY_OK);
    }
    assert_int_equal(loy_engine_apply_batch(kit.engine, events, EVENTS, group, NULL, &done, NULL),
                     LOY_OK);
    assert_int_equal(done, EVENTS);
    say_goodbye(&kit);
    take_image(kit.store, out);
    for (size_t i = 0; i < EVENTS; i++)
        loy_json_reader_free(readers[i]);
    engine_kit_close(&kit);
}

/* Each event meets a fault of a random kind at a random call, and is applied
 * again when the trouble is over: the answer is that of an untroubled run, and
 * what it sent has arrived. */
static void
run_faulty(const char *program, uint64_t seed, image *out)
{
    static const int faults[] = {FAULT_LOAD, FAULT_COMMIT, FAULT_CONFLICT, FAULT_UNKNOWN_KEPT,
                                 FAULT_UNKNOWN_NOT_KEPT};
    uint64_t random = seed;
    engine_kit kit;
    fault_kit fault;
    loy_store *inner;

    assert_int_equal(loy_memory_store_open(&inner, NULL), LOY_OK);
    fault_kit_init(&fault, inner);
    engine_kit_open_over(&kit, program, &fault.store);
    for (size_t i = 0; i < EVENTS; i++) {
        fault_kit_arm(&fault, faults[random_kit_below(&random, 5)],
                      (int)random_kit_below(&random, 6), 1 + (int)random_kit_below(&random, 2));
        engine_kit_apply(&kit, history[i]);
        fault_kit_arm(&fault, FAULT_NONE, 0, 0);
        assert_int_equal(engine_kit_apply(&kit, history[i]), LOY_OK);
        if (strncmp(engine_kit_outcome(&kit), answers[i], sizeof(answers[i]) - 1) != 0)
            print_error("%s\n  found    %s\n  expected %s\n", history[i], kit.text, answers[i]);
        assert_memory_equal(kit.text, answers[i], strlen(answers[i]));
    }
    fault_kit_arm(&fault, FAULT_NONE, 0, 0);
    say_goodbye(&kit);
    take_image(inner, out);
    engine_kit_verify(&kit);
    engine_kit_close(&kit);
    loy_store_close(inner);
}

/* A till that does not know what has arrived sends its last events again, from wherever it
 * thinks that the line broke. */
static void
run_resent(const char *program, uint64_t seed, image *out)
{
    uint64_t random = seed;
    engine_kit kit;

    engine_kit_open(&kit, program);
    for (size_t i = 0; i < EVENTS; i++) {
        size_t from = i - (size_t)random_kit_below(&random, i < 9 ? i + 1 : 9);

        for (size_t k = from; k <= i; k++) {
            assert_int_equal(engine_kit_apply(&kit, history[k]), LOY_OK);
            assert_int_equal(loy_outcome_replayed(kit.outcome), k < i);
        }
    }
    say_goodbye(&kit);
    take_image(kit.store, out);
    engine_kit_close(&kit);
}

static void
assert_same(const image *found, const image *expected)
{
    assert_int_equal(found->size, expected->size);
    assert_memory_equal(found->bytes, expected->bytes, found->size);
}

static void
ends_the_same(void **state)
{
    static image expected, found;
    const program_row *row = *state;
    char program[4096];

    story_kit_program(row->settings, program, sizeof(program));
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        write_history(seed * 1000003);
        run_single(program, row->counted, &expected);
        run_batch(program, 7, &found);
        assert_same(&found, &expected);
        run_batch(program, EVENTS, &found);
        assert_same(&found, &expected);
        run_faulty(program, seed, &found);
        assert_same(&found, &expected);
        run_resent(program, seed, &found);
        assert_same(&found, &expected);
    }
}

/* A test that never merges or transfers would show nothing. */
static void
saw_everything(void **state)
{
    (void)state;
    for (size_t kind = 0; kind < KINDS; kind++)
        if (applied[kind] <= 5)
            fail_msg("%s: %d times", kinds[kind], applied[kind]);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, ends_the_same, programs);
    table_kit_test(&table, "every kind of event was applied", saw_everything);
    return table_kit_run(&table, "histories of accounts");
}
