/*
 * json_event_test.c -- event documents to events, and what is said about those
 * that are wrong.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/memory_kit.h"
#include "kit/table_kit.h"
#include "loyalty/json.h"

#define HEAD                                                                                       \
    "{\"source\":\"till-3\",\"id\":\"r-1\",\"time\":\"2026-03-02T09:15:00+01:00\",\"customer\":"   \
    "\"c42\","
#define PURCHASE HEAD "\"type\":\"purchase\""

static loy_program *
make_program(void)
{
    loy_program *program;
    loy_draft *draft;

    assert_int_equal(loy_draft_new(&draft, NULL), LOY_OK);
    loy_draft_identify(draft, "corner-cafe", 1, "EUR");
    loy_node_set_integer(loy_draft_root(draft), "loyalty", 1);
    loy_draft_currency(draft, "stars");
    loy_node_set_integer(loy_draft_currency(draft, "gems"), "scale", 2);
    assert_int_equal(loy_program_new(&program, draft, NULL), LOY_OK);
    loy_draft_free(draft);
    return program;
}

static loy_json_reader *
make_reader(const loy_program *program, const loy_memory *memory)
{
    loy_json_reader *reader;

    assert_int_equal(loy_json_reader_new(&reader, program, memory), LOY_OK);
    return reader;
}

static void
assert_text(loy_text text, const char *expected)
{
    if (expected == NULL) {
        assert_null(text.data);
        return;
    }
    assert_int_equal(text.size, strlen(expected));
    assert_memory_equal(text.data, expected, text.size);
}

/* ---- What is wrong ---- */

/* An @ stands before the place that is said, and is taken out. */
static const struct wrong_case {
    const char *name;
    const char *document;
    const char *path;
    const char *text; /* a part of the words */
    const char *hint; /* a part of the hint */
} wrong_cases[] = {
    {"not JSON at all", "@hello", "", "not JSON", ""},
    {"a list", "@[1]", "", "must be a map", ""},
    {"cut off", "{\"source\"@:", "", "ends too early", "close every"},
    {"something behind", "{} @x", "", "not JSON", ""},
    {"a member twice", "{\"id\":\"a\",@\"id\":\"b\"}", "", "twice near '\"id\"'", "keep one"},
    {"malformed UTF-8", "{\"id\":@\"\xC3\x28\"}", "", "not UTF-8", "UTF-8"},
    {"no code point", "{\"id\":@\"\xF5\x80\x80\x80\"}", "", "not UTF-8", ""},
    {"a surrogate alone", "{\"id\":@\"\\ud800\"}", "", "not JSON", ""},
    {"U+0000", "{\"id\":@\"\\u0000\"}", "", "U+0000", ""},
    {"a number of thirty digits", "{\"id\":11111111112222222222333333333@3}", "", "too large", ""},
    {"an unknown member", HEAD "@\"typ\":\"visit\"}", "/typ", "no member \"typ\"",
     "did you mean \"type\"?"},
    {"an unknown member without a like", HEAD "@\"qqqqqqq\":\"visit\"}", "/qqqqqqq", "no member",
     "known are: accepted, action, "},
    {"no type", "@{\"source\":\"a\",\"id\":\"b\",\"customer\":\"c\"}", "/type", "is missing",
     "\"purchase\""},
    {"no time", "@{\"source\":\"a\",\"id\":\"b\",\"customer\":\"c\",\"type\":\"visit\"}", "/time",
     "is missing", "2026-"},
    {"an empty id", "{\"source\":\"a\",\"id\":@\"\"}", "/id", "must not be empty", ""},
    {"a number for a text", "{\"source\":@7}", "/source", "must be a text, is a whole number",
     "quotes"},
    {"null", "{\"source\":@null}", "/source", "is null", ""},
    {"a time without offset", "{\"time\":@\"2026-03-02T09:15:00\"}", "/time", "offset", "+01:00"},
    {"microseconds", "{\"time\":@\"2026-03-02T09:15:00.000001Z\"}", "/time", "RFC 3339", ""},
    {"no such day", "{\"time\":@\"2026-02-29T09:15:00Z\"}", "/time", "RFC 3339", ""},
    {"a leap second", "{\"time\":@\"2016-12-31T23:59:60Z\"}", "/time", "RFC 3339", ""},
    {"no such business day", "{\"business_day\":@\"2026-13-01\"}", "/business_day", "not a date",
     ""},
    {"a price of three decimals", PURCHASE ",\"lines\":[{\"unit_price\":@\"4.505\"}]}",
     "/lines/0/unit_price", "at most 2 decimals", "\"4.50\""},
    {"a price with a point in JSON", PURCHASE ",\"lines\":[{\"unit_price\":@4.5}]}",
     "/lines/0/unit_price", "decimal point", "\"0.5\""},
    {"a price with an exponent", PURCHASE ",\"lines\":[{\"unit_price\":@\"1e3\"}]}",
     "/lines/0/unit_price", "not a decimal", ""},
    {"a price that does not fit", PURCHASE ",\"lines\":[{\"unit_price\":@92233720368547759}]}",
     "/lines/0/unit_price", "too large", ""},
    {"an exchanged line without quantity", PURCHASE ",\"returned\":[@{\"id\":\"1\"}]}",
     "/returned/0/quantity", "is missing", "how much"},
    {"a purchased line without price", PURCHASE ",\"lines\":[{\"unit_price\":1},@{\"sku\":\"A\"}]}",
     "/lines/1/unit_price", "is missing", "4.50"},
    {"a quantity of four decimals", PURCHASE ",\"lines\":[{\"quantity\":@\"0.0005\"}]}",
     "/lines/0/quantity", "at most 3 decimals", "\"4.500\""},
    {"a misspelt member of a line", PURCHASE ",\"lines\":[{@\"quantty\":1}]}", "/lines/0/quantty",
     "no member", "\"quantity\""},
    {"lines that are a map", PURCHASE ",\"lines\":@{}}", "/lines", "must be a list", ""},
    {"a line that is a text", PURCHASE ",\"lines\":[@\"A\"]}", "/lines/0", "must be a map", ""},
    {"a tag that is a number", PURCHASE ",\"lines\":[{\"tags\":[\"a\",@3]}]}", "/lines/0/tags/1",
     "must be a text", ""},
    {"an attribute that is a list", HEAD "\"attributes\":{\"a~b/c\":@[]}}", "/attributes/a~0b~1c",
     "must be a text, a whole number, true or false", ""},
    {"a returned line without its id", HEAD "\"type\":\"return\",\"lines\":[@{\"quantity\":1}]}",
     "/lines/0/id", "is missing", ""},
    {"a returned line without quantity", HEAD "\"type\":\"return\",\"lines\":[@{\"id\":\"1\"}]}",
     "/lines/0/quantity", "is missing", ""},
    {"a receipt without id", HEAD "\"type\":\"void\",\"receipt\":@{\"source\":\"a\"}}",
     "/receipt/id", "is missing", ""},
    {"two other customers", HEAD "\"referrer\":\"a\",\"to\":@\"b\"}", "/to",
     "names another customer already", "write one of"},
    {"points of three decimals", HEAD "\"points\":{\"gems\":@\"1.005\"}}", "/points/gems",
     "at most 2 decimals", ""},
    {"half a star", HEAD "\"points\":{\"stars\":@\"1.5\"}}", "/points/stars", "at most 0 decimals",
     "\"4\""},
    {"opening points without currency", HEAD "\"opening\":{\"points\":[@{\"points\":1}]}}",
     "/opening/points/0/currency", "is missing", ""},
    {"an opening stage without a name", HEAD "\"opening\":{\"stage\":@{}}}", "/opening/stage/name",
     "is missing", ""},
    {"opening vouchers of no kind", HEAD "\"opening\":{\"vouchers\":[@{\"count\":1}]}}",
     "/opening/vouchers/0/voucher", "is missing", ""},
    {"what opening purchases came to, as no money",
     HEAD "\"opening\":{\"purchases\":{\"count\":1,\"spend\":@\"x\"}}}", "/opening/purchases/spend",
     "", ""},
    {"opening purchases without count", HEAD "\"opening\":{\"purchases\":@{}}}",
     "/opening/purchases/count", "is missing", ""},
};

static void
assert_wrong(const struct wrong_case *c, loy_json_reader *reader)
{
    char text[512];
    const char *mark = strchr(c->document, '@');
    size_t before = (size_t)(mark - c->document);
    loy_error error = LOY_ERROR_INIT;
    const loy_event *event;

    assert_non_null(mark);
    snprintf(text, sizeof(text), "%.*s%s", (int)before, c->document, mark + 1);
    assert_int_equal(loy_json_event(reader, text, strlen(text), &event, &error), LOY_ERR_DOCUMENT);
    assert_null(event);
    assert_string_equal(error.path, c->path);
    assert_non_null(strstr(error.text, c->text));
    assert_non_null(strstr(error.hint, c->hint));
    assert_int_equal(error.line, 1);
    assert_int_equal(error.column, before + 1);
    assert_int_equal(error.code, LOY_ERR_DOCUMENT);
    assert_int_equal(loy_json_event(reader, text, strlen(text), &event, NULL), LOY_ERR_DOCUMENT);
}

static void
wrong_case_holds(void **state)
{
    loy_program *program = make_program();
    loy_json_reader *reader = make_reader(program, NULL);

    assert_wrong(*state, reader);
    loy_json_reader_free(reader);
    loy_program_free(program);
}

/* ---- What is right ---- */

static const char full[] = PURCHASE
    ",\"store\":\"s1\",\"channel\":\"web\",\"currency\":\"EUR\",\"business_day\":\"2026-03-01\","
    "\"codes\":[\"SPRING\",\"VIP\"],\"pay\":{\"gems\":\"1.5\",\"stars\":200},"
    "\"attributes\":{\"n\":-7,\"yes\":true,\"no\":false,\"t\":\"x\",\"d\":\"1990-02-28\"},"
    "\"lines\":[{\"id\":\"a\",\"sku\":\"LATTE\",\"category\":\"drinks/coffee\",\"quantity\":2,"
    "\"unit_price\":\"4.50\",\"discount\":\"0.5\",\"tax\":1,\"tags\":[\"hot\",\"big\"]},"
    "{\"quantity\":\"-0.125\",\"unit_price\":\"-3\",\"attributes\":{\"k\":\"v\"}}]}";

static void
all_members_of_a_purchase(void **state)
{
    loy_program *program = make_program();
    loy_json_reader *reader = make_reader(program, NULL);
    const loy_event *event;

    (void)state;
    assert_int_equal(loy_json_event(reader, full, strlen(full), &event, NULL), LOY_OK);
    assert_text(event->source, "till-3");
    assert_text(event->id, "r-1");
    assert_text(event->type, "purchase");
    assert_text(event->customer, "c42");
    assert_text(event->store, "s1");
    assert_text(event->channel, "web");
    assert_text(event->currency, "EUR");
    assert_text(event->reward, NULL);
    assert_true(event->time == INT64_C(1772439300000));
    assert_int_equal(event->offset, 60);
    assert_int_equal(event->business_day, 20513);
    assert_int_equal(event->code_count, 2);
    assert_text(event->codes[1], "VIP");
    assert_int_equal(event->item_count, 2);
    assert_text(event->items[0].name, "gems");
    assert_int_equal(event->items[0].amount, 150);
    assert_int_equal(event->items[0].kind, LOY_ITEM_PAY);
    assert_int_equal(event->items[1].amount, 200);
    loy_json_reader_free(reader);
    loy_program_free(program);
}

static void
attributes_keep_their_kinds(void **state)
{
    static const struct kind {
        const char *name;
        uint32_t kind;
        int64_t number;
        const char *text;
    } kinds[] = {
        {"n", LOY_VALUE_INTEGER, -7, NULL},        {"yes", LOY_VALUE_BOOLEAN, 1, NULL},
        {"no", LOY_VALUE_BOOLEAN, 0, NULL},        {"t", LOY_VALUE_TEXT, 0, "x"},
        {"d", LOY_VALUE_DATE, 7363, "1990-02-28"},
    };
    loy_program *program = make_program();
    loy_json_reader *reader = make_reader(program, NULL);
    const loy_event *event;

    (void)state;
    assert_int_equal(loy_json_event(reader, full, strlen(full), &event, NULL), LOY_OK);
    assert_int_equal(event->attribute_count, 5);
    for (uint32_t i = 0; i < 5; i++) {
        assert_text(event->attributes[i].name, kinds[i].name);
        assert_int_equal(event->attributes[i].kind, kinds[i].kind);
        assert_true(event->attributes[i].number == kinds[i].number);
        assert_text(event->attributes[i].text, kinds[i].text);
    }
    loy_json_reader_free(reader);
    loy_program_free(program);
}

static void
lines_of_a_purchase(void **state)
{
    loy_program *program = make_program();
    loy_json_reader *reader = make_reader(program, NULL);
    const loy_event *event;

    (void)state;
    assert_int_equal(loy_json_event(reader, full, strlen(full), &event, NULL), LOY_OK);
    assert_int_equal(event->line_count, 2);
    assert_text(event->lines[0].id, "a");
    assert_text(event->lines[0].sku, "LATTE");
    assert_text(event->lines[0].category, "drinks/coffee");
    assert_int_equal(event->lines[0].quantity, 2000);
    assert_int_equal(event->lines[0].unit_price, 450);
    assert_int_equal(event->lines[0].discount, 50);
    assert_int_equal(event->lines[0].tax, 100);
    assert_int_equal(event->lines[0].tag_count, 2);
    assert_text(event->lines[0].tags[1], "big");
    /* Without an id it is numbered; nonsense is for the engine to refuse. */
    assert_text(event->lines[1].id, "2");
    assert_int_equal(event->lines[1].quantity, -125);
    assert_int_equal(event->lines[1].unit_price, -300);
    assert_int_equal(event->lines[1].tag_count, 0);
    assert_text(event->lines[1].attributes[0].name, "k");
    assert_text(event->lines[1].attributes[0].text, "v");
    loy_json_reader_free(reader);
    loy_program_free(program);
}

static void
what_an_import_brings_along(void **state)
{
    static const char document[] =
        HEAD "\"type\":\"import\",\"opening\":{\"purchases\":{\"count\":12,\"last\":\"2026-01-"
             "02T00:00:00Z\",\"first\":\"2026-01-01T00:00:00Z\",\"spend\":\"3.50\"},"
             "\"points\":[{\"points\":\"2.25\",\"currency\":\"gems\",\"time\":\"2026-01-01T00:00:"
             "00Z\",\"until\":\"2026-01-02T00:00:00Z\"}],"
             "\"ladders\":[{\"ladder\":\"status\",\"amount\":300}],\"counters\":{\"card\":4},"
             "\"enrolled\":\"2026-01-01T00:00:00Z\",\"stage\":{\"name\":\"loyal\",\"since\":"
             "\"2026-01-02T00:00:00Z\"},\"vouchers\":[{\"voucher\":\"treat\",\"count\":2,"
             "\"until\":\"2026-01-02T00:00:00Z\"}]}}";
    static const struct item {
        const char *name;
        int64_t amount;
        int64_t time;
        int64_t until;
        uint32_t kind;
    } items[] = {
        {NULL, 12, INT64_C(1767312000000), 0, LOY_ITEM_PURCHASES},
        {NULL, 350, INT64_C(1767225600000), 0, LOY_ITEM_SPEND},
        {"gems", 225, INT64_C(1767225600000), INT64_C(1767312000000), LOY_ITEM_POINTS},
        {"status", 300, LOY_TIME_NONE, 0, LOY_ITEM_LADDER},
        {"card", 4, LOY_TIME_NONE, 0, LOY_ITEM_COUNTER},
        {NULL, 0, INT64_C(1767225600000), 0, LOY_ITEM_ENROLLED},
        {"loyal", 0, INT64_C(1767312000000), 0, LOY_ITEM_STAGE},
        {"treat", 2, LOY_TIME_NONE, INT64_C(1767312000000), LOY_ITEM_VOUCHER},
    };
    loy_program *program = make_program();
    loy_json_reader *reader = make_reader(program, NULL);
    const loy_event *event;

    (void)state;
    assert_int_equal(loy_json_event(reader, document, strlen(document), &event, NULL), LOY_OK);
    assert_int_equal(event->item_count, 8);
    for (uint32_t i = 0; i < 8; i++) {
        assert_text(event->items[i].name, items[i].name);
        assert_true(event->items[i].amount == items[i].amount);
        assert_true(event->items[i].time == items[i].time);
        assert_true(event->items[i].until == items[i].until);
        assert_int_equal(event->items[i].kind, items[i].kind);
    }
    loy_json_reader_free(reader);
    loy_program_free(program);
}

/* The currency may stand behind the lines; its money may have more decimals. */
static void
other_money_is_left_to_the_engine(void **state)
{
    static const char document[] =
        PURCHASE ",\"lines\":[{\"unit_price\":\"4.505\"}],\"currency\":\"KWD\"}";
    loy_program *program = make_program();
    loy_json_reader *reader = make_reader(program, NULL);
    const loy_event *event;

    (void)state;
    assert_int_equal(loy_json_event(reader, document, strlen(document), &event, NULL), LOY_OK);
    assert_text(event->currency, "KWD");
    loy_json_reader_free(reader);
    loy_program_free(program);
}

/* An empty currency is none: the money is the program's. */
static void
empty_currency_is_the_programs(void **state)
{
    static const char document[] =
        PURCHASE ",\"currency\":\"\",\"lines\":[{\"unit_price\":\"4.50\"}]}";
    loy_program *program = make_program();
    loy_json_reader *reader = make_reader(program, NULL);
    const loy_event *event;

    (void)state;
    assert_int_equal(loy_json_event(reader, document, strlen(document), &event, NULL), LOY_OK);
    assert_int_equal(event->lines[0].unit_price, 450);
    loy_json_reader_free(reader);
    loy_program_free(program);
}

/* Many lines move no line that was read, and nothing is left of the event before. */
static void
readers_are_used_again(void **state)
{
    enum { LINES = 10000, WIDTH = 48 };
    char *text = malloc(256 + (size_t)LINES * WIDTH);
    loy_program *program = make_program();
    const loy_event *event;
    loy_json_reader *reader;
    size_t size;
    memory_kit kit;

    (void)state;
    assert_non_null(text);
    memory_kit_init(&kit);
    reader = make_reader(program, &kit.memory);
    size = (size_t)sprintf(text, "%s,\"lines\":[", PURCHASE);
    for (int i = 0; i < LINES; i++)
        size += (size_t)snprintf(text + size, WIDTH, "%s{\"unit_price\":%d,\"tags\":[\"t%d\"]}",
                                 i == 0 ? "" : ",", i, i);
    size += (size_t)sprintf(text + size, "]}");
    assert_int_equal(loy_json_event(reader, text, size, &event, NULL), LOY_OK);
    assert_int_equal(event->line_count, LINES);
    assert_text(event->lines[9999].id, "10000");
    assert_text(event->lines[9999].tags[0], "t9999");
    assert_text(event->lines[0].tags[0], "t0");
    assert_int_equal(event->lines[123].unit_price, 12300);
    size = (size_t)sprintf(text, "%s}", PURCHASE);
    assert_int_equal(loy_json_event(reader, text, size, &event, NULL), LOY_OK);
    assert_int_equal(event->line_count, 0);
    assert_true(event->business_day == LOY_DAY_NONE);
    loy_json_reader_free(reader);
    memory_kit_assert_clean(&kit);
    loy_program_free(program);
    free(text);
}

/* Whichever allocation fails, the answer is out of memory, also in words, and
 * nothing leaks. */
static void
every_allocation_may_fail(void **state)
{
    loy_program *program = make_program();
    memory_kit kit;
    bool failed = true;

    (void)state;
    memory_kit_init(&kit);
    for (uint64_t n = 1; failed; n++) {
        loy_error error = LOY_ERROR_INIT;
        loy_json_reader *reader;
        const loy_event *event;
        bool made;
        int rc;

        memory_kit_fail(&kit, n, MEMORY_KIT_ONCE);
        rc = loy_json_reader_new(&reader, program, &kit.memory);
        made = rc == LOY_OK;
        if (made)
            rc = loy_json_event(reader, full, strlen(full), &event, &error);
        failed = memory_kit_failed(&kit);
        assert_int_equal(rc, failed ? LOY_ERR_NOMEM : LOY_OK);
        assert_int_equal(error.code, made ? rc : LOY_OK);
        assert_string_equal(error.text, made && failed ? "out of memory" : "");
        loy_json_reader_free(reader);
        memory_kit_assert_clean(&kit);
    }
    loy_program_free(program);
}

/* A document that nests without end is refused, not followed. */
static void
deep_documents_are_refused(void **state)
{
    enum { DEPTH = 100000 };
    loy_program *program = make_program();
    loy_json_reader *reader = make_reader(program, NULL);
    const loy_event *event;
    char *text = malloc(DEPTH);

    (void)state;
    assert_non_null(text);
    memset(text, '[', DEPTH);
    assert_int_equal(loy_json_event(reader, text, DEPTH, &event, NULL), LOY_ERR_DOCUMENT);
    free(text);
    loy_json_reader_free(reader);
    loy_program_free(program);
}

/* An older caller's shorter error is not written past its end. */
static void
shorter_errors_are_respected(void **state)
{
    loy_program *program = make_program();
    loy_json_reader *reader = make_reader(program, NULL);
    loy_error error;
    const loy_event *event;

    (void)state;
    memset(&error, '#', sizeof(error));
    error.size = offsetof(loy_error, hint);
    assert_int_equal(loy_json_event(reader, "{\"typ\":1}", 9, &event, &error), LOY_ERR_DOCUMENT);
    assert_int_equal(error.size, offsetof(loy_error, hint));
    assert_string_equal(error.path, "/typ");
    assert_int_equal(error.hint[0], '#');
    loy_json_reader_free(reader);
    loy_program_free(program);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, wrong_case_holds, wrong_cases);
    table_kit_test(&kit, "all members of a purchase", all_members_of_a_purchase);
    table_kit_test(&kit, "attributes keep their kinds", attributes_keep_their_kinds);
    table_kit_test(&kit, "lines of a purchase", lines_of_a_purchase);
    table_kit_test(&kit, "what an import brings along", what_an_import_brings_along);
    table_kit_test(&kit, "other money is left to the engine", other_money_is_left_to_the_engine);
    table_kit_test(&kit, "an empty currency is the program's", empty_currency_is_the_programs);
    table_kit_test(&kit, "readers are used again", readers_are_used_again);
    table_kit_test(&kit, "every allocation may fail", every_allocation_may_fail);
    table_kit_test(&kit, "deep documents are refused", deep_documents_are_refused);
    table_kit_test(&kit, "shorter errors are respected", shorter_errors_are_respected);
    return table_kit_run(&kit, "json_event");
}
