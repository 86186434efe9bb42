/* Word documents. The mutator changes a member of the zip and packs it again with the right
 * checksum, for otherwise hardly an input would come past the zip. */
#include "reading.h"
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#define MEMBERS 64

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);

struct piece {
    const uint8_t *name, *content;
    uint32_t name_len, len;
};

static uint32_t
le(const uint8_t *p, int bytes)
{
    uint32_t n = 0;
    for (int i = bytes; i-- > 0;)
        n = n << 8 | p[i];
    return n;
}

static uint8_t *
put(uint8_t *p, uint32_t n, int bytes)
{
    for (int i = 0; i < bytes; i++, n >>= 8)
        *p++ = (uint8_t)n;
    return p;
}

/* The stored members of a zip whose local headers tell their sizes. */
static int
take_apart(const uint8_t *p, size_t size, struct piece *pieces)
{
    int n = 0;
    for (size_t at = 0; n < MEMBERS && size - at >= 30 && memcmp(p + at, "PK\3\4", 4) == 0; n++) {
        uint32_t name = le(p + at + 26, 2), extra = le(p + at + 28, 2), len = le(p + at + 18, 4);
        if (le(p + at + 8, 2) != 0 || (uint64_t)30 + name + extra + len > size - at)
            break;
        pieces[n] = (struct piece){p + at + 30, p + at + 30 + name + extra, name, len};
        at += (size_t)30 + name + extra + len;
    }
    return n;
}

static uint8_t *
put_header(uint8_t *p, const struct piece *m, bool central, uint32_t offset)
{
    p = put(p, central ? 0x02014B50 : 0x04034B50, 4);
    if (central)
        p = put(p, 20, 2);
    p = put(p, 20, 2);
    p = put(put(p, 0, 4), 0x21 << 16, 4);
    p = put(p, libdeflate_crc32(0, m->content, m->len), 4);
    p = put(put(put(p, m->len, 4), m->len, 4), m->name_len, 2);
    p = put(p, 0, 2);
    if (central)
        p = put(put(put(p, 0, 4), 0, 4), 0, 2), p = put(p, offset, 4);
    memcpy(p, m->name, m->name_len);
    return p + m->name_len;
}

static size_t
put_together(uint8_t *out, const struct piece *m, int n)
{
    uint32_t offsets[MEMBERS];
    uint8_t *p = out;
    for (int i = 0; i < n; i++) {
        offsets[i] = (uint32_t)(p - out);
        p = put_header(p, &m[i], false, 0);
        memcpy(p, m[i].content, m[i].len);
        p += m[i].len;
    }
    uint32_t directory = (uint32_t)(p - out);
    for (int i = 0; i < n; i++)
        p = put_header(p, &m[i], true, offsets[i]);
    uint32_t end = (uint32_t)(p - out);
    p = put(put(p, 0x06054B50, 4), 0, 4);
    p = put(put(p, (uint32_t)n, 2), (uint32_t)n, 2);
    p = put(put(put(p, end - directory, 4), directory, 4), 0, 2);
    return (size_t)(p - out);
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    struct piece pieces[MEMBERS];
    int n = take_apart(data, size, pieces);
    size_t heads = 22;
    for (int i = 0; i < n; i++)
        heads += 76 + 2 * (size_t)pieces[i].name_len;
    if (n == 0 || seed % 16 == 0)
        return LLVMFuzzerMutate(data, size, max);
    struct piece *m = &pieces[seed / 16 % (unsigned)n];
    size_t rest = heads;
    for (int i = 0; i < n; i++)
        rest += &pieces[i] == m ? 0 : pieces[i].len;
    if (rest >= max)
        return LLVMFuzzerMutate(data, size, max);
    uint8_t *content = malloc(max), *out = malloc(2 * max + heads);
    size_t len = m->len < max - rest ? m->len : max - rest;
    memcpy(content, m->content, len);
    m->len = (uint32_t)LLVMFuzzerMutate(content, len, max - rest);
    m->content = content;
    size = put_together(out, pieces, n);
    memcpy(data, out, size);
    free(content);
    free(out);
    return size;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_file(data, size, format_read);
    return 0;
}
