/* str.h - a borrowed slice of bytes: pointer and length, never owned, not NUL-terminated.
 * Document text may hold NUL bytes, so strlen() never measures it. */
#ifndef SVODKA_STR_H
#define SVODKA_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
    const char *p;
    size_t len;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})

/* The slice over a NUL-terminated string; NULL gives the empty slice. */
static inline struct str
str_of(const char *z)
{
    return (struct str){z, z ? strlen(z) : 0};
}

static inline bool
str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

static inline bool
str_is(struct str a, const char *z)
{
    return str_eq(a, str_of(z));
}

static inline bool
str_starts(struct str a, struct str prefix)
{
    return a.len >= prefix.len && (prefix.len == 0 || memcmp(a.p, prefix.p, prefix.len) == 0);
}

static inline bool
str_ends(struct str a, struct str suffix)
{
    return a.len >= suffix.len &&
        (suffix.len == 0 || memcmp(a.p + a.len - suffix.len, suffix.p, suffix.len) == 0);
}

/* Whether it is one of the words, NULL behind the last. */
static inline bool
str_is_any(struct str a, const char *const *words)
{
    for (; *words; words++)
        if (str_is(a, *words))
            return true;
    return false;
}

/* Whether it begins with one of the prefixes, NULL behind the last. */
static inline bool
str_starts_any(struct str a, const char *const *prefixes)
{
    for (; *prefixes; prefixes++)
        if (str_starts(a, str_of(*prefixes)))
            return true;
    return false;
}

/* Whether it ends with one of the suffixes, NULL behind the last. */
static inline bool
str_ends_any(struct str a, const char *const *suffixes)
{
    for (; *suffixes; suffixes++)
        if (str_ends(a, str_of(*suffixes)))
            return true;
    return false;
}

/* Byte order, shorter first where one begins the other: <0, 0, >0. */
static inline int
str_cmp(struct str a, struct str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.len > b.len) - (a.len < b.len);
}

/* The slice from `from` (inclusive) to `to` (exclusive). */
static inline struct str
str_slice(struct str a, size_t from, size_t to)
{
    return (struct str){a.p + from, to - from};
}

/* The first `most` bytes, or all where there are fewer. */
static inline struct str
str_head(struct str a, size_t most)
{
    return (struct str){a.p, a.len < most ? a.len : most};
}

/* Whether it is an ASCII blank: space, tab, CR, LF. */
static inline bool
str_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Without ASCII blanks at both ends. */
static inline struct str
str_trim(struct str a)
{
    while (a.len && str_is_blank(*a.p)) {
        a.p++;
        a.len--;
    }
    while (a.len && str_is_blank(a.p[a.len - 1]))
        a.len--;
    return a;
}

/* Cuts `*rest` at the first `sep`: returns what stands before it, leaves what stands after it.
 * Where there is no `sep`, returns all and leaves an empty slice with p == NULL. */
static inline struct str
str_cut(struct str *rest, char sep)
{
    struct str head = *rest;
    const char *at = rest->len ? memchr(rest->p, sep, rest->len) : NULL;
    if (at) {
        head.len = (size_t)(at - rest->p);
        rest->p = at + 1;
        rest->len -= head.len + 1;
    } else {
        *rest = (struct str){NULL, 0};
    }
    return head;
}

#endif
