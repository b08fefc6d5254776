/*
 * marks_kit.h -- the places that an index has marked, taken from its marks.
 */
#ifndef LOYALTY_TESTS_MARKS_KIT_H
#define LOYALTY_TESTS_MARKS_KIT_H

#include "engine/engine.h"
#include "kit/table_kit.h"
#include "program/rule_index.h"

/* How many places are marked. All marks are wiped, and the summary says of each word
 * whether it has any. */
static inline uint32_t
marks_kit_take(const loy__rule_index *index, const loy__marks *marks)
{
    uint32_t count = 0;

    for (uint32_t word = 0; word < index->words; word++) {
        uint64_t bits = marks->bits[word];

        assert_true((bits != 0) == ((marks->summary[word / 64] >> word % 64 & 1) != 0));
        for (marks->bits[word] = 0; bits != 0; bits &= bits - 1)
            count++;
    }
    for (uint32_t i = 0; i < index->summaries; i++)
        marks->summary[i] = 0;
    return count;
}

#endif
