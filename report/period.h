/* period.h - periods in words: "III квартал 2020 г." for "2020-Q3". */
#ifndef SVODKA_PERIOD_H
#define SVODKA_PERIOD_H

#include "catalog.h"

/* Appends the words for a period's label; the label itself where it is a year or of a kind that has
 * no words, those of "period.unknown" where it is empty. Not cleaned. */
void period_words(struct buf *b, const struct catalog *c, enum lang lang, struct str label);

/* Appends a date (YYYY-MM-DD) as it is written in the language; another text as it is. */
void period_date(struct buf *b, enum lang lang, struct str date);

#endif
