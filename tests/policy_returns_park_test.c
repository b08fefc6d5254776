/*
 * policy_returns_park_test.c -- a return whose sale is not known is refused, or waits for it.
 */
#include "kit/returns_kit.h"

#define PARK(more) HEAD "`currencies`:{`stars`:{}},`returns`:{`unknown`:`park`" more "}," RULES
#define ONCE "},`promotions`:[{`id`:`half`,`percent`:50,`limit`:{`customer`:1}}],`let`:{"
#define TWENTY(day) SALE(day, "r1", LINE("1", "2", "10.00"))
#define FIRST "applied base:earn:stars=20 first purchase:stage:first-purchase"

static const returns_row park_rows[] = {
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
     FIRST " returns:unpark:b=1 return:clawback:stars=20 return:stage:prospect",
     "stars 0 +0 -0; prospect", NULL},
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
     FIRST " returns:unpark:v=1 void:clawback:stars=20 void:stage:prospect",
     "stars 0 +0 -0; prospect", NULL},
    {"by running the rules again", PARK(",`method`:`re-evaluate`"),
     BACK("03-02", "b", "r1", PART("1", "1")) TWENTY("03-01"),
     FIRST " returns:unpark:b=1 return:clawback:stars=10", NULL, NULL},
    {"of another sale", PARK(""), ALL("03-02", "b", "r2") TWENTY("03-01"), FIRST, NULL, NULL},
    {"what the sale would have refused", PARK(""),
     BACK("03-02", "b", "r1", PART("1", "3")) TWENTY("03-01"),
     FIRST " returns:error:return-too-much=0 returns:unpark:b=0/1",
     "stars 20 +0 -0; first-purchase", NULL},
    {"it waits thirty days", PARK(""), ALL("03-02", "b", "r1") TWENTY("03-31"),
     FIRST " returns:unpark:b=1 return:clawback:stars=20 return:stage:prospect", NULL, NULL},
    {"and no longer", PARK(""), ALL("03-02", "b", "r1") TWENTY("04-01"),
     "applied returns:unpark:b=0/1 base:earn:stars=20 first purchase:stage:first-purchase",
     "stars 20 +0 -0; first-purchase", NULL},
    {"or as long as the program says", PARK(",`park`:`P5D`"),
     ALL("03-02", "b", "r1") ON("03-07", "v", "`type`:`visit`"), "applied returns:unpark:b=0/1",
     NULL, NULL},
    {"it gives back the use of a promotion", PARK(ONCE),
     ALL("03-02", "b", "r1") TWENTY("03-01") SALE("03-03", "r2", LINE("1", "1", "10.00")),
     "applied half:discount:1=500 5.00 basket:price:discount=500 5.00 basket:price:subtotal=500 "
     "5.00 basket:price:tax=0 basket:price:total=500 5.00 base:earn:stars=5 first "
     "purchase:stage:first-purchase",
     NULL, NULL},
    {"of its own sale, not of the one that came back before", PARK(ONCE),
     SALE("03-01", "r0", LINE("1", "1", "10.00")) ALL("03-02", "b0", "r0")
         SALE("03-03", "r2", LINE("1", "1", "10.00")) ALL("03-04", "b", "r1") TWENTY("03-05")
             SALE("03-06", "r3", LINE("1", "1", "10.00")),
     "applied basket:price:discount=0 basket:price:subtotal=1000 10.00 basket:price:tax=0 "
     "basket:price:total=1000 10.00 base:earn:stars=10 bought again:stage:repeat",
     NULL, NULL},
    {"a return that comes too late to wait", PARK(""),
     ON("05-01", "v", "`type`:`visit`") ALL("03-02", "b", "r1"), "unknown-receipt /receipt", NULL,
     NULL},
};

int
main(void)
{
    static table_kit tests;

    TABLE_KIT_ROWS(&tests, returns_kit_run, park_rows);
    return table_kit_run(&tests, "policy returns park");
}
