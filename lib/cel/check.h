/*
 * check.h -- what the files of the checker share.
 *
 * Checked code with a type fault does not compile. In unchecked code the same
 * walk gives what types it can, and what would be a fault becomes an error at
 * run time, where `&&`, `||` and the loops may absorb it.
 */
#ifndef LOY_CEL_CHECK_H
#define LOY_CEL_CHECK_H

#include "cel/ast.h"
#include "cel/env.h"
#include "cel/function.h"

typedef struct loy__cel_checker {
    loy__cel_job *job;
    const loy__cel_env *env;
    const loy__cel_local *scope; /* innermost first */
    loy__cel_trail trail;
    bool rules;   /* the loyalty profile */
    bool lenient; /* unchecked code */
} loy__cel_checker;

/* The type of a node, also kept in it; dyn after a fault. */
const loy__cel_typed *loy__cel_check_node(loy__cel_checker *c, loy__cel_node *node);

/* NAME, SELECT and HAS: slots, fields, locals, types. */
const loy__cel_typed *loy__cel_resolve(loy__cel_checker *c, loy__cel_node *node);
/* The local that a name means, or NULL. */
loy__cel_local *loy__cel_local_find(const loy__cel_checker *c, const char *name, uint32_t size);
/* Writes a.b.c for a chain of plain names; false when the node is something else. */
bool loy__cel_dotted(const loy__cel_node *node, char *out, size_t capacity);

const loy__cel_typed *loy__cel_check_call(loy__cel_checker *c, loy__cel_node *node);
const loy__cel_typed *loy__cel_check_chain(loy__cel_checker *c, loy__cel_node *node);
const loy__cel_typed *loy__cel_check_loop(loy__cel_checker *c, loy__cel_node *node);

/* Whether `from` may stand for `to`; binds variables only if so. */
bool loy__cel_fits(loy__cel_checker *c, const loy__cel_typed *to, const loy__cel_typed *from);
/* The type of a thing that is either one or the other; NULL when there is none
 * but dyn. */
const loy__cel_typed *loy__cel_join(loy__cel_checker *c, const loy__cel_typed *a,
                                    const loy__cel_typed *b);
/* Checks a node that must be a bool. */
void loy__cel_check_bool(loy__cel_checker *c, loy__cel_node *node, const char *where);
/* In lenient code the node becomes one that raises the error; dyn. */
const loy__cel_typed *loy__cel_raise(loy__cel_node *node, loy__cel_error error);

/* What the loyalty profile refuses or computes itself (profile.c); false after
 * a fault, or when it has finished the node. */
bool loy__cel_profile_call(loy__cel_checker *c, loy__cel_node *node,
                           const loy__cel_function *function);
/* money('4.50'): the node becomes the amount. */
const loy__cel_typed *loy__cel_profile_money(loy__cel_checker *c, loy__cel_node *node);
/* Says what to write instead when an int meets a double or a text. */
void loy__cel_profile_hint(loy__cel_checker *c, const loy__cel_node *left,
                           const loy__cel_node *right, uint32_t at);

/* The unit of a result; warns when money and points are mixed (units.c). */
void loy__cel_units(loy__cel_checker *c, loy__cel_node *node, uint32_t op, uint32_t unit,
                    uint32_t at);

#endif
