#include "extract.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <unistd.h>

/* Real reports: 50 KB, a part of 250 KB, 20 KB of text. The limits leave three orders of magnitude
 * above that and still let a worker live in half a gigabyte. */
const struct limits limits_default = {
    .file = (size_t)1024 * 1024 * 1024,
    .part = (size_t)256 * 1024 * 1024,
    .total = (size_t)1024 * 1024 * 1024,
    .text = (size_t)16 * 1024 * 1024,
    .members = 10000,
    .depth = 32,
    .seconds = 60,
    .memory = (size_t)1024 * 1024 * 1024,
};

bool
source_read(const struct source *s, uint64_t offset, void *to, size_t len, size_t *got)
{
    *got = 0;
    if (offset >= s->size)
        return true;
    if (len > s->size - offset)
        len = (size_t)(s->size - offset);
    if (s->fd < 0) {
        memcpy(to, s->memory.p + offset, len);
        *got = len;
        return true;
    }
    while (*got < len) {
        ssize_t n = pread(s->fd, (char *)to + *got, len - *got, (off_t)(offset + *got));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        if (n == 0)
            return true;
        *got += (size_t)n;
    }
    return true;
}

bool
source_digest(const struct source *s, char hex[SOURCE_DIGEST])
{
    struct sha256_ctx sha;
    uint8_t digest[SHA256_DIGEST_SIZE];
    static uint8_t piece[65536];
    sha256_init(&sha);
    if (s->fd < 0) {
        sha256_update(&sha, s->memory.len, (const uint8_t *)s->memory.p);
    } else {
        for (uint64_t at = 0; at < s->size;) {
            size_t got;
            if (!source_read(s, at, piece, sizeof piece, &got) || got == 0)
                return false;
            sha256_update(&sha, got, piece);
            at += got;
        }
    }
    sha256_digest(&sha, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    return true;
}

void
block_list_add(struct block_list *list, struct block *b)
{
    b->next = NULL;
    if (list->tail)
        list->tail->next = b;
    else
        list->head = b;
    list->tail = b;
}

void
block_list_join(struct block_list *list, struct block_list *rest)
{
    if (!rest->head)
        return;
    if (list->tail)
        list->tail->next = rest->head;
    else
        list->head = rest->head;
    list->tail = rest->tail;
    *rest = (struct block_list){0};
}

enum status
document_reject(struct document *d, enum finding reason, const char *detail)
{
    if (!d->rejected) {
        d->rejected = true;
        d->reason = reason;
        d->detail = arena_copy(d->arena, str_of(detail));
        if (!d->detail.p)
            d->detail = STR("memory"); /* there was none even for the reason */
    }
    return STATUS_BAD;
}

struct block *
document_block(struct document *d, enum block_kind kind, struct str text)
{
    struct block *b = NULL;
    d->text += text.len;
    if (d->text > d->limits->text)
        document_reject(d, FINDING_too_large, "text");
    else if (!(b = arena_new(d->arena, struct block)) || !(b->text = arena_copy(d->arena, text)).p)
        document_reject(d, FINDING_too_large, "memory");
    if (d->rejected)
        return NULL;
    b->kind = kind;
    b->level = -1;
    b->at = -1;
    return b;
}
