/*
 * read_crossing.c -- by which tier an event earns that leads to a higher one.
 */
#include "program/read_ladders.h"

#include "base/macros.h"

/* An event can be split along one ladder only. */
void
loy__read_crossing(loy__reader *reader, const loy_node *node, loy__ladder *out)
{
    static const loy__choice choices[] = {{"before", LOY__CROSSING_BEFORE},
                                          {"after", LOY__CROSSING_AFTER},
                                          {"split", LOY__CROSSING_SPLIT}};
    loy_program *program = reader->program;

    out->crossing =
        loy__read_choice(reader, node, choices, LOY_COUNT(choices), LOY__CROSSING_BEFORE);
    if (out->crossing == LOY__CROSSING_BEFORE)
        return;
    program->crosses = program->rounds = true;
    if (out->counts == LOY__COUNT_BALANCE || out->counts == LOY__COUNT_MATURED)
        loy__fault(reader, node, "conflicting-members",
                   "a tier by what can be spent follows from what is earned, not the other way",
                   NULL, "write \"before\", or leave it out");
    if (out->crossing != LOY__CROSSING_SPLIT)
        return;
    if (out->counts == LOY__COUNT_PURCHASES || out->counts == LOY__COUNT_VISITS || out->measured ||
        out->pays)
        loy__fault(reader, node, "conflicting-members",
                   "only one amount of money or points can be split", NULL,
                   "write \"before\" or \"after\"");
    if (program->splits)
        loy__fault(reader, node, "conflicting-members",
                   "another ladder splits events already, and an event is split once", NULL,
                   "write \"before\" or \"after\"");
    program->splits = true;
}
