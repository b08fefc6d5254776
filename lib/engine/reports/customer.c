/*
 * customer.c -- the getters of a customer's view.
 */
#include <string.h>

#include "engine/reports/view.h"

const char *
loy_customer_id(const loy_customer *customer)
{
    return customer != NULL ? customer->id : "";
}

const loy_balance *
loy_customer_balance(const loy_customer *customer, uint32_t index)
{
    return customer != NULL && index < customer->currency_count ? &customer->balances[index] : NULL;
}

const loy_standing *
loy_customer_tier(const loy_customer *customer, uint32_t index)
{
    return customer != NULL && index < customer->ladder_count ? &customer->tiers[index] : NULL;
}

int64_t
loy_customer_progress(const loy_customer *customer, uint32_t ladder)
{
    return customer != NULL && ladder < customer->ladder_count ? customer->progress[ladder] : 0;
}

const loy_outlook *
loy_customer_outlook(const loy_customer *customer, uint32_t ladder)
{
    return customer != NULL && ladder < customer->ladder_count ? &customer->outlooks[ladder] : NULL;
}

uint32_t
loy_customer_measure_count(const loy_customer *customer, uint32_t ladder)
{
    if (customer == NULL || ladder >= customer->ladder_count)
        return 0;
    return customer->measure_from[ladder + 1] - customer->measure_from[ladder];
}

const loy_measure *
loy_customer_measure(const loy_customer *customer, uint32_t ladder, uint32_t index)
{
    if (index >= loy_customer_measure_count(customer, ladder))
        return NULL;
    return &customer->measures[customer->measure_from[ladder] + index];
}

uint32_t
loy_customer_status_count(const loy_customer *customer)
{
    return customer != NULL ? customer->status_count : 0;
}

const loy_status *
loy_customer_status(const loy_customer *customer, uint32_t index)
{
    return index < loy_customer_status_count(customer) ? &customer->statuses[index] : NULL;
}

uint32_t
loy_customer_membership_count(const loy_customer *customer)
{
    return customer != NULL ? customer->membership_count : 0;
}

const loy_membership *
loy_customer_membership(const loy_customer *customer, uint32_t index)
{
    return index < loy_customer_membership_count(customer) ? &customer->memberships[index] : NULL;
}

int64_t
loy_customer_counter(const loy_customer *customer, uint32_t counter)
{
    return customer != NULL && counter < customer->counter_count ? customer->counters[counter] : 0;
}

int64_t
loy_customer_waiting(const loy_customer *customer, uint32_t currency)
{
    return customer != NULL && currency < customer->currency_count ? customer->waiting[currency]
                                                                   : 0;
}

const char *
loy_customer_stage(const loy_customer *customer)
{
    return customer != NULL ? customer->stage : "";
}

uint32_t
loy_customer_lot_count(const loy_customer *customer)
{
    return customer != NULL ? customer->lot_count : 0;
}

const loy_lot *
loy_customer_lot(const loy_customer *customer, uint32_t index)
{
    return customer != NULL && index < customer->lot_count ? &customer->lots[index] : NULL;
}

uint32_t
loy_customer_voucher_count(const loy_customer *customer)
{
    return customer != NULL ? customer->voucher_count : 0;
}

const loy_voucher *
loy_customer_voucher(const loy_customer *customer, uint32_t index)
{
    return customer != NULL && index < customer->voucher_count ? &customer->vouchers[index] : NULL;
}

int
loy_customer_behaviour(const loy_customer *customer, loy_behaviour *out)
{
    uint32_t size;

    if (customer == NULL || out == NULL || out->size < sizeof(out->size))
        return LOY_ERR_INVALID;
    size = out->size < sizeof(*out) ? out->size : (uint32_t)sizeof(*out);
    memcpy((char *)out + sizeof(out->size), (const char *)&customer->behaviour + sizeof(out->size),
           size - sizeof(out->size));
    return LOY_OK;
}

int64_t
loy_customer_due(const loy_customer *customer)
{
    return customer != NULL ? customer->due : LOY_NEVER;
}

const char *
loy_customer_frozen(const loy_customer *customer)
{
    return customer != NULL && customer->frozen != NULL ? customer->frozen : "";
}

const char *
loy_customer_moved_to(const loy_customer *customer)
{
    return customer != NULL && customer->moved_to != NULL ? customer->moved_to : "";
}

const char *
loy_customer_household(const loy_customer *customer)
{
    return customer != NULL && customer->household != NULL ? customer->household : "";
}

uint32_t
loy_customer_attribute_count(const loy_customer *customer)
{
    return customer != NULL ? customer->attribute_count : 0;
}

const loy_attribute *
loy_customer_attribute(const loy_customer *customer, uint32_t index)
{
    return customer != NULL && index < customer->attribute_count ? &customer->attributes[index]
                                                                 : NULL;
}
