/*
 * read_holds.c -- points set aside while a customer pays: when a hold lapses
 * that nobody captures or releases.
 */
#include "program/read.h"

#include "base/macros.h"

void
loy__read_holds(loy__reader *reader)
{
    static const loy__choice never[] = {{"never", 0}};
    static const loy__member members[] = {
        {"after", LOY__A_TEXT, "an ISO 8601 duration, e.g. \"PT15M\", or \"never\""},
    };
    const loy_node *values[LOY_COUNT(members)];
    loy_program *program = reader->program;

    program->hold_after = (loy__duration){.ms = 15 * 60000};
    program->holds_lapse = true;
    loy__read_members(reader, reader->root[LOY__ROOT_HOLDS], members, LOY_COUNT(members), values);
    if (values[0] == NULL)
        return;
    if (values[0]->text_size > 0 && values[0]->text[0] == 'P') {
        loy__read_duration(reader, values[0], LOY__DURATION_POSITIVE, &program->hold_after);
        return;
    }
    loy__read_choice(reader, values[0], never, LOY_COUNT(never), 0);
    program->holds_lapse = false;
}
