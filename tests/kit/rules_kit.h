/*
 * rules_kit.h -- random programs of rules whose conditions look at the same
 * facts, and random purchases that have them.
 *
 * Some conditions and amounts fail, by overflow or division by zero.
 */
#ifndef LOYALTY_KIT_RULES_H
#define LOYALTY_KIT_RULES_H

#include <stdbool.h>

#include "loyalty/loyalty.h"

enum { RULES_KIT_RULES = 60, RULES_KIT_TERMS = 4, RULES_KIT_KINDS = 80 };

typedef struct random_condition {
    char terms[RULES_KIT_TERMS][80];
    uint32_t count;
} random_condition;

typedef struct random_rule {
    random_condition when;
    char amount[120];
    uint32_t shape;
    uint32_t from, until; /* days, 0: none */
    uint32_t group;       /* 0: none */
    bool limited, rated;
} random_rule;

/* Few kinds of terms in a program make many rules of the same facts: draws them,
 * and gives how many. */
uint32_t rules_kit_kinds(const char *kinds[RULES_KIT_KINDS], uint64_t *state);
void rules_kit_draw(random_rule *out, const char *const *kinds, uint32_t count, uint64_t *state);
/* Puts the terms of a condition into another order. */
void rules_kit_shuffle(random_condition *when, uint64_t *state);
/* A program of so many rules, RULES_KIT_RULES at most. */
loy_program *rules_kit_compile(const random_rule *rules, uint32_t count);

typedef struct random_event {
    loy_event event;
    loy_line lines[5];
    loy_attribute organic[5];
    loy_attribute attributes[4];
    loy_text codes[3];
    char id[16];
} random_event;

/* Points into itself. */
void rules_kit_event(random_event *out, uint32_t number, uint64_t *state);

#endif
