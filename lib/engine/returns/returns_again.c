/*
 * returns_again.c -- what has to be taken back by the rules themselves: they are
 * run again, over the customer and the event as they found them, with the
 * basket that was kept, the one that comes back, or the whole.
 *
 * The rules are those of the sale: of a program that decided it and is at hand;
 * or the present ones, and then what they would not give any more is not taken
 * back. An engine of its own runs them, so that the work at hand stays as it is.
 */
#include "engine/returns/again.h"
#include "engine/taxes.h"

static bool
alike(const loy__award *a, const loy__award *b)
{
    return a->kind == b->kind && loy__text_equal(a->name, a->name_size, b->name, b->name_size);
}

/* What has no part in this: it goes with the whole, or with something else. */
static bool
is_apart(const loy__again *a, const loy__award *award)
{
    return loy__award_of_whole(award) || award->kind == LOY__AWARD_CARD ||
           (award->kind == LOY__AWARD_USE && !loy__uses_points(a->work->program, award));
}

static bool
is_first(const loy__again *a, uint32_t index)
{
    const loy__receipt *sale = a->refund->sale;

    for (uint32_t i = 0; i < index; i++)
        if (alike(&sale->awards[i], &sale->awards[index]))
            return false;
    return !is_apart(a, &sale->awards[index]);
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

/* ---- The run ---- */

/* The key of the program whose rules count. */
static uint64_t
rules_of(const loy__again *a)
{
    return a->work->program->returns.rules == LOY__RULES_SALE
               ? a->snapshot.program
               : loy__snapshot_program(a->work->program);
}

/* What the lines cost is known, promotions included. */
static int
set_amounts(const loy__again *a, loy__work *own)
{
    int64_t *taxes;
    int result;

    own->total = 0;
    for (uint32_t i = 0; i < own->event->line_count; i++) {
        loy__cel_value *row = loy__line_row(own, i);

        own->amounts[i] = a->amounts[i];
        own->total += a->amounts[i];
        row[LOY__LINE_AMOUNT] = loy__cel_int(a->amounts[i]);
    }
    result = loy__taxes_settle(own, a->origins, &taxes);
    return result == LOY_OK ? loy__taxes_settle_list(own, a->origins) : result;
}

/* Runs the rules over the basket. LOY__REFUSED: the program as it is would not
 * take the event. */
static int
run_basket(loy__again *a)
{
    const loy_text *customer = &a->snapshot.event.customer;
    loy_engine *engine;
    loy_event event;
    loy__work own;
    int64_t paid;
    int result = loy__basket_event(a, &event, &paid);

    if (result == LOY_OK)
        result = loy__former_open(a->work->engine, rules_of(a), &engine);
    if (result != LOY_OK)
        return result;
    loy__work_init(&own, engine, &event, NULL, NULL);
    own.quoting = true;
    result = loy__state_decode(own.state, customer->data, customer->size, a->snapshot.state,
                               a->snapshot.state_size);
    if (result == LOY_OK)
        result = loy__gate(&own);
    if (result == LOY_OK)
        result = set_amounts(a, &own);
    if (result != LOY_OK)
        return result;
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
add_run(const loy__again *a, int64_t sign)
{
    const loy__receipt *sale = a->refund->sale;

    for (uint32_t i = 0; i < sale->award_count; i++)
        if (is_first(a, i))
            a->parts[i] += sign * sum_of(&a->run, &sale->awards[i]);
}

/* By the method, of what the present rules give for the whole basket. */
static int
part_recorded(loy__again *a)
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
part_whole(loy__again *a)
{
    int result;

    if (a->work->program->returns.rules == LOY__RULES_SALE) {
        a->run = *a->refund->sale;
        return LOY_OK;
    }
    result = loy__basket_whole(a);
    return result == LOY_OK ? run_basket(a) : result;
}

static int
reckon(loy__again *a)
{
    const loy__returns *settings = &a->work->program->returns;
    bool each = settings->refunds == LOY__REFUNDS_EACH;
    int result = LOY_OK;

    if (each && !a->refund->complete && settings->method == LOY__METHOD_REEVALUATE) {
        result = loy__basket_back(a);
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
    result = loy__basket_kept(a, a->refund->sale->refunded);
    if (result == LOY_OK)
        result = run_basket(a);
    if (result == LOY_OK)
        add_run(a, -1);
    return result;
}

static void
set_targets(const loy__again *a)
{
    const loy__receipt *sale = a->refund->sale;

    for (uint32_t i = 0; i < sale->award_count; i++) {
        int64_t taken = 0;
        int64_t part = a->parts[i] > 0 ? a->parts[i] : 0;

        if (!is_first(a, i))
            continue;
        for (uint32_t k = i; k < sale->award_count; k++)
            if (alike(&sale->awards[k], &sale->awards[i]))
                taken += sale->awards[k].taken;
        /* The last return takes the rest, whatever it is by itself. */
        if (a->refund->complete && a->work->program->returns.refunds == LOY__REFUNDS_EACH)
            part = part > taken ? part - taken : 0;
        loy__targets_fill(a->work, a->refund, i, sale->award_count,
                          loy__target_of(a->work, sum_of(sale, &sale->awards[i]), taken, part),
                          alike);
    }
}

int
loy__targets_again(loy__work *work, loy__refund *refund)
{
    const loy__receipt *sale = refund->sale;
    loy__arena *arena = &work->engine->arena;
    loy__again a = {.work = work, .refund = refund};
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
    a.lists = loy__arena_alloc(arena, (sale->line_count + 1u) * sizeof(*a.lists));
    a.origins = loy__arena_alloc(arena, (sale->line_count + 1u) * sizeof(*a.origins));
    a.parts = loy__arena_alloc(arena, (sale->award_count + 1u) * sizeof(*a.parts));
    if (a.quantities == NULL || a.amounts == NULL || a.lists == NULL || a.origins == NULL ||
        a.parts == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < sale->award_count; i++)
        a.parts[i] = 0;
    result = reckon(&a);
    if (result == LOY_OK)
        set_targets(&a);
    return result;
}
