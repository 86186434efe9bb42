#include "arena.h"

#include <stdint.h>
#include <stdlib.h>

/* gcc says it with a macro, clang with a feature. */
#if defined(__SANITIZE_ADDRESS__)
#define CHECKED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CHECKED
#endif
#endif

#ifdef CHECKED
#define ARENA_CHUNK 0
#else
#define ARENA_CHUNK ((size_t)64 * 1024)
#endif

/* Chunks kept from one document to the next: 1 MiB. */
#define SPARE_MAX 16

struct arena_chunk {
    struct arena_chunk *next;
    size_t size;
    alignas(max_align_t) unsigned char data[];
};

/* A chunk with room for so many bytes, put before the others; NULL without memory. */
static struct arena_chunk *
new_chunk(struct arena *a, size_t size)
{
    size_t room = size > ARENA_CHUNK ? size : ARENA_CHUNK;
    struct arena_chunk *c = room == ARENA_CHUNK ? a->spare : NULL;
    if (c)
        a->spare = c->next;
    else
        c = malloc(sizeof *c + room);
    if (!c)
        return NULL;
    c->size = room;
    c->next = a->chunks;
    a->chunks = c;
    a->next = c->data;
    a->left = room;
    return c;
}

void *
arena_more(struct arena *a, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + align - 1) / align * align;
    if (a->limit && (size > a->limit || a->used > a->limit - size))
        return NULL;
    if ((!a->chunks || a->left < size) && !new_chunk(a, size))
        return NULL;
    void *p = a->next;
    a->next += size;
    a->left -= size;
    a->used += size;
    return p;
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    return arena_alloc(a, count * size);
}

/* PCRE2 looks at text by 16 bytes, and so behind its end: there stand zeros. */
struct str
arena_copy(struct arena *a, struct str s)
{
    const size_t align = alignof(max_align_t);
    if (s.len > SIZE_MAX / 2)
        return (struct str){NULL, 0};
    size_t size = s.len + align - s.len % align;
    char *p = arena_room(a, size);
    if (!p)
        return (struct str){NULL, 0};
    memset(p + size - align, 0, align);
    if (s.len)
        memcpy(p, s.p, s.len);
    return (struct str){p, s.len};
}

void
arena_reset(struct arena *a)
{
    size_t kept = 0;
    for (struct arena_chunk *c = a->spare; c; c = c->next)
        kept++;
    while (a->chunks) {
        struct arena_chunk *c = a->chunks;
        a->chunks = c->next;
        if (c->size == ARENA_CHUNK && kept < SPARE_MAX) {
            c->next = a->spare;
            a->spare = c;
            kept++;
        } else {
            free(c);
        }
    }
    a->next = NULL;
    a->left = a->used = 0;
}

static void
free_chunks(struct arena_chunk *c)
{
    while (c) {
        struct arena_chunk *next = c->next;
        free(c);
        c = next;
    }
}

void
arena_free(struct arena *a)
{
    free_chunks(a->chunks);
    free_chunks(a->spare);
    *a = (struct arena){.limit = a->limit};
}
