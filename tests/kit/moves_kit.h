/*
 * moves_kit.h -- words of stories about accounts that go into others.
 */
#ifndef LOYALTY_KIT_MOVES_H
#define LOYALTY_KIT_MOVES_H

#include "kit/story_kit.h"

#define STARS                                                                                      \
    "'currencies':{'stars':{'expires':{'after':'P12M','round_up':'month'}}},"                      \
    "'counters':{'cups':{}},'vouchers':{'gift':{}},'rewards':[{'id':'tea','price':{'stars':60}}]," \
    "'caps':[{'id':'most','currency':'stars','limit':400,'per':'year'}],"                          \
    "'ladders':{'status':{'counts':'spend','window':{'rolling':'P12M'},'tiers':["                  \
    "{'id':'green','from':0},{'id':'gold','from':'150.00'},{'id':'black','from':'300.00'}]}},"     \
    "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'},'count':{'cups':1}},"    \
    "{'id':'hello','on':'visit','issue':'gift'}]"
#define TO(type, customer, to) "'type':'" type "','customer':'" customer "','to':'" to "'"
#define BUY(customer, price)                                                                       \
    "'type':'purchase','customer':'" customer "','lines':[{'unit_price':'" price "'}]"
#define HOLD(customer, points)                                                                     \
    "'type':'hold','customer':'" customer "','points':{'stars':" points "}"
#define ON(day) "'time':'" day "T10:00:00Z',"
#define FULL(stars, tier, progress, stage)                                                         \
    "stars " stars " +0 -0; status " tier " " progress "; " stage
#define HELD(stars, held, tier, progress)                                                          \
    "stars " stars " +0 -0 =" held "; status " tier " " progress "; first-purchase"
#define EMPTY FULL("0", "green", "0", "prospect")
#define UNMERGE "'type':'unmerge','customer':'a'"
/* a: 100 stars and a gift; b: 200 stars, gold. */
#define BOTH                                                                                       \
    {BUY("a", "100.00"), NULL}, {"'type':'visit','customer':'a'", NULL},                           \
    {                                                                                              \
        BUY("b", "200.00"), NULL                                                                   \
    }

#endif
