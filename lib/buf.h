/* buf.h - bytes that it owns and grows.
 *
 * A buffer is {0} when new. Running out of memory sets `failed`; from then on appending does
 * nothing, so that a writer checks once, at the end. `p` is NUL-terminated as soon as anything was
 * appended. */
#ifndef SVODKA_BUF_H
#define SVODKA_BUF_H

#include "status.h"
#include "str.h"
#include <stdint.h>

struct buf {
    char *p;
    size_t len, cap; /* more than `len`, but where `failed` or new */
    bool failed;
};

/* Makes room for `extra` bytes more. False where that failed. */
static inline bool buf_reserve(struct buf *b, size_t extra);

static inline void buf_add(struct buf *b, const void *p, size_t len);
static inline void buf_str(struct buf *b, struct str s);
static inline void buf_z(struct buf *b, const char *z);
static inline void buf_char(struct buf *b, char c);

/* Appends a whole number, with zeros before it up to `width` digits. */
void buf_int(struct buf *b, int64_t n, int width);

void buf_printf(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);

/* Appends one code point as UTF-8 (an invalid one as U+FFFD). */
void buf_utf8(struct buf *b, uint32_t c);

/* Empties it and keeps its memory; clears `failed`. */
void buf_clear(struct buf *b);

/* Frees its memory; it is {0} again. */
void buf_free(struct buf *b);

/* What the functions above do where there is no room yet. */
bool buf_grow(struct buf *b, size_t extra);

static inline bool
buf_reserve(struct buf *b, size_t extra)
{
    return extra < b->cap - b->len || buf_grow(b, extra);
}

static inline void
buf_add(struct buf *b, const void *p, size_t len)
{
    if (!buf_reserve(b, len))
        return;
    if (len)
        memcpy(b->p + b->len, p, len);
    b->len += len;
    b->p[b->len] = '\0';
}

static inline void
buf_str(struct buf *b, struct str s)
{
    buf_add(b, s.p, s.len);
}

static inline void
buf_z(struct buf *b, const char *z)
{
    buf_add(b, z, strlen(z));
}

static inline void
buf_char(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

static inline struct str
buf_slice(const struct buf *b)
{
    return (struct str){b->p ? b->p : "", b->len};
}

#endif
