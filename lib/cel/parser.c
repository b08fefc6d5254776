/*
 * parser.c -- tokens into a tree: operators and conditionals.
 *
 * Precedence climbing: one function for all levels of binary operators, each
 * chain read in a loop. It recurses only where the source nests, and that is
 * counted and limited.
 */
#include "cel/parser.h"

#include <string.h>

void
loy__parser_advance(loy__parser *p)
{
    p->last = p->token.end + (p->token.kind == LOY__TOKEN_QUOTED ? 1 : 0);
    p->token = loy__cel_lex(p->job, p->last);
}

bool
loy__parser_add(loy__cel_job *job, loy__parser_row *list, loy__cel_node *node, uint32_t op,
                uint32_t mark)
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
        *list = (loy__parser_row){nodes, ops, marks, list->count, capacity};
    }
    list->nodes[list->count] = node;
    list->ops[list->count] = (uint8_t)op;
    list->marks[list->count] = mark;
    list->count++;
    return true;
}

void *
loy__parser_unexpected(loy__parser *p, const char *wanted)
{
    uint32_t at = p->token.begin;

    if (p->token.kind == LOY__TOKEN_END)
        LOY__CEL_FAULT(p->job, at, "the expression ends where %s should stand", wanted);
    else if (p->token.kind != LOY__TOKEN_BAD)
        LOY__CEL_FAULT(p->job, at, "`%.*s` stands where %s should",
                       (int)(p->token.end - p->token.begin), p->job->text + at, wanted);
    return NULL;
}

bool
loy__parser_expect(loy__parser *p, char c, const char *wanted)
{
    if (p->token.kind != (uint32_t)(unsigned char)c) {
        loy__parser_unexpected(p, wanted);
        return false;
    }
    loy__parser_advance(p);
    return true;
}

bool
loy__parser_enter(loy__parser *p)
{
    if (++p->depth <= LOY__CEL_MAX_NESTING)
        return true;
    LOY__CEL_FAULT(p->job, p->token.begin, "more than %d levels of nesting", LOY__CEL_MAX_NESTING);
    return false;
}

loy__cel_node *
loy__parser_finish(loy__parser *p, loy__cel_node *node, const loy__parser_row *list)
{
    if (node == NULL || !loy__cel_node_adopt(p->job, node, list->nodes, list->count))
        return NULL;
    node->end = p->last;
    return node;
}

static loy__cel_node *
parse_unary(loy__parser *p)
{
    uint32_t sign = p->token.kind, at = p->token.begin, count = 0, kind;
    loy__cel_node *inner, *node;

    if (sign != '!' && sign != '-')
        return loy__parse_member(p);
    for (; p->token.kind == sign; count++)
        loy__parser_advance(p);
    kind = p->token.kind;
    if (sign == '-' && (kind == LOY__TOKEN_INT || kind == LOY__TOKEN_DOUBLE)) {
        /* The sign belongs to the number: the least int has no positive one. */
        loy__parser saved = *p;

        inner = loy__parse_literal(p, true);
        count--;
        if (inner != NULL && (p->token.kind == '.' || p->token.kind == '[')) {
            *p = saved;
            inner = loy__parse_member(p);
            count++;
        } else if (inner != NULL) {
            inner->begin = inner->at = at;
        }
    } else {
        inner = loy__parse_member(p);
    }
    if (inner == NULL || count % 2 == 0)
        return inner;
    node = loy__cel_node_new(p->job, sign == '!' ? LOY__N_NOT : LOY__N_NEGATE, at, p->last);
    return node != NULL && loy__cel_node_adopt(p->job, node, &inner, 1) ? node : NULL;
}

/* An operator between two operands. Level 0 binds least. */
typedef struct operation {
    uint8_t level;
    uint8_t op; /* LOY__OP_... of chains; 0: the token is no operator */
} operation;

static operation
operation_of(uint32_t token)
{
    switch (token) {
    case LOY__TOKEN_OR:
        return (operation){0, 1};
    case LOY__TOKEN_AND:
        return (operation){1, 1};
    case LOY__TOKEN_EQ:
        return (operation){2, LOY__OP_EQ};
    case LOY__TOKEN_NE:
        return (operation){2, LOY__OP_NE};
    case '<':
        return (operation){2, LOY__OP_LT};
    case LOY__TOKEN_LE:
        return (operation){2, LOY__OP_LE};
    case '>':
        return (operation){2, LOY__OP_GT};
    case LOY__TOKEN_GE:
        return (operation){2, LOY__OP_GE};
    case LOY__TOKEN_IN:
        return (operation){2, LOY__OP_IN};
    case '+':
        return (operation){3, LOY__OP_ADD};
    case '-':
        return (operation){3, LOY__OP_SUB};
    case '*':
        return (operation){4, LOY__OP_MUL};
    case '/':
        return (operation){4, LOY__OP_DIV};
    case '%':
        return (operation){4, LOY__OP_MOD};
    default:
        return (operation){0, 0};
    }
}

static loy__cel_node *parse_level(loy__parser *p, uint32_t level);

/* What stands at one level, from an operand before its first operator on. */
static loy__cel_node *
parse_chain(loy__parser *p, loy__cel_node *first, uint32_t level)
{
    static const uint8_t kinds[] = {LOY__N_OR, LOY__N_AND, LOY__N_CHAIN, LOY__N_CHAIN,
                                    LOY__N_CHAIN};
    operation next = operation_of(p->token.kind);
    loy__cel_node *node;
    loy__parser_row list = {0};

    if (!loy__parser_add(p->job, &list, first, 0, 0))
        return NULL;
    /* Operator n is kept beside its left operand. */
    for (; next.op != 0 && next.level == level; next = operation_of(p->token.kind)) {
        list.ops[list.count - 1] = next.op;
        list.marks[list.count - 1] = p->token.begin;
        loy__parser_advance(p);
        if (!loy__parser_add(p->job, &list, parse_level(p, level + 1), 0, 0))
            return NULL;
    }
    node = loy__cel_node_new(p->job, kinds[level], first->begin, 0);
    if (node == NULL)
        return NULL;
    node->at = list.marks[0];
    node->ops = list.ops;
    node->marks = list.marks;
    return loy__parser_finish(p, node, &list);
}

/* An operand and all that binds at least as much as a level. */
static loy__cel_node *
parse_level(loy__parser *p, uint32_t level)
{
    loy__cel_node *node = parse_unary(p);

    while (node != NULL) {
        operation next = operation_of(p->token.kind);

        if (next.op == 0 || next.level < level)
            break;
        node = parse_chain(p, node, next.level);
    }
    return node;
}

static loy__cel_node *
parse_conditional(loy__parser *p, loy__cel_node *condition)
{
    loy__cel_node *node, *args[3] = {condition, NULL, NULL};
    uint32_t at = p->token.begin;

    loy__parser_advance(p);
    args[1] = parse_level(p, 0);
    if (args[1] == NULL || !loy__parser_expect(p, ':', "`:` of the conditional"))
        return NULL;
    args[2] = loy__parse_expression(p);
    node = loy__cel_node_new(p->job, LOY__N_COND, condition->begin, p->last);
    if (node == NULL || args[2] == NULL)
        return NULL;
    node->at = at;
    return loy__cel_node_adopt(p->job, node, args, 3) ? node : NULL;
}

loy__cel_node *
loy__parse_expression(loy__parser *p)
{
    loy__cel_node *node;

    if (!loy__parser_enter(p))
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
    loy__parser p = {.job = job};
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
    node = loy__parse_expression(&p);
    if (node != NULL && p.token.kind != LOY__TOKEN_END)
        return loy__parser_unexpected(&p, "an operator or the end");
    return job->result == LOY_OK ? node : NULL;
}
