/*
 * conformance.c -- runs the converted conformance suite of CEL and prints a
 * table, tests that want a value and tests that want an error apart.
 *
 *     cel-conformance DIR [NOT-BUILT]
 *
 * NOT-BUILT lists what is expected to fail, a file and a part of the expression
 * in each line. With it the exit status is 0 only when nothing else fails and
 * every line is needed. A rejection by the parser or checker counts as the
 * error that a test wants. 77: there is no data in DIR.
 */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/macros.h"
#include "cel/cel.h"

enum { MAX_FILES = 64, MAX_VARIABLES = 64, MAX_EXCEPTIONS = 64 };

typedef struct tally {
    char name[64];
    unsigned values, value_passes, errors, error_passes;
} tally;

typedef struct suite {
    loy_memory memory;
    loy__arena arena;
    tally tallies[MAX_FILES];
    size_t count;
    struct {
        char file[64], part[64];
        bool needed;
    } exceptions[MAX_EXCEPTIONS];
    size_t exception_count;
    unsigned surprises;
} suite;

static const char *const core_files[] = {
    "basic", "comparisons", "conversions", "fields", "fp_math",  "integer_math", "lists",
    "logic", "macros",      "namespace",   "parse",  "plumbing", "string",       "timestamps",
};

/* ---- Values from JSON ---- */

static loy__cel_value read_value(suite *s, const json_t *json);

static const char *
text_of(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));

    return text != NULL ? text : "";
}

static void *
take(suite *s, size_t size)
{
    void *memory = loy__arena_alloc(&s->arena, size + 1);

    if (memory == NULL)
        abort();
    return memory;
}

static loy__cel_value
read_text(suite *s, const json_t *value, uint32_t kind)
{
    size_t size = json_string_length(value);
    char *copy = take(s, size);

    memcpy(copy, json_string_value(value), size);
    return (loy__cel_value){.as.text = copy, .size = (uint32_t)size, .tag = kind};
}

static loy__cel_value
read_bytes(suite *s, const char *hex)
{
    size_t size = strlen(hex) / 2;
    char *copy = take(s, size);

    for (size_t i = 0; i < size; i++) {
        unsigned byte = 0;

        sscanf(hex + 2 * i, "%2x", &byte);
        copy[i] = (char)(unsigned char)byte;
    }
    return (loy__cel_value){.as.text = copy, .size = (uint32_t)size, .tag = LOY__CEL_BYTES};
}

static loy__cel_value
read_list(suite *s, const json_t *array)
{
    size_t count = json_array_size(array);
    loy__cel_value *items = take(s, count * sizeof(*items));

    for (size_t i = 0; i < count; i++)
        items[i] = read_value(s, json_array_get(array, i));
    return (loy__cel_value){.as.items = items, .size = (uint32_t)count, .tag = LOY__CEL_LIST};
}

static loy__cel_value
read_map(suite *s, const json_t *array)
{
    size_t count = json_array_size(array);
    loy__cel_value *items = take(s, 2 * count * sizeof(*items));

    for (size_t i = 0; i < count; i++) {
        items[2 * i] = read_value(s, json_array_get(json_array_get(array, i), 0));
        items[2 * i + 1] = read_value(s, json_array_get(json_array_get(array, i), 1));
    }
    return (loy__cel_value){.as.items = items, .size = (uint32_t)count, .tag = LOY__CEL_MAP};
}

static loy__cel_value
read_time(const json_t *value, bool stamp)
{
    long long seconds = strtoll(text_of(value, "seconds"), NULL, 10);
    json_int_t nanos = json_integer_value(json_object_get(value, "nanos"));

    if (stamp)
        return (loy__cel_value){
            .as.integer = seconds, .size = (uint32_t)nanos, .tag = LOY__CEL_TIMESTAMP};
    return (loy__cel_value){.as.integer = seconds * 1000000000 + nanos, .tag = LOY__CEL_DURATION};
}

static loy__cel_value
read_value(suite *s, const json_t *json)
{
    const char *type = text_of(json, "type");
    const json_t *value = json_object_get(json, "value");
    const char *text = text_of(json, "value");

    if (strcmp(type, "bool") == 0)
        return loy__cel_bool(json_is_true(value));
    if (strcmp(type, "int") == 0)
        return loy__cel_int(strtoll(text, NULL, 10));
    if (strcmp(type, "uint") == 0)
        return (loy__cel_value){.as.natural = strtoull(text, NULL, 10), .tag = LOY__CEL_UINT};
    if (strcmp(type, "double") == 0)
        return (loy__cel_value){.as.real = strtod(text, NULL), .tag = LOY__CEL_DOUBLE};
    if (strcmp(type, "string") == 0)
        return read_text(s, value, LOY__CEL_STRING);
    if (strcmp(type, "type") == 0)
        return read_text(s, value, LOY__CEL_TYPE);
    if (strcmp(type, "bytes") == 0)
        return read_bytes(s, text);
    if (strcmp(type, "list") == 0)
        return read_list(s, value);
    if (strcmp(type, "map") == 0)
        return read_map(s, value);
    if (strcmp(type, "timestamp") == 0 || strcmp(type, "duration") == 0)
        return read_time(value, type[0] == 't');
    return (loy__cel_value){.tag = LOY__CEL_NULL};
}

/* Equal with kinds: 1 is not 1u here, and a NaN is any other. */
static bool
same(loy__cel_value a, loy__cel_value b)
{
    if (loy__cel_kind(a) != loy__cel_kind(b))
        return false;
    switch (loy__cel_kind(a)) {
    case LOY__CEL_DOUBLE:
        return memcmp(&a.as.real, &b.as.real, sizeof(double)) == 0 ||
               (a.as.real != a.as.real && b.as.real != b.as.real);
    case LOY__CEL_LIST:
        if (a.size != b.size)
            return false;
        for (uint32_t i = 0; i < a.size; i++)
            if (!same(a.as.items[i], b.as.items[i]))
                return false;
        return true;
    case LOY__CEL_MAP:
        if (a.size != b.size)
            return false;
        for (uint32_t i = 0; i < a.size; i++) {
            bool found = false;

            for (uint32_t j = 0; j < b.size && !found; j++)
                found = same(a.as.items[2 * i], b.as.items[2 * j]) &&
                        same(a.as.items[2 * i + 1], b.as.items[2 * j + 1]);
            if (!found)
                return false;
        }
        return true;
    default:
        return loy__cel_equal(a, b);
    }
}

/* ---- One test ---- */

/* Declares and fills the variables; false when one cannot be. */
static bool
declare(suite *s, loy__cel_env *env, const json_t *test, loy__cel_value *slots)
{
    json_t *types = json_object_get(test, "env"), *bindings = json_object_get(test, "bindings");
    const char *name;
    json_t *value;
    uint32_t slot = 0;

    json_object_foreach(types, name, value)
    {
        const json_t *bound = json_object_get(bindings, name);

        slots[slot] = bound != NULL ? read_value(s, bound) : (loy__cel_value){.tag = 0};
        if (loy__cel_env_variable(env, name, json_string_value(value), 0, slot++) != LOY_OK)
            return false;
    }
    json_object_foreach(bindings, name, value)
    {
        if (json_object_get(types, name) != NULL)
            continue;
        slots[slot] = read_value(s, value);
        if (loy__cel_env_variable(env, name, "dyn", 0, slot++) != LOY_OK)
            return false;
    }
    return slot < MAX_VARIABLES && json_object_size(json_object_get(test, "functions")) == 0;
}

/* Compiles and runs a test's expression: true when it gave a value, which may
 * lie in the code. `code` is NULL when there is none. */
static bool
evaluate(suite *s, const json_t *test, loy__cel_value *out, loy__cel_code **code, char why[600])
{
    loy__cel_options options = {.unchecked = json_is_true(json_object_get(test, "disable_check"))};
    loy__cel_value slots[MAX_VARIABLES];
    const json_t *expr = json_object_get(test, "expr");
    loy__cel_fault fault;
    loy__cel_env *env;
    bool good = false;

    *code = NULL;
    snprintf(why, 600, "cannot declare its variables or functions");
    if (loy__cel_env_new(&env, &options, &s->memory) != LOY_OK)
        return false;
    if (loy__cel_env_container(env, text_of(test, "container")) == LOY_OK &&
        declare(s, env, test, slots)) {
        if (loy__cel_compile(code, env, json_string_value(expr), json_string_length(expr), NULL,
                             &fault, NULL) != LOY_OK) {
            snprintf(why, 600, "%s", fault.text);
        } else {
            loy__cel_run run = {.slots = slots, .arena = &s->arena};
            loy__cel_error error = loy__cel_eval(*code, &run, out);

            snprintf(why, 600, "error: %s", loy__cel_error_text(error));
            good = error == LOY__CEL_ERR_NONE;
        }
    }
    loy__cel_env_free(env);
    return good;
}

/* What a value must be, beside its type. */
static bool
is_wanted(suite *s, const json_t *test, bool good, loy__cel_value value, char why[600])
{
    const json_t *wanted = json_object_get(json_object_get(test, "expect"), "value");

    if (json_object_get(test, "check_only") != NULL)
        return true;
    if (wanted == NULL) {
        if (good)
            snprintf(why, 600, "a value instead of an error");
        return !good;
    }
    if (good)
        snprintf(why, 600, "another value, of kind %u", loy__cel_kind(value));
    return good && same(value, read_value(s, wanted));
}

static bool
passes(suite *s, const json_t *test, char why[600])
{
    const char *type = text_of(json_object_get(test, "expect"), "type");
    loy__cel_value value = {.tag = LOY__CEL_NULL};
    loy__cel_code *code;
    bool good = evaluate(s, test, &value, &code, why);

    if (type[0] == '\0' || (code != NULL && strcmp(type, loy__cel_type(code)) == 0)) {
        good = is_wanted(s, test, good, value, why);
    } else {
        if (code != NULL)
            snprintf(why, 600, "type %s instead of %s", loy__cel_type(code), type);
        good = false;
    }
    loy__cel_free(code);
    return good;
}

/* ---- All of them ---- */

static bool
is_expected(suite *s, const char *file, const char *expression)
{
    for (size_t i = 0; i < s->exception_count; i++)
        if (strcmp(s->exceptions[i].file, file) == 0 &&
            strstr(expression, s->exceptions[i].part) != NULL) {
            s->exceptions[i].needed = true;
            return true;
        }
    return false;
}

static void
run_line(suite *s, tally *t, const char *line)
{
    json_t *test = json_loads(line, JSON_ALLOW_NUL, NULL);
    bool error = json_is_true(json_object_get(json_object_get(test, "expect"), "error"));
    char why[600];
    bool expected = is_expected(s, t->name, text_of(test, "expr"));
    bool good = passes(s, test, why);

    /* That a missing function is refused says nothing about its errors. */
    good = good && !(error && expected);
    if (error) {
        t->errors++;
        t->error_passes += good;
    } else {
        t->values++;
        t->value_passes += good;
    }
    if (!good && !expected) {
        s->surprises++;
        printf("%s %d  %s/%s  %s\n    %s\n", t->name,
               (int)json_integer_value(json_object_get(test, "index")), text_of(test, "section"),
               text_of(test, "name"), why, text_of(test, "expr"));
    }
    json_decref(test);
}

static void
run_file(suite *s, const char *path, const char *name)
{
    FILE *file = fopen(path, "r");
    tally *t = &s->tallies[s->count];
    char *line = NULL;
    size_t capacity = 0;

    if (file == NULL || s->count == MAX_FILES)
        return;
    s->count++;
    snprintf(t->name, sizeof(t->name), "%.*s", (int)(strlen(name) - strlen(".jsonl")), name);
    while (getline(&line, &capacity, file) > 1)
        run_line(s, t, line);
    free(line);
    fclose(file);
}

static int
is_data(const struct dirent *entry)
{
    size_t size = strlen(entry->d_name);

    return size > 6 && strcmp(entry->d_name + size - 6, ".jsonl") == 0;
}

static bool
run_directory(suite *s, const char *directory)
{
    struct dirent **entries;
    int count = scandir(directory, &entries, is_data, alphasort);

    for (int i = 0; i < count; i++) {
        char path[4096];

        snprintf(path, sizeof(path), "%s/%s", directory, entries[i]->d_name);
        run_file(s, path, entries[i]->d_name);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return count > 0;
}

static bool
read_exceptions(suite *s, const char *path)
{
    FILE *file = fopen(path, "r");
    char line[512];

    if (file == NULL)
        return false;
    while (fgets(line, sizeof(line), file) != NULL && s->exception_count < MAX_EXCEPTIONS)
        if (line[0] != '#' && sscanf(line, "%63s %63s", s->exceptions[s->exception_count].file,
                                     s->exceptions[s->exception_count].part) == 2)
            s->exception_count++;
    fclose(file);
    return true;
}

static void
find_needless(suite *s)
{
    for (size_t i = 0; i < s->exception_count; i++)
        if (!s->exceptions[i].needed) {
            s->surprises++;
            printf("nothing fails any more: %s %s\n", s->exceptions[i].file, s->exceptions[i].part);
        }
}

static bool
is_core(const char *name)
{
    for (size_t i = 0; i < LOY_COUNT(core_files); i++)
        if (strcmp(core_files[i], name) == 0)
            return true;
    return false;
}

static void
print_table(const suite *s)
{
    tally all = {.name = "all"}, core = {.name = "core"};

    printf("%-16s %12s %12s\n", "file", "values", "errors");
    for (size_t i = 0; i < s->count; i++) {
        const tally *t = &s->tallies[i];
        tally *sums[] = {&all, is_core(t->name) ? &core : NULL};

        printf("%-16s %5u / %4u %5u / %4u\n", t->name, t->value_passes, t->values, t->error_passes,
               t->errors);
        for (size_t j = 0; j < 2 && sums[j] != NULL; j++) {
            sums[j]->values += t->values;
            sums[j]->value_passes += t->value_passes;
            sums[j]->errors += t->errors;
            sums[j]->error_passes += t->error_passes;
        }
    }
    printf("%-16s %5u / %4u %5u / %4u\n", all.name, all.value_passes, all.values, all.error_passes,
           all.errors);
    printf("core %u/%u values %u/%u errors %u/%u\n", core.value_passes + core.error_passes,
           core.values + core.errors, core.value_passes, core.values, core.error_passes,
           core.errors);
}

int
main(int argc, char **argv)
{
    static suite s;
    char directory[4096];

    if (argc < 2) {
        fprintf(stderr, "usage: cel-conformance DIR [NOT-BUILT]\n");
        return 2;
    }
    if (loy__memory_init(&s.memory, NULL) != LOY_OK || (argc > 2 && !read_exceptions(&s, argv[2])))
        return 2;
    loy__arena_init(&s.arena, &s.memory);
    if (!run_directory(&s, argv[1]))
        return 77;
    snprintf(directory, sizeof(directory), "%s/check-only", argv[1]);
    run_directory(&s, directory);
    find_needless(&s);
    print_table(&s);
    loy__arena_free(&s.arena);
    return argc > 2 && s.surprises != 0 ? 1 : 0;
}
