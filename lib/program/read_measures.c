/*
 * read_measures.c -- what ladders count: one thing, or several measures that
 * their tiers ask for.
 */
#include "program/read_ladders.h"

#include <string.h>

#include "base/macros.h"
#include "program/names.h"

#define SPACE_MEASURES 300 /* and the ladder's number */

/* ---- One thing ---- */

static bool
ends_with(const loy_node *node, const char *end, uint32_t *size)
{
    uint32_t length = (uint32_t)strlen(end);

    if (node->text_size <= length ||
        memcmp(node->text + node->text_size - length, end, length) != 0)
        return false;
    *size = node->text_size - length;
    return true;
}

static uint32_t
read_currency(loy__reader *reader, const loy_node *node, uint32_t size)
{
    const loy__part *currencies = &reader->parts[LOY_PART_CURRENCY];
    uint32_t currency = loy__find_part(reader, LOY_PART_CURRENCY, node->text, size);
    char *id;

    if (currency != LOY__NONE)
        return currency;
    id = loy__borrow(reader, size + 1, 1);
    if (id == NULL)
        return 0;
    memcpy(id, node->text, size);
    loy__fault_near(reader, node, "unknown-currency", "there is no currency \"%s\"", id,
                    currencies->ids, currencies->count, "define it under \"currencies\"");
    return 0;
}

static void
read_word(loy__reader *reader, const loy_node *node, loy__ladder *out)
{
    static const loy__choice counts[] = {
        {"spend", LOY__COUNT_SPEND},
        {"purchases", LOY__COUNT_PURCHASES},
        {"visits", LOY__COUNT_VISITS},
    };
    uint32_t size;

    if (ends_with(node, " earned", &size)) {
        out->counts = LOY__COUNT_EARNED;
        out->currency = read_currency(reader, node, size);
    } else if (ends_with(node, " balance", &size)) {
        out->counts = LOY__COUNT_BALANCE;
        out->currency = read_currency(reader, node, size);
    } else {
        out->counts = loy__read_choice(reader, node, counts, LOY_COUNT(counts), LOY__COUNT_SPEND);
    }
}

static void
read_amount(loy__reader *reader, const loy_node *node, loy__ladder *out)
{
    static const loy__member members[] = {
        {"amount", LOY__A_TEXT | LOY__REQUIRED, "an expression of type int"},
        {"on", LOY__A_TEXT | LOY__REQUIRED, "the kind of event that counts, e.g. \"purchase\""},
    };
    const loy_node *values[LOY_COUNT(members)];

    out->counts = LOY__COUNT_AMOUNT;
    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    out->amount = loy__read_code(reader, values[0], "int");
    out->trigger = loy__read_part(reader, values[1], LOY__PART_KIND);
}

void
loy__read_counts(loy__reader *reader, const loy_node *node, loy__ladder *out)
{
    if (node != NULL && node->kind == LOY__NODE_TEXT)
        read_word(reader, node, out);
    else
        read_amount(reader, node, out);
}

/* ---- Several ---- */

uint32_t
loy__further_tracks(const loy_node *ladder)
{
    const loy_node *measures =
        ladder->kind == LOY__NODE_MAP ? loy__node_get(ladder, "measures", 8) : NULL;

    if (measures == NULL || measures->kind != LOY__NODE_MAP || measures->count == 0 ||
        measures->count > LOY__MAX_MEASURES)
        return 0;
    return measures->count - 1;
}

/* "ladder/measure": no id has a '/'. */
static loy__name
track_name(loy__reader *reader, const loy__ladder_reading *reading, const loy_node *node)
{
    const loy__name *ladder = &reading->tracks[reading->number].name;
    uint32_t size = ladder->size + 1 + node->key_size;
    char *text = loy__borrow(reader, size + 1u, 1);

    if (text == NULL)
        return *ladder;
    memcpy(text, ladder->text, ladder->size);
    text[ladder->size] = '/';
    memcpy(text + ladder->size + 1, node->key, node->key_size);
    if (!loy__program_put(reader->program, LOY_PART_LADDER, text, size,
                          reader->program->track_count)) {
        if (size <= 64)
            reader->failed = true;
        else
            loy__fault(reader, node, "bad-id", "\"%s\" is too long with the id of its ladder",
                       node->key, "at most 63 letters are possible for both");
    }
    return loy__keep_name(reader, text, size, false);
}

/* Records tell tracks apart by hashes of their names. */
static void
check_key(loy__reader *reader, const loy_node *node, const loy__ladder *tracks, uint32_t track)
{
    for (uint32_t i = 0; i < track; i++)
        if (tracks[i].name.key == tracks[track].name.key)
            loy__fault(reader, node, "key-collision", "\"%s\" has the same hash as another ladder",
                       node->key, "change this id in any way");
}

static void
check_measure(loy__reader *reader, const loy_node *node, const loy__ladder *measure)
{
    if (measure->counts == LOY__COUNT_BALANCE)
        loy__fault(reader, node, "conflicting-members",
                   "a balance cannot be one of several "
                   "measures",
                   NULL, "write a ladder of its own with \"counts\"");
}

void
loy__read_measures(loy__reader *reader, const loy__ladder_reading *reading)
{
    loy__ladder *ladder = &reading->tracks[reading->number];
    const loy_node *node = reading->measures->first;
    const char **ids;

    if (reading->measures->count == 0 || reading->measures->count > LOY__MAX_MEASURES) {
        loy__fault(reader, reading->measures, "out-of-range", "a ladder has 1 to 16 measures", NULL,
                   "write for example {\"nights\": {\"amount\": \"1\", \"on\": \"visit\"}, "
                   "\"spend\": \"spend\"}");
        return;
    }
    ids = loy__keep(reader, reading->measures->count, sizeof(*ids));
    if (ids == NULL)
        return;
    ladder->measures = ids;
    ladder->measured = true;
    ladder->first_measure = reader->program->track_count;
    for (; node != NULL; node = node->next) {
        loy__ladder *own = ladder;

        *ids++ = loy__keep_text(reader, node->key, node->key_size);
        loy__claim(reader, SPACE_MEASURES + reading->number, node, node->key, node->key_size);
        if (!loy__expect(reader, node, LOY__A_TEXT | LOY__A_MAP,
                         "what it counts, as in \"counts\""))
            continue;
        if (node != reading->measures->first) {
            own = &reading->tracks[reader->program->track_count];
            own->name = track_name(reader, reading, node);
            own->measure_of = reading->number + 1;
            check_key(reader, node, reading->tracks, reader->program->track_count++);
            ladder->measure_count++;
        }
        loy__read_counts(reader, node, own);
        check_measure(reader, node, own);
    }
}

uint32_t
loy__read_track(loy__reader *reader, const loy__ladder_reading *reading, const loy_node *node)
{
    const loy__ladder *ladder = &reading->tracks[reading->number];
    const char *ids[LOY__MAX_MEASURES];
    uint32_t count = 0;

    for (const loy_node *own = reading->measures->first; own != NULL && count < LOY__MAX_MEASURES;
         own = own->next) {
        if (own->key_size == node->key_size && memcmp(own->key, node->key, own->key_size) == 0)
            return count == 0 ? reading->number : ladder->first_measure + count - 1;
        ids[count++] = own->key;
    }
    loy__fault_near(reader, node, "unknown-measure", "the ladder has no measure \"%s\"", node->key,
                    ids, count, "name one of \"measures\"");
    return LOY__NONE;
}
