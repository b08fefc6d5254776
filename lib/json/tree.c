/*
 * tree.c -- a JSON tree copied into the places of a draft.
 */
#include "json/tree.h"

#include <string.h>

#include "base/text.h"
#include "json/document.h"

/* Pointers are cut where they are longer; no name that means something is. */
#define PATH_SIZE 1024

typedef struct tree {
    loy_problems *problems;
    int result;
    uint32_t depth;
    size_t size; /* of path */
    char path[PATH_SIZE];
} tree;

static void copy_members(tree *t, loy_node *map, json_t *value);
static void copy_elements(tree *t, loy_node *list, json_t *value);

static void
enter(tree *t, const char *name)
{
    if (t->size + 1 < PATH_SIZE)
        t->path[t->size++] = '/';
    for (; *name != '\0' && t->size + 2 < PATH_SIZE; name++) {
        bool special = *name == '~' || *name == '/';
        t->path[t->size++] = special ? '~' : *name;
        if (special)
            t->path[t->size++] = *name == '~' ? '0' : '1';
    }
    t->path[t->size] = '\0';
}

static void
leave(tree *t, size_t size)
{
    t->size = size;
    t->path[size] = '\0';
}

static void
problem(tree *t, const char *code, const char *text, const char *hint)
{
    const loy_problem found = {
        .code = code,
        .path = t->path,
        .text = text,
        .hint = hint,
        .severity = LOY_SEVERITY_ERROR,
    };

    if (t->result == LOY_OK)
        t->result = loy_problems_add(t->problems, &found);
}

/* The text that stands in for a value that is refused. */
static const char *
refuse(tree *t, const json_t *value)
{
    if (json_is_real(value))
        problem(t, "wrong-kind", "a number here must be whole", "write it as text, e.g. \"0.5\"");
    else if (json_is_null(value))
        problem(t, "wrong-kind", "null is not a value", "leave the member out");
    else
        problem(t, "too-deep", "the document is nested too deep", "");
    return "";
}

static bool
copies_deep(const tree *t, const json_t *value)
{
    return (json_is_object(value) || json_is_array(value)) && t->depth < LOY__JSON_DEPTH;
}

static void
copy_members(tree *t, loy_node *map, json_t *value)
{
    const char *name;
    json_t *member;
    size_t size = t->size;

    t->depth++;
    json_object_foreach(value, name, member)
    {
        enter(t, name);
        if (json_is_string(member))
            loy_node_set_bytes(map, name, json_string_value(member), json_string_length(member));
        else if (json_is_integer(member))
            loy_node_set_integer(map, name, (int64_t)json_integer_value(member));
        else if (json_is_boolean(member))
            loy_node_set_boolean(map, name, json_is_true(member));
        else if (!copies_deep(t, member))
            loy_node_set_text(map, name, refuse(t, member));
        else if (json_is_object(member))
            copy_members(t, loy_node_map(map, name), member);
        else
            copy_elements(t, loy_node_list(map, name), member);
        leave(t, size);
    }
    t->depth--;
}

static void
copy_elements(tree *t, loy_node *list, json_t *value)
{
    json_t *element;
    char digits[24];
    size_t i;
    size_t size = t->size;

    t->depth++;
    json_array_foreach(value, i, element)
    {
        loy__format(digits, sizeof(digits), "%llu", (unsigned long long)i);
        enter(t, digits);
        if (json_is_string(element))
            loy_node_add_bytes(list, json_string_value(element), json_string_length(element));
        else if (json_is_integer(element))
            loy_node_add_integer(list, (int64_t)json_integer_value(element));
        else if (json_is_boolean(element))
            loy_node_add_boolean(list, json_is_true(element));
        else if (!copies_deep(t, element))
            loy_node_add_text(list, refuse(t, element));
        else if (json_is_object(element))
            copy_members(t, loy_node_add_map(list), element);
        else
            copy_elements(t, loy_node_add_list(list), element);
        leave(t, size);
    }
    t->depth--;
}

int
loy__json_tree(loy_node *map, json_t *document, loy_problems *problems)
{
    tree t = {.problems = problems, .result = LOY_OK};

    copy_members(&t, map, document);
    return t.result;
}
