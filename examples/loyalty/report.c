/*
 * report.c -- loyalty report: the figures of all customers as a document.
 */
#include "tool.h"

static int
write_report(const struct session *session, loy_report *report)
{
    loy_error error = LOY_ERROR_INIT;
    const char *text;
    int rc = loy_engine_report(session->engine, session->at, report, &error);

    if (rc == LOY_OK)
        rc = loy_json_report(session->reader, report, &text, NULL);
    if (rc < 0)
        return say_result(session->options->store, rc, &error);
    /* The report does not know its moment: it goes before the first member. */
    if (session->options->at != NULL)
        printf("{\n  \"at\": \"%s\",%s\n", session->options->at, text + 1);
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
