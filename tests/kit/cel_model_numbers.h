/*
 * cel_model_numbers.h -- arithmetic of the model: failed where it overflows.
 */
#ifndef LOY_TESTS_CEL_MODEL_NUMBERS_H
#define LOY_TESTS_CEL_MODEL_NUMBERS_H

#include "kit/cel_model.h"

/* op is + - * / or %. */
cel_model_value cel_model_arithmetic(int64_t op, int64_t a, int64_t b);
cel_model_value cel_model_negated(int64_t a);
/* a * b / c by one of CEL_MODEL_MUL_DIV... */
cel_model_value cel_model_mul_div(int64_t how, int64_t a, int64_t b, int64_t c);
/* Whole units in an amount, rounded down. */
cel_model_value cel_model_per(int64_t amount, int64_t unit);

#endif
