/*
 * reader.c -- the life of a reader, and what it knows of its program.
 */
#include "json/reader.h"

#include <string.h>

static int
list_currencies(loy_json_reader *reader)
{
    uint32_t count = loy_program_count(reader->program, LOY_PART_CURRENCY);

    if (count == 0)
        return LOY_OK;
    reader->currencies = loy__alloc_array(&reader->memory, count, sizeof(*reader->currencies));
    if (reader->currencies == NULL)
        return LOY_ERR_NOMEM;
    reader->currency_count = count;
    for (uint32_t i = 0; i < count; i++) {
        const char *id = loy_program_name(reader->program, LOY_PART_CURRENCY, i);
        reader->currencies[i].currency = id;
        reader->currencies[i].scale = loy_program_scale(reader->program, id);
    }
    return LOY_OK;
}

int
loy_json_reader_new(loy_json_reader **out, const loy_program *program, const loy_memory *memory)
{
    loy_json_reader *reader;
    int rc;

    if (out == NULL)
        return LOY_ERR_INVALID;
    *out = NULL;
    if (program == NULL)
        return LOY_ERR_INVALID;
    rc = loy__object_new(out, sizeof(**out), memory);
    if (rc < 0)
        return rc;
    reader = *out;
    reader->program = program;
    reader->money_digits = loy_program_money_digits(program);
    loy__writer_init(&reader->writer, &reader->memory);
    rc = list_currencies(reader);
    if (rc < 0) {
        loy_json_reader_free(reader);
        *out = NULL;
    }
    return rc;
}

void
loy_json_reader_free(loy_json_reader *reader)
{
    loy_memory memory;

    if (reader == NULL)
        return;
    memory = reader->memory;
    json_decref(reader->document);
    loy__free(&memory, reader->currencies, reader->currency_count * sizeof(*reader->currencies));
    loy__free(&memory, reader->lines, reader->line_capacity * sizeof(*reader->lines));
    loy__free(&memory, reader->numbers, reader->number_capacity * sizeof(*reader->numbers));
    loy__free(&memory, reader->texts, reader->text_capacity * sizeof(*reader->texts));
    loy__free(&memory, reader->items, reader->item_capacity * sizeof(*reader->items));
    loy__free(&memory, reader->attributes,
              reader->attribute_capacity * sizeof(*reader->attributes));
    loy__writer_free(&reader->writer);
    loy__free(&memory, reader, sizeof(*reader));
}

uint32_t
loy__json_scale_of(const loy_json_reader *reader, const char *currency, uint32_t unknown)
{
    for (uint32_t i = 0; i < reader->currency_count; i++) {
        const loy__json_scale *known = &reader->currencies[i];
        if (known->currency == currency || strcmp(known->currency, currency) == 0)
            return known->scale;
    }
    return unknown;
}
