/*
 * policy_households_trouble_test.c -- all members give, or nobody does, whatever fails
 * and whoever spends meanwhile.
 */
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/households_kit.h"
#include "kit/table_kit.h"
#include "kit/trouble_kit.h"

/* An event by which all give or get back, and what a has before and after it. */
static const struct together {
    const char *before; /* an event; NULL: none */
    const char *event;
    const char *left[2];
    story_step ends[6];
} together[] = {
    {NULL,
     REDEEM("d", "trip"),
     {NEW("32000"), NEW("27664")},
     {{"? a", NEW("27664")}, {"? b", NEW("24206")}, {"? c", NEW("259350")}, {"? d", NEW("7780")}}},
    {NULL,
     PAY("d", "50000", "60.00", ""),
     {NEW("32000"), NEW("27664")},
     {{"? a", NEW("27664")},
      {"? b", NEW("24206")},
      {"? c", NEW("259350")},
      {"? d", STANDS("8380", "first-purchase")}}},
    {"'id':'p'," PAY("d", "50000", "60.00", ""),
     VOID("d", "p"),
     {NEW("27664"), NEW("32000")},
     {{"'id':'v','type':'visit','customer':'z'", NULL},
      {"? a", NEW("32000")},
      {"? b", NEW("28000")},
      {"? c", NEW("300000")},
      {"? d", STANDS("9000", "prospect")}}},
};

/* All give or get back, or nobody has. */
static void
all_or_none(engine_kit *kit, const void *context)
{
    const struct together *row = context;

    engine_kit_customer(kit, "a", NULL);
    assert_true(strcmp(kit->text, row->left[0]) == 0 || strcmp(kit->text, row->left[1]) == 0);
}

/* In the end every member has his part, once. */
static void
draws_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(together) / sizeof(together[0]); i++) {
        const struct together *row = &together[i];
        const story_step start[STORY_STEPS] = {FOUR, {row->before, NULL}};
        const trouble troubles[] = {{row->event, row->ends, all_or_none, row}};

        trouble_kit_run(HOUSEHOLDS("'kind':'view'"), start, troubles, 1);
    }
}

/* A store in front of another that lets somebody spend between two loads. */
typedef struct meddler {
    loy_store store;
    const loy_store *inner;
    engine_kit *other;
    int loads; /* until then */
} meddler;

static int
meddle_load(void *context, loy_fetch *fetches, uint32_t count)
{
    meddler *self = context;
    const story_step spends[STORY_STEPS] = {
        {"'id':'z','type':'adjust','customer':'c','points':{'stars':-299000},'reason':'x'", NULL}};

    if (self->loads-- == 0)
        story_kit_steps(self->other, spends);
    return self->inner->load(self->inner->context, fetches, count);
}

static int
meddle_commit(void *context, const loy_batch *batch)
{
    const meddler *self = context;

    return self->inner->commit(self->inner->context, batch);
}

/* Whenever another member spends meanwhile, no point is spent twice. */
static void
meets_others(void **state)
{
    const story_step start[STORY_STEPS] = {FOUR};
    char program[2048], event[256];

    (void)state;
    story_kit_program(HOUSEHOLDS("'kind':'view'"), program, sizeof(program));
    story_kit_event("'id':'t'," REDEEM("d", "trip"), 0, event, sizeof(event));
    for (int at = 0; at < 12; at++) {
        engine_kit kit, other;
        loy_store *inner;
        meddler self = {.loads = at};
        int64_t sum = 0;

        assert_int_equal(loy_memory_store_open(&inner, NULL), LOY_OK);
        engine_kit_open_over(&other, program, inner);
        story_kit_steps(&other, start);
        self.inner = inner;
        self.other = &other;
        self.store = (loy_store){.size = sizeof(loy_store),
                                 .context = &self,
                                 .load = meddle_load,
                                 .commit = meddle_commit};
        engine_kit_open_over(&kit, program, &self.store);
        assert_int_equal(engine_kit_apply(&kit, event), LOY_OK);
        for (const char *id = "abcd"; *id != '\0'; id++) {
            char name[2] = {*id, '\0'};

            assert_null(strstr(engine_kit_customer(&other, name, NULL), "--"));
            sum += loy_customer_balance(other.customer, 0)->available;
            assert_int_equal(loy_customer_balance(other.customer, 0)->debt, 0);
        }
        if (self.loads >= 0) /* nobody meddled */
            assert_int_equal(sum, 369000 - 50000);
        else
            assert_int_equal(sum, loy_outcome_verdict(kit.outcome) == LOY_VERDICT_APPLIED
                                      ? 369000 - 50000 - 299000
                                      : 369000 - 299000);
        engine_kit_close(&kit);
        engine_kit_close(&other);
        loy_store_close(inner);
    }
}

int
main(void)
{
    static table_kit table;

    table_kit_test(&table, "all members give once, whatever fails", draws_once);
    table_kit_test(&table, "somebody spends at the same time", meets_others);
    return table_kit_run(&table, "households trouble");
}
