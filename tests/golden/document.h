/*
 * document.h -- a program from its document, by the core alone: the component that reads
 * documents is not there on every machine. Only for documents that are right.
 */
#ifndef LOYALTY_GOLDEN_DOCUMENT_H
#define LOYALTY_GOLDEN_DOCUMENT_H

#include "loyalty/loyalty.h"

/* The document has ' for " and ` for '; no escapes, no fractions, no null. LOY_OK, or an
 * error: LOY_ERR_DOCUMENT where it cannot be read. */
int golden_program(loy_program **out, const char *document, const loy_memory *memory);

#endif
