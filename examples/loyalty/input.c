/*
 * input.c -- documents from files: a program as a whole, events line by line.
 *
 * Lines are read through a buffer of our own, to know when the next one is not
 * there yet: a till that writes events into a pipe gets its outcomes at once,
 * not when a group is full.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tool.h"

#define BUFFER_SIZE ((size_t)1 << 18)
#define MAX_DOCUMENT ((size_t)1 << 26)

static int
open_file(const char *path, uint64_t *size, int *descriptor)
{
    struct stat status;

    *descriptor = path == NULL ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (*descriptor < 0 || fstat(*descriptor, &status) < 0) {
        say("%s: %s", path != NULL ? path : "standard input", strerror(errno));
        return WRONG;
    }
    *size = S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
    return DONE;
}

int
input_open(struct input *input, const char *path)
{
    memset(input, 0, sizeof(*input));
    input->name = path != NULL ? path : "standard input";
    return open_file(path, &input->total, &input->descriptor);
}

void
input_close(struct input *input)
{
    if (input->descriptor > STDIN_FILENO)
        close(input->descriptor);
    free(input->buffer);
    input->buffer = NULL;
}

/* Makes room behind what the buffer holds. */
static int
make_room(struct input *input)
{
    size_t held = input->end - input->begin;
    size_t capacity = input->capacity == 0 ? BUFFER_SIZE : 2 * input->capacity;
    char *buffer;

    if (input->begin > 0) {
        memmove(input->buffer, input->buffer + input->begin, held);
        input->begin = 0;
        input->end = held;
    }
    if (input->end < input->capacity)
        return DONE;
    if (held >= MAX_DOCUMENT) {
        say("%s:%llu: a line of more than %zu bytes is not an event", input->name,
            (unsigned long long)input->line + 1, MAX_DOCUMENT);
        return WRONG;
    }
    buffer = realloc(input->buffer, capacity);
    if (buffer == NULL)
        return say_result(input->name, LOY_ERR_NOMEM, NULL);
    input->buffer = buffer;
    input->capacity = capacity;
    return DONE;
}

/* Reads more into the buffer. */
static int
fill(struct input *input)
{
    ssize_t count;
    int status = make_room(input);

    if (status != DONE)
        return status;
    do {
        count = read(input->descriptor, input->buffer + input->end, input->capacity - input->end);
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        say("%s: %s", input->name, strerror(errno));
        return WRONG;
    }
    input->end += (size_t)count;
    input->ended = count == 0;
    return DONE;
}

static bool
is_blank(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (strchr(" \t\r", text[i]) == NULL || text[i] == '\0')
            return false;
    }
    return true;
}

/* The next line, blank or not. */
static int
next_line(struct input *input, const char **text, size_t *size)
{
    size_t looked = 0;
    const char *newline = NULL;

    *text = NULL;
    for (;;) {
        size_t held = input->end - input->begin;
        if (held > looked)
            newline = memchr(input->buffer + input->begin + looked, '\n', held - looked);
        if (newline != NULL || input->ended)
            break;
        looked = held;
        int status = fill(input);
        if (status != DONE)
            return status;
    }
    if (input->begin == input->end)
        return DONE;
    *text = input->buffer + input->begin;
    *size = newline != NULL ? (size_t)(newline - *text) : input->end - input->begin;
    input->begin += *size + (newline != NULL);
    input->bytes += *size + (newline != NULL);
    input->line++;
    return DONE;
}

int
input_line(struct input *input, const char **text, size_t *size)
{
    int status;

    do {
        status = next_line(input, text, size);
        if (status != DONE || *text == NULL)
            return status;
        if (input->line == 1 && *size >= 3 && memcmp(*text, "\xEF\xBB\xBF", 3) == 0) {
            *text += 3; /* a byte order mark, as some editors write it */
            *size -= 3;
        }
    } while (is_blank(*text, *size));
    return DONE;
}

bool
input_waits(const struct input *input)
{
    struct pollfd descriptor = {.fd = input->descriptor, .events = POLLIN};
    size_t held = input->end - input->begin;

    if (input->ended || (held > 0 && memchr(input->buffer + input->begin, '\n', held) != NULL))
        return false;
    return poll(&descriptor, 1, 0) == 0;
}

int
file_read(const char *path, char **text, size_t *size)
{
    struct input file;
    int status = input_open(&file, path);

    *text = NULL;
    while (status == DONE && !file.ended)
        status = fill(&file);
    if (status == DONE) {
        *text = file.buffer;
        *size = file.end;
        file.buffer = NULL;
    }
    input_close(&file);
    return status;
}
