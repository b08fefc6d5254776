/*
 * policy_conversions_test.c -- points that turn into vouchers or other points by
 * themselves: as soon as there are enough, instead of expiring, or when a period ends.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define AT(moment) "'time':'" moment "',"
#define ON(day) AT("2026-" day "T10:00:00Z")
#define RULES                                                                                      \
    "'stages':{'initial':'one','names':['one']},'rules':[{'id':'base','on':'purchase','earn':{"    \
    "'stars':'total / 100'}}]"
#define SHOP(stars) "'currencies':{'stars':{" stars "}},'vouchers':{'five':{}}," RULES
#define VOUCHERS(at) "'convert':{'points':100" at ",'issue':'five'}"
#define WALLET(stars)                                                                              \
    "'currencies':{'stars':{" stars "},'wallet':{'scale':2,'expires':{'after':'P5D'}}}," RULES
#define BUY(euros) "'type':'purchase','customer':'c','lines':[{'id':'a','unit_price':'" euros "'}]"
#define ENROL(customer) "'type':'enrol','customer':'" customer "'"
#define VISIT "'type':'visit','customer':'c'"

static const story stories[] = {
    {"as soon as there are enough",
     SHOP(VOUCHERS("")),
     {{ON("01-01") BUY("99"), "applied base:earn:stars=99"},
      {ON("01-02") BUY("250"),
       "applied base:earn:stars=250 convert:convert:stars=300 convert:issue:five=3"},
      {"? c", "stars 49 +0 -0; one"}}},
    {"said so, with points that mature",
     SHOP("'pending':'P2D'," VOUCHERS(",'at':'threshold'")),
     {{ON("01-01") BUY("120"), "applied base:earn:stars=120"},
      {ON("01-05") VISIT, "applied convert:convert:stars=100 convert:issue:five=1"},
      {"? c", "stars 20 +0 -0; one"}}},
    {"what turned into a voucher is owed when the sale comes back",
     SHOP(VOUCHERS("")),
     {{ON("01-01") BUY("120"), NULL},
      {ON("01-02") "'type':'return','customer':'c','receipt':{'id':'1'}",
       "applied return:clawback:stars=120"},
      {"? c", "stars 0 +0 -100; one"}}},
    {"points of a frozen account do not turn before it is free again",
     SHOP(VOUCHERS("")),
     {{ON("01-01") ENROL("c"), NULL},
      {ON("01-01") "'type':'freeze','customer':'c','reason':'x'", NULL},
      {ON("01-01") BUY("120"), "applied base:earn:stars=120"},
      {ON("01-02") "'type':'unfreeze','customer':'c','reason':'x'",
       "applied convert:convert:stars=100 convert:issue:five=1"}}},
    {"whole steps of what would expire, and nothing else",
     SHOP("'expires':{'after':'P10D'},'spend_order':'oldest'," VOUCHERS(",'at':'expiry'")),
     {{ON("01-01") BUY("130"), NULL},
      {ON("01-05") BUY("500"), NULL},
      {ON("01-12") VISIT, "applied convert:convert:stars=100 convert:issue:five=1"},
      {"? c", "stars 500 +0 -0; one"}}},
    {"what is not enough expires",
     SHOP("'expires':{'after':'P10D'}," VOUCHERS(",'at':'expiry'")),
     {{ON("01-01") BUY("99"), NULL},
      {ON("01-12") VISIT, "applied"},
      {"? c", "stars 0 +0 -0; one"}}},
    {"into money of the customer's own, each cent of it",
     WALLET("'expires':{'after':'P10D'},'convert':{'points':1,'at':'expiry','into':{'wallet':"
            "'0.01'}}"),
     {{ON("01-01") BUY("130"), NULL},
      {"> 2026-01-12T00:00:00Z", NULL},
      {"? c 2026-01-12T00:00:00Z", "stars 0 +0 -0; wallet 130 +0 -0; one"},
      {"? c 2026-01-17T00:00:00Z", "stars 0 +0 -0; wallet 130 +0 -0; one"},
      {"? c 2026-01-18T00:00:00Z", "stars 0 +0 -0; wallet 0 +0 -0; one"}}},
    {"at the end of each month, by the program's days",
     "'time_zone':'CET-1'," SHOP(VOUCHERS(",'at':'month'")),
     {{ON("01-10") BUY("130"), "applied base:earn:stars=130"},
      {"? c 2026-01-31T22:59:59Z", "stars 130 +0 -0; one"},
      {"? c 2026-01-31T23:00:00Z", "stars 30 +0 -0; one"},
      {ON("03-10") BUY("80"),
       "applied convert:convert:stars=100 convert:issue:five=1 base:earn:stars=80"},
      {"> 2026-04-02T00:00:00Z", NULL},
      {"? c", "stars 10 +0 -0; one"}}},
    {"at the end of a quarter",
     SHOP(VOUCHERS(",'at':'quarter'")),
     {{ON("01-10") BUY("130"), NULL},
      {"? c 2026-03-31T23:59:59Z", "stars 130 +0 -0; one"},
      {"? c 2026-04-01T00:00:00Z", "stars 30 +0 -0; one"}}},
    {"of half a year",
     SHOP(VOUCHERS(",'at':'half-year'")),
     {{ON("01-10") BUY("130"), NULL},
      {"? c 2026-06-30T23:59:59Z", "stars 130 +0 -0; one"},
      {"? c 2026-07-01T00:00:00Z", "stars 30 +0 -0; one"}}},
    {"of a year, with what has matured by then",
     SHOP("'pending':'P30D'," VOUCHERS(",'at':'year'")),
     {{ON("11-10") BUY("130"), NULL},
      {ON("12-10") BUY("400"), NULL},
      {"? c 2026-12-31T23:59:59Z", "stars 130 +400 -0; one"},
      {"? c 2027-01-01T00:00:00Z", "stars 30 +400 -0; one"},
      {"? c 2027-12-31T00:00:00Z", "stars 430 +0 -0; one"},
      {"? c 2028-01-01T00:00:00Z", "stars 30 +0 -0; one"}}},
    {"a purchase in the moment of the new month belongs to it",
     SHOP(VOUCHERS(",'at':'month'")),
     {{AT("2026-02-01T00:00:00Z") BUY("130"), "applied base:earn:stars=130"},
      {"? c 2026-02-28T23:59:59Z", "stars 130 +0 -0; one"},
      {"? c 2026-03-01T00:00:00Z", "stars 30 +0 -0; one"}}},
    {"nor do points of a frozen account turn with the month",
     SHOP(VOUCHERS(",'at':'month'")),
     {{ON("01-10") BUY("130"), NULL},
      {ON("01-11") "'type':'freeze','customer':'c','reason':'x'", NULL},
      {ON("02-03") "'type':'unfreeze','customer':'c','reason':'x'", "applied"},
      {"? c", "stars 130 +0 -0; one"},
      {"? c 2026-03-01T00:00:00Z", "stars 30 +0 -0; one"}}},
    {"a tier that follows the balance falls, one that counts what is earned rises",
     "'currencies':{'stars':{'convert':{'points':100,'into':{'miles':50}}},'miles':{}},'ladders':{"
     "'has':{'counts':'stars balance','tiers':[{'id':'low','from':0},{'id':'high','from':50}]},"
     "'got':{'counts':'miles "
     "earned','tiers':[{'id':'low','from':0},{'id':'high','from':50}]}}," RULES,
     {{ON("01-10") BUY("60"), "applied base:earn:stars=60 has:tier:high"},
      {ON("01-11") BUY("60"), "applied base:earn:stars=60 convert:convert:stars=100 "
                              "convert:earn:miles=50 has:tier:low got:tier:high"}}},
    {"also points that time gives",
     "'currencies':{'stars':{" VOUCHERS(
         "") "}},'vouchers':{'five':{}},'rules':[{'id':'quiet',"
             "'on':'timer','when':'customer.days_since_purchase >= 5','earn':{'stars':120}}]",
     {{ON("01-01") BUY("5"), NULL},
      {"? c 2026-01-05T23:59:59Z", "stars 0 +0 -0; first-purchase"},
      {"? c 2026-01-06T00:00:00Z", "stars 20 +0 -0; first-purchase"}}},
    {"a tier that counts what time turns points into",
     "'currencies':{'stars':{'pending':'P1D','convert':{'points':100,'into':{'miles':50}}},"
     "'miles':{}},'ladders':{'got':{'counts':'miles earned','tiers':[{'id':'low','from':0},"
     "{'id':'high','from':50}]}}," RULES,
     {{ON("01-10") BUY("100"), "applied base:earn:stars=100"},
      {"# c 2026-01-11T09:59:59Z", "low 0"},
      {"# c 2026-01-11T10:00:00Z", "high 50"}}},
    {"what a transfer brings turns, too",
     SHOP(VOUCHERS("") "") ",'transfers':{}",
     {{ON("01-10") BUY("60"), NULL},
      {ON("01-10") ENROL("d"), NULL},
      {ON("01-10") "'type':'adjust','customer':'d','points':{'stars':70},'reason':'x'", NULL},
      {ON("01-11") "'type':'transfer','customer':'d','to':'c','points':{'stars':70}", NULL},
      {"? c", "stars 30 +0 -0; one"}}},
    {"points of a pool are those of the household",
     SHOP(VOUCHERS("")) ",'households':{'kind':'pool'}",
     {{ON("01-10") ENROL("c"), NULL},
      {ON("01-10") "'type':'household','customer':'c','household':'h','action':'create'", NULL},
      {ON("01-11") BUY("130"), NULL},
      {"? h", "stars 30 +0 -0; one"}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "policy_conversions");
}
