/*
 * returns.c -- what comes back takes back what it gave: by line and quantity,
 * cumulative, with the rules of the day of the sale.
 *
 * Of an award, the share of a line is fixed by the sale: in proportion to the
 * amounts of the lines that earned it, largest remainders first. Of a line of
 * which r of q have come back in all, floor(share * r / q) is taken back in
 * all; what no line earned is taken back when everything has come back.
 */
#include <string.h>

#include "engine/engine.h"

/* ---- Admission ---- */

static uint32_t
find_line(const loy__receipt *receipt, loy_text id)
{
    for (uint32_t i = 0; i < receipt->line_count; i++)
        if (loy__text_equal(receipt->lines[i].id, receipt->lines[i].id_size, id.data, id.size))
            return i;
    return LOY__NONE;
}

static int
admit_line(loy__work *work, uint32_t index)
{
    const loy_line *line = loy__line_at(work->event, index);
    const loy__receipt *sale = &work->returned;
    uint32_t at = find_line(sale, line->id);
    char path[64];

    if (at == LOY__NONE) {
        loy__format(path, sizeof(path), "/lines/%u/id", index);
        return loy__refuse(work, "unknown-line", path, "%s",
                           "the receipt has no such line: write the id it had in the sale");
    }
    if (line->quantity > sale->lines[at].quantity - sale->lines[at].returned) {
        loy__format(path, sizeof(path), "/lines/%u/quantity", index);
        return loy__refuse(work, "return-too-much", path,
                           "more comes back than is left of the line: %lld thousandths are left",
                           (long long)(sale->lines[at].quantity - sale->lines[at].returned));
    }
    work->back[at] = line->quantity;
    return LOY_OK;
}

static int
admit_lines(loy__work *work)
{
    const loy__receipt *sale = &work->returned;
    size_t room = (sale->line_count + 1u) * sizeof(*work->back);

    work->back = loy__arena_alloc(&work->engine->arena, room);
    if (work->back == NULL)
        return LOY_ERR_NOMEM;
    memset(work->back, 0, room);
    if (sale->state != LOY__RECEIPT_OPEN)
        return loy__refuse(work, "return-too-much", "/receipt", "%s",
                           "everything of this receipt has come back already");
    if (work->event->line_count == 0 || work->kind == LOY__ON_VOID) {
        for (uint32_t i = 0; i < sale->line_count; i++)
            work->back[i] = sale->lines[i].quantity - sale->lines[i].returned;
        return LOY_OK;
    }
    for (uint32_t i = 0; i < work->event->line_count; i++) {
        int result = admit_line(work, i);

        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}

int
loy__admit_return(loy__work *work)
{
    const loy_event *event = work->event;
    const loy__answer_head *head = &work->returned_head;

    if (event->receipt_id.size == 0)
        return loy__refuse(work, "missing-receipt", "/receipt", "%s",
                           "name the sale that comes back: its source and id");
    if (!work->has_returned)
        return loy__refuse(work, "unknown-receipt", "/receipt", "%s",
                           "no purchase was applied under this source and id");
    if (!loy__text_equal(head->customer, head->customer_size, event->customer.data,
                         event->customer.size))
        return loy__refuse(work, "wrong-customer", "/customer", "%s",
                           "the receipt belongs to another customer");
    if (work->kind == LOY__ON_RETURN &&
        event->time >
            loy__zone_add(&work->program->zone, work->returned.time, &work->program->return_window))
        return loy__refuse(work, "return-too-late", "/time", "%s",
                           "the return window of the receipt is over");
    return admit_lines(work);
}

/* ---- Taking back ---- */

/* What of an award has to be taken back in all, now. */
static int
target_of(loy__work *work, const loy__award *award, bool complete, int64_t *target)
{
    const loy__receipt *sale = &work->returned;
    size_t room = (sale->line_count + 1u) * sizeof(int64_t);
    int64_t *weights = loy__arena_alloc(&work->engine->arena, room);
    int64_t *shares = loy__arena_alloc(&work->engine->arena, room);
    bool weighed = false;

    if (weights == NULL || shares == NULL)
        return LOY_ERR_NOMEM;
    *target = complete ? award->amount : 0;
    if (complete || award->mask == NULL)
        return LOY_OK;
    for (uint32_t i = 0; i < sale->line_count; i++) {
        weights[i] = loy__bit(award->mask, i) ? sale->lines[i].amount : 0;
        weighed = weighed || weights[i] > 0;
    }
    if (!weighed)
        return LOY_OK;
    if (!loy__split(award->amount, weights, sale->line_count, shares))
        return LOY_ERR_INTERNAL;
    for (uint32_t i = 0; i < sale->line_count; i++) {
        const loy__sold *line = &sale->lines[i];
        int64_t part;

        if (!loy__mul_div(shares[i], line->returned, line->quantity, LOY__FLOOR, &part))
            return LOY_ERR_INTERNAL;
        *target += part;
    }
    return LOY_OK;
}

static const char *
cause(const loy__work *work)
{
    return work->program->kinds[work->kind].text;
}

static int
take_points(loy__work *work, const loy__award *award, int64_t points)
{
    uint32_t currency =
        loy__program_find(work->program, LOY_PART_CURRENCY, award->name, award->name_size);
    const char *name;
    int64_t written_off = 0;
    int result;

    if (currency == LOY__NONE)
        return LOY_OK;
    name = work->program->currencies[currency].name.text;
    result = loy__reverse(work->state, work->journal, currency, points, award->matures,
                          award->expires, work->now, &written_off);
    if (result == LOY_OK)
        result = loy__effect_add(work, LOY_EFFECT_CLAWBACK, cause(work), name, points - written_off,
                                 points);
    if (result == LOY_OK && written_off > 0)
        result = loy__effect_add(work, LOY_EFFECT_WRITE_OFF, cause(work), name, written_off,
                                 written_off);
    if (result != LOY_OK)
        return result;
    return loy__credit_ladders(work, LOY__COUNT_EARNED, currency, -points, work->returned.day);
}

static int
take_ladder(loy__work *work, const loy__award *award, int64_t amount)
{
    uint32_t ladder =
        loy__program_find(work->program, LOY_PART_LADDER, award->name, award->name_size);

    if (ladder == LOY__NONE)
        return LOY_OK;
    return loy__ladder_credit(work->state, ladder, -amount, (int32_t)award->expires, work->now);
}

/* Only in the window in which it counted, and never below nothing. */
static int
take_count(loy__work *work, const loy__award *award, int64_t amount)
{
    uint32_t number =
        loy__program_find(work->program, LOY_PART_COUNTER, award->name, award->name_size);
    loy__period window;
    int32_t day = work->scene.local_day;
    int64_t value;

    if (number == LOY__NONE)
        return LOY_OK;
    window = work->program->counters[number].window;
    if (loy__period_start((int32_t)award->expires, window) != loy__period_start(day, window))
        return LOY_OK;
    value = loy__tally_value(&work->state->counters[number], window, day);
    if (amount > value)
        amount = value;
    if (!loy__tally_add(&work->state->counters[number], window, day, -amount))
        return LOY_ERR_INTERNAL;
    return loy__effect_add(work, LOY_EFFECT_COUNT, cause(work),
                           work->program->counters[number].name.text, -amount, -amount);
}

static int
take_back(loy__work *work, const loy__award *award, int64_t amount)
{
    switch (award->kind) {
    case LOY__AWARD_POINTS:
        return take_points(work, award, amount);
    case LOY__AWARD_LADDER:
        return take_ladder(work, award, amount);
    default:
        return take_count(work, award, amount);
    }
}

static bool
same_lot(const loy__award *a, const loy__award *b)
{
    return a->kind == LOY__AWARD_POINTS && b->kind == LOY__AWARD_POINTS &&
           a->matures == b->matures && a->expires == b->expires &&
           loy__text_equal(a->name, a->name_size, b->name, b->name_size);
}

/* Awards that went into one lot are taken back together. */
static int
take_awards(loy__work *work, bool complete)
{
    loy__receipt *sale = &work->returned;

    for (uint32_t i = 0; i < sale->award_count; i++) {
        int64_t sum = 0;
        int result = LOY_OK;

        for (uint32_t k = i; k < sale->award_count; k++) {
            loy__award *award = &sale->awards[k];
            int64_t target;

            if (k != i && !same_lot(&sale->awards[i], award))
                continue;
            result = target_of(work, award, complete, &target);
            if (result != LOY_OK)
                return result;
            if (!loy__add(sum, target - award->taken, &sum))
                return LOY_ERR_INTERNAL;
            award->taken = target;
        }
        if (sum > 0)
            result = take_back(work, &sale->awards[i], sum);
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}

/* ---- Giving back ---- */

static int
give_back_payment(loy__work *work)
{
    for (uint32_t i = 0; i < work->returned.paid_count; i++) {
        const loy__paid *paid = &work->returned.paid[i];
        uint32_t currency =
            loy__program_find(work->program, LOY_PART_CURRENCY, paid->name, paid->name_size);
        int result;

        if (currency == LOY__NONE)
            continue;
        result = loy__restore(work->state, work->journal, currency, paid->points, paid->expires,
                              paid->earned_on, work->now);
        if (result == LOY_OK)
            result = loy__effect_add(work, LOY_EFFECT_RESTORE, cause(work),
                                     work->program->currencies[currency].name.text, paid->points,
                                     paid->points);
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}

/* ---- The whole ---- */

/* Marks what has come back and gives its money; true when everything has. */
static int
mark_lines(loy__work *work, int64_t *money, bool *complete)
{
    loy__receipt *sale = &work->returned;

    *money = 0;
    *complete = true;
    for (uint32_t i = 0; i < sale->line_count; i++) {
        loy__sold *line = &sale->lines[i];
        int64_t before, after;

        if (!loy__mul_div(line->amount, line->returned, line->quantity, LOY__FLOOR, &before))
            return LOY_ERR_INTERNAL;
        line->returned += work->back[i];
        if (!loy__mul_div(line->amount, line->returned, line->quantity, LOY__FLOOR, &after))
            return LOY_ERR_INTERNAL;
        *money += after - before;
        *complete = *complete && line->returned == line->quantity;
    }
    return LOY_OK;
}

static int
take_purchase(loy__work *work)
{
    int result;

    if (work->state->purchases > 0)
        work->state->purchases--;
    result = loy__credit_ladders(work, LOY__COUNT_PURCHASES, 0, -1, work->returned.day);
    return result == LOY_OK ? give_back_payment(work) : result;
}

int
loy__act_return(loy__work *work)
{
    loy__receipt *sale = &work->returned;
    int64_t money;
    bool complete;
    int result = mark_lines(work, &money, &complete);

    if (result == LOY_OK)
        result = take_awards(work, complete);
    if (result == LOY_OK && !loy__sub(work->state->spend, money, &work->state->spend))
        result = LOY_ERR_INTERNAL;
    if (result == LOY_OK)
        result = loy__credit_ladders(work, LOY__COUNT_SPEND, 0, -money, sale->day);
    if (result == LOY_OK && complete)
        result = take_purchase(work);
    sale->state = work->kind == LOY__ON_VOID ? LOY__RECEIPT_VOID
                  : complete                 ? LOY__RECEIPT_RETURNED
                                             : LOY__RECEIPT_OPEN;
    work->returned_changed = true;
    return result;
}
