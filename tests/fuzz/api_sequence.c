/*
 * api_sequence.c -- the input drives a sequence of calls with hostile events:
 * extreme amounts and times, sizes without bytes, ids that come again, texts
 * that are not UTF-8. After each call what the library promises must hold.
 */
#include <string.h>

#include "base/macros.h"
#include "fuzz/world.h"

enum { CALLS = 40, MOST = 4 };

/* What an event points at. */
typedef struct parts {
    loy_event event;
    loy_line lines[MOST];
    loy_text codes[MOST], tags[MOST];
    loy_item items[MOST];
    loy_attribute attributes[MOST], colors[1];
} parts;

static bool
is(loy_text text, const char *word)
{
    return text.size == strlen(word) && text.data != NULL &&
           memcmp(text.data, word, text.size) == 0;
}

static loy_text
text_of(const char *text)
{
    return (loy_text){.data = text, .size = (uint32_t)strlen(text)};
}

/* Texts that a host with a mistake might hand over. */
static loy_text
odd_text(fuzz_input *input)
{
    static char longest[70000];
    static const loy_text odd[] = {LOY_TEXT(""),
                                   {NULL, 0, 0},
                                   {NULL, 5, 0},
                                   {NULL, UINT32_MAX, 0},
                                   LOY_TEXT("a\0b"),
                                   LOY_TEXT("\xff"),
                                   LOY_TEXT("\xed\xa0\x80"),
                                   LOY_TEXT("\xc0\x80"),
                                   LOY_TEXT("\xf4\x90\x80\x80"),
                                   LOY_TEXT("\xc3"),
                                   LOY_TEXT("a\nb"),
                                   LOY_TEXT("\x7f"),
                                   LOY_TEXT("\xf0\x9f\x98\x80"),
                                   LOY_TEXT("\"\\"),
                                   LOY_TEXT("%s%n"),
                                   LOY_TEXT("e\xcc\x81"),
                                   {"purchase", 8, 7},
                                   {"c1", 2, UINT32_MAX}};
    uint64_t choice = fuzz_below(input, LOY_COUNT(odd) + 4);

    if (choice < LOY_COUNT(odd))
        return odd[choice];
    /* Characters of two bytes, at odd places. */
    for (size_t i = 0; i < sizeof(longest); i++)
        longest[i] = i == 0 ? 'x' : i % 2 == 1 ? '\xc3' : '\xa9';
    return (loy_text){.data = longest,
                      .size = (uint32_t[]){65, 255, 257, 69999}[choice - LOY_COUNT(odd)]};
}

/* One of a few good texts; one in sixteen is odd. */
static loy_text
draw_text(fuzz_input *input, const char *const *good, uint64_t count)
{
    uint64_t choice = fuzz_below(input, 256);

    return choice >= 240 ? odd_text(input) : text_of(good[choice % count]);
}

#define DRAW(input, ...)                                                                           \
    draw_text(input, (const char *const[]){__VA_ARGS__},                                           \
              sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static int64_t
draw_amount(fuzz_input *input, int64_t usual)
{
    uint8_t choice = fuzz_byte(input);

    return choice >= 224 ? fuzz_integer(input) : usual * (choice % 8 + 1);
}

static int64_t
draw_time(fuzz_input *input, int64_t *now)
{
    static const int64_t steps[] = {0,          1000,       3600000,     86400000,
                                    2678400000, 8000000000, 31536000000, -86400000};
    uint8_t choice = fuzz_byte(input);

    if (choice >= 250)
        return fuzz_integer(input);
    if (choice >= 240)
        return (int64_t[]){INT64_C(-62135596800000), INT64_C(253402300799999),
                           INT64_C(253402300800000), 0}[choice % 4];
    *now += steps[choice % 8];
    return *now;
}

/* What a program declares for an event of this kind, or now and then not. */
static void
make_attribute(fuzz_input *input, loy_attribute *attribute, loy_text type)
{
    static const struct {
        const char *name;
        uint32_t kind;
    } known[] = {{"table", LOY_VALUE_INTEGER}, {"rush", LOY_VALUE_BOOLEAN},
                 {"plan", LOY_VALUE_TEXT},     {"age", LOY_VALUE_INTEGER},
                 {"birthday", LOY_VALUE_DATE}, {"color", LOY_VALUE_TEXT}};
    bool of_customer = is(type, "profile") || is(type, "enrol") || is(type, "import");
    uint8_t choice = fuzz_byte(input);
    uint64_t which = choice >= 224 ? fuzz_below(input, LOY_COUNT(known))
                     : of_customer ? 2 + choice % 3u
                                   : choice % 2u;

    attribute->name = choice >= 248 ? odd_text(input) : text_of(known[which].name);
    attribute->kind = choice >= 240 ? (uint32_t)fuzz_below(input, 6) : known[which].kind;
    attribute->text = DRAW(input, "family", "red", "", "2026-02-28");
    attribute->number = attribute->kind == LOY_VALUE_BOOLEAN ? 1 : draw_amount(input, 1);
    attribute->reserved = 0;
}

static void
make_attributes(fuzz_input *input, parts *made)
{
    for (uint32_t i = 0; i < MOST; i++)
        make_attribute(input, &made->attributes[i], made->event.type);
    made->colors[0] = (loy_attribute){
        .name = text_of("color"), .text = DRAW(input, "red", "blue"), .kind = LOY_VALUE_TEXT};
}

static void
make_lines(fuzz_input *input, parts *made)
{
    for (uint32_t i = 0; i < MOST; i++) {
        loy_line *line = &made->lines[i];
        uint8_t more = fuzz_byte(input);

        *line = (loy_line){.id = DRAW(input, "1", "2", "3", "4", "5"),
                           .sku = DRAW(input, "LATTE", "CAKE", ""),
                           .category = DRAW(input, "drinks", "drinks/coffee", "food"),
                           .quantity = draw_amount(input, 500),
                           .unit_price = draw_amount(input, 450)};
        if ((more & 1) != 0)
            line->discount = draw_amount(input, 10);
        if ((more & 2) != 0)
            line->tax = draw_amount(input, 10);
        if ((more & 4) != 0) {
            line->tags = made->tags;
            line->tag_count = more % MOST;
        }
        if ((more & 8) != 0) {
            line->attributes = made->colors;
            line->attribute_count = 1;
        }
    }
}

/* The kind of amount that an event of this kind carries. */
static uint32_t
usual_item(fuzz_input *input, loy_text type)
{
    if (is(type, "purchase"))
        return LOY_ITEM_PAY;
    if (is(type, "import"))
        return LOY_ITEM_POINTS + (uint32_t)fuzz_below(input, 2) * 2 +
               (uint32_t)fuzz_below(input, 3);
    return LOY_ITEM_POINTS;
}

static void
make_items(fuzz_input *input, parts *made)
{
    for (uint32_t i = 0; i < MOST; i++) {
        loy_item *item = &made->items[i];
        uint8_t choice = fuzz_byte(input);
        int64_t usual = choice % 3 == 0 && is(made->event.type, "adjust") ? -10 : 10;

        item->kind = choice >= 240 ? choice % 8u : usual_item(input, made->event.type);
        if (item->kind == LOY_ITEM_LADDER)
            item->name = DRAW(input, "status", "fans", "season");
        else if (item->kind == LOY_ITEM_COUNTER)
            item->name = DRAW(input, "card", "weekly");
        else
            item->name = DRAW(input, "stars", "gems", "miles");
        item->amount = draw_amount(input, usual);
        choice = fuzz_byte(input);
        item->time = choice < 180   ? LOY_TIME_NONE
                     : choice < 240 ? made->event.time
                                    : fuzz_integer(input);
        item->reserved = 0;
    }
}

/* What a host breaks of the structure itself: lists without elements, sizes of
 * another version. */
static void
break_event(fuzz_input *input, loy_event *event)
{
    uint32_t *const sizes[] = {&event->size, &event->line_size, &event->item_size,
                               &event->attribute_size};
    uint8_t how = fuzz_byte(input);

    if (how < 230)
        return;
    switch (how % 6) {
    case 0:
        event->lines = NULL;
        break;
    case 1:
        event->codes = NULL;
        break;
    case 2:
        event->items = NULL;
        break;
    case 3:
        event->attributes = NULL;
        break;
    default:
        /* Larger ones would be of elements that are not there. */
        how = fuzz_byte(input);
        *sizes[fuzz_below(input, LOY_COUNT(sizes))] = how < 24 ? how : how | 1u;
        break;
    }
}

/* Events that name another customer, who may be the same, or nobody. */
static void
make_account_event(fuzz_input *input, loy_event *event)
{
    if (!is(event->type, "transfer") && !is(event->type, "merge") && !is(event->type, "unmerge") &&
        !is(event->type, "rekey") && !is(event->type, "household") && !is(event->type, "referral"))
        return;
    event->customer = DRAW(input, "c1", "c2", "c3", "home");
    event->other = DRAW(input, "c1", "c2", "c3", "c4", "home", "");
    event->action = DRAW(input, "create", "join", "join", "leave", "");
}

static void
make_event(fuzz_input *input, parts *made, int64_t *now)
{
    loy_event *event = &made->event;

    *event = (loy_event)LOY_EVENT_INIT;
    event->type =
        DRAW(input, "purchase", "purchase", "return", "void", "visit", "redeem", "adjust", "enrol",
             "profile", "import", "review", "timer", "enter", "hold", "hold", "capture", "release",
             "extend", "reinstate", "activate", "transfer", "merge", "unmerge", "rekey",
             "household", "referral", "freeze", "unfreeze", "erase", "message");
    event->source = DRAW(input, "till", "till", "app");
    event->id = DRAW(input, "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
    event->customer = DRAW(input, "c1", "c1", "c2");
    event->channel = DRAW(input, "app", "", "web");
    event->time = draw_time(input, now);
    event->receipt_id = DRAW(input, "1", "2", "3", "4", "5", "6");
    event->reason = DRAW(input, "because", "");
    event->reward = DRAW(input, "coffee", "cake", "");
    event->voucher = DRAW(input, "", "", "free", "hello");
    event->currency = DRAW(input, "", "EUR", "EUR", "USD");
    event->offset = (int32_t)(fuzz_byte(input) < 240 ? 60 : fuzz_integer(input));
    for (uint32_t i = 0; i < MOST; i++) {
        made->codes[i] = DRAW(input, "SPRING", "X");
        made->tags[i] = DRAW(input, "hot", "cold");
    }
    make_attributes(input, made);
    make_lines(input, made);
    make_items(input, made);
    event->lines = made->lines;
    event->codes = made->codes;
    event->items = made->items;
    event->attributes = made->attributes;
    event->line_count = fuzz_byte(input) % (MOST + 1);
    event->code_count = fuzz_byte(input) % 3;
    event->item_count = fuzz_byte(input) % 3;
    event->attribute_count = fuzz_byte(input) < 128 ? 0 : fuzz_byte(input) % 3;
    if (is(event->type, "hold") || is(event->type, "extend"))
        event->ttl = draw_amount(input, 600000);
    if (is(event->type, "purchase"))
        event->receipt_id = DRAW(input, "", "", "", "1", "2", "3");
    if (!is(event->type, "purchase") && !is(event->type, "adjust") && !is(event->type, "import") &&
        !is(event->type, "hold") && !is(event->type, "capture") && !is(event->type, "extend") &&
        !is(event->type, "reinstate") && !is(event->type, "transfer"))
        event->item_count = fuzz_byte(input) / 250; /* nothing else carries any */
    make_account_event(input, event);
    break_event(input, event);
}

static void
apply(fuzz_world *world, const loy_event *event)
{
    int result = fuzz_apply(world, event);

    FUZZ_REQUIRE(result == LOY_OK || result == LOY_ERR_EVENT || result == LOY_ERR_MISMATCH ||
                 result == LOY_ERR_VERSION || result == LOY_ERR_INVALID);
}

static void
explain(fuzz_world *world, const loy_event *event)
{
    loy_explanation *explanation = NULL;
    uint64_t before = fuzz_store_digest(world->store);

    FUZZ_REQUIRE(loy_explanation_new(&explanation, fuzz_memory()) == LOY_OK);
    if (loy_engine_explain(world->engine, event, world->outcome, explanation, NULL) == LOY_OK)
        for (uint32_t i = 0; i < loy_explanation_count(explanation); i++) {
            const loy_why *why = loy_explanation_at(explanation, i);

            FUZZ_REQUIRE(loy_why_name(why->why) != NULL);
            FUZZ_REQUIRE(why->term != NULL && why->values != NULL && why->change != NULL);
        }
    FUZZ_REQUIRE(fuzz_store_digest(world->store) == before);
    loy_explanation_free(explanation);
}

/* Two events as a batch, which stops before an event that is an error. */
static void
apply_batch(fuzz_world *world, const loy_event *event)
{
    const loy_event *events[] = {event, event};
    loy_outcome *outcomes[] = {world->outcome, world->again};
    loy_error error = LOY_ERROR_INIT;
    uint64_t done = 7;
    int result = loy_engine_apply_batch(world->engine, events, 2, 2, outcomes, &done, &error);

    fuzz_require_error(&error, result);
    FUZZ_REQUIRE(result == LOY_OK ? done == 2 : done == 0);
    FUZZ_REQUIRE(result != LOY_OK ||
                 fuzz_outcome_digest(world->outcome) == fuzz_outcome_digest(world->again));
}

static void
call(fuzz_world *world, fuzz_input *input, parts *made, int64_t *now)
{
    loy_error error = LOY_ERROR_INIT;
    uint64_t digest, count;
    loy_text id;
    int result;

    switch (fuzz_byte(input) % 16) {
    case 0:
        (void)fuzz_quote(world, &made->event, &digest);
        break;
    case 1:
        result = loy_engine_advance(world->engine, draw_time(input, now), fuzz_byte(input), &count,
                                    &error);
        fuzz_require_error(&error, result);
        FUZZ_REQUIRE(result == LOY_OK || result == LOY_ERR_INVALID);
        break;
    case 2:
        id = DRAW(input, "c1", "c2", "nobody");
        if (id.data != NULL || id.size < 1000) /* bytes are the host's to have */
            fuzz_require_balances(world, id.data, id.size, draw_time(input, now));
        break;
    case 3:
        fuzz_require_totals(world, draw_time(input, now));
        break;
    case 4:
        explain(world, &made->event);
        break;
    case 5:
        apply_batch(world, &made->event);
        break;
    case 6: /* the event before, once more */
        apply(world, &made->event);
        break;
    default:
        make_event(input, made, now);
        apply(world, &made->event);
        break;
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input input = {data, data + size};
    int64_t now = INT64_C(1772439300000);
    fuzz_world world;
    parts made;

    memset(&made, 0, sizeof(made));
    fuzz_world_open(&world, fuzz_program());
    make_event(&input, &made, &now);
    for (int i = 0; i < CALLS && input.at < input.end; i++)
        call(&world, &input, &made, &now);
    fuzz_require_totals(&world, LOY_TIME_NONE);
    fuzz_require_balances(&world, "c1", 2, LOY_TIME_NONE);
    fuzz_world_close(&world);
    return 0;
}
