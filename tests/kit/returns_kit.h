/*
 * returns_kit.h -- settings of returns as stories: a program, events of one
 * customer, what the last of them did and where it left him.
 *
 * Documents are written with ` for ", so that they can be read. Days are those of
 * 2026.
 */
#ifndef LOYALTY_KIT_RETURNS_H
#define LOYALTY_KIT_RETURNS_H

#include "kit/engine_kit.h"
#include "kit/table_kit.h"

#define HEAD "{`loyalty`:1,`program`:`t`,`version`:1,`money`:`EUR`,"
#define BASE "{`id`:`base`,`on`:`purchase`,`earn`:{`stars`:`spend(lines).per(money('1.00'))`}}"
#define RULES "`rules`:[" BASE "]}"
#define PAYS "`payment`:{`step`:10,`value`:`1.00`}"

#define ON(day, id, members)                                                                       \
    "{`source`:`till`,`id`:`" id "`,`customer`:`c1`,`time`:`2026-" day "T10:00:00Z`," members "}"  \
    "\n"
#define LINE(id, quantity, price) "{`id`:`" id "`,`quantity`:" quantity ",`unit_price`:`" price "`}"
#define SALE(day, id, lines) ON(day, id, "`type`:`purchase`,`lines`:[" lines "]")
#define PAID(day, id, points, lines)                                                               \
    ON(day, id, "`type`:`purchase`,`pay`:{`stars`:" points "},`lines`:[" lines "]")
#define GIVE(day, id, points)                                                                      \
    ON(day, id, "`type`:`adjust`,`reason`:`x`,`points`:{`stars`:" points "}")
#define BACK(day, id, sale, lines)                                                                 \
    ON(day, id, "`type`:`return`,`receipt`:{`id`:`" sale "`},`lines`:[" lines "]")
#define ALL(day, id, sale) ON(day, id, "`type`:`return`,`receipt`:{`id`:`" sale "`}")
#define VOID(day, id, sale) ON(day, id, "`type`:`void`,`receipt`:{`id`:`" sale "`}")
#define PART(id, quantity) "{`id`:`" id "`,`quantity`:" quantity "}"
#define AMOUNT(day, id, money)                                                                     \
    ON(day, id, "`type`:`return`,`receipt`:{`id`:`r1`},`amount`:`" money "`")

/* Points of each sale have their own expiry. */
#define LOTS(more) HEAD "`currencies`:{`stars`:{`expires`:{`after`:`P12M`}" more "}},"

typedef struct returns_row {
    const char *name;
    const char *program;
    const char *events;
    const char *outcome; /* of the last event; NULL: not looked at */
    const char *customer;
    const char *lots; /* points of each; NULL: not looked at */
} returns_row;

/* A test of table_kit; its row is a returns_row. */
void returns_kit_run(void **state);
/* The document, with " for `: valid until the second call after this one. */
const char *returns_kit_document(const char *text);
/* The outcome of the last event, with the money of its effects. */
const char *returns_kit_outcome(engine_kit *kit);

#endif
