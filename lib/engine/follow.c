/*
 * follow.c -- events for an account that went into another: they follow it, or
 * are refused, as the program says. What occurred before always follows.
 */
#include <string.h>

#include "customer/moving.h"
#include "engine/engine.h"

#define MOST_STEPS 16

static bool
follows(const loy__work *work, const loy__moved *moved)
{
    const loy__accounts *accounts = &work->program->accounts;

    if (work->kind == LOY__NONE || work->kind == LOY__ON_REKEY || work->kind == LOY__ON_MERGE ||
        work->kind == LOY__ON_UNMERGE)
        return false; /* it is about this very account */
    if (work->message != NULL)
        return work->message->kind != LOY__MAIL_HANDBACK;
    if (work->event->time < moved->time)
        return true;
    return moved->how == LOY__MOVED_REKEY ? accounts->rekeys.follow : accounts->merges.follow;
}

int
loy__follow(loy__work *work)
{
    loy_event *event = NULL;
    loy__moved moved;

    for (int step = 0; loy__moved_to(work->state, &moved) && follows(work, &moved); step++) {
        char *id;
        int result;

        if (step >= MOST_STEPS)
            return loy__fail(work->error, LOY_ERR_CORRUPT, "/customer", "%s",
                             "the account went from one to the other without end");
        if (event == NULL)
            event = loy__arena_alloc(&work->engine->arena, sizeof(*event));
        id = loy__arena_text(&work->engine->arena, moved.id, moved.id_size);
        if (event == NULL || id == NULL)
            return LOY_ERR_NOMEM;
        if (step == 0)
            memcpy(event, work->event, sizeof(*event));
        event->customer = (loy_text){.data = id, .size = moved.id_size};
        work->event = event;
        work->outcome->customer = loy__arena_text(&work->outcome->texts, id, moved.id_size);
        if (work->outcome->customer == NULL) {
            work->outcome->customer = "";
            return LOY_ERR_NOMEM;
        }
        work->scene.event = event;
        result = loy__load_customer(work);
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}

int
loy__refuse_moved(loy__work *work)
{
    loy__moved moved;

    if (!loy__moved_to(work->state, &moved) || work->kind == LOY__ON_UNMERGE ||
        work->message != NULL)
        return LOY_OK;
    return loy__refuse(work, "moved", "/customer", "the account is %.*s now",
                       (int)(moved.id_size < 128 ? moved.id_size : 128), moved.id);
}

bool
loy__is_own(const loy__work *work, const loy__answer_head *head)
{
    const loy_text customer = work->event->customer;

    return loy__text_equal(head->customer, head->customer_size, customer.data, customer.size) ||
           loy__note_equal(work->state, LOY__NOTE_CAME, head->customer, head->customer_size) !=
               NULL;
}
