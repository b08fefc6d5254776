/*
 * ordeal_kit.h -- whatever fails, an event is kept wholly or not at all: a
 * history is run with every fault of the store at every event, with every
 * allocation failing, and in groups, and must end as an untroubled run ends.
 */
#ifndef LOYALTY_KIT_ORDEAL_H
#define LOYALTY_KIT_ORDEAL_H

#include "kit/table_kit.h"

enum { ORDEAL_KIT_EVENTS = 32, ORDEAL_KIT_BYTES = 1 << 18 };

/* An event of the customer, and a basket. */
#define ORDEAL_EVENT(id, time, members)                                                            \
    "{\"source\":\"t\",\"id\":\"" id "\",\"time\":\"" time "\",\"customer\":\"c1\"," members "}"
#define ORDEAL_LINES                                                                               \
    "\"lines\":[{\"id\":\"1\",\"category\":\"drinks/"                                              \
    "tea\",\"quantity\":2,\"unit_price\":\"6.00\",\"tags\":[\"hot\"]},{\"id\":\"2\",\"quantity\":" \
    "1,\"unit_price\":\"3.00\"}]"

/* Every record of a store, one behind the other. */
typedef struct ordeal_image {
    unsigned char bytes[ORDEAL_KIT_BYTES];
    size_t size;
} ordeal_image;

typedef struct ordeal {
    const char *program;
    const char *const *events; /* documents of customer c1 */
    size_t count;              /* at most ORDEAL_KIT_EVENTS */
    /* Filled by ordeal_kit_tests: what the untroubled run leaves, and as
     * engine_kit_outcome() tells it. */
    ordeal_image expected;
    char answers[ORDEAL_KIT_EVENTS][1024];
} ordeal;

/* Runs the history untroubled and adds the tests; there is one history in a
 * program. */
void ordeal_kit_tests(table_kit *tests, ordeal *history);

#endif
