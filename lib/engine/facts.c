/*
 * facts.c -- what conditions may look at: the slots of the event, of its lines
 * and of the customer as he stands.
 *
 * Only slots that some expression of the program reads are filled.
 */
#include "customer/memberships.h"
#include "engine/earn/birthday.h"

loy__cel_value
loy__facts_text(const loy_program *program, loy_text text)
{
    uint64_t word =
        text.size < 8 ? loy__load_short((const unsigned char *)text.data, text.size) : 0;

    return loy__facts_word(program, text, word);
}

static loy__cel_value
name_value(const loy__name *name)
{
    return loy__cel_string(name->text, name->size, name->symbol);
}

/* A list of texts in the arena. LOY_OK or LOY_ERR_NOMEM. */
static int
text_list(loy__work *work, const loy_text *texts, uint32_t count, loy__cel_value *out)
{
    loy__cel_value *items = loy__arena_alloc(&work->engine->arena, (count + 1u) * sizeof(*items));

    if (items == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++)
        items[i] = loy__facts_text(work->program, texts[i]);
    *out = (loy__cel_value){.as.items = items, .size = count, .tag = LOY__CEL_LIST};
    return LOY_OK;
}

static loy__cel_value
attribute_value(const loy_program *program, const loy_attribute *attribute, uint32_t kind)
{
    if (kind == LOY_VALUE_TEXT)
        return attribute != NULL ? loy__facts_text(program, attribute->text)
                                 : loy__cel_string("", 0, 0);
    if (kind == LOY_VALUE_BOOLEAN)
        return loy__cel_bool(attribute != NULL && attribute->number != 0);
    return loy__cel_int(attribute != NULL ? attribute->number : 0);
}

/* Declared attributes into their slots (or fields); what is absent reads as
 * nothing. */
static void
fill_attributes(const loy__work *work, const loy__attributes *declared, const loy_attribute *given,
                uint32_t count, loy__cel_value *out)
{
    for (uint32_t i = 0; i < declared->count; i++) {
        const loy__attribute *own = &declared->items[i];
        const loy_attribute *found = NULL;

        for (uint32_t k = 0; k < count; k++) {
            const loy_attribute *attribute =
                loy__attribute_at(given, work->event->attribute_size, k);

            if (loy__text_equal(attribute->name.data, attribute->name.size, own->name.text,
                                own->name.size))
                found = attribute;
        }
        out[own->slot] = attribute_value(work->program, found, own->kind);
    }
}

/* ---- Lines ---- */

/* What the gate left to fill: attributes, and lists of texts. */
static int
fill_details(loy__work *work, const loy_event *event)
{
    const loy__facts *facts = &work->program->facts;
    loy__cel_value *row = work->engine->rows;
    int result = LOY_OK;

    for (uint32_t i = 0; i < event->line_count && result == LOY_OK; i++) {
        const loy_line *line = loy__line_at(event, i);

        fill_attributes(work, &work->program->line_attributes, line->attributes,
                        line->attribute_count, row);
        if (facts->line_fields >> LOY__LINE_TAGS & 1)
            result = text_list(work, line->tags, line->tag_count, &row[LOY__LINE_TAGS]);
        row += facts->line_field_count;
    }
    return result;
}

/* What points paid is money of all lines, in proportion to what they cost; what
 * they paid of taxes that come on top is of no line. */
static int
fill_paid(loy__work *work, uint32_t count)
{
    loy__cel_value *row = work->engine->rows;
    int64_t *shares = loy__arena_alloc(&work->engine->arena, (count + 1u) * sizeof(*shares));
    int64_t paid = work->money_paid < work->total ? work->money_paid : work->total;

    if (shares == NULL)
        return LOY_ERR_NOMEM;
    if (count > 0 && !loy__split(paid, work->amounts, count, shares))
        return LOY_ERR_INTERNAL;
    for (uint32_t i = 0; i < count; i++, row += work->program->facts.line_field_count)
        row[LOY__LINE_PAID] = loy__cel_int(shares[i]);
    return LOY_OK;
}

static int
fill_lines(loy__work *work, const loy_event *event)
{
    const loy_program *program = work->program;
    uint32_t count = event != NULL && work->amounts != NULL ? event->line_count : 0;

    work->engine->slots[LOY__FACT_LINES] =
        (loy__cel_value){.as.fields = work->engine->rows,
                         .size = count,
                         .tag = LOY__CEL_ROWS | program->facts.line_object << 8};
    if ((program->facts.line_fields >> LOY__LINE_PAID & 1) != 0) {
        int result = fill_paid(work, count);

        if (result != LOY_OK)
            return result;
    }
    if (count == 0 || (program->line_attributes.count == 0 &&
                       (program->facts.line_fields >> LOY__LINE_TAGS & 1) == 0))
        return LOY_OK;
    return fill_details(work, event);
}

/* ---- The event ---- */

static int
fill_event(loy__work *work, const loy__scene *scene)
{
    const loy_program *program = work->program;
    const loy_event *event = scene->event;
    loy__cel_value *slots = work->engine->slots;
    uint64_t used = program->facts.used[0];
    loy_text none = {0};
    int64_t seconds = scene->time / 1000 - (scene->time % 1000 < 0);

    slots[LOY__FACT_EVENT_TIME] =
        (loy__cel_value){.as.integer = seconds,
                         .size = (uint32_t)(scene->time - seconds * 1000) * 1000000u,
                         .tag = LOY__CEL_TIMESTAMP};
    if (used >> LOY__FACT_EVENT_TYPE & 1)
        slots[LOY__FACT_EVENT_TYPE] = name_value(&program->kinds[scene->kind]);
    if (used >> LOY__FACT_EVENT_STORE & 1)
        slots[LOY__FACT_EVENT_STORE] = loy__facts_text(program, event ? event->store : none);
    if (used >> LOY__FACT_EVENT_CHANNEL & 1)
        slots[LOY__FACT_EVENT_CHANNEL] = loy__facts_text(program, event ? event->channel : none);
    if (used >> LOY__FACT_EVENT_SOURCE & 1)
        slots[LOY__FACT_EVENT_SOURCE] = loy__facts_text(program, event ? event->source : none);
    if (program->event_attributes.count > 0) {
        bool own = event != NULL && work->kind != LOY__ON_PROFILE && work->kind != LOY__ON_ENROL &&
                   work->kind != LOY__ON_IMPORT;

        fill_attributes(work, &program->event_attributes, own ? event->attributes : NULL,
                        own ? event->attribute_count : 0, slots);
    }
    if (used >> LOY__FACT_EVENT_CODES & 1)
        return text_list(work, event ? event->codes : NULL, event ? event->code_count : 0,
                         &slots[LOY__FACT_EVENT_CODES]);
    return LOY_OK;
}

static void
fill_local(loy__work *work, const loy__scene *scene)
{
    loy_engine *engine = work->engine;
    loy__cel_value *slots = engine->slots;
    loy__date date;
    int64_t local = scene->time + (int64_t)scene->offset * 60000;
    int64_t minute = (local - scene->local_day * LOY__DAY_MS) / 60000;

    if (!loy__facts_read(&work->program->facts, LOY__FACT_LOCAL_HOUR, LOY__FACT_LOCAL_YEAR))
        return;
    slots[LOY__FACT_LOCAL_HOUR] = loy__cel_int(minute / 60);
    slots[LOY__FACT_LOCAL_MINUTE] = loy__cel_int(minute % 60);
    if (engine->local_day == scene->local_day)
        return; /* the slots have it since the event before */
    engine->local_day = scene->local_day;
    date = loy__date_of(scene->local_day);
    slots[LOY__FACT_LOCAL_WEEKDAY] = loy__cel_int(loy__weekday(scene->local_day));
    slots[LOY__FACT_LOCAL_DAY] = loy__cel_int(date.day);
    slots[LOY__FACT_LOCAL_MONTH] = loy__cel_int(date.month);
    slots[LOY__FACT_LOCAL_YEAR] = loy__cel_int(date.year);
}

/* ---- The customer ---- */

static int64_t
days_since(int32_t day, int32_t then)
{
    if (then == LOY_DAY_NONE)
        return -1;
    return day > then ? day - then : 0;
}

static void
fill_birthday(loy__work *work, const loy__scene *scene)
{
    const loy_program *program = work->program;
    loy__cel_value *slots = work->engine->slots;
    int32_t day = work->state->birthday;
    bool born = day != LOY_DAY_NONE;
    loy__date birth = born ? loy__date_of(day) : (loy__date){0};

    slots[LOY__FACT_BIRTHDAY_MONTH] = loy__cel_int(birth.month);
    slots[LOY__FACT_BIRTHDAY_DAY] = loy__cel_int(birth.day);
    if (program->facts.used[0] >> LOY__FACT_IS_BIRTHDAY & 1)
        slots[LOY__FACT_IS_BIRTHDAY] = loy__cel_bool(loy__is_birthday(work, scene->local_day));
    if (program->facts.used[0] >> LOY__FACT_DAYS_SINCE_BIRTHDAY & 1)
        slots[LOY__FACT_DAYS_SINCE_BIRTHDAY] =
            loy__cel_int(loy__days_since_birthday(work, scene->local_day));
}

static void
fill_behaviour(loy__work *work, const loy__scene *scene)
{
    const loy_program *program = work->program;
    const loy__state *state = work->state;
    loy__cel_value *slots = work->engine->slots;

    slots[LOY__FACT_TOTAL] = loy__cel_int(scene->event != NULL ? work->total : 0);
    slots[LOY__FACT_PAID] = loy__cel_int(scene->event != NULL ? work->money_paid : 0);
    slots[LOY__FACT_PURCHASES] = loy__cel_int(state->purchases);
    slots[LOY__FACT_VISITS] = loy__cel_int(state->visits);
    slots[LOY__FACT_SPEND] = loy__cel_int(state->spend);
    slots[LOY__FACT_DAYS_SINCE_PURCHASE] =
        loy__cel_int(days_since(scene->day, state->last_purchase_on));
    slots[LOY__FACT_DAYS_SINCE_FIRST] =
        loy__cel_int(days_since(scene->day, state->first_purchase_on));
    slots[LOY__FACT_DAYS_SINCE_ENROL] = loy__cel_int(days_since(scene->day, state->enrolled_on));
    if (program->facts.used[0] >> LOY__FACT_STAGE & 1)
        slots[LOY__FACT_STAGE] = name_value(&program->stages[state->stage].name);
    if (loy__facts_read(&program->facts, LOY__FACT_BIRTHDAY_MONTH, LOY__FACT_DAYS_SINCE_BIRTHDAY))
        fill_birthday(work, scene);
}

static void
fill_parts(loy__work *work, const loy__scene *scene)
{
    const loy_program *program = work->program;
    const loy__facts *facts = &program->facts;
    const loy__state *state = work->state;
    loy__cel_value *slots = work->engine->slots;

    for (uint32_t i = 0; i < program->ladder_count; i++)
        if (loy__bit(facts->used, facts->tiers + i))
            slots[facts->tiers + i] =
                name_value(&program->ladders[i].tiers[state->rungs[i].shown].name);
    for (uint32_t i = 0; i < program->currency_count; i++)
        if (loy__bit(facts->used, facts->points + i))
            slots[facts->points + i] = loy__cel_int(loy__state_points(state, i).available);
    for (uint32_t i = 0; i < program->counter_count; i++)
        if (loy__bit(facts->used, facts->counters + i))
            slots[facts->counters + i] = loy__cel_int(loy__tally_value(
                &state->counters[i], program->counters[i].window, scene->local_day));
    for (uint32_t i = 0; i < program->plan_count; i++)
        if (loy__bit(facts->used, facts->plans + i))
            slots[facts->plans + i] = loy__cel_bool(loy__membership_find(state, i) != NULL);
    for (uint32_t i = 0; i < program->customer_attributes.count; i++) {
        const loy__attribute *own = &program->customer_attributes.items[i];
        const loy__value *value = &state->attributes[i];
        loy_attribute given = {.text = {value->text, value->size, 0}, .number = value->number};

        slots[own->slot] = attribute_value(program, value->kind != 0 ? &given : NULL, own->kind);
    }
    if (state->birthday != LOY_DAY_NONE) /* kept apart; the first of the declared */
        slots[program->customer_attributes.items[0].slot] = loy__cel_int(state->birthday);
}

int
loy__facts_fill(loy__work *work, const loy__scene *scene)
{
    int result = fill_event(work, scene);

    if (result != LOY_OK)
        return result;
    fill_local(work, scene);
    fill_behaviour(work, scene);
    fill_parts(work, scene);
    result = fill_lines(work, scene->event);
    return result == LOY_OK ? loy__lets_fill(work) : result;
}
