/*
 * loyalty.h -- what an application sees of libloyalty: programs and their
 * rules, events, the engine, outcomes and customers.
 *
 * Conventions, valid for every function below unless it says otherwise:
 *
 * - A call that can fail returns LOY_OK or a negative code. Released values
 *   never change but new ones appear: test `< 0` before naming one.
 * - `new` gives an owned object through its first parameter and NULL on
 *   failure; `free` takes NULL and cannot fail; getters lend. What is lent
 *   lives as long as the object it came from is neither changed nor freed.
 * - A call that returns a result gives LOY_ERR_INVALID for NULL where nothing
 *   says that it may be NULL, and for a loy_memory that is too small or has no
 *   function. A getter takes NULL for an empty object; for an index that is not
 *   below the count it gives NULL, 0 or "".
 * - An object is used by one thread at a time. A loy_program is immutable and
 *   may be shared by any number of threads; everything else may not.
 * - Text is UTF-8. Money is int64 minor units of the program's currency
 *   (EUR 4.50 is 450). Points are int64 in units of 10^-scale of their
 *   currency. Times are int64 milliseconds since 1970-01-01T00:00Z.
 *   Quantities are int64 thousandths (two pieces are 2000).
 * - The core reads no clock and no file, has no global state, starts no
 *   thread, prints nothing and never aborts on a host's mistake.
 * - A struct that the caller fills starts with its size as he compiled it, or
 *   the one that points at it says the size (loy_event). These, and what getters
 *   lend, only ever grow at their end. Those without a size that a caller fills
 *   or receives (loy_text, loy_problem, loy_column, loy_expiring, loy_liability)
 *   stay as they are.
 */
#ifndef LOYALTY_LOYALTY_H
#define LOYALTY_LOYALTY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#define LOY_API __declspec(dllexport)
#elif defined(__GNUC__) || defined(__clang__)
#define LOY_API __attribute__((visibility("default")))
#else
#define LOY_API
#endif

#define LOY_VERSION "0.1.0"
#define LOY_VERSION_NUMBER 100 /* major * 10000 + minor * 100 + patch */
#define LOY_ABI 1              /* rises when an old binary would break */

/** The version of the library that is running, as LOY_VERSION. @since 0.1 */
LOY_API const char *loy_version(void);

/** LOY_ABI of the library that is running. @since 0.1 */
LOY_API uint32_t loy_abi(void);

enum {
    LOY_STRUCT_ERROR = 1,
    LOY_STRUCT_MEMORY = 2,
    LOY_STRUCT_TEXT = 3,
    LOY_STRUCT_PROBLEM = 4,
    LOY_STRUCT_ATTRIBUTE = 5,
    LOY_STRUCT_LINE = 6,
    LOY_STRUCT_ITEM = 7,
    LOY_STRUCT_EVENT = 8,
    LOY_STRUCT_EFFECT = 9,
    LOY_STRUCT_ENTRY = 10,
    LOY_STRUCT_BALANCE = 11,
    LOY_STRUCT_STANDING = 12,
    LOY_STRUCT_LOT = 13,
    LOY_STRUCT_VOUCHER = 14,
    LOY_STRUCT_BEHAVIOUR = 15,
    LOY_STRUCT_WHY = 16,
    LOY_STRUCT_TOTALS = 17,
    LOY_STRUCT_COLUMN = 18,
    LOY_STRUCT_COLUMNS = 19,
    LOY_STRUCT_COLUMN_RESULTS = 20,
    LOY_STRUCT_FETCH = 21,
    LOY_STRUCT_WRITE = 22,
    LOY_STRUCT_BATCH = 23,
    LOY_STRUCT_STORE = 24,
    LOY_STRUCT_RECORD_COLUMNS = 25,
    LOY_STRUCT_EXPIRING = 26,
    LOY_STRUCT_FLOW = 27,
    LOY_STRUCT_ASSUMPTION = 28,
    LOY_STRUCT_LIABILITY = 29,
    LOY_STRUCT_OUTLOOK = 30,
    LOY_STRUCT_MEASURE = 31,
    LOY_STRUCT_MEMBERSHIP = 32,
    LOY_STRUCT_STATUS = 33,
    LOY_STRUCT_BUDGET = 34,
    LOY_STRUCT_FINDING = 35,
    LOY_STRUCT_VERIFIED = 36
};

/** Bytes of a struct as the running library compiled it, so that a binding can
 * check its own layout; 0 for an unknown one. @since 0.1 */
LOY_API uint32_t loy_struct_size(uint32_t which);

/* ---- Results ---------------------------------------------------------- */

enum {
    LOY_OK = 0,
    LOY_ERR_INVALID = -1,  /* an argument breaks the documented contract */
    LOY_ERR_NOMEM = -2,    /* the allocator said no; nothing has changed */
    LOY_ERR_VERSION = -3,  /* a struct or record version this library does not know */
    LOY_ERR_PROGRAM = -4,  /* the program has mistakes; see the problems */
    LOY_ERR_EVENT = -5,    /* the event cannot be kept: no source, id, customer or time */
    LOY_ERR_MISMATCH = -6, /* this source and id were applied with other content */
    LOY_ERR_CONFLICT = -7, /* others kept changing the customer; not done, try again */
    LOY_ERR_STORE = -8,    /* the store failed; not done, try again */
    LOY_ERR_UNKNOWN = -9,  /* the store cannot say: apply the same event again, only that */
    LOY_ERR_CORRUPT = -10, /* a stored record fails its checksum or format */
    LOY_ERR_NOT_FOUND = -11,
    LOY_ERR_DOCUMENT = -12, /* a document is not what its schema says */
    LOY_ERR_INTERNAL = -13  /* an invariant of ours is broken; nothing was written */
};

/** A short English name of a result, e.g. "out of memory". Never NULL. @since 0.1 */
LOY_API const char *loy_result_text(int result);

/* What went wrong, in words. Given by the caller and filled on failure: `code` is
 * then what the call returned. After anything else it says nothing. NULL where the
 * words are not wanted. Texts are cut at a character border. */
typedef struct loy_error {
    uint32_t size;   /* sizeof(loy_error), set by the caller */
    int32_t code;    /* the result that was returned */
    uint32_t line;   /* 1-based line in a document, 0 where none */
    uint32_t column; /* 1-based column (characters), 0 where none */
    char path[128];  /* JSON pointer to the field, e.g. /lines/2/quantity; may be empty */
    char text[256];  /* what is wrong */
    char hint[256];  /* what to write instead; may be empty */
} loy_error;

#define LOY_ERROR_INIT {sizeof(loy_error), 0, 0, 0, {0}, {0}, {0}}

/* ---- Memory ------------------------------------------------------------ */

/* Where memory comes from. One function serves all (as lua_Alloc does):
 * `old` NULL and old_size 0 asks for new memory; new_size 0 frees and returns
 * NULL; otherwise the block is resized, kept as it was on failure (NULL).
 * Must return memory aligned for any object. The struct is copied; `context`
 * must outlive every object made with it. Pass NULL for the C library's. */
typedef struct loy_memory {
    uint32_t size; /* sizeof(loy_memory) */
    uint32_t reserved;
    void *context;
    void *(*resize)(void *context, void *old, size_t old_size, size_t new_size);
} loy_memory;

/* ---- Text --------------------------------------------------------------- */

/* A borrowed piece of UTF-8, not necessarily NUL-terminated. data NULL means
 * absent. `symbol` is 0, or what loy_program_symbol() gave for this very text
 * and program: a hint, never trusted, and not used by this version. */
typedef struct loy_text {
    const char *data;
    uint32_t size; /* bytes */
    uint32_t symbol;
} loy_text;

/** A string literal as a loy_text initialiser. */
#define LOY_TEXT(literal) {(literal), (uint32_t)(sizeof(literal) - 1), 0}

/* ---- Programs ------------------------------------------------------------ */

typedef struct loy_draft loy_draft;       /* a program being written */
typedef struct loy_node loy_node;         /* one place in a draft: map, list or value */
typedef struct loy_rule loy_rule;         /* one rule of a draft */
typedef struct loy_program loy_program;   /* compiled, immutable */
typedef struct loy_problems loy_problems; /* mistakes and warnings */

/**
 * Starts an empty program. A draft is a document held in memory: the typed
 * calls below and a JSON reader fill the same places, so a program built in C
 * and one read from a document compile to the same digest. What the members
 * mean is documented in the JSON Schema (program.schema.json) and the README.
 *
 * Calls that build return NULL when memory ran out, and accept NULL in place
 * of a node or rule, doing nothing; loy_program_new() then reports
 * LOY_ERR_NOMEM. So a program is written down without a test on each line. What
 * cannot be (a member of what is no map, a text that is NULL, not UTF-8, holds a
 * NUL or has more than 65535 bytes, more than 32 levels) is not written, and
 * loy_program_new() reports it as a problem. Texts and keys are copied; nodes and
 * rules live as long as the draft.
 *
 * @param memory  NULL for the C library's
 * @return LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INVALID
 * @since 0.1
 */
LOY_API int loy_draft_new(loy_draft **out, const loy_memory *memory);

/** Frees a draft with all its nodes and rules. @since 0.1 */
LOY_API void loy_draft_free(loy_draft *draft);

/** The outermost map of the document. @since 0.1 */
LOY_API loy_node *loy_draft_root(loy_draft *draft);

/** The map under `key` of a map, made when absent. @since 0.1 */
LOY_API loy_node *loy_node_map(loy_node *map, const char *key);

/** The list under `key` of a map, made when absent. @since 0.1 */
LOY_API loy_node *loy_node_list(loy_node *map, const char *key);

/** A new map at the end of a list. @since 0.1 */
LOY_API loy_node *loy_node_add_map(loy_node *list);

/** A new list at the end of a list. @since 0.1 */
LOY_API loy_node *loy_node_add_list(loy_node *list);

/** Sets a text under `key`; a later set replaces. @since 0.1 */
LOY_API void loy_node_set_text(loy_node *map, const char *key, const char *text);

/** As loy_node_set_text(), with a length instead of a NUL. @since 0.1 */
LOY_API void loy_node_set_bytes(loy_node *map, const char *key, const char *text, size_t size);

/** Sets a whole number under `key`. @since 0.1 */
LOY_API void loy_node_set_integer(loy_node *map, const char *key, int64_t value);

/** Sets a truth value (0 or 1) under `key`. @since 0.1 */
LOY_API void loy_node_set_boolean(loy_node *map, const char *key, int32_t value);

/** Adds a text, with its length, at the end of a list. @since 0.1 */
LOY_API void loy_node_add_bytes(loy_node *list, const char *text, size_t size);

/** Adds a NUL-terminated text at the end of a list. @since 0.1 */
LOY_API void loy_node_add_text(loy_node *list, const char *text);

/** Adds a whole number at the end of a list. @since 0.1 */
LOY_API void loy_node_add_integer(loy_node *list, int64_t value);

/** Adds a truth value at the end of a list. @since 0.1 */
LOY_API void loy_node_add_boolean(loy_node *list, int32_t value);

/**
 * Names the program.
 *
 * @param id       letters, digits, '-', '_' and '.', at most 64 bytes
 * @param version  1 or more; recorded with all that the program decides
 * @param money    ISO 4217 code, e.g. "EUR"
 * @since 0.1
 */
LOY_API void loy_draft_identify(loy_draft *draft, const char *id, int64_t version,
                                const char *money);

/** The definition of a currency, made when absent: a map with scale, pending,
 * expires, spend_order, floor, payment. @since 0.1 */
LOY_API loy_node *loy_draft_currency(loy_draft *draft, const char *id);

/** The definition of a ladder, made when absent: a map with counts, window and
 * tiers. @since 0.1 */
LOY_API loy_node *loy_draft_ladder(loy_draft *draft, const char *id);

/** Adds a tier to a ladder, lowest first; returns its map (keep_from, grace).
 * @param from  what the ladder must count to enter, in minor units of money or
 *              units of its points' scale; 0 for the lowest
 * @since 0.1 */
LOY_API loy_node *loy_ladder_tier(loy_node *ladder, const char *id, int64_t from);

/** Adds a reward; returns its map (price, when, give). @since 0.1 */
LOY_API loy_node *loy_draft_reward(loy_draft *draft, const char *id);

/**
 * Adds a rule.
 *
 * @param id  unique among the rules; decides nothing, names it everywhere
 * @param on  the kind of event that it answers: "purchase", "visit", ...,
 *            "timer", or "enter:STAGE"
 * @since 0.1
 */
LOY_API loy_rule *loy_draft_rule(loy_draft *draft, const char *id, const char *on);

/** Sets the condition, a CEL expression of type bool. @since 0.1 */
LOY_API void loy_rule_when(loy_rule *rule, const char *condition);

/** Effect: earn points; `amount` is a CEL expression of type int, in units of
 * the currency's scale. @since 0.1 */
LOY_API void loy_rule_earn(loy_rule *rule, const char *currency, const char *amount);

/** Effect: multiply what this event earns; `factor` is a decimal, e.g. "2" or
 * "1.25". @since 0.1 */
LOY_API void loy_rule_multiply(loy_rule *rule, const char *currency, const char *factor);

/** Effect: add to a counter (a stamp card); `amount` is CEL of type int. @since 0.1 */
LOY_API void loy_rule_count(loy_rule *rule, const char *counter, const char *amount);

/** Effect: issue a voucher. @since 0.1 */
LOY_API void loy_rule_issue(loy_rule *rule, const char *voucher);

/** Effect: move the customer to a stage. @since 0.1 */
LOY_API void loy_rule_stage(loy_rule *rule, const char *stage);

/** Effect: a message for the host to deliver. @since 0.1 */
LOY_API void loy_rule_notify(loy_rule *rule, const char *text);

/** The map of a rule, for members without a call of their own. @since 0.1 */
LOY_API loy_node *loy_rule_node(loy_rule *rule);

enum { LOY_SEVERITY_ERROR = 1, LOY_SEVERITY_WARNING = 2 };

/* One mistake or warning. Borrowed from its loy_problems. */
typedef struct loy_problem {
    const char *code; /* for programs to test, e.g. "unknown-member" */
    const char *path; /* JSON pointer, e.g. /rules/3/when */
    const char *text; /* what is wrong */
    const char *hint; /* what to write instead; "" where nothing is known */
    uint32_t severity;
    uint32_t offset; /* 1-based character inside the text value at path (a CEL expression), or 0 */
    uint32_t line;   /* 1-based place in the document; 0 for a program built in C */
    uint32_t column;
} loy_problem;

/** Makes an empty list of problems. @return LOY_OK, LOY_ERR_NOMEM. @since 0.1 */
LOY_API int loy_problems_new(loy_problems **out, const loy_memory *memory);

/** Frees the list and all its texts. @since 0.1 */
LOY_API void loy_problems_free(loy_problems *problems);

/** How many of a severity; 0 counts all. @since 0.1 */
LOY_API uint32_t loy_problems_count(const loy_problems *problems, uint32_t severity);

/** The problem at an index (in the order of the document), or NULL. @since 0.1 */
LOY_API const loy_problem *loy_problems_at(const loy_problems *problems, uint32_t index);

/** Adds a problem, copying its texts (NULL: ""): for readers of other formats.
 * @return LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INVALID. @since 0.1 */
LOY_API int loy_problems_add(loy_problems *problems, const loy_problem *problem);

/** Sets the place of a problem in its document, 1-based; of no such problem
 * nothing. @since 0.1 */
LOY_API void loy_problems_place(loy_problems *problems, uint32_t index, uint32_t line,
                                uint32_t column);

/**
 * Checks and compiles a draft. All mistakes are reported at once; a program
 * with a mistake is not made. The draft is not changed and may be freed.
 *
 * @param problems  receives mistakes and warnings behind those it has; may be NULL
 * @return LOY_OK, LOY_ERR_PROGRAM, LOY_ERR_NOMEM, LOY_ERR_INVALID, LOY_ERR_INTERNAL
 * @since 0.1
 */
LOY_API int loy_program_new(loy_program **out, const loy_draft *draft, loy_problems *problems);

/**
 * Writes a program as an image: bytes that loy_program_load() reads on any
 * platform, so that a host without a JSON library can run it. An image holds the
 * program's document, not what was computed from it, with a checksum.
 *
 * @param bytes     receives the image when it fits; may be NULL with capacity 0
 * @param capacity  bytes that fit
 * @param size      receives the image's size; when it is more than capacity,
 *                  `bytes` is untouched: call again with room
 * @return LOY_OK, LOY_ERR_INVALID
 * @since 0.1
 */
LOY_API int loy_program_save(const loy_program *program, void *bytes, uint64_t capacity,
                             uint64_t *size);

/**
 * Compiles the program of an image, with all checks: an image is not trusted.
 * The program has the digest of the one that was saved and answers alike.
 *
 * @param problems  receives mistakes and warnings, without lines; may be NULL
 * @param memory    allocator, copied; NULL for the C library's
 * @return LOY_OK, LOY_ERR_CORRUPT (no image, or damaged), LOY_ERR_VERSION (of a
 *         later format), LOY_ERR_PROGRAM (its document has mistakes for this
 *         library), LOY_ERR_NOMEM, LOY_ERR_INVALID, LOY_ERR_INTERNAL
 * @since 0.1
 */
LOY_API int loy_program_load(loy_program **out, const void *bytes, uint64_t size,
                             loy_problems *problems, const loy_memory *memory);

/** Frees a program. No engine may use it any more. @since 0.1 */
LOY_API void loy_program_free(loy_program *program);

/** The program's id. @since 0.1 */
LOY_API const char *loy_program_id(const loy_program *program);

/** The program's version. @since 0.1 */
LOY_API int64_t loy_program_version(const loy_program *program);

/** SHA-256 of the program's canonical form, 64 hexadecimal digits: equal for
 * equal programs however they were written. @since 0.1 */
LOY_API const char *loy_program_digest(const loy_program *program);

/** ISO 4217 code of the program's money. @since 0.1 */
LOY_API const char *loy_program_money(const loy_program *program);

/** Decimals of the program's money: 2 for EUR, 0 for JPY. @since 0.1 */
LOY_API uint32_t loy_program_money_digits(const loy_program *program);

/** Decimals of money in a currency that events of the program may be in: its own, or
 * one of `other_money`; -1 for any other. @since 0.1 */
LOY_API int32_t loy_program_digits_of(const loy_program *program, const char *currency,
                                      uint32_t size);

/* The named parts of a program that can be listed. */
enum {
    LOY_PART_CURRENCY = 1,
    LOY_PART_LADDER = 2,
    LOY_PART_STAGE = 3,
    LOY_PART_RULE = 4,
    LOY_PART_REWARD = 5,
    LOY_PART_VOUCHER = 6,
    LOY_PART_COUNTER = 7
};

/** How many parts of a kind; 0 for an unknown kind. @since 0.1 */
LOY_API uint32_t loy_program_count(const loy_program *program, uint32_t part);

/** The id of a part, in the program's order, or NULL. @since 0.1 */
LOY_API const char *loy_program_name(const loy_program *program, uint32_t part, uint32_t index);

/** Decimals of a currency's points, or 0. @since 0.1 */
LOY_API uint32_t loy_program_scale(const loy_program *program, const char *currency);

/** The number of tiers of the ladder at an index, or 0. @since 0.1 */
LOY_API uint32_t loy_program_tier_count(const loy_program *program, uint32_t ladder);

/** The id of a tier, lowest first, or NULL. @since 0.1 */
LOY_API const char *loy_program_tier_name(const loy_program *program, uint32_t ladder,
                                          uint32_t index);

/** The symbol of a text for loy_text.symbol, or 0 when no rule names it. @since 0.1 */
LOY_API uint32_t loy_program_symbol(const loy_program *program, const char *text, size_t size);

/* ---- Events -------------------------------------------------------------- */

#define LOY_TIME_NONE INT64_MIN
#define LOY_DAY_NONE INT32_MIN
#define LOY_NEVER INT64_MAX           /* a moment that does not come */
#define LOY_MAX_AMOUNT 9007199254740991 /* 2^53 - 1, of any amount in an event */
#define LOY_MAX_LINES 10000
#define LOY_MAX_ID 255 /* bytes of a source, event id or customer id */

enum { LOY_VALUE_TEXT = 1, LOY_VALUE_INTEGER = 2, LOY_VALUE_BOOLEAN = 3, LOY_VALUE_DATE = 4 };

/* A value of an attribute that the program declares. */
typedef struct loy_attribute {
    loy_text name;
    loy_text text;  /* LOY_VALUE_TEXT */
    int64_t number; /* an integer, 0 or 1, or days since 1970-01-01 */
    uint32_t kind;  /* LOY_VALUE_... */
    uint32_t reserved;
} loy_attribute;

/* One position of a basket. What it costs is
 * quantity * unit_price / 1000, half up, less discount. */
typedef struct loy_line {
    loy_text id; /* unique in its event */
    loy_text sku;
    loy_text category;  /* a path, e.g. drinks/coffee */
    int64_t quantity;   /* thousandths, 1 .. LOY_MAX_AMOUNT */
    int64_t unit_price; /* minor units, 0 or more, tax included unless LOY_LINE_TAX_ON_TOP or the
                         * program's `prices` says otherwise */
    int64_t discount;   /* minor units off the whole line, 0 .. its price */
    int64_t tax;        /* minor units, of the line after its discount */
    const loy_text *tags;
    const loy_attribute *attributes;
    uint32_t tag_count;
    uint32_t attribute_count;
    int64_t tax_rate;      /* millionths of the price without tax (20 % is 200000); 0: see tax */
    int64_t fixed_tax;     /* minor units a unit, on top and never reduced, e.g. a deposit */
    int64_t minimum_price; /* minor units: promotions leave a unit at no less */
    uint32_t flags;        /* LOY_LINE_... */
    uint32_t reserved;
} loy_line;

enum {
    LOY_LINE_TAX_ON_TOP = 1, /* unit_price is without the tax of tax_rate */
    LOY_LINE_NOT_REDUCED = 2 /* promotions neither reduce nor count it */
};

enum {
    LOY_ITEM_POINTS = 1,   /* adjust (signed), import, hold, capture, transfer, extend,
                            * reinstate, activate: points of currency `name` */
    LOY_ITEM_PAY = 2,      /* purchase: pay with so many points of currency `name` */
    LOY_ITEM_LADDER = 3,   /* import: what ladder `name` has counted at `time` */
    LOY_ITEM_COUNTER = 4,  /* import: where counter `name` stands */
    LOY_ITEM_PURCHASES = 5, /* import: number of earlier purchases, the last at `time` */
    LOY_ITEM_REFUND = 6,    /* return: so much money is paid back, for no line in particular; no name */
    LOY_ITEM_RETURNED = 7,  /* exchange: so many thousandths of the sale's line `name` come back */
    LOY_ITEM_ENROLLED = 8,  /* import: the customer has been one since `time`; no name, no amount */
    LOY_ITEM_STAGE = 9,     /* import: in stage `name` since `time`; no amount */
    LOY_ITEM_SPEND = 10,    /* import: minor units of the earlier purchases, the first at `time`; 0
                             * where only that is known */
    LOY_ITEM_VOUCHER = 11   /* import: so many unused vouchers `name` */
};

/* An amount of something named. */
typedef struct loy_item {
    loy_text name;
    int64_t amount;
    int64_t time; /* when it was earned; LOY_TIME_NONE: when the event occurred */
    uint32_t kind;
    uint32_t reserved;
    int64_t until; /* import, of points and vouchers: their own end; 0: as the program says */
} loy_item;

/* Something that happened. Fill with LOY_EVENT_INIT, then set what applies;
 * everything it points at is borrowed for the call. (source, id) names it for
 * ever: the same event applied again gives the stored answer. */
typedef struct loy_event {
    uint32_t size;           /* sizeof(loy_event) */
    uint32_t line_size;      /* sizeof(loy_line) */
    uint32_t attribute_size; /* sizeof(loy_attribute) */
    uint32_t item_size;      /* sizeof(loy_item) */
    loy_text source;         /* who says so, e.g. the till; required, at most LOY_MAX_ID bytes */
    loy_text id;             /* unique per source; required */
    loy_text type;           /* "purchase", "return", ...; required */
    loy_text customer;       /* required */
    loy_text store;
    loy_text channel;
    loy_text currency; /* of the money in the event, and of its minor units; absent: the
                        * program's; another one needs a `rate` */
    /* return, void, activate: the sale; void: also what was redeemed or captured;
     * capture, release, and a purchase that the points of a hold pay: the hold.
     * Source absent: as source. */
    loy_text receipt_source;
    loy_text receipt_id;
    loy_text reward;  /* redeem: what is bought with points */
    loy_text voucher; /* redeem: the voucher to use instead of points */
    loy_text reason;  /* adjust, freeze, unfreeze, status: why */
    int64_t time;     /* when it occurred; required */
    const loy_line *lines; /* return: id and quantity of what comes back; none: everything */
    const loy_text *codes; /* coupon codes shown at the till */
    const loy_item *items;
    const loy_attribute *attributes;
    uint32_t line_count;
    uint32_t code_count;
    uint32_t item_count;
    uint32_t attribute_count;
    int32_t offset;       /* of the local clock from UTC, minutes, -1439 .. 1439 */
    int32_t business_day; /* days since 1970-01-01; LOY_DAY_NONE: the local date */
    loy_text action; /* status: "floor" (also when absent), "set", "enter" or "end";
                      * household: "create", "join" or "leave"; membership: "start", "renew" or
                      * "cancel" */
    loy_text ladder; /* status: whose tier */
    loy_text tier;   /* status: which */
    int64_t until;   /* status: when it ends, later than `time`; LOY_TIME_NONE: never. membership:
                      * likewise; LOY_TIME_NONE: as the program says. adjust,
                      * extend, reinstate: when the points expire; LOY_TIME_NONE: as the
                      * program says */
    int64_t ttl;     /* hold: milliseconds until it lapses; extend: by how many, counted by the
                      * local clock (a day is one also where it has 23 hours); 0: as the
                      * program says */
    loy_text other;  /* transfer, merge: the customer who receives; rekey: the new id;
                      * referral: who brought the customer; household: which one */
    uint32_t flags;  /* LOY_EVENT_... */
    uint32_t spare;
    loy_text plan;   /* membership: which plan of `memberships` */
    int64_t fee;     /* membership: minor units that were paid for it; 0 or more */
    loy_text approver; /* adjust: who approved it, another than `source`; at most LOY_MAX_ID
                        * bytes, and an id rather than a name: it stands in the answer */
    int64_t rate; /* what one of `currency` is worth in the program's money when the event
                   * occurred, in LOY_RATE_ONE, at most LOY_MAX_RATE; 0: the money is the
                   * program's, or none of a return */
    int64_t accepted; /* when the host took the event, by a clock that it trusts: what `time` is
                       * held against where the program bounds clocks (`clock`), else ignored;
                       * LOY_TIME_NONE. Not part of what the event says: it may be another one
                       * when the same event is applied again */
} loy_event;

#define LOY_RATE_DIGITS 12 /* decimals of a rate: LOY_RATE_ONE is 10 to their power */
#define LOY_RATE_ONE INT64_C(1000000000000)
#define LOY_MAX_RATE (1000000 * LOY_RATE_ONE)

enum {
    LOY_EVENT_OFFLINE = 1, /* decided where the balance could not be seen: see `offline` */
    LOY_EVENT_OVERDRAW = 2 /* adjust: takes more than is available, and the rest is owed */
};

#define LOY_EVENT_INIT                                                                             \
    {                                                                                              \
        .size = sizeof(loy_event), .line_size = sizeof(loy_line),                                  \
        .attribute_size = sizeof(loy_attribute), .item_size = sizeof(loy_item),                    \
        .time = LOY_TIME_NONE, .business_day = LOY_DAY_NONE, .until = LOY_TIME_NONE,               \
        .accepted = LOY_TIME_NONE                                                                  \
    }

/* ---- Outcomes ------------------------------------------------------------ */

/* An outcome is filled again and again. Its texts are lent by it or by the
 * program that decided: until it is filled again or either is freed. */
typedef struct loy_outcome loy_outcome;

enum { LOY_VERDICT_NONE = 0, LOY_VERDICT_APPLIED = 1, LOY_VERDICT_REFUSED = 2 };

enum {
    LOY_EFFECT_EARN = 1,      /* name: currency; amount: points */
    LOY_EFFECT_MULTIPLY = 2,  /* name: currency; amount: points added by it */
    LOY_EFFECT_COUNT = 3,     /* name: counter; amount: added */
    LOY_EFFECT_ISSUE = 4,     /* name: voucher; amount: how many */
    LOY_EFFECT_STAGE = 5,     /* name: the stage entered; rule: the reason */
    LOY_EFFECT_TIER = 6,      /* name: the tier entered; rule: the ladder */
    LOY_EFFECT_NOTIFY = 7,    /* name: the text */
    LOY_EFFECT_PAY = 8,       /* name: currency; amount: points spent; money: what they paid */
    LOY_EFFECT_REWARD = 9,    /* name: the reward; amount: points spent, 0 for a voucher */
    LOY_EFFECT_CLAWBACK = 10, /* name: currency; amount: points taken back */
    LOY_EFFECT_WRITE_OFF = 11, /* name: currency; amount: points that could not be taken back */
    LOY_EFFECT_ADJUST = 12,    /* name: currency; amount: signed; rule: the reason, where the
                                * program lists reasons, else "adjust" */
    LOY_EFFECT_RESTORE = 13,   /* name: currency; amount: points given back to their lots, of those
                                * wanted: none of a customer who is forgotten; money: what they
                                * had paid, which is not paid back; rule: the member of a
                                * household who gave them; in his own event: "household" */
    LOY_EFFECT_ERROR = 14,     /* a rule failed: rule; name: why (overflow, ...) */
    LOY_EFFECT_USE = 15,       /* name: voucher; amount: how many were used */
    LOY_EFFECT_RECOVER = 16,   /* name: currency; amount: points that could not be taken back;
                                * money: what to keep for them of the money paid back */
    LOY_EFFECT_VOID = 17,      /* name: voucher; amount: how many were taken back, of those wanted;
                                * money: what to keep for the others of the money paid back */
    LOY_EFFECT_PARK = 18,      /* name: id of the sale that a return waits for; time: until when */
    LOY_EFFECT_UNPARK = 19,    /* name: id of a return that waited; amount: 1 when its sale came, 0
                                * when it lapsed or the sale would have refused it */
    LOY_EFFECT_HOLD = 20,      /* name: currency; amount: points set aside */
    LOY_EFFECT_CAPTURE = 21,   /* name: currency; amount: held points spent */
    LOY_EFFECT_RELEASE = 22,   /* name: currency; amount: held points given back; rule: "holds"
                                * where the hold has lapsed */
    LOY_EFFECT_SEND = 23,      /* name: currency; amount: points that left for another customer */
    LOY_EFFECT_RECEIVE = 24,   /* name: currency; amount: points that came from another customer */
    LOY_EFFECT_FEE = 25,       /* name: currency; amount: points that it cost */
    LOY_EFFECT_EXTEND = 26,    /* name: currency; amount: points that got another end */
    LOY_EFFECT_REINSTATE = 27, /* name: currency; amount: expired points brought back */
    LOY_EFFECT_ACTIVATE = 28,  /* name: currency; amount: pending points that can be spent now */
    LOY_EFFECT_DRAW = 29,      /* name: currency; amount: points that a member of the household
                                * gave; rule: who; in the member's own event: "household" */
    LOY_EFFECT_DISCOUNT = 30,  /* rule: promotion; name: id of the line; money: taken off it */
    LOY_EFFECT_GIFT = 31,      /* rule: promotion; name: SKU; amount: units given on top */
    LOY_EFFECT_DECLINE = 32,   /* rule: why a code did nothing, e.g. "code-expired"; name: the code */
    LOY_EFFECT_TAX = 33,       /* name: id of the line; money: its tax after promotions */
    LOY_EFFECT_PRICE = 34,     /* name: "discount", "subtotal" (without tax), "tax" or "total" of
                                  a basket in a program with promotions; money */
    LOY_EFFECT_FORFEIT = 35,   /* name: currency; amount: points that were given up */
    LOY_EFFECT_MEMBERSHIP = 36, /* rule: plan; name: "start", "renew", "cancel" or "end"; money:
                                 * the fee */
    LOY_EFFECT_REUSE = 37,      /* name: voucher; amount: how many that a sale had used can be used
                                 * again, of those wanted: the others have lapsed */
    LOY_EFFECT_LATE = 38,       /* rule: "late"; name: "in-order" where a late event took its place
                                 * and what follows is the difference that it makes to `amount`
                                 * later events; or why it is judged at the present: "too-old"
                                 * (from before what is kept), "refusal" (another event would have
                                 * been refused), "price" (what a till has charged or handed out
                                 * would have been another) */
    LOY_EFFECT_CONVERT = 39,    /* name: currency; amount: points that turned by themselves into
                                 * what the next effect issues or earns */
    LOY_EFFECT_RECALL = 40,     /* name: currency; amount: points that were sent and are asked back
                                 * of their receiver: they come by a message, see
                                 * loy_engine_apply() */
    LOY_EFFECT_APPROVE = 41,    /* rule: "approval"; name: who approved an adjustment */
    LOY_EFFECT_RATE = 42,       /* name: the currency of money that was converted; amount: its rate,
                                 * in LOY_RATE_ONE; money: what it comes to in the program's; rule:
                                 * "rate", or "return", ... where it is the sale's that comes back */
    LOY_EFFECT_CLOCK = 43       /* rule: "clock"; name: "ahead" or "behind", as the event's time
                                 * stood to when it was accepted; amount: milliseconds. The event
                                 * is judged as of when it was accepted */
};

/* One thing that was decided. Texts are lent by the outcome. */
typedef struct loy_effect {
    const char *rule;     /* id of the rule, cap, reward or setting that caused it; never NULL */
    const char *name;     /* what it is about, see LOY_EFFECT_...; never NULL */
    int64_t amount;       /* granted */
    int64_t wanted;       /* what would have been granted without caps; DISCOUNT: money
                           * without the budget that cut it, 0 where none did */
    int64_t money;        /* minor units, 0 where none */
    int64_t time;         /* the moment it took effect */
    uint32_t kind;        /* LOY_EFFECT_... */
    uint32_t reserved;
} loy_effect;

enum {
    LOY_ENTRY_EARN = 1,
    LOY_ENTRY_MATURE = 2,
    LOY_ENTRY_BURN = 3,
    LOY_ENTRY_EXPIRE = 4,
    LOY_ENTRY_REVERSE = 5,
    LOY_ENTRY_RESTORE = 6,
    LOY_ENTRY_HOLD = 7,
    LOY_ENTRY_CAPTURE = 8,
    LOY_ENTRY_RELEASE = 9,
    LOY_ENTRY_ADJUST = 10,
    LOY_ENTRY_TRANSFER = 11,
    LOY_ENTRY_EXTEND = 12,   /* points of a lot have another end: `was`, now `expires` */
    LOY_ENTRY_REINSTATE = 13 /* points that had expired are in a lot again */
};

/** The name of an entry kind as documents write it, e.g. "earn", or NULL. @since 0.1 */
LOY_API const char *loy_entry_kind_name(uint32_t kind);

/** The name of an effect kind as documents write it, e.g. "earn", or NULL. @since 0.1 */
LOY_API const char *loy_effect_kind_name(uint32_t kind);

/* One row of the ledger: points moved in or out of one lot, or of the debt.
 * A lot is named by its currency, when it matures and when it expires. */
typedef struct loy_entry {
    const char *currency; /* lent by the outcome */
    int64_t points;       /* positive; adjust, transfer: signed */
    int64_t time;         /* the moment it took effect */
    int64_t matures;      /* of the lot: 0 once it is spendable; LOY_NEVER: not before an
                           * activate event */
    int64_t expires;      /* of the lot; LOY_NEVER */
    uint32_t kind;        /* LOY_ENTRY_... */
    uint32_t debt;        /* 1: the points fill or deepen the debt, no lot is touched */
    int64_t was;          /* extend: when the lot expired before; otherwise as `expires` */
} loy_entry;

/* What a customer has of one currency. */
typedef struct loy_balance {
    const char *currency;
    int64_t available;
    int64_t pending;
    int64_t held;
    int64_t debt; /* 0 or more; later earnings fill it first */
} loy_balance;

/* Where a customer stands on one ladder. */
typedef struct loy_standing {
    const char *ladder;
    const char *tier;
} loy_standing;

/** Makes an outcome to be filled again and again. @return LOY_OK, LOY_ERR_NOMEM. @since 0.1 */
LOY_API int loy_outcome_new(loy_outcome **out, const loy_memory *memory);

/** Frees an outcome. @since 0.1 */
LOY_API void loy_outcome_free(loy_outcome *outcome);

/** LOY_VERDICT_...; NONE before the first use. @since 0.1 */
LOY_API uint32_t loy_outcome_verdict(const loy_outcome *outcome);

/** 1 when the event had been applied before and this is its stored answer. @since 0.1 */
LOY_API uint32_t loy_outcome_replayed(const loy_outcome *outcome);

/** Code of a refusal, e.g. "insufficient-points"; "" when applied. @since 0.1 */
LOY_API const char *loy_outcome_reason(const loy_outcome *outcome);

/** The refusal in words, with what to do instead; "" when applied. @since 0.1 */
LOY_API const char *loy_outcome_reason_text(const loy_outcome *outcome);

/** JSON pointer to the field that was refused; "" where none. @since 0.1 */
LOY_API const char *loy_outcome_reason_path(const loy_outcome *outcome);

/** Number of effects. @since 0.1 */
LOY_API uint32_t loy_outcome_effect_count(const loy_outcome *outcome);

/** An effect, in the order in which they took place, or NULL. @since 0.1 */
LOY_API const loy_effect *loy_outcome_effect(const loy_outcome *outcome, uint32_t index);

/** Number of ledger entries. @since 0.1 */
LOY_API uint32_t loy_outcome_entry_count(const loy_outcome *outcome);

/** A ledger entry, in the order in which they took place, or NULL. @since 0.1 */
LOY_API const loy_entry *loy_outcome_entry(const loy_outcome *outcome, uint32_t index);

/** The customer whom the outcome shows when he is not the one that the event
 * names, because that account went into another; "" nearly always. @since 0.1 */
LOY_API const char *loy_outcome_customer(const loy_outcome *outcome);

/** The customer after the event: one balance for each currency. @since 0.1 */
LOY_API uint32_t loy_outcome_balance_count(const loy_outcome *outcome);

/** A balance after the event, or NULL. @since 0.1 */
LOY_API const loy_balance *loy_outcome_balance(const loy_outcome *outcome, uint32_t index);

/** One tier for each ladder. @since 0.1 */
LOY_API uint32_t loy_outcome_tier_count(const loy_outcome *outcome);

/** A tier after the event, or NULL. @since 0.1 */
LOY_API const loy_standing *loy_outcome_tier(const loy_outcome *outcome, uint32_t index);

/** The stage after the event; "" for a customer who does not exist. @since 0.1 */
LOY_API const char *loy_outcome_stage(const loy_outcome *outcome);

/* ---- Customers ----------------------------------------------------------- */

typedef struct loy_customer loy_customer; /* a read-only view */

/* Points earned together that are not spent yet. */
typedef struct loy_lot {
    const char *currency;
    int64_t points;
    int64_t matures;   /* 0 once spendable; LOY_NEVER: not before an activate event */
    int64_t expires;   /* LOY_NEVER */
    int32_t earned_on; /* days since 1970-01-01, by the clock of the currency: `expires.clock`;
                        * where their time is counted from maturing, the day they mature */
    uint32_t reserved;
} loy_lot;

/* Vouchers of one kind and one end. */
typedef struct loy_voucher {
    const char *voucher;
    int64_t count;
    int64_t expires; /* LOY_NEVER */
} loy_voucher;

/* Where a customer stands on one ladder, and where that leads if nothing more
 * happens. Amounts are as the ladder counts: money in minor units, points in
 * units of their scale; of a ladder with measures they are those of the first.
 * Names are lent by the program. */
typedef struct loy_outlook {
    const char *ladder;
    const char *tier; /* what he has */
    const char *next; /* the tier above, NULL for the highest */
    const char *then; /* the tier that he loses it to, NULL: it is not lost */
    int64_t counted;  /* in the present window */
    int64_t to_next;  /* still to be counted for `next` in it */
    int64_t to_keep;  /* still to be counted by `keep_by` so that the tier is kept then */
    int64_t keep_by;  /* when too little is counted, before any grace; LOY_NEVER */
    int64_t lost;     /* when the tier is lost; LOY_NEVER */
    int64_t enters;   /* when `next`, which is reached, is entered; LOY_NEVER */
} loy_outlook;

/* One of the measures of a ladder: what is missing by it for the nearest way to
 * the next tier, and to keep the present one. */
typedef struct loy_measure {
    const char *measure;
    int64_t counted;
    int64_t to_next;
    int64_t to_keep;
} loy_measure;

enum { LOY_STATUS_FLOOR = 1, LOY_STATUS_SET = 2 };

/* A tier that was given by hand. */
typedef struct loy_status {
    const char *ladder; /* lent by the program, both */
    const char *tier;
    int64_t until; /* LOY_NEVER */
    uint32_t mode; /* LOY_STATUS_FLOOR: no lower tier; LOY_STATUS_SET: this very tier */
    uint32_t reserved;
} loy_status;

/* A plan that a customer has paid for, and that runs. */
typedef struct loy_membership {
    const char *plan; /* lent by the program */
    int64_t since;
    int64_t until;
    uint32_t cancelled; /* 1: it is not to go on after its end */
    uint32_t reserved;
} loy_membership;

/* Behaviour of a customer, for insight and for display. */
typedef struct loy_behaviour {
    uint32_t size; /* sizeof(loy_behaviour), set by the caller */
    int32_t enrolled_on;       /* days since 1970-01-01, program zone; LOY_DAY_NONE */
    /* Of the purchases that have not come back as a whole, unless the program says
     * otherwise (returns.stage); LOY_DAY_NONE before the first. Sixteen before the last
     * are remembered: where one that is older comes back, the first day stays. */
    int32_t first_purchase_on;
    int32_t last_purchase_on;
    int64_t purchases; /* sales less those returned completely */
    int64_t visits;
    int64_t spend; /* minor units, less returns */
    int64_t stage_since; /* the moment the present stage was entered, or would have been
                          * had what came back never been bought */
} loy_behaviour;

/** Makes an empty view to be filled by loy_engine_customer(). @since 0.1 */
LOY_API int loy_customer_new(loy_customer **out, const loy_memory *memory);

/** Frees a view. @since 0.1 */
LOY_API void loy_customer_free(loy_customer *customer);

/** The customer's id, "" for an empty view. @since 0.1 */
LOY_API const char *loy_customer_id(const loy_customer *customer);

/** Balances: one for each currency of the program. @since 0.1 */
LOY_API const loy_balance *loy_customer_balance(const loy_customer *customer, uint32_t index);

/** Tiers: one for each ladder of the program. @since 0.1 */
LOY_API const loy_standing *loy_customer_tier(const loy_customer *customer, uint32_t index);

/** What the ladder at an index has counted in its present window. @since 0.1 */
LOY_API int64_t loy_customer_progress(const loy_customer *customer, uint32_t ladder);

/** Where the ladder at an index leads, as of the moment of the view, or NULL. @since 0.1 */
LOY_API const loy_outlook *loy_customer_outlook(const loy_customer *customer, uint32_t ladder);

/** Number of measures of the ladder at an index; 0 for one that counts one thing. @since 0.1 */
LOY_API uint32_t loy_customer_measure_count(const loy_customer *customer, uint32_t ladder);

/** A measure of the ladder at an index, in the order of the program, or NULL. @since 0.1 */
LOY_API const loy_measure *loy_customer_measure(const loy_customer *customer, uint32_t ladder,
                                                uint32_t index);

/** Number of tiers that were given by hand and have not ended. @since 0.1 */
LOY_API uint32_t loy_customer_status_count(const loy_customer *customer);

/** A tier that was given by hand, in the order in which they were given, or NULL. @since 0.1 */
LOY_API const loy_status *loy_customer_status(const loy_customer *customer, uint32_t index);

/** Number of memberships that run. @since 0.1 */
LOY_API uint32_t loy_customer_membership_count(const loy_customer *customer);

/** A membership, in the order of the program's plans, or NULL. @since 0.1 */
LOY_API const loy_membership *loy_customer_membership(const loy_customer *customer,
                                                      uint32_t index);

/** The value of the counter at an index. @since 0.1 */
LOY_API int64_t loy_customer_counter(const loy_customer *customer, uint32_t counter);

/** What the customer has earned of a point and not got yet, of a currency that
 * keeps fractions: 10^16 make one of its smallest units. @since 0.1 */
LOY_API int64_t loy_customer_waiting(const loy_customer *customer, uint32_t currency);

/** The stage. @since 0.1 */
LOY_API const char *loy_customer_stage(const loy_customer *customer);

/** Number of lots. @since 0.1 */
LOY_API uint32_t loy_customer_lot_count(const loy_customer *customer);

/** A lot, by currency and in spending order, or NULL. @since 0.1 */
LOY_API const loy_lot *loy_customer_lot(const loy_customer *customer, uint32_t index);

/* Points of one currency that expire at one moment. */
typedef struct loy_expiring {
    const char *currency; /* lent by the program */
    int64_t points;       /* positive */
    int64_t expires;      /* LOY_NEVER */
} loy_expiring;

/** How many moments the expiry schedule of the customer has. @since 0.1 */
LOY_API uint32_t loy_customer_expiring_count(const loy_customer *customer);

/** Part of the schedule, or NULL: by currency, then by moment, those that never
 * expire last. The points of a currency sum to available + pending + held. Held
 * points stand at the expiry that they have when they are given back. @since 0.1 */
LOY_API const loy_expiring *loy_customer_expiring(const loy_customer *customer, uint32_t index);

/** Number of different vouchers. @since 0.1 */
LOY_API uint32_t loy_customer_voucher_count(const loy_customer *customer);

/** A voucher, or NULL. @since 0.1 */
LOY_API const loy_voucher *loy_customer_voucher(const loy_customer *customer, uint32_t index);

/** Fills the members that `out->size` covers.
 * @return LOY_OK; LOY_ERR_INVALID, also for a size below 4. @since 0.1 */
LOY_API int loy_customer_behaviour(const loy_customer *customer, loy_behaviour *out);

/** The next moment at which time alone changes this customer; LOY_NEVER. @since 0.1 */
LOY_API int64_t loy_customer_due(const loy_customer *customer);

/** Why the account is frozen, "" when it is not: it earns, but spends nothing. @since 0.1 */
LOY_API const char *loy_customer_frozen(const loy_customer *customer);

/** The household that the customer is a member of, "" for most. @since 0.1 */
LOY_API const char *loy_customer_household(const loy_customer *customer);

/** The account that this one went into by a merge or a re-key, "" for most. @since 0.1 */
LOY_API const char *loy_customer_moved_to(const loy_customer *customer);

/** Number of attributes set. @since 0.1 */
LOY_API uint32_t loy_customer_attribute_count(const loy_customer *customer);

/** An attribute, or NULL. @since 0.1 */
LOY_API const loy_attribute *loy_customer_attribute(const loy_customer *customer, uint32_t index);

/* ---- Engine -------------------------------------------------------------- */

typedef struct loy_engine loy_engine;
struct loy_store; /* store.h */

/**
 * Joins a program and a store. Both are borrowed and must outlive the engine;
 * several engines may share a program, and a store that says so. A store is kept
 * by one program, in all its versions: another program has a store of its own,
 * since its customers are others even where they have the same ids.
 *
 * @param memory  NULL for the C library's
 * @return LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INVALID, LOY_ERR_VERSION (a store
 *         table this library does not know)
 * @since 0.1
 */
LOY_API int loy_engine_new(loy_engine **out, const loy_program *program,
                           const struct loy_store *store, const loy_memory *memory);

/**
 * Lends a former version of the program, for the returns of sales that it
 * decided: where `returns.method` is "re-evaluate", they go by the rules of the
 * sale, if their version is at hand, or else by line. Borrowed; it must outlive
 * the engine. The same version again changes nothing.
 *
 * @return LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INVALID (not the same program and money)
 * @since 0.1
 */
LOY_API int loy_engine_lend(loy_engine *engine, const loy_program *program);

/** Frees an engine; the store stays open. @since 0.1 */
LOY_API void loy_engine_free(loy_engine *engine);

/**
 * Applies one event to its customer.
 *
 * A refusal is an answer, not an error: it is kept under the event's key, so
 * that a retry never turns a no into a yes. The customer is brought forward
 * to the event's time first; an event that is older than what the customer
 * has seen is judged by the local clock of its own time and posted at the
 * customer's present; or it is refused, or takes its place among the events that
 * the customer has seen, as the program says (`late`, effect LOY_EFFECT_LATE).
 *
 * What an event sends to another customer (a transfer or its undoing, a merge, the
 * reward of a referral, a member who joins or leaves a household) is kept with it and
 * arrives in a commit of its own before the call returns. When that fails, or
 * the process dies in between, it is found again: when the same event is applied
 * again, before the first event of any engine that starts on the store, and by
 * loy_engine_advance(). It takes effect once.
 *
 * @param event    borrowed until the call returns
 * @param outcome  filled on LOY_OK, otherwise unspecified; may be NULL
 * @param error    words for a failure; may be NULL
 * @return LOY_OK (applied, replayed or refused); LOY_ERR_EVENT,
 *         LOY_ERR_MISMATCH, LOY_ERR_CONFLICT, LOY_ERR_STORE, LOY_ERR_NOMEM,
 *         LOY_ERR_CORRUPT, LOY_ERR_VERSION (sizes in the event or a stored record
 *         that this library does not know), LOY_ERR_INVALID, LOY_ERR_INTERNAL
 *         changed nothing; after LOY_ERR_UNKNOWN apply the same event again, and
 *         only that
 * @since 0.1
 */
LOY_API int loy_engine_apply(loy_engine *engine, const loy_event *event, loy_outcome *outcome,
                             loy_error *error);

/**
 * Applies events in their order, as as many calls of loy_engine_apply() would,
 * but with one commit for every `group` events: when a commit fails, none of
 * its events is kept. An event that is an error by itself (LOY_ERR_EVENT,
 * LOY_ERR_MISMATCH, ...) stops the batch; those before it are kept.
 *
 * @param events    `count` pointers; may be NULL when that is 0
 * @param group     events in a commit, 1 .. 10000
 * @param outcomes  `count` pointers, each filled unless it is NULL; or NULL
 * @param done      how many events were kept, also on failure; may be NULL
 * @return as loy_engine_apply(), of the group that failed
 * @since 0.1
 */
LOY_API int loy_engine_apply_batch(loy_engine *engine, const loy_event *const *events,
                                   uint64_t count, uint32_t group, loy_outcome *const *outcomes,
                                   uint64_t *done, loy_error *error);

/**
 * The outcome that an event would have, with nothing written. Its key is not
 * looked up: a quote may be asked again and again while a basket grows.
 *
 * @return as loy_engine_apply(), without LOY_ERR_MISMATCH, LOY_ERR_CONFLICT and
 *         LOY_ERR_UNKNOWN
 * @since 0.1
 */
LOY_API int loy_engine_quote(loy_engine *engine, const loy_event *event, loy_outcome *outcome,
                             loy_error *error);

typedef struct loy_explanation loy_explanation;

enum {
    LOY_WHY_FIRED = 1,
    LOY_WHY_CONDITION = 2, /* a term of its condition was false */
    LOY_WHY_TRIGGER = 3,   /* it answers another kind of event */
    LOY_WHY_VALIDITY = 4,  /* the event is outside its dates */
    LOY_WHY_ERROR = 5,     /* it could not be computed */
    LOY_WHY_CAPPED = 6,    /* fired, but a cap left less than it wanted */
    LOY_WHY_NOTHING = 7,   /* fired, and its amounts are zero */
    LOY_WHY_REFUSED = 8,   /* the event itself was refused */
    LOY_WHY_EXCLUDED = 9,  /* fired, but another rule of its group wins: `values` says which */
    LOY_WHY_LIMITED = 10,  /* fired, but it is used up, by the customer or by all */
    LOY_WHY_BUDGET = 11    /* fired, but a budget left less than it wanted */
};

/* Why one rule did or did not fire. Texts are lent by the explanation. */
typedef struct loy_why {
    const char *rule;
    const char *term;   /* the part of the condition that decided; "" where none */
    const char *values; /* the facts in it, e.g. "event.local.hour = 11" */
    const char *change; /* the smallest change that makes the term true; "" unknown */
    int64_t granted;
    int64_t wanted;
    uint32_t why; /* LOY_WHY_... */
    uint32_t reserved;
} loy_why;

/** Makes an explanation to be filled again and again. @return LOY_OK,
 * LOY_ERR_NOMEM. @since 0.1 */
LOY_API int loy_explanation_new(loy_explanation **out, const loy_memory *memory);

/** Frees an explanation. @since 0.1 */
LOY_API void loy_explanation_free(loy_explanation *explanation);

/** One for each rule of the program. @since 0.1 */
LOY_API uint32_t loy_explanation_count(const loy_explanation *explanation);

/** Why, in the order of the program's rules, or NULL. @since 0.1 */
LOY_API const loy_why *loy_explanation_at(const loy_explanation *explanation, uint32_t index);

/** The name of a LOY_WHY_... as documents write it, e.g. "condition", or NULL. @since 0.1 */
LOY_API const char *loy_why_name(uint32_t why);

/**
 * A quote with a recorder: for every rule, whether it fires and why not.
 *
 * @param outcome      as loy_engine_quote(); may be NULL
 * @param explanation  filled on LOY_OK, otherwise unspecified
 * @return as loy_engine_quote()
 * @since 0.1
 */
LOY_API int loy_engine_explain(loy_engine *engine, const loy_event *event, loy_outcome *outcome,
                               loy_explanation *explanation, loy_error *error);

/**
 * Settles every customer whose next deadline has come: pending points mature,
 * points expire, tiers are reviewed, stages move, timer rules fire, each at its
 * own moment. First messages between customers that were not delivered are.
 * Safe to stop and call again.
 *
 * @param until  settle up to this moment, included; in the years 1 to 9999
 * @param limit  customers to settle at most; 0: all
 * @param count  how many were settled, also on failure; may be NULL
 * @return LOY_OK; as loy_engine_apply() for the customer it stopped at, or for a
 *         message that could not be delivered, which stops nothing;
 *         LOY_ERR_INVALID when the store cannot list what is due
 * @since 0.1
 */
LOY_API int loy_engine_advance(loy_engine *engine, int64_t until, uint64_t limit, uint64_t *count,
                               loy_error *error);

/**
 * Reads a customer as of a moment, with nothing written.
 *
 * @param id        1 to LOY_MAX_ID bytes; borrowed for the call
 * @param at        settles the view to this moment; LOY_TIME_NONE: as stored
 * @param customer  filled on LOY_OK, otherwise empty
 * @return LOY_OK, LOY_ERR_NOT_FOUND, LOY_ERR_STORE, LOY_ERR_NOMEM,
 *         LOY_ERR_CORRUPT, LOY_ERR_VERSION, LOY_ERR_INVALID, LOY_ERR_INTERNAL
 * @since 0.1
 */
LOY_API int loy_engine_customer(loy_engine *engine, const char *id, size_t id_size, int64_t at,
                                loy_customer *customer, loy_error *error);

/* Points of one currency over all customers. */
typedef struct loy_totals {
    const char *currency; /* lent by the program */
    int64_t issued;   /* earned, adjusted upwards, imported */
    int64_t spent;    /* burned less restored */
    int64_t expired;
    int64_t reversed; /* taken back by returns and voids, adjusted downwards */
    int64_t available;
    int64_t pending;
    int64_t held;
    int64_t debt;
} loy_totals;

typedef struct loy_report loy_report;

/** Makes an empty report. @return LOY_OK, LOY_ERR_NOMEM. @since 0.1 */
LOY_API int loy_report_new(loy_report **out, const loy_memory *memory);

/** Frees a report. @since 0.1 */
LOY_API void loy_report_free(loy_report *report);

/**
 * Walks all customers, each settled to `at` without writing, and adds up.
 * issued - spent - expired - reversed = available + pending + held - debt, for
 * each currency.
 *
 * @param at      as loy_engine_customer()
 * @param report  what it was before is gone; on failure its figures are of some
 *                customers only, or it is empty
 * @return LOY_OK, LOY_ERR_STORE, LOY_ERR_NOMEM, LOY_ERR_CORRUPT, LOY_ERR_VERSION,
 *         LOY_ERR_INVALID (also when the store cannot walk), LOY_ERR_INTERNAL (a sum
 *         that does not fit)
 * @since 0.1
 */
LOY_API int loy_engine_report(loy_engine *engine, int64_t at, loy_report *report,
                              loy_error *error);

/** Number of customers. @since 0.1 */
LOY_API uint64_t loy_report_customers(const loy_report *report);

/** Customers in the stage at an index of the program. @since 0.1 */
LOY_API uint64_t loy_report_stage(const loy_report *report, uint32_t stage);

/** Customers in a tier. @since 0.1 */
LOY_API uint64_t loy_report_tier(const loy_report *report, uint32_t ladder, uint32_t tier);

/** Totals of the currency at an index, or NULL. @since 0.1 */
LOY_API const loy_totals *loy_report_totals(const loy_report *report, uint32_t currency);

/** Unused vouchers of the kind at an index. @since 0.1 */
LOY_API int64_t loy_report_vouchers(const loy_report *report, uint32_t voucher);

enum {
    LOY_BUDGET_USES = 1,   /* of rules */
    LOY_BUDGET_POINTS = 2, /* by rules, in units of the currency */
    LOY_BUDGET_MONEY = 3   /* off by promotions, in minor units of the program's money */
};

/* What all customers may be given together. */
typedef struct loy_budget {
    const char *budget;   /* lent by the program */
    const char *currency; /* "" where uses or money are counted */
    int64_t limit;        /* of each text, where it is kept by one, e.g. of each store */
    int64_t used;         /* in the period that holds the report's moment, of all texts together */
    uint32_t kind;        /* LOY_BUDGET_... */
    uint32_t reserved;    /* 0 */
} loy_budget;

/** How many budgets the program of a report has. @since 0.1 */
LOY_API uint32_t loy_report_budget_count(const loy_report *report);

/** A budget as the store has it when the report is made, or NULL. Without a
 * moment (LOY_TIME_NONE) nothing is said of periods: their use is 0. @since 0.1 */
LOY_API const loy_budget *loy_report_budget(const loy_report *report, uint32_t index);

/** How many moments the expiry schedule of a report has: loy_engine_report()
 * fills it with all points that are available, pending or held. Held points
 * stand at the expiry that they will have when they are given back. @since 0.1 */
LOY_API uint64_t loy_report_expiring_count(const loy_report *report);

/**
 * Part of the schedule: by currency, then by moment, those that never expire
 * last. The points of a currency sum to available + pending + held.
 *
 * @param out  not NULL
 * @return LOY_OK; LOY_ERR_INVALID for an index that is not below the count
 * @since 0.1
 */
LOY_API int loy_report_expiring(const loy_report *report, uint64_t index, loy_expiring *out);

/* How the points of one currency came and went, over all customers:
 * opening + issued - redeemed - expired - reversed + adjusted + transferred =
 * closing. Opening and closing are available + pending + held - debt. */
typedef struct loy_flow {
    const char *currency; /* lent by the program */
    int64_t opening;
    int64_t issued;   /* earned, imported */
    int64_t redeemed; /* burned or captured, less what was restored */
    int64_t expired;
    int64_t reversed;    /* taken back by returns and voids */
    int64_t adjusted;    /* by hand, and what late events changed of others; signed */
    int64_t transferred; /* received less sent: 0 but for what is on its way */
    int64_t closing;
} loy_flow;

/**
 * Rolls the ledger forward: adds up all entries after `from` and up to `to`,
 * that moment included, so that what lapses as a day ends belongs to the
 * period which that day ends. What time has done to a customer who was not
 * settled since counts as well; nothing is written. Intervals that follow each
 * other fit together. An event counts when it was posted: where it arrived late,
 * at the customer's present.
 *
 * Reads every event and customer of the store. Adds to a report of
 * loy_engine_report() by the same program, or fills an empty one.
 *
 * @return as loy_engine_report(); LOY_ERR_INVALID when `to` is before `from`
 * @since 0.1
 */
LOY_API int loy_engine_flows(loy_engine *engine, int64_t from, int64_t to, loy_report *report,
                             loy_error *error);

/** The flow of the currency at an index, or NULL. @since 0.1 */
LOY_API const loy_flow *loy_report_flow(const loy_report *report, uint32_t currency);

enum {
    LOY_SHARE_EXACT = 0,  /* the share of points in a price as it comes out */
    LOY_SHARE_PERCENT = 1 /* rounded half up to whole percents first, as it is often published */
};

/* What an accountant assumes about the points of a currency. Estimates are of
 * a million points issued with sales and not taken back, how many will ever be
 * redeemed. */
typedef struct loy_assumption {
    uint32_t size;     /* sizeof(loy_assumption) */
    uint32_t rounding; /* LOY_SHARE_... */
    int64_t value;     /* what `per` points are worth to who redeems them, minor units of money */
    int64_t per;       /* points in units of the scale, 1 or more */
    int64_t expected;  /* the estimate on which prices are allocated, 0 .. 1000000 */
    int64_t opening;   /* the estimate at the beginning of the interval; -1: as expected */
    int64_t closing;   /* and at its end */
} loy_assumption;

/* What is owed for points by IFRS 15 (a material right), in minor units of
 * money: opening + deferred - recognised = closing. */
typedef struct loy_liability {
    const char *currency; /* lent by the program */
    int64_t sales;        /* charged in the interval: without what points paid and came back */
    int64_t points;       /* issued up to its end, less those taken back */
    int64_t expected;     /* of them, to be redeemed in all, by the closing estimate */
    int64_t redeemed;     /* of them, up to its end */
    int64_t opening;      /* the liability when the interval begins */
    int64_t deferred;     /* of the interval's sales, the part that paid for points */
    int64_t recognised;   /* became revenue in the interval */
    int64_t breakage;     /* of that, for points that are never redeemed */
    int64_t closing;
} loy_liability;

/**
 * What is owed for the points of a currency, from a report that has the flows
 * of an interval. All sales of the program are one portfolio (IFRS 15.4): what
 * customers paid is allocated to goods and points in proportion to their
 * stand-alone prices (IFRS 15.73 to 80, B39 to B43); the part of points becomes
 * revenue in proportion to the points redeemed, of all that are expected to be
 * redeemed (B44 to B47; its Example 52 is such a programme). Everything is
 * rounded half up to the minor unit. A sale counts with what has not come back
 * of it by now.
 *
 * @param out  written on LOY_OK
 * @return LOY_OK; LOY_ERR_INVALID for a report without flows, an unknown
 *         currency or an assumption out of range; LOY_ERR_INTERNAL on overflow
 * @since 0.1
 */
LOY_API int loy_report_liability(const loy_report *report, uint32_t currency,
                                 const loy_assumption *assumption, loy_liability *out);

/* ---- What is stored ---------------------------------------------------------- */

enum {
    LOY_FOUND_ALTERED = 1, /* it is not what was written */
    LOY_FOUND_REMOVED = 2, /* it was written, and is gone */
    LOY_FOUND_PUT_BACK = 3 /* it is what was written once: others know a later one */
};

/* A record that is not as it should be. Texts are lent until the call returns; those
 * that say nothing, or that no record knows any more, are "". */
typedef struct loy_finding {
    const char *what;      /* "customer", "event", "messages" (of a customer, on their way),
                            * "uses" (of what has a limit for all customers) */
    const char *customer;  /* whose it is */
    const char *source;    /* of an event */
    const char *event;     /* its id */
    const char *name;      /* of uses: of what, as the store names it */
    const char *by_source; /* of the event that says so */
    const char *by_event;
    const char *text; /* why, in a few words */
    uint32_t found;   /* LOY_FOUND_... */
    uint32_t reserved;
} loy_finding;

/* Is told one thing that is wrong: returns 1 to go on, 0 to hear no more, or a negative
 * code, which ends the verification and is returned by it. Must not call the engine or
 * its store. */
typedef int (*loy_finding_each)(void *context, const loy_finding *finding);

typedef struct loy_verified {
    uint32_t size; /* sizeof(loy_verified), set by the caller */
    uint32_t reserved;
    uint64_t customers; /* whose record can be read */
    uint64_t events;    /* applied, and those by which time was applied */
    uint64_t refusals;
    uint64_t findings;
    uint64_t digest; /* of all that is stored: the same for equal stores */
} loy_verified;

/**
 * Holds all that is stored against each other: whether every record is whole, each
 * customer has the events that were applied to him, in their order, and each record that
 * was written again stands as the last event left it. Finds what was altered, removed, or
 * put back to an older state by accident. It does not find what somebody changes who knows
 * how (there is no key in it), a refusal that is gone, messages that have arrived and stand
 * there again (they have no effect), nor customers with all their events, or a whole store,
 * that were put back or removed: note `digest` and `events` elsewhere for that.
 *
 * Reads every record of the store, once, and again where something is found; nobody may
 * write meanwhile, or it finds what is on its way. While it runs it takes 60 to 140 bytes
 * of memory for each event, and 40 to 100 for each time that one wrote another record
 * again. Any program will do that can read the customers.
 *
 * @param each     told what is found, in no particular order; NULL: only counted
 * @param context  handed to `each`
 * @param out      its size is set by the caller; filled on LOY_OK; may be NULL
 * @return LOY_OK, also with findings; the negative code of `each`; LOY_ERR_INVALID (also a
 *         store that cannot walk), LOY_ERR_NOMEM, LOY_ERR_STORE
 * @since 0.1
 */
LOY_API int loy_engine_verify(loy_engine *engine, loy_finding_each each, void *context,
                              loy_verified *out, loy_error *error);

/** The name of a LOY_FOUND_..., e.g. "put-back", or NULL. @since 0.1 */
LOY_API const char *loy_found_name(uint32_t found);

/* ---- Columns --------------------------------------------------------------- */

enum {
    LOY_COLUMN_NONE = 0,     /* absent: the default of the member */
    LOY_COLUMN_INT64 = 1,    /* data: int64_t[rows] */
    LOY_COLUMN_FIXED = 2,    /* text: width bytes each, padded with NUL (NumPy 'S') */
    LOY_COLUMN_OFFSETS = 3,  /* text: Arrow layout, int32_t offsets[rows + 1] */
    LOY_COLUMN_CONSTANT = 4, /* text or number for all rows: data/width, or number */
    LOY_COLUMN_CODES = 5,    /* text: int32_t codes[rows] into a dictionary in Arrow layout */
    LOY_COLUMN_INT32 = 6     /* data: int32_t[rows] */
};

/* One column. Nothing is copied. */
typedef struct loy_column {
    const void *data;    /* values, text bytes, or codes */
    const void *offsets; /* OFFSETS: int32_t[rows + 1]; CODES: int32_t[dictionary + 1] */
    const void *bytes;   /* CODES: text bytes of the dictionary */
    int64_t number;      /* CONSTANT numbers; CODES: entries in the dictionary */
    uint32_t kind;
    uint32_t width; /* FIXED, CONSTANT text: bytes */
} loy_column;

/* Purchases as a table with one basket line a row. Rows of one event stand
 * together: a row with the id of the row before continues its basket. */
typedef struct loy_columns {
    uint32_t size;     /* sizeof(loy_columns) */
    uint32_t reserved;
    uint64_t rows;
    loy_column source; /* text, required */
    loy_column id;     /* text, required */
    loy_column customer; /* text, required */
    loy_column time;     /* number, milliseconds, required */
    loy_column offset;   /* number, minutes; default 0 */
    loy_column store;    /* text */
    loy_column channel;  /* text */
    loy_column line;     /* text; default: "1", "2", ... in the basket */
    loy_column sku;      /* text */
    loy_column category; /* text */
    loy_column quantity; /* number, thousandths; default 1000 */
    loy_column unit_price; /* number, minor units, required */
    loy_column discount; /* number, minor units; default 0 */
    loy_column accepted; /* number, milliseconds: when the host took the purchase; read where the
                          * program bounds clocks (`clock`), which refuses those without */
} loy_columns;

/* Where the results of a table go: arrays with room for one value an event
 * (at most one a row); any may be NULL. */
typedef struct loy_column_results {
    uint32_t size; /* sizeof(loy_column_results) */
    uint32_t reserved;
    const char *currency; /* whose points; NULL: the program's first */
    uint32_t *verdict;
    int64_t *earned;    /* points earned by the event */
    int64_t *available; /* balance after the event */
    uint64_t *first_row;
    uint64_t events; /* out: how many events were kept */
} loy_column_results;

/**
 * Applies a table of purchases, in its order; see loy_engine_apply_batch().
 *
 * @param columns  borrowed until the call returns, with all that they point at; those
 *                 that its size does not cover, from `accepted` on, are absent
 * @param results  may be NULL
 * @return as loy_engine_apply_batch(); LOY_ERR_INVALID for a column of the
 *         wrong kind, with its name in the error's path
 * @since 0.1
 */
LOY_API int loy_engine_apply_columns(loy_engine *engine, const loy_columns *columns,
                                     uint32_t group, loy_column_results *results,
                                     loy_error *error);

#ifdef __cplusplus
}
#endif
#endif
