/*
 * price_share.c -- spreading money over lines in proportion, so that the parts sum to
 * it exactly and no line gives more than it has room for.
 *
 * What a full line cannot take is spread over the others again, in the same
 * proportions.
 */
#include "engine/price/price.h"

/* One smallest unit each, from the first line or all to the last. */
static void
hand_out(int64_t left, const int64_t *weights, uint32_t count, uint32_t how, int64_t *parts)
{
    if (how == LOY__SHARE_LAST) {
        while (count > 0 && weights[count - 1] == 0)
            count--;
        parts[count - 1] += left;
        return;
    }
    for (uint32_t i = 0; left > 0; i = (i + 1) % count)
        if (weights[i] > 0) {
            parts[i]++;
            left--;
        }
}

static void
floors(int64_t total, const int64_t *weights, uint32_t count, uint32_t how, int64_t *parts)
{
    int64_t sum = 0, left = total;

    for (uint32_t i = 0; i < count; i++)
        sum += weights[i];
    for (uint32_t i = 0; i < count; i++) {
        parts[i] = 0;
        loy__mul_div(total, weights[i], sum, LOY__FLOOR, &parts[i]);
        left -= parts[i];
    }
    hand_out(left, weights, count, how, parts);
}

/* One round: what it spread. Lines without room have no weight. */
static int64_t
spread(int64_t total, int64_t *weights, int64_t *room, uint32_t count, uint32_t how, int64_t *part,
       int64_t *parts)
{
    int64_t given = 0;

    if (how == LOY__SHARE_LARGEST)
        loy__split(total, weights, count, part);
    else
        floors(total, weights, count, how, part);
    for (uint32_t i = 0; i < count; i++) {
        int64_t take = part[i] < room[i] ? part[i] : room[i];

        room[i] -= take;
        parts[i] += take;
        given += take;
        if (room[i] == 0)
            weights[i] = 0;
    }
    return given;
}

int64_t
loy__share(int64_t total, int64_t *weights, int64_t *room, uint32_t count, uint32_t how,
           int64_t *part, int64_t *parts)
{
    int64_t given = 0;

    for (uint32_t i = 0; i < count; i++) {
        parts[i] = 0;
        if (room[i] == 0)
            weights[i] = 0;
    }
    while (given < total) {
        bool any = false;

        for (uint32_t i = 0; i < count; i++)
            any = any || weights[i] > 0;
        if (!any)
            break;
        given += spread(total - given, weights, room, count, how, part, parts);
    }
    return given;
}
