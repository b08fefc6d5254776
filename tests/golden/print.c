/*
 * print.c -- runs the golden histories over a store in memory and says what they come to:
 * exit status 0 where that is what golden_rows says.
 */
#include <inttypes.h>
#include <stdio.h>

#include "golden/golden.h"

int
main(void)
{
    int status = 0;

    for (int i = 0; i < GOLDEN_ROWS; i++) {
        golden_tally tally;
        uint64_t digest;
        loy_store *store;
        int result = loy_memory_store_open(&store, NULL);

        if (result == LOY_OK) {
            result = golden_run(&golden_rows[i], store, NULL, &digest, &tally);
            loy_store_close(store);
        }
        if (result < 0) {
            printf("%s: %s\n", golden_rows[i].name, loy_result_text(result));
            return 2;
        }
        printf("%s: 0x%016" PRIX64 "%s\n", golden_rows[i].name, digest,
               digest == golden_rows[i].digest ? "" : ", which is not the golden one");
        for (int k = 0; k < GOLDEN_KINDS; k++)
            if (tally.applied[k] + tally.refused[k] > 0)
                printf("    %s: %d applied, %d refused\n", golden_kinds[k], tally.applied[k],
                       tally.refused[k]);
        status |= digest != golden_rows[i].digest;
    }
    return status;
}
