/*
 * mail.h -- what concerns another customer: messages.
 *
 * A message leaves in the commit of the event that sends it, in a record of
 * the sender's (LOY_KIND_MESSAGES), and arrives as an event of the receiver's
 * with an id derived from the sender's event, in a commit of its own; then it
 * is taken out of the sender's record. So whoever finds it there may deliver it
 * again: the receiver's event takes effect once.
 */
#ifndef LOY_ENGINE_MAIL_H
#define LOY_ENGINE_MAIL_H

#include "base/bytes.h"
#include "customer/state.h"

struct loy__work;

/* Sources of events that messages become; hosts cannot use them. */
#define LOY__MAIL_SOURCE "message:"

/* What a message says; stored, never renumbered. */
enum {
    LOY__MAIL_POINTS = 1,    /* the transfer, and its lots */
    LOY__MAIL_BACK = 2,      /* the same, which could not be received */
    LOY__MAIL_REKEY = 3,     /* the record of an account that gets another id */
    LOY__MAIL_MERGE = 4,     /* the record of an account that goes into another */
    LOY__MAIL_UNMERGE = 5,   /* the same: it wants out again */
    LOY__MAIL_HANDBACK = 6,  /* the record of an account that comes back */
    LOY__MAIL_REWARD = 7,    /* for a referral */
    LOY__MAIL_REVOKE = 8,    /* source and id of such a reward: the sale came back */
    LOY__MAIL_JOIN = 9,      /* lots for the pool of a household, whose member the sender is now */
    LOY__MAIL_LEAVE = 10,    /* the id of a member who is one no more */
    LOY__MAIL_RENAME = 11,   /* the id that a member had before */
    LOY__MAIL_LET_GO = 12,   /* lots: the household is full */
    LOY__MAIL_SHARE = 13,    /* lots: what a member who left gets of the pool */
    LOY__MAIL_DRAW = 14,     /* points and their currency: the household spends them */
    LOY__MAIL_FORGET = 15,   /* the survivor of a merge asked to be forgotten */
    LOY__MAIL_RESTORE = 16,  /* lots that paid for a sale of the household, which came back */
    LOY__MAIL_GONE = 17,     /* the id of a member who is another member now */
    LOY__MAIL_ERASED = 18,   /* the ids of a member, or who was one, who is forgotten */
    LOY__MAIL_RECALL = 19,   /* the arrival of a transfer that is undone, and the lots that were
                              * sent, in the order in which they come back */
    LOY__MAIL_RECALLED = 20, /* of those, what the receiver gave back */
    LOY__MAIL_HOLD = 21,     /* a hold on what the household has: this part is the receiver's; */
    LOY__MAIL_CAPTURE = 22,  /* so much of it is spent; */
    LOY__MAIL_RELEASE = 23   /* the rest goes back */
};

/* Whether the body of a message begins with source and id of an event. */
static inline bool
loy__mail_names_event(uint32_t kind)
{
    return kind == LOY__MAIL_POINTS || kind == LOY__MAIL_BACK || kind == LOY__MAIL_REVOKE ||
           kind == LOY__MAIL_RECALL;
}

typedef struct loy__message {
    loy_text source, id; /* of the event that it becomes */
    loy_text receiver, sender;
    int64_t time;              /* of the event that sent it */
    const unsigned char *body; /* by kind */
    uint32_t size;
    uint32_t kind; /* LOY__MAIL_... */
    int32_t offset;
    uint32_t reserved;
} loy__message;

typedef struct loy__mail {
    loy__bytes outgoing; /* messages of the event at hand */
    loy__bytes outbox;   /* a record being composed */
    loy__bytes bag;      /* a record being delivered */
    loy__bytes body;     /* of a message being written */
    loy__bytes along;    /* messages that arrive in the commit of their event */
    loy__bytes senders;  /* whose records have mail that can go, as texts */
    loy__state other;    /* the other customer that an event names */
    uint32_t sender_count;
    bool stale; /* there may be mail that nobody delivered */
} loy__mail;

/* The body, to be added to a digest. */
static inline loy_text
loy__mail_text(const loy__message *message)
{
    return (loy_text){.data = (const char *)message->body, .size = message->size};
}

void loy__mail_init(loy_engine *engine);
void loy__mail_free(loy_engine *engine);

/* ---- mail_send.c ---- */

/* Source and id of what the nth message of an event becomes, from those of the
 * event; room for 2 * LOY_MAX_ID bytes. An answer keeps the source of what it
 * answers. */
size_t loy__mail_source(char *out, loy_text source);
size_t loy__mail_id(char *out, loy_text id, uint32_t number);
/* Starts the body of a message. */
loy__bytes *loy__mail_body(struct loy__work *work);
/* Starts it with some bytes, or as a copy of the message at hand. LOY_OK or
 * LOY_ERR_NOMEM. */
int loy__mail_begin(struct loy__work *work, const void *data, size_t size);
int loy__mail_copy(struct loy__work *work);
/* Sends the body to a customer with the event: it arrives in the same commit, or
 * neither is kept. LOY_OK or LOY_ERR_NOMEM. */
int loy__mail_with(struct loy__work *work, uint32_t kind, loy_text receiver);
/* Sends the body to a customer when the event is kept. LOY_OK or LOY_ERR_NOMEM. */
int loy__mail_send(struct loy__work *work, uint32_t kind, loy_text receiver);
/* Puts the sender's record into the group. */
int loy__mail_keep(struct loy__work *work);
/* Somebody's record may have mail. */
int loy__mail_note(loy_engine *engine, const char *sender, uint32_t size);

/* ---- mail_record.c ---- */

/* What was found of a record: the next one follows it. */
typedef struct loy__mailed {
    uint64_t revision;
    uint64_t edition; /* how often it was written */
} loy__mailed;

/* The record of a customer, from the group or the store. */
int loy__mail_load(loy_engine *engine, const char *sender, uint32_t size, loy__source *messages,
                   loy__mailed *mailed, loy_error *error);
/* Whether a record is whole, and its edition. LOY_OK, LOY_ERR_CORRUPT, LOY_ERR_VERSION. */
int loy__mail_check(const void *record, uint64_t size, uint64_t *edition);
/* The next message of a record; false at its end. */
bool loy__mail_next(loy__source *messages, loy__message *out);
/* Writes a message as a record has it. */
void loy__mail_write(loy__bytes *out, const loy__message *message);
/* Starts and ends a record; `put` puts it into the group. */
void loy__mail_open(loy__bytes *record);
int loy__mail_put(loy_engine *engine, const char *sender, uint32_t size, const loy__mailed *mailed);

/* ---- mail_deliver.c ---- */

/* Delivers what the group at hand has sent, once it is kept. What cannot be
 * delivered now stays where it is, and `stale` says so. */
int loy__mail_deliver(loy_engine *engine, loy_error *error);
/* Delivers, into the group at hand, what the event that it holds last sent with
 * itself. LOY_ERR_CONFLICT: a receiver has changed since. */
int loy__mail_along(struct loy__work *work);
/* Forgets whose records have mail: the group is not kept. */
void loy__mail_forget(loy_engine *engine);
/* Delivers what may lie there since this engine, or another, was stopped. */
void loy__mail_refresh(loy_engine *engine);
/* Delivers what anybody sent up to a moment and nobody delivered. */
int loy__mail_recover(loy_engine *engine, int64_t until, loy_error *error);

#endif
