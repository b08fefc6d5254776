/*
 * text.c -- comparing texts, the form of ids, and the word that was probably
 * meant by a misspelt one.
 */
#include "base/text.h"

#include <string.h>

#define MAX_ID 64
#define MAX_WORD ((size_t)64) /* longer words get no hint */
#define MAX_DISTANCE ((size_t)2)

int
loy__text_compare(const char *a, size_t a_size, const char *b, size_t b_size)
{
    size_t common = a_size < b_size ? a_size : b_size;
    int order = common == 0 ? 0 : memcmp(a, b, common);

    if (order != 0)
        return order < 0 ? -1 : 1;
    return a_size < b_size ? -1 : a_size > b_size;
}

bool
loy__id_valid(const char *data, size_t size)
{
    size_t i;

    if (size < 1 || size > MAX_ID)
        return false;
    for (i = 0; i < size; i++) {
        char c = data[i];

        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
              c == '.' || c == '_' || c == '-'))
            return false;
    }
    return true;
}

/* Levenshtein's distance, one row of his table at a time. */
static size_t
edit_distance(const char *a, size_t a_size, const char *b, size_t b_size)
{
    unsigned char row[MAX_WORD + 1];
    size_t i;
    size_t j;

    for (j = 0; j <= b_size; j++)
        row[j] = (unsigned char)j;
    for (i = 1; i <= a_size; i++) {
        unsigned char diagonal = row[0];

        row[0] = (unsigned char)i;
        for (j = 1; j <= b_size; j++) {
            unsigned char best = (unsigned char)(diagonal + (a[i - 1] != b[j - 1]));

            diagonal = row[j];
            if (row[j] + 1 < best)
                best = (unsigned char)(row[j] + 1);
            if (row[j - 1] + 1 < best)
                best = (unsigned char)(row[j - 1] + 1);
            row[j] = best;
        }
    }
    return row[b_size];
}

const char *
loy__nearest(const char *word, size_t size, const char *const *candidates, size_t count)
{
    const char *nearest = NULL;
    size_t smallest = MAX_DISTANCE + 1;
    size_t i;

    if (size > MAX_WORD)
        return NULL;
    for (i = 0; i < count; i++) {
        size_t length = strlen(candidates[i]);
        size_t distance;

        if (length > MAX_WORD || length > size + MAX_DISTANCE || size > length + MAX_DISTANCE)
            continue;
        distance = edit_distance(word, size, candidates[i], length);
        if (distance < smallest && distance * 2 < size) {
            smallest = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}
