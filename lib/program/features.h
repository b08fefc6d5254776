/*
 * features.h -- what an index can know of rules: the terms of their conditions
 * that compare a fact with constants, and what is then left of them.
 *
 * For the time of building the index of one list.
 */
#ifndef LOY_PROGRAM_FEATURES_H
#define LOY_PROGRAM_FEATURES_H

#include "program/read.h"
#include "program/rule_index.h"

#define LOY__MAX_KEYED 64    /* facts that keys are made of */
#define LOY__MAX_FEATURES 12 /* of a rule */

/* A fact that rules compare with constants. */
typedef struct loy__keyed {
    loy__key_part part;
    uint64_t seen[16]; /* hashes of the constants, to guess how many there are */
    uint32_t variety;  /* that guess */
    uint32_t bits;     /* of its range */
} loy__keyed;

/* A term that holds only if a fact is one of these. */
typedef struct loy__feature {
    const loy__cel_value *values;
    uint32_t count;
    uint32_t keyed; /* number of the fact */
    uint32_t term;  /* of the condition, which it decides; LOY__NONE: it decides none */
} loy__feature;

typedef struct loy__features {
    loy__feature *items;
    uint32_t count;
} loy__features;

typedef struct loy__survey {
    const loy_program *program;
    loy__keyed *keyed; /* LOY__MAX_KEYED */
    uint32_t keyed_count;
} loy__survey;

/* The features of a rule, each fact at most once, into items that have room for
 * LOY__MAX_FEATURES; new facts are entered. */
void loy__features_of(loy__survey *survey, const loy__rule *rule, loy__features *out);
/* The lines that an amount needs, or all that a rule gives. */
loy__line_need loy__code_need(const loy_program *program, const loy__cel_code *code);
loy__line_need loy__rule_need(const loy_program *program, const loy__rule *rule);
/* Counts the constants of a rule in its facts. */
void loy__survey_add(loy__survey *survey, const loy__features *features);
/* Once all rules were counted: variety and bits. */
void loy__survey_end(loy__survey *survey);
/* The number that a constant is in keys and tests; false when it has none. */
bool loy__key_of(const loy__cel_value *constant, uint64_t *key);
/* What is left of a rule whose terms `decided` (by number, 64 at most) hold. */
void loy__residual_of(loy__reader *reader, const loy__rule *rule, uint64_t decided,
                      loy__residual *out);

/* places.c: the access for rules of one signature. */
typedef struct loy__keyed_rule {
    const loy__feature *features; /* in the order of the parts */
    uint32_t place;
} loy__keyed_rule;

bool loy__access_build(loy__reader *reader, const loy__keyed_rule *rules, uint32_t count,
                       loy__access *out);
/* A set of places, of so many words. */
loy__places loy__places_of(loy__reader *reader, const uint64_t *set, uint32_t words);

/* always.c: the sets of the rules whose group is LOY__NONE. */
bool loy__index_always(loy__reader *reader, const loy__rule_list *list, const uint32_t *groups,
                       loy__rule_index *out);

#endif
