/*
 * cel.h -- the door of the expression language: declare facts, compile an
 * expression once, run it as often as wanted.
 *
 * An environment holds declarations and is needed only to compile. Code is
 * immutable, owns all it needs and may be shared by threads. Running reads a
 * vector of slots that the host fills, takes temporaries from an arena, and
 * cannot fail otherwise than with a loy__cel_error.
 */
#ifndef LOY_CEL_CEL_H
#define LOY_CEL_CEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

/* ---- Values ---- */

enum {
    LOY__CEL_NULL = 0,
    LOY__CEL_BOOL = 1,
    LOY__CEL_INT = 2,
    LOY__CEL_UINT = 3,
    LOY__CEL_DOUBLE = 4,
    LOY__CEL_STRING = 5,
    LOY__CEL_BYTES = 6,
    LOY__CEL_LIST = 7,
    LOY__CEL_MAP = 8,
    LOY__CEL_TYPE = 9,
    LOY__CEL_TIMESTAMP = 10, /* as.nanos since the epoch is out of int64 range: see seconds */
    LOY__CEL_DURATION = 11,
    LOY__CEL_ROW = 12,  /* one object: its fields in a row of values */
    LOY__CEL_ROWS = 13, /* a list of objects laid out one after the other */
    LOY__CEL_OPTIONAL = 14,
    LOY__CEL_ERROR = 15 /* as.integer: a loy__cel_error */
};

typedef struct loy__cel_value {
    union {
        int64_t integer;  /* INT, BOOL (0 or 1), DURATION (nanoseconds), TIMESTAMP (seconds) */
        uint64_t natural; /* UINT */
        double real;
        const char *text;                    /* STRING, BYTES, TYPE (its name) */
        const struct loy__cel_value *items;  /* LIST; MAP: key, value, key, value;
                                                OPTIONAL: its value, size 0 when none */
        const struct loy__cel_value *fields; /* ROW, ROWS: the first row */
    } as;
    uint32_t size; /* bytes, items, pairs, rows; TIMESTAMP: nanoseconds of the second */
    uint32_t tag;  /* kind in the low 8 bits; above: STRING: its symbol or 0;
                      ROW, ROWS: number of the object type */
} loy__cel_value;

static inline uint32_t
loy__cel_kind(loy__cel_value value)
{
    return value.tag & 0xffu;
}

static inline uint32_t
loy__cel_symbol(loy__cel_value value)
{
    return value.tag >> 8;
}

static inline loy__cel_value
loy__cel_int(int64_t value)
{
    return (loy__cel_value){.as.integer = value, .tag = LOY__CEL_INT};
}

static inline loy__cel_value
loy__cel_bool(bool value)
{
    return (loy__cel_value){.as.integer = value, .tag = LOY__CEL_BOOL};
}

static inline loy__cel_value
loy__cel_string(const char *text, uint32_t size, uint32_t symbol)
{
    return (loy__cel_value){.as.text = text, .size = size, .tag = LOY__CEL_STRING | symbol << 8};
}

/* ---- Declaring ---- */

typedef struct loy__cel_env loy__cel_env;
typedef struct loy__cel_code loy__cel_code;

/* What a number means, for warnings about mixed units. */
enum {
    LOY__CEL_UNIT_NONE = 0,
    LOY__CEL_UNIT_MONEY = 1,
    LOY__CEL_UNIT_POINTS = 2,
    LOY__CEL_UNIT_COUNT = 3,
    LOY__CEL_UNIT_DAYS = 4
};

typedef struct loy__cel_options {
    bool rules;            /* the loyalty profile: no dyn, no doubles as result, money(), spend(),
                              per(), under(), mul_div(); otherwise the plain language */
    bool unchecked;        /* compile without the type checker (the plain language only) */
    uint32_t money_digits; /* for money('4.50') */
    uint64_t budget;       /* worst-case cost of one evaluation; 0: unlimited */
    uint32_t max_items;    /* assumed longest list for the cost, e.g. 500 */
    /* Gives the symbol of a constant text, 0 for none. May be NULL. Texts in the rows of
     * a fact have the symbols that it gives; other values may have none. */
    uint32_t (*intern)(void *context, const char *text, size_t size);
    void *context;
} loy__cel_options;

/* LOY_OK or LOY_ERR_NOMEM. */
int loy__cel_env_new(loy__cel_env **out, const loy__cel_options *options, const loy_memory *memory);
void loy__cel_env_free(loy__cel_env *env);

typedef struct loy__cel_field {
    const char *name; /* may be dotted: attributes.color */
    const char *type;
    uint32_t unit;
    uint32_t reserved;
} loy__cel_field;

/* Declares an object type: its fields stand in rows of `count` values in this
 * order. Gives its number for ROW and ROWS tags. LOY_ERR_INVALID for a bad
 * type text or more than 64 fields. */
int loy__cel_env_object(loy__cel_env *env, const char *name, const loy__cel_field *fields,
                        uint32_t count, uint32_t *number);

/* Declares a fact at slots[slot]. `name` may be dotted ("event.local.hour");
 * `type` is CEL's notation: "int", "list(string)", "list(line)".
 * LOY_ERR_INVALID for a bad type text, a name declared before or a slot past
 * 16383. */
int loy__cel_env_variable(loy__cel_env *env, const char *name, const char *type, uint32_t unit,
                          uint32_t slot);

/* A fact that holds what some code gives may be as long as that. */
void loy__cel_env_extent(loy__cel_env *env, uint32_t slot, const loy__cel_code *code);

/* Names are looked up in this namespace first ("com.example"); "" at first. */
int loy__cel_env_container(loy__cel_env *env, const char *name);

/* ---- Compiling ---- */

typedef struct loy__cel_fault {
    uint32_t offset; /* bytes into the expression */
    char text[256];
    char hint[256];
} loy__cel_fault;

/* Reads, checks and compiles. `want` is the type the result must have ("bool",
 * "int", ..., or NULL for any). On a mistake LOY_ERR_PROGRAM with the fault
 * filled. A unit warning fills `warning` (text empty: none); may be NULL. */
int loy__cel_compile(loy__cel_code **out, loy__cel_env *env, const char *text, size_t size,
                     const char *want, loy__cel_fault *fault, loy__cel_fault *warning);
void loy__cel_free(loy__cel_code *code);

/* The type of the result, in CEL's notation. */
const char *loy__cel_type(const loy__cel_code *code);

/* What code reads: code starts with it. */
typedef struct loy__cel_reads {
    const uint32_t *slots; /* ascending, each once */
    uint64_t low;          /* those below 64, as bits */
    uint32_t slot_count;
    uint32_t reserved;
} loy__cel_reads;

static inline const loy__cel_reads *
loy__cel_reads_of(const loy__cel_code *code)
{
    return (const loy__cel_reads *)(const void *)code;
}

/* The slots that the code reads, ascending, each once. */
static inline const uint32_t *
loy__cel_slots(const loy__cel_code *code, uint32_t *count)
{
    *count = loy__cel_reads_of(code)->slot_count;
    return loy__cel_reads_of(code)->slots;
}

/* Worst-case cost of one evaluation, in instructions of the machine. */
uint64_t loy__cel_cost(const loy__cel_code *code);

/* Bit n: field n of the object type `number` is read. */
uint64_t loy__cel_fields(const loy__cel_code *code, uint32_t number);

/* ---- The terms of a condition ---- */

enum {
    LOY__CEL_TERM_OTHER = 0,
    LOY__CEL_TERM_EQ = 1, /* slot == constant */
    LOY__CEL_TERM_NE = 2,
    LOY__CEL_TERM_LT = 3,
    LOY__CEL_TERM_LE = 4,
    LOY__CEL_TERM_GT = 5,
    LOY__CEL_TERM_GE = 6,
    LOY__CEL_TERM_IN = 7,      /* slot in [constants] */
    LOY__CEL_TERM_UNDER = 8,   /* slot.under(constant) */
    LOY__CEL_TERM_TRUE = 9,    /* slot (a bool) */
    LOY__CEL_TERM_FALSE = 10,  /* !slot */
    LOY__CEL_TERM_EXISTS = 11, /* slot.exists(x, x.field ... constants), see inner */
    LOY__CEL_TERM_SAME = 12,   /* slots[0] == slots[1], two facts that are int or bool */
    LOY__CEL_TERM_DIFFERENT = 13
};

/* One conjunct of the top-level &&, with its shape when it is a simple one: it is
 * false wherever the shape does not hold and, but for what is implied, true and
 * without failure wherever it does. */
typedef struct loy__cel_term {
    const loy__cel_value *constants;
    const uint32_t *slots; /* all slots that it reads */
    uint32_t slot_count;
    uint32_t constant_count;
    uint32_t begin, end; /* bytes of its source */
    uint32_t shape;      /* LOY__CEL_TERM_... */
    uint32_t slot;
    uint32_t field; /* EXISTS; UINT32_MAX: the element itself ('X' in slot, too) */
    uint32_t inner; /* EXISTS: the shape of the test on the field */
    bool implied;   /* EXISTS: the conjunct asks for more, and may fail, where the shape holds */
    bool reserved[3];
} loy__cel_term;

uint32_t loy__cel_term_count(const loy__cel_code *code);
const loy__cel_term *loy__cel_term_at(const loy__cel_code *code, uint32_t index);

/* For an amount (int): a term without which its result is 0 and it cannot fail,
 * so that it need not be run where the term is false: of the shape EXISTS, or
 * NE without a constant for a slot that must not be 0. NULL when none is
 * known. */
const loy__cel_term *loy__cel_need(const loy__cel_code *code);

/* ---- Running ---- */

typedef enum loy__cel_error {
    LOY__CEL_ERR_NONE = 0,
    LOY__CEL_ERR_OVERFLOW = 1,
    LOY__CEL_ERR_DIVIDE = 2, /* by zero */
    LOY__CEL_ERR_KEY = 3,    /* no such key or field */
    LOY__CEL_ERR_INDEX = 4,
    LOY__CEL_ERR_CONVERT = 5,
    LOY__CEL_ERR_OVERLOAD = 6,   /* no such overload (unchecked code) */
    LOY__CEL_ERR_UNDECLARED = 7, /* (unchecked code) */
    LOY__CEL_ERR_MEMORY = 8,     /* the arena is out of memory */
    LOY__CEL_ERR_ARGUMENT = 9    /* a function refuses its argument */
} loy__cel_error;

/* "overflow", "division by zero", ... */
const char *loy__cel_error_text(loy__cel_error error);

typedef struct loy__cel_run {
    const loy__cel_value *slots;
    loy__arena *arena;
    /* NULL, or where to mark the rows of a ROWS slot whose elements passed the
     * filters of a sum, size, exists or similar: bit n of the bitset for row n.
     * exists() marks the rows for which its test is true, all() those it looked
     * at, and of loops inside loops only the outermost marks. Bits are only
     * ever set; marking never changes a value. */
    uint64_t *rows;
    uint32_t row_words;
    uint32_t reserved;
} loy__cel_run;

/* 0 or a loy__cel_error; `out` is written on 0. Texts and lists in it live in
 * the arena, the slots or the code. */
loy__cel_error loy__cel_eval(const loy__cel_code *code, const loy__cel_run *run,
                             loy__cel_value *out);
loy__cel_error loy__cel_eval_term(const loy__cel_code *code, uint32_t term, const loy__cel_run *run,
                                  loy__cel_value *out);

/* Compares two values as == does; for tests and hosts. */
bool loy__cel_equal(loy__cel_value a, loy__cel_value b);

#endif
