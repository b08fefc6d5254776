/*
 * work.h -- the engine, the work on one event, and what its steps hand to each
 * other.
 */
#ifndef LOY_ENGINE_WORK_H
#define LOY_ENGINE_WORK_H

#include "base/exact.h"
#include "base/hash.h"
#include "base/macros.h"
#include "base/reply.h"
#include "base/text.h"
#include "engine/answer/answer.h"
#include "engine/accounts/mail.h"
#include "engine/lines.h"
#include "engine/overlay.h"
#include "loyalty/store.h"

#define LOY__REFUSED 1
#define LOY__MAX_ATTEMPTS 16 /* of a commit that keeps conflicting */
#define LOY__MAX_ENTERED 16  /* stages entered because of one event */

/* ---- The work on one event ---- */

/* Something decided, not yet done. */
typedef struct loy__decision {
    int64_t base;         /* EARN: before multipliers */
    int64_t wanted;       /* with them */
    int64_t granted;      /* after caps */
    int64_t part;         /* what the exact amount has beside `base`, later `wanted` */
    const uint64_t *mask; /* lines, or NULL */
    uint32_t kind;        /* LOY_EFFECT_..., or LOY__DECIDE_LADDER */
    uint32_t rule;        /* LOY__NONE: none */
    uint32_t target;      /* currency, counter, ladder, voucher, stage */
    uint8_t flags;        /* LOY__DECISION_... */
    uint8_t stretch;      /* EARN: of an event that is split at a tier */
    uint8_t rounding;     /* EARN, where the program rounds: a loy__rounding */
    uint8_t round_at;     /* LOY__ROUND_AT_... */
    uint32_t line;        /* EARN: number of the line + 1 where it is of one alone; else 0 */
    uint32_t reserved;
} loy__decision;

enum {
    LOY__DECISION_PLAIN = 1,   /* no multiplier acts on it */
    LOY__DECISION_FOLLOWS = 2, /* it is shown with the one before */
    LOY__DECISION_SHORT = 4    /* a budget left less than it wanted */
};

#define LOY__DECIDE_LADDER 1000

/* The moment at which rules are judged, and what they may look at. */
typedef struct loy__scene {
    int64_t time;           /* when it occurred */
    uint32_t kind;          /* LOY__ON_... or a declared kind */
    int32_t offset;         /* minutes */
    int32_t local_day;      /* by that offset */
    int32_t day;            /* in the program's zone */
    const loy_event *event; /* NULL: time alone */
} loy__scene;

typedef struct loy__pass {
    loy__decision *decisions;
    size_t count;
    size_t capacity;
    size_t earnings; /* decisions from here on are no EARN; once all are made */
    uint32_t *fired; /* numbers of rules */
    uint32_t fired_count;
    uint32_t depth; /* stages entered above it */
    size_t fired_capacity;
    int64_t *waiting; /* fractions that will wait, by currency, or -1; NULL: none */
} loy__pass;

/* What all customers have used of something, as it will be after the event. */
typedef struct loy__total {
    const loy__limit *limit;
    struct loy__total *next;
    int64_t uses;
    uint64_t revision;
    uint64_t edition; /* how often it was written */
    bool changed;
} loy__total;

typedef struct loy__work {
    loy_engine *engine;
    const loy_program *program;
    const loy_event *event; /* NULL while settling for time alone */
    const loy_event *told;  /* the same as it came, in other money; NULL: it is in the program's */
    const loy__money *foreign; /* that other money, also of a return; NULL */
    loy__state *state;
    loy__journal *journal;
    loy_outcome *outcome;
    loy_explanation *why;               /* NULL: nobody asks */
    loy_error *error;                   /* may be NULL */
    int64_t *amounts;                   /* of the lines, minor units */
    uint64_t present[LOY__NEED_FIELDS]; /* what the lines have */
    int64_t total;
    int64_t money_paid; /* with points */
    int64_t tax_on_top; /* once taxes are settled: to pay, but nothing is earned on it */
    int64_t skew;       /* of the time that the event says, where it is judged as of another */
    int64_t now;        /* when things are posted: not before what the customer has seen */
    int64_t money_off;  /* by points, as a discount */
    int64_t *lines_off; /* of it, of each line; NULL: none */
    struct loy__payment *payments; /* one an item, once a purchase is admitted */
    uint64_t digest;
    loy__total *totals; /* of limits that were asked for */
    loy__scene scene;
    loy__receipt sale;     /* being built */
    loy__receipt returned; /* of the sale that comes back */
    loy__answer_head returned_head;
    loy_outcome *returned_outcome; /* its answer */
    uint64_t returned_revision;
    const void *returned_bytes; /* the record of it, as it was found */
    size_t returned_size;
    struct loy__history *history; /* what late events take their place in; NULL: nothing is kept */
    struct loy__rerun *rerun;     /* the late event has taken its place; NULL: it has not */
    uint64_t hold;                /* that the event names: CAPTURE, RELEASE, a purchase it pays */
    const loy__message *message;  /* that the event was; NULL: it is a host's */
    loy_text member;              /* of a pool, to which his event went; empty: it did not */
    loy__state *other;            /* the customer that the event names; NULL: nobody */
    const struct loy__family *family; /* members who spend with the customer; NULL: he alone */
    const struct loy__family *pledge; /* who has set what aside for the hold that the event names;
                                       * NULL: the customer alone */
    uint32_t sent;                    /* messages so far */
    uint32_t along;                   /* and those that arrive with the event */
    int64_t *back;                    /* thousandths of each line of the receipt that come back */
    bool exchange_part;               /* EXCHANGE: the sale goes on with what is kept of it */
    int64_t back_amount;              /* money paid back for no line in particular */
    struct loy__crossing *crossing;   /* NULL: the event leads to no higher tier */
    uint32_t kind;
    uint32_t mask_words; /* of a set of the event's lines; 1 or more */
    uint32_t entered;    /* stages so far */
    bool let_failed;
    bool keeps_receipt;
    bool again;        /* rules of a sale run again: what all customers have used is as it was */
    bool past;         /* judged again, or for the first time, in its place before later ones */
    bool joined;       /* the event itself enrolled the customer */
    bool unbought;     /* a purchase has come back as a whole: it never was */
    bool has_returned; /* the receipt was found, of a sale */
    bool has_named;    /* the event that `receipt` names was found */
    bool has_hold;
    bool returned_changed; /* and must be written again */
    bool quoting;
    bool settling; /* passes belong to time, not to the event */
} loy__work;

/* What a rule has that most do not. */
enum {
    LOY__RULE_FACTORS = 1,
    LOY__RULE_OTHERS = 2,  /* but earnings and factors */
    LOY__RULE_AMOUNTS = 4, /* it earns several, or by a formula */
    LOY__RULE_LINES = 8    /* its sole amount reads lines, named expressions and total left aside */
};

#define LOY__SEVERAL (LOY__NONE - 1)

typedef struct loy__traits {
    const loy__amount *sole; /* all that it earns, without a formula; or NULL */
    uint32_t zero_with;      /* the slot that, being 0, makes all it earns 0; or LOY__NONE */
    uint32_t let;            /* the named expression that is all `sole` reads; or LOY__NONE */
    uint32_t bits;           /* LOY__RULE_... */
    uint32_t cap;            /* that holds for all it earns; LOY__NONE; or LOY__SEVERAL */
} loy__traits;

/* What a pass earns of a currency. */
typedef struct loy__earned {
    int64_t granted;
    int64_t bonus;        /* of it, by multipliers */
    int64_t bonus_wanted; /* without caps */
} loy__earned;

/* What a pass does to a cap. */
typedef struct loy__capped {
    int64_t used;
    int64_t room; /* at its start, where some cap has too little */
} loy__capped;

struct loy_engine {
    loy_memory memory;
    const loy_program *program;
    loy_store store;
    uint32_t last_kind; /* of the last event whose kind was known */
    int32_t local_day;  /* whose date the slots have; LOY_DAY_NONE */
    loy__arena arena;   /* emptied before each event */
    loy__state state;
    loy__journal journal;
    loy_outcome *scratch;
    loy_outcome *sale_outcome; /* the answer to a sale that comes back */
    loy__cel_value *slots;
    loy__cel_value *rows;
    loy__cel_run run;       /* over the slots; its rows are those of the last evaluation */
    uint64_t *let_masks;    /* of named expressions: in the arena, mask_words each */
    loy__earned *earned;    /* per currency, of a pass */
    loy__capped *capped;    /* per cap, of a pass */
    uint32_t ladder_counts; /* bit n: some ladder counts in the way n (LOY__COUNT_...) */
    loy__traits *traits;    /* per rule */
    loy__award *awards;     /* of the sale at hand */
    loy__paid *paid;
    size_t award_capacity, paid_capacity;
    size_t row_capacity;
    loy__pass passes[LOY__MAX_ENTERED + 1];
    uint64_t *marks; /* candidates.c: all zero between two uses */
    size_t mark_capacity;
    struct loy__former *formers; /* run the rules of sales that come back: former.c */
    size_t former_count, former_capacity;
    loy_engine *past; /* judges events again: late/rerun.c; NULL: not needed so far */
    bool sequential;  /* for tests: every rule is tried */
    struct loy__reply other_reply;
    struct loy__reply replies[4];
    uint64_t own_mark;               /* of the key of the event at hand: scan.h */
    char own_key[LOY_MAX_KEY + 1];   /* which is this */
    char named_key[LOY_MAX_KEY + 1]; /* of the one that it names */
    loy__mail mail;
    loy__bytes claims; /* of the event at hand: answer.h */
    loy__overlay overlay;
    /* describe.c */
    loy__state trial; /* crossing.c: a customer as he would be */
    loy__state shown;
    loy_outcome *shown_outcome;
    loy__arena shown_arena;
    loy__writer columns[3];
    loy__writer names;
};

/* The keys of the event at hand and of the one that it names, once they are written. */
static inline loy_text
loy__own_key(const loy__work *work)
{
    return (loy_text){.data = work->engine->own_key,
                      .size = work->event->source.size + 1 + work->event->id.size};
}

static inline loy_text
loy__named_key(const loy__work *work)
{
    return (loy_text){.data = work->engine->named_key,
                      .size =
                          loy__receipt_source(work->event).size + 1 + work->event->receipt_id.size};
}

/* A record as it was found. */
typedef struct loy__stored {
    const void *bytes; /* NULL: absent */
    size_t size;
    uint64_t revision;
} loy__stored;

#endif
