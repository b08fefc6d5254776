/*
 * steps.h -- what a state remembers of the lifecycle, so that a sale may turn out
 * never to have been: lifecycle.h.
 */
#ifndef LOY_CUSTOMER_STEPS_H
#define LOY_CUSTOMER_STEPS_H

#include <stdbool.h>
#include <stdint.h>

#define LOY__BOUGHT 16 /* purchases before the last one that are remembered */
#define LOY__STEPS 16  /* stages left */

/* How many there are of both, and whether the stage at hand was told, in one word: it
 * stands in a record as it is, above the number of the stage. */
#define LOY__STAGE_MASK UINT32_C(0xFFFF)
#define LOY__ONE_BOUGHT (UINT32_C(1) << 16)
#define LOY__ONE_STEP (UINT32_C(1) << 22)
#define LOY__TOLD (UINT32_C(1) << 31)

static inline uint32_t
loy__bought_count(uint32_t recalled)
{
    return recalled / LOY__ONE_BOUGHT & 0x3F;
}

static inline uint32_t
loy__step_count(uint32_t recalled)
{
    return recalled / LOY__ONE_STEP & 0x1FF;
}

/* A stage that the customer has left. */
typedef struct loy__step {
    int64_t since; /* when he entered it */
    uint32_t stage;
    bool told; /* entered by what is neither a sale by itself nor time */
} loy__step;

#endif
