/*
 * fault_kit.h -- a store in front of another that fails when told to: before
 * anything happened, after it happened, by conflict, or for good.
 */
#ifndef LOYALTY_KIT_FAULT_H
#define LOYALTY_KIT_FAULT_H

#include "loyalty/store.h"

enum {
    FAULT_NONE = 0,
    FAULT_LOAD,             /* load fails */
    FAULT_COMMIT,           /* commit fails, nothing kept */
    FAULT_CONFLICT,         /* commit says conflict, nothing kept */
    FAULT_UNKNOWN_KEPT,     /* commit cannot say; the batch was kept */
    FAULT_UNKNOWN_NOT_KEPT, /* commit cannot say; it was not */
    FAULT_KINDS
};

typedef struct fault_kit {
    loy_store store;        /* hand it to an engine */
    const loy_store *inner; /* borrowed */
    int kind;
    int countdown; /* calls of that kind that still succeed */
    int times;     /* how often it then fails; -1: for good */
    int seen;      /* failures so far */
    int commits;   /* of the inner store */
    int writes;    /* records in them */
} fault_kit;

void fault_kit_init(fault_kit *kit, const loy_store *inner);
void fault_kit_arm(fault_kit *kit, int kind, int countdown, int times);

#endif
