/*
 * read_facts.c -- the facts that expressions may name, with their types and
 * units, and the program's own names for expressions (`let`).
 *
 * Ids may hold what a CEL name may not: '-' and '.' are written '_', and an id
 * that begins with a digit gets a '_' before it.
 */
#include "program/features.h"

#include <string.h>

#include "base/macros.h"

#define BUDGET 2000000   /* worst-case cost of one expression */
#define MAX_ITEMS 500    /* lines assumed for it */
#define SPACE_BASES 1100 /* of their ids, beside those of parts */

/* ---- Fixed facts ---- */

static const struct {
    const char *name, *type;
    uint32_t unit;
} fixed[LOY__FACT_FIXED] = {
    [LOY__FACT_EVENT_TYPE] = {"event.type", "string", LOY__CEL_UNIT_NONE},
    [LOY__FACT_EVENT_TIME] = {"event.time", "timestamp", LOY__CEL_UNIT_NONE},
    [LOY__FACT_EVENT_STORE] = {"event.store", "string", LOY__CEL_UNIT_NONE},
    [LOY__FACT_EVENT_CHANNEL] = {"event.channel", "string", LOY__CEL_UNIT_NONE},
    [LOY__FACT_EVENT_SOURCE] = {"event.source", "string", LOY__CEL_UNIT_NONE},
    [LOY__FACT_EVENT_CODES] = {"event.codes", "list(string)", LOY__CEL_UNIT_NONE},
    [LOY__FACT_LOCAL_HOUR] = {"event.local.hour", "int", LOY__CEL_UNIT_NONE},
    [LOY__FACT_LOCAL_MINUTE] = {"event.local.minute", "int", LOY__CEL_UNIT_NONE},
    [LOY__FACT_LOCAL_WEEKDAY] = {"event.local.weekday", "int", LOY__CEL_UNIT_NONE},
    [LOY__FACT_LOCAL_DAY] = {"event.local.day", "int", LOY__CEL_UNIT_NONE},
    [LOY__FACT_LOCAL_MONTH] = {"event.local.month", "int", LOY__CEL_UNIT_NONE},
    [LOY__FACT_LOCAL_YEAR] = {"event.local.year", "int", LOY__CEL_UNIT_NONE},
    [LOY__FACT_LINES] = {"lines", "list(line)", LOY__CEL_UNIT_NONE},
    [LOY__FACT_TOTAL] = {"total", "int", LOY__CEL_UNIT_MONEY},
    [LOY__FACT_PAID] = {"paid", "int", LOY__CEL_UNIT_MONEY},
    [LOY__FACT_PURCHASES] = {"customer.purchases", "int", LOY__CEL_UNIT_COUNT},
    [LOY__FACT_VISITS] = {"customer.visits", "int", LOY__CEL_UNIT_COUNT},
    [LOY__FACT_SPEND] = {"customer.spend", "int", LOY__CEL_UNIT_MONEY},
    [LOY__FACT_DAYS_SINCE_PURCHASE] = {"customer.days_since_purchase", "int", LOY__CEL_UNIT_DAYS},
    [LOY__FACT_DAYS_SINCE_FIRST] = {"customer.days_since_first_purchase", "int",
                                    LOY__CEL_UNIT_DAYS},
    [LOY__FACT_DAYS_SINCE_ENROL] = {"customer.days_since_enrol", "int", LOY__CEL_UNIT_DAYS},
    [LOY__FACT_STAGE] = {"customer.stage", "string", LOY__CEL_UNIT_NONE},
    [LOY__FACT_BIRTHDAY_MONTH] = {"customer.birthday_month", "int", LOY__CEL_UNIT_NONE},
    [LOY__FACT_BIRTHDAY_DAY] = {"customer.birthday_day", "int", LOY__CEL_UNIT_NONE},
    [LOY__FACT_IS_BIRTHDAY] = {"customer.is_birthday", "bool", LOY__CEL_UNIT_NONE},
    [LOY__FACT_DAYS_SINCE_BIRTHDAY] = {"customer.days_since_birthday", "int", LOY__CEL_UNIT_DAYS},
};

static const loy__cel_field line_fields[LOY__LINE_FIXED] = {
    [LOY__LINE_ID] = {"id", "string", LOY__CEL_UNIT_NONE, 0},
    [LOY__LINE_SKU] = {"sku", "string", LOY__CEL_UNIT_NONE, 0},
    [LOY__LINE_CATEGORY] = {"category", "string", LOY__CEL_UNIT_NONE, 0},
    [LOY__LINE_QUANTITY] = {"quantity", "int", LOY__CEL_UNIT_COUNT, 0},
    [LOY__LINE_QUANTITY_MILLI] = {"quantity_milli", "int", LOY__CEL_UNIT_NONE, 0},
    [LOY__LINE_UNIT_PRICE] = {"unit_price", "int", LOY__CEL_UNIT_MONEY, 0},
    [LOY__LINE_AMOUNT] = {"amount", "int", LOY__CEL_UNIT_MONEY, 0},
    [LOY__LINE_DISCOUNT] = {"discount", "int", LOY__CEL_UNIT_MONEY, 0},
    [LOY__LINE_TAX] = {"tax", "int", LOY__CEL_UNIT_MONEY, 0},
    [LOY__LINE_TAGS] = {"tags", "list(string)", LOY__CEL_UNIT_NONE, 0},
    [LOY__LINE_PAID] = {"paid", "int", LOY__CEL_UNIT_MONEY, 0},
    [LOY__LINE_LIST_TAX] = {"list_tax", "int", LOY__CEL_UNIT_MONEY, 0},
    [LOY__LINE_TAX_ON_TOP] = {"tax_on_top", "bool", LOY__CEL_UNIT_NONE, 0},
};

/* ---- Declaring ---- */

typedef struct facts {
    loy__reader *reader;
    const char **names; /* by slot */
    uint32_t next;      /* slot */
} facts;

static void
failed(loy__reader *reader, int rc)
{
    if (rc == LOY_ERR_NOMEM)
        reader->failed = true;
    else if (rc < 0)
        reader->broken = true;
}

static void
declare(facts *all, const char *name, const char *type, uint32_t unit)
{
    all->names[all->next] = name;
    failed(all->reader, loy__cel_env_variable(all->reader->env, name, type, unit, all->next));
    all->next++;
}

/* prefix and an id as CEL writes it. */
static const char *
fact_name(loy__reader *reader, const char *prefix, const loy__name *id)
{
    size_t start = strlen(prefix), size = start + id->size + 1, i;
    char *name = loy__keep(reader, size + 1, 1);

    if (name == NULL)
        return "";
    memcpy(name, prefix, start);
    if (id->size != 0 && id->text[0] >= '0' && id->text[0] <= '9')
        name[start++] = '_';
    for (i = 0; i < id->size; i++) {
        char c = id->text[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

        name[start + i] = plain ? c : '_';
    }
    return name;
}

/* Notes that a name of CEL is taken; a second one is a mistake. */
static bool
take_name(loy__reader *reader, const loy_node *node, const char *name)
{
    size_t size = strlen(name);

    if (loy__map_get(&reader->keys, name, size, 0) != 0) {
        loy__fault(reader, node, "name-collision", "conditions write this id like another one: %s",
                   name, "choose ids that differ in more than '-', '_' and '.'");
        return false;
    }
    if (!loy__map_put(&reader->keys, name, size, 1))
        reader->failed = true;
    return !reader->failed;
}

/* Declares a fact that is named by an id. One that is no id has been reported;
 * it gets its slot all the same. */
static void
declare_id(facts *all, const char *prefix, const loy__name *id, const loy_node *node,
           const char *type, uint32_t unit)
{
    const char *name = fact_name(all->reader, prefix, id);

    if (all->reader->failed)
        return;
    if (loy__id_valid(id->text, id->size) && take_name(all->reader, node, name))
        declare(all, name, type, unit);
    else
        all->names[all->next++] = name;
}

static void
declare_part(facts *all, uint32_t number, const char *prefix, const char *type, uint32_t unit)
{
    const loy__part *part = &all->reader->parts[number];
    uint32_t i;

    for (i = 0; i < part->count; i++)
        declare_id(all, prefix, &part->names[i], part->nodes[i], type, unit);
}

/* ---- Attributes ---- */

static const char *
attribute_type(uint32_t kind)
{
    return kind == LOY_VALUE_TEXT ? "string" : kind == LOY_VALUE_BOOLEAN ? "bool" : "int";
}

static const loy_node *
attribute_node(const loy__reader *reader, const char *group, const loy__name *name)
{
    const loy_node *root = reader->root[LOY__ROOT_ATTRIBUTES];
    const loy_node *map = root == NULL ? NULL : loy__node_get(root, group, strlen(group));
    const loy_node *node = NULL;

    if (map != NULL && map->kind == LOY__NODE_MAP)
        node = loy__node_get(map, name->text, name->size);
    return node == NULL ? reader->draft->root : node;
}

static void
declare_attributes(facts *all, const char *group, const char *prefix, loy__attributes *attributes)
{
    loy__attribute *items = (loy__attribute *)attributes->items;
    uint32_t i;

    for (i = 0; i < attributes->count; i++) {
        items[i].slot = all->next;
        declare_id(all, prefix, &items[i].name, attribute_node(all->reader, group, &items[i].name),
                   attribute_type(items[i].kind), LOY__CEL_UNIT_NONE);
    }
}

static void
declare_line(loy__reader *reader)
{
    loy__attributes *attributes = &reader->program->line_attributes;
    loy__attribute *items = (loy__attribute *)attributes->items;
    loy__cel_field fields[64];
    const char *name;
    uint32_t count = LOY__LINE_FIXED, i;

    memcpy(fields, line_fields, sizeof(line_fields));
    for (i = 0; i < attributes->count; i++) {
        name = fact_name(reader, "attributes.", &items[i].name);
        items[i].slot = LOY__LINE_FIXED + i;
        if (loy__id_valid(items[i].name.text, items[i].name.size) && !reader->failed &&
            take_name(reader, attribute_node(reader, "line", &items[i].name), name))
            fields[count++] = (loy__cel_field){.name = name, .type = attribute_type(items[i].kind)};
    }
    failed(reader, loy__cel_env_object(reader->env, "line", fields, count,
                                       &reader->program->facts.line_object));
    reader->program->facts.line_field_count = count;
}

/* ---- Names for expressions ---- */

static bool
is_identifier(const char *text, size_t size)
{
    size_t i;

    for (i = 0; i < size; i++) {
        char c = text[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

        if (!letter && (i == 0 || c < '0' || c > '9'))
            return false;
    }
    return size != 0 && size <= 64;
}

/* Words that mean something else in expressions. */
static bool
is_taken(const char *text)
{
    static const char *const words[] = {
        "event",    "lines", "total",  "paid",  "customer", "line",      "true",      "false",
        "null",     "in",    "as",     "break", "const",    "continue",  "else",      "for",
        "function", "if",    "import", "let",   "loop",     "package",   "namespace", "return",
        "var",      "void",  "while",  "int",   "uint",     "double",    "bool",      "string",
        "bytes",    "list",  "map",    "type",  "dyn",      "null_type", "timestamp", "duration",
        "google",   "math",  "cel",
    };
    size_t i;

    for (i = 0; i < LOY_COUNT(words); i++)
        if (strcmp(words[i], text) == 0)
            return true;
    return false;
}

static uint32_t
count_of(const loy_node *map)
{
    return map == NULL ? 0 : map->count;
}

static void
read_let(facts *all, const loy_node *node, loy__let *out)
{
    loy__reader *reader = all->reader;
    const char *type;

    out->name = loy__keep_name(reader, node->key, node->key_size, false);
    out->slot = all->next;
    all->names[all->next] = out->name.text;
    if (!is_identifier(node->key, node->key_size) || is_taken(node->key) ||
        (reader->root[LOY__ROOT_BASES] != NULL && strcmp(node->key, "base") == 0)) {
        loy__fault(reader, node, "bad-id", "\"%s\" cannot be the name of an expression", node->key,
                   "write letters, digits and '_', and no word that expressions have already");
        all->next++;
        return;
    }
    if (loy__expect(reader, node, LOY__A_TEXT, "an expression as a text"))
        out->code = loy__read_code(reader, node, NULL);
    if (out->code == NULL) {
        all->next++;
        return;
    }
    type = loy__cel_type(out->code);
    if (strcmp(type, "int") != 0 && strcmp(type, "bool") != 0 && strcmp(type, "string") != 0) {
        loy__fault(reader, node, "wrong-type", "this expression is of type %s", type,
                   "write an expression of type int, bool or string");
        all->next++;
        return;
    }
    declare(all, out->name.text, type, LOY__CEL_UNIT_NONE);
    loy__cel_env_extent(reader->env, out->slot, out->code);
    out->need = loy__code_need(reader->program, out->code);
}

/* A base is a named expression that the program need not write. */
static void
read_base(facts *all, const loy_node *node, const loy_node *const *parts, loy__let *out)
{
    loy__reader *reader = all->reader;
    uint32_t errors = reader->errors;

    loy__claim(reader, SPACE_BASES, node, node->key, node->key_size);
    out->name = loy__keep_name(reader, node->key, node->key_size, false);
    out->slot = all->next;
    out->code = loy__read_base(reader, node, parts);
    if (out->code != NULL && reader->errors == errors) {
        declare_id(all, "base.", &out->name, node, "int", LOY__CEL_UNIT_MONEY);
        loy__cel_env_extent(reader->env, out->slot, out->code);
        out->need = loy__code_need(reader->program, out->code);
    } else {
        all->names[all->next++] = out->name.text;
    }
}

static void
read_lets(facts *all, const loy_node *bases, const loy_node *map)
{
    loy_program *program = all->reader->program;
    loy__let *lets = loy__keep(all->reader, count_of(bases) + count_of(map), sizeof(*lets));
    const loy_node *parts[LOY__BASE_PARTS];
    const loy_node *node;

    loy__read_base_parts(all->reader, parts);
    program->lets = lets;
    for (node = bases != NULL ? bases->first : NULL; node != NULL && lets != NULL;
         node = node->next)
        read_base(all, node, parts, &lets[program->let_count++]);
    for (node = map != NULL ? map->first : NULL; node != NULL && lets != NULL; node = node->next)
        read_let(all, node, &lets[program->let_count++]);
}

/* ---- All of them ---- */

static uint32_t
intern(void *context, const char *text, size_t size)
{
    return loy__intern(context, text, size);
}

static void
declare_all(facts *all, const loy_node *bases, const loy_node *lets)
{
    loy_program *program = all->reader->program;
    uint32_t i;

    declare_line(all->reader);
    for (i = 0; i < LOY__FACT_FIXED; i++)
        declare(all, fixed[i].name, fixed[i].type, fixed[i].unit);
    program->facts.tiers = all->next;
    declare_part(all, LOY_PART_LADDER, "customer.tiers.", "string", LOY__CEL_UNIT_NONE);
    program->facts.points = all->next;
    declare_part(all, LOY_PART_CURRENCY, "customer.points.", "int", LOY__CEL_UNIT_POINTS);
    program->facts.counters = all->next;
    declare_part(all, LOY_PART_COUNTER, "customer.counters.", "int", LOY__CEL_UNIT_COUNT);
    program->facts.plans = all->next;
    declare_part(all, LOY__PART_PLAN, "customer.membership.", "bool", LOY__CEL_UNIT_NONE);
    declare_attributes(all, "customer", "customer.attributes.", &program->customer_attributes);
    declare_attributes(all, "event", "event.attributes.", &program->event_attributes);
    program->facts.lets = all->next;
    if (!all->reader->failed)
        read_lets(all, bases, lets);
}

void
loy__read_facts(loy__reader *reader)
{
    const loy_node *lets = reader->root[LOY__ROOT_LET], *bases = reader->root[LOY__ROOT_BASES];
    loy_program *program = reader->program;
    loy__cel_options options = {.rules = true,
                                .money_digits = program->money_digits,
                                .budget = BUDGET,
                                .max_items = MAX_ITEMS,
                                .intern = intern,
                                .context = reader};
    facts all = {.reader = reader};
    uint32_t count;

    if (count_of(lets) + count_of(bases) > LOY__MAX_LETS) {
        loy__fault(reader, lets != NULL ? lets : bases, "out-of-range",
                   "there are too many named expressions", NULL, "at most 1000 are possible");
        lets = bases = NULL;
    }
    count = LOY__FACT_FIXED + reader->parts[LOY_PART_LADDER].count +
            reader->parts[LOY_PART_CURRENCY].count + reader->parts[LOY_PART_COUNTER].count +
            reader->parts[LOY__PART_PLAN].count + program->customer_attributes.count +
            program->event_attributes.count + count_of(lets) + count_of(bases);
    all.names = loy__keep(reader, count, sizeof(*all.names));
    failed(reader, loy__cel_env_new(&reader->env, &options, &program->memory));
    if (reader->failed)
        return;
    declare_all(&all, bases, lets);
    program->facts.names = all.names;
    program->facts.slot_count = count;
}
