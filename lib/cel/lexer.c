/*
 * lexer.c -- source text into tokens.
 *
 * Tokens are extents; what a literal means is found in literal.c.
 */
#include "cel/lexer.h"

#include <string.h>

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool
is_word(char c)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
}

/* The byte at an offset, 0 past the end. */
static char
peek(const loy__cel_job *job, uint32_t at)
{
    return at < job->size ? job->text[at] : '\0';
}

static loy__cel_token
token(uint32_t kind, uint32_t begin, uint32_t end)
{
    return (loy__cel_token){kind, begin, end};
}

static uint32_t
skip_blanks(const loy__cel_job *job, uint32_t at)
{
    while (at < job->size) {
        char c = job->text[at];

        if (c == '/' && peek(job, at + 1) == '/') {
            while (at < job->size && job->text[at] != '\n')
                at++;
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
            at++;
        } else {
            break;
        }
    }
    return at;
}

bool
loy__cel_reserved(const char *word, size_t size)
{
    static const char *const words[] = {
        "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
        "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (loy__text_equal(word, size, words[i], strlen(words[i])))
            return true;
    return false;
}

static uint32_t
word_kind(const char *word, uint32_t size)
{
    static const struct {
        const char *word;
        uint32_t kind;
    } keywords[] = {{"in", LOY__TOKEN_IN},
                    {"true", LOY__TOKEN_TRUE},
                    {"false", LOY__TOKEN_FALSE},
                    {"null", LOY__TOKEN_NULL}};

    for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
        if (loy__text_equal(word, size, keywords[i].word, strlen(keywords[i].word)))
            return keywords[i].kind;
    return LOY__TOKEN_NAME;
}

static uint32_t
skip_digits(const loy__cel_job *job, uint32_t at)
{
    while (is_digit(peek(job, at)))
        at++;
    return at;
}

static loy__cel_token
lex_number(const loy__cel_job *job, uint32_t begin)
{
    uint32_t at = begin, kind = LOY__TOKEN_INT;

    if (peek(job, at) == '0' && (peek(job, at + 1) | 0x20) == 'x' && is_hex(peek(job, at + 2))) {
        for (at += 2; is_hex(peek(job, at)); at++)
            ;
    } else {
        uint32_t exponent;

        at = skip_digits(job, at);
        if (peek(job, at) == '.' && is_digit(peek(job, at + 1))) {
            at = skip_digits(job, at + 1);
            kind = LOY__TOKEN_DOUBLE;
        }
        exponent = at + 1;
        if (peek(job, exponent) == '+' || peek(job, exponent) == '-')
            exponent++;
        if ((peek(job, at) | 0x20) == 'e' && is_digit(peek(job, exponent))) {
            at = skip_digits(job, exponent);
            kind = LOY__TOKEN_DOUBLE;
        }
    }
    if (kind == LOY__TOKEN_INT && (peek(job, at) | 0x20) == 'u') {
        kind = LOY__TOKEN_UINT;
        at++;
    }
    return token(kind, begin, at);
}

static loy__cel_token
unterminated(loy__cel_job *job, uint32_t begin, const char *what)
{
    LOY__CEL_FAULT(job, begin, "%s is not closed", what);
    return token(LOY__TOKEN_BAD, begin, job->size);
}

/* `at` is the opening quote; `begin` the prefix before it. */
static loy__cel_token
lex_string(loy__cel_job *job, uint32_t begin, uint32_t at, bool raw, uint32_t kind)
{
    char quote = job->text[at];
    uint32_t width = peek(job, at + 1) == quote && peek(job, at + 2) == quote ? 3 : 1;

    for (at += width; at < job->size; at++) {
        char c = job->text[at];

        if (c == '\\' && !raw) {
            at++;
        } else if (width == 1 && (c == '\n' || c == '\r')) {
            break;
        } else if (c == quote &&
                   (width == 1 || (peek(job, at + 1) == quote && peek(job, at + 2) == quote))) {
            return token(kind, begin, at + width);
        }
    }
    return unterminated(job, begin, "a text");
}

/* A string with a prefix such as r or b, or else kind END. */
static loy__cel_token
lex_prefixed(loy__cel_job *job, uint32_t begin)
{
    uint32_t at = begin;
    bool raw = false, bytes = false;

    for (;; at++) {
        char c = (char)(peek(job, at) | 0x20);

        if (c == 'r' && !raw)
            raw = true;
        else if (c == 'b' && !bytes)
            bytes = true;
        else
            break;
    }
    if (peek(job, at) != '"' && peek(job, at) != '\'')
        return token(LOY__TOKEN_END, begin, begin);
    return lex_string(job, begin, at, raw, bytes ? LOY__TOKEN_BYTES : LOY__TOKEN_STRING);
}

static loy__cel_token
lex_word(loy__cel_job *job, uint32_t begin)
{
    loy__cel_token string = lex_prefixed(job, begin);
    uint32_t at = begin;

    if (string.kind != LOY__TOKEN_END)
        return string;
    while (is_word(peek(job, at)))
        at++;
    return token(word_kind(job->text + begin, at - begin), begin, at);
}

static loy__cel_token
lex_quoted(loy__cel_job *job, uint32_t begin)
{
    uint32_t at = begin + 1;

    while (is_word(peek(job, at)) || peek(job, at) == '.' || peek(job, at) == '-' ||
           peek(job, at) == '/' || peek(job, at) == ' ')
        at++;
    if (peek(job, at) != '`' || at == begin + 1) {
        LOY__CEL_FAULT(job, begin, "a name in back-quotes holds letters, digits and _.-/ only");
        return token(LOY__TOKEN_BAD, begin, at);
    }
    return token(LOY__TOKEN_QUOTED, begin + 1, at);
}

static loy__cel_token
stray(loy__cel_job *job, uint32_t at)
{
    char c = job->text[at];
    size_t next = at;

    if (c == '=' || c == '&' || c == '|') {
        LOY__CEL_FAULT(job, at, "`%c` is not an operator", c);
        LOY__CEL_HINT(job, at, "write `%c%c`", c, c);
    } else if ((unsigned char)c < 0x20 || c == 0x7f) {
        LOY__CEL_FAULT(job, at, "a control character is not allowed here");
    } else {
        loy__utf8_next(job->text, job->size, &next);
        LOY__CEL_FAULT(job, at, "`%.*s` is not part of the language", (int)(next - at),
                       job->text + at);
        if ((unsigned char)c >= 0x80)
            LOY__CEL_HINT(job, at, "put texts in straight quotes: 'latte'");
    }
    return token(LOY__TOKEN_BAD, at, at + 1);
}

static loy__cel_token
lex_operator(loy__cel_job *job, uint32_t at)
{
    static const struct {
        char text[3];
        uint32_t kind;
    } doubles[] = {{"==", LOY__TOKEN_EQ}, {"!=", LOY__TOKEN_NE},  {"<=", LOY__TOKEN_LE},
                   {">=", LOY__TOKEN_GE}, {"&&", LOY__TOKEN_AND}, {"||", LOY__TOKEN_OR}};
    char c = job->text[at];

    for (size_t i = 0; i < sizeof(doubles) / sizeof(doubles[0]); i++)
        if (c == doubles[i].text[0] && peek(job, at + 1) == doubles[i].text[1])
            return token(doubles[i].kind, at, at + 2);
    if (c != '\0' && strchr("()[]{}.,:?+-*/%!<>", c) != NULL)
        return token((uint32_t)(unsigned char)c, at, at + 1);
    return stray(job, at);
}

loy__cel_token
loy__cel_lex(loy__cel_job *job, uint32_t at)
{
    char c;

    at = skip_blanks(job, at);
    if (at >= job->size)
        return token(LOY__TOKEN_END, job->size, job->size);
    c = job->text[at];
    if (is_digit(c) || (c == '.' && is_digit(peek(job, at + 1))))
        return lex_number(job, at);
    if (is_word(c))
        return lex_word(job, at);
    if (c == '"' || c == '\'')
        return lex_string(job, at, at, false, LOY__TOKEN_STRING);
    if (c == '`')
        return lex_quoted(job, at);
    return lex_operator(job, at);
}
