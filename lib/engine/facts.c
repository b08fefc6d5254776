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

/* Fields that the gate leaves to be filled: lists of texts, what was paid, attributes. */
#define LATE_FIELDS                                                                                \
    (UINT64_C(1) << LOY__LINE_TAGS | UINT64_C(1) << LOY__LINE_PAID |                               \
     ~((UINT64_C(1) << LOY__LINE_FIXED) - 1))

/* Attributes, and lists of texts. */
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
    uint64_t fields = program->facts.line_fields;
    uint32_t count = event != NULL && work->amounts != NULL ? event->line_count : 0;
    int result = LOY_OK;

    work->engine->slots[LOY__FACT_LINES] =
        (loy__cel_value){.as.fields = work->engine->rows,
                         .size = count,
                         .tag = LOY__CEL_ROWS | program->facts.line_object << 8};
    if ((fields & LATE_FIELDS) == 0)
        return LOY_OK;
    if ((fields >> LOY__LINE_PAID & 1) != 0)
        result = fill_paid(work, count);
    return result == LOY_OK && count > 0 ? fill_details(work, event) : result;
}

/* ---- The event ---- */

static inline bool
reads(const loy_program *program, uint32_t fact)
{
    return loy__facts_read(&program->facts, fact, fact);
}

static loy__cel_value
time_value(int64_t time)
{
    int64_t seconds = time / 1000 - (time % 1000 < 0);

    return (loy__cel_value){.as.integer = seconds,
                            .size = (uint32_t)(time - seconds * 1000) * 1000000u,
                            .tag = LOY__CEL_TIMESTAMP};
}

static void
fill_event_attributes(loy__work *work, const loy_event *event)
{
    bool own = event != NULL && work->kind != LOY__ON_PROFILE && work->kind != LOY__ON_ENROL &&
               work->kind != LOY__ON_IMPORT;

    fill_attributes(work, &work->program->event_attributes, own ? event->attributes : NULL,
                    own ? event->attribute_count : 0, work->engine->slots);
}

static int
fill_event(loy__work *work, const loy__scene *scene)
{
    const loy_program *program = work->program;
    const loy_event *event = scene->event;
    loy__cel_value *slots = work->engine->slots;
    loy_text none = {0};

    if (reads(program, LOY__FACT_EVENT_TYPE))
        slots[LOY__FACT_EVENT_TYPE] = name_value(&program->kinds[scene->kind]);
    if (reads(program, LOY__FACT_EVENT_TIME))
        slots[LOY__FACT_EVENT_TIME] = time_value(scene->time);
    if (reads(program, LOY__FACT_EVENT_STORE))
        slots[LOY__FACT_EVENT_STORE] = loy__facts_text(program, event ? event->store : none);
    if (reads(program, LOY__FACT_EVENT_CHANNEL))
        slots[LOY__FACT_EVENT_CHANNEL] = loy__facts_text(program, event ? event->channel : none);
    if (reads(program, LOY__FACT_EVENT_SOURCE))
        slots[LOY__FACT_EVENT_SOURCE] = loy__facts_text(program, event ? event->source : none);
    if (program->event_attributes.count > 0)
        fill_event_attributes(work, event);
    if (reads(program, LOY__FACT_EVENT_CODES))
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
    uint32_t minute = (uint32_t)(local - scene->local_day * LOY__DAY_MS) / 60000;

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
    if (reads(program, LOY__FACT_IS_BIRTHDAY))
        slots[LOY__FACT_IS_BIRTHDAY] = loy__cel_bool(loy__is_birthday(work, scene->local_day));
    if (reads(program, LOY__FACT_DAYS_SINCE_BIRTHDAY))
        slots[LOY__FACT_DAYS_SINCE_BIRTHDAY] =
            loy__cel_int(loy__days_since_birthday(work, scene->local_day));
}

static void
fill_days(loy__work *work, const loy__scene *scene)
{
    const loy__state *state = work->state;
    loy__cel_value *slots = work->engine->slots;

    slots[LOY__FACT_DAYS_SINCE_PURCHASE] =
        loy__cel_int(days_since(scene->day, state->last_purchase_on));
    slots[LOY__FACT_DAYS_SINCE_FIRST] =
        loy__cel_int(days_since(scene->day, state->first_purchase_on));
    slots[LOY__FACT_DAYS_SINCE_ENROL] = loy__cel_int(days_since(scene->day, state->enrolled_on));
}

static void
fill_behaviour(loy__work *work, const loy__scene *scene)
{
    const loy_program *program = work->program;
    const loy__state *state = work->state;
    loy__cel_value *slots = work->engine->slots;

    if (loy__facts_read(&program->facts, LOY__FACT_TOTAL, LOY__FACT_PAID)) {
        slots[LOY__FACT_TOTAL] = loy__cel_int(scene->event != NULL ? work->total : 0);
        slots[LOY__FACT_PAID] = loy__cel_int(scene->event != NULL ? work->money_paid : 0);
    }
    if (loy__facts_read(&program->facts, LOY__FACT_PURCHASES, LOY__FACT_SPEND)) {
        slots[LOY__FACT_PURCHASES] = loy__cel_int(state->purchases);
        slots[LOY__FACT_VISITS] = loy__cel_int(state->visits);
        slots[LOY__FACT_SPEND] = loy__cel_int(state->spend);
    }
    if (loy__facts_read(&program->facts, LOY__FACT_DAYS_SINCE_PURCHASE, LOY__FACT_DAYS_SINCE_ENROL))
        fill_days(work, scene);
    if (reads(program, LOY__FACT_STAGE))
        slots[LOY__FACT_STAGE] = name_value(&program->stages[state->stage].name);
    if (loy__facts_read(&program->facts, LOY__FACT_BIRTHDAY_MONTH, LOY__FACT_DAYS_SINCE_BIRTHDAY))
        fill_birthday(work, scene);
}

/* What the customer has of one of them that his program declares. */
static loy__cel_value
value_of(const loy__work *work, const loy__scene *scene, const loy__part_fact *fact)
{
    const loy_program *program = work->program;
    const loy__state *state = work->state;
    uint32_t n = fact->number;

    switch (fact->part) {
    case LOY_PART_LADDER:
        return name_value(&program->ladders[n].tiers[state->rungs[n].shown].name);
    case LOY_PART_CURRENCY:
        return loy__cel_int(loy__state_points(state, n).available);
    case LOY_PART_COUNTER:
        return loy__cel_int(
            loy__tally_value(&state->counters[n], program->counters[n].window, scene->local_day));
    case LOY__PART_PLAN:
        return loy__cel_bool(loy__membership_find(state, n) != NULL);
    default: {
        const loy__value *value = &state->attributes[n];
        loy_attribute given = {.text = {value->text, value->size, 0}, .number = value->number};

        if (n == 0 && state->birthday != LOY_DAY_NONE) /* kept apart; the first of the declared */
            return loy__cel_int(state->birthday);
        return attribute_value(program, value->kind != 0 ? &given : NULL,
                               program->customer_attributes.items[n].kind);
    }
    }
}

int
loy__facts_fill(loy__work *work, const loy__scene *scene)
{
    const loy__facts *facts = &work->program->facts;
    int result = fill_event(work, scene);

    if (result != LOY_OK)
        return result;
    if (loy__facts_read(facts, LOY__FACT_LOCAL_HOUR, LOY__FACT_LOCAL_YEAR))
        fill_local(work, scene);
    fill_behaviour(work, scene);
    for (uint32_t i = 0; i < facts->part_count; i++)
        work->engine->slots[facts->parts[i].slot] = value_of(work, scene, &facts->parts[i]);
    result = fill_lines(work, scene->event);
    return result == LOY_OK ? loy__lets_fill(work) : result;
}
