/*
 * check.c -- the types of an expression, from the leaves up.
 */
#include "cel/check.h"

bool
loy__cel_fits(loy__cel_checker *c, const loy__cel_typed *to, const loy__cel_typed *from)
{
    uint32_t mark = c->trail.count;

    if (!loy__cel_type_accepts(&c->trail, to, from)) {
        loy__cel_trail_undo(&c->trail, mark);
        return false;
    }
    c->trail.count = mark;
    return true;
}

/* Of two types that fit, the one that says less. */
static const loy__cel_typed *
wider(loy__cel_job *job, const loy__cel_typed *a, const loy__cel_typed *b)
{
    a = loy__cel_type_known(a);
    b = loy__cel_type_known(b);
    if (a->kind == LOY__T_DYN || b->kind == LOY__T_PARAM || b->kind == LOY__T_NULL)
        return a;
    if (b->kind == LOY__T_DYN || a->kind == LOY__T_PARAM || a->kind == LOY__T_NULL)
        return b;
    if (a->params[0] == NULL || b->params[0] == NULL)
        return a;
    if (a->kind == LOY__T_TYPE && !loy__cel_type_same(a, b))
        return loy__cel_type_of(job, LOY__T_TYPE, loy__cel_type_simple(LOY__T_DYN), NULL);
    return loy__cel_type_of(job, a->kind, wider(job, a->params[0], b->params[0]),
                            a->params[1] != NULL ? wider(job, a->params[1], b->params[1]) : NULL);
}

const loy__cel_typed *
loy__cel_join(loy__cel_checker *c, const loy__cel_typed *a, const loy__cel_typed *b)
{
    if (loy__cel_type_same(a, b))
        return a;
    if (loy__cel_fits(c, a, b) || loy__cel_fits(c, b, a))
        return wider(c->job, a, b);
    return NULL;
}

const loy__cel_typed *
loy__cel_raise(loy__cel_node *node, loy__cel_error error)
{
    node->kind = LOY__N_RAISE;
    node->op = (uint8_t)error;
    node->count = 0;
    return loy__cel_type_simple(LOY__T_DYN);
}

void
loy__cel_check_bool(loy__cel_checker *c, loy__cel_node *node, const char *where)
{
    const loy__cel_typed *type = loy__cel_check_node(c, node);
    char text[96];

    if (loy__cel_fits(c, loy__cel_type_simple(LOY__T_BOOL), type) || c->lenient)
        return;
    loy__cel_type_write(text, sizeof(text), type);
    LOY__CEL_FAULT(c->job, node->begin, "%s must be true or false, this is of type %s", where,
                   text);
    if (loy__cel_type_known(type)->kind == LOY__T_INT)
        LOY__CEL_HINT(c->job, node->begin, "compare it: ... > 0");
}

static const loy__cel_typed *
check_literal(loy__cel_checker *c, const loy__cel_node *node)
{
    static const uint8_t kinds[] = {
        [LOY__CEL_NULL] = LOY__T_NULL,     [LOY__CEL_BOOL] = LOY__T_BOOL,
        [LOY__CEL_INT] = LOY__T_INT,       [LOY__CEL_UINT] = LOY__T_UINT,
        [LOY__CEL_DOUBLE] = LOY__T_DOUBLE, [LOY__CEL_STRING] = LOY__T_STRING,
        [LOY__CEL_BYTES] = LOY__T_BYTES,
    };
    uint32_t kind = loy__cel_kind(node->value);

    if (c->rules && (kind == LOY__CEL_UINT || kind == LOY__CEL_BYTES)) {
        LOY__CEL_FAULT(c->job, node->begin, "%s are not part of the loyalty profile",
                       kind == LOY__CEL_UINT ? "uint numbers" : "bytes");
        LOY__CEL_HINT(c->job, node->begin, "leave out the `%c`", kind == LOY__CEL_UINT ? 'u' : 'b');
    }
    return loy__cel_type_simple(kinds[kind]);
}

static const loy__cel_typed *
check_connective(loy__cel_checker *c, loy__cel_node *node)
{
    const char *where = node->kind == LOY__N_AND  ? "an operand of `&&`"
                        : node->kind == LOY__N_OR ? "an operand of `||`"
                                                  : "the operand of `!`";

    for (uint32_t i = 0; i < node->count; i++)
        loy__cel_check_bool(c, node->args[i], where);
    return loy__cel_type_simple(LOY__T_BOOL);
}

static const loy__cel_typed *
check_negate(loy__cel_checker *c, loy__cel_node *node)
{
    const loy__cel_typed *type = loy__cel_type_known(loy__cel_check_node(c, node->args[0]));
    char text[96];

    node->unit = node->args[0]->unit;
    if (type->kind == LOY__T_INT || type->kind == LOY__T_DOUBLE || type->kind == LOY__T_DYN)
        return type;
    if (!c->lenient) {
        loy__cel_type_write(text, sizeof(text), type);
        LOY__CEL_FAULT(c->job, node->at, "`-` cannot negate %s", text);
    }
    return loy__cel_type_simple(LOY__T_DYN);
}

static const loy__cel_typed *
check_conditional(loy__cel_checker *c, loy__cel_node *node)
{
    const loy__cel_typed *a, *b, *type;
    char texts[2][96];

    loy__cel_check_bool(c, node->args[0], "the condition before `?`");
    a = loy__cel_check_node(c, node->args[1]);
    b = loy__cel_check_node(c, node->args[2]);
    loy__cel_units(c, node, LOY__OP_ADD, node->args[1]->unit, node->at);
    loy__cel_units(c, node, LOY__OP_ADD, node->args[2]->unit, node->at);
    type = loy__cel_join(c, a, b);
    if (type != NULL)
        return type;
    if (!c->lenient) {
        loy__cel_type_write(texts[0], sizeof(texts[0]), a);
        loy__cel_type_write(texts[1], sizeof(texts[1]), b);
        LOY__CEL_FAULT(c->job, node->at, "both results of `? :` must have one type, not %s and %s",
                       texts[0], texts[1]);
        loy__cel_profile_hint(c, node->args[1], node->args[2], node->at);
    }
    return loy__cel_type_simple(LOY__T_DYN);
}

/* The value inside an optional entry `[?x]` or `{?k: x}`. */
static const loy__cel_typed *
entry_type(loy__cel_checker *c, loy__cel_node *node, bool optional)
{
    const loy__cel_typed *type = loy__cel_type_known(loy__cel_check_node(c, node));

    if (!optional || type->kind == LOY__T_DYN)
        return type;
    if (type->kind == LOY__T_OPTIONAL)
        return type->params[0];
    if (!c->lenient)
        LOY__CEL_FAULT(c->job, node->begin, "an entry with `?` must be optional");
    return loy__cel_type_simple(LOY__T_DYN);
}

/* The type that every `step`th argument from `first` shares. */
static const loy__cel_typed *
check_entries(loy__cel_checker *c, loy__cel_node *node, uint32_t first, uint32_t step)
{
    const loy__cel_typed *joint = NULL;

    for (uint32_t i = first; i < node->count; i += step) {
        bool value = step == 1 || first == 1;
        bool optional = node->ops != NULL && value && node->ops[i - first] != 0;
        const loy__cel_typed *type = entry_type(c, node->args[i], optional);
        const loy__cel_typed *both = joint == NULL ? type : loy__cel_join(c, joint, type);

        if (both == NULL && c->rules) {
            LOY__CEL_FAULT(c->job, node->args[i]->begin, "all entries must have one type");
            loy__cel_profile_hint(c, node->args[i - step], node->args[i], node->args[i]->begin);
        }
        joint = both != NULL ? both : loy__cel_type_simple(LOY__T_DYN);
        loy__cel_units(c, node, LOY__OP_ADD, node->args[i]->unit, node->args[i]->begin);
    }
    return joint != NULL ? joint : loy__cel_type_variable(c->job);
}

static const loy__cel_typed *
check_map(loy__cel_checker *c, loy__cel_node *node)
{
    const loy__cel_typed *key = loy__cel_type_known(check_entries(c, node, 0, 2));
    const loy__cel_typed *value = check_entries(c, node, 1, 2);

    if (!c->lenient && key->kind != LOY__T_DYN && key->kind != LOY__T_PARAM &&
        key->kind != LOY__T_BOOL && key->kind != LOY__T_INT && key->kind != LOY__T_UINT &&
        key->kind != LOY__T_STRING)
        LOY__CEL_FAULT(c->job, node->args[0]->begin, "a key must be a bool, a number or a text");
    return loy__cel_type_of(c->job, LOY__T_MAP, key, value);
}

/* What indexing gives: an element of a list or the value of a key. */
static const loy__cel_typed *
indexed(loy__cel_checker *c, loy__cel_node *node, const loy__cel_typed *base)
{
    const loy__cel_typed *key = loy__cel_check_node(c, node->args[1]);
    char texts[2][96];

    base = loy__cel_type_known(base);
    if (base->kind == LOY__T_LIST && loy__cel_fits(c, loy__cel_type_simple(LOY__T_INT), key))
        return base->params[0];
    if (base->kind == LOY__T_MAP && loy__cel_fits(c, base->params[0], key))
        return base->params[1];
    if (base->kind != LOY__T_DYN && base->kind != LOY__T_PARAM && !c->lenient) {
        loy__cel_type_write(texts[0], sizeof(texts[0]), base);
        loy__cel_type_write(texts[1], sizeof(texts[1]), key);
        LOY__CEL_FAULT(c->job, node->at, "%s cannot be indexed with %s", texts[0], texts[1]);
    }
    return loy__cel_type_simple(LOY__T_DYN);
}

static const loy__cel_typed *
check_index(loy__cel_checker *c, loy__cel_node *node)
{
    const loy__cel_typed *base = loy__cel_type_known(loy__cel_check_node(c, node->args[0]));
    const loy__cel_typed *type;

    if (base->kind != LOY__T_OPTIONAL) {
        type = indexed(c, node, base);
        if ((node->flags & LOY__F_OPTIONAL) == 0)
            return type;
    } else {
        type = indexed(c, node, base->params[0]);
    }
    return loy__cel_type_of(c->job, LOY__T_OPTIONAL, type, NULL);
}

static const loy__cel_typed *
check_bind(loy__cel_checker *c, loy__cel_node *node)
{
    loy__cel_local *local = node->locals[0];
    const loy__cel_typed *type;

    local->type = loy__cel_check_node(c, node->args[0]);
    local->unit = node->args[0]->unit;
    local->outer = c->scope;
    c->scope = local;
    type = loy__cel_check_node(c, node->args[1]);
    node->unit = node->args[1]->unit;
    c->scope = local->outer;
    return type;
}

static const loy__cel_typed *
check_kind(loy__cel_checker *c, loy__cel_node *node)
{
    switch (node->kind) {
    case LOY__N_LITERAL:
        return check_literal(c, node);
    case LOY__N_NAME:
    case LOY__N_SELECT:
    case LOY__N_HAS:
        return loy__cel_resolve(c, node);
    case LOY__N_INDEX:
        return check_index(c, node);
    case LOY__N_CALL:
        return loy__cel_check_call(c, node);
    case LOY__N_LIST:
        return loy__cel_type_of(c->job, LOY__T_LIST, check_entries(c, node, 0, 1), NULL);
    case LOY__N_MAP:
        return check_map(c, node);
    case LOY__N_NEGATE:
        return check_negate(c, node);
    case LOY__N_CHAIN:
        return loy__cel_check_chain(c, node);
    case LOY__N_COND:
        return check_conditional(c, node);
    case LOY__N_LOOP:
        return loy__cel_check_loop(c, node);
    case LOY__N_BIND:
        return check_bind(c, node);
    default:
        return check_connective(c, node);
    }
}

const loy__cel_typed *
loy__cel_check_node(loy__cel_checker *c, loy__cel_node *node)
{
    node->type = loy__cel_type_simple(LOY__T_DYN);
    if (c->job->result == LOY_OK)
        node->type = check_kind(c, node);
    return node->type;
}

bool
loy__cel_check(loy__cel_job *job, loy__cel_node *root, const loy__cel_typed *want)
{
    const loy__cel_options *options = &job->env->options;
    loy__cel_checker c = {.job = job,
                          .env = job->env,
                          .rules = options->rules,
                          .lenient = options->unchecked && !options->rules};
    const loy__cel_typed *type = loy__cel_check_node(&c, root);
    char texts[2][96];

    if (job->result != LOY_OK || want == NULL || loy__cel_fits(&c, want, type))
        return job->result == LOY_OK;
    loy__cel_type_write(texts[0], sizeof(texts[0]), want);
    loy__cel_type_write(texts[1], sizeof(texts[1]), type);
    LOY__CEL_FAULT(job, root->begin, "the result must be of type %s, this is of type %s", texts[0],
                   texts[1]);
    if (want->kind == LOY__T_BOOL)
        LOY__CEL_HINT(job, root->begin, "compare it with something: ... > 0");
    else if (want->kind == LOY__T_INT && loy__cel_type_known(type)->kind == LOY__T_DOUBLE)
        LOY__CEL_HINT(job, root->begin,
                      "amounts are whole numbers: use money('4.50') or mul_div(a, b, c)");
    return false;
}
