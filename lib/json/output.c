/*
 * output.c -- writes JSON documents, one member after the other, on one line or
 * on several.
 */
#include "json/output.h"

#include <string.h>

#include "base/time.h"

loy__output
loy__output_start(loy_json_reader *reader, bool lines)
{
    loy__writer_reset(&reader->writer);
    return (loy__output){.writer = &reader->writer, .lines = lines};
}

int
loy__output_finish(loy__output *output, const char **text, size_t *size)
{
    if (output->writer->failed)
        return LOY_ERR_NOMEM;
    *text = loy__writer_text(output->writer);
    if (size != NULL)
        *size = output->writer->size;
    return LOY_OK;
}

static void
new_line(loy__output *output)
{
    if (!output->lines)
        return;
    loy__write_char(output->writer, '\n');
    for (uint32_t i = 0; i < output->depth; i++)
        loy__write(output->writer, "  ", 2);
}

/* What stands before a value: comma, line, name. */
static void
lead(loy__output *output, const char *key)
{
    if (output->follow)
        loy__write_char(output->writer, ',');
    if (output->depth > 0)
        new_line(output);
    output->follow = true;
    if (key == NULL)
        return;
    loy__write_json_string(output->writer, key, strlen(key));
    loy__write(output->writer, ": ", output->lines ? 2 : 1);
}

void
loy__output_open(loy__output *output, const char *key, char bracket)
{
    lead(output, key);
    loy__write_char(output->writer, bracket);
    output->depth++;
    output->follow = false;
}

void
loy__output_close(loy__output *output, char bracket)
{
    output->depth--;
    if (output->follow)
        new_line(output);
    loy__write_char(output->writer, bracket);
    output->follow = true;
}

void
loy__output_bytes(loy__output *output, const char *key, const char *text, size_t size)
{
    lead(output, key);
    loy__write_json_string(output->writer, text, size);
}

void
loy__output_text(loy__output *output, const char *key, const char *text)
{
    loy__output_bytes(output, key, text, strlen(text));
}

void
loy__output_integer(loy__output *output, const char *key, int64_t value)
{
    lead(output, key);
    loy__write_integer(output->writer, value);
}

void
loy__output_boolean(loy__output *output, const char *key, bool value)
{
    lead(output, key);
    loy__write_text(output->writer, value ? "true" : "false");
}

void
loy__output_money(loy__output *output, const char *key, int64_t value, uint32_t digits)
{
    lead(output, key);
    loy__write_char(output->writer, '"');
    loy__write_decimal(output->writer, value, digits);
    loy__write_char(output->writer, '"');
}

void
loy__output_points(loy__output *output, const char *key, int64_t value, uint32_t scale)
{
    if (scale == 0)
        loy__output_integer(output, key, value);
    else
        loy__output_money(output, key, value, scale);
}

void
loy__output_instant(loy__output *output, const char *key, int64_t instant, int32_t offset)
{
    char text[32];

    loy__format_instant(instant, offset, text);
    loy__output_text(output, key, text);
}

void
loy__output_maturity(loy__output *output, int64_t matures, int32_t offset)
{
    if (matures == LOY_NEVER)
        loy__output_text(output, "matures", "activate");
    else
        loy__output_instant(output, "matures", matures, offset);
}

void
loy__output_day(loy__output *output, const char *key, int32_t day)
{
    char text[11];

    loy__format_date(day, text);
    loy__output_text(output, key, text);
}

void
loy__output_figures(loy__output *output, const loy_balance *balance, uint32_t scale)
{
    loy__output_points(output, "available", balance->available, scale);
    loy__output_points(output, "pending", balance->pending, scale);
    loy__output_points(output, "held", balance->held, scale);
    loy__output_points(output, "debt", balance->debt, scale);
}

void
loy__output_balance(loy__output *output, const loy_balance *balance, uint32_t scale)
{
    loy__output_open(output, balance->currency, '{');
    loy__output_figures(output, balance, scale);
    loy__output_close(output, '}');
}
