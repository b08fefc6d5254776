/*
 * households_kit.h -- words of stories about customers who collect together.
 */
#ifndef LOYALTY_KIT_HOUSEHOLDS_H
#define LOYALTY_KIT_HOUSEHOLDS_H

#include "kit/story_kit.h"

#define STARS                                                                                      \
    "'currencies':{'stars':{'expires':{'after':'P12M','round_up':'month'},'payment':{'step':1,"    \
    "'value':'0.01'}}},'rewards':[{'id':'trip','price':{'stars':50000}},"                          \
    "{'id':'tea','price':{'stars':100}}],"                                                         \
    "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}}]"
#define HOUSEHOLDS(members) STARS ",'households':{" members "}"
#define ON(day) "'time':'" day "T10:00:00Z',"
#define GIVE(customer, points)                                                                     \
    "'type':'import','customer':'" customer "','opening':{'points':[{'currency':'stars',"          \
    "'points':" points "}]}"
#define BUY(customer, price)                                                                       \
    "'type':'purchase','customer':'" customer "','lines':[{'unit_price':'" price "'}]"
#define DOES(customer, action)                                                                     \
    "'type':'household','customer':'" customer "','action':'" action "','household':'home'"
#define PAY(customer, points, price, more)                                                         \
    "'type':'purchase','customer':'" customer "','pay':{'stars':" points "}," more                 \
    "'lines':[{'unit_price':'" price "','quantity':10}]"
#define VOID(customer, id) "'type':'void','customer':'" customer "','receipt':{'id':'" id "'}"
#define LEAVE(customer) "'type':'household','customer':'" customer "','action':'leave'"
#define REDEEM(customer, reward) "'type':'redeem','customer':'" customer "','reward':'" reward "'"
#define STANDS(stars, stage) "stars " stars " +0 -0; " stage
#define NEW(stars) STANDS(stars, "prospect")
/* British Airways: a, b, c, d collect together. */
#define FOUR                                                                                       \
    {GIVE("a", "32000"), NULL}, {GIVE("b", "28000"), NULL}, {GIVE("c", "300000"), NULL},           \
        {GIVE("d", "9000"), NULL}, {DOES("a", "create"), "applied"}, {DOES("b", "join"), NULL},    \
        {DOES("c", "join"), NULL},                                                                 \
    {                                                                                              \
        DOES("d", "join"), NULL                                                                    \
    }

#endif
