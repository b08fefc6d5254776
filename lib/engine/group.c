/*
 * group.c -- events that are kept together: one commit, or none of them.
 */
#include "engine/engine.h"

void
loy__group_begin(loy_engine *engine)
{
    loy__overlay_clear(&engine->overlay);
}

int
loy__group_commit(loy_engine *engine, loy_error *error)
{
    loy_batch batch = {.size = sizeof(batch),
                       .count = (uint32_t)engine->overlay.count,
                       .writes = engine->overlay.writes,
                       .engine = engine};

    return batch.count == 0 ? LOY_OK : loy__storage_commit(engine, &batch, error);
}
