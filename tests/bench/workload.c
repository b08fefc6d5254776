/*
 * workload.c -- draws the workload; the order of the draws is the definition.
 */
#include "workload.h"

#include <stdlib.h>
#include <string.h>

#define OPENS 28800    /* 08:00 */
#define OPEN_FOR 50400 /* until 22:00 */
#define DAY 86400
#define PACE 18396 /* thousandths of an open second between two events */

uint32_t
workload_draw(uint64_t *state, uint32_t below)
{
    uint64_t mixed = *state += UINT64_C(0x9E3779B97F4A7C15);

    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)(((mixed ^ mixed >> 31) >> 32) * below >> 32);
}

/* Zipf-Mandelbrot with s = 1: cumulated weights 2^24 / (rank + q). */
static uint32_t *
zipf_table(uint32_t count, uint32_t q)
{
    uint32_t *sums = malloc(count * sizeof(*sums));
    uint32_t sum = 0;

    for (uint32_t rank = 0; sums != NULL && rank < count; rank++) {
        sum += (UINT32_C(1) << 24) / (rank + 1 + q);
        sums[rank] = sum;
    }
    return sums;
}

static uint32_t
zipf(uint64_t *from, const uint32_t *sums, uint32_t count)
{
    uint32_t drawn = workload_draw(from, sums[count - 1]);
    uint32_t low = 0;
    uint32_t high = count - 1;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (sums[middle] > drawn)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void
draw_catalogue(workload *out)
{
    uint64_t from = 1;

    for (uint32_t sku = 0; sku < WORKLOAD_SKUS; sku++) {
        uint32_t drawn = workload_draw(&from, 2000);

        out->price[sku] =
            sku % WORKLOAD_CATEGORIES == WORKLOAD_GIFT_CARDS ? 2500 * (1 + drawn % 4) : 50 + drawn;
    }
}

static void
draw_members(workload *out)
{
    uint64_t from = 2;

    for (uint32_t i = 0; i < WORKLOAD_MEMBERS; i++) {
        workload_member *member = &out->members[i];

        member->birth_month = 1 + workload_draw(&from, 12);
        if (workload_draw(&from, 8) == 0)
            continue;
        member->visits = 1 + workload_draw(&from, 40);
        for (int month = 0; month < WORKLOAD_MONTHS; month++)
            member->spend[month] = workload_draw(&from, 4) == 0 ? workload_draw(&from, 20000) : 0;
        member->points = 100 + workload_draw(&from, 900);
        member->earned_on = -1 - (int32_t)workload_draw(&from, 364);
    }
}

static void
draw_lines(workload *out, workload_event *event, uint64_t *from, const uint32_t *skus)
{
    event->first_line = out->line_count;
    for (uint8_t i = 0; i < event->line_count; i++) {
        workload_line *line = &out->lines[out->line_count++];

        line->sku = (uint16_t)((zipf(from, skus, WORKLOAD_SKUS) * 1237 + 5) % WORKLOAD_SKUS);
        line->category = (uint8_t)(line->sku % WORKLOAD_CATEGORIES);
        line->quantity = (uint8_t)(workload_draw(from, 4) == 0 ? 2 + workload_draw(from, 3) : 1);
        line->amount = line->quantity * out->price[line->sku];
    }
}

static void
draw_events(workload *out, const uint32_t *members, const uint32_t *skus)
{
    uint64_t from = 3;

    for (uint32_t i = 0; i < out->event_count; i++) {
        workload_event *event = &out->events[i];
        uint32_t open = (uint32_t)((uint64_t)i * PACE / 1000) + workload_draw(&from, 18);

        event->time = open / OPEN_FOR * DAY + OPENS + open % OPEN_FOR;
        event->member = (uint32_t)(((uint64_t)zipf(&from, members, WORKLOAD_MEMBERS) * 48271 + 11) %
                                   WORKLOAD_MEMBERS);
        event->store = (uint8_t)workload_draw(&from, WORKLOAD_STORES);
        event->redeem = workload_draw(&from, 16) == 0 ? 500 : 0;
        event->line_count = (uint8_t)(1 + workload_draw(&from, 8));
        draw_lines(out, event, &from, skus);
    }
}

void
workload_promotions(workload_promotion out[WORKLOAD_PROMOTIONS])
{
    uint64_t from = 4;

    for (uint32_t i = 0; i < WORKLOAD_PROMOTIONS; i++) {
        workload_promotion *promotion = &out[i];

        *promotion = (workload_promotion){0};
        if (i < WORKLOAD_SKU_PROMOTIONS) {
            promotion->sku = (uint16_t)workload_draw(&from, WORKLOAD_SKUS);
            promotion->points = (uint8_t)(1 + workload_draw(&from, 20));
            continue;
        }
        promotion->store = (uint8_t)workload_draw(&from, WORKLOAD_STORES);
        promotion->category = (uint8_t)workload_draw(&from, WORKLOAD_GIFT_CARDS);
        promotion->weekday = (uint8_t)workload_draw(&from, 7);
        promotion->begin = (uint8_t)(8 + workload_draw(&from, 8));
        promotion->end = (uint8_t)(promotion->begin + 7);
        promotion->percent = (uint8_t)(10 * (1 + workload_draw(&from, 10)));
    }
}

int
workload_make(workload *out, uint32_t events)
{
    uint32_t *members = zipf_table(WORKLOAD_MEMBERS, 100);
    uint32_t *skus = zipf_table(WORKLOAD_SKUS, 20);

    memset(out, 0, sizeof(*out));
    out->members = calloc(WORKLOAD_MEMBERS, sizeof(*out->members));
    out->events = calloc(events, sizeof(*out->events));
    out->lines = calloc((size_t)events * 8, sizeof(*out->lines));
    out->event_count = events;
    if (members == NULL || skus == NULL || out->members == NULL || out->events == NULL ||
        out->lines == NULL) {
        free(members);
        free(skus);
        workload_free(out);
        return -1;
    }
    draw_catalogue(out);
    draw_members(out);
    draw_events(out, members, skus);
    free(members);
    free(skus);
    return 0;
}

void
workload_free(workload *made)
{
    free(made->members);
    free(made->events);
    free(made->lines);
    memset(made, 0, sizeof(*made));
}
