/*
 * document.h -- JSON text to a jansson tree, and what is wrong with it where
 * it is not JSON.
 */
#ifndef LOY_JSON_DOCUMENT_H
#define LOY_JSON_DOCUMENT_H

#include <jansson.h>

#include "loyalty/loyalty.h"

/* Nested deeper than this, no document of ours means anything. */
#define LOY__JSON_DEPTH 32

/* Why a text is not a JSON document. */
typedef struct loy__json_fault {
    uint32_t line; /* 1-based */
    uint32_t column;
    char text[256];
    const char *hint; /* static */
} loy__json_fault;

/* Reads a document. Malformed UTF-8, U+0000, a member that occurs twice and
 * anything after the document are faults.
 * LOY_OK, LOY_ERR_DOCUMENT (fault is filled), LOY_ERR_NOMEM. */
int loy__json_load(json_t **out, const char *text, size_t size, loy__json_fault *fault);

/* How a document calls the kind of a value, e.g. "a text". */
const char *loy__json_kind(const json_t *value);

#endif
