/* decimal.h - exact decimal numbers: a 64-bit count of units of 10^-scale.
 *
 * No binary floating point stands between a text and a record. Operations that do not fit return
 * false and leave their result alone. */
#ifndef SVODKA_DECIMAL_H
#define SVODKA_DECIMAL_H

#include "buf.h"
#include "str.h"
#include <stdint.h>

#define DECIMAL_SCALE_MAX 9

struct decimal {
    int64_t units; /* the value is units / 10^scale */
    int scale; /* 0 to DECIMAL_SCALE_MAX */
};

/* Reads "-12.50" (ASCII digits, an optional sign, at most one point); the scale is kept as written.
 */
NODISCARD bool decimal_parse(struct str s, struct decimal *out);

/* Appends it as written in a record: no needless zeros behind the point, "-" for the sign. */
void decimal_write(struct buf *b, struct decimal d);

/* The same number without needless zeros behind the point. */
struct decimal decimal_trim(struct decimal d);

/* -1, 0 or 1. Exact for any two decimals. */
int decimal_cmp(struct decimal a, struct decimal b);

NODISCARD bool decimal_add(struct decimal a, struct decimal b, struct decimal *out);
NODISCARD bool decimal_sub(struct decimal a, struct decimal b, struct decimal *out);
NODISCARD bool decimal_mul(struct decimal a, struct decimal b, struct decimal *out);

/* a / b rounded half away from zero to `scale` digits; false also for b == 0. */
NODISCARD bool decimal_div(struct decimal a, struct decimal b, int scale, struct decimal *out);

/* d * 10^power, by fewer digits behind the point first; false also for a negative power. */
NODISCARD bool decimal_shift(struct decimal d, long power, struct decimal *out);

/* Half of `d`, exactly. */
NODISCARD bool decimal_half(struct decimal d, struct decimal *out);

static inline struct decimal
decimal_of(int64_t n)
{
    return (struct decimal){n, 0};
}

static inline struct decimal
decimal_neg(struct decimal d)
{
    return (struct decimal){-d.units, d.scale};
}

#endif
