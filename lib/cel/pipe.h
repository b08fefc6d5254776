/*
 * pipe.h -- one loop of a macro or of several that feed one another: where its
 * elements come from, which stages they pass, and what reaches its end.
 */
#ifndef LOY_CEL_PIPE_H
#define LOY_CEL_PIPE_H

#include "cel/emit.h"

#define LOY__PIPE_STAGES 16

typedef struct loy__cel_pipe {
    loy__cel_node *stages[LOY__PIPE_STAGES]; /* innermost first */
    loy__cel_node *source;
    uint32_t count;
    uint32_t base;    /* element, cursor, index */
    uint32_t element; /* the place of what reaches the consumer */
    uint32_t outer_row;
    uint64_t outer_weight;
    bool marks;     /* rows that get through are marked */
    bool fallible;  /* some stage may fail */
    uint32_t build; /* LIST_OF or MAP_OF; 0: nothing is built */
    uint32_t built; /* the register of it */
    loy__cel_label next, exit;
} loy__cel_pipe;

/* Whether a node can be a stage of the loop that it feeds. */
bool loy__cel_is_stage(const loy__cel_node *node);

/* Begins the loop of a node up to where its own body stands: the names that it
 * introduces have their places. `build` as in the pipe. */
void loy__cel_pipe_open(loy__cel_emit *g, loy__cel_pipe *p, loy__cel_node *node, uint32_t build);
/* Marks the row that the loop stands on, where rows are marked. */
void loy__cel_pipe_mark(loy__cel_emit *g, const loy__cel_pipe *p);
void loy__cel_pipe_close(loy__cel_emit *g, loy__cel_pipe *p);

#endif
