/*
 * place.c -- where in a JSON text the values are that JSON pointers name.
 *
 * The text is walked once however many pointers are sought, so that a hostile
 * document with a mistake in every member costs no more than its size: each
 * value's pointer is hashed on the way down and looked up among those sought.
 * The text was read by jansson before; were it not well-formed the walk would
 * still end at its end.
 */
#include "json/place.h"

#include <string.h>

#include "base/text.h"
#include "json/document.h"

#define NOBODY UINT32_MAX
#define HASH_START UINT64_C(14695981039346656037) /* FNV-1a */

typedef struct walk {
    const char *at;
    const char *end;
    const char *counted; /* up to where the line's characters are counted */
    uint32_t column;     /* of `counted` */
    uint32_t line;
    loy__place *places;
    uint32_t *heads; /* chains of places by hash */
    size_t mask;
} walk;

/* Where a member's name stands; line 0 for the elements of a list. */
typedef struct mark {
    uint32_t line;
    uint32_t column;
} mark;

static void walk_value(walk *w, uint64_t hash, mark key, uint32_t depth);

static uint64_t
hash_byte(uint64_t hash, char byte)
{
    return (hash ^ (unsigned char)byte) * UINT64_C(1099511628211);
}

static uint64_t
hash_bytes(uint64_t hash, const char *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        hash = hash_byte(hash, data[i]);
    return hash;
}

/* A code point of a name as JSON pointers write it. */
static uint64_t
hash_code_point(uint64_t hash, uint32_t code_point)
{
    char bytes[4];

    if (code_point == '~')
        return hash_bytes(hash, "~0", 2);
    if (code_point == '/')
        return hash_bytes(hash, "~1", 2);
    return hash_bytes(hash, bytes, loy__utf8_put(bytes, code_point));
}

static void
skip_blanks(walk *w)
{
    for (; w->at < w->end; w->at++) {
        if (*w->at == '\n') {
            w->line++;
            w->counted = w->at + 1;
            w->column = 1;
        } else if (*w->at != ' ' && *w->at != '\t' && *w->at != '\r') {
            return;
        }
    }
}

static uint32_t
hex_digits(walk *w)
{
    uint32_t value = 0;

    for (int i = 0; i < 4 && w->at < w->end; i++, w->at++) {
        char c = *w->at;
        uint32_t digit = c <= '9' ? (uint32_t)(c - '0') : (uint32_t)((c | 0x20) - 'a') + 10;
        value = value * 16 + (digit & 15);
    }
    return value;
}

/* The character after a backslash. */
static uint32_t
escaped(walk *w)
{
    static const char names[] = "bfnrt";
    static const char meanings[] = "\b\f\n\r\t";
    const char *name;
    uint32_t unit;

    if (w->at == w->end)
        return 0;
    if (*w->at != 'u') {
        name = strchr(names, *w->at++);
        return name != NULL && *name != '\0' ? (uint32_t)meanings[name - names]
                                             : (unsigned char)w->at[-1];
    }
    w->at++;
    unit = hex_digits(w);
    if (unit < 0xD800 || unit > 0xDBFF || w->end - w->at < 6)
        return unit;
    w->at += 2;
    return 0x10000 + ((unit - 0xD800) << 10) + ((hex_digits(w) - 0xDC00) & 0x3FF);
}

/* The next character of a text, after its opening quote; false at its end. */
static bool
next_character(walk *w, uint32_t *code_point)
{
    size_t used = 0;

    if (w->at >= w->end)
        return false;
    if (*w->at == '"') {
        w->at++;
        return false;
    }
    if (*w->at == '\\') {
        w->at++;
        *code_point = escaped(w);
        return true;
    }
    *code_point = loy__utf8_next(w->at, (size_t)(w->end - w->at), &used);
    w->at += used;
    return used > 0;
}

/* The place of w->at, counting on from the one before. */
static mark
mark_here(walk *w)
{
    w->column += (uint32_t)loy__utf8_count(w->counted, (size_t)(w->at - w->counted));
    w->counted = w->at;
    return (mark){w->line, w->column};
}

/* How far from w->at the offset-th character of the text there stands. */
static uint32_t
distance(const walk *w, uint32_t offset)
{
    walk inside = *w;
    const char *at;
    uint32_t code_point;

    if (offset == 0 || inside.at == inside.end || *inside.at != '"')
        return 0;
    at = ++inside.at;
    for (uint32_t i = 1; i < offset && next_character(&inside, &code_point); i++)
        at = inside.at;
    return (uint32_t)loy__utf8_count(w->at, (size_t)(at - w->at));
}

/* Fills the places that seek the value at w->at. */
static void
answer(walk *w, uint64_t hash, mark key)
{
    for (uint32_t i = w->heads[hash & w->mask]; i != NOBODY; i = w->places[i].next) {
        loy__place *place = &w->places[i];
        bool whole = place->pointer[place->length] == '\0';
        mark here = mark_here(w);

        if (place->hash != hash || place->line != 0)
            continue;
        if (whole && place->key && key.line != 0)
            here = key;
        else if (whole)
            here.column += distance(w, place->offset);
        place->line = here.line;
        place->column = here.column;
    }
}

static void
skip_text(walk *w)
{
    uint32_t code_point;

    w->at++;
    while (next_character(w, &code_point))
        ;
}

/* Passes over a value whatever its depth. */
static void
skip_value(walk *w)
{
    size_t open = 0;

    do {
        skip_blanks(w);
        if (w->at == w->end)
            return;
        if (*w->at == '"') {
            skip_text(w);
        } else {
            if (*w->at == '{' || *w->at == '[')
                open++;
            if (*w->at == '}' || *w->at == ']')
                open--;
            w->at++;
        }
    } while (open > 0);
}

static void
walk_list(walk *w, uint64_t hash, uint32_t depth)
{
    char digits[20];

    w->at++;
    for (uint32_t i = 0;; i++) {
        skip_blanks(w);
        if (w->at == w->end || *w->at == ']')
            break;
        loy__format(digits, sizeof(digits), "/%u", i);
        walk_value(w, hash_bytes(hash, digits, strlen(digits)), (mark){0, 0}, depth + 1);
        skip_blanks(w);
        if (w->at < w->end && *w->at == ',')
            w->at++;
    }
    w->at += w->at < w->end;
}

static void
walk_map(walk *w, uint64_t hash, uint32_t depth)
{
    uint32_t code_point;

    w->at++;
    for (;;) {
        uint64_t member = hash_byte(hash, '/');
        mark key;

        skip_blanks(w);
        if (w->at == w->end || *w->at == '}')
            break;
        key = mark_here(w);
        w->at++;
        while (next_character(w, &code_point))
            member = hash_code_point(member, code_point);
        skip_blanks(w);
        w->at += w->at < w->end; /* the colon */
        walk_value(w, member, key, depth + 1);
        skip_blanks(w);
        if (w->at < w->end && *w->at == ',')
            w->at++;
    }
    w->at += w->at < w->end;
}

static void
walk_value(walk *w, uint64_t hash, mark key, uint32_t depth)
{
    skip_blanks(w);
    answer(w, hash, key);
    if (w->at == w->end)
        return;
    if (depth < 2 * LOY__JSON_DEPTH && *w->at == '{')
        walk_map(w, hash, depth);
    else if (depth < 2 * LOY__JSON_DEPTH && *w->at == '[')
        walk_list(w, hash, depth);
    else if (*w->at == '{' || *w->at == '[' || *w->at == '"')
        skip_value(w);
    else /* what is no value is passed over, too: each step takes something */
        do
            w->at++;
        while (w->at < w->end && strchr(",]} \t\r\n", *w->at) == NULL);
}

/* Chains the places that are not found yet; false when all are. */
static bool
seek(walk *w, size_t count, bool shorten)
{
    bool any = false;

    for (size_t i = 0; i <= w->mask; i++)
        w->heads[i] = NOBODY;
    for (size_t i = count; i-- > 0;) {
        loy__place *place = &w->places[i];
        if (place->line != 0)
            continue;
        while (shorten && place->length > 0 && place->pointer[--place->length] != '/')
            ;
        any = true;
        place->hash = hash_bytes(HASH_START, place->pointer, place->length);
        place->next = w->heads[place->hash & w->mask];
        w->heads[place->hash & w->mask] = (uint32_t)i;
    }
    return any;
}

bool
loy__json_places(loy__place *places, size_t count, const char *text, size_t size,
                 const loy_memory *memory)
{
    size_t slots = 16;
    walk w = {.places = places};

    while (slots < count)
        slots *= 2;
    w.mask = slots - 1;
    w.heads = loy__alloc_array(memory, slots, sizeof(*w.heads));
    if (w.heads == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        places[i].line = 0;
        places[i].column = 0;
        places[i].length = (uint32_t)strlen(places[i].pointer);
    }
    for (bool shorten = false; seek(&w, count, shorten); shorten = true) {
        w.at = w.counted = text;
        w.end = text + size;
        w.line = w.column = 1;
        walk_value(&w, HASH_START, (mark){0, 0}, 0);
    }
    loy__free(memory, w.heads, slots * sizeof(*w.heads));
    return true;
}
