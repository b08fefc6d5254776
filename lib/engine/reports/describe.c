/*
 * describe.c -- a record in readable columns, for backends that keep some
 * beside the bytes: from what was noted with it, or from the very bytes that are
 * about to be kept.
 */
#include "engine/reports/describe.h"

#include <stddef.h>
#include <string.h>

#include "engine/engine.h"

/* Of columns: whose record it is, and of which kind. */
#define LEAST_COLUMNS offsetof(loy_record_columns, stage)

/* ---- Notes ---- */

const loy__customer_note *
loy__customer_note_of(loy__arena *arena, const loy__state *state)
{
    const loy_program *program = state->program;
    loy__customer_note *note = loy__arena_alloc(arena, sizeof(*note));
    loy__points *points =
        loy__arena_alloc(arena, (program->currency_count + (size_t)1) * sizeof(*points));
    uint32_t *tiers = loy__arena_alloc(arena, (program->ladder_count + (size_t)1) * sizeof(*tiers));

    if (note == NULL || points == NULL || tiers == NULL)
        return NULL;
    for (uint32_t i = 0; i < program->currency_count; i++)
        points[i] = loy__state_points(state, i);
    for (uint32_t i = 0; i < program->ladder_count; i++)
        tiers[i] = state->rungs[i].tier;
    *note = (loy__customer_note){
        .points = points, .tiers = tiers, .settled = state->settled, .stage = state->stage};
    return note;
}

const loy__event_note *
loy__event_note_of(loy__arena *arena, const loy__answer_head *head, const loy_outcome *outcome)
{
    size_t size = outcome->entry_count * sizeof(loy_entry);
    loy__event_note *note = loy__arena_alloc(arena, sizeof(*note));
    loy_entry *entries = loy__arena_alloc(arena, size + 1);
    const char *code = outcome->code[0] == '\0'
                           ? ""
                           : loy__arena_text(arena, outcome->code, strlen(outcome->code));

    if (note == NULL || entries == NULL || code == NULL)
        return NULL;
    if (size > 0)
        memcpy(entries, outcome->entries, size);
    *note = (loy__event_note){.head = *head,
                              .entries = entries,
                              .code = code,
                              .entry_count = outcome->entry_count,
                              .verdict = outcome->verdict};
    return note;
}

/* ---- Texts ---- */

/* Names are escaped, what stands around them is not: it is ours. */
static void
write_own(loy__writer *out, loy_text text)
{
    loy__write(out, text.data, text.size);
}

/* The name of a part of the program, in which nothing has to be escaped. */
static void
write_name(loy__writer *out, const loy__name *name)
{
    loy__write_char(out, '"');
    loy__write(out, name->text, name->size);
    loy__write_char(out, '"');
}

/* Points as documents write them: whole numbers, or decimals in quotes. */
static void
write_points(loy__writer *out, int64_t points, uint32_t scale)
{
    if (scale == 0) {
        loy__write_integer(out, points);
        return;
    }
    loy__write_char(out, '"');
    loy__write_decimal(out, points, scale);
    loy__write_char(out, '"');
}

/* Most have no points but those that are available. */
static void
write_balance(loy__writer *out, const loy__points *points, uint32_t scale)
{
    write_own(out, (loy_text)LOY_TEXT(":{\"available\":"));
    write_points(out, points->available, scale);
    if (scale == 0 && (points->pending | points->held | points->debt) == 0) {
        write_own(out, (loy_text)LOY_TEXT(",\"pending\":0,\"held\":0,\"debt\":0}"));
        return;
    }
    write_own(out, (loy_text)LOY_TEXT(",\"pending\":"));
    write_points(out, points->pending, scale);
    write_own(out, (loy_text)LOY_TEXT(",\"held\":"));
    write_points(out, points->held, scale);
    write_own(out, (loy_text)LOY_TEXT(",\"debt\":"));
    write_points(out, points->debt, scale);
    loy__write_char(out, '}');
}

static void
write_balances(loy__writer *out, const loy_program *program, const loy__points *points)
{
    for (uint32_t i = 0; i < program->currency_count; i++) {
        loy__write_char(out, i == 0 ? '{' : ',');
        write_name(out, &program->currencies[i].name);
        write_balance(out, &points[i], program->currencies[i].scale);
    }
    write_own(out,
              program->currency_count == 0 ? (loy_text)LOY_TEXT("{}") : (loy_text)LOY_TEXT("}"));
}

static void
write_tiers(loy__writer *out, const loy_program *program, const uint32_t *tiers)
{
    loy__write_char(out, '{');
    for (uint32_t i = 0; i < program->ladder_count; i++) {
        const loy__ladder *ladder = &program->ladders[i];

        if (i > 0)
            loy__write_char(out, ',');
        write_name(out, &ladder->name);
        loy__write_char(out, ':');
        write_name(out, &ladder->tiers[tiers[i]].name);
    }
    loy__write_char(out, '}');
}

/* A member with the moment as documents write it; nothing for none. */
static void
write_moment(loy__writer *out, loy_text member, int64_t moment)
{
    char text[32];

    if (moment == LOY_NEVER || moment == 0)
        return;
    write_own(out, member);
    loy__format_instant(moment, 0, text);
    loy__write_text(out, text);
    loy__write_char(out, '"');
}

static void
write_entry(loy__writer *out, const loy_program *program, const loy_entry *entry, int64_t time)
{
    write_own(out, (loy_text)LOY_TEXT("{\"kind\":\""));
    loy__write_text(out, loy_entry_kind_name(entry->kind));
    write_own(out, (loy_text)LOY_TEXT("\",\"currency\":"));
    loy__write_json_string(out, entry->currency, strlen(entry->currency));
    write_own(out, (loy_text)LOY_TEXT(",\"points\":"));
    write_points(out, entry->points, loy_program_scale(program, entry->currency));
    if (entry->time != time)
        write_moment(out, (loy_text)LOY_TEXT(",\"time\":\""), entry->time);
    write_moment(out, (loy_text)LOY_TEXT(",\"matures\":\""), entry->matures);
    write_moment(out, (loy_text)LOY_TEXT(",\"expires\":\""), entry->expires);
    write_own(out,
              entry->debt != 0 ? (loy_text)LOY_TEXT(",\"debt\":true}") : (loy_text)LOY_TEXT("}"));
}

static void
write_entries(loy__writer *out, const loy_program *program, const loy__event_note *note)
{
    loy__write_char(out, '[');
    for (size_t i = 0; i < note->entry_count; i++) {
        if (i > 0)
            loy__write_char(out, ',');
        write_entry(out, program, &note->entries[i], note->head.time);
    }
    loy__write_char(out, ']');
}

/* ---- Records ---- */

/* What the bytes of a customer's record say; NULL: *result tells why. */
static const loy__customer_note *
read_customer(loy_engine *engine, const loy_write *write, int *result)
{
    const loy__customer_note *note;

    *result = loy__state_decode(&engine->shown, write->id, write->id_size, write->bytes,
                                (size_t)write->size);
    if (*result != LOY_OK)
        return NULL;
    note = loy__customer_note_of(&engine->shown_arena, &engine->shown);
    *result = note == NULL ? LOY_ERR_NOMEM : LOY_OK;
    return note;
}

static int
describe_customer(loy_engine *engine, const loy_write *write, const loy__customer_note *note,
                  loy_record_columns *out)
{
    const loy_program *program = engine->program;
    int result = LOY_OK;

    if (note == NULL)
        note = read_customer(engine, write, &result);
    if (note == NULL)
        return result;
    write_tiers(&engine->columns[0], program, note->tiers);
    write_balances(&engine->columns[1], program, note->points);
    out->customer = loy__arena_text(&engine->shown_arena, write->id, write->id_size);
    out->stage = program->stages[note->stage].name.text;
    out->tiers = loy__writer_text(&engine->columns[0]);
    out->balances = loy__writer_text(&engine->columns[1]);
    out->settled = note->settled;
    return out->customer != NULL ? LOY_OK : LOY_ERR_NOMEM;
}

static const loy__event_note *
read_event(loy_engine *engine, const loy_write *write, int *result)
{
    loy__answer_head head;
    const loy__event_note *note;
    bool has_receipt;

    *result = loy__answer_read(write->bytes, (size_t)write->size, &head, engine->shown_outcome,
                               NULL, &has_receipt, &engine->shown_arena);
    if (*result != LOY_OK)
        return NULL;
    note = loy__event_note_of(&engine->shown_arena, &head, engine->shown_outcome);
    *result = note == NULL ? LOY_ERR_NOMEM : LOY_OK;
    return note;
}

static int
describe_event(loy_engine *engine, const loy_write *write, const loy__event_note *note,
               loy_record_columns *out)
{
    loy__arena *arena = &engine->shown_arena;
    const char *split = memchr(write->id, '\0', write->id_size);
    size_t source = split != NULL ? (size_t)(split - write->id) : write->id_size;
    int result = LOY_OK;

    if (note == NULL)
        note = read_event(engine, write, &result);
    if (note == NULL || split == NULL)
        return note == NULL ? result : LOY_ERR_INVALID;
    write_entries(&engine->columns[0], engine->program, note);
    out->customer = loy__arena_text(arena, note->head.customer, note->head.customer_size);
    out->type = loy__arena_text(arena, note->head.type, note->head.type_size);
    out->source = loy__arena_text(arena, write->id, source);
    out->event = loy__arena_text(arena, split + 1, write->id_size - source - 1);
    out->verdict = note->verdict == LOY_VERDICT_REFUSED ? "refused" : "applied";
    out->reason = note->code;
    out->entries = loy__writer_text(&engine->columns[0]);
    out->time = note->head.time;
    out->version = note->head.version;
    return out->customer != NULL && out->type != NULL && out->source != NULL && out->event != NULL
               ? LOY_OK
               : LOY_ERR_NOMEM;
}

/* Records that are for the library alone: whose they are, and nothing else. */
static int
describe_other(loy_engine *engine, const loy_write *write, loy_record_columns *out)
{
    out->customer = loy__arena_text(&engine->shown_arena, write->owner, write->owner_size);
    return out->customer != NULL ? LOY_OK : LOY_ERR_NOMEM;
}

static int
describe(const loy_batch *batch, uint32_t index, loy_record_columns *out)
{
    loy_engine *engine = batch->engine;
    const loy_write *write = &batch->writes[index];
    const void *note = loy__overlay_noted(&engine->overlay, write, index);
    int result;

    *out = (loy_record_columns){.kind = write->kind,
                                .customer = "",
                                .stage = "",
                                .tiers = "",
                                .balances = "",
                                .source = "",
                                .event = "",
                                .type = "",
                                .verdict = "",
                                .reason = "",
                                .entries = ""};
    loy__arena_reset(&engine->shown_arena);
    for (size_t i = 0; i < LOY_COUNT(engine->columns); i++)
        loy__writer_reset(&engine->columns[i]);
    result = write->kind == LOY_KIND_CUSTOMER ? describe_customer(engine, write, note, out)
             : write->kind == LOY_KIND_EVENT  ? describe_event(engine, write, note, out)
                                              : describe_other(engine, write, out);
    if (result == LOY_OK && (engine->columns[0].failed || engine->columns[1].failed))
        result = LOY_ERR_NOMEM;
    return result;
}

int
loy_batch_columns(const loy_batch *batch, uint32_t index, loy_record_columns *out)
{
    loy_record_columns all;
    uint32_t size;
    int result;

    if (batch == NULL || out == NULL || batch->engine == NULL || index >= batch->count ||
        out->size < LEAST_COLUMNS)
        return LOY_ERR_INVALID;
    size = out->size;
    result = describe(batch, index, &all);
    if (result != LOY_OK)
        return result;
    all.size = size;
    memcpy(out, &all, size < sizeof(all) ? size : sizeof(all));
    return LOY_OK;
}
