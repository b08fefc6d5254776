/*
 * cel_random_test.c -- random expressions on ints and bools: what the compiler
 * makes of them against a small evaluator that walks the same tree.
 *
 * The walker knows nothing of jumps, handlers or folding: it evaluates both
 * operands of everything and then says what the language says.
 */
#include "kit/table_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cel/cel.h"
#include "kit/random_kit.h"

enum { INTS = 4, BOOLS = 2, DEEPEST = 5, NODES = 4000, ROUNDS = 6000 };

typedef struct node {
    char kind; /* c constant, v variable, x loop variable, else an operator */
    int64_t value;
    struct node *args[3];
} node;

/* A value or an error; which error it is may differ. */
typedef struct outcome {
    int64_t value;
    bool failed;
} outcome;

typedef struct world {
    uint64_t random;
    node nodes[NODES];
    size_t used;
    int64_t ints[INTS], bools[BOOLS], element[8];
    uint32_t loops; /* that are open */
    char text[65536];
    size_t size;
} world;

static node *
make(world *w, char kind, int64_t value, node *a, node *b, node *c)
{
    node *made = &w->nodes[w->used++];

    *made = (node){kind, value, {a, b, c}};
    return made;
}

static node *random_bool(world *w, uint32_t depth);

static node *
random_int(world *w, uint32_t depth)
{
    uint64_t choice = random_kit_below(&w->random, depth == 0 || w->used > NODES / 2 ? 4 : 12);
    node *a, *b;

    if (choice == 0)
        return make(w, 'c', random_kit_integer(&w->random), NULL, NULL, NULL);
    if (choice == 1 && w->loops > 0)
        return make(w, 'x', (int64_t)random_kit_below(&w->random, w->loops), NULL, NULL, NULL);
    if (choice <= 3)
        return make(w, 'v', (int64_t)random_kit_below(&w->random, INTS), NULL, NULL, NULL);
    a = random_int(w, depth - 1);
    if (choice == 4)
        return make(w, 'n', 0, a, NULL, NULL);
    b = random_int(w, depth - 1);
    if (choice == 5)
        return make(w, '?', 0, random_bool(w, depth - 1), a, b);
    return make(w, "+-*/%+"[choice - 6], 0, a, b, NULL);
}

/* A loop over [a, b] with one name. */
static node *
random_loop(world *w, uint32_t depth)
{
    static const char kinds[] = "AEO";
    node *a = random_int(w, depth - 1), *b = random_int(w, depth - 1), *body;
    uint32_t level = w->loops++;

    body = random_bool(w, depth - 1);
    w->loops--;
    return make(w, kinds[random_kit_below(&w->random, 3)], level, a, b, body);
}

static node *
random_bool(world *w, uint32_t depth)
{
    uint64_t choice = random_kit_below(&w->random, depth == 0 || w->used > NODES / 2 ? 3 : 14);
    node *a, *b;

    if (choice == 0)
        return make(w, 'C', (int64_t)random_kit_below(&w->random, 2), NULL, NULL, NULL);
    if (choice <= 2)
        return make(w, 'V', (int64_t)random_kit_below(&w->random, BOOLS), NULL, NULL, NULL);
    if (choice <= 6) {
        a = random_int(w, depth - 1);
        b = random_int(w, depth - 1);
        return make(w, "<>{}=#"[random_kit_below(&w->random, 6)], 0, a, b, NULL);
    }
    if (choice == 7 && w->loops < 6)
        return random_loop(w, depth);
    a = random_bool(w, depth - 1);
    if (choice == 8)
        return make(w, '!', 0, a, NULL, NULL);
    b = random_bool(w, depth - 1);
    if (choice == 9)
        return make(w, ':', 0, a, b, random_bool(w, depth - 1));
    return make(w, choice % 2 == 0 ? '&' : '|', 0, a, b, NULL);
}

/* ---- As text ---- */

static void
put(world *w, const char *text)
{
    size_t size = strlen(text);

    if (w->size + size + 1 < sizeof(w->text)) {
        memcpy(w->text + w->size, text, size + 1);
        w->size += size;
    }
}

static void print(world *w, const node *n);

static void
print_parts(world *w, const char *before, const node *a, const char *between, const node *b,
            const char *after)
{
    put(w, before);
    print(w, a);
    put(w, between);
    if (b != NULL)
        print(w, b);
    put(w, after);
}

static void
print_loop(world *w, const node *n)
{
    char between[40];

    print_parts(w, "[", n->args[0], ", ", n->args[1], "]");
    snprintf(between, sizeof(between), ".%s(x%d, ",
             n->kind == 'A'   ? "all"
             : n->kind == 'E' ? "exists"
                              : "exists_one",
             (int)n->value);
    put(w, between);
    print(w, n->args[2]);
    put(w, ")");
}

static void
print(world *w, const node *n)
{
    static const char *const words[128] = {
        ['+'] = " + ",  ['-'] = " - ",  ['*'] = " * ",  ['/'] = " / ",  ['%'] = " % ",
        ['<'] = " < ",  ['>'] = " > ",  ['{'] = " <= ", ['}'] = " >= ", ['='] = " == ",
        ['#'] = " != ", ['&'] = " && ", ['|'] = " || "};
    char leaf[40];

    switch (n->kind) {
    case 'c':
        snprintf(leaf, sizeof(leaf), n->value < 0 ? "(%lld)" : "%lld", (long long)n->value);
        put(w, leaf);
        break;
    case 'C':
        put(w, n->value ? "true" : "false");
        break;
    case 'v':
    case 'V':
    case 'x':
        snprintf(leaf, sizeof(leaf), "%c%d",
                 n->kind == 'v'   ? 'i'
                 : n->kind == 'V' ? 'b'
                                  : 'x',
                 (int)n->value);
        put(w, leaf);
        break;
    case 'n':
        print_parts(w, "(-(", n->args[0], "))", NULL, "");
        break;
    case '!':
        print_parts(w, "!(", n->args[0], ")", NULL, "");
        break;
    case '?':
    case ':':
        print_parts(w, "(", n->args[0], " ? ", n->args[1], " : ");
        print_parts(w, "", n->args[2], ")", NULL, "");
        break;
    case 'A':
    case 'E':
    case 'O':
        print_loop(w, n);
        break;
    default:
        print_parts(w, "(", n->args[0], words[(unsigned char)n->kind], n->args[1], ")");
    }
}

/* ---- By walking ---- */

static outcome walk(world *w, const node *n);

static outcome
good(int64_t value)
{
    return (outcome){value, false};
}

static const outcome bad = {0, true};

static uint64_t
size_of(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

static outcome
product(int64_t a, int64_t b)
{
    bool negative = (a < 0) != (b < 0);
    uint64_t limit = (uint64_t)INT64_MAX + negative, magnitude;

    if (a == 0 || b == 0)
        return good(0);
    if (size_of(a) > limit / size_of(b))
        return bad;
    magnitude = size_of(a) * size_of(b);
    return good(negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude);
}

static outcome
arithmetic(char op, int64_t a, int64_t b)
{
    switch (op) {
    case '+':
        if (b > 0 ? a > INT64_MAX - b : a < INT64_MIN - b)
            return bad;
        return good(a + b);
    case '-':
        if (b < 0 ? a > INT64_MAX + b : a < INT64_MIN + b)
            return bad;
        return good(a - b);
    case '*':
        return product(a, b);
    default:
        if (b == 0 || (a == INT64_MIN && b == -1))
            return bad;
        return good(op == '/' ? a / b : a % b);
    }
}

static outcome
compare(char op, int64_t a, int64_t b)
{
    switch (op) {
    case '<':
        return good(a < b);
    case '>':
        return good(a > b);
    case '{':
        return good(a <= b);
    case '}':
        return good(a >= b);
    case '=':
        return good(a == b);
    default:
        return good(a != b);
    }
}

/* && and ||: one deciding operand decides, an error comes next. */
static outcome
connect(outcome a, outcome b, bool decisive)
{
    if ((!a.failed && a.value == decisive) || (!b.failed && b.value == decisive))
        return good(decisive);
    return a.failed || b.failed ? bad : good(!decisive);
}

static outcome
walk_loop(world *w, const node *n)
{
    outcome items[2] = {walk(w, n->args[0]), walk(w, n->args[1])}, tests[2];

    if (items[0].failed || items[1].failed)
        return bad;
    for (int i = 0; i < 2; i++) {
        w->element[n->value] = items[i].value;
        tests[i] = walk(w, n->args[2]);
    }
    if (n->kind != 'O')
        return connect(tests[0], tests[1], n->kind == 'E');
    return tests[0].failed || tests[1].failed ? bad : good(tests[0].value + tests[1].value == 1);
}

static outcome
walk(world *w, const node *n)
{
    outcome a, b;

    switch (n->kind) {
    case 'c':
    case 'C':
        return good(n->value);
    case 'v':
        return good(w->ints[n->value]);
    case 'V':
        return good(w->bools[n->value]);
    case 'x':
        return good(w->element[n->value]);
    case 'A':
    case 'E':
    case 'O':
        return walk_loop(w, n);
    default:
        break;
    }
    a = walk(w, n->args[0]);
    if (n->kind == 'n')
        return a.failed || a.value == INT64_MIN ? bad : good(-a.value);
    if (n->kind == '!')
        return a.failed ? bad : good(!a.value);
    if (n->kind == '?' || n->kind == ':')
        return a.failed ? bad : walk(w, n->args[a.value ? 1 : 2]);
    b = walk(w, n->args[1]);
    if (n->kind == '&' || n->kind == '|')
        return connect(a, b, n->kind == '|');
    if (a.failed || b.failed)
        return bad;
    return strchr("+-*/%", n->kind) != NULL ? arithmetic(n->kind, a.value, b.value)
                                            : compare(n->kind, a.value, b.value);
}

/* ---- Together ---- */

static loy__cel_env *
declare(const loy_memory *memory)
{
    loy__cel_options options = {.max_items = 2};
    loy__cel_env *env;
    char name[8];

    assert_int_equal(loy__cel_env_new(&env, &options, memory), LOY_OK);
    for (uint32_t i = 0; i < INTS + BOOLS; i++) {
        snprintf(name, sizeof(name), i < INTS ? "i%u" : "b%u", i < INTS ? i : i - INTS);
        assert_int_equal(loy__cel_env_variable(env, name, i < INTS ? "int" : "bool", 0, i), LOY_OK);
    }
    return env;
}

/* A condition is true exactly when all of its terms are. */
static void
check_terms(const loy__cel_code *code, const loy__cel_run *run, outcome expected)
{
    outcome all = good(1);

    for (uint32_t i = 0; i < loy__cel_term_count(code); i++) {
        loy__cel_value value = loy__cel_bool(false);
        loy__cel_error error = loy__cel_eval_term(code, i, run, &value);

        all = connect(all, error != LOY__CEL_ERR_NONE ? bad : good(value.as.integer), false);
    }
    assert_int_equal(all.failed, expected.failed);
    assert_int_equal(all.value, expected.value);
}

static void
check_one(world *w, loy__cel_env *env, loy__arena *arena, bool condition)
{
    loy__cel_value slots[INTS + BOOLS], value;
    loy__cel_run run = {.slots = slots, .arena = arena};
    loy__cel_fault fault;
    loy__cel_code *code;
    node *root;

    w->used = 0;
    w->size = 0;
    root = condition ? random_bool(w, DEEPEST) : random_int(w, DEEPEST);
    print(w, root);
    if (loy__cel_compile(&code, env, w->text, w->size, condition ? "bool" : "int", &fault, NULL) !=
        LOY_OK)
        fail_msg("%s: %s", fault.text, w->text);
    for (int round = 0; round < 4; round++) {
        loy__cel_error error;
        outcome expected;

        for (uint32_t i = 0; i < INTS; i++)
            slots[i] = loy__cel_int(w->ints[i] = random_kit_integer(&w->random));
        for (uint32_t i = 0; i < BOOLS; i++)
            slots[INTS + i] =
                loy__cel_bool((w->bools[i] = (int64_t)random_kit_below(&w->random, 2)) != 0);
        expected = walk(w, root);
        value = loy__cel_int(-1);
        error = loy__cel_eval(code, &run, &value);
        if ((error != LOY__CEL_ERR_NONE) != expected.failed ||
            (!expected.failed && value.as.integer != expected.value))
            fail_msg("%s: error %s, %lld instead of %lld", w->text, loy__cel_error_text(error),
                     (long long)value.as.integer, (long long)expected.value);
        if (condition)
            check_terms(code, &run, expected);
    }
    loy__cel_free(code);
}

static void
compiled_equals_walked(void **state)
{
    static world w;
    loy_memory memory;
    loy__cel_env *env;
    loy__arena arena;

    (void)state;
    assert_int_equal(loy__memory_init(&memory, NULL), LOY_OK);
    loy__arena_init(&arena, &memory);
    env = declare(&memory);
    w.random = 20260302;
    for (int i = 0; i < ROUNDS; i++) {
        check_one(&w, env, &arena, i % 2 == 0);
        loy__arena_reset(&arena);
    }
    loy__arena_free(&arena);
    loy__cel_env_free(env);
}

int
main(void)
{
    static table_kit kit;

    table_kit_test(&kit, "compiled equals walked", compiled_equals_walked);
    return table_kit_run(&kit, "cel random");
}
