/*
 * overlay.h -- the records of a group of events before they are committed.
 *
 * Later events of the group read their predecessors' records here. Each key
 * stands once, with the revision at which the store had it.
 */
#ifndef LOY_ENGINE_OVERLAY_H
#define LOY_ENGINE_OVERLAY_H

#include "base/memory.h"
#include "loyalty/store.h"

typedef struct loy__overlay {
    loy__arena arena; /* keys and bytes of the group: written here, then kept */
    loy_write *writes;
    uint64_t *hashes;
    uint32_t *buckets;  /* index + 1 into writes, 0: free; a power of two of them */
    const void **notes; /* what was noted with each, if anything is */
    size_t count;
    size_t capacity, hash_capacity, note_capacity;
    size_t bucket_count;
    bool asked; /* somebody has asked for notes: they begin with the next group */
    bool noting;
} loy__overlay;

void loy__overlay_init(loy__overlay *overlay, const loy_memory *memory);
void loy__overlay_free(loy__overlay *overlay);
void loy__overlay_clear(loy__overlay *overlay);
/* As loy__overlay_find, in a group that has written some. */
loy_write *loy__overlay_search(const loy__overlay *overlay, uint32_t kind, const char *id,
                               uint32_t id_size);

/* NULL when the group has not written that record. */
static inline const loy_write *
loy__overlay_find(const loy__overlay *overlay, uint32_t kind, const char *id, uint32_t id_size)
{
    return overlay->count == 0 ? NULL : loy__overlay_search(overlay, kind, id, id_size);
}
/* Keeps a record whose key, bytes and owner are in that arena already, and a note
 * with it, or NULL. `write->seen` counts only for a key that is new to the group.
 * False without memory. */
bool loy__overlay_keep(loy__overlay *overlay, const loy_write *write, const void *note);
/* The same of a record elsewhere: copies everything. `write->seen` counts only for a key that is
 * new to the group. False without memory. */
bool loy__overlay_put(loy__overlay *overlay, const loy_write *write);
/* What was noted with a record, which is the group's at an index; or NULL. */
const void *loy__overlay_noted(loy__overlay *overlay, const loy_write *write, size_t index);

#endif
