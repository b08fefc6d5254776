/*
 * always.c -- the rules that no key finds: sets of places by the time of the
 * event, so that rules of the past and of the future cost nothing.
 *
 * A set may hold rules that are not in force: each has its time tested.
 */
#include "program/features.h"

#define MAX_MOMENTS 63

/* Shell sort: a few thousand moments at most, and no memory. */
static void
sort(int64_t *moments, size_t count)
{
    for (size_t gap = count / 2; gap > 0; gap = gap == 2 ? 1 : gap * 5 / 11)
        for (size_t i = gap; i < count; i++) {
            int64_t moment = moments[i];
            size_t at = i;

            for (; at >= gap && moments[at - gap] > moment; at -= gap)
                moments[at] = moments[at - gap];
            moments[at] = moment;
        }
}

/* Leaves each moment once, and of many only some, evenly. */
static uint32_t
thin(int64_t *moments, size_t count)
{
    size_t unique = 0, kept;

    for (size_t i = 0; i < count; i++)
        if (unique == 0 || moments[unique - 1] != moments[i])
            moments[unique++] = moments[i];
    kept = unique < MAX_MOMENTS ? unique : MAX_MOMENTS;
    for (size_t i = 0; i < kept; i++)
        moments[i] = moments[i * unique / kept];
    return (uint32_t)kept;
}

/* The moments at which rules that no key finds come into force or end. */
static bool
find_moments(loy__reader *reader, const loy__rule_list *list, const uint32_t *groups,
             loy__rule_index *out)
{
    int64_t *all = loy__borrow(reader, (size_t)list->count * 2, sizeof(*all)), *kept;
    size_t count = 0;

    for (uint32_t place = 0; place < list->count && all != NULL; place++) {
        const loy__rule *rule = &reader->program->rules[list->rules[place]];

        if (groups[place] != LOY__NONE)
            continue;
        if (rule->from != INT64_MIN)
            all[count++] = rule->from;
        if (rule->until != LOY_NEVER)
            all[count++] = rule->until;
    }
    if (all == NULL)
        return false;
    sort(all, count);
    out->moment_count = thin(all, count);
    kept = loy__keep(reader, out->moment_count, sizeof(*kept));
    for (uint32_t i = 0; kept != NULL && i < out->moment_count; i++)
        kept[i] = all[i];
    out->moments = kept;
    return kept != NULL;
}

static loy__places
segment(loy__reader *reader, const loy__rule_list *list, const uint32_t *groups,
        const loy__rule_index *index, uint32_t number)
{
    uint64_t *set = loy__borrow(reader, index->words, sizeof(*set));
    int64_t begin = number == 0 ? INT64_MIN : index->moments[number - 1];
    bool last = number == index->moment_count;

    for (uint32_t place = 0; place < list->count && set != NULL; place++) {
        const loy__rule *rule = &reader->program->rules[list->rules[place]];

        if (groups[place] == LOY__NONE && (last || rule->from < index->moments[number]) &&
            rule->until > begin)
            set[place / 64] |= UINT64_C(1) << place % 64;
    }
    return set != NULL ? loy__places_of(reader, set, index->words) : (loy__places){0};
}

bool
loy__index_always(loy__reader *reader, const loy__rule_list *list, const uint32_t *groups,
                  loy__rule_index *out)
{
    loy__places *always;

    out->words = (list->count + 63) / 64;
    out->summaries = (out->words + 63) / 64;
    if (!find_moments(reader, list, groups, out))
        return false;
    always = loy__keep(reader, out->moment_count + 1u, sizeof(*always));
    for (uint32_t i = 0; i <= out->moment_count && always != NULL; i++)
        always[i] = segment(reader, list, groups, out, i);
    out->always = always;
    return always != NULL && !reader->failed;
}
