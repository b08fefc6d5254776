/*
 * options.c -- what is asked for on the command line.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

#define MAX_GROUP 10000

/* What a command takes beside PROGRAM. */
static const struct grammar {
    const char *command;
    const char *options; /* each between blanks */
    size_t operand;      /* where a second operand goes; 0: there is none */
    const char *wants;   /* said when it is missing; NULL: it may be */
    bool stored;         /* reads a store: one in memory would be empty */
} grammars[] = {
    {"check", " ", 0, NULL, false},
    {"compile", " ", offsetof(struct options, image), "an IMAGE to write", false},
    {"run", " --store --until --group --dump --former ", offsetof(struct options, events), NULL,
     false},
    {"quote", " --store --explain --former ", offsetof(struct options, events), NULL, false},
    {"show", " --store --at --all ", offsetof(struct options, customer),
     "either a CUSTOMER or --all", true},
    {"report", " --store --at --from --to ", 0, NULL, true},
    {"liability", " --store --from --to --value --expected --opening --closing --percent ",
     offsetof(struct options, currency), "a CURRENCY", true},
    {"verify", " --store ", 0, NULL, true},
};

/* Options with a value, and where it goes. */
static const struct place {
    const char *name;
    size_t offset;
} valued[] = {
    {"--store", offsetof(struct options, store)},
    {"--until", offsetof(struct options, until)},
    {"--at", offsetof(struct options, at)},
    {"--from", offsetof(struct options, from)},
    {"--to", offsetof(struct options, to)},
    {"--dump", offsetof(struct options, dump)},
    {"--value", offsetof(struct options, value)},
    {"--expected", offsetof(struct options, expected)},
    {"--opening", offsetof(struct options, opening)},
    {"--closing", offsetof(struct options, closing)},
};

/* Options without one. */
static const struct place flags[] = {
    {"--explain", offsetof(struct options, explain)},
    {"--all", offsetof(struct options, all)},
    {"--percent", offsetof(struct options, percent)},
};

void
options_help(FILE *out)
{
    fputs("usage: loyalty COMMAND PROGRAM [...]\n"
          "\n"
          "  loyalty check  PROGRAM\n"
          "      says every mistake and warning of a program; exit 0 or 1\n"
          "  loyalty compile PROGRAM IMAGE\n"
          "      writes a program as an image; every PROGRAM may be one\n"
          "  loyalty run    PROGRAM [EVENTS] [--store STORE] [--until TIME] [--group N]\n"
          "                 [--dump FILE] [--former PROGRAM]...\n"
          "      applies events (JSON Lines, a file or standard input); writes outcomes\n"
          "  loyalty quote  PROGRAM [EVENTS] [--store STORE] [--explain]\n"
          "                 [--former PROGRAM]...\n"
          "      writes the outcomes that events would have; changes nothing\n"
          "  loyalty show   PROGRAM CUSTOMER --store STORE [--at TIME]\n"
          "  loyalty show   PROGRAM --all --store STORE [--at TIME]\n"
          "      writes a customer, or all of them, as documents\n"
          "  loyalty report PROGRAM --store STORE [--at TIME | --from TIME --to TIME]\n"
          "      writes customers, tiers, stages and points as a document\n"
          "  loyalty liability PROGRAM CURRENCY --store STORE --from TIME --to TIME\n"
          "                 --value MONEY --expected SHARE [--opening SHARE]\n"
          "                 [--closing SHARE] [--percent]\n"
          "      writes what is owed for points by IFRS 15 as a document\n"
          "  loyalty verify PROGRAM --store STORE\n"
          "      says what was altered, removed or put back in a store; exit 0 or 1\n"
          "\n"
          "  --store STORE  memory (default) or sqlite:FILE\n"
          "  --until TIME   settles every customer up to TIME after the events\n"
          "  --at TIME      as of TIME; without it, as of each customer's last event\n"
          "  --from, --to   adds how points came and went between two moments\n"
          "  --group N      events in a commit, 1 to 10000 (default 100)\n"
          "  --dump FILE    writes all customers to FILE at the end\n"
          "  --explain      adds to each outcome why every rule did or did not fire\n"
          "  --former PROGRAM  a version that sales were made under; may be repeated\n"
          "  --value MONEY  what a point is worth to who redeems it\n"
          "  --expected SHARE  of points, from 0 to 1, that will ever be redeemed;\n"
          "                 --opening, --closing as estimated at --from and --to\n"
          "  --percent      rounds the share of points in prices to whole percents\n"
          "  --help, --version\n"
          "\n"
          "TIME is RFC 3339 with an offset, e.g. 2026-03-02T09:15:00+01:00.\n"
          "Exit status: 0 done, 1 the program, an event or what is stored is wrong,\n"
          "2 usage, 3 the store or the output failed.\n",
          out);
}

static const struct grammar *
find_grammar(const char *command)
{
    for (size_t i = 0; i < sizeof(grammars) / sizeof(grammars[0]); i++) {
        if (strcmp(grammars[i].command, command) == 0)
            return &grammars[i];
    }
    return NULL;
}

/* Whether a command takes an option, given up to an '=' or its end. */
static bool
takes(const struct grammar *grammar, const char *name, size_t size)
{
    const char *at = grammar->options;

    while ((at = strstr(at, " --")) != NULL) {
        at++;
        if (strncmp(at, name, size) == 0 && at[size] == ' ')
            return true;
    }
    return false;
}

static int
set_group(struct options *options, const char *value)
{
    char *end;
    unsigned long number = strtoul(value, &end, 10);

    if (value[0] < '0' || value[0] > '9' || *end != '\0' || number < 1 || number > MAX_GROUP) {
        say("--group must be a number from 1 to %d, not '%s'", MAX_GROUP, value);
        return USAGE;
    }
    options->group = (uint32_t)number;
    return DONE;
}

static const struct place *
find_place(const struct place *places, size_t count, const char *name, size_t size)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(places[i].name) == size && memcmp(places[i].name, name, size) == 0)
            return &places[i];
    return NULL;
}

static int
set_value(struct options *options, const char *name, size_t size, char *value)
{
    const struct place *place = find_place(valued, sizeof(valued) / sizeof(valued[0]), name, size);

    if (place != NULL)
        memcpy((char *)options + place->offset, &value, sizeof(value));
    else if (strncmp(name, "--group", size) == 0)
        return set_group(options, value);
    else /* argv has more words before this one than there were of these */
        options->former[options->former_count++] = value;
    return DONE;
}

/* Reads the option at argv[*at], which may take the next word, too. */
static int
read_option(struct options *options, const struct grammar *grammar, int argc, char **argv, int *at)
{
    char *name = argv[*at];
    char *equals = strchr(name, '=');
    size_t size = equals != NULL ? (size_t)(equals - name) : strlen(name);
    const struct place *flag = find_place(flags, sizeof(flags) / sizeof(flags[0]), name, size);

    if (grammar == NULL || !takes(grammar, name, size) || (flag != NULL && equals != NULL)) {
        say("'%.*s' is not an option%s%s; see loyalty --help",
            (int)(flag != NULL ? strlen(name) : size), name, grammar != NULL ? " of " : "",
            grammar != NULL ? grammar->command : "");
        return USAGE;
    }
    if (flag != NULL) {
        *(bool *)((char *)options + flag->offset) = true;
        return DONE;
    }
    if (equals != NULL)
        return set_value(options, name, size, equals + 1);
    if (*at + 1 >= argc) {
        say("%s wants a value; see loyalty --help", name);
        return USAGE;
    }
    return set_value(options, name, size, argv[++*at]);
}

/* The second operand of a command, NULL when it was not given. */
static const char *
second(const struct options *options, const struct grammar *grammar)
{
    const char *word = NULL;

    if (grammar->operand != 0)
        memcpy(&word, (const char *)options + grammar->operand, sizeof(word));
    return word;
}

static int
read_operand(struct options *options, const struct grammar *grammar, const char *word)
{
    if (options->program == NULL) {
        options->program = word;
    } else if (grammar->operand != 0 && second(options, grammar) == NULL) {
        memcpy((char *)options + grammar->operand, &word, sizeof(word));
    } else {
        say("'%s' is one word too many for %s; see loyalty --help", word, grammar->command);
        return USAGE;
    }
    return DONE;
}

static int
missing(const struct grammar *grammar, const char *what)
{
    say("%s wants %s; see loyalty --help", grammar->command, what);
    return USAGE;
}

/* What is missing, or does not go together. */
static int
check_complete(struct options *options, const struct grammar *grammar)
{
    bool priced = takes(grammar, "--value", strlen("--value"));

    if (options->program == NULL)
        return missing(grammar, "a PROGRAM");
    if (grammar->wants != NULL && (second(options, grammar) == NULL) != options->all)
        return missing(grammar, grammar->wants);
    if ((options->from == NULL) != (options->to == NULL) ||
        (options->from != NULL && options->at != NULL) || (priced && options->from == NULL))
        return missing(grammar,
                       priced ? "--from and --to" : "--from and --to together, without --at");
    if (priced && (options->value == NULL || options->expected == NULL))
        return missing(grammar, "--value and --expected");
    if (grammar->stored && options->store == NULL)
        return missing(grammar, "a --store: there is nothing in memory to show");
    if (options->store == NULL)
        options->store = "memory";
    if (options->events != NULL && strcmp(options->events, "-") == 0)
        options->events = NULL;
    return DONE;
}

int
options_read(struct options *options, int argc, char **argv)
{
    const struct grammar *grammar = NULL;
    bool operands = false;

    memset(options, 0, sizeof(*options));
    options->group = 100;
    options->former = argv;
    for (int i = 1; i < argc; i++) {
        int status = DONE;

        if (!operands && (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)) {
            options->help = true;
            return DONE;
        }
        if (!operands && strcmp(argv[i], "--version") == 0) {
            options->version = true;
            return DONE;
        }
        if (!operands && strcmp(argv[i], "--") == 0) {
            operands = true;
        } else if (!operands && argv[i][0] == '-' && argv[i][1] != '\0') {
            status = read_option(options, grammar, argc, argv, &i);
        } else if (grammar == NULL) {
            options->command = argv[i];
            grammar = find_grammar(argv[i]);
            if (grammar == NULL)
                return DONE; /* main says so */
        } else {
            status = read_operand(options, grammar, argv[i]);
        }
        if (status != DONE)
            return status;
    }
    if (grammar == NULL) {
        options_help(stderr);
        return USAGE;
    }
    return check_complete(options, grammar);
}
