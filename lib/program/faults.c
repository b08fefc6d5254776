/*
 * faults.c -- noting what is wrong with a document, with its place and what to
 * write instead.
 */
#include "program/read.h"

#define NEAR_SEARCHES 100 /* a search costs a walk over all candidates */
#define NEAR_CANDIDATES 1000

static const char *
copied(loy__reader *reader, const char *text)
{
    size_t size = 0;
    const char *copy;

    while (text[size] != '\0')
        size++;
    copy = loy__arena_text(&reader->scratch, text, size);
    if (copy == NULL)
        reader->failed = true;
    return copy;
}

static loy__found *
note(loy__reader *reader, const loy_node *node, const char *code, const char *text,
     const char *hint)
{
    loy__found *found = loy__borrow(reader, 1, sizeof(*found));

    if (found == NULL)
        return NULL;
    found->node = node;
    found->code = code;
    found->text = copied(reader, text);
    found->hint = copied(reader, hint);
    found->sequence = reader->found_count++;
    found->severity = LOY_SEVERITY_ERROR;
    if (reader->last_found == NULL)
        reader->found = found;
    else
        reader->last_found->next = found;
    reader->last_found = found;
    return found;
}

void
loy__fault(loy__reader *reader, const loy_node *node, const char *code, const char *text,
           const char *subject, const char *hint)
{
    char words[256];

    loy__format(words, sizeof(words), text, subject == NULL ? "" : subject);
    reader->errors++;
    note(reader, node, code, words, hint);
}

void
loy__warn(loy__reader *reader, const loy_node *node, const char *code, const char *text,
          const char *subject, const char *hint)
{
    char words[256];
    loy__found *found;

    loy__format(words, sizeof(words), text, subject == NULL ? "" : subject);
    found = note(reader, node, code, words, hint);
    if (found != NULL)
        found->severity = LOY_SEVERITY_WARNING;
}

void
loy__note_at(loy__reader *reader, const loy_node *node, uint32_t severity, uint32_t offset,
             const char *text, const char *hint)
{
    loy__found *found = note(reader, node, "expression", text, hint);

    reader->errors += severity == LOY_SEVERITY_ERROR;
    if (found == NULL)
        return;
    found->severity = severity;
    found->offset = offset;
}

void
loy__fault_near(loy__reader *reader, const loy_node *node, const char *code, const char *text,
                const char *word, const char *const *candidates, size_t count,
                const char *otherwise)
{
    const char *nearest = NULL;
    char hint[200];
    size_t size = 0;

    while (word[size] != '\0')
        size++;
    if (reader->near_searches < NEAR_SEARCHES && count != 0) {
        reader->near_searches++;
        nearest =
            loy__nearest(word, size, candidates, count < NEAR_CANDIDATES ? count : NEAR_CANDIDATES);
    }
    if (nearest == NULL) {
        loy__fault(reader, node, code, text, word, otherwise);
        return;
    }
    loy__format(hint, sizeof(hint), "did you mean \"%s\"?", nearest);
    loy__fault(reader, node, code, text, word, hint);
}
