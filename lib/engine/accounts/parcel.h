/*
 * parcel.h -- lots in the body of a message. They stand at its end, behind the
 * event that some kinds of messages name (mail.h).
 */
#ifndef LOY_ENGINE_PARCEL_H
#define LOY_ENGINE_PARCEL_H

#include "engine/engine.h"

typedef struct loy__parcel {
    loy__lot lot;
    const loy__name *name; /* NULL: the program does not know the currency */
} loy__parcel;

/* A lot, or those that postings from one on took, at the end of a body. */
void loy__pack_lot(const loy__work *work, loy__bytes *body, const loy__lot *lot);
void loy__pack_lots(const loy__work *work, loy__bytes *body, size_t first);
/* The lots of the message at hand. */
loy__source loy__parcels_of(const loy__work *work);
/* The next of them; false at the end, also where `failed` says that they cannot be
 * read. */
bool loy__parcel_next(const loy__work *work, loy__source *body, loy__parcel *out);

#endif
