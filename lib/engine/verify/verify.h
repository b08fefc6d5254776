/*
 * verify.h -- whether the records of a store are what was written: what the parts of
 * loy_engine_verify() share.
 *
 * Records name each other by hashes. So all that a walk over the store finds is put
 * down in tables of fixed size, these are put in order and held against each other, and
 * for what is found to be wrong a second walk looks up the names.
 */
#ifndef LOY_ENGINE_VERIFY_H
#define LOY_ENGINE_VERIFY_H

#include "engine/engine.h"

/* An event's place in the chain of its customer. */
typedef struct loy__link {
    uint64_t record;   /* loy__record_name of the event */
    uint64_t owner;    /* and of the customer */
    loy__chain before; /* as its record says */
    loy__chain after;  /* APPLIED: what follows from it */
    uint64_t seal;     /* as it is */
    uint64_t editions; /* behind the first */
    uint32_t applied;  /* 0: a refusal, which is no link but saw the chain */
    uint32_t told;     /* something is said about it, or some event says that it wrote it */
} loy__link;

/* The end of a chain, or another record that is written again and again. */
typedef struct loy__standing_record {
    uint64_t record;
    uint64_t value; /* the chain, or the seal */
    uint64_t edition;
    uint32_t kind; /* LOY_KIND_... */
    uint32_t told; /* as above; of customers: it cannot be read */
} loy__standing_record;

/* What an event says that it wrote. */
typedef struct loy__said {
    loy__claim claim;
    uint64_t by; /* loy__record_name of the event */
} loy__said;

/* What is wrong: the texts are made when the names are known. */
typedef enum loy__wrong {
    LOY__WRONG_BYTES,    /* it cannot be read */
    LOY__WRONG_PLACE,    /* another event has its place in the chain */
    LOY__WRONG_LINK,     /* the next one was not written behind it */
    LOY__WRONG_END,      /* the customer's record was not written behind his last event */
    LOY__WRONG_VIEW,     /* a refusal that saw another customer */
    LOY__WRONG_OLD,      /* a customer who knows fewer events than there are */
    LOY__WRONG_GONE,     /* a customer without a record */
    LOY__WRONG_GAP,      /* events that the chain counts */
    LOY__WRONG_EDITION,  /* an event says that it wrote a later one */
    LOY__WRONG_CONTENT,  /* an event says that it wrote another one */
    LOY__WRONG_UNWRITTEN /* no event says that it wrote this */
} loy__wrong;

typedef struct loy__fault {
    uint64_t record; /* 0: the events that are missing have no names */
    uint64_t owner;  /* 0: nobody's */
    uint64_t by;     /* the event that says so; 0: none */
    uint32_t kind;   /* LOY_KIND_... */
    loy__wrong wrong;
    uint32_t first, last; /* of the chain: what is missing, or what is known of what */
} loy__fault;

typedef struct loy__verify {
    loy_engine *engine;
    loy_error *error;
    loy_verified counts;
    loy__link *links;
    loy__standing_record *ends, *others;
    loy__said *claims;
    loy__fault *faults;
    size_t link_count, link_capacity, end_count, end_capacity, other_count, other_capacity;
    size_t claim_count, claim_capacity, fault_count, fault_capacity;
} loy__verify;

/* The record at hand of a table that grows by one; NULL without memory. */
#define LOY__VERIFY_NEXT(v, table)                                                                 \
    (loy__reserve(&(v)->engine->memory, &(v)->table##s, &(v)->table##_capacity,                    \
                  (v)->table##_count + 1, sizeof(*(v)->table##s))                                  \
         ? &(v)->table##s[(v)->table##_count++]                                                    \
         : NULL)

/* Puts down what is wrong. LOY_OK or LOY_ERR_NOMEM. */
int loy__verify_note(loy__verify *v, const loy__fault *fault);

/* Order and search in tables whose items begin with the name of a record. */
bool loy__verify_is_before(const void *a, const void *b);
void *loy__verify_find(void *items, size_t count, size_t size, uint64_t record);

/* verify_gather.c: the walk over the store. */
int loy__verify_gather(loy__verify *v);
/* verify_chains.c: customers and their events. Leaves the links in the order of their
 * records. */
int loy__verify_chains(loy__verify *v);
/* verify_claims.c: what was written again, and by whom. */
int loy__verify_claims(loy__verify *v);
/* verify_tell.c: names, and the caller. */
int loy__verify_tell(loy__verify *v, loy_finding_each each, void *context);

#endif
