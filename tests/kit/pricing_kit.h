/*
 * pricing_kit.h -- words of stories about promotions.
 */
#ifndef LOYALTY_KIT_PRICING_H
#define LOYALTY_KIT_PRICING_H

#include "kit/story_kit.h"

#define STILL "'stages':{'initial':'a','names':['a'],'transitions':[]},"
#define BUY(lines) "'type':'purchase','customer':'c','lines':[" lines "]"
#define BUY_WITH(codes, lines) BUY(lines) ",'codes':[" codes "]"
#define OF(sku, quantity, price)                                                                   \
    "{'id':'" sku "','sku':'" sku "','quantity':" quantity ",'unit_price':'" price "'}"
#define SUMS(discount, subtotal, tax, total)                                                       \
    " basket:price:discount=" discount " basket:price:subtotal=" subtotal " basket:price:tax=" tax \
    " basket:price:total=" total
#define SKU(sku) "'lines':'l.sku == \\'" sku "\\''"
#define PROMOTIONS(list) "'promotions':[" list "]"

#endif
