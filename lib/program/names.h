/*
 * names.h -- entering ids into a program, for its compiler.
 */
#ifndef LOY_PROGRAM_NAMES_H
#define LOY_PROGRAM_NAMES_H

#include "program/program.h"

/* Gives an id of at most 64 bytes its number; false without memory. */
bool loy__program_put(loy_program *program, uint32_t part, const char *id, size_t size,
                      uint32_t number);

#endif
