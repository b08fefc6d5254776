/*
 * cel_real_test.c -- doubles to and from text, against the C library in the C
 * locale: the nearest double, and the shortest text that reads back.
 */
#include "kit/table_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cel/real.h"
#include "kit/random_kit.h"

static const struct write_case {
    const char *name; /* the text */
    double value;
} write_cases[] = {
    {"0", 0.0},
    {"-0", -0.0},
    {"1", 1.0},
    {"-1.5", -1.5},
    {"0.1", 0.1},
    {"0.0001", 0.0001},
    {"1e-05", 0.00001},
    {"123456789012345680000", 123456789012345678901.0},
    {"1e+21", 1e21},
    {"6.02214e+23", 6.02214e23},
    {"9007199254740992", 9007199254740992.0},
    {"5e-324", 4.9406564584124654e-324},
    {"2.2250738585072014e-308", 2.2250738585072014e-308},
    {"1.7976931348623157e+308", 1.7976931348623157e308},
    {"9.5367431640625e-07", 9.5367431640625e-07},
    {"100", 100.0},
    {"0.3", 0.3},
    {"0.30000000000000004", 0.1 + 0.2},
    {"2200000000000000.2", 2200000000000000.25},
    {"-14698709267727.562", -14698709267727.5625},
    {"1000000000000000.8", 1000000000000000.75},
};

static void
write_case_holds(void **state)
{
    const struct write_case *c = *state;
    char text[LOY__CEL_REAL_SIZE + 1] = "";
    double back;

    text[loy__cel_real_write(c->value, text)] = '\0';
    assert_string_equal(text, c->name);
    assert_true(loy__cel_real_parse(text, strlen(text), &back));
    assert_memory_equal(&back, &c->value, sizeof(back));
}

static const struct read_case {
    const char *name; /* the text */
    bool good;
} read_cases[] = {
    {"0", true},
    {"-0.0", true},
    {".5", true},
    {"5.", true},
    {"+1.25e+3", true},
    {"1E-3", true},
    {"1e400", true},
    {"1e-400", true},
    {"1e99999999999", true},
    {"1e-99999999999", true},
    {"0e99999999999", true},
    {"2.4703282292062327e-324", true},
    {"2.4703282292062328e-324", true},
    {"2.2250738585072011e-308", true},
    {"179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977"
     "587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845"
     "817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559"
     "699508093042880",
     true},
    {"9007199254740993", true},
    {"9007199254740993.00000000000000000000000000000000000000000000000001", true},
    {"0.000000000000000000000000000000000000000000000000000000000000000000000000001", true},
    {"", false},
    {"-", false},
    {".", false},
    {"e5", false},
    {"1e", false},
    {"1e+", false},
    {"1.2.3", false},
    {" 1", false},
    {"1 ", false},
    {"0x10", false},
    {"1,5", false},
    {"infinit", false},
};

static void
read_case_holds(void **state)
{
    const struct read_case *c = *state;
    double value = -7.0, expected = strtod(c->name, NULL);

    assert_int_equal(loy__cel_real_parse(c->name, strlen(c->name), &value), c->good);
    if (c->good)
        assert_memory_equal(&value, &expected, sizeof(value));
    else
        assert_true(value == -7.0);
}

static void
names_are_read(void **state)
{
    double value;

    (void)state;
    assert_true(loy__cel_real_parse("Infinity", 8, &value) && value > 1e308);
    assert_true(loy__cel_real_parse("-inf", 4, &value) && value < -1e308);
    assert_true(loy__cel_real_parse("NaN", 3, &value) && value != value);
}

/* As few digits as %.*e needs, and no text of fewer reads back. */
static void
random_doubles_come_back(void **state)
{
    uint64_t random = 7;

    (void)state;
    for (int i = 0; i < 4000; i++) {
        uint64_t bits = random_kit_next(&random) & UINT64_MAX >> 1;
        double value, back;
        char text[64] = "", shortest[64];
        char digits[17];
        int32_t exponent;
        uint32_t count;
        int precision = 0;

        if (i % 3 == 0)
            bits &= ~((UINT64_C(1) << 52) - 1); /* powers of two: uneven gaps */
        if ((bits >> 52 & 0x7ff) == 0x7ff || bits == 0)
            continue;
        memcpy(&value, &bits, sizeof(value));
        text[loy__cel_real_write(value, text)] = '\0';
        assert_true(loy__cel_real_parse(text, strlen(text), &back));
        assert_memory_equal(&back, &value, sizeof(back));
        assert_true(strtod(text, NULL) == value);
        do
            snprintf(shortest, sizeof(shortest), "%.*e", precision++, value);
        while (strtod(shortest, NULL) != value);
        count = loy__cel_real_digits(value, digits, &exponent);
        assert_true(count <= (uint32_t)precision);
        assert_true(loy__cel_real_parse(shortest, strlen(shortest), &back) && back == value);
    }
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, write_case_holds, write_cases);
    TABLE_KIT_ROWS(&kit, read_case_holds, read_cases);
    table_kit_test(&kit, "names are read", names_are_read);
    table_kit_test(&kit, "random doubles come back", random_doubles_come_back);
    return table_kit_run(&kit, "cel real");
}
