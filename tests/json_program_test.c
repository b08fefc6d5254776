/*
 * json_program_test.c -- program documents: what is compiled from them, and
 * where their mistakes are said to be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/memory_kit.h"
#include "kit/table_kit.h"
#include "loyalty/json.h"

#define HEAD "{\"loyalty\":1,\"program\":\"p\",\"version\":1,\"money\":\"EUR\",\n"

/* An @ stands before each place that is said, in the order of the problems, and
 * is taken out; the problems are one a line: PATH CODE. */
static const struct problem_case {
    const char *name;
    const char *document;
    const char *problems;
} problem_cases[] = {
    {"nothing", "@", " syntax\n"},
    {"blanks only", " \n\t\n@", " syntax\n"},
    {"a comma too many", "{\n\"a\": 1,\n@}", " syntax\n"},
    {"a member twice", "{\"a\": 1,\n @\"a\": 1}", " syntax\n"},
    {"a list", "@ []", " wrong-kind\n"},
    {"a fraction", HEAD "\"returns\": { \"window\": @1.5 }}", "/returns/window wrong-kind\n"},
    {"null", HEAD "\"about\": @null}", "/about wrong-kind\n"},
    {"an unknown member", HEAD "\"about\": \"\xC3\xA9\", @\"monkey\": 1}",
     "/monkey unknown-member\n"},
    {"an unknown member deep inside",
     HEAD "\"currencies\": {\n  \"stars\": {\n    @\"scael\": 2 } } }",
     "/currencies/stars/scael unknown-member\n"},
    {"names with slashes and tildes", HEAD "\"currencies\": { \"a/b~c\": @{} }}",
     "/currencies/a~1b~0c bad-id\n"},
    {"a value of the wrong kind", HEAD "\"rules\":\n  @{} }", "/rules wrong-kind\n"},
    {"a missing member stands at its map", "@{\"loyalty\":1,\n\"program\":\"p\",\"version\":1}",
     " missing-member\n"},
    {"inside an expression",
     HEAD "\"rules\":[{\"id\":\"a\",\"on\":\"purchase\",\"notify\":\"x\",\n"
          " \"when\": \"total > 1 && @totl < 5\"}]}",
     "/rules/0/when expression\n"},
    {"inside an expression behind escapes",
     HEAD "\"rules\":[{\"id\":\"a\",\"on\":\"purchase\",\"notify\":\"x\",\n"
          " \"when\": \"event.store == '\\u00e9\\\"' && @totl < 5\"}]}",
     "/rules/0/when expression\n"},
    {"in the order of the document, not of the checks",
     HEAD "\"rules\":[{\"id\":\"a\",\"on\":\"purchase\",\"notify\":\"x\",\"from\":@\"never\"}],\n"
          "\"currencies\":{\"stars\":{\"scale\":@9}},\n\"about\":@null}",
     "/rules/0/from bad-time\n/currencies/stars/scale out-of-range\n/about wrong-kind\n"},
};

/* Takes the marks out; the places become LINE:COLUMN, one a line. */
static void
take_marks(const char *document, char *text, char *places, size_t size)
{
    uint32_t line = 1;
    uint32_t column = 1;
    size_t used = 0;

    places[0] = '\0';
    for (; *document != '\0'; document++) {
        if (*document == '@') {
            used += (size_t)snprintf(places + used, size - used, "%u:%u\n", line, column);
            continue;
        }
        *text++ = *document;
        column += (*document & 0xC0) != 0x80; /* characters, not bytes */
        if (*document == '\n') {
            line++;
            column = 1;
        }
    }
    *text = '\0';
}

static void
problem_case_holds(void **state)
{
    const struct problem_case *c = *state;
    loy_problems *problems;
    loy_program *program;
    char text[1024], places[256], said_places[256] = "", said[1024] = "";
    size_t used = 0;
    memory_kit kit;

    take_marks(c->document, text, places, sizeof(places));
    memory_kit_init(&kit);
    assert_int_equal(loy_problems_new(&problems, &kit.memory), LOY_OK);
    assert_int_equal(loy_json_program(&program, text, strlen(text), problems, &kit.memory),
                     LOY_ERR_PROGRAM);
    assert_null(program);
    for (uint32_t i = 0; i < loy_problems_count(problems, LOY_SEVERITY_ERROR); i++) {
        const loy_problem *problem = loy_problems_at(problems, i);
        size_t end = strlen(said_places);
        used += (size_t)snprintf(said + used, sizeof(said) - used, "%s %s\n", problem->path,
                                 problem->code);
        snprintf(said_places + end, sizeof(said_places) - end, "%u:%u\n", problem->line,
                 problem->column);
    }
    assert_string_equal(said, c->problems);
    assert_string_equal(said_places, places);
    loy_problems_free(problems);
    assert_int_equal(loy_json_program(&program, text, strlen(text), NULL, &kit.memory),
                     LOY_ERR_PROGRAM);
    memory_kit_assert_clean(&kit);
}

static const char cafe[] =
    HEAD "\"time_zone\":\"CET-1CEST,M3.5.0,M10.5.0/3\",\n"
         "\"currencies\":{\"stars\":{\"pending\":\"P14D\",\"expires\":{\"after\":\"P12M\"}}},\n"
         "\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"when\":\"total > 0\",\n"
         "  \"earn\":{\"stars\":\"spend(lines).per(money('1.00'))\"}},\n"
         " {\"id\":\"double\",\"on\":\"purchase\",\"multiply\":{\"stars\":\"2\"}}],\n"
         "\"rewards\":[{\"id\":\"coffee\",\"price\":{\"stars\":100}}]}";

/* The same program built in C. */
static loy_program *
build_cafe(void)
{
    loy_draft *draft;
    loy_program *program;
    loy_rule *rule;
    loy_node *stars;

    assert_int_equal(loy_draft_new(&draft, NULL), LOY_OK);
    loy_draft_identify(draft, "p", 1, "EUR");
    loy_node_set_integer(loy_draft_root(draft), "loyalty", 1);
    loy_node_set_text(loy_draft_root(draft), "time_zone", "CET-1CEST,M3.5.0,M10.5.0/3");
    stars = loy_draft_currency(draft, "stars");
    loy_node_set_text(stars, "pending", "P14D");
    loy_node_set_text(loy_node_map(stars, "expires"), "after", "P12M");
    rule = loy_draft_rule(draft, "base", "purchase");
    loy_rule_when(rule, "total > 0");
    loy_rule_earn(rule, "stars", "spend(lines).per(money('1.00'))");
    rule = loy_draft_rule(draft, "double", "purchase");
    loy_rule_multiply(rule, "stars", "2");
    loy_node_set_integer(loy_node_map(loy_draft_reward(draft, "coffee"), "price"), "stars", 100);
    assert_int_equal(loy_program_new(&program, draft, NULL), LOY_OK);
    loy_draft_free(draft);
    return program;
}

static void
a_document_and_c_give_one_digest(void **state)
{
    loy_program *built = build_cafe();
    loy_program *program;

    (void)state;
    assert_int_equal(loy_json_program(&program, cafe, strlen(cafe), NULL, NULL), LOY_OK);
    assert_string_equal(loy_program_digest(program), loy_program_digest(built));
    loy_program_free(program);
    loy_program_free(built);
}

static void
every_allocation_may_fail(void **state)
{
    const char *const documents[] = {cafe, HEAD "\"about\":null,\"nonsense\":{\"a\":[1.5]}}"};
    const int results[] = {LOY_OK, LOY_ERR_PROGRAM};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        memory_kit kit;
        bool failed = true;

        memory_kit_init(&kit);
        for (uint64_t n = 1; failed; n++) {
            loy_problems *problems;
            loy_program *program = NULL;
            int rc;

            memory_kit_fail(&kit, n, MEMORY_KIT_ONCE);
            rc = loy_problems_new(&problems, &kit.memory);
            if (rc == LOY_OK)
                rc = loy_json_program(&program, documents[i], strlen(documents[i]), problems,
                                      &kit.memory);
            failed = memory_kit_failed(&kit);
            assert_int_equal(rc, failed ? LOY_ERR_NOMEM : results[i]);
            loy_program_free(program);
            loy_problems_free(problems);
            memory_kit_assert_clean(&kit);
        }
    }
}

/* A mistake in each of very many members is said without an end to the time. */
static void
many_mistakes_are_all_said(void **state)
{
    enum { COUNT = 20000, WIDTH = 24 };
    char *text = malloc((size_t)COUNT * WIDTH + 2);
    size_t size = 0;
    loy_problems *problems;
    loy_program *program;

    (void)state;
    assert_non_null(text);
    for (int i = 0; i < COUNT; i++)
        size += (size_t)snprintf(text + size, WIDTH, "%s\"m%d\":null", i == 0 ? "{" : ",\n", i);
    text[size++] = '}';
    assert_int_equal(loy_problems_new(&problems, NULL), LOY_OK);
    assert_int_equal(loy_json_program(&program, text, size, problems, NULL), LOY_ERR_PROGRAM);
    assert_true(loy_problems_count(problems, 0) >= COUNT);
    assert_int_equal(loy_problems_at(problems, loy_problems_count(problems, 0) - 1)->line, COUNT);
    loy_problems_free(problems);
    free(text);
}

/* Deeper than any program, yet within what jansson reads. */
static void
deep_documents_are_refused(void **state)
{
    enum { DEPTH = 1000 };
    char text[2 * DEPTH + 32];
    size_t size = (size_t)sprintf(text, "{\"about\":");
    loy_problems *problems;
    loy_program *program;

    (void)state;
    memset(text + size, '[', DEPTH);
    memset(text + size + DEPTH, ']', DEPTH);
    text[size + 2 * DEPTH] = '}';
    assert_int_equal(loy_problems_new(&problems, NULL), LOY_OK);
    assert_int_equal(loy_json_program(&program, text, size + 2 * DEPTH + 1, problems, NULL),
                     LOY_ERR_PROGRAM);
    assert_int_equal(loy_problems_at(problems, 0)->line, 1);
    loy_problems_free(problems);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, problem_case_holds, problem_cases);
    table_kit_test(&kit, "a document and C give one digest", a_document_and_c_give_one_digest);
    table_kit_test(&kit, "every allocation may fail", every_allocation_may_fail);
    table_kit_test(&kit, "many mistakes are all said", many_mistakes_are_all_said);
    table_kit_test(&kit, "deep documents are refused", deep_documents_are_refused);
    return table_kit_run(&kit, "json_program");
}
