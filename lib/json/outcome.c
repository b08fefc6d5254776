/*
 * outcome.c -- an outcome as one line of JSON.
 *
 * Moments are left out where they are those of the event: most effects and
 * entries then take four members. Times carry the event's own offset.
 */
#include "json/output.h"

#include <string.h>

/* What the name of an effect is, and how its amount is written. */
enum {
    AMOUNT_NONE,
    AMOUNT_POINTS,
    AMOUNT_COUNT,
    AMOUNT_PRICE,
    AMOUNT_MONEY,
    AMOUNT_FEE,
    AMOUNT_RATE
};

static const struct effect_form {
    const char *name;
    uint32_t amount;
} effect_forms[] = {
    [LOY_EFFECT_EARN] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_MULTIPLY] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_COUNT] = {"counter", AMOUNT_COUNT},
    [LOY_EFFECT_ISSUE] = {"voucher", AMOUNT_COUNT},
    [LOY_EFFECT_STAGE] = {"stage", AMOUNT_NONE},
    [LOY_EFFECT_TIER] = {"tier", AMOUNT_NONE},
    [LOY_EFFECT_NOTIFY] = {"text", AMOUNT_NONE},
    [LOY_EFFECT_PAY] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_REWARD] = {"reward", AMOUNT_PRICE},
    [LOY_EFFECT_CLAWBACK] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_WRITE_OFF] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_ADJUST] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_RESTORE] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_ERROR] = {"text", AMOUNT_NONE},
    [LOY_EFFECT_USE] = {"voucher", AMOUNT_COUNT},
    [LOY_EFFECT_RECOVER] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_VOID] = {"voucher", AMOUNT_COUNT},
    [LOY_EFFECT_PARK] = {"receipt", AMOUNT_NONE},
    [LOY_EFFECT_UNPARK] = {"return", AMOUNT_COUNT},
    [LOY_EFFECT_HOLD] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_CAPTURE] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_RELEASE] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_DISCOUNT] = {"line", AMOUNT_MONEY},
    [LOY_EFFECT_GIFT] = {"sku", AMOUNT_COUNT},
    [LOY_EFFECT_DECLINE] = {"code", AMOUNT_NONE},
    [LOY_EFFECT_TAX] = {"line", AMOUNT_MONEY},
    [LOY_EFFECT_PRICE] = {"of", AMOUNT_MONEY},
    [LOY_EFFECT_FORFEIT] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_MEMBERSHIP] = {"action", AMOUNT_FEE},
    [LOY_EFFECT_REUSE] = {"voucher", AMOUNT_COUNT},
    [LOY_EFFECT_SEND] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_RECEIVE] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_FEE] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_DRAW] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_EXTEND] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_REINSTATE] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_ACTIVATE] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_LATE] = {"place", AMOUNT_COUNT},
    [LOY_EFFECT_CONVERT] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_RECALL] = {"currency", AMOUNT_POINTS},
    [LOY_EFFECT_APPROVE] = {"approver", AMOUNT_NONE},
    [LOY_EFFECT_RATE] = {"currency", AMOUNT_RATE},
    [LOY_EFFECT_CLOCK] = {"clock", AMOUNT_COUNT},
};

#define FORM_COUNT (sizeof(effect_forms) / sizeof(effect_forms[0]))

typedef struct outcome_writer {
    loy__output output;
    const loy_json_reader *reader;
    const loy_event *event;
    const loy_outcome *outcome;
} outcome_writer;

static void
write_text(loy__output *output, const char *key, const loy_text *text)
{
    loy__output_bytes(output, key, text->data != NULL ? text->data : "", text->size);
}

/* Points of a currency that an event with a reward took for it: what each member
 * of a household gave, or what was burned. */
static int64_t
price_in(const outcome_writer *w, const char *currency)
{
    int64_t points = 0;

    for (uint32_t i = 0; i < loy_outcome_effect_count(w->outcome); i++) {
        const loy_effect *effect = loy_outcome_effect(w->outcome, i);
        if (effect->kind == LOY_EFFECT_DRAW && strcmp(effect->name, currency) == 0)
            points += effect->amount;
    }
    if (points > 0)
        return points;

    for (uint32_t i = 0; i < loy_outcome_entry_count(w->outcome); i++) {
        const loy_entry *entry = loy_outcome_entry(w->outcome, i);
        if (entry->kind == LOY_ENTRY_BURN && strcmp(entry->currency, currency) == 0)
            points += entry->points;
    }
    return points;
}

/* The price of a reward by currency, and as points where it is one currency's. */
static void
write_price(outcome_writer *w)
{
    const loy__json_scale *only = NULL;
    uint32_t count = 0;

    loy__output_open(&w->output, "price", '{');
    for (uint32_t i = 0; i < w->reader->currency_count; i++) {
        const loy__json_scale *currency = &w->reader->currencies[i];
        int64_t points = price_in(w, currency->currency);
        if (points == 0)
            continue;
        loy__output_points(&w->output, currency->currency, points, currency->scale);
        only = currency;
        count++;
    }
    loy__output_close(&w->output, '}');
    if (count == 1)
        loy__output_points(&w->output, "points", price_in(w, only->currency), only->scale);
}

/* A rate with the decimals that it has. */
static void
write_rate(outcome_writer *w, const loy_effect *effect)
{
    int64_t rate = effect->amount;
    uint32_t digits = LOY_RATE_DIGITS;

    for (; digits > 0 && rate % 10 == 0; rate /= 10)
        digits--;
    loy__output_money(&w->output, "rate", rate, digits);
    loy__output_money(&w->output, "money", effect->money, w->reader->money_digits);
}

static void
write_amounts(outcome_writer *w, const loy_effect *effect, uint32_t form)
{
    bool is_points = form == AMOUNT_POINTS;
    uint32_t scale = is_points ? loy__json_scale_of(w->reader, effect->name, 0) : 0;

    if (form == AMOUNT_PRICE)
        write_price(w);
    if (form == AMOUNT_RATE)
        write_rate(w, effect);
    if (form == AMOUNT_MONEY || (form == AMOUNT_FEE && effect->money != 0)) {
        loy__output_money(&w->output, "money", effect->money, w->reader->money_digits);
        if (effect->kind == LOY_EFFECT_DISCOUNT && effect->wanted != 0)
            loy__output_money(&w->output, "wanted", effect->wanted, w->reader->money_digits);
        return;
    }
    if (form == AMOUNT_PRICE || form == AMOUNT_NONE || form == AMOUNT_FEE || form == AMOUNT_RATE)
        return;
    loy__output_points(&w->output, is_points ? "points" : "count", effect->amount, scale);
    if (effect->wanted != effect->amount)
        loy__output_points(&w->output, "wanted", effect->wanted, scale);
    if (effect->money != 0)
        loy__output_money(&w->output, "money", effect->money, w->reader->money_digits);
}

static void
write_effect(outcome_writer *w, const loy_effect *effect)
{
    const char *kind = loy_effect_kind_name(effect->kind);
    const struct effect_form *form =
        &effect_forms[effect->kind < FORM_COUNT ? effect->kind : LOY_EFFECT_ERROR];

    loy__output_open(&w->output, NULL, '{');
    loy__output_text(&w->output, "rule", effect->rule);
    loy__output_text(&w->output, "effect", kind != NULL ? kind : "");
    loy__output_text(&w->output, form->name, effect->name);
    write_amounts(w, effect, form->amount);
    if (effect->time != w->event->time)
        loy__output_instant(&w->output, "time", effect->time, w->event->offset);
    loy__output_close(&w->output, '}');
}

static void
write_entry(outcome_writer *w, const loy_entry *entry)
{
    const char *kind = loy_entry_kind_name(entry->kind);
    uint32_t scale = loy__json_scale_of(w->reader, entry->currency, 0);

    loy__output_open(&w->output, NULL, '{');
    loy__output_text(&w->output, "kind", kind != NULL ? kind : "");
    loy__output_text(&w->output, "currency", entry->currency);
    loy__output_points(&w->output, "points", entry->points, scale);
    if (entry->debt)
        loy__output_boolean(&w->output, "debt", true);
    if (entry->time != w->event->time)
        loy__output_instant(&w->output, "time", entry->time, w->event->offset);
    if (entry->matures != 0)
        loy__output_maturity(&w->output, entry->matures, w->event->offset);
    if (entry->expires != LOY_NEVER && !entry->debt)
        loy__output_instant(&w->output, "expires", entry->expires, w->event->offset);
    if (entry->kind == LOY_ENTRY_EXTEND && entry->was != LOY_NEVER)
        loy__output_instant(&w->output, "was", entry->was, w->event->offset);
    loy__output_close(&w->output, '}');
}

static void
write_reason(outcome_writer *w)
{
    const char *path = loy_outcome_reason_path(w->outcome);

    loy__output_open(&w->output, "reason", '{');
    loy__output_text(&w->output, "code", loy_outcome_reason(w->outcome));
    loy__output_text(&w->output, "text", loy_outcome_reason_text(w->outcome));
    if (path[0] != '\0')
        loy__output_text(&w->output, "path", path);
    loy__output_close(&w->output, '}');
}

static void
write_customer(outcome_writer *w)
{
    const char *stage = loy_outcome_stage(w->outcome);

    loy__output_open(&w->output, "customer", '{');
    if (loy_outcome_customer(w->outcome)[0] != '\0')
        loy__output_text(&w->output, "id", loy_outcome_customer(w->outcome));
    else
        write_text(&w->output, "id", &w->event->customer);
    loy__output_open(&w->output, "balances", '{');
    for (uint32_t i = 0; i < loy_outcome_balance_count(w->outcome); i++) {
        const loy_balance *balance = loy_outcome_balance(w->outcome, i);
        loy__output_balance(&w->output, balance,
                            loy__json_scale_of(w->reader, balance->currency, 0));
    }
    loy__output_close(&w->output, '}');
    loy__output_open(&w->output, "tiers", '{');
    for (uint32_t i = 0; i < loy_outcome_tier_count(w->outcome); i++) {
        const loy_standing *standing = loy_outcome_tier(w->outcome, i);
        loy__output_text(&w->output, standing->ladder, standing->tier);
    }
    loy__output_close(&w->output, '}');
    if (stage[0] != '\0')
        loy__output_text(&w->output, "stage", stage);
    loy__output_close(&w->output, '}');
}

int
loy_json_outcome(loy_json_reader *reader, const loy_event *event, const loy_outcome *outcome,
                 const char **text, size_t *size)
{
    outcome_writer w = {.reader = reader, .event = event, .outcome = outcome};
    bool refused;

    if (reader == NULL || event == NULL || outcome == NULL || text == NULL)
        return LOY_ERR_INVALID;
    if (loy_outcome_verdict(outcome) == LOY_VERDICT_NONE)
        return LOY_ERR_INVALID;
    refused = loy_outcome_verdict(outcome) == LOY_VERDICT_REFUSED;
    w.output = loy__output_start(reader, false);
    loy__output_open(&w.output, NULL, '{');
    write_text(&w.output, "source", &event->source);
    write_text(&w.output, "id", &event->id);
    loy__output_text(&w.output, "verdict", refused ? "refused" : "applied");
    if (loy_outcome_replayed(outcome))
        loy__output_boolean(&w.output, "replayed", true);
    if (refused)
        write_reason(&w);
    loy__output_open(&w.output, "effects", '[');
    for (uint32_t i = 0; i < loy_outcome_effect_count(outcome); i++)
        write_effect(&w, loy_outcome_effect(outcome, i));
    loy__output_close(&w.output, ']');
    loy__output_open(&w.output, "entries", '[');
    for (uint32_t i = 0; i < loy_outcome_entry_count(outcome); i++)
        write_entry(&w, loy_outcome_entry(outcome, i));
    loy__output_close(&w.output, ']');
    write_customer(&w);
    loy__output_close(&w.output, '}');
    return loy__output_finish(&w.output, text, size);
}
