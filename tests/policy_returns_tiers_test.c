/*
 * policy_returns_tiers_test.c -- what a return takes from ladders, and whether the tier goes
 * with it.
 */
#include "kit/returns_kit.h"

#define LADDER(window)                                                                             \
    "`ladders`:{`status`:{`counts`:`spend`,`window`:" window                                       \
    ",`tiers`:[{`id`:`green`,`from`:0},{`id`:`gold`,`from`:`50`}]}},"

#define GOLD                                                                                       \
    SALE("03-01", "r1", LINE("1", "1", "40.00"))                                                   \
    SALE("04-01", "r2", LINE("1", "1", "30.00"))                                                   \
    ALL("04-02", "b", "r2")

/* Gold by what March has counted; April counts less. */
#define GOLD_BEFORE                                                                                \
    SALE("03-01", "r1", LINE("1", "1", "60.00"))                                                   \
    SALE("04-01", "r2", LINE("1", "1", "30.00"))
#define BLACK(window, gold)                                                                        \
    "`ladders`:{`status`:{`counts`:`spend`,`window`:" window                                       \
    ",`tiers`:[{`id`:`green`,`from`:0},{`id`:`gold`,`from`:`50`},{`id`:`black`,`from`:`100`" gold  \
    "}]}},"

#define LOST "applied 90 days without purchase:stage:at-risk 180 days without purchase:stage:lost"

static const returns_row tier_rows[] = {
    {"now: credit and tier", LOTS("") LADDER("{`rolling`:`P6M`}") RULES, GOLD,
     "applied return:clawback:stars=30 return:stage:first-purchase status:tier:green",
     "stars 40 +0 -0; status green 4000; first-purchase", NULL},
    {"now: also within the period that earned it", LOTS("") LADDER("{`calendar`:`year`}") RULES,
     GOLD, "applied return:clawback:stars=30 return:stage:first-purchase status:tier:green",
     "stars 40 +0 -0; status green 4000; first-purchase", NULL},
    {"now: once it is earned again", LOTS("") LADDER("{`calendar`:`year`}") RULES,
     GOLD SALE("05-01", "r3", LINE("1", "1", "10.00")),
     "applied base:earn:stars=10 status:tier:gold bought again:stage:repeat",
     "stars 50 +0 -0; status gold 5000; repeat", NULL},
    {"now: what is left still reaches it", LOTS("") LADDER("{`calendar`:`year`}") RULES,
     SALE("03-01", "r1", LINE("1", "1", "60.00")) SALE("04-01", "r2", LINE("1", "1", "30.00"))
         ALL("04-02", "b", "r2"),
     "applied return:clawback:stars=30 return:stage:first-purchase",
     "stars 60 +0 -0; status gold 6000; first-purchase", NULL},
    {"now: what the period before has earned stays to the end of this one",
     LOTS("") LADDER("{`calendar`:`month`}") RULES, GOLD_BEFORE ALL("04-03", "b", "r2"),
     "applied return:clawback:stars=30 return:stage:first-purchase",
     "stars 60 +0 -0; status gold 0; first-purchase", NULL},
    {"now: but the tier above it goes", LOTS("") BLACK("{`calendar`:`month`}", "") RULES,
     GOLD_BEFORE SALE("04-05", "r3", LINE("1", "1", "80.00")) ALL("04-06", "b", "r3"),
     "applied return:clawback:stars=80 status:tier:gold",
     "stars 90 +0 -0; status gold 3000; repeat", NULL},
    {"now: with a grace it waits", LOTS("") BLACK("{`calendar`:`month`}", ",`grace`:`P5D`") RULES,
     GOLD_BEFORE SALE("04-05", "r3", LINE("1", "1", "80.00")) ALL("04-06", "b", "r3")
         ON("04-11", "v", "`type`:`visit`"),
     "applied status:tier:gold", "stars 90 +0 -0; status gold 3000; repeat", NULL},
    {"now: and lasts when it is made up for",
     LOTS("") BLACK("{`calendar`:`month`}", ",`grace`:`P5D`") RULES,
     GOLD_BEFORE SALE("04-05", "r3", LINE("1", "1", "80.00")) ALL("04-06", "b", "r3")
         SALE("04-07", "r4", LINE("1", "1", "70.00")) ON("04-12", "v", "`type`:`visit`"),
     "applied", "stars 160 +0 -0; status black 10000; repeat", NULL},
    {"now: an exchange, too", LOTS("") LADDER("{`calendar`:`year`}") RULES,
     SALE("03-01", "r1", LINE("1", "1", "70.00"))
         ON("03-02", "x",
            "`type`:`exchange`,`receipt`:{`id`:`r1`},`lines`:["
            "{`id`:`1`,`unit_price`:`40.00`}]"),
     NULL, "stars 40 +0 -0; status green 4000; first-purchase", NULL},
    {"now: one that keeps the tier", LOTS("") LADDER("{`calendar`:`year`}") RULES,
     SALE("03-01", "r1", LINE("1", "1", "70.00"))
         ON("03-02", "x",
            "`type`:`exchange`,`receipt`:{`id`:`r1`},`lines`:["
            "{`id`:`1`,`unit_price`:`55.00`}]"),
     NULL, "stars 55 +0 -0; status gold 5500; first-purchase", NULL},
    {"review: nor within a period",
     LOTS("") LADDER("{`calendar`:`year`}") "`returns`:{`tier`:`review`}," RULES, GOLD,
     "applied return:clawback:stars=30 return:stage:first-purchase",
     "stars 40 +0 -0; status gold 4000; first-purchase", NULL},
    {"review: the tier stays",
     LOTS("") LADDER("{`rolling`:`P6M`}") "`returns`:{`tier`:`review`}," RULES, GOLD,
     "applied return:clawback:stars=30 return:stage:first-purchase",
     "stars 40 +0 -0; status gold 4000; first-purchase", NULL},
    {"review: also when the customer does something",
     LOTS("") LADDER("{`rolling`:`P6M`}") "`returns`:{`tier`:`review`}," RULES,
     GOLD ON("08-31", "v", "`type`:`visit`"), LOST, "stars 40 +0 -0; status gold 4000; lost", NULL},
    {"review: until it would have fallen",
     LOTS("") LADDER("{`rolling`:`P6M`}") "`returns`:{`tier`:`review`}," RULES,
     GOLD ON("09-01", "v", "`type`:`visit`"), LOST " status:tier:green",
     "stars 40 +0 -0; status green 0; lost", NULL},
    {"review: earned again meanwhile, it is as ever",
     LOTS("") LADDER("{`rolling`:`P6M`}") "`returns`:{`tier`:`review`}," RULES,
     GOLD SALE("08-01", "r3", LINE("1", "1", "60.00")) ON("09-01", "v", "`type`:`visit`"),
     "applied", "stars 100 +0 -0; status gold 6000; repeat", NULL},
    {"review: a lifetime has none",
     LOTS("") LADDER("`lifetime`") "`returns`:{`tier`:`review`}," RULES, GOLD,
     "applied return:clawback:stars=30 return:stage:first-purchase",
     "stars 40 +0 -0; status gold 4000; first-purchase", NULL},
    {"never: the credit stays, too",
     LOTS("") LADDER("{`rolling`:`P6M`}") "`returns`:{`tier`:`never`}," RULES, GOLD,
     "applied return:clawback:stars=30 return:stage:first-purchase",
     "stars 40 +0 -0; status gold 7000; first-purchase", NULL},
};

int
main(void)
{
    static table_kit tests;

    TABLE_KIT_ROWS(&tests, returns_kit_run, tier_rows);
    return table_kit_run(&tests, "policy returns tiers");
}
