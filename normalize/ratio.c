#include "ratio.h"

typedef __int128 wide;

/* The greatest common divisor of two that are not negative and not both 0. Most are small, and
 * small numbers are divided many times as fast. */
static wide
divisor(wide a, wide b)
{
    while (b > INT64_MAX || (b && a > INT64_MAX)) {
        wide rest = a % b;
        a = b;
        b = rest;
    }
    if (!b)
        return a;
    int64_t x = (int64_t)a, y = (int64_t)b;
    while (y) {
        int64_t rest = x % y;
        x = y;
        y = rest;
    }
    return x;
}

static bool
reduce(wide num, wide den, struct ratio *out)
{
    if (den == 0)
        return false;
    if (den < 0) {
        num = -num;
        den = -den;
    }
    wide common = den == 1 ? 1 : divisor(num < 0 ? -num : num, den);
    if (common > 1) {
        num /= common;
        den /= common;
    }
    if (num > INT64_MAX || num < -INT64_MAX || den > INT64_MAX)
        return false;
    *out = (struct ratio){(int64_t)num, (int64_t)den};
    return true;
}

struct ratio
ratio_of(int64_t n)
{
    return (struct ratio){n, 1};
}

struct ratio
ratio_of_decimal(struct decimal d)
{
    struct ratio r = {d.units, 1};
    wide den = 1;
    for (int i = 0; i < d.scale; i++)
        den *= 10;
    bool fits = reduce(d.units, den, &r);
    (void)fits; /* it does: 10^9 is the most */
    return r;
}

int
ratio_cmp(struct ratio a, struct ratio b)
{
    wide x = (wide)a.num * b.den, y = (wide)b.num * a.den;
    return (x > y) - (x < y);
}

bool
ratio_add(struct ratio a, struct ratio b, struct ratio *out)
{
    wide x = (wide)a.num * b.den, y = (wide)b.num * a.den, sum;
    return !__builtin_add_overflow(x, y, &sum) && reduce(sum, (wide)a.den * b.den, out);
}

bool
ratio_mul(struct ratio a, struct ratio b, struct ratio *out)
{
    return reduce((wide)a.num * b.num, (wide)a.den * b.den, out);
}

struct ratio
ratio_neg(struct ratio r)
{
    return (struct ratio){-r.num, r.den};
}

bool
ratio_round(struct ratio r, int scale, struct decimal *out)
{
    wide power = 1;
    if (scale < 0 || scale > DECIMAL_SCALE_MAX)
        return false;
    for (int i = 0; i < scale; i++)
        power *= 10;
    wide n = (wide)(r.num < 0 ? -r.num : r.num) * power;
    wide q = n / r.den, rest = n % r.den;
    if (rest >= r.den - rest)
        q++;
    if (q > INT64_MAX)
        return false;
    *out = (struct decimal){(int64_t)(r.num < 0 ? -q : q), scale};
    return true;
}

struct interval
interval_of(struct ratio r)
{
    return (struct interval){r, r};
}

struct interval
interval_neg(struct interval a)
{
    return (struct interval){ratio_neg(a.high), ratio_neg(a.low)};
}

bool
interval_add(struct interval a, struct interval b, struct interval *out)
{
    struct interval sum;
    if (!ratio_add(a.low, b.low, &sum.low) || !ratio_add(a.high, b.high, &sum.high))
        return false;
    *out = sum;
    return true;
}

static bool
is_point(struct interval a)
{
    return a.low.num == a.high.num && a.low.den == a.high.den;
}

bool
interval_mul(struct interval a, struct interval b, struct interval *out)
{
    struct ratio corner[4];
    if (is_point(a) && is_point(b)) {
        bool fits = ratio_mul(a.low, b.low, &corner[0]);
        *out = fits ? interval_of(corner[0]) : *out;
        return fits;
    }
    if (!ratio_mul(a.low, b.low, &corner[0]) || !ratio_mul(a.low, b.high, &corner[1]) ||
        !ratio_mul(a.high, b.low, &corner[2]) || !ratio_mul(a.high, b.high, &corner[3]))
        return false;
    struct interval product = interval_of(corner[0]);
    for (int i = 1; i < 4; i++) {
        if (ratio_cmp(corner[i], product.low) < 0)
            product.low = corner[i];
        if (ratio_cmp(corner[i], product.high) > 0)
            product.high = corner[i];
    }
    *out = product;
    return true;
}

static struct ratio
inverse(struct ratio r)
{
    return r.num < 0 ? (struct ratio){-r.den, -r.num} : (struct ratio){r.den, r.num};
}

bool
interval_div(struct interval a, struct interval b, struct interval *out)
{
    if (b.low.num <= 0 && b.high.num >= 0)
        return false;
    return interval_mul(a, (struct interval){inverse(b.high), inverse(b.low)}, out);
}

bool
interval_widen(struct interval a, struct ratio by, struct interval *out)
{
    return interval_add(a, (struct interval){ratio_neg(by), by}, out);
}

bool
interval_meet(struct interval a, struct interval b)
{
    return ratio_cmp(a.low, b.high) <= 0 && ratio_cmp(b.low, a.high) <= 0;
}
