/*
 * file_kit.h -- the file that a test of stores works on, in a folder of its own.
 *
 * One test program has one. What SQLite puts beside the file goes with it.
 */
#ifndef LOY_TESTS_FILE_KIT_H
#define LOY_TESTS_FILE_KIT_H

#include <stdbool.h>

/* Makes the folder, without the file; in memory where the system has that and it is
 * asked for. false: there is no place for it. */
bool file_kit_begin(bool in_memory);
/* Of the file, until the end of the program. */
const char *file_kit_path(void);
/* Removes the file, if it is there. */
void file_kit_wipe(void);
/* As file_kit_wipe(), after a test of cmocka. */
int file_kit_teardown(void **state);
/* Removes the folder, which is empty. */
void file_kit_end(void);

#endif
