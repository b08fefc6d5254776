/*
 * lexer.c -- source text into tokens.
 *
 * Tokens are extents; what a literal means is found in literal.c.
 */
#include "cel/lexer.h"

#include <string.h>

/* What a character may be. */
enum { DIGIT = 1, HEX = 2, WORD = 4, BLANK = 8, SINGLE = 16 /* a token by itself */ };

#define BOTH (HEX | WORD)
#define EACH (DIGIT | HEX | WORD)

static const uint8_t classes[256] = {
    ['\t'] = BLANK, ['\n'] = BLANK, ['\f'] = BLANK, ['\r'] = BLANK, [' '] = BLANK,  ['0'] = EACH,
    ['1'] = EACH,   ['2'] = EACH,   ['3'] = EACH,   ['4'] = EACH,   ['5'] = EACH,   ['6'] = EACH,
    ['7'] = EACH,   ['8'] = EACH,   ['9'] = EACH,   ['A'] = BOTH,   ['B'] = BOTH,   ['C'] = BOTH,
    ['D'] = BOTH,   ['E'] = BOTH,   ['F'] = BOTH,   ['G'] = WORD,   ['H'] = WORD,   ['I'] = WORD,
    ['J'] = WORD,   ['K'] = WORD,   ['L'] = WORD,   ['M'] = WORD,   ['N'] = WORD,   ['O'] = WORD,
    ['P'] = WORD,   ['Q'] = WORD,   ['R'] = WORD,   ['S'] = WORD,   ['T'] = WORD,   ['U'] = WORD,
    ['V'] = WORD,   ['W'] = WORD,   ['X'] = WORD,   ['Y'] = WORD,   ['Z'] = WORD,   ['_'] = WORD,
    ['a'] = BOTH,   ['b'] = BOTH,   ['c'] = BOTH,   ['d'] = BOTH,   ['e'] = BOTH,   ['f'] = BOTH,
    ['g'] = WORD,   ['h'] = WORD,   ['i'] = WORD,   ['j'] = WORD,   ['k'] = WORD,   ['l'] = WORD,
    ['m'] = WORD,   ['n'] = WORD,   ['o'] = WORD,   ['p'] = WORD,   ['q'] = WORD,   ['r'] = WORD,
    ['s'] = WORD,   ['t'] = WORD,   ['u'] = WORD,   ['v'] = WORD,   ['w'] = WORD,   ['x'] = WORD,
    ['y'] = WORD,   ['z'] = WORD,   ['('] = SINGLE, [')'] = SINGLE, ['['] = SINGLE, [']'] = SINGLE,
    ['{'] = SINGLE, ['}'] = SINGLE, ['.'] = SINGLE, [','] = SINGLE, [':'] = SINGLE, ['?'] = SINGLE,
    ['+'] = SINGLE, ['-'] = SINGLE, ['*'] = SINGLE, ['/'] = SINGLE, ['%'] = SINGLE, ['!'] = SINGLE,
    ['<'] = SINGLE, ['>'] = SINGLE,
};

static bool
is(char c, uint32_t class)
{
    return (classes[(unsigned char)c] & class) != 0;
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
    for (; at < job->size; at++) {
        if (is(job->text[at], BLANK))
            continue;
        if (job->text[at] != '/' || peek(job, at + 1) != '/')
            break;
        while (at + 1 < job->size && job->text[at + 1] != '\n')
            at++;
    }
    return at;
}

static uint32_t
skip(const loy__cel_job *job, uint32_t at, uint32_t class)
{
    while (at < job->size && is(job->text[at], class))
        at++;
    return at;
}

bool
loy__cel_reserved(const char *word, size_t size)
{
    static const loy_text words[] = {LOY_TEXT("as"),        LOY_TEXT("break"),  LOY_TEXT("const"),
                                     LOY_TEXT("continue"),  LOY_TEXT("else"),   LOY_TEXT("for"),
                                     LOY_TEXT("function"),  LOY_TEXT("if"),     LOY_TEXT("import"),
                                     LOY_TEXT("let"),       LOY_TEXT("loop"),   LOY_TEXT("package"),
                                     LOY_TEXT("namespace"), LOY_TEXT("return"), LOY_TEXT("var"),
                                     LOY_TEXT("void"),      LOY_TEXT("while")};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (loy__text_equal(word, size, words[i].data, words[i].size))
            return true;
    return false;
}

static uint32_t
word_kind(const char *word, uint32_t size)
{
    static const struct {
        loy_text word;
        uint32_t kind;
    } keywords[] = {{LOY_TEXT("in"), LOY__TOKEN_IN},
                    {LOY_TEXT("true"), LOY__TOKEN_TRUE},
                    {LOY_TEXT("false"), LOY__TOKEN_FALSE},
                    {LOY_TEXT("null"), LOY__TOKEN_NULL}};

    for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
        if (loy__text_equal(word, size, keywords[i].word.data, keywords[i].word.size))
            return keywords[i].kind;
    return LOY__TOKEN_NAME;
}

static loy__cel_token
lex_number(const loy__cel_job *job, uint32_t begin)
{
    uint32_t at = begin, kind = LOY__TOKEN_INT;

    if (peek(job, at) == '0' && peek(job, at + 1) == 'x' && is(peek(job, at + 2), HEX)) {
        at = skip(job, at + 2, HEX);
    } else {
        uint32_t exponent;

        at = skip(job, at, DIGIT);
        if (peek(job, at) == '.' && is(peek(job, at + 1), DIGIT)) {
            at = skip(job, at + 1, DIGIT);
            kind = LOY__TOKEN_DOUBLE;
        }
        exponent = at + 1;
        if (peek(job, exponent) == '+' || peek(job, exponent) == '-')
            exponent++;
        if ((peek(job, at) | 0x20) == 'e' && is(peek(job, exponent), DIGIT)) {
            at = skip(job, exponent, DIGIT);
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
        else if (c == 'b' && !bytes && !raw)
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
    uint32_t at;

    if (string.kind != LOY__TOKEN_END)
        return string;
    at = skip(job, begin, WORD);
    return token(word_kind(job->text + begin, at - begin), begin, at);
}

static loy__cel_token
lex_quoted(loy__cel_job *job, uint32_t begin)
{
    uint32_t at = begin + 1;

    while (is(peek(job, at), WORD) || peek(job, at) == '.' || peek(job, at) == '-' ||
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
    if (is(c, SINGLE))
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
    if (is(c, DIGIT) || (c == '.' && is(peek(job, at + 1), DIGIT)))
        return lex_number(job, at);
    if (is(c, WORD))
        return lex_word(job, at);
    if (c == '"' || c == '\'')
        return lex_string(job, at, at, false, LOY__TOKEN_STRING);
    if (c == '`')
        return lex_quoted(job, at);
    return lex_operator(job, at);
}
