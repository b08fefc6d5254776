/*
 * policy_exchange_test.c -- lines that come back for others: what stays, what moves, what is
 * refused.
 */
#include "kit/returns_kit.h"

/* `back`: elements of `returned`. */
#define SWAP(day, id, sale, back, lines)                                                           \
    ON(day, id,                                                                                    \
       "`type`:`exchange`,`receipt`:{`id`:`" sale "`},`returned`:[" back "],`lines`:[" lines "]")
#define SWAP_RULES(settings)                                                                       \
    HEAD "`currencies`:{`stars`:{`expires`:{`after`:`P12M`}" settings "}},`vouchers`:{`v`:{}},"    \
         "`rules`:[" BASE ",{`id`:`visit`,`on`:`purchase`,`earn`:{`stars`:5},`issue`:`v`}]}"
#define TWO SALE("03-01", "r1", LINE("1", "1", "20.00") "," LINE("2", "1", "10.00"))

static const returns_row exchange_rows[] = {
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
    {"of everything that came in exchange for a part: it is no purchase either", SWAP_RULES(""),
     TWO SWAP("04-01", "x", "r1", PART("1", "1"), LINE("9", "1", "26.00"))
         SWAP("04-02", "y", "x", "", LINE("8", "1", "30.00")),
     "applied base:earn:stars=30 exchange:clawback:stars=6 exchange:clawback:stars=20",
     "stars 45 +0 -0; first-purchase", "35 6 4"},
    {"what is not earned again gives no part to what is rounded together",
     HEAD "`currencies`:{`stars`:{`expires`:{`after`:`P12M`},`round_at`:`event`}},`rules`:[" BASE
          ",{`id`:`visit`,`on`:`purchase`,`earn`:{`stars`:1}},{`id`:`half`,`on`:`purchase`,"
          "`multiply`:{`stars`:`1.5`}}]}",
     TWO SWAP("04-01", "x", "r1", PART("1", "1"), LINE("9", "1", "21.00")), NULL,
     "stars 47 +0 -0; first-purchase", NULL},
    {"when points are spent, the new ones stand in", SWAP_RULES(""),
     TWO GIVE("03-05", "g", "-30")
         SWAP("04-01", "x", "r1", PART("1", "1"), LINE("9", "1", "20.00")),
     NULL, "stars 5 +0 -0; first-purchase", "5"},
    {"and debt stays as it was", SWAP_RULES(""),
     TWO SALE("03-02", "r2", LINE("1", "1", "50.00")) GIVE("03-05", "g", "-60")
         ALL("03-06", "b", "r2") SWAP("04-01", "x", "r1", PART("1", "1"), LINE("9", "1", "20.00")),
     NULL, "stars 0 +0 -25; first-purchase", ""},
    {"its own return takes what stayed and what came", SWAP_RULES(""),
     TWO SWAP("04-01", "x", "r1", PART("1", "1"), LINE("9", "1", "26.00")) ALL("04-02", "b", "x"),
     "applied return:clawback:stars=6 return:clawback:stars=20", "stars 15 +0 -0; first-purchase",
     "15"},
    {"then the rest of the sale", SWAP_RULES(""),
     TWO SWAP("04-01", "x", "r1", PART("1", "1"), LINE("9", "1", "26.00")) ALL("04-02", "b", "x")
         ALL("04-03", "b2", "r1"),
     "applied return:clawback:stars=15 return:stage:prospect", "stars 0 +0 -0; prospect", ""},
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

int
main(void)
{
    static table_kit tests;

    TABLE_KIT_ROWS(&tests, returns_kit_run, exchange_rows);
    return table_kit_run(&tests, "policy exchange");
}
