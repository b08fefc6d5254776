/*
 * customers.c -- customers as documents: one, or all of them a line each.
 *
 * All are listed in portions, because a store must not be asked for a customer
 * while it is being walked.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

#define PORTION 1000

struct portion {
    uint32_t count;
    uint32_t sizes[PORTION];
    char ids[PORTION][LOY_MAX_KEY];
};

static int
note_id(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
        uint64_t revision)
{
    struct portion *portion = context;

    (void)bytes;
    (void)size;
    (void)revision;
    if (id_size > LOY_MAX_KEY)
        return LOY_ERR_CORRUPT;
    memcpy(portion->ids[portion->count], id, id_size);
    portion->sizes[portion->count++] = id_size;
    return portion->count < PORTION;
}

/* Writes a document of several lines as one line. */
static void
write_line(const char *text, FILE *out)
{
    bool quoted = false;

    for (; *text != '\0'; text++) {
        if (!quoted && (*text == ' ' || *text == '\n'))
            continue;
        putc(*text, out);
        if (quoted && *text == '\\')
            putc(*++text, out);
        else if (*text == '"')
            quoted = !quoted;
    }
    putc('\n', out);
}

static int
write_customer(const struct session *session, const char *id, uint32_t id_size, int64_t at,
               loy_customer *customer, FILE *out)
{
    loy_error error = LOY_ERROR_INIT;
    const char *text;
    int rc = loy_engine_customer(session->engine, id, id_size, at, customer, &error);

    if (rc == LOY_OK)
        rc = loy_json_customer(session->reader, customer, &text, NULL);
    if (rc < 0)
        return say_result(session->options->store, rc, &error);
    write_line(text, out);
    return DONE;
}

/* Writes portion after portion. */
static int
write_all(const struct session *session, int64_t at, loy_customer *customer,
          struct portion *portion, FILE *out)
{
    char after[LOY_MAX_KEY];
    uint32_t after_size = 0;
    bool first = true;

    do {
        int rc;
        portion->count = 0;
        rc = loy_store_walk(session->store, LOY_KIND_CUSTOMER, first ? NULL : after, after_size,
                            note_id, portion);
        if (rc < 0)
            return say_result(session->options->store, rc, NULL);
        for (uint32_t i = 0; i < portion->count; i++) {
            int status =
                write_customer(session, portion->ids[i], portion->sizes[i], at, customer, out);
            if (status != DONE)
                return status;
        }
        if (portion->count > 0) {
            after_size = portion->sizes[portion->count - 1];
            memcpy(after, portion->ids[portion->count - 1], after_size);
        }
        first = false;
    } while (portion->count == PORTION);
    return DONE;
}

int
customers_write(const struct session *session, int64_t at, FILE *out)
{
    struct portion *portion = malloc(sizeof(*portion));
    loy_customer *customer = NULL;
    int status;

    if (portion == NULL || loy_customer_new(&customer, NULL) < 0)
        status = say_result(session->options->store, LOY_ERR_NOMEM, NULL);
    else
        status = write_all(session, at, customer, portion, out);
    loy_customer_free(customer);
    free(portion);
    return status;
}

int
output_close(FILE *out, const char *name)
{
    bool failed = ferror(out) != 0;

    errno = 0;
    if ((fclose(out) == 0) && !failed)
        return DONE;
    say("%s: %s", name, errno != 0 ? strerror(errno) : "not everything could be written");
    return STORE_FAILED;
}
