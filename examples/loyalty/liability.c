/*
 * liability.c -- loyalty liability: what is owed for the points of a currency by
 * IFRS 15, over an interval, as a document.
 */
#include <inttypes.h>
#include <string.h>

#include "tool.h"

#define SHARE_DIGITS 6 /* estimates are of a million points */

/* `text` NULL: not estimated on its own. */
static int
read_share(const char *option, const char *text, int64_t *share)
{
    *share = -1;
    if (text == NULL || (decimal_read(text, SHARE_DIGITS, share) && *share <= 1000000))
        return DONE;
    say("%s wants a share from 0 to 1 with up to %d digits behind the point, not '%s'", option,
        SHARE_DIGITS, text);
    return USAGE;
}

/* The value is that of a million points, so that a point may be worth less than
 * the smallest money. */
static int
read_assumption(const struct session *session, loy_assumption *assume)
{
    const struct options *options = session->options;
    uint32_t digits = loy_program_money_digits(session->program) + SHARE_DIGITS;
    uint32_t scale = loy_program_scale(session->program, options->currency);
    int status;

    *assume = (loy_assumption){.size = sizeof(*assume),
                               .rounding = options->percent ? LOY_SHARE_PERCENT : LOY_SHARE_EXACT,
                               .per = 1};
    for (uint32_t i = 0; i < scale + SHARE_DIGITS; i++)
        assume->per *= 10;
    if (!decimal_read(options->value, digits, &assume->value)) {
        say("--value wants an amount of money such as 0.01, with up to %" PRIu32
            " digits behind the point, not '%s'",
            digits, options->value);
        return USAGE;
    }
    status = read_share("--expected", options->expected, &assume->expected);
    if (status == DONE)
        status = read_share("--opening", options->opening, &assume->opening);
    if (status == DONE)
        status = read_share("--closing", options->closing, &assume->closing);
    return status;
}

static int
find_currency(const struct session *session, uint32_t *index)
{
    const char *name = session->options->currency;
    uint32_t count = loy_program_count(session->program, LOY_PART_CURRENCY);

    for (*index = 0; *index < count; ++*index)
        if (strcmp(loy_program_name(session->program, LOY_PART_CURRENCY, *index), name) == 0)
            return DONE;
    say("%s has no currency '%s'", session->options->program, name);
    return WRONG;
}

static int
write_liability(const struct session *session, uint32_t currency, const loy_assumption *assume,
                loy_report *report)
{
    loy_error error = LOY_ERROR_INIT;
    const struct options *options = session->options;
    loy_liability liability;
    const char *text;
    int rc = loy_engine_flows(session->engine, session->from, session->to, report, &error);

    if (rc == LOY_OK)
        rc = loy_report_liability(report, currency, assume, &liability);
    if (rc == LOY_OK)
        rc = loy_json_liability(session->reader, &liability, &text, NULL);
    if (rc < 0)
        return say_result(options->store, rc, &error);
    printf("{\n  \"from\": \"%s\",\n  \"to\": \"%s\",%s\n", options->from, options->to, text + 1);
    return DONE;
}

int
command_liability(const struct options *options)
{
    struct session session;
    loy_assumption assume;
    loy_report *report = NULL;
    uint32_t currency = 0;
    int status = session_open(&session, options);

    if (status == DONE)
        status = find_currency(&session, &currency);
    if (status == DONE)
        status = read_assumption(&session, &assume);
    if (status == DONE && loy_report_new(&report, NULL) < 0)
        status = say_result("liability", LOY_ERR_NOMEM, NULL);
    if (status == DONE)
        status = write_liability(&session, currency, &assume, report);
    loy_report_free(report);
    session_close(&session);
    return status;
}
