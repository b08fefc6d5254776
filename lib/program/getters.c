/*
 * getters.c -- what the public header tells of a compiled program.
 */
#include "program/program.h"

#include <string.h>

const char *
loy_program_id(const loy_program *program)
{
    return program == NULL ? "" : program->name.text;
}

int64_t
loy_program_version(const loy_program *program)
{
    return program == NULL ? 0 : program->version;
}

const char *
loy_program_digest(const loy_program *program)
{
    return program == NULL ? "" : program->digest;
}

const char *
loy_program_money(const loy_program *program)
{
    return program == NULL ? "" : program->money;
}

uint32_t
loy_program_money_digits(const loy_program *program)
{
    return program == NULL ? 0 : program->money_digits;
}

int32_t
loy_program_digits_of(const loy_program *program, const char *currency, uint32_t size)
{
    if (program == NULL || currency == NULL || size != 3)
        return -1;
    if (memcmp(program->money, currency, 3) == 0)
        return (int32_t)program->money_digits;
    for (uint32_t i = 0; i < program->other_money.count; i++)
        if (memcmp(program->other_money.all[i].code, currency, 3) == 0)
            return (int32_t)program->other_money.all[i].digits;
    return -1;
}

uint32_t
loy_program_count(const loy_program *program, uint32_t part)
{
    if (program == NULL)
        return 0;
    switch (part) {
    case LOY_PART_CURRENCY:
        return program->currency_count;
    case LOY_PART_LADDER:
        return program->ladder_count;
    case LOY_PART_STAGE:
        return program->stage_count;
    case LOY_PART_RULE:
        return program->rule_count;
    case LOY_PART_REWARD:
        return program->reward_count;
    case LOY_PART_VOUCHER:
        return program->voucher_count;
    case LOY_PART_COUNTER:
        return program->counter_count;
    default:
        return 0;
    }
}

const char *
loy_program_name(const loy_program *program, uint32_t part, uint32_t index)
{
    if (index >= loy_program_count(program, part))
        return NULL;
    switch (part) {
    case LOY_PART_CURRENCY:
        return program->currencies[index].name.text;
    case LOY_PART_LADDER:
        return program->ladders[index].name.text;
    case LOY_PART_STAGE:
        return program->stages[index].name.text;
    case LOY_PART_RULE:
        return program->rules[index].name.text;
    case LOY_PART_REWARD:
        return program->rewards[index].name.text;
    case LOY_PART_VOUCHER:
        return program->vouchers[index].name.text;
    default:
        return program->counters[index].name.text;
    }
}

uint32_t
loy_program_scale(const loy_program *program, const char *currency)
{
    uint32_t number = LOY__NONE;

    if (program != NULL && currency != NULL)
        number = loy__program_find(program, LOY_PART_CURRENCY, currency, strlen(currency));
    return number == LOY__NONE ? 0 : program->currencies[number].scale;
}

uint32_t
loy_program_tier_count(const loy_program *program, uint32_t ladder)
{
    return program != NULL && ladder < program->ladder_count ? program->ladders[ladder].tier_count
                                                             : 0;
}

const char *
loy_program_tier_name(const loy_program *program, uint32_t ladder, uint32_t index)
{
    if (index >= loy_program_tier_count(program, ladder))
        return NULL;
    return program->ladders[ladder].tiers[index].name.text;
}

uint32_t
loy_program_symbol(const loy_program *program, const char *text, size_t size)
{
    if (program == NULL || text == NULL)
        return 0;
    return loy__map_get(&program->symbols, text, size, 0);
}
