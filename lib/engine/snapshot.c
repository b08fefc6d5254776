/*
 * snapshot.c -- the customer and the event as the rules found them, kept in the
 * receipt of a sale.
 */
#include <string.h>

#include "engine/snapshot.h"

uint64_t
loy__snapshot_program(const loy_program *program)
{
    return loy__hash(program->digest, sizeof(program->digest) - 1, 0);
}

int
loy__snapshot_keep(loy__work *work)
{
    loy_engine *engine = work->engine;
    loy__bytes bytes = loy__bytes_in(&engine->arena);
    size_t record;
    unsigned char *at;

    if (!work->program->returns.snapshot || work->quoting)
        return LOY_OK;
    at = loy__bytes_open(&bytes, 16);
    if (at == NULL)
        return LOY_ERR_NOMEM;
    loy__store64(at, loy__snapshot_program(work->program));
    loy__store_i64(at + 8, work->money_paid);
    loy__bytes_close(&bytes, at + 16);
    loy__event_write(work->event, &bytes);
    record = bytes.size + 4; /* behind its size */
    loy__put_text(&bytes, "", 0);
    if (bytes.failed ||
        loy__state_encode(work->state, loy__state_due(work->state), &bytes) != LOY_OK)
        return LOY_ERR_NOMEM;
    loy__store32(bytes.data + record - 4, (uint32_t)(bytes.size - record));
    loy__arena_take(&engine->arena, bytes.size);
    work->sale.snapshot = bytes.data;
    work->sale.snapshot_size = (uint32_t)bytes.size;
    return LOY_OK;
}

int
loy__snapshot_read(const loy__receipt *receipt, loy__snapshot *out, loy__arena *arena)
{
    loy__source source = {.at = receipt->snapshot,
                          .end = receipt->snapshot + receipt->snapshot_size};
    int result;

    out->reserved = 0;
    out->program = loy__get64(&source);
    out->paid = loy__get_i64(&source);
    result = loy__event_read(&out->event, &source, arena);
    out->state = (const unsigned char *)loy__get_text(&source, &out->state_size);
    if (result == LOY_OK && (source.failed || out->event.line_count != receipt->line_count))
        result = LOY_ERR_CORRUPT;
    return result;
}
