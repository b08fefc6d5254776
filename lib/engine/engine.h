/*
 * engine.h -- what the steps of the engine share: the engine, the work on one
 * event, and what each step hands to the next.
 *
 * Data flows one way: gate, load, settle, match, decide, post, commit, a file
 * each. A step returns LOY_OK, LOY__REFUSED (the outcome says why, nothing of
 * the customer is kept) or an error (nothing is kept at all).
 */
#ifndef LOY_ENGINE_ENGINE_H
#define LOY_ENGINE_ENGINE_H

#include "base/exact.h"
#include "base/hash.h"
#include "base/macros.h"
#include "base/reply.h"
#include "base/text.h"
#include "engine/answer/answer.h"
#include "engine/accounts/mail.h"
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
    bool changed;
} loy__total;

typedef struct loy__work {
    loy_engine *engine;
    const loy_program *program;
    const loy_event *event; /* NULL while settling for time alone */
    loy__state *state;
    loy__journal *journal;
    loy_outcome *outcome;
    loy_explanation *why; /* NULL: nobody asks */
    loy_error *error;     /* may be NULL */
    int64_t *amounts;     /* of the lines, minor units */
    uint64_t skus;        /* of the lines: bits of loy__symbol_bit */
    uint64_t categories;
    int64_t total;
    int64_t money_paid; /* with points */
    int64_t tax_on_top; /* of a basket that is priced: to pay, but nothing is earned on it */
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
    loy__state *other;            /* the customer that the event names; NULL: nobody */
    const struct loy__family *family; /* members who spend with the customer; NULL: he alone */
    uint32_t sent;                    /* messages so far */
    uint32_t along;                   /* and those that arrive with the event */
    int64_t *back;                    /* thousandths of each line of the receipt that come back */
    bool exchange_part;               /* EXCHANGE: something of the sale is kept */
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
    bool has_returned; /* the receipt was found, of a sale */
    bool has_named;    /* the event that `receipt` names was found */
    bool has_hold;
    bool returned_changed; /* and must be written again */
    bool quoting;
    bool settling; /* passes belong to time, not to the event */
} loy__work;

/* What a rule has that most do not. */
enum { LOY__RULE_FACTORS = 1, LOY__RULE_OTHERS = 2 /* but earnings and factors */ };

typedef struct loy__traits {
    uint32_t zero_with; /* the slot that, being 0, makes all it earns 0; or LOY__NONE */
    uint32_t bits;      /* LOY__RULE_... */
} loy__traits;

/* What a pass earns of a currency. */
typedef struct loy__earned {
    int64_t granted;
    int64_t bonus;        /* of it, by multipliers */
    int64_t bonus_wanted; /* without caps */
} loy__earned;

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
    uint64_t *let_masks;    /* in the arena, mask_words each; NULL: nobody asks for lines */
    loy__earned *earned;    /* per currency, of a pass */
    int64_t *cap_used;      /* per cap, of a pass */
    int64_t *cap_room;      /* per cap, at its start; negative: not asked for yet */
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
    char keys[4][LOY_MAX_KEY + 1];
    loy__mail mail;
    loy__overlay overlay;
    /* describe.c */
    loy__state trial; /* crossing.c: a customer as he would be */
    loy__state shown;
    loy_outcome *shown_outcome;
    loy__arena shown_arena;
    loy__writer columns[3];
    loy__writer names;
};

/* A record as it was found. */
typedef struct loy__stored {
    const void *bytes; /* NULL: absent */
    size_t size;
    uint64_t revision;
} loy__stored;

/* ---- The steps ---- */

/* gate.c: shape and ranges. Fills kind, amounts, total, scene, digest.
 * LOY_ERR_EVENT and LOY_ERR_VERSION where the event cannot even be kept. */
int loy__gate(loy__work *work);
/* load.c: lets the store look for the event's own key, whose texts are sound. */
void loy__load_ahead(loy__work *work);
/* The customer, the event's own key, the receipt. *replayed: the outcome is the
 * stored answer and the work is done. */
int loy__load(loy__work *work, bool *replayed);
/* settle.c: brings the customer forward. */
int loy__settle(loy__work *work, int64_t target);
/* match.c: which rules of a list fire in a scene whose facts are filled. */
int loy__match(loy__work *work, const loy__scene *scene, const loy__rule_list *list,
               loy__pass *pass);
/* candidates.c: the places of the rules that the index finds in the slots,
 * ascending; there is room for all. LOY_OK or LOY_ERR_NOMEM. */
int loy__candidates(loy_engine *engine, const struct loy__rule_index *index, int64_t time,
                    uint32_t *places, uint32_t *count);
/* decide.c: amounts, multipliers, caps. Changes nothing. */
int loy__decide(loy__work *work, const loy__scene *scene, loy__pass *pass);
/* multiply.c: the factor of a currency, of the rules that fired; 1 when none of
 * them multiplies it. False on overflow. */
bool loy__factor_of(const loy__work *work, const loy__pass *pass, uint32_t currency,
                    int64_t *factor);
/* Whether multipliers act on what a rule earns. */
static inline bool
loy__is_multiplied(const loy_program *program, uint32_t rule)
{
    return program->multiply_all || !program->rules[rule].bonus;
}
/* What each rule that fired adds to the factor: how a bonus is told apart. */
void loy__factor_shares(const loy__work *work, const loy__pass *pass, uint32_t currency,
                        int64_t *shares);
/* formula.c: what steps or a rate make of an amount. */
int loy__decide_formula(loy__work *work, loy__pass *pass, uint32_t rule, const loy__amount *amount,
                        int64_t of, const uint64_t *mask);
/* rounding.c, in a program that rounds: multiplies what is exact, and makes it
 * whole. */
int loy__decide_multiplied(loy__work *work, loy__pass *pass);
int loy__decide_rounding(loy__work *work, loy__pass *pass);
/* decide.c: what the rules that fired earn, multiplied, not whole yet. */
int loy__decide_amounts(loy__work *work, const loy__scene *scene, loy__pass *pass);
/* decide.c: one more decision, to be filled, or NULL without memory. */
loy__decision *loy__decision_next(loy__work *work, loy__pass *pass);
/* A rule that could not be computed. */
int loy__fail_rule(loy__work *work, uint32_t rule, loy__cel_error error, const char *text);
/* limits.c: takes out rules that are used up; once groups are decided, also
 * those for which others of the pass left nothing. */
int loy__decide_limits(loy__work *work, const loy__scene *scene, loy__pass *pass, bool winners);
/* Cuts what is granted to what budgets have left. */
int loy__decide_budgets(loy__work *work, const loy__scene *scene, loy__pass *pass);
/* Counts what was used, and gives it back. */
int loy__post_uses(loy__work *work, const loy__scene *scene, const loy__pass *pass);
int loy__post_caps_used(loy__work *work, const loy__scene *scene, const loy__pass *pass);
int loy__return_use(loy__work *work, const loy__award *award, int64_t uses);
/* winners.c: takes out the rules that lose to others of their group, once what
 * they earn is decided. */
int loy__decide_winners(loy__work *work, loy__pass *pass);
/* post.c: decisions become entries and the next state. */
int loy__post(loy__work *work, const loy__scene *scene, loy__pass *pass);
/* bonus.c: the effects of multipliers on what was earned of a currency. */
int loy__post_bonus(loy__work *work, const loy__pass *pass, uint32_t currency);
/* What a return will need to know, of an event that can come back. */
int loy__award_note(loy__work *work, const loy__award *award);
/* waiting.c: fractions that wait, after an earning and after its return. */
int loy__post_waiting(loy__work *work, const loy__pass *pass, uint32_t currency, int64_t matures,
                      int64_t expires);
int loy__return_waiting(loy__work *work, uint32_t currency, int64_t amount, int64_t *more);
/* commit.c: puts the records of the work into the group. */
int loy__commit_work(loy__work *work);
/* The customer's alone. */
int loy__commit_customer(loy__work *work);
/* The answer to an event; `receipt` NULL: none. */
int loy__commit_answer(loy__work *work, const loy__answer_head *head, const loy_outcome *outcome,
                       const loy__receipt *receipt, loy_text key, uint64_t seen);

/* facts.c */
int loy__facts_fill(loy__work *work, const loy__scene *scene);

/* lets.c */
/* Computes the named expressions that the program reads; facts are filled. */
int loy__lets_fill(loy__work *work);
/* The same for other facts; what was decided must not know the lines so far. */
void loy__lets_refill(loy__work *work);
/* LOY__CEL_ERR_NONE, or why the code cannot run: a let that it reads failed. */
loy__cel_error loy__facts_ready(const loy__work *work, const loy__cel_code *code);
/* loy__lets_mark for masks of several words. */
void loy__lets_mark_words(const loy__work *work, const loy__cel_code *code, uint64_t *mask);
/* The text with its symbol in the program, or 0. */
loy__cel_value loy__facts_text(const loy_program *program, loy_text text);
/* The same; `word` is the whole text where it is under 8 bytes. */
static inline loy__cel_value
loy__facts_word(const loy_program *program, loy_text text, uint64_t word)
{
    if (text.size == 0)
        return loy__cel_string("", 0, 0);
    return loy__cel_string(text.data, text.size,
                           text.size < 8
                               ? loy__map_word(&program->symbols, word, text.size, 0)
                               : loy__map_search(&program->symbols, text.data, text.size, 0));
}

/* pass.c: whether the rule at a position of `fired` would give something. */
bool loy__pass_gives(const loy__work *work, const loy__pass *pass, uint32_t position);
/* The position in `fired` of a rule that fired. */
uint32_t loy__pass_position(const loy__pass *pass, uint32_t rule);
/* Takes rules out, by position, and what was decided for them. */
void loy__pass_drop(loy__pass *pass, const bool *out);
/* Match, decide and post in a scene whose facts are filled. */
int loy__pass_run(loy__work *work, const loy__scene *scene, const loy__rule_list *list,
                  uint32_t depth);
/* stages.c: moves the customer, then runs the rules that answer it. */
int loy__enter_stage(loy__work *work, const loy__scene *scene, uint32_t stage, const char *reason,
                     uint32_t depth);
/* The first transition of the table that an event of the scene's kind, or the
 * clock, takes now; LOY__NONE. Facts are filled. */
uint32_t loy__stage_transition(loy__work *work, const loy__scene *scene);
/* ladders.c: every ladder is judged, changes become effects. */
int loy__review_ladders(loy__work *work, int64_t at);
int loy__tier_changed(loy__work *work, uint32_t ladder, int64_t at);
/* Whether some ladder counts in a way (LOY__COUNT_...). */
static inline bool
loy__any_ladder(const loy__work *work, uint32_t counts)
{
    return (work->engine->ladder_counts >> counts & 1) != 0;
}

int loy__credit_tracks(loy__work *work, uint32_t counts, uint32_t currency, int64_t amount,
                       int32_t day);
/* Credits the ladders that count in a certain way (LOY__COUNT_...); few ways have any. */
static inline int
loy__credit_ladders(loy__work *work, uint32_t counts, uint32_t currency, int64_t amount,
                    int32_t day)
{
    if (amount == 0 || !loy__any_ladder(work, counts))
        return LOY_OK;
    return loy__credit_tracks(work, counts, currency, amount, day);
}

/* Points earned, by ladders that count them now or, where they are spendable at
 * once, when they mature. */
int loy__credit_earned(loy__work *work, uint32_t currency, int64_t points, int32_t day,
                       int64_t matures);
/* Points that matured by the postings from `first` on. */
int loy__credit_matured(loy__work *work, size_t first);
/* Takes back what both counted of points that a return took, by the postings
 * from `first` on; `matures` as when they were earned. */
int loy__uncredit_earned(loy__work *work, uint32_t currency, int64_t points, int32_t day,
                         int64_t matures, size_t first);

/* run.c: the steps from gate to post, for apply, quote and explain. */
int loy__run_event(loy__work *work, bool *replayed);
/* Its rules and what follows from them: the customer is settled, the event
 * admitted and acted on. */
int loy__run_rules(loy__work *work);
/* Fills what an outcome shows of the customer, by the result of the work; a
 * refusal becomes LOY_OK. */
int loy__close_outcome(loy__work *work, int result);

/* kinds.c: what each kind of event does beside its rules. */
int loy__admit(loy__work *work); /* before the rules: may refuse, changes nothing */
int loy__act(loy__work *work);   /* once admitted: payments, burns, returns */
/* The lines of a sale, as its returns will find them. */
int loy__keep_lines(loy__work *work);
int loy__finish(loy__work *work); /* after the rules: behaviour and what ladders count */

/* One effect in the outcome. */
int loy__effect_add(loy__work *work, uint32_t kind, const char *rule, const char *name,
                    int64_t amount, int64_t wanted);

/* returns.c */
int loy__admit_return(loy__work *work);
int loy__act_return(loy__work *work);
/* parked.c: whether the event is a return that may wait for its sale. */
bool loy__parks(const loy__work *work);
int loy__admit_parked(loy__work *work);
int loy__act_parked(loy__work *work);
/* Returns of the sale at hand that waited for it. */
int loy__unpark(loy__work *work);
/* Those whose time is over. */
int loy__lapse_parked(loy__work *work, int64_t moment);
/* price.c: takes promotions off the lines; facts are filled. */
int loy__price_basket(loy__work *work);
/* redeem.c */
int loy__admit_redeem(loy__work *work);
int loy__act_redeem(loy__work *work);
/* Uses up a voucher that the customer has, by a rule or by itself. */
int loy__use_voucher(loy__work *work, uint32_t voucher, const char *rule);
int loy__admit_payment(loy__work *work);
int loy__act_payment(loy__work *work);
/* The lots that postings from one on took, or one of a member's, pay for the sale
 * or the redemption at hand, if there is one: noted for the day it comes back. */
int loy__note_paid(loy__work *work, size_t first);
int loy__note_paid_by(loy__work *work, const loy__lot *lot, loy_text member);
/* draw.c: points from several currencies, one after the other; what they have for
 * the event, and taking so many. */
int64_t loy__draw_available(const loy__work *work, const loy__draw *draw);
int loy__draw_take(loy__work *work, const loy__draw *draw, int64_t points);
/* Whether an item names what one before it names: the same currency twice would
 * be judged against the same balance twice. */
bool loy__item_repeated(const loy_event *event, uint32_t index);
/* adjust.c */
int loy__admit_adjust(loy__work *work);
int loy__act_adjust(loy__work *work);
/* account.c */
int loy__admit_account(loy__work *work); /* of a customer with notes */
int loy__admit_freeze(loy__work *work);
int loy__act_freeze(loy__work *work);
/* holds.c */
int loy__admit_hold(loy__work *work);
int loy__act_hold(loy__work *work);
int loy__admit_capture(loy__work *work); /* and release */
int loy__act_capture(loy__work *work);
/* Finds the open hold that the event names: work->hold. */
int loy__find_hold(loy__work *work);
/* Gives back what is left of the hold, and says so. */
int loy__release_rest(loy__work *work, uint64_t hold, const char *rule);
/* Holds whose moment has come go back. */
int loy__lapse_holds(loy__work *work, int64_t moment);
/* transfer.c */
int loy__admit_receiver(loy__work *work); /* somebody else, who exists */
int loy__admit_transfer(loy__work *work);
int loy__act_transfer(loy__work *work);
int loy__receive_points(loy__work *work);
/* A lot, or those that postings from one on took, in the body of a message. */
void loy__pack_lot(const loy__work *work, loy__bytes *body, const loy__lot *lot);
void loy__pack_lots(const loy__work *work, loy__bytes *body, size_t first);
/* move.c */
int loy__admit_move(loy__work *work);
int loy__act_move(loy__work *work);
int loy__receive_account(loy__work *work);
/* follow.c: to the account that the event's customer went into. */
int loy__follow(loy__work *work);
int loy__refuse_moved(loy__work *work);
/* Whether events of a kind name another customer, and whether they send. */
static inline bool
loy__names_customer(uint32_t kind)
{
    return kind >= LOY__ON_TRANSFER && kind <= LOY__ON_HOUSEHOLD;
}

static inline bool
loy__sends(const loy_program *program, uint32_t kind)
{
    bool sale = (kind >= LOY__ON_PURCHASE && kind <= LOY__ON_VOID) || kind == LOY__ON_EXCHANGE;

    return (kind >= LOY__ON_TRANSFER && kind <= LOY__ON_UNMERGE) || kind == LOY__ON_ERASE ||
           (sale &&
            (program->accounts.referrals.allowed || program->accounts.households.kind != 0));
}

/* Whether an event was the customer's, or of an account that came into his. */
bool loy__is_own(const loy__work *work, const loy__answer_head *head);
/* load.c: the event's customer alone. */
int loy__load_customer(loy__work *work);
/* The key of an event; its size. */
uint32_t loy__event_key(char *key, loy_text source, loy_text id);
/* referral.c */
int loy__admit_referral(loy__work *work);
int loy__act_referral(loy__work *work);
int loy__referral_purchase(loy__work *work); /* of a customer with notes */
int loy__return_sent(loy__work *work, const loy__award *award);
int loy__receive_reward(loy__work *work);
int loy__receive_revocation(loy__work *work);
/* household.c */
int loy__admit_household(loy__work *work);
int loy__act_household(loy__work *work);
int loy__receive_household(loy__work *work);
/* household_draw.c */
int loy__receive_draw(loy__work *work);
/* message.c: what another customer sent. */
int loy__act_message(loy__work *work);
/* lifetime.c: ends of points that move */
int loy__note_activity(loy__work *work);
/* Whether points that the customer earns now never expire. */
int loy__is_exempt(loy__work *work, uint32_t currency, bool *exempt);
/* post_own.c: what a pass earns of a currency with an end of its own; the sum
 * goes to *points. */
int loy__post_own(loy__work *work, const loy__scene *scene, const loy__pass *pass,
                  uint32_t currency, int64_t *points);
/* post.c: notes what a return will need to know. */
int loy__note_award(loy__work *work, uint32_t currency, const loy__decision *decision,
                    int64_t points, int64_t matures, int64_t expires);
/* extend.c */
int loy__admit_extend(loy__work *work);
int loy__act_extend(loy__work *work);
/* The end that an event gives points by itself: in time, or refused. */
int loy__admit_end(loy__work *work);
/* activate.c */
int loy__admit_activate(loy__work *work);
int loy__act_activate(loy__work *work);
/* reinstate.c */
int loy__admit_reinstate(loy__work *work);
int loy__act_reinstate(loy__work *work);
/* opening.c */
int loy__admit_import(loy__work *work);
int loy__act_import(loy__work *work);
/* erase.c */
int loy__admit_erased(loy__work *work);
int loy__act_erase(loy__work *work);
/* forget.c: in the commit that erases */
int loy__forget_sales(loy__work *work);
/* offline.c: whether an offline event may spend at all; what may be spent of a
 * currency; spending it. */
static inline bool
loy__is_offline(const loy__work *work)
{
    return (work->event->flags & LOY_EVENT_OFFLINE) != 0;
}
int loy__admit_offline(loy__work *work);
int64_t loy__spendable(const loy__work *work, uint32_t currency);
int loy__spend(loy__work *work, uint32_t currency, int64_t points);
/* account.c: whether the customer would spend by the event. */
bool loy__spends(const loy__work *work);
/* late.c: `seen` is what the customer had seen before the event. */
int loy__admit_late(loy__work *work, int64_t seen);
/* Kinds that may be refused for being late: what corrects the books never is. */
bool loy__late_judged(uint32_t kind);
/* profile.c */
int loy__admit_profile(loy__work *work);
int loy__act_profile(loy__work *work);

/* action.c */
/* The place of the event's action among those given; `count`: it is none of
 * them. */
uint32_t loy__action_of(const loy_event *event, const char *const *actions, uint32_t count);
/* Refuses an end that is not later than the event. */
int loy__admit_until(loy__work *work);

/* membership.c */
int loy__admit_membership(loy__work *work);
int loy__act_membership(loy__work *work);
/* Those that have ended by a moment. */
int loy__end_memberships(loy__work *work, int64_t moment);
/* status.c */
int loy__admit_status(loy__work *work);
int loy__act_status(loy__work *work);

/* storage.c: the one place that calls the store. */
int loy__storage_load(loy_engine *engine, loy_fetch *fetches, uint32_t count, loy_error *error);
/* One more record, as the group has it or else the store; its bytes are lent until
 * the next one. */
int loy__storage_find(loy_engine *engine, uint32_t kind, loy_text id, loy__stored *out,
                      loy_error *error);
/* A record that will be asked for soon; without bytes: the others come nearer. */
void loy__storage_hint(loy_engine *engine, uint32_t kind, loy_text id);
int loy__storage_commit(loy_engine *engine, const loy_batch *batch, loy_error *error);
/* Tells the store that the loads of a group begin (1) or are over (0). */
void loy__storage_hold(loy_engine *engine, uint32_t on);
int loy__storage_due(loy_engine *engine, uint32_t kind, int64_t before, loy_sink *sink,
                     loy_error *error);
int loy__storage_walk(loy_engine *engine, uint32_t kind, loy_sink *sink, loy_error *error);

/* group.c: events that are kept together. */
void loy__group_begin(loy_engine *engine);
int loy__group_commit(loy_engine *engine, loy_error *error);

/* explain.c: the recorder. */
void loy__why_begin(loy__work *work);
void loy__why_rule(loy__work *work, uint32_t rule, uint32_t why, uint32_t term);
void loy__why_error(loy__work *work, uint32_t rule, loy__cel_error error);
int loy__why_finish(loy__work *work);
void loy__why_granted(loy__work *work, uint32_t rule, int64_t granted, int64_t wanted);
/* A rule that fired and was taken out, with what it wanted. */
void loy__why_lost(loy__work *work, const loy__pass *pass, uint32_t rule, uint32_t why);
void loy__why_excluded(loy__work *work, uint32_t rule, const char *group, const char *winner);

/* refuse.c: fills the outcome with a refusal, or the error; %s only. */
int loy__refuse(loy__work *work, const char *code, const char *path, const char *format, ...)
    LOY_PRINTF(4, 5);
int loy__fail(loy_error *error, int code, const char *path, const char *format, ...)
    LOY_PRINTF(4, 5);

/* traits.c */
bool loy__traits_init(loy_engine *engine);
void loy__traits_free(loy_engine *engine);

/* Starts the work on an event: everything of the event before is forgotten. */
void loy__work_init(loy__work *work, loy_engine *engine, const loy_event *event,
                    loy_outcome *outcome, loy_error *error);

/* Sets of lines have one word or more, and nearly always one. */
static inline void
loy__mask_clear(uint64_t *mask, uint32_t words)
{
    mask[0] = 0;
    for (uint32_t w = 1; w < words; w++)
        mask[w] = 0;
}

/* Whether two sets are one; NULL is none, which is not the empty set. */
static inline bool
loy__mask_same(const uint64_t *a, const uint64_t *b, uint32_t words)
{
    for (uint32_t w = 0; a != b && w < words; w++)
        if (a == NULL || b == NULL || a[w] != b[w])
            return false;
    return true;
}

/* A zeroed mask for the event's lines, or NULL without memory. */
static inline uint64_t *
loy__facts_mask(loy__work *work)
{
    uint64_t *mask = loy__arena_alloc(&work->engine->arena, work->mask_words * sizeof(*mask));

    if (mask != NULL)
        loy__mask_clear(mask, work->mask_words);
    return mask;
}

/* Adds the lines that the named expressions looped over which the code reads:
 * they count for their readers. */
static inline void
loy__lets_mark(const loy__work *work, const loy__cel_code *code, uint64_t *mask)
{
    uint32_t lets = work->program->facts.lets;
    uint32_t count;
    const uint32_t *slots;

    if (work->mask_words > 1) {
        loy__lets_mark_words(work, code, mask);
        return;
    }
    slots = loy__cel_slots(code, &count);
    while (count > 0 && slots[--count] >= lets)
        *mask |= work->engine->let_masks[slots[count] - lets];
}

/* Whether what the event's lines must be for an amount is not among them. */
static inline bool
loy__is_missing(const loy__work *work, const loy__line_need *need)
{
    uint64_t present = need->field == LOY__LINE_SKU ? work->skus : work->categories;

    return need->symbols != 0 && (present & need->symbols) == 0;
}

/* Adds all lines where the code reads what they come to. */
static inline void
loy__total_mark(const loy__work *work, const loy__cel_code *code, uint64_t *mask)
{
    uint32_t lines = work->amounts != NULL ? work->event->line_count : 0;

    if ((loy__cel_reads_of(code)->low >> LOY__FACT_TOTAL & 1) == 0)
        return;
    for (uint32_t i = 0; i < lines; i++)
        mask[i >> 6] |= UINT64_C(1) << (i & 63);
}

/* Runs code over the facts, marking rows in `mask` when it is not NULL. */
static inline loy__cel_error
loy__facts_eval(const loy__work *work, const loy__cel_code *code, uint64_t *mask,
                loy__cel_value *out)
{
    loy__cel_run *run = &work->engine->run;

    if (work->let_failed) {
        loy__cel_error error = loy__facts_ready(work, code);

        if (error != LOY__CEL_ERR_NONE)
            return error;
    }
    run->rows = mask;
    if (mask != NULL) {
        loy__lets_mark(work, code, mask);
        loy__total_mark(work, code, mask);
    }
    return loy__cel_eval(code, run, out);
}

/* lets.c: loy__facts_count of code that is not one named expression. */
loy__cel_error loy__facts_count_over(loy__work *work, const loy__cel_code *code,
                                     const uint64_t **lines, loy__cel_value *out);

/* Runs code over the facts and tells which lines count for it; NULL where
 * nothing is kept of them. Code that reads a named expression alone has its
 * lines. */
static inline loy__cel_error
loy__facts_count(loy__work *work, const loy__cel_code *code, const uint64_t **lines,
                 loy__cel_value *out)
{
    uint32_t lets = work->program->facts.lets;
    uint32_t count;
    const uint32_t *slots = loy__cel_slots(code, &count);

    *lines = NULL;
    if (work->keeps_receipt) {
        if (count != 1 || slots[0] < lets)
            return loy__facts_count_over(work, code, lines, out);
        *lines = work->engine->let_masks + (size_t)work->mask_words * (slots[0] - lets);
    }
    return loy__facts_eval(work, code, NULL, out);
}

static inline const loy_line *
loy__line_at(const loy_event *event, uint32_t index)
{
    const void *at = (const char *)event->lines + (size_t)index * event->line_size;

    return at;
}

/* Whether a line has what only promotions look at. */
static inline bool
loy__line_is_priced(const loy_line *line)
{
    return (line->tax_rate | line->fixed_tax | line->minimum_price | line->flags) != 0;
}

static inline const loy_item *
loy__item_at(const loy_event *event, uint32_t index)
{
    const void *at = (const char *)event->items + (size_t)index * event->item_size;

    return at;
}

static inline const loy_attribute *
loy__attribute_at(const loy_attribute *attributes, uint32_t size, uint32_t index)
{
    const void *at = (const char *)attributes + (size_t)index * size;

    return at;
}

#endif
