/*
 * time.c -- timestamps and durations: arithmetic, getters and reading texts.
 *
 * A timestamp is seconds and nanoseconds from year 1 to 9999; a duration is an
 * int of nanoseconds. Zones are fixed offsets: there is no zone database here.
 */
#include "base/time.h"

#include "base/number.h"
#include "cel/ast.h"
#include "cel/function.h"
#include "cel/timetext.h"
#include "cel/value.h"

#define NANOS INT64_C(1000000000)
#define DAY INT64_C(86400)

loy__cel_error
loy__cel_timestamp(int64_t seconds, int64_t nanos, loy__cel_value *out)
{
    int64_t carry = nanos / NANOS;

    nanos %= NANOS;
    if (nanos < 0) {
        nanos += NANOS;
        carry--;
    }
    if (!loy__add(seconds, carry, &seconds) || seconds < LOY__TIME_MIN / 1000 ||
        seconds > LOY__TIME_MAX / 1000)
        return LOY__CEL_ERR_OVERFLOW;
    *out =
        (loy__cel_value){.as.integer = seconds, .size = (uint32_t)nanos, .tag = LOY__CEL_TIMESTAMP};
    return LOY__CEL_ERR_NONE;
}

static loy__cel_error
duration(bool fits, int64_t nanos, loy__cel_value *out)
{
    if (!fits)
        return LOY__CEL_ERR_OVERFLOW;
    *out = (loy__cel_value){.as.integer = nanos, .tag = LOY__CEL_DURATION};
    return LOY__CEL_ERR_NONE;
}

static loy__cel_error
move(loy__cel_value stamp, int64_t nanos, int sign, loy__cel_value *out)
{
    /* Split first: the negative of the least int is none. */
    return loy__cel_timestamp(stamp.as.integer + sign * (nanos / NANOS),
                              (int64_t)stamp.size + sign * (nanos % NANOS), out);
}

static loy__cel_error
between(loy__cel_value a, loy__cel_value b, loy__cel_value *out)
{
    int64_t seconds = a.as.integer - b.as.integer, nanos = (int64_t)a.size - (int64_t)b.size;
    bool fits;

    /* Like signs, so that the product alone decides whether it fits. */
    if (seconds < 0 && nanos > 0) {
        seconds++;
        nanos -= NANOS;
    }
    fits = loy__mul(seconds, NANOS, &seconds) && loy__add(seconds, nanos, &seconds);
    return duration(fits, seconds, out);
}

loy__cel_error
loy__cel_time_arithmetic(uint32_t op, loy__cel_value a, loy__cel_value b, loy__cel_value *out)
{
    bool left = loy__cel_kind(a) == LOY__CEL_TIMESTAMP;
    bool right = loy__cel_kind(b) == LOY__CEL_TIMESTAMP;
    int64_t sum = 0;
    bool fits;

    if ((op != LOY__OP_ADD && op != LOY__OP_SUB) ||
        (!right && loy__cel_kind(b) != LOY__CEL_DURATION))
        return LOY__CEL_ERR_OVERLOAD;
    if (left && right)
        return op == LOY__OP_SUB ? between(a, b, out) : LOY__CEL_ERR_OVERLOAD;
    if (left)
        return move(a, b.as.integer, op == LOY__OP_ADD ? 1 : -1, out);
    if (right)
        return op == LOY__OP_ADD ? move(b, a.as.integer, 1, out) : LOY__CEL_ERR_OVERLOAD;
    fits = op == LOY__OP_ADD ? loy__add(a.as.integer, b.as.integer, &sum)
                             : loy__sub(a.as.integer, b.as.integer, &sum);
    return duration(fits, sum, out);
}

static int64_t
get_date(int32_t day, uint32_t field)
{
    loy__date date = loy__date_of(day);

    switch (field) {
    case LOY__GET_YEAR:
        return date.year;
    case LOY__GET_MONTH:
        return date.month - 1;
    case LOY__GET_DATE:
        return date.day;
    case LOY__GET_DAY_OF_MONTH:
        return date.day - 1;
    case LOY__GET_DAY_OF_WEEK:
        return loy__weekday(day) % 7;
    default:
        return day - loy__day_of((loy__date){date.year, 1, 1});
    }
}

static int64_t
get_of_stamp(loy__cel_value stamp, int64_t offset, uint32_t field)
{
    int64_t local = stamp.as.integer + offset, second = local % DAY;

    if (second < 0)
        second += DAY;
    switch (field) {
    case LOY__GET_HOURS:
        return second / 3600;
    case LOY__GET_MINUTES:
        return second / 60 % 60;
    case LOY__GET_SECONDS:
        return second % 60;
    case LOY__GET_MILLISECONDS:
        return stamp.size / 1000000;
    default:
        return get_date((int32_t)((local - second) / DAY), field);
    }
}

/* All of it in hours, minutes or seconds; but what is left of the second in
 * milliseconds. */
static int64_t
get_of_duration(int64_t nanos, uint32_t field)
{
    switch (field) {
    case LOY__GET_HOURS:
        return nanos / (3600 * NANOS);
    case LOY__GET_MINUTES:
        return nanos / (60 * NANOS);
    case LOY__GET_SECONDS:
        return nanos / NANOS;
    default:
        return nanos % NANOS / 1000000;
    }
}

loy__cel_error
loy__cel_get_time(const loy__cel_call *call, loy__cel_value *out)
{
    const loy__cel_value *args = call->args;
    int32_t offset = 0;

    if (loy__cel_kind(args[0]) == LOY__CEL_DURATION && call->count == 1 &&
        call->data >= LOY__GET_HOURS) {
        *out = loy__cel_int(get_of_duration(args[0].as.integer, call->data));
        return LOY__CEL_ERR_NONE;
    }
    if (loy__cel_kind(args[0]) != LOY__CEL_TIMESTAMP)
        return LOY__CEL_ERR_OVERLOAD;
    if (call->count == 2) {
        if (loy__cel_kind(args[1]) != LOY__CEL_STRING)
            return LOY__CEL_ERR_OVERLOAD;
        if (!loy__cel_parse_offset(args[1].as.text, args[1].size, &offset))
            return LOY__CEL_ERR_ARGUMENT;
    }
    *out = loy__cel_int(get_of_stamp(args[0], offset, call->data));
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_to_timestamp(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value arg = call->args[0];

    switch (loy__cel_kind(arg)) {
    case LOY__CEL_TIMESTAMP:
        *out = arg;
        return LOY__CEL_ERR_NONE;
    case LOY__CEL_INT:
        return loy__cel_timestamp(arg.as.integer, 0, out);
    case LOY__CEL_STRING:
        return loy__cel_parse_timestamp(arg.as.text, arg.size, out);
    default:
        return LOY__CEL_ERR_OVERLOAD;
    }
}

loy__cel_error
loy__cel_to_duration(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value arg = call->args[0];

    switch (loy__cel_kind(arg)) {
    case LOY__CEL_DURATION:
        *out = arg;
        return LOY__CEL_ERR_NONE;
    case LOY__CEL_STRING:
        return loy__cel_parse_duration(arg.as.text, arg.size, out);
    default:
        return LOY__CEL_ERR_OVERLOAD;
    }
}
