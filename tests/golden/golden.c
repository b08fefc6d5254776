/*
 * golden.c -- see golden.h: the events and what is hashed of them.
 */
#include "golden/golden.h"

#include <string.h>

#include "golden/document.h"

const char *const golden_kinds[GOLDEN_KINDS] = {
    "purchase", "return",   "void",      "redeem", "adjust",  "hold",  "capture", "release",
    "transfer", "referral", "household", "merge",  "unmerge", "visit", "erase"};

/* ---- What is hashed: FNV-1a, eight bytes at a time from lower to higher ---- */

static void
add_byte(uint64_t *hash, unsigned char byte)
{
    *hash = (*hash ^ byte) * UINT64_C(0x100000001B3);
}

static void
add_bytes(uint64_t *hash, const void *data, uint64_t size)
{
    const unsigned char *bytes = data;

    for (uint64_t i = 0; i < size; i++)
        add_byte(hash, bytes[i]);
}

static void
add_number(uint64_t *hash, uint64_t number)
{
    for (int i = 0; i < 8; i++)
        add_byte(hash, (unsigned char)(number >> 8 * i));
}

static void
add_text(uint64_t *hash, const char *text)
{
    add_bytes(hash, text, strlen(text) + 1);
}

static void
add_effects(uint64_t *hash, const loy_outcome *outcome)
{
    for (uint32_t i = 0; i < loy_outcome_effect_count(outcome); i++) {
        const loy_effect *effect = loy_outcome_effect(outcome, i);

        add_text(hash, effect->rule);
        add_text(hash, effect->name);
        add_number(hash, effect->kind);
        add_number(hash, (uint64_t)effect->amount);
        add_number(hash, (uint64_t)effect->wanted);
        add_number(hash, (uint64_t)effect->money);
        add_number(hash, (uint64_t)effect->time);
    }
    for (uint32_t i = 0; i < loy_outcome_entry_count(outcome); i++) {
        const loy_entry *entry = loy_outcome_entry(outcome, i);

        add_text(hash, entry->currency);
        add_number(hash, entry->kind);
        add_number(hash, (uint64_t)entry->points);
        add_number(hash, (uint64_t)entry->time);
        add_number(hash, (uint64_t)entry->matures);
        add_number(hash, (uint64_t)entry->expires);
    }
}

static void
add_outcome(uint64_t *hash, const loy_outcome *outcome)
{
    const loy_standing *standing;
    const loy_balance *balance;

    add_number(hash, loy_outcome_verdict(outcome));
    add_text(hash, loy_outcome_reason(outcome));
    add_effects(hash, outcome);
    for (uint32_t i = 0; (balance = loy_outcome_balance(outcome, i)) != NULL; i++) {
        add_number(hash, (uint64_t)balance->available);
        add_number(hash, (uint64_t)balance->pending);
        add_number(hash, (uint64_t)balance->held);
        add_number(hash, (uint64_t)balance->debt);
    }
    for (uint32_t i = 0; (standing = loy_outcome_tier(outcome, i)) != NULL; i++)
        add_text(hash, standing->tier);
    add_text(hash, loy_outcome_stage(outcome));
}

static int
add_record(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
           uint64_t revision)
{
    uint64_t *hash = context;

    add_bytes(hash, id, id_size);
    add_number(hash, size);
    add_bytes(hash, bytes, size);
    add_number(hash, revision);
    return 1;
}

/* ---- A store that hashes the columns of what passes to another ---- */

typedef struct passing {
    loy_store store;
    const loy_store *inner;
    uint64_t *hash;
} passing;

static int
pass_load(void *context, loy_fetch *fetches, uint32_t count)
{
    const passing *p = context;

    return p->inner->load(p->inner->context, fetches, count);
}

static int
pass_commit(void *context, const loy_batch *batch)
{
    const passing *p = context;

    for (uint32_t i = 0; i < batch->count; i++) {
        loy_record_columns columns = {.size = sizeof(columns)};
        int result = loy_batch_columns(batch, i, &columns);

        if (result < 0)
            return result;
        if (columns.kind == LOY_KIND_CUSTOMER) {
            add_text(p->hash, columns.stage);
            add_text(p->hash, columns.tiers);
            add_text(p->hash, columns.balances);
            add_number(p->hash, (uint64_t)columns.settled);
        } else if (columns.kind == LOY_KIND_EVENT) {
            add_text(p->hash, columns.type);
            add_text(p->hash, columns.verdict);
            add_text(p->hash, columns.entries);
            add_number(p->hash, (uint64_t)columns.time);
        }
        add_number(p->hash, (uint64_t)batch->writes[i].due);
    }
    return p->inner->commit(p->inner->context, batch);
}

static int
pass_due(void *context, uint32_t kind, int64_t before, loy_sink *sink)
{
    const passing *p = context;

    return p->inner->due(p->inner->context, kind, before, sink);
}

/* ---- The history ---- */

typedef struct drawing {
    uint64_t random;
    int64_t time;
    unsigned char kinds[GOLDEN_EVENTS]; /* of the events so far, and whose they were */
    unsigned char customers[GOLDEN_EVENTS];
    char texts[6][24];
    loy_line lines[4];
    loy_item item;
} drawing;

/* SplitMix64. */
static uint64_t
draw(drawing *d, uint64_t below)
{
    uint64_t z = d->random += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (z ^ z >> 31) % below;
}

/* A letter and a number, kept at a place of the drawing. */
static loy_text
name(drawing *d, int place, char letter, uint64_t number)
{
    char *text = d->texts[place];
    uint32_t size = 1;

    text[0] = letter;
    for (uint64_t rest = number; size == 1 || rest > 0; rest /= 10)
        text[size++] = (char)('0' + rest % 10);
    return (loy_text){.data = text, .size = size};
}

static loy_text
word(const char *text)
{
    return (loy_text){.data = text, .size = (uint32_t)strlen(text)};
}

static void
draw_lines(drawing *d, loy_event *event)
{
    static const char *const skus[] = {"tea", "coffee", "cake", "mug", "card"};

    event->lines = d->lines;
    event->line_count = (uint32_t)draw(d, 4) + 1;
    for (uint32_t i = 0; i < event->line_count; i++) {
        loy_line *line = &d->lines[i];

        /* One after the other: within an initializer, C leaves the order of draws open. */
        *line = (loy_line){.id = word(&"1\0002\0003\0004"[2 * i])};
        line->sku = word(skus[draw(d, 5)]);
        line->category = word(draw(d, 2) == 0 ? "drinks/hot" : "goods");
        line->quantity = (int64_t)draw(d, 7) * 500 + 500;
        line->unit_price = (int64_t)draw(d, 3000) + 1;
        line->tax_rate = draw(d, 2) == 0 ? 190000 : 70000;
    }
}

/* Names one of the last events of a kind, and its customer; or none of that kind. */
static void
draw_earlier(drawing *d, uint32_t kind, uint32_t number, loy_event *event)
{
    uint32_t at = number > 0 ? number - 1 - (uint32_t)draw(d, number < 8 ? number : 8) : 0;

    while (at > 0 && d->kinds[at] != kind)
        at--;
    event->receipt_id = name(d, 2, 'e', at);
    event->customer = name(d, 1, 'c', d->customers[at]);
    d->customers[number] = d->customers[at];
}

/* The members that a kind of event asks for. */
static void
draw_members(drawing *d, uint32_t kind, uint32_t number, loy_event *event)
{
    switch (kind) {
    case 0: /* purchase */
        draw_lines(d, event);
        d->item.kind = LOY_ITEM_PAY;
        event->item_count = draw(d, 4) == 0;
        break;
    case 1:
    case 2: /* return, void */
        draw_earlier(d, 0, number, event);
        if (kind == 1 && draw(d, 2) == 0) {
            d->lines[0] = (loy_line){.id = word("1"), .quantity = 500};
            event->lines = d->lines;
            event->line_count = 1;
        }
        break;
    case 6:
    case 7: /* capture, release */
        draw_earlier(d, 5, number, event);
        break;
    case 3: /* redeem */
        event->reward = word("tea");
        break;
    case 4:
    case 5:
    case 8: /* adjust, hold, transfer */
        event->item_count = 1;
        event->ttl = kind == 5 ? INT64_C(30) * 86400000 : 0;
        event->reason = kind == 4 ? word("goodwill") : (loy_text){0};
        break;
    case 10: /* household */
        event->other = name(d, 3, 'h', draw(d, 2));
        event->action = word(draw(d, 2) == 0 ? "create" : draw(d, 4) == 0 ? "leave" : "join");
        break;
    case 9: /* referral: of somebody who does not buy before */
        event->customer = name(d, 1, 'c', 7 + draw(d, 2));
        break;
    case 12: /* unmerge */
        draw_earlier(d, 11, number, event);
        event->receipt_id = (loy_text){0};
        break;
    default:
        break;
    }
    if (kind == 8 || kind == 9 || kind == 11) /* to another customer */
        event->other = name(d, 3, 'c', draw(d, 7));
}

/* Most events are purchases. Customers come together at the beginning, and accounts end
 * towards the end. */
static uint32_t
draw_kind(drawing *d, uint32_t number)
{
    uint64_t at = draw(d, 40);

    if (at < 16)
        return 0;
    if (at < 32)
        return (uint32_t)(at - 16) % 8 + 1;
    if (number < GOLDEN_EVENTS / 8)
        return 9 + (uint32_t)draw(d, 2);
    return number < GOLDEN_EVENTS * 3 / 4 ? 13 : 9 + (uint32_t)draw(d, 6);
}

static uint32_t
draw_event(drawing *d, uint32_t number, loy_event *event)
{
    uint32_t kind = draw_kind(d, number);
    uint64_t customer = draw(d, number < GOLDEN_EVENTS / 4 ? 7 : 9);

    d->time += (int64_t)draw(d, 3 * 86400000);
    *event = (loy_event)LOY_EVENT_INIT;
    event->source = word("golden");
    event->id = name(d, 0, 'e', number);
    event->type = word(golden_kinds[kind]);
    event->customer = name(d, 1, 'c', customer);
    d->kinds[number] = (unsigned char)kind;
    d->customers[number] = (unsigned char)customer;
    event->time = d->time - (draw(d, 20) == 0 ? 5 * 86400000 : 0);
    event->offset = 60;
    d->item = (loy_item){.name = word("stars"),
                         .amount = (int64_t)draw(d, 40) + 1,
                         .kind = LOY_ITEM_POINTS,
                         .time = LOY_TIME_NONE};
    event->items = &d->item;
    draw_members(d, kind, number, event);
    return kind;
}

static int
live(loy_engine *engine, loy_outcome *outcome, uint64_t *hash, golden_tally *tally)
{
    drawing d = {.random = 1, .time = INT64_C(1767265200000)};
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < GOLDEN_EVENTS; i++) {
        loy_event event;
        uint32_t kind = draw_event(&d, i, &event);

        result = loy_engine_apply(engine, &event, outcome, NULL);
        if (result < 0)
            break;
        add_outcome(hash, outcome);
        if (loy_outcome_verdict(outcome) == LOY_VERDICT_APPLIED)
            tally->applied[kind]++;
        else
            tally->refused[kind]++;
        if (i % 50 == 49)
            result = loy_engine_advance(engine, d.time, 0, NULL, NULL);
    }
    return result;
}

int
golden_run(const golden_row *row, const loy_store *store, const loy_memory *memory,
           uint64_t *digest, golden_tally *tally)
{
    passing pass = {.inner = store, .hash = digest};
    loy_program *program = NULL;
    loy_engine *engine = NULL;
    loy_outcome *outcome = NULL;
    int result = golden_program(&program, row->program, memory);

    *digest = UINT64_C(0xCBF29CE484222325);
    memset(tally, 0, sizeof(*tally));
    pass.store = (loy_store){.size = sizeof(pass.store),
                             .context = &pass,
                             .load = pass_load,
                             .commit = pass_commit,
                             .due = pass_due};
    if (result == LOY_OK)
        result = loy_engine_new(&engine, program, &pass.store, memory);
    if (result == LOY_OK)
        result = loy_outcome_new(&outcome, memory);
    if (result == LOY_OK)
        result = live(engine, outcome, digest, tally);
    if (result == LOY_OK)
        add_text(digest, loy_program_digest(program));
    for (uint32_t kind = LOY_KIND_CUSTOMER; result == LOY_OK && kind <= LOY_KIND_USES; kind++)
        result = loy_store_walk(store, kind, NULL, 0, add_record, digest);
    loy_outcome_free(outcome);
    loy_engine_free(engine);
    loy_program_free(program);
    return result;
}
