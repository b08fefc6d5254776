/*
 * driver.c -- runs a fuzz target over files, without libFuzzer: each argument
 * is a file, or a folder of which every file is run. So the seeds are tests
 * under any compiler, and under every sanitizer.
 *
 * A seed that ends the process is named by the last line printed.
 */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz/fuzz.h"

enum { LARGEST = 1 << 20 };

static int
run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    unsigned char *data = malloc(LARGEST), *exact;
    size_t size;

    if (file == NULL || data == NULL) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(1);
    }
    size = fread(data, 1, LARGEST, file);
    fclose(file);
    printf("%s\n", path);
    fflush(stdout);
    /* A block of just this size: reading past its end is seen. */
    exact = malloc(size + (size == 0));
    if (exact == NULL)
        exit(1);
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    free(data);
    return 1;
}

static int
run_folder(const char *path)
{
    struct dirent **names = NULL;
    int found = scandir(path, &names, NULL, alphasort), count = 0;

    for (int i = 0; i < found; i++) {
        char file[4096];

        if (names[i]->d_name[0] != '.') {
            snprintf(file, sizeof(file), "%s/%s", path, names[i]->d_name);
            count += run_file(file);
        }
        free(names[i]);
    }
    free(names);
    return count;
}

int
main(int argc, char **argv)
{
    int count = 0;

    for (int i = 1; i < argc; i++) {
        struct stat is;

        if (stat(argv[i], &is) == 0 && S_ISDIR(is.st_mode))
            count += run_folder(argv[i]);
        else
            count += run_file(argv[i]);
    }
    printf("%d inputs\n", count);
    return count > 0 ? 0 : 1;
}
