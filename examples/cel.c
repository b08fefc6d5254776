/*
 * cel.c -- the expression language by itself: a bakery delivers, and who pays
 * for it is a rule in its settings, not in its program.
 */
#include <loyalty/cel.h>
#include <stdio.h>
#include <string.h>

static const char rule[] =
    "city in served && (total >= 3000 || items.exists(i, i.kind == 'cake'))\n"
    "  ? 0 : (express ? 690 : 390)";

static loy_cel_value
text(const char *words)
{
    return (loy_cel_value){
        .as.text = words, .size = (uint32_t)strlen(words), .kind = LOY_CEL_STRING};
}

static loy_cel_value
list(const loy_cel_value *items, uint32_t size)
{
    return (loy_cel_value){.as.items = items, .size = size, .kind = LOY_CEL_LIST};
}

/* What an order may be asked about. */
static int
declare(loy_cel_env *env)
{
    return loy_cel_declare(env, "city", "string") == LOY_OK &&
           loy_cel_declare(env, "total", "int") == LOY_OK &&
           loy_cel_declare(env, "express", "bool") == LOY_OK &&
           loy_cel_declare(env, "served", "list(string)") == LOY_OK &&
           loy_cel_declare(env, "items", "list(map(string, string))") == LOY_OK;
}

/* An order of one item, as the till knows it. */
static int
deliver(loy_cel_evaluator *till, const loy_cel_program *fee, const char *city, int64_t total,
        const char *kind)
{
    const loy_cel_value pair[] = {text("kind"), text(kind)};
    const loy_cel_value item = {.as.items = pair, .size = 1, .kind = LOY_CEL_MAP};
    const loy_cel_value items = list(&item, 1), where = text(city);
    const loy_cel_value amount = {.as.integer = total, .kind = LOY_CEL_INT};
    loy_cel_value result;

    if (loy_cel_bind_name(till, "city", &where) < 0 ||
        loy_cel_bind_name(till, "total", &amount) < 0 ||
        loy_cel_bind_name(till, "items", &items) < 0 || loy_cel_evaluate(till, fee, &result) < 0)
        return 0;
    if (result.kind == LOY_CEL_ERROR)
        printf("%s for %s: %s\n", kind, city, loy_cel_error_text(result.as.integer));
    else
        printf("%s for %s: %lld cents\n", kind, city, (long long)result.as.integer);
    return 1;
}

int
main(void)
{
    const loy_cel_value cities[] = {text("Ghent"), text("Bruges")};
    const loy_cel_value served = list(cities, 2), no = {.kind = LOY_CEL_BOOL};
    loy_cel_options options = LOY_CEL_OPTIONS_INIT;
    loy_error error = LOY_ERROR_INIT;
    loy_cel_env *env;
    loy_cel_program *fee;
    loy_cel_evaluator *till;

    options.max_items = 50;
    options.budget = 10000; /* settings come from people: no rule may take long */
    if (loy_cel_env_new(&env, &options, NULL) < 0 || !declare(env))
        return 1;

    /* The baker's first try. */
    if (loy_cel_compile(&fee, env, "citty == 'Ghent'", 16, "int", &error) == LOY_ERR_PROGRAM)
        printf("%u:%u: %s; %s\n", error.line, error.column, error.text, error.hint);
    if (loy_cel_compile(&fee, env, rule, strlen(rule), "int", &error) < 0)
        return 1;
    printf("it gives %s in at most %llu steps\n", loy_cel_program_type(fee),
           (unsigned long long)loy_cel_program_cost(fee));

    if (loy_cel_evaluator_new(&till, env, NULL) < 0)
        return 1;
    loy_cel_env_free(env); /* only compiling needs it */
    loy_cel_bind_name(till, "served", &served);
    loy_cel_bind_name(till, "express", &no);
    if (!deliver(till, fee, "Ghent", 1200, "bread") || !deliver(till, fee, "Ghent", 1200, "cake") ||
        !deliver(till, fee, "Bruges", 4500, "bread") || !deliver(till, fee, "Namur", 4500, "cake"))
        return 1;

    loy_cel_evaluator_free(till);
    loy_cel_program_free(fee);
    return 0;
}
