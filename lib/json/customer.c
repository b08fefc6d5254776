/*
 * customer.c -- a customer as a document of several lines.
 *
 * Times are in UTC; days are those of the program's zone. What is not known
 * (no purchase yet, points that never expire) is left out.
 */
#include "json/output.h"

#include <string.h>

#include "base/number.h"

#define FRACTION_DIGITS 16 /* of loy_customer_waiting() */

typedef struct customer_writer {
    loy__output output;
    const loy_json_reader *reader;
    const loy_customer *customer;
} customer_writer;

static void
write_known_day(loy__output *output, const char *key, int32_t day)
{
    if (day != LOY_DAY_NONE)
        loy__output_day(output, key, day);
}

static void
write_known_time(loy__output *output, const char *key, int64_t time)
{
    if (time != LOY_NEVER && time != LOY_TIME_NONE)
        loy__output_instant(output, key, time, 0);
}

static void
write_behaviour(customer_writer *w)
{
    loy_behaviour behaviour = {.size = sizeof(behaviour)};

    if (loy_customer_behaviour(w->customer, &behaviour) < 0)
        return;
    write_known_time(&w->output, "stage_since", behaviour.stage_since);
    write_known_day(&w->output, "enrolled", behaviour.enrolled_on);
    write_known_day(&w->output, "first_purchase", behaviour.first_purchase_on);
    write_known_day(&w->output, "last_purchase", behaviour.last_purchase_on);
    loy__output_integer(&w->output, "purchases", behaviour.purchases);
    loy__output_integer(&w->output, "visits", behaviour.visits);
    loy__output_money(&w->output, "spend", behaviour.spend, w->reader->money_digits);
}

static void
write_balances(customer_writer *w)
{
    loy__output_open(&w->output, "balances", '{');
    for (uint32_t i = 0; i < w->reader->currency_count; i++) {
        const loy_balance *balance = loy_customer_balance(w->customer, i);
        if (balance != NULL)
            loy__output_balance(&w->output, balance, w->reader->currencies[i].scale);
    }
    loy__output_close(&w->output, '}');
}

static void
write_tiers(customer_writer *w)
{
    loy__output_open(&w->output, "tiers", '{');
    for (uint32_t i = 0; i < loy_program_count(w->reader->program, LOY_PART_LADDER); i++) {
        const loy_standing *standing = loy_customer_tier(w->customer, i);
        if (standing != NULL)
            loy__output_text(&w->output, standing->ladder, standing->tier);
    }
    loy__output_close(&w->output, '}');
}

/* A number for each part of a kind. */
static void
write_numbers(customer_writer *w, const char *key, uint32_t part,
              int64_t (*number)(const loy_customer *customer, uint32_t index))
{
    const loy_program *program = w->reader->program;

    loy__output_open(&w->output, key, '{');
    for (uint32_t i = 0; i < loy_program_count(program, part); i++)
        loy__output_integer(&w->output, loy_program_name(program, part, i), number(w->customer, i));
    loy__output_close(&w->output, '}');
}

/* Digits before which nothing but zeros stands, without zeros at the end. */
static void
write_fraction(loy__output *output, const char *currency, int64_t waiting, uint32_t scale)
{
    uint32_t digits = FRACTION_DIGITS + scale;
    int64_t one = digits <= 18 ? loy__power10(digits) : INT64_MAX;
    int64_t left = waiting % one;
    char text[48];
    uint32_t at, end;

    loy__format(text, sizeof(text), "%lld.", (long long)(waiting / one));
    at = (uint32_t)strlen(text);
    for (end = at + digits; left > 0 && left % 10 == 0; left /= 10)
        end--;
    if (left == 0) /* whole points: the point goes, too */
        end = --at;
    text[end] = '\0';
    for (; end > at; left /= 10)
        text[--end] = (char)('0' + left % 10);
    loy__output_text(output, currency, text);
}

/* What waits for more, of currencies that keep fractions. */
static void
write_waiting(customer_writer *w)
{
    bool any = false;

    for (uint32_t i = 0; i < w->reader->currency_count; i++) {
        int64_t waiting = loy_customer_waiting(w->customer, i);

        if (waiting == 0)
            continue;
        if (!any)
            loy__output_open(&w->output, "waiting", '{');
        any = true;
        write_fraction(&w->output, loy_customer_balance(w->customer, i)->currency, waiting,
                       w->reader->currencies[i].scale);
    }
    if (any)
        loy__output_close(&w->output, '}');
}

static void
write_lots(customer_writer *w)
{
    loy__output_open(&w->output, "lots", '[');
    for (uint32_t i = 0; i < loy_customer_lot_count(w->customer); i++) {
        const loy_lot *lot = loy_customer_lot(w->customer, i);

        loy__output_open(&w->output, NULL, '{');
        loy__output_text(&w->output, "currency", lot->currency);
        loy__output_points(&w->output, "points", lot->points,
                           loy__json_scale_of(w->reader, lot->currency, 0));
        write_known_day(&w->output, "earned", lot->earned_on);
        if (lot->matures != 0)
            loy__output_maturity(&w->output, lot->matures, 0);
        write_known_time(&w->output, "expires", lot->expires);
        loy__output_close(&w->output, '}');
    }
    loy__output_close(&w->output, ']');
}

/* When points expire: a list for each currency, whose sum is what there is. */
static void
write_expiring(customer_writer *w)
{
    uint32_t at = 0;

    loy__output_open(&w->output, "expiring", '{');
    for (uint32_t i = 0; i < w->reader->currency_count; i++) {
        const loy_balance *balance = loy_customer_balance(w->customer, i);
        const loy_expiring *item;

        if (balance == NULL)
            continue;
        loy__output_open(&w->output, balance->currency, '[');
        for (; (item = loy_customer_expiring(w->customer, at)) != NULL &&
               strcmp(item->currency, balance->currency) == 0;
             at++) {
            loy__output_open(&w->output, NULL, '{');
            write_known_time(&w->output, "expires", item->expires);
            loy__output_points(&w->output, "points", item->points, w->reader->currencies[i].scale);
            loy__output_close(&w->output, '}');
        }
        loy__output_close(&w->output, ']');
    }
    loy__output_close(&w->output, '}');
}

static void
write_statuses(customer_writer *w)
{
    if (loy_customer_status_count(w->customer) == 0)
        return;
    loy__output_open(&w->output, "statuses", '[');
    for (uint32_t i = 0; i < loy_customer_status_count(w->customer); i++) {
        const loy_status *status = loy_customer_status(w->customer, i);

        loy__output_open(&w->output, NULL, '{');
        loy__output_text(&w->output, "ladder", status->ladder);
        loy__output_text(&w->output, "tier", status->tier);
        loy__output_text(&w->output, "mode", status->mode == LOY_STATUS_SET ? "set" : "floor");
        write_known_time(&w->output, "until", status->until);
        loy__output_close(&w->output, '}');
    }
    loy__output_close(&w->output, ']');
}

static void
write_memberships(customer_writer *w)
{
    if (loy_customer_membership_count(w->customer) == 0)
        return;
    loy__output_open(&w->output, "memberships", '[');
    for (uint32_t i = 0; i < loy_customer_membership_count(w->customer); i++) {
        const loy_membership *membership = loy_customer_membership(w->customer, i);

        loy__output_open(&w->output, NULL, '{');
        loy__output_text(&w->output, "plan", membership->plan);
        write_known_time(&w->output, "since", membership->since);
        write_known_time(&w->output, "until", membership->until);
        loy__output_boolean(&w->output, "cancelled", membership->cancelled != 0);
        loy__output_close(&w->output, '}');
    }
    loy__output_close(&w->output, ']');
}

static void
write_vouchers(customer_writer *w)
{
    loy__output_open(&w->output, "vouchers", '[');
    for (uint32_t i = 0; i < loy_customer_voucher_count(w->customer); i++) {
        const loy_voucher *voucher = loy_customer_voucher(w->customer, i);

        loy__output_open(&w->output, NULL, '{');
        loy__output_text(&w->output, "voucher", voucher->voucher);
        loy__output_integer(&w->output, "count", voucher->count);
        write_known_time(&w->output, "expires", voucher->expires);
        loy__output_close(&w->output, '}');
    }
    loy__output_close(&w->output, ']');
}

static void
write_attributes(customer_writer *w)
{
    char name[LOY_MAX_ID + 1];

    loy__output_open(&w->output, "attributes", '{');
    for (uint32_t i = 0; i < loy_customer_attribute_count(w->customer); i++) {
        const loy_attribute *attribute = loy_customer_attribute(w->customer, i);

        loy__format(name, sizeof(name), "%.*s", (int)attribute->name.size,
                    attribute->name.data != NULL ? attribute->name.data : "");
        if (attribute->kind == LOY_VALUE_TEXT)
            loy__output_bytes(&w->output, name,
                              attribute->text.data != NULL ? attribute->text.data : "",
                              attribute->text.size);
        else if (attribute->kind == LOY_VALUE_DATE)
            loy__output_day(&w->output, name, (int32_t)attribute->number);
        else if (attribute->kind == LOY_VALUE_BOOLEAN)
            loy__output_boolean(&w->output, name, attribute->number != 0);
        else
            loy__output_integer(&w->output, name, attribute->number);
    }
    loy__output_close(&w->output, '}');
}

int
loy_json_customer(loy_json_reader *reader, const loy_customer *customer, const char **text,
                  size_t *size)
{
    customer_writer w = {.reader = reader, .customer = customer};

    if (reader == NULL || customer == NULL || text == NULL)
        return LOY_ERR_INVALID;
    w.output = loy__output_start(reader, true);
    loy__output_open(&w.output, NULL, '{');
    loy__output_text(&w.output, "id", loy_customer_id(customer));
    write_balances(&w);
    write_tiers(&w);
    write_numbers(&w, "progress", LOY_PART_LADDER, loy_customer_progress);
    loy__output_outlooks(&w.output, customer);
    loy__output_text(&w.output, "stage", loy_customer_stage(customer));
    write_behaviour(&w);
    write_numbers(&w, "counters", LOY_PART_COUNTER, loy_customer_counter);
    write_waiting(&w);
    write_statuses(&w);
    write_memberships(&w);
    write_vouchers(&w);
    write_lots(&w);
    write_expiring(&w);
    write_attributes(&w);
    if (loy_customer_frozen(customer)[0] != '\0')
        loy__output_text(&w.output, "frozen", loy_customer_frozen(customer));
    if (loy_customer_household(customer)[0] != '\0')
        loy__output_text(&w.output, "household", loy_customer_household(customer));
    if (loy_customer_moved_to(customer)[0] != '\0')
        loy__output_text(&w.output, "moved_to", loy_customer_moved_to(customer));
    write_known_time(&w.output, "due", loy_customer_due(customer));
    loy__output_close(&w.output, '}');
    return loy__output_finish(&w.output, text, size);
}
