/*
 * words.c -- a failed term in words: its source, the facts that it read, and
 * the smallest change that would make it true.
 */
#include <string.h>

#include "engine/explain.h"

static bool
is_money(uint32_t slot)
{
    return slot == LOY__FACT_TOTAL || slot == LOY__FACT_PAID || slot == LOY__FACT_SPEND;
}

static void
write_number(loy__writer *out, const loy_program *program, uint32_t slot, int64_t value)
{
    if (is_money(slot))
        loy__write_decimal(out, value, program->money_digits);
    else
        loy__write_integer(out, value);
}

static void
write_value(loy__writer *out, const loy_program *program, uint32_t slot, loy__cel_value value)
{
    char time[32];

    switch (loy__cel_kind(value)) {
    case LOY__CEL_BOOL:
        loy__write_text(out, value.as.integer != 0 ? "true" : "false");
        break;
    case LOY__CEL_INT:
        write_number(out, program, slot, value.as.integer);
        break;
    case LOY__CEL_STRING:
        loy__write_char(out, '\'');
        loy__write(out, value.as.text, value.size);
        loy__write_char(out, '\'');
        break;
    case LOY__CEL_TIMESTAMP:
        loy__format_instant(value.as.integer * 1000, 0, time);
        loy__write_text(out, time);
        break;
    case LOY__CEL_ROWS:
        loy__write_integer(out, value.size);
        loy__write_text(out, value.size == 1 ? " line" : " lines");
        break;
    case LOY__CEL_LIST:
        loy__write_char(out, '[');
        for (uint32_t i = 0; i < value.size; i++) {
            if (i > 0)
                loy__write_text(out, ", ");
            write_value(out, program, LOY__NONE, value.as.items[i]);
        }
        loy__write_char(out, ']');
        break;
    default:
        loy__write_char(out, '?');
        break;
    }
}

static const char *
keep(loy_explanation *why, loy__writer *out)
{
    const char *text = loy__writer_text(out);
    const char *kept = loy__arena_text(&why->texts, text, strlen(text));

    why->failed = why->failed || kept == NULL || out->failed;
    loy__writer_reset(out);
    return kept != NULL ? kept : "";
}

static void
write_facts(loy__work *work, const loy__cel_term *term, loy__writer *out)
{
    for (uint32_t i = 0; i < term->slot_count; i++) {
        uint32_t slot = term->slots[i];

        if (i > 0)
            loy__write_text(out, ", ");
        loy__write_text(out, work->program->facts.names[slot]);
        loy__write_text(out, " = ");
        write_value(out, work->program, slot, work->engine->slots[slot]);
    }
}

/* "at least 50.00 (2.40 more)": what the fact must be and how far it is. */
static void
write_distance(loy__work *work, const loy__cel_term *term, const char *what, int64_t bound,
               loy__writer *out)
{
    int64_t value = work->engine->slots[term->slot].as.integer;
    int64_t distance;

    loy__write_text(out, what);
    write_number(out, work->program, term->slot, bound);
    if (!loy__sub(bound, value, &distance))
        return;
    loy__write_text(out, " (");
    write_number(out, work->program, term->slot, distance > 0 ? distance : -distance);
    loy__write_text(out, distance > 0 ? " more)" : " less)");
}

static void
write_order(loy__work *work, const loy__cel_term *term, loy__writer *out)
{
    int64_t bound;

    if (term->constant_count != 1 || loy__cel_kind(term->constants[0]) != LOY__CEL_INT)
        return;
    bound = term->constants[0].as.integer;
    loy__write_text(out, work->program->facts.names[term->slot]);
    loy__write_text(out, " must be ");
    if (term->shape == LOY__CEL_TERM_GE)
        write_distance(work, term, "at least ", bound, out);
    else if (term->shape == LOY__CEL_TERM_GT && bound < INT64_MAX)
        write_distance(work, term, "at least ", bound + 1, out);
    else if (term->shape == LOY__CEL_TERM_LE)
        write_distance(work, term, "at most ", bound, out);
    else if (bound > INT64_MIN)
        write_distance(work, term, "at most ", bound - 1, out);
}

static void
write_choice(loy__work *work, const loy__cel_term *term, const char *verb, loy__writer *out)
{
    loy__write_text(out, verb);
    for (uint32_t i = 0; i < term->constant_count; i++) {
        if (i > 0)
            loy__write_text(out, i + 1 == term->constant_count ? " or " : ", ");
        write_value(out, work->program, term->slot, term->constants[i]);
    }
}

static void
write_change(loy__work *work, const loy__cel_term *term, loy__writer *out)
{
    const char *name = work->program->facts.names[term->slot];

    switch (term->shape) {
    case LOY__CEL_TERM_EQ:
    case LOY__CEL_TERM_IN:
        loy__write_text(out, name);
        write_choice(work, term, " must be ", out);
        break;
    case LOY__CEL_TERM_NE:
        loy__write_text(out, name);
        write_choice(work, term, " must not be ", out);
        break;
    case LOY__CEL_TERM_UNDER:
        loy__write_text(out, name);
        write_choice(work, term, " must be under ", out);
        break;
    case LOY__CEL_TERM_LT:
    case LOY__CEL_TERM_LE:
    case LOY__CEL_TERM_GT:
    case LOY__CEL_TERM_GE:
        write_order(work, term, out);
        break;
    case LOY__CEL_TERM_TRUE:
    case LOY__CEL_TERM_FALSE:
        loy__write_text(out, name);
        loy__write_text(out,
                        term->shape == LOY__CEL_TERM_TRUE ? " must be true" : " must be false");
        break;
    case LOY__CEL_TERM_EXISTS:
        if (term->inner == LOY__CEL_TERM_EQ || term->inner == LOY__CEL_TERM_IN ||
            term->inner == LOY__CEL_TERM_UNDER)
            write_choice(
                work, term,
                term->inner == LOY__CEL_TERM_UNDER ? "add a line under " : "add a line with ", out);
        break;
    default:
        break;
    }
}

void
loy__why_words(loy__work *work, const loy__rule *rule, uint32_t term, loy_why *out)
{
    loy_explanation *why = work->why;
    loy__writer *writer = &why->writer;
    const loy__cel_term *shape = loy__cel_term_at(rule->when, term);

    loy__writer_reset(writer);
    if (shape == NULL)
        return;
    loy__write(writer, rule->source + shape->begin, shape->end - shape->begin);
    out->term = keep(why, writer);
    write_facts(work, shape, writer);
    out->values = keep(why, writer);
    write_change(work, shape, writer);
    out->change = keep(why, writer);
}
