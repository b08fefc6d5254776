/*
 * compile.c -- loyalty compile: a program as an image, for hosts that have no
 * JSON library.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

static int
write_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    bool whole;

    if (file == NULL) {
        say("%s: %s", path, strerror(errno));
        return STORE_FAILED;
    }
    whole = fwrite(bytes, 1, size, file) == size;
    if (fclose(file) == 0 && whole)
        return DONE;
    say("%s: could not be written", path);
    return STORE_FAILED;
}

static int
write_image(const loy_program *program, const char *path)
{
    uint64_t size;
    void *bytes;
    int status, rc = loy_program_save(program, NULL, 0, &size);

    bytes = rc == LOY_OK ? malloc((size_t)size) : NULL;
    if (bytes == NULL)
        return say_result(path, rc < 0 ? rc : LOY_ERR_NOMEM, NULL);
    rc = loy_program_save(program, bytes, size, &size);
    status = rc < 0 ? say_result(path, rc, NULL) : write_file(path, bytes, (size_t)size);
    free(bytes);
    if (status == DONE)
        printf("%s version %" PRId64 ": %" PRIu64 " bytes\ndigest %s\n", loy_program_id(program),
               loy_program_version(program), size, loy_program_digest(program));
    return status;
}

int
command_compile(const struct options *options)
{
    loy_problems *problems;
    loy_program *program;
    int status = program_read(&program, options->program, &problems);

    say_problems(stderr, options->program, problems, LOY_SEVERITY_ERROR);
    if (status == DONE)
        status = write_image(program, options->image);
    loy_program_free(program);
    loy_problems_free(problems);
    return status;
}
