/* language.h - the language of a block. */
#ifndef SVODKA_LANGUAGE_H
#define SVODKA_LANGUAGE_H

#include "extract.h"

/* Gives each block of the document its language; blocks that show none (numbers, names, short
 * cells) take it from those around them. */
void language_mark(struct block_list *blocks);

/* "ru", "kk", "mixed", "other". */
const char *language_name(enum language l);

#endif
