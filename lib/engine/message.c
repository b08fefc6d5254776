/*
 * message.c -- what another customer sent arrives.
 */
#include "engine/engine.h"

int
loy__act_message(loy__work *work)
{
    switch (work->message->kind) {
    case LOY__MAIL_POINTS:
    case LOY__MAIL_BACK:
        return loy__receive_points(work);
    default:
        return loy__fail(work->error, LOY_ERR_VERSION, "",
                         "a message of kind %u is not of this version", work->message->kind);
    }
}
