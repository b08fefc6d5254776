/*
 * access.c -- builds the index of one list of rules: chooses for each rule the
 * facts by which it is found.
 *
 * Rules found by the same facts share a hash table, a group. Every group costs
 * each event a look-up, so that few rules of an unusual kind join a group that
 * knows less about them, or are always candidates. Only the speed depends on
 * these choices.
 */
#include "program/features.h"

#define LEAST_RULES 4 /* of a list that gets an index */
#define MAX_GROUPS 16
#define MAX_SIGNATURES 64
#define GROUP_FROM 8    /* rules that are worth a group */
#define SINGLE_FROM 3   /* rules worth a group with a single fact */
#define WORTH_FROM 8    /* rules found by single values that are worth looking any up */
#define MAX_KEYS 64     /* of a rule, by several facts */
#define MAX_VALUES 4096 /* of a rule, by one */
#define NO_GROUP LOY__NONE

typedef struct group {
    uint64_t facts;
    uint32_t count;
} group;

typedef struct plan {
    loy__reader *reader;
    const loy__rule_list *list;
    loy__survey survey;
    loy__features *features; /* by place */
    uint32_t *chosen;        /* by place: group, or NO_GROUP */
    group groups[MAX_GROUPS];
    uint32_t group_count;
} plan;

static bool
is_many(const loy__keyed *keyed)
{
    return keyed->part.source != LOY__KEY_SLOT || keyed->part.under;
}

static const loy__feature *
feature_of(const loy__features *features, uint32_t keyed)
{
    for (uint32_t i = 0; i < features->count; i++)
        if (features->items[i].keyed == keyed)
            return &features->items[i];
    return NULL;
}

/* ---- Signatures ---- */

/* A set of facts being put together for a rule. */
typedef struct signature {
    uint64_t facts;
    uint64_t keys;
    uint32_t parts, bits;
    bool many;
} signature;

static bool
take(const plan *p, signature *s, const loy__feature *feature)
{
    const loy__keyed *keyed = &p->survey.keyed[feature->keyed];
    uint32_t most = s->parts == 0 ? MAX_VALUES : MAX_KEYS;

    if (s->parts == LOY__KEY_PARTS || s->bits + keyed->bits > 64 || s->keys * feature->count > most)
        return false;
    if (s->many && is_many(keyed))
        return false;
    s->facts |= UINT64_C(1) << feature->keyed;
    s->keys *= feature->count;
    s->bits += keyed->bits;
    s->parts++;
    s->many = s->many || is_many(keyed);
    return true;
}

/* The feature not yet tried whose fact tells most. */
static const loy__feature *
most_telling(const plan *p, const loy__features *features, uint64_t tried)
{
    const loy__feature *best = NULL;

    for (uint32_t i = 0; i < features->count; i++) {
        const loy__feature *own = &features->items[i];

        if ((tried >> own->keyed & 1) == 0 &&
            (best == NULL ||
             p->survey.keyed[own->keyed].variety > p->survey.keyed[best->keyed].variety))
            best = own;
    }
    return best;
}

/* The facts that are told by the lines that a rule needs, not by its condition. */
static uint64_t
needed_facts(const loy__features *features)
{
    uint64_t facts = 0;

    for (uint32_t i = 0; i < features->count; i++)
        if (features->items[i].term == LOY__NONE)
            facts |= UINT64_C(1) << features->items[i].keyed;
    return facts;
}

/* The facts by which a rule is told best, up to `parts` of them. Of few rules each is
 * asked for the lines that it needs in less time than a look-up takes. */
static uint64_t
best_signature(const plan *p, const loy__features *features, uint32_t parts)
{
    signature s = {.keys = 1};
    uint64_t tried = parts == 1 ? needed_facts(features) : 0;
    const loy__feature *next;

    while (s.parts < parts && (next = most_telling(p, features, tried)) != NULL) {
        tried |= UINT64_C(1) << next->keyed;
        take(p, &s, next);
    }
    return s.facts;
}

/* Whether a rule can be found by these facts, and how well. */
static uint64_t
fitness(const plan *p, const loy__features *features, uint64_t facts)
{
    signature s = {.keys = 1};
    uint64_t fit = 1;

    for (uint32_t i = 0; i < p->survey.keyed_count; i++) {
        const loy__feature *feature;

        if ((facts >> i & 1) == 0)
            continue;
        feature = feature_of(features, i);
        if (feature == NULL || !take(p, &s, feature))
            return 0;
        fit *= p->survey.keyed[i].variety + 1u;
    }
    return fit;
}

/* ---- Groups ---- */

static void
count_signature(group *found, uint32_t *count, uint64_t facts)
{
    for (uint32_t i = 0; i < *count; i++)
        if (found[i].facts == facts) {
            found[i].count++;
            return;
        }
    if (facts != 0 && *count < MAX_SIGNATURES)
        found[(*count)++] = (group){.facts = facts, .count = 1};
}

/* The largest of the signatures become groups. */
static void
keep_largest(plan *p, group *found, uint32_t count, uint32_t least)
{
    while (p->group_count < MAX_GROUPS) {
        uint32_t best = 0;

        for (uint32_t i = 1; i < count; i++)
            if (found[i].count > found[best].count)
                best = i;
        if (count == 0 || found[best].count < least)
            return;
        p->groups[p->group_count++] = found[best];
        found[best].count = 0;
    }
}

/* Each rule that has none joins the group that knows most about it. */
static void
join_groups(plan *p)
{
    for (uint32_t place = 0; place < p->list->count; place++) {
        uint64_t best = 0;

        for (uint32_t i = 0; i < p->group_count && p->features[place].count != 0; i++) {
            uint64_t fit = fitness(p, &p->features[place], p->groups[i].facts);

            if (fit > best) {
                best = fit;
                p->chosen[place] = i;
            }
        }
    }
}

static void
form_groups(plan *p, uint32_t parts, uint32_t least)
{
    group found[MAX_SIGNATURES];
    uint32_t count = 0;

    for (uint32_t place = 0; place < p->list->count; place++)
        if (p->chosen[place] == NO_GROUP)
            count_signature(found, &count, best_signature(p, &p->features[place], parts));
    keep_largest(p, found, count, least);
    join_groups(p);
}

/* Whether looking rules up takes less time than asking each. Lines are looked up for any
 * number of rules: to ask for them takes code. */
static bool
are_worth(const plan *p)
{
    uint32_t found = 0;

    for (uint32_t i = 0; i < p->group_count; i++)
        for (uint32_t k = 0; k < p->survey.keyed_count; k++)
            if ((p->groups[i].facts >> k & 1) != 0 && is_many(&p->survey.keyed[k]))
                return true;
    for (uint32_t place = 0; place < p->list->count; place++)
        found += p->chosen[place] != NO_GROUP;
    return found >= WORTH_FROM;
}

static void
drop_groups(plan *p)
{
    p->group_count = 0;
    for (uint32_t place = 0; place < p->list->count; place++)
        p->chosen[place] = NO_GROUP;
}

/* ---- Accesses ---- */

static void
add_part(const plan *p, loy__access *access, uint32_t keyed, uint32_t *shift)
{
    const loy__keyed *own = &p->survey.keyed[keyed];
    loy__key_part *part = &access->parts[access->part_count++];

    *part = own->part;
    part->shift = own->bits != 0 ? *shift : 0;
    *shift += own->bits;
    access->many = access->many || is_many(own);
}

/* The facts of a group, one that may have many values last; their numbers go
 * to `order`. */
static void
add_parts(const plan *p, uint64_t facts, loy__access *access, uint32_t order[LOY__KEY_PARTS])
{
    uint32_t shift = 0;

    for (uint32_t many = 0; many < 2; many++)
        for (uint32_t i = 0; i < p->survey.keyed_count; i++)
            if ((facts >> i & 1) != 0 && is_many(&p->survey.keyed[i]) == (many == 1)) {
                order[access->part_count] = i;
                add_part(p, access, i, &shift);
            }
}

static bool
build_group(const plan *p, uint32_t number, loy__access *access)
{
    uint32_t order[LOY__KEY_PARTS], count = 0;
    loy__keyed_rule *rules;

    for (uint32_t place = 0; place < p->list->count; place++)
        count += p->chosen[place] == number;
    rules = loy__borrow(p->reader, count, sizeof(*rules));
    count = 0;
    add_parts(p, p->groups[number].facts, access, order);
    for (uint32_t place = 0; place < p->list->count && rules != NULL; place++) {
        loy__feature *features;

        if (p->chosen[place] != number)
            continue;
        features = loy__borrow(p->reader, access->part_count, sizeof(*features));
        if (features == NULL)
            return false;
        for (uint32_t i = 0; i < access->part_count; i++)
            features[i] = *feature_of(&p->features[place], order[i]);
        rules[count++] = (loy__keyed_rule){.features = features, .place = place};
    }
    return rules != NULL && loy__access_build(p->reader, rules, count, access);
}

static bool
build_groups(const plan *p, loy__rule_index *out)
{
    loy__access *accesses = loy__keep(p->reader, p->group_count, sizeof(*accesses));

    for (uint32_t i = 0; i < p->group_count && accesses != NULL; i++)
        if (!build_group(p, i, &accesses[i]))
            return false;
    out->accesses = accesses;
    out->access_count = p->group_count;
    return accesses != NULL;
}

/* ---- Residuals ---- */

static bool
build_residuals(const plan *p, loy__rule_index *out)
{
    loy__residual *residuals = loy__keep(p->reader, p->list->count, sizeof(*residuals));

    for (uint32_t place = 0; place < p->list->count && residuals != NULL; place++) {
        const loy__features *features = &p->features[place];
        uint64_t decided = 0;

        for (uint32_t i = 0; p->chosen[place] != NO_GROUP && i < features->count; i++)
            if (features->items[i].term != LOY__NONE &&
                (p->groups[p->chosen[place]].facts >> features->items[i].keyed & 1) != 0)
                decided |= UINT64_C(1) << features->items[i].term;
        loy__residual_of(p->reader, &p->reader->program->rules[p->list->rules[place]], decided,
                         &residuals[place]);
    }
    out->residuals = residuals;
    return residuals != NULL;
}

/* ---- The plan ---- */

static bool
read_features(plan *p, uint32_t place)
{
    loy__feature items[LOY__MAX_FEATURES];
    loy__features read = {.items = items};
    loy__features *out = &p->features[place];

    loy__features_of(&p->survey, &p->reader->program->rules[p->list->rules[place]], &read);
    loy__survey_add(&p->survey, &read);
    out->items = loy__borrow(p->reader, read.count, sizeof(*out->items));
    if (out->items == NULL)
        return false;
    for (out->count = 0; out->count < read.count; out->count++)
        out->items[out->count] = items[out->count];
    return true;
}

static bool
open_plan(plan *p, loy__reader *reader, const loy__rule_list *list)
{
    *p = (plan){.reader = reader, .list = list, .survey = {.program = reader->program}};
    p->survey.keyed = loy__borrow(reader, LOY__MAX_KEYED, sizeof(*p->survey.keyed));
    p->features = loy__borrow(reader, list->count, sizeof(*p->features));
    p->chosen = loy__borrow(reader, list->count, sizeof(*p->chosen));
    if (p->survey.keyed == NULL || p->features == NULL || p->chosen == NULL)
        return false;
    for (uint32_t place = 0; place < list->count; place++) {
        p->chosen[place] = NO_GROUP;
        if (!read_features(p, place))
            return false;
    }
    loy__survey_end(&p->survey);
    return true;
}

const loy__rule_index *
loy__index_list(loy__reader *reader, const loy__rule_list *list)
{
    loy__rule_index *out;
    plan p;

    if (list->count < LEAST_RULES || !open_plan(&p, reader, list))
        return NULL;
    form_groups(&p, LOY__KEY_PARTS, GROUP_FROM);
    form_groups(&p, 1, SINGLE_FROM);
    if (!are_worth(&p))
        drop_groups(&p);
    out = loy__keep(reader, 1, sizeof(*out));
    if (out == NULL || !build_groups(&p, out) || !build_residuals(&p, out) ||
        !loy__index_always(reader, list, p.chosen, out))
        return NULL;
    return out;
}
