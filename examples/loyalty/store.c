/*
 * store.c -- the store that --store names.
 */
#include <string.h>

#include "tool.h"
#ifdef LOYALTY_HAVE_SQLITE
#include "loyalty/sqlite.h"
#endif

static int
open_sqlite(loy_store **store, const char *path)
{
#ifdef LOYALTY_HAVE_SQLITE
    loy_error error = LOY_ERROR_INIT;
    int rc = loy_sqlite_open(store, path, LOY_SQLITE_FULL, NULL, &error);

    return rc < 0 ? say_result(path, rc, &error) : DONE;
#else
    (void)store;
    say("sqlite:%s: this tool was built without SQLite; use --store memory", path);
    return USAGE;
#endif
}

int
store_open(loy_store **store, const char *name)
{
    int rc;

    *store = NULL;
    if (strncmp(name, "sqlite:", 7) == 0 && name[7] != '\0')
        return open_sqlite(store, name + 7);
    if (strncmp(name, "postgres:", 9) == 0) {
        say("%s: the PostgreSQL store is not built yet; use sqlite:FILE", name);
        return USAGE;
    }
    if (strcmp(name, "memory") != 0) {
        say("'%s' is not a store; write memory or sqlite:FILE", name);
        return USAGE;
    }
    rc = loy_memory_store_open(store, NULL);
    return rc < 0 ? say_result(name, rc, NULL) : DONE;
}
