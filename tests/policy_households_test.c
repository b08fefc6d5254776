/*
 * policy_households_test.c -- customers who collect together: pools and views,
 * who gives what, who comes and goes.
 */
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/fault_kit.h"
#include "kit/story_kit.h"
#include "kit/table_kit.h"
#include "kit/trouble_kit.h"

#define STARS                                                                                      \
    "'currencies':{'stars':{'expires':{'after':'P12M','round_up':'month'},'payment':{'step':1,"    \
    "'value':'0.01'}}},'rewards':[{'id':'trip','price':{'stars':50000}},"                          \
    "{'id':'tea','price':{'stars':100}}],"                                                         \
    "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}}]"
#define HOUSEHOLDS(members) STARS ",'households':{" members "}"
#define ON(day) "'time':'" day "T10:00:00Z',"
#define GIVE(customer, points)                                                                     \
    "'type':'import','customer':'" customer "','opening':{'points':[{'currency':'stars',"          \
    "'points':" points "}]}"
#define BUY(customer, price)                                                                       \
    "'type':'purchase','customer':'" customer "','lines':[{'unit_price':'" price "'}]"
#define DOES(customer, action)                                                                     \
    "'type':'household','customer':'" customer "','action':'" action "','household':'home'"
#define PAY(customer, points, price, more)                                                         \
    "'type':'purchase','customer':'" customer "','pay':{'stars':" points "}," more                 \
    "'lines':[{'unit_price':'" price "','quantity':10}]"
#define VOID(customer, id) "'type':'void','customer':'" customer "','receipt':{'id':'" id "'}"
#define MERGE(customer, to) "'type':'merge','customer':'" customer "','to':'" to "'"
#define LEAVE(customer) "'type':'household','customer':'" customer "','action':'leave'"
#define REDEEM(customer, reward) "'type':'redeem','customer':'" customer "','reward':'" reward "'"
#define STANDS(stars, stage) "stars " stars " +0 -0; " stage
#define NEW(stars) STANDS(stars, "prospect")
/* British Airways: a, b, c, d collect together. */
#define FOUR                                                                                       \
    {GIVE("a", "32000"), NULL}, {GIVE("b", "28000"), NULL}, {GIVE("c", "300000"), NULL},           \
        {GIVE("d", "9000"), NULL}, {DOES("a", "create"), "applied"}, {DOES("b", "join"), NULL},    \
        {DOES("c", "join"), NULL},                                                                 \
    {                                                                                              \
        DOES("d", "join"), NULL                                                                    \
    }

static const story stories[] = {
    {"without the setting everybody collects for himself",
     STARS,
     {{GIVE("a", "100"), NULL}, {DOES("a", "create"), "no-households /type"}}},
    {"a view draws on all in proportion, the last point by largest remainder",
     HOUSEHOLDS("'kind':'view'"),
     {FOUR,
      {REDEEM("d", "trip"),
       "applied a:draw:stars=4336 b:draw:stars=3794 c:draw:stars=40650 d:draw:stars=1220 "
       "trip:reward:trip=50000"},
      {"? a", NEW("27664")},
      {"? b", NEW("24206")},
      {"? c", NEW("259350")},
      {"? d", NEW("7780")},
      {"'id':'9'," REDEEM("d", "trip"), NULL},
      {"? c", NEW("259350")}}},
    {"in proportion, said so",
     HOUSEHOLDS("'kind':'view','draw':'pro-rata'"),
     {FOUR, {REDEEM("a", "trip"), NULL}, {"? d", NEW("7780")}}},
    {"the head first, then as they joined",
     HOUSEHOLDS("'kind':'view','draw':'head-first'"),
     {FOUR,
      {REDEEM("d", "trip"), "applied a:draw:stars=32000 b:draw:stars=18000 trip:reward:trip=50000"},
      {"? a", NEW("0")},
      {"? b", NEW("10000")}}},
    {"what lapses first goes first",
     HOUSEHOLDS("'kind':'view','draw':'soonest-expiry'"),
     {{ON("2026-03-10") BUY("a", "80.00"), NULL},
      {ON("2026-01-10") BUY("b", "80.00"), NULL},
      {ON("2026-02-10") BUY("c", "80.00"), NULL},
      {ON("2026-03-11") DOES("a", "create"), NULL},
      {ON("2026-03-11") DOES("b", "join"), NULL},
      {ON("2026-03-11") DOES("c", "join"), NULL},
      {ON("2026-03-12") REDEEM("a", "tea"),
       "applied b:draw:stars=80 c:draw:stars=20 tea:reward:tea=100"}}},
    {"what has lapsed with another member is not drawn",
     HOUSEHOLDS("'kind':'view','draw':'head-first'"),
     {{ON("2026-01-10") BUY("a", "80.00"), NULL},
      {ON("2026-02-10") BUY("b", "80.00"), NULL},
      {ON("2026-02-11") DOES("a", "create"), NULL},
      {ON("2026-02-11") DOES("b", "join"), NULL},
      {ON("2027-02-02") REDEEM("b", "tea"), "insufficient-points /reward"}}},
    {"all together must have enough, and a frozen member gives nothing",
     HOUSEHOLDS("'kind':'view'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "60"), NULL},
      {DOES("a", "create"), NULL},
      {REDEEM("a", "tea"), "insufficient-points /reward"},
      {DOES("b", "join"), NULL},
      {"'type':'freeze','customer':'b','reason':'x'", NULL},
      {REDEEM("a", "tea"), "insufficient-points /reward"},
      {REDEEM("b", "tea"), "frozen /customer"},
      {"'type':'unfreeze','customer':'b','reason':'x'", NULL},
      {REDEEM("a", "tea"), "applied a:draw:stars=50 b:draw:stars=50 tea:reward:tea=100"}}},
    {"a payment draws on all, and its undoing gives back to each what he gave",
     HOUSEHOLDS("'kind':'view'"),
     {FOUR,
      {PAY("d", "50000", "60.00", ""),
       "applied a:draw:stars=4336 b:draw:stars=3794 c:draw:stars=40650 d:draw:stars=1220 "
       "payment:pay:stars=50000 base:earn:stars=600 first purchase:stage:first-purchase"},
      {"? a", NEW("27664")},
      {"? d", STANDS("8380", "first-purchase")},
      {VOID("d", "9"), "applied void:clawback:stars=600 a:restore:stars=4336 "
                       "b:restore:stars=3794 c:restore:stars=40650 "
                       "void:restore:stars=1220"},
      {"= a", "32000@2027-02-01"},
      {"? b", NEW("28000")},
      {"? c", NEW("300000")},
      {"? d", STANDS("9000", "first-purchase")}}},
    {"parts that come back go to each in proportion, and never twice",
     HOUSEHOLDS("'kind':'view'") ",'returns':{'burns':'share'}",
     {FOUR,
      {PAY("d", "50000", "60.00", ""), NULL},
      {"'type':'return','customer':'d','receipt':{'id':'9'},'lines':[{'id':'1','quantity':3}]",
       "applied return:clawback:stars=180 a:restore:stars=1301 b:restore:stars=1138 "
       "c:restore:stars=12195 return:restore:stars=366"},
      {"? a", NEW("28965")},
      {"'type':'return','customer':'d','receipt':{'id':'9'},'lines':[{'id':'1','quantity':7}]",
       NULL},
      {"? a", NEW("32000")},
      {"? b", NEW("28000")},
      {"? c", NEW("300000")},
      {"? d", STANDS("9000", "first-purchase")},
      {VOID("d", "9"), "return-too-much /receipt"}}},
    {"where the head gives first, who gave last gets back first",
     HOUSEHOLDS("'kind':'view','draw':'head-first'") ",'returns':{'burns':'share'}",
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "60"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {PAY("a", "100", "1.00", ""),
       "applied a:draw:stars=60 b:draw:stars=40 payment:pay:stars=100 base:earn:stars=10 "
       "first purchase:stage:first-purchase"},
      {"'type':'return','customer':'a','receipt':{'id':'5'},'lines':[{'id':'1','quantity':5}]",
       "applied return:clawback:stars=5 return:restore:stars=10 b:restore:stars=40"},
      {"? b", NEW("60")}}},
    {"a payment is cut to what all have",
     STARS ",'households':{'kind':'view'}", /* the currency refuses what is not there */
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "60"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {PAY("a", "121", "10.00", ""), "insufficient-points /pay"},
      {PAY("a", "120", "10.00", ""), NULL},
      {"? b", NEW("0")}}},
    {"what is held pays first, and the others for the rest",
     HOUSEHOLDS("'kind':'view'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "60"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {"'type':'hold','customer':'a','points':{'stars':40}", NULL},
      {PAY("a", "90", "10.00", "'receipt':{'id':'5'},"),
       "applied a:draw:stars=13 b:draw:stars=37 payment:pay:stars=90 base:earn:stars=100 "
       "first purchase:stage:first-purchase"},
      {"? b", NEW("23")},
      {VOID("a", "6"), NULL},
      {"? b", NEW("60")},
      {"? a", STANDS("60", "first-purchase")}}},
    {"a till that is offline sees nobody else's points",
     HOUSEHOLDS("'kind':'view'") ",'offline':{'spend':'debt'}",
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "60"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {"'offline':true," PAY("a", "80", "1.00", ""), NULL},
      {"? a", "stars 0 +0 -10; first-purchase"},
      {"? b", NEW("60")},
      {"'offline':true," REDEEM("b", "tea"), NULL},
      {"? b", "stars 0 +0 -40; prospect"}}},
    {"what a member gave goes where he went",
     HOUSEHOLDS("'kind':'view'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "60"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {PAY("a", "80", "10.00", ""), NULL},
      {"'type':'rekey','customer':'b','to':'x'", NULL},
      {LEAVE("x"), NULL},
      {VOID("a", "5"), "applied void:clawback:stars=100 void:restore:stars=40 "
                       "b:restore:stars=40"},
      {"? x", NEW("60")}}},
    {"who leaves a view is drawn on no more",
     HOUSEHOLDS("'kind':'view'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "60"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {LEAVE("b"), "applied"},
      {REDEEM("a", "tea"), "insufficient-points /reward"},
      {"? b", NEW("60")},
      {LEAVE("b"), "no-household /customer"}}},
    {"a member with a new card is still a member",
     HOUSEHOLDS("'kind':'view'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "60"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {"'type':'rekey','customer':'b','to':'x'", NULL},
      {REDEEM("x", "tea"), "applied a:draw:stars=50 x:draw:stars=50 tea:reward:tea=100"},
      {LEAVE("x"), "applied"},
      {"? x", NEW("10")},
      {DOES("x", "join"), NULL}}},
    {"who may come",
     HOUSEHOLDS("'kind':'view','most':2"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "60"), NULL},
      {GIVE("c", "60"), NULL},
      {DOES("b", "join"), "unknown-household /household"},
      {"'type':'household','customer':'a','action':'create'", "missing-household /household"},
      {DOES("a", "marry"), "unknown-action /action"},
      {"'type':'household','customer':'a','action':'create','household':'b'",
       "already-enrolled /household"},
      {DOES("a", "create"), NULL},
      {DOES("a", "create"), "in-household /customer"},
      {DOES("b", "create"), "already-enrolled /household"},
      {DOES("b", "join"), NULL},
      {DOES("c", "join"), "household-full /household"},
      {"'type':'household','customer':'c','action':'join','household':'a'",
       "unknown-household /household"},
      {MERGE("home", "c"), "is-household /customer"}}},
    {"a member who is merged gives his place to whom he is now, and takes it back",
     HOUSEHOLDS("'kind':'view','draw':'head-first'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "60"), NULL},
      {GIVE("c", "30"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {MERGE("a", "c"), "applied merge:send:stars=60"},
      {REDEEM("b", "tea"), "applied c:draw:stars=90 b:draw:stars=10 tea:reward:tea=100"},
      {"'type':'unmerge','customer':'a'", NULL},
      {GIVE("c", "50"), NULL},
      {GIVE("a", "50"), NULL},
      {REDEEM("b", "tea"), "applied a:draw:stars=50 b:draw:stars=50 tea:reward:tea=100"},
      {LEAVE("c"), "no-household /customer"},
      {LEAVE("a"), "applied"},
      {REDEEM("b", "tea"), "insufficient-points /reward"}}},
    {"two members who are one have one place, and two again once that is undone",
     HOUSEHOLDS("'kind':'view','most':2"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "60"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {MERGE("b", "a"), NULL},
      {REDEEM("a", "tea"), "applied a:draw:stars=100 tea:reward:tea=100"},
      {"'type':'unmerge','customer':'b'", NULL},
      {GIVE("a", "100"), NULL},
      {REDEEM("b", "tea"), "applied a:draw:stars=83 b:draw:stars=17 tea:reward:tea=100"}}},
    {"who has left meanwhile does not come back",
     HOUSEHOLDS("'kind':'view'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "60"), NULL},
      {GIVE("c", "30"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {MERGE("b", "c"), NULL},
      {LEAVE("c"), NULL},
      {"'type':'unmerge','customer':'b'", NULL},
      {LEAVE("b"), "no-household /customer"},
      {REDEEM("a", "tea"), "insufficient-points /reward"},
      {DOES("b", "join"), NULL},
      {DOES("c", "join"), NULL}}},
    {"a place goes on with a merge of a merge, and back the same way",
     HOUSEHOLDS("'kind':'view'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "60"), NULL},
      {GIVE("c", "30"), NULL},
      {DOES("a", "create"), NULL},
      {MERGE("a", "b"), NULL},
      {MERGE("b", "c"), NULL},
      {REDEEM("c", "tea"), "applied c:draw:stars=100 tea:reward:tea=100"},
      {"'type':'unmerge','customer':'a'", NULL},
      {LEAVE("c"), "no-household /customer"},
      {"'type':'unmerge','customer':'b'", NULL},
      {LEAVE("b"), "no-household /customer"},
      {LEAVE("a"), "applied"}}},
    {"nobody is in two households",
     HOUSEHOLDS("'kind':'view'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "60"), NULL},
      {DOES("a", "create"), NULL},
      {"'type':'household','customer':'b','action':'create','household':'other'", NULL},
      {MERGE("a", "b"), "in-household /to"},
      {MERGE("a", "other"), "is-household /to"},
      {MERGE("a", "home"), "is-household /to"}}},
    {"who takes a place in a pool brings what he has, and both are in it once that is undone",
     HOUSEHOLDS("'kind':'pool'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "41"), NULL},
      {GIVE("c", "30"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {MERGE("b", "c"), "applied"},
      {"? c", NEW("0")},
      {"? home", NEW("131")},
      {BUY("c", "10.00"), NULL},
      {BUY("b", "10.00"), NULL},
      {"? home", STANDS("151", "repeat")},
      {"'type':'unmerge','customer':'b'", NULL},
      {BUY("b", "10.00"), NULL},
      {BUY("c", "10.00"), NULL},
      {"? home", STANDS("171", "repeat")}}},
    {"what could not join a pool takes no place in it",
     HOUSEHOLDS("'kind':'pool'"),
     {{BUY("c", "200.00"), NULL},
      {GIVE("a", "60"), NULL},
      {DOES("a", "create"), NULL},
      {"'id':'h','type':'hold','customer':'c','points':{'stars':1}", NULL},
      {MERGE("a", "c"), "open-holds /to"},
      {"'type':'release','customer':'c','receipt':{'id':'h'}", NULL},
      {REDEEM("c", "tea"), NULL},
      {"'type':'return','customer':'c','receipt':{'id':'1'}", NULL},
      {MERGE("a", "c"), "in-debt /to"},
      {MERGE("c", "a"), "in-debt /customer"}}},
    {"a pool has the points of all",
     HOUSEHOLDS("'kind':'pool'"),
     {{ON("2026-01-10") BUY("a", "60.00"), NULL},
      {ON("2026-02-10") BUY("b", "60.00"), NULL},
      {ON("2026-02-11") DOES("a", "create"), "applied"},
      {ON("2026-02-11") DOES("b", "join"), NULL},
      {"= home", "60@2027-02-01 60@2027-03-01"},
      {"? a", STANDS("0", "first-purchase")},
      {ON("2026-02-12") BUY("b", "10.00"), NULL},
      {ON("2026-02-13") REDEEM("a", "tea"), "applied tea:reward:tea=100"},
      {"? home", STANDS("30", "first-purchase")},
      {ON("2026-02-14") "'type':'return','customer':'a','receipt':{'id':'1'}", NULL},
      {"? home", "stars 0 +0 -30; first-purchase"}}},
    {"what occurred before stays with the member",
     HOUSEHOLDS("'kind':'pool'"),
     {{GIVE("a", "60"), NULL},
      {ON("2026-02-11") DOES("a", "create"), NULL},
      {ON("2026-02-10") BUY("a", "10.00"), NULL},
      {"? a", STANDS("10", "first-purchase")},
      {"? home", NEW("60")}}},
    {"a frozen member earns for the pool and spends nothing of it",
     HOUSEHOLDS("'kind':'pool'"),
     {{GIVE("a", "200"), NULL},
      {DOES("a", "create"), NULL},
      {"'type':'freeze','customer':'a','reason':'x'", NULL},
      {REDEEM("a", "tea"), "frozen /customer"},
      {"'type':'purchase','customer':'a','pay':{'stars':1},'lines':[{'unit_price':'10.00'}]",
       "frozen /customer"},
      {BUY("a", "10.00"), NULL},
      {"? home", STANDS("210", "first-purchase")}}},
    {"debts do not go into a pool",
     HOUSEHOLDS("'kind':'pool'"),
     {{BUY("a", "200.00"), NULL},
      {REDEEM("a", "tea"), NULL},
      {"'type':'return','customer':'a','receipt':{'id':'1'}", NULL},
      {DOES("a", "create"), "in-debt /customer"}}},
    {"who leaves a pool leaves his points",
     HOUSEHOLDS("'kind':'pool'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "41"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {LEAVE("b"), NULL},
      {"? b", NEW("0")},
      {"? home", NEW("101")},
      {BUY("b", "10.00"), NULL},
      {"? b", STANDS("10", "first-purchase")},
      {LEAVE("a"), NULL},
      {"? a", NEW("101")},
      {"? home", NEW("0")}}},
    {"who leaves a pool leaves his points, said so",
     HOUSEHOLDS("'kind':'pool','leave':'keep'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "41"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {LEAVE("b"), NULL},
      {"? b", NEW("0")}}},
    {"the last one gets what is pending, too",
     "'currencies':{'stars':{'pending':'P14D'}},'rules':[{'id':'base','on':'purchase','earn':"
     "{'stars':'total / 100'}}],'households':{'kind':'pool'}",
     {{BUY("a", "60.00"), NULL},
      {DOES("a", "create"), NULL},
      {BUY("a", "10.00"), NULL},
      {"? home", "stars 0 +70 -0; first-purchase"},
      {LEAVE("a"), NULL},
      {"? a", "stars 0 +70 -0; first-purchase"},
      {"? home", "stars 0 +0 -0; first-purchase"}}},
    {"who leaves a pool gets an equal share, to the point",
     HOUSEHOLDS("'kind':'pool','leave':'share'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "40"), NULL},
      {GIVE("c", "1"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {DOES("c", "join"), NULL},
      {LEAVE("a"), NULL},
      {"? a", NEW("34")},
      {LEAVE("c"), NULL},
      {"? c", NEW("33")},
      {LEAVE("b"), NULL},
      {"? b", NEW("34")},
      {"? home", NEW("0")}}},
};

/* ---- Whatever fails ---- */

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
      {"? d", STANDS("9000", "first-purchase")}}},
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

/* Two join the last place of a pool at once: who arrives second goes back with
 * what he brought. */
static void
last_place_is_taken_once(void **state)
{
    const story_step start[STORY_STEPS] = {{GIVE("a", "10"), NULL},
                                           {GIVE("b", "20"), NULL},
                                           {GIVE("c", "40"), NULL},
                                           {DOES("a", "create"), NULL}};
    const story_step first[STORY_STEPS] = {{"'id':'j'," DOES("c", "join"), "applied"}};
    const story_step ends[STORY_STEPS] = {{"'id':'v','type':'visit','customer':'z'", NULL},
                                          {"? home", NEW("50")},
                                          {"? b", NEW("20")},
                                          {"'id':'l'," LEAVE("b"), "no-household /customer"}};
    char program[2048], event[256];
    engine_kit kit, other;
    fault_kit fault;
    loy_store *inner;

    (void)state;
    story_kit_program(HOUSEHOLDS("'kind':'pool','most':2"), program, sizeof(program));
    story_kit_event("'id':'t'," DOES("b", "join"), 0, event, sizeof(event));
    assert_int_equal(loy_memory_store_open(&inner, NULL), LOY_OK);
    fault_kit_init(&fault, inner);
    engine_kit_open_over(&kit, program, &fault.store);
    engine_kit_open_over(&other, program, inner);
    story_kit_steps(&other, start);
    fault_kit_arm(&fault, FAULT_CONFLICT, 1, -1);
    assert_int_equal(engine_kit_apply(&kit, event), LOY_OK); /* kept, not delivered */
    fault_kit_arm(&fault, FAULT_NONE, 0, 0);
    story_kit_steps(&other, first);
    story_kit_steps(&kit, ends);
    engine_kit_close(&kit);
    engine_kit_close(&other);
    loy_store_close(inner);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    table_kit_test(&table, "all members give once, whatever fails", draws_once);
    table_kit_test(&table, "somebody spends at the same time", meets_others);
    table_kit_test(&table, "the last place is taken once", last_place_is_taken_once);
    return table_kit_run(&table, "households");
}
