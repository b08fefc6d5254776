/*
 * read_currencies.c -- currencies: when their points mature and in which order they
 * are spent.
 */
#include "program/read.h"

#include "base/macros.h"

static void
read_currency(loy__reader *reader, const loy_node *node, uint32_t number, void *item)
{
    loy__currency *out = item;
    static const loy__choice orders[] = {
        {"soonest-expiry", LOY__SPEND_SOONEST},
        {"oldest", LOY__SPEND_OLDEST},
    };
    static const loy__choice floors[] = {
        {"debt", LOY__FLOOR_DEBT},
        {"zero", LOY__FLOOR_ZERO},
        {"pending", LOY__FLOOR_PENDING},
        {"refund", LOY__FLOOR_REFUND},
    };
    static const loy__member members[] = {
        {"scale", LOY__AN_INTEGER, "the decimals of a point, 0 to 6"},
        {"pending", LOY__A_TEXT | LOY__A_MAP,
         "an ISO 8601 duration, e.g. \"P14D\", or {\"until\": \"activate\"}"},
        {"expires", LOY__A_TEXT | LOY__A_MAP, "\"never\" or {\"after\": \"P12M\"}"},
        {"spend_order", LOY__A_TEXT, "\"soonest-expiry\" or \"oldest\""},
        {"floor", LOY__A_TEXT, "\"debt\", \"zero\", \"pending\" or \"refund\""},
        {"payment", LOY__A_MAP, "{\"step\": 100, \"value\": \"1.00\"}"},
        {"rounding", LOY__A_TEXT, "\"floor\", \"half-up\", \"half-even\" or \"ceil\""},
        {"round_at", LOY__A_TEXT, "\"rule\", \"line\", \"event\" or \"ledger\""},
        {"fractions", LOY__A_TEXT, "\"drop\" or \"keep\""},
        {"convert", LOY__A_MAP, "{\"points\": 300, \"issue\": \"VOUCHER\"}"},
    };
    const loy_node *values[LOY_COUNT(members)];

    (void)number;
    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    out->scale = (uint32_t)loy__read_integer(reader, values[0], 0, 6, 0);
    loy__read_pending(reader, values[1], out);
    loy__read_expires(reader, values[2], out);
    out->spend_order =
        loy__read_choice(reader, values[3], orders, LOY_COUNT(orders), LOY__SPEND_SOONEST);
    out->floor = loy__read_choice(reader, values[4], floors, LOY_COUNT(floors), LOY__FLOOR_DEBT);
    loy__read_payment(reader, values[5], out);
    if (out->floor == LOY__FLOOR_REFUND && out->value == 0)
        loy__fault(reader, values[4], "missing-member",
                   "what is missing cannot be kept from the money paid back without its worth",
                   NULL,
                   "say what points are worth, e.g. \"payment\": {\"step\": 100, \"value\": "
                   "\"1.00\"}");
    loy__read_rounding(reader, values[6], values[7], values[8], out);
}

void
loy__read_currencies(loy__reader *reader)
{
    loy_program *program = reader->program;

    program->currencies = loy__read_parts(reader, LOY_PART_CURRENCY, sizeof(loy__currency),
                                          read_currency, &program->currency_count);
    if (program->currencies != NULL)
        loy__read_draws(reader);
}
