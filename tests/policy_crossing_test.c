/*
 * policy_crossing_test.c -- the tier by which a purchase earns that reaches the
 * next one: before, after, or split at the threshold.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define HEAD "'currencies':{'points':{'scale':2}},'stages':{'initial':'one','names':['one']},"
#define LADDER(counts, crossing)                                                                   \
    "'ladders':{'status':{'counts':" counts ",'crossing':'" crossing "','tiers':["                 \
    "{'id':'insider','from':0},{'id':'vib','from':'350'},{'id':'rouge','from':'1000'}]}},"
#define RATES                                                                                      \
    "'rules':[{'id':'base','on':'purchase','earn':{'points':'total'}},"                            \
    "{'id':'vib','on':'purchase','when':'customer.tiers.status == `vib`',"                         \
    "'multiply':{'points':'1.25'}},"                                                               \
    "{'id':'rouge','on':'purchase','when':'customer.tiers.status == `rouge`',"                     \
    "'multiply':{'points':'1.5'}}]"
#define SPEND(crossing) HEAD LADDER("'spend'", crossing) RATES
#define EARNED(crossing) HEAD LADDER("'points earned'", crossing) RATES
#define BUY(price) "'type':'purchase','customer':'c1','lines':[{'unit_price':'" price "'}]"

/* What a rule gives by the tier that it names. */
#define BY_TIER(crossing)                                                                          \
    "'currencies':{'points':{}},'stages':{'initial':'one','names':['one']},"                       \
    "'ladders':{'level':{'counts':'spend','crossing':'" crossing "','tiers':["                     \
    "{'id':'none','from':0},{'id':'first','from':'100000'},{'id':'second','from':'300000'}]}},"    \
    "'rules':[{'id':'first','on':'purchase','when':'customer.tiers.level == `first`',"             \
    "'earn':{'points':{'of':'total','step':'1000','points':1}}},"                                  \
    "{'id':'second','on':'purchase','when':'customer.tiers.level == `second`',"                    \
    "'earn':{'points':{'of':'total','step':'900','points':1}}}]"

static const story rows[] = {
    {"by the tier before",
     SPEND("before"),
     {{BUY("400"), "applied base:earn:points=40000 status:tier:vib"},
      {BUY("100"), "applied base:earn:points=10000 vib:multiply:points=2500"}}},
    {"by the tier after",
     SPEND("after"),
     {{BUY("400"), "applied base:earn:points=40000 vib:multiply:points=10000 "
                   "status:tier:vib"}}},
    {"split at the threshold",
     SPEND("split"),
     {{BUY("400"), "applied base:earn:points=40000 vib:multiply:points=1250 "
                   "status:tier:vib"},
      {"? c1", "points 41250 +0 -0; status vib 40000; one"}}},
    {"split at two",
     SPEND("split"),
     {{BUY("200"), "applied base:earn:points=20000"},
      /* 150 by 1, 650 by 1.25, 200 by 1.5 */
      {BUY("1000"), "applied base:earn:points=100000 vib:multiply:points=16250 "
                    "rouge:multiply:points=10000 status:tier:rouge"}}},
    {"just at the threshold nothing is above it",
     SPEND("split"),
     {{BUY("350"), "applied base:earn:points=35000 status:tier:vib"}}},
    {"and after means after",
     SPEND("after"),
     {{BUY("350"), "applied base:earn:points=35000 vib:multiply:points=8750 "
                   "status:tier:vib"}}},
    {"below it all is as before",
     SPEND("split"),
     {{BUY("349.99"), "applied base:earn:points=34999"}}},
    {"of points, by the tier after",
     EARNED("after"),
     {{BUY("400"), "applied base:earn:points=40000 vib:multiply:points=10000 "
                   "status:tier:vib"}}},
    {"of points, split",
     EARNED("split"),
     {{BUY("400"), "applied base:earn:points=40000 vib:multiply:points=1250 "
                   "status:tier:vib"}}},
    {"rules of a tier each: 196 for a first invoice of 196 000",
     BY_TIER("after"),
     {{BUY("20000"), "applied"},
      {"'customer':'c2','type':'purchase','lines':[{'unit_price':'196000'}]",
       "applied first:earn:points=196 level:tier:first"}}},
    {"rules of a tier each, split",
     BY_TIER("split"),
     {{BUY("196000"), "applied first:earn:points=96 level:tier:first"}}},
    {"purchases count after, too",
     HEAD "'ladders':{'n':{'counts':'purchases','crossing':'after','tiers':[{'id':'a','from':0},"
          "{'id':'b','from':2}]}},'rules':[{'id':'r','on':'purchase','when':'customer.tiers.n == "
          "`b`','earn':{'points':1}}]",
     {{BUY("1"), "applied"}, {BUY("1"), "applied r:earn:points=1 n:tier:b"}}},
    {"an amount of the program's own",
     HEAD "'ladders':{'n':{'counts':{'amount':'total * 2','on':'purchase'},'crossing':'split',"
          "'tiers':[{'id':'a','from':0},{'id':'b','from':1000}]}},'rules':[{'id':'r','on':"
          "'purchase','when':'customer.tiers.n == `b`','earn':{'points':'total'}}]",
     {{BUY("20.00"), "applied r:earn:points=1500 n:tier:b"}}},
    {"fractions of both sides make one point",
     "'currencies':{'points':{}},'stages':{'initial':'one','names':['one']}," LADDER(
         "'spend'", "split") "'rules':[{'id':'base','on':'purchase','earn':{'points':{'of':'total',"
                             "'rate':'1'}}}]",
     {{BUY("349.50"), "applied base:earn:points=349"},
      {BUY("1.00"), "applied base:earn:points=1 status:tier:vib"}}},
    {"and are one when all rules are made whole together",
     "'currencies':{'points':{'round_at':'event'}},'stages':{'initial':'one','names':['one']}"
     "," LADDER("'spend'",
                "split") "'rules':[{'id':'base','on':'purchase','earn':{'points':{'of':'total',"
                         "'rate':'0.001'}}},{'id':'new','on':'purchase','when':"
                         "'customer.tiers.status == `insider`',"
                         "'earn':{'points':{'of':'total','rate':'0.00143'}}}]",
     /* 0.35 and 0.45 of the one are more than 0.5005 of the other */
     {{BUY("800"), "applied base:earn:points=1 status:tier:vib"}}},
    {"line by line on both sides",
     "'currencies':{'points':{}},'stages':{'initial':'one','names':['one']}," LADDER(
         "'spend'", "split") "'rules':[{'id':'base','on':'purchase','earn':{'points':{'of':'total',"
                             "'rate':'1','round_at':'line'}}}]",
     {{"'type':'purchase','customer':'c1','lines':[{'unit_price':'200.50'},{'unit_price':'200.50'}"
       "]",
       "applied base:earn:points=400 status:tier:vib"}}},
    {"other effects are by the tier before",
     HEAD LADDER("'spend'", "split") "'rules':[{'id':'i','on':'purchase','when':"
                                     "'customer.tiers.status == `insider`','notify':'hello'},"
                                     "{'id':'v','on':'purchase','when':"
                                     "'customer.tiers.status == `vib`','notify':'vip'}]",
     {{BUY("400"), "applied i:notify:hello=0 status:tier:vib"}}},
    {"a return takes what both sides gave",
     SPEND("split"),
     {{"'id':'s'," BUY("400"), NULL},
      {"'type':'return','customer':'c1','receipt':{'id':'s'}",
       "applied return:clawback:points=41250 status:tier:insider"}}},
    {"what a line earned on both sides comes back as one",
     "'currencies':{'points':{}},'stages':{'initial':'one','names':['one']}," LADDER(
         "'spend'", "split") "'rules':[{'id':'base','on':'purchase','earn':{'points':"
                             "'spend(lines).per(1)'}}]",
     {{"'id':'s'," BUY("400"), NULL},
      /* 0.01 of 400.00: 1 of 40000 points, and not nothing of 35000 and of 5000 */
      {"'type':'return','customer':'c1','receipt':{'id':'s'},'amount':'0.01'",
       "applied return:clawback:points=1"}}},
    {"what follows from the event is not split",
     "'currencies':{'points':{}},'stages':{'initial':'one','names':['one','two'],'transitions':["
     "{'from':'one','to':'two','on':'purchase'}]}," LADDER(
         "'spend'", "split") "'rules':[{'id':'two','on':'enter:two','earn':{'points':100}}]",
     {{BUY("400"), "applied status:tier:vib :stage:two two:earn:points=100"}}},
    {"all or nothing of an earning, not of its parts",
     "'currencies':{'points':{}},'stages':{'initial':'one','names':['one']},"
     "'caps':[{'id':'c','currency':'points','limit':36000,'per':'day','partial':false}]," LADDER(
         "'spend'", "split") "'rules':[{'id':'base','on':'purchase','earn':{'points':'total'}}]",
     {{BUY("400"), "applied base:earn:points=0/40000 status:tier:vib"}}},
    {"of a budget, too",
     "'currencies':{'points':{}},'stages':{'initial':'one','names':['one']},"
     "'budgets':[{'id':'c','currency':'points','limit':36000,'rules':['base'],'partial':false}]"
     "," LADDER("'spend'",
                "split") "'rules':[{'id':'base','on':'purchase','earn':{'points':'total'}}]",
     {{BUY("400"), "applied base:earn:points=0/40000 status:tier:vib"}}},
    {"rules of a group are chosen by what they give to the whole",
     "'currencies':{'points':{}},'stages':{'initial':'one','names':['one']},'groups':[{'id':'g',"
     "'rules':['two','one'],'mode':'lowest','within':'points'}]," LADDER(
         "'spend'", "split") "'rules':[{'id':'two','on':'purchase','earn':{'points':2}},"
                             "{'id':'one','on':'purchase','earn':{'points':1}}]",
     {{BUY("700"), "applied one:earn:points=1 status:tier:vib"}}},
    {"amounts stay whole",
     "'currencies':{'points':{}},'stages':{'initial':'one','names':['one']}," LADDER(
         "'spend'", "split") "'rules':[{'id':'base','on':'purchase','earn':{'points':1}},"
                             "{'id':'vib','on':'purchase','when':'customer.tiers.status == `vib`',"
                             "'multiply':{'points':'2'}}]",
     {{BUY("800"), "applied base:earn:points=1 vib:multiply:points=1 status:tier:vib"}}},
};

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, story_kit_run, rows);
    return table_kit_run(&tests, "policy_crossing");
}
