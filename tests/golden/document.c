/*
 * document.c -- see document.h: a reader that calls the draft for each member it meets.
 */
#include "golden/document.h"

#include <string.h>

enum { LONGEST = 256, DEEPEST = 16 };

typedef struct reading {
    const char *at; /* NULL: the document is wrong */
} reading;

static char
peek(reading *r)
{
    while (r->at != NULL && (*r->at == ' ' || *r->at == ','))
        r->at++;
    return r->at != NULL ? *r->at : '\0';
}

/* A text without its quotes. */
static void
read_text(reading *r, char out[LONGEST])
{
    size_t size = 0;

    if (peek(r) != '\'') {
        r->at = NULL;
        return;
    }
    for (r->at++; *r->at != '\'' && *r->at != '\0' && size + 1 < LONGEST; r->at++)
        out[size++] = *r->at == '`' ? '\'' : *r->at;
    out[size] = '\0';
    r->at = *r->at == '\'' ? r->at + 1 : NULL;
}

static int64_t
read_number(reading *r)
{
    int64_t number = 0;

    if (*r->at < '0' || *r->at > '9')
        r->at = NULL;
    else
        for (; *r->at >= '0' && *r->at <= '9'; r->at++)
            number = 10 * number + (*r->at - '0');
    return number;
}

static int32_t
read_truth(reading *r)
{
    int32_t truth = strncmp(r->at, "true", 4) == 0;

    r->at += truth ? 4 : strncmp(r->at, "false", 5) == 0 ? 5 : 0;
    return truth;
}

/* A map or a list that is open, and its node. */
typedef struct level {
    loy_node *node;
    char close;
} level;

static loy_node *
open_node(level *in, const char *key, char form)
{
    if (in->close == '}')
        return form == '{' ? loy_node_map(in->node, key) : loy_node_list(in->node, key);
    return form == '{' ? loy_node_add_map(in->node) : loy_node_add_list(in->node);
}

static void
put_text(level *in, const char *key, const char *text)
{
    if (in->close == '}')
        loy_node_set_text(in->node, key, text);
    else
        loy_node_add_text(in->node, text);
}

/* A member that is neither map nor list. */
static void
read_scalar(reading *r, level *in, const char *key)
{
    char text[LONGEST], first = peek(r);

    if (first == '\'') {
        read_text(r, text);
        put_text(in, key, text);
    } else if (first == 't' || first == 'f') {
        loy_node_set_boolean(in->node, key, read_truth(r));
    } else if (in->close == '}') {
        loy_node_set_integer(in->node, key, read_number(r));
    } else {
        loy_node_add_integer(in->node, read_number(r));
    }
}

static int
read_document(reading *r, loy_node *root)
{
    level levels[DEEPEST] = {{root, '}'}};
    int depth = 0;

    if (peek(r) != '{')
        return LOY_ERR_DOCUMENT;
    for (r->at++; r->at != NULL && depth >= 0;) {
        level *in = &levels[depth];
        char key[LONGEST] = "", first = peek(r);

        if (first == in->close) {
            r->at++;
            depth--;
            continue;
        }
        if (in->close == '}') {
            read_text(r, key);
            if (peek(r) != ':')
                return LOY_ERR_DOCUMENT;
            r->at++;
            first = peek(r);
        }
        if (first != '{' && first != '[') {
            read_scalar(r, in, key);
        } else if (++depth == DEEPEST) {
            return LOY_ERR_DOCUMENT;
        } else {
            r->at++;
            levels[depth] = (level){open_node(in, key, first), first == '{' ? '}' : ']'};
        }
    }
    return r->at != NULL ? LOY_OK : LOY_ERR_DOCUMENT;
}

int
golden_program(loy_program **out, const char *document, const loy_memory *memory)
{
    reading r = {document};
    loy_draft *draft;
    int result = loy_draft_new(&draft, memory);

    if (result < 0)
        return result;
    result = read_document(&r, loy_draft_root(draft));
    if (result == LOY_OK)
        result = loy_program_new(out, draft, NULL);
    loy_draft_free(draft);
    return result;
}
