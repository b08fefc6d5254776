/*
 * shop.c -- a stranger's program: it knows the installed headers and libraries
 * only, and uses something of each component.
 */
#include <loyalty/json.h>
#include <loyalty/loyalty.h>
#include <loyalty/sqlite.h>
#include <loyalty/store.h>

#include <stdio.h>
#include <string.h>

static int
check(int good, const char *what)
{
    if (!good)
        fprintf(stderr, "failed: %s\n", what);
    return good ? 0 : 1;
}

int
main(void)
{
    static const char document[] = "{";
    loy_program *program;
    loy_store *store;
    int failures = 0;

    failures +=
        check(strcmp(loy_version(), LOY_VERSION) == 0, "header and library have one version");
    failures += check(loy_abi() == LOY_ABI, "header and library have one ABI");
    failures +=
        check(loy_json_program(&program, document, strlen(document), NULL, NULL) == LOY_ERR_PROGRAM,
              "half a document is refused");
    failures += check(loy_memory_store_open(&store, NULL) == LOY_OK, "a store in memory");
    loy_store_close(store);
    failures +=
        check(loy_sqlite_open(&store, ":memory:", 0, NULL, NULL) == LOY_OK, "a store of SQLite");
    loy_store_close(store);
    if (failures == 0)
        printf("libloyalty %s\n", loy_version());
    return failures;
}
