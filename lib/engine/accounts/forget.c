/*
 * forget.c -- the receipts of a customer who is forgotten lose the copy of him and
 * of his baskets that they keep for rules that are run again. They are written
 * anew in the commit that forgets him; the books in them stay.
 */
#include "customer/trail.h"
#include "engine/engine.h"

/* Goes on to the sale before; its key is a copy. */
static int
forget_sale(loy__work *work, loy_text *key)
{
    loy__arena *arena = &work->engine->arena;
    loy__receipt sale = {0};
    loy__answer_head head;
    loy_text before = {0};
    bool has_receipt;
    loy__stored record;
    int result = loy__storage_find(work->engine, LOY_KIND_EVENT, *key, &record, work->error);

    if (result == LOY_OK && record.bytes != NULL) {
        result = loy__answer_read(record.bytes, record.size, &head, work->engine->sale_outcome,
                                  &sale, &has_receipt, arena);
        if (result < 0)
            return loy__fail(work->error, result, "", "a stored sale cannot be read: %s",
                             loy_result_text(result));
        if (sale.before != NULL)
            before = (loy_text){.data = loy__arena_text(arena, sale.before, sale.before_size),
                                .size = sale.before_size};
        if (sale.before != NULL && before.data == NULL)
            return LOY_ERR_NOMEM;
        sale.snapshot = NULL;
        sale.before = NULL;
        if (has_receipt)
            result = loy__commit_answer(work, &head, work->engine->sale_outcome, &sale, *key,
                                        record.revision);
    }
    *key = before;
    return result;
}

int
loy__forget_sales(loy__work *work)
{
    loy_text key;
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && (key = loy__trail_end(work->state, i)).size > 0; i++)
        while (result == LOY_OK && key.size > 0)
            result = forget_sale(work, &key);
    loy__trail_forget(work->state);
    return result;
}
