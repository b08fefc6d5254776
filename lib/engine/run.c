/*
 * run.c -- the way through, from the gate to post: the one path that apply,
 * quote and explain share.
 */
#include "engine/earn/crossing.h"
#include "engine/late/late.h"
#include "engine/returns/returns.h"

void
loy__work_init(loy__work *work, loy_engine *engine, const loy_event *event, loy_outcome *outcome,
               loy_error *error)
{
    loy__zero(work, sizeof(*work));
    work->engine = engine;
    work->program = engine->program;
    work->event = event;
    work->state = &engine->state;
    work->journal = &engine->journal;
    work->outcome = outcome != NULL ? outcome : engine->scratch;
    work->returned_outcome = engine->sale_outcome;
    work->error = error;
    work->present[0] = LOY__NO_NEED.symbols;
    work->kind = LOY__NONE;
    work->mask_words = 1;
    loy__arena_reset(&engine->arena);
    engine->journal.count = 0;
    engine->claims.size = 0;
    loy__outcome_reset(work->outcome);
}

/* Kinds that have no meaning without what the customer has. */
static bool
needs_customer(uint32_t kind)
{
    static const uint32_t kinds[] = {
        LOY__ON_REDEEM,    LOY__ON_ADJUST, LOY__ON_RETURN,    LOY__ON_VOID,     LOY__ON_FREEZE,
        LOY__ON_UNFREEZE,  LOY__ON_STATUS, LOY__ON_HOLD,      LOY__ON_CAPTURE,  LOY__ON_RELEASE,
        LOY__ON_TRANSFER,  LOY__ON_EXTEND, LOY__ON_REINSTATE, LOY__ON_REKEY,    LOY__ON_MERGE,
        LOY__ON_UNMERGE,   LOY__ON_ERASE,  LOY__ON_ACTIVATE,  LOY__ON_EXCHANGE, LOY__ON_HOUSEHOLD,
        LOY__ON_MEMBERSHIP};

    for (size_t i = 0; i < LOY_COUNT(kinds); i++)
        if (kinds[i] == kind)
            return true;
    return false;
}

/* An event of an unknown customer enrols him, or is refused, as the program
 * says. */
static int
join(loy__work *work)
{
    loy__state *state = work->state;
    bool enrols = work->kind == LOY__ON_ENROL || work->kind == LOY__ON_IMPORT ||
                  work->kind == LOY__ON_MESSAGE;

    if (state->exists)
        return LOY_OK;
    if ((needs_customer(work->kind) && !loy__parks(work)) ||
        (work->program->join == LOY__JOIN_ENROL && !enrols))
        return loy__refuse(work, "unknown-customer", "/customer", "%s",
                           "nobody is enrolled under this id: send an enrol event first");
    work->joined = true;
    state->exists = true;
    state->enrolled_on = work->scene.day;
    state->stage_since = work->event->time;
    state->settled = work->event->time;
    state->timers_from = work->event->time;
    return LOY_OK;
}

int
loy__run_rules(loy__work *work)
{
    const loy__scene *scene = &work->scene;
    const loy_program *program = work->program;
    uint32_t stage = work->state->stage;
    uint32_t at = program->transition_count > 0 ? loy__stage_transition(work, scene) : LOY__NONE;
    int result = program->crosses ? loy__crossing_find(work, scene) : LOY_OK;

    if (result == LOY_OK)
        result = loy__pass_run(work, scene, &program->by_kind[work->kind], 0);
    if (result == LOY_OK)
        result = loy__finish(work);
    if (result == LOY_OK)
        result = work->returned_changed ? loy__return_review(work)
                                        : loy__review_ladders(work, work->now);
    if (result != LOY_OK || at == LOY__NONE || work->state->stage != stage)
        return result;
    result = loy__enter_next(work, scene, at);
    return result == LOY_OK ? loy__review_ladders(work, work->now) : result;
}

/* An event may turn out to be impossible once it has begun: the customer is then
 * as he stood before it. */
static int
stand_back(loy__work *work, int64_t target)
{
    int result = loy__load_customer(work);

    if (result == LOY_OK)
        result = loy__settle(work, target);
    return result == LOY_OK ? LOY__REFUSED : result;
}

/* Where the event happened, if the program knows the place. */
static const loy__place *
store_of(const loy__work *work)
{
    const loy_program *program = work->program;
    loy_text id = work->event->store;
    uint32_t number = program->store_count == 0
                          ? LOY__NONE
                          : loy__program_find(program, LOY__PART_STORE, id.data, id.size);

    return number == LOY__NONE ? NULL : &program->stores[number];
}

/* There may be enough points now. */
static int
convert(loy__work *work)
{
    loy__scene scene = work->scene;
    bool any = false;
    int result;

    scene.time = work->now;
    result = loy__convert(work, &scene, 1u << LOY__CONVERT_ENOUGH, &any);
    return result == LOY_OK && any ? loy__review_ladders(work, work->now) : result;
}

/* The customer's part of the way: from settle to post. */
static int
run_customer(loy__work *work)
{
    loy__state *state = work->state;
    int64_t seen = state->settled;
    int64_t target = work->event->time > seen ? work->event->time : seen;
    int result = loy__settle(work, target);
    bool forgotten;

    if (result == LOY_OK)
        result = loy__admit_late(work, seen);
    if (result == LOY_OK)
        result = join(work);
    if (result != LOY_OK)
        return result;
    work->now = state->settled;
    state->store = store_of(work);
    forgotten = loy__state_erased(state);
    result = loy__admit(work);
    if (result != LOY_OK)
        return result;
    result = loy__act(work);
    if (result == LOY__REFUSED)
        return stand_back(work, target);
    if (result == LOY_OK && !forgotten)
        result = loy__run_rules(work);
    else if (result == LOY_OK && work->unbought)
        result = loy__return_lifecycle(work);
    if (result == LOY_OK && state->note_count > 0 && work->keeps_receipt)
        result = loy__unpark(work);
    if (result == LOY_OK && work->program->converts && !forgotten)
        result = convert(work);
    state->store = NULL;
    /* What a late event brought may have had its moment already. */
    if (result == LOY_OK && (work->event->time < target || work->unbought))
        result = loy__settle(work, target);
    return result;
}

/* In its place among the events before it, or at the customer's present. */
static int
run_in_place(loy__work *work)
{
    const char *obstacle = NULL;
    bool done = false;
    int result = LOY_OK;

    if (!work->past && (work->state->note_count > 0 ||
                        work->program->accounts.late.events == LOY__LATE_REEVALUATE))
        result = loy__history_open(work);
    if (result == LOY_OK && work->history != NULL)
        result = loy__late_place(work, &done, &obstacle);
    if (result != LOY_OK || done)
        return result;
    result = run_customer(work);
    return result == LOY_OK && obstacle != NULL
               ? loy__effect_add(work, LOY_EFFECT_LATE, "late", obstacle, 0, 0)
               : result;
}

/* A refusal shows the customer as he stands and nothing else. */
int
loy__close_outcome(loy__work *work, int result)
{
    loy_outcome *outcome = work->outcome;

    if (result < 0)
        return result;
    /* An expression that found no memory looks like one that is wrong. */
    if (work->engine->arena.failed)
        return LOY_ERR_NOMEM;
    if (result == LOY__REFUSED) {
        outcome->effect_count = 0;
        work->journal->count = 0;
        work->returned_changed = false;
    } else {
        outcome->verdict = LOY_VERDICT_APPLIED;
    }
    if (!loy__outcome_standing(outcome, work->state) ||
        !loy__outcome_entries(outcome, work->program, work->journal))
        return LOY_ERR_NOMEM;
    return LOY_OK;
}

int
loy__run_event(loy__work *work, bool *replayed)
{
    int gate = loy__gate(work);
    int result;

    *replayed = false;
    if (LOY_UNLIKELY(work->program->accounts.clock.beyond != 0) && gate == LOY_OK)
        gate = loy__gate_clock(work);
    if (gate < 0)
        return gate;
    result = loy__load(work, replayed);
    if (result < 0 || *replayed)
        return result;
    if (gate == LOY_OK)
        gate = run_in_place(work);
    return loy__close_outcome(work, gate);
}
