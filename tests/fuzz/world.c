/*
 * world.c -- see world.h.
 */
#include "fuzz/world.h"

#include <stdio.h>
#include <string.h>

#include "base/seal.h"
#include "base/text.h"

#define HEAD "{\"loyalty\":1,\"program\":\"fuzz\",\"version\":1,\"money\":\"EUR\","

static const char main_text[] = HEAD
    "\"time_zone\":\"CET-1CEST,M3.5.0,M10.5.0/3\",\"events\":[\"review\"],"
    "\"attributes\":{\"customer\":{\"plan\":\"text\",\"age\":\"integer\"},"
    "\"event\":{\"table\":\"integer\",\"rush\":\"boolean\"},\"line\":{\"color\":\"text\"}},"
    "\"let\":{\"drinks\":\"spend(lines.filter(l, l.category.under('drinks')))\","
    "\"big\":\"total > 5000 && event.local.hour >= 8\"},"
    "\"currencies\":{"
    "\"stars\":{\"pending\":\"P1D\",\"expires\":{\"after\":\"P1M\",\"round_up\":\"month\"},"
    "\"payment\":{\"step\":10,\"value\":\"0.10\",\"short\":\"clamp\"}},"
    "\"gems\":{\"scale\":2,\"spend_order\":\"oldest\",\"floor\":\"zero\","
    "\"pending\":{\"after\":\"P2D\",\"or\":\"activate\"},"
    "\"expires\":{\"after\":\"P10D\",\"edge\":\"instant\",\"from\":\"matured\",\"reinstate\":"
    "{\"within\":\"P20D\",\"fee\":3}},\"payment\":{\"step\":1}},"
    "\"miles\":{\"pending\":{\"until\":\"activate\"},\"expires\":{\"after\":\"P5D\",\"from\":"
    "\"activity\",\"by_tier\":{\"fans\":{\"fan\":\"P9D\"},\"season\":{\"hot\":\"never\"}},"
    "\"exempt\":\"customer.attributes.plan == 'family'\",\"since\":\"2026-01-10\",\"extend\":"
    "\"P1D\",\"reinstate\":\"P30D\",\"lapsed\":{\"grace\":\"P2D\"}}}},"
    "\"ladders\":{"
    "\"status\":{\"counts\":\"spend\",\"window\":{\"rolling\":\"P12M\"},\"tiers\":["
    "{\"id\":\"green\",\"from\":0},{\"id\":\"gold\",\"from\":\"50.00\",\"keep_from\":\"20.00\","
    "\"grace\":\"P1M\"},{\"id\":\"black\",\"from\":\"500.00\"}]},"
    "\"fans\":{\"counts\":\"stars earned\",\"window\":\"lifetime\",\"tiers\":["
    "{\"id\":\"new\",\"from\":0},{\"id\":\"fan\",\"from\":50}]},"
    "\"season\":{\"counts\":\"visits\",\"window\":{\"calendar\":\"quarter\"},\"tiers\":["
    "{\"id\":\"cold\",\"from\":0},{\"id\":\"hot\",\"from\":3,\"grace\":\"P5D\"}]}},"
    "\"counters\":{\"card\":{\"every\":3,\"issue\":\"free\"},\"weekly\":{\"window\":\"week\"}},"
    "\"vouchers\":{\"free\":{\"reward\":\"coffee\",\"expires\":\"P1M\"},\"hello\":{}},"
    "\"rewards\":[{\"id\":\"coffee\",\"price\":{\"stars\":20},\"give\":{\"free_item\":"
    "{\"category\":\"drinks\"}}},{\"id\":\"cake\",\"price\":{\"gems\":100,\"miles\":1},"
    "\"when\":\"customer.purchases > 0\",\"give\":{\"discount\":\"3.00\"}}],"
    "\"caps\":[{\"id\":\"day\",\"currency\":\"stars\",\"limit\":500,\"per\":\"day\"},"
    "{\"id\":\"life\",\"currency\":\"gems\",\"limit\":100000,\"per\":\"lifetime\","
    "\"rules\":[\"gems\"]}],"
    "\"promotions\":[{\"id\":\"tenth\",\"percent\":10,\"lines\":\"l.category.under('drinks')\"},"
    "{\"id\":\"spring\",\"code\":\"SPRING\",\"amount\":\"3.00\",\"needs\":{\"amount\":\"20.00\"},"
    "\"limit\":{\"customer\":2,\"all\":5}},"
    "{\"id\":\"set\",\"set\":{\"buy\":2,\"get\":1},\"lines\":\"l.sku == 'LATTE'\"},"
    "{\"id\":\"pen\",\"gift\":{\"sku\":\"PEN\"},\"set\":{\"buy\":10}},"
    "{\"id\":\"vip\",\"percent\":\"12.5\",\"on\":\"units\",\"units\":3,\"code\":\"VIP\",\"group\":"
    "\"g\"},"
    "{\"id\":\"vop\",\"voucher\":\"hello\",\"price\":\"1.00\",\"group\":\"g\"}],"
    "\"pricing\":{\"groups\":{\"g\":\"best-line\"},\"tax\":\"order\"},"
    "\"budgets\":[{\"id\":\"all\",\"currency\":\"miles\",\"limit\":5000,\"rules\":[\"miles\"]},"
    "{\"id\":\"off\",\"promotions\":[\"tenth\",\"vip\",\"vop\"],\"money\":\"50.00\",\"by\":"
    "\"event.store\"}],"
    "\"transfers\":{\"minimum\":{\"stars\":5},\"fee\":{\"miles\":1}},\"households\":{\"kind\":"
    "\"view\"},"
    "\"referrals\":{\"referrer\":{\"miles\":10},\"friend\":{\"miles\":5}},\"offline\":{\"spend\":"
    "\"debt\"},"
    "\"memberships\":{\"plus\":{\"lasts\":\"P1M\",\"tiers\":{\"status\":\"gold\"}}},"
    "\"returns\":{\"window\":\"P2M\",\"method\":\"re-evaluate\",\"unknown\":\"park\",\"rewards\":"
    "\"void\",\"burns\":\"share\"}"
    ","
    "\"rules\":["
    "{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":\"drinks.per(money('1.00')) + "
    "total / 500\"},\"count\":{\"card\":\"lines.filter(l, l.sku == 'LATTE').size()\"}},"
    "{\"id\":\"gems\",\"on\":[\"purchase\",\"visit\"],\"when\":\"event.channel == 'app' || "
    "'SPRING' in event.codes\",\"earn\":{\"gems\":\"150 + size(event.codes)\"}},"
    "{\"id\":\"miles\",\"on\":\"purchase\",\"when\":\"big\",\"earn\":{\"miles\":"
    "\"lines.map(l, l.amount * l.quantity).sum()\"}},"
    "{\"id\":\"red\",\"on\":\"purchase\",\"when\":\"lines.exists(l, l.attributes.color == "
    "'red')\",\"multiply\":{\"stars\":\"1.5\"}},"
    "{\"id\":\"gold\",\"on\":\"purchase\",\"when\":\"customer.tiers.status != 'green' && "
    "event.attributes.rush\",\"multiply\":{\"stars\":\"2\",\"gems\":\"1.25\"}},"
    "{\"id\":\"ratio\",\"on\":\"purchase\",\"when\":\"100 / (event.attributes.table - 3) > 5\","
    "\"earn\":{\"miles\":7}},"
    "{\"id\":\"stamp\",\"on\":\"visit\",\"count\":{\"weekly\":1,\"card\":1},\"issue\":\"hello\"},"
    "{\"id\":\"review\",\"on\":\"review\",\"when\":\"customer.attributes.plan != ''\","
    "\"stage\":\"loyal\",\"notify\":\"thanks\"},"
    "{\"id\":\"joy\",\"on\":\"enter:loyal\",\"earn\":{\"gems\":5},\"issue\":[\"free\",\"hello\"]},"
    "{\"id\":\"sad\",\"on\":\"enter:at-risk\",\"earn\":{\"stars\":3},\"notify\":\"come back\"},"
    "{\"id\":\"gone\",\"on\":\"timer\",\"when\":\"customer.days_since_purchase > 20\","
    "\"earn\":{\"miles\":2}}]}";

static const char other_text[] = HEAD
    "\"late\":{\"events\":\"re-evaluate\",\"within\":\"P40D\"},"
    "\"attributes\":{\"customer\":{\"age\":\"integer\",\"shoe\":\"text\"}},"
    "\"currencies\":{\"miles\":{\"expires\":{\"after\":\"P1Y\"}},\"stars\":{}},"
    "\"ladders\":{\"season\":{\"counts\":\"visits\",\"window\":\"lifetime\",\"tiers\":["
    "{\"id\":\"hot\",\"from\":0},{\"id\":\"boiling\",\"from\":9}]},"
    "\"status\":{\"counts\":\"spend\",\"window\":{\"calendar\":\"year\"},\"tiers\":["
    "{\"id\":\"grey\",\"from\":0},{\"id\":\"gold\",\"from\":\"10.00\"}]}},"
    "\"counters\":{\"weekly\":{\"window\":\"month\"}},\"vouchers\":{\"hello\":{}},"
    "\"stages\":{\"initial\":\"start\",\"names\":[\"start\",\"loyal\"],\"transitions\":["
    "{\"from\":\"start\",\"to\":\"loyal\",\"on\":\"purchase\"},"
    "{\"from\":\"loyal\",\"to\":\"start\",\"after\":\"P30D\"}]},"
    "\"caps\":[{\"id\":\"day\",\"currency\":\"stars\",\"limit\":5,\"per\":\"month\"}],"
    "\"rules\":[{\"id\":\"a\",\"on\":\"purchase\",\"earn\":{\"stars\":\"total\",\"miles\":3}}]}";

static const loy_program *
read_program(const char *text)
{
    loy_program *program = NULL;
    loy_problems *problems = NULL;

    FUZZ_REQUIRE(loy_problems_new(&problems, NULL) == LOY_OK);
    if (loy_json_program(&program, text, strlen(text), problems, NULL) < 0) {
        const loy_problem *problem = loy_problems_at(problems, 0);

        fprintf(stderr, "%s: %s; %s\n", problem->path, problem->text, problem->hint);
        fuzz_fail("the program loads", __FILE__, __LINE__);
    }
    loy_problems_free(problems);
    return program;
}

const loy_program *
fuzz_program(void)
{
    static const loy_program *program;

    if (program == NULL)
        program = read_program(main_text);
    return program;
}

const loy_program *
fuzz_other_program(void)
{
    static const loy_program *program;

    if (program == NULL)
        program = read_program(other_text);
    return program;
}

void
fuzz_world_open(fuzz_world *world, const loy_program *program)
{
    const loy_memory *memory = fuzz_memory();

    *world = (fuzz_world){.program = program};
    FUZZ_REQUIRE(loy_memory_store_open(&world->store, memory) == LOY_OK);
    FUZZ_REQUIRE(loy_engine_new(&world->engine, program, world->store, memory) == LOY_OK);
    FUZZ_REQUIRE(loy_json_reader_new(&world->reader, program, memory) == LOY_OK);
    FUZZ_REQUIRE(loy_outcome_new(&world->outcome, memory) == LOY_OK);
    FUZZ_REQUIRE(loy_outcome_new(&world->again, memory) == LOY_OK);
    FUZZ_REQUIRE(loy_customer_new(&world->customer, memory) == LOY_OK);
    FUZZ_REQUIRE(loy_report_new(&world->report, memory) == LOY_OK);
}

void
fuzz_world_close(fuzz_world *world)
{
    loy_report_free(world->report);
    loy_customer_free(world->customer);
    loy_outcome_free(world->again);
    loy_outcome_free(world->outcome);
    loy_json_reader_free(world->reader);
    loy_engine_free(world->engine);
    loy_store_close(world->store);
}

/* ---- Digests ---- */

static uint64_t
add_bytes(uint64_t digest, const void *bytes, size_t size)
{
    return loy__hash(bytes, size, digest);
}

static uint64_t
add_text(uint64_t digest, const char *text)
{
    FUZZ_REQUIRE(text != NULL);
    return add_bytes(digest, text, strlen(text));
}

/* Words of the library's: well-formed whatever they quote. */
static uint64_t
add_words(uint64_t digest, const char *text)
{
    FUZZ_REQUIRE(loy__utf8_valid(text, strlen(text)));
    return add_text(digest, text);
}

static uint64_t
add_number(uint64_t digest, int64_t number)
{
    return add_bytes(digest, &number, sizeof(number));
}

static uint64_t
add_entries(uint64_t digest, const loy_outcome *outcome)
{
    for (uint32_t i = 0; i < loy_outcome_entry_count(outcome); i++) {
        const loy_entry *entry = loy_outcome_entry(outcome, i);

        FUZZ_REQUIRE(entry->points > 0 || entry->kind == LOY_ENTRY_ADJUST ||
                     entry->kind == LOY_ENTRY_TRANSFER);
        FUZZ_REQUIRE(loy_entry_kind_name(entry->kind) != NULL);
        digest = add_text(digest, entry->currency);
        digest = add_number(digest, entry->points);
        digest = add_number(digest, entry->time);
        digest = add_number(digest, entry->matures);
        digest = add_number(digest, entry->expires);
        digest = add_number(digest, (int64_t)entry->kind << 32 | entry->debt);
    }
    return digest;
}

uint64_t
fuzz_outcome_digest(const loy_outcome *outcome)
{
    uint64_t digest = add_number(0, loy_outcome_verdict(outcome));

    digest = add_text(digest, loy_outcome_reason(outcome));
    digest = add_words(digest, loy_outcome_reason_text(outcome));
    digest = add_words(digest, loy_outcome_reason_path(outcome));
    digest = add_text(digest, loy_outcome_stage(outcome));
    for (uint32_t i = 0; i < loy_outcome_effect_count(outcome); i++) {
        const loy_effect *effect = loy_outcome_effect(outcome, i);

        FUZZ_REQUIRE(loy_effect_kind_name(effect->kind) != NULL);
        digest = add_text(digest, effect->rule);
        digest = add_text(digest, effect->name);
        digest = add_number(digest, effect->amount);
        digest = add_number(digest, effect->wanted);
        digest = add_number(digest, effect->money);
        digest = add_number(digest, effect->time);
        digest = add_number(digest, effect->kind);
    }
    digest = add_entries(digest, outcome);
    for (uint32_t i = 0; i < loy_outcome_balance_count(outcome); i++) {
        const loy_balance *balance = loy_outcome_balance(outcome, i);

        digest = add_text(digest, balance->currency);
        digest = add_number(digest, balance->available);
        digest = add_number(digest, balance->pending);
        digest = add_number(digest, balance->held);
        digest = add_number(digest, balance->debt);
    }
    for (uint32_t i = 0; i < loy_outcome_tier_count(outcome); i++) {
        digest = add_text(digest, loy_outcome_tier(outcome, i)->ladder);
        digest = add_text(digest, loy_outcome_tier(outcome, i)->tier);
    }
    return digest;
}

static int
add_record(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
           uint64_t revision)
{
    uint64_t *digest = context;

    *digest = add_bytes(*digest, id, id_size);
    *digest = add_bytes(*digest, bytes, (size_t)size);
    *digest = add_number(*digest, (int64_t)revision);
    return 1;
}

uint64_t
fuzz_store_digest(const loy_store *store)
{
    uint64_t digest = 0;

    for (uint32_t kind = LOY_KIND_CUSTOMER; kind <= LOY_KIND_USES; kind++)
        FUZZ_REQUIRE(loy_store_walk(store, kind, NULL, 0, add_record, &digest) == LOY_OK);
    return digest;
}

/* ---- What must hold ---- */

void
fuzz_require_error(const loy_error *error, int result)
{
    if (result == LOY_OK)
        return;
    FUZZ_REQUIRE(error->code == result || error->code == 0);
    FUZZ_REQUIRE(memchr(error->text, '\0', sizeof(error->text)) != NULL);
    FUZZ_REQUIRE(memchr(error->hint, '\0', sizeof(error->hint)) != NULL);
    FUZZ_REQUIRE(memchr(error->path, '\0', sizeof(error->path)) != NULL);
    FUZZ_REQUIRE(loy__utf8_valid(error->text, strlen(error->text)));
    FUZZ_REQUIRE(loy__utf8_valid(error->hint, strlen(error->hint)));
    FUZZ_REQUIRE(loy__utf8_valid(error->path, strlen(error->path)));
}

static void
require_balance(const fuzz_world *world, const loy_balance *balance)
{
    uint64_t available = 0, pending = 0;

    for (uint32_t i = 0; i < loy_customer_lot_count(world->customer); i++) {
        const loy_lot *lot = loy_customer_lot(world->customer, i);

        if (strcmp(lot->currency, balance->currency) != 0)
            continue;
        FUZZ_REQUIRE(lot->points > 0);
        if (lot->matures == 0)
            available += (uint64_t)lot->points;
        else
            pending += (uint64_t)lot->points;
    }
    FUZZ_REQUIRE((uint64_t)balance->available == available);
    FUZZ_REQUIRE((uint64_t)balance->pending == pending);
    FUZZ_REQUIRE(balance->available >= 0 && balance->pending >= 0 && balance->debt >= 0);
    FUZZ_REQUIRE(balance->debt == 0 || balance->available == 0);
}

void
fuzz_require_balances(fuzz_world *world, const char *id, size_t id_size, int64_t at)
{
    loy_error error = LOY_ERROR_INIT;
    int result = loy_engine_customer(world->engine, id, id_size, at, world->customer, &error);
    const loy_balance *balance;

    fuzz_require_error(&error, result);
    for (uint32_t i = 0;
         result == LOY_OK && (balance = loy_customer_balance(world->customer, i)) != NULL; i++)
        require_balance(world, balance);
}

void
fuzz_require_totals(fuzz_world *world, int64_t at)
{
    loy_error error = LOY_ERROR_INIT;
    int result = loy_engine_report(world->engine, at, world->report, &error);
    const loy_totals *t;

    fuzz_require_error(&error, result);
    for (uint32_t i = 0; result == LOY_OK && (t = loy_report_totals(world->report, i)) != NULL;
         i++) {
        uint64_t earned =
            (uint64_t)t->issued - (uint64_t)t->spent - (uint64_t)t->expired - (uint64_t)t->reversed;

        FUZZ_REQUIRE(earned == (uint64_t)t->available + (uint64_t)t->pending + (uint64_t)t->held -
                                   (uint64_t)t->debt);
        FUZZ_REQUIRE(t->available >= 0 && t->pending >= 0 && t->debt >= 0 && t->issued >= 0);
    }
}

int
fuzz_quote(fuzz_world *world, const loy_event *event, uint64_t *digest)
{
    uint64_t before = fuzz_store_digest(world->store);
    loy_error error = LOY_ERROR_INIT;
    int result = loy_engine_quote(world->engine, event, world->outcome, &error);

    fuzz_require_error(&error, result);
    FUZZ_REQUIRE(fuzz_store_digest(world->store) == before);
    *digest = result == LOY_OK ? fuzz_outcome_digest(world->outcome) : 0;
    return result;
}

static void
require_documents(fuzz_world *world, const loy_event *event)
{
    const char *text;
    size_t size;

    FUZZ_REQUIRE(loy_json_outcome(world->reader, event, world->outcome, &text, &size) == LOY_OK);
    FUZZ_REQUIRE(strlen(text) == size);
}

int
fuzz_apply(fuzz_world *world, const loy_event *event)
{
    uint64_t before = fuzz_store_digest(world->store), quoted, kept;
    loy_error error = LOY_ERROR_INIT;
    int quote = fuzz_quote(world, event, &quoted);
    int result = loy_engine_apply(world->engine, event, world->outcome, &error);

    fuzz_require_error(&error, result);
    if (result != LOY_OK) {
        FUZZ_REQUIRE(fuzz_store_digest(world->store) == before);
        FUZZ_REQUIRE(result == LOY_ERR_MISMATCH || result == quote);
        return result;
    }
    FUZZ_REQUIRE(quote == LOY_OK || loy_outcome_replayed(world->outcome));
    FUZZ_REQUIRE(loy_outcome_replayed(world->outcome) ||
                 fuzz_outcome_digest(world->outcome) == quoted);
    kept = fuzz_store_digest(world->store);
    FUZZ_REQUIRE(loy_engine_apply(world->engine, event, world->again, NULL) == LOY_OK);
    FUZZ_REQUIRE(loy_outcome_replayed(world->again) == 1);
    FUZZ_REQUIRE(fuzz_outcome_digest(world->again) == fuzz_outcome_digest(world->outcome));
    FUZZ_REQUIRE(fuzz_store_digest(world->store) == kept);
    require_documents(world, event);
    fuzz_require_balances(world, event->customer.data, event->customer.size, LOY_TIME_NONE);
    fuzz_require_totals(world, LOY_TIME_NONE);
    return result;
}

/* ---- Records ---- */

void
fuzz_plant(const loy_store *store, uint32_t kind, const char *id, uint32_t id_size,
           const void *bytes, uint64_t size, uint64_t seen)
{
    loy_write write = {.id = id,
                       .bytes = bytes,
                       .owner = id,
                       .size = size,
                       .seen = seen,
                       .due = 0,
                       .id_size = id_size,
                       .owner_size = id_size,
                       .kind = kind};
    loy_batch batch = {.size = sizeof(batch), .count = 1, .writes = &write};

    FUZZ_REQUIRE(store->commit(store->context, &batch) == LOY_OK);
}

size_t
fuzz_take(const loy_store *store, uint32_t kind, const char *id, uint32_t id_size, uint8_t *bytes,
          size_t capacity)
{
    uint64_t size, revision;

    FUZZ_REQUIRE(loy_store_read(store, kind, id, id_size, bytes, capacity, &size, &revision) ==
                 LOY_OK);
    FUZZ_REQUIRE(size > 0 && size <= capacity);
    return (size_t)size;
}

void
fuzz_apply_lines(fuzz_world *world, const char *lines)
{
    while (*lines != '\0') {
        size_t size = strcspn(lines, "\n");
        loy_error error = LOY_ERROR_INIT;
        const loy_event *event = NULL;

        if (loy_json_event(world->reader, lines, size, &event, &error) != LOY_OK ||
            loy_engine_apply(world->engine, event, world->outcome, &error) != LOY_OK) {
            fprintf(stderr, "%s %s\n", error.path, error.text);
            fuzz_fail("the documents are kept", __FILE__, __LINE__);
        }
        lines += size + (lines[size] == '\n');
    }
}

static void
put_word(fuzz_input *input, uint8_t *bytes, size_t size, size_t at, size_t width)
{
    uint64_t word = (uint64_t)fuzz_integer(input);

    for (size_t i = 0; i < width && at + i < size; i++)
        bytes[at + i] = (uint8_t)(word >> (8 * i));
}

size_t
fuzz_mutate(fuzz_input *input, uint8_t *bytes, size_t size, size_t capacity)
{
    for (int edits = fuzz_byte(input) % 12; edits > 0 && size > 0; edits--) {
        uint8_t how = fuzz_byte(input);
        size_t at = (size_t)fuzz_below(input, size), count = how / 8 + 1u;

        if (count > size - at)
            count = size - at;
        switch (how % 6) {
        case 0: /* words stand at multiples of four */
            put_word(input, bytes, size, at / 4 * 4, 8);
            break;
        case 1:
            put_word(input, bytes, size, at / 4 * 4, 4);
            break;
        case 2:
            bytes[at] ^= fuzz_byte(input);
            break;
        case 3: /* left out */
            memmove(bytes + at, bytes + at + count, size - at - count);
            size -= count;
            break;
        case 4: /* twice */
            if (count > capacity - size)
                break;
            memmove(bytes + at + count, bytes + at, size - at);
            size += count;
            break;
        default:
            size = at;
            break;
        }
    }
    return size;
}

void
fuzz_seal(uint8_t *bytes, size_t size)
{
    if (size < LOY__SEAL_SIZE)
        return;
    loy__seal(bytes, (uint32_t)size, loy__load32(bytes) & 0xFFFFFF, loy__load32(bytes) >> 24);
}
