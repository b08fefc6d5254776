/*
 * cel_model_numbers.c -- arithmetic of the model, in ISO C alone and without a
 * thought for speed.
 */
#include "kit/cel_model_numbers.h"

static const cel_model_value bad = {.failed = true};

static cel_model_value
good(int64_t number)
{
    return (cel_model_value){.number = number};
}

static uint64_t
magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

/* A sign and a size; bad when they do not fit. */
static cel_model_value
signed_value(bool negative, uint64_t size)
{
    if (size > (uint64_t)INT64_MAX + negative)
        return bad;
    return good(negative ? (int64_t)(0 - size) : (int64_t)size);
}

static cel_model_value
sum(int64_t a, int64_t b)
{
    if (b > 0 ? a > INT64_MAX - b : a < INT64_MIN - b)
        return bad;
    return good(a + b);
}

cel_model_value
cel_model_negated(int64_t a)
{
    return a == INT64_MIN ? bad : good(-a);
}

static cel_model_value
product(int64_t a, int64_t b)
{
    if (a == 0 || b == 0)
        return good(0);
    if (magnitude(a) > UINT64_MAX / magnitude(b))
        return bad;
    return signed_value((a < 0) != (b < 0), magnitude(a) * magnitude(b));
}

cel_model_value
cel_model_arithmetic(int64_t op, int64_t a, int64_t b)
{
    switch (op) {
    case '+':
        return sum(a, b);
    case '-':
        return b == INT64_MIN ? (a < 0 ? good(a - INT64_MIN) : bad) : sum(a, -b);
    case '*':
        return product(a, b);
    default:
        if (b == 0 || (a == INT64_MIN && b == -1))
            return bad;
        return good(op == '/' ? a / b : a % b);
    }
}

/* floor(a * b / c) of sizes, with the rest; false when it takes more than 64
 * bits. Bit by bit, from the top of the product's 128. */
static bool
multiply_divide(uint64_t a, uint64_t b, uint64_t c, uint64_t *quotient, uint64_t *rest)
{
    uint64_t q = 0, r = 0;

    for (int bit = 63; bit >= 0; bit--) {
        bool carry = r >> 63 != 0, more = q >> 63 != 0;

        /* q * c + r doubles, then b is added where a has a one. */
        q <<= 1;
        r <<= 1;
        if (more)
            return false;
        if (carry || r >= c) {
            r -= c;
            q++;
        }
        if ((a >> bit & 1) != 0) {
            uint64_t whole = b / c, part = b % c;

            if (q > UINT64_MAX - whole)
                return false;
            q += whole;
            if (r >= c - part) {
                r -= c - part;
                if (++q == 0)
                    return false;
            } else {
                r += part;
            }
        }
    }
    *quotient = q;
    *rest = r;
    return true;
}

cel_model_value
cel_model_mul_div(int64_t how, int64_t a, int64_t b, int64_t c)
{
    bool negative = (a < 0) != (b < 0), up;
    uint64_t q, r, size = magnitude(c);

    if (c == 0)
        return bad;
    if (a == 0 || b == 0)
        return good(0);
    negative = negative != (c < 0);
    if (!multiply_divide(magnitude(a), magnitude(b), size, &q, &r))
        return bad;
    if (how == CEL_MODEL_MUL_DIV)
        up = negative && r > 0;
    else if (how == CEL_MODEL_MUL_DIV_CEIL)
        up = !negative && r > 0;
    else /* to the nearest; a half away from 0, or to the even one */
        up = r > size - r ||
             (r > 0 && r == size - r && (how == CEL_MODEL_MUL_DIV_HALF_UP || q % 2 == 1));
    if (up && ++q == 0)
        return bad;
    return signed_value(negative, q);
}

cel_model_value
cel_model_per(int64_t amount, int64_t unit)
{
    if (unit <= 0)
        return bad;
    return good(amount / unit - (amount % unit < 0 ? 1 : 0));
}
