/*
 * periods_kit.h -- words of stories about the tiers of a customer c, whose sales come back
 * later than in the period that they counted in. Days are those of 2026.
 */
#ifndef LOYALTY_KIT_PERIODS_H
#define LOYALTY_KIT_PERIODS_H

#include "kit/story_kit.h"

#define TIERS                                                                                      \
    "'tiers':[{'id':'green','from':0},{'id':'gold','from':'50'},{'id':'black','from':'100'}]"
#define LADDER(members) "'ladders':{'l':{'counts':'spend'," members "}}"
#define ON(day, members)                                                                           \
    {                                                                                              \
        members ",'customer':'c','time':'2026-" day "T10:00:00Z'", NULL                            \
    }
#define SALE(day, id, euros)                                                                       \
    ON(day, "'id':'" id "','type':'purchase','lines':[{'id':'1','unit_price':'" euros "'}]")
#define BACK(day, sale) ON(day, "'id':'b" sale "','type':'return','receipt':{'id':'" sale "'}")
#define TIER(day, tier)                                                                            \
    {                                                                                              \
        "^ c 2026-" day "T10:00:00Z", tier                                                         \
    }
#define COUNT(day, tier)                                                                           \
    {                                                                                              \
        "# c 2026-" day "T10:00:00Z", tier                                                         \
    }

/* Another customer, who goes into c. */
#define OF(customer, day, id, euros)                                                               \
    {                                                                                              \
        "'id':'" id "','type':'purchase','lines':[{'id':'1','unit_price':'" euros                  \
        "'}],'customer':'" customer "','time':'2026-" day "T10:00:00Z'",                           \
            NULL                                                                                   \
    }
#define MERGE(day)                                                                                 \
    {                                                                                              \
        "'id':'m','type':'merge','customer':'d','to':'c','time':'2026-" day "T11:00:00Z'", NULL    \
    }

#endif
