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
#include "program/name.h"
#include "program/promotion.h"

#define LOY__MAX_CURRENCIES 64
#define LOY__MAX_LADDERS 32
#define LOY__MAX_COUNTERS 256
#define LOY__MAX_TIERS 64
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

/* ---- Currencies ---- */

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

/* Where what is earned becomes whole. */
enum {
    LOY__ROUND_AT_RULE = 1,  /* what a rule gives */
    LOY__ROUND_AT_LINE = 2,  /* what each line gives; of plain amounts, the rule */
    LOY__ROUND_AT_EVENT = 3, /* what all rules give of a currency */
    LOY__ROUND_AT_LEDGER = 4 /* what the customer has: the fraction waits for more */
};
/* What points that pay are: money, or less to pay. */
enum { LOY__PAY_TENDER = 0, LOY__PAY_DISCOUNT = 1 };
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
    bool special; /* the end is not the same for all that is earned on a day */
} loy__life;

typedef struct loy__currency {
    loy__name name;
    loy__duration pending; /* valid when has_pending */
    loy__duration after;   /* valid when expires */
    int64_t step;          /* payment: points a step; 0: no payment with this currency */
    int64_t value;         /* payment: money a step; 0: no money value */
    int64_t minimum;       /* payment: least points */
    uint32_t scale;
    bool has_pending;
    bool waits;     /* pending: until an activate event, and for nothing else */
    bool activates; /* pending points may be activated by an event */
    bool expires;
    loy__period round_up; /* DAY, MONTH, QUARTER, HALF_YEAR, YEAR */
    uint32_t edge;
    uint32_t clock; /* LOY__CLOCK_... */
    uint32_t spend_order;
    uint32_t floor;
    uint32_t shortage; /* payment: LOY__SHORT_... */
    uint32_t pays_as;  /* payment: LOY__PAY_... */
    int64_t maximum;   /* payment: most points; 0: no limit */
    int64_t share;     /* payment: of the basket, times 10^LOY__FACTOR_DIGITS; 0: all */
    loy__draw draw;    /* payment, and prices in this currency: whose points */
    loy__rounding rounding;
    uint32_t round_at; /* LOY__ROUND_AT_... */
    loy__life life;
} loy__currency;

/* ---- Ladders ---- */

enum {
    LOY__COUNT_EARNED = 1, /* points earned of `currency` */
    LOY__COUNT_SPEND = 2,
    LOY__COUNT_PURCHASES = 3,
    LOY__COUNT_VISITS = 4,
    LOY__COUNT_AMOUNT = 5,  /* `amount` on events of `trigger` */
    LOY__COUNT_BALANCE = 6, /* nothing: what can be spent of `currency` decides */
    LOY__COUNT_MATURED = 7  /* as EARNED, when the points mature */
};
enum {
    LOY__WINDOW_LIFETIME = 1,
    LOY__WINDOW_CALENDAR = 2,
    LOY__WINDOW_ROLLING = 3,
    LOY__WINDOW_ANNIVERSARY = 4, /* periods from the day of enrolment */
    LOY__WINDOW_SINCE_CHANGE = 5 /* periods from the day of the last change of tier */
};
/* When a tier that is reached is entered. */
enum { LOY__UP_NOW = 0, LOY__UP_NEXT_DAY = 1, LOY__UP_NEXT_MONTH = 2, LOY__UP_NEXT_PERIOD = 3 };
/* To which tier a customer falls who does not keep his. */
enum { LOY__FALL_DESERVED = 0, LOY__FALL_ONE = 1 };
/* How long a tier lasts. */
enum {
    LOY__LASTS_USUAL = 0, /* NEXT_PERIOD where there are periods, else WHILE */
    LOY__LASTS_WHILE = 1, /* as long as enough is counted */
    LOY__LASTS_PERIOD = 2,
    LOY__LASTS_NEXT_PERIOD = 3,
    LOY__LASTS_TERM = 4 /* `term`, from when it was last earned */
};

/* An amount that a measure must have counted. */
typedef struct loy__tier_need {
    int64_t from;
    uint32_t track; /* number of a ladder, or of a measure behind them */
    uint32_t other; /* 1: begins another alternative */
} loy__tier_need;

typedef struct loy__tier_needs {
    const loy__tier_need
        *items; /* any alternative, all of its needs; NULL: the ladder's own amount */
    uint32_t count;
    uint32_t reserved;
} loy__tier_needs;
/* By which tier an event earns that leads to a higher one. */
enum { LOY__CROSSING_BEFORE = 1, LOY__CROSSING_AFTER = 2, LOY__CROSSING_SPLIT = 3 };

typedef struct loy__tier {
    loy__name name;
    int64_t from;
    int64_t keep_from;
    loy__tier_needs enter, keep; /* instead of these two, with several measures */
    loy__duration grace;
    bool has_grace;
} loy__tier;

typedef struct loy__ladder {
    loy__name name;
    const loy__tier *tiers; /* lowest first; tiers[0].from is 0 */
    uint32_t tier_count;
    uint32_t counts;   /* LOY__COUNT_... */
    uint32_t currency; /* LOY__COUNT_EARNED, BALANCE, MATURED */
    uint32_t trigger;  /* LOY__COUNT_AMOUNT: number of the event kind */
    const loy__cel_code *amount;
    uint32_t window;         /* LOY__WINDOW_... */
    loy__period period;      /* CALENDAR: the period; ROLLING: DAY or MONTH buckets */
    loy__duration length;    /* ROLLING, ANNIVERSARY, SINCE_CHANGE (nothing: no end) */
    loy__duration term;      /* LOY__LASTS_TERM */
    loy__duration guarantee; /* valid when guaranteed: not lost before, from entering it */
    int64_t carry;           /* the most of a surplus that begins the next period; 0: none */
    uint32_t starts;         /* CALENDAR year: month * 32 + day of its first day; 0: 1 January */
    uint32_t best_of;        /* so many periods, of which the best decides; 0 or 1: the last */
    uint32_t up;             /* LOY__UP_... */
    uint32_t fall;           /* LOY__FALL_... */
    uint32_t lasts;          /* LOY__LASTS_... */
    bool guaranteed;
    bool pays;           /* entering and keeping a tier takes its amount out of what was counted */
    bool measured;       /* its tiers ask for measures */
    uint32_t measure_of; /* of a measure that is no ladder: its ladder's number + 1 */
    uint32_t first_measure;      /* number of the second measure, where there are several */
    uint32_t measure_count;      /* behind the first, which the ladder counts itself */
    const char *const *measures; /* their ids, when measured */
    uint32_t crossing;           /* LOY__CROSSING_... */
} loy__ladder;

/* Whether what a ladder counts begins anew from time to time. */
static inline bool
loy__periodic(const loy__ladder *ladder)
{
    return ladder->window == LOY__WINDOW_CALENDAR || ladder->window >= LOY__WINDOW_ANNIVERSARY;
}

/* Whether tiers are judged all the time, not at certain moments only. */
static inline bool
loy__judged_always(const loy__ladder *ladder)
{
    return ladder->lasts == LOY__LASTS_WHILE ||
           (ladder->lasts == LOY__LASTS_USUAL && !loy__periodic(ladder));
}

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
    loy__period per;
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
    LOY__GIVE_ITEM_CATEGORY = 1,
    LOY__GIVE_ITEM_SKU = 2,
    LOY__GIVE_DISCOUNT = 3,
    LOY__GIVE_TEXT = 4
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
    int64_t discount;          /* money */
    const char *give_text;     /* category, SKU or text; "" where none */
    const loy__cel_code *when; /* NULL: always */
    loy__limit limit;
} loy__reward;

/* ---- Groups: rules of which one wins ---- */

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

/* What all customers may be given together. */
typedef struct loy__budget {
    loy__name name;
    loy__limit limit;  /* of points, or of uses; its own period is lifetime */
    uint32_t currency; /* of points; LOY__NONE: uses */
    loy__period per;
    bool whole; /* what does not fit wholly is not given at all */
} loy__budget;

/* A rule's place in the list of a group. */
typedef struct loy__seat {
    uint32_t group;
    uint32_t place;
} loy__seat;

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
    uint32_t stage;      /* moves the customer there, or LOY__NONE */
    uint32_t end;        /* LOY__END_... */
    loy__duration lasts; /* END_AFTER */
    int64_t ends;        /* END_AT */
    int32_t timer_days;  /* on "timer": judged at 00:00 of last purchase date + this */
    uint32_t number;
    const loy__seat *seats;  /* in groups, ascending */
    const uint32_t *budgets; /* ascending */
    const loy__limit *limit; /* NULL: none */
    uint32_t seat_count;
    uint32_t budget_count;
    bool bonus; /* multipliers of the base leave alone what it earns */
} loy__rule;

/* The rules that answer a trigger, in order. */
typedef struct loy__rule_list {
    const uint32_t *rules;
    const struct loy__rule_index *index; /* NULL: each rule is tried */
    uint32_t count;
    uint32_t reserved;
} loy__rule_list;

/* ---- Facts ---- */

/* Fixed slots; those of parts follow from the bases in loy__facts. */
enum {
    LOY__FACT_EVENT_TYPE = 0,
    LOY__FACT_EVENT_TIME,
    LOY__FACT_EVENT_STORE,
    LOY__FACT_EVENT_CHANNEL,
    LOY__FACT_EVENT_SOURCE,
    LOY__FACT_EVENT_CODES,
    LOY__FACT_LOCAL_HOUR,
    LOY__FACT_LOCAL_MINUTE,
    LOY__FACT_LOCAL_WEEKDAY,
    LOY__FACT_LOCAL_DAY,
    LOY__FACT_LOCAL_MONTH,
    LOY__FACT_LOCAL_YEAR,
    LOY__FACT_LINES,
    LOY__FACT_TOTAL,
    LOY__FACT_PAID,
    LOY__FACT_PURCHASES,
    LOY__FACT_VISITS,
    LOY__FACT_SPEND,
    LOY__FACT_DAYS_SINCE_PURCHASE,
    LOY__FACT_DAYS_SINCE_FIRST,
    LOY__FACT_DAYS_SINCE_ENROL,
    LOY__FACT_STAGE,
    LOY__FACT_BIRTHDAY_MONTH,
    LOY__FACT_BIRTHDAY_DAY,
    LOY__FACT_IS_BIRTHDAY,
    LOY__FACT_DAYS_SINCE_BIRTHDAY,
    LOY__FACT_FIXED
};

/* Fields of the line object; attributes of lines follow LOY__LINE_FIXED. */
enum {
    LOY__LINE_ID = 0,
    LOY__LINE_SKU,
    LOY__LINE_CATEGORY,
    LOY__LINE_QUANTITY,
    LOY__LINE_QUANTITY_MILLI,
    LOY__LINE_UNIT_PRICE,
    LOY__LINE_AMOUNT,
    LOY__LINE_DISCOUNT,
    LOY__LINE_TAX,
    LOY__LINE_TAGS,
    LOY__LINE_PAID,
    LOY__LINE_FIXED
};

/* Lines without which an amount is 0 and cannot fail. */
typedef struct loy__line_need {
    uint64_t symbols; /* bits of loy__symbol_bit, one of which must be there; 0: no such need */
    uint32_t field;   /* LOY__LINE_SKU or LOY__LINE_CATEGORY */
    uint32_t reserved;
} loy__line_need;

/* Symbols of lines as bits: a bit that is not set is of no line. */
static inline uint64_t
loy__symbol_bit(uint32_t symbol)
{
    return symbol == 0 ? 0 : UINT64_C(1) << (symbol & 63);
}

typedef struct loy__let {
    loy__name name;
    const loy__cel_code *code;
    loy__line_need need;
    uint32_t slot;
    uint32_t reserved;
} loy__let;

typedef struct loy__facts {
    const char *const *names; /* by slot, as conditions write them */
    const uint64_t *used;     /* bitset of slots that some code reads */
    uint64_t line_fields;     /* bitset of line fields that some code reads */
    uint32_t slot_count;
    uint32_t line_object; /* its number for ROWS tags */
    uint32_t line_field_count;
    uint32_t tiers;    /* slot of customer.tiers.<first ladder> */
    uint32_t points;   /* slot of customer.points.<first currency> */
    uint32_t counters; /* slot of customer.counters.<first counter> */
    uint32_t plans;    /* slot of customer.membership.<first plan> */
    uint32_t lets;     /* slot of the first let */
    uint32_t reserved;
} loy__facts;

/* ---- Returns ---- */

/* Where points that a sale gave are taken from. */
enum {
    LOY__TAKE_NONE = 0,
    LOY__TAKE_PENDING = 1, /* what is pending of the sale itself */
    LOY__TAKE_LOT = 2,     /* what is spendable and expires as the sale's points do */
    LOY__TAKE_NEWEST = 3,  /* any others */
    LOY__TAKE_OLDEST = 4
};
#define LOY__TAKE_STEPS 4

enum { LOY__METHOD_LINE = 1, LOY__METHOD_PROPORTION = 2, LOY__METHOD_REEVALUATE = 3 };
enum { LOY__UNKNOWN_REFUSE = 1, LOY__UNKNOWN_PARK = 2 };
enum { LOY__RULES_SALE = 1, LOY__RULES_CURRENT = 2 };
enum { LOY__REFUNDS_CUMULATIVE = 1, LOY__REFUNDS_EACH = 2 };
enum { LOY__BURNS_FULL = 1, LOY__BURNS_SHARE = 2, LOY__BURNS_NEVER = 3 };
enum { LOY__REWARDS_KEEP = 1, LOY__REWARDS_VOID = 2, LOY__REWARDS_RECOVER = 3 };
enum { LOY__VOUCHERS_RESTORE = 1, LOY__VOUCHERS_KEEP = 2 };
enum { LOY__TIER_NOW = 1, LOY__TIER_REVIEW = 2, LOY__TIER_NEVER = 3 };

/* What comes back: the settings of a program. */
typedef struct loy__returns {
    loy__duration window;
    loy__duration park; /* how long a return waits for its sale */
    uint32_t unknown;   /* LOY__UNKNOWN_... */
    uint32_t method;    /* LOY__METHOD_... */
    uint32_t refunds;   /* LOY__REFUNDS_... */
    uint32_t rules;     /* LOY__RULES_... */
    uint32_t burns;     /* LOY__BURNS_... */
    uint32_t rewards;   /* LOY__REWARDS_... */
    uint32_t vouchers;  /* LOY__VOUCHERS_... */
    uint32_t tier;      /* LOY__TIER_... */
    uint8_t order[LOY__TAKE_STEPS];
    bool snapshot; /* rules are run again: sales keep what that takes */
} loy__returns;

/* ---- The program ---- */

enum { LOY__JOIN_FIRST_EVENT = 1, LOY__JOIN_ENROL = 2 };
enum {
    LOY__MULTIPLY_SUM = 1,
    LOY__MULTIPLY_PRODUCT = 2,
    LOY__MULTIPLY_MAX = 3,
    LOY__MULTIPLY_NEWEST = 4
};

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
    bool tiers_prolong; /* points of some currency live by tier */
    bool own_ends;      /* points of some rule, or of some customers, have ends of their own */
    bool ends_begin;    /* the expiry of some currency counts since a date */
    uint32_t initial_stage;
    uint32_t join;
    uint32_t multiply;
    bool caps_freed;   /* some cap is given back by returns */
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
