/*
 * read_budgets.c -- what all customers together may be given: so many points or so many
 * uses by rules, or so much money by promotions, in all or in each period.
 */
#include "base/macros.h"
#include "program/read.h"

enum {
    G_ID,
    G_CURRENCY,
    G_LIMIT,
    G_TIMES,
    G_MONEY,
    G_PER,
    G_RULES,
    G_PROMOTIONS,
    G_PARTIAL,
    G_FREED,
    G_BY,
    G_COUNT
};

/* A budget is of one thing, and names those that have it to give. */
static bool
check_kind(loy__reader *reader, const loy_node *node, const loy_node *const *values)
{
    int kinds = (values[G_LIMIT] != NULL) + (values[G_TIMES] != NULL) + (values[G_MONEY] != NULL);

    if (kinds != 1 || (values[G_CURRENCY] != NULL) != (values[G_LIMIT] != NULL)) {
        loy__fault(reader, node, "missing-member", "a budget is of points, of uses or of money",
                   NULL,
                   "write \"currency\" and \"limit\", or \"times\", each with \"rules\"; or "
                   "\"money\" with \"promotions\"");
        return false;
    }
    if (values[G_MONEY] != NULL && values[G_RULES] != NULL)
        loy__fault(reader, values[G_RULES], "conflicting-members",
                   "rules give points: they take off no money", NULL,
                   "write \"promotions\", or a budget of points for the rules");
    if (values[G_MONEY] == NULL && values[G_PROMOTIONS] != NULL)
        loy__fault(reader, values[G_PROMOTIONS], "conflicting-members",
                   "promotions take off money: they give no points and have limits of uses of "
                   "their own",
                   NULL, "write \"money\", or \"limit\" in each promotion");
    return true;
}

static void
read_most(loy__reader *reader, const loy_node *node, const loy_node *const *values,
          loy__budget *out)
{
    uint32_t scale = 0;

    out->currency = loy__read_part(reader, values[G_CURRENCY], LOY_PART_CURRENCY);
    if (!check_kind(reader, node, values))
        return;
    out->money = values[G_MONEY] != NULL;
    if (out->currency < reader->program->currency_count)
        scale = reader->program->currencies[out->currency].scale;
    if (out->money)
        out->limit.all = loy__read_money(reader, values[G_MONEY], 0);
    else if (values[G_LIMIT] != NULL)
        out->limit.all = loy__read_points(reader, values[G_LIMIT], scale, 0);
    else
        out->limit.all = loy__read_integer(reader, values[G_TIMES], 0, LOY_MAX_AMOUNT, 0);
    if (values[G_TIMES] != NULL && values[G_PARTIAL] != NULL)
        loy__fault(reader, values[G_PARTIAL], "conflicting-members",
                   "a use is given or not: there is no part of it", NULL, "leave out \"partial\"");
}

/* Those that share it: there are some. */
static void
check_named(loy__reader *reader, const loy_node *node, const loy_node *const *values)
{
    const loy_node *rules = values[G_RULES], *promotions = values[G_PROMOTIONS];

    if (rules == NULL && promotions == NULL)
        loy__fault(reader, node, "missing-member", "the budget says not who shares it", NULL,
                   values[G_MONEY] != NULL ? "add \"promotions\": a list of their ids"
                                           : "add \"rules\": a list of their ids");
    if (rules != NULL && rules->count == 0)
        loy__fault(reader, rules, "missing-member", "a budget of no rules has no meaning", NULL,
                   "name rules");
    if (promotions != NULL && promotions->count == 0)
        loy__fault(reader, promotions, "missing-member", "a budget of no promotions has no meaning",
                   NULL, "name promotions");
}

static void
read_budget(loy__reader *reader, const loy_node *node, uint32_t number, void *item)
{
    static const loy__member members[] = {
        {"id", LOY__A_TEXT | LOY__REQUIRED, "the id of the budget"},
        {"currency", LOY__A_TEXT, "the id of a currency"},
        {"limit", LOY__A_TEXT | LOY__AN_INTEGER, "the most points for all customers"},
        {"times", LOY__AN_INTEGER, "how often for all customers"},
        {"money", LOY__A_TEXT | LOY__AN_INTEGER, "the most money for all customers"},
        {"per", LOY__A_TEXT, LOY__SAY_PERIODS},
        {"rules", LOY__A_LIST, "a list of ids of rules"},
        {"promotions", LOY__A_LIST, "a list of ids of promotions"},
        {"partial", LOY__A_BOOLEAN, "true or false"},
        {"freed", LOY__A_BOOLEAN, "false: a sale that comes back keeps what it used"},
        {"by", LOY__A_TEXT, "an expression that gives a text, e.g. \"event.store\""},
    };
    const loy_node *values[G_COUNT];
    loy__budget *out = item;

    (void)number;
    out->currency = LOY__NONE;
    out->limit = (loy__limit){.customer = -1, .per = LOY__PERIOD_LIFETIME};
    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    read_most(reader, node, values, out);
    out->per = loy__read_period(reader, values[G_PER], LOY__PERIOD_LIFETIME);
    out->whole = values[G_PARTIAL] != NULL && values[G_PARTIAL]->number == 0;
    out->limit.freed = values[G_FREED] == NULL || values[G_FREED]->number != 0;
    out->limit.by = loy__read_code(reader, values[G_BY], "string");
    loy__name_limit(reader, LOY__LIMIT_BUDGET, &out->name, &out->limit);
    check_named(reader, node, values);
}

/* ---- The rules of budgets ---- */

/* Time does its work on a customer when he is next looked at, also in a view that
 * writes nothing. Were it to draw on what all share, whoever is looked at first
 * would get it, and the ledger would depend on who was looked at when. */
static void
check_kinds(loy__reader *reader, const loy_node *node, const loy__rule *rule)
{
    if (rule->kinds == NULL ||
        (!loy__bit(rule->kinds, LOY__ON_TIMER) && !loy__bit(rule->kinds, LOY__ON_ENTER)))
        return;
    loy__fault(
        reader, node, "timer-in-budget",
        "\"%s\" may fire by time alone, which is reckoned when a customer is next looked at: "
        "who gets what all share would depend on whom one looks at first",
        rule->name.text, "limit it for each customer: \"limit\": {\"customer\": 1}");
}

/* Each rule has room for the budgets that name it. */
static void
add_budget(loy__reader *reader, const loy_node *item, loy__rule *rule, uint32_t budget)
{
    uint32_t *budgets = (uint32_t *)rule->budgets;
    uint32_t currency = reader->program->budgets[budget].currency;

    if (rule->budget_count > 0 && budgets[rule->budget_count - 1] == budget)
        loy__fault(reader, item, "duplicate-id", "the budget names the rule \"%s\" twice",
                   item->text, "name each rule once");
    else if (currency != LOY__NONE && !loy__rule_earns(rule, currency))
        loy__warn(reader, item, "budget-without-earning",
                  "the rule \"%s\" does not earn the currency of this budget", item->text,
                  "leave it out of the budget");
    budgets[rule->budget_count++] = budget;
    check_kinds(reader, item, rule);
}

static void
add_budgets(loy__reader *reader, loy__rule *rules)
{
    const uint32_t *counts = loy__count_naming(reader, LOY__PART_BUDGET, LOY_PART_RULE);

    for (uint32_t i = 0; i < reader->program->rule_count && counts != NULL; i++)
        if (counts[i] > 0)
            rules[i].budgets = loy__keep(reader, counts[i], sizeof(*rules[i].budgets));
    for (uint32_t i = 0; i < reader->program->budget_count && !reader->failed; i++) {
        const loy_node *list = loy__rules_of(reader, LOY__PART_BUDGET, i);

        for (const loy_node *item = list != NULL ? list->first : NULL; item != NULL;
             item = item->next) {
            uint32_t rule = loy__rule_named(reader, item);

            if (rule != LOY__NONE)
                add_budget(reader, item, &rules[rule], i);
        }
    }
}

void
loy__read_budgets(loy__reader *reader)
{
    loy_program *program = reader->program;
    loy__rule *rules = (loy__rule *)program->rules;

    program->budgets = loy__read_parts(reader, LOY__PART_BUDGET, sizeof(loy__budget), read_budget,
                                       &program->budget_count);
    for (uint32_t i = 0; program->budgets != NULL && i < program->budget_count; i++)
        program->limits = program->limits || !program->budgets[i].money;
    program->selects = program->limits || program->group_count > 0;
    if (program->budgets != NULL && rules != NULL)
        add_budgets(reader, rules);
}

/* ---- The promotions of budgets ---- */

static void
fund(loy__reader *reader, const loy_node *item, loy__promotion *promotion, uint32_t budget)
{
    uint32_t *budgets = (uint32_t *)promotion->budgets;

    if (promotion->budget_count > 0 && budgets[promotion->budget_count - 1] == budget)
        loy__fault(reader, item, "duplicate-id", "the budget names the promotion \"%s\" twice",
                   item->text, "name each promotion once");
    else if (promotion->off == LOY__OFF_GIFT)
        loy__fault(reader, item, "gift-in-budget",
                   "\"%s\" gives something on top: it takes off no "
                   "money",
                   item->text, "leave it out, and give the promotion a \"limit\"");
    budgets[promotion->budget_count++] = budget;
}

void
loy__fund_promotions(loy__reader *reader)
{
    const loy__pricing *pricing = &reader->program->pricing;
    loy__promotion *promotions = (loy__promotion *)pricing->promotions;
    const uint32_t *counts = loy__count_naming(reader, LOY__PART_BUDGET, LOY__PART_PROMOTION);

    for (uint32_t i = 0; i < pricing->count && promotions != NULL && counts != NULL; i++)
        if (counts[i] > 0)
            promotions[i].budgets = loy__keep(reader, counts[i], sizeof(*promotions[i].budgets));
    for (uint32_t i = 0; i < reader->program->budget_count && !reader->failed; i++) {
        const loy_node *list = loy__named_of(reader, LOY__PART_BUDGET, i, LOY__PART_PROMOTION);

        for (const loy_node *item = list != NULL ? list->first : NULL; item != NULL;
             item = item->next) {
            uint32_t number = loy__part_named(reader, item, LOY__PART_PROMOTION);

            if (number != LOY__NONE)
                fund(reader, item, &promotions[number], i);
        }
    }
}

void
loy__read_rule_limit(loy__reader *reader, const loy_node *node, loy__rule *out)
{
    loy__limit *limit;

    if (node == NULL)
        return;
    limit = loy__keep(reader, 1, sizeof(*limit));
    if (limit == NULL)
        return;
    loy__read_limit(reader, node, LOY__LIMIT_RULE, &out->name, limit);
    if (limit->all >= 0)
        check_kinds(reader, node, out);
    out->limit = limit;
    reader->program->limits = true;
}
