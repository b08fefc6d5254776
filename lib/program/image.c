/*
 * image.c -- a program as bytes that are the same on every platform, for hosts
 * without a JSON library.
 *
 *     "LOYP", the format 1, the size of the document: 4, 4 and 8 bytes
 *     the document
 *     the digest of the program, 32 bytes
 *     the checksum of all before it, 8 bytes
 *
 * Numbers are little-endian. The document is its tree in the order in which it
 * was written, each node a tag and what follows it; sizes, counts and integers
 * (those folded so that small negative ones are short) have seven bits a byte,
 * the least first, and the eighth says that more follow.
 *
 * An image holds nothing that was computed from the document: loading compiles
 * it with all checks, like any other, and then compares the digest. So whatever
 * the bytes are, a program that was loaded is one that could have been written.
 */
#include <string.h>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/macros.h"
#include "program/image.h"
#include "program/program.h"

enum { FORMAT = 1, HEAD = 16, DIGEST = 32, CHECKSUM = 8 };

static const char mark[4] = {'L', 'O', 'Y', 'P'};

/* ---- Writing ----------------------------------------------------------------- */

static unsigned char *
write_number(unsigned char *at, char tag, uint64_t number)
{
    *at++ = (unsigned char)tag;
    return loy__store_number(at, number);
}

static void
put_number(loy__bytes *out, char tag, uint64_t number)
{
    unsigned char *at = loy__bytes_open(out, 1 + LOY__LONGEST_NUMBER);

    if (at != NULL)
        loy__bytes_close(out, write_number(at, tag, number));
}

static void
put_text(loy__bytes *out, char tag, const char *text, size_t size)
{
    unsigned char *at = loy__bytes_open(out, 1 + LOY__LONGEST_NUMBER + size);

    if (at != NULL)
        loy__bytes_close(out, loy__store_text(write_number(at, tag, size), text, size));
}

static uint64_t
fold(int64_t number)
{
    return (uint64_t)number << 1 ^ (number < 0 ? UINT64_MAX : 0);
}

static int64_t
unfold(uint64_t folded)
{
    int64_t half = (int64_t)(folded >> 1);

    return (folded & 1) != 0 ? -half - 1 : half;
}

static void
put_node(loy__bytes *out, const loy_node *node)
{
    switch (node->kind) {
    case LOY__NODE_MAP:
    case LOY__NODE_LIST:
        put_number(out, node->kind == LOY__NODE_MAP ? 'm' : 'l', node->count);
        for (const loy_node *child = node->first; child != NULL; child = child->next) {
            if (node->kind == LOY__NODE_MAP)
                put_text(out, 'k', child->key, child->key_size);
            put_node(out, child);
        }
        break;
    case LOY__NODE_TEXT:
        put_text(out, 't', node->text, node->text_size);
        break;
    case LOY__NODE_INTEGER:
        put_number(out, 'i', fold(node->number));
        break;
    default:
        put_number(out, 'b', node->number != 0);
    }
}

bool
loy__image_keep(loy_program *program, const loy_node *root)
{
    program->document = (loy__bytes){.memory = &program->memory};
    put_node(&program->document, root);
    return !program->document.failed;
}

/* The 32 bytes that a digest writes as 64 digits. */
static void
read_digest(const char *digits, unsigned char out[DIGEST])
{
    for (int i = 0; i < DIGEST; i++) {
        unsigned pair = 0;

        for (int k = 0; k < 2; k++) {
            char c = digits[2 * i + k];

            pair = pair << 4 | (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
        }
        out[i] = (unsigned char)pair;
    }
}

int
loy_program_save(const loy_program *program, void *bytes, uint64_t capacity, uint64_t *size)
{
    unsigned char *out = bytes;
    size_t body;

    if (program == NULL || size == NULL || (bytes == NULL && capacity > 0))
        return LOY_ERR_INVALID;
    body = HEAD + program->document.size + DIGEST;
    *size = body + CHECKSUM;
    if (capacity < *size)
        return LOY_OK;
    memcpy(out, mark, sizeof(mark));
    loy__store32(out + 4, FORMAT);
    loy__store64(out + 8, program->document.size);
    memcpy(out + HEAD, program->document.data, program->document.size);
    read_digest(program->digest, out + HEAD + program->document.size);
    loy__store64(out + body, loy__hash(out, body, 0));
    return LOY_OK;
}

/* ---- Reading ----------------------------------------------------------------- */

/* What is left of a document; `bad` once it is not one. */
typedef struct document {
    const unsigned char *at;
    const unsigned char *end;
    bool bad;
} document;

static uint64_t
take_number(document *in)
{
    uint64_t number;
    const unsigned char *end = loy__load_number(in->at, in->end, &number);

    in->bad = in->bad || end == NULL;
    in->at = end != NULL ? end : in->end;
    return end != NULL ? number : 0;
}

static char
take_tag(document *in)
{
    if (in->at < in->end)
        return (char)*in->at++;
    in->bad = true;
    return '\0';
}

static const char *
take_text(document *in, size_t *size)
{
    uint64_t number = take_number(in);
    const char *text = (const char *)in->at;

    if (number > (uint64_t)(in->end - in->at)) {
        in->bad = true;
        number = 0;
    }
    *size = (size_t)number;
    in->at += number;
    return text;
}

static void take_node(document *in, loy_node *parent, const char *key, unsigned depth);

static void
take_members(document *in, loy_node *map, unsigned depth)
{
    uint64_t count = take_number(in);

    for (; count > 0 && !in->bad; count--) {
        size_t size;
        const char *text, *key;

        in->bad |= take_tag(in) != 'k';
        text = take_text(in, &size);
        if (in->bad || map == NULL)
            return;
        key = loy__arena_text(&map->draft->arena, text, size);
        if (key == NULL) {
            map->draft->failed = true;
            return;
        }
        take_node(in, map, key, depth);
    }
}

static void
take_items(document *in, loy_node *list, unsigned depth)
{
    uint64_t count = take_number(in);

    for (; count > 0 && !in->bad && list != NULL; count--)
        take_node(in, list, NULL, depth);
}

/* One node under its parent: a member when there is a key. */
static void
take_node(document *in, loy_node *parent, const char *key, unsigned depth)
{
    char tag = take_tag(in);
    const char *text;
    size_t size;

    if (depth > LOY__MAX_DEPTH) {
        in->bad = true;
        return;
    }
    switch (tag) {
    case 'm':
        take_members(in, key != NULL ? loy_node_map(parent, key) : loy_node_add_map(parent),
                     depth + 1);
        break;
    case 'l':
        take_items(in, key != NULL ? loy_node_list(parent, key) : loy_node_add_list(parent),
                   depth + 1);
        break;
    case 't':
        text = take_text(in, &size);
        if (key != NULL)
            loy_node_set_bytes(parent, key, text, size);
        else
            loy_node_add_bytes(parent, text, size);
        break;
    case 'i':
        if (key != NULL)
            loy_node_set_integer(parent, key, unfold(take_number(in)));
        else
            loy_node_add_integer(parent, unfold(take_number(in)));
        break;
    case 'b':
        if (key != NULL)
            loy_node_set_boolean(parent, key, take_number(in) != 0);
        else
            loy_node_add_boolean(parent, take_number(in) != 0);
        break;
    default:
        in->bad = true;
    }
}

/* The document of an image that is whole. */
static int
open_image(const unsigned char *bytes, uint64_t size, document *out)
{
    uint64_t body = size - CHECKSUM;

    if (bytes == NULL || size < HEAD + DIGEST + CHECKSUM || memcmp(bytes, mark, sizeof(mark)) != 0)
        return LOY_ERR_CORRUPT;
    if (loy__load32(bytes + 4) != FORMAT)
        return loy__load32(bytes + 4) > FORMAT ? LOY_ERR_VERSION : LOY_ERR_CORRUPT;
    if (loy__load64(bytes + 8) != body - HEAD - DIGEST ||
        loy__load64(bytes + body) != loy__hash(bytes, (size_t)body, 0))
        return LOY_ERR_CORRUPT;
    *out = (document){.at = bytes + HEAD, .end = bytes + body - DIGEST};
    return LOY_OK;
}

static int
compile_document(loy_program **out, document *in, const loy_memory *memory, loy_problems *problems)
{
    loy_draft *draft;
    int rc = loy_draft_new(&draft, memory);

    if (rc < 0)
        return rc;
    if (take_tag(in) == 'm')
        take_members(in, loy_draft_root(draft), 1);
    else
        in->bad = true;
    if (draft->failed)
        rc = LOY_ERR_NOMEM;
    else if (in->bad || in->at < in->end)
        rc = LOY_ERR_CORRUPT;
    else
        rc = loy_program_new(out, draft, problems);
    loy_draft_free(draft);
    return rc;
}

int
loy_program_load(loy_program **out, const void *bytes, uint64_t size, loy_problems *problems,
                 const loy_memory *memory)
{
    unsigned char digest[DIGEST];
    document in;
    int rc;

    if (out == NULL)
        return LOY_ERR_INVALID;
    *out = NULL;
    rc = open_image(bytes, size, &in);
    if (rc == LOY_OK)
        rc = compile_document(out, &in, memory, problems);
    if (rc < 0)
        return rc;
    read_digest((*out)->digest, digest);
    if (memcmp(digest, in.end, DIGEST) == 0)
        return LOY_OK;
    loy_program_free(*out);
    *out = NULL;
    return LOY_ERR_CORRUPT;
}
