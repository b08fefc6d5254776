/*
 * policy_households_left_test.c -- what happened to a pool stays with it when a
 * member leaves: what he undoes, captures or brings back of it is the pool's, what
 * he does anew is his own. Who asks to be forgotten leaves, too.
 */
#include "kit/households_kit.h"
#include "kit/table_kit.h"

#define POOL HOUSEHOLDS("'kind':'pool'")
#define OF(receipt) ",'receipt':{'id':'" receipt "'}"
#define HOLD(id, customer)                                                                         \
    "'id':'" id "','type':'hold','customer':'" customer "','points':{'stars':20}"
#define CAPTURE(customer, id) "'type':'capture','customer':'" customer "'" OF(id)
#define RETURN(customer, id) "'type':'return','customer':'" customer "'" OF(id)
#define ERASE(customer) "'type':'erase','customer':'" customer "'"
/* a and b collect together: 60 and 40. */
#define TWO                                                                                        \
    {GIVE("a", "60"), NULL}, {GIVE("b", "40"), NULL}, {DOES("a", "create"), NULL},                 \
    {                                                                                              \
        DOES("b", "join"), NULL                                                                    \
    }

static const story stories[] = {
    {"points that were set aside for him are his to spend",
     POOL,
     {TWO,
      {HOLD("h", "a"), NULL},
      {LEAVE("a"), NULL},
      {CAPTURE("b", "nothing"), "unknown-hold /receipt"},
      {CAPTURE("a", "h"), "applied capture:capture:stars=20"},
      {"? home", NEW("80")},
      {CAPTURE("a", "h"), "hold-over /receipt"}}},
    {"or go back",
     POOL,
     {TWO,
      {HOLD("h", "a"), NULL},
      {LEAVE("a"), NULL},
      {"'type':'release','customer':'a'" OF("h"), "applied release:release:stars=20"},
      {"? home", NEW("100")}}},
    {"what he bought comes back to the pool, part by part",
     POOL,
     {TWO,
      {"'id':'s','type':'purchase','customer':'a','lines':[{'id':'x','quantity':2,'unit_price':"
       "'10.00'}]",
       NULL},
      {LEAVE("a"), NULL},
      {RETURN("a", "s") ",'lines':[{'id':'x','quantity':1}]", "applied return:clawback:stars=10"},
      {"? home", STANDS("110", "first-purchase")},
      {"'type':'exchange','customer':'a','lines':[{'unit_price':'15.00'}]" OF("s"),
       "applied base:earn:stars=15 exchange:clawback:stars=10"},
      {"? home", STANDS("115", "first-purchase")},
      {"? a", NEW("0")}}},
    {"what he paid with goes back to it",
     POOL,
     {TWO,
      {"'id':'s'," PAY("a", "30", "10.00", ""), NULL},
      {"'id':'t'," REDEEM("a", "tea"), NULL},
      {LEAVE("a"), NULL},
      {VOID("a", "t"), "applied void:restore:stars=100"},
      {VOID("a", "s"), "applied void:clawback:stars=100 void:restore:stars=30 void:stage:prospect"},
      {"? home", STANDS("100", "prospect")}}},
    {"what he does anew is his own",
     POOL,
     {TWO,
      {LEAVE("a"), NULL},
      {"'id':'s'," BUY("a", "10.00"), NULL},
      {RETURN("a", "s"), "applied return:clawback:stars=10 return:stage:prospect"},
      {"? home", NEW("100")}}},
    {"of what others did he undoes nothing",
     POOL,
     {TWO,
      {"'id':'s'," BUY("b", "10.00"), NULL},
      {HOLD("h", "b"), NULL},
      {LEAVE("a"), NULL},
      {RETURN("a", "s"), "wrong-customer /customer"},
      {CAPTURE("a", "h"), "wrong-customer /customer"},
      {RETURN("b", "s"), "applied return:clawback:stars=10 return:stage:prospect"}}},
    {"from one pool into the next",
     POOL,
     {TWO,
      {"'id':'s'," BUY("a", "10.00"), NULL},
      {LEAVE("a"), NULL},
      {"'type':'household','customer':'a','action':'create','household':'hut'", NULL},
      {"'id':'t'," BUY("a", "20.00"), NULL},
      {RETURN("a", "s"), "applied return:clawback:stars=10 return:stage:prospect"},
      {RETURN("a", "t"), "applied return:clawback:stars=20 return:stage:prospect"},
      {"? home", STANDS("100", "prospect")},
      {"? hut", STANDS("0", "prospect")}}},
    {"under a new card, too",
     POOL,
     {TWO,
      {"'id':'s'," BUY("a", "10.00"), NULL},
      {LEAVE("a"), NULL},
      {"'type':'rekey','customer':'a','to':'x'", NULL},
      {RETURN("x", "s"), "applied return:clawback:stars=10 return:stage:prospect"},
      {"? home", STANDS("100", "prospect")}}},
    {"and to a household with a new card",
     POOL,
     {TWO,
      {"'id':'s'," BUY("a", "10.00"), NULL},
      {"'type':'rekey','customer':'home','to':'house'", NULL},
      {BUY("b", "5.00"), NULL},
      {LEAVE("a"), NULL},
      {RETURN("a", "s"), "applied return:clawback:stars=10 return:stage:first-purchase"},
      {"? house", STANDS("105", "first-purchase")}}},
    {"who asks to be forgotten leaves, and his points stay with the others",
     HOUSEHOLDS("'kind':'pool','leave':'share'"),
     {TWO,
      {"'id':'s'," BUY("a", "10.00"), NULL},
      {HOLD("h", "a"), NULL},
      {ERASE("a"), "applied"},
      {BUY("a", "10.00"), "erased /customer"},
      {REDEEM("a", "tea"), "erased /customer"},
      {CAPTURE("a", "h"), "erased /customer"},
      {RETURN("a", "s"), "applied return:clawback:stars=10 return:stage:prospect"},
      {LEAVE("b"), "applied"},
      {"? b", "stars 80 +0 -0; prospect"}}},
    {"with the last one they are forfeited",
     POOL,
     {TWO,
      {LEAVE("b"), NULL},
      {HOLD("h", "a"), NULL},
      {ERASE("a"), "applied"},
      {"? home", NEW("0")}}},
    {"or kept",
     POOL ",'erasure':{'points':'keep'}",
     {TWO, {LEAVE("b"), NULL}, {ERASE("a"), "applied"}, {"? home", NEW("100")}}},
    {"of a view nobody draws on him any more",
     HOUSEHOLDS("'kind':'view'") ",'erasure':{'points':'keep'}",
     {TWO,
      {ERASE("a"), "applied"},
      {REDEEM("b", "tea"), "insufficient-points /reward"},
      {GIVE("c", "60"), NULL},
      {DOES("c", "join"), "applied"},
      {REDEEM("b", "tea"), "applied b:draw:stars=40 c:draw:stars=60 tea:reward:tea=100"}}},
    {"a household is not forgotten over its members",
     POOL,
     {TWO,
      {ERASE("home"), "is-household /customer"},
      {LEAVE("a"), NULL},
      {LEAVE("b"), NULL},
      {ERASE("home"), "applied"}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "households left");
}
