/*
 * returns_kit.c -- see returns_kit.h.
 */
#include "kit/returns_kit.h"

#include <stdio.h>
#include <string.h>

const char *
returns_kit_document(const char *text)
{
    static char documents[2][8192];
    static size_t turn;
    char *out = documents[turn++ % 2];
    size_t size = strlen(text);

    assert_true(size < sizeof(documents[0]));
    for (size_t i = 0; i <= size; i++)
        out[i] = text[i] == '`' ? '"' : text[i];
    return out;
}

const char *
returns_kit_outcome(engine_kit *kit)
{
    static char text[2048];
    const char *all = engine_kit_outcome(kit);
    uint32_t i = 0;
    size_t used = 0;

    for (; *all != '\0'; all++) {
        text[used++] = *all;
        if (all[1] == ' ' || all[1] == '\0') {
            const loy_effect *effect = i > 0 ? loy_outcome_effect(kit->outcome, i - 1) : NULL;

            i++;
            if (effect != NULL && effect->money != 0)
                used += (size_t)snprintf(text + used, sizeof(text) - used, " %d.%02d",
                                         (int)(effect->money / 100), (int)(effect->money % 100));
        }
        assert_true(used + 64 < sizeof(text));
    }
    text[used] = '\0';
    return text;
}

static const char *
lots_of(const engine_kit *kit)
{
    static char text[512];
    size_t used = 0;

    text[0] = '\0';
    for (uint32_t i = 0; i < loy_customer_lot_count(kit->customer); i++)
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%d", i > 0 ? " " : "",
                                 (int)loy_customer_lot(kit->customer, i)->points);
    return text;
}

void
returns_kit_run(void **state)
{
    const returns_row *r = *state;
    const char *customer;
    engine_kit kit;

    engine_kit_open(&kit, returns_kit_document(r->program));
    engine_kit_apply_all(&kit, returns_kit_document(r->events));
    if (r->outcome != NULL)
        assert_string_equal(returns_kit_outcome(&kit), r->outcome);
    customer = engine_kit_customer(&kit, "c1", NULL);
    if (r->customer != NULL)
        assert_string_equal(customer, r->customer);
    if (r->lots != NULL)
        assert_string_equal(lots_of(&kit), r->lots);
    engine_kit_close(&kit);
}
