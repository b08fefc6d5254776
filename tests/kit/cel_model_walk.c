/*
 * cel_model_walk.c -- trees evaluated by walking: all operands first, then what
 * the language says of them.
 */
#include <string.h>

#include "kit/cel_model_numbers.h"

static const cel_model_value bad = {.failed = true};

static cel_model_value
good(int64_t number)
{
    return (cel_model_value){.number = number};
}

static char *
take_bytes(cel_model *m, uint32_t count)
{
    m->full = m->full || count > CEL_MODEL_BYTES - m->byte_count;
    if (m->full)
        return NULL;
    m->byte_count += count;
    return m->bytes + m->byte_count - count;
}

static cel_model_value *
take_items(cel_model *m, uint32_t count)
{
    m->full = m->full || count > CEL_MODEL_ITEMS - m->item_count;
    if (m->full)
        return NULL;
    m->item_count += count;
    return m->items + m->item_count - count;
}

/* ---- Texts ---- */

static bool
starts(cel_model_value text, cel_model_value part)
{
    return text.size >= part.size && memcmp(text.text, part.text, part.size) == 0;
}

static bool
contains(cel_model_value text, cel_model_value part)
{
    for (uint32_t at = 0; at + part.size <= text.size; at++)
        if (memcmp(text.text + at, part.text, part.size) == 0)
            return true;
    return false;
}

static bool
ends(cel_model_value text, cel_model_value part)
{
    return text.size >= part.size &&
           memcmp(text.text + text.size - part.size, part.text, part.size) == 0;
}

static bool
under(cel_model_value path, cel_model_value prefix)
{
    return starts(path, prefix) && (path.size == prefix.size || path.text[prefix.size] == '/');
}

static int
order_texts(cel_model_value a, cel_model_value b)
{
    int order = memcmp(a.text, b.text, a.size < b.size ? a.size : b.size);

    return order != 0 ? order : a.size < b.size ? -1 : a.size > b.size;
}

static int64_t
characters(cel_model_value text)
{
    int64_t count = 0;

    for (uint32_t i = 0; i < text.size; i++)
        count += ((unsigned char)text.text[i] & 0xC0) != 0x80;
    return count;
}

static cel_model_value
change_case(cel_model *m, cel_model_value text, const char *from, const char *to)
{
    char *bytes = take_bytes(m, text.size);

    if (bytes == NULL)
        return bad;
    for (uint32_t i = 0; i < text.size; i++) {
        const char *letter = text.text[i] != '\0' ? strchr(from, text.text[i]) : NULL;

        bytes[i] = letter != NULL ? to[letter - from] : text.text[i];
    }
    return (cel_model_value){.text = bytes, .size = text.size};
}

/* ---- Both ---- */

static bool
same(cel_model_type type, cel_model_value a, cel_model_value b)
{
    if (type == CEL_MODEL_TEXT)
        return a.size == b.size && memcmp(a.text, b.text, a.size) == 0;
    if (type != CEL_MODEL_INT_LIST && type != CEL_MODEL_TEXT_LIST)
        return a.number == b.number;
    if (a.size != b.size)
        return false;
    for (uint32_t i = 0; i < a.size; i++)
        if (!same(type == CEL_MODEL_TEXT_LIST ? CEL_MODEL_TEXT : CEL_MODEL_INT, a.items[i],
                  b.items[i]))
            return false;
    return true;
}

static cel_model_value
joined(cel_model *m, cel_model_type type, cel_model_value a, cel_model_value b)
{
    if (type == CEL_MODEL_TEXT) {
        char *bytes = take_bytes(m, a.size + b.size);

        if (bytes == NULL)
            return bad;
        memcpy(bytes, a.text, a.size);
        memcpy(bytes + a.size, b.text, b.size);
        return (cel_model_value){.text = bytes, .size = a.size + b.size};
    } else {
        cel_model_value *items = take_items(m, a.size + b.size);

        if (items == NULL)
            return bad;
        for (uint32_t i = 0; i < a.size; i++)
            items[i] = a.items[i];
        for (uint32_t i = 0; i < b.size; i++)
            items[a.size + i] = b.items[i];
        return (cel_model_value){.items = items, .size = a.size + b.size};
    }
}

static cel_model_value
compare(int64_t op, cel_model_type type, cel_model_value a, cel_model_value b)
{
    int order =
        type == CEL_MODEL_TEXT ? order_texts(a, b) : (a.number > b.number) - (a.number < b.number);

    switch (op) {
    case '<':
        return good(order < 0);
    case '>':
        return good(order > 0);
    case '{':
        return good(order <= 0);
    default:
        return good(order >= 0);
    }
}

/* && and ||: one deciding operand decides, an error comes next. */
static cel_model_value
connect(cel_model_value a, cel_model_value b, bool decisive)
{
    if ((!a.failed && a.number == decisive) || (!b.failed && b.number == decisive))
        return good(decisive);
    return a.failed || b.failed ? bad : good(!decisive);
}

static cel_model_value
walk_operator(cel_model *m, const cel_model_node *node)
{
    cel_model_type of = node->args[0]->type;
    cel_model_value a = cel_model_walk(m, node->args[0]), b = cel_model_walk(m, node->args[1]);

    if (node->number == '&' || node->number == '|')
        return connect(a, b, node->number == '|');
    if (a.failed || b.failed)
        return bad;
    switch (node->number) {
    case '=':
    case '#':
        return good(same(of, a, b) == (node->number == '='));
    case 'n':
        for (uint32_t i = 0; i < b.size; i++)
            if (same(of, a, b.items[i]))
                return good(1);
        return good(0);
    case '<':
    case '>':
    case '{':
    case '}':
        return compare(node->number, of, a, b);
    default:
        return of == CEL_MODEL_INT ? cel_model_arithmetic(node->number, a.number, b.number)
                                   : joined(m, of, a, b);
    }
}

/* ---- Calls ---- */

static cel_model_value
reduce(cel_model *m, int64_t call, cel_model_value list)
{
    cel_model_value total = good(0);

    if (list.size == 0 && (call == CEL_MODEL_MIN || call == CEL_MODEL_MAX))
        return bad;
    for (uint32_t i = 0; i < list.size && !total.failed; i++) {
        int64_t number = call == CEL_MODEL_SPEND
                             ? m->fields[list.items[i].number][CEL_MODEL_AMOUNT].number
                             : list.items[i].number;

        if (call == CEL_MODEL_SUM || call == CEL_MODEL_SPEND)
            total = cel_model_arithmetic('+', total.number, number);
        else if (i == 0 || (call == CEL_MODEL_MIN ? number < total.number : number > total.number))
            total = good(number);
    }
    return total;
}

static cel_model_value
call_numbers(const cel_model_node *node, const cel_model_value *args)
{
    int64_t a = args[0].number, b = args[1].number;

    switch (node->number) {
    case CEL_MODEL_GREATEST:
        return good(a > b ? a : b);
    case CEL_MODEL_LEAST:
        return good(a < b ? a : b);
    case CEL_MODEL_ABS:
        return a < 0 ? cel_model_negated(a) : good(a);
    case CEL_MODEL_PER:
        return cel_model_per(a, b);
    default:
        return cel_model_mul_div(node->number, a, b, args[2].number);
    }
}

static cel_model_value
call_texts(cel_model *m, const cel_model_node *node, const cel_model_value *args)
{
    static const char lower[] = "abcdefghijklmnopqrstuvwxyz",
                      upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    switch (node->number) {
    case CEL_MODEL_UNDER:
        return good(under(args[0], args[1]));
    case CEL_MODEL_STARTS:
        return good(starts(args[0], args[1]));
    case CEL_MODEL_ENDS:
        return good(ends(args[0], args[1]));
    case CEL_MODEL_CONTAINS:
        return good(contains(args[0], args[1]));
    case CEL_MODEL_LOWER:
        return change_case(m, args[0], upper, lower);
    default:
        return change_case(m, args[0], lower, upper);
    }
}

static cel_model_value
walk_call(cel_model *m, const cel_model_node *node)
{
    cel_model_value args[3] = {{0}};
    bool failed = false;

    for (uint32_t i = 0; i < node->count; i++) {
        args[i] = cel_model_walk(m, node->args[i]);
        failed = failed || args[i].failed;
    }
    if (failed)
        return bad;
    if (node->number == CEL_MODEL_SIZE)
        return good(node->args[0]->type == CEL_MODEL_TEXT ? characters(args[0]) : args[0].size);
    if (node->number <= CEL_MODEL_MAX)
        return reduce(m, node->number, args[0]);
    return node->number <= CEL_MODEL_MUL_DIV_CEIL ? call_numbers(node, args)
                                                  : call_texts(m, node, args);
}

/* ---- Loops ---- */

static cel_model_value
quantify(cel_model *m, const cel_model_node *node, cel_model_value range)
{
    cel_model_value any = good(0), all = good(1);
    bool failed = false;
    uint32_t count = 0;

    for (uint32_t i = 0; i < range.size; i++) {
        cel_model_value test;

        m->scopes[node->scope].value = range.items[i];
        test = cel_model_walk(m, node->args[1]);
        any = connect(any, test, true);
        all = connect(all, test, false);
        failed = failed || test.failed;
        count += !test.failed && test.number != 0;
    }
    if (node->number == CEL_MODEL_EXISTS_ONE)
        return failed ? bad : good(count == 1);
    return node->number == CEL_MODEL_ALL ? all : any;
}

/* What an element becomes: false when it is left out. */
static bool
select_element(cel_model *m, const cel_model_node *node, cel_model_value *element)
{
    cel_model_value mapped, test = good(1);
    uint32_t row = element->row;

    m->scopes[node->scope].value = *element;
    if (node->number != CEL_MODEL_MAP)
        test = cel_model_walk(m, node->args[1]);
    if (test.failed) {
        *element = bad;
        return true;
    }
    if (test.number == 0)
        return false;
    if (node->number != CEL_MODEL_FILTER) {
        mapped = cel_model_walk(m, node->args[node->number == CEL_MODEL_MAP ? 1 : 2]);
        *element = mapped;
        element->row = row;
    }
    return true;
}

static cel_model_value
walk_loop(cel_model *m, const cel_model_node *node)
{
    cel_model_value range = cel_model_walk(m, node->args[0]), *items;
    uint32_t count = 0;

    if (range.failed)
        return bad;
    if (node->number <= CEL_MODEL_EXISTS_ONE)
        return quantify(m, node, range);
    items = take_items(m, range.size);
    if (items == NULL)
        return bad;
    for (uint32_t i = 0; i < range.size; i++) {
        cel_model_value element = range.items[i];

        if (!select_element(m, node, &element))
            continue;
        if (element.failed)
            return bad;
        items[count++] = element;
    }
    return (cel_model_value){.items = items, .size = count};
}

/* ---- The rest ---- */

static cel_model_value
walk_list(cel_model *m, const cel_model_node *node)
{
    cel_model_value *items = take_items(m, node->count);
    bool failed = items == NULL;

    for (uint32_t i = 0; i < node->count; i++) {
        cel_model_value value = cel_model_walk(m, node->args[i]);

        failed = failed || value.failed;
        if (items != NULL) {
            items[i] = value;
            items[i].row = 0;
        }
    }
    return failed ? bad : (cel_model_value){.items = items, .size = node->count};
}

static cel_model_value
walk_index(cel_model *m, const cel_model_node *node)
{
    cel_model_value list = cel_model_walk(m, node->args[0]);
    cel_model_value at = cel_model_walk(m, node->args[1]);

    if (list.failed || at.failed || at.number < 0 || at.number >= list.size)
        return bad;
    return list.items[at.number];
}

static cel_model_value
walk_binding(cel_model *m, const cel_model_node *node)
{
    m->scopes[node->scope].value = cel_model_walk(m, node->args[0]);
    return cel_model_walk(m, node->args[1]);
}

static cel_model_value
walk_constant(const cel_model_node *node)
{
    if (node->type != CEL_MODEL_TEXT)
        return good(node->number);
    return (cel_model_value){.text = node->text, .size = (uint32_t)strlen(node->text)};
}

cel_model_value
cel_model_walk(cel_model *m, const cel_model_node *node)
{
    cel_model_value a;

    switch (node->kind) {
    case CEL_MODEL_CONSTANT:
        return walk_constant(node);
    case CEL_MODEL_FACT:
        return m->facts[node->number];
    case CEL_MODEL_LOCAL:
        return m->scopes[node->number].value;
    case CEL_MODEL_OPERATOR:
        return walk_operator(m, node);
    case CEL_MODEL_LIST:
        return walk_list(m, node);
    case CEL_MODEL_INDEX:
        return walk_index(m, node);
    case CEL_MODEL_CALL:
        return walk_call(m, node);
    case CEL_MODEL_LOOP:
        return walk_loop(m, node);
    case CEL_MODEL_BINDING:
        return walk_binding(m, node);
    default:
        break;
    }
    a = cel_model_walk(m, node->args[0]);
    if (a.failed)
        return bad;
    if (node->kind == CEL_MODEL_NOT)
        return good(a.number == 0);
    if (node->kind == CEL_MODEL_NEGATE)
        return cel_model_negated(a.number);
    if (node->kind == CEL_MODEL_FIELD)
        return m->fields[a.number][node->number];
    return cel_model_walk(m, node->args[a.number != 0 ? 1 : 2]);
}

bool
cel_model_rows(cel_model *m, const cel_model_node *node, uint64_t *rows)
{
    enum { LINES = CEL_MODEL_SLOTS - 2 };
    const cel_model_node *source;
    cel_model_value list;

    if (node->kind != CEL_MODEL_CALL || node->number > CEL_MODEL_MAX)
        return false;
    source = node->args[0];
    while (source->kind == CEL_MODEL_LOOP)
        source = source->args[0];
    if (source->kind != CEL_MODEL_FACT || source->number != LINES)
        return false;
    list = cel_model_walk(m, node->args[0]);
    *rows = 0;
    for (uint32_t i = 0; !list.failed && i < list.size; i++)
        *rows |= UINT64_C(1) << (list.items[i].row - 1);
    return !list.failed && !m->full;
}
