/*
 * explanation.c -- why each rule did or did not fire, as an array of JSON.
 */
#include "json/output.h"

/* The decimals of amounts, where all currencies agree on them; an explanation
 * does not say whose points it speaks of. */
static bool
common_scale(const loy_json_reader *reader, uint32_t *scale)
{
    *scale = reader->currency_count > 0 ? reader->currencies[0].scale : 0;
    for (uint32_t i = 1; i < reader->currency_count; i++) {
        if (reader->currencies[i].scale != *scale)
            return false;
    }
    return true;
}

static void
write_filled(loy__output *output, const char *key, const char *text)
{
    if (text[0] != '\0')
        loy__output_text(output, key, text);
}

int
loy_json_explanation(loy_json_reader *reader, const loy_explanation *explanation, const char **text,
                     size_t *size)
{
    loy__output output;
    uint32_t scale;
    bool amounts;

    if (reader == NULL || explanation == NULL || text == NULL)
        return LOY_ERR_INVALID;
    amounts = common_scale(reader, &scale);
    output = loy__output_start(reader, false);
    loy__output_open(&output, NULL, '[');
    for (uint32_t i = 0; i < loy_explanation_count(explanation); i++) {
        const loy_why *why = loy_explanation_at(explanation, i);
        const char *name = loy_why_name(why->why);

        loy__output_open(&output, NULL, '{');
        loy__output_text(&output, "rule", why->rule);
        loy__output_text(&output, "why", name != NULL ? name : "");
        write_filled(&output, "term", why->term);
        write_filled(&output, "values", why->values);
        write_filled(&output, "change", why->change);
        if (amounts && (why->granted != 0 || why->wanted != 0)) {
            loy__output_points(&output, "granted", why->granted, scale);
            loy__output_points(&output, "wanted", why->wanted, scale);
        }
        loy__output_close(&output, '}');
    }
    loy__output_close(&output, ']');
    return loy__output_finish(&output, text, size);
}
