/*
 * policy_privacy_test.c -- customers who ask to be forgotten, and events that
 * come late.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define SHOP                                                                                       \
    "'attributes':{'customer':{'plan':'text'}},"                                                   \
    "'currencies':{'stars':{'expires':{'after':'P1Y'}},'miles':{'pending':'P9D'}},"                \
    "'vouchers':{'gift':{}},'rewards':[{'id':'coffee','price':{'stars':5}}],"                      \
    "'stages':{'initial':'a','names':['a'],'transitions':[]},"                                     \
    "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}},"                       \
    "{'id':'far','on':'purchase','earn':{'miles':1}},"                                             \
    "{'id':'hello','on':'visit','issue':'gift'},"                                                  \
    "{'id':'plan','on':'survey','when':'customer.attributes.plan == \\'gold\\'','earn':"           \
    "{'stars':1}},"                                                                                \
    "{'id':'miss','on':'timer','when':'customer.days_since_purchase > 30','notify':'come back'}]," \
    "'events':['survey']"
#define AT(day) "'time':'" day "T10:00:00Z',"
#define BUY(day)                                                                                   \
    AT(day) "'type':'purchase','customer':'c','lines':[{'id':'x','unit_price':'10.00'}]"
#define BOUGHT "applied base:earn:stars=10 far:earn:miles=1"
#define ERASE AT("2026-01-05") "'type':'erase','customer':'c'"
#define CLOSED "erased /customer"
#define TOO_LATE "too-late /time"

static const story stories[] = {
    {"points are forfeited, held and pending ones too, and the id is closed",
     SHOP,
     {{BUY("2026-01-01"), BOUGHT},
      {AT("2026-01-02") "'type':'hold','customer':'c','ttl':'P9D','points':{'stars':4}", NULL},
      {ERASE, "applied erasure:forfeit:stars=10 erasure:forfeit:miles=1"},
      {"? c", "stars 0 +0 -0; miles 0 +0 -0; a"},
      {BUY("2026-01-06"), CLOSED},
      {AT("2026-01-06") "'type':'enrol','customer':'c'", CLOSED},
      {ERASE, CLOSED},
      {AT("2026-01-06") "'type':'erase','customer':'nobody'", "unknown-customer /customer"}}},
    {"said so",
     SHOP ",'erasure':{'points':'forfeit'}",
     {{BUY("2026-01-01"), BOUGHT},
      {ERASE, "applied erasure:forfeit:stars=10 erasure:forfeit:miles=1"}}},
    {"or stay in the books until they expire",
     SHOP ",'erasure':{'points':'keep'}",
     {{BUY("2026-01-01"), BOUGHT},
      {ERASE, "applied"},
      {"? c 2026-02-01T00:00:00Z", "stars 10 +0 -0; miles 1 +0 -0; a"},
      {AT("2026-01-06") "'type':'redeem','customer':'c','reward':'coffee'", CLOSED},
      {AT("2026-01-06") "'type':'return','customer':'c','receipt':{'id':'1'}",
       "applied return:clawback:stars=10 return:clawback:miles=1"},
      {"? c 2027-02-01T00:00:00Z", "stars 0 +0 -0; miles 0 +0 -0; a"}}},
    {"what was known is gone, and nothing is said any more",
     SHOP ",'erasure':{'points':'keep'}",
     {{AT("2026-01-01") "'type':'profile','customer':'c','attributes':{'plan':'gold'}", NULL},
      {AT("2026-01-02") "'type':'survey','customer':'c'", "applied plan:earn:stars=1"},
      {AT("2026-01-03") "'type':'visit','customer':'c'", "applied hello:issue:gift=1"},
      {BUY("2026-01-04"), BOUGHT},
      {ERASE, "applied"},
      {"> 2026-06-01T00:00:00Z", ""},
      {AT("2026-06-02") "'type':'return','customer':'c','receipt':{'id':'4'}",
       "applied return:clawback:stars=10 return:clawback:miles=1"}}},
    {"late events are judged as of when they occurred",
     SHOP,
     {{BUY("2026-03-01"), BOUGHT}, {BUY("2026-01-01"), BOUGHT}}},
    {"said so",
     SHOP ",'late':{'events':'present'}",
     {{BUY("2026-03-01"), BOUGHT}, {BUY("2026-01-01"), BOUGHT}}},
    {"or refused",
     SHOP ",'late':{'events':'refuse'}",
     {{BUY("2026-03-01"), BOUGHT},
      {AT("2026-02-28") "'type':'return','customer':'c','receipt':{'id':'1'}", NULL},
      {BUY("2026-02-28"), TOO_LATE},
      {BUY("2026-03-01"), BOUGHT}}},
    {"or refused after a time",
     SHOP ",'late':{'events':'refuse','after':'P7D'}",
     {{BUY("2026-03-08"), BOUGHT}, {BUY("2026-03-01"), BOUGHT}, {BUY("2026-02-28"), TOO_LATE}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "privacy");
}
