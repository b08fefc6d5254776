/*
 * accounts.h -- settings of a program about accounts themselves: what may be given,
 * taken and moved by hand, what becomes of accounts that end, of events that come
 * late or from tills without a line, and of customers who bring or join others.
 */
#ifndef LOY_PROGRAM_ACCOUNTS_H
#define LOY_PROGRAM_ACCOUNTS_H

#include "base/time.h"

/* How many points may go through an account in a period. */
typedef struct loy__allowance {
    const int64_t *most; /* by currency, -1: any number; NULL: no limits at all */
    loy__period per;     /* valid unless each */
    bool each;           /* the limit is of each event by itself */
} loy__allowance;

typedef struct loy__reason {
    const char *text;
    uint32_t size;
    uint32_t reserved;
} loy__reason;

/* Points given or taken by hand. */
typedef struct loy__adjusts {
    loy__allowance allowance;
    const int64_t *alone;       /* by currency, what one event moves without an approver, -1: any
                                 * number; NULL: nobody is asked */
    const loy__reason *reasons; /* NULL: any words */
    uint32_t reason_count;
    bool by_source; /* the allowance is that of a source, for all customers */
} loy__adjusts;

enum { LOY__TRANSFER_KEEP = 1, LOY__TRANSFER_NEW = 2 };

/* Points from account to account; by currency -1 where nothing is said. */
typedef struct loy__transfers {
    loy__allowance out, in;
    const int64_t *minimum;
    const int64_t *fee;
    const uint64_t *currencies; /* bitset of those that may be moved; NULL: all */
    loy__duration age;          /* of an account that may send */
    uint32_t expiry;            /* of what arrives: LOY__TRANSFER_... */
    bool allowed;
} loy__transfers;

enum { LOY__MERGE_BEST = 1, LOY__MERGE_SUM = 2, LOY__MERGE_MAX = 3, LOY__MERGE_ONCE = 4 };

/* Whose household stays where both have one. */
enum { LOY__STAYS_SURVIVOR = 1, LOY__STAYS_BROUGHT = 2, LOY__STAYS_REFUSE = 3 };

/* Accounts that go into others. */
typedef struct loy__merges {
    uint32_t tiers;     /* BEST, SUM */
    uint32_t counters;  /* SUM, MAX */
    uint32_t vouchers;  /* SUM, ONCE */
    uint32_t household; /* LOY__STAYS_... */
    bool follow;        /* later events for the old id */
} loy__merges;

typedef struct loy__rekeys {
    bool follow;
} loy__rekeys;

/* What happens to points when a customer asks to be forgotten. */
enum { LOY__ERASE_FORFEIT = 1, LOY__ERASE_KEEP = 2 };

/* Events that occurred before what the customer has seen since. */
enum { LOY__LATE_PRESENT = 1, LOY__LATE_REFUSE = 2, LOY__LATE_REEVALUATE = 3 };

typedef struct loy__late {
    loy__duration after;  /* REFUSE: how much later they are still taken */
    loy__duration within; /* REEVALUATE: how much later they take their place */
    uint32_t events;      /* LOY__LATE_... */
    uint32_t reserved;
} loy__late;

/* Events whose time stands too far from when they were accepted. */
enum { LOY__CLOCK_ACCEPTED = 1, LOY__CLOCK_REFUSE = 2 };

typedef struct loy__clock_bounds {
    loy__duration ahead;
    loy__duration behind;
    uint32_t beyond; /* LOY__CLOCK_...; 0: nothing is held against anything */
    uint32_t reserved;
} loy__clock_bounds;

/* What may be spent where the balance cannot be seen. */
enum {
    LOY__OFFLINE_REFUSE = 1,
    LOY__OFFLINE_HOLD = 2,      /* points that were set aside before */
    LOY__OFFLINE_ALLOWANCE = 3, /* so much beyond the balance */
    LOY__OFFLINE_DEBT = 4       /* anything */
};

typedef struct loy__offline {
    const int64_t *allowance; /* by currency, -1: none; NULL: none at all */
    uint32_t spend;           /* LOY__OFFLINE_... */
    uint32_t reserved;
} loy__offline;

enum { LOY__REFERRAL_FIRST = 1, LOY__REFERRAL_EVERY = 2, LOY__REFERRAL_REGISTRATION = 3 };

/* Customers who bring others; points by currency, -1 where nothing is said. */
typedef struct loy__referrals {
    const int64_t *referrer;
    const int64_t *friend;
    int64_t times;   /* that a referrer is rewarded in a period; 0: always */
    int64_t minimum; /* that the purchase must come to */
    loy__period per;
    loy__duration within; /* of the referral the purchase must come */
    uint32_t when;        /* LOY__REFERRAL_... */
    bool has_within;
    bool keep; /* rewards, when the sale comes back */
    bool allowed;
} loy__referrals;

enum { LOY__HOUSEHOLD_POOL = 1, LOY__HOUSEHOLD_VIEW = 2 };
enum { LOY__DRAW_PRO_RATA = 1, LOY__DRAW_HEAD_FIRST = 2, LOY__DRAW_SOONEST = 3 };
enum { LOY__LEAVE_KEEP = 1, LOY__LEAVE_SHARE = 2 };
enum { LOY__SPEND_ALL = 1, LOY__SPEND_HEAD = 2 };

/* Customers who collect together. */
typedef struct loy__households {
    uint32_t kind;  /* LOY__HOUSEHOLD_...; 0: there are none */
    uint32_t draw;  /* VIEW: LOY__DRAW_... */
    uint32_t leave; /* POOL: what who leaves takes along, LOY__LEAVE_... */
    uint32_t most;  /* members */
    uint32_t spend; /* who may spend what is the household's: LOY__SPEND_... */
    bool has_stay;
    loy__duration stay; /* that a member must, before he leaves */
} loy__households;

typedef struct loy__accounts {
    loy__adjusts adjusts;
    loy__transfers transfers;
    loy__merges merges;
    loy__rekeys rekeys;
    loy__late late;
    loy__clock_bounds clock;
    loy__offline offline;
    uint32_t erasure; /* LOY__ERASE_... */
    uint32_t reserved;
    loy__referrals referrals;
    loy__households households;
} loy__accounts;

#endif
