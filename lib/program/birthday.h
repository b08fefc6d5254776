/*
 * birthday.h -- what a program says about birthdays: when they are, how long
 * they may be claimed, and what a changed one is worth.
 */
#ifndef LOY_PROGRAM_BIRTHDAY_H
#define LOY_PROGRAM_BIRTHDAY_H

#include "base/time.h"

/* Of somebody born on 29 February, in other years. */
enum { LOY__LEAP_FEB_28 = 1, LOY__LEAP_MAR_1 = 2 };

typedef struct loy__birthdays {
    loy__duration before, after; /* the days around it on which it may be claimed */
    loy__duration lock;          /* valid when locks, not for ever: no other change for so long */
    loy__duration wait;          /* valid when waits: a changed one does not count for so long */
    uint32_t leap_day;
    bool locks;
    bool for_ever; /* it is never changed */
    bool waits;
    bool limits; /* something may be used so often for one birthday */
} loy__birthdays;

#endif
