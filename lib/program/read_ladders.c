/*
 * read_ladders.c -- ladders: a table of their members, and the order in which
 * these are read, each by a file of its own.
 */
#include "program/read_ladders.h"

#include <string.h>

#include "base/macros.h"

#define A_COUNT (LOY__A_TEXT | LOY__A_MAP)

static const loy__member ladder_members[LOY__LADDER_MEMBERS] = {
    [LOY__LADDER_COUNTS] = {"counts", A_COUNT,
                            "\"CURRENCY earned\", \"CURRENCY balance\", \"spend\", \"purchases\", "
                            "\"visits\" or {\"amount\": ..., \"on\": \"purchase\"}"},
    [LOY__LADDER_MEASURES] = {"measures", LOY__A_MAP,
                              "what is counted by name, e.g. {\"nights\": ..., \"spend\": "
                              "\"spend\"}"},
    [LOY__LADDER_WHEN] = {"when", LOY__A_TEXT, "\"earned\" or \"matured\""},
    [LOY__LADDER_WINDOW] = {"window", A_COUNT,
                            "\"lifetime\", {\"calendar\": \"year\"}, {\"rolling\": \"P12M\"}, "
                            "{\"anniversary\": \"P12M\"} or {\"since_change\": \"P12M\"}"},
    [LOY__LADDER_UP] = {"up", LOY__A_TEXT,
                        "\"now\", \"next-day\", \"next-month\" or \"next-period\""},
    [LOY__LADDER_LASTS] = {"lasts", LOY__A_TEXT,
                           "\"while\", \"period\", \"next-period\" or an ISO 8601 duration"},
    [LOY__LADDER_GUARANTEE] = {"guarantee", LOY__A_TEXT, "an ISO 8601 duration, e.g. \"P12M\""},
    [LOY__LADDER_FALL] = {"fall", LOY__A_TEXT, "\"deserved\" or \"one\""},
    [LOY__LADDER_SURPLUS] = {"surplus", LOY__A_MAP, "{\"carry\": true, \"most\": 300}"},
    [LOY__LADDER_PAY] = {"pay", LOY__A_BOOLEAN, "true or false"},
    [LOY__LADDER_TIERS] = {"tiers", LOY__A_LIST | LOY__REQUIRED,
                           "[{\"id\": \"basic\", \"from\": 0}, ...]"},
    [LOY__LADDER_CROSSING] = {"crossing", LOY__A_TEXT, "\"before\", \"after\" or \"split\""},
};

static void
read_ladder(loy__reader *reader, loy__ladder *tracks, const loy_node *node, uint32_t number)
{
    loy__ladder_reading reading = {.tracks = tracks, .node = node, .number = number};
    loy__ladder *out = &tracks[number];
    const loy_node *counts;

    if (!loy__read_members(reader, node, ladder_members, LOY__LADDER_MEMBERS, reading.values))
        return;
    reading.measures = reading.values[LOY__LADDER_MEASURES];
    counts = reading.values[LOY__LADDER_COUNTS];
    if ((counts == NULL) == (reading.measures == NULL))
        loy__fault(reader, node, counts == NULL ? "missing-member" : "conflicting-members",
                   "a ladder either counts one thing or has measures", NULL,
                   "write \"counts\" or \"measures\"");
    if (reading.measures != NULL)
        loy__read_measures(reader, &reading);
    else if (counts != NULL)
        loy__read_counts(reader, counts, out);
    loy__read_window(reader, reading.values[LOY__LADDER_WINDOW], out);
    loy__read_tiers(reader, &reading);
    loy__read_standing(reader, &reading);
    loy__read_crossing(reader, reading.values[LOY__LADDER_CROSSING], out);
}

void
loy__read_ladders(loy__reader *reader)
{
    const loy__part *part = &reader->parts[LOY_PART_LADDER];
    loy_program *program = reader->program;
    uint32_t room = part->count;
    loy__ladder *tracks;

    for (uint32_t i = 0; i < part->count; i++)
        room += loy__further_tracks(part->nodes[i]);
    tracks = loy__keep(reader, room, sizeof(*tracks));
    program->ladders = tracks;
    if (tracks == NULL)
        return;
    program->ladder_count = part->count;
    program->track_count = part->count;
    for (uint32_t i = 0; i < part->count; i++)
        tracks[i].name = part->names[i];
    for (uint32_t i = 0; i < part->count; i++)
        read_ladder(reader, tracks, part->nodes[i], i);
}
