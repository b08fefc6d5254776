/*
 * expression.c -- conditions and amounts as rules have them, evaluated over a
 * sale that is bound already.
 */
#define _POSIX_C_SOURCE 200809L

#include "expression.h"

#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "loyalty/cel.h"

typedef struct fact {
    const char *name;
    const char *type;
    loy_cel_value value;
} fact;

#define NUMBER(number)                                                                             \
    {                                                                                              \
        .as.integer = (number), .kind = LOY_CEL_INT                                                \
    }
#define WORD(word)                                                                                 \
    {                                                                                              \
        .as.text = (word), .size = sizeof(word) - 1, .kind = LOY_CEL_STRING                        \
    }

static const fact facts[] = {
    {"store", "string", WORD("s7")},      {"tier", "string", WORD("gold")},
    {"weekday", "int", NUMBER(3)},        {"hour", "int", NUMBER(15)},
    {"total", "int", NUMBER(12345)},      {"purchases", "int", NUMBER(12)},
    {"birthday_month", "int", NUMBER(5)},
};

static const struct {
    const char *kind;
    const char *text;
    const char *type;
} expressions[] = {
    {"condition", "store == 's7'", "bool"},
    {"condition", "tier in ['silver', 'gold']", "bool"},
    {"condition", "weekday <= 5 && hour >= 14 && hour < 16", "bool"},
    {"condition", "purchases == 0 || birthday_month == 6 && total >= 10000", "bool"},
    {"amount", "50", "int"},
    {"amount", "total / 100", "int"},
    {"amount", "total / 100 * 25 / 100", "int"},
    {"amount", "tier == 'gold' ? total / 50 : total / 100", "int"},
};

enum {
    FACTS = sizeof(facts) / sizeof(facts[0]),
    EXPRESSIONS = sizeof(expressions) / sizeof(expressions[0])
};

static int
cost_of(loy_cel_env *env, loy_cel_evaluator *evaluator, uint32_t which, uint32_t rounds)
{
    const char *text = expressions[which].text;
    loy_cel_program *program = NULL;
    loy_error error = LOY_ERROR_INIT;
    loy_cel_value value;
    double begun;
    int result =
        loy_cel_compile(&program, env, text, strlen(text), expressions[which].type, &error);

    if (result < 0) {
        fprintf(stderr, "%s: %s\n", text, error.text);
        return result;
    }
    begun = read_clock(CLOCK_PROCESS_CPUTIME_ID);
    for (uint32_t i = 0; i < rounds && result == LOY_OK; i++)
        result = loy_cel_evaluate(evaluator, program, &value);
    begun = read_clock(CLOCK_PROCESS_CPUTIME_ID) - begun;
    if (result == LOY_OK)
        printf("name=loyalty workload=cel kind=%s cpu_ns=%.1f value=%lld text=\"%s\"\n",
               expressions[which].kind, begun / rounds, (long long)value.as.integer, text);
    loy_cel_program_free(program);
    return result;
}

int
expression_costs(uint32_t rounds)
{
    loy_cel_env *env = NULL;
    loy_cel_evaluator *evaluator = NULL;
    int result = loy_cel_env_new(&env, NULL, NULL);

    for (uint32_t i = 0; i < FACTS && result == LOY_OK; i++)
        result = loy_cel_declare(env, facts[i].name, facts[i].type);
    if (result == LOY_OK)
        result = loy_cel_evaluator_new(&evaluator, env, NULL);
    for (uint32_t i = 0; i < FACTS && result == LOY_OK; i++)
        result = loy_cel_bind(evaluator, i, &facts[i].value);
    for (uint32_t i = 0; i < EXPRESSIONS && result == LOY_OK; i++)
        result = cost_of(env, evaluator, i, rounds);
    loy_cel_evaluator_free(evaluator);
    loy_cel_env_free(env);
    return result;
}
