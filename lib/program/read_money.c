/*
 * read_money.c -- the money of a program, and in which other currencies sales may be.
 *
 * How many decimals money has is that of ISO 4217: two, but for those listed here.
 */
#include <string.h>

#include "base/macros.h"
#include "program/read.h"

static uint32_t
digits_of(const char *code)
{
    static const char *const none[] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                       "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                       "VND", "VUV", "XAF", "XOF", "XPF"};
    static const char *const three[] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
    static const char *const four[] = {"CLF", "UYW"};
    size_t i;

    for (i = 0; i < LOY_COUNT(none); i++)
        if (strcmp(none[i], code) == 0)
            return 0;
    for (i = 0; i < LOY_COUNT(three); i++)
        if (strcmp(three[i], code) == 0)
            return 3;
    for (i = 0; i < LOY_COUNT(four); i++)
        if (strcmp(four[i], code) == 0)
            return 4;
    return 2;
}

/* A code of three capital letters; false after a mistake. */
static bool
read_code(loy__reader *reader, const loy_node *node, char code[4])
{
    uint32_t i;

    for (i = 0; i < node->text_size && i < 3; i++)
        if (node->text[i] < 'A' || node->text[i] > 'Z')
            break;
    if (i != 3 || node->text_size != 3) {
        loy__fault(reader, node, "bad-money", "\"%s\" is no currency code", node->text,
                   "write an ISO 4217 code of three capital letters, e.g. \"EUR\"");
        return false;
    }
    memcpy(code, node->text, 3);
    return true;
}

static void
read_own(loy__reader *reader, const loy_node *node)
{
    loy_program *program = reader->program;

    program->money_digits = 2;
    if (node != NULL && read_code(reader, node, program->money))
        program->money_digits = digits_of(program->money);
}

/* ---- Other money ---- */

static void
read_other(loy__reader *reader, const loy_node *item, loy__money *all)
{
    loy_program *program = reader->program;
    loy__money *out = &all[program->other_money.count];

    if (!loy__expect(reader, item, LOY__A_TEXT, "an ISO 4217 code, e.g. \"USD\"") ||
        !read_code(reader, item, out->code))
        return;
    if (strcmp(out->code, program->money) == 0)
        loy__fault(reader, item, "duplicate-id", "\"%s\" is the program's own money", item->text,
                   "list only the others");
    for (uint32_t i = 0; i < program->other_money.count; i++)
        if (strcmp(out->code, all[i].code) == 0)
            loy__fault(reader, item, "duplicate-id", "\"%s\" is listed twice", item->text,
                       "name each currency once");
    out->digits = digits_of(out->code);
    program->other_money.count++;
}

void
loy__read_moneys(loy__reader *reader)
{
    static const loy__choice roundings[] = {{"half-up", LOY__HALF_UP},
                                            {"floor", LOY__FLOOR},
                                            {"half-even", LOY__HALF_EVEN},
                                            {"ceil", LOY__CEIL}};
    static const loy__member members[] = {
        {"currencies", LOY__A_LIST | LOY__REQUIRED, "ISO 4217 codes, e.g. [\"USD\", \"JPY\"]"},
        {"rounding", LOY__A_TEXT, "\"half-up\", \"floor\", \"half-even\" or \"ceil\""},
    };
    const loy_node *node = reader->root[LOY__ROOT_OTHER_MONEY], *values[LOY_COUNT(members)];
    const loy_node *promotions = reader->root[LOY__ROOT_PROMOTIONS];
    loy__other_money *out = &reader->program->other_money;
    loy__money *all;

    read_own(reader, reader->root[LOY__ROOT_MONEY]);
    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    out->rounding = (loy__rounding)loy__read_choice(reader, values[1], roundings,
                                                    LOY_COUNT(roundings), LOY__HALF_UP);
    if (values[0] == NULL)
        return;
    if (values[0]->count == 0)
        loy__fault(reader, values[0], "missing-member", "no other currency is named", NULL,
                   "name currencies, or leave \"other_money\" out");
    if (promotions != NULL && promotions->count > 0)
        loy__fault(reader, node, "conflicting-members",
                   "what promotions take off is not reckoned in other money", NULL,
                   "leave out \"other_money\", or the promotions");
    all = loy__keep(reader, values[0]->count, sizeof(*all));
    for (const loy_node *item = values[0]->first; item != NULL && all != NULL; item = item->next)
        read_other(reader, item, all);
    out->all = all;
}
