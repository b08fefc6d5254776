/*
 * program.h -- the compiled program: what the customer and engine rooms read.
 *
 * Everything is resolved: ids to numbers, texts to symbols, durations and zones
 * parsed, expressions compiled. Immutable after loy_program_new(); arrays and
 * texts live in the program's arena. Numbers of parts are their positions in
 * the document.
 */
#ifndef LOY_PROGRAM_PROGRAM_H
#define LOY_PROGRAM_PROGRAM_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/map.h"
#include "base/number.h"
#include "base/time.h"
#include "cel/cel.h"
#include "loyalty/loyalty.h"
#include "program/accounts.h"
#include "program/birthday.h"
#include "program/currency.h"
#include "program/facts.h"
#include "program/ladder.h"
#include "program/name.h"
#include "program/promotion.h"
#include "program/returns.h"
#include "program/rule.h"

#define LOY__MAX_CURRENCIES 64
#define LOY__MAX_LADDERS 32
#define LOY__MAX_COUNTERS 256
#define LOY__MAX_TIERS 64
#define LOY__MAX_MEASURES 16 /* of a ladder */
#define LOY__MAX_STAGES 256
#define LOY__MAX_CAPS 256
#define LOY__MAX_GROUPS 10000
#define LOY__MAX_BUDGETS 1000
#define LOY__MAX_VOUCHERS 4096
#define LOY__MAX_REWARDS 10000
#define LOY__MAX_RULES 100000
#define LOY__MAX_KINDS 256
#define LOY__MAX_ATTRIBUTES 256 /* of customers, of events */
#define LOY__MAX_LETS 1000
#define LOY__MAX_PLANS 64
#define LOY__MAX_STORES 100000

/* ---- Memberships ---- */

/* When a plan that is cancelled ends: with the time that was paid, or at once. */
enum { LOY__CANCEL_END = 1, LOY__CANCEL_NOW = 2 };

typedef struct loy__plan {
    loy__name name;
    loy__duration length;     /* valid when lasts */
    const uint32_t *tiers;    /* by ladder, held while it runs; 0: none */
    const uint64_t *forfeits; /* bitset of currencies whose points end with it */
    uint32_t cancel;          /* LOY__CANCEL_... */
    bool lasts;
} loy__plan;

/* ---- Counters, caps, vouchers, rewards ---- */

typedef struct loy__counter {
    loy__name name;
    int64_t every;      /* 0: a plain counter */
    uint32_t issue;     /* voucher, or LOY__NONE */
    loy__period window; /* LIFETIME or a period after which it restarts at 0 */
} loy__counter;

typedef struct loy__cap {
    loy__name name;
    int64_t limit;
    uint32_t currency;
    loy__period per; /* valid unless each */
    bool each;       /* of one event by itself: nothing is counted */
    bool whole;      /* an earning that does not fit wholly is not given at all */
    loy__limit uses; /* under which name; whether a return gives them back */
} loy__cap;

typedef struct loy__voucher {
    loy__name name;
    uint32_t reward; /* or LOY__NONE */
    bool expires;
    loy__duration after;
    loy__lapse lapse; /* of a used one */
} loy__voucher;

enum {
    LOY__GIVE_NONE = 0,
    LOY__GIVE_ITEM = 1, /* which one, or what the text says, is for the host to look up */
    LOY__GIVE_TEXT = 2,
    LOY__GIVE_DISCOUNT = 3,
    LOY__GIVE_VOUCHER = 4
};

typedef struct loy__price {
    int64_t points;
    uint32_t currency;
    uint32_t reserved;
} loy__price;

typedef struct loy__reward {
    loy__name name;
    const loy__price *prices;
    const loy__price *requires; /* what the customer must have */
    loy__draw draw;             /* count 0: each price from its own currency */
    uint32_t price_count, require_count;
    uint32_t remainder;        /* LOY__REMAINDER_... */
    uint32_t give;             /* LOY__GIVE_... */
    uint32_t voucher;          /* that it gives; LOY__NONE */
    int64_t discount;          /* money */
    int64_t from, until;       /* it is sold: from <= time < until */
    const loy__cel_code *when; /* NULL: always */
    loy__limit limit;
} loy__reward;

/* ---- Stages ---- */

typedef struct loy__stage {
    loy__name name;
} loy__stage;

typedef struct loy__transition {
    const uint64_t *from;      /* bitset of stages */
    const char *reason;        /* never NULL */
    const loy__cel_code *when; /* NULL: always */
    loy__duration after;       /* valid when timed */
    uint32_t to;
    uint32_t trigger; /* event kind; LOY__NONE when timed */
    bool timed;
    bool since_stage; /* the timer runs since the stage was entered */
} loy__transition;

/* ---- Attributes ---- */

typedef struct loy__attribute {
    loy__name name;
    uint32_t kind; /* LOY_VALUE_... */
    uint32_t slot; /* customer, event: fact slot; line: field of the line object */
} loy__attribute;

typedef struct loy__attributes {
    const loy__attribute *items;
    uint32_t count;
    uint32_t reserved;
} loy__attributes;

/* ---- Stores ---- */

typedef struct loy__place {
    loy__name name;
    loy__zone zone;
} loy__place;

/* ---- The program ---- */

enum { LOY__JOIN_FIRST_EVENT = 1, LOY__JOIN_ENROL = 2 };
enum {
    LOY__MULTIPLY_SUM = 1,
    LOY__MULTIPLY_PRODUCT = 2,
    LOY__MULTIPLY_MAX = 3,
    LOY__MULTIPLY_NEWEST = 4
};

/* A currency of money that events may be in beside the program's. */
typedef struct loy__money {
    char code[4];
    uint32_t digits;
} loy__money;

typedef struct loy__other_money {
    const loy__money *all;
    uint32_t count;
    loy__rounding rounding; /* of what a basket comes to */
} loy__other_money;

struct loy_program {
    loy_memory memory;
    loy__arena arena;
    loy__map symbols;      /* texts that rules name; symbols start at 1 */
    loy__map names;        /* numbers of parts, by a byte of their kind and their id */
    loy__cel_code **codes; /* owned, all of them */
    size_t code_count;
    size_t code_capacity;

    loy__bytes document; /* as it was written: see image.c */
    loy__name name;
    int64_t version;
    char digest[65];
    char money[4];
    uint32_t money_digits;
    loy__other_money other_money;
    loy__zone zone;
    loy__zone_year zone_years[LOY__ZONE_YEARS]; /* of that zone */

    const loy__currency *currencies;
    const loy__ladder *ladders;
    const loy__counter *counters;
    const loy__plan *plans;
    uint32_t plan_count;
    const loy__cap *caps;
    const loy__group *groups;
    const loy__budget *budgets;
    const loy__voucher *vouchers;
    const loy__reward *rewards;
    const loy__stage *stages;
    const loy__transition *transitions;
    const loy__rule *rules;
    const loy__let *lets;
    const loy__name *kinds;         /* event kinds: the built-in ones, then the declared */
    const loy__rule_list *by_kind;  /* rules that answer an event kind */
    const loy__rule_list *by_stage; /* rules that answer the entering of a stage */
    uint32_t track_count;           /* ladders, and behind them the measures that are none */
    uint32_t currency_count, ladder_count, counter_count, cap_count, voucher_count, reward_count;
    uint32_t stage_count, transition_count, rule_count, let_count, kind_count, group_count;
    uint32_t budget_count;
    const loy__place *stores;
    uint32_t store_count;
    uint32_t home; /* customer attribute with a time zone; 0: none (that is the birthday) */

    loy__attributes customer_attributes, event_attributes, line_attributes;
    loy__facts facts;
    loy__pricing pricing;

    loy__accounts accounts;
    loy__birthdays birthdays;
    loy__returns returns;
    loy__duration hold_after; /* valid when holds_lapse */
    uint64_t *activity;       /* bitset of event kinds that prolong points; or NULL */
    bool holds_lapse;
    bool clocks;        /* the days of some currency are a store's or the customer's */
    bool tiers_prolong; /* points of some currency live by tier */
    bool own_lots;      /* points of some rule, or of some customers, end or wait otherwise */
    bool ends_begin;    /* the expiry of some currency counts since a date */
    uint32_t initial_stage;
    uint32_t join;
    uint32_t multiply;
    bool caps_freed;   /* some cap is given back by returns */
    bool converts;     /* points of some currency turn into something else by themselves */
    bool selects;      /* rules that fire may be taken out again */
    bool limits;       /* some rule has a limit or a budget */
    bool splits;       /* some ladder splits the event that crosses */
    bool crosses;      /* some ladder has another crossing than before */
    bool rounds;       /* something is not rounded down for each rule */
    bool multiply_all; /* also what rules earn as a bonus */
    bool tax_on_top;   /* prices are without tax */
};

/* Parts without a number in loyalty.h. */
enum {
    LOY__PART_CAP = 8,
    LOY__PART_KIND = 9,
    LOY__PART_GROUP = 10,
    LOY__PART_PROMOTION = 11,
    LOY__PART_BUDGET = 12,
    LOY__PART_PLAN = 13,
    LOY__PART_STORE = 14,
    LOY__PARTS = 15
};

/* Number of a part by its id, or LOY__NONE. */
uint32_t loy__program_find(const loy_program *program, uint32_t part, const char *id, size_t size);
/* Number of an event kind, or LOY__NONE. TIMER, ENTER and MESSAGE are not found. */
uint32_t loy__program_kind(const loy_program *program, const char *id, size_t size);
/* The expiry of points of a currency earned at an instant, by the days of a zone;
 * LOY_NEVER. */
int64_t loy__currency_expiry(const loy__currency *currency, const loy__zone *zone, int64_t earned);
/* The end of a time that runs from a moment, at the currency's edge of a day. */
int64_t loy__expiry_after(const loy__currency *currency, const loy__zone *zone,
                          const loy__duration *after, int64_t from);

static inline bool
loy__bit(const uint64_t *set, uint32_t bit)
{
    return (set[bit >> 6] >> (bit & 63) & 1) != 0;
}

#endif
