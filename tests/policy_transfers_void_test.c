/*
 * policy_transfers_void_test.c -- a transfer that is undone by a void: what was sent
 * comes back from the receiver to the lots that it left, as far as the floor of the
 * currency lets it, once whatever fails; the fee comes back, and what was used of
 * the limits is free again.
 */
#include "kit/table_kit.h"
#include "kit/trouble_kit.h"

#define SHOP_OF(currency, more)                                                                    \
    "'currencies':{'stars':{'expires':{'after':'P12M','round_up':'month'}" currency                \
    "},'miles':{}},'rewards':[{'id':'tea','price':{'stars':60}}],'rules':["                        \
    "{'id':'base','on':'purchase','earn':{'stars':'total / 100','miles':1}}],"                     \
    "'stages':{'initial':'s','names':['s'],'transitions':[]}" more
#define SHOP SHOP_OF("", ",'transfers':{}")
#define AT(day) ",'time':'" day "T10:00:00Z'"
#define ON(day) "'time':'" day "T10:00:00Z',"
#define BUY(customer, price)                                                                       \
    "'type':'purchase','customer':'" customer "','lines':[{'unit_price':'" price "'}]"
#define SEND_FROM(from, id, to, points)                                                            \
    "'id':'" id "','type':'transfer','customer':'" from "','to':'" to                              \
    "','points':{'stars':" points "}"
#define SEND(id, points) SEND_FROM("a", id, "b", points)
#define UNDO(id) "'type':'void','customer':'a','receipt':{'id':'" id "'}"
#define TEA(customer) "'type':'redeem','customer':'" customer "','reward':'tea'"
#define HOUSE(customer, action)                                                                    \
    "'type':'household','customer':'" customer "','action':'" action "','household':'home'"
#define LEAVES(customer) "'type':'household','customer':'" customer "','action':'leave'"
/* a: 50 until February and 50 until March; b: nothing. */
#define STARS                                                                                      \
    {ON("2025-01-10") BUY("a", "50.00"), NULL}, {ON("2025-02-10") BUY("a", "50.00"), NULL},        \
    {                                                                                              \
        "'type':'enrol','customer':'b'", NULL                                                      \
    }
#define STANDS(customer, figures) "? " customer, "stars " figures "; miles 0 +0 -0; s"

static const story rows[] = {
    {"points come back to their lots",
     SHOP,
     {STARS,
      {SEND("x", "70"), NULL},
      {UNDO("x"), "applied void:recall:stars=20 void:recall:stars=50"},
      {"= a", "50@2026-02-01 50@2026-03-01 2@never"},
      {"= b", ""},
      {UNDO("x"), "return-too-much /receipt"}}},
    {"once, wherever the answer goes",
     SHOP,
     {STARS,
      {SEND("x", "70"), NULL},
      {"'id':'v'," UNDO("x"), NULL},
      {"'id':'v'," UNDO("x"), NULL},
      {"? a", "stars 100 +0 -0; miles 2 +0 -0; s"},
      {STANDS("b", "0 +0 -0")}}},
    {"several currencies at once",
     SHOP,
     {STARS,
      {"'id':'x','type':'transfer','customer':'a','to':'b','points':{'stars':60,'miles':2}", NULL},
      {"? b", "stars 60 +0 -0; miles 2 +0 -0; s"},
      {UNDO("x"), "applied void:recall:miles=2 void:recall:stars=10 void:recall:stars=50"},
      {"= a", "50@2026-02-01 50@2026-03-01 2@never"},
      {STANDS("b", "0 +0 -0")}}},
    {"also from lots that had got a new end",
     SHOP_OF("", ",'transfers':{'expiry':'new'}"),
     {STARS,
      {ON("2025-06-01") BUY("b", "10.00"), NULL},
      {SEND("x", "70") AT("2025-06-02"), NULL},
      {ON("2025-07-02") BUY("b", "10.00"), NULL},
      {ON("2025-07-03") UNDO("x"), NULL},
      {"= a", "50@2026-02-01 50@2026-03-01 2@never"},
      {"= b", "10@2026-07-01 10@2026-08-01 2@never"}}},
    {"what has lapsed meanwhile lapses",
     SHOP,
     {STARS,
      {SEND("x", "70"), NULL},
      {ON("2026-02-10") UNDO("x"), NULL},
      {"= a", "50@2026-03-01 2@never"},
      {STANDS("b", "0 +0 -50")}}},
    {"points that are spent are owed",
     SHOP,
     {STARS,
      {SEND("x", "70"), NULL},
      {TEA("b"), NULL},
      {UNDO("x"), NULL},
      {"= a", "50@2026-02-01 50@2026-03-01 2@never"},
      {STANDS("b", "0 +0 -60")}}},
    {"also points that are held",
     SHOP,
     {STARS,
      {SEND("x", "70"), NULL},
      {"'id':'h','type':'hold','customer':'b','points':{'stars':70}", NULL},
      {UNDO("x"), NULL},
      {"'type':'release','customer':'b','receipt':{'id':'h'}", NULL},
      {STANDS("b", "0 +0 -0")},
      {"= a", "50@2026-02-01 50@2026-03-01 2@never"}}},
    {"or are written off, and do not come back: what went last comes first",
     SHOP_OF(",'floor':'zero'", ",'transfers':{}"),
     {STARS,
      {SEND("x", "70"), NULL},
      {TEA("b"), NULL},
      {UNDO("x"), NULL},
      {"= a", "40@2026-03-01 2@never"},
      {STANDS("b", "0 +0 -0")}}},
    {"no money is paid back that could be kept for them",
     SHOP_OF(",'floor':'refund','payment':{'step':1,'value':'0.01'}", ",'transfers':{}"),
     {STARS,
      {SEND("x", "70"), NULL},
      {TEA("b"), NULL},
      {UNDO("x"), NULL},
      {"= a", "40@2026-03-01 2@never"},
      {STANDS("b", "0 +0 -0")}}},
    {"other points than those that came are left, but for pending ones",
     SHOP_OF(",'floor':'pending','pending':'P2D'", ",'transfers':{}"),
     {{ON("2025-01-10") BUY("a", "100.00"), NULL},
      {ON("2025-01-10") BUY("b", "20.00"), NULL},
      {SEND("x", "70") AT("2025-02-01"), NULL},
      {ON("2025-02-02") TEA("b"), NULL},
      {ON("2025-02-02") BUY("b", "10.00"), NULL},
      {ON("2025-02-02") UNDO("x"), NULL},
      {"? a 2025-02-02T10:00:00Z", "stars 70 +0 -0; miles 1 +0 -0; s"},
      {"? b 2025-02-02T10:00:00Z", "stars 0 +0 -0; miles 2 +0 -0; s"}}},
    {"the fee comes back",
     SHOP_OF("", ",'transfers':{'fee':{'stars':20}}"),
     {STARS,
      {SEND("x", "70"), NULL},
      {"= a", "10@2026-03-01 2@never"},
      {UNDO("x"), "applied void:recall:stars=20 void:recall:stars=50 void:restore:stars=20"},
      {"= a", "50@2026-02-01 50@2026-03-01 2@never"}}},
    {"what an account may send is free again",
     SHOP_OF("", ",'transfers':{'most_out':{'stars':40},'per':'month'}"),
     {STARS,
      {SEND("x", "40"), NULL},
      {SEND("y", "1"), "over-limit /points"},
      {UNDO("x"), NULL},
      {SEND("z", "40"), NULL},
      {ON("2026-02-01") UNDO("z"), NULL},
      {SEND("w", "40") AT("2026-02-02"), NULL},
      {SEND("v", "1") AT("2026-02-02"), "over-limit /points"}}},
    {"and what one may receive",
     SHOP_OF("", ",'transfers':{'most_in':{'stars':50},'per':'month'}"),
     {STARS,
      {SEND("x", "50"), NULL},
      {SEND("y", "1"), "over-limit /to"},
      {UNDO("x"), NULL},
      {SEND("z", "50"), NULL}}},
    {"what rules gave for it goes",
     "'currencies':{'stars':{},'miles':{}},'transfers':{},'rules':["
     "{'id':'base','on':'purchase','earn':{'stars':'total / 100'}},"
     "{'id':'kind','on':'transfer','earn':{'miles':3}}],"
     "'stages':{'initial':'s','names':['s'],'transitions':[]}",
     {{BUY("a", "50.00"), NULL},
      {"'type':'enrol','customer':'b'", NULL},
      {SEND("x", "20"), NULL},
      {"? a", "stars 30 +0 -0; miles 3 +0 -0; s"},
      {UNDO("x"), "applied void:clawback:miles=3 void:recall:stars=20"},
      {"? a", "stars 50 +0 -0; miles 0 +0 -0; s"}}},
    {"by the sender's void alone",
     SHOP,
     {STARS,
      {SEND("x", "70"), NULL},
      {"'type':'return','customer':'a','receipt':{'id':'x'}", "no-sale /receipt"},
      {"'type':'void','customer':'b','receipt':{'id':'x'}", "wrong-customer /customer"}}},
    {"a frozen account gives back",
     SHOP,
     {STARS,
      {SEND("x", "70"), NULL},
      {"'type':'freeze','customer':'b','reason':'fraud'", NULL},
      {"'type':'freeze','customer':'a','reason':'fraud'", NULL},
      {UNDO("x"), NULL},
      {"= a", "50@2026-02-01 50@2026-03-01 2@never"},
      {STANDS("b", "0 +0 -0")}}},
    {"one who is forgotten gives nothing back",
     SHOP_OF("", ",'transfers':{},'erasure':{'points':'keep'}"),
     {STARS,
      {SEND("x", "70"), NULL},
      {"'type':'erase','customer':'b'", NULL},
      {UNDO("x"), NULL},
      {"= a", "30@2026-03-01 2@never"},
      {STANDS("b", "70 +0 -0")}}},
    {"of an account that went into another since",
     SHOP,
     {STARS,
      {"'type':'enrol','customer':'c'", NULL},
      {"'type':'enrol','customer':'d'", NULL},
      {SEND("x", "70"), NULL},
      {"'type':'merge','customer':'b','to':'c'", NULL},
      {"'type':'merge','customer':'a','to':'d'", NULL},
      {UNDO("x"), NULL},
      {"= d", "50@2026-02-01 50@2026-03-01 2@never"},
      {STANDS("c", "0 +0 -0")}}},
    {"what a pool got it gives back, whoever has left it",
     SHOP_OF("", ",'transfers':{},'households':{'kind':'pool','leave':'keep'}"),
     {STARS,
      {HOUSE("b", "create"), NULL},
      {"'type':'enrol','customer':'c'", NULL},
      {HOUSE("c", "join"), NULL},
      {SEND("x", "70"), NULL},
      {STANDS("home", "70 +0 -0")},
      {LEAVES("b"), NULL},
      {UNDO("x"), NULL},
      {STANDS("home", "0 +0 -0")},
      {STANDS("b", "0 +0 -0")},
      {"= a", "50@2026-02-01 50@2026-03-01 2@never"}}},
    {"what a member sent from the pool goes back to it",
     SHOP_OF("", ",'transfers':{'fee':{'stars':1}},'households':{'kind':'pool'}"),
     {STARS,
      {HOUSE("a", "create"), NULL},
      {SEND("x", "70"), NULL},
      {STANDS("b", "70 +0 -0")},
      {UNDO("x"), NULL},
      {"= home", "50@2026-02-01 50@2026-03-01 2@never"}}},
    {"and what he sent before he came, with him",
     SHOP_OF("", ",'transfers':{'fee':{'stars':1}},'households':{'kind':'pool'}"),
     {STARS,
      {SEND("x", "70"), NULL},
      {HOUSE("a", "create"), NULL},
      {UNDO("x"), NULL},
      {"= home", "50@2026-02-01 50@2026-03-01 2@never"},
      {STANDS("a", "0 +0 -0")}}},
    {"a void that comes before its transfer waits for it",
     SHOP_OF("", ",'transfers':{'fee':{'stars':1}},'returns':{'unknown':'park'}"),
     {STARS,
      {UNDO("x"), NULL},
      {SEND("x", "70"), NULL},
      {"= a", "50@2026-02-01 50@2026-03-01 2@never"},
      {STANDS("b", "0 +0 -0")}}},
    {"where late events take their place it does not",
     SHOP_OF("", ",'transfers':{},'late':{'events':'re-evaluate','within':'P30D'}"),
     {STARS,
      {SEND("x", "70"), NULL},
      {ON("2026-01-03") BUY("a", "1.00"), NULL},
      {ON("2026-01-02") UNDO("x"), "applied void:recall:stars=20 void:recall:stars=50"},
      {"= a", "50@2026-02-01 50@2026-03-01 1@2027-02-01 3@never"}}},
};

/* ---- Whatever fails on the way ---- */

#define SHOP_OF_FEES                                                                               \
    SHOP_OF("", ",'transfers':{'fee':{'stars':1},'most_in':{'stars':90},'per':'year'}")

static void
comes_back_once(void **state)
{
    const story_step start[STORY_STEPS] = {STARS, {SEND("x", "70"), NULL}, {TEA("b"), NULL}};
    const story_step then[STORY_STEPS] = {{"'id':'w','type':'visit','customer':'a'", NULL},
                                          {"= a", "50@2026-02-01 50@2026-03-01 2@never"},
                                          {STANDS("b", "0 +0 -60")},
                                          {UNDO("x"), "return-too-much /receipt"}};
    const trouble undone = {"'id':'v'," UNDO("x"), then, NULL, NULL};

    (void)state;
    trouble_kit_run(SHOP_OF_FEES, start, &undone, 1);
}

/* Two tills send so much that one finds no room: what comes back is not asked for,
 * and the fee comes with it. */
static void
declined_is_said(void **state)
{
    const story_step start[STORY_STEPS] = {STARS};
    const story_step buys[STORY_STEPS] = {{"'id':'50'," BUY("c", "100.00"), NULL}};
    const story_step sends[STORY_STEPS] = {{SEND_FROM("c", "y", "b", "90"), NULL}};
    const story_step ends[STORY_STEPS] = {{"'id':'w','type':'visit','customer':'b'", NULL},
                                          {"= a", "50@2026-02-01 50@2026-03-01 2@never"},
                                          {STANDS("b", "90 +0 -0")},
                                          {UNDO("x"), "transfer-declined /receipt"}};
    char program[2048];
    engine_kit kit, other;
    fault_kit fault;
    loy_store *inner;

    (void)state;
    trouble_kit_open(&kit, &fault, &inner, SHOP_OF_FEES, start);
    story_kit_program(SHOP_OF_FEES, program, sizeof(program));
    engine_kit_open_over(&other, program, inner);
    story_kit_steps(&other, buys);
    trouble_kit_strand(&kit, &fault, SEND("x", "70"));
    story_kit_steps(&other, sends);
    story_kit_steps(&kit, ends);
    engine_kit_close(&other);
    engine_kit_close(&kit);
    loy_store_close(inner);
}

/* It is undone while it is on its way: both arrive, one after the other. */
static void
undone_on_its_way(void **state)
{
    const story_step start[STORY_STEPS] = {STARS};
    const story_step ends[STORY_STEPS] = {{"'id':'v'," UNDO("x"), NULL},
                                          {"'id':'w','type':'visit','customer':'b'", NULL},
                                          {"= a", "50@2026-02-01 50@2026-03-01 2@never"},
                                          {STANDS("b", "0 +0 -0")}};
    engine_kit kit;
    fault_kit fault;
    loy_store *inner;

    (void)state;
    trouble_kit_open(&kit, &fault, &inner, SHOP_OF_FEES, start);
    trouble_kit_strand(&kit, &fault, SEND("x", "70"));
    story_kit_steps(&kit, ends);
    engine_kit_close(&kit);
    loy_store_close(inner);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, rows);
    table_kit_test(&table, "it comes back once, whatever fails", comes_back_once);
    table_kit_test(&table, "a transfer that was declined says so", declined_is_said);
    table_kit_test(&table, "a transfer is undone on its way", undone_on_its_way);
    return table_kit_run(&table, "transfers undone");
}
