/*
 * run.c -- loyalty run: applies events in groups, a commit each.
 *
 * What was committed has its outcome written, in the order of the events, also
 * when a later event is wrong. Running the same file again is always safe: what
 * was applied answers with its stored outcome.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

#define ATTEMPTS 5
#define SETTLE_PORTION 1000

/* One event of a group; a reader lends one event at a time. */
struct place {
    loy_json_reader *reader;
    loy_outcome *outcome;
    uint64_t line;
};

struct run {
    struct session session;
    struct input input;
    struct progress progress;
    struct place *places;
    const loy_event **events; /* of the places in use */
    loy_outcome **outcomes;
    uint32_t count; /* in use */
    uint32_t ready; /* places made */
    bool ended;
    uint64_t applied;
    uint64_t refused;
    uint64_t replayed;
    uint64_t settled;
};

static uint64_t
answered(const struct run *r)
{
    return r->applied + r->refused + r->replayed;
}

/* The next place of the group, made when it was never used. */
static struct place *
next_place(struct run *r)
{
    struct place *place = &r->places[r->count];

    if (r->count < r->ready)
        return place;
    if (loy_json_reader_new(&place->reader, r->session.program, NULL) < 0)
        return NULL;
    if (loy_outcome_new(&place->outcome, NULL) < 0) {
        loy_json_reader_free(place->reader);
        return NULL;
    }
    r->outcomes[r->count] = place->outcome;
    r->ready++;
    return place;
}

static int
read_event(struct run *r, const char *text, size_t size)
{
    loy_error error = LOY_ERROR_INIT;
    struct place *place = next_place(r);
    int rc;

    if (place == NULL)
        return say_result(r->input.name, LOY_ERR_NOMEM, NULL);
    place->line = r->input.line;
    rc = loy_json_event(place->reader, text, size, &r->events[r->count], &error);
    if (rc == LOY_ERR_DOCUMENT) {
        say_error(r->input.name, place->line, &error);
        return WRONG;
    }
    if (rc < 0)
        return say_result(r->input.name, rc, &error);
    r->count++;
    return DONE;
}

/* Fills a group, or as much of it as is there. */
static int
read_group(struct run *r)
{
    const char *text;
    size_t size;

    r->count = 0;
    while (r->count < r->session.options->group) {
        int status;
        if (input_waits(&r->input)) {
            if (r->count > 0)
                return DONE;
            fflush(stdout);
        }
        status = input_line(&r->input, &text, &size);
        if (status != DONE)
            return status;
        r->ended = text == NULL;
        if (r->ended)
            return DONE;
        status = read_event(r, text, size);
        if (status != DONE)
            return status;
    }
    return DONE;
}

static int
write_outcome(struct run *r, uint32_t index)
{
    const struct place *place = &r->places[index];
    const char *text;
    size_t size;
    int rc = loy_json_outcome(place->reader, r->events[index], place->outcome, &text, &size);

    if (rc < 0)
        return say_result("outcome", rc, NULL);
    fwrite(text, 1, size, stdout);
    putchar('\n');
    if (loy_outcome_replayed(place->outcome))
        r->replayed++;
    else if (loy_outcome_verdict(place->outcome) == LOY_VERDICT_REFUSED)
        r->refused++;
    else
        r->applied++;
    return DONE;
}

/* Applies events[first .. first + count) in one commit, again when others were
 * faster or the store cannot say. */
static int
apply(struct run *r, uint32_t first, uint32_t count, loy_error *error)
{
    int rc = LOY_ERR_CONFLICT;

    for (int i = 0; i < ATTEMPTS && (rc == LOY_ERR_CONFLICT || rc == LOY_ERR_UNKNOWN); i++)
        rc = loy_engine_apply_batch(r->session.engine, r->events + first, count, count,
                                    r->outcomes + first, NULL, error);
    return rc;
}

static int
say_event(struct run *r, uint32_t index, int rc, const loy_error *error)
{
    if (rc != LOY_ERR_EVENT && rc != LOY_ERR_MISMATCH)
        return say_result(r->session.options->store, rc, error);
    say_error(r->input.name, r->places[index].line, error);
    return WRONG;
}

/* One by one, up to the event that keeps its group from being applied. */
static int
apply_singly(struct run *r)
{
    for (uint32_t i = 0; i < r->count; i++) {
        loy_error error = LOY_ERROR_INIT;
        int rc = apply(r, i, 1, &error);
        int status = rc < 0 ? say_event(r, i, rc, &error) : write_outcome(r, i);
        if (status != DONE)
            return status;
    }
    return DONE;
}

static int
apply_group(struct run *r)
{
    loy_error error = LOY_ERROR_INIT;
    int status = DONE;
    int rc;

    if (r->count == 0)
        return DONE;
    rc = apply(r, 0, r->count, &error);
    if (rc == LOY_ERR_EVENT || rc == LOY_ERR_MISMATCH)
        return apply_singly(r);
    if (rc < 0)
        return say_result(r->session.options->store, rc, &error);
    for (uint32_t i = 0; i < r->count && status == DONE; i++)
        status = write_outcome(r, i);
    return status;
}

/* A wrong document stops the run after the events before it were applied. */
static int
run_events(struct run *r)
{
    int read_status = DONE;
    int status = DONE;

    while (status == DONE && read_status == DONE && !r->ended) {
        read_status = read_group(r);
        status = apply_group(r);
        if (ferror(stdout))
            status = STORE_FAILED; /* said when it is closed */
        progress_show(&r->progress, answered(r), r->input.bytes, r->input.total);
    }
    return status != DONE ? status : read_status;
}

static int
settle(struct run *r)
{
    loy_error error = LOY_ERROR_INIT;
    uint64_t count;

    progress_clear(&r->progress);
    r->progress = progress_start("customers settled");
    do {
        int rc =
            loy_engine_advance(r->session.engine, r->session.until, SETTLE_PORTION, &count, &error);
        if (rc < 0)
            return say_result(r->session.options->store, rc, &error);
        r->settled += count;
        progress_show(&r->progress, r->settled, 0, 0);
    } while (count > 0);
    return DONE;
}

static int
dump(const struct run *r, const char *path)
{
    FILE *file = fopen(path, "w");
    int status;
    int closed;

    if (file == NULL) {
        say("%s: %s", path, strerror(errno));
        return STORE_FAILED;
    }
    status = customers_write(&r->session, r->session.until, file);
    closed = output_close(file, path);
    return status != DONE ? status : closed;
}

static void
say_summary(const struct run *r, int status, double seconds)
{
    const struct options *options = r->session.options;

    say("%" PRIu64 " events: %" PRIu64 " applied, %" PRIu64 " refused, %" PRIu64
        " replayed; %.2f s, %.0f/s",
        answered(r), r->applied, r->refused, r->replayed, seconds, (double)answered(r) / seconds);
    if (status == DONE && options->until != NULL)
        say("%" PRIu64 " customers settled up to %s", r->settled, options->until);
    if (status != DONE)
        say("stopped; running the same events again is safe: what was applied is not applied "
            "twice");
}

static int
run_all(struct run *r, const struct options *options)
{
    double seconds;
    int status;

    r->progress = progress_start("events");
    status = run_events(r);
    seconds = progress_seconds(&r->progress);
    fflush(stdout);
    if (status == DONE && options->until != NULL)
        status = settle(r);
    if (status == DONE && options->dump != NULL)
        status = dump(r, options->dump);
    progress_clear(&r->progress);
    say_summary(r, status, seconds);
    return status;
}

int
command_run(const struct options *options)
{
    struct run r = {.count = 0};
    int status = session_open(&r.session, options);

    if (status == DONE)
        status = input_open(&r.input, options->events);
    if (status == DONE) {
        r.places = calloc(options->group, sizeof(*r.places));
        r.events = calloc(options->group, sizeof(*r.events));
        r.outcomes = calloc(options->group, sizeof(*r.outcomes));
        if (r.places == NULL || r.events == NULL || r.outcomes == NULL)
            status = say_result("run", LOY_ERR_NOMEM, NULL);
        else
            status = run_all(&r, options);
    }
    for (uint32_t i = 0; i < r.ready; i++) {
        loy_json_reader_free(r.places[i].reader);
        loy_outcome_free(r.places[i].outcome);
    }
    free(r.places);
    free(r.events);
    free(r.outcomes);
    input_close(&r.input);
    session_close(&r.session);
    return status;
}
