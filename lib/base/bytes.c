/*
 * bytes.c -- room for a record that is being written: a vector of its own, or
 * the free space of an arena.
 */
#include "base/bytes.h"

/* A larger part of the arena, with what was written. */
static bool
move(loy__bytes *bytes, size_t size, size_t need)
{
    size_t want = need > SIZE_MAX / 2 ? need : 2 * need;
    unsigned char *data = loy__arena_open(bytes->arena, want);

    if (data == NULL)
        return false;
    if (size > 0 && data != bytes->data)
        memcpy(data, bytes->data, size);
    bytes->data = data;
    bytes->capacity = bytes->arena->left;
    return true;
}

unsigned char *
loy__bytes_more(loy__bytes *bytes, unsigned char *at, size_t most)
{
    size_t size = at != NULL ? (size_t)(at - bytes->data) : 0;
    bool room = !bytes->failed && most < SIZE_MAX - size;
    size_t need = room ? size + most : 0;

    if (need == 0) /* nothing must be somewhere, too */
        need = 1;
    if (room && bytes->memory == NULL)
        room = move(bytes, size, need);
    else if (room)
        room = loy__reserve(bytes->memory, &bytes->data, &bytes->capacity, need, 1);
    bytes->failed = !room;
    return room ? bytes->data + size : NULL;
}
