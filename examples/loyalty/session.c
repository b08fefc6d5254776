/*
 * session.c -- what every command but check works with: a program, a reader
 * for its documents, a store, and the engine that joins them.
 */
#include <stdlib.h>
#include <string.h>

#include "tool.h"

/* Whether a file is what `compile` wrote; no document begins so. */
static bool
is_image(const char *text, size_t size)
{
    return size >= 4 && memcmp(text, "LOYP", 4) == 0;
}

int
program_read(loy_program **program, const char *path, loy_problems **problems)
{
    char *text;
    size_t size;
    int rc = loy_problems_new(problems, NULL);
    int status;

    *program = NULL;
    if (rc < 0)
        return say_result(path, rc, NULL);
    status = file_read(path, &text, &size);
    if (status != DONE)
        return status;
    rc = is_image(text, size) ? loy_program_load(program, text, size, *problems, NULL)
                              : loy_json_program(program, text, size, *problems, NULL);
    free(text);
    if (rc == LOY_ERR_CORRUPT || rc == LOY_ERR_VERSION) {
        say("%s: %s", path,
            rc == LOY_ERR_CORRUPT ? "this image of a program is damaged"
                                  : "this image was made by a later version");
        return WRONG;
    }
    if (rc == LOY_ERR_PROGRAM)
        return WRONG;
    return rc < 0 ? say_result(path, rc, NULL) : DONE;
}

/* A time as event documents write it, read as they are. */
static int
read_time(struct session *session, const char *option, const char *text, int64_t *time)
{
    static const char form[] = "{\"source\":\"-\",\"id\":\"-\",\"type\":\"-\",\"customer\":\"-\","
                               "\"time\":\"%s\"}";
    char document[256];
    const loy_event *event;
    int size;

    *time = LOY_TIME_NONE;
    if (text == NULL)
        return DONE;
    size = strpbrk(text, "\"\\") != NULL ? -1 : snprintf(document, sizeof(document), form, text);
    if (size < 0 || (size_t)size >= sizeof(document) ||
        loy_json_event(session->reader, document, (size_t)size, &event, NULL) < 0) {
        say("%s wants an RFC 3339 time such as 2026-03-02T09:15:00+01:00, not '%s'", option, text);
        return USAGE;
    }
    *time = event->time;
    return DONE;
}

/* Reads a program and says its mistakes. */
static int
read_program(loy_program **program, const char *path)
{
    loy_problems *problems;
    int status = program_read(program, path, &problems);

    if (status == WRONG)
        say_problems(stderr, path, problems, LOY_SEVERITY_ERROR);
    loy_problems_free(problems);
    return status;
}

static int
read_times(struct session *session, const struct options *options)
{
    int status = read_time(session, "--until", options->until, &session->until);

    if (status == DONE)
        status = read_time(session, "--at", options->at, &session->at);
    if (status == DONE)
        status = read_time(session, "--from", options->from, &session->from);
    if (status == DONE)
        status = read_time(session, "--to", options->to, &session->to);
    if (status == DONE && session->to < session->from) {
        say("--to must not be before --from");
        return USAGE;
    }
    return status;
}

/* Lends the engine the former versions, so that returns go by the rules of the sale. */
static int
lend_formers(struct session *session, const struct options *options)
{
    if (options->former_count == 0)
        return DONE;
    session->former = calloc(options->former_count, sizeof(loy_program *));
    if (session->former == NULL)
        return say_result(options->former[0], LOY_ERR_NOMEM, NULL);
    for (uint32_t i = 0; i < options->former_count; i++) {
        const char *path = options->former[i];
        int status = read_program(&session->former[session->former_count++], path);
        int rc;

        if (status != DONE)
            return status;
        rc = loy_engine_lend(session->engine, session->former[i]);
        if (rc == LOY_ERR_INVALID) {
            say("%s: is not a version of %s with %s, which --former wants", path,
                loy_program_id(session->program), loy_program_money(session->program));
            return WRONG;
        }
        if (rc < 0)
            return say_result(path, rc, NULL);
    }
    return DONE;
}

int
session_open(struct session *session, const struct options *options)
{
    int status;
    int rc;

    memset(session, 0, sizeof(*session));
    session->options = options;
    status = read_program(&session->program, options->program);
    if (status != DONE)
        return status;
    rc = loy_json_reader_new(&session->reader, session->program, NULL);
    if (rc < 0)
        return say_result(options->program, rc, NULL);
    status = read_times(session, options);
    if (status == DONE)
        status = store_open(&session->store, options->store);
    if (status != DONE)
        return status;
    rc = loy_engine_new(&session->engine, session->program, session->store, NULL);
    return rc < 0 ? say_result(options->store, rc, NULL) : lend_formers(session, options);
}

void
session_close(struct session *session)
{
    loy_engine_free(session->engine);
    for (uint32_t i = 0; i < session->former_count; i++)
        loy_program_free(session->former[i]);
    free(session->former);
    loy_store_close(session->store);
    loy_json_reader_free(session->reader);
    loy_program_free(session->program);
}
