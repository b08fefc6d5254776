/*
 * keys.c -- writing the keys of a program into records, and finding the parts
 * of a program by the keys of a record.
 */
#include "customer/keys.h"

#include "base/words.h"

#define WORD 4

static uint32_t
count_of(const loy_program *program, loy__section section)
{
    switch (section) {
    case LOY__SECTION_CURRENCY:
        return program->currency_count;
    case LOY__SECTION_LADDER:
        return program->track_count;
    case LOY__SECTION_COUNTER:
        return program->counter_count;
    case LOY__SECTION_CAP:
        return program->cap_count;
    case LOY__SECTION_VOUCHER:
        return program->voucher_count;
    case LOY__SECTION_STAGE:
        return program->stage_count;
    default:
        return program->customer_attributes.count;
    }
}

static uint32_t
key_of(const loy_program *program, loy__section section, uint32_t index)
{
    switch (section) {
    case LOY__SECTION_CURRENCY:
        return program->currencies[index].name.key;
    case LOY__SECTION_LADDER:
        return program->ladders[index].name.key;
    case LOY__SECTION_COUNTER:
        return program->counters[index].name.key;
    case LOY__SECTION_CAP:
        return program->caps[index].name.key;
    case LOY__SECTION_VOUCHER:
        return program->vouchers[index].name.key;
    case LOY__SECTION_STAGE:
        return program->stages[index].name.key;
    default:
        return program->customer_attributes.items[index].name.key;
    }
}

size_t
loy__keys_size(const loy_program *program)
{
    size_t words = LOY__SECTION_COUNT;

    for (uint32_t section = 0; section < LOY__SECTION_COUNT; section++)
        words += count_of(program, (loy__section)section);
    for (uint32_t i = 0; i < program->track_count; i++)
        words += 1 + (size_t)program->ladders[i].tier_count;
    return (words + program->customer_attributes.count) * WORD;
}

static unsigned char *
put_word(unsigned char *out, uint32_t word)
{
    loy__store32(out, word);
    return out + WORD;
}

static unsigned char *
put_tiers(const loy__ladder *ladder, unsigned char *out)
{
    out = put_word(out, ladder->tier_count);
    for (uint32_t i = 0; i < ladder->tier_count; i++)
        out = put_word(out, ladder->tiers[i].name.key);
    return out;
}

void
loy__keys_write(const loy_program *program, unsigned char *out)
{
    for (uint32_t section = 0; section < LOY__SECTION_COUNT; section++)
        out = put_word(out, count_of(program, (loy__section)section));
    for (uint32_t section = 0; section < LOY__SECTION_COUNT; section++) {
        for (uint32_t i = 0; i < count_of(program, (loy__section)section); i++) {
            out = put_word(out, key_of(program, (loy__section)section, i));
            if (section == LOY__SECTION_LADDER)
                out = put_tiers(&program->ladders[i], out);
            if (section == LOY__SECTION_ATTRIBUTE)
                out = put_word(out, program->customer_attributes.items[i].kind);
        }
    }
}

/* Words that one part takes, its first at `at`; 0 when they do not fit. */
static size_t
part_words(loy__section section, const unsigned char *at, size_t left)
{
    size_t words = section == LOY__SECTION_LADDER || section == LOY__SECTION_ATTRIBUTE ? 2 : 1;

    if (left < words)
        return 0;
    if (section == LOY__SECTION_LADDER) {
        uint32_t tiers = loy__load32(at + WORD);

        /* A ladder has a lowest tier. */
        if (tiers == 0 || tiers > left - words)
            return 0;
        words += tiers;
    }
    return words;
}

bool
loy__keys_read(loy__keys *keys, const unsigned char *bytes, size_t size)
{
    size_t left = size / WORD;

    if (size % WORD != 0 || left < LOY__SECTION_COUNT)
        return false;
    for (uint32_t section = 0; section < LOY__SECTION_COUNT; section++, bytes += WORD)
        keys->counts[section] = loy__load32(bytes);
    left -= LOY__SECTION_COUNT;
    for (uint32_t section = 0; section < LOY__SECTION_COUNT; section++) {
        keys->parts[section] = bytes;
        for (uint32_t i = 0; i < keys->counts[section]; i++) {
            size_t words = part_words((loy__section)section, bytes, left);

            if (words == 0)
                return false;
            bytes += words * WORD;
            left -= words;
        }
    }
    return left == 0;
}

uint32_t
loy__keys_at(const loy__keys *keys, loy__section section, uint32_t index)
{
    const unsigned char *at = keys->parts[section];

    if (section == LOY__SECTION_ATTRIBUTE)
        at += WORD * (size_t)index;
    if (section != LOY__SECTION_LADDER)
        return loy__load32(at + WORD * (size_t)index);
    for (; index > 0; index--)
        at += WORD * (2 + (size_t)loy__load32(at + WORD));
    return loy__load32(at);
}

uint32_t
loy__keys_kind(const loy__keys *keys, uint32_t index)
{
    return loy__load32(keys->parts[LOY__SECTION_ATTRIBUTE] + WORD * (2 * (size_t)index + 1));
}

const unsigned char *
loy__keys_tiers(const loy__keys *keys, uint32_t ladder, uint32_t *count)
{
    const unsigned char *at = keys->parts[LOY__SECTION_LADDER];

    for (; ladder > 0; ladder--)
        at += WORD * (2 + (size_t)loy__load32(at + WORD));
    *count = loy__load32(at + WORD);
    return at + 2 * WORD;
}

uint32_t
loy__part_of(const loy_program *program, loy__section section, uint32_t key, uint32_t kind)
{
    uint32_t count = count_of(program, section);

    for (uint32_t i = 0; i < count; i++)
        if (key_of(program, section, i) == key &&
            (section != LOY__SECTION_ATTRIBUTE ||
             program->customer_attributes.items[i].kind == kind))
            return i;
    return LOY__NONE;
}

uint32_t
loy__tier_of(const loy__ladder *ladder, uint32_t key)
{
    for (uint32_t i = 0; i < ladder->tier_count; i++)
        if (ladder->tiers[i].name.key == key)
            return i;
    return LOY__NONE;
}
