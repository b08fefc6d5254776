/*
 * decimal.c -- exact decimals from text: no exponent, no blank, no locale.
 */
#include "base/number.h"

bool
loy__parse_decimal(const char *text, size_t size, uint32_t digits, int64_t *out)
{
    bool negative = size > 0 && text[0] == '-';
    size_t at = negative ? 1 : 0;
    size_t first = at;
    size_t point = size;
    int64_t value = 0; /* kept negative: that side reaches further */
    uint32_t decimals = 0;

    for (; at < size; at++) {
        if (text[at] == '.' && point == size && at > first) {
            point = at;
            continue;
        }
        if (text[at] < '0' || text[at] > '9')
            return false;
        if (point != size && ++decimals > digits)
            return false;
        if (!loy__mul(value, 10, &value) || !loy__sub(value, text[at] - '0', &value))
            return false;
    }
    if (at == first || at == point + 1)
        return false;
    for (; decimals < digits; decimals++)
        if (!loy__mul(value, 10, &value))
            return false;
    if (!negative && !loy__sub(0, value, &value))
        return false;
    *out = value;
    return true;
}
