#include "zipbox.h"

#include "encoding.h"
#include "text.h"
#include <libdeflate.h>
#include <stdlib.h>
#include <zip.h>

#define END_SIZE 22 /* of the end record, without its comment */
#define END64_SIZE 56
#define LOCATOR_SIZE 20
#define ENTRY_SIZE 46
#define LOCAL_SIZE 30

/* The end record is looked for in so many bytes at the end of the file: its comment may take 64
 * KiB, mail gateways and half-finished downloads append more. */
#define TAIL ((size_t)1024 * 1024)

/* Names and extra fields of all members. A directory beyond this is an attack. */
#define DIRECTORY_MAX ((uint64_t)64 * 1024 * 1024)

/* Members up to this size are inflated in one go, which is twice as fast. */
#define WHOLE_MAX ((zip_uint64_t)4 * 1024 * 1024)

#define PIECE ((size_t)32 * 1024)

struct member {
    struct str name;
    uint64_t begin, end; /* of its local header and data within the file */
    int64_t time;
    bool encrypted;
};

/* Where the zip lies in the file. */
struct extent {
    uint64_t start; /* of the zip: what is before it is junk */
    uint64_t directory, size; /* of the directory, in the file */
    uint64_t count;
    uint64_t end; /* of the zip */
    const struct source *source;
    uint64_t at; /* where libzip reads */
    zip_error_t error;
};

struct zipbox {
    struct document *d;
    zip_t *zip;
    struct extent extent;
    struct libdeflate_decompressor *deflate;
    struct member *members;
    size_t count;
    struct buf packed, whole;
};

static uint32_t
le16(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static uint32_t
le32(const unsigned char *p)
{
    return le16(p) | le16(p + 2) << 16;
}

static uint64_t
le64(const unsigned char *p)
{
    return le32(p) | (uint64_t)le32(p + 4) << 32;
}

static bool
get(const struct source *s, uint64_t at, void *to, size_t len)
{
    size_t got;
    return at <= s->size && len <= s->size - at && source_read(s, at, to, len, &got) && got == len;
}

/* The directory's place as a 64-bit end record in front of `at` tells it. */
static bool
read_end64(const struct source *s, uint64_t at, struct extent *x)
{
    unsigned char locator[LOCATOR_SIZE], end[END64_SIZE];
    if (at < LOCATOR_SIZE + END64_SIZE || !get(s, at - LOCATOR_SIZE, locator, sizeof locator) ||
        le32(locator) != 0x07064B50)
        return false;
    uint64_t said = le64(locator + 8);
    uint64_t place = at - LOCATOR_SIZE - END64_SIZE;
    if (!get(s, place, end, sizeof end) || le32(end) != 0x06064B50) {
        place = said; /* the record may be longer than we know */
        if (!get(s, place, end, sizeof end) || le32(end) != 0x06064B50)
            return false;
    }
    if (said > place)
        return false;
    uint64_t offset = le64(end + 48);
    x->start = place - said;
    x->count = le64(end + 32);
    x->size = le64(end + 40);
    if (offset > s->size || x->size > s->size)
        return false;
    x->directory = x->start + offset;
    return x->directory <= place && x->size <= place - x->directory;
}

/* Whether a plausible end record stands at `at`, whose bytes are `p`. */
static bool
read_end(const struct source *s, uint64_t at, const unsigned char *p, struct extent *x)
{
    uint32_t count = le16(p + 10), size = le32(p + 12), offset = le32(p + 16);
    uint64_t comment = le16(p + 20);
    x->end = at + END_SIZE + comment;
    if (x->end > s->size)
        x->end = at + END_SIZE; /* a comment that was cut off */
    if (count == 0xFFFF || size == 0xFFFFFFFF || offset == 0xFFFFFFFF)
        if (read_end64(s, at, x))
            return true;
    if ((uint64_t)size + offset > at)
        return false;
    x->start = at - size - offset;
    x->directory = x->start + offset;
    x->size = size;
    x->count = count;
    return true;
}

static bool
in_order(const struct member *m, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (m[i].begin < m[i - 1].end)
            return false;
    return true;
}

static int
by_begin(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    return (x->begin > y->begin) - (x->begin < y->begin);
}

/* Two members must not share bytes: small files that expand without end are made that way. */
static bool
overlap(const struct member *members, size_t count)
{
    if (in_order(members, count))
        return false;
    struct member *sorted = malloc(count * sizeof *sorted);
    if (!sorted)
        return true;
    memcpy(sorted, members, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_begin);
    bool bad = !in_order(sorted, count);
    free(sorted);
    return bad;
}

/* Days since 1970 of a date of the Gregorian calendar. */
static int64_t
days(int64_t y, int64_t m, int64_t d)
{
    y -= m <= 2;
    int64_t era = y / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int64_t
dos_time(uint32_t date, uint32_t time)
{
    uint32_t month = date >> 5 & 15, day = date & 31;
    uint32_t hour = time >> 11, minute = time >> 5 & 63, second = (time & 31) * 2;
    if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59)
        return -1;
    return days(1980 + (date >> 9), month, day) * 86400 + hour * 3600 + minute * 60 + second;
}

/* Finds a UTF-8 name in the Info-ZIP field of that purpose. */
static struct str
unicode_name(struct str extra)
{
    const unsigned char *p = (const unsigned char *)extra.p;
    for (size_t at = 0; at + 4 <= extra.len;) {
        size_t len = le16(p + at + 2);
        if (len > extra.len - at - 4)
            break;
        if (le16(p + at) == 0x7075 && len > 5 && p[at + 4] == 1)
            return str_slice(extra, at + 9, at + 4 + len);
        at += 4 + len;
    }
    return (struct str){NULL, 0};
}

/* Russian Windows wrote names in CP866 and says nothing about it. */
static struct str
member_name(struct document *d, struct str raw, struct str extra, bool utf8)
{
    struct buf b = {0};
    struct str unicode = unicode_name(extra);
    if (unicode.len && text_valid(unicode))
        raw = unicode;
    else if (!utf8 && !text_valid(raw)) {
        encoding_convert(ENCODING_CP866, raw, &b);
        raw = buf_slice(&b);
    }
    if (!text_valid(raw)) {
        struct buf fixed = {0};
        encoding_convert(ENCODING_UTF8, raw, &fixed);
        buf_free(&b);
        b = fixed;
        raw = buf_slice(&b);
    }
    struct str name = arena_copy(d->arena, raw);
    buf_free(&b);
    for (size_t i = 0; i < name.len; i++)
        if (name.p[i] == '\\')
            ((char *)name.p)[i] = '/';
    while (name.len && *name.p == '/')
        name = str_slice(name, 1, name.len);
    return name;
}

/* Checks one entry of the directory and the local header that it points to. Returns its length, 0
 * where it is bad. */
static size_t
read_entry(struct zipbox *z, const struct source *s, const struct extent *x, const unsigned char *p,
    size_t left, struct member *m)
{
    unsigned char local[LOCAL_SIZE];
    if (left < ENTRY_SIZE || le32(p) != 0x02014B50)
        return 0;
    size_t name = le16(p + 28), extra = le16(p + 30), comment = le16(p + 32);
    size_t len = ENTRY_SIZE + name + extra + comment;
    if (len > left)
        return 0;
    uint64_t packed = le32(p + 20), full = le32(p + 24), offset = le32(p + 42);
    const unsigned char *q = p + ENTRY_SIZE + name;
    /* The 64-bit field holds, in this order, only what has no room in the entry. */
    for (size_t at = 0; at + 4 <= extra; at += 4 + le16(q + at + 2)) {
        size_t size = le16(q + at + 2), i = at + 4;
        if (size > extra - at - 4)
            break;
        if (le16(q + at) != 1)
            continue;
        size_t end = i + size;
        if (full == 0xFFFFFFFF && i + 8 <= end)
            i += 8;
        if (packed == 0xFFFFFFFF && i + 8 <= end)
            packed = le64(q + i), i += 8;
        if (offset == 0xFFFFFFFF && i + 8 <= end)
            offset = le64(q + i);
        break;
    }
    uint64_t room = x->directory - x->start;
    if (offset > room || LOCAL_SIZE > room - offset)
        return 0;
    m->begin = x->start + offset;
    if (!get(s, m->begin, local, sizeof local) || le32(local) != 0x04034B50)
        return 0;
    uint64_t head = LOCAL_SIZE + le16(local + 26) + le16(local + 28);
    if (head > room - offset || packed > room - offset - head)
        return 0;
    m->end = m->begin + head + packed;
    m->encrypted = le16(p + 8) & 1;
    m->time = dos_time(le16(p + 14), le16(p + 12));
    m->name = member_name(z->d, (struct str){(const char *)p + ENTRY_SIZE, name},
        (struct str){(const char *)q, extra}, le16(p + 8) & 0x800);
    return m->name.p ? len : 0;
}

/* Reads the directory. STATUS_BAD where this is none. */
static enum status
read_directory(struct zipbox *z, const struct source *s, const struct extent *x)
{
    struct buf raw = {0};
    enum status status = STATUS_BAD;
    if (!x->count && !x->size && x->start == 0 && x->directory == 0)
        return STATUS_OK; /* an empty zip */
    if (x->count > x->size / ENTRY_SIZE || x->size > DIRECTORY_MAX || !x->count)
        return STATUS_BAD;
    if (x->count > z->d->limits->members)
        return STATUS_LIMIT;
    z->members = arena_array(z->d->arena, x->count, sizeof *z->members);
    if (!z->members || !buf_reserve(&raw, x->size))
        status = STATUS_LIMIT;
    else if (get(s, x->directory, raw.p, x->size)) {
        size_t at = 0;
        for (z->count = 0; z->count < x->count; z->count++) {
            size_t len = read_entry(
                z, s, x, (unsigned char *)raw.p + at, x->size - at, &z->members[z->count]);
            if (!len)
                break;
            at += len;
        }
        if (z->count == x->count && !overlap(z->members, z->count))
            status = STATUS_OK;
    }
    buf_free(&raw);
    return status;
}

/* Finds the zip in the file: the last end record whose directory is sound. */
static enum status
find_zip(struct zipbox *z, const struct source *s, struct extent *x)
{
    size_t len = s->size < TAIL ? (size_t)s->size : TAIL;
    struct buf tail = {0};
    enum status status = STATUS_BAD;
    if (!buf_reserve(&tail, len))
        return STATUS_LIMIT;
    if (get(s, s->size - len, tail.p, len)) {
        const unsigned char *p = (unsigned char *)tail.p;
        int tries = 16; /* each may read a directory */
        for (size_t i = len < END_SIZE ? 0 : len - END_SIZE + 1; i-- > 0 && tries;) {
            if (p[i] != 'P' || le32(p + i) != 0x06054B50 ||
                !read_end(s, s->size - len + i, p + i, x))
                continue;
            tries--;
            status = read_directory(z, s, x);
            if (status != STATUS_BAD)
                break;
        }
    }
    buf_free(&tail);
    return status;
}

/* What libzip reads from: the zip's extent within the source, by offset, so that a descriptor that
 * other processes share stays where it is. */
static zip_int64_t
read_extent(void *ctx, void *data, zip_uint64_t len, zip_source_cmd_t command)
{
    struct extent *x = ctx;
    zip_int64_t to;
    size_t got;
    switch (command) {
    case ZIP_SOURCE_OPEN:
        x->at = 0;
        return 0;
    case ZIP_SOURCE_READ:
        if (len > x->end - x->start - x->at)
            len = x->end - x->start - x->at;
        if (!source_read(x->source, x->start + x->at, data, len, &got)) {
            zip_error_set(&x->error, ZIP_ER_READ, 0);
            return -1;
        }
        x->at += got;
        return (zip_int64_t)got;
    case ZIP_SOURCE_SEEK:
        to = zip_source_seek_compute_offset(x->at, x->end - x->start, data, len, &x->error);
        if (to < 0)
            return -1;
        x->at = (uint64_t)to;
        return 0;
    case ZIP_SOURCE_TELL:
        return (zip_int64_t)x->at;
    case ZIP_SOURCE_STAT: {
        zip_stat_t *st = data;
        zip_stat_init(st);
        st->size = x->end - x->start;
        st->valid = ZIP_STAT_SIZE;
        return sizeof *st;
    }
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&x->error, data, len);
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
            ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
            ZIP_SOURCE_SUPPORTS, -1);
    default:
        return 0;
    }
}

enum status
zipbox_open(struct zipbox **out, struct document *d, const struct source *s)
{
    zip_error_t error;
    struct zipbox *z = arena_new(d->arena, struct zipbox);
    *out = z;
    if (!z)
        return document_reject(d, FINDING_too_large, "memory");
    z->d = d;
    enum status status = find_zip(z, s, &z->extent);
    if (status == STATUS_LIMIT)
        return document_reject(d, FINDING_too_large, "members");
    if (status != STATUS_OK)
        return document_reject(d, FINDING_damaged, "zip: no sound directory");
    zip_error_init(&error);
    zip_error_init(&z->extent.error);
    z->extent.source = s;
    zip_source_t *source = zip_source_function_create(read_extent, &z->extent, &error);
    if (source && !(z->zip = zip_open_from_source(source, ZIP_RDONLY, &error)))
        zip_source_free(source);
    if (!z->zip || (size_t)zip_get_num_entries(z->zip, 0) != z->count)
        return document_reject(d, FINDING_damaged, "zip: no sound directory");
    return STATUS_OK;
}

void
zipbox_free(struct zipbox *z)
{
    if (!z)
        return;
    if (z->zip)
        zip_discard(z->zip);
    libdeflate_free_decompressor(z->deflate);
    buf_free(&z->packed);
    buf_free(&z->whole);
}

void
zipbox_charge(struct zipbox *z, struct document *d)
{
    z->d = d;
}

size_t
zipbox_count(const struct zipbox *z)
{
    return z->count;
}

struct str
zipbox_name(const struct zipbox *z, size_t index)
{
    return z->members[index].name;
}

int64_t
zipbox_time(const struct zipbox *z, size_t index)
{
    return z->members[index].time;
}

/* OPC compares part names without regard to the case of ASCII letters. */
static bool
same_name(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        unsigned char x = (unsigned char)a.p[i], y = (unsigned char)b.p[i];
        if (x != y && ((x ^ y) != 0x20 || (x | 0x20) < 'a' || (x | 0x20) > 'z'))
            return false;
    }
    return true;
}

int64_t
zipbox_find(const struct zipbox *z, struct str name)
{
    for (size_t i = 0; i < z->count; i++)
        if (same_name(z->members[i].name, name))
            return (int64_t)i;
    return -1;
}

/* Counts what was produced. False beyond a limit. */
static bool
spend(struct zipbox *z, size_t part, size_t len)
{
    struct document *d = z->d;
    d->expanded += len;
    if (part <= d->limits->part && d->expanded <= d->limits->total)
        return true;
    document_reject(d, FINDING_too_large, part > d->limits->part ? "part" : "total");
    return false;
}

/* Inflates a member of modest stated size in one go. False where that does not work out; the slow
 * way then says why. */
static bool
read_whole(struct zipbox *z, size_t index, const zip_stat_t *st)
{
    if (st->comp_method != ZIP_CM_DEFLATE || st->size > WHOLE_MAX || st->comp_size > WHOLE_MAX)
        return false;
    buf_clear(&z->packed);
    buf_clear(&z->whole);
    if (!z->deflate && !(z->deflate = libdeflate_alloc_decompressor()))
        return false;
    if (!buf_reserve(&z->packed, st->comp_size) || !buf_reserve(&z->whole, st->size))
        return false;
    zip_file_t *f = zip_fopen_index(z->zip, index, ZIP_FL_COMPRESSED);
    if (!f)
        return false;
    bool good = zip_fread(f, z->packed.p, st->comp_size) == (zip_int64_t)st->comp_size;
    zip_fclose(f);
    size_t got = 0;
    good = good &&
        libdeflate_deflate_decompress(z->deflate, z->packed.p, st->comp_size, z->whole.p, st->size,
            &got) == LIBDEFLATE_SUCCESS &&
        got == st->size && libdeflate_crc32(0, z->whole.p, got) == st->crc;
    z->whole.len = got;
    return good;
}

/* Until the reader returns 0: only then was the checksum compared. */
static enum status
read_stream(struct zipbox *z, size_t index, bool (*take)(void *, struct str), void *ctx)
{
    char piece[PIECE];
    size_t part = 0;
    zip_file_t *f = zip_fopen_index(z->zip, index, 0);
    if (!f)
        return document_reject(z->d, FINDING_damaged, zip_strerror(z->zip));
    zip_int64_t n;
    enum status status = STATUS_OK;
    while ((n = zip_fread(f, piece, sizeof piece)) > 0) {
        part += (size_t)n;
        if (!spend(z, part, (size_t)n) || !take(ctx, (struct str){piece, (size_t)n})) {
            status = STATUS_BAD;
            break;
        }
    }
    if (n < 0)
        status = document_reject(z->d, FINDING_damaged, zip_file_strerror(f));
    zip_fclose(f);
    return status;
}

enum status
zipbox_read(struct zipbox *z, size_t index, bool (*take)(void *, struct str), void *ctx)
{
    zip_stat_t st;
    if (z->members[index].encrypted)
        return document_reject(z->d, FINDING_encrypted, "");
    if (zip_stat_index(z->zip, index, 0, &st) != 0)
        return document_reject(z->d, FINDING_damaged, zip_strerror(z->zip));
    if (!read_whole(z, index, &st))
        return read_stream(z, index, take, ctx);
    if (!spend(z, z->whole.len, z->whole.len))
        return STATUS_BAD;
    /* `take` may read another member (a chart within a text): this one is its own meanwhile. */
    struct buf whole = z->whole;
    z->whole = (struct buf){0};
    bool good = take(ctx, buf_slice(&whole));
    buf_free(&z->whole);
    z->whole = whole;
    return good ? STATUS_OK : STATUS_BAD;
}

struct collect {
    struct document *d;
    struct buf *to;
    size_t limit;
};

static bool
collect(void *ctx, struct str piece)
{
    struct collect *c = ctx;
    buf_str(c->to, piece);
    if (!c->to->failed && c->to->len <= c->limit)
        return true;
    document_reject(c->d, FINDING_too_large, "part");
    return false;
}

enum status
zipbox_read_all(struct zipbox *z, size_t index, size_t limit, struct buf *to)
{
    struct collect c = {z->d, to, limit};
    return zipbox_read(z, index, collect, &c);
}
