/*
 * receipts.c -- what sales keep for their returns, as the rerun left it: in the
 * records of their events, under the answers that were given then.
 */
#include <string.h>

#include "engine/late/late.h"

/* Names of currencies that a receipt shares with one answer, as those of another:
 * equal answers give equal bytes. */
static const char *
renamed(const char *name, const loy_outcome *from, const loy_outcome *to)
{
    uint32_t at = loy__balance_of(from, name);

    for (uint32_t i = 0; at != LOY__NONE && i < to->balance_count; i++)
        if (strcmp(to->balances[i].told.currency, name) == 0)
            return to->balances[i].told.currency;
    return name;
}

static void
rename_all(loy__receipt *receipt, const loy_outcome *from, const loy_outcome *to)
{
    for (uint32_t i = 0; i < receipt->award_count; i++)
        receipt->awards[i].name = renamed(receipt->awards[i].name, from, to);
    for (uint32_t i = 0; i < receipt->paid_count; i++)
        receipt->paid[i].name = renamed(receipt->paid[i].name, from, to);
}

/* The receipt in a record of the rerun, for the answer `to`. */
static int
read_receipt(const loy__work *work, const loy_write *write, const loy_outcome *to,
             loy__receipt *out, bool *has_receipt)
{
    loy_outcome *own = work->rerun->engine->sale_outcome;
    loy__answer_head head;
    int result = loy__answer_read(write->bytes, (size_t)write->size, &head, own, out, has_receipt,
                                  &work->engine->arena);

    if (result == LOY_OK && *has_receipt)
        rename_all(out, own, to);
    return result;
}

/* Whether the answer with the receipt has the bytes that are stored. */
static bool
is_stored(loy__work *work, const loy__answer_head *head, const loy_outcome *outcome,
          const loy__receipt *receipt, const loy__stored *stored)
{
    loy__bytes record = loy__bytes_in(&work->engine->arena);

    return loy__answer_write(&record, head, outcome, receipt) == LOY_OK &&
           record.size == stored->size && memcmp(record.data, stored->bytes, record.size) == 0;
}

static int
put_receipt(loy__work *work, const loy_write *write)
{
    loy_outcome *outcome = work->engine->sale_outcome;
    const loy_text key = {.data = write->id, .size = write->id_size};
    loy__receipt sale, before;
    loy__answer_head head;
    loy__stored record;
    bool has_receipt;
    int result = loy__storage_find(work->engine, LOY_KIND_EVENT, key, &record, work->error);

    if (result != LOY_OK || record.bytes == NULL)
        return result; /* who deleted it takes no return of it */
    result = loy__answer_read(record.bytes, record.size, &head, outcome, &before, &has_receipt,
                              &work->engine->arena);
    if (result == LOY_OK)
        result = read_receipt(work, write, outcome, &sale, &has_receipt);
    if (result != LOY_OK)
        return loy__fail(work->error, result, "", "the record of a sale cannot be read: %s",
                         loy_result_text(result));
    if (!has_receipt || is_stored(work, &head, outcome, &sale, &record))
        return LOY_OK;
    return loy__commit_again(work, &head, outcome, &sale, key, record.revision);
}

int
loy__late_commit(loy__work *work)
{
    const loy__overlay *group = &work->rerun->engine->overlay;
    const loy_text own = loy__own_key(work);
    const loy_write *late = NULL;
    int result = LOY_OK;

    for (size_t i = 0; result == LOY_OK && i < group->count; i++) {
        const loy_write *write = &group->writes[i];

        if (write->kind != LOY_KIND_EVENT || write->bytes == NULL)
            continue;
        if (loy__text_equal(write->id, write->id_size, own.data, own.size))
            late = write;
        else
            result = put_receipt(work, write);
    }
    if (result == LOY_OK && late == NULL)
        return LOY_ERR_INTERNAL;
    return result == LOY_OK
               ? read_receipt(work, late, work->outcome, &work->sale, &work->keeps_receipt)
               : result;
}
