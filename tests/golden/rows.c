/*
 * rows.c -- the programs of golden.h and their digests.
 */
#include "golden/golden.h"

#define HEAD                                                                                       \
    "{'loyalty':1,'program':'golden','version':3,'money':'EUR',"                                   \
    "'time_zone':'CET-1CEST,M3.5.0,M10.5.0/3',"
/* An expiry by calendar months, a payment, points that wait. */
#define STARS                                                                                      \
    "'stars':{'pending':'P1D','expires':{'after':'P6M','round_up':'month'},"                       \
    "'payment':{'step':1,'value':'0.01'}}"
#define LADDER                                                                                     \
    "'ladders':{'status':{'counts':'stars earned','window':{'rolling':'P12M'},'tiers':["           \
    "{'id':'low','from':0},{'id':'high','from':500,'keep_from':300,'grace':'P1M'}]}},"
#define TEA "'rewards':[{'id':'tea','price':{'stars':40},'give':{'text':'tea'}}],"

const golden_row golden_rows[GOLDEN_ROWS] = {
    {"a shop",
     HEAD "'currencies':{" STARS ",'gems':{'scale':2}}," LADDER TEA
          "'counters':{'card':{'every':5,'issue':'cup'}},'vouchers':{'cup':{'reward':'tea',"
          "'expires':'P30D'}},'caps':[{'id':'day','currency':'stars','limit':70,'per':'day'}],"
          "'budgets':[{'id':'gems','currency':'gems','limit':400000,'rules':['gems']}],"
          "'rules':[{'id':'base','on':'purchase','earn':{'stars':"
          "'spend(lines.filter(l, l.category != `goods`)).per(money(`0.50`))'}},"
          "{'id':'gems','on':'purchase','earn':{'gems':'total / 7'}},"
          "{'id':'night','on':'purchase','when':'event.local.hour >= 18','multiply':"
          "{'stars':'1.75'}},{'id':'high','on':'purchase','when':"
          "'customer.tiers.status == `high`','multiply':{'stars':'2'}},"
          "{'id':'stamp','on':'purchase','when':'lines.exists(l, l.sku == `coffee`)',"
          "'count':{'card':1}},{'id':'quiet','on':'timer','when':"
          "'customer.days_since_purchase > 20 && customer.stage == `repeat`','stage':'at-risk',"
          "'issue':'cup'}]}",
     UINT64_C(0xFFD72E0AC872A0B3)},
    {"much rounding",
     HEAD "'currencies':{'stars':{'scale':3,'fractions':'keep',"
          "'round_at':'ledger','payment':{'step':10,'value':'0.01'}},'gems':{'rounding':'half-even'"
          ",'round_at':'line'}}," TEA
          "'prices':'without-tax','pricing':{'rounding':'half-even','share':'largest'},"
          "'promotions':[{'id':'third','percent':'33.3','lines':'l.sku == `cake`'},"
          "{'id':'off','amount':'1.00','needs':{'amount':'20.00'}},"
          "{'id':'three','set':{'buy':2,'get':1},'lines':'l.sku == `mug`'}],"
          "'returns':{'method':'re-evaluate','burns':'share'},"
          "'rules':[{'id':'base','on':'purchase','earn':{'stars':{'of':'total','rate':'0.37'}}},"
          "{'id':'more','on':'purchase','multiply':{'stars':'1.333'}},"
          "{'id':'gems','on':'purchase','earn':{'gems':'total / 130'}}]}",
     UINT64_C(0xA4D4C0E7A1E10738)},
    {"customers together",
     HEAD "'currencies':{" STARS "}," LADDER TEA
          "'households':{'kind':'pool','leave':'share'},'transfers':{'fee':{'stars':1}},"
          "'merges':{'tiers':'best'},'referrals':{'referrer':{'stars':30},'friend':{'stars':20}},"
          "'erasure':{'points':'keep'},'returns':{'unknown':'park'},"
          "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 50'}}]}",
     UINT64_C(0xE82B50F4DA74202F)},
};
