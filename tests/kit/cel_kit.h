/*
 * cel_kit.h -- expressions over their public door: values, environments and
 * programs in a line each.
 */
#ifndef LOYALTY_KIT_CEL_H
#define LOYALTY_KIT_CEL_H

#include "kit/table_kit.h"
#include "loyalty/cel.h"

loy_cel_value cel_kit_number(int64_t value);
/* Lends the words. */
loy_cel_value cel_kit_text(const char *words);
/* A list, a map (pairs) or an optional of so many; lends them. */
loy_cel_value cel_kit_items(uint32_t kind, const loy_cel_value *elements, uint32_t size);
/* An environment with these variables: name, type, ..., NULL. */
loy_cel_env *cel_kit_env(uint32_t flags, const char *const *names_and_types);
/* Fails the test when the source has a mistake. */
loy_cel_program *cel_kit_compile(loy_cel_env *env, const char *source);

#endif
