/*
 * referral.c -- customers who bring others: either side is rewarded when the
 * program says, the referrer by a message, and a sale that comes back wholly
 * takes with it what it gave to both.
 */
#include <string.h>

#include "customer/notes.h"
#include "engine/engine.h"
#include "engine/returns/returns.h"

#define HEAD 8 /* bytes of a note before the id of the referrer */

static const loy__referrals *
settings(const loy__work *work)
{
    return &work->program->accounts.referrals;
}

/* ---- Rewards ---- */

/* Points outside the rules, which the receipt remembers. */
static int
give(loy__work *work, uint32_t currency, int64_t points)
{
    loy__grant grant = {.points = points,
                        .earned = work->event->time,
                        .at = work->now,
                        .until = LOY_TIME_NONE,
                        .currency = currency,
                        .kind = LOY_ENTRY_EARN};
    const loy__name *name = &work->program->currencies[currency].name;
    loy__award award = {
        .amount = points, .name = name->text, .name_size = name->size, .kind = LOY__AWARD_BONUS};
    int result = loy__effect_add(work, LOY_EFFECT_EARN, "referral", name->text, points, points);

    if (result == LOY_OK)
        result = loy__grant_terms(work, &grant);
    if (result == LOY_OK)
        result =
            loy__earn_grant(work->state, work->journal, &grant, &award.matures, &award.expires);
    if (result == LOY_OK)
        result = loy__award_note(work, &award);
    return result == LOY_OK
               ? loy__credit_earned(work, currency, points, work->scene.day, award.matures)
               : result;
}

static int
give_all(loy__work *work, const int64_t *points)
{
    int result = LOY_OK;

    for (uint32_t i = 0; points != NULL && result == LOY_OK && i < work->program->currency_count;
         i++)
        if (points[i] > 0)
            result = give(work, i, points[i]);
    return result;
}

/* Rewards both sides; the referrer's part is what the receipt calls sent. */
static int
reward(loy__work *work, loy_text referrer)
{
    const loy__award award = {.amount = 1,
                              .expires = work->sent,
                              .name = referrer.data,
                              .name_size = referrer.size,
                              .kind = LOY__AWARD_SENT};
    int result = give_all(work, settings(work)->friend);

    if (result != LOY_OK || settings(work)->referrer == NULL)
        return result;
    loy__mail_body(work);
    result = loy__mail_send(work, LOY__MAIL_REWARD, referrer);
    return result == LOY_OK ? loy__award_note(work, &award) : result;
}

/* ---- The friend ---- */

static int
admit_referrer(loy__work *work)
{
    const loy_event *event = work->event;
    const loy__state *state = work->state;

    if (event->other.size == 0)
        return loy__refuse(work, "missing-referrer", "/referrer", "%s",
                           "name the customer who brought this one");
    if (loy__text_equal(event->other.data, event->other.size, state->id, state->id_size) ||
        loy__note_equal(state, LOY__NOTE_CAME, event->other.data, event->other.size) != NULL)
        return loy__refuse(work, "self-referral", "/referrer", "%s",
                           "nobody brings himself: referrer and friend are the same customer");
    if (work->other == NULL)
        return loy__refuse(work, "unknown-referrer", "/referrer", "%s",
                           "nobody is enrolled under this id");
    if (loy__note_equal(work->other, LOY__NOTE_CAME, state->id, state->id_size) != NULL)
        return loy__refuse(work, "self-referral", "/referrer", "%s",
                           "nobody brings himself: the friend's account went into the referrer's");
    return LOY_OK;
}

int
loy__admit_referral(loy__work *work)
{
    int result;

    if (!settings(work)->allowed)
        return loy__refuse(work, "no-referrals", "/type", "%s",
                           "the program has no `referrals`: nobody is rewarded for them");
    result = admit_referrer(work);
    if (result != LOY_OK)
        return result;
    if (loy__note_find(work->state, LOY__NOTE_REFERRER, 0) != NULL)
        return loy__refuse(work, "already-referred", "/customer", "%s",
                           "somebody brought this customer before");
    if (work->state->purchases > 0)
        return loy__refuse(work, "not-new", "/customer", "%s",
                           "the customer has bought before: only new ones are brought");
    return LOY_OK;
}

int
loy__act_referral(loy__work *work)
{
    const loy_text referrer = work->event->other;
    unsigned char note[HEAD + LOY_MAX_ID];
    int result;

    loy__store_i64(note, work->event->time);
    memcpy(note + HEAD, referrer.data, referrer.size);
    result = loy__note_add(work->state, LOY__NOTE_REFERRER, note, HEAD + (size_t)referrer.size);
    return result == LOY_OK && settings(work)->when == LOY__REFERRAL_REGISTRATION
               ? reward(work, referrer)
               : result;
}

int
loy__referral_purchase(loy__work *work)
{
    const loy__referrals *rules = settings(work);
    const loy__note *note = loy__note_find(work->state, LOY__NOTE_REFERRER, 0);
    int64_t referred;

    if (note == NULL || !rules->allowed || rules->when == LOY__REFERRAL_REGISTRATION)
        return LOY_OK;
    if (rules->when == LOY__REFERRAL_FIRST && work->state->purchases != 1)
        return LOY_OK;
    if (work->total < rules->minimum)
        return LOY_OK;
    referred = loy__load_i64(note->data);
    if (rules->has_within &&
        work->event->time > loy__zone_add(&work->program->zone, referred, &rules->within))
        return LOY_OK;
    return reward(work,
                  (loy_text){.data = (const char *)note->data + HEAD, .size = note->size - HEAD});
}

/* The sale that sent it: the one that comes back, or the one before exchanges,
 * which then stands behind the name. */
static loy_text
sender(const loy__work *work, const loy__award *award, loy_text *source, loy_text *id)
{
    const loy_event *event = work->event;
    const char *end = award->name + award->name_size;
    const char *mark = memchr(award->name, '\0', award->name_size);
    const char *next = mark != NULL ? memchr(mark + 1, '\0', (size_t)(end - mark - 1)) : NULL;

    *source = loy__receipt_source(event);
    *id = event->receipt_id;
    if (next == NULL)
        return (loy_text){.data = award->name, .size = award->name_size};
    *source = (loy_text){.data = mark + 1, .size = (uint32_t)(next - mark - 1)};
    *id = (loy_text){.data = next + 1, .size = (uint32_t)(end - next - 1)};
    return (loy_text){.data = award->name, .size = (uint32_t)(mark - award->name)};
}

int
loy__return_sent(loy__work *work, const loy__award *award)
{
    loy__bytes *body = loy__mail_body(work);
    char source[2 * LOY_MAX_ID], id[2 * LOY_MAX_ID];
    loy_text sale_source, sale_id;
    loy_text to = sender(work, award, &sale_source, &sale_id);
    size_t source_size, id_size;

    if (settings(work)->keep || to.size > LOY_MAX_ID || sale_source.size > LOY_MAX_ID ||
        sale_id.size > LOY_MAX_ID)
        return LOY_OK;
    source_size = loy__mail_source(source, sale_source);
    id_size = loy__mail_id(id, sale_id, (uint32_t)award->expires);
    loy__put_text(body, source, (uint32_t)source_size);
    loy__put_text(body, id, (uint32_t)id_size);
    return loy__mail_send(work, LOY__MAIL_REVOKE, to);
}

/* ---- The referrer ---- */

int
loy__receive_reward(loy__work *work)
{
    const loy__referrals *rules = settings(work);
    int32_t day = work->scene.day;
    int64_t used = loy__note_tally(work->state, LOY__NOTE_REFERRED, LOY__NONE, rules->per, day);
    int result;

    if (loy__state_erased(work->state))
        return LOY_OK;
    if (rules->times > 0 && used >= rules->times) {
        result = LOY_OK;
        for (uint32_t i = 0; result == LOY_OK && i < work->program->currency_count; i++)
            if (rules->referrer != NULL && rules->referrer[i] > 0)
                result =
                    loy__effect_add(work, LOY_EFFECT_EARN, "referral",
                                    work->program->currencies[i].name.text, 0, rules->referrer[i]);
        return result;
    }
    loy__begin_receipt(work);
    result = give_all(work, rules->referrer);
    return result == LOY_OK && rules->times > 0
               ? loy__note_count(work->state, LOY__NOTE_REFERRED, LOY__NONE, rules->per, day, 1)
               : result;
}

static int
take_bonus(loy__work *work, loy__award *award)
{
    uint32_t currency =
        loy__program_find(work->program, LOY_PART_CURRENCY, award->name, award->name_size);
    int64_t points = award->amount - award->taken;
    size_t first = work->journal->count;
    int64_t missing;
    int result;

    award->taken = award->amount;
    if (currency == LOY__NONE || points == 0 || loy__state_erased(work->state))
        return LOY_OK;
    result = loy__return_reverse(work, award, currency, points, &missing);
    if (result == LOY_OK)
        result = loy__effect_add(work, LOY_EFFECT_CLAWBACK, "referral",
                                 work->program->currencies[currency].name.text, points - missing,
                                 points);
    if (result != LOY_OK || work->program->returns.tier == LOY__TIER_NEVER)
        return result;
    return loy__uncredit_earned(work, currency, points, work->returned.day, award->matures, first);
}

int
loy__receive_revocation(loy__work *work)
{
    const loy__referrals *rules = settings(work);
    loy__receipt *given = &work->returned;
    int64_t *judged;
    int result;

    if (!work->has_returned || given->state != LOY__RECEIPT_OPEN)
        return LOY_OK; /* nothing was given */
    work->state->sold = given->time;
    result = loy__return_judged(work, &judged);
    for (uint32_t i = 0; result == LOY_OK && i < given->award_count; i++)
        if (given->awards[i].kind == LOY__AWARD_BONUS)
            result = take_bonus(work, &given->awards[i]);
    work->state->sold = LOY_TIME_NONE;
    given->state = LOY__RECEIPT_VOID;
    work->returned_changed = true;
    if (result == LOY_OK)
        result = loy__return_hold(work, judged);
    if (result != LOY_OK || rules->times == 0)
        return result;
    return loy__note_count(work->state, LOY__NOTE_REFERRED, LOY__NONE, rules->per, given->day, -1);
}
