/*
 * rule.h -- kinds of events, and the rules that answer them: what they give, the
 * groups of which one wins and the budgets that several share, promotions as well.
 */
#ifndef LOY_PROGRAM_RULE_H
#define LOY_PROGRAM_RULE_H

#include <stdbool.h>

#include "base/number.h"
#include "base/time.h"
#include "cel/cel.h"
#include "program/currency.h"
#include "program/limit.h"
#include "program/name.h"

/* ---- Event kinds ---- */

enum {
    LOY__ON_ENROL = 0,
    LOY__ON_PROFILE,
    LOY__ON_PURCHASE,
    LOY__ON_RETURN,
    LOY__ON_VOID,
    LOY__ON_VISIT,
    LOY__ON_REDEEM,
    LOY__ON_ADJUST,
    LOY__ON_IMPORT,
    LOY__ON_TIMER, /* time alone */
    LOY__ON_ENTER, /* a stage was entered */
    LOY__ON_FREEZE,
    LOY__ON_UNFREEZE,
    LOY__ON_STATUS,
    LOY__ON_HOLD,
    LOY__ON_CAPTURE,
    LOY__ON_RELEASE,
    LOY__ON_MESSAGE, /* from another customer: mail.h */
    LOY__ON_TRANSFER,
    LOY__ON_REKEY,
    LOY__ON_MERGE,
    LOY__ON_REFERRAL,
    LOY__ON_HOUSEHOLD,
    LOY__ON_UNMERGE,
    LOY__ON_EXTEND,
    LOY__ON_REINSTATE,
    LOY__ON_ERASE,
    LOY__ON_ACTIVATE,
    LOY__ON_EXCHANGE,
    LOY__ON_MEMBERSHIP,
    LOY__ON_DECLARED /* the first kind that the program declares */
};

/* ---- Groups and budgets ---- */

enum {
    LOY__GROUP_ALL = 1,     /* all of them take effect */
    LOY__GROUP_FIRST = 2,   /* by the order of the group's list */
    LOY__GROUP_HIGHEST = 3, /* by what each gives by itself of `within` */
    LOY__GROUP_LOWEST = 4,
    LOY__GROUP_NEWEST = 5 /* by the moment it came into force */
};

typedef struct loy__group {
    loy__name name;
    uint32_t mode;
    uint32_t within; /* currency of HIGHEST and LOWEST; else LOY__NONE */
} loy__group;

/* What all customers may be given together: points or uses by rules, or money by
 * promotions. */
typedef struct loy__budget {
    loy__name name;
    loy__limit limit;  /* of points, uses or minor units; its own period is lifetime */
    uint32_t currency; /* of points; LOY__NONE: uses, or money */
    loy__period per;
    bool money;
    bool whole; /* what does not fit wholly is not given at all */
} loy__budget;

/* A rule's place in the list of a group. */
typedef struct loy__seat {
    uint32_t group;
    uint32_t place;
} loy__seat;

/* ---- Rules ---- */

/* How an amount of money, or of anything else, makes points. */
typedef struct loy__formula {
    int64_t step;   /* so much of it ... */
    int64_t points; /* ... makes these points; a step of 0: by the rate */
    int64_t rate;   /* points per whole unit of money, times 10^LOY__FACTOR_DIGITS */
    loy__rounding rounding;
    uint32_t round_at; /* LOY__ROUND_AT_... */
} loy__formula;
/* Whether the points of a rule have an end of their own. */
enum { LOY__END_NONE = 0, LOY__END_AFTER = 1, LOY__END_AT = 2 };

typedef struct loy__amount {
    const loy__cel_code *code; /* NULL: constant */
    int64_t constant;
    const loy__formula *formula; /* NULL: the amount is what is given */
    uint32_t target;             /* currency or counter */
    uint32_t reserved;
} loy__amount;

typedef struct loy__factor {
    int64_t value; /* decimal times 10^LOY__FACTOR_DIGITS */
    uint32_t currency;
    uint32_t reserved;
} loy__factor;

#define LOY__FACTOR_DIGITS 6
#define LOY__FACTOR_ONE INT64_C(1000000)

typedef struct loy__rule {
    loy__name name;
    const char *source;        /* the text of its condition, "" where none */
    const loy__cel_code *when; /* NULL: always */
    int64_t from, until;       /* instants: from <= time < until */
    const loy__amount *earns;
    const loy__factor *factors;
    const loy__amount *counts;
    const uint32_t *issues; /* vouchers */
    const uint32_t *caps;   /* caps that hold for its earnings, ascending */
    const char *notify;     /* NULL: none */
    const uint64_t *kinds;  /* bitset of event kinds that it answers */
    const uint64_t *stages; /* bitset of stages whose entering it answers, or NULL */
    uint32_t earn_count, factor_count, count_count, issue_count, cap_count;
    uint32_t stage;        /* moves the customer there, or LOY__NONE */
    uint32_t end;          /* LOY__END_... */
    loy__duration lasts;   /* END_AFTER */
    int64_t ends;          /* END_AT */
    const loy__wait *wait; /* of its points; NULL: as the currency says */
    int32_t timer_days;    /* on "timer": judged at 00:00 of last purchase date + this */
    uint32_t number;
    const loy__seat *seats;  /* in groups, ascending */
    const uint32_t *budgets; /* ascending */
    const loy__limit *limit; /* NULL: none */
    uint32_t seat_count;
    uint32_t budget_count;
    bool bonus; /* multipliers of the base leave alone what it earns */
} loy__rule;

/* Whether its points have a lot of their own. */
static inline bool
loy__rule_is_own(const loy__rule *rule)
{
    return rule->end != LOY__END_NONE || rule->wait != NULL;
}

/* The rules that answer a trigger, in order. */
typedef struct loy__rule_list {
    const uint32_t *rules;
    const struct loy__rule_index *index; /* NULL: each rule is tried */
    uint32_t count;
    uint32_t reserved;
} loy__rule_list;

#endif
