/*
 * values.c -- equality, order, membership and indexing of values.
 *
 * int, uint and double lie on one number line: ints and uints compare exactly,
 * and with a double as doubles do. Values of different kinds are unequal.
 */
#include "cel/value.h"

#include <string.h>

#include "base/text.h"
#include "cel/function.h"

bool
loy__cel_same_text(loy__cel_value a, loy__cel_value b)
{
    uint32_t symbol = loy__cel_symbol(a), other = loy__cel_symbol(b);

    if (symbol != 0 && other != 0)
        return symbol == other;
    return a.size == b.size && (a.size == 0 || memcmp(a.as.text, b.as.text, a.size) == 0);
}

static bool
is_number(uint32_t kind)
{
    return kind == LOY__CEL_INT || kind == LOY__CEL_UINT || kind == LOY__CEL_DOUBLE;
}

static int
order_real(double a, double b)
{
    return a < b ? LOY__LESS : a > b ? LOY__MORE : a == b ? LOY__SAME : LOY__UNORDERED;
}

/* A whole number and a double. In the range of the whole number's kind both
 * become doubles; beyond it the double decides. */
static int
order_mixed(loy__cel_value whole, double real)
{
    bool is_signed = loy__cel_kind(whole) == LOY__CEL_INT;

    if (real != real)
        return LOY__UNORDERED;
    if (real < (is_signed ? -9223372036854775808.0 : 0.0))
        return LOY__MORE;
    if (real > (is_signed ? 9223372036854775808.0 : 18446744073709551616.0))
        return LOY__LESS;
    return order_real(is_signed ? (double)whole.as.integer : (double)whole.as.natural, real);
}

static int
reversed(int order)
{
    return order == LOY__UNORDERED ? order : -order;
}

static int
order_numbers(loy__cel_value a, loy__cel_value b)
{
    uint32_t left = loy__cel_kind(a), right = loy__cel_kind(b);

    if (left == LOY__CEL_DOUBLE && right == LOY__CEL_DOUBLE)
        return order_real(a.as.real, b.as.real);
    if (right == LOY__CEL_DOUBLE)
        return order_mixed(a, b.as.real);
    if (left == LOY__CEL_DOUBLE)
        return reversed(order_mixed(b, a.as.real));
    if (left == LOY__CEL_INT && a.as.integer < 0)
        return right == LOY__CEL_UINT || b.as.integer > a.as.integer ? LOY__LESS
               : b.as.integer < a.as.integer                         ? LOY__MORE
                                                                     : LOY__SAME;
    if (right == LOY__CEL_INT && b.as.integer < 0)
        return LOY__MORE;
    return a.as.natural < b.as.natural   ? LOY__LESS
           : a.as.natural > b.as.natural ? LOY__MORE
                                         : LOY__SAME;
}

static int
sign_of(int64_t a, int64_t b)
{
    return a < b ? LOY__LESS : a > b ? LOY__MORE : LOY__SAME;
}

loy__cel_error
loy__cel_order(loy__cel_value a, loy__cel_value b, int *out)
{
    uint32_t kind = loy__cel_kind(a);

    if (is_number(kind) && is_number(loy__cel_kind(b))) {
        *out = order_numbers(a, b);
        return LOY__CEL_ERR_NONE;
    }
    if (kind != loy__cel_kind(b))
        return LOY__CEL_ERR_OVERLOAD;
    switch (kind) {
    case LOY__CEL_BOOL:
    case LOY__CEL_DURATION:
        *out = sign_of(a.as.integer, b.as.integer);
        return LOY__CEL_ERR_NONE;
    case LOY__CEL_TIMESTAMP:
        *out = a.as.integer != b.as.integer ? sign_of(a.as.integer, b.as.integer)
                                            : sign_of(a.size, b.size);
        return LOY__CEL_ERR_NONE;
    case LOY__CEL_STRING:
    case LOY__CEL_BYTES:
        *out = loy__text_compare(a.as.text, a.size, b.as.text, b.size);
        *out = *out < 0 ? LOY__LESS : *out > 0 ? LOY__MORE : LOY__SAME;
        return LOY__CEL_ERR_NONE;
    default:
        return LOY__CEL_ERR_OVERLOAD;
    }
}

const loy__cel_value *
loy__cel_map_find(loy__cel_value map, loy__cel_value key)
{
    for (uint32_t i = 0; i < map.size; i++)
        if (loy__cel_equal(map.as.items[2 * i], key))
            return &map.as.items[2 * i + 1];
    return NULL;
}

static bool
equal_maps(loy__cel_value a, loy__cel_value b)
{
    if (a.size != b.size)
        return false;
    for (uint32_t i = 0; i < a.size; i++) {
        const loy__cel_value *other = loy__cel_map_find(b, a.as.items[2 * i]);

        if (other == NULL || !loy__cel_equal(a.as.items[2 * i + 1], *other))
            return false;
    }
    return true;
}

static bool
equal_items(loy__cel_value a, loy__cel_value b)
{
    if (a.size != b.size)
        return false;
    for (uint32_t i = 0; i < a.size; i++)
        if (!loy__cel_equal(a.as.items[i], b.as.items[i]))
            return false;
    return true;
}

bool
loy__cel_equal(loy__cel_value a, loy__cel_value b)
{
    uint32_t kind = loy__cel_kind(a);

    if (is_number(kind) && is_number(loy__cel_kind(b)))
        return order_numbers(a, b) == LOY__SAME;
    if (kind != loy__cel_kind(b))
        return false;
    switch (kind) {
    case LOY__CEL_NULL:
        return true;
    case LOY__CEL_STRING:
    case LOY__CEL_BYTES:
    case LOY__CEL_TYPE:
        return loy__cel_same_text(a, b);
    case LOY__CEL_LIST:
    case LOY__CEL_OPTIONAL:
        return equal_items(a, b);
    case LOY__CEL_MAP:
        return equal_maps(a, b);
    case LOY__CEL_ROW:
    case LOY__CEL_ROWS:
        return a.as.fields == b.as.fields && a.size == b.size && a.tag == b.tag;
    case LOY__CEL_TIMESTAMP:
        return a.as.integer == b.as.integer && a.size == b.size;
    default:
        return a.as.integer == b.as.integer;
    }
}

bool
loy__cel_is_key(loy__cel_value key)
{
    uint32_t kind = loy__cel_kind(key);

    return kind == LOY__CEL_BOOL || kind == LOY__CEL_INT || kind == LOY__CEL_UINT ||
           kind == LOY__CEL_STRING;
}

loy__cel_error
loy__cel_member(loy__cel_value value, loy__cel_value container, bool *out)
{
    if (loy__cel_kind(container) == LOY__CEL_MAP) {
        *out = loy__cel_map_find(container, value) != NULL;
        return LOY__CEL_ERR_NONE;
    }
    if (loy__cel_kind(container) != LOY__CEL_LIST)
        return LOY__CEL_ERR_OVERLOAD;
    *out = false;
    for (uint32_t i = 0; i < container.size && !*out; i++)
        *out = loy__cel_equal(value, container.as.items[i]);
    return LOY__CEL_ERR_NONE;
}

/* A key that means a place in a list: a whole number of any kind. */
static loy__cel_error
list_place(loy__cel_value key, uint32_t size, uint32_t *out)
{
    double real = key.as.real;

    switch (loy__cel_kind(key)) {
    case LOY__CEL_INT:
        if (key.as.integer < 0)
            return LOY__CEL_ERR_INDEX;
        break;
    case LOY__CEL_UINT:
        break;
    case LOY__CEL_DOUBLE:
        if (!(real >= 0 && real < 4294967296.0) || real != (double)(uint32_t)real)
            return LOY__CEL_ERR_INDEX;
        key.as.natural = (uint32_t)real;
        break;
    default:
        return LOY__CEL_ERR_OVERLOAD;
    }
    if (key.as.natural >= size)
        return LOY__CEL_ERR_INDEX;
    *out = (uint32_t)key.as.natural;
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_index(loy__cel_value base, loy__cel_value key, loy__cel_value *out)
{
    const loy__cel_value *found;
    loy__cel_error error;
    uint32_t place;

    if (loy__cel_kind(base) == LOY__CEL_LIST) {
        error = list_place(key, base.size, &place);
        if (error == LOY__CEL_ERR_NONE)
            *out = base.as.items[place];
        return error;
    }
    if (loy__cel_kind(base) != LOY__CEL_MAP)
        return LOY__CEL_ERR_OVERLOAD;
    if (!loy__cel_is_key(key) && loy__cel_kind(key) != LOY__CEL_DOUBLE)
        return LOY__CEL_ERR_OVERLOAD;
    found = loy__cel_map_find(base, key);
    if (found == NULL)
        return LOY__CEL_ERR_KEY;
    *out = *found;
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_size(const loy__cel_call *call, loy__cel_value *out)
{
    const loy__cel_value *args = call->args;
    switch (loy__cel_kind(args[0])) {
    case LOY__CEL_STRING:
        *out = loy__cel_int((int64_t)loy__utf8_count(args[0].as.text, args[0].size));
        return LOY__CEL_ERR_NONE;
    case LOY__CEL_BYTES:
    case LOY__CEL_LIST:
    case LOY__CEL_MAP:
    case LOY__CEL_ROWS:
        *out = loy__cel_int(args[0].size);
        return LOY__CEL_ERR_NONE;
    default:
        return LOY__CEL_ERR_OVERLOAD;
    }
}
