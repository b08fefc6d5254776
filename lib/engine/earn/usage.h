/*
 * usage.h -- how often something was used, by the customer and by all, and what
 * is left of its limit.
 *
 * What all customers used is a record of its own, read when it is first asked
 * for and written in the commit of the event: who comes second reads it again.
 */
#ifndef LOY_ENGINE_USAGE_H
#define LOY_ENGINE_USAGE_H

#include "engine/engine.h"

/* How often it may still be used on a day, which names the period; INT64_MAX where there is no
 * limit. LOY_OK, or as loading a record. */
int loy__usage_left(loy__work *work, const loy__limit *limit, int32_t day, int64_t *left);
/* What all customers have used. LOY_OK, or as loading a record. */
int loy__usage_total(loy__work *work, const loy__limit *limit, int64_t *uses);
/* The same limit, of uses that are counted under a name of their own: one for each
 * name, which is lent. NULL without memory. */
const loy__limit *loy__limit_under(loy__work *work, const loy__limit *limit, const char *name);
#define LOY__BUDGET_PERIOD "@%d" /* its first day, behind the name of what is counted */

/* How often, as a record says, and how often that was written. LOY_OK, LOY_ERR_CORRUPT,
 * LOY_ERR_VERSION. */
int loy__usage_read(const void *bytes, uint64_t size, int64_t *uses, uint64_t *edition);
/* budgets.c: the limit of the text by which it is kept for the event at hand, lent;
 * NULL where that cannot be told, which is reported. LOY_OK or LOY_ERR_NOMEM. */
int loy__limit_now(loy__work *work, const loy__rule *rule, const loy__limit *limit,
                   const loy__limit **out);
/* The hash of a text by which a limit is kept: never 0. */
uint64_t loy__limit_hash(const loy__cel_value *text);
/* The limit of a text, by its hash; 0: the limit itself. NULL without memory. */
const loy__limit *loy__limit_kept(loy__work *work, const loy__limit *limit, uint64_t text);
/* Takes off the name of such a limit the hash of its text; 0: it has none. */
uint64_t loy__limit_text(loy_text *name);
/* What such a limit of a budget is counted under on a day. NULL without memory. */
const loy__limit *loy__budget_limit(loy__work *work, const loy__budget *budget,
                                    const loy__limit *limit, int32_t day);
/* What a budget leaves under a limit of its; NULL: nothing. LOY_OK, or as loading a
 * record. */
int loy__budget_left(loy__work *work, const loy__budget *budget, const loy__limit *limit,
                     int32_t day, int64_t *left);
/* Counts uses, or gives them back. As loy__usage_count. */
int loy__budget_count(loy__work *work, const loy__budget *budget, const loy__limit *limit,
                      int64_t uses, int32_t day);
/* Counts uses of the event at hand, and notes them with the lines that they are of. */
int loy__budget_use(loy__work *work, const loy__rule *rule, const loy__budget *budget, int64_t uses,
                    const uint64_t *mask, int32_t day);
/* Notes in the receipt what its return gives back, where it does. */
int loy__limit_note(loy__work *work, const loy__limit *limit, int64_t uses, const uint64_t *mask,
                    int32_t day);
/* Counts uses, or gives them back: on a day, which names the period. LOY_OK, or
 * as loading a record, LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__usage_count(loy__work *work, const loy__limit *limit, int64_t uses, int32_t day);
/* The promotions that a sale used, or the reward that was bought, when all of it comes back. */
int loy__usage_free(loy__work *work);
/* Puts what changed into the group. */
int loy__usage_commit(loy__work *work);

#endif
