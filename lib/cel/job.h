/*
 * job.h -- one compilation: its source, its scratch memory and the first fault
 * that was found.
 *
 * After a fault or a failed allocation every stage returns quickly; what it
 * returns then is of no use. `result` tells which of the two it was.
 */
#ifndef LOY_CEL_JOB_H
#define LOY_CEL_JOB_H

#include "base/text.h"
#include "cel/cel.h"

/* How long a value may become: bytes, elements or pairs, and the longest of
 * anything inside it (size.c). */
typedef struct loy__cel_extent {
    uint64_t length, inner;
} loy__cel_extent;

typedef struct loy__cel_job {
    loy__cel_env *env;
    const char *text;
    uint32_t size;
    int result;        /* LOY_OK, LOY_ERR_NOMEM or LOY_ERR_PROGRAM */
    loy__arena *arena; /* lives as long as the job */
    loy__cel_fault *fault;
    loy__cel_fault *warning;
    char spare[256]; /* takes the text of later faults */
} loy__cel_job;

/* Memory from the job's arena, zeroed; NULL after noting LOY_ERR_NOMEM. */
void *loy__cel_job_alloc(loy__cel_job *job, size_t size);

/* Notes a fault at an offset and gives the 256 bytes to write its text to. */
char *loy__cel_fault_text(loy__cel_job *job, uint32_t offset);
/* The 256 bytes for the hint of the fault just noted. */
char *loy__cel_fault_hint(loy__cel_job *job, uint32_t offset);

void loy__cel_fault_clear(loy__cel_fault *fault);

#define LOY__CEL_FAULT(job, offset, ...)                                                           \
    loy__format(loy__cel_fault_text((job), (offset)), sizeof((job)->fault->text), __VA_ARGS__)
#define LOY__CEL_HINT(job, offset, ...)                                                            \
    loy__format(loy__cel_fault_hint((job), (offset)), sizeof((job)->fault->hint), __VA_ARGS__)

#endif
