#include "job.h"

#include "emit.h"
#include "encoding.h"
#include "format.h"
#include "language.h"
#include "repair.h"
#include "sandbox.h"
#include "zipbox.h"
#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file up to this size is read into memory at once, and read only once. */
#define SMALL ((uint64_t)1024 * 1024)

struct answer_head {
    uint64_t line, messages, members;
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
job_ask_members(struct buf *request, struct str path, size_t first, size_t count)
{
    buf_printf(request, "M%zu:%zu:", first, count);
    buf_str(request, path);
}

void
job_ask_rejected(struct buf *request, struct str path, enum finding reason, const char *detail)
{
    buf_printf(request, "R%d:%zu:%s", (int)reason, strlen(detail), detail);
    buf_str(request, path);
}

/* A request, taken apart. */
struct request {
    char kind; /* F, M, R */
    size_t a, b; /* the two numbers of M and R */
    struct str detail, path;
};

static struct request
parse_request(struct str s)
{
    struct request r = {.kind = *s.p, .path = str_slice(s, 1, s.len)};
    if (r.kind == 'F')
        return r;
    /* Our own request: it has both numbers. */
    assert(r.path.p);
    r.a = (size_t)strtoul(r.path.p, NULL, 10);
    (void)str_cut(&r.path, ':');
    assert(r.path.p);
    r.b = (size_t)strtoul(r.path.p, NULL, 10);
    (void)str_cut(&r.path, ':');
    if (r.kind == 'R') {
        r.detail = str_slice(r.path, 0, r.b);
        r.path = str_slice(r.path, r.b, r.path.len);
    }
    return r;
}

struct str
job_path(struct str request)
{
    return parse_request(request).path;
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

/* The answer for an archive. */
static void
answer_archive(struct buf *result, const struct document *d)
{
    struct answer_head head = {.level = -1, .members = d->nmembers};
    for (size_t i = 0; i < d->nmembers; i++)
        head.line += d->members[i].len + 1;
    buf_add(result, &head, sizeof head);
    for (size_t i = 0; i < d->nmembers; i++) {
        buf_str(result, d->members[i]);
        buf_char(result, '\0');
    }
}

bool
job_next_answer(struct str *result, struct answer *a)
{
    struct answer_head head;
    if (result->len < sizeof head)
        return false;
    memcpy(&head, result->p, sizeof head);
    size_t left = result->len - sizeof head;
    if (head.line > left || head.messages > left - head.line || head.members > head.line)
        return false;
    const char *p = result->p + sizeof head;
    a->rejected = head.rejected;
    a->level = head.level;
    a->members = head.members;
    a->line = (struct str){p, head.line};
    a->messages = (struct str){p + head.line, head.messages};
    *result = str_slice(*result, sizeof head + head.line + head.messages, result->len);
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
read_document(struct origin *o, const struct source *s, struct document *d, struct buf *result)
{
    char hex[SOURCE_DIGEST];
    o->bytes = (int64_t)s->size;
    if (s->size > d->limits->file)
        document_reject(d, FINDING_too_large, "file");
    else if (!source_digest(s, hex))
        document_reject(d, FINDING_unreadable, "read error");
    else {
        o->sha256 = hex;
        if (s->size == 0)
            document_reject(d, FINDING_empty, "");
        else if (!d->rejected && format_read(d, s) == STATUS_OK) {
            repair_blocks(d);
            language_mark(&d->blocks);
        }
    }
    if (!d->rejected && d->nmembers)
        answer_archive(result, d);
    else
        answer(result, o, d);
    o->sha256 = NULL; /* it ends here */
}

static void
read_file(struct origin *o, int fd, struct document *d, struct buf *result)
{
    struct stat st;
    struct source s = {.fd = fd};
    struct buf small = {0};
    if (fstat(fd, &st) != 0) {
        document_reject(d, FINDING_unreadable, strerror(errno));
        answer(result, o, d);
        return;
    }
    s.size = (uint64_t)st.st_size;
    o->modified = st.st_mtime;
    size_t got = 0, at = result->len;
    bool whole = s.size <= SMALL && buf_reserve(&small, s.size) &&
        source_read(&s, 0, small.p, s.size, &got) && got == s.size;
    if (whole)
        s = (struct source){.fd = -1, .memory = {small.p, s.size}, .size = s.size};
    read_document(o, &s, d, result);
    /* A file that somebody writes to may be half old and half new, and what was found in it, or
     * why it was rejected, is not that of its digest. */
    if (!unchanged(fd, &st) || (!whole && got)) {
        result->len = at;
        d->rejected = false;
        document_reject(d, FINDING_damaged, "the file changed while it was read");
        answer(result, o, d);
    }
    buf_free(&small);
}

/* One member of an archive, as a document of its own. */
static void
read_member(
    struct zipbox *z, size_t index, struct origin *o, struct document *d, struct buf *result)
{
    struct buf content = {0};
    o->member = zipbox_name(z, index);
    o->modified = zipbox_time(z, index);
    o->bytes = -1;
    if (zipbox_read_all(z, index, d->limits->part, &content) != STATUS_OK) {
        answer(result, o, d);
    } else {
        struct source s = {.fd = -1, .memory = buf_slice(&content), .size = content.len};
        read_document(o, &s, d, result);
    }
    buf_free(&content);
}

/* Some members of an archive, numbered as the answer for the archive named them. */
static void
read_members(const struct request *r, int fd, const struct document *blank, struct buf *result)
{
    static struct arena arena;
    struct stat st;
    struct document list = *blank;
    struct source s = {.fd = fd};
    struct zipbox *z = NULL;
    if (fstat(fd, &st) == 0)
        s.size = (uint64_t)st.st_size;
    bool good = zipbox_open(&z, &list, &s) == STATUS_OK && format_list(&list, z) == STATUS_OK &&
        r->a + r->b <= list.nmembers;
    for (size_t i = 0; i < r->b; i++) {
        struct document d = *blank;
        struct origin o = {.path = r->path, .bytes = -1, .modified = -1};
        arena.limit = blank->arena->limit;
        d.arena = &arena;
        d.nested = true;
        if (good) {
            zipbox_charge(z, &d);
            read_member(z, list.indexes[r->a + i], &o, &d, result);
        } else {
            document_reject(&d, FINDING_damaged, "the file changed while it was read");
            answer(result, &o, &d);
        }
        arena_reset(&arena);
    }
    zipbox_free(z);
}

void
job_work(const struct job_options *options, struct str request, int fd, struct buf *result)
{
    static struct arena arena;
    struct request r = parse_request(request);
    struct document d = {
        .arena = &arena, .limits = &options->limits, .encoding = options->encoding};
    struct origin o = {.path = r.path, .bytes = -1, .modified = -1};
    arena.limit = options->limits.memory;
    if (r.kind == 'R') {
        d.rejected = true;
        d.reason = (enum finding)r.a;
        d.detail = r.detail;
        answer(result, &o, &d);
    } else if (r.kind == 'M') {
        read_members(&r, fd, &d, result);
    } else {
        read_file(&o, fd, &d, result);
    }
    if (fd >= 0)
        close(fd);
    arena_reset(&arena);
}

void
job_died(struct str path, struct str member, const char *detail, struct buf *result)
{
    struct document d = {.rejected = true, .reason = FINDING_worker_died, .detail = str_of(detail)};
    struct origin o = {.path = path, .member = member, .bytes = -1, .modified = -1};
    answer(result, &o, &d);
}
