/* period.h - the period that a report is about. */
#ifndef SVODKA_PERIOD_H
#define SVODKA_PERIOD_H

#include "model.h"
#include "reference.h"

enum period_relation { PERIOD_THIS, PERIOD_PREVIOUS, PERIOD_OTHER };

/* Fills `period` and `period_label`, and adds the finding period-unknown where nothing says it.
 * Needs tokens and parts (part.h). The observed period that a report states wins over its title,
 * the title over a day up to which it counts ("на 1 октября"), that over the periods inside
 * sentences; the dates on which the analysis was made count for nothing. STATUS_LIMIT where the
 * arena is full. */
NODISCARD enum status period_find(const struct reference *known, struct document *d);

/* Narrows each year that the text says to the part of it that the words beside it say ("the first
 * six months of 2022"), so that numbers are of that part. Behind period_find(). */
void period_narrow(const struct reference *known, struct document *d);

/* Appends the label of a period: "2016", "2016-2017" (school year), "2016-H1", "2016-Q3",
 * "2023-M09" (January to September), else FROM/TO. Nothing where it is unknown. */
void period_write_label(struct buf *b, const struct period *p);

/* What `said` in a sentence is to the reported period. A year that `said` leaves out is the
 * reported one
 * ("in the III quarter"). The school year Y/Y+1 against the calendar year Y, either way round, is
 * the same period; (Y-1)/Y against Y the previous one. Part of the reported period is PERIOD_OTHER.
 */
enum period_relation period_relate(const struct period *reported, const struct period *said);

/* Whether `said` is one month of the reported period, or some days in it or shortly behind, as
 * surveys and checks are dated: what is told of them is told of the period. */
bool period_moment_of(const struct period *reported, const struct period *said);

/* What a day on which something is counted is to the reported period: one within it or shortly
 * behind it is PERIOD_THIS, one about the end of the period a year before PERIOD_PREVIOUS. */
enum period_relation period_relate_day(const struct period *reported, struct date day);

#endif
