/*
 * base_split_test.c -- exact splits: the largest remainders get what is left,
 * checked unit by unit.
 */
#include <string.h>

#include "base/number.h"
#include "kit/random_kit.h"
#include "kit/table_kit.h"

enum { MOST = 40 };

static const struct split_row {
    const char *name;
    int64_t total;
    size_t count;
    int64_t weights[4];
    int64_t parts[4];
} split_rows[] = {
    {"one", 10, 1, {3}, {10}},
    {"even", 9, 3, {1, 1, 1}, {3, 3, 3}},
    {"ties go by position", 10, 3, {1, 1, 1}, {4, 3, 3}},
    {"two left over", 11, 3, {1, 1, 1}, {4, 4, 3}},
    {"largest remainder first", 10, 3, {1, 1, 4}, {2, 2, 6}},
    {"a later one is larger", 5, 2, {1, 3}, {1, 4}},
    {"remainders 0.4 and 0.6", 1, 2, {2, 3}, {0, 1}},
    {"no weight, no share", 7, 3, {0, 5, 0}, {0, 7, 0}},
    {"all weights zero", 7, 3, {0, 0, 0}, {7, 0, 0}},
    {"nothing to share", 0, 2, {3, 4}, {0, 0}},
    {"fewer units than parts", 2, 4, {1, 1, 1, 1}, {1, 1, 0, 0}},
    {"through 128 bits",
     INT64_MAX,
     2,
     {INT64_MAX / 2, INT64_MAX / 2 + 1},
     {INT64_MAX / 2, INT64_MAX / 2 + 1}},
};

static void
split_is_exact(void **state)
{
    const struct split_row *row = *state;
    int64_t parts[4] = {77, 77, 77, 77};
    size_t i;

    assert_true(loy__split(row->total, row->weights, row->count, parts));
    for (i = 0; i < row->count; i++)
        assert_true(parts[i] == row->parts[i]);
}

static const struct largest_row {
    const char *name;
    int64_t amounts[4];
    size_t nth;
    int64_t found;
} largest_rows[] = {
    {"the largest", {3, 9, 5, 0}, 1, 9},
    {"the last of them", {3, 9, 5, 0}, 4, 0},
    {"equal ones are several", {5, 9, 5, 1}, 3, 5},
    {"what is below 0 is none of them", {-1, 7, -1, 2}, 2, 2},
    {"not so many", {-1, 7, -1, -1}, 2, 0},
    {"just below the end", {0, 999, 998, 999}, 2, 999},
};

static int64_t
amount_at(const void *of, size_t i)
{
    const struct largest_row *row = of;

    return row->amounts[i];
}

static void
the_nth_largest_is_found(void **state)
{
    const struct largest_row *row = *state;

    assert_true(loy__nth_largest(row, amount_at, 4, row->nth, 1000) == row->found);
}

static void
what_cannot_be_split_is_refused(void **state)
{
    const int64_t large[] = {INT64_MAX, 1};
    const int64_t negative[] = {3, -1};
    int64_t parts[2];

    (void)state;
    assert_false(loy__split(5, large, 0, parts));
    assert_false(loy__split(5, large, 2, parts));
    assert_false(loy__split(5, negative, 2, parts));
    assert_false(loy__split(-5, large, 1, parts));
}

/* Floors, then one unit at a time to the largest fraction not yet served. */
static void
model_split(int64_t total, const int64_t *weights, size_t count, int64_t *parts)
{
    bool served[MOST] = {false};
    int64_t sum = 0;
    int64_t left = total;
    size_t i;

    for (i = 0; i < count; i++)
        sum += weights[i];
    for (i = 0; i < count; i++) {
        parts[i] = sum == 0 ? 0 : total * weights[i] / sum;
        left -= parts[i];
    }
    if (sum == 0) {
        parts[0] = total;
        return;
    }
    for (; left > 0; left--) {
        size_t best = count;

        for (i = 0; i < count; i++)
            if (!served[i] &&
                (best == count || total * weights[i] % sum > total * weights[best] % sum))
                best = i;
        served[best] = true;
        parts[best]++;
    }
}

static void
splits_equal_the_model(void **state)
{
    uint64_t seed = 4;
    int i;

    (void)state;
    for (i = 0; i < 20000; i++) {
        size_t count = 1 + (size_t)random_kit_below(&seed, MOST);
        uint64_t range = 1 + random_kit_below(&seed, i % 2 ? 5 : 10000);
        int64_t total = (int64_t)random_kit_below(&seed, i % 3 ? 100 : 100000);
        int64_t weights[MOST];
        int64_t parts[MOST];
        int64_t expected[MOST];
        int64_t sum = 0;
        size_t k;

        for (k = 0; k < count; k++)
            weights[k] = (int64_t)random_kit_below(&seed, range);
        model_split(total, weights, count, expected);
        assert_true(loy__split(total, weights, count, parts));
        for (k = 0; k < count; k++)
            sum += parts[k];
        assert_true(sum == total);
        assert_memory_equal(parts, expected, count * sizeof(parts[0]));
    }
}

static void
large_splits_still_sum(void **state)
{
    uint64_t seed = 5;
    int i;

    (void)state;
    for (i = 0; i < 2000; i++) {
        int64_t weights[MOST];
        int64_t parts[MOST];
        int64_t total = (int64_t)(random_kit_next(&seed) >> 1);
        int64_t sum = 0;
        size_t k;

        for (k = 0; k < MOST; k++)
            weights[k] = (int64_t)(random_kit_next(&seed) >> 7);
        assert_true(loy__split(total, weights, MOST, parts));
        for (k = 0; k < MOST; k++) {
            assert_true(parts[k] >= 0);
            assert_true(loy__add(sum, parts[k], &sum));
        }
        assert_true(sum == total);
    }
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, split_is_exact, split_rows);
    TABLE_KIT_ROWS(&kit, the_nth_largest_is_found, largest_rows);
    table_kit_test(&kit, "what cannot be split is refused", what_cannot_be_split_is_refused);
    table_kit_test(&kit, "splits equal the model", splits_equal_the_model);
    table_kit_test(&kit, "large splits still sum", large_splits_still_sum);
    return table_kit_run(&kit, "split");
}
