/*
 * household_load.c -- reads the members of a household, each brought forward to the
 * event's moment, as what he is told then finds him.
 */
#include <string.h>

#include "customer/moving.h"
#include "engine/accounts/household.h"

/* Reads a customer into the state for others; *found: there is one. */
static int
read_one(loy__work *work, const char *id, uint32_t id_size, bool *found)
{
    loy__state *other = &work->engine->mail.other;
    loy__stored record;
    int result = loy__storage_find(work->engine, LOY_KIND_CUSTOMER,
                                   (loy_text){.data = id, .size = id_size}, &record, work->error);

    *found = result == LOY_OK && record.bytes != NULL;
    if (!*found)
        return result;
    result = loy__state_decode(other, id, id_size, record.bytes, record.size);
    if (result < 0)
        return loy__fail(work->error, result, "", "the record of customer %.*s cannot be read: %s",
                         (int)id_size, id, loy_result_text(result));
    other->exists = true;
    return LOY_OK;
}

int
loy__member_read(loy__work *work, const char *id, uint32_t id_size, bool *found)
{
    char next[LOY_MAX_ID];
    loy__moved moved;
    int result = read_one(work, id, id_size, found);

    for (int step = 0; result == LOY_OK && *found && step < LOY__MOST_MOVES &&
                       loy__moved_to(&work->engine->mail.other, &moved);
         step++) {
        memcpy(next, moved.id, moved.id_size);
        result = read_one(work, next, moved.id_size, found);
    }
    return result;
}

/* Lots that can be spent now; those of a frozen account cannot. */
static int
copy_lots(loy__work *work, loy__state *state, loy__relative *out)
{
    loy__lot *lots;

    loy__lots_unpack(state);
    lots = loy__arena_alloc(&work->engine->arena, (state->lot_count + 1) * sizeof(*lots));
    if (lots == NULL)
        return LOY_ERR_NOMEM;
    out->lots = lots;
    if (loy__is_frozen(state))
        return LOY_OK;
    for (size_t i = 0; i < state->lot_count; i++)
        if (state->lots[i].matures == 0)
            lots[out->lot_count++] = state->lots[i];
    return LOY_OK;
}

/* What time does to a member is told when he is drawn on, as an event of his own: here it
 * is only looked at. */
static int
settle_member(loy__work *work, loy__state *member)
{
    loy__journal journal = {.memory = &work->engine->memory};
    size_t effects = work->outcome->effect_count;
    loy__work own = {.engine = work->engine,
                     .program = work->program,
                     .state = member,
                     .journal = &journal,
                     .outcome = work->outcome,
                     .error = work->error,
                     .present = {LOY__NO_NEED.symbols},
                     .kind = LOY__NONE,
                     .mask_words = 1,
                     .quoting = true};
    int result = loy__settle(&own, loy__member_present(work, member));

    work->outcome->effect_count = effects;
    loy__journal_free(&journal);
    return result;
}

static int
load_member(loy__work *work, const loy__note *member, loy__relative *out)
{
    loy__state *other = &work->engine->mail.other;
    const char *id =
        loy__arena_text(&work->engine->arena, (const char *)member->data, member->size);
    bool found;
    int result;

    *out = (loy__relative){.id = id, .id_size = member->size};
    if (id == NULL)
        return LOY_ERR_NOMEM;
    out->self = loy__text_equal(id, member->size, work->state->id, work->state->id_size);
    if (out->self)
        return copy_lots(work, work->state, out);
    result = loy__member_read(work, id, member->size, &found);
    if (result != LOY_OK || !found)
        return result;
    out->id = loy__arena_text(&work->engine->arena, other->id, other->id_size);
    out->id_size = other->id_size;
    if (out->id == NULL)
        return LOY_ERR_NOMEM;
    result = settle_member(work, other);
    return result == LOY_OK ? copy_lots(work, other, out) : result;
}

/* The notes of the household's record, which reading members overwrites. */
static int
copy_members(loy__work *work, loy__note **members, uint32_t *count)
{
    const loy__state *household = &work->engine->mail.other;
    loy__arena *arena = &work->engine->arena;

    *members = loy__arena_alloc(arena, (household->note_count + 1) * sizeof(**members));
    *count = 0;
    if (*members == NULL)
        return LOY_ERR_NOMEM;
    for (size_t i = 0; i < household->note_count; i++) {
        const loy__note *note = &household->notes[i];

        if (note->tag != LOY__NOTE_MEMBER)
            continue;
        (*members)[*count] = *note;
        (*members)[*count].data =
            (unsigned char *)loy__arena_text(arena, (const char *)note->data, note->size);
        if ((*members)[(*count)++].data == NULL)
            return LOY_ERR_NOMEM;
    }
    return LOY_OK;
}

int
loy__family_load(loy__work *work)
{
    const loy__note *household = loy__note_find(work->state, LOY__NOTE_HOUSEHOLD, 0);
    loy__arena *arena = &work->engine->arena;
    loy__note *members;
    loy__family *family;
    bool found;
    uint32_t count;
    int result;

    if (household == NULL || work->program->accounts.households.kind != LOY__HOUSEHOLD_VIEW)
        return LOY_OK;
    result = loy__member_read(work, (const char *)household->data + LOY__HOUSEHOLD_HEAD,
                              household->size - LOY__HOUSEHOLD_HEAD, &found);
    if (result != LOY_OK || !found ||
        !loy__spends_for_all(work, &work->engine->mail.other, work->state->id,
                             work->state->id_size))
        return result;
    result = copy_members(work, &members, &count);
    family = loy__arena_alloc(arena, sizeof(*family));
    if (result != LOY_OK || family == NULL)
        return LOY_ERR_NOMEM;
    *family =
        (loy__family){.members = loy__arena_alloc(arena, (count + 1u) * sizeof(*family->members)),
                      .count = count};
    if (family->members == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; result == LOY_OK && i < count; i++)
        result = load_member(work, &members[i], &family->members[i]);
    work->family = family;
    return result;
}
