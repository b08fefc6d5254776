/*
 * policy_birthday_test.c -- birthdays: on which days they are claimed, how often,
 * and what a changed one is worth; a story for each value of each setting.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define HEAD(birthday)                                                                             \
    "'currencies':{'stars':{}},'stages':{'initial':'one','names':['one']},'birthday':{" birthday   \
    "},"
#define GIFT(birthday)                                                                             \
    HEAD(birthday)                                                                                 \
    "'rules':[{'id':'g','on':'visit','when':'customer.is_birthday','earn':{'stars':5}}]"
#define ONCE(birthday, per)                                                                        \
    HEAD(birthday)                                                                                 \
    "'rules':[{'id':'g','on':'visit','when':'customer.is_birthday','earn':{'stars':5},"            \
    "'limit':{'customer':1,'per':'" per "'}}]"
#define BORN(day, date)                                                                            \
    "'type':'enrol','customer':'c1','time':'" day "T10:00:00Z','attributes':{'birthday':'" date "'}"
#define SAYS(day, date)                                                                            \
    "'type':'profile','customer':'c1','time':'" day "T10:00:00Z','attributes':{'birthday':'" date  \
    "'}"
#define VISIT(day) "'type':'visit','customer':'c1','time':'" day "T10:00:00Z'"
#define YES "applied g:earn:stars=5"
#define NO "applied"
#define LOCKED "birthday-locked /attributes/birthday"

static const story rows[] = {
    {"the day itself",
     GIFT(""),
     {{BORN("2026-01-01", "1990-05-10"), NO},
      {VISIT("2026-05-09"), NO},
      {VISIT("2026-05-10"), YES},
      {VISIT("2026-05-11"), NO}}},
    {"days before and after",
     GIFT("'window':{'before':'P2D','after':'P1W'}"),
     {{BORN("2026-01-01", "1990-05-10"), NO},
      {VISIT("2026-05-07"), NO},
      {VISIT("2026-05-08"), YES},
      {VISIT("2026-05-10"), YES},
      {VISIT("2026-05-17"), YES},
      {VISIT("2026-05-18"), NO}}},
    {"over the new year",
     GIFT("'window':{'before':'P2D','after':'P3D'}"),
     {{BORN("2026-01-01", "1990-12-31"), NO},
      {VISIT("2026-01-03"), YES},
      {VISIT("2026-01-04"), NO},
      {VISIT("2026-12-29"), YES},
      {VISIT("2027-01-03"), YES},
      {VISIT("2027-01-04"), NO}}},
    {"of somebody born on the first of January",
     GIFT("'window':{'before':'P2D'}"),
     {{BORN("2026-02-01", "1990-01-01"), NO},
      {VISIT("2026-12-29"), NO},
      {VISIT("2026-12-30"), YES},
      {VISIT("2027-01-01"), YES}}},
    {"of a leap day",
     GIFT("'window':{'after':'P1D'},'leap_day':'mar-1'"),
     {{BORN("2026-01-01", "1992-02-29"), NO},
      {VISIT("2026-02-28"), NO},
      {VISIT("2026-03-02"), YES},
      {VISIT("2028-02-29"), YES},
      {VISIT("2028-03-01"), YES},
      {VISIT("2028-03-02"), NO}}},
    {"once a birthday, also over the new year",
     ONCE("'window':{'before':'P2D','after':'P3D'}", "birthday"),
     {{BORN("2026-02-01", "1990-12-31"), NO},
      {VISIT("2026-12-30"), YES},
      {VISIT("2027-01-02"), NO},
      {VISIT("2027-12-31"), YES}}},
    {"which once a year is not",
     ONCE("'window':{'before':'P2D','after':'P3D'}", "year"),
     {{BORN("2026-02-01", "1990-12-31"), NO},
      {VISIT("2026-12-30"), YES},
      {VISIT("2027-01-02"), YES},
      {VISIT("2027-12-31"), NO}}},
    {"one that is changed counts at once",
     GIFT(""),
     {{BORN("2026-01-01", "1990-05-10"), NO},
      {SAYS("2026-06-01", "1990-06-02"), NO},
      {VISIT("2026-06-02"), YES},
      {SAYS("2026-06-03", "1990-06-04"), NO},
      {VISIT("2026-06-04"), YES}}},
    {"or waits",
     GIFT("'wait':'P30D'"),
     {{BORN("2026-01-01", "1990-05-10"), NO},
      {VISIT("2026-05-10"), YES},
      {SAYS("2026-06-01", "1990-06-20"), NO},
      {VISIT("2026-06-20"), NO},
      {VISIT("2027-06-20"), YES}}},
    {"also the first one",
     GIFT("'wait':'P30D'"),
     {{BORN("2026-01-01", "1990-01-30"), NO},
      {VISIT("2026-01-30"), NO},
      {VISIT("2027-01-30"), YES}}},
    {"until the very day",
     GIFT("'wait':'P30D'"),
     {{BORN("2026-01-01", "1990-01-31"), NO}, {VISIT("2026-01-31"), YES}}},
    {"without a lock it changes as often as one likes",
     GIFT("'lock':'none'"),
     {{BORN("2026-01-01", "1990-05-10"), NO},
      {SAYS("2026-01-02", "1990-05-11"), NO},
      {SAYS("2026-01-03", "1990-05-12"), NO}}},
    {"locked for a year",
     GIFT("'lock':'P1Y'"),
     {{BORN("2026-01-01", "1990-05-10"), NO},
      {SAYS("2026-12-31", "1990-05-11"), LOCKED},
      {VISIT("2026-05-10"), YES},
      {SAYS("2026-12-31", "1990-05-10"), NO},
      {SAYS("2027-01-01", "1990-05-11"), NO},
      {SAYS("2027-12-31", "1990-05-12"), LOCKED}}},
    {"or for ever",
     GIFT("'lock':'forever'"),
     {{BORN("2026-01-01", "1990-05-10"), NO}, {SAYS("2036-01-01", "1990-05-11"), LOCKED}}},
    {"but somebody without one may say his",
     GIFT("'lock':'forever'"),
     {{VISIT("2026-01-01"), NO},
      {SAYS("2026-02-01", "1990-05-11"), NO},
      {SAYS("2026-02-02", "1990-05-12"), LOCKED}}},
    {"so many days since the last one, for other windows",
     HEAD("") "'rules':[{'id':'r','on':'visit','when':'customer.days_since_birthday >= 0','earn':"
              "{'stars':'customer.days_since_birthday'}}]",
     {{VISIT("2026-01-01"), NO},
      {SAYS("2026-02-01", "1990-05-11"), NO},
      {VISIT("2026-05-10"), "applied r:earn:stars=364"},
      {VISIT("2026-05-11"), NO},
      {VISIT("2026-05-18"), "applied r:earn:stars=7"}}},
};

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, story_kit_run, rows);
    return table_kit_run(&tests, "policy_birthday");
}
