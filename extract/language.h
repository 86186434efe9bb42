/* language.h - Russian or Kazakh: by letters, frequent words, and how often pairs of letters stand
 * in each, so that Kazakh typed without Kazakh letters is Kazakh too. */
#ifndef SVODKA_LANGUAGE_H
#define SVODKA_LANGUAGE_H

#include "extract.h"

/* Weighs the words of a text. */
struct evidence language_weigh(struct str text);

/* How much a text looks like text in Russian or Kazakh: some 8 for each letter where it does,
 * negative in the wrong encoding. Characters that such texts do not hold count against it. */
long language_sense(const struct evidence *e);

/* Whether `c` is a character that Russian and Kazakh texts hold. */
bool language_expects(uint32_t c);

/* Gives each block of the document, which were weighed, its language; blocks that show none
 * (numbers, initials, short cells) take it from those around them. */
void language_mark(struct block_list *blocks);

/* "ru", "kk", "mixed", "other". */
const char *language_name(enum language l);

#endif
