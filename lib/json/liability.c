/*
 * liability.c -- what is owed for the points of a currency as a document of
 * several lines: points as elsewhere, money as decimal texts.
 */
#include "json/output.h"

int
loy_json_liability(loy_json_reader *reader, const loy_liability *liability, const char **text,
                   size_t *size)
{
    loy__output output;
    uint32_t scale, digits;

    if (reader == NULL || liability == NULL || liability->currency == NULL || text == NULL)
        return LOY_ERR_INVALID;
    scale = loy_program_scale(reader->program, liability->currency);
    digits = loy_program_money_digits(reader->program);
    output = loy__output_start(reader, true);
    loy__output_open(&output, NULL, '{');
    loy__output_text(&output, "program", loy_program_id(reader->program));
    loy__output_integer(&output, "version", loy_program_version(reader->program));
    loy__output_text(&output, "currency", liability->currency);
    loy__output_money(&output, "sales", liability->sales, digits);
    loy__output_points(&output, "points", liability->points, scale);
    loy__output_points(&output, "expected", liability->expected, scale);
    loy__output_points(&output, "redeemed", liability->redeemed, scale);
    loy__output_money(&output, "opening", liability->opening, digits);
    loy__output_money(&output, "deferred", liability->deferred, digits);
    loy__output_money(&output, "recognised", liability->recognised, digits);
    loy__output_money(&output, "breakage", liability->breakage, digits);
    loy__output_money(&output, "closing", liability->closing, digits);
    loy__output_close(&output, '}');
    return loy__output_finish(&output, text, size);
}
