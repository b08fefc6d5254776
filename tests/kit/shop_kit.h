/*
 * shop_kit.h -- a small shop whose documents are looked at to the byte: whole
 * points and points with decimals, a ladder, a card, a cap, a voucher.
 */
#ifndef LOYALTY_KIT_SHOP_H
#define LOYALTY_KIT_SHOP_H

#include "kit/table_kit.h"
#include "loyalty/json.h"
#include "loyalty/store.h"

/* Members of an event of the shop's customer. */
#define SHOP_KIT_HEAD "\"time\":\"2026-03-02T09:15:00+01:00\",\"customer\":\"c\\\"42\","

typedef struct shop_kit {
    loy_program *program;
    loy_store *store;
    loy_engine *engine;
    loy_json_reader *reader;
    loy_outcome *outcome;
} shop_kit;

/* Two purchases, of 70.00 and some days later of 0.99. */
extern const char shop_kit_first[];
extern const char shop_kit_later[];

void shop_kit_open(shop_kit *s);
/* The shop under another program. */
void shop_kit_open_of(shop_kit *s, const char *program);
void shop_kit_close(shop_kit *s);
/* Applies an event; the outcome is lent by the shop's reader. */
const char *shop_kit_apply(shop_kit *s, const char *document);

#endif
