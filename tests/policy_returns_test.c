/*
 * policy_returns_test.c -- where points that come back are taken from, how many a part of a
 * sale takes, and what becomes of points that paid for it.
 */
#include "kit/returns_kit.h"

/* 20 points of March, 30 of April, 10 of May. */
#define THREE                                                                                      \
    SALE("03-01", "r1", LINE("1", "1", "20.00"))                                                   \
    SALE("04-01", "r2", LINE("1", "1", "30.00"))                                                   \
    SALE("05-01", "r3", LINE("1", "1", "10.00"))

static const returns_row order_rows[] = {
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
    {"of lots with one end that of the sale's day",
     HEAD "`currencies`:{`stars`:{`spend_order`:`oldest`}}," RULES, THREE ALL("05-03", "b", "r1"), NULL,
     NULL, "30 10"},
    {"of lots with one end the newest where that of the sale's day is gone",
     HEAD "`currencies`:{`stars`:{`spend_order`:`oldest`}}," RULES,
     THREE GIVE("05-02", "g", "-35") ALL("05-03", "b", "r1"), NULL, NULL, "5"},
};

static const returns_row floor_rows[] = {
    {"debt", LOTS("") RULES,
     SALE("03-01", "r1", LINE("1", "1", "20.00")) GIVE("03-02", "g", "-15") ALL("03-03", "b", "r1"),
     "applied return:clawback:stars=20 return:stage:prospect", "stars 0 +0 -15; prospect", ""},
    {"zero", LOTS(",`floor`:`zero`") RULES,
     SALE("03-01", "r1", LINE("1", "1", "20.00")) GIVE("03-02", "g", "-15") ALL("03-03", "b", "r1"),
     "applied return:clawback:stars=5/20 return:write-off:stars=15 return:stage:prospect",
     "stars 0 +0 -0; prospect", ""},
    {"pending: what is still pending goes", LOTS(",`pending`:`P14D`,`floor`:`pending`") RULES,
     SALE("03-01", "r1", LINE("1", "1", "20.00")) SALE("03-05", "r2", LINE("1", "1", "30.00"))
         ALL("03-06", "b", "r1"),
     "applied return:clawback:stars=20 return:stage:first-purchase",
     "stars 0 +30 -0; first-purchase", "30"},
    {"pending: what has matured stays, and other pending points go before it",
     LOTS(",`pending`:`P14D`,`floor`:`pending`") RULES,
     SALE("03-01", "r1", LINE("1", "1", "20.00")) SALE("03-20", "r2", LINE("1", "1", "5.00"))
         ALL("03-21", "b", "r1"),
     "applied return:clawback:stars=5/20 return:write-off:stars=15 return:stage:first-purchase",
     "stars 20 +0 -0; first-purchase", "20"},
    {"refund: what is missing is kept from the money paid back",
     LOTS(",`floor`:`refund`," PAYS) RULES,
     SALE("03-01", "r1", LINE("1", "1", "20.00")) GIVE("03-02", "g", "-15") ALL("03-03", "b", "r1"),
     "applied return:clawback:stars=5/20 return:recover:stars=15 1.50 return:stage:prospect",
     "stars 0 +0 -0; prospect", ""},
    {"refund: several returns keep what one would",
     LOTS(",`floor`:`refund`,`payment`:{`step`:3,`value`:`0.01`}") RULES,
     SALE("03-01", "r1", LINE("1", "4", "1.00")) GIVE("03-02", "g", "-4")
         BACK("03-03", "b1", "r1", PART("1", "2")) BACK("03-03", "b2", "r1", PART("1", "2")),
     "applied return:clawback:stars=0/2 return:recover:stars=2 0.01 return:stage:prospect",
     "stars 0 +0 -0; prospect", ""},
    {"refund: never more than is paid back",
     LOTS(",`floor`:`refund`,`payment`:{`step`:1,`value`:`5.00`}") RULES,
     SALE("03-01", "r1", LINE("1", "1", "20.00")) GIVE("03-02", "g", "-15") ALL("03-03", "b", "r1"),
     "applied return:clawback:stars=5/20 return:recover:stars=4/15 20.00 return:stage:prospect",
     "stars 0 +0 -0; prospect", ""},
};

#define BURNT                                                                                      \
    GIVE("03-01", "g1", "15")                                                                      \
    GIVE("04-01", "g2", "25")                                                                      \
    PAID("05-01", "r1", "30", LINE("1", "3", "10.00"))

static const returns_row burn_rows[] = {
    {"full: nothing for a part", LOTS("," PAYS) RULES,
     ON("01-01", "e", "`type`:`enrol`") BURNT BACK("05-02", "b", "r1", PART("1", "2")),
     "applied return:clawback:stars=20", NULL, "10 10"},
    {"full: everything with the last", LOTS("," PAYS) RULES,
     ON("01-01", "e", "`type`:`enrol`") BURNT BACK("05-02", "b", "r1", PART("1", "2"))
         BACK("05-03", "b2", "r1", PART("1", "1")),
     "applied return:clawback:stars=10 return:restore:stars=15 1.50 return:restore:stars=15 1.50 "
     "return:stage:prospect",
     NULL, "15 25"},
    {"share: two thirds, what was taken last comes back first",
     LOTS("," PAYS) "`returns`:{`burns`:`share`}," RULES,
     ON("01-01", "e", "`type`:`enrol`") BURNT BACK("05-02", "b", "r1", PART("1", "2")),
     "applied return:clawback:stars=20 return:restore:stars=15 1.50 return:restore:stars=5 0.50",
     NULL, "5 25 10"},
    {"share: and the rest with the rest", LOTS("," PAYS) "`returns`:{`burns`:`share`}," RULES,
     ON("01-01", "e", "`type`:`enrol`") BURNT BACK("05-02", "b", "r1", PART("1", "2"))
         BACK("05-03", "b2", "r1", PART("1", "1")),
     "applied return:clawback:stars=10 return:restore:stars=10 1.00 return:stage:prospect", NULL,
     "15 25"},
    {"never", LOTS("," PAYS) "`returns`:{`burns`:`never`}," RULES,
     ON("01-01", "e", "`type`:`enrol`") BURNT ALL("05-02", "b", "r1"),
     "applied return:clawback:stars=30 return:stage:prospect", NULL, "10"},
    {"never, but the sale was void", LOTS("," PAYS) "`returns`:{`burns`:`never`}," RULES,
     ON("01-01", "e", "`type`:`enrol`") BURNT VOID("05-02", "b", "r1"),
     "applied void:clawback:stars=30 void:restore:stars=15 1.50 void:restore:stars=15 1.50 "
     "void:stage:prospect",
     NULL, "15 25"},
};

/* Seven points over 10.00 and 2 times 4.50: 4 and 3. */
#define SEVEN(settings)                                                                            \
    HEAD "`currencies`:{`stars`:{}},`returns`:{" settings "},`rules`:[{`id`:`base`,`on`:"          \
         "`purchase`,`earn`:{`stars`:`spend(lines) * 7 / 1900`}},{`id`:`cake`,`on`:`purchase`,"    \
         "`earn`:{`stars`:`10 * size(lines.filter(l, l.sku == 'CAKE'))`}}]}"
#define MIXED                                                                                      \
    SALE("03-01", "r1", "{`id`:`1`,`sku`:`CAKE`,`unit_price`:`10.00`}," LINE("2", "2", "4.50"))

#define OF_TOTAL(amount)                                                                           \
    HEAD "`let`:{`base`:`total.per(100)`},`currencies`:{`stars`:{}},`rules`:[{`id`:`r`,`on`:"      \
         "`purchase`,`earn`:{`stars`:" amount "}}]}"

static const returns_row method_rows[] = {
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
     "applied return:clawback:stars=15 return:stage:prospect", "stars 0 +0 -0; prospect", NULL},
    {"proportion: 4.02 and 8.05 add up", SEVEN("`method`:`proportion`"),
     MIXED BACK("03-02", "b", "r1", PART("2", "1")) BACK("03-03", "b2", "r1", PART("2", "1"))
         ALL("03-04", "b3", "r1"),
     "applied return:clawback:stars=9 return:stage:prospect", NULL, NULL},
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
     "applied return:clawback:stars=9 return:stage:prospect", "stars 0 +0 -0; prospect", NULL},
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

int
main(void)
{
    static table_kit tests;

    TABLE_KIT_ROWS(&tests, returns_kit_run, order_rows);
    TABLE_KIT_ROWS(&tests, returns_kit_run, floor_rows);
    TABLE_KIT_ROWS(&tests, returns_kit_run, burn_rows);
    TABLE_KIT_ROWS(&tests, returns_kit_run, method_rows);
    return table_kit_run(&tests, "policy returns");
}
