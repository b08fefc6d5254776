/*
 * cel_model.h -- an independent model of the expression language: trees that
 * are made by drawing numbers, written as text, and evaluated by walking.
 *
 * The walker knows nothing of jumps, handlers, fusing or folding: it evaluates
 * all operands of everything and then says what the language says. Which error
 * an expression ends in is not modelled, only that it does.
 *
 * The facts of the trees are ints i0.., bools b0.., texts s0.., a list of texts
 * `codes`, and `lines` and `none`, lists of objects with the fields below.
 */
#ifndef LOY_TESTS_CEL_MODEL_H
#define LOY_TESTS_CEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cel/cel.h"

enum {
    CEL_MODEL_INTS = 4, /* facts of each kind */
    CEL_MODEL_BOOLS = 2,
    CEL_MODEL_TEXTS = 3,
    CEL_MODEL_CODES = 3, /* at most */
    CEL_MODEL_LINES = 5, /* at most */
    CEL_MODEL_SLOTS = CEL_MODEL_INTS + CEL_MODEL_BOOLS + CEL_MODEL_TEXTS + 3,
    CEL_MODEL_NODES = 600, /* of a tree */
    CEL_MODEL_SCOPES = 5,  /* names that are open at once */
    CEL_MODEL_ITEMS = 60000,
    CEL_MODEL_BYTES = 60000,
    CEL_MODEL_SOURCE = 60000
};

/* Fields of a line, in the order of its row. */
enum {
    CEL_MODEL_SKU,
    CEL_MODEL_CATEGORY,
    CEL_MODEL_AMOUNT,
    CEL_MODEL_QUANTITY,
    CEL_MODEL_TAGS,
    CEL_MODEL_FIELDS
};

typedef enum cel_model_type {
    CEL_MODEL_INT,
    CEL_MODEL_BOOL,
    CEL_MODEL_TEXT,
    CEL_MODEL_INT_LIST,
    CEL_MODEL_TEXT_LIST,
    CEL_MODEL_LINE_LIST,
    CEL_MODEL_LINE
} cel_model_type;

typedef enum cel_model_kind {
    CEL_MODEL_CONSTANT, /* number, or text */
    CEL_MODEL_FACT,     /* number: its slot */
    CEL_MODEL_LOCAL,    /* number: its scope */
    CEL_MODEL_FIELD,    /* args[0] is a line; number: the field */
    CEL_MODEL_OPERATOR, /* number: a letter: + - * / % < > { } = # & | i(n) */
    CEL_MODEL_NOT,
    CEL_MODEL_NEGATE,
    CEL_MODEL_CONDITION,
    CEL_MODEL_LIST,   /* of its args */
    CEL_MODEL_INDEX,  /* args[0][args[1]] */
    CEL_MODEL_CALL,   /* number: which */
    CEL_MODEL_LOOP,   /* number: which; args[0] the range, args[1] and [2] the body */
    CEL_MODEL_BINDING /* args[0] is named in args[1] */
} cel_model_kind;

enum {
    CEL_MODEL_SIZE,
    CEL_MODEL_SPEND,
    CEL_MODEL_SUM,
    CEL_MODEL_MIN,
    CEL_MODEL_MAX,
    CEL_MODEL_GREATEST,
    CEL_MODEL_LEAST,
    CEL_MODEL_ABS,
    CEL_MODEL_PER,
    CEL_MODEL_MUL_DIV,
    CEL_MODEL_MUL_DIV_HALF_UP,
    CEL_MODEL_MUL_DIV_HALF_EVEN,
    CEL_MODEL_MUL_DIV_CEIL,
    CEL_MODEL_UNDER,
    CEL_MODEL_STARTS,
    CEL_MODEL_ENDS,
    CEL_MODEL_CONTAINS,
    CEL_MODEL_LOWER,
    CEL_MODEL_UPPER
};

enum {
    CEL_MODEL_ALL,
    CEL_MODEL_EXISTS,
    CEL_MODEL_EXISTS_ONE,
    CEL_MODEL_FILTER,
    CEL_MODEL_MAP,
    CEL_MODEL_MAP_IF
};

typedef struct cel_model_node {
    cel_model_kind kind;
    cel_model_type type;
    int64_t number;
    uint32_t scope; /* LOOP, BINDING: the one that it opens */
    uint32_t name;  /* of what it opens; LOCAL: of what it means */
    uint32_t count;
    const char *text; /* CONSTANT */
    struct cel_model_node *args[3];
} cel_model_node;

/* Whatever a tree gives. Elements of lines are numbers of rows. */
typedef struct cel_model_value {
    bool failed;
    uint32_t size;  /* bytes, items */
    uint32_t row;   /* 1 + the line that an element came from; 0: none */
    int64_t number; /* INT, BOOL, LINE */
    const char *text;
    const struct cel_model_value *items;
} cel_model_value;

/* A number below `below`, which is 1 or more; 0 must in the end be all it gives. */
typedef uint64_t (*cel_model_draw)(void *context, uint64_t below);

typedef struct cel_model {
    cel_model_draw draw;
    void *context;
    bool plain; /* no functions of the loyalty profile */

    cel_model_node nodes[CEL_MODEL_NODES];
    uint32_t node_count;
    struct {
        uint32_t name;
        cel_model_type type;
        cel_model_value value;
    } scopes[CEL_MODEL_SCOPES];
    uint32_t scope_count;

    char source[CEL_MODEL_SOURCE];
    size_t source_size;

    /* Facts, for the walker and for the machine. */
    cel_model_value facts[CEL_MODEL_SLOTS];
    cel_model_value lines[CEL_MODEL_LINES];
    cel_model_value fields[CEL_MODEL_LINES][CEL_MODEL_FIELDS];
    cel_model_value codes[CEL_MODEL_CODES], tags[CEL_MODEL_CODES];
    loy__cel_value slots[CEL_MODEL_SLOTS];
    loy__cel_value rows[CEL_MODEL_LINES][CEL_MODEL_FIELDS];
    loy__cel_value code_values[CEL_MODEL_CODES], tag_values[CEL_MODEL_CODES];
    uint32_t line; /* number of the object type */

    cel_model_value items[CEL_MODEL_ITEMS];
    uint32_t item_count;
    char bytes[CEL_MODEL_BYTES];
    uint32_t byte_count;
    bool full; /* a walk did not fit: its value means nothing */
} cel_model;

/* Declares the facts. */
int cel_model_declare(cel_model *model, loy__cel_env *env);
/* For the options of an environment: gives symbols to some texts. */
uint32_t cel_model_intern(void *context, const char *text, size_t size);

/* Draws a tree of a type, and writes it to `source`; NULL when it is too long. */
cel_model_node *cel_model_make(cel_model *model, cel_model_type type);
/* Writes a tree to `source`; false when it is too long. */
bool cel_model_print(cel_model *model, const cel_model_node *root);
/* Numbers and texts that facts and constants share, so that they meet. */
int64_t cel_model_number(cel_model *model);
const char *cel_model_text(cel_model *model);
/* Draws the facts. */
void cel_model_fill(cel_model *model);
cel_model_value cel_model_walk(cel_model *model, const cel_model_node *node);

/* The lines that a sum, size or similar over the fact `lines` looks at: false
 * when the tree is none. */
bool cel_model_rows(cel_model *model, const cel_model_node *node, uint64_t *rows);

/* What is wrong with a value that the machine gave, or with what the code says
 * of itself; NULL: nothing. */
const char *cel_model_check(cel_model *model, const cel_model_node *node, const loy__cel_code *code,
                            loy__arena *arena);

#endif
