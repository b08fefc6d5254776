/*
 * read_returns.c -- what happens when goods come back: how long, how much of what
 * they gave is taken and from where, what of the points that paid for them
 * returns, what becomes of vouchers, given and used, of the stage, and whether tiers
 * fall.
 */
#include "program/read.h"

#include "base/macros.h"

static const loy__choice steps[] = {
    {"pending", LOY__TAKE_PENDING},
    {"lot", LOY__TAKE_LOT},
    {"newest", LOY__TAKE_NEWEST},
    {"oldest", LOY__TAKE_OLDEST},
};

static void
read_order(loy__reader *reader, const loy_node *node, uint8_t *order)
{
    const loy_node *item = loy__first_item(node);
    uint32_t count = 0;
    uint32_t seen = 0;

    if (node == NULL) {
        order[count++] = LOY__TAKE_PENDING;
        order[count++] = LOY__TAKE_LOT;
    }
    for (; item != NULL; item = loy__next_item(node, item)) {
        uint32_t step;

        if (!loy__expect(reader, item, LOY__A_TEXT,
                         "\"pending\", \"lot\", \"newest\" or \"oldest\""))
            continue;
        step = loy__read_choice(reader, item, steps, LOY_COUNT(steps), LOY__TAKE_NONE);
        if (step == LOY__TAKE_NONE)
            continue;
        if (seen >> step & 1) {
            loy__fault(reader, item, "duplicate-value", "\"%s\" stands here twice", item->text,
                       "name each place once");
            continue;
        }
        seen |= 1u << step;
        order[count++] = (uint8_t)step;
    }
    /* No lot is left while points are owed: any others are always the last. */
    if ((seen & (1u << LOY__TAKE_NEWEST | 1u << LOY__TAKE_OLDEST)) == 0)
        order[count] = LOY__TAKE_NEWEST;
}

enum {
    WINDOW,
    ORDER,
    BURNS,
    REWARDS,
    VOUCHERS,
    STAGE,
    TIER,
    METHOD,
    REFUNDS,
    RULES,
    UNKNOWN,
    PARK,
    MEMBERS
};

static const loy__member members[MEMBERS] = {
    [WINDOW] = {"window", LOY__A_TEXT, "an ISO 8601 duration, e.g. \"P30D\""},
    [ORDER] = {"order", LOY__A_LIST, "a list, e.g. [\"pending\", \"lot\", \"newest\"]"},
    [BURNS] = {"burns", LOY__A_TEXT, "\"full\", \"share\" or \"never\""},
    [REWARDS] = {"rewards", LOY__A_TEXT, "\"keep\", \"void\" or \"recover\""},
    [VOUCHERS] = {"vouchers", LOY__A_TEXT, "\"restore\" or \"keep\""},
    [STAGE] = {"stage", LOY__A_TEXT, "\"restore\" or \"keep\""},
    [TIER] = {"tier", LOY__A_TEXT, "\"now\", \"review\" or \"never\""},
    [METHOD] = {"method", LOY__A_TEXT, "\"line\", \"proportion\" or \"re-evaluate\""},
    [REFUNDS] = {"refunds", LOY__A_TEXT, "\"cumulative\" or \"each\""},
    [RULES] = {"rules", LOY__A_TEXT, "\"sale\" or \"current\""},
    [UNKNOWN] = {"unknown", LOY__A_TEXT, "\"refuse\" or \"park\""},
    [PARK] = {"park", LOY__A_TEXT, "an ISO 8601 duration, e.g. \"P30D\""},
};

/* How much is taken back. */
static void
read_method(loy__reader *reader, const loy_node **values, loy__returns *out)
{
    static const loy__choice methods[] = {
        {"line", LOY__METHOD_LINE},
        {"proportion", LOY__METHOD_PROPORTION},
        {"re-evaluate", LOY__METHOD_REEVALUATE},
    };
    static const loy__choice refunds[] = {
        {"cumulative", LOY__REFUNDS_CUMULATIVE},
        {"each", LOY__REFUNDS_EACH},
    };
    static const loy__choice rules[] = {
        {"sale", LOY__RULES_SALE},
        {"current", LOY__RULES_CURRENT},
    };

    out->method =
        loy__read_choice(reader, values[METHOD], methods, LOY_COUNT(methods), LOY__METHOD_LINE);
    out->refunds = loy__read_choice(reader, values[REFUNDS], refunds, LOY_COUNT(refunds),
                                    LOY__REFUNDS_CUMULATIVE);
    out->rules = loy__read_choice(reader, values[RULES], rules, LOY_COUNT(rules), LOY__RULES_SALE);
    out->snapshot = out->method == LOY__METHOD_REEVALUATE || out->rules == LOY__RULES_CURRENT;
}

/* What else goes with it. */
static void
read_others(loy__reader *reader, const loy_node **values, loy__returns *out)
{
    static const loy__choice burns[] = {
        {"full", LOY__BURNS_FULL},
        {"share", LOY__BURNS_SHARE},
        {"never", LOY__BURNS_NEVER},
    };
    static const loy__choice rewards[] = {
        {"keep", LOY__REWARDS_KEEP},
        {"void", LOY__REWARDS_VOID},
        {"recover", LOY__REWARDS_RECOVER},
    };
    static const loy__choice vouchers[] = {
        {"restore", LOY__VOUCHERS_RESTORE},
        {"keep", LOY__VOUCHERS_KEEP},
    };
    static const loy__choice stages[] = {
        {"restore", LOY__STAGE_RESTORE},
        {"keep", LOY__STAGE_KEEP},
    };
    static const loy__choice tiers[] = {
        {"now", LOY__TIER_NOW},
        {"review", LOY__TIER_REVIEW},
        {"never", LOY__TIER_NEVER},
    };

    out->burns = loy__read_choice(reader, values[BURNS], burns, LOY_COUNT(burns), LOY__BURNS_FULL);
    out->rewards =
        loy__read_choice(reader, values[REWARDS], rewards, LOY_COUNT(rewards), LOY__REWARDS_KEEP);
    out->vouchers = loy__read_choice(reader, values[VOUCHERS], vouchers, LOY_COUNT(vouchers),
                                     LOY__VOUCHERS_RESTORE);
    out->stage =
        loy__read_choice(reader, values[STAGE], stages, LOY_COUNT(stages), LOY__STAGE_RESTORE);
    out->tier = loy__read_choice(reader, values[TIER], tiers, LOY_COUNT(tiers), LOY__TIER_NOW);
}

static void
read_unknown(loy__reader *reader, const loy_node **values, loy__returns *out)
{
    static const loy__choice unknown[] = {
        {"refuse", LOY__UNKNOWN_REFUSE},
        {"park", LOY__UNKNOWN_PARK},
    };

    out->unknown =
        loy__read_choice(reader, values[UNKNOWN], unknown, LOY_COUNT(unknown), LOY__UNKNOWN_REFUSE);
    if (!loy__read_duration(reader, values[PARK], LOY__DURATION_POSITIVE, &out->park))
        out->park = (loy__duration){.days = 30};
    if (values[PARK] != NULL && out->unknown != LOY__UNKNOWN_PARK)
        loy__fault(reader, values[PARK], "conflicting-members",
                   "no return waits where those of unknown sales are refused", NULL,
                   "write \"unknown\": \"park\", or leave out \"park\"");
}

void
loy__read_returns(loy__reader *reader)
{
    const loy_node *values[MEMBERS];
    loy__returns *out = &reader->program->returns;

    loy__read_members(reader, reader->root[LOY__ROOT_RETURNS], members, MEMBERS, values);
    if (!loy__read_duration(reader, values[WINDOW], LOY__DURATION_POSITIVE, &out->window))
        out->window = (loy__duration){.months = 12};
    read_order(reader, values[ORDER], out->order);
    read_method(reader, values, out);
    read_others(reader, values, out);
    read_unknown(reader, values, out);
}

/* ---- Points that may expire before their sale can come back no more ---- */

/* Whether one duration is no shorter than another, whenever they begin. */
static bool
covers(const loy__duration *one, const loy__duration *other)
{
    if (one->months >= other->months && one->days >= other->days && one->ms >= other->ms)
        return true;
    return (int64_t)one->months * 28 + one->days >= (int64_t)other->months * 31 + other->days + 1 &&
           other->ms < LOY__DAY_MS;
}

/* Whether points of a currency, whose ends the currency alone decides, end before a return
 * would be late. */
static bool
may_end_sooner(const loy__currency *currency, loy__duration window)
{
    /* The start of a day is before the time of the sale, and days of others begin sooner. */
    if (currency->edge == LOY__EDGE_START_OF_DAY || currency->clock != LOY__CLOCK_PROGRAM)
        window.days += 2;
    return currency->life.tier_count > 0 || currency->life.has_since ||
           !covers(&currency->after, &window);
}

void
loy__set_excuses(loy__reader *reader)
{
    const loy_program *program = reader->program;
    loy__currency *currencies = (loy__currency *)program->currencies;

    for (uint32_t i = 0; i < program->currency_count; i++)
        currencies[i].life.excuses =
            program->own_lots ||
            (currencies[i].expires && may_end_sooner(&currencies[i], program->returns.window));
}
