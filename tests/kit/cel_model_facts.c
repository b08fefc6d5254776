/*
 * cel_model_facts.c -- the facts of the model: their declaration, and values
 * that the walker and the machine see alike.
 */
#include <string.h>

#include "base/macros.h"
#include "kit/cel_model.h"

int64_t
cel_model_number(cel_model *m)
{
    static const int64_t numbers[] = {0,         1,   2,    3,    10,         -1,       -7,
                                      100,       450, 1000, 2000, 65536,      1 << 30,  5000000000,
                                      INT64_MAX, 7,   -100, 9,    -INT64_MAX, INT64_MIN};

    return numbers[m->draw(m->context, LOY_COUNT(numbers))];
}

const char *
cel_model_text(cel_model *m)
{
    static const char *const texts[] = {"",      "a",        "latte",  "drinks", "drinks/coffee",
                                        "drink", "drinks/",  "SPRING", "spring", "caf\xc3\xa9",
                                        "/",     "croissant"};

    return texts[m->draw(m->context, LOY_COUNT(texts))];
}

static void
set_number(cel_model *m, uint32_t slot, int64_t number, bool truth)
{
    m->facts[slot] = (cel_model_value){.number = number};
    m->slots[slot] = truth ? loy__cel_bool(number != 0) : loy__cel_int(number);
}

/* A text for both; one in four has no symbol, unless it must. */
static void
set_text(cel_model *m, cel_model_value *fact, loy__cel_value *slot, bool known)
{
    const char *text = cel_model_text(m);
    uint32_t size = (uint32_t)strlen(text);

    *fact = (cel_model_value){.text = text, .size = size};
    *slot = loy__cel_string(
        text, size, m->draw(m->context, 4) == 3 && !known ? 0 : cel_model_intern(NULL, text, size));
}

static void
set_texts(cel_model_value *facts, loy__cel_value *values, uint32_t count, cel_model_value *fact,
          loy__cel_value *slot)
{
    *fact = (cel_model_value){.items = facts, .size = count};
    *slot = (loy__cel_value){.as.items = values, .size = count, .tag = LOY__CEL_LIST};
}

static void
fill_line(cel_model *m, uint32_t i)
{
    cel_model_value *fields = m->fields[i];
    loy__cel_value *row = m->rows[i];

    m->lines[i] = (cel_model_value){.number = i, .row = i + 1};
    set_text(m, &fields[CEL_MODEL_SKU], &row[CEL_MODEL_SKU], true);
    set_text(m, &fields[CEL_MODEL_CATEGORY], &row[CEL_MODEL_CATEGORY], true);
    for (uint32_t field = CEL_MODEL_AMOUNT; field <= CEL_MODEL_QUANTITY; field++) {
        fields[field] = (cel_model_value){.number = cel_model_number(m)};
        row[field] = loy__cel_int(fields[field].number);
    }
    set_texts(m->tags, m->tag_values, (uint32_t)m->draw(m->context, CEL_MODEL_CODES + 1),
              &fields[CEL_MODEL_TAGS], &row[CEL_MODEL_TAGS]);
}

void
cel_model_fill(cel_model *m)
{
    uint32_t slot = 0, count, rows = LOY__CEL_ROWS | m->line << 8;

    for (uint32_t i = 0; i < CEL_MODEL_INTS; i++)
        set_number(m, slot++, cel_model_number(m), false);
    for (uint32_t i = 0; i < CEL_MODEL_BOOLS; i++)
        set_number(m, slot++, (int64_t)m->draw(m->context, 2), true);
    for (uint32_t i = 0; i < CEL_MODEL_TEXTS; i++, slot++)
        set_text(m, &m->facts[slot], &m->slots[slot], false);
    for (uint32_t i = 0; i < CEL_MODEL_CODES; i++) {
        set_text(m, &m->codes[i], &m->code_values[i], false);
        set_text(m, &m->tags[i], &m->tag_values[i], false);
    }
    set_texts(m->codes, m->code_values, (uint32_t)m->draw(m->context, CEL_MODEL_CODES + 1),
              &m->facts[slot], &m->slots[slot]);
    slot++;
    count = (uint32_t)m->draw(m->context, CEL_MODEL_LINES + 1);
    for (uint32_t i = 0; i < count; i++)
        fill_line(m, i);
    m->facts[slot] = (cel_model_value){.items = m->lines, .size = count};
    m->slots[slot++] = (loy__cel_value){.as.fields = m->rows[0], .size = count, .tag = rows};
    m->facts[slot] = (cel_model_value){.items = m->lines, .size = 0};
    m->slots[slot] = (loy__cel_value){.as.fields = m->rows[0], .size = 0, .tag = rows};
}

uint32_t
cel_model_intern(void *context, const char *text, size_t size)
{
    static const char *const known[] = {"latte", "drinks", "drinks/coffee", "SPRING", "a", ""};

    (void)context;
    for (uint32_t i = 0; i < LOY_COUNT(known); i++)
        if (strlen(known[i]) == size && memcmp(known[i], text, size) == 0)
            return i + 1;
    return 0;
}

int
cel_model_declare(cel_model *model, loy__cel_env *env)
{
    static const loy__cel_field fields[] = {{"sku", "string", 0, 0},
                                            {"category", "string", 0, 0},
                                            {"amount", "int", 0, 0},
                                            {"quantity", "int", 0, 0},
                                            {"tags", "list(string)", 0, 0}};
    static const char *const names[CEL_MODEL_SLOTS][2] = {
        {"i0", "int"},           {"i1", "int"},
        {"i2", "int"},           {"i3", "int"},
        {"b0", "bool"},          {"b1", "bool"},
        {"s0", "string"},        {"s1", "string"},
        {"s2", "string"},        {"codes", "list(string)"},
        {"lines", "list(line)"}, {"none", "list(line)"}};
    int result = loy__cel_env_object(env, "line", fields, CEL_MODEL_FIELDS, &model->line);

    for (uint32_t i = 0; i < CEL_MODEL_SLOTS && result == LOY_OK; i++)
        result = loy__cel_env_variable(env, names[i][0], names[i][1], 0, i);
    return result;
}
