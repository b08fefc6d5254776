/*
 * tool.h -- what the files of the command-line tool share.
 *
 * The tool knows the library by its public headers only. Functions that can
 * fail return an exit status, DONE going on, after they have said what is wrong
 * on standard error.
 */
#ifndef LOYALTY_TOOL_H
#define LOYALTY_TOOL_H

#include <stdbool.h>
#include <stdio.h>

#include "loyalty/json.h"
#include "loyalty/store.h"

enum { DONE = 0, WRONG = 1, USAGE = 2, STORE_FAILED = 3 };

/* ---- options.c ---- */

struct options {
    const char *command;
    const char *program;
    const char *events; /* NULL: standard input */
    const char *customer;
    const char *image;
    const char *currency;
    const char *store;
    const char *until;
    const char *at;
    const char *from;
    const char *to;
    const char *dump;
    const char *value; /* of a point, and the share of points that is redeemed */
    const char *expected;
    const char *opening;
    const char *closing;
    char **former; /* files of former versions, the first slots of argv */
    uint32_t former_count;
    uint32_t group; /* events in a commit */
    bool explain;
    bool all;
    bool percent;
    bool help;
    bool version;
};

int options_read(struct options *options, int argc, char **argv);
void options_help(FILE *out);

/* ---- message.c ---- */

/* `loyalty: ` and a line on standard error. */
void say(const char *format, ...);
/* FILE:LINE:COLUMN: /path: what; hint */
void say_error(const char *file, uint64_t line, const loy_error *error);
void say_problems(FILE *out, const char *file, const loy_problems *problems, uint32_t severity);
/* The exit status of a result, after saying it. */
int say_result(const char *what, int result, const loy_error *error);

/* ---- input.c: documents from files ---- */

struct input {
    const char *name;
    char *buffer;
    size_t capacity;
    size_t begin; /* of what is not read yet in the buffer */
    size_t end;
    uint64_t line;  /* of the line that was read last, 1-based */
    uint64_t bytes; /* read so far */
    uint64_t total; /* 0: unknown */
    int descriptor;
    bool ended;
};

/* A whole file, to be freed. */
int file_read(const char *path, char **text, size_t *size);

int input_open(struct input *input, const char *path);
void input_close(struct input *input);
/* The next line that is not blank, lent until the next call; *text is NULL at
 * the end. */
int input_line(struct input *input, const char **text, size_t *size);
/* Reading the next line would wait for whoever writes them. */
bool input_waits(const struct input *input);

/* ---- store.c ---- */

int store_open(loy_store **store, const char *name);

/* ---- decimal.c ---- */

/* Reads a decimal of at most `digits` digits behind the point, not negative, in
 * units of its last digit. */
bool decimal_read(const char *text, uint32_t digits, int64_t *out);

/* ---- session.c: a program, a store and the engine that joins them ---- */

struct session {
    const struct options *options;
    loy_program *program;
    loy_program **former; /* lent to the engine */
    uint32_t former_count;
    loy_json_reader *reader;
    loy_store *store;
    loy_engine *engine;
    int64_t until; /* LOY_TIME_NONE */
    int64_t at;
    int64_t from;
    int64_t to;
};

/* From a document or an image; its mistakes are left to the caller to say. */
int program_read(loy_program **program, const char *path, loy_problems **problems);
int session_open(struct session *session, const struct options *options);
void session_close(struct session *session);

/* ---- progress.c: standard error, when somebody watches it ---- */

struct progress {
    const char *what;
    double started;
    double shown; /* when it was drawn last */
    bool watched;
    bool drawn;
};

struct progress progress_start(const char *what);
void progress_show(struct progress *progress, uint64_t count, uint64_t bytes, uint64_t total);
void progress_clear(struct progress *progress);
double progress_seconds(const struct progress *progress);

/* ---- customers.c ---- */

/* Writes every customer, a compact document a line, in the order of ids. */
int customers_write(const struct session *session, int64_t at, FILE *out);
/* Closes what was written to; DONE, or STORE_FAILED when it did not take all. */
int output_close(FILE *out, const char *name);

/* ---- one command each ---- */

int command_check(const struct options *options);
int command_compile(const struct options *options);
int command_run(const struct options *options);
int command_quote(const struct options *options);
int command_show(const struct options *options);
int command_report(const struct options *options);
int command_liability(const struct options *options);
int command_verify(const struct options *options);

#endif
