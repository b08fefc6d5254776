/*
 * canonical.h -- the canonical form of a program document and its digest.
 */
#ifndef LOY_PROGRAM_CANONICAL_H
#define LOY_PROGRAM_CANONICAL_H

#include "program/node.h"

/* Writes the SHA-256 of the canonical form as 64 hexadecimal digits and NUL.
 * Sorts in `scratch`; false without memory. */
bool loy__canonical_digest(const loy_node *root, loy__arena *scratch, char out[65]);

#endif
