/*
 * clock.h -- what a clock of the system says, in nanoseconds. Who includes it
 * defines _POSIX_C_SOURCE first.
 */
#ifndef LOYALTY_BENCH_CLOCK_H
#define LOYALTY_BENCH_CLOCK_H

#include <time.h>

static inline double
read_clock(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

#endif
