/*
 * show.c -- loyalty show: a customer as a document, or all of them.
 */
#include <string.h>

#include "tool.h"

static int
show_one(const struct session *session, const char *id)
{
    loy_error error = LOY_ERROR_INIT;
    loy_customer *customer;
    const char *text;
    int status = DONE;
    int rc = loy_customer_new(&customer, NULL);

    if (rc < 0)
        return say_result(id, rc, NULL);
    rc = loy_engine_customer(session->engine, id, strlen(id), session->at, customer, &error);
    if (rc == LOY_OK)
        rc = loy_json_customer(session->reader, customer, &text, NULL);
    if (rc == LOY_OK)
        printf("%s\n", text);
    else if (rc == LOY_ERR_NOT_FOUND)
        say("there is no customer '%s' in %s", id, session->options->store);
    if (rc < 0)
        status = rc == LOY_ERR_NOT_FOUND ? WRONG : say_result(id, rc, &error);
    loy_customer_free(customer);
    return status;
}

int
command_show(const struct options *options)
{
    struct session session;
    int status = session_open(&session, options);

    if (status == DONE && options->all)
        status = customers_write(&session, session.at, stdout);
    else if (status == DONE)
        status = show_one(&session, options->customer);
    session_close(&session);
    return status;
}
