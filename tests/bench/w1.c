/*
 * w1.c -- workload W1 for libloyalty: 20 rules, some of which are settings of
 * the program (expiry, tiers, payment, the daily cap).
 */
#include "w1.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char skus[WORKLOAD_SKUS][8];
static char categories[WORKLOAD_CATEGORIES][8];
static char stores[WORKLOAD_STORES][8];
static char members[WORKLOAD_MEMBERS][12];

static loy_text
text(const char *data)
{
    return (loy_text){.data = data, .size = (uint32_t)strlen(data)};
}

void
member_id(uint32_t member, char out[12])
{
    snprintf(out, 12, "c%u", (unsigned)(member % WORKLOAD_MEMBERS));
}

static void
name_everything(void)
{
    for (unsigned i = 0; i < WORKLOAD_SKUS; i++)
        snprintf(skus[i], sizeof(skus[i]), "%u", i);
    for (unsigned i = 0; i < WORKLOAD_CATEGORIES; i++)
        snprintf(categories[i], sizeof(categories[i]), "c%u", i);
    for (unsigned i = 0; i < WORKLOAD_STORES; i++)
        snprintf(stores[i], sizeof(stores[i]), "s%u", i);
    for (uint32_t i = 0; i < WORKLOAD_MEMBERS; i++)
        member_id(i, members[i]);
}

/* ---- The program ---- */

static void
define_points(loy_draft *draft)
{
    loy_node *points = loy_draft_currency(draft, "points");
    loy_node *expires = loy_node_map(points, "expires");
    loy_node *payment = loy_node_map(points, "payment");
    loy_node *cap = loy_node_add_map(loy_node_list(loy_draft_root(draft), "caps"));

    loy_node_set_text(expires, "after", "P365D");
    loy_node_set_text(expires, "edge", "start-of-day");
    loy_node_set_integer(payment, "step", 100);
    loy_node_set_integer(payment, "minimum", 100);
    loy_node_set_text(payment, "short", "clamp");
    loy_node_set_text(cap, "id", "daily");
    loy_node_set_text(cap, "currency", "points");
    loy_node_set_integer(cap, "limit", 500);
    loy_node_set_text(cap, "per", "day");
    loy_node_set_boolean(cap, "freed", 0); /* no sale comes back */
}

static void
define_status(loy_draft *draft)
{
    loy_node *ladder = loy_draft_ladder(draft, "status");
    loy_node *counts = loy_node_map(ladder, "counts");
    loy_node *window = loy_node_map(ladder, "window");

    loy_node_set_text(counts, "amount", "base");
    loy_node_set_text(counts, "on", "purchase");
    loy_node_set_text(window, "rolling", "P12M");
    loy_node_set_text(window, "by", "month");
    loy_ladder_tier(ladder, "t0", 0);
    loy_ladder_tier(ladder, "t1", 50000);
    loy_ladder_tier(ladder, "t2", 200000);
}

static void
define_stamps(loy_draft *draft)
{
    loy_node *root = loy_draft_root(draft);
    loy_node *stamps = loy_node_map(loy_node_map(root, "counters"), "stamps");

    loy_node_map(loy_node_map(root, "vouchers"), "free");
    loy_node_set_integer(stamps, "every", 10);
    loy_node_set_text(stamps, "issue", "free");
}

static void
define_stages(loy_draft *draft)
{
    loy_node *stages = loy_node_map(loy_draft_root(draft), "stages");

    loy_node_set_text(stages, "initial", "member");
    loy_node_add_text(loy_node_list(stages, "names"), "member");
    loy_node_list(stages, "transitions");
    /* No sale comes back. */
    loy_node_set_text(loy_node_map(loy_draft_root(draft), "returns"), "stage", "keep");
}

static void
define_category(loy_draft *draft, loy_node *lets, const char *rule, unsigned category,
                unsigned basis_points)
{
    char name[16];
    char expression[96];

    snprintf(name, sizeof(name), "s%u", category);
    snprintf(expression, sizeof(expression), "spend(lines.filter(l, l.category == 'c%u'))",
             category);
    loy_node_set_text(lets, name, expression);
    snprintf(expression, sizeof(expression), "s%u * %u / 10000", category, basis_points);
    loy_rule_earn(loy_draft_rule(draft, rule, "purchase"), "points", expression);
}

void
define_rule(loy_draft *draft, const char *id, const char *when, const char *points)
{
    loy_rule *rule = loy_draft_rule(draft, id, "purchase");

    if (when != NULL)
        loy_rule_when(rule, when);
    loy_rule_earn(rule, "points", points);
}

static void
define_rules(loy_draft *draft)
{
    loy_node *lets = loy_node_map(loy_draft_root(draft), "let");

    define_category(draft, lets, "R02", 3, 100);
    define_category(draft, lets, "R03", 7, 200);
    define_category(draft, lets, "R04", 12, 100);
    define_category(draft, lets, "R05", 25, 400);
    define_category(draft, lets, "R06", 40, 50);
    define_rule(draft, "R07",
                "event.local.weekday <= 5 && event.local.hour >= 14 && event.local.hour < 16",
                "base * 50 / 10000");
    define_rule(draft, "R08", "customer.tiers.status == 't0'", "base / 100 * 5 / 100");
    define_rule(draft, "R09", "customer.tiers.status == 't1'", "base / 100 * 25 / 100");
    define_rule(draft, "R10", "customer.tiers.status == 't2'", "base / 100 * 50 / 100");
    define_rule(draft, "R11", "base >= money('100.00')", "50");
    define_rule(draft, "R12", NULL, "lines.filter(l, l.sku == '5').map(l, l.quantity).sum() * 20");
    define_rule(draft, "R13", "event.store == 's7'", "base * 20 / 10000");
    define_rule(draft, "R14", "event.local.month == customer.birthday_month", "base / 100");
    define_rule(draft, "R15", "customer.purchases == 0", "200");
    loy_rule_count(loy_draft_rule(draft, "R16", "purchase"), "stamps", "1");
}

loy_draft *
chain_draft(const char *id)
{
    loy_draft *draft = NULL;

    if (loy_draft_new(&draft, NULL) < 0)
        return NULL;
    loy_draft_identify(draft, id, 1, "EUR");
    define_points(draft);
    define_status(draft);
    define_stages(draft);
    loy_node_set_text(loy_node_map(loy_draft_root(draft), "let"), "base",
                      "spend(lines.filter(l, l.category != 'c49'))");
    define_rule(draft, "R01", NULL, "base / 100");
    return draft;
}

loy_draft *
w1_draft(void)
{
    loy_draft *draft = chain_draft("w1");

    if (draft != NULL) {
        define_stamps(draft);
        define_rules(draft);
    }
    return draft;
}

/* ---- Members ---- */

static const int month_starts[WORKLOAD_MONTHS] = {0,   31,  60,  91,  121, 152,
                                                  182, 213, 244, 274, 305, 335};

static uint32_t
opening_items(const workload_member *member, bool stamps, loy_item *items)
{
    uint32_t count = 0;

    if (member->visits == 0)
        return 0;
    items[count++] = (loy_item){.kind = LOY_ITEM_PURCHASES,
                                .amount = member->visits,
                                .time = WORKLOAD_START - WORKLOAD_DAY};
    if (stamps && member->visits % 10 != 0)
        items[count++] = (loy_item){.kind = LOY_ITEM_COUNTER,
                                    .name = LOY_TEXT("stamps"),
                                    .amount = member->visits % 10,
                                    .time = LOY_TIME_NONE};
    items[count++] = (loy_item){.kind = LOY_ITEM_POINTS,
                                .name = LOY_TEXT("points"),
                                .amount = member->points,
                                .time = WORKLOAD_START + member->earned_on * WORKLOAD_DAY};
    for (int month = 0; month < WORKLOAD_MONTHS; month++)
        if (member->spend[month] > 0)
            items[count++] =
                (loy_item){.kind = LOY_ITEM_LADDER,
                           .name = LOY_TEXT("status"),
                           .amount = member->spend[month],
                           .time = WORKLOAD_START + (month_starts[month] - 366) * WORKLOAD_DAY};
    return count;
}

/* Days since 1970 of the first of a month of 2000. */
static int64_t
birthday(uint32_t month)
{
    return 10957 + month_starts[month - 1];
}

int
chain_open(loy_engine *engine, const workload *from, bool stamps)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < WORKLOAD_MEMBERS; i += 100) {
        loy_event events[100];
        const loy_event *pointers[100];
        loy_item items[100][16];
        loy_attribute births[100];
        loy_error error = LOY_ERROR_INIT;

        for (uint32_t k = 0; k < 100; k++) {
            const workload_member *member = &from->members[i + k];

            births[k] = (loy_attribute){.name = LOY_TEXT("birthday"),
                                        .kind = LOY_VALUE_DATE,
                                        .number = birthday(member->birth_month)};
            events[k] = (loy_event)LOY_EVENT_INIT;
            events[k].source = text("opening");
            events[k].id = events[k].customer = text(members[i + k]);
            events[k].type = text("import");
            events[k].time = WORKLOAD_START - 1000;
            events[k].items = items[k];
            events[k].item_count = opening_items(member, stamps, items[k]);
            events[k].attributes = &births[k];
            events[k].attribute_count = 1;
            pointers[k] = &events[k];
        }
        result = loy_engine_apply_batch(engine, pointers, 100, 100, NULL, NULL, &error);
        if (result < 0)
            fprintf(stderr, "opening: %s %s\n", error.path, error.text);
    }
    return result;
}

/* ---- Sales ---- */

static void
fill_sale(sales *out, uint32_t index)
{
    const workload_event *sale = &out->from->events[index];
    loy_event *event = &out->events[index];
    sale_ids *ids = &out->ids[index];

    snprintf(ids->event, sizeof(ids->event), "e%u", (unsigned)index);
    member_id(sale->member, ids->customer);
    *event = (loy_event)LOY_EVENT_INIT;
    event->source = (loy_text)LOY_TEXT("till");
    event->id = text(ids->event);
    event->type = (loy_text)LOY_TEXT("purchase");
    event->customer = text(ids->customer);
    event->store = text(stores[sale->store]);
    event->time = WORKLOAD_START + (int64_t)sale->time * 1000;
    event->lines = out->lines + sale->first_line;
    event->line_count = sale->line_count;
    if (sale->redeem > 0) {
        out->payments[index] = (loy_item){.kind = LOY_ITEM_PAY,
                                          .name = LOY_TEXT("points"),
                                          .amount = sale->redeem,
                                          .time = LOY_TIME_NONE};
        event->items = &out->payments[index];
        event->item_count = 1;
    }
}

int
sales_make(sales *out, const workload *from)
{
    static const char *const numbers[] = {"1", "2", "3", "4", "5", "6", "7", "8"};

    memset(out, 0, sizeof(*out));
    name_everything();
    out->from = from;
    out->events = calloc(from->event_count, sizeof(*out->events));
    out->lines = calloc(from->line_count, sizeof(*out->lines));
    out->payments = calloc(from->event_count, sizeof(*out->payments));
    out->ids = calloc(from->event_count, sizeof(*out->ids));
    if (out->events == NULL || out->lines == NULL || out->payments == NULL || out->ids == NULL)
        return -1;
    for (uint32_t i = 0; i < from->event_count; i++) {
        const workload_event *sale = &from->events[i];

        fill_sale(out, i);
        for (uint8_t k = 0; k < sale->line_count; k++) {
            const workload_line *line = &from->lines[sale->first_line + k];

            out->lines[sale->first_line + k] =
                (loy_line){.id = text(numbers[k]),
                           .sku = text(skus[line->sku]),
                           .category = text(categories[line->category]),
                           .quantity = line->quantity * 1000,
                           .unit_price = from->price[line->sku]};
        }
    }
    return 0;
}

void
sales_free(sales *made)
{
    free(made->events);
    free(made->lines);
    free(made->payments);
    free(made->ids);
    memset(made, 0, sizeof(*made));
}
