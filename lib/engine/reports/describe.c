/*
 * describe.c -- a record in readable columns, for backends that keep some
 * beside the bytes. Reads the very bytes that are about to be kept.
 */
#include <string.h>

#include "engine/engine.h"

/* Names are escaped, what stands around them is not: it is ours. */
static void
write_own(loy__writer *out, loy_text text)
{
    loy__write(out, text.data, text.size);
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

static void
write_balances(loy__writer *out, const loy__state *state)
{
    const loy_program *program = state->program;

    for (uint32_t i = 0; i < program->currency_count; i++) {
        const loy__currency *currency = &program->currencies[i];
        loy__points points = loy__state_points(state, i);
        const struct {
            loy_text name;
            int64_t points;
        } parts[] = {{LOY_TEXT(":{\"available\":"), points.available},
                     {LOY_TEXT(",\"pending\":"), points.pending},
                     {LOY_TEXT(",\"held\":"), points.held},
                     {LOY_TEXT(",\"debt\":"), points.debt}};

        loy__write_char(out, i == 0 ? '{' : ',');
        loy__write_json_string(out, currency->name.text, currency->name.size);
        for (size_t k = 0; k < LOY_COUNT(parts); k++) {
            write_own(out, parts[k].name);
            write_points(out, parts[k].points, currency->scale);
        }
        loy__write_char(out, '}');
    }
    write_own(out,
              program->currency_count == 0 ? (loy_text)LOY_TEXT("{}") : (loy_text)LOY_TEXT("}"));
}

static void
write_tiers(loy__writer *out, const loy__state *state)
{
    loy__write_char(out, '{');
    for (uint32_t i = 0; i < state->program->ladder_count; i++) {
        const loy__ladder *ladder = &state->program->ladders[i];
        const loy__name *tier = &ladder->tiers[state->rungs[i].tier].name;

        if (i > 0)
            loy__write_char(out, ',');
        loy__write_json_string(out, ladder->name.text, ladder->name.size);
        loy__write_char(out, ':');
        loy__write_json_string(out, tier->text, tier->size);
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
write_entries(loy__writer *out, const loy_program *program, const loy_outcome *outcome,
              int64_t time)
{
    loy__write_char(out, '[');
    for (size_t i = 0; i < outcome->entry_count; i++) {
        if (i > 0)
            loy__write_char(out, ',');
        write_entry(out, program, &outcome->entries[i], time);
    }
    loy__write_char(out, ']');
}

static int
describe_customer(loy_engine *engine, const loy_write *write, loy_record_columns *out)
{
    loy__state *state = &engine->shown;
    int result;

    loy__state_clear(state, write->id, write->id_size);
    result = loy__state_decode(state, write->bytes, (size_t)write->size);
    if (result != LOY_OK)
        return result;
    write_tiers(&engine->columns[0], state);
    write_balances(&engine->columns[1], state);
    out->customer = state->id;
    out->stage = engine->program->stages[state->stage].name.text;
    out->tiers = loy__writer_text(&engine->columns[0]);
    out->balances = loy__writer_text(&engine->columns[1]);
    out->settled = state->settled;
    return LOY_OK;
}

static int
describe_event(loy_engine *engine, const loy_write *write, loy_record_columns *out)
{
    loy_outcome *outcome = engine->shown_outcome;
    loy__answer_head head;
    const char *split = memchr(write->id, '\0', write->id_size);
    size_t source = split != NULL ? (size_t)(split - write->id) : write->id_size;
    bool has_receipt;
    int result = loy__answer_read(write->bytes, (size_t)write->size, &head, outcome, NULL,
                                  &has_receipt, &engine->shown_arena);

    if (result != LOY_OK || split == NULL)
        return result != LOY_OK ? result : LOY_ERR_INVALID;
    write_entries(&engine->columns[0], engine->program, outcome, head.time);
    out->customer = loy__arena_text(&engine->shown_arena, head.customer, head.customer_size);
    out->type = loy__arena_text(&engine->shown_arena, head.type, head.type_size);
    out->source = loy__arena_text(&engine->shown_arena, write->id, source);
    out->event = loy__arena_text(&engine->shown_arena, split + 1, write->id_size - source - 1);
    out->verdict = outcome->verdict == LOY_VERDICT_REFUSED ? "refused" : "applied";
    out->reason = outcome->code;
    out->entries = loy__writer_text(&engine->columns[0]);
    out->time = head.time;
    out->version = head.version;
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

int
loy_batch_columns(const loy_batch *batch, uint32_t index, loy_record_columns *out)
{
    loy_engine *engine;
    const loy_write *write;
    int result;

    if (batch == NULL || out == NULL || batch->engine == NULL || index >= batch->count ||
        out->size < sizeof(*out))
        return LOY_ERR_INVALID;
    engine = batch->engine;
    write = &batch->writes[index];
    *out = (loy_record_columns){.size = out->size,
                                .kind = write->kind,
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
    result = write->kind == LOY_KIND_CUSTOMER ? describe_customer(engine, write, out)
             : write->kind == LOY_KIND_EVENT  ? describe_event(engine, write, out)
                                              : describe_other(engine, write, out);
    if (result == LOY_OK && (engine->columns[0].failed || engine->columns[1].failed))
        result = LOY_ERR_NOMEM;
    return result;
}
