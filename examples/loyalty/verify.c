/*
 * verify.c -- loyalty verify: whether what a store holds is what was written.
 */
#include <inttypes.h>

#include "tool.h"

/* "put-back: event till-3/r-1 of c42: it stands as ... (till-3/r-2)", as far as it says that. */
static int
say_finding(void *context, const loy_finding *finding)
{
    bool event = finding->event[0] != '\0', by = finding->by_event[0] != '\0';
    bool whose = finding->customer[0] != '\0', named = finding->name[0] != '\0';

    (void)context;
    say("%s: %s%s%s%s%s%s%s%s%s: %s%s%s%s%s%s", loy_found_name(finding->found), finding->what,
        event ? " " : "", finding->source, event ? "/" : "", finding->event,
        whose || named ? " of " : "", finding->customer, named && whose ? " " : "", finding->name,
        finding->text, by ? " (" : "", finding->by_source, by ? "/" : "", finding->by_event,
        by ? ")" : "");
    return 1;
}

static int
write_counts(const loy_verified *counts)
{
    printf("{\n  \"customers\": %" PRIu64 ",\n  \"events\": %" PRIu64 ",\n  \"refusals\": %" PRIu64
           ",\n  \"findings\": %" PRIu64 ",\n  \"digest\": \"%016" PRIx64 "\"\n}\n",
           counts->customers, counts->events, counts->refusals, counts->findings, counts->digest);
    return counts->findings == 0 ? DONE : WRONG;
}

int
command_verify(const struct options *options)
{
    loy_error error = LOY_ERROR_INIT;
    loy_verified counts = {.size = sizeof(counts)};
    struct session session;
    int status = session_open(&session, options);

    if (status == DONE) {
        int rc = loy_engine_verify(session.engine, say_finding, NULL, &counts, &error);

        status = rc < 0 ? say_result(options->store, rc, &error) : write_counts(&counts);
    }
    session_close(&session);
    return status;
}
