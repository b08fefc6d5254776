/*
 * check.c -- loyalty check: every mistake and warning of a program.
 */
#include <inttypes.h>

#include "tool.h"

static void
write_summary(const loy_program *program, uint32_t warnings)
{
    printf("%s version %" PRId64 ": no mistakes, %" PRIu32 " warning%s; %" PRIu32 " rule%s\n",
           loy_program_id(program), loy_program_version(program), warnings,
           warnings == 1 ? "" : "s", loy_program_count(program, LOY_PART_RULE),
           loy_program_count(program, LOY_PART_RULE) == 1 ? "" : "s");
    printf("digest %s\n", loy_program_digest(program));
}

int
command_check(const struct options *options)
{
    loy_problems *problems;
    loy_program *program;
    int status = program_read(&program, options->program, &problems);

    say_problems(stdout, options->program, problems, 0);
    if (status == DONE)
        write_summary(program, loy_problems_count(problems, LOY_SEVERITY_WARNING));
    else if (status == WRONG && loy_problems_count(problems, LOY_SEVERITY_ERROR) > 0)
        printf("%" PRIu32 " mistake%s: the program does not load\n",
               loy_problems_count(problems, LOY_SEVERITY_ERROR),
               loy_problems_count(problems, LOY_SEVERITY_ERROR) == 1 ? "" : "s");
    loy_program_free(program);
    loy_problems_free(problems);
    return status;
}
