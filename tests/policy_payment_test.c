/*
 * policy_payment_test.c -- how much points may pay, as what, from which
 * currencies, and what rewards ask for beside their price.
 */
#include "kit/history_kit.h"

#define PROGRAM(payment, reward)                                                                   \
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\",\"currencies\":{\"base\":{"  \
    "\"payment\":{\"step\":10,\"value\":\"0.10\"" payment "}},\"promo\":{\"expires\":{\"after\":"  \
    "\"P10D\"}},\"earned\":{}},\"ladders\":{\"spent\":{\"counts\":\"spend\",\"tiers\":[{\"id\":"   \
    "\"one\",\"from\":0}]}},\"rules\":[{\"id\":\"rate\",\"on\":\"purchase\",\"earn\":{\"earned\":" \
    "\"spend(lines.filter(l, l.category != 'gift')).per(100)\"}},{\"id\":\"paid\",\"on\":"         \
    "\"purchase\",\"when\":\"paid > 0\",\"earn\":{\"earned\":1000}}],\"rewards\":[{\"id\":"        \
    "\"voucher\",\"price\":{\"base\":100},\"give\":{\"discount\":\"10.00\"}" reward "}]}"
#define PAYS(payment) PROGRAM(payment, "")
#define EVENT(id, members)                                                                         \
    "{\"source\":\"till\",\"id\":\"" id "\",\"time\":\"2026-03-01T12:00:00Z\",\"customer\":"       \
    "\"c1\"," members "}\n"
#define GIVE(points)                                                                               \
    EVENT("v", "\"type\":\"visit\"")                                                               \
    EVENT("g", "\"type\":\"adjust\",\"reason\":\"x\",\"points\":{" points "}")
#define HUNDRED GIVE("\"base\":100")
#define BUY(points)                                                                                \
    EVENT("s", "\"type\":\"purchase\",\"pay\":{\"base\":" points "},\"lines\":["                   \
               "{\"id\":\"a\",\"unit_price\":\"1.01\"},{\"id\":\"b\",\"unit_price\":\"2.00\","     \
               "\"category\":\"gift\"},{\"id\":\"c\",\"unit_price\":\"2.00\"}]")
#define BACK(id, lines) EVENT(id, "\"type\":\"return\",\"receipt\":{\"id\":\"s\"}" lines)
#define REDEEM(lines) EVENT("r", "\"type\":\"redeem\",\"reward\":\"voucher\"" lines)
#define BASKET(price) ",\"lines\":[{\"unit_price\":\"" price "\"}]"
#define FIRST " first purchase:stage:first-purchase"
#define HAS(base, promo, earned, spent)                                                            \
    "base " base " +0 -0; promo " promo " +0 -0; earned " earned " +0 -0; spent one " spent

static const history payments[] = {
    {"no limit but the basket", PAYS(""), GIVE("\"base\":1000") BUY("510"),
     "insufficient-points /pay", "", NULL, NULL},
    {"all of the basket", PAYS(""), GIVE("\"base\":1000") BUY("500"),
     "applied payment:pay:base=500 rate:earn:earned=3 paid:earn:earned=1000" FIRST, NULL, NULL,
     HAS("500", "0", "1003", "501: 500 | 1003")},
    {"the last step: fits", PAYS(",\"last_step\":\"fits\""), GIVE("\"base\":1000") BUY("510"),
     "insufficient-points /pay", "", NULL, NULL},
    {"the last step: over pays what is left", PAYS(",\"last_step\":\"over\""),
     GIVE("\"base\":1000") BUY("510"),
     "applied payment:pay:base=510 rate:earn:earned=3 paid:earn:earned=1000" FIRST, NULL, NULL,
     HAS("490", "0", "1003", "501: 490 | 1003")},
    {"the last step: and no other", PAYS(",\"last_step\":\"over\",\"short\":\"clamp\""),
     GIVE("\"base\":1000") BUY("900"), NULL, "burn:base=510 earn:earned=1003", NULL, NULL},
    {"the last step: nothing is over", PAYS(",\"last_step\":\"over\",\"as\":\"discount\""),
     GIVE("\"base\":1000") BUY("510"),
     "applied payment:pay:base=510 payment:discount:a=101 payment:discount:b=200 "
     "payment:discount:c=200" FIRST,
     NULL, NULL, HAS("490", "0", "0", "0: 490")},
    {"maximum", PAYS(",\"maximum\":50"), HUNDRED BUY("60"), "insufficient-points /pay", "", NULL,
     NULL},
    {"maximum: just so many", PAYS(",\"maximum\":50"), HUNDRED BUY("50"), NULL,
     "burn:base=50 earn:earned=1003", NULL, NULL},
    {"maximum: clamped", PAYS(",\"maximum\":50,\"short\":\"clamp\""), HUNDRED BUY("90"), NULL,
     "burn:base=50 earn:earned=1003", NULL, NULL},
    {"requires: fewer are there", PAYS(",\"requires\":101"), HUNDRED BUY("50"),
     "below-threshold /pay", "", NULL, NULL},
    {"requires: clamped to nothing", PAYS(",\"requires\":101,\"short\":\"clamp\""),
     HUNDRED BUY("50"), NULL, "earn:earned=3", NULL, NULL},
    {"requires: just so many are there", PAYS(",\"requires\":100"), HUNDRED BUY("50"), NULL,
     "burn:base=50 earn:earned=1003", NULL, NULL},
    {"minimum: clamped to nothing", PAYS(",\"minimum\":200,\"short\":\"clamp\""), HUNDRED BUY("90"),
     NULL, "earn:earned=3", NULL, NULL},
    {"share", PAYS(",\"share\":\"0.1\""), HUNDRED BUY("60"), "insufficient-points /pay", "", NULL,
     NULL},
    {"share: half a euro of 5.01", PAYS(",\"share\":\"0.1\""), HUNDRED BUY("50"), NULL,
     "burn:base=50 earn:earned=1003", NULL, NULL},
    {"share: clamped", PAYS(",\"share\":\"0.159\",\"short\":\"clamp\""), HUNDRED BUY("100"), NULL,
     "burn:base=70 earn:earned=1003", NULL, NULL},
    {"as tender: it earns as before", PAYS(",\"as\":\"tender\""), HUNDRED BUY("100"),
     "applied payment:pay:base=100 rate:earn:earned=3 paid:earn:earned=1000" FIRST, NULL, NULL,
     HAS("0", "0", "1003", "501: 1003")},
    {"as money: what they paid counts as any other money", PAYS(",\"as\":\"money\""),
     HUNDRED BUY("100"), "applied payment:pay:base=100 rate:earn:earned=3" FIRST, NULL, NULL,
     HAS("0", "0", "3", "501: 3")},
    {"as money: back with the goods", PAYS(",\"as\":\"money\""), HUNDRED BUY("100") BACK("b", ""),
     "applied return:clawback:earned=3 return:restore:base=100 return:stage:prospect", NULL, NULL,
     HAS("100", "0", "0", "0: 100")},
    {"as discount: it costs and earns less", PAYS(",\"as\":\"discount\""), HUNDRED BUY("100"),
     "applied payment:pay:base=100 payment:discount:a=20 payment:discount:b=40 "
     "payment:discount:c=40 rate:earn:earned=2" FIRST,
     NULL, NULL, HAS("0", "0", "2", "401: 2")},
    {"as discount: half of the lines come back", PAYS(",\"as\":\"discount\""),
     HUNDRED BUY("100") BACK("b", ",\"lines\":[{\"id\":\"c\",\"quantity\":1}]"),
     "applied return:clawback:earned=1", NULL, NULL, HAS("0", "0", "1", "241: 1")},
    {"as discount: all comes back, and the points", PAYS(",\"as\":\"discount\""),
     HUNDRED BUY("100") BACK("b", ""),
     "applied return:clawback:earned=2 return:restore:base=100 return:stage:prospect", NULL, NULL,
     HAS("100", "0", "0", "0: 100")},
    {"its own points alone", PAYS(""), GIVE("\"base\":50,\"promo\":80") BUY("100"),
     "insufficient-points /pay", "", NULL, NULL},
    {"currencies: in their order", PAYS(",\"currencies\":[\"promo\",\"base\"]"),
     GIVE("\"base\":50,\"promo\":80") BUY("100"), NULL,
     "burn:promo=80 burn:base=20 earn:earned=1003", NULL, HAS("30", "0", "1003", "501: 30 | 1003")},
    {"currencies: the own one first", PAYS(",\"currencies\":[\"base\",\"promo\"]"),
     GIVE("\"base\":50,\"promo\":80") BUY("100"), NULL,
     "burn:base=50 burn:promo=50 earn:earned=1003", NULL,
     HAS("0", "30", "1003", "501: 30<2026-03-12T00:00:00Z | 1003")},
    {"currencies: the own one last where it is not named", PAYS(",\"currencies\":[\"promo\"]"),
     GIVE("\"base\":50,\"promo\":80") BUY("100"), NULL,
     "burn:promo=80 burn:base=20 earn:earned=1003", NULL, NULL},
    {"currencies: back to where they came from", PAYS(",\"currencies\":[\"promo\"]"),
     GIVE("\"base\":50,\"promo\":80") BUY("100") BACK("b", ""), NULL,
     "reverse:earned=1003 restore:promo=80 restore:base=20", NULL,
     HAS("50", "80", "0", "0: 50 | 80<2026-03-12T00:00:00Z")},
    {"currencies: held ones, too", PAYS(",\"currencies\":[\"promo\"]"),
     GIVE("\"base\":50,\"promo\":80")
         EVENT("h", "\"type\":\"hold\",\"points\":{\"promo\":30,\"base\":50}")
             EVENT("s", "\"type\":\"purchase\",\"receipt\":{\"id\":\"h\"},\"pay\":{\"base\":100},"
                        "\"lines\":[{\"unit_price\":\"5.00\"}]"),
     NULL, "capture:promo=30 burn:promo=50 capture:base=20 release:base=30 earn:earned=1005", NULL,
     HAS("30", "0", "1005", "500: 30 | 1005")},
};

static const history rewards[] = {
    {"the price is enough", PROGRAM("", ""), HUNDRED REDEEM(""),
     "applied voucher:reward:voucher=100", "burn:base=100", NULL, NULL},
    {"requires: more than the price", PROGRAM("", ",\"requires\":{\"base\":170}"),
     HUNDRED REDEEM(""), "below-threshold /reward", "", NULL, NULL},
    {"requires: that one has", PROGRAM("", ",\"requires\":{\"base\":170}"),
     GIVE("\"base\":170") REDEEM(""), "applied voucher:reward:voucher=100", "burn:base=100", NULL,
     NULL},
    {"requires: points of another kind", PROGRAM("", ",\"requires\":{\"earned\":1}"),
     HUNDRED REDEEM(""), "below-threshold /reward", "", NULL, NULL},
    {"currencies", PROGRAM("", ",\"currencies\":[\"promo\",\"base\"]"),
     GIVE("\"base\":60,\"promo\":80") REDEEM(""), "applied voucher:reward:voucher=100",
     "burn:promo=80 burn:base=20", NULL, NULL},
    {"currencies: too few altogether", PROGRAM("", ",\"currencies\":[\"promo\",\"base\"]"),
     GIVE("\"base\":19,\"promo\":80") REDEEM(""), "insufficient-points /reward", "", NULL, NULL},
    {"remainder: forfeit", PROGRAM("", ""), HUNDRED REDEEM(BASKET("7.55")),
     "applied voucher:reward:voucher=100", "burn:base=100", NULL, NULL},
    {"remainder: forfeit, in words", PROGRAM("", ",\"remainder\":\"forfeit\""),
     HUNDRED REDEEM(BASKET("7.55")), NULL, "burn:base=100", NULL, NULL},
    {"remainder: keep", PROGRAM("", ",\"remainder\":\"keep\""), HUNDRED REDEEM(BASKET("7.55")),
     "applied voucher:reward:voucher=76", "burn:base=76", NULL, NULL},
    {"remainder: keep, of a large basket", PROGRAM("", ",\"remainder\":\"keep\""),
     HUNDRED REDEEM(BASKET("17.55")), NULL, "burn:base=100", NULL, NULL},
    {"remainder: keep, with fewer points", PROGRAM("", ",\"remainder\":\"keep\""),
     GIVE("\"base\":76") REDEEM(BASKET("7.55")), NULL, "burn:base=76", NULL, NULL},
    {"remainder: refuse", PROGRAM("", ",\"remainder\":\"refuse\""), HUNDRED REDEEM(BASKET("7.55")),
     "reward-too-large /reward", "", NULL, NULL},
    {"remainder: refuse, of a basket that is large enough",
     PROGRAM("", ",\"remainder\":\"refuse\""), HUNDRED REDEEM(BASKET("10.00")), NULL,
     "burn:base=100", NULL, NULL},
};

/* The money of the answer: what each line is cheaper by, and what a reward is
 * worth for the basket at hand. */
static void
money_is_told(void **state)
{
    static const int64_t off[] = {20, 40, 40};
    engine_kit kit;

    (void)state;
    engine_kit_open(&kit, PAYS(",\"as\":\"discount\""));
    engine_kit_apply_all(&kit, HUNDRED BUY("100"));
    assert_int_equal(loy_outcome_effect(kit.outcome, 0)->money, 100);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(loy_outcome_effect(kit.outcome, i + 1)->money, off[i]);
    engine_kit_close(&kit);
    engine_kit_open(&kit, PROGRAM("", ""));
    engine_kit_apply_all(&kit, HUNDRED REDEEM(BASKET("7.55")));
    assert_int_equal(loy_outcome_effect(kit.outcome, 0)->money, 755);
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, history_kit_run, payments);
    TABLE_KIT_ROWS(&tests, history_kit_run, rewards);
    table_kit_test(&tests, "money is told", money_is_told);
    return table_kit_run(&tests, "policy_payment");
}
