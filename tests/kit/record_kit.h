/*
 * record_kit.h -- a customer with all that a record can have, under programs that
 * have all of his parts, some of them, or the same in another order.
 */
#ifndef LOYALTY_KIT_RECORD_H
#define LOYALTY_KIT_RECORD_H

#include "kit/customer_kit.h"

enum { RECORD_KIT_EVERYTHING = 0, RECORD_KIT_WITHOUT_SECOND = 1, RECORD_KIT_SWAPPED = 2 };

/* Two parts of each kind, the second of which a program may lack, or the other
 * way round. */
void record_kit_init(customer_kit *kit, int variant);
/* A customer with something of every part of RECORD_KIT_EVERYTHING. */
void record_kit_fill(customer_kit *kit);
/* Reads a record of the kit's customer into its state. */
int record_kit_decode(customer_kit *kit, const customer_kit_bytes *bytes);
/* Fails the test unless the state is written as these bytes. */
void record_kit_same(customer_kit *kit, const customer_kit_bytes *bytes);

/* A full customer of one program, written down, and another program. */
typedef struct record_pair {
    customer_kit kit;
    customer_kit other;
    customer_kit_bytes bytes;
} record_pair;

/* The other program is a variant. */
void record_kit_pair(record_pair *p, int variant);
void record_kit_end(record_pair *p);

#endif
