/*
 * trouble_kit.c -- see trouble_kit.h.
 */
#include "kit/trouble_kit.h"

#include <stdbool.h>

#include "kit/table_kit.h"

static void
open_over(engine_kit *kit, fault_kit *fault, loy_store **inner, const char *program,
          const story_step *start)
{
    assert_int_equal(loy_memory_store_open(inner, NULL), LOY_OK);
    fault_kit_init(fault, *inner);
    engine_kit_open_over(kit, program, &fault->store);
    story_kit_steps(kit, start);
}

/* Applies an event while something fails; how often it did. */
static int
apply_troubled(engine_kit *kit, fault_kit *fault, const trouble *own, const char *event)
{
    int result = engine_kit_apply(kit, event);
    int seen = fault->seen;

    fault_kit_arm(fault, FAULT_NONE, 0, 0);
    if (result != LOY_OK) {
        if (own->meanwhile != NULL)
            own->meanwhile(kit, own->context);
        assert_int_equal(engine_kit_apply(kit, event), LOY_OK);
    }
    assert_memory_equal(engine_kit_outcome(kit), "applied", 7);
    story_kit_steps(kit, own->then);
    return seen;
}

/* One run of all; whether there was a call to fail at. */
static bool
run_at(const char *program, const story_step *start, const trouble *troubles, size_t count,
       int kind, int at)
{
    engine_kit kit;
    fault_kit fault;
    loy_store *inner;
    int seen = 0;

    open_over(&kit, &fault, &inner, program, start);
    for (size_t i = 0; i < count; i++) {
        char event[512];

        story_kit_event(troubles[i].event, 100 + i, event, sizeof(event));
        fault_kit_arm(&fault, kind, at, 1);
        seen += apply_troubled(&kit, &fault, &troubles[i], event);
    }
    engine_kit_close(&kit);
    loy_store_close(inner);
    return seen > 0;
}

void
trouble_kit_run(const char *settings, const story_step *start, const trouble *troubles,
                size_t count)
{
    static const int kinds[] = {FAULT_LOAD, FAULT_COMMIT, FAULT_CONFLICT, FAULT_UNKNOWN_KEPT,
                                FAULT_UNKNOWN_NOT_KEPT};
    char program[2048];

    story_kit_program(settings, program, sizeof(program));
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        int at = 0;

        while (run_at(program, start, troubles, count, kinds[i], at))
            at++;
        assert_true(at > 0);
    }
}

void
trouble_kit_open(engine_kit *kit, fault_kit *fault, loy_store **inner, const char *settings,
                 const story_step *start)
{
    char program[2048];

    story_kit_program(settings, program, sizeof(program));
    open_over(kit, fault, inner, program, start);
}

void
trouble_kit_strand(engine_kit *kit, fault_kit *fault, const char *what)
{
    char event[512];

    story_kit_event(what, 0, event, sizeof(event));
    fault_kit_arm(fault, FAULT_CONFLICT, 1, -1);
    assert_int_equal(engine_kit_apply(kit, event), LOY_OK);
    assert_true(fault->seen > 0);
    fault_kit_arm(fault, FAULT_NONE, 0, 0);
}
