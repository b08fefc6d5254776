/*
 * name.h -- the names of a program's parts.
 */
#ifndef LOY_PROGRAM_NAME_H
#define LOY_PROGRAM_NAME_H

#include <stddef.h>
#include <stdint.h>

#define LOY__NONE UINT32_MAX /* the number of no part */

/* A name that is stored in records is found again by its key, a hash of its
 * bytes: the compiler refuses a program in which two of a kind collide. */
typedef struct loy__name {
    const char *text; /* NUL-terminated */
    uint32_t size;
    uint32_t key;    /* loy__name_key(text, size), never 0 */
    uint32_t symbol; /* in the program's symbols: stages, tiers, event kinds; else 0 */
    uint32_t reserved;
} loy__name;

uint32_t loy__name_key(const char *text, size_t size);

#endif
