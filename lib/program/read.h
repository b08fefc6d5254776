/*
 * read.h -- what all readers of the document share: the state of a compilation,
 * problems with their place, member tables, and readers of single values.
 *
 * A reader of a value takes NULL for an absent member and gives its default.
 * Mistakes are noted and reading goes on, so that all are reported at once;
 * after a mistake the values read are unspecified but safe. Memory running out
 * sets `failed` and stops nothing either: the compiler tests it at the end.
 */
#ifndef LOY_PROGRAM_READ_H
#define LOY_PROGRAM_READ_H

#include "program/node.h"
#include "program/program.h"

/* ---- State ---- */

/* A kind of part: its definitions in the order of the document. */
typedef struct loy__part {
    const loy_node **nodes; /* NULL where the definition is built in */
    const char **ids;
    loy__name *names;
    uint32_t count;
} loy__part;

typedef struct loy__found {
    struct loy__found *next;
    const loy_node *node;
    const char *code, *text, *hint;
    uint32_t severity;
    uint32_t offset;
    uint32_t sequence;
} loy__found;

/* Members of the outermost map, in the order of its table. */
enum {
    LOY__ROOT_LOYALTY,
    LOY__ROOT_PROGRAM,
    LOY__ROOT_VERSION,
    LOY__ROOT_MONEY,
    LOY__ROOT_TIME_ZONE,
    LOY__ROOT_ABOUT,
    LOY__ROOT_JOIN,
    LOY__ROOT_ATTRIBUTES,
    LOY__ROOT_EVENTS,
    LOY__ROOT_LET,
    LOY__ROOT_CURRENCIES,
    LOY__ROOT_LADDERS,
    LOY__ROOT_COUNTERS,
    LOY__ROOT_CAPS,
    LOY__ROOT_RULES,
    LOY__ROOT_REWARDS,
    LOY__ROOT_VOUCHERS,
    LOY__ROOT_STAGES,
    LOY__ROOT_RETURNS,
    LOY__ROOT_MULTIPLIERS,
    LOY__ROOT_BIRTHDAY,
    LOY__ROOT_ADJUSTS,
    LOY__ROOT_GROUPS,
    LOY__ROOT_BUDGETS,
    LOY__ROOT_BASES,
    LOY__ROOT_PARTS,
    LOY__ROOT_PRICES,
    LOY__ROOT_MULTIPLY_ON,
    LOY__ROOT_HOLDS,
    LOY__ROOT_PROMOTIONS,
    LOY__ROOT_PRICING,
    LOY__ROOT_ERASURE,
    LOY__ROOT_LATE,
    LOY__ROOT_OFFLINE,
    LOY__ROOT_TRANSFERS,
    LOY__ROOT_MERGES,
    LOY__ROOT_REKEYS,
    LOY__ROOT_REFERRALS,
    LOY__ROOT_HOUSEHOLDS,
    LOY__ROOT_MEMBERSHIPS,
    LOY__ROOT_STORES,
    LOY__ROOT_OTHER_MONEY,
    LOY__ROOT_CLOCK,
    LOY__ROOT_BUILT
};

typedef struct loy__reader {
    loy_program *program;
    const loy_draft *draft;
    loy__arena scratch;   /* for the time of the compilation */
    loy__map keys;        /* hashes of names that are taken */
    loy__map expressions; /* numbers of codes, by their texts */
    loy__cel_env *env;
    loy__found *found, *last_found;
    uint32_t found_count;
    uint32_t errors;
    uint32_t near_searches; /* for hints, so many are enough */
    bool failed;            /* out of memory */
    bool broken;            /* an invariant of ours does not hold */
    const loy_node *root[LOY__ROOT_BUILT];
    loy__part parts[LOY__PARTS];
} loy__reader;

/* Zeroed memory of the program or of the compilation; never NULL unless memory
 * ran out, which is noted. */
void *loy__keep(loy__reader *reader, size_t count, size_t size);
void *loy__borrow(loy__reader *reader, size_t count, size_t size);
/* A copy that lives as long as the program; "" without memory. */
const char *loy__keep_text(loy__reader *reader, const char *text, size_t size);

/* ---- Problems ---- */

/* Notes a mistake at a node. `text` is a format with at most one %s, for
 * `subject`; `hint` is plain. */
void loy__fault(loy__reader *reader, const loy_node *node, const char *code, const char *text,
                const char *subject, const char *hint);
void loy__warn(loy__reader *reader, const loy_node *node, const char *code, const char *text,
               const char *subject, const char *hint);
/* A problem of an expression, at a character of the node's text. */
void loy__note_at(loy__reader *reader, const loy_node *node, uint32_t severity, uint32_t offset,
                  const char *text, const char *hint);
/* A word that is none of the candidates: the hint names the nearest, or else
 * says what `otherwise` says. */
void loy__fault_near(loy__reader *reader, const loy_node *node, const char *code, const char *text,
                     const char *word, const char *const *candidates, size_t count,
                     const char *otherwise);

/* ---- Members ---- */

enum {
    LOY__A_MAP = 1u << LOY__NODE_MAP,
    LOY__A_LIST = 1u << LOY__NODE_LIST,
    LOY__A_TEXT = 1u << LOY__NODE_TEXT,
    LOY__AN_INTEGER = 1u << LOY__NODE_INTEGER,
    LOY__A_BOOLEAN = 1u << LOY__NODE_BOOLEAN,
    LOY__REQUIRED = 1u << 8,
    LOY__NOT_BUILT = 1u << 9 /* `write` says what to do without it */
};

typedef struct loy__member {
    const char *name;
    uint32_t kinds; /* of value that it may be, and flags */
    const char *write;
} loy__member;

/* Finds the members of a map. values[i] is the member of table[i], or NULL
 * where it is absent or of the wrong kind. false: `node` is absent or no map. */
bool loy__read_members(loy__reader *reader, const loy_node *node, const loy__member *table,
                       size_t count, const loy_node **values);

/* ---- Values ---- */

#define LOY__MAX_CHOICES 24 /* of one member */

typedef struct loy__choice {
    const char *name;
    uint32_t value;
} loy__choice;

uint32_t loy__read_choice(loy__reader *reader, const loy_node *node, const loy__choice *choices,
                          size_t count, uint32_t fallback);
/* What loy__read_period takes. */
#define LOY__SAY_PERIODS                                                                           \
    "\"day\", \"week\", \"month\", \"quarter\", \"half-year\", \"year\" or \"lifetime\""
loy__period loy__read_period(loy__reader *reader, const loy_node *node, loy__period fallback);
/* Also "event", each by itself, as which an absent one counts: a lifetime then. */
loy__period loy__read_period_or_event(loy__reader *reader, const loy_node *node, bool *each);
int64_t loy__read_integer(loy__reader *reader, const loy_node *node, int64_t least, int64_t most,
                          int64_t fallback);
/* "" when absent. */
const char *loy__read_text(loy__reader *reader, const loy_node *node);

enum {
    LOY__DURATION_DAYS = 1,    /* no hours */
    LOY__DURATION_POSITIVE = 2 /* not zero */
};
bool loy__read_duration(loy__reader *reader, const loy_node *node, uint32_t flags,
                        loy__duration *out);

/* A decimal text with at most `digits` decimals, or an integer that counts
 * 10^-digits; `least` and more, at most LOY_MAX_AMOUNT. */
int64_t loy__read_points(loy__reader *reader, const loy_node *node, uint32_t digits, int64_t least);
int64_t loy__read_money(loy__reader *reader, const loy_node *node, int64_t least);

/* A date or time; `fallback` when absent. */
int64_t loy__read_moment(loy__reader *reader, const loy_node *node, int64_t fallback);
/* "from" and "until", side by side, of a part: always, where absent. Warns where
 * the part can never hold, and says what that means. */
void loy__read_validity(loy__reader *reader, const loy_node *node, const loy_node *const *values,
                        const char *meaning, int64_t *from, int64_t *until);

/* The part that a text or key names, or LOY__NONE with a mistake noted;
 * LOY__NONE when absent. */
uint32_t loy__read_part(loy__reader *reader, const loy_node *node, uint32_t part);
uint32_t loy__part_of_key(loy__reader *reader, const loy_node *node, uint32_t part);
/* The number of an id, or LOY__NONE, without a mistake. */
uint32_t loy__find_part(const loy__reader *reader, uint32_t part, const char *id, size_t size);

/* read_named.c: the rules (or promotions: `named`) that a group, a budget or a cap
 * names, NULL where it names none; the one of an item, or LOY__NONE, without a mistake;
 * for each how many parts of a kind name it, with mistakes noted, NULL without memory. */
const loy_node *loy__named_of(const loy__reader *reader, uint32_t part, uint32_t number,
                              uint32_t named);
const loy_node *loy__rules_of(const loy__reader *reader, uint32_t part, uint32_t number);
uint32_t loy__part_named(const loy__reader *reader, const loy_node *item, uint32_t named);
uint32_t loy__rule_named(const loy__reader *reader, const loy_node *item);
uint32_t *loy__count_naming(loy__reader *reader, uint32_t part, uint32_t named);
bool loy__rule_earns(const loy__rule *rule, uint32_t currency);

/* Reads all definitions of a kind of part into an array, whose elements of
 * `size` bytes begin with their name; `read` fills one. */
typedef void (*loy__read_one)(loy__reader *reader, const loy_node *node, uint32_t number,
                              void *item);
const void *loy__read_parts(loy__reader *reader, uint32_t part, size_t size, loy__read_one read,
                            uint32_t *count);

/* The items of a list, or a single text as if it were a list of one. */
const loy_node *loy__first_item(const loy_node *node);
const loy_node *loy__next_item(const loy_node *node, const loy_node *item);
uint32_t loy__item_count(const loy_node *node);
/* Notes a mistake and gives false when an item is not of these kinds. */
bool loy__expect(loy__reader *reader, const loy_node *node, uint32_t kinds, const char *write);

/* ---- Names: declare.c ---- */

loy__name loy__keep_name(loy__reader *reader, const char *text, size_t size, bool symbol);
/* Checks the form of an id and that it is free; `number` becomes its number. No
 * record stores a rule or a store by the hash of its id: those may be equal. */
void loy__declare(loy__reader *reader, uint32_t part, const loy_node *node, const char *id,
                  size_t size, uint32_t number);
/* Checks and remembers a name of a kind of its own (tiers of a ladder,
 * attributes), `space` tells the kinds apart. */
void loy__claim(loy__reader *reader, uint32_t space, const loy_node *node, const char *id,
                size_t size);
/* Collects all parts of the document under their ids. */
void loy__declare_parts(loy__reader *reader);
void loy__read_attributes(loy__reader *reader);
/* read_zones.c: the program's zone; and those of its stores. */
void loy__read_zone(loy__reader *reader);
void loy__read_stores(loy__reader *reader);

/* The name under which uses are counted: a letter and the id. */
void loy__name_limit(loy__reader *reader, char kind, const loy__name *name, loy__limit *out);
void loy__read_rule_limit(loy__reader *reader, const loy_node *node, loy__rule *out);
/* How often a part may be used: read_limits.c. `kind` is LOY__LIMIT_... */
void loy__read_limit(loy__reader *reader, const loy_node *node, char kind, const loy__name *name,
                     loy__limit *out);

/* ---- Expressions: expression.c ---- */

uint32_t loy__intern(loy__reader *reader, const char *text, size_t size);
/* Compiles an expression whose result has the type `want`; NULL when absent or
 * after a mistake. */
const loy__cel_code *loy__read_code(loy__reader *reader, const loy_node *node, const char *want);
const loy__cel_code *loy__compile_text(loy__reader *reader, const loy_node *node, const char *text,
                                       size_t size, const char *want);
/* Compiles a test of one line, which it calls `l`: the code lists the lines that
 * pass. NULL when absent or after a mistake. */
const loy__cel_code *loy__read_lines(loy__reader *reader, const loy_node *node);
/* A constant or an expression: an integer, a decimal text with `digits`
 * decimals, or CEL of type int. */
void loy__read_amount(loy__reader *reader, const loy_node *node, uint32_t digits, loy__amount *out);

/* What a rule earns: an amount, or {"of", "step", "points"}, {"of", "rate"}. */
void loy__read_earning(loy__reader *reader, const loy_node *node, loy__amount *out);
enum { LOY__BASE_PARTS = 4 };
/* The members of `parts`: which lines of a basket are what. */
void loy__read_base_parts(loy__reader *reader, const loy_node **parts);
/* A base as the expression that it stands for, or NULL after a mistake. */
const loy__cel_code *loy__read_base(loy__reader *reader, const loy_node *node,
                                    const loy_node *const *parts);
void loy__read_birthday(loy__reader *reader);
/* The settings of a currency about fractions. */
void loy__read_rounding(loy__reader *reader, const loy_node *rounding, const loy_node *round_at,
                        const loy_node *fractions, loy__currency *out);

/* ---- Topics ---- */

void loy__read_root(loy__reader *reader);
void loy__read_settings(loy__reader *reader);
/* read_money.c: the program's money and others. */
void loy__read_moneys(loy__reader *reader);
void loy__read_returns(loy__reader *reader);
/* Once all that ends points is known: which currencies remember what has expired. */
void loy__set_excuses(loy__reader *reader);
void loy__read_currencies(loy__reader *reader);
void loy__read_accounts(loy__reader *reader);
void loy__read_ladders(loy__reader *reader);
void loy__read_memberships(loy__reader *reader);
void loy__read_counters(loy__reader *reader);
void loy__read_caps(loy__reader *reader);
void loy__read_vouchers(loy__reader *reader);
void loy__read_rewards(loy__reader *reader);
void loy__read_stages(loy__reader *reader);
void loy__read_holds(loy__reader *reader);
/* read_tiers.c: the number of the tier that a node names by these bytes, which end
 * in 0; 0 after a fault. */
uint32_t loy__tier_named(loy__reader *reader, const loy_node *node, const char *id, size_t size,
                         const loy__ladder *ladder);
/* read_expiry.c: when the points of a currency expire; and what of it names tiers
 * and facts, once those are known. */
void loy__read_expires(loy__reader *reader, const loy_node *node, loy__currency *out);
void loy__read_lives(loy__reader *reader);
/* What becomes of what comes back after its end. */
void loy__read_lapsed(loy__reader *reader, const loy_node *node, loy__lapse *out);
/* read_pending.c: how long points of a currency wait; those of some customers, once
 * facts are known; those of a rule. */
void loy__read_pending(loy__reader *reader, const loy_node *node, loy__currency *out);
void loy__read_waits(loy__reader *reader);
void loy__read_rule_wait(loy__reader *reader, const loy_node *node, loy__rule *out);
/* read_conversions.c: what points turn into by themselves, once currencies are known. */
void loy__read_conversions(loy__reader *reader);
/* read_payment.c: paying with points. */
void loy__read_payment(loy__reader *reader, const loy_node *node, loy__currency *out);
/* The currencies of a list, which may be NULL, and `own` behind them unless it is
 * one of them. */
void loy__read_draw(loy__reader *reader, const loy_node *list, uint32_t own, loy__draw *out);
void loy__read_draws(loy__reader *reader);
void loy__read_facts(loy__reader *reader);
void loy__read_rules(loy__reader *reader);
/* Which caps hold for the rules that are read. */
void loy__set_caps(loy__reader *reader);
/* Seats rules that are read in their groups. */
void loy__read_groups(loy__reader *reader);
/* Budgets, and which of them the rules that are read share. */
void loy__read_budgets(loy__reader *reader);
void loy__read_pricing(loy__reader *reader);
/* read_sets.c: units, which of them come first, and the set of a promotion that takes
 * off so many other things. */
int64_t loy__read_units(loy__reader *reader, const loy_node *node, int64_t fallback);
uint32_t loy__read_pick(loy__reader *reader, const loy_node *node);
void loy__read_set(loy__reader *reader, const loy_node *node, int takes_off, loy__promotion *out);
/* Pricing is read. */
void loy__read_promotions(loy__reader *reader);
/* read_budgets.c: which budgets the promotions that are read share. */
void loy__fund_promotions(loy__reader *reader);
/* Once all is read that it cannot be had together with. */
void loy__read_late(loy__reader *reader);
void loy__read_clock(loy__reader *reader);
/* Which rules answer what, and which facts are read. */
void loy__index_rules(loy__reader *reader);
void loy__index_facts(loy__reader *reader);
/* The index of a list; NULL where it is too short for one, or without memory. */
const struct loy__rule_index *loy__index_list(loy__reader *reader, const loy__rule_list *list);

/* The table of stages that a program without `stages` has: stages.c. */
uint32_t loy__default_stage_count(void);
const char *loy__default_stage(uint32_t index);

#endif
