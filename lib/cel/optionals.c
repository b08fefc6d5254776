/*
 * optionals.c -- values that may be absent.
 */
#include "cel/build.h"
#include "cel/function.h"

static bool
is_optional(loy__cel_value value)
{
    return loy__cel_kind(value) == LOY__CEL_OPTIONAL;
}

/* Zero, false, empty or null. */
static bool
is_zero(loy__cel_value value)
{
    switch (loy__cel_kind(value)) {
    case LOY__CEL_NULL:
        return true;
    case LOY__CEL_BOOL:
    case LOY__CEL_INT:
    case LOY__CEL_UINT:
    case LOY__CEL_DURATION:
        return value.as.integer == 0;
    case LOY__CEL_DOUBLE:
        return value.as.real == 0.0;
    case LOY__CEL_TIMESTAMP:
        return value.as.integer == 0 && value.size == 0;
    case LOY__CEL_STRING:
    case LOY__CEL_BYTES:
    case LOY__CEL_LIST:
    case LOY__CEL_MAP:
    case LOY__CEL_ROWS:
    case LOY__CEL_OPTIONAL:
        return value.size == 0;
    default:
        return false;
    }
}

/* optional.none(), optional.of(), optional.ofNonZeroValue() by data. */
loy__cel_error
loy__cel_optional(const loy__cel_call *call, loy__cel_value *out)
{
    bool none = call->data == LOY__OPTIONAL_NONE ||
                (call->data == LOY__OPTIONAL_NON_ZERO && is_zero(call->args[0]));

    return loy__cel_make_optional(call->arena, none ? NULL : &call->args[0], out);
}

loy__cel_error
loy__cel_has_some(const loy__cel_call *call, loy__cel_value *out)
{
    if (!is_optional(call->args[0]))
        return LOY__CEL_ERR_OVERLOAD;
    *out = loy__cel_bool(call->args[0].size != 0);
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_some(const loy__cel_call *call, loy__cel_value *out)
{
    if (!is_optional(call->args[0]))
        return LOY__CEL_ERR_OVERLOAD;
    if (call->args[0].size == 0)
        return LOY__CEL_ERR_ARGUMENT;
    *out = call->args[0].as.items[0];
    return LOY__CEL_ERR_NONE;
}

/* or(): the first of two optionals that has a value. */
loy__cel_error
loy__cel_or(const loy__cel_call *call, loy__cel_value *out)
{
    if (!is_optional(call->args[0]) || !is_optional(call->args[1]))
        return LOY__CEL_ERR_OVERLOAD;
    *out = call->args[call->args[0].size != 0 ? 0 : 1];
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_or_value(const loy__cel_call *call, loy__cel_value *out)
{
    if (!is_optional(call->args[0]))
        return LOY__CEL_ERR_OVERLOAD;
    *out = call->args[0].size != 0 ? call->args[0].as.items[0] : call->args[1];
    return LOY__CEL_ERR_NONE;
}
