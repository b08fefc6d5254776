/*
 * base_number_test.c -- checked sums and products, rounded quotients and
 * decimals, against arithmetic done digit by digit.
 */
#include <string.h>

#include "base/number.h"
#include "kit/random_kit.h"
#include "kit/table_kit.h"

/* A number of 128 bits and its sign, least significant bit first. */
typedef struct wide {
    unsigned char bits[130];
    int negative;
} wide;

static uint64_t
magnitude(int64_t value)
{
    return value < 0 ? (uint64_t)(-(value + 1)) + 1 : (uint64_t)value;
}

static void
wide_add_shifted(wide *sum, uint64_t value, size_t shift)
{
    unsigned carry = 0;
    size_t i;

    for (i = shift; i < sizeof(sum->bits); i++) {
        unsigned bit = i - shift < 64 ? (unsigned)(value >> (i - shift) & 1) : 0;
        unsigned total = sum->bits[i] + bit + carry;

        sum->bits[i] = total & 1;
        carry = total >> 1;
    }
}

static wide
wide_product(int64_t a, int64_t b)
{
    wide product = {{0}, (a < 0) != (b < 0)};
    uint64_t factor = magnitude(b);
    size_t i;

    for (i = 0; i < 64; i++)
        if (factor >> i & 1)
            wide_add_shifted(&product, magnitude(a), i);
    return product;
}

/* The bits as a number when they are below 2^64. */
static bool
wide_fits(const wide *value, uint64_t *out)
{
    size_t i;

    *out = 0;
    for (i = 0; i < sizeof(value->bits); i++) {
        if (value->bits[i] && i >= 64)
            return false;
        if (value->bits[i])
            *out |= UINT64_C(1) << i;
    }
    return true;
}

static bool
with_sign(uint64_t value, int negative, int64_t *out)
{
    if (value > (uint64_t)INT64_MAX + (negative ? 1 : 0))
        return false;
    *out = negative ? (value == 0 ? 0 : -1 - (int64_t)(value - 1)) : (int64_t)value;
    return true;
}

/* Long division, one bit after the other; then the rounding by its name. */
static bool
model_mul_div(int64_t a, int64_t b, int64_t c, loy__rounding rounding, int64_t *out)
{
    wide product = wide_product(a, b);
    wide quotient = {{0}, product.negative != (c < 0)};
    uint64_t by = magnitude(c);
    uint64_t rest = 0;
    uint64_t value;
    int up = 0;
    size_t i;

    if (c == 0)
        return false;
    for (i = sizeof(product.bits); i-- > 0;) {
        rest = rest * 2 + product.bits[i]; /* by <= 2^63, so this fits */
        if (rest >= by) {
            rest -= by;
            quotient.bits[i] = 1;
        }
    }
    if (rest > 0) {
        up = (rounding == LOY__FLOOR && quotient.negative) ||
             (rounding == LOY__CEIL && !quotient.negative) ||
             (rounding == LOY__HALF_UP && rest >= by - rest) ||
             (rounding == LOY__HALF_EVEN &&
              (rest > by - rest || (rest == by - rest && quotient.bits[0])));
    }
    if (up)
        wide_add_shifted(&quotient, 1, 0);
    return wide_fits(&quotient, &value) && with_sign(value, quotient.negative, out);
}

static const struct rounding_row {
    const char *name;
    int64_t a, b, c;
    int64_t floor, ceil, half_up, half_even, truncate;
} rounding_rows[] = {
    {"7/2", 7, 1, 2, 3, 4, 4, 4, 3},
    {"-7/2", -7, 1, 2, -4, -3, -4, -4, -3},
    {"5/2", 5, 1, 2, 2, 3, 3, 2, 2},
    {"-5/2", -5, 1, 2, -3, -2, -3, -2, -2},
    {"5/-2", 5, 1, -2, -3, -2, -3, -2, -2},
    {"-5/-2", -5, 1, -2, 2, 3, 3, 2, 2},
    {"1/3", 1, 1, 3, 0, 1, 0, 0, 0},
    {"-1/3", -1, 1, 3, -1, 0, 0, 0, 0},
    {"2/3", 2, 1, 3, 0, 1, 1, 1, 0},
    {"exact", 6, 7, 2, 21, 21, 21, 21, 21},
    {"zero", 0, -7, 2, 0, 0, 0, 0, 0},
    {"through 128 bits", INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX,
     INT64_MAX, INT64_MAX},
    {"the least by itself", INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN,
     INT64_MIN, INT64_MIN},
    {"a price per thousand", 4500, 450, 1000, 2025, 2025, 2025, 2025, 2025},
};

static void
rounding_is_as_named(void **state)
{
    const struct rounding_row *row = *state;
    const int64_t wanted[] = {row->floor, row->ceil, row->half_up, row->half_even, row->truncate};
    int rounding;

    for (rounding = LOY__FLOOR; rounding <= LOY__TRUNCATE; rounding++) {
        int64_t out = 77;

        assert_true(loy__mul_div(row->a, row->b, row->c, (loy__rounding)rounding, &out));
        assert_true(out == wanted[rounding - 1]);
    }
}

static const struct refused_row {
    const char *name;
    int64_t a, b, c;
} refused_rows[] = {
    {"by zero", 1, 1, 0},
    {"zero by zero", 0, 0, 0},
    {"one past the largest", INT64_MIN, 1, -1},
    {"far past the largest", INT64_MAX, INT64_MAX, 1},
    {"2^63 exactly", INT64_C(1) << 62, 2, 1},
    {"below the least", INT64_MIN, 2, 1},
};

static void
quotients_that_do_not_fit_are_refused(void **state)
{
    const struct refused_row *row = *state;
    int64_t out = 77;

    assert_false(loy__mul_div(row->a, row->b, row->c, LOY__FLOOR, &out));
    assert_true(out == 77);
}

static void
quotients_equal_long_division(void **state)
{
    uint64_t seed = 1;
    int i;

    (void)state;
    for (i = 0; i < 20000; i++) {
        int64_t a = random_kit_integer(&seed);
        int64_t b = random_kit_integer(&seed);
        int64_t c = random_kit_integer(&seed);
        int rounding = LOY__FLOOR + i % 5;
        int64_t expected = 77;
        int64_t got = 77;
        bool fits = model_mul_div(a, b, c, (loy__rounding)rounding, &expected);

        assert_true(loy__mul_div(a, b, c, (loy__rounding)rounding, &got) == fits);
        assert_true(got == expected);
    }
}

/* Divisors just above a power of two make the trial digits of a long division
 * too large. */
static void
hard_divisors_equal_long_division(void **state)
{
    uint64_t seed = 2;
    int i;

    (void)state;
    for (i = 0; i < 20000; i++) {
        int64_t c = (INT64_C(1) << (32 + i % 31)) + (int64_t)random_kit_below(&seed, 3) - 1;
        int64_t a = INT64_MAX - (int64_t)random_kit_below(&seed, 1000);
        int64_t b = c - (int64_t)random_kit_below(&seed, 1000);
        int64_t expected = 77;
        int64_t got = 77;
        bool fits = model_mul_div(a, b, c, LOY__FLOOR, &expected);

        assert_true(loy__mul_div(a, b, c, LOY__FLOOR, &got) == fits);
        assert_true(got == expected);
    }
}

static void
sums_and_products_equal_the_model(void **state)
{
    uint64_t seed = 3;
    int i;

    (void)state;
    for (i = 0; i < 50000; i++) {
        int64_t a = random_kit_integer(&seed);
        int64_t b = random_kit_integer(&seed);
        int64_t expected = 77;
        int64_t got = 77;
        wide product = wide_product(a, b);
        uint64_t value;
        bool fits = wide_fits(&product, &value) && with_sign(value, product.negative, &expected);

        assert_true(loy__mul(a, b, &got) == fits);
        assert_true(got == expected);
        /* a + b in halves: the carry decides whether it fits. */
        {
            int64_t high = (a >> 1) + (b >> 1) + (a & b & 1);

            fits = high >= INT64_MIN / 2 && high <= INT64_MAX / 2;
            got = 77;
            assert_true(loy__add(a, b, &got) == fits);
            assert_true(fits ? got == (int64_t)((uint64_t)a + (uint64_t)b) : got == 77);
        }
        if (loy__sub(a, b, &got)) {
            int64_t back;

            assert_true(loy__add(got, b, &back));
            assert_true(back == a);
        } else {
            /* The true difference has the sign of a, the wrapped one has not. */
            assert_true((a < 0) != (b < 0));
            assert_true(((int64_t)((uint64_t)a - (uint64_t)b) < 0) != (a < 0));
        }
    }
}

static const struct edge_row {
    const char *name;
    bool (*operation)(int64_t a, int64_t b, int64_t *out);
    int64_t a, b;
    bool fits;
    int64_t out;
} edge_rows[] = {
    {"add: the largest", loy__add, INT64_MAX - 1, 1, true, INT64_MAX},
    {"add: past the largest", loy__add, INT64_MAX, 1, false, 0},
    {"add: past the least", loy__add, INT64_MIN, -1, false, 0},
    {"add: opposite ends", loy__add, INT64_MIN, INT64_MAX, true, -1},
    {"sub: 0 - least", loy__sub, 0, INT64_MIN, false, 0},
    {"sub: -1 - least", loy__sub, -1, INT64_MIN, true, INT64_MAX},
    {"sub: least - 1", loy__sub, INT64_MIN, 1, false, 0},
    {"sub: least - least", loy__sub, INT64_MIN, INT64_MIN, true, 0},
    {"mul: least * -1", loy__mul, INT64_MIN, -1, false, 0},
    {"mul: least * 1", loy__mul, INT64_MIN, 1, true, INT64_MIN},
    {"mul: to the least", loy__mul, INT64_C(1) << 62, -2, true, INT64_MIN},
    {"mul: 2^62 * 2", loy__mul, INT64_C(1) << 62, 2, false, 0},
    {"mul: 2^32 * 2^31", loy__mul, INT64_C(1) << 32, INT64_C(1) << 31, false, 0},
    {"mul: by zero", loy__mul, INT64_MIN, 0, true, 0},
};

static void
edges_are_exact(void **state)
{
    const struct edge_row *row = *state;
    int64_t out = 77;

    assert_true(row->operation(row->a, row->b, &out) == row->fits);
    assert_true(out == (row->fits ? row->out : 77));
}

static const struct decimal_row {
    const char *name; /* the text itself */
    uint32_t digits;
    bool good;
    int64_t value;
} decimal_rows[] = {
    {"12", 0, true, 12},
    {"12", 2, true, 1200},
    {"-0.5", 2, true, -50},
    {"1.25", 2, true, 125},
    {"1.2", 2, true, 120},
    {"0", 3, true, 0},
    {"-0", 0, true, 0},
    {"0.000001", 6, true, 1},
    {"007.10", 2, true, 710},
    {"92233720368547758.07", 2, true, INT64_MAX},
    {"-92233720368547758.08", 2, true, INT64_MIN},
    {"92233720368547758.08", 2, false, 0},
    {"-92233720368547758.09", 2, false, 0},
    {"9223372036854775807", 0, true, INT64_MAX},
    {"9223372036854775808", 0, false, 0},
    {"1.250", 2, false, 0},
    {"1.5", 0, false, 0},
    {"", 2, false, 0},
    {"-", 2, false, 0},
    {".5", 2, false, 0},
    {"-.5", 2, false, 0},
    {"5.", 2, false, 0},
    {"+5", 2, false, 0},
    {"1e2", 2, false, 0},
    {" 1", 2, false, 0},
    {"1 ", 2, false, 0},
    {"1,5", 2, false, 0},
    {"1.2.3", 4, false, 0},
    {"--1", 2, false, 0},
    {"0x10", 0, false, 0},
};

static void
decimals_are_exact(void **state)
{
    const struct decimal_row *row = *state;
    int64_t out = 77;

    assert_true(loy__parse_decimal(row->name, strlen(row->name), row->digits, &out) == row->good);
    assert_true(out == (row->good ? row->value : 77));
}

static void
a_decimal_ends_at_its_size(void **state)
{
    int64_t out = 77;

    (void)state;
    assert_true(loy__parse_decimal("1.259", 4, 2, &out));
    assert_true(out == 125);
    assert_false(loy__parse_decimal("1\0", 2, 2, &out));
}

static void
powers_of_ten(void **state)
{
    int64_t power = 1;
    uint32_t n;

    (void)state;
    for (n = 0; n <= 18; n++) {
        assert_true(loy__power10(n) == power);
        if (n < 18)
            power *= 10;
    }
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, rounding_is_as_named, rounding_rows);
    TABLE_KIT_ROWS(&kit, quotients_that_do_not_fit_are_refused, refused_rows);
    TABLE_KIT_ROWS(&kit, edges_are_exact, edge_rows);
    TABLE_KIT_ROWS(&kit, decimals_are_exact, decimal_rows);
    table_kit_test(&kit, "quotients equal long division", quotients_equal_long_division);
    table_kit_test(&kit, "hard divisors equal long division", hard_divisors_equal_long_division);
    table_kit_test(&kit, "sums and products equal the model", sums_and_products_equal_the_model);
    table_kit_test(&kit, "a decimal ends at its size", a_decimal_ends_at_its_size);
    table_kit_test(&kit, "powers of ten", powers_of_ten);
    return table_kit_run(&kit, "number");
}
