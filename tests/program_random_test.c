/*
 * program_random_test.c -- whatever the shape of a document, it compiles or
 * has problems: nothing crashes, and the answer is the same each time.
 *
 * Members are drawn from the words that documents have, so that random
 * documents reach deep into the readers.
 */
#include "kit/memory_kit.h"
#include "kit/random_kit.h"
#include "kit/table_kit.h"

#include <string.h>

#include "loyalty/loyalty.h"

static const char *const words[] = {
    "about",    "after",     "amount",      "attributes",  "birthday", "by",         "calendar",
    "caps",     "category",  "count",       "counters",    "counts",   "currencies", "currency",
    "customer", "discount",  "earn",        "edge",        "event",    "events",     "every",
    "expires",  "floor",     "free_item",   "from",        "give",     "grace",      "id",
    "initial",  "issue",     "join",        "keep_from",   "ladders",  "leap_day",   "let",
    "limit",    "line",      "minimum",     "multipliers", "multiply", "names",      "notify",
    "on",       "payment",   "pending",     "per",         "price",    "reason",     "returns",
    "reward",   "rewards",   "rolling",     "round_up",    "rules",    "scale",      "short",
    "since",    "sku",       "spend_order", "stage",       "stages",   "step",       "text",
    "tiers",    "time_zone", "to",          "transitions", "until",    "value",      "vouchers",
    "when",     "window",    "stars",       "a",           "b",
};

static const char *const texts[] = {
    "stars",
    "a",
    "b",
    "purchase",
    "visit",
    "timer",
    "enter:a",
    "P1D",
    "P12M",
    "PT5H",
    "2026-01-01",
    "never",
    "day",
    "month",
    "text",
    "integer",
    "spend",
    "stars earned",
    "1",
    "1.5",
    "10.00",
    "total > 1",
    "total",
    "prospect",
    "enter:loyal",
    "lifetime",
    "UTC0",
    "instant",
    "customer.days_since_purchase > 3",
    "lines.exists(l, l.amount > 5)",
    "",
    "x y",
};

#define PICK(random, array) ((array)[random_kit_below((random), sizeof(array) / sizeof(*(array)))])

/* What mostly stands under a word, so that documents have the right kinds. */
static bool
is_one_of(const char *word, const char *const *list, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (strcmp(word, list[i]) == 0)
            return true;
    return false;
}

static uint64_t
kind_under(uint64_t *random, const char *word)
{
    static const char *const maps[] = {
        "currencies", "ladders", "counters", "vouchers", "let",      "attributes", "stages",
        "payment",    "give",    "price",    "earn",     "multiply", "count",      "free_item",
        "returns",    "stars",   "customer", "event",    "line",     "birthday",
    };
    static const char *const lists[] = {"rules",       "rewards", "caps",  "tiers",
                                        "transitions", "names",   "events"};

    if (random_kit_below(random, 8) == 0)
        return random_kit_below(random, 5);
    if (is_one_of(word, maps, sizeof(maps) / sizeof(maps[0])))
        return 0;
    return is_one_of(word, lists, sizeof(lists) / sizeof(lists[0])) ? 1 : 2;
}

static void fill_list(uint64_t *random, loy_node *list, int depth, bool plain);

static void
fill_map(uint64_t *random, loy_node *map, int depth)
{
    uint64_t count = random_kit_below(random, depth == 0 ? 24 : 6);
    const char *word;

    while (count-- != 0) {
        word = PICK(random, words);
        switch (kind_under(random, word)) {
        case 0:
            if (depth < 6)
                fill_map(random, loy_node_map(map, word), depth + 1);
            break;
        case 1:
            if (depth < 6)
                fill_list(random, loy_node_list(map, word), depth + 1,
                          strcmp(word, "names") == 0 || strcmp(word, "events") == 0);
            break;
        case 3:
            loy_node_set_integer(map, word, (int64_t)random_kit_below(random, 20) - 3);
            break;
        case 4:
            loy_node_set_boolean(map, word, 1);
            break;
        default:
            loy_node_set_text(map, word, PICK(random, texts));
        }
    }
}

static void
fill_list(uint64_t *random, loy_node *list, int depth, bool plain)
{
    uint64_t count = random_kit_below(random, 4);
    loy_node *map;

    while (count-- != 0) {
        if (plain || random_kit_below(random, 8) == 0) {
            loy_node_add_text(list, PICK(random, texts));
            continue;
        }
        map = loy_node_add_map(list);
        if (random_kit_below(random, 4) != 0)
            loy_node_set_text(map, "id", PICK(random, texts));
        if (random_kit_below(random, 2) != 0)
            loy_node_set_text(map, "on", PICK(random, texts));
        fill_map(random, map, depth);
    }
}

/* One number for all that was said about a document. */
static uint64_t
answer(uint64_t seed, const loy_memory *memory)
{
    uint64_t random = seed;
    loy_draft *draft;
    loy_program *program;
    loy_problems *problems;
    const loy_problem *problem;
    uint64_t sum = 0;
    uint32_t i;
    int rc;

    assert_int_equal(loy_draft_new(&draft, memory), LOY_OK);
    assert_int_equal(loy_problems_new(&problems, memory), LOY_OK);
    loy_draft_identify(draft, "p", 1, "EUR");
    fill_map(&random, loy_draft_root(draft), 0);
    rc = loy_program_new(&program, draft, problems);
    assert_true(rc == LOY_OK || rc == LOY_ERR_PROGRAM);
    assert_int_equal(rc == LOY_ERR_PROGRAM, loy_problems_count(problems, LOY_SEVERITY_ERROR) != 0);
    for (i = 0; (problem = loy_problems_at(problems, i)) != NULL; i++)
        sum = sum * 31 + strlen(problem->path) + 7 * strlen(problem->text) + problem->offset;
    loy_program_free(program);
    loy_problems_free(problems);
    loy_draft_free(draft);
    return sum;
}

static void
random_documents_have_an_answer(void **state)
{
    memory_kit kit;
    uint64_t seed;

    (void)state;
    memory_kit_init(&kit);
    for (seed = 1; seed <= 3000; seed++)
        assert_true(answer(seed, &kit.memory) == answer(seed, &kit.memory));
    memory_kit_assert_clean(&kit);
}

int
main(void)
{
    static table_kit kit;

    table_kit_test(&kit, "random documents have an answer", random_documents_have_an_answer);
    return table_kit_run(&kit, "program_random");
}
