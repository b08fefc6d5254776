/*
 * math.c -- the functions of CEL's math extension on single numbers and bits,
 * without the C library's mathematics.
 */
#include "cel/function.h"
#include "cel/real.h"

/* Without the fraction; the sign stays, also that of zero. */
static double
truncate(double value)
{
    uint64_t bits = loy__cel_real_bits(value);
    uint32_t exponent = (uint32_t)(bits >> 52 & 0x7ff);

    if (exponent >= 1023 + 52)
        return value;
    if (exponent < 1023)
        return loy__cel_real_of(bits & UINT64_C(1) << 63);
    return loy__cel_real_of(bits & ~((UINT64_C(1) << (1023 + 52 - exponent)) - 1));
}

static double
round_as(uint32_t how, double value)
{
    double whole = truncate(value), rest = value - whole;

    switch (how) {
    case LOY__MATH_CEIL:
        return rest > 0 ? whole + 1 : whole;
    case LOY__MATH_FLOOR:
        return rest < 0 ? whole - 1 : whole;
    case LOY__MATH_ROUND:
        /* Ties away from zero. */
        return rest >= 0.5 ? whole + 1 : rest <= -0.5 ? whole - 1 : whole;
    default:
        return whole;
    }
}

loy__cel_error
loy__cel_round(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value arg = call->args[0];

    if (loy__cel_kind(arg) != LOY__CEL_DOUBLE)
        return LOY__CEL_ERR_OVERLOAD;
    *out = (loy__cel_value){.as.real = round_as(call->data, arg.as.real), .tag = LOY__CEL_DOUBLE};
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_classify(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value arg = call->args[0];
    bool finite, nan;

    if (loy__cel_kind(arg) != LOY__CEL_DOUBLE)
        return LOY__CEL_ERR_OVERLOAD;
    finite = (loy__cel_real_bits(arg.as.real) >> 52 & 0x7ff) != 0x7ff;
    nan = arg.as.real != arg.as.real;
    *out = loy__cel_bool(call->data == LOY__MATH_IS_NAN   ? nan
                         : call->data == LOY__MATH_IS_INF ? !finite && !nan
                                                          : finite);
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_sign(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value arg = call->args[0];

    switch (loy__cel_kind(arg)) {
    case LOY__CEL_INT:
        arg.as.integer = (arg.as.integer > 0) - (arg.as.integer < 0);
        break;
    case LOY__CEL_UINT:
        arg.as.natural = arg.as.natural != 0;
        break;
    case LOY__CEL_DOUBLE:
        if (arg.as.real > 0 || arg.as.real < 0)
            arg.as.real = arg.as.real > 0 ? 1.0 : -1.0;
        else if (arg.as.real == 0)
            arg.as.real = 0.0; /* zero is not told from minus zero */
        break;
    default:
        return LOY__CEL_ERR_OVERLOAD;
    }
    *out = arg;
    return LOY__CEL_ERR_NONE;
}

/* The root of a positive finite double, bit by bit: 54 bits of it and whether
 * anything is left are enough to round correctly. */
static double
root_of(double value)
{
    uint64_t bits = loy__cel_real_bits(value), mantissa = bits & ((UINT64_C(1) << 52) - 1);
    int32_t exponent = (int32_t)(bits >> 52);
    uint64_t root = 0, rest = 0;

    if (exponent != 0)
        mantissa |= UINT64_C(1) << 52;
    else
        for (exponent = 1; (mantissa >> 52) == 0; exponent--)
            mantissa <<= 1;
    exponent -= 1023;
    if (exponent % 2 != 0) {
        mantissa <<= 1;
        exponent--;
    }
    /* mantissa / 2^52 is in [1, 4): two bits before the point. */
    for (int32_t i = 0; i < 54; i++) {
        uint64_t pair = i < 27 ? mantissa >> (52 - 2 * i) & 3 : 0;

        rest = rest << 2 | pair;
        root <<= 1;
        if (rest >= (root << 1 | 1)) {
            rest -= root << 1 | 1;
            root |= 1;
        }
    }
    root = (root >> 1) + (root & 1 && (rest != 0 || (root & 2) != 0));
    return loy__cel_real_of(((uint64_t)(exponent / 2 + 1022) << 52) + root);
}

loy__cel_error
loy__cel_sqrt(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value number;
    loy__cel_error error;
    double value;

    if (loy__cel_kind(call->args[0]) == LOY__CEL_STRING)
        return LOY__CEL_ERR_OVERLOAD;
    error = loy__cel_to_double(call, &number);
    if (error != LOY__CEL_ERR_NONE)
        return error;
    value = number.as.real;
    if (value < 0)
        value = loy__cel_real_of(UINT64_C(0x7ff8) << 48);
    else if (value > 0 && (loy__cel_real_bits(value) >> 52 & 0x7ff) != 0x7ff)
        value = root_of(value);
    *out = (loy__cel_value){.as.real = value, .tag = LOY__CEL_DOUBLE};
    return LOY__CEL_ERR_NONE;
}

/* Bits moved by more than there are give 0; to the right zeros come in. */
static uint64_t
shift(uint32_t how, uint64_t bits, int64_t by)
{
    if (by > 63)
        return 0;
    return how == LOY__MATH_LEFT ? bits << by : bits >> by;
}

loy__cel_error
loy__cel_bits(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value a = call->args[0], b = call->args[call->count - 1];
    uint32_t kind = loy__cel_kind(a), other = loy__cel_kind(b);
    bool shifts = call->data == LOY__MATH_LEFT || call->data == LOY__MATH_RIGHT;

    if ((kind != LOY__CEL_INT && kind != LOY__CEL_UINT) ||
        other != (shifts ? (uint32_t)LOY__CEL_INT : kind))
        return LOY__CEL_ERR_OVERLOAD;
    if (shifts && b.as.integer < 0)
        return LOY__CEL_ERR_ARGUMENT;
    switch (call->data) {
    case LOY__MATH_AND:
        a.as.natural &= b.as.natural;
        break;
    case LOY__MATH_OR:
        a.as.natural |= b.as.natural;
        break;
    case LOY__MATH_XOR:
        a.as.natural ^= b.as.natural;
        break;
    case LOY__MATH_NOT:
        a.as.natural = ~a.as.natural;
        break;
    default:
        a.as.natural = shift(call->data, a.as.natural, b.as.integer);
    }
    *out = a;
    return LOY__CEL_ERR_NONE;
}
