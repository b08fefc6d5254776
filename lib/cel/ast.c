/*
 * ast.c -- making nodes of the tree.
 */
#include "cel/ast.h"

#include <string.h>

loy__cel_node *
loy__cel_node_new(loy__cel_job *job, uint32_t kind, uint32_t begin, uint32_t end)
{
    loy__cel_node *node = loy__cel_job_alloc(job, sizeof(*node));

    if (node == NULL)
        return NULL;
    node->kind = (uint8_t)kind;
    node->begin = begin;
    node->end = end;
    node->at = begin;
    node->height = 1;
    return node;
}

bool
loy__cel_node_adopt(loy__cel_job *job, loy__cel_node *node, loy__cel_node *const *args,
                    uint32_t count)
{
    node->args = loy__cel_job_alloc(job, count * sizeof(loy__cel_node *));
    if (node->args == NULL)
        return false;
    if (count != 0)
        memcpy(node->args, args, count * sizeof(loy__cel_node *));
    node->count = count;
    for (uint32_t i = 0; i < count; i++)
        if (args[i]->height >= node->height)
            node->height = (uint16_t)(args[i]->height + 1);
    if (node->height > LOY__CEL_MAX_HEIGHT) {
        LOY__CEL_FAULT(job, node->at, "the expression is nested too deeply");
        LOY__CEL_HINT(job, node->at, "name parts of it with `let` or cel.bind()");
        return false;
    }
    return true;
}

bool
loy__cel_node_is_name(const loy__cel_node *node)
{
    return node->kind == LOY__N_NAME && (node->flags & LOY__F_ROOT) == 0;
}
