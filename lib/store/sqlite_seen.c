/*
 * sqlite_seen.c -- where the loads of a transaction found customers' rows, and which
 * events they did not find, so that the commit that goes on with it need not look
 * again.
 *
 * The latest thousand, by hash. Nothing is remembered beyond the transaction, in
 * which nobody else writes. Two ids may have one hash: a customer's row tells
 * whether it is his. Of two events neither was found, for all that a group adds
 * was looked for in its transaction.
 */
#include "base/hash.h"
#include "store/sqlite_store.h"

void
loy__sqlite_saw(loy__sqlite *self, const loy_fetch *fetch, int64_t number)
{
    uint64_t hash = loy__hash(fetch->id, fetch->id_size, 0);

    if (self->holding)
        self->found[hash % LOY__SQLITE_FOUND] =
            (loy__sqlite_found){.hash = hash, .number = number, .transaction = self->transaction};
}

int64_t
loy__sqlite_seen(const loy__sqlite *self, const loy_write *write)
{
    uint64_t hash = loy__hash(write->id, write->id_size, 0);
    const loy__sqlite_found *found = &self->found[hash % LOY__SQLITE_FOUND];

    return self->holding && found->hash == hash && found->transaction == self->transaction
               ? found->number
               : 0;
}
