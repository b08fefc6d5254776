/*
 * size.h -- worst-case sizes of values and what they cost.
 */
#ifndef LOY_CEL_SIZE_H
#define LOY_CEL_SIZE_H

#include "cel/ast.h"
#include "cel/env.h"

/* What a value of a declared type may be. */
loy__cel_extent loy__cel_extent_of_type(const loy__cel_env *env, const loy__cel_typed *type);
/* Fills the extents of a whole tree. */
void loy__cel_extents(const loy__cel_env *env, loy__cel_node *node);

/* Steps of the operators of a chain, and of a call, beside the instructions. */
uint64_t loy__cel_steps_of_chain(const loy__cel_node *node);
uint64_t loy__cel_steps_of_call(const loy__cel_node *node);

#endif
