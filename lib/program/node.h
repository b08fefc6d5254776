/*
 * node.h -- the document tree of a draft: maps, lists, texts, whole numbers and
 * truth values.
 *
 * Nodes live in the draft's arena. Children are linked in the order in which
 * they were written; a map of many members has an index of its keys besides.
 * Texts and keys are UTF-8 without NUL and NUL-terminated, and no node lies
 * deeper than LOY__MAX_DEPTH, so that walks may recurse.
 */
#ifndef LOY_PROGRAM_NODE_H
#define LOY_PROGRAM_NODE_H

#include "base/memory.h"
#include "base/text.h"
#include "loyalty/loyalty.h"

#define LOY__MAX_DEPTH 32
#define LOY__MAX_TEXT 65535

enum {
    LOY__NODE_MAP = 0,
    LOY__NODE_LIST = 1,
    LOY__NODE_TEXT = 2,
    LOY__NODE_INTEGER = 3,
    LOY__NODE_BOOLEAN = 4
};

struct loy_node {
    loy_draft *draft;
    loy_node *parent;
    loy_node *first, *last, *next;
    loy_node **index; /* open addressing by key hash; NULL while members are few */
    const char *key;  /* "" in a list */
    const char *text; /* of a text */
    int64_t number;   /* of an integer or boolean */
    uint64_t hash;    /* of the key */
    uint32_t key_size, text_size;
    uint32_t kind;
    uint32_t count;    /* of children */
    uint32_t capacity; /* of the index, a power of two */
    uint32_t position; /* among the children of its parent */
    uint32_t depth;
    uint32_t serial; /* unique in its draft, 0 .. node_count - 1 */
};

/* What a host did wrong while it built, kept until the draft is compiled. */
typedef struct loy__mistake {
    struct loy__mistake *next;
    const loy_node *node;
    const char *code;
    const char *text; /* a format with at most one %s, for `subject` */
    const char *subject;
} loy__mistake;

struct loy_draft {
    loy_memory memory;
    loy__arena arena;
    loy_node *root;
    loy__mistake *mistakes, *last_mistake;
    uint32_t node_count;
    bool failed; /* memory ran out */
};

struct loy_rule {
    loy_node *node;
};

/* A node without parent; NULL without memory. */
loy_node *loy__node_new(loy_draft *draft, loy_node *parent, uint32_t kind);

void loy__node_mistake(loy_node *node, const char *code, const char *text, const char *subject);

/* A member of a map, or NULL. */
const loy_node *loy__node_get(const loy_node *map, const char *key, size_t size);

/* Writes the JSON pointer (RFC 6901) of a node. */
void loy__node_path(const loy_node *node, loy__writer *out);

/* "a map", "a text", ... */
const char *loy__node_kind_name(uint32_t kind);

#endif
