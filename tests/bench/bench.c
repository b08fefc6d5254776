/*
 * bench.c -- loyalty-bench: runs a workload through the whole engine and prints
 * one line of figures with the workload's checksum.
 *
 *     loyalty-bench w1|w2|w3|quote|cel [--events N] [--store memory|sqlite:FILE] [--group N]
 *                                      [--synchronous full|normal] [--rules N] [--lines N]
 *                                      [--form short|long]
 *
 * w3 is w1 that lasts: 50,000 events into sqlite:w3.db of the current folder
 * unless said otherwise. wrote: bytes an event that the process handed to files.
 *
 * quote quotes baskets of --lines lines (default 20) under --rules rules.
 * cel evaluates single expressions --events times.
 * --rules: promotions of w2; those beyond 10,000 match no event. --form long: their
 * conditions ask for the lines, too, by `exists`. Only the
 * events are timed, and apart from them the compiling of the program. The checksum must be that of
 * every other implementation of the same workload.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "loyalty/store.h"
#ifdef LOYALTY_HAVE_SQLITE
#include "loyalty/sqlite.h"
#endif
#include "clock.h"
#include "expression.h"
#include "quote.h"
#include "w2.h"

#define SETTLE_AFTER 100 /* days after the last event */

typedef struct options {
    const char *workload;
    const char *store;
    uint32_t events;
    uint32_t group;
    uint32_t rules;
    uint32_t lines;
    bool normal;
    bool is_long;
} options;

typedef struct counts {
    uint64_t allocations;
} counts;

typedef struct figures {
    double wall, cpu;
    double wrote;
    double load; /* of compiling the program */
    uint64_t allocations;
    uint64_t record_bytes; /* of all customers */
} figures;

static void *
counting_resize(void *context, void *old, size_t old_size, size_t new_size)
{
    counts *seen = context;

    (void)old_size;
    if (new_size == 0) {
        free(old);
        return NULL;
    }
    seen->allocations++;
    return realloc(old, new_size);
}

/* Bytes that this process has handed to files, where the system says so. */
static double
written(void)
{
    FILE *file = fopen("/proc/self/io", "r");
    char name[64];
    double value = 0;

    if (file == NULL)
        return 0;
    while (fscanf(file, "%63s %lf", name, &value) == 2 && strcmp(name, "wchar:") != 0)
        ;
    fclose(file);
    return value;
}

static int
usage(void)
{
    fprintf(stderr,
            "usage: loyalty-bench w1|w2|w3|quote|cel [--events N] [--store memory|sqlite:FILE] "
            "[--group N] [--synchronous full|normal] [--rules N] [--lines N] "
            "[--form short|long]\n");
    return 2;
}

static int
is_durable(const options *want)
{
    return want->workload != NULL && strcmp(want->workload, "w3") == 0;
}

static bool
is_known(const char *name)
{
    static const char *const all[] = {"w1", "w2", "w3", "quote", "cel"};

    for (size_t i = 0; name != NULL && i < sizeof(all) / sizeof(all[0]); i++)
        if (strcmp(name, all[i]) == 0)
            return true;
    return false;
}

static int
read_options(int argc, char **argv, options *out)
{
    *out = (options){.group = 1, .rules = WORKLOAD_PROMOTIONS, .lines = 20};
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;

        if (argv[i][0] != '-' && out->workload == NULL) {
            out->workload = argv[i];
            continue;
        }
        if (value == NULL)
            return -1;
        if (strcmp(argv[i], "--events") == 0)
            out->events = (uint32_t)strtoul(value, NULL, 10);
        else if (strcmp(argv[i], "--store") == 0)
            out->store = value;
        else if (strcmp(argv[i], "--group") == 0)
            out->group = (uint32_t)strtoul(value, NULL, 10);
        else if (strcmp(argv[i], "--rules") == 0)
            out->rules = (uint32_t)strtoul(value, NULL, 10);
        else if (strcmp(argv[i], "--lines") == 0)
            out->lines = (uint32_t)strtoul(value, NULL, 10);
        else if (strcmp(argv[i], "--synchronous") == 0)
            out->normal = strcmp(value, "normal") == 0;
        else if (strcmp(argv[i], "--form") == 0)
            out->is_long = strcmp(value, "long") == 0;
        else
            return -1;
        i++;
    }
    if (out->events == 0)
        out->events = is_durable(out) ? 50000 : 200000;
    if (out->store == NULL)
        out->store = is_durable(out) ? "sqlite:w3.db" : "memory";
    return is_known(out->workload) && out->events > 0 && out->group > 0 ? 0 : -1;
}

static loy_store *
open_store(const options *want, const loy_memory *memory)
{
    loy_store *store = NULL;
    loy_error error = LOY_ERROR_INIT;
    int result = LOY_ERR_INVALID;

    if (strcmp(want->store, "memory") == 0)
        result = loy_memory_store_open(&store, memory);
#ifdef LOYALTY_HAVE_SQLITE
    else if (strncmp(want->store, "sqlite:", 7) == 0) {
        remove(want->store + 7);
        result =
            loy_sqlite_open(&store, want->store + 7,
                            want->normal ? LOY_SQLITE_NORMAL : LOY_SQLITE_FULL, memory, &error);
    }
#endif
    if (result < 0)
        fprintf(stderr, "store %s: %s %s\n", want->store, loy_result_text(result), error.text);
    return store;
}

static int
apply_all(loy_engine *engine, const sales *made, const options *want, loy_error *error)
{
    uint32_t count = made->from->event_count;
    int result = LOY_OK;

    if (want->group == 1) {
        for (uint32_t i = 0; result == LOY_OK && i < count; i++)
            result = loy_engine_apply(engine, &made->events[i], NULL, error);
        return result;
    }
    for (uint32_t at = 0; result == LOY_OK && at < count; at += want->group) {
        const loy_event *events[10000];
        uint32_t size = count - at < want->group ? count - at : want->group;

        for (uint32_t i = 0; i < size && i < 10000; i++)
            events[i] = &made->events[at + i];
        result = loy_engine_apply_batch(engine, events, size, want->group, NULL, NULL, error);
    }
    return result;
}

static int
time_events(loy_engine *engine, const sales *made, const options *want, const counts *seen,
            figures *out)
{
    loy_error error = LOY_ERROR_INIT;
    uint64_t allocations = seen->allocations;
    double wall = read_clock(CLOCK_MONOTONIC);
    double cpu = read_clock(CLOCK_PROCESS_CPUTIME_ID);
    double wrote = written();
    int result = apply_all(engine, made, want, &error);

    out->wall = (read_clock(CLOCK_MONOTONIC) - wall) / made->from->event_count;
    out->cpu = (read_clock(CLOCK_PROCESS_CPUTIME_ID) - cpu) / made->from->event_count;
    out->wrote = (written() - wrote) / made->from->event_count;
    out->allocations = seen->allocations - allocations;
    if (result < 0)
        fprintf(stderr, "%s: %s\n", loy_result_text(result), error.text);
    return result;
}

static int
add_record(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
           uint64_t revision)
{
    figures *out = context;

    (void)id;
    (void)id_size;
    (void)bytes;
    (void)revision;
    out->record_bytes += size;
    return 1;
}

static int
print_line(loy_engine *engine, const sales *made, const options *want, const figures *seen)
{
    const workload_event *last = &made->from->events[made->from->event_count - 1];
    int64_t at = WORKLOAD_START + (int64_t)(last->time / 86400 + SETTLE_AFTER) * WORKLOAD_DAY;
    long long points = 0, tier = 0, vouchers = 0, mixed = 0;
    loy_customer *customer = NULL;
    loy_report *report = NULL;
    struct rusage usage;
    int result = loy_customer_new(&customer, NULL);

    if (result == LOY_OK)
        result = loy_report_new(&report, NULL);
    for (uint32_t i = 0; result == LOY_OK && i < WORKLOAD_MEMBERS; i++) {
        char id[12];
        long long balance, rank, held;

        member_id(i, id);
        result = loy_engine_customer(engine, id, strlen(id), at, customer, NULL);
        if (result < 0)
            break;
        balance = loy_customer_balance(customer, 0)->available;
        rank = loy_customer_tier(customer, 0)->tier[1] - '0';
        held =
            loy_customer_voucher_count(customer) > 0 ? loy_customer_voucher(customer, 0)->count : 0;
        points += balance;
        tier += rank;
        vouchers += held;
        mixed += (long long)(i + 1) * (balance + 1000 * rank + 7 * held);
    }
    if (result == LOY_OK)
        result = loy_engine_report(engine, at, report, NULL);
    getrusage(RUSAGE_SELF, &usage);
    if (result == LOY_OK)
        printf("name=loyalty workload=%s events=%u wall_ns=%.1f cpu_ns=%.1f rss_mb=%.1f "
               "points=%lld tier=%lld vouchers=%lld redeemed=%lld expired=%lld mixed=%lld "
               "store=%s group=%u allocations=%.6f customer_bytes=%.1f load_ms=%.1f wrote=%.1f\n",
               want->workload[1] == '1'   ? "W1"
               : want->workload[1] == '2' ? "W2"
                                          : "W3",
               made->from->event_count, seen->wall, seen->cpu, (double)usage.ru_maxrss / 1024.0,
               points, tier, vouchers, (long long)loy_report_totals(report, 0)->spent,
               (long long)loy_report_totals(report, 0)->expired, mixed,
               strncmp(want->store, "sqlite:", 7) == 0 ? (want->normal ? "sqlite-normal" : "sqlite")
                                                       : want->store,
               want->group, (double)seen->allocations / made->from->event_count,
               (double)seen->record_bytes / WORKLOAD_MEMBERS, seen->load / 1e6, seen->wrote);
    loy_report_free(report);
    loy_customer_free(customer);
    return result;
}

static int
run(const options *want, const loy_program *program, const workload *made, double load)
{
    counts seen = {0};
    const loy_memory memory = {.size = sizeof(memory), .context = &seen, .resize = counting_resize};
    loy_store *store = open_store(want, &memory);
    loy_engine *engine = NULL;
    figures found = {.load = load};
    sales made_sales = {0};
    int result = store == NULL ? LOY_ERR_STORE : loy_engine_new(&engine, program, store, &memory);

    if (result == LOY_OK && sales_make(&made_sales, made) < 0)
        result = LOY_ERR_NOMEM;
    if (result == LOY_OK)
        result = chain_open(engine, made, want->workload[1] != '2');
    if (result == LOY_OK)
        result = time_events(engine, &made_sales, want, &seen, &found);
    if (result == LOY_OK)
        result = loy_store_walk(store, LOY_KIND_CUSTOMER, NULL, 0, add_record, &found);
    if (result == LOY_OK)
        result = print_line(engine, &made_sales, want, &found);
    sales_free(&made_sales);
    loy_engine_free(engine);
    loy_store_close(store);
    return result;
}

/* Quotes change nothing: the members are as they were opened. */
static int
run_quotes(const options *want, const loy_program *program, const workload *made, double load)
{
    loy_store *store = open_store(want, NULL);
    loy_engine *engine = NULL;
    int64_t points = 0;
    double cost = 0;
    int result = store == NULL ? LOY_ERR_STORE : loy_engine_new(&engine, program, store, NULL);

    if (result == LOY_OK) {
        sales none = {0};

        result = sales_make(&none, made) < 0 ? LOY_ERR_NOMEM : chain_open(engine, made, false);
        sales_free(&none);
    }
    if (result == LOY_OK)
        cost = quote_baskets(engine, made->event_count, want->lines, &points);
    if (result == LOY_OK && cost < 0)
        result = (int)cost;
    if (result == LOY_OK)
        printf("name=loyalty workload=quote rules=%u lines=%u quotes=%u cpu_ns=%.1f points=%lld "
               "load_ms=%.1f\n",
               want->rules, want->lines, made->event_count, cost, (long long)points, load / 1e6);
    loy_engine_free(engine);
    loy_store_close(store);
    return result;
}

static loy_draft *
draft_of(const options *want)
{
    switch (want->workload[1]) {
    case '2':
        return w2_draft(want->rules, want->is_long);
    case 'u':
        return quote_draft(want->rules);
    default:
        return w1_draft();
    }
}

/* NULL with a message on standard error. */
static loy_program *
load_program(const options *want, double *load)
{
    loy_draft *draft = draft_of(want);
    loy_program *program = NULL;
    loy_problems *problems = NULL;

    if (draft == NULL || loy_problems_new(&problems, NULL) < 0) {
        loy_draft_free(draft);
        return NULL;
    }
    *load = read_clock(CLOCK_PROCESS_CPUTIME_ID);
    loy_program_new(&program, draft, problems);
    *load = read_clock(CLOCK_PROCESS_CPUTIME_ID) - *load;
    for (uint32_t i = 0; i < loy_problems_count(problems, 0); i++) {
        const loy_problem *problem = loy_problems_at(problems, i);

        fprintf(stderr, "%s: %s; %s\n", problem->path, problem->text, problem->hint);
    }
    loy_problems_free(problems);
    loy_draft_free(draft);
    return program;
}

int
main(int argc, char **argv)
{
    options want;
    workload made;
    loy_program *program;
    double load = 0;
    int result;

    if (read_options(argc, argv, &want) < 0)
        return usage();
    if (want.workload[0] == 'c')
        return expression_costs(want.events) < 0;
    program = load_program(&want, &load);
    if (program == NULL || workload_make(&made, want.events) < 0)
        return 1;
    result = want.workload[0] == 'q' ? run_quotes(&want, program, &made, load)
                                     : run(&want, program, &made, load);
    workload_free(&made);
    loy_program_free(program);
    if (result < 0)
        fprintf(stderr, "%s\n", loy_result_text(result));
    return result < 0;
}
