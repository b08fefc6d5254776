/*
 * explain.h -- the recorder and its words.
 */
#ifndef LOY_ENGINE_EXPLAIN_H
#define LOY_ENGINE_EXPLAIN_H

#include "engine/engine.h"

struct loy_explanation {
    loy_memory memory;
    loy__arena texts;
    loy__writer writer;
    loy_why *items;
    size_t count, capacity;
    bool failed; /* memory ran out */
};

/* words.c: the term that failed, its facts, and what would make it true. */
void loy__why_words(loy__work *work, const loy__rule *rule, uint32_t term, loy_why *out);

#endif
