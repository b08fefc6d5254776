/*
 * image.h -- what a program keeps so that it can be saved.
 */
#ifndef LOY_PROGRAM_IMAGE_H
#define LOY_PROGRAM_IMAGE_H

#include "program/node.h"

/* Keeps a document in a program; false without memory. */
bool loy__image_keep(loy_program *program, const loy_node *root);

#endif
