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
    case LOY__MAIL_SHARE:
    case LOY__MAIL_RESTORE:
    case LOY__MAIL_RECALLED:
        return loy__receive_points(work);
    case LOY__MAIL_RECALL:
        return loy__receive_recall(work);
    case LOY__MAIL_REKEY:
    case LOY__MAIL_MERGE:
    case LOY__MAIL_UNMERGE:
    case LOY__MAIL_HANDBACK:
    case LOY__MAIL_FORGET:
        return loy__receive_account(work);
    case LOY__MAIL_REWARD:
        return loy__receive_reward(work);
    case LOY__MAIL_REVOKE:
        return loy__receive_revocation(work);
    case LOY__MAIL_JOIN:
    case LOY__MAIL_LEAVE:
    case LOY__MAIL_RENAME:
    case LOY__MAIL_GONE:
    case LOY__MAIL_LET_GO:
        return loy__receive_household(work);
    case LOY__MAIL_DRAW:
        return loy__receive_draw(work);
    case LOY__MAIL_HOLD:
    case LOY__MAIL_CAPTURE:
    case LOY__MAIL_RELEASE:
        return loy__receive_hold(work);
    case LOY__MAIL_ERASED:
        return loy__receive_forgotten(work);
    default:
        return loy__fail(work->error, LOY_ERR_VERSION, "",
                         "a message of kind %u is not of this version", work->message->kind);
    }
}
