/* unnamed.h - numbers that no words name, known by what they make of each other.
 *
 * "Оказано 1 386 услуг, в III квартале 2021 года – 1 512. Снижение составило 8,3 %": the words say
 * that something fell by 8.3 %, and from 1 512 to 1 386 it is 8.3 % that are lacking. A change is
 * taken for that of a subject where it follows from two numbers of this and the previous period,
 * and so are these where nothing has named them. */
#ifndef SVODKA_UNNAMED_H
#define SVODKA_UNNAMED_H

#include "sentence.h"

/* Adds statements for such numbers of a block's sentences, each behind bind_sentence(); `needs` are
 * those of the block, by subject (bind.h). STATUS_LIMIT where the arena is full. */
NODISCARD enum status unnamed_find(struct sentence *sentences, size_t count, const bool *needs);

#endif
