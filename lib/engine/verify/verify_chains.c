/*
 * verify_chains.c -- the events of each customer, one behind the other: each has to
 * begin where the one before ended, and the customer's record where the last one did.
 *
 * Where two do not meet, that one is told which does not meet its other neighbour
 * either; if both do, the earlier, since what follows has seen another one.
 */
#include "base/sort.h"
#include "engine/verify/verify.h"

/* The number of an applied event, from 1; of a refusal, how many it saw. */
static uint32_t
number_of(const loy__link *link)
{
    return loy__chain_count(link->before) + (link->applied ? 1 : 0);
}

/* By customer: what was applied, in order, then what was refused. */
static bool
is_before(const void *left, const void *right)
{
    const loy__link *a = left, *b = right;

    if (a->owner != b->owner)
        return a->owner < b->owner;
    if (a->applied != b->applied)
        return a->applied > b->applied;
    return number_of(a) != number_of(b) ? number_of(a) < number_of(b) : a->record < b->record;
}

/* One customer's part of the tables. */
typedef struct chain {
    loy__verify *v;
    uint64_t owner;
    loy__link *links, *refused, *stop; /* applied, refused, and their end */
    const loy__standing_record *end;   /* NULL: the customer has no record */
} chain;

static int
tell_link(const chain *c, loy__link *link, loy__wrong wrong)
{
    if (link->told)
        return LOY_OK;
    link->told = 1;
    return loy__verify_note(c->v, &(loy__fault){.record = link->record,
                                                .owner = c->owner,
                                                .kind = LOY_KIND_EVENT,
                                                .wrong = wrong,
                                                .first = number_of(link)});
}

static int
tell_gap(const chain *c, uint32_t first, uint32_t last)
{
    return loy__verify_note(c->v, &(loy__fault){.owner = c->owner,
                                                .kind = LOY_KIND_EVENT,
                                                .wrong = LOY__WRONG_GAP,
                                                .first = first,
                                                .last = last});
}

static int
tell_customer(const chain *c, loy__wrong wrong, uint64_t by, uint32_t knows, uint32_t of)
{
    return loy__verify_note(c->v, &(loy__fault){.record = c->owner,
                                                .owner = c->owner,
                                                .by = by,
                                                .kind = LOY_KIND_CUSTOMER,
                                                .wrong = wrong,
                                                .first = knows,
                                                .last = of});
}

/* Whether what comes behind a link follows from it. */
static bool
is_followed(const chain *c, const loy__link *link)
{
    if (link + 1 < c->refused)
        return link[1].before == link->after;
    return c->end != NULL && !c->end->told && c->end->value == link->after;
}

/* Follows the applied events; *last: the last one that has a place, NULL: none. */
static int
follow(const chain *c, loy__link **last)
{
    int result = LOY_OK;

    *last = NULL;
    for (loy__link *link = c->links; result == LOY_OK && link < c->refused; link++) {
        uint32_t known = *last != NULL ? number_of(*last) : 0;
        loy__chain expected = *last != NULL ? (*last)->after : 0;

        if (number_of(link) == known) {
            result = tell_link(c, link, LOY__WRONG_PLACE);
            continue;
        }
        if (number_of(link) > known + 1)
            result = tell_gap(c, known + 1, number_of(link) - 1);
        else if (link->before != expected)
            result =
                tell_link(c, *last != NULL && is_followed(c, link) ? *last : link, LOY__WRONG_LINK);
        *last = link;
    }
    return result;
}

/* Holds the customer's record against his last event. */
static int
close_chain(const chain *c, loy__link *last)
{
    uint32_t of = last != NULL ? number_of(last) : 0;
    uint32_t knows;

    if (c->end == NULL)
        return last != NULL ? tell_customer(c, LOY__WRONG_GONE, last->record, 0, of) : LOY_OK;
    if (c->end->told)
        return LOY_OK;
    knows = loy__chain_count(c->end->value);
    if (knows < of)
        return tell_customer(c, LOY__WRONG_OLD, last->record, knows, of);
    if (knows > of)
        return tell_gap(c, of + 1, knows);
    if (last == NULL || last->told || c->end->value == last->after)
        return LOY_OK;
    return tell_customer(c, LOY__WRONG_END, last->record, knows, of);
}

/* What refusals saw of the chain. One behind all that is known: the customer has gone
 * back together with his events. */
static int
check_refusals(const chain *c, const loy__link *last)
{
    uint32_t most = last != NULL ? number_of(last) : 0;
    const loy__link *link = c->links;
    int result = LOY_OK;

    if (c->end != NULL && !c->end->told && loy__chain_count(c->end->value) > most)
        most = loy__chain_count(c->end->value);
    for (loy__link *seen = c->refused; result == LOY_OK && seen < c->stop; seen++) {
        while (link < c->refused && number_of(link) < number_of(seen))
            link++;
        if (number_of(seen) > most)
            result = tell_customer(c, c->end != NULL ? LOY__WRONG_OLD : LOY__WRONG_GONE,
                                   seen->record, most, number_of(seen));
        else if (number_of(seen) == 0 ? seen->before != 0
                                      : link < c->refused && number_of(link) == number_of(seen) &&
                                            !link->told && link->after != seen->before)
            result = tell_link(c, seen, LOY__WRONG_VIEW);
        if (number_of(seen) > most)
            most = number_of(seen); /* said once */
    }
    return result;
}

static int
check_chain(const chain *c)
{
    loy__link *last;
    int result = follow(c, &last);

    if (result == LOY_OK)
        result = close_chain(c, last);
    return result == LOY_OK ? check_refusals(c, last) : result;
}

/* A customer whose events are all gone. */
static int
check_lone(loy__verify *v, const loy__standing_record *end)
{
    const chain alone = {.v = v, .owner = end->record, .end = end};

    return check_chain(&alone);
}

int
loy__verify_chains(loy__verify *v)
{
    loy__link *link = v->links, *stop = LOY_END(link, v->link_count);
    const loy__standing_record *end = v->ends, *last = LOY_END(end, v->end_count);
    int result = LOY_OK;

    loy__sort(v->links, v->link_count, sizeof(*link), is_before);
    loy__sort(v->ends, v->end_count, sizeof(*end), loy__verify_is_before);
    while (result == LOY_OK && link < stop) {
        chain c = {.v = v, .owner = link->owner, .links = link};

        for (; result == LOY_OK && end < last && end->record < c.owner; end++)
            result = check_lone(v, end);
        if (end < last && end->record == c.owner)
            c.end = end++;
        for (; link < stop && link->owner == c.owner && link->applied; link++)
            ;
        for (c.refused = link; link < stop && link->owner == c.owner; link++)
            ;
        c.stop = link;
        if (result == LOY_OK)
            result = check_chain(&c);
    }
    for (; result == LOY_OK && end < last; end++)
        result = check_lone(v, end);
    loy__sort(v->links, v->link_count, sizeof(*link), loy__verify_is_before);
    return result;
}
