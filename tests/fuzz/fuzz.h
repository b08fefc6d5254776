/*
 * fuzz.h -- what the fuzz targets share: the entry that libFuzzer and driver.c
 * call, requirements that end the process, and numbers drawn from the input.
 *
 *     cmake -DCMAKE_C_COMPILER=clang -DLOYALTY_FUZZ=ON ...
 *     bin/fuzz-cel_parse NEW tests/fuzz/seeds/cel_parse
 *
 * puts what reaches new code into the folder NEW. An input that ends the
 * process becomes a seed, as small as -minimize_crash=1 makes it.
 *
 * A target gives the same for the same input, returns 0, and leaves nothing
 * behind but what it reuses.
 */
#ifndef LOY_TESTS_FUZZ_H
#define LOY_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loyalty/loyalty.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process with a message. */
void fuzz_fail(const char *what, const char *file, int line);

#define FUZZ_REQUIRE(condition) ((condition) ? (void)0 : fuzz_fail(#condition, __FILE__, __LINE__))

/* ---- The input as a source of numbers; zeros once it is used up ---- */

typedef struct fuzz_input {
    const uint8_t *at;
    const uint8_t *end;
} fuzz_input;

uint8_t fuzz_byte(fuzz_input *input);
/* Less than `below`, which is 1 or more; a byte each up to 256. Suits
 * cel_model_draw. */
uint64_t fuzz_below(void *input, uint64_t below);
/* Small, extreme and arbitrary ones. */
int64_t fuzz_integer(fuzz_input *input);

/* ---- Memory ---- */

/* An allocator that says no to a single block larger than a gigabyte, as hosts
 * with little memory do; never NULL. */
const loy_memory *fuzz_memory(void);

#endif
