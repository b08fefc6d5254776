/*
 * seal.h -- the 16 bytes with which stored records begin: magic with the version in
 * the last byte, the size of the record, and a checksum over all that follows,
 * seeded with what precedes it.
 */
#ifndef LOY_BASE_SEAL_H
#define LOY_BASE_SEAL_H

#include <stddef.h>

#include "base/hash.h"
#include "base/words.h"
#include "loyalty/loyalty.h"

#define LOY__SEAL_SIZE 16
#define LOY__SEAL_AT_SUM 8

/* Seals a record, once all behind the seal is written. */
static inline void
loy__seal(unsigned char *bytes, uint32_t size, uint32_t magic, uint32_t version)
{
    loy__store32(bytes, magic | version << 24);
    loy__store32(bytes + 4, size);
    loy__store64(bytes + 8, loy__checksum(bytes + LOY__SEAL_SIZE, (size_t)size - LOY__SEAL_SIZE,
                                          loy__load64(bytes)));
}

/* The checksum of a record that is sealed. */
static inline uint64_t
loy__seal_of(const unsigned char *bytes)
{
    return loy__load64(bytes + LOY__SEAL_AT_SUM);
}

/* Whether these are the bytes that were sealed, `least` or more: LOY_OK,
 * LOY_ERR_CORRUPT, LOY_ERR_VERSION. */
static inline int
loy__seal_check(const unsigned char *bytes, size_t size, size_t least, uint32_t magic,
                uint32_t version)
{
    uint64_t seed;

    if (size < least)
        return LOY_ERR_CORRUPT;
    seed = loy__load64(bytes);
    if ((seed & 0xFFFFFF) != magic)
        return LOY_ERR_CORRUPT;
    if ((seed >> 24 & 0xFF) != version)
        return LOY_ERR_VERSION;
    return seed >> 32 == size && loy__checksum(bytes + LOY__SEAL_SIZE, size - LOY__SEAL_SIZE,
                                               seed) == loy__load64(bytes + 8)
               ? LOY_OK
               : LOY_ERR_CORRUPT;
}

#endif
