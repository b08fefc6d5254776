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
    case LOY__MAIL_REKEY:
    case LOY__MAIL_MERGE:
    case LOY__MAIL_UNMERGE:
    case LOY__MAIL_HANDBACK:
        return loy__receive_account(work);
    case LOY__MAIL_REWARD:
        return loy__receive_reward(work);
    case LOY__MAIL_REVOKE:
        return loy__receive_revocation(work);
    default:
        return loy__fail(work->error, LOY_ERR_VERSION, "",
                         "a message of kind %u is not of this version", work->message->kind);
    }
}
