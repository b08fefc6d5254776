/*
 * profile.c -- what is known about a customer: enrolment and attributes.
 */
#include "engine/earn/birthday.h"
#include "engine/gate.h"

int
loy__admit_profile(loy__work *work)
{
    if (!work->joined)
        return loy__refuse(work, "already-enrolled", "/customer", "%s",
                           "the customer is enrolled: send a profile event to change what is "
                           "known about him");
    return LOY_OK;
}

static int
set_text(loy__work *work, loy__value *value, loy_text text)
{
    value->text =
        loy__arena_text(&work->state->arena, text.data != NULL ? text.data : "", text.size);
    value->size = text.size;
    return value->text != NULL ? LOY_OK : LOY_ERR_NOMEM;
}

static int
set_attribute(loy__work *work, const loy_attribute *attribute)
{
    const loy__attributes *declared = &work->program->customer_attributes;
    const loy__attribute *own = loy__find_attribute(declared, attribute->name);
    loy__value *value;

    if (own == declared->items) /* the built-in birthday has a place of its own */
        return loy__birthday_set(work, (int32_t)attribute->number);
    value = &work->state->attributes[own - declared->items];
    value->kind = own->kind;
    value->number = attribute->number;
    if (own->kind != LOY_VALUE_TEXT)
        return LOY_OK;
    value->number = 0;
    return set_text(work, value, attribute->text);
}

int
loy__act_profile(loy__work *work)
{
    const loy_event *event = work->event;

    for (uint32_t i = 0; i < event->attribute_count; i++) {
        int result =
            set_attribute(work, loy__attribute_at(event->attributes, event->attribute_size, i));

        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}
