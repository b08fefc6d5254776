/*
 * policy_returns_rewards_test.c -- what becomes of vouchers and stamps that a returned sale gave.
 */
#include "kit/returns_kit.h"

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

#define GIFTS(method)                                                                              \
    HEAD "`currencies`:{`stars`:{}},`returns`:{`rewards`:`void`,`method`:`" method                 \
         "`},`vouchers`:{`v`:{}},`rules`:[{`id`:`gift`,`on`:`purchase`,`issue`:`v`},{`id`:"        \
         "`more`,`on`:`purchase`,`issue`:`v`}]}"

static const returns_row reward_rows[] = {
    {"keep", CARD("keep", DEAR, ""), CUPS("03-01", "r1", "3") ALL("03-02", "b", "r1"),
     "applied return:clawback:stars=20 return:count:card=0 return:stage:prospect", NULL, NULL},
    {"keep: what a void says never was", CARD("keep", DEAR, ""),
     CUPS("03-01", "r1", "3") ON("03-02", "b", "`type`:`void`,`receipt`:{`id`:`r1`}"),
     "applied void:clawback:stars=20 void:void:v=1 void:count:card=-3 void:stage:prospect", NULL,
     NULL},
    {"keep: a gift, too", GIFT("keep"),
     SALE("03-01", "r1", LINE("1", "1", "4.00"))
         ON("03-02", "b", "`type`:`void`,`receipt`:{`id`:`r1`}"),
     "applied void:void:v=1 void:stage:prospect", NULL, NULL},
    {"void: the card was emptied for it", CARD("void", DEAR, ""),
     CUPS("03-01", "r1", "3") ALL("03-02", "b", "r1"),
     "applied return:clawback:stars=20 return:void:v=1 return:count:card=-3 return:stage:prospect",
     NULL, NULL},
    {"a card that gives nothing is full again",
     HEAD "`currencies`:{`stars`:{}},`counters`:{`card`:{`every`:3}},`rules`:[{`id`:`stamp`,`on`:"
          "`purchase`,`count`:{`card`:`lines.map(l, l.quantity).sum()`}}]}",
     CUPS("03-01", "r1", "2") CUPS("03-02", "r2", "5") ALL("03-03", "b", "r2"),
     "applied return:count:card=-5 return:stage:first-purchase", NULL, NULL},
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
     "applied return:clawback:stars=20 return:void:v=0/1 return:count:card=0 return:stage:prospect",
     NULL, NULL},
    {"void: another in the place of the used one", CARD("void", DEAR, ""),
     CUPS("03-01", "r1", "3") USE("03-02", "u") CUPS("03-03", "r2", "3") ALL("03-04", "b", "r1"),
     "applied return:clawback:stars=20 return:void:v=1 return:count:card=-3 "
     "return:stage:first-purchase",
     NULL, NULL},
    {"void: lapsed, another is safe", CARD("void", DEAR, ",`expires`:`P10D`"),
     CUPS("03-01", "r1", "3") CUPS("03-20", "r2", "3") ALL("03-21", "b", "r1"),
     "applied return:clawback:stars=20 return:count:card=-3 return:stage:first-purchase", NULL,
     NULL},
    {"recover: unused", CARD("recover", DEAR, ""), CUPS("03-01", "r1", "3") ALL("03-02", "b", "r1"),
     "applied return:clawback:stars=20 return:void:v=1 return:count:card=-3 return:stage:prospect",
     "stars 0 +0 -0; prospect", NULL},
    {"recover: used, its price in points", CARD("recover", DEAR, ""),
     CUPS("03-01", "r1", "3") USE("03-02", "u") ALL("03-03", "b", "r1"),
     "applied return:clawback:stars=20 return:clawback:stars=15 return:void:v=0/1 "
     "return:count:card=-3 return:stage:prospect",
     "stars 0 +0 -15; prospect", NULL},
    {"recover: used, its discount in money", CARD("recover", CHEAP, ""),
     CUPS("03-01", "r1", "3") USE("03-02", "u") ALL("03-03", "b", "r1"),
     "applied return:clawback:stars=20 return:void:v=0/1 2.50 return:count:card=-3 "
     "return:stage:prospect",
     "stars 0 +0 -0; prospect", NULL},
    {"recover: lapsed, of a card that a later sale filled",
     CARD("recover", DEAR, ",`expires`:`P10D`"),
     CUPS("03-01", "r1", "1") CUPS("03-02", "r2", "2") ALL("03-21", "b", "r1"),
     "applied return:clawback:stars=20 return:count:card=-1 return:stage:first-purchase",
     "stars 20 +0 -0; first-purchase", NULL},
    {"recover: which was used before its end", CARD("recover", DEAR, ",`expires`:`P10D`"),
     CUPS("03-01", "r1", "1") CUPS("03-02", "r2", "2") USE("03-03", "u") ALL("03-21", "b", "r1"),
     "applied return:clawback:stars=20 return:clawback:stars=15 return:void:v=0/1 "
     "return:count:card=-1 return:stage:first-purchase",
     "stars 5 +0 -0; first-purchase", NULL},
    {"recover: one that lapsed excuses one return", CARD("recover", DEAR, ",`expires`:`P10D`"),
     CUPS("03-01", "r1", "2") CUPS("03-02", "r2", "1") CUPS("03-03", "r3", "2") CUPS(
         "03-04", "r4", "1") USE("03-05", "u") ALL("03-21", "b", "r1") ALL("03-22", "b2", "r3"),
     "applied return:clawback:stars=20 return:clawback:stars=15 return:void:v=0/1 "
     "return:count:card=-2",
     "stars 25 +0 -0; repeat", NULL},
    {"a rule's voucher stays with a part", GIFT("void"),
     CUPS("03-01", "r1", "2") BACK("03-02", "b", "r1", PART("1", "1")), "applied", NULL, NULL},
    {"nor does one of two go with half of the money", GIFTS("proportion"),
     CUPS("03-01", "r1", "2") BACK("03-02", "b", "r1", PART("1", "1")), "applied", NULL, NULL},
    {"both go with the whole", GIFTS("proportion"),
     CUPS("03-01", "r1", "2") ALL("03-02", "b", "r1"),
     "applied return:void:v=1 return:void:v=1 return:stage:prospect", NULL, NULL},
    {"and goes with the whole", GIFT("void"),
     CUPS("03-01", "r1", "2") BACK("03-02", "b", "r1", PART("1", "1")) ALL("03-03", "b2", "r1"),
     "applied return:void:v=1 return:stage:prospect", NULL, NULL},
    {"or is kept", GIFT("keep"), CUPS("03-01", "r1", "2") ALL("03-03", "b2", "r1"),
     "applied return:stage:prospect", NULL, NULL},
};

/* Points that are charged are of no lot of the sale, which would have an end. */
static void
charged_of_no_lot(void **state)
{
    engine_kit kit;
    const loy_entry *last;

    (void)state;
    engine_kit_open(&kit, returns_kit_document(CARD("recover", DEAR, "")));
    engine_kit_apply_all(&kit, returns_kit_document(CUPS("03-01", "r1", "3") USE("03-02", "u")
                                                        ALL("03-03", "b", "r1")));
    assert_int_equal(loy_outcome_entry_count(kit.outcome), 2);
    last = loy_outcome_entry(kit.outcome, 1);
    assert_int_equal(last->points, 15);
    assert_true(last->debt != 0 && last->expires == LOY_NEVER);
    engine_kit_close(&kit);
}

int
main(void)
{
    static table_kit tests;

    TABLE_KIT_ROWS(&tests, returns_kit_run, reward_rows);
    table_kit_test(&tests, "points that are charged have no end", charged_of_no_lot);
    return table_kit_run(&tests, "policy returns rewards");
}
