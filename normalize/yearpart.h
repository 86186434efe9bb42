/* yearpart.h - the part of a year that the words around it say: months, quarters, half-years, the
 * time up to a day. */
#ifndef SVODKA_YEARPART_H
#define SVODKA_YEARPART_H

#include "model.h"
#include "reference.h"

/* The last day of a month; 29 February for a leap year. */
int yearpart_last_day(int year, int month);

struct period yearpart_months(int year, int first, int last);

/* Whether a period ends with the last day of a month and begins with a first. */
bool yearpart_whole_months(const struct period *p);
bool yearpart_whole_year(const struct period *p);

/* Narrows or widens `p`, the period with a year that token `i` says, to what stands beside it:
 * "сентябрь - ноябрь 2023 года", "2022 жылдың алғашқы алты айы", "I и II кварталы", "с сентября
 * 2022 года по май 2023 года". */
void yearpart_read(const struct reference *known, const struct block *b, size_t i, enum lang lang,
    struct period *p);

/* "С начала (2023) года по 1 октября": whether the date at token `i` ends such a period, which is
 * put in `*p`. */
bool yearpart_until(const struct block *b, size_t i, struct period *p);

/* The same for a day on which things stand: "по состоянию на 1 октября 2023 года". Only the first
 * and the last of a month. */
bool yearpart_as_of(const struct block *b, size_t i, struct period *p);

/* "Первое полугодие 2022-2023 учебного года" at token `i`. */
bool yearpart_of_school_year(const struct block *b, size_t i, struct period *p);

#endif
