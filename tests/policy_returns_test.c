/*
 * The settings of returns, value by value: what the last event of a story did,
 * and where it left the customer.
 *
 * Documents are written with ` for ", so that they can be read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kit/engine_kit.h"
#include "kit/table_kit.h"

#define HEAD "{`loyalty`:1,`program`:`t`,`version`:1,`money`:`EUR`,"
#define BASE "{`id`:`base`,`on`:`purchase`,`earn`:{`stars`:`spend(lines).per(money('1.00'))`}}"
#define RULES "`rules`:[" BASE "]}"
#define PAYS "`payment`:{`step`:10,`value`:`1.00`}"
#define LADDER(window)                                                                             \
    "`ladders`:{`status`:{`counts`:`spend`,`window`:" window                                       \
    ",`tiers`:[{`id`:`green`,`from`:0},{`id`:`gold`,`from`:`50`}]}},"

#define ON(day, id, members)                                                                       \
    "{`source`:`till`,`id`:`" id "`,`customer`:`c1`,`time`:`2026-" day "T10:00:00Z`," members "}"  \
    "\n"
#define LINE(id, quantity, price) "{`id`:`" id "`,`quantity`:" quantity ",`unit_price`:`" price "`}"
#define SALE(day, id, lines) ON(day, id, "`type`:`purchase`,`lines`:[" lines "]")
#define PAID(day, id, points, lines)                                                               \
    ON(day, id, "`type`:`purchase`,`pay`:{`stars`:" points "},`lines`:[" lines "]")
#define GIVE(day, id, points)                                                                      \
    ON(day, id, "`type`:`adjust`,`reason`:`x`,`points`:{`stars`:" points "}")
#define BACK(day, id, sale, lines)                                                                 \
    ON(day, id, "`type`:`return`,`receipt`:{`id`:`" sale "`},`lines`:[" lines "]")
#define ALL(day, id, sale) ON(day, id, "`type`:`return`,`receipt`:{`id`:`" sale "`}")
#define VOID(day, id, sale) ON(day, id, "`type`:`void`,`receipt`:{`id`:`" sale "`}")
#define PART(id, quantity) "{`id`:`" id "`,`quantity`:" quantity "}"

/* Each sale's points of their own expiry: 20 of March, 30 of April, 10 of May. */
#define LOTS(more) HEAD "`currencies`:{`stars`:{`expires`:{`after`:`P12M`}" more "}},"
#define THREE                                                                                      \
    SALE("03-01", "r1", LINE("1", "1", "20.00"))                                                   \
    SALE("04-01", "r2", LINE("1", "1", "30.00"))                                                   \
    SALE("05-01", "r3", LINE("1", "1", "10.00"))

typedef struct row {
    const char *name;
    const char *program;
    const char *events;
    const char *outcome; /* of the last event; NULL: not looked at */
    const char *customer;
    const char *lots; /* points of each; NULL: not looked at */
} row;

static const row order_rows[] = {
    {"the lot of the sale, then the newest", LOTS("") RULES,
     THREE GIVE("05-02", "g", "-10") ALL("05-03", "b", "r1"), NULL, NULL, "30"},
    {"the oldest before anything", LOTS("") "`returns`:{`order`:[`oldest`]}," RULES,
     THREE ALL("05-03", "b", "r3"), NULL, NULL, "10 30 10"},
    {"the newest before anything", LOTS("") "`returns`:{`order`:[`newest`]}," RULES,
     THREE ALL("05-03", "b", "r1"), NULL, NULL, "20 20"},
    {"the lot, then the oldest", LOTS("") "`returns`:{`order`:[`lot`,`oldest`]}," RULES,
     THREE GIVE("05-02", "g", "-15") ALL("05-03", "b", "r2"), NULL, NULL, "5 10"},
    {"the lot alone: the newest others follow by themselves",
     LOTS("") "`returns`:{`order`:[`lot`]}," RULES,
     THREE GIVE("05-02", "g", "-15") ALL("05-03", "b", "r1"), NULL, NULL, "25"},
};

static const row floor_rows[] = {
    {"debt", LOTS("") RULES,
     SALE("03-01", "r1", LINE("1", "1", "20.00")) GIVE("03-02", "g", "-15") ALL("03-03", "b", "r1"),
     "applied return:clawback:stars=20", "stars 0 +0 -15; first-purchase", ""},
    {"zero", LOTS(",`floor`:`zero`") RULES,
     SALE("03-01", "r1", LINE("1", "1", "20.00")) GIVE("03-02", "g", "-15") ALL("03-03", "b", "r1"),
     "applied return:clawback:stars=5/20 return:write-off:stars=15",
     "stars 0 +0 -0; first-purchase", ""},
    {"pending: what is still pending goes", LOTS(",`pending`:`P14D`,`floor`:`pending`") RULES,
     SALE("03-01", "r1", LINE("1", "1", "20.00")) SALE("03-05", "r2", LINE("1", "1", "30.00"))
         ALL("03-06", "b", "r1"),
     "applied return:clawback:stars=20", "stars 0 +30 -0; repeat", "30"},
    {"pending: what has matured stays, and other pending points go before it",
     LOTS(",`pending`:`P14D`,`floor`:`pending`") RULES,
     SALE("03-01", "r1", LINE("1", "1", "20.00")) SALE("03-20", "r2", LINE("1", "1", "5.00"))
         ALL("03-21", "b", "r1"),
     "applied return:clawback:stars=5/20 return:write-off:stars=15", "stars 20 +0 -0; repeat",
     "20"},
    {"refund: what is missing is kept from the money paid back",
     LOTS(",`floor`:`refund`," PAYS) RULES,
     SALE("03-01", "r1", LINE("1", "1", "20.00")) GIVE("03-02", "g", "-15") ALL("03-03", "b", "r1"),
     "applied return:clawback:stars=5/20 return:recover:stars=15 1.50",
     "stars 0 +0 -0; first-purchase", ""},
    {"refund: several returns keep what one would",
     LOTS(",`floor`:`refund`,`payment`:{`step`:3,`value`:`0.01`}") RULES,
     SALE("03-01", "r1", LINE("1", "4", "1.00")) GIVE("03-02", "g", "-4")
         BACK("03-03", "b1", "r1", PART("1", "2")) BACK("03-03", "b2", "r1", PART("1", "2")),
     "applied return:clawback:stars=0/2 return:recover:stars=2 0.01",
     "stars 0 +0 -0; first-purchase", ""},
    {"refund: never more than is paid back",
     LOTS(",`floor`:`refund`,`payment`:{`step`:1,`value`:`5.00`}") RULES,
     SALE("03-01", "r1", LINE("1", "1", "20.00")) GIVE("03-02", "g", "-15") ALL("03-03", "b", "r1"),
     "applied return:clawback:stars=5/20 return:recover:stars=4/15 20.00",
     "stars 0 +0 -0; first-purchase", ""},
};

#define BURNT                                                                                      \
    GIVE("03-01", "g1", "15")                                                                      \
    GIVE("04-01", "g2", "25")                                                                      \
    PAID("05-01", "r1", "30", LINE("1", "3", "10.00"))

static const row burn_rows[] = {
    {"full: nothing for a part", LOTS("," PAYS) RULES,
     ON("01-01", "e", "`type`:`enrol`") BURNT BACK("05-02", "b", "r1", PART("1", "2")),
     "applied return:clawback:stars=20", NULL, "10 10"},
    {"full: everything with the last", LOTS("," PAYS) RULES,
     ON("01-01", "e", "`type`:`enrol`") BURNT BACK("05-02", "b", "r1", PART("1", "2"))
         BACK("05-03", "b2", "r1", PART("1", "1")),
     "applied return:clawback:stars=10 return:restore:stars=15 1.50 return:restore:stars=15 1.50",
     NULL, "15 25"},
    {"share: two thirds, what was taken last comes back first",
     LOTS("," PAYS) "`returns`:{`burns`:`share`}," RULES,
     ON("01-01", "e", "`type`:`enrol`") BURNT BACK("05-02", "b", "r1", PART("1", "2")),
     "applied return:clawback:stars=20 return:restore:stars=15 1.50 return:restore:stars=5 0.50",
     NULL, "5 25 10"},
    {"share: and the rest with the rest", LOTS("," PAYS) "`returns`:{`burns`:`share`}," RULES,
     ON("01-01", "e", "`type`:`enrol`") BURNT BACK("05-02", "b", "r1", PART("1", "2"))
         BACK("05-03", "b2", "r1", PART("1", "1")),
     "applied return:clawback:stars=10 return:restore:stars=10 1.00", NULL, "15 25"},
    {"never", LOTS("," PAYS) "`returns`:{`burns`:`never`}," RULES,
     ON("01-01", "e", "`type`:`enrol`") BURNT ALL("05-02", "b", "r1"),
     "applied return:clawback:stars=30", NULL, "10"},
    {"never, but the sale was void", LOTS("," PAYS) "`returns`:{`burns`:`never`}," RULES,
     ON("01-01", "e", "`type`:`enrol`") BURNT VOID("05-02", "b", "r1"),
     "applied void:clawback:stars=30 void:restore:stars=15 1.50 void:restore:stars=15 1.50", NULL,
     "15 25"},
};

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

#define AT_RISK "applied 90 days without purchase:stage:at-risk"

static const row tier_rows[] = {
    {"now: credit and tier", LOTS("") LADDER("{`rolling`:`P6M`}") RULES, GOLD,
     "applied return:clawback:stars=30 status:tier:green",
     "stars 40 +0 -0; status green 4000; repeat", NULL},
    {"now: also within the period that earned it", LOTS("") LADDER("{`calendar`:`year`}") RULES,
     GOLD, "applied return:clawback:stars=30 status:tier:green",
     "stars 40 +0 -0; status green 4000; repeat", NULL},
    {"now: once it is earned again", LOTS("") LADDER("{`calendar`:`year`}") RULES,
     GOLD SALE("05-01", "r3", LINE("1", "1", "10.00")),
     "applied base:earn:stars=10 status:tier:gold",
     "stars 50 +0 -0; status gold 5000; repeat", NULL},
    {"now: what is left still reaches it", LOTS("") LADDER("{`calendar`:`year`}") RULES,
     SALE("03-01", "r1", LINE("1", "1", "60.00")) SALE("04-01", "r2", LINE("1", "1", "30.00"))
         ALL("04-02", "b", "r2"),
     "applied return:clawback:stars=30", "stars 60 +0 -0; status gold 6000; repeat", NULL},
    {"now: what the period before has earned stays to the end of this one",
     LOTS("") LADDER("{`calendar`:`month`}") RULES, GOLD_BEFORE ALL("04-03", "b", "r2"),
     "applied return:clawback:stars=30", "stars 60 +0 -0; status gold 0; repeat", NULL},
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
     "applied return:clawback:stars=30", "stars 40 +0 -0; status gold 4000; repeat", NULL},
    {"review: the tier stays",
     LOTS("") LADDER("{`rolling`:`P6M`}") "`returns`:{`tier`:`review`}," RULES, GOLD,
     "applied return:clawback:stars=30", "stars 40 +0 -0; status gold 4000; repeat", NULL},
    {"review: also when the customer does something",
     LOTS("") LADDER("{`rolling`:`P6M`}") "`returns`:{`tier`:`review`}," RULES,
     GOLD ON("08-31", "v", "`type`:`visit`"), AT_RISK, "stars 40 +0 -0; status gold 4000; at-risk",
     NULL},
    {"review: until it would have fallen",
     LOTS("") LADDER("{`rolling`:`P6M`}") "`returns`:{`tier`:`review`}," RULES,
     GOLD ON("09-01", "v", "`type`:`visit`"), AT_RISK " status:tier:green",
     "stars 40 +0 -0; status green 0; at-risk", NULL},
    {"review: earned again meanwhile, it is as ever",
     LOTS("") LADDER("{`rolling`:`P6M`}") "`returns`:{`tier`:`review`}," RULES,
     GOLD SALE("08-01", "r3", LINE("1", "1", "60.00")) ON("09-01", "v", "`type`:`visit`"),
     "applied", "stars 100 +0 -0; status gold 6000; repeat", NULL},
    {"review: a lifetime has none",
     LOTS("") LADDER("`lifetime`") "`returns`:{`tier`:`review`}," RULES, GOLD,
     "applied return:clawback:stars=30", "stars 40 +0 -0; status gold 4000; repeat", NULL},
    {"never: the credit stays, too",
     LOTS("") LADDER("{`rolling`:`P6M`}") "`returns`:{`tier`:`never`}," RULES, GOLD,
     "applied return:clawback:stars=30", "stars 40 +0 -0; status gold 7000; repeat", NULL},
};

/* Seven points over 10.00 and 2 times 4.50: 4 and 3. */
#define SEVEN(settings)                                                                            \
    HEAD "`currencies`:{`stars`:{}},`returns`:{" settings "},`rules`:[{`id`:`base`,`on`:"          \
         "`purchase`,`earn`:{`stars`:`spend(lines) * 7 / 1900`}},{`id`:`cake`,`on`:`purchase`,"    \
         "`earn`:{`stars`:`10 * size(lines.filter(l, l.sku == 'CAKE'))`}}]}"
#define MIXED                                                                                      \
    SALE("03-01", "r1", "{`id`:`1`,`sku`:`CAKE`,`unit_price`:`10.00`}," LINE("2", "2", "4.50"))
#define AMOUNT(day, id, money)                                                                     \
    ON(day, id, "`type`:`return`,`receipt`:{`id`:`r1`},`amount`:`" money "`")

#define OF_TOTAL(amount)                                                                           \
    HEAD "`let`:{`base`:`total.per(100)`},`currencies`:{`stars`:{}},`rules`:[{`id`:`r`,`on`:"      \
         "`purchase`,`earn`:{`stars`:" amount "}}]}"

static const row method_rows[] = {
    {"what reads the total is earned by all lines", OF_TOTAL("`total.per(100)`"),
     MIXED BACK("03-02", "b", "r1", PART("2", "1")), "applied return:clawback:stars=4", NULL, NULL},
    {"also by a name", OF_TOTAL("`base * 2`"), MIXED BACK("03-02", "b", "r1", PART("2", "1")),
     "applied return:clawback:stars=9", NULL, NULL},
    {"or a rate", OF_TOTAL("{`of`:`total`,`rate`:`1`}"),
     MIXED BACK("03-02", "b", "r1", PART("2", "1")), "applied return:clawback:stars=4", NULL, NULL},
    {"line: what it earned", SEVEN("`method`:`line`"),
     MIXED BACK("03-02", "b", "r1", PART("1", "1")), "applied return:clawback:stars=14", NULL,
     NULL},
    {"proportion: 10.00 of 19.00 of 17", SEVEN("`method`:`proportion`"),
     MIXED BACK("03-02", "b", "r1", PART("1", "1")), "applied return:clawback:stars=8", NULL, NULL},
    {"line: halves of 3 add up", SEVEN("`method`:`line`"),
     MIXED BACK("03-02", "b", "r1", PART("2", "1")) BACK("03-03", "b2", "r1", PART("2", "1")),
     "applied return:clawback:stars=2", NULL, NULL},
    {"line, each: they do not", SEVEN("`refunds`:`each`"),
     MIXED BACK("03-02", "b", "r1", PART("2", "1")) BACK("03-03", "b2", "r1", PART("2", "1")),
     "applied return:clawback:stars=1", NULL, NULL},
    {"line, each: the last takes the rest", SEVEN("`refunds`:`each`"),
     MIXED BACK("03-02", "b", "r1", PART("2", "1")) BACK("03-03", "b2", "r1", PART("2", "1"))
         ALL("03-04", "b3", "r1"),
     "applied return:clawback:stars=15", "stars 0 +0 -0; first-purchase", NULL},
    {"proportion: 4.02 and 8.05 add up", SEVEN("`method`:`proportion`"),
     MIXED BACK("03-02", "b", "r1", PART("2", "1")) BACK("03-03", "b2", "r1", PART("2", "1"))
         ALL("03-04", "b3", "r1"),
     "applied return:clawback:stars=9", NULL, NULL},
    {"proportion: amounts of 0.60 add up", SEVEN("`method`:`proportion`"),
     MIXED AMOUNT("03-02", "b", "0.60") AMOUNT("03-03", "b2", "0.60"),
     "applied return:clawback:stars=1", NULL, NULL},
    {"proportion, each: they do not", SEVEN("`method`:`proportion`,`refunds`:`each`"),
     MIXED AMOUNT("03-02", "b", "0.60") AMOUNT("03-03", "b2", "0.60"), "applied", NULL, NULL},
    {"line, an amount: its share of what lines earned", SEVEN("`method`:`line`"),
     MIXED AMOUNT("03-02", "b", "9.50"), "applied return:clawback:stars=8", NULL, NULL},
    {"line, an amount, then the line", SEVEN("`method`:`line`"),
     MIXED AMOUNT("03-02", "b", "9.50") BACK("03-03", "b2", "r1", PART("2", "1")),
     "applied return:clawback:stars=1", NULL, NULL},
    {"the whole by amount", SEVEN("`method`:`line`"),
     MIXED AMOUNT("03-02", "b", "9.50") AMOUNT("03-03", "b2", "9.50"),
     "applied return:clawback:stars=9", "stars 0 +0 -0; first-purchase", NULL},
    {"and nothing is left to come back", SEVEN("`method`:`line`"),
     MIXED AMOUNT("03-02", "b", "19.00") BACK("03-03", "b2", "r1", PART("1", "1")),
     "return-too-much /receipt", NULL, NULL},
    {"more than is left of the money", SEVEN("`method`:`line`"),
     MIXED BACK("03-02", "b", "r1", PART("1", "1")) AMOUNT("03-03", "b2", "9.01"),
     "return-too-much /amount", NULL, NULL},
    {"an amount and lines", SEVEN("`method`:`line`"),
     MIXED ON("03-03", "b",
              "`type`:`return`,`receipt`:{`id`:`r1`},`amount`:`1.00`,`lines`:[" PART("1", "1") "]"),
     "wrong-item /amount", NULL, NULL},
    {"an amount of nothing", SEVEN("`method`:`line`"), MIXED AMOUNT("03-02", "b", "0.00"),
     "bad-amount /amount", NULL, NULL},
    {"an amount in a purchase", SEVEN("`method`:`line`"),
     ON("03-01", "p", "`type`:`purchase`,`amount`:`1.00`,`lines`:[" LINE("1", "1", "1.00") "]"),
     "wrong-item /amount", NULL, NULL},
};

/* A point for each 1.00, and 100 from 50.00 on, with a voucher. */
#define BONUS(settings)                                                                            \
    HEAD "`currencies`:{`stars`:{}},`vouchers`:{`v`:{}},`returns`:{" settings "},`rules`:[" BASE   \
         ",{`id`:`bonus`,`on`:`purchase`,`when`:`total >= 5000`,`earn`:{`stars`:100},`issue`:"     \
         "`v`}]}"
#define SIXTY SALE("03-01", "r1", LINE("1", "1", "20.00") "," LINE("2", "2", "20.00"))
/* One rule, run again over a part of what it saw. */
#define ONE(members)                                                                               \
    HEAD "`attributes`:{`event`:{`vip`:`boolean`},`line`:{`own`:`boolean`}},`currencies`:{"        \
         "`stars`:{`payment`:{`step`:10,`value`:`1.00`}}},`returns`:{`method`:`re-evaluate`},"     \
         "`caps`:[{`id`:`cap`,`currency`:`stars`,`limit`:50,`per`:`day`}],`rules`:[{`id`:`r`,"     \
         "`on`:`purchase`," members "}]}"
#define RICH                                                                                       \
    ON("03-01", "r1",                                                                              \
       "`type`:`purchase`,`store`:`s1`,`channel`:`app`,`codes`:[`SPRING`],`attributes`:{`vip`:"    \
       "true},`lines`:[{`id`:`1`,`sku`:`A`,`category`:`food/cake`,`quantity`:2,`unit_price`:"      \
       "`10.00`,`tags`:[`hot`],`attributes`:{`own`:true}},{`id`:`2`,`sku`:`B`,`unit_price`:"       \
       "`30.00`,`tax`:`3.00`,`discount`:`10.00`}]")
#define HALF BACK("03-02", "b", "r1", PART("1", "1"))

static const row again_rows[] = {
    {"line: a bonus stays with what is kept", BONUS("`method`:`line`"),
     SIXTY BACK("03-02", "b", "r1", PART("1", "1")), "applied return:clawback:stars=20", NULL,
     NULL},
    {"re-evaluate: what is kept would not have earned it",
     BONUS("`method`:`re-evaluate`,`rewards`:`void`"),
     SIXTY BACK("03-02", "b", "r1", PART("1", "1")),
     "applied return:clawback:stars=120 return:void:v=1", NULL, NULL},
    {"re-evaluate: and then no more", BONUS("`method`:`re-evaluate`,`rewards`:`void`"),
     SIXTY BACK("03-02", "b", "r1", PART("1", "1")) ALL("03-03", "b2", "r1"),
     "applied return:clawback:stars=40", "stars 0 +0 -0; first-purchase", NULL},
    {"re-evaluate: still above the threshold", BONUS("`method`:`re-evaluate`"),
     SIXTY AMOUNT("03-02", "b", "10.00"), "applied return:clawback:stars=10", NULL, NULL},
    {"re-evaluate: below it by an amount", BONUS("`method`:`re-evaluate`"),
     SIXTY AMOUNT("03-02", "b", "10.01"), "applied return:clawback:stars=111", NULL, NULL},
    {"re-evaluate, each: what comes back had not earned it",
     BONUS("`method`:`re-evaluate`,`refunds`:`each`"),
     SIXTY BACK("03-02", "b", "r1", PART("1", "1")), "applied return:clawback:stars=20", NULL,
     NULL},
    {"re-evaluate, each: the last takes the rest", BONUS("`method`:`re-evaluate`,`refunds`:`each`"),
     SIXTY BACK("03-02", "b", "r1", PART("1", "1")) ALL("03-03", "b2", "r1"),
     "applied return:clawback:stars=140", "stars 0 +0 -0; first-purchase", NULL},
    {"a void takes all", BONUS("`method`:`re-evaluate`"), SIXTY VOID("03-02", "b", "r1"),
     "applied void:clawback:stars=160", NULL, NULL},
    {"the customer of the sale: it was his first",
     ONE("`when`:`customer.purchases == 0 && customer.stage == 'prospect'`,`earn`:{`stars`:"
         "`total.per(1000)`}"),
     RICH HALF, "applied return:clawback:stars=1", NULL, NULL},
    {"the place of the sale",
     ONE("`when`:`event.store == 's1' && event.channel == 'app' && event.source == 'till' && "
         "event.attributes.vip`,`earn`:{`stars`:`total.per(1000)`}"),
     RICH HALF, "applied return:clawback:stars=1", NULL, NULL},
    {"the time of the sale",
     ONE("`when`:`event.local.day == 1`,`earn`:{`stars`:`total.per(1000)`}"), RICH HALF,
     "applied return:clawback:stars=1", NULL, NULL},
    {"the codes of the sale",
     ONE("`when`:`'SPRING' in event.codes`,`earn`:{`stars`:`total.per(1000)`}"), RICH HALF,
     "applied return:clawback:stars=1", NULL, NULL},
    {"the lines of the sale",
     ONE("`earn`:{`stars`:`spend(lines.filter(l, l.sku == 'A' && l.category.under('food') && "
         "'hot' in l.tags && l.attributes.own)).per(100)`}"),
     RICH HALF, "applied return:clawback:stars=10", NULL, NULL},
    {"tax and discount of the lines that stay",
     ONE("`when`:`lines.exists(l, l.tax == 300 && l.discount == 1000)`,`earn`:{`stars`:"
         "`total.per(1000)`}"),
     RICH HALF, "applied return:clawback:stars=1", NULL, NULL},
    {"what points paid, in its share", ONE("`earn`:{`stars`:`(total - paid).per(100)`}"),
     ON("02-01", "e", "`type`:`enrol`") GIVE("02-02", "g", "100")
         PAID("03-01", "r1", "100", LINE("1", "2", "10.00")) HALF,
     "applied return:clawback:stars=5", NULL, NULL},
    {"a cap that the rest still fills", ONE("`earn`:{`stars`:`total.per(100)`}"),
     SALE("03-01", "r1", LINE("1", "8", "10.00")) BACK("03-02", "b", "r1", PART("1", "2")),
     "applied", NULL, NULL},
    {"and does not fill any more", ONE("`earn`:{`stars`:`total.per(100)`}"),
     SALE("03-01", "r1", LINE("1", "8", "10.00")) BACK("03-02", "b", "r1", PART("1", "4")),
     "applied return:clawback:stars=10", NULL, NULL},
    {"what would have earned more earns no more",
     ONE("`earn`:{`stars`:`total < 2500 ? total.per(100) : 3`}"),
     SALE("03-01", "r1", LINE("1", "3", "10.00")) BACK("03-02", "b", "r1", PART("1", "1")),
     "applied", "stars 3 +0 -0; first-purchase", NULL},
};

#define PARK(more) HEAD "`currencies`:{`stars`:{}},`returns`:{`unknown`:`park`" more "}," RULES
#define ONCE "},`promotions`:[{`id`:`half`,`percent`:50,`limit`:{`customer`:1}}],`let`:{"
#define TWENTY(day) SALE(day, "r1", LINE("1", "2", "10.00"))
#define FIRST "applied base:earn:stars=20 first purchase:stage:first-purchase"

static const row park_rows[] = {
    {"refused", HEAD "`currencies`:{`stars`:{}}," RULES,
     ON("02-01", "e", "`type`:`enrol`") ALL("03-02", "b", "r1"), "unknown-receipt /receipt", NULL,
     NULL},
    {"parked", PARK(""), ON("02-01", "e", "`type`:`enrol`") ALL("03-02", "b", "r1"),
     "applied returns:park:r1=1", "stars 0 +0 -0; prospect", NULL},
    {"parked, of somebody unknown", PARK(""), ALL("03-02", "b", "r1"), "applied returns:park:r1=1",
     "stars 0 +0 -0; prospect", NULL},
    {"of somebody who must enrol", PARK("},`join`:`enrol`,`let`:{"), ALL("03-02", "b", "r1"),
     "unknown-customer /customer", NULL, NULL},
    {"until the sale comes", PARK(""), ALL("03-02", "b", "r1") TWENTY("03-01"),
     FIRST " returns:unpark:b=1 return:clawback:stars=20", "stars 0 +0 -0; first-purchase", NULL},
    {"several, in their order", PARK(""),
     BACK("03-02", "b", "r1", PART("1", "1")) AMOUNT("03-02", "b2", "4.00") TWENTY("03-01"),
     FIRST " returns:unpark:b=1 return:clawback:stars=10 returns:unpark:b2=1 "
           "return:clawback:stars=4",
     "stars 6 +0 -0; first-purchase", NULL},
    {"and the receipt knows of it", PARK(""),
     BACK("03-02", "b", "r1", PART("1", "1")) TWENTY("03-01")
         BACK("03-03", "b2", "r1", PART("1", "2")),
     "return-too-much /lines/0/quantity", NULL, NULL},
    {"a void", PARK(""), VOID("03-02", "v", "r1") TWENTY("03-01"),
     FIRST " returns:unpark:v=1 void:clawback:stars=20", "stars 0 +0 -0; first-purchase", NULL},
    {"by running the rules again", PARK(",`method`:`re-evaluate`"),
     BACK("03-02", "b", "r1", PART("1", "1")) TWENTY("03-01"),
     FIRST " returns:unpark:b=1 return:clawback:stars=10", NULL, NULL},
    {"of another sale", PARK(""), ALL("03-02", "b", "r2") TWENTY("03-01"), FIRST, NULL, NULL},
    {"what the sale would have refused", PARK(""),
     BACK("03-02", "b", "r1", PART("1", "3")) TWENTY("03-01"),
     FIRST " returns:error:return-too-much=0 returns:unpark:b=0/1",
     "stars 20 +0 -0; first-purchase", NULL},
    {"it waits thirty days", PARK(""), ALL("03-02", "b", "r1") TWENTY("03-31"),
     FIRST " returns:unpark:b=1 return:clawback:stars=20", NULL, NULL},
    {"and no longer", PARK(""), ALL("03-02", "b", "r1") TWENTY("04-01"),
     "applied returns:unpark:b=0/1 base:earn:stars=20 first purchase:stage:first-purchase",
     "stars 20 +0 -0; first-purchase", NULL},
    {"or as long as the program says", PARK(",`park`:`P5D`"),
     ALL("03-02", "b", "r1") ON("03-07", "v", "`type`:`visit`"), "applied returns:unpark:b=0/1",
     NULL, NULL},
    {"it gives back the use of a promotion", PARK(ONCE),
     ALL("03-02", "b", "r1") TWENTY("03-01") SALE("03-03", "r2", LINE("1", "1", "10.00")),
     "applied half:discount:1=500 5.00 basket:price:discount=500 5.00 basket:price:subtotal=500 "
     "5.00 "
     "basket:price:tax=0 basket:price:total=500 5.00 base:earn:stars=5 bought again:stage:repeat",
     NULL, NULL},
    {"of its own sale, not of the one that came back before", PARK(ONCE),
     SALE("03-01", "r0", LINE("1", "1", "10.00")) ALL("03-02", "b0", "r0")
         SALE("03-03", "r2", LINE("1", "1", "10.00")) ALL("03-04", "b", "r1") TWENTY("03-05")
             SALE("03-06", "r3", LINE("1", "1", "10.00")),
     "applied basket:price:discount=0 basket:price:subtotal=1000 10.00 basket:price:tax=0 "
     "basket:price:total=1000 10.00 base:earn:stars=10",
     NULL, NULL},
    {"a return that comes too late to wait", PARK(""),
     ON("05-01", "v", "`type`:`visit`") ALL("03-02", "b", "r1"), "unknown-receipt /receipt", NULL,
     NULL},
};

/* `back`: elements of `returned`. */
#define SWAP(day, id, sale, back, lines)                                                           \
    ON(day, id,                                                                                    \
       "`type`:`exchange`,`receipt`:{`id`:`" sale "`},`returned`:[" back "],`lines`:[" lines "]")
#define SWAP_RULES(settings)                                                                       \
    HEAD "`currencies`:{`stars`:{`expires`:{`after`:`P12M`}" settings "}},`vouchers`:{`v`:{}},"    \
         "`rules`:[" BASE ",{`id`:`visit`,`on`:`purchase`,`earn`:{`stars`:5},`issue`:`v`}]}"
#define TWO SALE("03-01", "r1", LINE("1", "1", "20.00") "," LINE("2", "1", "10.00"))

static const row exchange_rows[] = {
    {"for something dearer: the difference has a new date", SWAP_RULES(""),
     TWO SWAP("04-01", "x", "r1", PART("1", "1"), LINE("9", "1", "26.00")),
     "applied base:earn:stars=26 exchange:clawback:stars=20", "stars 41 +0 -0; first-purchase",
     "35 6"},
    {"for something cheaper: the rest goes", SWAP_RULES(""),
     TWO SWAP("04-01", "x", "r1", PART("1", "1"), LINE("9", "1", "12.00")),
     "applied base:earn:stars=12 exchange:clawback:stars=20", "stars 27 +0 -0; first-purchase",
     "27"},
    {"for another size: nothing moves", SWAP_RULES(""),
     TWO SWAP("04-01", "x", "r1", PART("1", "1"), LINE("9", "1", "20.00")),
     "applied base:earn:stars=20 exchange:clawback:stars=20", "stars 35 +0 -0; first-purchase",
     "35"},
    {"of everything: the new basket is the purchase", SWAP_RULES(""),
     TWO SWAP("04-01", "x", "r1", "", LINE("9", "1", "40.00")),
     "applied base:earn:stars=40 visit:earn:stars=5 visit:issue:v=1 exchange:clawback:stars=35",
     "stars 45 +0 -0; first-purchase", "35 10"},
    {"when points are spent, the new ones stand in", SWAP_RULES(""),
     TWO GIVE("03-05", "g", "-30")
         SWAP("04-01", "x", "r1", PART("1", "1"), LINE("9", "1", "20.00")),
     NULL, "stars 5 +0 -0; first-purchase", "5"},
    {"and debt stays as it was", SWAP_RULES(""),
     TWO SALE("03-02", "r2", LINE("1", "1", "50.00")) GIVE("03-05", "g", "-60")
         ALL("03-06", "b", "r2") SWAP("04-01", "x", "r1", PART("1", "1"), LINE("9", "1", "20.00")),
     NULL, "stars 0 +0 -25; repeat", ""},
    {"its own return takes what stayed and what came", SWAP_RULES(""),
     TWO SWAP("04-01", "x", "r1", PART("1", "1"), LINE("9", "1", "26.00")) ALL("04-02", "b", "x"),
     "applied return:clawback:stars=6 return:clawback:stars=20", "stars 15 +0 -0; first-purchase",
     "15"},
    {"then the rest of the sale", SWAP_RULES(""),
     TWO SWAP("04-01", "x", "r1", PART("1", "1"), LINE("9", "1", "26.00")) ALL("04-02", "b", "x")
         ALL("04-03", "b2", "r1"),
     "applied return:clawback:stars=15", "stars 0 +0 -0; first-purchase", ""},
    {"what was changed cannot come back", SWAP_RULES(""),
     TWO SWAP("04-01", "x", "r1", PART("1", "1"), LINE("9", "1", "26.00"))
         BACK("04-02", "b", "r1", PART("1", "1")),
     "return-too-much /lines/0/quantity", NULL, NULL},
    {"more than was sold", SWAP_RULES(""),
     TWO SWAP("04-01", "x", "r1", PART("1", "2"), LINE("9", "1", "1.00")),
     "return-too-much /returned/0/quantity", NULL, NULL},
    {"twice the same line", SWAP_RULES(""),
     TWO SWAP("04-01", "x", "r1", PART("1", "1") "," PART("1", "1"), LINE("9", "1", "1.00")),
     "return-too-much /returned/1/quantity", NULL, NULL},
    {"a line that was not sold", SWAP_RULES(""),
     TWO SWAP("04-01", "x", "r1", PART("7", "1"), LINE("9", "1", "1.00")),
     "unknown-line /returned/0/id", NULL, NULL},
    {"for nothing", SWAP_RULES(""), TWO SWAP("04-01", "x", "r1", PART("1", "1"), ""),
     "missing-lines /lines", NULL, NULL},
    {"of an unknown sale", SWAP_RULES(""),
     TWO SWAP("04-01", "x", "r7", PART("1", "1"), LINE("9", "1", "1.00")),
     "unknown-receipt /receipt", NULL, NULL},
    {"too late", SWAP_RULES("},`hearts`:{"),
     "{`source`:`till`,`id`:`r1`,`customer`:`c1`,`time`:`2025-01-01T10:00:00Z`,`type`:`purchase`,"
     "`lines`:[" LINE("1", "1", "1.00") "]}\n" SWAP("04-01", "x", "r1", "", LINE("9", "1", "1.00")),
     "return-too-late /time", NULL, NULL},
};

/* A sale by one version of a program, its return by the next. */
typedef struct versions {
    const char *name;
    const char *sold, *back;
    const char *events; /* of the return */
    const char *outcome;
} versions;

#define RATE(version, settings, rules)                                                             \
    "{`loyalty`:1,`program`:`t`,`version`:" version                                                \
    ",`money`:`EUR`,`currencies`:{`stars`:{}},`returns`:{" settings "},`rules`:[" rules "]}"
#define FULL_RATE "{`id`:`r`,`on`:`purchase`,`earn`:{`stars`:`spend(lines).per(100)`}}"
#define HALF_RATE "{`id`:`r`,`on`:`purchase`,`earn`:{`stars`:`spend(lines).per(200)`}}"
#define DOUBLE_RATE "{`id`:`r`,`on`:`purchase`,`earn`:{`stars`:`spend(lines).per(50)`}}"
#define CURRENT "`rules`:`current`"
#define AGAIN "`method`:`re-evaluate`"
#define ONE_OF_THREE BACK("03-02", "b", "r1", PART("1", "1"))

static const versions version_rows[] = {
    {"the rules of the sale", RATE("1", "", FULL_RATE), RATE("2", "", HALF_RATE), ONE_OF_THREE,
     "applied return:clawback:stars=10"},
    {"the present rules give half", RATE("1", CURRENT, FULL_RATE), RATE("2", CURRENT, HALF_RATE),
     ONE_OF_THREE, "applied return:clawback:stars=5"},
    {"also for the whole", RATE("1", CURRENT, FULL_RATE), RATE("2", CURRENT, HALF_RATE),
     ALL("03-02", "b", "r1"), "applied return:clawback:stars=15"},
    {"more than was given is not taken", RATE("1", CURRENT, FULL_RATE),
     RATE("2", CURRENT, DOUBLE_RATE), ALL("03-02", "b", "r1"), "applied return:clawback:stars=30"},
    {"a rule that is gone takes nothing", RATE("1", CURRENT, FULL_RATE), RATE("2", CURRENT, ""),
     ALL("03-02", "b", "r1"), "applied"},
    {"but a void takes all", RATE("1", CURRENT, FULL_RATE), RATE("2", CURRENT, ""),
     VOID("03-02", "b", "r1"), "applied void:clawback:stars=30"},
    {"in proportion", RATE("1", CURRENT, FULL_RATE),
     RATE("2", CURRENT ",`method`:`proportion`", HALF_RATE), ONE_OF_THREE,
     "applied return:clawback:stars=5"},
    {"run again, by the present rules", RATE("1", CURRENT, FULL_RATE),
     RATE("2", CURRENT "," AGAIN, HALF_RATE), ONE_OF_THREE, "applied return:clawback:stars=5"},
    {"the present rules, each", RATE("1", CURRENT, FULL_RATE),
     RATE("2", CURRENT ",`refunds`:`each`", HALF_RATE), ONE_OF_THREE,
     "applied return:clawback:stars=5"},
    {"rules of a sale that are not at hand: by line", RATE("1", AGAIN, FULL_RATE),
     RATE("2", AGAIN, HALF_RATE), ONE_OF_THREE, "applied return:clawback:stars=10"},
    {"a sale from before the setting: by line", RATE("1", "", FULL_RATE),
     RATE("2", AGAIN, FULL_RATE), ONE_OF_THREE, "applied return:clawback:stars=10"},
    {"a sale from before the present rules were asked for", RATE("1", "", FULL_RATE),
     RATE("2", CURRENT, ""), ONE_OF_THREE, "applied return:clawback:stars=10"},
};

#define CARD(rewards, give, expires)                                                               \
    HEAD "`currencies`:{`stars`:{}},`counters`:{`card`:{`every`:3,`issue`:`v`}},`returns`:{"       \
         "`rewards`:`" rewards "`},`rewards`:[{`id`:`coffee`," give "}],`vouchers`:{`v`:{"         \
         "`reward`:`coffee`" expires "}},`rules`:[{`id`:`stamp`,`on`:`purchase`,`earn`:{`stars`:"  \
         "20},`count`:{`card`:`lines.map(l, l.quantity).sum()`}}]}"
#define DEAR "`price`:{`stars`:15},`give`:{`text`:`a coffee`}"
#define CHEAP "`give`:{`discount`:`2.50`}"
#define CUPS(day, id, cups) SALE(day, id, LINE("1", cups, "4.00"))
#define USE(day, id) ON(day, id, "`type`:`redeem`,`voucher`:`v`")
#define GIFT(rewards)                                                                              \
    HEAD "`currencies`:{`stars`:{}},`returns`:{`rewards`:`" rewards "`},`vouchers`:{`v`:{}},"      \
         "`rules`:[{`id`:`gift`,`on`:`purchase`,`issue`:`v`}]}"

static const row reward_rows[] = {
    {"keep", CARD("keep", DEAR, ""), CUPS("03-01", "r1", "3") ALL("03-02", "b", "r1"),
     "applied return:clawback:stars=20 return:count:card=0", NULL, NULL},
    {"void: the card was emptied for it", CARD("void", DEAR, ""),
     CUPS("03-01", "r1", "3") ALL("03-02", "b", "r1"),
     "applied return:clawback:stars=20 return:void:v=1 return:count:card=-3", NULL, NULL},
    {"void: a part leaves the voucher covered", CARD("void", DEAR, ""),
     CUPS("03-01", "r1", "4") BACK("03-02", "b", "r1", PART("1", "1")),
     "applied return:count:card=-1", NULL, NULL},
    {"void: the next does not", CARD("void", DEAR, ""),
     CUPS("03-01", "r1", "4") BACK("03-02", "b", "r1", PART("1", "1"))
         BACK("03-03", "b2", "r1", PART("1", "2")),
     "applied return:void:v=1 return:count:card=-2", NULL, NULL},
    {"void: and what is left on the card counts on", CARD("void", DEAR, ""),
     CUPS("03-01", "r1", "4") BACK("03-02", "b", "r1", PART("1", "3")) CUPS("03-03", "r2", "2"),
     "applied stamp:earn:stars=20 stamp:count:card=2 card:issue:v=1 bought again:stage:repeat",
     NULL, NULL},
    {"void: used", CARD("void", DEAR, ""),
     CUPS("03-01", "r1", "3") USE("03-02", "u") ALL("03-03", "b", "r1"),
     "applied return:clawback:stars=20 return:void:v=0/1 return:count:card=0", NULL, NULL},
    {"void: another in the place of the used one", CARD("void", DEAR, ""),
     CUPS("03-01", "r1", "3") USE("03-02", "u") CUPS("03-03", "r2", "3") ALL("03-04", "b", "r1"),
     "applied return:clawback:stars=20 return:void:v=1 return:count:card=-3", NULL, NULL},
    {"void: lapsed, another is safe", CARD("void", DEAR, ",`expires`:`P10D`"),
     CUPS("03-01", "r1", "3") CUPS("03-20", "r2", "3") ALL("03-21", "b", "r1"),
     "applied return:clawback:stars=20 return:count:card=-3", NULL, NULL},
    {"recover: unused", CARD("recover", DEAR, ""), CUPS("03-01", "r1", "3") ALL("03-02", "b", "r1"),
     "applied return:clawback:stars=20 return:void:v=1 return:count:card=-3",
     "stars 0 +0 -0; first-purchase", NULL},
    {"recover: used, its price in points", CARD("recover", DEAR, ""),
     CUPS("03-01", "r1", "3") USE("03-02", "u") ALL("03-03", "b", "r1"),
     "applied return:clawback:stars=20 return:clawback:stars=15 return:void:v=0/1 "
     "return:count:card=-3",
     "stars 0 +0 -15; first-purchase", NULL},
    {"recover: used, its discount in money", CARD("recover", CHEAP, ""),
     CUPS("03-01", "r1", "3") USE("03-02", "u") ALL("03-03", "b", "r1"),
     "applied return:clawback:stars=20 return:void:v=0/1 2.50 return:count:card=-3",
     "stars 0 +0 -0; first-purchase", NULL},
    {"a rule's voucher stays with a part", GIFT("void"),
     CUPS("03-01", "r1", "2") BACK("03-02", "b", "r1", PART("1", "1")), "applied", NULL, NULL},
    {"and goes with the whole", GIFT("void"),
     CUPS("03-01", "r1", "2") BACK("03-02", "b", "r1", PART("1", "1")) ALL("03-03", "b2", "r1"),
     "applied return:void:v=1", NULL, NULL},
    {"or is kept", GIFT("keep"), CUPS("03-01", "r1", "2") ALL("03-03", "b2", "r1"), "applied", NULL,
     NULL},
};

/* ---- Running a row ---- */

static char documents[2][8192];

static const char *
quoted(const char *text, char *out)
{
    size_t size = strlen(text);

    assert_true(size < sizeof(documents[0]));
    for (size_t i = 0; i <= size; i++)
        out[i] = text[i] == '`' ? '"' : text[i];
    return out;
}

/* The outcome, with the money of its effects. */
static const char *
outcome_of(engine_kit *kit)
{
    static char text[2048];
    const char *all = engine_kit_outcome(kit);
    uint32_t i = 0;
    size_t used = 0;

    for (; *all != '\0'; all++) {
        text[used++] = *all;
        if (all[1] == ' ' || all[1] == '\0') {
            const loy_effect *effect = i > 0 ? loy_outcome_effect(kit->outcome, i - 1) : NULL;

            i++;
            if (effect != NULL && effect->money != 0)
                used += (size_t)snprintf(text + used, sizeof(text) - used, " %d.%02d",
                                         (int)(effect->money / 100), (int)(effect->money % 100));
        }
        assert_true(used + 64 < sizeof(text));
    }
    text[used] = '\0';
    return text;
}

static const char *
lots_of(const engine_kit *kit)
{
    static char text[512];
    size_t used = 0;

    text[0] = '\0';
    for (uint32_t i = 0; i < loy_customer_lot_count(kit->customer); i++)
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%d", i > 0 ? " " : "",
                                 (int)loy_customer_lot(kit->customer, i)->points);
    return text;
}

static void
comes_back(void **state)
{
    const row *r = *state;
    const char *customer;
    engine_kit kit;

    engine_kit_open(&kit, quoted(r->program, documents[0]));
    engine_kit_apply_all(&kit, quoted(r->events, documents[1]));
    if (r->outcome != NULL)
        assert_string_equal(outcome_of(&kit), r->outcome);
    customer = engine_kit_customer(&kit, "c1", NULL);
    if (r->customer != NULL)
        assert_string_equal(customer, r->customer);
    if (r->lots != NULL)
        assert_string_equal(lots_of(&kit), r->lots);
    engine_kit_close(&kit);
}

/* The former version is lent: its rules are run again, not the present ones. */
static void
lent_rules_are_run(void **state)
{
    engine_kit sold, back;

    (void)state;
    engine_kit_open(&sold, quoted(BONUS("`method`:`re-evaluate`"), documents[0]));
    engine_kit_apply_all(&sold, quoted(SIXTY, documents[1]));
    engine_kit_open_over(&back, quoted(RATE("2", AGAIN, HALF_RATE), documents[0]), sold.store);
    assert_int_equal(loy_engine_lend(back.engine, sold.program), LOY_OK);
    assert_int_equal(loy_engine_lend(back.engine, sold.program), LOY_OK);
    assert_int_equal(loy_engine_lend(back.engine, NULL), LOY_ERR_INVALID);
    engine_kit_apply_all(&back, quoted(BACK("03-02", "b", "r1", PART("1", "1")), documents[1]));
    assert_string_equal(outcome_of(&back), "applied return:clawback:stars=120");
    engine_kit_close(&back);
    engine_kit_close(&sold);
}

/* A sink that looks for a text in records. */
static int
look_for(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
         uint64_t revision)
{
    const char *wanted = context;
    const char *at = bytes;

    (void)id;
    (void)id_size;
    (void)revision;
    for (uint64_t i = 0; i + strlen(wanted) <= size; i++)
        if (memcmp(at + i, wanted, strlen(wanted)) == 0)
            return LOY_ERR_INVALID;
    return 1;
}

/* What the rules do not read of a person does not stand in receipts. */
static void
receipts_keep_what_rules_read(void **state)
{
    static char read[] = "platinum", unread[] = "Alabaster";
    engine_kit kit;

    (void)state;
    engine_kit_open(
        &kit, quoted(HEAD "`attributes`:{`customer`:{`plan`:`text`,`name`:`text`}},"
                          "`currencies`:{`stars`:{}},`returns`:{`method`:`re-evaluate`},"
                          "`rules`:[{`id`:`r`,`on`:`purchase`,`when`:`customer.attributes.plan"
                          " == 'platinum'`,`earn`:{`stars`:`total.per(100)`}}]}",
                     documents[0]));
    engine_kit_apply_all(&kit,
                         quoted(ON("02-01", "e",
                                   "`type`:`enrol`,`attributes`:{`plan`:`platinum`,`name`:"
                                   "`Alabaster`}") SALE("03-01", "r1", LINE("1", "3", "10.00")),
                                documents[1]));
    assert_int_equal(loy_store_walk(kit.store, LOY_KIND_EVENT, NULL, 0, look_for, unread), LOY_OK);
    assert_int_not_equal(loy_store_walk(kit.store, LOY_KIND_EVENT, NULL, 0, look_for, read),
                         LOY_OK);
    engine_kit_apply_all(&kit, quoted(BACK("03-02", "b", "r1", PART("1", "1")), documents[1]));
    assert_string_equal(outcome_of(&kit), "applied return:clawback:stars=10");
    assert_int_not_equal(loy_store_walk(kit.store, LOY_KIND_CUSTOMER, NULL, 0, look_for, unread),
                         LOY_OK);
    engine_kit_close(&kit);
}

static void
comes_back_later(void **state)
{
    const versions *v = *state;
    engine_kit sold, back;

    engine_kit_open(&sold, quoted(v->sold, documents[0]));
    engine_kit_apply_all(&sold, quoted(SALE("03-01", "r1", LINE("1", "3", "10.00")), documents[1]));
    engine_kit_open_over(&back, quoted(v->back, documents[0]), sold.store);
    engine_kit_apply_all(&back, quoted(v->events, documents[1]));
    assert_string_equal(outcome_of(&back), v->outcome);
    engine_kit_close(&back);
    engine_kit_close(&sold);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, comes_back, order_rows);
    TABLE_KIT_ROWS(&tests, comes_back, floor_rows);
    TABLE_KIT_ROWS(&tests, comes_back, burn_rows);
    TABLE_KIT_ROWS(&tests, comes_back, tier_rows);
    TABLE_KIT_ROWS(&tests, comes_back, reward_rows);
    TABLE_KIT_ROWS(&tests, comes_back, method_rows);
    TABLE_KIT_ROWS(&tests, comes_back, again_rows);
    TABLE_KIT_ROWS(&tests, comes_back, park_rows);
    TABLE_KIT_ROWS(&tests, comes_back, exchange_rows);
    TABLE_KIT_ROWS(&tests, comes_back_later, version_rows);
    table_kit_test(&tests, "lent: the rules of the sale are run", lent_rules_are_run);
    table_kit_test(&tests, "receipts keep what rules read", receipts_keep_what_rules_read);
    return table_kit_run(&tests, "policy_returns");
}
