/*
 * parser.c -- tokens into a tree.
 *
 * Precedence climbing: one function for all levels of binary operators, each
 * chain read in a loop. It recurses only where the source nests, and that is
 * counted and limited.
 */
#include "cel/ast.h"
#include "cel/lexer.h"

#include <string.h>

typedef struct parser {
    loy__cel_job *job;
    loy__cel_token token; /* the one looked at */
    uint32_t last;        /* end of the one before */
    uint32_t depth;
} parser;

/* Nodes, operators and their places, while a chain or a list is read. */
typedef struct row {
    loy__cel_node **nodes;
    uint8_t *ops;
    uint32_t *marks;
    uint32_t count, capacity;
} row;

static loy__cel_node *parse_expression(parser *p);

static void
advance(parser *p)
{
    p->last = p->token.end + (p->token.kind == LOY__TOKEN_QUOTED ? 1 : 0);
    p->token = loy__cel_lex(p->job, p->last);
}

static bool
row_add(loy__cel_job *job, row *list, loy__cel_node *node, uint32_t op, uint32_t mark)
{
    if (node == NULL)
        return false;
    if (list->count == list->capacity) {
        uint32_t capacity = list->capacity == 0 ? 8 : list->capacity * 2;
        loy__cel_node **nodes = loy__cel_job_alloc(job, capacity * sizeof(*nodes));
        uint8_t *ops = loy__cel_job_alloc(job, capacity);
        uint32_t *marks = loy__cel_job_alloc(job, capacity * sizeof(*marks));

        if (nodes == NULL || ops == NULL || marks == NULL)
            return false;
        if (list->count != 0) {
            memcpy(nodes, list->nodes, list->count * sizeof(*nodes));
            memcpy(ops, list->ops, list->count);
            memcpy(marks, list->marks, list->count * sizeof(*marks));
        }
        *list = (row){nodes, ops, marks, list->count, capacity};
    }
    list->nodes[list->count] = node;
    list->ops[list->count] = (uint8_t)op;
    list->marks[list->count] = mark;
    list->count++;
    return true;
}

static void *
unexpected(parser *p, const char *wanted)
{
    uint32_t at = p->token.begin;

    if (p->token.kind == LOY__TOKEN_END)
        LOY__CEL_FAULT(p->job, at, "the expression ends where %s should stand", wanted);
    else if (p->token.kind != LOY__TOKEN_BAD)
        LOY__CEL_FAULT(p->job, at, "`%.*s` stands where %s should",
                       (int)(p->token.end - p->token.begin), p->job->text + at, wanted);
    return NULL;
}

static bool
expect(parser *p, char c, const char *wanted)
{
    if (p->token.kind != (uint32_t)(unsigned char)c) {
        unexpected(p, wanted);
        return false;
    }
    advance(p);
    return true;
}

static bool
enter(parser *p)
{
    if (++p->depth <= LOY__CEL_MAX_NESTING)
        return true;
    LOY__CEL_FAULT(p->job, p->token.begin, "more than %d levels of nesting", LOY__CEL_MAX_NESTING);
    return false;
}

/* Expressions with commas up to a closing character, which is passed. */
static bool
parse_arguments(parser *p, row *list, char close, bool optionals)
{
    while (p->token.kind != (uint32_t)(unsigned char)close) {
        uint32_t optional = 0;

        if (optionals && p->token.kind == '?') {
            advance(p);
            optional = 1;
        }
        if (!row_add(p->job, list, parse_expression(p), optional, 0))
            return false;
        if (p->token.kind != ',')
            break;
        advance(p);
        if (close == ')' && p->token.kind == ')') {
            unexpected(p, "an argument");
            return false;
        }
    }
    return expect(p, close, close == ')' ? "`,` or `)`" : "`,` or `]`");
}

static bool
any_optional(const row *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->ops[i] != 0)
            return true;
    return false;
}

static loy__cel_node *
finish(parser *p, loy__cel_node *node, const row *list)
{
    if (node == NULL || !loy__cel_node_adopt(p->job, node, list->nodes, list->count))
        return NULL;
    node->end = p->last;
    return node;
}

static loy__cel_node *
parse_list(parser *p)
{
    loy__cel_node *node = loy__cel_node_new(p->job, LOY__N_LIST, p->token.begin, 0);
    row list = {0};

    advance(p);
    if (node == NULL || !parse_arguments(p, &list, ']', true))
        return NULL;
    if (any_optional(&list))
        node->ops = list.ops;
    return finish(p, node, &list);
}

static loy__cel_node *
parse_map(parser *p)
{
    loy__cel_node *node = loy__cel_node_new(p->job, LOY__N_MAP, p->token.begin, 0);
    row list = {0};

    advance(p);
    while (p->token.kind != '}') {
        uint32_t optional = p->token.kind == '?';

        if (optional)
            advance(p);
        if (!row_add(p->job, &list, parse_expression(p), optional, 0) ||
            !expect(p, ':', "`:` after the key of a map") ||
            !row_add(p->job, &list, parse_expression(p), 0, 0))
            return NULL;
        if (p->token.kind != ',')
            break;
        advance(p);
    }
    if (node == NULL || !expect(p, '}', "`,` or `}`"))
        return NULL;
    if (any_optional(&list))
        node->ops = list.ops;
    return finish(p, node, &list);
}

static loy__cel_node *
parse_literal(parser *p, bool negative)
{
    loy__cel_token token = p->token;
    loy__cel_node *node = loy__cel_node_new(p->job, LOY__N_LITERAL, token.begin, token.end);

    if (node == NULL)
        return NULL;
    advance(p);
    switch (token.kind) {
    case LOY__TOKEN_TRUE:
    case LOY__TOKEN_FALSE:
        node->value = loy__cel_bool(token.kind == LOY__TOKEN_TRUE);
        return node;
    case LOY__TOKEN_NULL:
        node->value = (loy__cel_value){.tag = LOY__CEL_NULL};
        return node;
    default:
        return loy__cel_literal(p->job, token, negative, &node->value) ? node : NULL;
    }
}

/* The arguments of a call, the present token being `(`; `receiver` may be NULL. */
static loy__cel_node *
parse_call(parser *p, loy__cel_node *receiver, loy__cel_token name, uint32_t flags)
{
    uint32_t begin = receiver != NULL ? receiver->begin : name.begin;
    loy__cel_node *node = loy__cel_node_new(p->job, LOY__N_CALL, begin, 0);
    row list = {0};

    advance(p);
    if (node == NULL || (receiver != NULL && !row_add(p->job, &list, receiver, 0, 0)))
        return NULL;
    node->at = name.begin;
    node->name = p->job->text + name.begin;
    node->name_size = name.end - name.begin;
    node->flags = (uint8_t)(flags | (receiver != NULL ? LOY__F_METHOD : 0u));
    if (!parse_arguments(p, &list, ')', false))
        return NULL;
    node = finish(p, node, &list);
    return node != NULL ? loy__cel_macro(p->job, node) : NULL;
}

static loy__cel_node *
parse_name(parser *p)
{
    bool root = p->token.kind == '.';
    loy__cel_token name;
    loy__cel_node *node;

    if (root)
        advance(p);
    name = p->token;
    if (name.kind != LOY__TOKEN_NAME)
        return unexpected(p, "a name");
    advance(p);
    if (loy__cel_reserved(p->job->text + name.begin, name.end - name.begin)) {
        LOY__CEL_FAULT(p->job, name.begin, "`%.*s` is a word that CEL keeps for itself",
                       (int)(name.end - name.begin), p->job->text + name.begin);
        return NULL;
    }
    if (p->token.kind == '(')
        return parse_call(p, NULL, name, root ? LOY__F_ROOT : 0);
    node = loy__cel_node_new(p->job, LOY__N_NAME, name.begin, name.end);
    if (node == NULL)
        return NULL;
    node->name = p->job->text + name.begin;
    node->name_size = name.end - name.begin;
    node->flags = root ? LOY__F_ROOT : 0;
    return node;
}

static loy__cel_node *
parse_primary(parser *p)
{
    loy__cel_node *node;

    switch (p->token.kind) {
    case '(':
        advance(p);
        node = parse_expression(p);
        return node != NULL && expect(p, ')', "`)`") ? node : NULL;
    case '[':
        return parse_list(p);
    case '{':
        return parse_map(p);
    case LOY__TOKEN_INT:
    case LOY__TOKEN_UINT:
    case LOY__TOKEN_DOUBLE:
    case LOY__TOKEN_STRING:
    case LOY__TOKEN_BYTES:
    case LOY__TOKEN_TRUE:
    case LOY__TOKEN_FALSE:
    case LOY__TOKEN_NULL:
        return parse_literal(p, false);
    case LOY__TOKEN_NAME:
    case '.':
        return parse_name(p);
    default:
        return unexpected(p, "a value");
    }
}

static loy__cel_node *
parse_select(parser *p, loy__cel_node *left)
{
    loy__cel_token name;
    loy__cel_node *node;
    uint32_t flags = 0;

    advance(p);
    if (p->token.kind == '?') {
        flags = LOY__F_OPTIONAL;
        advance(p);
    }
    name = p->token;
    if (name.kind != LOY__TOKEN_NAME && name.kind != LOY__TOKEN_QUOTED)
        return unexpected(p, "the name of a field");
    advance(p);
    if (p->token.kind == '(' && name.kind == LOY__TOKEN_NAME && flags == 0)
        return parse_call(p, left, name, 0);
    node = loy__cel_node_new(p->job, LOY__N_SELECT, left->begin, p->last);
    if (node == NULL || !loy__cel_node_adopt(p->job, node, &left, 1))
        return NULL;
    node->at = name.begin;
    node->name = p->job->text + name.begin;
    node->name_size = name.end - name.begin;
    node->flags = (uint8_t)flags;
    return node;
}

static loy__cel_node *
parse_index(parser *p, loy__cel_node *left)
{
    loy__cel_node *node = loy__cel_node_new(p->job, LOY__N_INDEX, left->begin, 0), *args[2];

    if (node == NULL)
        return NULL;
    node->at = p->token.begin;
    advance(p);
    if (p->token.kind == '?') {
        node->flags = LOY__F_OPTIONAL;
        advance(p);
    }
    args[0] = left;
    args[1] = parse_expression(p);
    if (args[1] == NULL || !expect(p, ']', "`]`") || !loy__cel_node_adopt(p->job, node, args, 2))
        return NULL;
    node->end = p->last;
    return node;
}

static loy__cel_node *
parse_member(parser *p)
{
    loy__cel_node *node = parse_primary(p);

    while (node != NULL) {
        if (p->token.kind == '.') {
            node = parse_select(p, node);
        } else if (p->token.kind == '[') {
            node = parse_index(p, node);
        } else if (p->token.kind == '{' &&
                   (node->kind == LOY__N_NAME || node->kind == LOY__N_SELECT)) {
            LOY__CEL_FAULT(p->job, p->token.begin, "messages cannot be built in expressions");
            return NULL;
        } else {
            return node;
        }
    }
    return NULL;
}

static loy__cel_node *
parse_unary(parser *p)
{
    uint32_t sign = p->token.kind, at = p->token.begin, count = 0, kind;
    loy__cel_node *inner, *node;

    if (sign != '!' && sign != '-')
        return parse_member(p);
    for (; p->token.kind == sign; count++)
        advance(p);
    kind = p->token.kind;
    if (sign == '-' && (kind == LOY__TOKEN_INT || kind == LOY__TOKEN_DOUBLE)) {
        /* The sign belongs to the number: the least int has no positive one. */
        parser saved = *p;

        inner = parse_literal(p, true);
        count--;
        if (inner != NULL && (p->token.kind == '.' || p->token.kind == '[')) {
            *p = saved;
            inner = parse_member(p);
            count++;
        } else if (inner != NULL) {
            inner->begin = inner->at = at;
        }
    } else {
        inner = parse_member(p);
    }
    if (inner == NULL || count % 2 == 0)
        return inner;
    node = loy__cel_node_new(p->job, sign == '!' ? LOY__N_NOT : LOY__N_NEGATE, at, p->last);
    return node != NULL && loy__cel_node_adopt(p->job, node, &inner, 1) ? node : NULL;
}

/* The operator that a token is at a level of precedence, 0 for none. */
static uint32_t
operator_at(uint32_t level, uint32_t token)
{
    switch (token) {
    case LOY__TOKEN_OR:
        return level == 0;
    case LOY__TOKEN_AND:
        return level == 1;
    case LOY__TOKEN_EQ:
        return level == 2 ? LOY__OP_EQ : 0;
    case LOY__TOKEN_NE:
        return level == 2 ? LOY__OP_NE : 0;
    case '<':
        return level == 2 ? LOY__OP_LT : 0;
    case LOY__TOKEN_LE:
        return level == 2 ? LOY__OP_LE : 0;
    case '>':
        return level == 2 ? LOY__OP_GT : 0;
    case LOY__TOKEN_GE:
        return level == 2 ? LOY__OP_GE : 0;
    case LOY__TOKEN_IN:
        return level == 2 ? LOY__OP_IN : 0;
    case '+':
        return level == 3 ? LOY__OP_ADD : 0;
    case '-':
        return level == 3 ? LOY__OP_SUB : 0;
    case '*':
        return level == 4 ? LOY__OP_MUL : 0;
    case '/':
        return level == 4 ? LOY__OP_DIV : 0;
    case '%':
        return level == 4 ? LOY__OP_MOD : 0;
    default:
        return 0;
    }
}

static loy__cel_node *
parse_level(parser *p, uint32_t level)
{
    static const uint8_t kinds[] = {LOY__N_OR, LOY__N_AND, LOY__N_CHAIN, LOY__N_CHAIN,
                                    LOY__N_CHAIN};
    loy__cel_node *first, *node;
    row list = {0};
    uint32_t op;

    if (level == sizeof(kinds))
        return parse_unary(p);
    first = parse_level(p, level + 1);
    if (first == NULL || operator_at(level, p->token.kind) == 0)
        return first;
    if (!row_add(p->job, &list, first, 0, 0))
        return NULL;
    /* Operator n is kept beside its left operand. */
    while ((op = operator_at(level, p->token.kind)) != 0) {
        list.ops[list.count - 1] = (uint8_t)op;
        list.marks[list.count - 1] = p->token.begin;
        advance(p);
        if (!row_add(p->job, &list, parse_level(p, level + 1), 0, 0))
            return NULL;
    }
    node = loy__cel_node_new(p->job, kinds[level], first->begin, 0);
    if (node == NULL)
        return NULL;
    node->at = list.marks[0];
    node->ops = list.ops;
    node->marks = list.marks;
    return finish(p, node, &list);
}

static loy__cel_node *
parse_conditional(parser *p, loy__cel_node *condition)
{
    loy__cel_node *node, *args[3] = {condition, NULL, NULL};
    uint32_t at = p->token.begin;

    advance(p);
    args[1] = parse_level(p, 0);
    if (args[1] == NULL || !expect(p, ':', "`:` of the conditional"))
        return NULL;
    args[2] = parse_expression(p);
    node = loy__cel_node_new(p->job, LOY__N_COND, condition->begin, p->last);
    if (node == NULL || args[2] == NULL)
        return NULL;
    node->at = at;
    return loy__cel_node_adopt(p->job, node, args, 3) ? node : NULL;
}

static loy__cel_node *
parse_expression(parser *p)
{
    loy__cel_node *node;

    if (!enter(p))
        return NULL;
    node = parse_level(p, 0);
    if (node != NULL && p->token.kind == '?')
        node = parse_conditional(p, node);
    p->depth--;
    return node;
}

loy__cel_node *
loy__cel_parse(loy__cel_job *job)
{
    parser p = {.job = job};
    loy__cel_node *node;

    if (!loy__utf8_valid(job->text, job->size)) {
        LOY__CEL_FAULT(job, 0, "the expression is not well-formed UTF-8");
        return NULL;
    }
    p.token = loy__cel_lex(job, 0);
    if (p.token.kind == LOY__TOKEN_END) {
        LOY__CEL_FAULT(job, p.token.begin, "the expression is empty");
        return NULL;
    }
    node = parse_expression(&p);
    if (node != NULL && p.token.kind != LOY__TOKEN_END)
        return unexpected(&p, "an operator or the end");
    return job->result == LOY_OK ? node : NULL;
}
