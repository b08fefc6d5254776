/*
 * report.c -- loyalty report: the figures of all customers as a document.
 */
#include "tool.h"

static int
write_report(const struct session *session, loy_report *report)
{
    loy_error error = LOY_ERROR_INIT;
    const struct options *options = session->options;
    const char *text;
    int64_t at = options->to != NULL ? session->to : session->at;
    int rc = loy_engine_report(session->engine, at, report, &error);

    if (rc == LOY_OK && options->from != NULL)
        rc = loy_engine_flows(session->engine, session->from, session->to, report, &error);
    if (rc == LOY_OK)
        rc = loy_json_report(session->reader, report, &text, NULL);
    if (rc < 0)
        return say_result(options->store, rc, &error);
    /* The report does not know its moments: they go before the first member. */
    if (options->from != NULL)
        printf("{\n  \"from\": \"%s\",\n  \"to\": \"%s\",%s\n", options->from, options->to,
               text + 1);
    else if (options->at != NULL)
        printf("{\n  \"at\": \"%s\",%s\n", options->at, text + 1);
    else
        printf("%s\n", text);
    return DONE;
}

int
command_report(const struct options *options)
{
    struct session session;
    loy_report *report;
    int status = session_open(&session, options);

    if (status == DONE && loy_report_new(&report, NULL) < 0) {
        status = say_result("report", LOY_ERR_NOMEM, NULL);
    } else if (status == DONE) {
        status = write_report(&session, report);
        loy_report_free(report);
    }
    session_close(&session);
    return status;
}
