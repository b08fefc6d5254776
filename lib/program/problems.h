/*
 * problems.h -- what the compiler needs of loy_problems beyond the public calls.
 */
#ifndef LOY_PROGRAM_PROBLEMS_H
#define LOY_PROGRAM_PROBLEMS_H

#include "loyalty/loyalty.h"

/* Forgets all problems but the first `count`. */
void loy__problems_truncate(loy_problems *problems, uint32_t count);

#endif
