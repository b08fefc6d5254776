/*
 * expression.c -- compiling the expressions of a document, and amounts that may
 * be constants.
 */
#include "program/read.h"

#include <string.h>

#define MAX_SYMBOL ((1u << 24) - 1) /* what a value has room for */

uint32_t
loy__intern(loy__reader *reader, const char *text, size_t size)
{
    loy__map *symbols = &reader->program->symbols;
    uint32_t symbol = loy__map_get(symbols, text, size, 0);

    if (symbol != 0 || symbols->count >= MAX_SYMBOL)
        return symbol;
    symbol = (uint32_t)symbols->count + 1;
    if (!loy__map_put(symbols, text, size, symbol)) {
        reader->failed = true;
        return 0;
    }
    return symbol;
}

/* Code of the same text that was compiled before, or NULL. Names mean the same
 * throughout a program. */
static const loy__cel_code *
known_code(const loy__reader *reader, const char *text, size_t size, const char *want)
{
    uint32_t number = loy__map_get(&reader->expressions, text, size, LOY__NONE);
    const loy__cel_code *code = number != LOY__NONE ? reader->program->codes[number] : NULL;

    return code != NULL && want != NULL && strcmp(loy__cel_type(code), want) == 0 ? code : NULL;
}

static void
keep_code(loy__reader *reader, loy__cel_code *code)
{
    loy_program *program = reader->program;

    if (!loy__reserve(&program->memory, &program->codes, &program->code_capacity,
                      program->code_count + 1, sizeof(*program->codes))) {
        reader->failed = true;
        loy__cel_free(code);
        return;
    }
    program->codes[program->code_count++] = code;
}

/* A byte of an expression as a 1-based character of what stands behind the
 * first bytes. */
static uint32_t
place_in(const char *text, size_t size, size_t skip, uint32_t offset)
{
    size_t end = offset < size ? offset : size;

    return end <= skip ? 1 : (uint32_t)loy__utf8_count(text + skip, end - skip) + 1;
}

/* The expression of a node stands in the text behind `skip` bytes of ours. */
static const loy__cel_code *
compile(loy__reader *reader, const loy_node *node, const char *text, size_t size, size_t skip,
        const char *want)
{
    loy__cel_fault fault, warning;
    const loy__cel_code *known = known_code(reader, text, size, want);
    loy__cel_code *code = NULL;
    int rc;

    if (known != NULL || reader->env == NULL)
        return known;
    memset(&fault, 0, sizeof(fault));
    memset(&warning, 0, sizeof(warning));
    rc = loy__cel_compile(&code, reader->env, text, size, want, &fault, &warning);
    if (rc == LOY_ERR_NOMEM) {
        reader->failed = true;
        return NULL;
    }
    if (rc < 0) {
        loy__note_at(reader, node, LOY_SEVERITY_ERROR, place_in(text, size, skip, fault.offset),
                     fault.text, fault.hint);
        return NULL;
    }
    if (warning.text[0] != '\0') /* repeated for every place */
        loy__note_at(reader, node, LOY_SEVERITY_WARNING, place_in(text, size, skip, warning.offset),
                     warning.text, warning.hint);
    else if (!loy__map_put(&reader->expressions, text, size, (uint32_t)reader->program->code_count))
        reader->failed = true;
    keep_code(reader, code);
    return reader->failed ? NULL : code;
}

const loy__cel_code *
loy__compile_text(loy__reader *reader, const loy_node *node, const char *text, size_t size,
                  const char *want)
{
    return compile(reader, node, text, size, 0, want);
}

const loy__cel_code *
loy__read_lines(loy__reader *reader, const loy_node *node)
{
    static const char before[] = "lines.filter(l, ";
    const size_t skip = sizeof(before) - 1;
    char *text;

    if (node == NULL)
        return NULL;
    text = loy__borrow(reader, skip + node->text_size + 1, 1);
    if (text == NULL)
        return NULL;
    memcpy(text, before, skip);
    memcpy(text + skip, node->text, node->text_size);
    text[skip + node->text_size] = ')';
    return compile(reader, node, text, skip + node->text_size + 1, skip, "list(line)");
}

const loy__cel_code *
loy__read_code(loy__reader *reader, const loy_node *node, const char *want)
{
    if (node == NULL)
        return NULL;
    return loy__compile_text(reader, node, node->text, node->text_size, want);
}

/* ---- Amounts ---- */

/* Digits, and with `point` one point among them. */
static bool
is_number(const loy_node *node, bool point)
{
    uint32_t digits = 0, points = 0, i;

    for (i = 0; i < node->text_size; i++) {
        if (node->text[i] >= '0' && node->text[i] <= '9')
            digits++;
        else if (node->text[i] == '.')
            points++;
        else
            return false;
    }
    return digits != 0 && points == (point ? 1 : 0);
}

void
loy__read_amount(loy__reader *reader, const loy_node *node, uint32_t digits, loy__amount *out)
{
    int64_t value;

    if (!loy__expect(reader, node, LOY__A_TEXT | LOY__AN_INTEGER,
                     "a whole number, or an expression as a text"))
        return;
    if (node->kind == LOY__NODE_INTEGER || is_number(node, true)) {
        out->constant = loy__read_points(reader, node, digits, 0);
        return;
    }
    if (is_number(node, false) && loy__parse_decimal(node->text, node->text_size, 0, &value)) {
        if (digits != 0)
            loy__warn(reader, node, "points-unit",
                      "\"%s\" counts the smallest units of the currency, as every expression does",
                      node->text, "write decimals for whole points, for example \"10.00\"");
        if (value > LOY_MAX_AMOUNT)
            loy__fault(reader, node, "out-of-range", "%s is too large", node->text,
                       "write at most 9007199254740991");
        out->constant = value;
        return;
    }
    out->code = loy__read_code(reader, node, "int");
}
