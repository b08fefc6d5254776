/*
 * limit.h -- how often something may be used: by one customer in a period, and
 * by all of them together.
 */
#ifndef LOY_PROGRAM_LIMIT_H
#define LOY_PROGRAM_LIMIT_H

#include "base/time.h"
#include "cel/cel.h"
#include "program/name.h"

/* What is limited, in the name of its uses. */
#define LOY__LIMIT_PROMOTION 'p'
#define LOY__LIMIT_RULE 'r'
#define LOY__LIMIT_BUDGET 'b'
#define LOY__LIMIT_CAP 'c'
#define LOY__LIMIT_REWARD 'w'
#define LOY__LIMIT_SOURCE 's' /* points that a source moves by hand */

#define LOY__LIMIT_BY ':' /* between the name of a limit and the text by which it is kept */

typedef struct loy__limit {
    const char *name; /* what kind of thing it is, and its id: NULL where there is no limit */
    uint32_t size;
    uint32_t key;            /* of the name */
    int64_t customer;        /* uses by one customer, -1: any number */
    int64_t all;             /* uses in all, -1: any number */
    loy__period per;         /* of those by one customer */
    bool birthday;           /* the period is one birthday; `per` is a day */
    bool freed;              /* a sale that comes back as a whole gives its use back */
    const loy__cel_code *by; /* each text that it gives has a limit of its own; or NULL */
    uint64_t text;           /* of a limit of one such text: its hash; else 0 */
} loy__limit;

#endif
