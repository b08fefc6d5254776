/*
 * file_kit.c -- see file_kit.h.
 */
#define _POSIX_C_SOURCE 200809L

#include "kit/file_kit.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char shared[] = "/dev/shm/loyalty_store-XXXXXX";
static char usual[] = "/tmp/loyalty_store-XXXXXX";
static const char *folder;
static char path[sizeof(shared) + 16];

bool
file_kit_begin(bool in_memory)
{
    folder = in_memory ? mkdtemp(shared) : NULL;
    if (folder == NULL)
        folder = mkdtemp(usual);
    if (folder == NULL)
        return false;
    snprintf(path, sizeof(path), "%s/store.db", folder);
    return true;
}

const char *
file_kit_path(void)
{
    return path;
}

void
file_kit_wipe(void)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char name[sizeof(path) + 4];

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        unlink(name);
    }
}

int
file_kit_teardown(void **state)
{
    (void)state;
    file_kit_wipe();
    return 0;
}

void
file_kit_end(void)
{
    rmdir(folder);
}
