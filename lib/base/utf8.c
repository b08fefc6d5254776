/*
 * utf8.c -- UTF-8: checking, decoding, counting and encoding.
 *
 * Only loy__utf8_valid, _prefix and _plain accept any bytes; the others are for
 * text that has passed one of them, and stay inside it whatever it holds.
 */
#include "base/text.h"

#include <string.h>

/* Bytes of the well-formed code point at `data`, 0 when it is none. */
static size_t
sequence(const unsigned char *data, size_t left)
{
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    size_t length;
    size_t i;

    if (data[0] < 0x80)
        return 1;
    if (data[0] < 0xC2 || data[0] > 0xF4)
        return 0;
    length = data[0] < 0xE0 ? 2 : data[0] < 0xF0 ? 3 : 4;
    if (left < length)
        return 0;
    /* The second byte rules out overlong forms, surrogates and > U+10FFFF. */
    if (data[0] == 0xE0)
        low = 0xA0;
    else if (data[0] == 0xED)
        high = 0x9F;
    else if (data[0] == 0xF0)
        low = 0x90;
    else if (data[0] == 0xF4)
        high = 0x8F;
    if (data[1] < low || data[1] > high)
        return 0;
    for (i = 2; i < length; i++)
        if (data[i] < 0x80 || data[i] > 0xBF)
            return 0;
    return length;
}

size_t
loy__utf8_prefix(const char *data, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)data;
    size_t at = 0;

    while (at < size) {
        size_t length = sequence(bytes + at, size - at);

        if (length == 0)
            break;
        at += length;
    }
    return at;
}

bool
loy__utf8_valid(const char *data, size_t size)
{
    return loy__utf8_prefix(data, size) == size;
}

bool
loy__utf8_plain_slow(const char *data, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)data;
    size_t i;

    for (i = 0; i < size; i++)
        if (bytes[i] < 0x20 || bytes[i] == 0x7F)
            return false;
    return loy__utf8_valid(data, size);
}

size_t
loy__utf8_count(const char *data, size_t size)
{
    size_t count = 0;
    size_t i;

    for (i = 0; i < size; i++)
        if (((unsigned char)data[i] & 0xC0) != 0x80)
            count++;
    return count;
}

uint32_t
loy__utf8_next(const char *data, size_t size, size_t *at)
{
    const unsigned char *bytes = (const unsigned char *)data + *at;
    size_t length = *bytes < 0xC0 ? 1 : *bytes < 0xE0 ? 2 : *bytes < 0xF0 ? 3 : 4;
    static const unsigned char lead[] = {0, 0xFF, 0x1F, 0x0F, 0x07};
    uint32_t code_point = bytes[0] & lead[length];
    size_t i;

    for (i = 1; i < length && *at + i < size; i++)
        code_point = code_point << 6 | (bytes[i] & 0x3F);
    *at += i;
    return code_point;
}

size_t
loy__utf8_put(char *out, uint32_t code_point)
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | (code_point >> 18 & 0x07));
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}
