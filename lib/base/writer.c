/*
 * writer.c -- growing texts: pieces, numbers and JSON strings, one after the
 * other.
 *
 * `data` ends in a NUL behind `size` bytes whenever it is not NULL.
 */
#include "base/text.h"

#include <string.h>

void
loy__writer_init(loy__writer *writer, const loy_memory *memory)
{
    *writer = (loy__writer){.memory = memory};
}

void
loy__writer_free(loy__writer *writer)
{
    loy__free(writer->memory, writer->data, writer->capacity);
    loy__writer_init(writer, writer->memory);
}

void
loy__writer_reset(loy__writer *writer)
{
    writer->size = 0;
    writer->failed = false;
    if (writer->data != NULL)
        writer->data[0] = '\0';
}

void
loy__write(loy__writer *writer, const char *data, size_t size)
{
    if (writer->failed)
        return;
    if (size >= SIZE_MAX - writer->size ||
        !loy__reserve(writer->memory, &writer->data, &writer->capacity, writer->size + size + 1,
                      1)) {
        writer->failed = true;
        return;
    }
    if (size > 0)
        memcpy(writer->data + writer->size, data, size);
    writer->size += size;
    writer->data[writer->size] = '\0';
}

void
loy__write_text(loy__writer *writer, const char *text)
{
    loy__write(writer, text, strlen(text));
}

void
loy__write_char(loy__writer *writer, char c)
{
    loy__write(writer, &c, 1);
}

void
loy__write_integer(loy__writer *writer, int64_t value)
{
    loy__write_decimal(writer, value, 0);
}

void
loy__write_decimal(loy__writer *writer, int64_t value, uint32_t digits)
{
    char text[48]; /* a sign, 20 digits or 0.000..., a point */
    size_t at = sizeof(text);
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    uint32_t written = 0;

    if (digits > 40)
        digits = 40;
    do {
        if (written == digits && digits > 0)
            text[--at] = '.';
        text[--at] = (char)('0' + rest % 10);
        rest /= 10;
        written++;
    } while (rest != 0 || written <= digits);
    if (value < 0)
        text[--at] = '-';
    loy__write(writer, text + at, sizeof(text) - at);
}

static void
write_escape(loy__writer *writer, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    static const char from[] = "\"\\\b\f\n\r\t";
    static const char to[] = "\"\\bfnrt";
    char text[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    size_t i;

    for (i = 0; i < sizeof(from) - 1; i++) {
        if ((unsigned char)from[i] == c) {
            text[1] = to[i];
            loy__write(writer, text, 2);
            return;
        }
    }
    loy__write(writer, text, sizeof(text));
}

void
loy__write_json_string(loy__writer *writer, const char *data, size_t size)
{
    size_t start = 0;
    size_t i;

    loy__write_char(writer, '"');
    for (i = 0; i < size; i++) {
        unsigned char c = (unsigned char)data[i];

        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        loy__write(writer, data + start, i - start);
        write_escape(writer, c);
        start = i + 1;
    }
    loy__write(writer, data + start, size - start);
    loy__write_char(writer, '"');
}

const char *
loy__writer_text(const loy__writer *writer)
{
    return writer->data == NULL ? "" : writer->data;
}
