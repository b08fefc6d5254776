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
/* limits.c: what a budget is counted under on a day: each of its periods has a
 * record of its own. NULL without memory. */
const loy__limit *loy__budget_limit(loy__work *work, const loy__budget *budget, int32_t day);
/* Counts uses, or gives them back: on a day, which names the period. LOY_OK, or
 * as loading a record, LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__usage_count(loy__work *work, const loy__limit *limit, int64_t uses, int32_t day);
/* The promotions that a sale used, or the reward that was bought, when all of it comes back. */
int loy__usage_free(loy__work *work);
/* Puts what changed into the group. */
int loy__usage_commit(loy__work *work);

#endif
