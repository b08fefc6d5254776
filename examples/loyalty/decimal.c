/*
 * decimal.c -- decimal numbers on the command line, exactly.
 */
#include "tool.h"

bool
decimal_read(const char *text, uint32_t digits, int64_t *out)
{
    uint32_t behind = 0; /* digits behind the point */
    bool point = false, any = false;

    *out = 0;
    for (; *text != '\0'; text++) {
        int64_t digit = *text - '0';

        if (*text == '.' && !point) {
            point = true;
            continue;
        }
        if (digit < 0 || digit > 9 || (point && behind++ == digits) ||
            *out > (INT64_MAX - digit) / 10)
            return false;
        *out = *out * 10 + digit;
        any = true;
    }
    for (; behind < digits; behind++) {
        if (*out > INT64_MAX / 10)
            return false;
        *out *= 10;
    }
    return any;
}
