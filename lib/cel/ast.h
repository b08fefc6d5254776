/*
 * ast.h -- the tree of an expression, as the parser builds it and the checker
 * completes it.
 *
 * Chains of one precedence stand side by side in one node, so that a long sum
 * or conjunction does not make the tree deep. The height of a tree is limited
 * by the parser; the stages after it may recurse.
 */
#ifndef LOY_CEL_AST_H
#define LOY_CEL_AST_H

#include "cel/type.h"

#define LOY__CEL_MAX_SOURCE 65536
#define LOY__CEL_MAX_NESTING 64 /* of brackets and conditionals */
#define LOY__CEL_MAX_HEIGHT 256 /* of the tree */

enum {
    LOY__N_LITERAL = 1, /* value */
    LOY__N_NAME,        /* name; before checking */
    LOY__N_SELECT,      /* args[0].name */
    LOY__N_HAS,         /* has(args[0].name) */
    LOY__N_INDEX,       /* args[0][args[1]] */
    LOY__N_CALL,        /* name(args...), or args[0].name(args[1]...) */
    LOY__N_LIST,
    LOY__N_MAP, /* key, value, key, value */
    LOY__N_NOT,
    LOY__N_NEGATE,
    LOY__N_CHAIN, /* args[0] ops[0] args[1] ops[1] args[2]..., leftmost first */
    LOY__N_AND,   /* two or more */
    LOY__N_OR,
    LOY__N_COND, /* args[0] ? args[1] : args[2] */
    LOY__N_LOOP, /* op; args[0] is the range; args[1], args[2] the body */
    LOY__N_BIND, /* args[0] is named locals[0] in args[1] */
    /* After checking: */
    LOY__N_SLOT,  /* slot */
    LOY__N_FIELD, /* args[0], field `slot` of its object */
    LOY__N_LOCAL, /* locals[0] */
    LOY__N_RAISE  /* op is the loy__cel_error */
};

/* Operators of chains. */
enum {
    LOY__OP_ADD = 1,
    LOY__OP_SUB,
    LOY__OP_MUL,
    LOY__OP_DIV,
    LOY__OP_MOD,
    LOY__OP_EQ,
    LOY__OP_NE,
    LOY__OP_LT,
    LOY__OP_LE,
    LOY__OP_GT,
    LOY__OP_GE,
    LOY__OP_IN
};

/* Loops: the macros. The parser makes those above the line, the checker turns
 * calls such as sum() into those below. */
enum {
    LOY__LOOP_ALL = 1,
    LOY__LOOP_EXISTS,
    LOY__LOOP_EXISTS_ONE,
    LOY__LOOP_MAP,        /* args[1] maps */
    LOY__LOOP_FILTER,     /* args[1] selects */
    LOY__LOOP_MAP_IF,     /* args[1] selects, args[2] maps */
    LOY__LOOP_TO_LIST,    /* transformList: as MAP or MAP_IF by the number of args */
    LOY__LOOP_TO_MAP,     /* transformMap */
    LOY__LOOP_TO_ENTRIES, /* transformMapEntry */
    /* ---- */
    LOY__LOOP_SUM,
    LOY__LOOP_MIN,
    LOY__LOOP_MAX,
    LOY__LOOP_SIZE,
    LOY__LOOP_SPEND
};

/* A name that a macro introduces. */
typedef struct loy__cel_local {
    const char *name;
    uint32_t size;
    uint32_t unit;
    const loy__cel_typed *type;
    const struct loy__cel_local *outer; /* the scope around it, while checking */
    uint32_t place;                     /* where the compiler keeps it */
    uint32_t error;                     /* and the error that it has instead of a value */
    bool fails;                         /* whether it may have one */
    loy__cel_extent extent;
} loy__cel_local;

/* Flags of nodes. */
enum {
    LOY__F_METHOD = 1,   /* CALL: written receiver.name(...) */
    LOY__F_ROOT = 2,     /* NAME, CALL: written with a leading dot */
    LOY__F_OPTIONAL = 4, /* SELECT, INDEX: written with ? */
    LOY__F_FAILS = 8,    /* may end in an error at run time */
    LOY__F_ROWS = 16,    /* holds a loop over objects */
    LOY__F_OPEN = 32     /* CALL: arguments were of types that are known only at run time */
};

typedef struct loy__cel_node {
    uint8_t kind;
    uint8_t op;
    uint8_t flags;
    uint8_t unit; /* LOY__CEL_UNIT_... */
    uint16_t height;
    uint16_t reserved;
    uint32_t begin, end; /* bytes of its source */
    uint32_t at;         /* what a fault points at */
    uint32_t slot;       /* SLOT; FIELD: the field; CALL: the function */
    uint32_t count;      /* of args */
    uint32_t name_size;
    const char *name;
    struct loy__cel_node **args;
    uint8_t *ops;    /* CHAIN: count - 1; LIST, MAP: 1 for an optional entry, or NULL */
    uint32_t *marks; /* CHAIN: where each operator stands */
    const loy__cel_typed **steps; /* CHAIN: the type of the left side before each operator */
    loy__cel_local *locals[2];
    const loy__cel_typed *type;
    loy__cel_value value;
    loy__cel_extent extent; /* after folding */
} loy__cel_node;

/* A new node for source bytes begin..end; NULL without memory. */
loy__cel_node *loy__cel_node_new(loy__cel_job *job, uint32_t kind, uint32_t begin, uint32_t end);
/* Gives a node `count` children, copied, and the height that follows. */
bool loy__cel_node_adopt(loy__cel_job *job, loy__cel_node *node, loy__cel_node *const *args,
                         uint32_t count);
/* Whether a node is a plain name, without a leading dot. */
bool loy__cel_node_is_name(const loy__cel_node *node);

/* Source -> tree; NULL after a fault. */
loy__cel_node *loy__cel_parse(loy__cel_job *job);

/* Replaces a call that is a macro; the call itself when it is none. */
loy__cel_node *loy__cel_macro(loy__cel_job *job, loy__cel_node *call);

/* Names, types and overloads; `want` may be NULL. */
bool loy__cel_check(loy__cel_job *job, loy__cel_node *root, const loy__cel_typed *want);

/* Computes what is constant. */
void loy__cel_fold(loy__cel_job *job, loy__cel_node **root);
/* fails.c: marks a node, of which the parts are marked, with F_FAILS and F_ROWS. */
void loy__cel_mark_failing(loy__cel_node *node);
/* Whether a value may be null: times, durations and optionals may, beside facts. */
bool loy__cel_may_be_null(const loy__cel_node *node);
/* choice.c: joins tests of one fact in an OR whose operands are folded. */
void loy__cel_choose(loy__cel_job *job, loy__cel_node **root);

/* Refuses a constant unit of per() that is not above 0. */
void loy__cel_profile_unit(loy__cel_job *job, const loy__cel_node *unit);

#endif
