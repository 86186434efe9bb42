#include "arena.h"

#include <stdalign.h>
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

struct arena_chunk {
    struct arena_chunk *next;
    size_t size, used;
    alignas(max_align_t) unsigned char data[];
};

void *
arena_room(struct arena *a, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + align - 1) / align * align;
    if (a->limit && (size > a->limit || a->used > a->limit - size))
        return NULL;
    struct arena_chunk *c = a->chunks;
    if (!c || c->size - c->used < size) {
        size_t room = size > ARENA_CHUNK ? size : ARENA_CHUNK;
        c = malloc(sizeof *c + room);
        if (!c)
            return NULL;
        c->size = room;
        c->used = 0;
        c->next = a->chunks;
        a->chunks = c;
    }
    void *p = c->data + c->used;
    c->used += size;
    a->used += size;
    return p;
}

void *
arena_alloc(struct arena *a, size_t size)
{
    void *p = arena_room(a, size);
    return p && size ? memset(p, 0, size) : p;
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    return arena_alloc(a, count * size);
}

struct str
arena_copy(struct arena *a, struct str s)
{
    if (s.len == SIZE_MAX)
        return (struct str){NULL, 0};
    char *p = arena_room(a, s.len + 1);
    if (!p)
        return (struct str){NULL, 0};
    if (s.len)
        memcpy(p, s.p, s.len);
    p[s.len] = '\0';
    return (struct str){p, s.len};
}

void
arena_reset(struct arena *a)
{
    while (a->chunks && (a->chunks->next || a->chunks->size != ARENA_CHUNK)) {
        struct arena_chunk *next = a->chunks->next;
        free(a->chunks);
        a->chunks = next;
    }
    if (a->chunks)
        a->chunks->used = 0;
    a->used = 0;
}

void
arena_free(struct arena *a)
{
    while (a->chunks) {
        struct arena_chunk *next = a->chunks->next;
        free(a->chunks);
        a->chunks = next;
    }
    a->used = 0;
}
