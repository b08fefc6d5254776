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

/* How often, as a record says. LOY_OK, LOY_ERR_CORRUPT, LOY_ERR_VERSION. */
int loy__usage_read(const void *bytes, uint64_t size, int64_t *uses);
/* budgets.c: what a budget is counted under on a day: each of its periods, and each
 * text by which it is kept, has a record of its own. NULL without memory. */
const loy__limit *loy__budget_limit(loy__work *work, const loy__budget *budget, loy_text value,
                                    int32_t day);
/* What a budget leaves a rule that the event at hand fires: nothing where one cannot
 * tell which budget it is, which is reported. LOY_OK, or as loading a record. */
int loy__budget_left(loy__work *work, const loy__rule *rule, const loy__budget *budget, int32_t day,
                     int64_t *left);
/* Counts uses by a text, or gives them back. As loy__usage_count. */
int loy__budget_count(loy__work *work, const loy__budget *budget, loy_text value, int64_t uses,
                      int32_t day);
/* Counts uses of the event at hand, and notes them with the lines that they are of. */
int loy__budget_use(loy__work *work, const loy__budget *budget, int64_t uses, const uint64_t *mask,
                    int32_t day);
/* Notes in the receipt what its return gives back, where it does. */
int loy__limit_note(loy__work *work, const loy__limit *limit, int64_t uses, const uint64_t *mask,
                    int32_t day);
/* Takes off the name of a limit the text by which it is kept. */
loy_text loy__limit_value(loy_text *name);
/* Counts uses, or gives them back: on a day, which names the period. LOY_OK, or
 * as loading a record, LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__usage_count(loy__work *work, const loy__limit *limit, int64_t uses, int32_t day);
/* The promotions that a sale used, or the reward that was bought, when all of it comes back. */
int loy__usage_free(loy__work *work);
/* Puts what changed into the group. */
int loy__usage_commit(loy__work *work);

#endif
