/*
 * currency.h -- kinds of points: when they mature and expire, in which order they
 * are spent, and how they pay.
 */
#ifndef LOY_PROGRAM_CURRENCY_H
#define LOY_PROGRAM_CURRENCY_H

#include <stdbool.h>

#include "base/number.h"
#include "base/time.h"
#include "cel/cel.h"
#include "program/name.h"

enum { LOY__EDGE_END_OF_DAY = 1, LOY__EDGE_START_OF_DAY = 2, LOY__EDGE_INSTANT = 3 };
/* By whose clock the days end with which points expire. */
enum { LOY__CLOCK_PROGRAM = 0, LOY__CLOCK_STORE = 1, LOY__CLOCK_CUSTOMER = 2 };
enum { LOY__SPEND_SOONEST = 1, LOY__SPEND_OLDEST = 2 };
enum {
    LOY__FLOOR_DEBT = 1,
    LOY__FLOOR_ZERO = 2,
    LOY__FLOOR_PENDING = 3, /* only pending points are taken back */
    LOY__FLOOR_REFUND = 4   /* what is missing is kept from the money paid back */
};
enum { LOY__SHORT_REFUSE = 1, LOY__SHORT_CLAMP = 2 };
/* A step that is worth more than what is left to pay. */
enum { LOY__STEP_FITS = 1, LOY__STEP_OVER = 2 };

/* Where what is earned becomes whole. */
enum {
    LOY__ROUND_AT_RULE = 1,  /* what a rule gives */
    LOY__ROUND_AT_LINE = 2,  /* what each line gives; of plain amounts, the rule */
    LOY__ROUND_AT_EVENT = 3, /* what all rules give of a currency */
    LOY__ROUND_AT_LEDGER = 4 /* what the customer has: the fraction waits for more */
};
/* What points that pay are: money, or less to pay. */
enum { LOY__PAY_TENDER = 0, LOY__PAY_DISCOUNT = 1, LOY__PAY_MONEY = 2 };
/* What becomes of a discount that the basket is too small for. */
enum { LOY__REMAINDER_FORFEIT = 0, LOY__REMAINDER_KEEP = 1, LOY__REMAINDER_REFUSE = 2 };

/* Currencies that points are taken from, one after the other. */
typedef struct loy__draw {
    const uint32_t *currencies;
    uint32_t count;
    uint32_t reserved;
} loy__draw;

/* From when the life of points is counted. */
enum { LOY__LIFE_EARNED = 1, LOY__LIFE_MATURED = 2, LOY__LIFE_ACTIVITY = 3 };
/* What becomes of spent points, or of used vouchers, that come back after their
 * end. */
enum { LOY__LAPSED_EXPIRE = 0, LOY__LAPSED_GRACE = 1, LOY__LAPSED_NEW = 2 };

typedef struct loy__lapse {
    loy__duration grace; /* LAPSED_GRACE */
    uint32_t how;        /* LOY__LAPSED_... */
} loy__lapse;

/* How long points live while their customer has a tier. */
typedef struct loy__tier_life {
    loy__duration after;
    uint32_t ladder;
    uint32_t tier;
    bool never; /* they do not expire */
} loy__tier_life;

/* What few currencies say about the end of their points. */
typedef struct loy__life {
    const uint64_t *activity; /* bitset of event kinds; ACTIVITY */
    const loy__tier_life *tiers;
    const loy__cel_code *exempt; /* points of these customers do not expire; or NULL */
    int64_t since;           /* the moment before which nothing is counted; valid when has_since */
    loy__duration extend;    /* valid when extends: by how much an extend event does */
    loy__duration reinstate; /* valid when reinstates: how long after it lapse is undone */
    loy__lapse lapse;        /* of spent points */
    int64_t fee;             /* points that reinstating costs */
    uint32_t tier_count;
    uint32_t from; /* LOY__LIFE_...; 0: EARNED */
    bool has_since, extends, reinstates;
    bool excuses; /* points may have expired when their sale comes back: they are not owed */
    bool special; /* the end is not the same for all that is earned on a day */
    bool renews;  /* spent points that come back are as if they were earned then */
} loy__life;

/* Whether points may have another end by now than they were given. */
static inline bool
loy__ends_move(const loy__life *life)
{
    return life->from == LOY__LIFE_ACTIVITY || life->tier_count > 0 || life->has_since;
}

/* How long points wait before they can be spent. */
enum { LOY__WAIT_NOT = 0, LOY__WAIT_TIME = 1, LOY__WAIT_EVENT = 2 };

typedef struct loy__wait {
    loy__duration after; /* WAIT_TIME */
    uint32_t how;        /* LOY__WAIT_... */
} loy__wait;

/* Customers whose points wait otherwise. */
typedef struct loy__wait_case {
    const loy__cel_code *when; /* NULL after a mistake */
    loy__wait wait;
} loy__wait_case;

/* When points turn into something else by themselves. */
enum {
    LOY__CONVERT_NOT = 0,
    LOY__CONVERT_ENOUGH = 1, /* as soon as there are so many */
    LOY__CONVERT_EXPIRY = 2, /* instead of expiring */
    LOY__CONVERT_PERIOD = 3  /* with the end of each period */
};

typedef struct loy__conversion {
    int64_t points;    /* each so many of them ... */
    int64_t gives;     /* ... make so many points of `currency`, */
    uint32_t voucher;  /* or one of these; LOY__NONE */
    uint32_t currency; /* where there is no voucher */
    uint32_t when;     /* LOY__CONVERT_... */
    loy__period per;   /* CONVERT_PERIOD */
} loy__conversion;

typedef struct loy__currency {
    loy__name name;
    loy__wait pending;
    const loy__wait_case *cases; /* the first that holds stands in for pending */
    uint32_t case_count;
    loy__duration after; /* valid when expires */
    int64_t step;        /* payment: points a step; 0: no payment with this currency */
    int64_t value;       /* payment: money a step; 0: no money value */
    int64_t minimum;     /* payment: least points */
    int64_t requires;    /* payment: that the customer must have */
    uint32_t scale;
    bool activates; /* pending points may be activated by an event */
    bool expires;
    loy__period round_up; /* DAY, MONTH, QUARTER, HALF_YEAR, YEAR */
    int32_t year_ends;    /* the month with which those years end: 12 */
    uint32_t edge;
    uint32_t clock; /* LOY__CLOCK_... */
    uint32_t spend_order;
    uint32_t floor;
    uint32_t shortage;  /* payment: LOY__SHORT_... */
    uint32_t last_step; /* payment: LOY__STEP_... */
    uint32_t pays_as;   /* payment: LOY__PAY_... */
    int64_t maximum;    /* payment: most points; 0: no limit */
    int64_t share;      /* payment: of the basket, times 10^LOY__FACTOR_DIGITS; 0: all */
    loy__draw draw;     /* payment, and prices in this currency: whose points */
    loy__rounding rounding;
    uint32_t round_at; /* LOY__ROUND_AT_... */
    loy__life life;
    loy__conversion convert;
} loy__currency;

#endif
