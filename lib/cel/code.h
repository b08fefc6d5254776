/*
 * code.h -- compiled expressions: instructions for a machine with registers.
 *
 * Instruction operands name values in four spaces (place.h). Typed operations
 * trust the checker; all others look at the kinds of their operands. What may
 * end in an error is covered by handlers where the language absorbs errors, so
 * that code that cannot fail pays nothing for it.
 */
#ifndef LOY_CEL_CODE_H
#define LOY_CEL_CODE_H

#include "cel/cel.h"
#include "cel/place.h"

/* a, b, c as in the comments: p a place, r a register, t a target, n a number. */
enum {
    LOY__DO_IF_TRUE = 1, /* a: t, b: p, a bool, here and below */
    LOY__DO_IF_FALSE,
    LOY__DO_IF_EQ, /* a: t, b, c: p; the integers in two values */
    LOY__DO_IF_NE,
    LOY__DO_IF_LT,
    LOY__DO_IF_LE,
    LOY__DO_IF_GT, /* GT and GE: only in tests of rows */
    LOY__DO_IF_GE,
    LOY__DO_IF_SAME, /* texts */
    LOY__DO_IF_DIFFERENT,
    LOY__DO_IF_AMONG, /* b: an integer, c: list of such */
    LOY__DO_IF_NOT_AMONG,
    LOY__DO_IF_LISTED, /* b: a text, c: list of such */
    LOY__DO_IF_NOT_LISTED,
    LOY__DO_IF_UNDER, /* b, c: texts */
    LOY__DO_IF_NOT_UNDER,
    LOY__DO_IF_SYMBOL, /* SAME and DIFFERENT in tests of rows, c has a symbol: words tell */
    LOY__DO_IF_OTHER_SYMBOL,
    LOY__DO_IF_TRACING, /* a: t; rows are being marked */
    LOY__DO_IF_SOME,    /* a: t, b: p, an optional */
    LOY__DO_JUMP,       /* a: t */
    LOY__DO_NEXT,       /* a: t at the end, b: r as for ITERATE */
    LOY__DO_NEXT_ROW,   /* and the row becomes the current one */
    LOY__DO_NEXT_PAIR,  /* r+2: index or key, r: element or value */
    LOY__DO_RETURN,     /* b: p; those before may jump, those after do not */
    LOY__DO_MOVE,       /* a: r, b: p */
    LOY__DO_CLEAR,      /* a: r becomes null */
    LOY__DO_NEED_BOOL,  /* b: p */
    LOY__DO_NEED_OPTIONAL,
    LOY__DO_EQUAL, /* a: r, b, c: p, here and below */
    LOY__DO_LESS,
    LOY__DO_LESS_EQUAL,
    LOY__DO_IN,
    LOY__DO_ADD_INT,
    LOY__DO_SUB_INT,
    LOY__DO_MUL_INT,
    LOY__DO_DIV_INT,
    LOY__DO_MOD_INT,
    LOY__DO_ADD,
    LOY__DO_SUB,
    LOY__DO_MUL,
    LOY__DO_DIV,
    LOY__DO_MOD,
    LOY__DO_PER,
    LOY__DO_NEGATE, /* a: r, b: p */
    LOY__DO_SIZE,
    LOY__DO_INDEX,
    LOY__DO_SELECT, /* c: the name */
    LOY__DO_HAS,
    LOY__DO_FIELD,       /* a: r, b: p, c: n */
    LOY__DO_MAYBE_INDEX, /* as INDEX, gives an optional */
    LOY__DO_MAYBE_SELECT,
    LOY__DO_CALL,       /* a: r, the first argument and the result; b: n, function; c: n */
    LOY__DO_RAISE,      /* a: n, the error */
    LOY__DO_RAISE_IF,   /* b: r */
    LOY__DO_LIST,       /* a: r; c: n, room for so many */
    LOY__DO_LIST_OF,    /* a: r; b: r, room for what a cursor still has */
    LOY__DO_PUSH,       /* a: r, b: p */
    LOY__DO_PUSH_MAYBE, /* nothing when the optional is empty */
    LOY__DO_MAP,        /* as LIST */
    LOY__DO_MAP_OF,
    LOY__DO_PUT, /* a: r, b: key, c: value */
    LOY__DO_PUT_MAYBE,
    LOY__DO_PUT_ENTRY, /* a: r, b: a map with one entry */
    LOY__DO_ITERATE,   /* a: r, r+1, r+2: element, cursor, index; b: p */
    LOY__DO_MARK,      /* b: r as above */
    LOY__DO_MARK_ALL,  /* b: p */
    /* Whole loops over rows, a: r, b: p, c: n, tests that a row must pass. An
     * instruction ROWS follows, then the tests: an IF_ that must hold, b: n, a
     * field, c: p. */
    LOY__DO_SUM_ROWS,
    LOY__DO_ANY_ROW,
    LOY__DO_ROWS /* a: n, the field to sum, or LOY__PLACE_MAX for 1; b: n, 1 to mark rows */
};

typedef struct loy__cel_instruction {
    uint16_t op, a, b, c;
} loy__cel_instruction;

/* An error in begin..end-1 goes into a register and control to a target. Inner
 * handlers come first. */
typedef struct loy__cel_handler {
    uint16_t begin, end, target, place;
} loy__cel_handler;

/* A fact or a sum over rows, and whole numbers, from left to right: base * 3 / 100.
 * Most amounts are such, and run without the machine. */
typedef struct loy__cel_number_step {
    int64_t number;
    uint32_t op; /* LOY__DO_ADD_INT to LOY__DO_MOD_INT, LOY__DO_PER */
    uint32_t reserved;
} loy__cel_number_step;

/* Whether a row has a symbol, or another, in a field. */
typedef struct loy__cel_asked {
    uint32_t field;
    uint32_t tag; /* of the text with that symbol */
    bool same;
    bool reserved[3];
} loy__cel_asked;

/* A sum of a field over rows that such tests tell. */
typedef struct loy__cel_sum {
    loy__cel_asked first, also;
    uint32_t field;
    bool two; /* tests */
    bool marks;
    bool reserved[2];
} loy__cel_sum;

/* One block of memory holds all of it. */
struct loy__cel_code {
    loy__cel_reads reads; /* first: cel.h looks here */
    loy_memory memory;
    size_t bytes;
    const loy__cel_instruction *instructions;
    const loy__cel_value *constants;
    const loy__cel_handler *handlers;
    const loy__cel_term *terms;
    const loy__cel_term *need;
    const uint32_t *entries; /* where each term begins */
    const uint32_t *strides; /* fields of a row, by object type */
    const uint64_t *fields;  /* read, by object type */
    const char *type;
    uint64_t cost;
    uint64_t length, inner; /* the most of its result */
    uint32_t handler_count;
    uint32_t term_count;
    uint32_t object_count;
    uint32_t registers;
    uint32_t begins; /* LOY__BEGINS_... */
    uint32_t first;  /* the slot that it begins with */
    uint32_t step_count;
    const loy__cel_number_step *steps;
    loy__cel_sum sum; /* BEGINS_SUM */
};

/* What steps start from; there may be none. */
enum {
    LOY__BEGINS_CODE = 0, /* nothing: it takes the machine */
    LOY__BEGINS_FACT = 1,
    LOY__BEGINS_SUM = 2,    /* the SUM_ROWS that is the first instruction, by symbols */
    LOY__BEGINS_ANY_SUM = 3 /* any other */
};

#endif
