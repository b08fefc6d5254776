/*
 * tree.h -- a JSON tree copied into the places of a draft.
 */
#ifndef LOY_JSON_TREE_H
#define LOY_JSON_TREE_H

#include <jansson.h>

#include "base/memory.h"

/* Copies the members of a JSON object. Values that no program can hold become
 * problems, and something harmless in the draft so that the compiler does not
 * miss them. LOY_OK, LOY_ERR_NOMEM. */
int loy__json_tree(loy_node *map, json_t *document, loy_problems *problems);

#endif
