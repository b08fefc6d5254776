/*
 * read_tiers.c -- the tiers of a ladder: what must be counted to enter them and
 * to stay.
 */
#include "program/read_ladders.h"

#include "base/macros.h"

#define SPACE_TIERS 200 /* and the ladder's number */

enum { ID, FROM, KEEP_FROM, NEEDS, KEEP_NEEDS, GRACE };

int64_t
loy__read_counted(loy__reader *reader, const loy_node *node, const loy__ladder *track,
                  int64_t least)
{
    bool points = track->counts == LOY__COUNT_EARNED || track->counts == LOY__COUNT_BALANCE;

    if (track->counts == LOY__COUNT_SPEND)
        return loy__read_money(reader, node, least);
    if (points && track->currency < reader->program->currency_count)
        return loy__read_points(reader, node, reader->program->currencies[track->currency].scale,
                                least);
    return loy__read_points(reader, node, 0, least);
}

/* ---- Several measures ---- */

/* One alternative: {"nights": 100, "spend": "23000"}. */
static void
read_alternative(loy__reader *reader, const loy__ladder_reading *reading, const loy_node *map,
                 loy__tier_need *items, uint32_t *count)
{
    uint32_t first = *count;

    if (!loy__expect(reader, map, LOY__A_MAP, "measures and what they must have counted"))
        return;
    if (map->count == 0)
        loy__fault(reader, map, "missing-member", "nothing is needed here", NULL,
                   "name a measure and what it must have counted");
    for (const loy_node *node = map->first; node != NULL; node = node->next) {
        uint32_t track = loy__read_track(reader, reading, node);

        if (track == LOY__NONE ||
            !loy__expect(reader, node, LOY__A_TEXT | LOY__AN_INTEGER, "an amount"))
            continue;
        items[*count] =
            (loy__tier_need){.from = loy__read_counted(reader, node, &reading->tracks[track], 0),
                             .track = track,
                             .other = *count == first && first != 0};
        ++*count;
    }
}

static void
read_needs(loy__reader *reader, const loy__ladder_reading *reading, const loy_node *node,
           loy__tier_needs *out)
{
    uint32_t room = 0;
    loy__tier_need *items;

    if (node == NULL)
        return;
    if (node->kind == LOY__NODE_MAP)
        room = node->count;
    else
        for (const loy_node *map = node->first; map != NULL; map = map->next)
            room += map->count;
    items = loy__keep(reader, room + 1u, sizeof(*items));
    if (items == NULL)
        return;
    if (node->kind == LOY__NODE_MAP)
        read_alternative(reader, reading, node, items, &out->count);
    else
        for (const loy_node *map = node->first; map != NULL; map = map->next)
            read_alternative(reader, reading, map, items, &out->count);
    if (node->kind == LOY__NODE_LIST && node->count == 0)
        loy__fault(reader, node, "missing-member", "nothing is needed here", NULL,
                   "write a map of measures and what they must have counted");
    out->items = items;
}

/* Tiers ask for one amount, or for measures. */
static void
check_asked(loy__reader *reader, const loy__ladder_reading *reading, const loy_node *node,
            const loy_node *const *values, bool lowest)
{
    bool measured = reading->measures != NULL;

    for (uint32_t i = FROM; i <= KEEP_NEEDS; i++)
        if (values[i] != NULL && measured == (i < NEEDS))
            loy__fault(reader, values[i], "conflicting-members",
                       measured ? "the ladder has measures, and its tiers need them"
                                : "the ladder counts one thing, and its tiers begin from it",
                       NULL,
                       measured ? "write \"needs\" with the names of measures"
                                : "write \"from\", or \"measures\" in place of \"counts\"");
    if (lowest && measured && (values[NEEDS] != NULL || values[KEEP_NEEDS] != NULL))
        loy__fault(reader, node, "conflicting-members", "the lowest tier needs nothing", NULL,
                   "leave its needs out, or add a tier below");
    if (!measured && values[FROM] == NULL)
        loy__fault(reader, node, "missing-member", "\"from\" is missing", NULL,
                   "write what the ladder must have counted to enter; 0 for the lowest tier");
    if (measured && !lowest && values[NEEDS] == NULL)
        loy__fault(reader, node, "missing-member", "\"needs\" is missing", NULL,
                   "write what the measures must have counted to enter");
}

/* ---- Tiers ---- */

static void
read_amounts(loy__reader *reader, const loy__ladder_reading *reading, const loy_node *const *values,
             loy__tier *out)
{
    const loy__ladder *ladder = &reading->tracks[reading->number];

    if (reading->measures != NULL) {
        read_needs(reader, reading, values[NEEDS], &out->enter);
        out->keep = out->enter;
        if (values[KEEP_NEEDS] != NULL)
            out->keep = (loy__tier_needs){0};
        read_needs(reader, reading, values[KEEP_NEEDS], &out->keep);
        return;
    }
    out->from = loy__read_counted(reader, values[FROM], ladder, 0);
    out->keep_from = out->from;
    if (values[KEEP_FROM] != NULL)
        out->keep_from = loy__read_counted(reader, values[KEEP_FROM], ladder, 0);
    if (out->keep_from > out->from)
        loy__fault(reader, values[KEEP_FROM], "out-of-range",
                   "a tier cannot be harder to keep than to enter", NULL,
                   "write a \"keep_from\" of at most \"from\"");
}

static void
read_tier(loy__reader *reader, const loy__ladder_reading *reading, const loy_node *node,
          loy__tier *out)
{
    static const loy__member members[] = {
        [ID] = {"id", LOY__A_TEXT | LOY__REQUIRED, "the id of the tier"},
        [FROM] = {"from", LOY__A_TEXT | LOY__AN_INTEGER,
                  "what the ladder must have counted to enter; 0 for the lowest tier"},
        [KEEP_FROM] = {"keep_from", LOY__A_TEXT | LOY__AN_INTEGER,
                       "what it must have counted to stay"},
        [NEEDS] = {"needs", LOY__A_MAP | LOY__A_LIST,
                   "what measures must have counted to enter: {...} all of it, [{...}, ...] any"},
        [KEEP_NEEDS] = {"keep_needs", LOY__A_MAP | LOY__A_LIST, "likewise, to stay"},
        [GRACE] = {"grace", LOY__A_TEXT, "an ISO 8601 duration, e.g. \"P3M\""},
    };
    const loy_node *values[LOY_COUNT(members)];
    bool lowest = out == reading->tracks[reading->number].tiers;

    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    if (values[ID] != NULL) {
        loy__claim(reader, SPACE_TIERS + reading->number, values[ID], values[ID]->text,
                   values[ID]->text_size);
        out->name = loy__keep_name(reader, values[ID]->text, values[ID]->text_size, true);
    }
    check_asked(reader, reading, node, values, lowest);
    read_amounts(reader, reading, values, out);
    out->has_grace = loy__read_duration(reader, values[GRACE], LOY__DURATION_POSITIVE, &out->grace);
}

static void
check_order(loy__reader *reader, const loy_node *node, const loy__tier *tiers, uint32_t at)
{
    const loy_node *from = loy__node_get(node, "from", 4);

    if (at == 0 && tiers[0].from != 0)
        loy__fault(reader, from, "out-of-range", "the lowest tier begins at 0", NULL,
                   "write \"from\": 0, or add a tier below");
    if (at != 0 && tiers[at].from <= tiers[at - 1].from)
        loy__fault(reader, from, "out-of-range", "tiers stand in ascending order of \"from\"", NULL,
                   "write a \"from\" above that of the tier before");
}

static bool
keeps_otherwise(const loy__tier *tier)
{
    return !tier->has_grace &&
           (tier->keep_from != tier->from || tier->keep.items != tier->enter.items);
}

/* A track without tiers of its own has the lowest, as records want it. */
static void
share_lowest(const loy__ladder_reading *reading)
{
    const loy__ladder *ladder = &reading->tracks[reading->number];

    for (uint32_t i = 0; i < ladder->measure_count; i++) {
        loy__ladder *track = &reading->tracks[ladder->first_measure + i];

        track->tiers = ladder->tiers;
        track->tier_count = 1;
        track->window = ladder->window;
        track->period = ladder->period;
        track->length = ladder->length;
        track->starts = ladder->starts;
    }
}

void
loy__read_tiers(loy__reader *reader, const loy__ladder_reading *reading)
{
    const loy_node *list = reading->values[LOY__LADDER_TIERS];
    loy__ladder *ladder = &reading->tracks[reading->number];
    loy__tier *tiers;

    if (list == NULL)
        return;
    if (list->count == 0 || list->count > LOY__MAX_TIERS) {
        loy__fault(reader, list, "out-of-range", "a ladder has 1 to 64 tiers", NULL,
                   "write {\"id\": \"basic\", \"from\": 0} first");
        return;
    }
    tiers = loy__keep(reader, list->count, sizeof(*tiers));
    if (tiers == NULL)
        return;
    ladder->tiers = tiers;
    /* One without an id is found by none, but the rest are. */
    for (uint32_t i = 0; i < list->count; i++)
        tiers[i].name = loy__keep_name(reader, "", 0, false);
    for (const loy_node *node = list->first; node != NULL; node = node->next) {
        uint32_t errors = reader->errors;

        read_tier(reader, reading, node, &tiers[ladder->tier_count]);
        if (reader->errors == errors && reading->measures == NULL)
            check_order(reader, node, tiers, ladder->tier_count);
        ladder->keeps_otherwise =
            ladder->keeps_otherwise || keeps_otherwise(&tiers[ladder->tier_count]);
        ladder->tier_count++;
    }
    share_lowest(reading);
}

uint32_t
loy__tier_named(loy__reader *reader, const loy_node *node, const char *id, size_t size,
                const loy__ladder *ladder)
{
    const char *ids[LOY__MAX_TIERS];

    for (uint32_t i = 0; i < ladder->tier_count; i++) {
        ids[i] = ladder->tiers[i].name.text;
        if (loy__text_equal(ids[i], ladder->tiers[i].name.size, id, size))
            return i;
    }
    loy__fault_near(reader, node, "unknown-tier", "the ladder has no tier \"%s\"", id, ids,
                    ladder->tier_count, "name one of its tiers");
    return 0;
}
