/*
 * engine.h -- the steps of the engine.
 *
 * Data flows one way: gate, load, settle, match, decide, post, commit, a file
 * each. A step returns LOY_OK, LOY__REFUSED (the outcome says why, nothing of
 * the customer is kept) or an error (nothing is kept at all).
 */
#ifndef LOY_ENGINE_ENGINE_H
#define LOY_ENGINE_ENGINE_H

#include "engine/facts.h"
#include "engine/kinds.h"

/* gate.c: shape and ranges. Fills kind, amounts, total, scene, digest.
 * LOY_ERR_EVENT and LOY_ERR_VERSION where the event cannot even be kept. */
int loy__gate(loy__work *work);
/* gate_clock.c: in a program that bounds clocks, what passed the gate. The work may go on with
 * a copy of the event that has another time, and says so. LOY_OK, LOY__REFUSED, LOY_ERR_NOMEM. */
int loy__gate_clock(loy__work *work);
/* Says it again, where the outcome was emptied. LOY_OK or LOY_ERR_NOMEM. */
int loy__tell_clock(loy__work *work);
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
/* candidates.c: marks the places of the rules that the index finds in the slots. Whoever
 * reads the marks leaves them 0. LOY_OK or LOY_ERR_NOMEM. */
typedef struct loy__marks {
    uint64_t *summary; /* a bit for each word below that has any */
    uint64_t *bits;    /* a bit for each place */
} loy__marks;

int loy__candidates(loy_engine *engine, const struct loy__rule_index *index, int64_t time,
                    loy__marks *out);
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
/* caps.c: leaves of the earnings what the caps have room for. */
void loy__decide_caps(const loy__work *work, const loy__scene *scene, loy__pass *pass);
/* decide.c: one more decision. LOY_OK or LOY_ERR_NOMEM. */
int loy__decision_add(loy__work *work, loy__pass *pass, const loy__decision *decision);
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
/* Whether what an award used are points, of a cap or a budget. */
bool loy__uses_points(const loy_program *program, const loy__award *award);
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
/* Notes, for the answer to the event at hand, which edition of another record it wrote, and
 * that one's seal. LOY_OK or LOY_ERR_NOMEM. */
int loy__claim_add(loy__work *work, uint32_t kind, loy_text id, uint64_t edition, uint64_t seal);
/* The answer to an earlier event as it was read, with another receipt; NULL: none. */
int loy__commit_again(loy__work *work, const loy__answer_head *head, const loy_outcome *outcome,
                      const loy__receipt *receipt, loy_text key, uint64_t seen);

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
/* The same, as the table of stages says. */
int loy__enter_next(loy__work *work, const loy__scene *scene, uint32_t transition);
/* settle.c: when time alone acts. */
loy__scene loy__timer_scene(const loy__work *work, int64_t moment);
/* The first transition of the table that an event of the scene's kind, or the
 * clock, takes now; LOY__NONE. Facts are filled. */
uint32_t loy__stage_transition(loy__work *work, const loy__scene *scene);
/* ladders.c: every ladder is judged, changes become effects. */
int loy__review_ladders(loy__work *work, int64_t at);
int loy__tier_changed(loy__work *work, uint32_t ladder, int64_t at);
/* Once all are judged: ends of points that go by tiers move. */
int loy__tiers_changed(loy__work *work, int64_t at);
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
int loy__credit_points(loy__work *work, uint32_t currency, int64_t points, int32_t day,
                       int64_t matures);
static inline int
loy__credit_earned(loy__work *work, uint32_t currency, int64_t points, int32_t day, int64_t matures)
{
    return loy__any_ladder(work, LOY__COUNT_EARNED) || loy__any_ladder(work, LOY__COUNT_MATURED)
               ? loy__credit_points(work, currency, points, day, matures)
               : LOY_OK;
}
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
void loy__keep_lines(loy__work *work);
int loy__finish(loy__work *work); /* after the rules: behaviour and what ladders count */

/* One effect in the outcome. */
int loy__effect_add(loy__work *work, uint32_t kind, const char *rule, const char *name,
                    int64_t amount, int64_t wanted);

/* The same about something whose name is copied. */
int loy__effect_about(loy__work *work, uint32_t kind, const char *rule, loy_text name,
                      int64_t amount, int64_t money);

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
/* A public call begins; and ends: an error of which nobody has told is told. */
void loy__error_open(loy_error *error);
int loy__error_close(loy_error *error, int result);

/* traits.c */
bool loy__traits_init(loy_engine *engine);
void loy__traits_free(loy_engine *engine);

/* Starts the work on an event: everything of the event before is forgotten. */
void loy__work_init(loy__work *work, loy_engine *engine, const loy_event *event,
                    loy_outcome *outcome, loy_error *error);

#endif
