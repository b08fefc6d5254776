/*
 * read_formulas.c -- what a rule earns where it is not a plain amount: so many
 * points for each step, or a rate; and where fractions of it become whole.
 */
#include "program/read.h"

#include "base/macros.h"

#define MOST_RATE INT64_C(1000000) /* points per unit of money */

enum { F_OF, F_STEP, F_POINTS, F_RATE, F_ROUNDING, F_ROUND_AT, F_COUNT };

static const loy__choice roundings[] = {
    {"floor", LOY__FLOOR},
    {"half-up", LOY__HALF_UP},
    {"half-even", LOY__HALF_EVEN},
    {"ceil", LOY__CEIL},
};

static const loy__choice places[] = {
    {"rule", LOY__ROUND_AT_RULE},
    {"line", LOY__ROUND_AT_LINE},
    {"event", LOY__ROUND_AT_EVENT},
    {"ledger", LOY__ROUND_AT_LEDGER},
};

/* ---- Of a currency ---- */

void
loy__read_rounding(loy__reader *reader, const loy_node *rounding, const loy_node *round_at,
                   const loy_node *fractions, loy__currency *out)
{
    static const loy__choice choices[] = {{"drop", 0}, {"keep", 1}};
    bool keep = loy__read_choice(reader, fractions, choices, LOY_COUNT(choices), 0) != 0;

    out->rounding = (loy__rounding)loy__read_choice(reader, rounding, roundings,
                                                    LOY_COUNT(roundings), LOY__FLOOR);
    out->round_at =
        loy__read_choice(reader, round_at, places, LOY_COUNT(places),
                         keep ? (uint32_t)LOY__ROUND_AT_LEDGER : (uint32_t)LOY__ROUND_AT_RULE);
    if (fractions != NULL && round_at != NULL && keep != (out->round_at == LOY__ROUND_AT_LEDGER))
        loy__fault(reader, fractions, "conflicting-members",
                   "fractions are kept where \"round_at\" is \"ledger\", and nowhere else", NULL,
                   "leave out one of the two");
    if (out->round_at == LOY__ROUND_AT_LEDGER && rounding != NULL)
        loy__fault(reader, rounding, "conflicting-members",
                   "fractions that are kept are not rounded", NULL, "leave out \"rounding\"");
    if (out->rounding != LOY__FLOOR || out->round_at != LOY__ROUND_AT_RULE)
        reader->program->rounds = true;
}

/* ---- Of a rule ---- */

static void
read_step(loy__reader *reader, const loy_node *const *values, uint32_t scale, loy__formula *out)
{
    if (values[F_POINTS] == NULL)
        loy__fault(reader, values[F_STEP], "missing-member", "\"points\" is missing", NULL,
                   "add \"points\": what each step earns");
    if (values[F_ROUNDING] != NULL || values[F_ROUND_AT] != NULL)
        loy__fault(reader, values[F_ROUNDING] != NULL ? values[F_ROUNDING] : values[F_ROUND_AT],
                   "conflicting-members", "only whole steps count: there is nothing to round", NULL,
                   "leave it out, or write \"rate\" instead of \"step\"");
    out->step = loy__read_money(reader, values[F_STEP], 1);
    out->points = loy__read_points(reader, values[F_POINTS], scale, 1);
}

static void
read_rate(loy__reader *reader, const loy_node *const *values, const loy__currency *currency,
          loy__formula *out)
{
    const loy_node *rate = values[F_RATE];
    uint32_t rounding = currency != NULL ? (uint32_t)currency->rounding : (uint32_t)LOY__FLOOR;
    uint32_t round_at = currency != NULL ? currency->round_at : (uint32_t)LOY__ROUND_AT_RULE;

    out->rate = rate->kind == LOY__NODE_INTEGER
                    ? loy__read_integer(reader, rate, 0, MOST_RATE, 0) * LOY__FACTOR_ONE
                    : loy__read_points(reader, rate, LOY__FACTOR_DIGITS, 0);
    if (out->rate > MOST_RATE * LOY__FACTOR_ONE)
        loy__fault(reader, rate, "out-of-range", "the rate %s is too large", rate->text,
                   "write at most 1000000");
    out->rounding = (loy__rounding)loy__read_choice(reader, values[F_ROUNDING], roundings,
                                                    LOY_COUNT(roundings), rounding);
    out->round_at =
        loy__read_choice(reader, values[F_ROUND_AT], places, LOY_COUNT(places), round_at);
    if (values[F_ROUNDING] != NULL && out->round_at >= LOY__ROUND_AT_EVENT)
        loy__fault(reader, values[F_ROUNDING], "conflicting-members",
                   "a sum of several rules is rounded as the currency says", NULL,
                   "write \"rounding\" in the currency");
    if (values[F_POINTS] != NULL)
        loy__fault(reader, values[F_POINTS], "conflicting-members",
                   "\"points\" are of each \"step\", and this is a rate", NULL,
                   "leave out \"points\"");
    reader->program->rounds = true;
}

static void
read_formula(loy__reader *reader, const loy_node *node, loy__amount *out)
{
    static const loy__member members[] = {
        {"of", LOY__A_TEXT | LOY__AN_INTEGER | LOY__REQUIRED, "what earns, e.g. \"total\""},
        {"step", LOY__A_TEXT | LOY__AN_INTEGER, "how much of it earns, e.g. \"10.00\""},
        {"points", LOY__A_TEXT | LOY__AN_INTEGER, "what each step earns, e.g. 1"},
        {"rate", LOY__A_TEXT | LOY__AN_INTEGER, "points per unit of money, e.g. \"1.25\""},
        {"rounding", LOY__A_TEXT, "\"floor\", \"half-up\", \"half-even\" or \"ceil\""},
        {"round_at", LOY__A_TEXT, "\"rule\", \"line\", \"event\" or \"ledger\""},
    };
    const loy_node *values[F_COUNT];
    const loy__currency *currency = out->target < reader->program->currency_count
                                        ? &reader->program->currencies[out->target]
                                        : NULL;
    loy__formula *formula = loy__keep(reader, 1, sizeof(*formula));

    if (formula == NULL || !loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    out->formula = formula;
    if (values[F_OF] != NULL)
        loy__read_amount(reader, values[F_OF], reader->program->money_digits, out);
    if ((values[F_STEP] != NULL) == (values[F_RATE] != NULL))
        loy__fault(reader, node, values[F_STEP] == NULL ? "missing-member" : "conflicting-members",
                   "points are earned by steps or by a rate, one of the two", NULL,
                   "write \"step\" and \"points\", or \"rate\"");
    else if (values[F_STEP] != NULL)
        read_step(reader, values, currency != NULL ? currency->scale : 0, formula);
    else
        read_rate(reader, values, currency, formula);
}

void
loy__read_earning(loy__reader *reader, const loy_node *node, loy__amount *out)
{
    if (node->kind == LOY__NODE_MAP)
        read_formula(reader, node, out);
    else if (loy__expect(reader, node, LOY__A_TEXT | LOY__AN_INTEGER,
                         "a whole number, an expression as a text, or a map with \"of\""))
        loy__read_amount(reader, node,
                         out->target < reader->program->currency_count
                             ? reader->program->currencies[out->target].scale
                             : 0,
                         out);
}
