/*
 * read_conversions.c -- points that turn into a voucher, or into points of another
 * currency, by themselves: once there are enough, when they would expire, or at the
 * end of a period.
 */
#include "base/macros.h"
#include "program/read.h"

enum { POINTS, AT, ISSUE, INTO, MEMBERS };

static const loy__member members[MEMBERS] = {
    [POINTS] = {"points", LOY__A_TEXT | LOY__AN_INTEGER | LOY__REQUIRED, "points, e.g. 300"},
    [AT] = {"at", LOY__A_TEXT,
            "\"threshold\", \"expiry\", \"month\", \"quarter\", \"half-year\" or \"year\""},
    [ISSUE] = {"issue", LOY__A_TEXT, "the id of a voucher"},
    [INTO] = {"into", LOY__A_MAP, "{\"CURRENCY\": 5}"},
};

static void
read_at(loy__reader *reader, const loy_node *node, loy__conversion *out)
{
    enum { THRESHOLD = 100, EXPIRY };
    static const loy__choice choices[] = {
        {"threshold", THRESHOLD},
        {"expiry", EXPIRY},
        {"month", LOY__PERIOD_MONTH},
        {"quarter", LOY__PERIOD_QUARTER},
        {"half-year", LOY__PERIOD_HALF_YEAR},
        {"year", LOY__PERIOD_YEAR},
    };
    uint32_t at = loy__read_choice(reader, node, choices, LOY_COUNT(choices), THRESHOLD);

    out->when = at == THRESHOLD ? LOY__CONVERT_ENOUGH
                : at == EXPIRY  ? LOY__CONVERT_EXPIRY
                                : LOY__CONVERT_PERIOD;
    out->per = at == THRESHOLD || at == EXPIRY ? LOY__PERIOD_LIFETIME : (loy__period)at;
}

/* A later currency, so that no points go round in circles. */
static void
read_into(loy__reader *reader, const loy_node *map, uint32_t own, loy__conversion *out)
{
    const loy_node *node = map->first;
    uint32_t currency;

    if (node == NULL || node->next != NULL) {
        loy__fault(reader, map, "conflicting-members", "points turn into one other currency", NULL,
                   "write {\"CURRENCY\": 5}");
        return;
    }
    currency = loy__part_of_key(reader, node, LOY_PART_CURRENCY);
    if (currency >= reader->program->currency_count ||
        !loy__expect(reader, node, LOY__A_TEXT | LOY__AN_INTEGER, "points, e.g. 5"))
        return;
    if (currency <= own)
        loy__fault(reader, node, "conflicting-members",
                   "points turn only into a currency that stands behind theirs: %s does not",
                   node->key, "define it after this one");
    out->currency = currency;
    out->gives = loy__read_points(reader, node, reader->program->currencies[currency].scale, 1);
}

static void
read_conversion(loy__reader *reader, const loy_node *node, uint32_t own, loy__currency *currency)
{
    const loy_node *values[MEMBERS];
    loy__conversion *out = &currency->convert;

    loy__read_members(reader, node, members, MEMBERS, values);
    out->points = loy__read_points(reader, values[POINTS], currency->scale, 1);
    read_at(reader, values[AT], out);
    out->voucher = loy__read_part(reader, values[ISSUE], LOY_PART_VOUCHER);
    if ((values[ISSUE] == NULL) == (values[INTO] == NULL))
        loy__fault(reader, node, values[ISSUE] == NULL ? "missing-member" : "conflicting-members",
                   "points turn into a voucher or into another currency", NULL,
                   "write \"issue\": \"VOUCHER\" or \"into\": {\"CURRENCY\": 5}");
    else if (values[INTO] != NULL)
        read_into(reader, values[INTO], own, out);
    if (out->when == LOY__CONVERT_EXPIRY && !currency->expires)
        loy__fault(reader, values[AT], "conflicting-members", "these points do not expire", NULL,
                   "say when they do under \"expires\", or write \"at\": \"threshold\"");
    reader->program->converts = true;
}

void
loy__read_conversions(loy__reader *reader)
{
    const loy__part *parts = &reader->parts[LOY_PART_CURRENCY];
    loy__currency *currencies = (loy__currency *)reader->program->currencies;

    for (uint32_t i = 0; i < parts->count && !reader->failed; i++) {
        const loy_node *node = parts->nodes[i];

        if (node != NULL && node->kind == LOY__NODE_MAP)
            node = loy__node_get(node, "convert", 7);
        if (node != NULL && node->kind == LOY__NODE_MAP)
            read_conversion(reader, node, i, &currencies[i]);
    }
}
