/*
 * burn.c -- points that go out: spent in spending order, or taken back.
 */
#include "customer/clock.h"
#include "customer/lives.h"
#include "customer/lots.h"

/* Points being taken out of lots, a posting a lot. */
typedef struct taking {
    loy__state *state;
    loy__journal *journal;
    int64_t left;
    int64_t at;
    uint32_t kind;
    bool failed; /* memory ran out */
} taking;

/* Whether entries of a kind say by a minus that points go. */
static bool
is_signed(uint32_t kind)
{
    return kind == LOY_ENTRY_ADJUST || kind == LOY_ENTRY_TRANSFER;
}

/* Takes what is left to take, or all that the lot has. An emptied lot stays
 * until the sweep. */
static void
take(taking *t, loy__lot *lot)
{
    loy__lot part = *lot;

    if (part.points > t->left)
        part.points = t->left;
    if (part.points == 0)
        return;
    lot->points -= part.points;
    t->left -= part.points;
    if (is_signed(t->kind))
        part.points = -part.points;
    if (!loy__journal_lot(t->journal, &part, t->kind, 0, t->at))
        t->failed = true;
}

int
loy__burn(loy__state *state, loy__journal *journal, uint32_t currency, int64_t points, int64_t at,
          uint32_t kind)
{
    loy__span span = loy__lots_of(state, currency);
    loy__purse *purse = &state->purses[currency];
    int64_t *sum = kind == LOY_ENTRY_ADJUST ? &purse->reversed : &purse->spent;
    taking t = {.state = state, .journal = journal, .left = points, .at = at, .kind = kind};
    size_t i = span.first;

    while (t.left > 0 && i < span.pending) {
        take(&t, &state->lots[i]);
        if (state->lots[i].points == 0)
            i++;
    }
    loy__lots_remove(state, span.first, i - span.first);
    if (t.failed)
        return LOY_ERR_NOMEM;
    if (kind == LOY_ENTRY_TRANSFER) { /* what was issued goes with them */
        purse->issued -= points;
        return t.left == 0 ? LOY_OK : LOY_ERR_INTERNAL;
    }
    return t.left == 0 && loy__add(*sum, points, sum) ? LOY_OK : LOY_ERR_INTERNAL;
}

/* Given back, such points are as if they were earned at the same moment. */
int
loy__overdraw(loy__state *state, loy__journal *journal, uint32_t currency, int64_t points,
              int64_t at, uint32_t kind)
{
    const loy__currency *definition = &state->program->currencies[currency];
    const loy__zone *zone = loy__clock_zone(state, currency);
    loy__purse *purse = &state->purses[currency];
    int64_t *sum = kind == LOY_ENTRY_ADJUST ? &purse->reversed : &purse->spent;
    loy__lot lot = {.points = points,
                    .expires = loy__currency_expiry(definition, zone, at),
                    .earned_on = loy__clock_day(state, currency, at),
                    .currency = currency};
    loy__posting posting = {.points = kind == LOY_ENTRY_ADJUST ? -points : points,
                            .time = at,
                            .currency = currency,
                            .kind = kind,
                            .debt = 1,
                            .earned_on = lot.earned_on};

    if (definition->life.special)
        loy__life_begin(state, &lot, at, at);
    posting.expires = lot.expires;
    if (!loy__add(purse->debt, points, &purse->debt) || !loy__add(*sum, points, sum))
        return LOY_ERR_INTERNAL;
    return loy__journal_add(journal, &posting) ? LOY_OK : LOY_ERR_NOMEM;
}

/* Whether a pending lot may have points of a sale whose end has moved: where they
 * wait for a moment, that is theirs alone; where for an event, as old ones. */
static bool
waits_alike(const loy__lot *lot, const loy__lot *sold)
{
    return lot->matures == sold->matures && lot->expires != sold->expires &&
           (sold->matures != LOY_NEVER || (lot->own == 0 && lot->earned_on <= sold->earned_on));
}

/* Several lots of one key differ in the day they were earned. */
static void
take_pending(taking *t, loy__span span, const loy__lot *sold)
{
    bool move = loy__ends_move(&t->state->program->currencies[sold->currency].life);
    loy__lot *lots = t->state->lots;

    for (size_t i = span.end; i > span.pending && t->left > 0; i--)
        if (lots[i - 1].matures == sold->matures && lots[i - 1].expires == sold->expires)
            take(t, &lots[i - 1]);
    for (size_t i = span.end; move && i > span.pending && t->left > 0; i--)
        if (waits_alike(&lots[i - 1], sold))
            take(t, &lots[i - 1]);
}

/* The lot into which points came whose end has moved: that of their day, or of the
 * last day before; NULL where there is none. */
static loy__lot *
moved_lot(const taking *t, loy__span span, const loy__lot *sold)
{
    loy__lot *found = NULL;

    if (!loy__ends_move(&t->state->program->currencies[sold->currency].life))
        return NULL;
    for (size_t i = span.first; i < span.pending; i++) {
        loy__lot *lot = &t->state->lots[i];

        if (lot->points == 0 || lot->own != 0 || lot->earned_on > sold->earned_on)
            continue;
        if (found == NULL || lot->earned_on > found->earned_on ||
            (lot->earned_on == found->earned_on && lot->expires < found->expires))
            found = lot;
    }
    return found;
}

/* Where the oldest go first there may be several lots of one end: that of the sale's
 * own day comes before the others. */
static void
take_spendable(taking *t, loy__span span, const loy__lot *sold)
{
    loy__lot *lots = t->state->lots;
    loy__lot *moved;

    for (size_t i = span.pending; i > span.first && t->left > 0; i--)
        if (lots[i - 1].expires == sold->expires && lots[i - 1].earned_on == sold->earned_on)
            take(t, &lots[i - 1]);
    for (size_t i = span.pending; i > span.first && t->left > 0; i--)
        if (lots[i - 1].expires == sold->expires)
            take(t, &lots[i - 1]);
    moved = t->left > 0 ? moved_lot(t, span, sold) : NULL;
    if (moved != NULL)
        take(t, moved);
}

/* Whether spendable points are as old as pending ones, or older, in the order in
 * which they would be spent. */
static bool
is_older(const taking *t, const loy__lot *spendable, const loy__lot *pending)
{
    if (t->state->program->currencies[pending->currency].spend_order == LOY__SPEND_OLDEST &&
        spendable->earned_on != pending->earned_on)
        return spendable->earned_on < pending->earned_on;
    return spendable->expires <= pending->expires;
}

/* Spending order backwards, pending lots before spendable ones that are as old. */
static void
take_newest(taking *t, loy__span span)
{
    loy__lot *lots = t->state->lots;
    size_t spendable = span.pending;
    size_t pending = span.end;

    while (t->left > 0 && (spendable > span.first || pending > span.pending)) {
        if (pending > span.pending &&
            (spendable == span.first || is_older(t, &lots[spendable - 1], &lots[pending - 1])))
            take(t, &lots[--pending]);
        else
            take(t, &lots[--spendable]);
    }
}

/* The same forwards. */
static void
take_oldest(taking *t, loy__span span)
{
    loy__lot *lots = t->state->lots;
    size_t spendable = span.first;
    size_t pending = span.pending;

    while (t->left > 0 && (spendable < span.pending || pending < span.end)) {
        if (spendable < span.pending &&
            (pending == span.end || is_older(t, &lots[spendable], &lots[pending])))
            take(t, &lots[spendable++]);
        else
            take(t, &lots[pending++]);
    }
}

static void
take_in_order(taking *t, loy__span span, const loy__lot *sold)
{
    const uint8_t *order = t->state->program->returns.order;

    for (uint32_t i = 0; i < LOY__TAKE_STEPS; i++)
        switch (order[i]) {
        case LOY__TAKE_PENDING:
            take_pending(t, span, sold);
            break;
        case LOY__TAKE_LOT:
            take_spendable(t, span, sold);
            break;
        case LOY__TAKE_NEWEST:
            take_newest(t, span);
            break;
        case LOY__TAKE_OLDEST:
            take_oldest(t, span);
            break;
        default:
            break;
        }
}

/* What no lot could give: it deepens the debt, or is given up. */
static int
fall_short(taking *t, const loy__lot *sold, int64_t *written_off)
{
    loy__purse *purse = &t->state->purses[sold->currency];
    loy__lot missing = {.points = t->left, .currency = sold->currency, .expires = sold->expires};

    if (sold->expires == LOY_TIME_NONE) /* of no lot */
        missing.expires = LOY_NEVER;
    missing.earned_on = loy__clock_day(t->state, sold->currency, t->at);
    if (t->state->program->currencies[sold->currency].floor != LOY__FLOOR_DEBT) {
        *written_off = t->left;
        return LOY_OK;
    }
    if (!loy__add(purse->debt, t->left, &purse->debt))
        return LOY_ERR_INTERNAL;
    if (is_signed(t->kind))
        missing.points = -missing.points;
    return loy__journal_lot(t->journal, &missing, t->kind, 1, t->at) ? LOY_OK : LOY_ERR_NOMEM;
}

/* Out of lots, then beyond them. What goes by a transfer takes with it what was
 * issued, as far as there is any. */
static int
take_back(loy__state *state, loy__journal *journal, const loy__lot *sold, uint32_t kind, int64_t at,
          int64_t *written_off)
{
    loy__span span = loy__lots_of(state, sold->currency);
    loy__purse *purse = &state->purses[sold->currency];
    loy__span within = span;
    taking t = {.state = state, .journal = journal, .left = sold->points, .at = at, .kind = kind};
    int64_t moved = 0;
    int rc = LOY_OK;

    *written_off = 0;
    if (kind == LOY_ENTRY_TRANSFER)
        take_spendable(&t, span, sold);
    if (state->program->currencies[sold->currency].floor == LOY__FLOOR_PENDING)
        within.first = span.pending;
    take_in_order(&t, within, sold);
    loy__lots_sweep(state, span.first, span.end);
    if (t.failed)
        return LOY_ERR_NOMEM;
    if (t.left > 0)
        rc = fall_short(&t, sold, written_off);
    if (kind == LOY_ENTRY_TRANSFER)
        moved = loy__smaller(sold->points - *written_off, purse->issued);
    purse->issued -= moved;
    if (rc == LOY_OK &&
        !loy__add(purse->reversed, sold->points - *written_off - moved, &purse->reversed))
        rc = LOY_ERR_INTERNAL;
    return rc;
}

int
loy__reverse(loy__state *state, loy__journal *journal, const loy__lot *sold, int64_t at,
             int64_t *written_off)
{
    return take_back(state, journal, sold, LOY_ENTRY_REVERSE, at, written_off);
}

int
loy__recall_lot(loy__state *state, loy__journal *journal, const loy__lot *sent, int64_t at,
                int64_t *written_off)
{
    return take_back(state, journal, sent, LOY_ENTRY_TRANSFER, at, written_off);
}
