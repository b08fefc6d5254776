/*
 * vouchers_states_test.c -- the states of a voucher are closed: issued, redeemed, restored,
 * void, expired, and no way between them but those of a table. Every sequence of events up
 * to a length is tried, so that every event meets every state; after each of them what the
 * customer holds, what was said of it and how many the report counts are those of a model
 * that follows each voucher by itself.
 *
 * Nothing reserves a voucher: holds set points aside.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define DEPTH 5
#define DAY INT64_C(86400000)
#define BEGIN (20454 * DAY) /* 2026-01-01 */
#define LIFE (10 * DAY)
#define GRACE (3 * DAY)

enum { ISSUED, REDEEMED, RESTORED, VOID, EXPIRED, STATES };

static const bool may_turn[STATES][STATES] = {
    [ISSUED] = {[REDEEMED] = true, [VOID] = true, [EXPIRED] = true},
    [REDEEMED] = {[RESTORED] = true, [EXPIRED] = true},
    [RESTORED] = {[REDEEMED] = true, [VOID] = true, [EXPIRED] = true},
};

enum { GIVE, BUY, REDEEM, BACK_BUY, UNDO_REDEEM, BACK_GIVE, WAIT, LETTERS };

enum { LAPSED_EXPIRE, LAPSED_GRACE, LAPSED_NEW };

typedef struct voucher_policy {
    const char *name;
    const char *returns;
    const char *voucher;
    bool restores; /* returns give back what was used */
    bool voids;    /* and take what was given */
    int lapsed;
    bool for_ever;
} voucher_policy;

#define LASTS "'expires':'P10D'"

static const voucher_policy policies[] = {
    {"by default", "", LASTS, true, false, LAPSED_EXPIRE, false},
    {"what was given is void", "'rewards':'void'", LASTS, true, true, LAPSED_EXPIRE, false},
    {"with a grace", "'rewards':'void'", LASTS ",'lapsed':{'grace':'P3D'}", true, true,
     LAPSED_GRACE, false},
    {"as if issued now", "'rewards':'void'", LASTS ",'lapsed':'new'", true, true, LAPSED_NEW,
     false},
    {"what was used stays used", "'rewards':'void','vouchers':'keep'", LASTS ",'lapsed':'new'",
     false, true, LAPSED_NEW, false},
    {"without an end", "'rewards':'void'", "'expires':'never'", true, true, LAPSED_EXPIRE, true},
};

/* ---- The model ---- */

typedef struct token {
    int64_t ends;
    int state;
    int used_by; /* number of the event, 0: none */
} token;

typedef struct deed {
    int letter;
    bool taken;    /* it was applied */
    bool done;     /* it came back */
    int64_t given; /* the end of what it gave */
} deed;

typedef struct model {
    const voucher_policy *policy;
    int64_t now;
    token tokens[DEPTH];
    int count;
    deed deeds[DEPTH + 1]; /* [0]: none */
    bool applied;
    char said[64];
} model;

static uint64_t seen[STATES][STATES];

static void
turn(token *of, int state)
{
    assert_true(may_turn[of->state][state]);
    seen[of->state][state]++;
    of->state = state;
}

static int64_t
end_of(const model *m)
{
    return m->policy->for_ever ? LOY_NEVER : m->now + LIFE;
}

static bool
is_live(const token *of)
{
    return of->state == ISSUED || of->state == RESTORED;
}

static void
pass_time(model *m)
{
    for (int i = 0; i < m->count; i++)
        if (is_live(&m->tokens[i]) && m->tokens[i].ends <= m->now)
            turn(&m->tokens[i], EXPIRED);
}

/* The live one that ends first, or last. */
static token *
pick(model *m, bool last)
{
    token *best = NULL;

    for (int i = 0; i < m->count; i++) {
        token *own = &m->tokens[i];

        if (is_live(own) &&
            (best == NULL || (last ? own->ends > best->ends : own->ends < best->ends)))
            best = own;
    }
    return best;
}

static void
use(model *m, int number, bool required)
{
    token *own = pick(m, false);

    m->applied = own != NULL || !required;
    if (own == NULL)
        return;
    turn(own, REDEEMED);
    own->used_by = number;
    strcpy(m->said, " use 1/1");
}

static void
give_back(model *m, int used_by)
{
    for (int i = 0; i < m->count; i++) {
        token *own = &m->tokens[i];

        if (own->state != REDEEMED || own->used_by != used_by)
            continue;
        if (own->ends <= m->now && m->policy->lapsed == LAPSED_GRACE)
            own->ends = m->now + GRACE;
        else if (own->ends <= m->now && m->policy->lapsed == LAPSED_NEW)
            own->ends = end_of(m);
        turn(own, own->ends > m->now ? RESTORED : EXPIRED);
        snprintf(m->said, sizeof(m->said), " reuse %d/1", own->state == RESTORED);
    }
}

/* Vouchers are alike: one of the same end, or else the one that ends last. */
static void
take_back(model *m, int64_t ends)
{
    token *own = pick(m, true);

    if (ends <= m->now)
        return;
    for (int i = 0; i < m->count; i++)
        if (is_live(&m->tokens[i]) && m->tokens[i].ends == ends)
            own = &m->tokens[i];
    snprintf(m->said, sizeof(m->said), " void %d/1", own != NULL);
    if (own != NULL)
        turn(own, VOID);
}

/* The event that a letter would undo: the last sale with a code or redemption, the first
 * gift that has not come back; 0: there was none. */
static int
undone_by(const model *m, int letter)
{
    static const int undone[LETTERS] = {
        [BACK_BUY] = BUY, [UNDO_REDEEM] = REDEEM, [BACK_GIVE] = GIVE};
    int found = 0;

    for (int i = 1; i <= DEPTH; i++)
        if (m->deeds[i].taken && m->deeds[i].letter == undone[letter] &&
            (letter != BACK_GIVE || m->deeds[found].done || found == 0))
            found = i;
    return found;
}

static void
undo(model *m, int letter)
{
    int number = undone_by(m, letter);
    deed *of = &m->deeds[number];

    m->applied = number > 0 && !of->done;
    if (!m->applied)
        return;
    of->done = true;
    if (letter == BACK_GIVE && m->policy->voids)
        take_back(m, of->given);
    else if (letter == UNDO_REDEEM || (letter == BACK_BUY && m->policy->restores))
        give_back(m, number);
}

static void
expect(model *m, int letter, int number)
{
    m->applied = true;
    m->said[0] = '\0';
    pass_time(m);
    if (letter == GIVE) {
        m->tokens[m->count++] = (token){.ends = end_of(m), .state = ISSUED};
        strcpy(m->said, " issue 1/1");
    } else if (letter == BUY || letter == REDEEM) {
        use(m, number, letter == REDEEM);
    } else {
        undo(m, letter);
    }
    m->deeds[number] = (deed){.letter = letter, .taken = m->applied, .given = end_of(m)};
}

/* ---- The library ---- */

typedef struct world {
    engine_kit kit;
    model model;
    char customer[16];
    uint32_t sequence;
} world;

static loy_text
text_of(const char *words)
{
    return (loy_text){.data = words, .size = (uint32_t)strlen(words)};
}

/* The number of an event of this customer, as an id. */
static loy_text
id_of(const world *w, int number, char *out, size_t capacity)
{
    int size = snprintf(out, capacity, "%s-%d", w->customer, number);

    return (loy_text){.data = out, .size = (uint32_t)size};
}

static void
apply(world *w, int letter, int number, int undone)
{
    static const char *const types[LETTERS] = {"purchase", "purchase", "redeem",
                                               "return",   "void",     "return"};
    const loy_text five = LOY_TEXT("five");
    const loy_line line = {.id = LOY_TEXT("1"),
                           .sku = text_of(letter == GIVE ? "gift" : "tea"),
                           .quantity = 1000,
                           .unit_price = 900};
    char id[32], receipt[32];
    loy_event event = LOY_EVENT_INIT;

    event.source = text_of("till");
    event.id = id_of(w, number, id, sizeof(id));
    event.customer = text_of(w->customer);
    event.type = text_of(types[letter]);
    event.time = w->model.now;
    if (letter == GIVE || letter == BUY) {
        event.lines = &line;
        event.line_count = 1;
    }
    if (letter == BUY) {
        event.codes = &five;
        event.code_count = 1;
    } else if (letter == REDEEM) {
        event.voucher = five;
    } else if (letter > REDEEM) {
        event.receipt_id = id_of(w, undone, receipt, sizeof(receipt));
    }
    assert_int_equal(loy_engine_apply(w->kit.engine, &event, w->kit.outcome, NULL), LOY_OK);
}

/* What an outcome says of vouchers: " use 1/1". */
static void
said_of(const loy_outcome *outcome, char *out, size_t capacity)
{
    size_t used = 0;

    out[0] = '\0';
    for (uint32_t i = 0; i < loy_outcome_effect_count(outcome); i++) {
        const loy_effect *effect = loy_outcome_effect(outcome, i);

        if (strcmp(effect->name, "five") == 0 && effect->kind != LOY_EFFECT_DECLINE)
            used += (size_t)snprintf(out + used, capacity - used, " %s %d/%d",
                                     loy_effect_kind_name(effect->kind), (int)effect->amount,
                                     (int)effect->wanted);
    }
}

/* What he holds: as many of each end as the model has. */
static void
expect_held(world *w)
{
    const model *m = &w->model;
    const loy_customer *view = w->kit.customer;
    int64_t held = 0, live = 0;

    for (int i = 0; i < m->count; i++)
        live += is_live(&m->tokens[i]);
    if (loy_engine_customer(w->kit.engine, w->customer, strlen(w->customer), m->now,
                            w->kit.customer, NULL) == LOY_ERR_NOT_FOUND) {
        assert_int_equal(live, 0);
        return;
    }
    for (uint32_t i = 0; i < loy_customer_voucher_count(view); i++) {
        const loy_voucher *own = loy_customer_voucher(view, i);
        int64_t same = 0;

        for (int k = 0; k < m->count; k++)
            same += is_live(&m->tokens[k]) && m->tokens[k].ends == own->expires;
        assert_int_equal(own->count, same);
        held += own->count;
    }
    assert_int_equal(held, live);
}

static void
step(world *w, int letter, int number)
{
    model *m = &w->model;
    char said[128];
    int undone;

    if (letter == WAIT) { /* what stood a day before meets the next event at its very end */
        m->now += LIFE - 2 * DAY;
        pass_time(m);
        expect_held(w);
        return;
    }
    m->now += DAY;
    undone = undone_by(m, letter);
    apply(w, letter, number, undone);
    expect(m, letter, number);
    assert_int_equal(loy_outcome_verdict(w->kit.outcome),
                     m->applied ? LOY_VERDICT_APPLIED : LOY_VERDICT_REFUSED);
    said_of(w->kit.outcome, said, sizeof(said));
    assert_string_equal(said, m->said);
    expect_held(w);
    if (number == DEPTH) { /* the answer stands, and nothing happens again */
        apply(w, letter, number, undone);
        assert_true(loy_outcome_replayed(w->kit.outcome));
        expect_held(w);
    }
}

/* The sequence of a number, one letter a digit. */
static void
live(world *w, const voucher_policy *policy, uint32_t sequence)
{
    uint32_t rest = sequence;

    w->model = (model){.policy = policy, .now = BEGIN};
    snprintf(w->customer, sizeof(w->customer), "c%u", (unsigned)sequence);
    for (int number = 1; number <= DEPTH; number++, rest /= LETTERS)
        step(w, (int)(rest % LETTERS), number);
}

/* How many are live, over all customers. */
static void
expect_report(world *w, int64_t live_ones, int64_t at)
{
    loy_report *report = NULL;

    assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
    assert_int_equal(loy_engine_report(w->kit.engine, at, report, NULL), LOY_OK);
    assert_int_equal(loy_report_vouchers(report, 0), live_ones);
    loy_report_free(report);
}

static void
states_are_closed(void **state)
{
    const voucher_policy *policy = *state;
    char settings[1024], program[1200];
    int64_t live_ones = 0;
    uint32_t sequences = 1;
    world w;

    memset(&w, 0, sizeof(w));
    snprintf(settings, sizeof(settings),
             "'stages':{'initial':'a','names':['a'],'transitions':[]},'returns':{%s},'vouchers':{"
             "'five':{%s}},'rules':[{'id':'gift','on':'purchase','when':'lines.exists(l, l.sku == "
             "`gift`)','issue':'five'}],'promotions':[{'id':'p','voucher':'five','amount':'5.00'}]",
             policy->returns, policy->voucher);
    story_kit_program(settings, program, sizeof(program));
    engine_kit_open(&w.kit, program);
    for (int i = 0; i < DEPTH; i++)
        sequences *= LETTERS;
    for (uint32_t i = 0; i < sequences; i++) {
        live(&w, policy, i);
        w.model.now = BEGIN + (DEPTH + 2) * LIFE;
        pass_time(&w.model);
        for (int k = 0; k < w.model.count; k++)
            live_ones += is_live(&w.model.tokens[k]);
    }
    expect_report(&w, live_ones, w.model.now);
    engine_kit_close(&w.kit);
}

/* A way that nothing goes would be no test of it. */
static void
every_way_was_gone(void **state)
{
    (void)state;
    for (int from = 0; from < STATES; from++)
        for (int to = 0; to < STATES; to++)
            assert_int_equal(seen[from][to] > 0, may_turn[from][to]);
}

int
main(void)
{
    static table_kit tests;

    TABLE_KIT_ROWS(&tests, states_are_closed, policies);
    table_kit_test(&tests, "every way between states was gone", every_way_was_gone);
    return table_kit_run(&tests, "states of vouchers");
}
