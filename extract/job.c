#include "job.h"

#include "emit.h"
#include "encoding.h"
#include "format.h"
#include "language.h"
#include "sandbox.h"
#include <nettle/sha2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file up to this size is read into memory at once, and read only once. */
#define SMALL ((uint64_t)1024 * 1024)

#define HEX_SIZE (2 * SHA256_DIGEST_SIZE + 1)

struct answer_head {
    uint64_t line, messages;
    int32_t level;
    int32_t rejected;
};

bool
job_encoding_known(const char *name)
{
    enum encoding e;
    return encoding_by_name(str_of(name), &e);
}

void
job_ask(struct buf *request, struct str path)
{
    buf_char(request, 'F');
    buf_str(request, path);
}

void
job_ask_rejected(struct buf *request, struct str path, enum finding reason, const char *detail)
{
    buf_printf(request, "R%d:%zu:%s", (int)reason, strlen(detail), detail);
    buf_str(request, path);
}

/* "R12:5:words/the/path" */
static struct str
parse_rejected(struct str request, enum finding *reason, struct str *detail)
{
    struct str rest = str_slice(request, 1, request.len);
    *reason = (enum finding)atoi(str_cut(&rest, ':').p);
    size_t len = (size_t)strtoul(str_cut(&rest, ':').p, NULL, 10);
    *detail = str_slice(rest, 0, len);
    return str_slice(rest, len, rest.len);
}

struct str
job_path(struct str request)
{
    enum finding reason;
    struct str detail;
    return *request.p == 'F' ? str_slice(request, 1, request.len)
                             : parse_rejected(request, &reason, &detail);
}

enum status
job_prepare(const struct job_options *o)
{
    enum status status = encoding_prepare();
    return status == STATUS_OK ? sandbox_enter(&o->limits) : status;
}

static void
name_document(struct buf *b, const struct origin *o)
{
    buf_str(b, o->path);
    if (o->member.p) {
        buf_char(b, ':');
        buf_str(b, o->member);
    }
}

static void
add_message(struct buf *b, char who, const struct origin *o, enum finding f, struct str argument)
{
    size_t from = b->len;
    buf_printf(b, "%c", who);
    name_document(b, o);
    buf_printf(b, ": %s: ", finding_level_name(finding_level(f)));
    finding_format(b, f, "en", &argument, 1);
    /* One line each, whatever the file is called. */
    for (size_t i = from; i < b->len; i++)
        if (b->p[i] == '\n')
            b->p[i] = '\1';
    buf_char(b, '\n');
}

static void
answer(struct buf *result, const struct origin *o, struct document *d)
{
    struct answer_head head = {.level = -1, .rejected = d->rejected};
    struct buf messages = {0};
    size_t at = result->len;
    if (d->rejected)
        add_message(&messages, 'E', o, d->reason, d->detail);
    for (int f = 0; f < FINDING_COUNT && !d->rejected; f++) {
        char count[24];
        if (!d->counts[f])
            continue;
        snprintf(count, sizeof count, "%u", (unsigned)d->counts[f]);
        add_message(&messages, 'V', o, (enum finding)f, str_of(count));
        if ((int)finding_level((enum finding)f) > head.level)
            head.level = (int)finding_level((enum finding)f);
    }
    buf_add(result, &head, sizeof head);
    emit_document(result, o, d);
    if (!result->failed) {
        head.line = result->len - at - sizeof head;
        head.messages = messages.len;
        memcpy(result->p + at, &head, sizeof head);
    }
    buf_str(result, buf_slice(&messages));
    result->failed |= messages.failed;
    buf_free(&messages);
}

bool
job_next_answer(struct str *result, struct answer *a)
{
    struct answer_head head;
    if (result->len < sizeof head)
        return false;
    memcpy(&head, result->p, sizeof head);
    size_t left = result->len - sizeof head;
    if (head.line > left || head.messages > left - head.line)
        return false;
    const char *p = result->p + sizeof head;
    a->rejected = head.rejected;
    a->level = head.level;
    a->line = (struct str){p, head.line};
    a->messages = (struct str){p + head.line, head.messages};
    *result = str_slice(*result, sizeof head + head.line + head.messages, result->len);
    return true;
}

static bool
hash(const struct source *s, char hex[HEX_SIZE])
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

static bool
unchanged(int fd, const struct stat *before)
{
    struct stat now;
    return fstat(fd, &now) == 0 && now.st_size == before->st_size &&
        now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
        now.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

/* Reads the document that `s` holds and appends its answer. */
static void
read_document(const struct job_options *options, struct origin *o, const struct source *s,
    struct document *d, struct buf *result)
{
    (void)options;
    char hex[HEX_SIZE];
    o->bytes = (int64_t)s->size;
    if (s->size > d->limits->file)
        document_reject(d, FINDING_too_large, "file");
    else if (!hash(s, hex))
        document_reject(d, FINDING_unreadable, "read error");
    else {
        o->sha256 = hex;
        if (s->size == 0)
            document_reject(d, FINDING_empty, "");
        else if (format_read(d, s) == STATUS_OK)
            language_mark(&d->blocks);
    }
    answer(result, o, d);
}

static void
read_file(const struct job_options *options, struct origin *o, int fd, struct document *d,
    struct buf *result)
{
    struct stat st;
    struct source s = {.fd = fd};
    struct buf small = {0};
    if (fstat(fd, &st) != 0) {
        document_reject(d, FINDING_unreadable, "read error");
        answer(result, o, d);
        return;
    }
    s.size = (uint64_t)st.st_size;
    o->modified = st.st_mtime;
    size_t got;
    if (s.size <= SMALL && buf_reserve(&small, s.size) &&
        source_read(&s, 0, small.p, s.size, &got) && got == s.size)
        s = (struct source){.fd = -1, .memory = {small.p, s.size}, .size = s.size};
    if (!unchanged(fd, &st))
        document_reject(d, FINDING_damaged, "the file changed while it was read");
    read_document(options, o, &s, d, result);
    buf_free(&small);
}

void
job_work(const struct job_options *options, struct str request, int fd, struct buf *result)
{
    static struct arena arena;
    arena.limit = options->limits.memory;
    struct document d = {
        .arena = &arena, .limits = &options->limits, .encoding = options->encoding};
    struct origin o = {.bytes = -1, .modified = -1};
    if (*request.p == 'R') {
        enum finding reason;
        struct str detail;
        o.path = parse_rejected(request, &reason, &detail);
        d.rejected = true;
        d.reason = reason;
        d.detail = detail;
        answer(result, &o, &d);
    } else {
        o.path = job_path(request);
        read_file(options, &o, fd, &d, result);
    }
    if (fd >= 0)
        close(fd);
    arena_reset(&arena);
}

void
job_died(struct str request, const char *detail, struct buf *result)
{
    struct document d = {.rejected = true, .reason = FINDING_worker_died, .detail = str_of(detail)};
    struct origin o = {.path = job_path(request), .bytes = -1, .modified = -1};
    answer(result, &o, &d);
}
