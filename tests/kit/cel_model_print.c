/*
 * cel_model_print.c -- trees as expressions, with no more brackets than the
 * grammar asks for, so that precedence is tested, too.
 */
#include <stdio.h>
#include <string.h>

#include "kit/cel_model.h"

/* How tightly a node binds. */
enum { COND = 1, OR, AND, RELATION, SUM, PRODUCT, UNARY, MEMBER };

static void print(cel_model *m, const cel_model_node *node, int least);

static void
put(cel_model *m, const char *text)
{
    size_t size = strlen(text);

    if (m->source_size + size < sizeof(m->source))
        memcpy(m->source + m->source_size, text, size + 1);
    m->source_size += size;
}

static const char *
operator_of(int64_t letter)
{
    switch (letter) {
    case '+':
        return " + ";
    case '-':
        return " - ";
    case '*':
        return " * ";
    case '/':
        return " / ";
    case '%':
        return " % ";
    case '<':
        return " < ";
    case '>':
        return " > ";
    case '{':
        return " <= ";
    case '}':
        return " >= ";
    case '=':
        return " == ";
    case '#':
        return " != ";
    case '&':
        return " && ";
    case '|':
        return " || ";
    default:
        return " in ";
    }
}

static int
binds(const cel_model_node *node)
{
    switch (node->kind) {
    case CEL_MODEL_CONDITION:
        return COND;
    case CEL_MODEL_OPERATOR:
        return node->number == '|'                                                 ? OR
               : node->number == '&'                                               ? AND
               : node->number == '+' || node->number == '-'                        ? SUM
               : node->number == '*' || node->number == '/' || node->number == '%' ? PRODUCT
                                                                                   : RELATION;
    case CEL_MODEL_NOT:
    case CEL_MODEL_NEGATE:
        return UNARY;
    case CEL_MODEL_CONSTANT:
        return node->type == CEL_MODEL_INT && node->number < 0 ? UNARY : MEMBER;
    default:
        return MEMBER;
    }
}

/* What stands before a dot or a bracket. A number there would read as a double. */
static void
print_receiver(cel_model *m, const cel_model_node *node)
{
    bool number = node->kind == CEL_MODEL_CONSTANT && node->type == CEL_MODEL_INT;

    print(m, node, number ? MEMBER + 1 : MEMBER);
}

static void
print_constant(cel_model *m, const cel_model_node *node)
{
    char number[32];

    if (node->type == CEL_MODEL_TEXT) {
        put(m, "'");
        put(m, node->text);
        put(m, "'");
        return;
    }
    snprintf(number, sizeof(number), "%lld", (long long)node->number);
    put(m, node->type == CEL_MODEL_INT ? number : node->number != 0 ? "true" : "false");
}

static const char *
name_of(uint32_t name)
{
    static const char *const names[] = {"x", "y", "z"};

    return names[name];
}

static void
print_fact(cel_model *m, const cel_model_node *node)
{
    static const char *const names[CEL_MODEL_SLOTS] = {"i0", "i1", "i2", "i3",    "b0",    "b1",
                                                       "s0", "s1", "s2", "codes", "lines", "none"};

    put(m, names[node->number]);
}

static void
print_args(cel_model *m, const cel_model_node *node, uint32_t from)
{
    for (uint32_t i = from; i < node->count; i++) {
        if (i > from)
            put(m, ", ");
        print(m, node->args[i], COND);
    }
}

static void
print_call(cel_model *m, const cel_model_node *node)
{
    static const struct {
        const char *name;
        bool method;
    } calls[] = {
        [CEL_MODEL_SIZE] = {"size", true},
        [CEL_MODEL_SPEND] = {"spend", false},
        [CEL_MODEL_SUM] = {"sum", true},
        [CEL_MODEL_MIN] = {"min", true},
        [CEL_MODEL_MAX] = {"max", true},
        [CEL_MODEL_GREATEST] = {"math.greatest", false},
        [CEL_MODEL_LEAST] = {"math.least", false},
        [CEL_MODEL_ABS] = {"math.abs", false},
        [CEL_MODEL_PER] = {"per", true},
        [CEL_MODEL_MUL_DIV] = {"mul_div", false},
        [CEL_MODEL_MUL_DIV_HALF_UP] = {"mul_div_half_up", false},
        [CEL_MODEL_MUL_DIV_HALF_EVEN] = {"mul_div_half_even", false},
        [CEL_MODEL_MUL_DIV_CEIL] = {"mul_div_ceil", false},
        [CEL_MODEL_UNDER] = {"under", true},
        [CEL_MODEL_STARTS] = {"startsWith", true},
        [CEL_MODEL_ENDS] = {"endsWith", true},
        [CEL_MODEL_CONTAINS] = {"contains", true},
        [CEL_MODEL_LOWER] = {"lowerAscii", true},
        [CEL_MODEL_UPPER] = {"upperAscii", true},
    };

    if (calls[node->number].method) {
        print_receiver(m, node->args[0]);
        put(m, ".");
    }
    put(m, calls[node->number].name);
    put(m, "(");
    print_args(m, node, calls[node->number].method ? 1 : 0);
    put(m, ")");
}

static void
print_loop(cel_model *m, const cel_model_node *node)
{
    static const char *const names[] = {".all(",    ".exists(", ".exists_one(",
                                        ".filter(", ".map(",    ".map("};

    print_receiver(m, node->args[0]);
    put(m, names[node->number]);
    put(m, name_of(node->name));
    put(m, ", ");
    print_args(m, node, 1);
    put(m, ")");
}

static void
print_binding(cel_model *m, const cel_model_node *node)
{
    put(m, "cel.bind(");
    put(m, name_of(node->name));
    put(m, ", ");
    print_args(m, node, 0);
    put(m, ")");
}

static void
print_unary(cel_model *m, const cel_model_node *node)
{
    bool same = node->args[0]->kind == node->kind && node->kind == CEL_MODEL_NOT;

    put(m, node->kind == CEL_MODEL_NOT ? "!" : "-");
    print(m, node->args[0], same ? UNARY : MEMBER);
}

static void
print_condition(cel_model *m, const cel_model_node *node)
{
    print(m, node->args[0], OR);
    put(m, " ? ");
    print(m, node->args[1], OR);
    put(m, " : ");
    print(m, node->args[2], COND);
}

static void
print_member(cel_model *m, const cel_model_node *node)
{
    static const char *const fields[] = {".sku", ".category", ".amount", ".quantity", ".tags"};

    print_receiver(m, node->args[0]);
    if (node->kind == CEL_MODEL_FIELD) {
        put(m, fields[node->number]);
        return;
    }
    put(m, "[");
    print(m, node->args[1], COND);
    put(m, "]");
}

static void
print_bare(cel_model *m, const cel_model_node *node)
{
    switch (node->kind) {
    case CEL_MODEL_CONSTANT:
        print_constant(m, node);
        break;
    case CEL_MODEL_FACT:
        print_fact(m, node);
        break;
    case CEL_MODEL_LOCAL:
        put(m, name_of(node->name));
        break;
    case CEL_MODEL_FIELD:
    case CEL_MODEL_INDEX:
        print_member(m, node);
        break;
    case CEL_MODEL_OPERATOR:
        print(m, node->args[0], binds(node));
        put(m, operator_of(node->number));
        print(m, node->args[1], binds(node) + 1);
        break;
    case CEL_MODEL_NOT:
    case CEL_MODEL_NEGATE:
        print_unary(m, node);
        break;
    case CEL_MODEL_CONDITION:
        print_condition(m, node);
        break;
    case CEL_MODEL_LIST:
        put(m, "[");
        print_args(m, node, 0);
        put(m, "]");
        break;
    case CEL_MODEL_CALL:
        print_call(m, node);
        break;
    case CEL_MODEL_LOOP:
        print_loop(m, node);
        break;
    default:
        print_binding(m, node);
        break;
    }
}

static void
print(cel_model *m, const cel_model_node *node, int least)
{
    bool brackets = binds(node) < least;

    put(m, brackets ? "(" : "");
    print_bare(m, node);
    put(m, brackets ? ")" : "");
}

bool
cel_model_print(cel_model *model, const cel_model_node *root)
{
    model->source_size = 0;
    model->source[0] = '\0';
    print(model, root, COND);
    return model->source_size < sizeof(model->source);
}
