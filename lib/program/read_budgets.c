/*
 * read_budgets.c -- what all customers together may be given by rules: so many
 * points, or so many uses, in all or in each period.
 */
#include "base/macros.h"
#include "program/read.h"

enum { G_ID, G_CURRENCY, G_LIMIT, G_TIMES, G_PER, G_RULES, G_PARTIAL, G_FREED, G_BY, G_COUNT };

static void
read_most(loy__reader *reader, const loy_node *node, const loy_node *const *values,
          loy__budget *out)
{
    uint32_t scale = 0;

    out->currency = loy__read_part(reader, values[G_CURRENCY], LOY_PART_CURRENCY);
    if ((values[G_LIMIT] != NULL) == (values[G_TIMES] != NULL) ||
        (values[G_CURRENCY] != NULL) != (values[G_LIMIT] != NULL)) {
        loy__fault(reader, node, "missing-member", "a budget is of points or of uses", NULL,
                   "write \"currency\" and \"limit\", or \"times\"");
        return;
    }
    if (out->currency < reader->program->currency_count)
        scale = reader->program->currencies[out->currency].scale;
    out->limit.all = values[G_LIMIT] != NULL
                         ? loy__read_points(reader, values[G_LIMIT], scale, 0)
                         : loy__read_integer(reader, values[G_TIMES], 0, LOY_MAX_AMOUNT, 0);
    if (values[G_TIMES] != NULL && values[G_PARTIAL] != NULL)
        loy__fault(reader, values[G_PARTIAL], "conflicting-members",
                   "a use is given or not: there is no part of it", NULL, "leave out \"partial\"");
}

static void
read_budget(loy__reader *reader, const loy_node *node, uint32_t number, void *item)
{
    static const loy__member members[] = {
        {"id", LOY__A_TEXT | LOY__REQUIRED, "the id of the budget"},
        {"currency", LOY__A_TEXT, "the id of a currency"},
        {"limit", LOY__A_TEXT | LOY__AN_INTEGER, "the most points for all customers"},
        {"times", LOY__AN_INTEGER, "how often for all customers"},
        {"per", LOY__A_TEXT, "\"day\", \"week\", \"month\", \"year\" or \"lifetime\""},
        {"rules", LOY__A_LIST | LOY__REQUIRED, "a list of ids of rules"},
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
    if (values[G_RULES] != NULL && values[G_RULES]->count == 0)
        loy__fault(reader, values[G_RULES], "missing-member", "a budget of no rules has no meaning",
                   NULL, "name rules");
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
    const uint32_t *counts = loy__count_naming(reader, LOY__PART_BUDGET);

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
    program->selects = program->limits || program->group_count > 0 || program->budget_count > 0;
    program->limits = program->limits || program->budget_count > 0;
    if (program->budgets != NULL && rules != NULL)
        add_budgets(reader, rules);
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
