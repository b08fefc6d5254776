/*
 * outlook.c -- where a customer's tiers lead, in his document: what is missing
 * for the next tier, and when the present one is lost. What does not apply is
 * left out.
 */
#include "json/output.h"

static void
write_measures(loy__output *output, const loy_customer *customer, uint32_t ladder, bool lost)
{
    uint32_t count = loy_customer_measure_count(customer, ladder);

    if (count == 0)
        return;
    loy__output_open(output, "measures", '{');
    for (uint32_t i = 0; i < count; i++) {
        const loy_measure *measure = loy_customer_measure(customer, ladder, i);

        loy__output_open(output, measure->measure, '{');
        loy__output_integer(output, "counted", measure->counted);
        loy__output_integer(output, "to_next", measure->to_next);
        if (lost)
            loy__output_integer(output, "to_keep", measure->to_keep);
        loy__output_close(output, '}');
    }
    loy__output_close(output, '}');
}

static void
write_outlook(loy__output *output, const loy_customer *customer, uint32_t ladder)
{
    const loy_outlook *outlook = loy_customer_outlook(customer, ladder);

    loy__output_open(output, outlook->ladder, '{');
    if (outlook->next != NULL) {
        loy__output_text(output, "next", outlook->next);
        loy__output_integer(output, "to_next", outlook->to_next);
    }
    if (outlook->enters != LOY_NEVER)
        loy__output_instant(output, "enters", outlook->enters, 0);
    if (outlook->then != NULL) {
        loy__output_instant(output, "lost", outlook->lost, 0);
        loy__output_text(output, "then", outlook->then);
        loy__output_integer(output, "to_keep", outlook->to_keep);
        loy__output_instant(output, "keep_by", outlook->keep_by, 0);
    }
    write_measures(output, customer, ladder, outlook->then != NULL);
    loy__output_close(output, '}');
}

void
loy__output_outlooks(loy__output *output, const loy_customer *customer)
{
    loy__output_open(output, "outlook", '{');
    for (uint32_t i = 0; loy_customer_outlook(customer, i) != NULL; i++)
        write_outlook(output, customer, i);
    loy__output_close(output, '}');
}
