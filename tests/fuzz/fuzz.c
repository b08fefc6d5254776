/*
 * fuzz.c -- see fuzz.h.
 */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

void
fuzz_fail(const char *what, const char *file, int line)
{
    fprintf(stderr, "%s:%d: not so: %s\n", file, line, what);
    abort();
}

uint8_t
fuzz_byte(fuzz_input *input)
{
    return input->at < input->end ? *input->at++ : 0;
}

uint64_t
fuzz_below(void *input, uint64_t below)
{
    uint64_t value = fuzz_byte(input);

    for (uint64_t rest = (below - 1) >> 8; rest > 0; rest >>= 8)
        value = value << 8 | fuzz_byte(input);
    return value % below;
}

int64_t
fuzz_integer(fuzz_input *input)
{
    static const int64_t known[] = {
        0,         1,         -1,
        999,       1000,      1001,
        100,       450,       LOY_MAX_AMOUNT,
        INT64_MAX, INT64_MIN, LOY_MAX_AMOUNT + 1,
        INT32_MAX, INT32_MIN, -LOY_MAX_AMOUNT,
        2000,      -1000,     INT64_C(4294967296),
    };
    uint64_t choice = fuzz_byte(input), value = 0;

    if (choice < sizeof(known) / sizeof(known[0]))
        return known[choice];
    if (choice < 200)
        return (int64_t)(fuzz_byte(input) * (choice - 17));
    for (int i = 0; i < 8; i++)
        value = value << 8 | fuzz_byte(input);
    return value > INT64_MAX ? -(int64_t)(UINT64_MAX - value) - 1 : (int64_t)value;
}

static void *
resize(void *context, void *old, size_t old_size, size_t new_size)
{
    (void)context;
    (void)old_size;
    if (new_size == 0) {
        free(old);
        return NULL;
    }
    return new_size > (size_t)1 << 30 ? NULL : realloc(old, new_size);
}

const loy_memory *
fuzz_memory(void)
{
    static const loy_memory memory = {.size = sizeof(loy_memory), .resize = resize};

    return &memory;
}
