/*
 * compile.c -- from a draft to a program: the order of the steps, what is
 * freed when one fails, and handing over the problems.
 *
 * Ids are collected first, so that parts may name each other in any order;
 * expressions come after the facts that they may name.
 */
#include "program/read.h"

#include "program/canonical.h"
#include "program/image.h"
#include "program/problems.h"

/* ---- Problems in the order of the document ---- */

/* Numbers the nodes in the order of the document. */
static void
number_nodes(const loy_node *node, uint32_t *places, uint32_t *next)
{
    const loy_node *child;

    places[node->serial] = (*next)++;
    for (child = node->first; child != NULL; child = child->next)
        number_nodes(child, places, next);
}

static bool
comes_first(const loy__found *a, const loy__found *b, const uint32_t *places)
{
    uint32_t place_a = places[a->node->serial], place_b = places[b->node->serial];

    return place_a != place_b ? place_a < place_b : a->sequence < b->sequence;
}

/* Merge sort of a linked list, by halves. */
static loy__found *
sorted(loy__found *list, uint32_t count, const uint32_t *places)
{
    loy__found *left, *right, *next, **end;
    loy__found *merged = NULL;
    uint32_t i;

    if (count < 2)
        return list;
    for (next = list, i = 1; i < count / 2; i++)
        next = next->next;
    right = next->next;
    next->next = NULL;
    left = sorted(list, count / 2, places);
    right = sorted(right, count - count / 2, places);
    for (end = &merged; left != NULL && right != NULL; end = &(*end)->next) {
        loy__found **from = comes_first(right, left, places) ? &right : &left;

        *end = *from;
        *from = (*from)->next;
    }
    *end = left != NULL ? left : right;
    return merged;
}

static int
hand_over(loy__reader *reader, loy_problems *problems)
{
    uint32_t before = loy_problems_count(problems, 0), next = 0;
    uint32_t *places = loy__borrow(reader, reader->draft->node_count, sizeof(*places));
    loy__writer path;
    loy_problem problem;
    const loy__found *found;
    int rc = LOY_OK;

    if (places == NULL)
        return LOY_ERR_NOMEM;
    number_nodes(reader->draft->root, places, &next);
    loy__writer_init(&path, &reader->program->memory);
    for (found = sorted(reader->found, reader->found_count, places); found != NULL && rc == LOY_OK;
         found = found->next) {
        loy__writer_reset(&path);
        loy__node_path(found->node, &path);
        problem = (loy_problem){.code = found->code,
                                .path = loy__writer_text(&path),
                                .text = found->text,
                                .hint = found->hint,
                                .severity = found->severity,
                                .offset = found->offset};
        rc = path.failed ? LOY_ERR_NOMEM : loy_problems_add(problems, &problem);
    }
    if (rc < 0)
        loy__problems_truncate(problems, before);
    loy__writer_free(&path);
    return rc;
}

/* ---- Steps ---- */

static void
report_mistakes(loy__reader *reader)
{
    const loy__mistake *mistake;

    for (mistake = reader->draft->mistakes; mistake != NULL; mistake = mistake->next)
        loy__fault(reader, mistake->node, mistake->code, mistake->text, mistake->subject,
                   "correct the call that wrote this");
}

static void
read_document(loy__reader *reader)
{
    static void (*const steps[])(loy__reader * reader) = {
        report_mistakes,       loy__read_root,        loy__read_settings,   loy__declare_parts,
        loy__read_stores,      loy__read_attributes,  loy__read_currencies, loy__read_facts,
        loy__read_ladders,     loy__read_memberships, loy__read_lives,      loy__read_waits,
        loy__read_conversions, loy__read_accounts,    loy__read_counters,   loy__read_vouchers,
        loy__read_rewards,     loy__read_caps,        loy__read_stages,     loy__read_holds,
        loy__read_rules,       loy__set_caps,         loy__read_groups,     loy__read_budgets,
        loy__read_pricing,     loy__read_promotions,  loy__fund_promotions, loy__read_late,
        loy__read_clock,       loy__set_excuses,      loy__index_rules,     loy__index_facts,
    };
    size_t i;

    for (i = 0; i < sizeof(steps) / sizeof(steps[0]) && !reader->failed; i++)
        steps[i](reader);
}

static int
read_program(loy__reader *reader, loy_problems *problems)
{
    int rc = LOY_OK;

    read_document(reader);
    if (!reader->failed &&
        !loy__canonical_digest(reader->draft->root, &reader->scratch, reader->program->digest))
        reader->failed = true;
    if (reader->failed)
        return LOY_ERR_NOMEM;
    if (reader->broken)
        return LOY_ERR_INTERNAL;
    if (problems != NULL && reader->found_count != 0)
        rc = hand_over(reader, problems);
    if (rc < 0)
        return rc;
    if (reader->errors != 0)
        return LOY_ERR_PROGRAM;
    return loy__image_keep(reader->program, reader->draft->root) ? LOY_OK : LOY_ERR_NOMEM;
}

int
loy_program_new(loy_program **out, const loy_draft *draft, loy_problems *problems)
{
    loy__reader *reader;
    loy_program *program;
    int rc;

    if (out == NULL)
        return LOY_ERR_INVALID;
    *out = NULL;
    if (draft == NULL)
        return LOY_ERR_INVALID;
    if (draft->failed)
        return LOY_ERR_NOMEM;
    program = loy__alloc_zero(&draft->memory, sizeof(*program));
    reader = loy__alloc_zero(&draft->memory, sizeof(*reader));
    if (program == NULL || reader == NULL) {
        loy__free(&draft->memory, program, sizeof(*program));
        loy__free(&draft->memory, reader, sizeof(*reader));
        return LOY_ERR_NOMEM;
    }
    program->memory = draft->memory;
    loy__arena_init(&program->arena, &program->memory);
    loy__map_init(&program->symbols, &program->memory);
    loy__map_init(&program->names, &program->memory);
    reader->program = program;
    reader->draft = draft;
    loy__arena_init(&reader->scratch, &program->memory);
    loy__map_init(&reader->keys, &program->memory);
    loy__map_init(&reader->expressions, &program->memory);
    rc = read_program(reader, problems);
    loy__cel_env_free(reader->env);
    loy__map_free(&reader->keys);
    loy__map_free(&reader->expressions);
    loy__arena_free(&reader->scratch);
    loy__free(&draft->memory, reader, sizeof(*reader));
    if (rc < 0)
        loy_program_free(program);
    else
        *out = program;
    return rc;
}

void
loy_program_free(loy_program *program)
{
    loy_memory memory;
    size_t i;

    if (program == NULL)
        return;
    memory = program->memory;
    for (i = 0; i < program->code_count; i++)
        loy__cel_free(program->codes[i]);
    loy__free(&memory, program->codes, program->code_capacity * sizeof(*program->codes));
    loy__free(&memory, program->document.data, program->document.capacity);
    loy__map_free(&program->names);
    loy__map_free(&program->symbols);
    loy__arena_free(&program->arena);
    loy__free(&memory, program, sizeof(*program));
}
