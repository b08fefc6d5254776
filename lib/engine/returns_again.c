/*
 * returns_again.c -- what has to be taken back by the rules themselves: they are
 * run again, over the customer and the event as they found them, with the
 * basket that was kept, the one that comes back, or the whole.
 *
 * The rules are those of the sale: of a program that decided it and is at hand;
 * or the present ones, and then what they would not give any more is not taken
 * back. An engine of its own runs them, so that the work at hand stays as it is.
 */
#include "engine/returns.h"
#include "engine/snapshot.h"

typedef struct again {
    loy__work *work;
    loy__refund *refund;
    loy__snapshot snapshot;
    loy__receipt run;    /* what the rules gave when they were run again */
    int64_t *quantities; /* of each line of the basket to be run */
    int64_t *amounts;
    int64_t *parts; /* per award, of the first that is alike: what to take in all */
} again;

static bool
alike(const loy__award *a, const loy__award *b)
{
    return a->kind == b->kind && loy__text_equal(a->name, a->name_size, b->name, b->name_size);
}

/* What has no part in this: it goes with the whole, or with something else. */
static bool
is_apart(const loy__award *award)
{
    return loy__award_of_whole(award) || award->kind == LOY__AWARD_CARD ||
           award->kind == LOY__AWARD_USE;
}

static bool
is_first(const loy__receipt *sale, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++)
        if (alike(&sale->awards[i], &sale->awards[index]))
            return false;
    return !is_apart(&sale->awards[index]);
}

static int64_t
sum_of(const loy__receipt *receipt, const loy__award *like)
{
    int64_t sum = 0;

    /* Together they were earned once: no overflow. */
    for (uint32_t i = 0; i < receipt->award_count; i++)
        if (alike(&receipt->awards[i], like))
            sum += receipt->awards[i].amount;
    return sum;
}

/* ---- The basket ---- */

static bool
money_of(const loy__sold *line, int64_t returned, int64_t *money)
{
    return loy__mul_div(line->amount, returned, line->quantity, LOY__FLOOR, money);
}

/* Money for no line in particular comes off, or is all of, what lines cost. */
static int
spread(again *a, int64_t money, bool off)
{
    uint32_t count = a->refund->sale->line_count;
    int64_t *parts = loy__arena_alloc(&a->work->engine->arena, (count + 1u) * sizeof(*parts));
    int64_t sum = 0;

    if (parts == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++)
        sum += a->amounts[i];
    if (money > sum)
        money = sum;
    if (sum == 0)
        return LOY_OK;
    if (!loy__split(money, a->amounts, count, parts))
        return LOY_ERR_INTERNAL;
    for (uint32_t i = 0; i < count; i++)
        a->amounts[i] = off ? a->amounts[i] - parts[i] : parts[i];
    return LOY_OK;
}

/* What the customer keeps, so much money having been paid back for no line in
 * particular. */
static int
basket_kept(again *a, int64_t refunded)
{
    const loy__receipt *sale = a->refund->sale;

    for (uint32_t i = 0; i < sale->line_count; i++) {
        const loy__sold *line = &sale->lines[i];
        int64_t back;

        if (!money_of(line, line->returned, &back))
            return LOY_ERR_INTERNAL;
        a->quantities[i] = line->quantity - line->returned;
        a->amounts[i] = line->amount - back;
    }
    return spread(a, refunded, true);
}

/* What comes back now; of an amount of money, all that was kept at its price. */
static int
basket_back(again *a)
{
    const loy__receipt *sale = a->refund->sale;
    int result;

    if (a->refund->amount > 0) {
        result = basket_kept(a, sale->refunded - a->refund->amount);
        return result == LOY_OK ? spread(a, a->refund->amount, false) : result;
    }
    for (uint32_t i = 0; i < sale->line_count; i++) {
        const loy__sold *line = &sale->lines[i];
        int64_t before, after;

        if (!money_of(line, line->returned - a->work->back[i], &before) ||
            !money_of(line, line->returned, &after))
            return LOY_ERR_INTERNAL;
        a->quantities[i] = a->work->back[i];
        a->amounts[i] = after - before;
    }
    return LOY_OK;
}

static int
basket_whole(again *a)
{
    const loy__receipt *sale = a->refund->sale;

    for (uint32_t i = 0; i < sale->line_count; i++) {
        a->quantities[i] = sale->lines[i].quantity;
        a->amounts[i] = sale->lines[i].amount;
    }
    return LOY_OK;
}

/* The line of the sale at another quantity and amount. */
static bool
fit_line(loy_line *line, const loy__sold *sold, int64_t quantity, int64_t amount)
{
    int64_t price;

    if (!loy__mul_div(quantity, line->unit_price, 1000, LOY__HALF_UP, &price) ||
        !loy__mul_div(line->discount, quantity, sold->quantity, LOY__FLOOR, &line->discount) ||
        (sold->amount > 0 &&
         !loy__mul_div(line->tax, amount, sold->amount, LOY__FLOOR, &line->tax)))
        return false;
    line->tax = line->tax < price ? line->tax : price;
    line->discount = line->discount < price ? line->discount : price;
    line->quantity = quantity;
    return true;
}

/* The event of the sale with the basket, and what its lines cost; *paid: of its
 * money, what points paid. */
static int
make_event(again *a, loy_event *event, int64_t *paid)
{
    const loy__receipt *sale = a->refund->sale;
    loy_line *lines =
        loy__arena_alloc(&a->work->engine->arena, (sale->line_count + 1u) * sizeof(*lines));
    int64_t sum = 0;

    if (lines == NULL)
        return LOY_ERR_NOMEM;
    *event = a->snapshot.event;
    event->lines = lines;
    event->line_count = 0;
    event->item_count = 0;
    for (uint32_t i = 0; i < sale->line_count; i++) {
        loy_line *line = &lines[event->line_count];

        if (a->quantities[i] == 0)
            continue;
        *line = a->snapshot.event.lines[i];
        if (!fit_line(line, &sale->lines[i], a->quantities[i], a->amounts[i]))
            return LOY_ERR_CORRUPT;
        sum += a->amounts[i];
        a->amounts[event->line_count++] = a->amounts[i];
    }
    *paid = a->snapshot.paid;
    if (*paid > 0 && a->refund->total > 0 &&
        !loy__mul_div(*paid, sum, a->refund->total, LOY__FLOOR, paid))
        return LOY_ERR_CORRUPT;
    return LOY_OK;
}

/* ---- The run ---- */

/* The key of the program whose rules count. */
static uint64_t
rules_of(const again *a)
{
    return a->work->program->returns.rules == LOY__RULES_SALE
               ? a->snapshot.program
               : loy__snapshot_program(a->work->program);
}

/* What the lines cost is known, promotions included. */
static void
set_amounts(const again *a, loy__work *own)
{
    uint32_t fields = own->program->facts.line_field_count;

    own->total = 0;
    for (uint32_t i = 0; i < own->event->line_count; i++) {
        own->amounts[i] = a->amounts[i];
        own->total += a->amounts[i];
        own->engine->rows[(size_t)i * fields + LOY__LINE_AMOUNT] = loy__cel_int(a->amounts[i]);
    }
}

/* Runs the rules over the basket. LOY__REFUSED: the program as it is would not
 * take the event. */
static int
run_basket(again *a)
{
    const loy_text *customer = &a->snapshot.event.customer;
    loy_engine *engine;
    loy_event event;
    loy__work own;
    int64_t paid;
    int result = make_event(a, &event, &paid);

    if (result == LOY_OK)
        result = loy__former_open(a->work->engine, rules_of(a), &engine);
    if (result != LOY_OK)
        return result;
    loy__work_init(&own, engine, &event, NULL, NULL);
    own.quoting = true;
    loy__state_clear(own.state, customer->data, customer->size);
    result = loy__state_decode(own.state, a->snapshot.state, a->snapshot.state_size);
    if (result == LOY_OK)
        result = loy__gate(&own);
    if (result != LOY_OK)
        return result;
    set_amounts(a, &own);
    own.state->exists = true;
    own.now = own.state->settled;
    own.money_paid = paid;
    own.keeps_receipt = true;
    own.again = true;
    own.exchange_part = a->refund->sale->part != 0;
    result = loy__facts_fill(&own, &own.scene);
    if (result == LOY_OK)
        result = loy__run_rules(&own);
    a->run = own.sale;
    return result;
}

/* ---- The targets ---- */

/* Adds, or takes, what a run gave to the parts. */
static void
add_run(const again *a, int64_t sign)
{
    const loy__receipt *sale = a->refund->sale;

    for (uint32_t i = 0; i < sale->award_count; i++)
        if (is_first(sale, i))
            a->parts[i] += sign * sum_of(&a->run, &sale->awards[i]);
}

/* By the method, of what the present rules give for the whole basket. */
static int
part_recorded(again *a)
{
    loy__refund other = *a->refund;
    loy__receipt receipt = *a->refund->sale;
    int result;

    receipt.awards = a->run.awards;
    receipt.award_count = a->run.award_count;
    receipt.words = a->run.words;
    other.sale = &receipt;
    result = loy__targets_recorded(a->work, &other);
    if (result != LOY_OK)
        return result;
    for (uint32_t i = 0; i < receipt.award_count; i++)
        receipt.awards[i].amount = other.targets[i];
    a->run = receipt;
    add_run(a, 1);
    return LOY_OK;
}

/* What the sale gave by the rules that count. */
static int
part_whole(again *a)
{
    int result = LOY_OK;

    if (a->work->program->returns.rules == LOY__RULES_SALE)
        a->run = *a->refund->sale;
    else
        result = basket_whole(a);
    if (result == LOY_OK && a->work->program->returns.rules == LOY__RULES_CURRENT)
        result = run_basket(a);
    return result;
}

static int
reckon(again *a)
{
    const loy__returns *settings = &a->work->program->returns;
    bool each = settings->refunds == LOY__REFUNDS_EACH;
    int result = LOY_OK;

    if (each && !a->refund->complete && settings->method == LOY__METHOD_REEVALUATE) {
        result = basket_back(a);
        if (result == LOY_OK)
            result = run_basket(a);
        if (result == LOY_OK)
            add_run(a, 1);
        return result;
    }
    result = part_whole(a);
    if (result != LOY_OK)
        return result;
    if (!a->refund->complete && settings->method != LOY__METHOD_REEVALUATE)
        return part_recorded(a);
    add_run(a, 1);
    if (a->refund->complete)
        return LOY_OK;
    result = basket_kept(a, a->refund->sale->refunded);
    if (result == LOY_OK)
        result = run_basket(a);
    if (result == LOY_OK)
        add_run(a, -1);
    return result;
}

static void
set_targets(const again *a)
{
    const loy__receipt *sale = a->refund->sale;

    for (uint32_t i = 0; i < sale->award_count; i++) {
        int64_t taken = 0;
        int64_t part = a->parts[i] > 0 ? a->parts[i] : 0;

        if (!is_first(sale, i))
            continue;
        for (uint32_t k = i; k < sale->award_count; k++)
            if (alike(&sale->awards[k], &sale->awards[i]))
                taken += sale->awards[k].taken;
        /* The last return takes the rest, whatever it is by itself. */
        if (a->refund->complete && a->work->program->returns.refunds == LOY__REFUNDS_EACH)
            part = part > taken ? part - taken : 0;
        loy__targets_fill(a->refund, i,
                          loy__target_of(a->work, sum_of(sale, &sale->awards[i]), taken, part),
                          alike);
    }
}

int
loy__targets_again(loy__work *work, loy__refund *refund)
{
    const loy__receipt *sale = refund->sale;
    loy__arena *arena = &work->engine->arena;
    again a = {.work = work, .refund = refund};
    int result;

    if (sale->snapshot == NULL)
        return LOY__REFUSED;
    if (work->program->returns.rules == LOY__RULES_SALE && refund->complete)
        return LOY_OK;
    result = loy__snapshot_read(sale, &a.snapshot, arena);
    if (result != LOY_OK)
        return result;
    a.quantities = loy__arena_alloc(arena, (sale->line_count + 1u) * sizeof(*a.quantities));
    a.amounts = loy__arena_alloc(arena, (sale->line_count + 1u) * sizeof(*a.amounts));
    a.parts = loy__arena_alloc(arena, (sale->award_count + 1u) * sizeof(*a.parts));
    if (a.quantities == NULL || a.amounts == NULL || a.parts == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < sale->award_count; i++)
        a.parts[i] = 0;
    result = reckon(&a);
    if (result == LOY_OK)
        set_targets(&a);
    return result;
}
