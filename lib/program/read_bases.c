/*
 * read_bases.c -- what counts as spend, by name: which parts of a basket (tax,
 * shipping, tips, fees, gift cards), before or after discounts, with or without
 * what points paid. Each becomes an expression over lines, as if the program
 * had written it under "let", and is read as the fact base.NAME.
 *
 * A part that a base leaves out must be told: by the categories of its lines.
 */
#include "program/read.h"

#include "base/macros.h"

enum { B_TAX, B_SHIPPING, B_TIPS, B_FEES, B_GIFT_CARDS, B_DISCOUNTS, B_PAID, B_COUNT };

static const loy__member base_members[] = {
    {"tax", LOY__A_BOOLEAN, "true or false"},
    {"shipping", LOY__A_BOOLEAN, "true or false"},
    {"tips", LOY__A_BOOLEAN, "true or false"},
    {"fees", LOY__A_BOOLEAN, "true or false"},
    {"gift_cards", LOY__A_BOOLEAN, "true or false"},
    {"discounts", LOY__A_TEXT, "\"after\" or \"before\""},
    {"paid_with_points", LOY__A_BOOLEAN, "true or false"},
};

/* Which lines are what; in the order of B_SHIPPING and the next. */
static const loy__member part_members[LOY__BASE_PARTS] = {
    {"shipping", LOY__A_TEXT | LOY__A_LIST, "a category or a list of categories"},
    {"tips", LOY__A_TEXT | LOY__A_LIST, "a category or a list of categories"},
    {"fees", LOY__A_TEXT | LOY__A_LIST, "a category or a list of categories"},
    {"gift_cards", LOY__A_TEXT | LOY__A_LIST, "a category or a list of categories"},
};

void
loy__read_base_parts(loy__reader *reader, const loy_node **parts)
{
    loy__read_members(reader, reader->root[LOY__ROOT_PARTS], part_members, LOY__BASE_PARTS, parts);
    for (uint32_t i = 0; i < LOY__BASE_PARTS; i++)
        for (const loy_node *item = loy__first_item(parts[i]); item != NULL;
             item = loy__next_item(parts[i], item))
            loy__expect(reader, item, LOY__A_TEXT, "a category");
}

static bool
without(const loy_node *node)
{
    return node != NULL && node->number == 0;
}

/* ---- Lines that do not count ---- */

static void
write_category(loy__writer *text, const loy_node *item, bool first)
{
    loy__write_text(text, first ? "!(" : " || ");
    loy__write_text(text, "l.category.under('");
    for (uint32_t i = 0; i < item->text_size; i++) {
        if (item->text[i] == '\'' || item->text[i] == '\\')
            loy__write_char(text, '\\');
        loy__write_char(text, item->text[i]);
    }
    loy__write_text(text, "')");
}

/* The test of a line that counts; false: every line does. */
static bool
write_test(loy__reader *reader, loy__writer *text, const loy_node *const *base,
           const loy_node *const *parts)
{
    bool first = true;

    for (uint32_t i = 0; i < LOY__BASE_PARTS; i++) {
        const loy_node *part = parts[i];

        if (!without(base[B_SHIPPING + i]))
            continue;
        if (part == NULL || loy__item_count(part) == 0)
            loy__fault(reader, base[B_SHIPPING + i], "missing-member",
                       "which lines are this is said nowhere", NULL,
                       "name their categories in \"parts\", e.g. \"parts\": {\"shipping\": "
                       "\"shipping\"}");
        for (const loy_node *item = loy__first_item(part); item != NULL;
             item = loy__next_item(part, item)) {
            if (item->kind == LOY__NODE_TEXT)
                write_category(text, item, first);
            first = first && item->kind != LOY__NODE_TEXT;
        }
    }
    if (!first)
        loy__write_char(text, ')');
    return !first;
}

/* ---- What a line counts ---- */

/* Tax that is on top of prices comes to them, tax that they contain is taken out. */
static void
write_amount(loy__reader *reader, loy__writer *text, const loy_node *const *base)
{
    static const loy__choice discounts[] = {{"after", 0}, {"before", 1}};
    bool before =
        loy__read_choice(reader, base[B_DISCOUNTS], discounts, LOY_COUNT(discounts), 0) != 0;
    const char *price = before ? "(l.amount + l.discount)" : "l.amount";
    const char *tax = before ? "l.list_tax" : "l.tax";

    if (without(base[B_TAX])) {
        loy__write_text(text, "(l.tax_on_top ? ");
        loy__write_text(text, price);
        loy__write_text(text, " : ");
        loy__write_text(text, price);
        loy__write_text(text, " > ");
        loy__write_text(text, tax);
        loy__write_text(text, " ? ");
        loy__write_text(text, price);
        loy__write_text(text, " - ");
        loy__write_text(text, tax);
        loy__write_text(text, " : 0)");
        return;
    }
    loy__write_char(text, '(');
    loy__write_text(text, price);
    loy__write_text(text, " + (l.tax_on_top ? ");
    loy__write_text(text, tax);
    loy__write_text(text, " : 0))");
}

/* Of a line that points paid in part, as much counts as money paid of it. */
static void
write_line(loy__reader *reader, loy__writer *text, const loy_node *const *base)
{
    if (!without(base[B_PAID])) {
        write_amount(reader, text, base);
        return;
    }
    loy__write_text(text, "l.amount == 0 ? 0 : mul_div_half_up(");
    write_amount(reader, text, base);
    loy__write_text(text, ", l.amount - l.paid, l.amount)");
}

const loy__cel_code *
loy__read_base(loy__reader *reader, const loy_node *node, const loy_node *const *parts)
{
    const loy_node *base[B_COUNT];
    const loy__cel_code *code = NULL;
    loy__writer test, text;

    if (!loy__read_members(reader, node, base_members, LOY_COUNT(base_members), base))
        return NULL;
    loy__writer_init(&test, &reader->program->memory);
    loy__writer_init(&text, &reader->program->memory);
    loy__write_text(&text, "sum(lines");
    if (write_test(reader, &test, base, parts)) {
        loy__write_text(&text, ".filter(l, ");
        loy__write_text(&text, loy__writer_text(&test));
        loy__write_char(&text, ')');
    }
    loy__write_text(&text, ".map(l, ");
    write_line(reader, &text, base);
    loy__write_text(&text, "))");
    if (test.failed || text.failed)
        reader->failed = true;
    else
        code = loy__compile_text(reader, node, loy__writer_text(&text), text.size, "int");
    loy__writer_free(&test);
    loy__writer_free(&text);
    return code;
}
