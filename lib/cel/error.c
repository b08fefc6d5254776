/*
 * error.c -- faults of a compilation and the names of run-time errors.
 *
 * The first fault of a compilation is kept; later ones are mostly its echo and
 * are written where nobody reads.
 */
#include "cel/job.h"

void *
loy__cel_job_alloc(loy__cel_job *job, size_t size)
{
    void *memory = loy__arena_zeroed(job->arena, size != 0 ? size : 1);

    if (memory == NULL && job->result == LOY_OK)
        job->result = LOY_ERR_NOMEM;
    return memory;
}

void
loy__cel_fault_clear(loy__cel_fault *fault)
{
    fault->offset = 0;
    fault->text[0] = '\0';
    fault->hint[0] = '\0';
}

char *
loy__cel_fault_text(loy__cel_job *job, uint32_t offset)
{
    if (job->result != LOY_OK)
        return job->spare;
    job->result = LOY_ERR_PROGRAM;
    job->fault->offset = offset;
    job->fault->hint[0] = '\0';
    return job->fault->text;
}

char *
loy__cel_fault_hint(loy__cel_job *job, uint32_t offset)
{
    if (job->result != LOY_ERR_PROGRAM || job->fault->offset != offset ||
        job->fault->hint[0] != '\0')
        return job->spare;
    return job->fault->hint;
}

const char *
loy__cel_error_text(loy__cel_error error)
{
    switch (error) {
    case LOY__CEL_ERR_NONE:
        return "no error";
    case LOY__CEL_ERR_OVERFLOW:
        return "overflow";
    case LOY__CEL_ERR_DIVIDE:
        return "division by zero";
    case LOY__CEL_ERR_KEY:
        return "no such key";
    case LOY__CEL_ERR_INDEX:
        return "index out of range";
    case LOY__CEL_ERR_CONVERT:
        return "conversion impossible";
    case LOY__CEL_ERR_OVERLOAD:
        return "no such overload";
    case LOY__CEL_ERR_UNDECLARED:
        return "undeclared name";
    case LOY__CEL_ERR_MEMORY:
        return "out of memory";
    case LOY__CEL_ERR_ARGUMENT:
        return "invalid argument";
    }
    return "unknown error";
}
