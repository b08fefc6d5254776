/*
 * emit.h -- the growing code of one expression, shared by the files of the
 * compiler.
 */
#ifndef LOY_CEL_EMIT_H
#define LOY_CEL_EMIT_H

#include "cel/ast.h"
#include "cel/code.h"
#include "cel/env.h"

#define LOY__NO_PLACE UINT32_MAX

typedef struct loy__cel_emit {
    loy__cel_job *job;
    const loy__cel_env *env;
    loy__cel_instruction *code;
    uint32_t count, capacity;
    loy__cel_value *constants;
    uint32_t constant_count, constant_capacity;
    loy__cel_handler *handlers;
    uint32_t handler_count, handler_capacity;
    uint32_t *slots; /* ascending */
    uint32_t slot_count, slot_capacity;
    uint64_t *fields; /* by object type */
    uint32_t top;     /* first free register */
    uint32_t high;    /* registers needed */
    uint32_t row;     /* the register of the element whose row is current */
    uint32_t depth;   /* of loops */
    uint64_t weight;  /* how often the present code may run */
    uint64_t cost;
    bool measured; /* terms repeat code: count its cost once */
} loy__cel_emit;

/* A place to jump to, known or not yet. */
typedef struct loy__cel_label {
    uint32_t target; /* UINT32_MAX: not bound */
    uint32_t chain;  /* 1 + the last jump that waits for it */
} loy__cel_label;

struct loy__cel_extras;

#define LOY__CEL_LABEL ((loy__cel_label){UINT32_MAX, 0})

uint32_t loy__cel_emit_op(loy__cel_emit *g, uint32_t op, uint32_t a, uint32_t b, uint32_t c);
/* Counts steps beside those of instructions. */
void loy__cel_charge(loy__cel_emit *g, uint64_t steps);
/* An instruction whose `a` is a target. */
void loy__cel_emit_jump(loy__cel_emit *g, uint32_t op, loy__cel_label *label, uint32_t b,
                        uint32_t c);
void loy__cel_bind(loy__cel_emit *g, loy__cel_label *label);
/* Errors from `begin` to here go to the register and on from here. */
void loy__cel_catch(loy__cel_emit *g, uint32_t begin, uint32_t place);

uint32_t loy__cel_registers(loy__cel_emit *g, uint32_t count);
uint32_t loy__cel_constant(loy__cel_emit *g, loy__cel_value value);
uint32_t loy__cel_slot(loy__cel_emit *g, uint32_t slot);

/* The place of a node's value; code where it must be computed. Registers from
 * g->top on stay free. */
uint32_t loy__cel_value_of(loy__cel_emit *g, loy__cel_node *node);
/* Computes a node into a register. */
void loy__cel_value_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place);
/* Computes what a cel.bind() names. An error is kept for where the name is used: a name
 * stands for its expression. */
void loy__cel_name_value(loy__cel_emit *g, loy__cel_node *bind);
/* Jumps when a bool node is `sense`, goes on otherwise. */
void loy__cel_branch(loy__cel_emit *g, loy__cel_node *node, bool sense, loy__cel_label *label);

/* A whole expression: a condition returns from its jumps; anything else returns
 * its place. */
void loy__cel_emit_root(loy__cel_emit *g, loy__cel_node *root);

/* Loops: all(), exists() and exists_one() as jumps, the others as values. */
void loy__cel_branch_loop(loy__cel_emit *g, loy__cel_node *node, bool sense, loy__cel_label *label);
void loy__cel_loop_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place);

/* The same as one instruction over rows; false, with nothing emitted, when the
 * loop is not so simple (compile_rows.c). */
bool loy__cel_sum_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place);
bool loy__cel_exists_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place);

/* The left side of a chain's last operator. */
uint32_t loy__cel_chain_left(loy__cel_emit *g, loy__cel_node *node);

/* Splits, classifies and compiles the terms of a condition. */
bool loy__cel_emit_terms(loy__cel_emit *g, loy__cel_node *root, struct loy__cel_extras *extras);

/* Fills all but the slot of an EXISTS term: a simple test of a loop's element. */
bool loy__cel_element_test(const loy__cel_local *element, const loy__cel_node *node,
                           loy__cel_term *term);
/* The same of a condition that is such a test or of whose conjuncts one is: where the
 * test does not hold the condition is false. */
bool loy__cel_some_test(const loy__cel_local *element, const loy__cel_node *condition,
                        loy__cel_term *term);
/* The whole EXISTS term that a condition is, if it is one. */
bool loy__cel_exists_test(const loy__cel_node *node, loy__cel_term *term);
/* The term that an amount needs, if one is known (need.c). */
bool loy__cel_needs(const loy__cel_node *node, loy__cel_term *term);

/* What is packed beside the code. */
typedef struct loy__cel_extras {
    const loy__cel_typed *type;
    loy__cel_extent extent;
    loy__cel_term *terms;
    uint32_t *entries;
    uint32_t term_count;
    const loy__cel_term *need; /* or NULL */
} loy__cel_extras;

/* Copies what was emitted into one block; NULL without memory. */
loy__cel_code *loy__cel_pack(loy__cel_emit *g, const loy__cel_extras *extras);

static inline uint32_t
loy__cel_kind_of(const loy__cel_node *node)
{
    return loy__cel_type_known(node->type)->kind;
}

/* Whether a condition may end in an error, also because it is no bool. */
static inline bool
loy__cel_condition_fails(const loy__cel_node *node)
{
    return (node->flags & LOY__F_FAILS) != 0 || loy__cel_kind_of(node) != LOY__T_BOOL;
}

/* all(), exists() or exists_one(), of a loop. */
static inline bool
loy__cel_is_quantifier(const loy__cel_node *loop)
{
    return loop->op >= LOY__LOOP_ALL && loop->op <= LOY__LOOP_EXISTS_ONE;
}

#endif
