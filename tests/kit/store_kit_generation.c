/*
 * store_kit_generation.c -- batches that tell whether they are whole.
 */
#include "kit/store_kit_generation.h"

#include <string.h>

#include "kit/store_kit_check.h"

enum { RECORDS = KIT_GENERATION_WRITES - 1 };

void
kit_make_generation(kit_generation *made, uint64_t number)
{
    static const char *const ids[RECORDS] = {"a", "b", "c", "d", "e"};
    static const size_t sizes[RECORDS] = {8, 100, 2000, KIT_GENERATION_LARGEST, 40};

    memset(made->bytes, (int)(number % 251), sizeof(made->bytes));
    for (uint32_t i = 0; i < 8; i++)
        made->bytes[i] = (unsigned char)(number >> 8 * i);
    for (uint32_t i = 0; i < RECORDS; i++) {
        made->writes[i] = kit_customer(ids[i], "", number - 1);
        made->writes[i].bytes = made->bytes;
        made->writes[i].size = sizes[i] - (i == 0 ? 0 : number % 30);
    }
    made->id[0] = 'g';
    for (uint32_t i = 0; i < 8; i++)
        made->id[1 + i] = (char)('a' + (number >> 4 * i) % 16);
    made->writes[RECORDS] = kit_write(LOY_KIND_EVENT, made->id, sizeof(made->id), "generation", 0);
}

uint64_t
kit_stored_generation(loy_store *store)
{
    static kit_generation made;
    static unsigned char bytes[KIT_GENERATION_LARGEST];
    uint64_t size = 0;
    uint64_t number =
        kit_read(store, LOY_KIND_CUSTOMER, "a", 1, bytes, KIT_GENERATION_LARGEST, &size);

    kit_make_generation(&made, number);
    for (uint32_t i = 0; i < RECORDS && number > 0; i++)
        kit_expect(store, &made.writes[i], number);
    if (number > 0)
        kit_expect(store, &made.writes[RECORDS], 1);
    kit_make_generation(&made, number + 1);
    kit_expect(store, &made.writes[RECORDS], 0);
    return number;
}
