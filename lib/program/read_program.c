/*
 * read_program.c -- the outermost map: who the program is, and the settings that
 * hold for all of it.
 */
#include "program/read.h"

#include <string.h>

#include "base/macros.h"

/* In the order of LOY__ROOT_...; what stands after LOY__ROOT_BUILT is refused. */
static const loy__member root_members[] = {
    {"loyalty", LOY__AN_INTEGER | LOY__REQUIRED, "1, the version of the document format"},
    {"program", LOY__A_TEXT | LOY__REQUIRED, "the id of the program"},
    {"version", LOY__AN_INTEGER | LOY__REQUIRED, "the version of the program, 1 or more"},
    {"money", LOY__A_TEXT | LOY__REQUIRED, "an ISO 4217 code, e.g. \"EUR\""},
    {"time_zone", LOY__A_TEXT, "a POSIX TZ string, e.g. \"CET-1CEST,M3.5.0,M10.5.0/3\""},
    {"about", LOY__A_TEXT, "a description in words"},
    {"join", LOY__A_TEXT, "\"first-event\" or \"enrol\""},
    {"attributes", LOY__A_MAP, "{\"customer\": {\"plan\": \"text\"}}"},
    {"events", LOY__A_LIST, "a list of kinds of events, e.g. [\"review\"]"},
    {"let", LOY__A_MAP, "a map of names and expressions"},
    {"currencies", LOY__A_MAP, "a map of currencies by id, e.g. {\"stars\": {}}"},
    {"ladders", LOY__A_MAP, "a map of ladders by id"},
    {"counters", LOY__A_MAP, "a map of counters by id"},
    {"caps", LOY__A_LIST, "a list of caps"},
    {"rules", LOY__A_LIST, "a list of rules"},
    {"rewards", LOY__A_LIST, "a list of rewards"},
    {"vouchers", LOY__A_MAP, "a map of vouchers by id"},
    {"stages", LOY__A_MAP, "{\"initial\": ..., \"names\": [...], \"transitions\": [...]}"},
    {"returns", LOY__A_MAP, "{\"window\": \"P1Y\"}"},
    {"multipliers", LOY__A_TEXT, "\"sum\", \"product\", \"max\" or \"newest\""},
    {"birthday", LOY__A_MAP, "{\"leap_day\": \"feb-28\"}"},
    {"adjusts", LOY__A_MAP, "{\"most\": {\"stars\": 500}, \"per\": \"day\"}"},
    {"groups", LOY__A_LIST, "a list of groups of rules"},
    {"budgets", LOY__A_LIST, "a list of budgets"},
    {"bases", LOY__A_MAP, "a map of names and what counts, e.g. {\"goods\": {\"tax\": false}}"},
    {"parts", LOY__A_MAP, "{\"shipping\": \"shipping\", \"gift_cards\": \"gift-card\"}"},
    {"prices", LOY__A_TEXT, "\"with-tax\" or \"without-tax\""},
    {"multiply_on", LOY__A_TEXT, "\"base\" or \"total\""},
    {"holds", LOY__A_MAP, "{\"after\": \"PT15M\"}"},
    {"promotions", LOY__A_LIST, "a list of promotions"},
    {"pricing", LOY__A_MAP, "how promotions go together, e.g. {\"base\": \"original\"}"},
    {"erasure", LOY__A_MAP, "{\"points\": \"forfeit\"}"},
    {"late", LOY__A_MAP, "{\"events\": \"refuse\", \"after\": \"P7D\"}"},
    {"offline", LOY__A_MAP, "{\"spend\": \"hold\"}"},
    {"transfers", LOY__A_MAP, "{} or, e.g., {\"minimum\": {\"stars\": 1000}}"},
    {"merges", LOY__A_MAP, "e.g. {\"tiers\": \"sum\"}"},
    {"rekeys", LOY__A_MAP, "{\"old\": \"refuse\"}"},
    {"referrals", LOY__A_MAP, "{\"referrer\": {\"stars\": 500}}"},
    {"households", LOY__A_MAP, "{\"kind\": \"pool\"}"},
    {"memberships", LOY__A_MAP, "a map of plans by id, e.g. {\"club\": {\"lasts\": \"P12M\"}}"},
    {"stores", LOY__A_MAP, "{\"s1\": {\"time_zone\": \"EST5EDT,M3.2.0,M11.1.0\"}}"},
    {"other_money", LOY__A_MAP, "{\"currencies\": [\"USD\"]}"},
    {"clock", LOY__A_MAP, "{\"ahead\": \"PT5M\", \"behind\": \"P3D\"}"},
    {"segments", LOY__NOT_BUILT,
     "test the condition of the segment in each rule, or under \"let\""},
    {"policies", LOY__NOT_BUILT, "settings stand in the parts that they are about"},
    {"badges", LOY__NOT_BUILT, "count in \"counters\""},
};

void
loy__read_root(loy__reader *reader)
{
    const loy_node *values[LOY_COUNT(root_members)];

    loy__read_members(reader, reader->draft->root, root_members, LOY_COUNT(root_members), values);
    memcpy(reader->root, values, sizeof(reader->root));
}

/* ---- Settings ---- */

void
loy__read_settings(loy__reader *reader)
{
    static const loy__choice joins[] = {
        {"first-event", LOY__JOIN_FIRST_EVENT},
        {"enrol", LOY__JOIN_ENROL},
    };
    static const loy__choice multipliers[] = {
        {"sum", LOY__MULTIPLY_SUM},
        {"product", LOY__MULTIPLY_PRODUCT},
        {"max", LOY__MULTIPLY_MAX},
        {"newest", LOY__MULTIPLY_NEWEST},
    };
    static const loy__choice prices[] = {{"with-tax", 0}, {"without-tax", 1}};
    static const loy__choice multiplied[] = {{"base", 0}, {"total", 1}};
    const loy_node *const *root = reader->root;
    const loy_node *id = root[LOY__ROOT_PROGRAM];
    loy_program *program = reader->program;

    loy__read_integer(reader, root[LOY__ROOT_LOYALTY], 1, 1, 1);
    if (id != NULL) {
        if (!loy__id_valid(id->text, id->text_size))
            loy__fault(reader, id, "bad-id", "\"%s\" is no id", id->text,
                       "write letters, digits, '-', '_' and '.', at most 64 of them");
        program->name = loy__keep_name(reader, id->text, id->text_size, false);
    }
    program->version = loy__read_integer(reader, root[LOY__ROOT_VERSION], 1, INT64_MAX, 1);
    loy__read_moneys(reader);
    loy__read_zone(reader);
    program->join = loy__read_choice(reader, root[LOY__ROOT_JOIN], joins, LOY_COUNT(joins),
                                     LOY__JOIN_FIRST_EVENT);
    program->multiply = loy__read_choice(reader, root[LOY__ROOT_MULTIPLIERS], multipliers,
                                         LOY_COUNT(multipliers), LOY__MULTIPLY_SUM);
    program->multiply_all = loy__read_choice(reader, root[LOY__ROOT_MULTIPLY_ON], multiplied,
                                             LOY_COUNT(multiplied), 0) != 0;
    program->tax_on_top =
        loy__read_choice(reader, root[LOY__ROOT_PRICES], prices, LOY_COUNT(prices), 0) != 0;
    loy__read_returns(reader);
    loy__read_birthday(reader);
}
