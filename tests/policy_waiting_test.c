/*
 * policy_waiting_test.c -- points that wait otherwise than others of their currency:
 * those of some customers, and those of a rule; and ladders that count points when
 * they mature, whoever gave them.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define AT(day) "'time':'2026-03-" day "T10:00:00Z',"
#define BUY(customer)                                                                              \
    "'type':'purchase','customer':'" customer "','lines':[{'id':'a','unit_price':'6.00'},"         \
    "{'id':'b','unit_price':'3.00'}]"
#define BACK(sale) "'type':'return','customer':'c','receipt':{'id':'" sale "'}"
#define STANDS(customer, day, stars)                                                               \
    {                                                                                              \
        "? " customer " 2026-03-" day "T10:00:00Z", "stars " stars "; first-purchase"              \
    }
#define LADDER                                                                                     \
    "'ladders':{'l':{'counts':'stars earned','when':'matured','tiers':[{'id':'low','from':0},"     \
    "{'id':'high','from':9}]}}"

#define CASES(pending)                                                                             \
    "'attributes':{'customer':{'staff':'boolean','risk':'integer'}},'currencies':{'stars':{"       \
    "'pending':{" pending ",'cases':[{'when':'customer.attributes.staff','after':'P0D'},"          \
    "{'when':'customer.attributes.risk > 5','after':'P20D'}]}}},'rules':[{'id':'base',"            \
    "'on':'purchase','earn':{'stars':'spend(lines).per(100)'}}]"
#define PROFILE(attributes) "'type':'profile','customer':'c','attributes':{" attributes "}"
#define RULES                                                                                      \
    "{'id':'base','on':'purchase','earn':{'stars':'spend(lines).per(100)'}},"                      \
    "{'id':'hotel','on':'purchase','pending':'P7D','earn':{'stars':2}},"                           \
    "{'id':'gift','on':'purchase','pending':'P0D','earn':{'stars':1}}"
#define WAITS(pending) "'currencies':{'stars':{" pending "}},'rules':[" RULES "]"

static const story stories[] = {
    {"nobody is a case",
     CASES("'after':'P14D'"),
     {{AT("01") BUY("c"), NULL},
      STANDS("c", "15", "9 +0 -0"),
      {AT("01") PROFILE("'risk':5"), NULL}}},
    {"who is trusted does not wait",
     CASES("'after':'P14D'"),
     {{AT("01") PROFILE("'staff':true,'risk':9"), NULL},
      {AT("01") BUY("c"), NULL},
      STANDS("c", "01", "9 +0 -0")}},
    {"who is not waits longer, from then on",
     CASES("'after':'P14D'"),
     {{AT("01") BUY("c"), NULL},
      {AT("01") PROFILE("'risk':6"), NULL},
      {AT("01") BUY("c"), NULL},
      {"? c 2026-03-15T10:00:00Z", "stars 9 +9 -0; repeat"},
      {"? c 2026-03-21T09:59:59Z", "stars 9 +9 -0; repeat"},
      {"? c 2026-03-21T10:00:00Z", "stars 18 +0 -0; repeat"}}},
    {"or a time instead of an event",
     CASES("'until':'activate'"),
     {{AT("01") PROFILE("'risk':6"), NULL},
      {AT("01") BUY("c"), NULL},
      STANDS("c", "20", "0 +9 -0"),
      STANDS("c", "21", "9 +0 -0")}},
    {"what comes back is what waits",
     CASES("'after':'P14D'"),
     {{AT("01") PROFILE("'risk':6"), NULL},
      {AT("01") BUY("c"), NULL},
      {AT("02") "'type':'return','customer':'c','receipt':{'id':'2'},"
                "'lines':[{'id':'a','quantity':1}]",
       "applied return:clawback:stars=6"},
      STANDS("c", "20", "0 +3 -0"),
      STANDS("c", "21", "3 +0 -0")}},
    {"points that are given by hand wait for nobody",
     CASES("'after':'P14D'"),
     {{AT("01") PROFILE("'risk':6"), NULL},
      {AT("01") "'type':'adjust','customer':'c','points':{'stars':4},'reason':'x'", NULL},
      {"? c 2026-03-01T10:00:00Z", "stars 4 +0 -0; prospect"}}},
    {"each rule by itself",
     WAITS("'pending':'P14D'"),
     {{AT("01") BUY("c"), NULL},
      STANDS("c", "01", "1 +11 -0"),
      STANDS("c", "08", "3 +9 -0"),
      STANDS("c", "15", "12 +0 -0")}},
    {"also where the others do not wait",
     WAITS(""),
     {{AT("01") BUY("c"), NULL}, STANDS("c", "01", "10 +2 -0"), STANDS("c", "08", "12 +0 -0")}},
    {"all comes back that the rules gave",
     WAITS("'pending':'P14D'"),
     {{AT("01") BUY("c"), NULL},
      {AT("09") BACK("1"), "applied return:clawback:stars=2 return:clawback:stars=1 "
                           "return:clawback:stars=9 return:stage:prospect"},
      {"? c 2026-03-20T10:00:00Z", "stars 0 +0 -0; prospect"}}},
    {"the rule's time is before the customer's",
     "'currencies':{'stars':{'pending':{'after':'P14D','cases':[{'when':'true','after':'P20D'}]}}},"
     "'rules':[" RULES "]",
     {{AT("01") BUY("c"), NULL},
      STANDS("c", "01", "1 +11 -0"),
      STANDS("c", "08", "3 +9 -0"),
      STANDS("c", "21", "12 +0 -0")}},
    {"an event activates what waits for it and what waits for a time",
     "'currencies':{'stars':{'pending':{'after':'P14D','or':'activate'}}},'rules':[{'id':'base',"
     "'on':'purchase','pending':{'until':'activate'},'earn':{'stars':5}},{'id':'hotel',"
     "'on':'purchase','pending':'P7D','earn':{'stars':2}}]",
     {{AT("01") BUY("c"), NULL},
      STANDS("c", "31", "2 +5 -0"),
      {AT("02") "'type':'activate','customer':'c','receipt':{'id':'1'}",
       "applied activate:activate:stars=7"},
      STANDS("c", "02", "7 +0 -0")}},
    {"a wait and an end of the rule's own",
     "'currencies':{'stars':{'expires':{'after':'P1Y'}}},'rules':[{'id':'base','on':'purchase',"
     "'pending':'P2D','expires':'P5D','earn':{'stars':5}}]",
     {{AT("01") BUY("c"), NULL},
      STANDS("c", "02", "0 +5 -0"),
      STANDS("c", "03", "5 +0 -0"),
      {"= c", "5@2026-03-07"},
      STANDS("c", "07", "0 +0 -0")}},
    {"the life of points begins when these mature",
     "'currencies':{'stars':{'expires':{'after':'P5D','from':'matured'}}},'rules':[{'id':'base',"
     "'on':'purchase','pending':'P2D','earn':{'stars':5}}]",
     {{AT("01") BUY("c"), NULL}, {"= c", "5@2026-03-09"}}},
    {"a ladder counts what matures, once",
     "'currencies':{'stars':{'pending':'P14D'}}," LADDER ",'rules':[{'id':'base','on':'purchase',"
     "'expires':'P60D','earn':{'stars':5}},{'id':'gift','on':'purchase','pending':'P0D',"
     "'earn':{'stars':1}}]",
     {{AT("01") BUY("c"), NULL},
      {"# c 2026-03-01T10:00:00Z", "low 1"},
      {"# c 2026-03-15T10:00:00Z", "low 6"},
      {AT("16") BACK("1"), NULL},
      {"# c 2026-03-16T10:00:00Z", "low 0"}}},
    {"also what a referral gives, and takes back",
     "'currencies':{'stars':{}}," LADDER ",'rules':[],'referrals':{'referrer':{'stars':9},"
     "'friend':{'stars':4}}",
     {{AT("01") "'type':'enrol','customer':'r'", NULL},
      {AT("01") "'type':'referral','customer':'c','referrer':'r'", NULL},
      {AT("02") BUY("c"), NULL},
      {"# c 2026-03-02T10:00:00Z", "low 4"},
      {"# r 2026-03-02T10:00:00Z", "high 9"},
      {AT("03") BACK("3"), NULL},
      {"# c 2026-03-03T10:00:00Z", "low 0"},
      {"# r 2026-03-03T10:00:00Z", "low 0"}}},
    {"and not before it matures",
     "'currencies':{'stars':{'pending':'P2D'}}," LADDER ",'rules':[],'referrals':{'referrer':"
     "{'stars':9}}",
     {{AT("01") "'type':'enrol','customer':'r'", NULL},
      {AT("01") "'type':'referral','customer':'c','referrer':'r'", NULL},
      {AT("02") BUY("c"), NULL},
      {"# r 2026-03-02T10:00:00Z", "low 0"},
      {"# r 2026-03-04T10:00:00Z", "high 9"}}},
    {"a referral asks whose points do not expire and who does not wait",
     "'attributes':{'customer':{'staff':'boolean'}},'currencies':{'stars':{'pending':{'after':"
     "'P14D','cases':[{'when':'customer.attributes.staff','after':'P0D'}]},'expires':{'after':"
     "'P1M','exempt':'customer.attributes.staff'}}},'rules':[],'referrals':{'referrer':{'stars':9},"
     "'friend':{'stars':4}}",
     {{AT("01") "'type':'enrol','customer':'r','attributes':{'staff':true}", NULL},
      {AT("01") "'type':'referral','customer':'c','referrer':'r'", NULL},
      {AT("02") BUY("c"), NULL},
      {"? r 2026-03-02T10:00:00Z", "stars 9 +0 -0; prospect"},
      {"= r", "9@never"},
      {"? c 2026-03-02T10:00:00Z", "stars 0 +4 -0; first-purchase"}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "policy_waiting");
}
