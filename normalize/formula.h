/* formula.h - sums of figures, as the lines of a check write them: `(a - b) / b * 100`.
 *
 * Figures stand by their id, numbers with a decimal point; + - * / and brackets as usual. A figure
 * in square brackets, `[dismissed_retired]`, counts as 0 where the report does not state it. */
#ifndef SVODKA_FORMULA_H
#define SVODKA_FORMULA_H

#include "ratio.h"
#include "rules.h"

/* What a report says of one figure, by index into the figures of the rules. */
struct fact {
    bool known;
    bool percent; /* printed with a percent sign, or the word for it */
    bool reversed; /* a change whose sentence takes the years the wrong way round */
    struct decimal value, step;
    struct interval range; /* what the printed value can mean */
};

struct formula;

/* Parses `text`, all of it; the result lives in `arena`. On failure `*column` is the byte where it
 * is wrong (from 0) and `why` the reason. */
NODISCARD enum status formula_parse(struct arena *arena, const struct rules *rules, struct str text,
    const struct formula **out, size_t *column, struct buf *why);

/* Its value on the facts; `printed` takes the values as printed and not what they can mean. False
 * where a figure is not stated, or a divisor may be zero. */
NODISCARD bool formula_value(
    const struct formula *f, const struct fact *facts, bool printed, struct interval *out);

/* The one figure that it is, -1 where it is more or less than that. */
int formula_figure(const struct formula *f);

/* Appends the figures that it holds and that are stated, each once, in their order; `max` at most.
 */
void formula_figures(
    const struct formula *f, const struct fact *facts, int *figures, size_t *count, size_t max);

#endif
