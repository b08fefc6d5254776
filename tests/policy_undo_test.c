/*
 * policy_undo_test.c -- a redemption that is undone: points go back to the lots
 * they came from, vouchers can be used again, and what followed from it goes.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define SHOP(more)                                                                                 \
    "'currencies':{'stars':{'expires':{'after':'P12M','round_up':'month'" more "}}},'counters':"   \
    "{'teas':{}},'rewards':[{'id':'tea','price':{'stars':60},'limit':{'customer':1}},"             \
    "{'id':'card','price':{'stars':20},'give':{'voucher':'gift'}},{'id':'cup','price':{'stars':"   \
    "10},'limit':{'customer':1,'freed':false}}],"                                                  \
    "'vouchers':{'gift':{'reward':'cup','expires':'P30D'}},'rules':["                              \
    "{'id':'base','on':'purchase','earn':{'stars':'total / 100'}},"                                \
    "{'id':'again','on':'redeem','when':'customer.visits > 2','earn':{'stars':5},'count':"         \
    "{'teas':1}},{'id':'hello','on':'visit','issue':'gift'}],"                                     \
    "'stages':{'initial':'s','names':['s'],'transitions':[]}"
#define ON(day) "'time':'" day "T10:00:00Z',"
#define BUY(price) "'type':'purchase','customer':'a','lines':[{'unit_price':'" price "'}]"
#define REDEEM(reward) "'type':'redeem','customer':'a','reward':'" reward "'"
#define USE "'type':'redeem','customer':'a','voucher':'gift'"
#define UNDO(type, id) "'type':'" type "','customer':'a','receipt':{'id':'" id "'}"
#define THANKS                                                                                     \
    "'currencies':{'stars':{}},'rewards':[{'id':'tea','price':{'stars':60}}],'vouchers':{"         \
    "'gift':{'expires':'P30D'}},'rules':[{'id':'base','on':'purchase','earn':{'stars':"            \
    "'total / 100'}},{'id':'thanks','on':'redeem','limit':{'customer':1},'issue':'gift'}],"        \
    "'stages':{'initial':'s','names':['s'],'transitions':[]}"
/* 50 stars until February, 50 until March. */
#define STARS                                                                                      \
    {ON("2025-01-10") BUY("50.00"), NULL},                                                         \
    {                                                                                              \
        ON("2025-02-10") BUY("50.00"), NULL                                                        \
    }

static const story rows[] = {
    {"points go back to their lots, and the reward may be bought again",
     SHOP(""),
     {STARS,
      {"'id':'r'," REDEEM("tea"), NULL},
      {"= a", "40@2026-03-01"},
      {REDEEM("tea"), "usage-limit-reached /reward"},
      {UNDO("void", "r"), "applied void:restore:stars=10 void:restore:stars=50"},
      {"= a", "50@2026-02-01 50@2026-03-01"},
      {UNDO("void", "r"), "return-too-much /receipt"},
      {REDEEM("tea"), NULL}}},
    {"once, wherever the answer goes",
     SHOP(""),
     {STARS,
      {"'id':'r'," REDEEM("tea"), NULL},
      {"'id':'v'," UNDO("void", "r"), NULL},
      {"'id':'v'," UNDO("void", "r"), NULL},
      {"? a", "stars 100 +0 -0; s"}}},
    {"a use that is not given back stays",
     SHOP(""),
     {STARS,
      {"'id':'r'," REDEEM("cup"), NULL},
      {UNDO("void", "r"), NULL},
      {REDEEM("cup"), "usage-limit-reached /reward"}}},
    {"what rules gave for it goes",
     SHOP(""),
     {STARS,
      {"'type':'visit','customer':'a'", NULL},
      {"'id':'r'," REDEEM("tea"),
       "applied tea:reward:tea=60 again:earn:stars=5 again:count:teas=1"},
      {UNDO("void", "r"), "applied void:clawback:stars=5 void:count:teas=-1 "
                          "void:restore:stars=10 void:restore:stars=50"},
      {"? a", "stars 100 +0 -0; s"}}},
    {"a voucher can be used again until its end",
     SHOP(""),
     {{"'type':'visit','customer':'a'", NULL},
      {"'id':'r'," USE, NULL},
      {USE, "no-voucher /voucher"},
      {UNDO("void", "r"), NULL},
      {ON("2026-01-30") USE, NULL}}},
    {"and not beyond it",
     SHOP(""),
     {{"'type':'visit','customer':'a'", NULL},
      {"'id':'r'," USE, NULL},
      {ON("2026-02-05") UNDO("void", "r"), NULL},
      {ON("2026-02-05") USE, "no-voucher /voucher"}}},
    {"a voucher that was bought goes back for its points",
     SHOP(""),
     {STARS,
      {"'id':'r'," REDEEM("card"), "applied card:reward:card=20 card:issue:gift=1"},
      {UNDO("void", "r"), "applied void:void:gift=1 void:restore:stars=20"},
      {USE, "no-voucher /voucher"},
      {"? a", "stars 100 +0 -0; s"}}},
    {"but not once it is used, or has lapsed",
     SHOP(""),
     {STARS,
      {"'id':'r'," REDEEM("card"), NULL},
      {"'id':'q'," REDEEM("card"), NULL},
      {USE, NULL},
      {USE, NULL},
      {UNDO("void", "r"), "no-voucher /receipt"},
      {ON("2026-02-05") "'type':'visit','customer':'a'", NULL},
      {ON("2026-02-05") UNDO("void", "q"), "no-voucher /receipt"}}},
    {"what rules issued for it goes where it is unused",
     THANKS,
     {STARS,
      {"'id':'r'," REDEEM("tea"), "applied tea:reward:tea=60 thanks:issue:gift=1"},
      {UNDO("void", "r"), "applied void:void:gift=1 void:restore:stars=60"},
      {USE, "no-voucher /voucher"}}},
    {"and is in nobody's way where it is used",
     THANKS,
     {STARS,
      {"'id':'r'," REDEEM("tea"), NULL},
      {USE, NULL},
      {UNDO("void", "r"), "applied void:void:gift=0/1 void:restore:stars=60"}}},
    {"or has lapsed",
     THANKS,
     {STARS,
      {"'id':'r'," REDEEM("tea"), NULL},
      {ON("2026-02-05") UNDO("void", "r"), "applied void:restore:stars=60"}}},
    {"what was captured",
     SHOP(""),
     {STARS,
      {"'id':'h','type':'hold','customer':'a','points':{'stars':70}", NULL},
      {"'id':'c','type':'capture','customer':'a','receipt':{'id':'h'},'points':{'stars':60}", NULL},
      {"= a", "40@2026-03-01"},
      {UNDO("void", "c"), NULL},
      {"= a", "50@2026-02-01 50@2026-03-01"},
      {UNDO("void", "h"), "unknown-receipt /receipt"}}},
    {"points whose end has passed lapse",
     SHOP(""),
     {STARS,
      {"'id':'r'," ON("2026-01-20") REDEEM("tea"), NULL},
      {ON("2026-02-20") UNDO("void", "r"), NULL},
      {"= a", "50@2026-03-01"}}},
    {"or live on as the program says",
     SHOP(",'lapsed':{'grace':'P10D'}"),
     {STARS,
      {"'id':'r'," ON("2026-01-20") REDEEM("tea"), NULL},
      {ON("2026-02-20") UNDO("void", "r"), NULL},
      {"= a", "50@2026-03-01 50@2026-04-01"}}},
    {"with the end of their lots, said so",
     SHOP(",'restored':'lot'"),
     {STARS,
      {"'id':'r'," ON("2026-01-20") REDEEM("tea"), NULL},
      {ON("2026-01-21") UNDO("void", "r"), NULL},
      {"= a", "50@2026-02-01 50@2026-03-01"}}},
    {"or as if they were earned when they come back",
     SHOP(",'restored':'new'"),
     {STARS,
      {"'id':'r'," ON("2026-01-20") REDEEM("tea"), NULL},
      {ON("2026-01-21") UNDO("void", "r"), "applied void:restore:stars=10 void:restore:stars=50"},
      {"= a", "40@2026-03-01 60@2027-02-01"}}},
    {"also after their end",
     SHOP(",'restored':'new'"),
     {STARS,
      {"'id':'r'," ON("2026-01-20") REDEEM("tea"), NULL},
      {ON("2026-02-20") UNDO("void", "r"), NULL},
      {"= a", "40@2026-03-01 60@2027-03-01"}}},
    {"in a household each gets back what he gave",
     SHOP("") ",'households':{'kind':'view'}",
     {STARS,
      {ON("2026-01-01") "'type':'import','customer':'b','opening':{'points':[{'currency':'stars',"
                        "'points':100}]}",
       NULL},
      {"'type':'household','customer':'a','action':'create','household':'home'", NULL},
      {"'type':'household','customer':'b','action':'join','household':'home'", NULL},
      {"'id':'r'," REDEEM("tea"), NULL},
      {"? b", "stars 70 +0 -0; s"},
      {UNDO("void", "r"), NULL},
      {"? b", "stars 100 +0 -0; s"},
      {"= a", "50@2026-02-01 50@2026-03-01"}}},
    {"only a void undoes it, and only the customer's own",
     SHOP("") ",'returns':{'unknown':'park'}",
     {STARS,
      {"'id':'r'," REDEEM("tea"), NULL},
      {UNDO("return", "r"), "no-sale /receipt"},
      {"'type':'visit','customer':'b'", NULL},
      {"'type':'void','customer':'b','receipt':{'id':'r'}", "wrong-customer /customer"}}},
    {"a void that comes first waits for it",
     SHOP("") ",'returns':{'unknown':'park'}",
     {STARS,
      {UNDO("void", "r"), NULL},
      {"'id':'r'," REDEEM("tea"), NULL},
      {"= a", "50@2026-02-01 50@2026-03-01"}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, rows);
    return table_kit_run(&table, "undo");
}
