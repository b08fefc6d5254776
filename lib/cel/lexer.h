/*
 * lexer.h -- source text into tokens, one at a time.
 */
#ifndef LOY_CEL_LEXER_H
#define LOY_CEL_LEXER_H

#include "cel/job.h"

/* Single characters are tokens of their own code. */
enum {
    LOY__TOKEN_END = 0,
    LOY__TOKEN_NAME = 256,
    LOY__TOKEN_QUOTED, /* a name in back-quotes; begin..end without them */
    LOY__TOKEN_INT,
    LOY__TOKEN_UINT,
    LOY__TOKEN_DOUBLE,
    LOY__TOKEN_STRING,
    LOY__TOKEN_BYTES,
    LOY__TOKEN_EQ,
    LOY__TOKEN_NE,
    LOY__TOKEN_LE,
    LOY__TOKEN_GE,
    LOY__TOKEN_AND,
    LOY__TOKEN_OR,
    LOY__TOKEN_IN,
    LOY__TOKEN_TRUE,
    LOY__TOKEN_FALSE,
    LOY__TOKEN_NULL,
    LOY__TOKEN_BAD /* a fault has been noted */
};

typedef struct loy__cel_token {
    uint32_t kind;
    uint32_t begin, end;
} loy__cel_token;

/* Reads the token at or after `at`, past blanks and comments. */
loy__cel_token loy__cel_lex(loy__cel_job *job, uint32_t at);

/* Whether CEL keeps a word for itself as a name of a variable or function. */
bool loy__cel_reserved(const char *word, size_t size);

/* The value of a number, string or bytes token; false after a fault. A number
 * with `negative` has a minus sign before it. */
bool loy__cel_literal(loy__cel_job *job, loy__cel_token token, bool negative, loy__cel_value *out);

#endif
