/*
 * promotion.h -- promotions as compiled: what takes money off a basket, who may
 * have it and how several go together.
 */
#ifndef LOY_PROGRAM_PROMOTION_H
#define LOY_PROGRAM_PROMOTION_H

#include "base/number.h"
#include "cel/cel.h"
#include "program/limit.h"

#define LOY__MAX_PROMOTIONS 10000
#define LOY__MAX_PRICE_GROUPS 256
#define LOY__WHOLE INT64_C(1000000) /* 100 per cent */

/* What is reduced. */
enum {
    LOY__ON_ORDER = 1, /* the sum of the lines, and spread over them */
    LOY__ON_LINES = 2, /* each line by itself */
    LOY__ON_UNITS = 3  /* each unit by itself */
};

enum {
    LOY__OFF_PERCENT = 1,
    LOY__OFF_AMOUNT = 2,
    LOY__OFF_TO_PRICE = 3,
    LOY__OFF_GIFT = 4,
    LOY__OFF_BUNDLE = 5 /* so many units of a set cost `amount` together */
};
enum { LOY__PICK_CHEAPEST = 1, LOY__PICK_DEAREST = 2 };
/* Money of lines: what a threshold is compared with, and what amounts off are of. */
enum { LOY__TAX_AS_ENTERED = 1, LOY__TAX_WITH = 2, LOY__TAX_WITHOUT = 3 };

/* How the promotions of a group go together. */
enum {
    LOY__TOGETHER_ALL = 1,      /* one after the other */
    LOY__TOGETHER_FIRST = 2,    /* the first that gives something */
    LOY__TOGETHER_BEST = 3,     /* the one that takes off most */
    LOY__TOGETHER_BEST_LINE = 4 /* on each line the one that takes off most of it */
};

/* What a promotion that gives something keeps out. */
enum {
    LOY__EXCLUSIVE_NONE = 0,
    LOY__EXCLUSIVE_ALL = 1,   /* all others */
    LOY__EXCLUSIVE_LATER = 2, /* those after it */
    LOY__EXCLUSIVE_LINES = 3  /* those after it from the lines that it reduced */
};

enum { LOY__SHARE_LARGEST = 1, LOY__SHARE_FIRST = 2, LOY__SHARE_LAST = 3 };
enum { LOY__BASE_LEFT = 1, LOY__BASE_ORIGINAL = 2 };
enum { LOY__TAX_BY_LINE = 1, LOY__TAX_BY_ORDER = 2 };

/* What is taken off from some amount or quantity on. */
typedef struct loy__off_step {
    int64_t from; /* money, or units */
    int64_t off;  /* of LOY__WHOLE, or money */
} loy__off_step;

/* What must be in the basket. Code that picks lines: its mask is the lines. */
typedef struct loy__needs {
    const loy__cel_code *lines; /* NULL: those of the promotion */
    int64_t amount;             /* money, at least */
    int64_t quantity;           /* units, at least */
    int64_t at_most;            /* units; -1: no limit */
    uint32_t tax;               /* LOY__TAX_... */
    bool own_lines;             /* `lines` was given */
} loy__needs;

/* So many bought give so many. */
typedef struct loy__set {
    const loy__cel_code *buy_lines;
    const loy__cel_code *get_lines; /* NULL: those bought */
    int64_t buy;                    /* units; 0: no set */
    int64_t get;
    int64_t most;  /* given in all; -1: no limit */
    uint32_t pick; /* LOY__PICK_... of those given */
    bool repeat;
    bool shared; /* what is given counts as bought */
    bool bundle; /* those bought have a price together, and nothing is given */
} loy__set;

typedef struct loy__promotion {
    loy__name name;
    const char *code; /* "": none is needed */
    uint32_t code_size;
    uint32_t off; /* LOY__OFF_... */
    const loy__cel_code *when;
    const loy__cel_code *lines; /* NULL: all */
    const loy__cel_code *amount_code;
    const loy__off_step *steps;
    const char *gift; /* SKU */
    int64_t from, until;
    int64_t percent; /* of LOY__WHOLE */
    int64_t amount;  /* money */
    int64_t next;    /* money for units after the first; -1: as the first */
    int64_t gift_units;
    int64_t units; /* at most, 0: all */
    int64_t most;  /* money; -1: no limit */
    loy__needs needs;
    loy__set set;
    loy__limit limit;
    const uint32_t *budgets; /* of money, ascending */
    uint32_t budget_count;
    uint32_t step_count;
    bool steps_by_quantity;
    uint32_t exclusive; /* LOY__EXCLUSIVE_... */
    uint32_t on;
    uint32_t tax; /* of its money: LOY__TAX_... */
    uint32_t pick;
    int32_t priority;
    uint32_t group;   /* LOY__NONE: by itself */
    uint32_t voucher; /* that it uses up, and whose id is its code; LOY__NONE */
    uint32_t number;
} loy__promotion;

typedef struct loy__price_group {
    const char *name;
    uint32_t size;
    uint32_t mode; /* LOY__TOGETHER_... */
} loy__price_group;

typedef struct loy__pricing {
    const loy__promotion *promotions;
    const uint32_t *order; /* in which they are tried */
    const loy__price_group *groups;
    uint32_t count;
    uint32_t group_count;
    uint32_t base;       /* of percentages: LOY__BASE_... */
    uint32_t needs_base; /* of thresholds: LOY__BASE_... */
    uint32_t share;      /* LOY__SHARE_... */
    uint32_t tax;        /* LOY__TAX_BY_... */
    loy__rounding rounding;
    bool carries;     /* a percentage is of what was left before rounding */
    bool coded;       /* some promotion needs a code */
    bool limited;     /* some promotion has a limit */
    bool by_priority; /* larger priorities come first */
} loy__pricing;

#endif
