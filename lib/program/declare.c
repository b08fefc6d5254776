/*
 * declare.c -- collects all parts of the document under their ids, before any
 * definition is read, so that a part may name one that is written later.
 */
#include "program/read.h"

#include <string.h>

#include "base/macros.h"
#include "program/names.h"

loy__name
loy__keep_name(loy__reader *reader, const char *text, size_t size, bool symbol)
{
    loy__name name = {.text = loy__keep_text(reader, text, size), .size = (uint32_t)size};

    name.key = loy__name_key(text, size);
    if (symbol)
        name.symbol = loy__intern(reader, text, size);
    return name;
}

/* ---- Ids ---- */

/* Enters bytes of one sort ('i' ids, 'k' hashes) in a space; false when they
 * are there already. */
static bool
enter(loy__reader *reader, char sort, uint32_t space, const void *bytes, size_t size)
{
    char key[1 + sizeof(space) + 64];

    key[0] = sort;
    memcpy(key + 1, &space, sizeof(space));
    memcpy(key + 1 + sizeof(space), bytes, size);
    size += 1 + sizeof(space);
    if (loy__map_get(&reader->keys, key, size, 0) != 0)
        return false;
    if (!loy__map_put(&reader->keys, key, size, 1))
        reader->failed = true;
    return true;
}

void
loy__claim(loy__reader *reader, uint32_t space, const loy_node *node, const char *id, size_t size)
{
    uint32_t key = loy__name_key(id, size);

    if (!loy__id_valid(id, size))
        loy__fault(reader, node, "bad-id", "\"%s\" is no id", id,
                   "write letters, digits, '-', '_' and '.', at most 64 of them");
    else if (!enter(reader, 'i', space, id, size))
        loy__fault(reader, node, "duplicate-id", "there are two \"%s\"", id,
                   "give each an id of its own");
    else if (space != LOY_PART_RULE && space != LOY__PART_STORE &&
             !enter(reader, 'k', space, &key, sizeof(key)))
        loy__fault(reader, node, "key-collision", "\"%s\" has the same hash as another id here", id,
                   "change this id in any way");
}

void
loy__declare(loy__reader *reader, uint32_t part, const loy_node *node, const char *id, size_t size,
             uint32_t number)
{
    uint32_t errors = reader->errors;

    loy__claim(reader, part, node, id, size);
    if (reader->errors == errors && !loy__program_put(reader->program, part, id, size, number))
        reader->failed = true;
}

/* ---- Parts ---- */

static const struct {
    uint32_t part, root, most;
} sources[] = {
    {LOY_PART_CURRENCY, LOY__ROOT_CURRENCIES, LOY__MAX_CURRENCIES},
    {LOY_PART_LADDER, LOY__ROOT_LADDERS, LOY__MAX_LADDERS},
    {LOY_PART_COUNTER, LOY__ROOT_COUNTERS, LOY__MAX_COUNTERS},
    {LOY_PART_VOUCHER, LOY__ROOT_VOUCHERS, LOY__MAX_VOUCHERS},
    {LOY_PART_REWARD, LOY__ROOT_REWARDS, LOY__MAX_REWARDS},
    {LOY_PART_RULE, LOY__ROOT_RULES, LOY__MAX_RULES},
    {LOY__PART_CAP, LOY__ROOT_CAPS, LOY__MAX_CAPS},
    {LOY__PART_GROUP, LOY__ROOT_GROUPS, LOY__MAX_GROUPS},
    {LOY__PART_STORE, LOY__ROOT_STORES, LOY__MAX_STORES},
    {LOY__PART_PLAN, LOY__ROOT_MEMBERSHIPS, LOY__MAX_PLANS},
    {LOY__PART_BUDGET, LOY__ROOT_BUDGETS, LOY__MAX_BUDGETS},
    {LOY__PART_PROMOTION, LOY__ROOT_PROMOTIONS, LOY__MAX_PROMOTIONS},
};

static bool
make_room(loy__reader *reader, loy__part *part, uint32_t count)
{
    part->nodes = loy__borrow(reader, count, sizeof(*part->nodes));
    part->ids = loy__borrow(reader, count, sizeof(*part->ids));
    part->names = loy__keep(reader, count, sizeof(*part->names));
    return part->nodes != NULL && part->ids != NULL && part->names != NULL;
}

static void
add_part(loy__reader *reader, uint32_t number, const loy_node *node, const loy_node *place,
         const char *id, size_t size, bool symbol)
{
    loy__part *part = &reader->parts[number];

    loy__declare(reader, number, place, id, size, part->count);
    part->nodes[part->count] = node;
    part->ids[part->count] = id;
    part->names[part->count++] = loy__keep_name(reader, id, size, symbol);
}

static void
add_unnamed(loy__reader *reader, loy__part *part, const loy_node *node)
{
    part->nodes[part->count] = node;
    part->ids[part->count] = "";
    part->names[part->count++] = loy__keep_name(reader, "", 0, false);
}

static uint32_t
limited(loy__reader *reader, const loy_node *node, uint32_t count, uint32_t most)
{
    char hint[64];

    if (count <= most)
        return count;
    loy__format(hint, sizeof(hint), "at most %u are possible", most);
    loy__fault(reader, node, "out-of-range", "there are too many of them", NULL, hint);
    return most;
}

static void
declare_source(loy__reader *reader, uint32_t part, const loy_node *list, uint32_t most)
{
    const loy_node *node, *id;
    uint32_t count;

    if (list == NULL)
        return;
    count = limited(reader, list, list->count, most);
    if (!make_room(reader, &reader->parts[part], count))
        return;
    for (node = list->first; node != NULL && reader->parts[part].count < count; node = node->next) {
        if (list->kind == LOY__NODE_MAP) {
            add_part(reader, part, node, node, node->key, node->key_size, false);
        } else if (node->kind == LOY__NODE_MAP) {
            id = loy__node_get(node, "id", 2);
            if (id != NULL && id->kind == LOY__NODE_TEXT)
                add_part(reader, part, node, id, id->text, id->text_size, false);
            else /* the reader of the definition says that it has no id */
                add_unnamed(reader, &reader->parts[part], node);
        } else {
            loy__expect(reader, node, LOY__A_MAP, "a map with an \"id\"");
        }
    }
}

/* ---- Vouchers that are only issued ---- */

/* A program without "vouchers" may issue some all the same: they buy nothing
 * and never expire. Defining one means defining all. */
static void
declare_issued(loy__reader *reader, const loy_node *node)
{
    loy__part *part = &reader->parts[LOY_PART_VOUCHER];

    if (node->kind != LOY__NODE_TEXT || part->count >= LOY__MAX_VOUCHERS ||
        !loy__id_valid(node->text, node->text_size) ||
        loy__find_part(reader, LOY_PART_VOUCHER, node->text, node->text_size) != LOY__NONE)
        return;
    loy__warn(reader, node, "undefined-voucher", "\"%s\" is issued and nowhere defined", node->text,
              "say under \"vouchers\" what it buys and when it expires");
    add_part(reader, LOY_PART_VOUCHER, NULL, node, node->text, node->text_size, false);
}

static void
declare_all_issued(loy__reader *reader, const loy_node *list)
{
    for (const loy_node *owner = list == NULL ? NULL : list->first; owner != NULL;
         owner = owner->next) {
        const loy_node *issue =
            owner->kind == LOY__NODE_MAP ? loy__node_get(owner, "issue", 5) : NULL;

        if (issue == NULL)
            continue;
        declare_issued(reader, issue);
        for (const loy_node *one = issue->kind == LOY__NODE_LIST ? issue->first : NULL; one != NULL;
             one = one->next)
            declare_issued(reader, one);
    }
}

static void
declare_undefined_vouchers(loy__reader *reader)
{
    if (reader->root[LOY__ROOT_VOUCHERS] != NULL ||
        !make_room(reader, &reader->parts[LOY_PART_VOUCHER], LOY__MAX_VOUCHERS))
        return;
    declare_all_issued(reader, reader->root[LOY__ROOT_COUNTERS]);
    declare_all_issued(reader, reader->root[LOY__ROOT_RULES]);
}

/* ---- Event kinds ---- */

static const char *const built_in_kinds[LOY__ON_DECLARED] = {
    [LOY__ON_ENROL] = "enrol",
    [LOY__ON_PROFILE] = "profile",
    [LOY__ON_PURCHASE] = "purchase",
    [LOY__ON_RETURN] = "return",
    [LOY__ON_VOID] = "void",
    [LOY__ON_VISIT] = "visit",
    [LOY__ON_REDEEM] = "redeem",
    [LOY__ON_ADJUST] = "adjust",
    [LOY__ON_IMPORT] = "import",
    [LOY__ON_TIMER] = "timer",
    [LOY__ON_ENTER] = "enter",
    [LOY__ON_FREEZE] = "freeze",
    [LOY__ON_UNFREEZE] = "unfreeze",
    [LOY__ON_STATUS] = "status",
    [LOY__ON_HOLD] = "hold",
    [LOY__ON_CAPTURE] = "capture",
    [LOY__ON_RELEASE] = "release",
    [LOY__ON_MESSAGE] = "message",
    [LOY__ON_TRANSFER] = "transfer",
    [LOY__ON_EXTEND] = "extend",
    [LOY__ON_REINSTATE] = "reinstate",
    [LOY__ON_REKEY] = "rekey",
    [LOY__ON_MERGE] = "merge",
    [LOY__ON_UNMERGE] = "unmerge",
    [LOY__ON_ERASE] = "erase",
    [LOY__ON_ACTIVATE] = "activate",
    [LOY__ON_REFERRAL] = "referral",
    [LOY__ON_EXCHANGE] = "exchange",
    [LOY__ON_MEMBERSHIP] = "membership",
    [LOY__ON_HOUSEHOLD] = "household",
};

/* Kinds that have a meaning of their own in the field, which this version does
 * not give them. */
static const char *const kinds_not_built[] = {
    "consent",
};

static void
declare_kind(loy__reader *reader, const loy_node *node)
{
    size_t i;

    if (!loy__expect(reader, node, LOY__A_TEXT, "the name of a kind of event"))
        return;
    for (i = 0; i < LOY_COUNT(kinds_not_built); i++)
        if (strcmp(kinds_not_built[i], node->text) == 0)
            loy__fault(reader, node, "not-built", "\"%s\" events are not built in this version",
                       node->text, "declare a kind with a name of your own");
    add_part(reader, LOY__PART_KIND, node, node, node->text, node->text_size, true);
}

static void
declare_kinds(loy__reader *reader)
{
    const loy_node *list = reader->root[LOY__ROOT_EVENTS];
    const loy_node *node;
    uint32_t count = 0, i;

    if (list != NULL)
        count = limited(reader, list, list->count, LOY__MAX_KINDS);
    if (!make_room(reader, &reader->parts[LOY__PART_KIND], LOY__ON_DECLARED + count))
        return;
    for (i = 0; i < LOY__ON_DECLARED; i++)
        add_part(reader, LOY__PART_KIND, NULL, list, built_in_kinds[i], strlen(built_in_kinds[i]),
                 true);
    for (node = list == NULL ? NULL : list->first; node != NULL && count-- != 0; node = node->next)
        declare_kind(reader, node);
    reader->program->kinds = reader->parts[LOY__PART_KIND].names;
    reader->program->kind_count = reader->parts[LOY__PART_KIND].count;
}

/* ---- Stages ---- */

static void
declare_stages(loy__reader *reader)
{
    const loy_node *stages = reader->root[LOY__ROOT_STAGES];
    const loy_node *names = stages == NULL ? NULL : loy__node_get(stages, "names", 5);
    const loy_node *node;
    uint32_t count, i;

    if (stages == NULL) {
        count = loy__default_stage_count();
        if (!make_room(reader, &reader->parts[LOY_PART_STAGE], count))
            return;
        for (i = 0; i < count; i++)
            add_part(reader, LOY_PART_STAGE, NULL, reader->draft->root, loy__default_stage(i),
                     strlen(loy__default_stage(i)), true);
        return;
    }
    if (names == NULL || names->kind != LOY__NODE_LIST)
        return;
    count = limited(reader, names, names->count, LOY__MAX_STAGES);
    if (!make_room(reader, &reader->parts[LOY_PART_STAGE], count))
        return;
    for (node = names->first; node != NULL && count-- != 0; node = node->next)
        if (loy__expect(reader, node, LOY__A_TEXT, "the id of a stage"))
            add_part(reader, LOY_PART_STAGE, node, node, node->text, node->text_size, true);
}

void
loy__declare_parts(loy__reader *reader)
{
    size_t i;

    declare_kinds(reader);
    declare_stages(reader);
    for (i = 0; i < LOY_COUNT(sources); i++)
        declare_source(reader, sources[i].part, reader->root[sources[i].root], sources[i].most);
    declare_undefined_vouchers(reader);
}
