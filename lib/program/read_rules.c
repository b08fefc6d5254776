/*
 * read_rules.c -- rules: what they answer, when they hold, and what they want.
 *
 * What a rule earns, multiplies and counts stands in the order of the parts,
 * whatever the order of writing.
 */
#include "program/read.h"

#include <string.h>

#include "base/macros.h"

#define EFFECTS "\"earn\", \"multiply\", \"count\", \"issue\", \"stage\" or \"notify\""
#define ASK_FOR_DAYS                                                                               \
    "add a term such as customer.days_since_purchase > 60 (or >=) with && on the outermost level"

enum {
    R_ID,
    R_ON,
    R_WHEN,
    R_FROM,
    R_UNTIL,
    R_EARN,
    R_MULTIPLY,
    R_COUNT,
    R_ISSUE,
    R_STAGE,
    R_NOTIFY,
    R_BONUS,
    R_LIMIT,
    R_EXPIRES,
    R_PENDING,
    R_BUILT
};

static const loy__member rule_members[] = {
    {"id", LOY__A_TEXT | LOY__REQUIRED, "the id of the rule"},
    {"on", LOY__A_TEXT | LOY__A_LIST | LOY__REQUIRED, "a kind of event, e.g. \"purchase\""},
    {"when", LOY__A_TEXT, "a condition"},
    {"from", LOY__A_TEXT, "a date or time, e.g. \"2026-03-01\""},
    {"until", LOY__A_TEXT, "a date or time, e.g. \"2026-04-01\""},
    {"earn", LOY__A_MAP, "a map of currencies and amounts, e.g. {\"stars\": \"total.per(100)\"}"},
    {"multiply", LOY__A_MAP, "a map of currencies and factors, e.g. {\"stars\": \"2\"}"},
    {"count", LOY__A_MAP, "a map of counters and amounts, e.g. {\"card\": 1}"},
    {"issue", LOY__A_TEXT | LOY__A_LIST, "a voucher or a list of vouchers"},
    {"stage", LOY__A_TEXT, "the stage to move to"},
    {"notify", LOY__A_TEXT, "a message"},
    {"bonus", LOY__A_BOOLEAN, "true or false"},
    {"limit", LOY__A_MAP, "{\"customer\": 1, \"per\": \"day\"}"},
    {"expires", LOY__A_TEXT, "an ISO 8601 duration, e.g. \"P30D\", or a date or time"},
    {"pending", LOY__A_TEXT | LOY__A_MAP,
     "an ISO 8601 duration, e.g. \"P14D\", or {\"until\": \"activate\"}"},
    {"about", LOY__NOT_BUILT, "describe the rule in \"about\" of the program"},
    {"discount", LOY__NOT_BUILT, "issue a voucher for a reward that gives a discount"},
    {"free_item", LOY__NOT_BUILT, "issue a voucher for a reward that gives a free item"},
    {"badge", LOY__NOT_BUILT, "count in a counter"},
    {"tier", LOY__NOT_BUILT, "let a ladder count what leads to the tier"},
    {"attribute", LOY__NOT_BUILT, "let the host set attributes by a profile event"},
    {"segment", LOY__NOT_BUILT, "test the condition of the segment in \"when\""},
    {"message", LOY__NOT_BUILT, "effects reach only the customer of the event; use \"notify\""},
    {"priority", LOY__NOT_BUILT, "rules stand in the order in which they are considered"},
    {"exclusive", LOY__NOT_BUILT, "test in \"when\" that the other rule does not hold"},
    {"budget", LOY__NOT_BUILT, "name the rule in a budget under \"budgets\""},
};

/* ---- What a rule answers ---- */

static void
set_bit(uint64_t *set, uint32_t bit)
{
    set[bit >> 6] |= UINT64_C(1) << (bit & 63);
}

static void
read_entered(loy__reader *reader, const loy_node *node, uint64_t *stages)
{
    static const size_t prefix = sizeof("enter:") - 1;
    const loy__part *part = &reader->parts[LOY_PART_STAGE];
    const char *id = node->text + prefix;
    uint32_t stage = loy__find_part(reader, LOY_PART_STAGE, id, node->text_size - prefix);

    if (stage == LOY__NONE)
        loy__fault_near(reader, node, "unknown-stage", "there is no stage \"%s\"", id, part->ids,
                        part->count, "write \"enter:\" and the id of a stage");
    else if (stages != NULL)
        set_bit(stages, stage);
}

static bool
is_entering(const loy_node *node)
{
    return node->text_size >= 6 && memcmp(node->text, "enter:", 6) == 0;
}

static void
read_on(loy__reader *reader, const loy_node *node, loy__rule *out)
{
    loy_program *program = reader->program;
    uint64_t *kinds = loy__keep(reader, (program->kind_count + 63) / 64, sizeof(*kinds));
    uint64_t *stages = NULL;
    const loy_node *item;
    uint32_t kind;

    out->kinds = kinds;
    if (node != NULL && loy__item_count(node) == 0)
        loy__fault(reader, node, "missing-member", "a rule answers at least one kind of event",
                   NULL, "write \"on\": \"purchase\"");
    for (item = loy__first_item(node); item != NULL && kinds != NULL;
         item = loy__next_item(node, item)) {
        if (!loy__expect(reader, item, LOY__A_TEXT, "a kind of event, e.g. \"purchase\""))
            continue;
        if (is_entering(item)) {
            if (stages == NULL)
                stages = loy__keep(reader, (program->stage_count + 63) / 64, sizeof(*stages));
            read_entered(reader, item, stages);
            set_bit(kinds, LOY__ON_ENTER);
            continue;
        }
        kind = strcmp(item->text, "timer") == 0 ? (uint32_t)LOY__ON_TIMER
                                                : loy__read_part(reader, item, LOY__PART_KIND);
        if (kind == LOY__ON_EXCHANGE)
            loy__fault(reader, item, "unknown-value", "no rule answers an exchange by itself", NULL,
                       "write \"purchase\": its rules answer the new lines of an exchange");
        else if (kind != LOY__NONE)
            set_bit(kinds, kind);
    }
    out->stages = stages;
}

/* ---- When: the condition, the validity, the day of a timer ---- */

/* The first day on which all its terms about days since purchase hold; false:
 * there is no such term. */
static bool
first_day(const loy__cel_code *code, int64_t *day)
{
    const loy__cel_term *term;
    int64_t days;
    uint32_t i;
    bool found = false;

    for (i = 0; i < loy__cel_term_count(code); i++) {
        term = loy__cel_term_at(code, i);
        if ((term->shape != LOY__CEL_TERM_GT && term->shape != LOY__CEL_TERM_GE) ||
            term->slot != LOY__FACT_DAYS_SINCE_PURCHASE || term->constant_count == 0 ||
            loy__cel_kind(term->constants[0]) != LOY__CEL_INT)
            continue;
        days = term->constants[0].as.integer;
        if (term->shape == LOY__CEL_TERM_GT && days < INT64_MAX)
            days++;
        if (!found || days > *day)
            *day = days;
        found = true;
    }
    return found;
}

static void
read_timer(loy__reader *reader, const loy_node *node, const loy_node *when, loy__rule *out)
{
    int64_t day = 0;

    if (when == NULL) {
        loy__fault(reader, node, "timer-without-days",
                   "a rule on \"timer\" needs a condition that says after how many days", NULL,
                   ASK_FOR_DAYS);
        return;
    }
    if (out->when == NULL)
        return; /* a mistake in it was reported */
    if (!first_day(out->when, &day)) {
        loy__fault(reader, when, "timer-without-days",
                   "a rule on \"timer\" must say after how many days it is judged", NULL,
                   ASK_FOR_DAYS);
        return;
    }
    if (day < 1 || day > 366000) {
        loy__fault(reader, when, "out-of-range", "no timer can run for so many days", NULL,
                   "compare customer.days_since_purchase with 0 to 366000");
        return;
    }
    out->timer_days = (int32_t)day;
}

/* ---- Effects ---- */

static const loy__amount *
read_amounts(loy__reader *reader, const loy_node *map, uint32_t part, uint32_t *count)
{
    loy__amount *amounts, amount;
    const loy_node *node;
    uint32_t at;

    if (map == NULL)
        return NULL;
    amounts = loy__keep(reader, map->count, sizeof(*amounts));
    for (node = map->first; node != NULL && amounts != NULL; node = node->next) {
        amount = (loy__amount){.target = loy__part_of_key(reader, node, part)};
        if (part == LOY_PART_CURRENCY)
            loy__read_earning(reader, node, &amount);
        else
            loy__read_amount(reader, node, 0, &amount);
        for (at = (*count)++; at > 0 && amounts[at - 1].target > amount.target; at--)
            amounts[at] = amounts[at - 1];
        amounts[at] = amount;
    }
    return amounts;
}

static void
read_factor(loy__reader *reader, const loy_node *node, loy__factor *out)
{
    static const int64_t most = 1000000;

    if (!loy__expect(reader, node, LOY__A_TEXT | LOY__AN_INTEGER, "a factor, e.g. \"1.5\""))
        return;
    if (node->kind == LOY__NODE_INTEGER) {
        out->value = loy__read_integer(reader, node, 0, most, 0) * loy__power10(LOY__FACTOR_DIGITS);
        return;
    }
    out->value = loy__read_points(reader, node, LOY__FACTOR_DIGITS, 0);
    if (out->value > most * loy__power10(LOY__FACTOR_DIGITS))
        loy__fault(reader, node, "out-of-range", "the factor %s is too large", node->text,
                   "write at most 1000000");
}

static const loy__factor *
read_factors(loy__reader *reader, const loy_node *map, uint32_t *count)
{
    loy__factor *factors, factor;
    const loy_node *node;
    uint32_t at;

    if (map == NULL)
        return NULL;
    factors = loy__keep(reader, map->count, sizeof(*factors));
    for (node = map->first; node != NULL && factors != NULL; node = node->next) {
        factor = (loy__factor){.currency = loy__part_of_key(reader, node, LOY_PART_CURRENCY)};
        read_factor(reader, node, &factor);
        for (at = (*count)++; at > 0 && factors[at - 1].currency > factor.currency; at--)
            factors[at] = factors[at - 1];
        factors[at] = factor;
    }
    return factors;
}

static void
read_issues(loy__reader *reader, const loy_node *node, loy__rule *out)
{
    uint32_t *issues;
    const loy_node *item;

    if (node == NULL)
        return;
    issues = loy__keep(reader, loy__item_count(node), sizeof(*issues));
    for (item = loy__first_item(node); item != NULL && issues != NULL;
         item = loy__next_item(node, item))
        issues[out->issue_count++] = loy__read_part(reader, item, LOY_PART_VOUCHER);
    out->issues = issues;
}

static void
read_effects(loy__reader *reader, const loy_node *node, const loy_node *const *values,
             loy__rule *out)
{
    out->earns = read_amounts(reader, values[R_EARN], LOY_PART_CURRENCY, &out->earn_count);
    out->factors = read_factors(reader, values[R_MULTIPLY], &out->factor_count);
    out->counts = read_amounts(reader, values[R_COUNT], LOY_PART_COUNTER, &out->count_count);
    read_issues(reader, values[R_ISSUE], out);
    out->stage = loy__read_part(reader, values[R_STAGE], LOY_PART_STAGE);
    if (values[R_NOTIFY] != NULL)
        out->notify = loy__read_text(reader, values[R_NOTIFY]);
    if (out->earn_count + out->factor_count + out->count_count + out->issue_count == 0 &&
        values[R_STAGE] == NULL && values[R_NOTIFY] == NULL)
        loy__fault(reader, node, "rule-without-effect", "this rule does nothing", NULL,
                   "add " EFFECTS);
}

/* The end of what the rule earns. */
static void
read_end(loy__reader *reader, const loy_node *node, loy__rule *out)
{
    if (node == NULL)
        return;
    reader->program->own_lots = true;
    if (out->earn_count == 0)
        loy__fault(reader, node, "conflicting-members", "this rule earns nothing that expires",
                   NULL, "leave out \"expires\", or add \"earn\"");
    if (node->text_size > 0 && node->text[0] == 'P') {
        out->end = LOY__END_AFTER;
        loy__read_duration(reader, node, LOY__DURATION_DAYS, &out->lasts);
        return;
    }
    out->end = LOY__END_AT;
    out->ends = loy__read_moment(reader, node, LOY_NEVER);
}

/* ---- A rule ---- */

static void
read_rule(loy__reader *reader, const loy_node *node, uint32_t number, void *item)
{
    const loy_node *values[LOY_COUNT(rule_members)];
    loy__rule *out = item;

    out->number = number;
    loy__read_members(reader, node, rule_members, LOY_COUNT(rule_members), values);
    read_on(reader, values[R_ON], out);
    out->source = loy__read_text(reader, values[R_WHEN]);
    out->when = loy__read_code(reader, values[R_WHEN], "bool");
    if (out->kinds != NULL && loy__bit(out->kinds, LOY__ON_TIMER))
        read_timer(reader, node, values[R_WHEN], out);
    loy__read_validity(reader, node, &values[R_FROM], "this rule never fires", &out->from,
                       &out->until);
    read_effects(reader, node, values, out);
    out->bonus = values[R_BONUS] != NULL && values[R_BONUS]->number != 0;
    loy__read_rule_limit(reader, values[R_LIMIT], out);
    read_end(reader, values[R_EXPIRES], out);
    loy__read_rule_wait(reader, values[R_PENDING], out);
}

void
loy__read_rules(loy__reader *reader)
{
    loy_program *program = reader->program;

    program->rules =
        loy__read_parts(reader, LOY_PART_RULE, sizeof(loy__rule), read_rule, &program->rule_count);
}
