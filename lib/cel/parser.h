/*
 * parser.h -- what the files of the parser share: where it stands in the
 * source, and the steps that every rule of the grammar is made of.
 *
 * A rule gives its node, or NULL after a fault or without memory.
 */
#ifndef LOY_CEL_PARSER_H
#define LOY_CEL_PARSER_H

#include "cel/ast.h"
#include "cel/lexer.h"

typedef struct loy__parser {
    loy__cel_job *job;
    loy__cel_token token; /* the one looked at */
    uint32_t last;        /* end of the one before */
    uint32_t depth;
} loy__parser;

/* Nodes, operators and their places, while a chain or a list is read. */
typedef struct loy__parser_row {
    loy__cel_node **nodes;
    uint8_t *ops;
    uint32_t *marks;
    uint32_t count, capacity;
} loy__parser_row;

/* parser.c: past the token that is looked at. */
void loy__parser_advance(loy__parser *p);
/* One more node; false without it or without memory. */
bool loy__parser_add(loy__cel_job *job, loy__parser_row *list, loy__cel_node *node, uint32_t op,
                     uint32_t mark);
/* Notes that something else should stand here; NULL. */
void *loy__parser_unexpected(loy__parser *p, const char *wanted);
/* Passes a character, or notes that it is missing. */
bool loy__parser_expect(loy__parser *p, char c, const char *wanted);
/* One level of nesting more; false: a fault was noted. */
bool loy__parser_enter(loy__parser *p);
/* Gives a node the children that were read; it ends where they do. */
loy__cel_node *loy__parser_finish(loy__parser *p, loy__cel_node *node, const loy__parser_row *list);

/* An expression with its conditionals. */
loy__cel_node *loy__parse_expression(loy__parser *p);
/* parser_member.c: what binds most: literals, names, calls, lists and maps, and what is
 * selected of them. */
loy__cel_node *loy__parse_member(loy__parser *p);
/* A number, text, true, false or null; `negative`: a minus sign stood before it. */
loy__cel_node *loy__parse_literal(loy__parser *p, bool negative);

#endif
