/*
 * profile.c -- what the loyalty profile adds to CEL and what it refuses.
 *
 * Amounts are whole minor units of money or units of points; every division
 * names its rounding, and nothing passes through a double.
 */
#include "base/number.h"
#include "cel/check.h"
#include "cel/value.h"

#include <string.h>

static bool
are_ints(const loy__cel_value *args, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (loy__cel_kind(args[i]) != LOY__CEL_INT)
            return false;
    return true;
}

loy__cel_error
loy__cel_whole_units(int64_t amount, int64_t unit, int64_t *out)
{
    if (unit <= 0)
        return unit == 0 ? LOY__CEL_ERR_DIVIDE : LOY__CEL_ERR_ARGUMENT;
    *out = amount / unit - (amount % unit < 0);
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_per(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_error error = LOY__CEL_ERR_OVERLOAD;
    int64_t units;

    if (are_ints(call->args, call->count))
        error = loy__cel_whole_units(call->args[0].as.integer, call->args[1].as.integer, &units);
    if (error == LOY__CEL_ERR_NONE)
        *out = loy__cel_int(units);
    return error;
}

bool
loy__cel_is_under(loy__cel_value path, loy__cel_value prefix)
{
    uint32_t symbol = loy__cel_symbol(path);

    if (symbol != 0 && symbol == loy__cel_symbol(prefix))
        return true;
    if (path.size < prefix.size || memcmp(path.as.text, prefix.as.text, prefix.size) != 0)
        return false;
    return path.size == prefix.size || path.as.text[prefix.size] == '/';
}

loy__cel_error
loy__cel_under(const loy__cel_call *call, loy__cel_value *out)
{
    const loy__cel_value *args = call->args;
    if (loy__cel_kind(args[0]) != LOY__CEL_STRING || loy__cel_kind(args[1]) != LOY__CEL_STRING)
        return LOY__CEL_ERR_OVERLOAD;
    *out = loy__cel_bool(loy__cel_is_under(args[0], args[1]));
    return LOY__CEL_ERR_NONE;
}

/* The rounding is the function's data. */
loy__cel_error
loy__cel_mul_div(const loy__cel_call *call, loy__cel_value *out)
{
    const loy__cel_value *args = call->args;
    int64_t result;

    if (!are_ints(args, call->count))
        return LOY__CEL_ERR_OVERLOAD;
    if (args[2].as.integer == 0)
        return LOY__CEL_ERR_DIVIDE;
    if (!loy__mul_div(args[0].as.integer, args[1].as.integer, args[2].as.integer,
                      (loy__rounding)call->data, &result))
        return LOY__CEL_ERR_OVERFLOW;
    *out = loy__cel_int(result);
    return LOY__CEL_ERR_NONE;
}

/* ---- At load ---- */

const loy__cel_typed *
loy__cel_profile_money(loy__cel_checker *c, loy__cel_node *node)
{
    const loy__cel_node *arg = node->count == 1 ? node->args[0] : NULL;
    uint32_t digits = c->env->options.money_digits;
    char example[32] = "5";
    int64_t amount;

    if (digits > 0)
        loy__format(example, sizeof(example), "4.%.*s", (int)(digits < 18 ? digits : 18),
                    "500000000000000000");
    if (arg == NULL || arg->kind != LOY__N_LITERAL ||
        loy__cel_kind(arg->value) != LOY__CEL_STRING) {
        LOY__CEL_FAULT(c->job, node->at, "money() wants one text with an amount");
        LOY__CEL_HINT(c->job, node->at, "write money('%s')", example);
    } else if (!loy__parse_decimal(arg->value.as.text, arg->value.size, digits, &amount)) {
        LOY__CEL_FAULT(c->job, arg->begin,
                       "'%.*s' is not an amount of money with up to %u decimals",
                       (int)arg->value.size, arg->value.as.text, digits);
        LOY__CEL_HINT(c->job, arg->begin, "write for example money('%s')", example);
    } else {
        node->kind = LOY__N_LITERAL;
        node->value = loy__cel_int(amount);
        node->unit = LOY__CEL_UNIT_MONEY;
        node->count = 0;
    }
    return loy__cel_type_simple(LOY__T_INT);
}

static bool
is_named(const loy__cel_function *function, const char *name)
{
    return strcmp(function->name, name) == 0;
}

static bool
is_getter(const loy__cel_function *function)
{
    return strncmp(function->name, "get", 3) == 0;
}

void
loy__cel_profile_unit(loy__cel_job *job, const loy__cel_node *unit)
{
    if (unit->kind != LOY__N_LITERAL || unit->value.as.integer > 0)
        return;
    LOY__CEL_FAULT(job, unit->begin, "per() wants a unit above 0");
    LOY__CEL_HINT(job, unit->begin, "write for example total.per(money('1.00'))");
}

static bool
check_getter(loy__cel_checker *c, loy__cel_node *node, const loy__cel_function *function)
{
    bool duration = loy__cel_type_known(node->args[0]->type)->kind == LOY__T_DURATION;
    static const char *const facts[][2] = {
        {"getHours", "event.local.hour"},        {"getMinutes", "event.local.minute"},
        {"getDayOfWeek", "event.local.weekday"}, {"getDate", "event.local.day"},
        {"getDayOfMonth", "event.local.day"},    {"getMonth", "event.local.month"},
        {"getFullYear", "event.local.year"},
    };

    if (duration || node->count > 1)
        return true;
    LOY__CEL_FAULT(c->job, node->at, "%s() without a zone would be in UTC, not in the shop's time",
                   function->name);
    for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
        if (is_named(function, facts[i][0]))
            LOY__CEL_HINT(c->job, node->at, "use %s, or give an offset: %s('+01:00')", facts[i][1],
                          function->name);
    LOY__CEL_HINT(c->job, node->at, "give an offset: %s('+01:00')", function->name);
    return false;
}

/* spend() reads the field `amount` of the objects that it is given. */
static bool
check_spend(loy__cel_checker *c, loy__cel_node *node)
{
    const loy__cel_typed *list = loy__cel_type_known(node->args[0]->type);
    const loy__cel_typed *object =
        list->kind == LOY__T_LIST ? loy__cel_type_known(list->params[0]) : list;
    const loy__cel_variable *field = NULL;

    if (object->kind == LOY__T_OBJECT)
        field = loy__cel_object_field(&c->env->objects[object->number], "amount", 6);
    if (field == NULL || field->type->kind != LOY__T_INT) {
        LOY__CEL_FAULT(c->job, node->args[0]->begin, "spend() wants a list of lines");
        LOY__CEL_HINT(c->job, node->args[0]->begin,
                      "write spend(lines) or spend(lines.filter(l, ...)); use .sum() for numbers");
        return false;
    }
    node->slot = field->slot;
    node->unit = LOY__CEL_UNIT_MONEY;
    node->kind = LOY__N_LOOP;
    node->op = LOY__LOOP_SPEND;
    node->type = loy__cel_type_simple(LOY__T_INT);
    return false;
}

bool
loy__cel_profile_call(loy__cel_checker *c, loy__cel_node *node, const loy__cel_function *function)
{
    if (is_named(function, "spend"))
        return check_spend(c, node);
    if (is_getter(function))
        return check_getter(c, node, function);
    if (is_named(function, "sum") || is_named(function, "min") || is_named(function, "max") ||
        is_named(function, "math.greatest") || is_named(function, "math.least") ||
        is_named(function, "math.abs") || strncmp(function->name, "mul_div", 7) == 0)
        node->unit = node->args[0]->unit;
    else if (is_named(function, "size"))
        node->unit = LOY__CEL_UNIT_COUNT;
    return true;
}

static uint32_t
kind_of(const loy__cel_node *node)
{
    return loy__cel_type_known(node->type)->kind;
}

void
loy__cel_profile_hint(loy__cel_checker *c, const loy__cel_node *left, const loy__cel_node *right,
                      uint32_t at)
{
    const loy__cel_node *number = kind_of(left) == LOY__T_INT ? left : right;
    const loy__cel_node *other = number == left ? right : left;

    if (!c->rules || kind_of(number) != LOY__T_INT)
        return;
    if (kind_of(other) == LOY__T_DOUBLE && other->kind == LOY__N_LITERAL)
        LOY__CEL_HINT(c->job, at, "amounts are whole minor units: write money('%.*s')",
                      (int)(other->end - other->begin), c->job->text + other->begin);
    else if (kind_of(other) == LOY__T_DOUBLE)
        LOY__CEL_HINT(c->job, at, "amounts are whole numbers: use mul_div(a, b, c) for fractions");
    else if (kind_of(other) == LOY__T_STRING && other->kind == LOY__N_LITERAL)
        LOY__CEL_HINT(c->job, at, "write a number without quotes, or money('4.50')");
}
