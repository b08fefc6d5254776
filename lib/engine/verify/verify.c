/*
 * verify.c -- whether the records of a store are what was written: gather, hold against
 * each other, tell.
 */
#include "engine/verify/verify.h"

int
loy__verify_note(loy__verify *v, const loy__fault *fault)
{
    loy__fault *next = LOY__VERIFY_NEXT(v, fault);

    if (next == NULL)
        return LOY_ERR_NOMEM;
    *next = *fault;
    v->counts.findings++;
    return LOY_OK;
}

static uint64_t
record_of(const void *item)
{
    return *(const uint64_t *)item;
}

bool
loy__verify_is_before(const void *a, const void *b)
{
    return record_of(a) < record_of(b);
}

void *
loy__verify_find(void *items, size_t count, size_t size, uint64_t record)
{
    unsigned char *first = items;
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (record_of(first + middle * size) < record)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && record_of(first + low * size) == record ? first + low * size : NULL;
}

static void
free_tables(loy__verify *v)
{
    const loy_memory *memory = &v->engine->memory;

    loy__free(memory, v->links, v->link_capacity * sizeof(*v->links));
    loy__free(memory, v->ends, v->end_capacity * sizeof(*v->ends));
    loy__free(memory, v->others, v->other_capacity * sizeof(*v->others));
    loy__free(memory, v->claims, v->claim_capacity * sizeof(*v->claims));
    loy__free(memory, v->faults, v->fault_capacity * sizeof(*v->faults));
}

int
loy_engine_verify(loy_engine *engine, loy_finding_each each, void *context, loy_verified *out,
                  loy_error *error)
{
    loy__verify v = {.engine = engine, .error = error};
    int result;

    loy__error_open(error);
    if (engine == NULL || (out != NULL && out->size < sizeof(*out)))
        return loy__fail(error, LOY_ERR_INVALID, "", "%s",
                         "the engine is NULL, or the size of what is to be filled is not that of "
                         "a loy_verified");
    loy__group_begin(engine);
    result = loy__verify_gather(&v);
    if (result == LOY_OK)
        result = loy__verify_chains(&v);
    if (result == LOY_OK)
        result = loy__verify_claims(&v);
    if (result == LOY_OK)
        result = loy__verify_tell(&v, each, context);
    free_tables(&v);
    if (result == LOY_OK && out != NULL) {
        v.counts.size = out->size;
        *out = v.counts;
    }
    return loy__error_close(error, result);
}

const char *
loy_found_name(uint32_t found)
{
    static const char *const names[] = {[LOY_FOUND_ALTERED] = "altered",
                                        [LOY_FOUND_REMOVED] = "removed",
                                        [LOY_FOUND_PUT_BACK] = "put-back"};

    return found < LOY_COUNT(names) ? names[found] : NULL;
}
