/*
 * kinds.h -- what each kind of event does beside its rules, a file each: admit
 * may refuse and changes nothing; act follows once the event is admitted.
 */
#ifndef LOY_ENGINE_KINDS_H
#define LOY_ENGINE_KINDS_H

#include "engine/work.h"

/* gate_money.c: the event at hand with its money as it came. */
loy_event loy__event_told(const loy__work *work);
/* The rate at which it was converted, if it was; and of the sale that comes back, and so
 * much money of it, whose currency the event at hand has. */
int loy__tell_rate(loy__work *work);
int loy__tell_rate_back(loy__work *work, const char *rule, int64_t money);
int loy__admit_currency_back(loy__work *work);
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
/* The key of the event of one that waits (room for LOY_MAX_KEY bytes); it waits no
 * more. */
int loy__parked_key(loy__work *work, const loy__note *note, char *key, uint32_t *size);
int loy__parked_drop(loy__work *work, const loy__note *note);
/* price.c: takes promotions off the lines; facts are filled. */
int loy__price_basket(loy__work *work);
/* redeem.c */
int loy__admit_redeem(loy__work *work);
int loy__act_redeem(loy__work *work);
/* Uses up a voucher that the customer has, by a rule or by itself. */
int loy__use_voucher(loy__work *work, uint32_t voucher, const char *rule);
/* payment.c */
int loy__admit_payment(loy__work *work);
int loy__act_payment(loy__work *work);
/* The lots that postings from one on took, or one of a member's, pay for the sale
 * or the redemption at hand, if there is one: noted for the day it comes back. */
int loy__note_paid(loy__work *work, size_t first);
int loy__note_paid_by(loy__work *work, const loy__lot *lot, loy_text member);
/* The same lots went to another customer. */
int loy__note_sent(loy__work *work, size_t first, loy_text receiver);
/* draw.c: points from several currencies, one after the other; what they have for
 * the event, and taking so many. */
int64_t loy__draw_available(const loy__work *work, const loy__draw *draw);
int loy__draw_take(loy__work *work, const loy__draw *draw, int64_t points);
/* The kind of the event, as the cause of an effect. */
static inline const char *
loy__cause(const loy__work *work)
{
    return work->program->kinds[work->kind].text;
}

/* The currency that an item names, which the gate has looked for. */
static inline uint32_t
loy__item_currency(const loy__work *work, const loy_item *item)
{
    return loy__program_find(work->program, LOY_PART_CURRENCY, item->name.data, item->name.size);
}

/* Whether an item names what one before it names: the same currency twice would
 * be judged against the same balance twice. */
bool loy__item_repeated(const loy_event *event, uint32_t index);
/* adjust.c */
int loy__admit_adjust(loy__work *work);
int loy__act_adjust(loy__work *work);
/* Whether what is undone was one; what may be moved by hand is free again. */
bool loy__undoes_adjust(const loy__work *work);
int loy__free_adjust(loy__work *work);
/* account.c */
int loy__admit_account(loy__work *work); /* of a customer with notes */
int loy__admit_full(loy__work *work);    /* of one who has no room for more */
int loy__admit_freeze(loy__work *work);
int loy__act_freeze(loy__work *work);
/* holds.c */
int loy__admit_hold(loy__work *work);
int loy__act_hold(loy__work *work);
int loy__admit_capture(loy__work *work); /* and release */
int loy__act_capture(loy__work *work);
/* Finds the open hold that the event names: work->hold. */
int loy__find_hold(loy__work *work);
/* What is held of a currency under the hold that the event names; spending of it;
 * giving back what is left, and saying so. */
int64_t loy__held_points(const loy__work *work, uint32_t currency);
int loy__held_spend(loy__work *work, uint32_t currency, int64_t points);
int loy__held_release(loy__work *work, const char *rule);
/* When the hold of the event at hand lapses: so many milliseconds after it is made, or
 * as the program says. */
int64_t loy__hold_lapse(const loy__work *work);
/* Gives back what the customer himself has in a hold, and says so. */
int loy__release_rest(loy__work *work, uint64_t hold, const char *rule);
/* Holds whose moment has come go back. */
int loy__lapse_holds(loy__work *work, int64_t moment);
/* transfer.c */
int loy__admit_receiver(loy__work *work); /* somebody else, who exists */
int loy__admit_transfer(loy__work *work);
int loy__act_transfer(loy__work *work);
int loy__receive_points(loy__work *work);
/* What a transfer, or an arrival, on a day has used of its limits is free again. */
int loy__free_sent(loy__work *work, uint32_t currency, int32_t day, int64_t points);
int loy__free_received(loy__work *work, uint32_t currency, int32_t day, int64_t points);
/* recall.c: whether what comes back was a transfer; asking for it, and being asked. */
bool loy__undoes_transfer(const loy__work *work);
int loy__recall(loy__work *work);
int loy__receive_recall(loy__work *work);
/* A transfer that the receiver could not take never was: its fee comes back. */
int loy__decline_transfer(loy__work *work);
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
           kind == LOY__ON_VOID ||
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
/* household_draw.c, household_hold.c */
int loy__receive_draw(loy__work *work);
int loy__receive_hold(loy__work *work);
/* kinds.c: the event keeps a receipt of its own, of its day. */
void loy__begin_receipt(loy__work *work);
/* message.c: what another customer sent. */
int loy__act_message(loy__work *work);
/* lifetime.c: ends of points that move */
int loy__note_activity(loy__work *work);
/* For points that the customer earns now: their end where they never expire, and
 * how long they wait where that is not as for others. */
int loy__grant_terms(loy__work *work, loy__grant *grant);
/* convert.c: what turns into something else at the moment of a scene, of currencies
 * whose points do when one says; `which` has a bit for each LOY__CONVERT_... *any:
 * there was something. */
int loy__convert(loy__work *work, const loy__scene *scene, uint32_t which, bool *any);
/* post_own.c: what a pass earns of a currency that ends or waits as others do not; the sum
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
int loy__admit_erase(loy__work *work);
int loy__act_erase(loy__work *work);
/* All that the customer has, held and pending too, with an effect for each currency. */
int loy__forfeit_all(loy__work *work);
/* forget.c: whether the commit forgets sales; doing so; the households of a customer
 * who asked for it are told, and receive it. */
bool loy__forgets(const loy__work *work);
int loy__forget_sales(loy__work *work);
int loy__tell_households(loy__work *work);
int loy__receive_forgotten(loy__work *work);
/* offline.c: whether an offline event may spend at all; what may be spent of a
 * currency; spending it; taking points, and what is not there as debt, by entries
 * of a kind (LOY_ENTRY_*). */
static inline bool
loy__is_offline(const loy__work *work)
{
    return (work->event->flags & LOY_EVENT_OFFLINE) != 0;
}
int loy__admit_offline(loy__work *work);
int64_t loy__spendable(const loy__work *work, uint32_t currency);
int loy__spend(loy__work *work, uint32_t currency, int64_t points);
int loy__deduct(loy__work *work, uint32_t currency, int64_t points, uint32_t kind);
/* account.c: whether the customer would spend by the event. */
bool loy__spends(const loy__work *work);
/* The same, with what a hold has set aside: nothing of it while the account is frozen. */
bool loy__debits(const loy__work *work);
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

#endif
