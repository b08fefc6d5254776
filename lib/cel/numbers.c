/*
 * numbers.c -- arithmetic on numbers: int and uint end in an error where they
 * would wrap, double follows IEEE 754.
 */
#include "base/number.h"
#include "cel/ast.h"
#include "cel/function.h"
#include "cel/value.h"

loy__cel_error
loy__cel_divide(uint32_t op, int64_t a, int64_t b, int64_t *out)
{
    if (b == 0)
        return LOY__CEL_ERR_DIVIDE;
    if (a == INT64_MIN && b == -1)
        return LOY__CEL_ERR_OVERFLOW;
    *out = op == LOY__OP_DIV ? a / b : a % b;
    return LOY__CEL_ERR_NONE;
}

static loy__cel_error
arithmetic_int(uint32_t op, int64_t a, int64_t b, int64_t *out)
{
    bool fits;

    switch (op) {
    case LOY__OP_ADD:
        fits = loy__add(a, b, out);
        break;
    case LOY__OP_SUB:
        fits = loy__sub(a, b, out);
        break;
    case LOY__OP_MUL:
        fits = loy__mul(a, b, out);
        break;
    default:
        return loy__cel_divide(op, a, b, out);
    }
    return fits ? LOY__CEL_ERR_NONE : LOY__CEL_ERR_OVERFLOW;
}

static loy__cel_error
arithmetic_uint(uint32_t op, uint64_t a, uint64_t b, uint64_t *out)
{
    switch (op) {
    case LOY__OP_ADD:
        *out = a + b;
        return a > UINT64_MAX - b ? LOY__CEL_ERR_OVERFLOW : LOY__CEL_ERR_NONE;
    case LOY__OP_SUB:
        *out = a - b;
        return a < b ? LOY__CEL_ERR_OVERFLOW : LOY__CEL_ERR_NONE;
    case LOY__OP_MUL:
        *out = a * b;
        return b != 0 && a > UINT64_MAX / b ? LOY__CEL_ERR_OVERFLOW : LOY__CEL_ERR_NONE;
    default:
        if (b == 0)
            return LOY__CEL_ERR_DIVIDE;
        *out = op == LOY__OP_DIV ? a / b : a % b;
        return LOY__CEL_ERR_NONE;
    }
}

static loy__cel_error
arithmetic_double(uint32_t op, double a, double b, double *out)
{
    switch (op) {
    case LOY__OP_ADD:
        *out = a + b;
        return LOY__CEL_ERR_NONE;
    case LOY__OP_SUB:
        *out = a - b;
        return LOY__CEL_ERR_NONE;
    case LOY__OP_MUL:
        *out = a * b;
        return LOY__CEL_ERR_NONE;
    case LOY__OP_DIV:
        *out = a / b;
        return LOY__CEL_ERR_NONE;
    default:
        return LOY__CEL_ERR_OVERLOAD;
    }
}

loy__cel_error
loy__cel_arithmetic(loy__arena *arena, uint32_t op, loy__cel_value a, loy__cel_value b,
                    loy__cel_value *out)
{
    uint32_t kind = loy__cel_kind(a), other = loy__cel_kind(b);
    loy__cel_value result = {.tag = kind};
    loy__cel_error error;

    if (kind == LOY__CEL_TIMESTAMP || kind == LOY__CEL_DURATION)
        return loy__cel_time_arithmetic(op, a, b, out);
    if (kind != other)
        return LOY__CEL_ERR_OVERLOAD;
    switch (kind) {
    case LOY__CEL_INT:
        error = arithmetic_int(op, a.as.integer, b.as.integer, &result.as.integer);
        break;
    case LOY__CEL_UINT:
        error = arithmetic_uint(op, a.as.natural, b.as.natural, &result.as.natural);
        break;
    case LOY__CEL_DOUBLE:
        error = arithmetic_double(op, a.as.real, b.as.real, &result.as.real);
        break;
    default:
        return op == LOY__OP_ADD ? loy__cel_concatenate(arena, a, b, out) : LOY__CEL_ERR_OVERLOAD;
    }
    if (error == LOY__CEL_ERR_NONE)
        *out = result;
    return error;
}

loy__cel_error
loy__cel_negate(loy__cel_value a, loy__cel_value *out)
{
    if (loy__cel_kind(a) == LOY__CEL_DOUBLE) {
        *out = (loy__cel_value){.as.real = -a.as.real, .tag = LOY__CEL_DOUBLE};
        return LOY__CEL_ERR_NONE;
    }
    if (loy__cel_kind(a) != LOY__CEL_INT)
        return LOY__CEL_ERR_OVERLOAD;
    if (a.as.integer == INT64_MIN)
        return LOY__CEL_ERR_OVERFLOW;
    *out = loy__cel_int(-a.as.integer);
    return LOY__CEL_ERR_NONE;
}

/* The greatest (data is LOY__FN_GREATEST) or least of the arguments, or of the items of
 * a single list. */
loy__cel_error
loy__cel_extreme(const loy__cel_call *call, loy__cel_value *out)
{
    const loy__cel_value *args = call->args;
    uint32_t count = call->count;
    loy__cel_value best;

    if (count == 1 && loy__cel_kind(args[0]) == LOY__CEL_LIST) {
        count = args[0].size;
        args = args[0].as.items;
    }
    if (count == 0)
        return LOY__CEL_ERR_ARGUMENT;
    best = args[0];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t kind = loy__cel_kind(args[i]);
        loy__cel_error error;
        int order;

        if (kind != LOY__CEL_INT && kind != LOY__CEL_UINT && kind != LOY__CEL_DOUBLE)
            return LOY__CEL_ERR_OVERLOAD;
        error = loy__cel_order(args[i], best, &order);
        if (error != LOY__CEL_ERR_NONE)
            return error;
        if (order == (call->data == LOY__FN_GREATEST ? LOY__MORE : LOY__LESS))
            best = args[i];
    }
    *out = best;
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_abs(const loy__cel_call *call, loy__cel_value *out)
{
    const loy__cel_value *args = call->args;
    uint32_t kind = loy__cel_kind(args[0]);

    if (kind == LOY__CEL_UINT || (kind == LOY__CEL_INT && args[0].as.integer >= 0)) {
        *out = args[0];
        return LOY__CEL_ERR_NONE;
    }
    if (kind == LOY__CEL_DOUBLE) {
        double real = args[0].as.real;

        /* -0.0 becomes 0.0. */
        *out = (loy__cel_value){.as.real = real <= 0 ? 0.0 - real : real, .tag = kind};
        return LOY__CEL_ERR_NONE;
    }
    return loy__cel_negate(args[0], out);
}
