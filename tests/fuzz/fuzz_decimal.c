/* Two numbers on two lines: what is read is written the same way; operations agree with each other.
 */
#include "decimal.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct decimal
again(struct decimal d)
{
    struct buf b = {0};
    struct decimal back;
    decimal_write(&b, d);
    bool ok = decimal_parse(buf_slice(&b), &back);
    assert(ok && decimal_cmp(d, back) == 0);
    buf_free(&b);
    return back;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data, size};
    struct str first = str_cut(&rest, '\n');
    struct decimal a, b, c, d;
    if (!decimal_parse(first, &a) || !decimal_parse(str_cut(&rest, '\n'), &b))
        return 0;
    again(a);
    assert(decimal_cmp(a, b) == -decimal_cmp(b, a));
    if (decimal_sub(a, b, &c)) {
        int sign = (c.units > 0) - (c.units < 0);
        assert(sign == decimal_cmp(a, b));
        if (decimal_add(again(c), b, &d))
            assert(decimal_cmp(d, a) == 0);
    }
    if (decimal_mul(a, b, &c) && b.units && decimal_div(c, b, a.scale, &d))
        assert(decimal_cmp(d, a) == 0);
    for (int scale = 0; scale <= DECIMAL_SCALE_MAX; scale++)
        if (decimal_div(a, b, scale, &c))
            again(c);
    if (decimal_half(a, &c) && decimal_add(c, c, &d))
        assert(decimal_cmp(d, a) == 0);
    return 0;
}
