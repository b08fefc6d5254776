/*
 * main.c -- loyalty: checks and compiles programs, runs and quotes events, shows customers,
 * reports and what is owed for points, and verifies stores, from the command line.
 */
#include <string.h>

#include "tool.h"

static const struct command {
    const char *name;
    int (*run)(const struct options *options);
} commands[] = {
    {"check", command_check},         {"compile", command_compile}, {"run", command_run},
    {"quote", command_quote},         {"show", command_show},       {"report", command_report},
    {"liability", command_liability}, {"verify", command_verify},
};

int
main(int argc, char **argv)
{
    struct options given;
    int status = options_read(&given, argc, argv);

    if (status != DONE)
        return status;
    if (given.help) {
        options_help(stdout);
        return output_close(stdout, "standard output");
    }
    if (given.version) {
        printf("loyalty %s\n", loy_version());
        return output_close(stdout, "standard output");
    }
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        int written;
        if (strcmp(given.command, commands[i].name) != 0)
            continue;
        status = commands[i].run(&given);
        written = output_close(stdout, "standard output");
        return status != DONE ? status : written;
    }
    say("there is no command '%s'; see loyalty --help", given.command);
    return USAGE;
}
