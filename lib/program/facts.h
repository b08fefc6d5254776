/*
 * facts.h -- the facts that expressions read: their slots, and the fields of lines.
 */
#ifndef LOY_PROGRAM_FACTS_H
#define LOY_PROGRAM_FACTS_H

#include "cel/cel.h"
#include "program/name.h"

/* Fixed slots; those of parts follow from the bases in loy__facts. */
enum {
    LOY__FACT_EVENT_TYPE = 0,
    LOY__FACT_EVENT_TIME,
    LOY__FACT_EVENT_STORE,
    LOY__FACT_EVENT_CHANNEL,
    LOY__FACT_EVENT_SOURCE,
    LOY__FACT_EVENT_CODES,
    LOY__FACT_LOCAL_HOUR,
    LOY__FACT_LOCAL_MINUTE,
    LOY__FACT_LOCAL_WEEKDAY,
    LOY__FACT_LOCAL_DAY,
    LOY__FACT_LOCAL_MONTH,
    LOY__FACT_LOCAL_YEAR,
    LOY__FACT_LINES,
    LOY__FACT_TOTAL,
    LOY__FACT_PAID,
    LOY__FACT_PURCHASES,
    LOY__FACT_VISITS,
    LOY__FACT_SPEND,
    LOY__FACT_DAYS_SINCE_PURCHASE,
    LOY__FACT_DAYS_SINCE_FIRST,
    LOY__FACT_DAYS_SINCE_ENROL,
    LOY__FACT_STAGE,
    LOY__FACT_BIRTHDAY_MONTH,
    LOY__FACT_BIRTHDAY_DAY,
    LOY__FACT_IS_BIRTHDAY,
    LOY__FACT_DAYS_SINCE_BIRTHDAY,
    LOY__FACT_FIXED
};

/* Fields of the line object; attributes of lines follow LOY__LINE_FIXED. */
enum {
    LOY__LINE_ID = 0,
    LOY__LINE_SKU,
    LOY__LINE_CATEGORY,
    LOY__LINE_QUANTITY,
    LOY__LINE_QUANTITY_MILLI,
    LOY__LINE_UNIT_PRICE,
    LOY__LINE_AMOUNT,
    LOY__LINE_DISCOUNT,
    LOY__LINE_TAX,
    LOY__LINE_TAGS,
    LOY__LINE_PAID,
    LOY__LINE_LIST_TAX,
    LOY__LINE_TAX_ON_TOP,
    LOY__LINE_FIXED
};

/* Lines without which an amount is 0 and cannot fail. */
typedef struct loy__line_need {
    uint64_t symbols; /* bits of loy__symbol_bit, one of which must be there */
    uint32_t field;   /* LOY__LINE_SKU or LOY__LINE_CATEGORY; 0: no such need */
    uint32_t reserved;
} loy__line_need;

/* What the lines of an event have, by the fields that needs name: bits of
 * loy__symbol_bit. The first is of no field, and whoever has no need finds it there. */
#define LOY__NEED_FIELDS (LOY__LINE_CATEGORY + 1)
#define LOY__NO_NEED ((loy__line_need){.symbols = 1})

/* Symbols of lines as bits: a bit that is not set is of no line. */
static inline uint64_t
loy__symbol_bit(uint32_t symbol)
{
    return symbol == 0 ? 0 : UINT64_C(1) << (symbol & 63);
}

typedef struct loy__let {
    loy__name name;
    const loy__cel_code *code;
    loy__line_need need; /* without any symbol where no code reads it */
    uint32_t slot;
    bool lines; /* as loy__reads_lines says */
} loy__let;

/* A fact about one of the parts of a program that some code reads. */
typedef struct loy__part_fact {
    uint32_t slot;
    uint32_t part; /* LOY_PART_LADDER, ...; LOY__NONE: an attribute of customers */
    uint32_t number;
    uint32_t reserved;
} loy__part_fact;

typedef struct loy__facts {
    const char *const *names; /* by slot, as conditions write them */
    const uint64_t *used;     /* bitset of slots that some code reads */
    const loy__part_fact *parts;
    uint64_t line_fields; /* bitset of line fields that some code reads */
    uint32_t slot_count;
    uint32_t line_object; /* its number for ROWS tags */
    uint32_t line_field_count;
    uint32_t tiers;    /* slot of customer.tiers.<first ladder> */
    uint32_t points;   /* slot of customer.points.<first currency> */
    uint32_t counters; /* slot of customer.counters.<first counter> */
    uint32_t plans;    /* slot of customer.membership.<first plan> */
    uint32_t lets;     /* slot of the first let */
    uint32_t part_count;
} loy__facts;

/* Whether some code reads any of the fixed slots from `first` to `last`. */
static inline bool
loy__facts_read(const loy__facts *facts, uint32_t first, uint32_t last)
{
    return (facts->used[0] & ((UINT64_C(2) << last) - (UINT64_C(1) << first))) != 0;
}

/* Whether code reads the lines, and neither a named expression nor their total: the
 * lines that count for it are those that it loops over. */
static inline bool
loy__reads_lines(const loy__facts *facts, const loy__cel_code *code)
{
    uint64_t low = loy__cel_reads_of(code)->low;
    uint32_t count;
    const uint32_t *slots = loy__cel_slots(code, &count);

    return (low >> LOY__FACT_LINES & 1) != 0 && (low >> LOY__FACT_TOTAL & 1) == 0 &&
           slots[count - 1] < facts->lets; /* they ascend */
}

#endif
