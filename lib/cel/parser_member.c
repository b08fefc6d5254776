/*
 * parser_member.c -- tokens into a tree: operands, from literals to calls and
 * what is selected of them.
 */
#include "cel/parser.h"

/* Expressions with commas up to a closing character, which is passed. */
static bool
parse_arguments(loy__parser *p, loy__parser_row *list, char close, bool optionals)
{
    while (p->token.kind != (uint32_t)(unsigned char)close) {
        uint32_t optional = 0;

        if (optionals && p->token.kind == '?') {
            loy__parser_advance(p);
            optional = 1;
        }
        if (!loy__parser_add(p->job, list, loy__parse_expression(p), optional, 0))
            return false;
        if (p->token.kind != ',')
            break;
        loy__parser_advance(p);
        if (close == ')' && p->token.kind == ')') {
            loy__parser_unexpected(p, "an argument");
            return false;
        }
    }
    return loy__parser_expect(p, close, close == ')' ? "`,` or `)`" : "`,` or `]`");
}

/* The comma of `[,]` or `{,}`, which hold nothing. */
static void
pass_lone_comma(loy__parser *p, char close)
{
    loy__parser comma = *p;

    if (p->token.kind != ',')
        return;
    loy__parser_advance(p);
    if (p->token.kind != (uint32_t)(unsigned char)close)
        *p = comma;
}

static bool
any_optional(const loy__parser_row *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->ops[i] != 0)
            return true;
    return false;
}

static loy__cel_node *
parse_list(loy__parser *p)
{
    loy__cel_node *node = loy__cel_node_new(p->job, LOY__N_LIST, p->token.begin, 0);
    loy__parser_row list = {0};

    loy__parser_advance(p);
    pass_lone_comma(p, ']');
    if (node == NULL || !parse_arguments(p, &list, ']', true))
        return NULL;
    if (any_optional(&list))
        node->ops = list.ops;
    return loy__parser_finish(p, node, &list);
}

static loy__cel_node *
parse_map(loy__parser *p)
{
    loy__cel_node *node = loy__cel_node_new(p->job, LOY__N_MAP, p->token.begin, 0);
    loy__parser_row list = {0};

    loy__parser_advance(p);
    pass_lone_comma(p, '}');
    while (p->token.kind != '}') {
        uint32_t optional = p->token.kind == '?';

        if (optional)
            loy__parser_advance(p);
        if (!loy__parser_add(p->job, &list, loy__parse_expression(p), optional, 0) ||
            !loy__parser_expect(p, ':', "`:` after the key of a map") ||
            !loy__parser_add(p->job, &list, loy__parse_expression(p), 0, 0))
            return NULL;
        if (p->token.kind != ',')
            break;
        loy__parser_advance(p);
    }
    if (node == NULL || !loy__parser_expect(p, '}', "`,` or `}`"))
        return NULL;
    if (any_optional(&list))
        node->ops = list.ops;
    return loy__parser_finish(p, node, &list);
}

loy__cel_node *
loy__parse_literal(loy__parser *p, bool negative)
{
    loy__cel_token token = p->token;
    loy__cel_node *node = loy__cel_node_new(p->job, LOY__N_LITERAL, token.begin, token.end);

    if (node == NULL)
        return NULL;
    loy__parser_advance(p);
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
parse_call(loy__parser *p, loy__cel_node *receiver, loy__cel_token name, uint32_t flags)
{
    uint32_t begin = receiver != NULL ? receiver->begin : name.begin;
    loy__cel_node *node = loy__cel_node_new(p->job, LOY__N_CALL, begin, 0);
    loy__parser_row list = {0};

    loy__parser_advance(p);
    if (node == NULL || (receiver != NULL && !loy__parser_add(p->job, &list, receiver, 0, 0)))
        return NULL;
    node->at = name.begin;
    node->name = p->job->text + name.begin;
    node->name_size = name.end - name.begin;
    node->flags = (uint8_t)(flags | (receiver != NULL ? LOY__F_METHOD : 0u));
    if (!parse_arguments(p, &list, ')', false))
        return NULL;
    node = loy__parser_finish(p, node, &list);
    return node != NULL ? loy__cel_macro(p->job, node) : NULL;
}

static loy__cel_node *
parse_name(loy__parser *p)
{
    bool root = p->token.kind == '.';
    loy__cel_token name;
    loy__cel_node *node;

    if (root)
        loy__parser_advance(p);
    name = p->token;
    if (name.kind != LOY__TOKEN_NAME)
        return loy__parser_unexpected(p, "a name");
    loy__parser_advance(p);
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
parse_primary(loy__parser *p)
{
    loy__cel_node *node;

    switch (p->token.kind) {
    case '(':
        loy__parser_advance(p);
        node = loy__parse_expression(p);
        return node != NULL && loy__parser_expect(p, ')', "`)`") ? node : NULL;
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
        return loy__parse_literal(p, false);
    case LOY__TOKEN_NAME:
    case '.':
        return parse_name(p);
    default:
        return loy__parser_unexpected(p, "a value");
    }
}

static loy__cel_node *
parse_select(loy__parser *p, loy__cel_node *left)
{
    loy__cel_token name;
    loy__cel_node *node;
    uint32_t flags = 0;

    loy__parser_advance(p);
    if (p->token.kind == '?') {
        flags = LOY__F_OPTIONAL;
        loy__parser_advance(p);
    }
    name = p->token;
    if (name.kind != LOY__TOKEN_NAME && name.kind != LOY__TOKEN_QUOTED)
        return loy__parser_unexpected(p, "the name of a field");
    loy__parser_advance(p);
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
parse_index(loy__parser *p, loy__cel_node *left)
{
    loy__cel_node *node = loy__cel_node_new(p->job, LOY__N_INDEX, left->begin, 0), *args[2];

    if (node == NULL)
        return NULL;
    node->at = p->token.begin;
    loy__parser_advance(p);
    if (p->token.kind == '?') {
        node->flags = LOY__F_OPTIONAL;
        loy__parser_advance(p);
    }
    args[0] = left;
    args[1] = loy__parse_expression(p);
    if (args[1] == NULL || !loy__parser_expect(p, ']', "`]`") ||
        !loy__cel_node_adopt(p->job, node, args, 2))
        return NULL;
    node->end = p->last;
    return node;
}

loy__cel_node *
loy__parse_member(loy__parser *p)
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
