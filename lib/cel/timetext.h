/*
 * timetext.h -- timestamps, durations and offsets as texts.
 */
#ifndef LOY_CEL_TIMETEXT_H
#define LOY_CEL_TIMETEXT_H

#include "cel/cel.h"

#define LOY__CEL_TIME_SIZE 40

/* A timestamp of seconds and any nanoseconds, within year 1 to 9999. */
loy__cel_error loy__cel_timestamp(int64_t seconds, int64_t nanos, loy__cel_value *out);

/* RFC 3339, up to nine decimals. */
loy__cel_error loy__cel_parse_timestamp(const char *text, size_t size, loy__cel_value *out);
/* "1h30m", "-1.5s", "200ms": decimal numbers with units h m s ms us ns. */
loy__cel_error loy__cel_parse_duration(const char *text, size_t size, loy__cel_value *out);
/* "+02:00", "-07:30", "02:00", "UTC", "Z"; seconds east. */
bool loy__cel_parse_offset(const char *text, size_t size, int32_t *seconds);

/* Each writes what the parser above reads; returns the length. */
size_t loy__cel_write_timestamp(loy__cel_value stamp, char out[LOY__CEL_TIME_SIZE]);
size_t loy__cel_write_duration(int64_t nanos, char out[LOY__CEL_TIME_SIZE]);

#endif
