/*
 * sqlite.h -- a store in an SQLite file: the component loyalty-sqlite.
 *
 * WAL mode, with readable columns beside the bytes, so that a shop can query
 * its own data: tables `customers` and `events`, view `entries`. Bytes that were
 * overwritten are wiped (secure_delete); copies in the WAL go with the next
 * checkpoints, at the latest when the last connection is closed.
 */
#ifndef LOYALTY_SQLITE_H
#define LOYALTY_SQLITE_H

#include "loyalty/store.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    LOY_SQLITE_FULL = 0,   /* a commit survives a power cut (synchronous=FULL) */
    LOY_SQLITE_NORMAL = 1, /* a commit survives a crash of the process only */
    LOY_SQLITE_NO_COLUMNS = 2 /* a flag: leave the readable columns empty, for speed */
};

/**
 * Opens or makes a store. The file must be on a local disk: SQLite's WAL does
 * not work over a network. Several processes may open the same file.
 *
 * @param path   file name, or ":memory:"
 * @param flags  LOY_SQLITE_... or-ed; 0 for the safe default
 * @param error  words for a failure; may be NULL
 * @return LOY_OK, LOY_ERR_NOMEM, LOY_ERR_STORE (cannot be opened),
 *         LOY_ERR_VERSION (written by a later version), LOY_ERR_INVALID.
 *         Close with loy_store_close().
 * @since 0.1
 */
LOY_API int loy_sqlite_open(loy_store **out, const char *path, uint32_t flags,
                            const loy_memory *memory, loy_error *error);

#ifdef __cplusplus
}
#endif
#endif
