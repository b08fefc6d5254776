/*
 * birthday.c -- birthdays: when the last one was, whether it may be claimed,
 * and what happens when somebody has another one all of a sudden.
 *
 * When the birthday was set is noted only where the program asks for it.
 */
#include "customer/notes.h"
#include "engine/earn/birthday.h"

#define MOMENT_SIZE 8

/* ---- Which one ---- */

/* The birthday of a year. Born on 29 February, it is on the day the program
 * names in other years. */
static int32_t
birthday_in(const loy_program *program, loy__date born, int32_t year)
{
    born.year = year;
    if (born.month == 2 && born.day == 29 && loy__days_in_month(year, 2) == 28) {
        born.month = program->birthdays.leap_day == LOY__LEAP_MAR_1 ? 3 : 2;
        born.day = program->birthdays.leap_day == LOY__LEAP_MAR_1 ? 1 : 28;
    }
    return loy__day_of(born);
}

/* The last birthday that has begun by a day: it begins so long before. */
static int32_t
last_begun(const loy__work *work, int32_t day, const loy__duration *before)
{
    const loy_program *program = work->program;
    loy__date born = loy__date_of(work->state->birthday);
    int32_t year = loy__date_of(day).year;

    for (int32_t at = year < 9999 ? year + 1 : year; at > year - 1 && at > 1; at--) {
        int32_t found = birthday_in(program, born, at);

        if (loy__take_from_day(found, before) <= day)
            return found;
    }
    return birthday_in(program, born, year > 1 ? year - 1 : 1);
}

int64_t
loy__days_since_birthday(const loy__work *work, int32_t day)
{
    static const loy__duration none = {0};

    if (work->state->birthday == LOY_DAY_NONE)
        return -1;
    return day - last_begun(work, day, &none);
}

int32_t
loy__birthday_claimed(const loy__work *work, int32_t day)
{
    if (work->state->birthday == LOY_DAY_NONE)
        return day;
    return last_begun(work, day, &work->program->birthdays.before);
}

/* ---- Since when ---- */

static const loy__note *
find_note(const loy__work *work)
{
    return work->state->note_count > 0 ? loy__note_find(work->state, LOY__NOTE_BIRTHDAY, 0) : NULL;
}

bool
loy__is_birthday(const loy__work *work, int32_t day)
{
    const loy__birthdays *settings = &work->program->birthdays;
    const loy__note *note = settings->waits ? find_note(work) : NULL;

    if (work->state->birthday == LOY_DAY_NONE ||
        day > loy__add_to_day(loy__birthday_claimed(work, day), &settings->after))
        return false;
    return note == NULL ||
           day >= loy__add_to_day(loy__zone_day(&work->program->zone, loy__load_i64(note->data)),
                                  &settings->wait);
}

/* ---- Setting it ---- */

/* Whether the event would change the birthday. */
static bool
changes(const loy__work *work)
{
    const loy__name *name = &work->program->customer_attributes.items[0].name; /* birthday */

    for (uint32_t i = 0; i < work->event->attribute_count; i++) {
        const loy_attribute *attribute =
            loy__attribute_at(work->event->attributes, work->event->attribute_size, i);

        if (loy__text_equal(attribute->name.data, attribute->name.size, name->text, name->size) &&
            attribute->number != work->state->birthday)
            return true;
    }
    return false;
}

int
loy__admit_birthday(loy__work *work)
{
    const loy__birthdays *settings = &work->program->birthdays;
    const loy__note *note = settings->locks ? find_note(work) : NULL;
    int64_t until = LOY_NEVER;

    if (note == NULL || !changes(work))
        return LOY_OK;
    if (!settings->for_ever)
        until = loy__zone_add(&work->program->zone, loy__load_i64(note->data), &settings->lock);
    if (work->event->time >= until)
        return LOY_OK;
    return loy__refuse(work, "birthday-locked", "/attributes/birthday", "%s",
                       "the birthday was set a short time ago and cannot be changed yet: leave it "
                       "out of the event");
}

int
loy__birthday_set(loy__work *work, int32_t day)
{
    const loy__birthdays *settings = &work->program->birthdays;
    unsigned char bytes[MOMENT_SIZE];
    const loy__note *note;

    if (day == work->state->birthday)
        return LOY_OK;
    work->state->birthday = day;
    if (!settings->locks && !settings->waits)
        return LOY_OK;
    note = find_note(work);
    if (note != NULL)
        loy__note_remove(work->state, note);
    loy__store_i64(bytes, work->event->time);
    return loy__note_add(work->state, LOY__NOTE_BIRTHDAY, bytes, sizeof(bytes));
}
