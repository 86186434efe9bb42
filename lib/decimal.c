#include "decimal.h"
static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
    1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000,
    1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000};

/* A wide intermediate result: units of 10^-scale. */
static bool
narrow(__int128 units, int scale, struct decimal *out)
{
    while (scale > 0 && (scale > DECIMAL_SCALE_MAX || units > INT64_MAX || units < -INT64_MAX) &&
        units % 10 == 0) {
        units /= 10;
        scale--;
    }
    if (scale > DECIMAL_SCALE_MAX || units > INT64_MAX || units < -INT64_MAX)
        return false;
    *out = (struct decimal){(int64_t)units, scale};
    return true;
}

bool
decimal_parse(struct str s, struct decimal *out)
{
    size_t i = 0;
    bool negative = false, point = false, any = false;
    struct decimal d = {0, 0};
    if (s.len && (s.p[0] == '-' || s.p[0] == '+')) {
        negative = s.p[0] == '-';
        i++;
    }
    for (; i < s.len; i++) {
        if (s.p[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (s.p[i] < '0' || s.p[i] > '9' || (point && d.scale == DECIMAL_SCALE_MAX))
            return false;
        int digit = s.p[i] - '0';
        if (d.units > (INT64_MAX - digit) / 10)
            return false;
        d.units = d.units * 10 + digit;
        d.scale += point;
        any = true;
    }
    if (!any || s.p[s.len - 1] == '.')
        return false;
    if (negative)
        d.units = -d.units;
    *out = d;
    return true;
}

struct decimal
decimal_trim(struct decimal d)
{
    while (d.scale > 0 && d.units % 10 == 0) {
        d.units /= 10;
        d.scale--;
    }
    return d;
}

void
decimal_write(struct buf *b, struct decimal d)
{
    d = decimal_trim(d);
    int64_t n = d.units < 0 ? -d.units : d.units;
    if (d.units < 0)
        buf_char(b, '-');
    buf_int(b, n / powers[d.scale], 1);
    if (d.scale) {
        buf_char(b, '.');
        buf_int(b, n % powers[d.scale], d.scale);
    }
}

int
decimal_cmp(struct decimal a, struct decimal b)
{
    int scale = a.scale > b.scale ? a.scale : b.scale;
    __int128 x = (__int128)a.units * powers[scale - a.scale];
    __int128 y = (__int128)b.units * powers[scale - b.scale];
    return (x > y) - (x < y);
}

static bool
add(struct decimal a, struct decimal b, int sign, struct decimal *out)
{
    int scale = a.scale > b.scale ? a.scale : b.scale;
    return narrow((__int128)a.units * powers[scale - a.scale] +
            sign * ((__int128)b.units * powers[scale - b.scale]),
        scale, out);
}

bool
decimal_add(struct decimal a, struct decimal b, struct decimal *out)
{
    return add(a, b, 1, out);
}

bool
decimal_sub(struct decimal a, struct decimal b, struct decimal *out)
{
    return add(a, b, -1, out);
}

bool
decimal_mul(struct decimal a, struct decimal b, struct decimal *out)
{
    return narrow((__int128)a.units * b.units, a.scale + b.scale, out);
}

bool
decimal_div(struct decimal a, struct decimal b, int scale, struct decimal *out)
{
    if (b.units == 0 || scale < 0 || scale > DECIMAL_SCALE_MAX)
        return false;
    __int128 n = a.units, d = b.units;
    int shift = scale + b.scale - a.scale;
    if (shift >= 0)
        n *= powers[shift];
    else
        d *= powers[-shift];
    bool negative = (n < 0) != (d < 0);
    if (n < 0)
        n = -n;
    if (d < 0)
        d = -d;
    __int128 q = n / d;
    if (n % d >= d - n % d)
        q++;
    return narrow(negative ? -q : q, scale, out);
}

bool
decimal_shift(struct decimal d, long power, struct decimal *out)
{
    if (power < 0 || power - d.scale >= (long)(sizeof powers / sizeof *powers))
        return false;
    int dropped = power < d.scale ? (int)power : d.scale;
    return narrow((__int128)d.units * powers[power - dropped], d.scale - dropped, out);
}

bool
decimal_half(struct decimal d, struct decimal *out)
{
    return narrow((__int128)d.units * 5, d.scale + 1, out);
}
