/*
 * birthday.h -- birthdays, as rules and limits see them.
 */
#ifndef LOY_ENGINE_BIRTHDAY_H
#define LOY_ENGINE_BIRTHDAY_H

#include "engine/engine.h"

/* Whether a local day is one on which the birthday may be claimed. */
bool loy__is_birthday(const loy__work *work, int32_t day);
/* Days since the last birthday, 0 on the day; -1 where none is known. */
int64_t loy__days_since_birthday(const loy__work *work, int32_t day);
/* The birthday that a claim on a day is for; the day where none is known. */
int32_t loy__birthday_claimed(const loy__work *work, int32_t day);
/* Refuses another birthday while it is locked. */
int loy__admit_birthday(loy__work *work);
/* Sets it, and notes when where the program asks for that. */
int loy__birthday_set(loy__work *work, int32_t day);

#endif
