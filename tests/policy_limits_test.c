/*
 * policy_limits_test.c -- how often a promotion may be used: by one customer in
 * a period, by all of them, and after a sale has come back.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define LIMITED(limit)                                                                             \
    "'stages':{'initial':'a','names':['a'],'transitions':[]},"                                     \
    "'promotions':[{'id':'p','code':'P','amount':'1.00','limit':" limit "}]"
#define BUY(who, day)                                                                              \
    "'type':'purchase','customer':'" who "','time':'" day "T10:00:00Z','codes':['P'],"             \
    "'lines':[{'id':'x','unit_price':'10.00'}]"
#define SUMS(discount, total)                                                                      \
    " basket:price:discount=" discount " basket:price:subtotal=" total                             \
    " basket:price:tax=0 basket:price:total=" total
#define USED "applied p:discount:x=100" SUMS("100", "900")
#define OVER "applied usage-limit-reached:decline:P=0" SUMS("0", "1000")
#define GIVE(who)                                                                                  \
    "'type':'import','customer':'" who "','opening':{'points':[{'currency':'stars','points':5}]}"
#define TAKE(who) "'type':'redeem','customer':'" who "','reward':'mug'"
#define BACK(sale) "'type':'return','customer':'ann','receipt':{'id':'" sale "'}"

static const story stories[] = {
    {"once for a customer, for ever",
     LIMITED("{'customer':1}"),
     {{BUY("ann", "2026-01-01"), USED},
      {BUY("ann", "2030-01-01"), OVER},
      {BUY("ben", "2026-01-01"), USED}}},
    {"said so",
     LIMITED("{'customer':1,'per':'lifetime'}"),
     {{BUY("ann", "2026-01-01"), USED}, {BUY("ann", "2030-01-01"), OVER}}},
    {"once a day",
     LIMITED("{'customer':1,'per':'day'}"),
     {{BUY("ann", "2026-01-01"), USED},
      {BUY("ann", "2026-01-01"), OVER},
      {BUY("ann", "2026-01-02"), USED}}},
    {"once a week, which begins on Monday",
     LIMITED("{'customer':1,'per':'week'}"),
     {{BUY("ann", "2026-01-01"), USED},
      {BUY("ann", "2026-01-04"), OVER},
      {BUY("ann", "2026-01-05"), USED}}},
    {"twice a month",
     LIMITED("{'customer':2,'per':'month'}"),
     {{BUY("ann", "2026-01-01"), USED},
      {BUY("ann", "2026-01-31"), USED},
      {BUY("ann", "2026-01-31"), OVER},
      {BUY("ann", "2026-02-01"), USED}}},
    {"once a year",
     LIMITED("{'customer':1,'per':'year'}"),
     {{BUY("ann", "2026-12-31"), USED}, {BUY("ann", "2027-01-01"), USED}}},
    {"once a quarter",
     LIMITED("{'customer':1,'per':'quarter'}"),
     {{BUY("ann", "2026-02-01"), USED},
      {BUY("ann", "2026-03-31"), OVER},
      {BUY("ann", "2026-04-01"), USED}}},
    {"once a half-year",
     LIMITED("{'customer':1,'per':'half-year'}"),
     {{BUY("ann", "2026-01-01"), USED},
      {BUY("ann", "2026-06-30"), OVER},
      {BUY("ann", "2026-07-01"), USED}}},
    {"so often for all customers together",
     LIMITED("{'all':2}"),
     {{BUY("ann", "2026-01-01"), USED},
      {BUY("ben", "2026-01-01"), USED},
      {BUY("cid", "2026-01-01"), OVER},
      {BUY("ann", "2026-01-02"), OVER}}},
    {"never", LIMITED("{'all':0}"), {{BUY("ann", "2026-01-01"), OVER}}},
    {"a sale that comes back gives its use back, once",
     LIMITED("{'customer':1,'all':1}"),
     {{BUY("ann", "2026-01-01"), USED},
      {BUY("ben", "2026-01-02"), OVER},
      {BACK("1"), "applied"},
      {BUY("ben", "2026-01-02"), USED},
      {BUY("ann", "2026-01-02"), OVER}}},
    {"said so",
     LIMITED("{'customer':1,'freed':true}"),
     {{BUY("ann", "2026-01-01"), USED},
      {"'type':'void','customer':'ann','receipt':{'id':'1'}", "applied"},
      {BUY("ann", "2026-01-02"), USED}}},
    {"or keeps it",
     LIMITED("{'customer':1,'all':1,'freed':false}"),
     {{BUY("ann", "2026-01-01"), USED},
      {BACK("1"), "applied"},
      {BUY("ann", "2026-01-02"), OVER},
      {BUY("ben", "2026-01-02"), OVER}}},
    {"a use that gives nothing does not count",
     LIMITED("{'customer':1}"),
     {{"'type':'purchase','customer':'ann','codes':['P'],"
       "'lines':[{'id':'x','unit_price':'0.00'}]",
       "applied no-effect:decline:P=0" SUMS("0", "0")},
      {BUY("ann", "2026-01-02"), USED}}},
    {"a reward of which there are so many",
     "'currencies':{'stars':{}},'rewards':[{'id':'mug','price':{'stars':1},"
     "'limit':{'all':2,'customer':1}}]",
     {{GIVE("ann"), NULL},
      {GIVE("ben"), NULL},
      {GIVE("cid"), NULL},
      {TAKE("ann"), "applied mug:reward:mug=1"},
      {TAKE("ann"), "usage-limit-reached /reward"},
      {TAKE("ben"), "applied mug:reward:mug=1"},
      {TAKE("cid"), "usage-limit-reached /reward"}}},
    {"a reward that is on offer for a time, by the moment of the event",
     "'currencies':{'stars':{}},'rewards':[{'id':'mug','price':{'stars':1},"
     "'from':'2026-03-01','until':'2026-04-01T00:00:00Z'}]",
     {{GIVE("ann"), NULL},
      {TAKE("ann") ",'time':'2026-02-28T23:59:59Z'", "not-on-offer /reward"},
      {TAKE("ann") ",'time':'2026-03-01T00:00:00Z'", "applied mug:reward:mug=1"},
      {TAKE("ann") ",'time':'2026-03-31T23:59:59Z'", "applied mug:reward:mug=1"},
      {TAKE("ann") ",'time':'2026-04-01T00:00:00Z'", "not-on-offer /reward"}}},
    {"a voucher buys it at any time",
     "'currencies':{'stars':{}},'vouchers':{'tea':{'reward':'mug'}},"
     "'rewards':[{'id':'mug','price':{'stars':1},'until':'2026-01-01'}]",
     {{"'type':'import','customer':'ann','opening':{'vouchers':[{'voucher':'tea','count':1}]}",
       NULL},
      {"'type':'redeem','customer':'ann','voucher':'tea','time':'2026-04-01T00:00:00Z'",
       "applied tea:use:tea=1 tea:reward:mug=0"}}},
};

/* ---- A limit that changes ---- */

/* A sale under one limit comes back under another: what was not counted, or in a
 * period of another length, is not given back. */
static const struct change {
    const char *name;
    const char *before, *after; /* programs */
    story_step steps[6];        /* the first under the one, the others under the other */
} changes[] = {
    {"a use that was not counted",
     LIMITED("{'all':9}"),
     LIMITED("{'all':9,'customer':1}"),
     {{BUY("ann", "2026-01-05"), USED},
      {BACK("1"), NULL},
      {BUY("ann", "2026-01-05"), USED},
      {BUY("ann", "2026-01-05"), OVER}}},
    {"a use of a month that was a day's",
     LIMITED("{'customer':1,'per':'day'}"),
     LIMITED("{'customer':1,'per':'month'}"),
     {{BUY("ann", "2026-01-05"), USED},
      {BACK("1"), NULL},
      {BUY("ann", "2026-02-05"), USED},
      {BUY("ann", "2026-02-06"), OVER}}},
    {"a use of a day that was a month's",
     LIMITED("{'customer':1,'per':'month'}"),
     LIMITED("{'customer':1,'per':'day'}"),
     {{BUY("ann", "2026-01-05"), USED},
      {BACK("1"), NULL},
      {BUY("ann", "2026-01-05"), USED},
      {BUY("ann", "2026-01-05"), OVER}}},
};

static void
what_was_not_counted_is_not_given_back(void **state)
{
    const struct change *change = *state;
    char program[1024], event[1024];
    loy_store *store;
    engine_kit kit;

    assert_int_equal(loy_memory_store_open(&store, NULL), LOY_OK);
    for (size_t i = 0; i < 6 && change->steps[i].what != NULL; i++) {
        const story_step *step = &change->steps[i];

        story_kit_program(i == 0 ? change->before : change->after, program, sizeof(program));
        story_kit_event(step->what, i + 1, event, sizeof(event));
        engine_kit_open_over(&kit, program, store);
        assert_int_equal(engine_kit_apply(&kit, event), LOY_OK);
        if (step->expect != NULL)
            assert_string_equal(engine_kit_outcome(&kit), step->expect);
        engine_kit_close(&kit);
    }
    loy_store_close(store);
}

/* ---- Two tills ---- */

/* Another till applies its sale between this one's load and its commit. */
typedef struct rival {
    loy_store store; /* what this till sees */
    loy_store *own;
    engine_kit *other;
    const char *event; /* NULL once it was applied */
} rival;

static int
load(void *context, loy_fetch *fetches, uint32_t count)
{
    rival *r = context;

    return r->own->load(r->own->context, fetches, count);
}

static int
commit(void *context, const loy_batch *batch)
{
    rival *r = context;
    const char *event = r->event;

    r->event = NULL;
    if (event != NULL)
        assert_int_equal(engine_kit_apply(r->other, event), LOY_OK);
    return r->own->commit(r->own->context, batch);
}

static void
the_last_use_goes_to_one_of_two_tills(void **state)
{
    char program[1024], mine[1024], theirs[1024];
    engine_kit till, other;
    rival r = {0};

    (void)state;
    story_kit_program(LIMITED("{'all':1}"), program, sizeof(program));
    story_kit_event(BUY("ann", "2026-01-01"), 1, mine, sizeof(mine));
    story_kit_event(BUY("ben", "2026-01-01"), 2, theirs, sizeof(theirs));
    assert_int_equal(loy_memory_store_open(&r.own, NULL), LOY_OK);
    r.store = (loy_store){.size = sizeof(r.store), .context = &r, .load = load, .commit = commit};
    r.other = &other;
    r.event = theirs;
    engine_kit_open_over(&other, program, r.own);
    engine_kit_open_over(&till, program, &r.store);
    assert_int_equal(engine_kit_apply(&till, mine), LOY_OK);
    assert_string_equal(engine_kit_outcome(&other), USED);
    assert_string_equal(engine_kit_outcome(&till), OVER);
    engine_kit_close(&till);
    engine_kit_close(&other);
    loy_store_close(r.own);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    TABLE_KIT_ROWS(&table, what_was_not_counted_is_not_given_back, changes);
    table_kit_test(&table, "the last use goes to one of two tills",
                   the_last_use_goes_to_one_of_two_tills);
    return table_kit_run(&table, "limits");
}
