/* ratio.h - exact fractions and intervals of them, for what a report's numbers say about each
 * other.
 *
 * A printed 9 means anything from 8.5 to 9.5; arithmetic on such intervals needs no tolerance that
 * somebody invented. Numerator and denominator are 64-bit and in lowest terms; operations that do
 * not fit, or divide by zero, return false and leave their result alone. */
#ifndef SVODKA_RATIO_H
#define SVODKA_RATIO_H

#include "decimal.h"

struct ratio {
    int64_t num, den; /* den > 0 */
};

struct interval {
    struct ratio low, high; /* both inclusive */
};

struct ratio ratio_of(int64_t n);
struct ratio ratio_of_decimal(struct decimal d);

/* -1, 0 or 1. */
int ratio_cmp(struct ratio a, struct ratio b);

NODISCARD bool ratio_add(struct ratio a, struct ratio b, struct ratio *out);
NODISCARD bool ratio_mul(struct ratio a, struct ratio b, struct ratio *out);

/* Rounded half away from zero to `scale` digits. */
NODISCARD bool ratio_round(struct ratio r, int scale, struct decimal *out);

struct ratio ratio_neg(struct ratio r);

struct interval interval_of(struct ratio r);
struct interval interval_neg(struct interval a);
NODISCARD bool interval_add(struct interval a, struct interval b, struct interval *out);
NODISCARD bool interval_mul(struct interval a, struct interval b, struct interval *out);

/* False also where `b` holds zero. */
NODISCARD bool interval_div(struct interval a, struct interval b, struct interval *out);

/* `a` made wider by `by` (at least 0) on both sides. */
NODISCARD bool interval_widen(struct interval a, struct ratio by, struct interval *out);

/* Whether they have a number in common. */
bool interval_meet(struct interval a, struct interval b);

#endif
