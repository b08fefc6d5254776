/*
 * format.c -- short texts in fixed arrays: error messages and hints.
 *
 * What does not fit is cut off, never inside a character, and nothing that
 * comes later is put in its place.
 */
#include "base/text.h"

#include <stdarg.h>
#include <string.h>

typedef struct target {
    char *out;
    size_t size;
    size_t limit; /* bytes without the NUL */
    bool cut;
} target;

static void
put(target *to, const char *data, size_t size)
{
    size_t room = to->limit - to->size;

    if (to->cut)
        return;
    if (size > room) {
        size = room;
        to->cut = true;
        /* data[size] is the first byte left out: step back to a border. */
        while (size > 0 && ((unsigned char)data[size] & 0xC0) == 0x80)
            size--;
    }
    if (size > 0)
        memcpy(to->out + to->size, data, size);
    to->size += size;
}

static void
put_number(target *to, uint64_t magnitude, bool negative)
{
    char text[21];
    size_t at = sizeof(text);

    do {
        text[--at] = (char)('0' + magnitude % 10);
        magnitude /= 10;
    } while (magnitude != 0);
    if (negative)
        text[--at] = '-';
    put(to, text + at, sizeof(text) - at);
}

static void
put_signed(target *to, int64_t value)
{
    put_number(to, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, value < 0);
}

static void
put_text(target *to, const char *text)
{
    if (text != NULL)
        put(to, text, strlen(text));
}

/* Handles the conversion behind a '%' and returns what follows it. */
static const char *
convert(target *to, const char *format, va_list *values)
{
    char c;

    if (strncmp(format, ".*s", 3) == 0) {
        int size = va_arg(*values, int);
        const char *text = va_arg(*values, const char *);

        /* Callers cut where they like: what is left of a character goes, too. */
        put(to, text, size > 0 ? loy__utf8_prefix(text, (size_t)size) : 0);
        return format + 3;
    }
    if (strncmp(format, "lld", 3) == 0) {
        put_signed(to, va_arg(*values, long long));
        return format + 3;
    }
    if (strncmp(format, "llu", 3) == 0) {
        put_number(to, va_arg(*values, unsigned long long), false);
        return format + 3;
    }
    switch (*format) {
    case 's':
        put_text(to, va_arg(*values, const char *));
        break;
    case 'd':
        put_signed(to, va_arg(*values, int));
        break;
    case 'u':
        put_number(to, va_arg(*values, uint32_t), false);
        break;
    case 'c':
        c = (char)va_arg(*values, int);
        put(to, &c, 1);
        break;
    default:
        put(to, "%", 1);
        return *format == '%' ? format + 1 : format;
    }
    return format + 1;
}

void
loy__format_list(char *out, size_t capacity, const char *format, va_list list)
{
    target to = {.out = out, .limit = capacity - 1};
    va_list values;

    if (capacity == 0)
        return;
    va_copy(values, list);
    while (*format != '\0' && !to.cut) {
        size_t plain = strcspn(format, "%");

        put(&to, format, plain);
        format += plain;
        if (*format == '%')
            format = convert(&to, format + 1, &values);
    }
    va_end(values);
    out[to.size] = '\0';
}

void
loy__format(char *out, size_t capacity, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    loy__format_list(out, capacity, format, values);
    va_end(values);
}
