/*
 * policy_returns_rules_test.c -- whose rules say what a return takes back: those of the sale,
 * the present ones, or those of the sale run again over what is kept.
 */
#include <string.h>

#include "kit/returns_kit.h"

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
#define BORN(day) ON("02-01", "p", "`type`:`enrol`,`attributes`:{`birthday`:`" day "`}")
#define REST "`earn`:{`stars`:`total.per(1000)`}"

static const returns_row again_rows[] = {
    {"line: a bonus stays with what is kept", BONUS("`method`:`line`"),
     SIXTY BACK("03-02", "b", "r1", PART("1", "1")), "applied return:clawback:stars=20", NULL,
     NULL},
    {"re-evaluate: what is kept would not have earned it",
     BONUS("`method`:`re-evaluate`,`rewards`:`void`"),
     SIXTY BACK("03-02", "b", "r1", PART("1", "1")),
     "applied return:clawback:stars=120 return:void:v=1", NULL, NULL},
    {"re-evaluate: and then no more", BONUS("`method`:`re-evaluate`,`rewards`:`void`"),
     SIXTY BACK("03-02", "b", "r1", PART("1", "1")) ALL("03-03", "b2", "r1"),
     "applied return:clawback:stars=40 return:stage:prospect", "stars 0 +0 -0; prospect", NULL},
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
     "applied return:clawback:stars=140 return:stage:prospect", "stars 0 +0 -0; prospect", NULL},
    {"a void takes all", BONUS("`method`:`re-evaluate`"), SIXTY VOID("03-02", "b", "r1"),
     "applied void:clawback:stars=160 void:void:v=1 void:stage:prospect", NULL, NULL},
    {"the customer of the sale: it was his first",
     ONE("`when`:`customer.purchases == 0 && customer.stage == 'prospect'`,`earn`:{`stars`:"
         "`total.per(1000)`}"),
     RICH HALF, "applied return:clawback:stars=1", NULL, NULL},
    {"his birthday, which was a day before",
     ONE("`when`:`customer.days_since_birthday == 1`,`earn`:{`stars`:`total.per(1000)`}"),
     BORN("1990-02-28") RICH HALF, "applied return:clawback:stars=1", NULL, NULL},
    {"what he had used up of his birthday",
     ONE(REST "},{`id`:`gift`,`on`:`purchase`,`earn`:{`stars`:40},`limit`:{`customer`:1,`per`:"
              "`birthday`}"),
     BORN("1990-02-20") SALE("02-25", "r0", LINE("1", "1", "1.00")) RICH HALF,
     "applied return:clawback:stars=1", NULL, NULL},
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
     ALL("03-02", "b", "r1"), "applied return:clawback:stars=15 return:stage:prospect"},
    {"more than was given is not taken", RATE("1", CURRENT, FULL_RATE),
     RATE("2", CURRENT, DOUBLE_RATE), ALL("03-02", "b", "r1"),
     "applied return:clawback:stars=30 return:stage:prospect"},
    {"a rule that is gone takes nothing", RATE("1", CURRENT, FULL_RATE), RATE("2", CURRENT, ""),
     ALL("03-02", "b", "r1"), "applied return:stage:prospect"},
    {"but a void takes all", RATE("1", CURRENT, FULL_RATE), RATE("2", CURRENT, ""),
     VOID("03-02", "b", "r1"), "applied void:clawback:stars=30 void:stage:prospect"},
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

static void
comes_back_later(void **state)
{
    const versions *v = *state;
    engine_kit sold, back;

    engine_kit_open(&sold, returns_kit_document(v->sold));
    engine_kit_apply_all(&sold, returns_kit_document(SALE("03-01", "r1", LINE("1", "3", "10.00"))));
    engine_kit_open_over(&back, returns_kit_document(v->back), sold.store);
    engine_kit_apply_all(&back, returns_kit_document(v->events));
    assert_string_equal(returns_kit_outcome(&back), v->outcome);
    engine_kit_close(&back);
    engine_kit_close(&sold);
}

/* The former version is lent: its rules are run again, not the present ones. */
static void
lent_rules_are_run(void **state)
{
    engine_kit sold, back;

    (void)state;
    engine_kit_open(&sold, returns_kit_document(BONUS("`method`:`re-evaluate`")));
    engine_kit_apply_all(&sold, returns_kit_document(SIXTY));
    engine_kit_open_over(&back, returns_kit_document(RATE("2", AGAIN, HALF_RATE)), sold.store);
    assert_int_equal(loy_engine_lend(back.engine, sold.program), LOY_OK);
    assert_int_equal(loy_engine_lend(back.engine, sold.program), LOY_OK);
    assert_int_equal(loy_engine_lend(back.engine, NULL), LOY_ERR_INVALID);
    engine_kit_apply_all(&back, returns_kit_document(BACK("03-02", "b", "r1", PART("1", "1"))));
    assert_string_equal(returns_kit_outcome(&back), "applied return:clawback:stars=120");
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
    engine_kit_open(&kit,
                    returns_kit_document(
                        HEAD "`attributes`:{`customer`:{`plan`:`text`,`name`:`text`}},"
                             "`currencies`:{`stars`:{}},`returns`:{`method`:`re-evaluate`},"
                             "`rules`:[{`id`:`r`,`on`:`purchase`,`when`:`customer.attributes.plan"
                             " == 'platinum'`,`earn`:{`stars`:`total.per(100)`}}]}"));
    engine_kit_apply_all(&kit, returns_kit_document(ON(
                                   "02-01", "e",
                                   "`type`:`enrol`,`attributes`:{`plan`:`platinum`,`name`:"
                                   "`Alabaster`}") SALE("03-01", "r1", LINE("1", "3", "10.00"))));
    assert_int_equal(loy_store_walk(kit.store, LOY_KIND_EVENT, NULL, 0, look_for, unread), LOY_OK);
    assert_int_not_equal(loy_store_walk(kit.store, LOY_KIND_EVENT, NULL, 0, look_for, read),
                         LOY_OK);
    engine_kit_apply_all(&kit, returns_kit_document(BACK("03-02", "b", "r1", PART("1", "1"))));
    assert_string_equal(returns_kit_outcome(&kit), "applied return:clawback:stars=10");
    assert_int_not_equal(loy_store_walk(kit.store, LOY_KIND_CUSTOMER, NULL, 0, look_for, unread),
                         LOY_OK);
    engine_kit_close(&kit);
}

int
main(void)
{
    static table_kit tests;

    TABLE_KIT_ROWS(&tests, returns_kit_run, again_rows);
    TABLE_KIT_ROWS(&tests, comes_back_later, version_rows);
    table_kit_test(&tests, "lent: the rules of the sale are run", lent_rules_are_run);
    table_kit_test(&tests, "receipts keep what rules read", receipts_keep_what_rules_read);
    return table_kit_run(&tests, "policy returns rules");
}
