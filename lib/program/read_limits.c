/*
 * read_limits.c -- how often something may be used.
 */
#include <string.h>

#include "base/macros.h"
#include "program/read.h"

void
loy__name_limit(loy__reader *reader, char kind, const loy__name *name, loy__limit *out)
{
    char *text = loy__keep(reader, name->size + 2u, 1);

    if (text == NULL)
        return;
    text[0] = kind;
    memcpy(text + 1, name->text, name->size);
    out->name = text;
    out->size = name->size + 1;
    out->key = loy__name_key(text, out->size);
}

/* Uses are stored by the hash of their name. */
static void
claim_key(loy__reader *reader, const loy_node *node, const loy__limit *limit)
{
    char bytes[1 + sizeof(limit->key)] = {'u'};

    memcpy(bytes + 1, &limit->key, sizeof(limit->key));
    if (loy__map_get(&reader->keys, bytes, sizeof(bytes), 0) != 0)
        loy__fault(reader, node, "key-collision", "\"%s\" has the same hash as another limit",
                   limit->name + 1, "change the id of the rule or promotion in any way");
    else if (!loy__map_put(&reader->keys, bytes, sizeof(bytes), 1))
        reader->failed = true;
}

void
loy__read_limit(loy__reader *reader, const loy_node *node, char kind, const loy__name *name,
                loy__limit *out)
{
    static const loy__member members[] = {
        {"customer", LOY__AN_INTEGER, "how often for one customer"},
        {"per", LOY__A_TEXT, "\"birthday\", " LOY__SAY_PERIODS},
        {"all", LOY__AN_INTEGER, "how often for all customers together"},
        {"freed", LOY__A_BOOLEAN, "false: a sale that comes back keeps its use"},
        {"by", LOY__A_TEXT, "an expression that gives a text, e.g. \"event.store\""},
    };
    const loy_node *values[LOY_COUNT(members)];

    *out = (loy__limit){.customer = -1, .all = -1, .per = LOY__PERIOD_LIFETIME, .freed = true};
    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    if (values[0] == NULL && values[2] == NULL)
        loy__fault(reader, node, "missing-member", "a limit is of one customer or of all", NULL,
                   "write {\"customer\": 1}, {\"all\": 100} or both");
    else if (values[1] != NULL && values[0] == NULL)
        loy__fault(reader, values[1], "missing-member", "the period is that of one customer's uses",
                   NULL, "add \"customer\": how often in it, or write a budget");
    out->customer = loy__read_integer(reader, values[0], 0, LOY_MAX_AMOUNT, -1);
    out->birthday = values[1] != NULL && strcmp(values[1]->text, "birthday") == 0;
    if (out->birthday)
        reader->program->birthdays.limits = true;
    out->per =
        out->birthday ? LOY__PERIOD_DAY : loy__read_period(reader, values[1], LOY__PERIOD_LIFETIME);
    out->all = loy__read_integer(reader, values[2], 0, LOY_MAX_AMOUNT, -1);
    out->freed = values[3] == NULL || values[3]->number != 0;
    out->by = loy__read_code(reader, values[4], "string");
    if (values[4] != NULL && kind != LOY__LIMIT_RULE)
        loy__fault(reader, values[4], "conflicting-members",
                   "only uses of rules and budgets are kept by a text", NULL,
                   "leave out \"by\", or test the text in \"when\"");
    loy__name_limit(reader, kind, name, out);
    if (out->name != NULL && out->customer >= 0)
        claim_key(reader, node, out);
}
