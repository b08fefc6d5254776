/*
 * policy_referrals_test.c -- customers who bring others: who is rewarded, when,
 * how often, and what takes the rewards back.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"
#include "kit/trouble_kit.h"

#define STARS                                                                                      \
    "'currencies':{'stars':{'expires':{'after':'P12M','round_up':'month'}}},"                      \
    "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}}]"
#define BOTH_SIDES "'referrer':{'stars':500},'friend':{'stars':200}"
#define REFERRALS(members) STARS ",'referrals':{" members "}"
#define LADDER(tier)                                                                               \
    STARS ",'ladders':{'status':{'counts':'stars earned','window':{'rolling':'P31D'},'tiers':["    \
          "{'id':'base','from':0},{'id':'gold','from':500}]}},'referrals':{" BOTH_SIDES            \
          "},'returns':{'tier':'" tier "'}"
#define ON(day) "'time':'" day "T10:00:00Z',"
#define ENROL(customer) "'type':'enrol','customer':'" customer "'"
#define BRINGS(referrer, friend)                                                                   \
    "'type':'referral','customer':'" friend "','referrer':'" referrer "'"
#define BUY(customer) "'type':'purchase','customer':'" customer "','lines':[{'unit_price':'50.00'}]"
#define BACK(receipt) "'type':'return','customer':'f','receipt':{'id':'" receipt "'}"
#define STANDS(stars, stage) "stars " stars " +0 -0; " stage

/* The friend buys; or buys two things, and one comes back. */
#define SOLD                                                                                       \
    {ENROL("r"), NULL}, {BRINGS("r", "f"), NULL},                                                  \
    {                                                                                              \
        BUY("f"), NULL                                                                             \
    }
#define PART_BACK                                                                                  \
    {ENROL("r"), NULL}, {BRINGS("r", "f"), NULL},                                                  \
        {"'type':'purchase','customer':'f','lines':[{'id':'a','unit_price':'50.00'},"              \
         "{'id':'b','unit_price':'10.00'}]",                                                       \
         NULL},                                                                                    \
    {                                                                                              \
        "'type':'return','customer':'f','receipt':{'id':'3'},'lines':[{'id':'a','quantity':1}]",   \
            "applied return:clawback:stars=50"                                                     \
    }

static const story stories[] = {
    {"without the setting nobody is rewarded",
     STARS,
     {{ENROL("r"), NULL}, {BRINGS("r", "f"), "no-referrals /type"}}},
    {"both are rewarded when the friend buys for the first time",
     REFERRALS(BOTH_SIDES),
     {{ENROL("r"), NULL},
      {BRINGS("r", "f"), "applied"},
      {"? r", STANDS("0", "prospect")},
      {BUY("f"),
       "applied base:earn:stars=50 referral:earn:stars=200 first purchase:stage:first-purchase"},
      {"? r", STANDS("500", "prospect")},
      {"? f", STANDS("250", "first-purchase")},
      {BUY("f"), "applied base:earn:stars=50 bought again:stage:repeat"},
      {"? r", STANDS("500", "prospect")}}},
    {"the first purchase, said so",
     REFERRALS("'on':'first-purchase'," BOTH_SIDES),
     {SOLD, {BUY("f"), NULL}, {"? r", STANDS("500", "prospect")}}},
    {"a first purchase below the minimum rewards nobody, and no later one is the first",
     REFERRALS("'minimum':'50.01'," BOTH_SIDES),
     {SOLD, {BUY("f"), NULL}, {"? r", STANDS("0", "prospect")}, {"? f", STANDS("100", "repeat")}}},
    {"a first purchase of the minimum",
     REFERRALS("'minimum':'50.00'," BOTH_SIDES),
     {SOLD, {"? r", STANDS("500", "prospect")}}},
    {"every purchase of the minimum",
     REFERRALS("'on':'every-purchase','minimum':'50.00','referrer':{'stars':500}"),
     {SOLD,
      {"'type':'purchase','customer':'f','lines':[{'unit_price':'49.99'}]", NULL},
      {"? r", STANDS("500", "prospect")},
      {BUY("f"), NULL},
      {"? r", STANDS("1000", "prospect")}}},
    {"every purchase",
     REFERRALS("'on':'every-purchase','referrer':{'stars':500}"),
     {SOLD,
      {BUY("f"), NULL},
      {"? r", STANDS("1000", "prospect")},
      {BACK("3"), NULL},
      {"? r", STANDS("500", "prospect")},
      {BACK("4"), NULL},
      {"? r", STANDS("0", "prospect")}}},
    {"at once when the friend is brought",
     REFERRALS("'on':'registration'," BOTH_SIDES),
     {{ENROL("r"), NULL},
      {BRINGS("r", "f"), "applied referral:earn:stars=200"},
      {"? r", STANDS("500", "prospect")},
      {BUY("f"), NULL},
      {BACK("4"), NULL},
      {"? r", STANDS("500", "prospect")},
      {"? f", STANDS("200", "prospect")}}},
    {"the friend alone",
     REFERRALS("'friend':{'stars':200}"),
     {SOLD, {"? r", STANDS("0", "prospect")}, {"? f", STANDS("250", "first-purchase")}}},
    {"who brings and who is brought",
     REFERRALS(BOTH_SIDES),
     {{ENROL("r"), NULL},
      {ENROL("f"), NULL},
      {BRINGS("f", "f"), "self-referral /referrer"},
      {BRINGS("nobody", "f"), "unknown-referrer /referrer"},
      {"'type':'referral','customer':'f'", "missing-referrer /referrer"},
      {BRINGS("r", "f"), NULL},
      {BRINGS("r", "f"), "already-referred /customer"},
      {BUY("g"), NULL},
      {BRINGS("r", "g"), "not-new /customer"}}},
    {"nobody brings himself by a second account",
     REFERRALS(BOTH_SIDES),
     {{ENROL("r"), NULL},
      {ENROL("f"), NULL},
      {"'type':'merge','customer':'r','to':'f'", NULL},
      {BRINGS("r", "f"), "self-referral /referrer"}}},
    {"how soon the friend must buy",
     REFERRALS("'within':'P30D'," BOTH_SIDES),
     {{ENROL("r"), NULL},
      {BRINGS("r", "f"), NULL},
      {BRINGS("r", "g"), NULL},
      {ON("2026-01-31") BUY("f"), NULL},
      {ON("2026-02-01") BUY("g"), NULL},
      {"? r", STANDS("500", "prospect")},
      {"? g", STANDS("50", "first-purchase")}}},
    {"how often somebody is rewarded in a month",
     REFERRALS("'limit':{'times':1,'per':'month'}," BOTH_SIDES),
     {{ENROL("r"), NULL},
      {BRINGS("r", "f"), NULL},
      {BRINGS("r", "g"), NULL},
      {BRINGS("r", "h"), NULL},
      {ON("2026-01-10") BUY("f"), NULL},
      {ON("2026-01-11") BUY("g"), NULL},
      {"? r", STANDS("500", "prospect")},
      {"? g", STANDS("250", "first-purchase")},
      {ON("2026-02-01") BUY("h"), NULL},
      {"? r", STANDS("1000", "prospect")}}},
    {"a reward that is revoked makes room for another",
     REFERRALS("'limit':{'times':1}," BOTH_SIDES),
     {{ENROL("r"), NULL},
      {BRINGS("r", "f"), NULL},
      {BRINGS("r", "g"), NULL},
      {ON("2026-01-10") BUY("f"), NULL},
      {ON("2026-01-11") BACK("4"), NULL},
      {"? r", STANDS("0", "prospect")},
      {ON("2027-01-11") BUY("g"), NULL},
      {"= r", "500@2028-02-01"}}},
    {"the sale comes back, and with it the rewards of both",
     REFERRALS(BOTH_SIDES),
     {SOLD,
      {BACK("3"),
       "applied return:clawback:stars=50 return:clawback:stars=200 return:stage:prospect"},
      {"? r", STANDS("0", "prospect")},
      {"? f", STANDS("0", "prospect")},
      {BUY("f"), NULL},
      {"? r", STANDS("500", "prospect")}}},
    {"they go on with the receipt of an exchange, however often",
     REFERRALS(BOTH_SIDES),
     {SOLD,
      {"'type':'exchange','customer':'f','receipt':{'id':'3'},'lines':[{'unit_price':'60.00'}]",
       NULL},
      {"? r", STANDS("500", "prospect")},
      {"? f", STANDS("260", "first-purchase")},
      {"'type':'exchange','customer':'f','receipt':{'id':'4'},'lines':[{'unit_price':'40.00'}]",
       NULL},
      {"? f", STANDS("240", "first-purchase")},
      {"'type':'return','customer':'f','receipt':{'id':'7'}", NULL},
      {"? r", STANDS("0", "prospect")},
      {"? f", STANDS("0", "prospect")}}},
    {"as long as something of the sale is left the rewards stay",
     REFERRALS("'revoke':'return'," BOTH_SIDES),
     {PART_BACK,
      {"? r", STANDS("500", "prospect")},
      {"? f", STANDS("210", "first-purchase")},
      {"'type':'void','customer':'f','receipt':{'id':'3'}", NULL},
      {"? r", STANDS("0", "prospect")},
      {"? f", STANDS("0", "prospect")}}},
    {"the rewards stay",
     REFERRALS("'revoke':'never'," BOTH_SIDES),
     {SOLD,
      {BACK("3"), NULL},
      {"? r", STANDS("500", "prospect")},
      {"? f", STANDS("200", "prospect")}}},
    {"rewards that are spent become debt",
     STARS ",'rewards':[{'id':'tea','price':{'stars':300}}],'referrals':{" BOTH_SIDES "}",
     {SOLD,
      {"'type':'redeem','customer':'r','reward':'tea'", NULL},
      {BACK("3"), NULL},
      {"? r", "stars 0 +0 -300; prospect"}}},
    {"returns that lower no tier lower no referrer's",
     LADDER("never"),
     {SOLD, {BACK("3"), NULL}, {"# r 2026-01-01T10:00:00Z", "gold 500"}}},
    {"and those that leave it to the review leave his",
     LADDER("review"),
     {SOLD,
      {BACK("3"), NULL},
      {"# r 2026-01-01T10:00:00Z", "gold 0"},
      {"# r 2026-02-01T00:00:00Z", "base 0"}}},
    {"his falls at once with the others",
     LADDER("now"),
     {SOLD, {BACK("3"), NULL}, {"# r 2026-01-01T10:00:00Z", "base 0"}}},
    {"the referrer has another id meanwhile",
     REFERRALS(BOTH_SIDES),
     {{ENROL("r"), NULL},
      {BRINGS("r", "f"), NULL},
      {"'type':'rekey','customer':'r','to':'x'", NULL},
      {BUY("f"), NULL},
      {"? x", STANDS("500", "prospect")},
      {BACK("4"), NULL},
      {"? x", STANDS("0", "prospect")}}},
    {"who was brought goes back with an undone merge",
     REFERRALS(BOTH_SIDES),
     {{ENROL("r"), NULL},
      {ENROL("b"), NULL},
      {BRINGS("r", "f"), NULL},
      {"'type':'merge','customer':'f','to':'b'", NULL},
      {"'type':'unmerge','customer':'f'", NULL},
      {BUY("b"), NULL},
      {"? r", STANDS("0", "prospect")},
      {"'id':'later'," BUY("f"), NULL},
      {"? r", STANDS("500", "prospect")}}},
    {"parts of a sale that are run again leave the rewards alone",
     STARS ",'referrals':{" BOTH_SIDES "},'returns':{'method':'re-evaluate'}",
     {PART_BACK, {"? f", STANDS("210", "first-purchase")}}},
    {"parts of a sale in proportion leave the rewards alone",
     STARS ",'referrals':{" BOTH_SIDES "},'returns':{'method':'proportion'}",
     {PART_BACK, {"? f", STANDS("210", "first-purchase")}}},
};

static void
rewards_once(void **state)
{
    const story_step start[STORY_STEPS] = {{ENROL("r"), NULL}, {BRINGS("r", "f"), NULL}};
    const story_step sold[] = {{"'id':'v','type':'visit','customer':'c'", NULL},
                               {"? r", STANDS("500", "prospect")},
                               {NULL, NULL}};
    const story_step back[] = {{"'id':'w','type':'visit','customer':'c'", NULL},
                               {"? r", STANDS("0", "prospect")},
                               {"? f", STANDS("0", "prospect")},
                               {NULL, NULL}};
    const trouble troubles[] = {{.event = "'id':'s'," BUY("f"), .then = sold},
                                {.event = BACK("s"), .then = back}};

    (void)state;
    trouble_kit_run(REFERRALS(BOTH_SIDES), start, troubles, 2);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    table_kit_test(&table, "rewards are given and taken once, whatever fails", rewards_once);
    return table_kit_run(&table, "referrals");
}
