/*
 * progress.c -- a line on standard error that is drawn over and over while
 * somebody watches: how many, how fast, how far.
 */
#define _POSIX_C_SOURCE 200809L

#include <inttypes.h>
#include <time.h>
#include <unistd.h>

#include "tool.h"

#define WIDTH 30
#define EVERY 0.1 /* seconds */

static double
seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct progress
progress_start(const char *what)
{
    double now = seconds_now();

    return (struct progress){
        .what = what, .started = now, .shown = now, .watched = isatty(STDERR_FILENO) == 1};
}

double
progress_seconds(const struct progress *progress)
{
    double seconds = seconds_now() - progress->started;

    return seconds > 1e-6 ? seconds : 1e-6;
}

static void
draw_bar(uint64_t bytes, uint64_t total)
{
    double part = bytes < total ? (double)bytes / (double)total : 1.0;
    int filled = (int)(part * WIDTH);

    fputs(" [", stderr);
    for (int i = 0; i < WIDTH; i++)
        fputc(i < filled ? '#' : '.', stderr);
    fprintf(stderr, "] %3d %%", (int)(part * 100));
}

void
progress_show(struct progress *progress, uint64_t count, uint64_t bytes, uint64_t total)
{
    double now;

    if (!progress->watched)
        return;
    now = seconds_now();
    if (now - progress->shown < EVERY)
        return;
    progress->shown = now;
    progress->drawn = true;
    fprintf(stderr, "\r%" PRIu64 " %s, %.0f/s", count, progress->what,
            (double)count / progress_seconds(progress));
    if (total > 0)
        draw_bar(bytes, total);
    fputs("\033[K", stderr);
    fflush(stderr);
}

void
progress_clear(struct progress *progress)
{
    if (progress->drawn)
        fputs("\r\033[K", stderr);
    progress->drawn = false;
}
