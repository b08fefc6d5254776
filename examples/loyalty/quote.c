/*
 * quote.c -- loyalty quote: the outcomes that events would have.
 */
#include <inttypes.h>

#include "tool.h"

struct quote {
    struct session session;
    struct input input;
    loy_outcome *outcome;
    loy_explanation *explanation; /* NULL: not asked for */
    uint64_t count;
};

static int
ask(struct quote *q, const loy_event *event, loy_error *error)
{
    if (q->explanation == NULL)
        return loy_engine_quote(q->session.engine, event, q->outcome, error);
    return loy_engine_explain(q->session.engine, event, q->outcome, q->explanation, error);
}

/* Writes the outcome, with the explanation as its last member. */
static int
write_answer(struct quote *q, const loy_event *event)
{
    const char *text;
    size_t size;
    int rc = loy_json_outcome(q->session.reader, event, q->outcome, &text, &size);

    if (rc < 0)
        return rc;
    if (q->explanation == NULL) {
        fwrite(text, 1, size, stdout);
    } else {
        fwrite(text, 1, size - 1, stdout);
        rc = loy_json_explanation(q->session.reader, q->explanation, &text, &size);
        if (rc < 0)
            return rc;
        printf(",\"explanation\":%s}", text);
    }
    putchar('\n');
    return LOY_OK;
}

static int
quote_line(struct quote *q, const char *text, size_t size)
{
    loy_error error = LOY_ERROR_INIT;
    const loy_event *event;
    int rc = loy_json_event(q->session.reader, text, size, &event, &error);

    if (rc == LOY_OK)
        rc = ask(q, event, &error);
    if (rc == LOY_OK)
        rc = write_answer(q, event);
    if (rc == LOY_ERR_DOCUMENT || rc == LOY_ERR_EVENT) {
        say_error(q->input.name, q->input.line, &error);
        return WRONG;
    }
    return rc < 0 ? say_result(q->session.options->store, rc, &error) : DONE;
}

static int
quote_all(struct quote *q)
{
    struct progress progress = progress_start("quotes");
    const char *text;
    size_t size;
    int status;

    for (;;) {
        if (input_waits(&q->input))
            fflush(stdout);
        status = input_line(&q->input, &text, &size);
        if (status != DONE || text == NULL)
            break;
        status = quote_line(q, text, size);
        if (status != DONE)
            break;
        progress_show(&progress, ++q->count, q->input.bytes, q->input.total);
    }
    progress_clear(&progress);
    fflush(stdout);
    say("%" PRIu64 " quotes in %.2f s, nothing written", q->count, progress_seconds(&progress));
    return status;
}

int
command_quote(const struct options *options)
{
    struct quote q = {.count = 0};
    int status = session_open(&q.session, options);

    if (status == DONE)
        status = input_open(&q.input, options->events);
    if (status == DONE && (loy_outcome_new(&q.outcome, NULL) < 0 ||
                           (options->explain && loy_explanation_new(&q.explanation, NULL) < 0)))
        status = say_result("quote", LOY_ERR_NOMEM, NULL);
    if (status == DONE)
        status = quote_all(&q);
    loy_explanation_free(q.explanation);
    loy_outcome_free(q.outcome);
    input_close(&q.input);
    session_close(&q.session);
    return status;
}
