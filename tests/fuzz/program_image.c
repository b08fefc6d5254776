/*
 * program_image.c -- any bytes as an image of a program, as they are and once
 * more with a size and a checksum that are right: refused, or a program that
 * saves as the very bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/words.h"
#include "fuzz/fuzz.h"

enum { HEAD = 16, DIGEST = 32, CHECKSUM = 8 };

static void
load(const uint8_t *data, size_t size)
{
    loy_problems *problems = NULL;
    loy_program *program = NULL;
    uint64_t saved = 0;
    uint8_t *again;
    int result;

    FUZZ_REQUIRE(loy_problems_new(&problems, fuzz_memory()) == LOY_OK);
    result = loy_program_load(&program, data, size, problems, fuzz_memory());
    FUZZ_REQUIRE((result == LOY_OK) == (program != NULL));
    FUZZ_REQUIRE((result == LOY_ERR_PROGRAM) ==
                 (result < 0 && loy_problems_count(problems, LOY_SEVERITY_ERROR) > 0));
    FUZZ_REQUIRE(result == LOY_OK || result == LOY_ERR_PROGRAM || result == LOY_ERR_CORRUPT ||
                 result == LOY_ERR_VERSION);
    loy_problems_free(problems);
    if (program == NULL)
        return;
    again = malloc(size);
    FUZZ_REQUIRE(again != NULL);
    FUZZ_REQUIRE(loy_program_save(program, again, size, &saved) == LOY_OK);
    FUZZ_REQUIRE(saved == size && memcmp(again, data, size) == 0);
    free(again);
    loy_program_free(program);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *sealed;

    load(data, size);
    if (size < HEAD + DIGEST + CHECKSUM)
        return 0;
    sealed = malloc(size);
    FUZZ_REQUIRE(sealed != NULL);
    memcpy(sealed, data, size);
    memcpy(sealed, "LOYP\1\0\0", 8);
    loy__store64(sealed + 8, size - HEAD - DIGEST - CHECKSUM);
    loy__store64(sealed + size - CHECKSUM, loy__hash(sealed, size - CHECKSUM, 0));
    load(sealed, size);
    free(sealed);
    return 0;
}
