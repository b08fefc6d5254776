/*
 * document.c -- JSON text to a jansson tree, and what is wrong with it where
 * it is not JSON.
 *
 * The tree itself is in jansson's memory, which is the C library's unless the
 * host told jansson otherwise; that setting belongs to the host and is left
 * alone.
 */
#include "json/document.h"

#include <string.h>

#include "base/macros.h"
#include "base/text.h"

/* Faults that are better said in our own words. */
static const struct fault_words {
    int code;
    const char *text;
    const char *hint;
} fault_words[] = {
    {json_error_duplicate_key, "a member occurs twice", "keep one of the two"},
    {json_error_null_character, "U+0000 in a text is not allowed", "leave the character out"},
    {json_error_null_byte_in_key, "U+0000 in a name is not allowed", "leave the character out"},
    {json_error_invalid_utf8, "the text is not UTF-8", "save the document as UTF-8"},
    {json_error_numeric_overflow, "the number is too large", "write at most 9007199254740991"},
    {json_error_stack_overflow, "the document is nested too deep", ""},
    {json_error_premature_end_of_input, "the document ends too early",
     "close every { [ and \" that is open"},
};

/* jansson counts to the end of the piece that it names; people look for its
 * beginning. */
static uint32_t
column_of(const json_error_t *error, const char *near)
{
    uint32_t column = error->column > 0 ? (uint32_t)error->column : 1;
    uint32_t width;

    if (near == NULL)
        return column;
    near += strlen(" near '");
    width = (uint32_t)loy__utf8_count(near, strlen(near) - 1);
    return width > 0 && column >= width ? column - width + 1 : column;
}

static void
describe(const json_error_t *error, loy__json_fault *fault)
{
    const char *near = strstr(error->text, " near '");

    fault->line = error->line > 0 ? (uint32_t)error->line : 1;
    fault->column = column_of(error, near);
    fault->hint = "";
    for (size_t i = 0; i < LOY_COUNT(fault_words); i++) {
        if (fault_words[i].code == (int)json_error_code(error)) {
            loy__format(fault->text, sizeof(fault->text), "%s%s", fault_words[i].text,
                        near != NULL ? near : "");
            fault->hint = fault_words[i].hint;
            return;
        }
    }
    loy__format(fault->text, sizeof(fault->text), "not JSON: %s", error->text);
}

int
loy__json_load(json_t **out, const char *text, size_t size, loy__json_fault *fault)
{
    json_error_t error;

    *out = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
    if (*out != NULL)
        return LOY_OK;
    if (error.line < 0 || error.text[0] == '\0' ||
        json_error_code(&error) == json_error_out_of_memory)
        return LOY_ERR_NOMEM;
    describe(&error, fault);
    return LOY_ERR_DOCUMENT;
}

const char *
loy__json_kind(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "a map { }";
    case JSON_ARRAY:
        return "a list [ ]";
    case JSON_STRING:
        return "a text";
    case JSON_INTEGER:
        return "a whole number";
    case JSON_REAL:
        return "a number with a decimal point";
    case JSON_TRUE:
    case JSON_FALSE:
        return "true or false";
    case JSON_NULL:
        return "null";
    }
    return "something else";
}
