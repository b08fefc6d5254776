/*
 * place.h -- where instructions find their operands: two bits choose the
 * space, fourteen the value in it.
 */
#ifndef LOY_CEL_PLACE_H
#define LOY_CEL_PLACE_H

#define LOY__PLACE_REGISTER 0x0000u
#define LOY__PLACE_SLOT 0x4000u
#define LOY__PLACE_CONSTANT 0x8000u
#define LOY__PLACE_ROW 0xc000u /* fields of the row that the innermost loop stands on */
#define LOY__PLACE_SPACE 0xc000u
#define LOY__PLACE_MAX 0x3fffu
#define LOY__PLACE_SHIFT 14

#endif
