#include "buf.h"

#include "text.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* From now on there is no room for anything, until the buffer is cleared. */
static bool
fail(struct buf *b)
{
    b->failed = true;
    b->cap = b->len;
    return false;
}

bool
buf_grow(struct buf *b, size_t extra)
{
    if (b->failed || extra > SIZE_MAX / 2 - b->len - 1)
        return fail(b);
    size_t need = b->len + extra + 1, cap = b->cap ? b->cap : 64;
    while (cap < need)
        cap *= 2;
    char *p = realloc(b->p, cap);
    if (!p)
        return fail(b);
    b->p = p;
    b->cap = cap;
    return true;
}

void
buf_int(struct buf *b, int64_t n, int width)
{
    uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;
    int digits = width > 0 ? width : 0, count = 0;
    for (uint64_t more = rest; more; more /= 10)
        count++;
    digits = count > digits ? count : digits;
    size_t len = (size_t)digits + (n < 0);
    if (!buf_reserve(b, len))
        return;
    b->p[b->len] = '-';
    b->len += len;
    b->p[b->len] = '\0';
    for (char *p = b->p + b->len; digits > 0; digits--, rest /= 10)
        *--p = (char)('0' + rest % 10);
}

/* What is printed into the room that there is; its length, or -1. */
PRINTF_LIKE(2, 0) static int print(struct buf *b, const char *format, va_list ap)
{
    return vsnprintf(b->p + b->len, b->cap - b->len, format, ap);
}

void
buf_printf(struct buf *b, const char *format, ...)
{
    va_list ap;
    if (!buf_reserve(b, 0))
        return;
    va_start(ap, format);
    int n = print(b, format, ap);
    va_end(ap);
    if (n >= 0 && (size_t)n >= b->cap - b->len && buf_reserve(b, (size_t)n)) {
        va_start(ap, format);
        n = print(b, format, ap);
        va_end(ap);
    }
    if (n < 0 || b->failed) {
        (void)fail(b);
        return;
    }
    b->len += (size_t)n;
}

void
buf_utf8(struct buf *b, uint32_t c)
{
    char bytes[4];
    buf_add(b, bytes, text_encode(c, bytes));
}

void
buf_clear(struct buf *b)
{
    b->len = 0;
    b->failed = false;
    if (b->p)
        b->p[0] = '\0';
}

void
buf_free(struct buf *b)
{
    free(b->p);
    *b = (struct buf){0};
}
