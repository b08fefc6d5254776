/*
 * json.h -- programs, events, outcomes and customers as JSON documents: the
 * component loyalty-json (jansson).
 *
 * The forms are those of the JSON Schemas that ship with the library. Money
 * and points are decimal strings or whole numbers, times are RFC 3339.
 */
#ifndef LOYALTY_JSON_H
#define LOYALTY_JSON_H

#include "loyalty/loyalty.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Reads a program document and compiles it. Every mistake is reported with
 * its JSON pointer, line and column.
 *
 * @param text      JSON, `size` bytes, fewer than 2^31; borrowed
 * @param problems  receives mistakes and warnings; may be NULL
 * @param memory    NULL for the C library's; jansson's tree is in its own
 * @return LOY_OK, LOY_ERR_PROGRAM (not JSON, too), LOY_ERR_NOMEM,
 *         LOY_ERR_INVALID, LOY_ERR_INTERNAL
 * @since 0.1
 */
LOY_API int loy_json_program(loy_program **out, const char *text, size_t size,
                             loy_problems *problems, const loy_memory *memory);

/* Reads events, one after the other, into a loy_event that it owns. */
typedef struct loy_json_reader loy_json_reader;

/** Makes a reader of events for a program (for its money and attributes), which
 * is borrowed and must outlive it; it writes documents of that program, too.
 * @return LOY_OK, LOY_ERR_NOMEM. @since 0.1 */
LOY_API int loy_json_reader_new(loy_json_reader **out, const loy_program *program,
                                const loy_memory *memory);

/** Frees a reader and the events it lent. @since 0.1 */
LOY_API void loy_json_reader_free(loy_json_reader *reader);

/**
 * Reads one event document. Unknown members, wrong types, bad decimals, times
 * without offset and malformed UTF-8 are refused, with line, column and path.
 *
 * @param text   JSON, `size` bytes, fewer than 2^31; borrowed for the call
 * @param event  receives an event lent until the next call on this reader
 * @return LOY_OK, LOY_ERR_DOCUMENT, LOY_ERR_NOMEM, LOY_ERR_INVALID
 * @since 0.1
 */
LOY_API int loy_json_event(loy_json_reader *reader, const char *text, size_t size,
                           const loy_event **event, loy_error *error);

/**
 * Writes an outcome as one line of JSON, without a newline.
 *
 * @param event  the event it answers: its source, id and customer
 * @param text   receives NUL-terminated JSON lent until the next call on this
 *               reader; `size` its bytes, may be NULL
 * @return LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INVALID (also an outcome that was never
 *         filled)
 * @since 0.1
 */
LOY_API int loy_json_outcome(loy_json_reader *reader, const loy_event *event,
                             const loy_outcome *outcome, const char **text, size_t *size);

/** Writes an explanation: an array with an object for each rule. Otherwise as
 * loy_json_outcome(). @since 0.1 */
LOY_API int loy_json_explanation(loy_json_reader *reader, const loy_explanation *explanation,
                                 const char **text, size_t *size);

/** Writes a customer as a document of several lines. Otherwise as
 * loy_json_outcome(). @since 0.1 */
LOY_API int loy_json_customer(loy_json_reader *reader, const loy_customer *customer,
                              const char **text, size_t *size);

/** Writes a report as a document of several lines, with the flows of an interval
 * where loy_engine_flows() has added them. Otherwise as loy_json_outcome(). @since 0.1 */
LOY_API int loy_json_report(loy_json_reader *reader, const loy_report *report, const char **text,
                            size_t *size);

/** Writes a liability of loy_report_liability() as a document of several lines.
 * Otherwise as loy_json_outcome(). @since 0.1 */
LOY_API int loy_json_liability(loy_json_reader *reader, const loy_liability *liability,
                               const char **text, size_t *size);

#ifdef __cplusplus
}
#endif
#endif
