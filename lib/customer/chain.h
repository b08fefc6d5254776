/*
 * chain.h -- the chain of what happened to a customer: how many events were applied
 * to him, and a running hash over the seals and the keys of their records.
 *
 * The customer's record has the end of the chain, and that of each event where it
 * stood before it: so a record that is gone, or stands there as it was before, shows
 * (engine/verify/). That finds accidents, not fraud: there is no key in it, and
 * who may write the store can compute it anew. One accident in 2^32 is missed.
 */
#ifndef LOY_CUSTOMER_CHAIN_H
#define LOY_CUSTOMER_CHAIN_H

#include <stdint.h>

/* The lower half counts events, the upper is the hash. 0: none. */
typedef uint64_t loy__chain;

static inline uint32_t
loy__chain_count(loy__chain chain)
{
    return (uint32_t)chain;
}

/* Behind an event whose record was first written with this seal; `mark`: of its key. Both
 * are spread over all bits already: one multiplication carries them into the upper half. */
static inline loy__chain
loy__chain_next(loy__chain chain, uint64_t seal, uint64_t mark)
{
    uint64_t mixed = ((chain ^ mark) + seal) * UINT64_C(0x9E3779B97F4A7C15);

    return (mixed & ~(uint64_t)UINT32_MAX) | (uint32_t)(chain + 1);
}

#endif
