/*
 * exchange.h -- goods of a sale that are changed for others, in one event.
 */
#ifndef LOY_ENGINE_EXCHANGE_H
#define LOY_ENGINE_EXCHANGE_H

#include "engine/returns/returns.h"

/* Of what the rules decided, takes away what belongs to a receipt as a whole:
 * while something of the sale is kept, that stays with it. */
void loy__exchange_filter(loy__pass *pass, uint32_t words);
/* After the rules: what comes back takes back what it gave, and what both gave
 * stays where it was. */
int loy__finish_exchange(loy__work *work);
/* Points that stay in the lot of the sale, and those of them that had been
 * earned anew to be spent at once. */
typedef struct loy__kept {
    int64_t points;
    int64_t ripe;
} loy__kept;

/* Points that were earned anew and are those of an award of the sale: they are
 * not earned, and the award's lot is theirs; so many at most. */
int loy__exchange_keep(loy__work *work, const loy__award *award, uint32_t currency, int64_t points,
                       loy__kept *kept);

#endif
