/*
 * policy_privacy_test.c -- customers who ask to be forgotten.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define SHOP                                                                                       \
    "'attributes':{'customer':{'plan':'text'}},"                                                   \
    "'currencies':{'stars':{'expires':{'after':'P1Y','from':'activity','activity':"                \
    "['purchase','return']},'payment':{'step':1,'value':'0.10'}},'miles':{'pending':'P9D'}},"      \
    "'vouchers':{'gift':{}},'rewards':[{'id':'coffee','price':{'stars':5}}],"                      \
    "'stages':{'initial':'a','names':['a'],'transitions':[]},"                                     \
    "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}},"                       \
    "{'id':'far','on':'purchase','earn':{'miles':1}},"                                             \
    "{'id':'hello','on':'visit','issue':'gift'},"                                                  \
    "{'id':'sorry','on':'return','earn':{'stars':5}},"                                             \
    "{'id':'plan','on':'survey','when':'customer.attributes.plan == \\'gold\\'','earn':"           \
    "{'stars':1}},"                                                                                \
    "{'id':'miss','on':'timer','when':'customer.days_since_purchase > 30','notify':'come back'}]," \
    "'events':['survey']"
#define AT(day) "'time':'" day "T10:00:00Z',"
#define BUY(day)                                                                                   \
    AT(day) "'type':'purchase','customer':'c','lines':[{'id':'x','unit_price':'10.00'}]"
#define BOUGHT "applied base:earn:stars=10 far:earn:miles=1"
#define RETURN(day, sale) AT(day) "'type':'return','customer':'c','receipt':{'id':'" sale "'}"
#define ERASE AT("2026-01-05") "'type':'erase','customer':'c'"
#define CLOSED "erased /customer"

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
      {AT("2026-01-06") "'type':'return','customer':'c','receipt':{'id':'1'}", "applied"},
      {"? c 2026-02-01T00:00:00Z", "stars 10 +0 -0; miles 1 +0 -0; a"},
      {"? c 2027-02-01T00:00:00Z", "stars 0 +0 -0; miles 1 +0 -0; a"}}},
    {"a return afterwards moves no points of theirs",
     SHOP,
     {{BUY("2026-01-01"), BOUGHT},
      {ERASE, "applied erasure:forfeit:stars=10 erasure:forfeit:miles=1"},
      {RETURN("2026-01-06", "1"), "applied"},
      {"? c", "stars 0 +0 -0; miles 0 +0 -0; a"},
      {RETURN("2026-01-07", "1"), "return-too-much /receipt"}}},
    {"nor does a void, and what points had paid is not paid back in money",
     SHOP,
     {{BUY("2026-01-01"), BOUGHT},
      {BUY("2026-01-02") ",'pay':{'stars':4}", NULL},
      {ERASE, "applied erasure:forfeit:stars=16 erasure:forfeit:miles=2"},
      {AT("2026-01-06") "'type':'void','customer':'c','receipt':{'id':'2'}",
       "applied void:restore:stars=0/4"},
      {"? c", "stars 0 +0 -0; miles 0 +0 -0; a"}}},
    {"nor has it rules, vouchers or activity",
     SHOP ",'erasure':{'points':'keep'},'promotions':[{'id':'gift','voucher':'gift','amount':"
          "'1.00'}]",
     {{AT("2026-01-01") "'type':'visit','customer':'c'", "applied hello:issue:gift=1"},
      {BUY("2026-01-02") ",'codes':['gift']",
       "applied gift:discount:x=100 gift:use:gift=1 basket:price:discount=100 "
       "basket:price:subtotal=900 basket:price:tax=0 basket:price:total=900 base:earn:stars=9 "
       "far:earn:miles=1"},
      {ERASE, "applied"},
      {RETURN("2026-01-06", "2"), "applied"},
      {"= c", "9@2027-01-03 1@never"}}},
    {"nor does it wait for a sale that can come no more",
     SHOP ",'returns':{'unknown':'park'}",
     {{BUY("2026-01-01"), BOUGHT},
      {ERASE, NULL},
      {RETURN("2026-01-06", "9"), "unknown-receipt /receipt"}}},
    {"but what it gave others is taken back",
     SHOP ",'referrals':{'referrer':{'stars':50}}",
     {{AT("2026-01-01") "'type':'enrol','customer':'r'", NULL},
      {AT("2026-01-01") "'type':'referral','customer':'c','referrer':'r'", NULL},
      {BUY("2026-01-02"), NULL},
      {"? r", "stars 50 +0 -0; miles 0 +0 -0; a"},
      {ERASE, NULL},
      {RETURN("2026-01-06", "3"), NULL},
      {"? r", "stars 0 +0 -0; miles 0 +0 -0; a"}}},
    {"nothing is sent to them",
     SHOP ",'transfers':{},'merges':{}",
     {{BUY("2026-01-01"), BOUGHT},
      {AT("2026-01-01") "'type':'enrol','customer':'d'", NULL},
      {AT("2026-01-05") "'type':'erase','customer':'d'", NULL},
      {AT("2026-01-06") "'type':'transfer','customer':'c','to':'d','points':{'stars':5}",
       "erased /to"},
      {AT("2026-01-06") "'type':'merge','customer':'c','to':'d'", "erased /to"}}},
    {"nor are they rewarded for whom they brought",
     SHOP ",'referrals':{'referrer':{'stars':50}}",
     {{AT("2026-01-01") "'type':'enrol','customer':'r'", NULL},
      {AT("2026-01-01") "'type':'referral','customer':'c','referrer':'r'", NULL},
      {AT("2026-01-01") "'type':'erase','customer':'r'", NULL},
      {BUY("2026-01-02"), NULL},
      {"? r", "stars 0 +0 -0; miles 0 +0 -0; a"}}},
    {"what was known is gone, and nothing is said any more",
     SHOP ",'erasure':{'points':'keep'}",
     {{AT("2026-01-01") "'type':'profile','customer':'c','attributes':{'plan':'gold'}", NULL},
      {AT("2026-01-02") "'type':'survey','customer':'c'", "applied plan:earn:stars=1"},
      {AT("2026-01-03") "'type':'visit','customer':'c'", "applied hello:issue:gift=1"},
      {BUY("2026-01-04"), BOUGHT},
      {ERASE, "applied"},
      {"> 2026-06-01T00:00:00Z", ""},
      {RETURN("2026-06-02", "4"), "applied"}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "privacy");
}
