/*
 * fault_kit.c -- see fault_kit.h.
 */
#include "kit/fault_kit.h"

#include <string.h>

static int
strikes(fault_kit *kit, int is_load)
{
    if (kit->kind == FAULT_NONE || (kit->kind == FAULT_LOAD) != is_load)
        return 0;
    if (kit->countdown > 0) {
        kit->countdown--;
        return 0;
    }
    if (kit->times == 0)
        return 0;
    if (kit->times > 0)
        kit->times--;
    kit->seen++;
    return 1;
}

static int
load(void *context, loy_fetch *fetches, uint32_t count)
{
    fault_kit *kit = context;

    if (strikes(kit, 1))
        return -12345; /* any number: the host sees LOY_ERR_STORE */
    return kit->inner->load(kit->inner->context, fetches, count);
}

static int
commit(void *context, const loy_batch *batch)
{
    fault_kit *kit = context;
    int strike = strikes(kit, 0);
    int result;

    if (strike && kit->kind == FAULT_COMMIT)
        return LOY_ERR_STORE;
    if (strike && kit->kind == FAULT_CONFLICT)
        return LOY_ERR_CONFLICT;
    if (strike && kit->kind == FAULT_UNKNOWN_NOT_KEPT)
        return LOY_ERR_UNKNOWN;
    result = kit->inner->commit(kit->inner->context, batch);
    kit->commits++;
    kit->writes += (int)batch->count;
    return strike ? LOY_ERR_UNKNOWN : result;
}

static int
walk(void *context, uint32_t kind, const char *after, uint32_t after_size, loy_sink *sink)
{
    fault_kit *kit = context;

    return kit->inner->walk(kit->inner->context, kind, after, after_size, sink);
}

static int
due(void *context, uint32_t kind, int64_t before, loy_sink *sink)
{
    fault_kit *kit = context;

    return kit->inner->due(kit->inner->context, kind, before, sink);
}

void
fault_kit_init(fault_kit *kit, const loy_store *inner)
{
    memset(kit, 0, sizeof(*kit));
    kit->inner = inner;
    kit->store = (loy_store){.size = sizeof(loy_store),
                             .context = kit,
                             .load = load,
                             .commit = commit,
                             .walk = walk,
                             .due = due};
}

void
fault_kit_arm(fault_kit *kit, int kind, int countdown, int times)
{
    kit->kind = kind;
    kit->countdown = countdown;
    kit->times = times;
    kit->seen = 0;
}
