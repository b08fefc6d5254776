/*
 * compile.c -- the way of an expression from its source to code: read, checked,
 * folded, emitted, packed.
 */
#include "cel/emit.h"

#include <string.h>

#include "cel/size.h"

static void
check_budget(loy__cel_emit *g)
{
    uint64_t budget = g->env->options.budget;

    if (budget == 0 || g->cost <= budget)
        return;
    LOY__CEL_FAULT(g->job, 0, "the expression may take %llu steps, more than the limit of %llu",
                   (unsigned long long)g->cost, (unsigned long long)budget);
    LOY__CEL_HINT(
        g->job, 0,
        "put loops beside each other instead of inside each other, or name one with `let`");
}

static loy__cel_code *
emit_all(loy__cel_job *job, loy__cel_node *root)
{
    loy__cel_emit g = {.job = job, .env = job->env, .row = LOY__NO_PLACE, .weight = 1};
    loy__cel_extras extras = {.type = root->type};

    loy__cel_extents(job->env, root);
    extras.extent = root->extent;

    g.fields = loy__cel_job_alloc(job, (job->env->object_count + 1) * sizeof(*g.fields));
    if (g.fields == NULL)
        return NULL;
    loy__cel_emit_root(&g, root);
    check_budget(&g);
    if (job->result != LOY_OK || !loy__cel_emit_terms(&g, root, &extras))
        return NULL;
    return loy__cel_pack(&g, &extras);
}

static loy__cel_code *
compile_job(loy__cel_job *job, const char *want)
{
    const loy__cel_typed *type = NULL;
    loy__cel_node *root;

    if (want != NULL) {
        type = loy__cel_type_parse(job, want, strlen(want), NULL);
        if (type == NULL) {
            LOY__CEL_FAULT(job, 0, "`%s` is not a type", want);
            return NULL;
        }
    }
    root = loy__cel_parse(job);
    if (root == NULL || !loy__cel_check(job, root, type))
        return NULL;
    loy__cel_fold(job, &root);
    return job->result == LOY_OK ? emit_all(job, root) : NULL;
}

int
loy__cel_compile(loy__cel_code **out, loy__cel_env *env, const char *text, size_t size,
                 const char *want, loy__cel_fault *fault, loy__cel_fault *warning)
{
    loy__cel_fault spare;
    loy__arena arena;
    loy__cel_job job = {.env = env,
                        .text = text,
                        .size = (uint32_t)size,
                        .arena = &arena,
                        .fault = fault != NULL ? fault : &spare,
                        .warning = warning};

    *out = NULL;
    loy__cel_fault_clear(job.fault);
    if (warning != NULL)
        loy__cel_fault_clear(warning);
    loy__arena_init(&arena, &env->memory);
    if (size > LOY__CEL_MAX_SOURCE) {
        LOY__CEL_FAULT(&job, 0, "the expression is longer than %d bytes", LOY__CEL_MAX_SOURCE);
        return job.result;
    }
    *out = compile_job(&job, want);
    if (*out == NULL && job.result == LOY_OK)
        job.result = LOY_ERR_NOMEM;
    loy__arena_free(&arena);
    return job.result;
}
