/* arena.h - memory that is freed all at once.
 *
 * Each document has one arena, reset when the document is done; nothing in it is freed one by one.
 * An arena has a limit in bytes: a request beyond it returns NULL, which is a finding about the
 * document, not the end of the run. Under AddressSanitizer each request is its own allocation, so
 * that overruns show. */
#ifndef SVODKA_ARENA_H
#define SVODKA_ARENA_H

#include "str.h"
#include <stdalign.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *chunks; /* newest first */
    struct arena_chunk *spare; /* kept by a reset */
    unsigned char *next; /* room left in the newest chunk ... */
    size_t left; /* ... in bytes */
    size_t limit; /* bytes that may be handed out; 0 is no limit */
    size_t used; /* bytes handed out since the last reset */
};

/* `size` bytes, zeroed, aligned for any type; NULL beyond the limit or without memory. Lives until
 * the next reset. */
static inline void *arena_alloc(struct arena *a, size_t size);

/* The same, not zeroed: for what is written at once. */
static inline void *arena_room(struct arena *a, size_t size);

/* `count` elements of `size` bytes, zeroed; NULL also where the product overflows. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* A copy of `s`, NUL-terminated behind its length; p is NULL where there was no room. */
struct str arena_copy(struct arena *a, struct str s);

/* Takes back what was handed out, and keeps as much memory as a usual document needs for the next.
 */
void arena_reset(struct arena *a);

/* Frees everything. The arena may be used again. */
void arena_free(struct arena *a);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))

/* What arena_room() does where the newest chunk has no room. */
void *arena_more(struct arena *a, size_t size);

static inline void *
arena_room(struct arena *a, size_t size)
{
    const size_t align = alignof(max_align_t);
    size_t whole = (size + align - 1) / align * align; /* there is room: it does not overflow */
    if (size >= a->left || (a->limit && whole > a->limit - a->used))
        return arena_more(a, size);
    void *p = a->next;
    a->next += whole;
    a->left -= whole;
    a->used += whole;
    return p;
}

static inline void *
arena_alloc(struct arena *a, size_t size)
{
    void *p = arena_room(a, size);
    return p && size ? memset(p, 0, size) : p;
}

#endif
