/*
 * trouble_kit.h -- stories in which the store fails once, at each of its calls in
 * turn: whoever applies an event that is not done applies it again, as he is told,
 * and in the end it has had its effect once.
 */
#ifndef LOYALTY_KIT_TROUBLE_H
#define LOYALTY_KIT_TROUBLE_H

#include "kit/fault_kit.h"
#include "kit/story_kit.h"

/* An event during which the store fails, and what holds afterwards. */
typedef struct trouble {
    const char *event;                      /* as in a story */
    const story_step *then;                 /* ended by one without words */
    void (*meanwhile)(engine_kit *kit,      /* between failing and being applied again; */
                      const void *context); /* or NULL */
    const void *context;
} trouble;

/* Runs `start`, then the troubles one after the other, on a store that is new for
 * each kind of failure and each call: as often as there are calls. */
void trouble_kit_run(const char *settings, const story_step *start, const trouble *troubles,
                     size_t count);

/* An engine over a store of its own that can fail, which it has begun a story in. */
void trouble_kit_open(engine_kit *kit, fault_kit *fault, loy_store **inner, const char *settings,
                      const story_step *start);
/* Applies an event, as in a story, of which no second record is written: what it sends to
 * another account is kept, and not delivered. */
void trouble_kit_strand(engine_kit *kit, fault_kit *fault, const char *what);

#endif
