/*
 * options.c -- what is asked for on the command line.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

#define MAX_GROUP 10000

/* The operands and options that a command takes. */
static const struct grammar {
    const char *command;
    const char *options; /* each between blanks */
    bool events;
    bool customer;
    bool image;
    bool needs_store; /* a store in memory would be empty */
} grammars[] = {
    {"check", " ", false, false, false, false},
    {"compile", " ", false, false, true, false},
    {"run", " --store --until --group --dump ", true, false, false, false},
    {"quote", " --store --explain ", true, false, false, false},
    {"show", " --store --at --all ", false, true, false, true},
    {"report", " --store --at --from --to ", false, false, false, true},
};

/* Options with a value, and where it goes. */
static const struct valued {
    const char *name;
    size_t offset;
} valued[] = {
    {"--store", offsetof(struct options, store)}, {"--until", offsetof(struct options, until)},
    {"--at", offsetof(struct options, at)},       {"--from", offsetof(struct options, from)},
    {"--to", offsetof(struct options, to)},       {"--dump", offsetof(struct options, dump)},
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
          "                 [--dump FILE]\n"
          "      applies events (JSON Lines, a file or standard input); writes outcomes\n"
          "  loyalty quote  PROGRAM [EVENTS] [--store STORE] [--explain]\n"
          "      writes the outcomes that events would have; changes nothing\n"
          "  loyalty show   PROGRAM CUSTOMER --store STORE [--at TIME]\n"
          "  loyalty show   PROGRAM --all --store STORE [--at TIME]\n"
          "      writes a customer, or all of them, as documents\n"
          "  loyalty report PROGRAM --store STORE [--at TIME | --from TIME --to TIME]\n"
          "      writes customers, tiers, stages and points as a document\n"
          "\n"
          "  --store STORE  memory (default) or sqlite:FILE\n"
          "  --until TIME   settles every customer up to TIME after the events\n"
          "  --at TIME      as of TIME; without it, as of each customer's last event\n"
          "  --from, --to   adds how points came and went between two moments\n"
          "  --group N      events in a commit, 1 to 10000 (default 100)\n"
          "  --dump FILE    writes all customers to FILE at the end\n"
          "  --explain      adds to each outcome why every rule did or did not fire\n"
          "  --help, --version\n"
          "\n"
          "TIME is RFC 3339 with an offset, e.g. 2026-03-02T09:15:00+01:00.\n"
          "Exit status: 0 done, 1 the program or an event is wrong, 2 usage,\n"
          "3 the store or the output failed.\n",
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

static int
set_value(struct options *options, const char *name, size_t size, const char *value)
{
    if (strncmp(name, "--group", size) == 0)
        return set_group(options, value);
    for (size_t i = 0; i < sizeof(valued) / sizeof(valued[0]); i++) {
        if (strlen(valued[i].name) == size && strncmp(name, valued[i].name, size) == 0)
            memcpy((char *)options + valued[i].offset, &value, sizeof(value));
    }
    return DONE;
}

/* Reads the option at argv[*at], which may take the next word, too. */
static int
read_option(struct options *options, const struct grammar *grammar, int argc, char **argv, int *at)
{
    const char *name = argv[*at];
    const char *equals = strchr(name, '=');
    size_t size = equals != NULL ? (size_t)(equals - name) : strlen(name);
    bool explain = strcmp(name, "--explain") == 0;
    bool all = strcmp(name, "--all") == 0;

    if (grammar == NULL || !takes(grammar, name, size)) {
        say("'%.*s' is not an option%s%s; see loyalty --help", (int)size, name,
            grammar != NULL ? " of " : "", grammar != NULL ? grammar->command : "");
        return USAGE;
    }
    options->explain |= explain;
    options->all |= all;
    if (explain || all)
        return DONE;
    if (equals != NULL)
        return set_value(options, name, size, equals + 1);
    if (*at + 1 >= argc) {
        say("%s wants a value; see loyalty --help", name);
        return USAGE;
    }
    return set_value(options, name, size, argv[++*at]);
}

static int
read_operand(struct options *options, const struct grammar *grammar, const char *word)
{
    if (options->program == NULL) {
        options->program = word;
    } else if (grammar->events && options->events == NULL) {
        options->events = word;
    } else if (grammar->image && options->image == NULL) {
        options->image = word;
    } else if (grammar->customer && options->customer == NULL) {
        options->customer = word;
    } else {
        say("'%s' is one word too many for %s; see loyalty --help", word, grammar->command);
        return USAGE;
    }
    return DONE;
}

/* What is missing. */
static int
check_complete(struct options *options, const struct grammar *grammar)
{
    if (options->program == NULL) {
        say("%s wants a PROGRAM; see loyalty --help", grammar->command);
        return USAGE;
    }
    if (grammar->image && options->image == NULL) {
        say("%s wants an IMAGE to write; see loyalty --help", grammar->command);
        return USAGE;
    }
    if (grammar->customer && (options->customer == NULL) != options->all) {
        say("%s wants either a CUSTOMER or --all", grammar->command);
        return USAGE;
    }
    if ((options->from == NULL) != (options->to == NULL) ||
        (options->from != NULL && options->at != NULL)) {
        say("%s wants --from and --to together, without --at; see loyalty --help",
            grammar->command);
        return USAGE;
    }
    if (grammar->needs_store && options->store == NULL) {
        say("%s wants a --store: there is nothing in memory to show", grammar->command);
        return USAGE;
    }
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
