/*
 * policy_behaviour_test.c -- what conditions see of a customer's behaviour: how often he
 * came, what he spent, and how many days ago what was.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define STILL "'stages':{'initial':'a','names':['a'],'transitions':[]},"
#define ASKED(fact)                                                                                \
    STILL "'currencies':{'n':{}},'events':['ask'],'rules':[{'id':'r','on':'ask',"                  \
          "'earn':{'n':'1000 + " fact "'}}]"
#define ON(type, day) "'type':'" type "','customer':'c','time':'" day "T12:00:00Z'"
#define BUY(day, price) ON("purchase", day) ",'lines':[{'id':'a','unit_price':'" price "'}]"
#define SAYS(number) "applied r:earn:n=" number

static const story stories[] = {
    {"purchases",
     ASKED("customer.purchases"),
     {{ON("ask", "2026-01-01"), SAYS("1000")},
      {BUY("2026-01-02", "5.00"), "applied"},
      {ON("visit", "2026-01-03"), "applied"},
      {ON("ask", "2026-01-03"), SAYS("1001")}}},
    {"visits, which purchases are too",
     ASKED("customer.visits"),
     {{BUY("2026-01-02", "5.00"), "applied"},
      {ON("visit", "2026-01-03"), "applied"},
      {ON("ask", "2026-01-03"), SAYS("1002")}}},
    {"what he spent",
     ASKED("customer.spend"),
     {{BUY("2026-01-02", "5.00"), "applied"},
      {BUY("2026-01-03", "0.50"), "applied"},
      {ON("ask", "2026-01-03"), SAYS("1550")}}},
    {"days since the last purchase, -1 before the first",
     ASKED("customer.days_since_purchase"),
     {{ON("ask", "2026-01-01"), SAYS("999")},
      {BUY("2026-01-02", "5.00"), "applied"},
      {BUY("2026-01-05", "5.00"), "applied"},
      {ON("ask", "2026-01-05"), SAYS("1000")},
      {ON("ask", "2026-01-09"), SAYS("1004")}}},
    {"days since the first purchase, -1 before it",
     ASKED("customer.days_since_first_purchase"),
     {{ON("ask", "2026-01-01"), SAYS("999")},
      {BUY("2026-01-02", "5.00"), "applied"},
      {BUY("2026-01-05", "5.00"), "applied"},
      {ON("ask", "2026-01-09"), SAYS("1007")}}},
    {"days since he joined",
     ASKED("customer.days_since_enrol"),
     {{ON("visit", "2026-01-01"), "applied"}, {ON("ask", "2026-01-09"), SAYS("1008")}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "behaviour");
}
