/*
 * engine_kit.c -- see engine_kit.h.
 */
#include "kit/engine_kit.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/time.h"

static void
compile(engine_kit *kit, const char *program)
{
    loy_problems *problems = NULL;

    assert_int_equal(loy_problems_new(&problems, NULL), LOY_OK);
    if (loy_json_program(&kit->program, program, strlen(program), problems, NULL) < 0) {
        for (uint32_t i = 0; i < loy_problems_count(problems, 0); i++) {
            const loy_problem *problem = loy_problems_at(problems, i);

            print_error("%s: %s; %s\n", problem->path, problem->text, problem->hint);
        }
        fail_msg("the program does not load");
    }
    loy_problems_free(problems);
}

void
engine_kit_open_over(engine_kit *kit, const char *program, const loy_store *store)
{
    memset(kit, 0, sizeof(*kit));
    compile(kit, program);
    assert_int_equal(loy_engine_new(&kit->engine, kit->program, store, NULL), LOY_OK);
    assert_int_equal(loy_json_reader_new(&kit->reader, kit->program, NULL), LOY_OK);
    assert_int_equal(loy_outcome_new(&kit->outcome, NULL), LOY_OK);
    assert_int_equal(loy_customer_new(&kit->customer, NULL), LOY_OK);
}

void
engine_kit_open(engine_kit *kit, const char *program)
{
    loy_store *store = NULL;

    assert_int_equal(loy_memory_store_open(&store, NULL), LOY_OK);
    engine_kit_open_over(kit, program, store);
    kit->store = store;
}

static int
print_finding(void *context, const loy_finding *finding)
{
    (void)context;
    print_error("%s %s of \"%s\": %s %s %s (%s %s): %s\n", loy_found_name(finding->found),
                finding->what, finding->customer, finding->source, finding->event, finding->name,
                finding->by_source, finding->by_event, finding->text);
    return 1;
}

void
engine_kit_verify(engine_kit *kit)
{
    loy_verified verified = {.size = sizeof(verified)};

    assert_int_equal(loy_engine_verify(kit->engine, print_finding, NULL, &verified, NULL), LOY_OK);
    assert_int_equal(verified.findings, 0);
}

void
engine_kit_close(engine_kit *kit)
{
    if (kit->store != NULL)
        engine_kit_verify(kit);
    loy_customer_free(kit->customer);
    loy_outcome_free(kit->outcome);
    loy_json_reader_free(kit->reader);
    loy_engine_free(kit->engine);
    loy_program_free(kit->program);
    loy_store_close(kit->store);
}

static int
apply(engine_kit *kit, const char *text, size_t size)
{
    loy_error error = LOY_ERROR_INIT;
    const loy_event *event = NULL;
    int result = loy_json_event(kit->reader, text, size, &event, &error);

    if (result == LOY_OK)
        result = loy_engine_apply(kit->engine, event, kit->outcome, &error);
    if (result < 0)
        print_message("%s: %s %s; %s\n", loy_result_text(result), error.path, error.text,
                      error.hint);
    return result;
}

int
engine_kit_apply(engine_kit *kit, const char *event)
{
    return apply(kit, event, strlen(event));
}

void
engine_kit_apply_all(engine_kit *kit, const char *events)
{
    while (*events != '\0') {
        size_t size = strcspn(events, "\n");

        if (size > 0)
            assert_int_equal(apply(kit, events, size), LOY_OK);
        events += size;
        events += *events == '\n';
    }
}

/* Appends to the summary; a summary that is too long fails the test. */
static void
say(engine_kit *kit, const char *format, ...)
{
    size_t size = strlen(kit->text);
    va_list args;
    int wrote;

    va_start(args, format);
    wrote = vsnprintf(kit->text + size, sizeof(kit->text) - size, format, args);
    va_end(args);
    assert_true(wrote >= 0 && (size_t)wrote < sizeof(kit->text) - size);
}

const char *
engine_kit_outcome(engine_kit *kit)
{
    kit->text[0] = '\0';
    if (loy_outcome_verdict(kit->outcome) == LOY_VERDICT_REFUSED)
        say(kit, "%s %s", loy_outcome_reason(kit->outcome), loy_outcome_reason_path(kit->outcome));
    else
        say(kit, "applied");
    for (uint32_t i = 0; i < loy_outcome_effect_count(kit->outcome); i++) {
        const loy_effect *effect = loy_outcome_effect(kit->outcome, i);

        say(kit, " %s:%s:%s", effect->rule, loy_effect_kind_name(effect->kind), effect->name);
        if (effect->kind == LOY_EFFECT_DISCOUNT || effect->kind == LOY_EFFECT_TAX ||
            effect->kind == LOY_EFFECT_PRICE || effect->kind == LOY_EFFECT_RATE)
            say(kit, "=%" PRId64, effect->money);
        else if (effect->kind != LOY_EFFECT_STAGE && effect->kind != LOY_EFFECT_TIER)
            say(kit, "=%" PRId64, effect->amount);
        if (effect->wanted != effect->amount)
            say(kit, "/%" PRId64, effect->wanted);
    }
    return kit->text;
}

const char *
engine_kit_entries(engine_kit *kit)
{
    kit->text[0] = '\0';
    for (uint32_t i = 0; i < loy_outcome_entry_count(kit->outcome); i++) {
        const loy_entry *entry = loy_outcome_entry(kit->outcome, i);

        say(kit, "%s%s:%s=%" PRId64 "%s", i > 0 ? " " : "", loy_entry_kind_name(entry->kind),
            entry->currency, entry->points, entry->debt ? "!" : "");
    }
    return kit->text;
}

const char *
engine_kit_customer(engine_kit *kit, const char *id, const char *at)
{
    int64_t moment = LOY_TIME_NONE;
    int32_t offset;
    int result;

    if (at != NULL)
        assert_true(loy__parse_instant(at, strlen(at), &moment, &offset));
    result = loy_engine_customer(kit->engine, id, strlen(id), moment, kit->customer, NULL);
    kit->text[0] = '\0';
    if (result < 0) {
        say(kit, "%s", loy_result_text(result));
        return kit->text;
    }
    for (uint32_t i = 0; loy_customer_balance(kit->customer, i) != NULL; i++) {
        const loy_balance *balance = loy_customer_balance(kit->customer, i);

        say(kit, "%s %" PRId64 " +%" PRId64 " -%" PRId64, balance->currency, balance->available,
            balance->pending, balance->debt);
        if (balance->held > 0)
            say(kit, " =%" PRId64, balance->held);
        say(kit, "; ");
    }
    for (uint32_t i = 0; loy_customer_tier(kit->customer, i) != NULL; i++)
        say(kit, "%s %s %" PRId64 "; ", loy_customer_tier(kit->customer, i)->ladder,
            loy_customer_tier(kit->customer, i)->tier, loy_customer_progress(kit->customer, i));
    say(kit, "%s", loy_customer_stage(kit->customer));
    return kit->text;
}
