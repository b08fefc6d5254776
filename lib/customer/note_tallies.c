/*
 * note_tallies.c -- notes that count: what went through an account, what was used of
 * what is limited. Such a note is the key of what is counted, the first day of its
 * window and its value, and where it is kept by texts the hash of one.
 */
#include "base/words.h"
#include "customer/notes.h"

#define TALLY_SIZE 16
#define TEXT_SIZE 8
#define LONG_AGO 800   /* days: two years, and the longest period that is counted */
#define MOST_TEXTS 256 /* of one key */
#define MOST_VALUE (INT64_MAX / 2)

static uint32_t
key_of(const loy__state *state, uint32_t currency)
{
    return currency == LOY__NONE ? 0 : state->program->currencies[currency].name.key;
}

/* What a tally is of: a key and, where that is kept by texts, the hash of one. */
typedef struct tally_of {
    uint64_t text; /* 0: none */
    uint32_t tag;
    uint32_t key;
} tally_of;

static tally_of
of_note(const loy__note *note)
{
    return (tally_of){.text = note->size > TALLY_SIZE ? loy__load64(note->data + TALLY_SIZE) : 0,
                      .tag = note->tag,
                      .key = loy__load32(note->data)};
}

static loy__note *
find_tally(const loy__state *state, const tally_of *of, loy__tally *tally)
{
    *tally = (loy__tally){.start = LOY_DAY_NONE};
    for (size_t i = 0; i < state->note_count; i++) {
        loy__note *note = &state->notes[i];
        tally_of own;

        if (note->tag != of->tag)
            continue;
        own = of_note(note);
        if (own.key != of->key || own.text != of->text)
            continue;
        tally->start = loy__load_i32(note->data + 4);
        tally->value = loy__load_i64(note->data + 8);
        return note;
    }
    return NULL;
}

int64_t
loy__note_key_tally(const loy__state *state, uint32_t tag, uint32_t key, uint64_t text,
                    loy__period window, int32_t day)
{
    const tally_of of = {.text = text, .tag = tag, .key = key};
    loy__tally tally;

    find_tally(state, &of, &tally);
    return loy__tally_value(&tally, window, day);
}

static int
put_tally(loy__state *state, const tally_of *of, const loy__note *before, const loy__tally *tally)
{
    unsigned char bytes[TALLY_SIZE + TEXT_SIZE];

    if (before != NULL)
        loy__note_remove(state, before);
    loy__store32(bytes, of->key);
    loy__store_i32(bytes + 4, tally->start);
    loy__store_i64(bytes + 8, loy__smaller(tally->value, MOST_VALUE));
    loy__store64(bytes + TALLY_SIZE, of->text);
    return loy__note_add(state, of->tag, bytes, TALLY_SIZE + (of->text != 0 ? TEXT_SIZE : 0));
}

static bool
is_text_of(const loy__note *note, const tally_of *of)
{
    return note->tag == of->tag && note->size > TALLY_SIZE && of_note(note).key == of->key;
}

/* Texts may be many: those that were last met long before a day are forgotten. */
static void
forget_texts(loy__state *state, const tally_of *of, int32_t day)
{
    for (size_t i = state->note_count; i > 0; i--) {
        const loy__note *note = &state->notes[i - 1];
        int32_t start;

        if (!is_text_of(note, of))
            continue;
        start = loy__load_i32(note->data + 4);
        if (start != INT32_MIN && start < day - LONG_AGO)
            loy__note_remove(state, note);
    }
}

/* Where nothing goes with time the text that was met longest ago makes room for a new
 * one: it stands first. */
static void
make_room(loy__state *state, const tally_of *of)
{
    const loy__note *first = NULL;
    uint32_t count = 0;

    for (size_t i = state->note_count; i > 0; i--)
        if (is_text_of(&state->notes[i - 1], of)) {
            first = &state->notes[i - 1];
            count++;
        }
    if (count >= MOST_TEXTS)
        loy__note_remove(state, first);
}

int
loy__note_key_count(loy__state *state, uint32_t tag, uint32_t key, uint64_t text,
                    loy__period window, int32_t day, int64_t amount)
{
    const tally_of of = {.text = text, .tag = tag, .key = key};
    const loy__note *note;
    loy__tally tally;

    if (text != 0)
        forget_texts(state, &of, day);
    note = find_tally(state, &of, &tally);
    if (amount < 0 && note == NULL)
        return LOY_OK;
    if (text != 0 && note == NULL)
        make_room(state, &of);
    if (amount < 0)
        loy__tally_free(&tally, window, day, -amount);
    else if (!loy__tally_add(&tally, window, day, loy__smaller(amount, MOST_VALUE)))
        return LOY_ERR_INTERNAL;
    return put_tally(state, &of, note, &tally);
}

bool
loy__note_is_tally(uint32_t tag)
{
    return tag == LOY__NOTE_ADJUSTED || tag == LOY__NOTE_SENT || tag == LOY__NOTE_RECEIVED ||
           tag == LOY__NOTE_USED || tag == LOY__NOTE_REFERRED || tag == LOY__NOTE_LAPSED;
}

int
loy__note_absorb(loy__state *state, const loy__note *tally)
{
    const tally_of of = of_note(tally);
    loy__tally other = {.start = loy__load_i32(tally->data + 4),
                        .value = loy__load_i64(tally->data + 8)};
    loy__tally own;
    const loy__note *note = find_tally(state, &of, &own);

    if (own.start > other.start)
        return LOY_OK;
    if (own.start == other.start) /* both fit twice */
        other.value += own.value;
    return put_tally(state, &of, note, &other);
}

int
loy__note_part(loy__state *state, const loy__note *tally)
{
    const tally_of of = of_note(tally);
    int64_t value = loy__load_i64(tally->data + 8);
    loy__tally own;
    const loy__note *note = find_tally(state, &of, &own);

    if (note == NULL || own.start != loy__load_i32(tally->data + 4))
        return LOY_OK;
    own.value = own.value > value ? own.value - value : 0;
    return put_tally(state, &of, note, &own);
}

int64_t
loy__note_tally(const loy__state *state, uint32_t tag, uint32_t currency, loy__period window,
                int32_t day)
{
    return loy__note_key_tally(state, tag, key_of(state, currency), 0, window, day);
}

int
loy__note_count(loy__state *state, uint32_t tag, uint32_t currency, loy__period window, int32_t day,
                int64_t amount)
{
    return loy__note_key_count(state, tag, key_of(state, currency), 0, window, day, amount);
}

bool
loy__note_tally_sound(const unsigned char *data, size_t size)
{
    /* One more amount must fit: no tally goes beyond. */
    return (size == TALLY_SIZE ||
            (size == TALLY_SIZE + TEXT_SIZE && loy__load64(data + TALLY_SIZE) != 0)) &&
           loy__load_i64(data + 8) >= 0 && loy__load_i64(data + 8) <= MOST_VALUE;
}
