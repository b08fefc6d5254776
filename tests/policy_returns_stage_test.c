/*
 * policy_returns_stage_test.c -- the stage, and the days of purchases, after a sale
 * came back.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define RULES "'currencies':{'stars':{}},'merges':{},'rules':[]"
#define KEEP "'currencies':{'stars':{}},'returns':{'stage':'keep'},'rules':[]"
#define ON(day) "'time':'2026-" day "T10:00:00Z',"
#define BUY(day, id)                                                                               \
    {                                                                                              \
        "'id':'" id                                                                                \
        "'," ON(day) "'type':'purchase','customer':'c','lines':[{'id':'1','unit_price':'4.00'},"   \
                     "{'id':'2','unit_price':'6.00'}]",                                            \
            NULL                                                                                   \
    }
#define BACK(day, id) ON(day) "'type':'return','customer':'c','receipt':{'id':'" id "'}"
#define PART(day, id, line)                                                                        \
    ON(day)                                                                                        \
    "'type':'return','customer':'c','receipt':{'id':'" id "'},'lines':[{'id':'" line               \
    "','quantity':1}]"
#define LIVES                                                                                      \
    "'currencies':{'stars':{'expires':{'after':'P1M','from':'activity','edge':'start-of-day'}}},"  \
    "'rewards':[{'id':'tea','price':{'stars':1}}],'rules':[]"
#define STANDS(stage) "stars 0 +0 -0; " stage

static const story stories[] = {
    {"a part that comes back changes money alone",
     RULES,
     {BUY("01-02", "s"),
      {PART("01-03", "s", "1"), "applied"},
      {"? c", STANDS("first-purchase")},
      {PART("01-04", "s", "2"), "applied return:stage:prospect"}}},
    {"restore, said so: the one before is the last again",
     RULES ",'returns':{'stage':'restore'}",
     {BUY("01-02", "s"),
      BUY("03-02", "t"),
      {"? c 2026-04-03T10:00:00Z", STANDS("repeat")},
      {BACK("03-03", "t"), "applied return:stage:first-purchase"},
      {"? c 2026-04-02T09:59:59Z", STANDS("first-purchase")},
      {"? c 2026-04-02T10:00:00Z", STANDS("at-risk")}}},
    {"keep: all stays as the sale has made it",
     KEEP,
     {BUY("01-02", "s"),
      BUY("03-02", "t"),
      {BACK("03-03", "t"), "applied"},
      {"? c 2026-05-31T09:59:59Z", STANDS("repeat")},
      {"? c 2026-05-31T10:00:00Z", STANDS("at-risk")}}},
    {"keep: a void is no other",
     KEEP,
     {BUY("01-02", "s"),
      {ON("01-03") "'type':'void','customer':'c','receipt':{'id':'s'}", "applied"},
      {"? c", STANDS("first-purchase")}}},
    {"an earlier one: those after it count from the start",
     RULES,
     {BUY("01-02", "s"),
      BUY("01-05", "t"),
      BUY("01-09", "u"),
      {BACK("01-10", "s"), "applied"},
      {"? c", STANDS("repeat")},
      {BACK("01-10", "t"), "applied return:stage:first-purchase"},
      {BACK("01-10", "u"), "applied return:stage:prospect"}}},
    {"the fifth purchase is not the fifth any more",
     RULES,
     {BUY("01-01", "1"),
      BUY("01-02", "2"),
      BUY("01-03", "3"),
      BUY("01-04", "4"),
      BUY("01-05", "5"),
      {"? c", STANDS("loyal")},
      {BACK("01-06", "2"), "applied return:stage:repeat"}}},
    {"what time would have led to is done now",
     RULES,
     {BUY("01-02", "s"),
      BUY("03-02", "t"),
      {BACK("04-03", "t"),
       "applied return:stage:first-purchase 90 days without purchase:stage:at-risk"},
      {"? c", STANDS("at-risk")}}},
    {"and is not done twice",
     "'currencies':{'stars':{}},'rules':[{'id':'r','on':'enter:at-risk','earn':{'stars':5}}]",
     {BUY("01-02", "s"),
      BUY("01-12", "t"),
      {"> 2026-04-12T10:00:00Z", NULL},
      {"? c", "stars 5 +0 -0; at-risk"},
      {BACK("04-13", "t"), "applied return:stage:first-purchase return:stage:at-risk"},
      {"? c", "stars 5 +0 -0; at-risk"}}},
    {"a sale that came late counts from its day",
     RULES,
     {BUY("01-02", "s"),
      BUY("03-02", "t"),
      BUY("01-20", "late"),
      {BACK("03-03", "t"), "applied"},
      {"? c 2026-04-20T09:59:59Z", STANDS("repeat")},
      {"? c 2026-04-20T10:00:00Z", STANDS("at-risk")},
      {BACK("03-04", "late"), "applied return:stage:first-purchase"},
      {"? c 2026-04-02T10:00:00Z", STANDS("at-risk")}}},
    {"points that it prolonged have their end again",
     LIVES,
     {BUY("01-02", "s"),
      {ON("01-03") "'type':'adjust','customer':'c','reason':'x','points':{'stars':7}", NULL},
      {"= c", "7@2026-02-02"},
      BUY("01-20", "t"),
      {"= c", "7@2026-02-20"},
      {BACK("01-22", "t"), "applied return:stage:first-purchase"},
      {"= c", "7@2026-02-02"},
      {BACK("01-23", "s"), "applied return:stage:prospect"},
      {"= c", "7@2026-02-03"}}},
    {"unless something else has prolonged them",
     LIVES,
     {BUY("01-02", "s"),
      {ON("01-03") "'type':'adjust','customer':'c','reason':'x','points':{'stars':7}", NULL},
      {ON("01-10") "'type':'redeem','customer':'c','reward':'tea'", NULL},
      BUY("01-20", "t"),
      {BACK("01-22", "t"), "applied return:stage:first-purchase"},
      {BACK("01-23", "s"), "applied return:stage:prospect"},
      {"= c", "6@2026-02-10"}}},
    {"or the program keeps what the sale has made of them",
     LIVES ",'returns':{'stage':'keep'}",
     {BUY("01-02", "s"),
      {ON("01-03") "'type':'adjust','customer':'c','reason':'x','points':{'stars':7}", NULL},
      {BACK("01-23", "s"), "applied"},
      {"= c", "7@2026-02-02"}}},
    {"and are lost where that is past",
     LIVES,
     {BUY("01-02", "s"),
      {ON("01-03") "'type':'adjust','customer':'c','reason':'x','points':{'stars':7}", NULL},
      BUY("01-20", "t"),
      {BACK("02-05", "t"), "applied return:stage:first-purchase"},
      {"? c", STANDS("first-purchase")}}},
    {"a stage that another event gave stands",
     "'currencies':{'stars':{}},'rules':[{'id':'v','on':'visit','stage':'loyal'}]",
     {BUY("01-02", "s"),
      BUY("01-05", "t"),
      {ON("01-06") "'type':'visit','customer':'c'", "applied v:stage:loyal"},
      {BACK("01-07", "t"), "applied"},
      {"? c", STANDS("loyal")},
      {"? c 2026-04-02T10:00:00Z", STANDS("at-risk")}}},
    {"one that a rule of the sale gave does not",
     "'currencies':{'stars':{}},'rules':[{'id':'p','on':'purchase','when':'customer.purchases == "
     "1','stage':'loyal'}]",
     {BUY("01-02", "s"),
      BUY("01-05", "t"),
      {"? c", STANDS("loyal")},
      {BACK("01-07", "t"), "applied return:stage:first-purchase"}}},
    {"nor did a late sale",
     "'currencies':{'stars':{}},'rules':[{'id':'p','on':'purchase','when':'customer.purchases == "
     "1','stage':'loyal'}]",
     {BUY("01-12", "s"),
      BUY("01-05", "t"),
      {"? c", STANDS("loyal")},
      {BACK("01-13", "t"), "applied return:stage:first-purchase"}}},
    {"what came from another system stands",
     RULES,
     {{ON("01-02") "'type':'import','customer':'c','opening':{'stage':{'name':'loyal'},'purchases':"
                   "{'count':9,'last':'2025-12-20T10:00:00Z'}}",
       NULL},
      BUY("01-05", "t"),
      {BACK("01-07", "t"), "applied"},
      {"? c 2026-03-20T09:59:59Z", STANDS("loyal")},
      {"? c 2026-03-20T10:00:00Z", STANDS("at-risk")}}},
    {"purchases that came with another account count, too",
     RULES,
     {BUY("01-02", "s"),
      {ON("01-03") "'type':'purchase','customer':'d','lines':[{'unit_price':'1.00'}]", NULL},
      {ON("01-04") "'type':'merge','customer':'c','to':'d'", NULL},
      {"'id':'t'," ON("01-05") "'type':'purchase','customer':'d','lines':[{'unit_price':'1.00'}]",
       NULL},
      {ON("01-06") "'type':'return','customer':'d','receipt':{'id':'t'}",
       "applied return:stage:first-purchase"},
      {ON("01-07") "'type':'return','customer':'d','receipt':{'id':'s'}", "applied"},
      {"? d", STANDS("first-purchase")},
      {ON("01-08") "'type':'return','customer':'d','receipt':{'id':'2'}",
       "applied return:stage:prospect"}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "returns_stage");
}
