/*
 * verify_claims.c -- records that are written again and again: each has to be the edition
 * that the last event which wrote it says. Messages leave their record without an event
 * once they have arrived: it may be a later one.
 */
#include "base/sort.h"
#include "engine/verify/verify.h"

/* By record, the latest edition first. */
static bool
is_before(const void *left, const void *right)
{
    const loy__said *a = left, *b = right;

    return a->claim.record != b->claim.record ? a->claim.record < b->claim.record
                                              : a->claim.edition > b->claim.edition;
}

static int
tell(loy__verify *v, uint64_t record, uint64_t owner, uint64_t by, uint32_t kind, loy__wrong wrong)
{
    return loy__verify_note(
        v, &(loy__fault){.record = record, .owner = owner, .by = by, .kind = kind, .wrong = wrong});
}

/* What the latest claim makes of a record that is there. */
static bool
is_as_said(const loy__said *said, uint64_t edition, uint64_t seal, loy__wrong *wrong)
{
    *wrong = edition < said->claim.edition   ? LOY__WRONG_EDITION
             : edition > said->claim.edition ? LOY__WRONG_UNWRITTEN
                                             : LOY__WRONG_CONTENT;
    if (edition > said->claim.edition)
        return said->claim.kind == LOY_KIND_MESSAGES;
    return edition == said->claim.edition && seal == said->claim.seal;
}

/* A record of an event that is gone is missing in its chain. */
static int
check_event(loy__verify *v, const loy__said *said)
{
    loy__link *link =
        loy__verify_find(v->links, v->link_count, sizeof(*v->links), said->claim.record);
    loy__wrong wrong;

    if (link == NULL || link->told)
        return LOY_OK;
    link->told = 1;
    if (is_as_said(said, link->editions, link->seal, &wrong))
        return LOY_OK;
    return tell(v, link->record, link->owner, said->by, LOY_KIND_EVENT, wrong);
}

static int
check_other(loy__verify *v, const loy__said *said)
{
    loy__standing_record *other =
        loy__verify_find(v->others, v->other_count, sizeof(*v->others), said->claim.record);
    loy__wrong wrong = LOY__WRONG_GONE;

    if (other != NULL && other->told)
        return LOY_OK;
    if (other != NULL) {
        other->told = 1;
        if (is_as_said(said, other->edition, other->value, &wrong))
            return LOY_OK;
    }
    return tell(v, said->claim.record, 0, said->by, said->claim.kind, wrong);
}

/* What was written again, and nobody says so. */
static int
check_rest(loy__verify *v)
{
    int result = LOY_OK;

    for (size_t i = 0; result == LOY_OK && i < v->link_count; i++)
        if (v->links[i].editions > 0 && !v->links[i].told)
            result = tell(v, v->links[i].record, v->links[i].owner, 0, LOY_KIND_EVENT,
                          LOY__WRONG_UNWRITTEN);
    for (size_t i = 0; result == LOY_OK && i < v->other_count; i++)
        if (!v->others[i].told)
            result = tell(v, v->others[i].record, 0, 0, v->others[i].kind, LOY__WRONG_UNWRITTEN);
    return result;
}

int
loy__verify_claims(loy__verify *v)
{
    uint64_t record = 0;
    int result = LOY_OK;

    loy__sort(v->claims, v->claim_count, sizeof(*v->claims), is_before);
    loy__sort(v->others, v->other_count, sizeof(*v->others), loy__verify_is_before);
    for (size_t i = 0; result == LOY_OK && i < v->claim_count; i++) {
        const loy__said *said = &v->claims[i];

        if (i > 0 && said->claim.record == record)
            continue;
        record = said->claim.record;
        result = said->claim.kind == LOY_KIND_EVENT ? check_event(v, said) : check_other(v, said);
    }
    return result == LOY_OK ? check_rest(v) : result;
}
