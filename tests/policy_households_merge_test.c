/*
 * policy_households_merge_test.c -- members of two households who become one: one
 * household stays, the other loses its member as when he leaves, and gets him back
 * when the merge is undone.
 */
#include "kit/households_kit.h"
#include "kit/table_kit.h"
#include "kit/trouble_kit.h"

#define MERGES(kind, more) HOUSEHOLDS(kind) ",'merges':{" more "}"
#define MERGE "'type':'merge','customer':'a','to':'b'"
#define UNMERGE "'type':'unmerge','customer':'a'"
#define OTHER(customer, action)                                                                    \
    "'type':'household','customer':'" customer "','action':'" action "','household':'other'"
/* a and x are at home, b and y in the other household. */
#define TWO                                                                                        \
    {GIVE("a", "60"), NULL}, {GIVE("b", "80"), NULL}, {GIVE("x", "100"), NULL},                    \
        {GIVE("y", "20"), NULL}, {DOES("a", "create"), NULL}, {DOES("x", "join"), NULL},           \
        {OTHER("b", "create"), NULL},                                                              \
    {                                                                                              \
        OTHER("y", "join"), NULL                                                                   \
    }

static const story rows[] = {
    {"the one who stays keeps his household, and the other one loses its member",
     MERGES("'kind':'view','draw':'head-first'", ""),
     {TWO,
      {MERGE, NULL},
      {REDEEM("b", "tea"), "applied b:draw:stars=100 tea:reward:tea=100"},
      {REDEEM("x", "tea"), "applied x:draw:stars=100 tea:reward:tea=100"},
      {REDEEM("x", "tea"), "insufficient-points /reward"}}},
    {"said so; undone he is at home again, behind the others",
     MERGES("'kind':'view','draw':'head-first'", "'household':'survivor'"),
     {TWO,
      {MERGE, NULL},
      {UNMERGE, NULL},
      {REDEEM("x", "tea"), "applied x:draw:stars=100 tea:reward:tea=100"},
      {"? a", NEW("60")},
      {REDEEM("y", "tea"), "applied b:draw:stars=80 y:draw:stars=20 tea:reward:tea=100"},
      {GIVE("z", "40"), NULL},
      {DOES("z", "join"), NULL},
      {REDEEM("x", "tea"), "applied a:draw:stars=60 z:draw:stars=40 tea:reward:tea=100"}}},
    {"or he takes the place that is brought, and leaves his",
     MERGES("'kind':'view','draw':'head-first'", "'household':'brought'"),
     {TWO,
      {MERGE, NULL},
      {REDEEM("y", "tea"), "insufficient-points /reward"},
      {REDEEM("x", "tea"), "applied b:draw:stars=100 tea:reward:tea=100"},
      {REDEEM("b", "tea"), "applied b:draw:stars=40 x:draw:stars=60 tea:reward:tea=100"}}},
    {"undone each has his own again",
     MERGES("'kind':'view','draw':'head-first'", "'household':'brought'"),
     {TWO,
      {MERGE, NULL},
      {UNMERGE, NULL},
      {REDEEM("x", "tea"), "applied a:draw:stars=60 x:draw:stars=40 tea:reward:tea=100"},
      {REDEEM("y", "tea"), "applied y:draw:stars=20 b:draw:stars=80 tea:reward:tea=100"}}},
    {"or it is refused",
     MERGES("'kind':'view'", "'household':'refuse'"),
     {TWO, {MERGE, "in-household /to"}}},
    {"who has not stayed for long enough cannot leave for it",
     MERGES("'kind':'view','stay':'P30D'", ""),
     {TWO, {ON("2026-01-30") MERGE, "too-soon /time"}, {ON("2026-02-01") MERGE, NULL}}},
    {"nor if he is the one who stays",
     MERGES("'kind':'view','stay':'P30D'", "'household':'brought'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "80"), NULL},
      {ON("2026-01-01") DOES("a", "create"), NULL},
      {ON("2026-01-20") OTHER("b", "create"), NULL},
      {ON("2026-02-15") MERGE, "too-soon /time"},
      {ON("2026-02-20") MERGE, NULL}}},
    {"a pool keeps what it has",
     MERGES("'kind':'pool','leave':'keep'", ""),
     {TWO,
      {MERGE, NULL},
      {"? home", NEW("160")},
      {"? other", NEW("100")},
      {BUY("a", "5.00"), NULL},
      {"? other", STANDS("105", "first-purchase")},
      {UNMERGE, NULL},
      {BUY("a", "5.00"), NULL},
      {"? home", STANDS("165", "first-purchase")}}},
    {"or gives him his share, which goes into the pool that he stays in",
     MERGES("'kind':'pool','leave':'share'", ""),
     {TWO,
      {MERGE, NULL},
      {"? home", NEW("80")},
      {"? b", NEW("0")},
      {"? other", NEW("180")},
      {UNMERGE, NULL},
      {"? home", NEW("80")},
      {"? other", NEW("180")},
      {LEAVE("a"), "applied"},
      {"? a", NEW("40")},
      {"? home", NEW("40")}}},
    {"so does the pool of the one who goes on",
     MERGES("'kind':'pool','leave':'share'", "'household':'brought'"),
     {TWO,
      {MERGE, NULL},
      {"? home", NEW("210")},
      {"? other", NEW("50")},
      {UNMERGE, NULL},
      {"? home", NEW("210")},
      {LEAVE("b"), "applied"},
      {"? b", NEW("25")},
      {LEAVE("a"), "applied"},
      {"? a", NEW("105")}}},
    {"the last member brings all that his pool has",
     MERGES("'kind':'pool','leave':'keep'", ""),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "80"), NULL},
      {DOES("a", "create"), NULL},
      {OTHER("b", "create"), NULL},
      {MERGE, NULL},
      {"? home", NEW("0")},
      {"? other", NEW("140")},
      {UNMERGE, NULL},
      {BUY("a", "5.00"), NULL},
      {"? home", STANDS("5", "first-purchase")}}},
    {"what he did in the pool that he left he undoes there",
     MERGES("'kind':'pool','leave':'keep'", ""),
     {TWO,
      {"'id':'p'," BUY("a", "7.00"), NULL},
      {"? home", STANDS("167", "first-purchase")},
      {MERGE, NULL},
      {"'type':'return','customer':'b','receipt':{'id':'p'}", NULL},
      {"? home", STANDS("160", "prospect")},
      {"? other", NEW("100")}}},
    {"nobody comes back into a household that is full",
     MERGES("'kind':'view','most':2", ""),
     {TWO,
      {MERGE, NULL},
      {GIVE("z", "5"), NULL},
      {DOES("z", "join"), NULL},
      {UNMERGE, NULL},
      {LEAVE("a"), "no-household /customer"}}},
    {"nor one who left it as the customer that he was",
     MERGES("'kind':'view'", "'household':'brought'"),
     {TWO,
      {MERGE, NULL},
      {LEAVE("b"), "applied"},
      {UNMERGE, NULL},
      {LEAVE("a"), "no-household /customer"},
      {LEAVE("b"), "applied"}}},
    {"who is forgotten comes back to none",
     MERGES("'kind':'view'", ""),
     {TWO,
      {MERGE, NULL},
      {"'type':'erase','customer':'b'", NULL},
      {UNMERGE, "not-merged /customer"},
      {REDEEM("y", "tea"), "insufficient-points /reward"}}},
    {"nobody goes into a household",
     MERGES("'kind':'view'", ""),
     {TWO, {"'type':'merge','customer':'a','to':'other'", "is-household /to"}}},
};

/* Whatever fails, both households and both customers end as they should. */
static void
once_each(void **state)
{
    const story_step start[STORY_STEPS] = {TWO};
    const story_step merged[STORY_STEPS] = {{"'id':'v','type':'visit','customer':'x'", NULL},
                                            {"? b", NEW("0")},
                                            {"? home", NEW("80")},
                                            {"? other", NEW("180")}};
    const story_step undone[STORY_STEPS] = {{"'id':'w','type':'visit','customer':'x'", NULL},
                                            {"'id':'l'," LEAVE("a"), "applied"},
                                            {"? a", NEW("40")},
                                            {"? other", NEW("180")}};
    const trouble troubles[] = {{MERGE, merged, NULL, NULL}, {UNMERGE, undone, NULL, NULL}};

    (void)state;
    trouble_kit_run(MERGES("'kind':'pool','leave':'share'", ""), start, troubles, 2);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, rows);
    table_kit_test(&table, "once each, whatever fails", once_each);
    return table_kit_run(&table, "members of two households");
}
