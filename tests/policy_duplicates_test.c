/*
 * policy_duplicates_test.c -- vouchers that both accounts hold when they become one:
 * what each may have once is had once by both together, or twice.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define CLUB(members)                                                                              \
    "'currencies':{'stars':{}},'vouchers':{'hello':{'expires':'P30D'},'tea':{}},'stages':{"        \
    "'initial':'s','names':['s']},'merges':{" members "},'rules':[{'id':'w','on':'enrol',"         \
    "'issue':'hello'},{'id':'t','on':'visit','issue':'tea'}]"
#define ENROL(customer, day)                                                                       \
    "'time':'2026-01-" day "T10:00:00Z','type':'enrol','customer':'" customer "'"
#define ON(day) "'time':'2026-01-" day "T10:00:00Z',"
#define VISIT(customer) ON("03") "'type':'visit','customer':'" customer "'"
#define MERGE(from, to) ON("04") "'type':'merge','customer':'" from "','to':'" to "'"
#define USE(customer, voucher, day)                                                                \
    ON(day) "'type':'redeem','customer':'" customer "','voucher':'" voucher "'"
#define USED(voucher) "applied " voucher ":use:" voucher "=1"
#define NONE "no-voucher /voucher"
#define UNMERGE(customer) ON("05") "'type':'unmerge','customer':'" customer "'"
#define BOTH                                                                                       \
    {ENROL("a", "01"), NULL},                                                                      \
    {                                                                                              \
        ENROL("b", "02"), NULL                                                                     \
    }

static const story stories[] = {
    {"all come along",
     CLUB(""),
     {BOTH,
      {MERGE("a", "b"), NULL},
      {USE("b", "hello", "04"), USED("hello")},
      {USE("b", "hello", "04"), USED("hello")}}},
    {"said so",
     CLUB("'vouchers':'sum'"),
     {BOTH,
      {MERGE("a", "b"), NULL},
      {USE("b", "hello", "04"), NULL},
      {USE("b", "hello", "04"), NULL}}},
    {"or one is enough",
     CLUB("'vouchers':'once'"),
     {BOTH,
      {MERGE("a", "b"), NULL},
      {USE("b", "hello", "04"), USED("hello")},
      {USE("b", "hello", "04"), NONE}}},
    {"as many as the one has who has more",
     CLUB("'vouchers':'once'"),
     {BOTH,
      {VISIT("a"), NULL},
      {VISIT("a"), NULL},
      {VISIT("a"), NULL},
      {VISIT("b"), NULL},
      {MERGE("a", "b"), NULL},
      {USE("b", "tea", "04"), NULL},
      {USE("b", "tea", "04"), NULL},
      {USE("b", "tea", "04"), NULL},
      {USE("b", "tea", "04"), NONE}}},
    {"undone, each has his own",
     CLUB("'vouchers':'once'"),
     {BOTH,
      {VISIT("a"), NULL},
      {VISIT("a"), NULL},
      {VISIT("b"), NULL},
      {MERGE("a", "b"), NULL},
      {UNMERGE("a"), "applied"},
      {USE("a", "hello", "06"), NULL},
      {USE("a", "tea", "06"), NULL},
      {USE("a", "tea", "06"), NULL},
      {USE("a", "tea", "06"), NONE},
      {USE("b", "hello", "06"), NULL},
      {USE("b", "tea", "06"), NULL},
      {USE("b", "tea", "06"), NONE}}},
    {"and merged again, one is enough again",
     CLUB("'vouchers':'once'"),
     {BOTH,
      {MERGE("a", "b"), NULL},
      {UNMERGE("a"), NULL},
      {MERGE("a", "b"), NULL},
      {USE("b", "hello", "06"), NULL},
      {USE("b", "hello", "06"), NONE}}},
    {"what was used meanwhile stays used, and what was left behind comes back",
     CLUB("'vouchers':'once'"),
     {BOTH,
      {VISIT("a"), NULL},
      {VISIT("a"), NULL},
      {VISIT("b"), NULL},
      {MERGE("a", "b"), NULL},
      {USE("b", "tea", "04"), NULL},
      {USE("b", "tea", "04"), NULL},
      {UNMERGE("a"), "applied"},
      {USE("a", "tea", "06"), NULL},
      {USE("a", "tea", "06"), NONE},
      {USE("b", "tea", "06"), NONE}}},
    {"one that has ended where the accounts meet is none",
     "'currencies':{'stars':{}},'vouchers':{'tea':{'expires':'P30D'}},'stages':{'initial':'s','names':"
     "['s']},'merges':{'vouchers':'once'},'rules':[{'id':'t','on':'visit','issue':'tea'}]",
     {{ON("03") "'type':'visit','customer':'a'", NULL},
      {ON("05") "'type':'visit','customer':'a'", NULL},
      {"'time':'2026-02-03T10:00:00Z','type':'visit','customer':'b'", NULL},
      {MERGE("a", "b"), NULL},
      {"'time':'2026-02-03T11:00:00Z','type':'redeem','customer':'b','voucher':'tea'", USED("tea")},
      {"'time':'2026-02-03T12:00:00Z','type':'redeem','customer':'b','voucher':'tea'", NONE}}},
    {"by way of a third account",
     CLUB("'vouchers':'once'"),
     {BOTH,
      {ENROL("c", "03"), NULL},
      {MERGE("a", "b"), NULL},
      {MERGE("b", "c"), NULL},
      {USE("c", "hello", "04"), NULL},
      {USE("c", "hello", "04"), NONE}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "duplicates");
}
