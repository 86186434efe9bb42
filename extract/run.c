#include "run.h"

#include "cli.h"
#include "lines.h"
#include "pool.h"
#include "progress.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* An archive's members are asked for in at most so many requests, for each reads its directory. */
#define BATCHES 256

struct extraction {
    struct options *o;
    struct io_writer out;
    struct lines_count count;
    bool found; /* a finding of the level of --fail-on */
    struct progress progress;
};

static bool
next_job(void *ctx, struct pool_job *job)
{
    struct extraction *x = ctx;
    struct walk_entry e;
    if (!inputs_next(&x->o->inputs, &e))
        return false;
    job->fd = e.fd;
    if (e.kind == WALK_FILE)
        job_ask(&job->request, e.path);
    else if (e.kind == WALK_NOT_A_FILE)
        job_ask_rejected(&job->request, e.path, FINDING_not_a_file, "");
    else
        job_ask_rejected(&job->request, e.path, FINDING_unreadable, strerror(e.error));
    return true;
}

static void
say_messages(const struct extraction *x, struct str messages)
{
    while (messages.len) {
        struct str line = str_cut(&messages, '\n');
        if (line.len && (*line.p == 'E' ? !x->o->quiet : x->o->verbose))
            cli_say("%.*s", (int)line.len - 1, line.p + 1);
    }
}

static enum status read_archive(struct extraction *x, struct str path, struct str names,
    size_t first, size_t count, size_t step);

/* Takes the answers to one request. STATUS_BAD where they make no sense. */
static enum status
take_answers(struct extraction *x, struct str path, struct str result)
{
    struct answer a;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && job_next_answer(&result, &a)) {
        if (a.members) {
            status =
                read_archive(x, path, a.line, 0, a.members, (a.members + BATCHES - 1) / BATCHES);
            continue;
        }
        x->count.documents++;
        x->count.rejected += a.rejected;
        x->found |= a.level >= x->o->fail_on;
        if (a.messages.len)
            progress_hide(&x->progress);
        say_messages(x, a.messages);
        io_write(&x->out, a.line);
        progress_show(&x->progress, x->count.documents, x->count.rejected);
    }
    if (status != STATUS_OK)
        return status;
    return x->out.error ? STATUS_BROKEN : result.len ? STATUS_BAD : STATUS_OK;
}

/* A document whose worker died is a rejected document. */
static enum status
take_death(struct extraction *x, struct str path, struct str member, enum pool_end end, int signal)
{
    struct buf result = {0};
    char detail[64];
    if (end == POOL_TIMEOUT)
        snprintf(detail, sizeof detail, "more than %zu s", x->o->job.limits.seconds);
    else if (signal)
        snprintf(detail, sizeof detail, "signal %d", signal);
    else
        snprintf(detail, sizeof detail, "out of memory");
    job_died(path, member, detail, &result);
    enum status status = result.failed ? STATUS_BROKEN : take_answers(x, path, buf_slice(&result));
    buf_free(&result);
    return status;
}

static enum status
write_and_free(struct extraction *x, struct buf *b)
{
    bool failed = b->failed;
    io_write(&x->out, buf_slice(b));
    buf_free(b);
    return failed ? STATUS_BROKEN : STATUS_OK;
}

/* Says what became of the file whose answers these are. */
static enum status
announce(struct extraction *x, struct str path, struct str result)
{
    struct answer a;
    struct buf line = {0};
    if (!x->o->inputs.store)
        return STATUS_OK;
    bool archive = job_next_answer(&result, &a) && a.members;
    unseen_announce(&x->o->inputs.unseen, path, archive, &line);
    return write_and_free(x, &line);
}

static enum status
job_done(void *ctx, struct str request, enum pool_end end, int signal, struct str result)
{
    struct extraction *x = ctx;
    struct str path = job_path(request);
    if (announce(x, path, end == POOL_DONE ? result : STR("")) != STATUS_OK)
        return STATUS_BROKEN;
    enum status status = end == POOL_DONE ? take_answers(x, path, result) : STATUS_BAD;
    return status == STATUS_BAD ? take_death(x, path, (struct str){NULL, 0}, end, signal) : status;
}

static enum status
start_worker(void *ctx)
{
    struct extraction *x = ctx;
    return job_prepare(&x->o->job);
}

static void
do_job(void *ctx, struct str request, int fd, struct buf *result)
{
    struct extraction *x = ctx;
    job_work(&x->o->job, request, fd, result);
}

/* ---- archives of reports ---- */

/* The members of one archive, while they are read. */
struct archive {
    struct extraction *x;
    struct str path;
    struct str names; /* of the members from `first` on, each ended by NUL */
    size_t first, count, step; /* members to read, and how many a request */
    size_t asked, done;
    int fd;
};

static bool
next_members(void *ctx, struct pool_job *job)
{
    struct archive *a = ctx;
    char path[40];
    if (a->asked == a->count)
        return false;
    size_t n = a->count - a->asked < a->step ? a->count - a->asked : a->step;
    /* Not the same open file, for its workers read at the same time. */
    snprintf(path, sizeof path, "/proc/self/fd/%d", a->fd);
    job->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (job->fd < 0)
        job->fd = dup(a->fd);
    job_ask_members(&job->request, a->path, a->first + a->asked, n);
    a->asked += n;
    return true;
}

static enum status
members_done(void *ctx, struct str request, enum pool_end end, int signal, struct str result)
{
    struct archive *a = ctx;
    (void)request;
    size_t n = a->count - a->done < a->step ? a->count - a->done : a->step;
    struct str names = a->names;
    for (size_t i = 0; i < n; i++)
        (void)str_cut(&a->names, '\0');
    size_t first = a->first + a->done;
    a->done += n;
    enum status status = end == POOL_DONE ? take_answers(a->x, a->path, result) : STATUS_BAD;
    if (status != STATUS_BAD)
        return status;
    if (n > 1)
        return read_archive(a->x, a->path, names, first, n, 1);
    return take_death(a->x, a->path, str_cut(&names, '\0'), end, signal);
}

static enum status
start_reader(void *ctx)
{
    struct archive *a = ctx;
    return job_prepare(&a->x->o->job);
}

static void
read_some(void *ctx, struct str request, int fd, struct buf *result)
{
    struct archive *a = ctx;
    job_work(&a->x->o->job, request, fd, result);
}

/* Reads members of an archive in a pool of their own, so that their lines stand where the archive
 * stood. */
static enum status
read_archive(struct extraction *x, struct str path, struct str names, size_t first, size_t count,
    size_t step)
{
    struct archive a = {
        .x = x, .path = path, .names = names, .first = first, .count = count, .step = step};
    struct buf z = {0};
    struct pool pool = {.workers = count < (size_t)x->o->jobs ? (int)count : (int)x->o->jobs,
        .seconds = (unsigned)x->o->job.limits.seconds,
        .ctx = &a,
        .next = next_members,
        .done = members_done,
        .start = start_reader,
        .work = read_some};
    buf_str(&z, path);
    buf_char(&z, '\0');
    if (z.failed)
        return STATUS_BROKEN;
    a.fd = str_is(path, "-") ? dup(x->o->inputs.input)
                             : open(z.p, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    buf_free(&z);
    if (a.fd < 0)
        return take_death(x, path, (struct str){NULL, 0}, POOL_DIED, 0);
    enum status status = pool_run(&pool);
    close(a.fd);
    return status;
}

/* ---- the run ---- */

/* What became of the files that need not be read. */
static enum status
write_unread(struct extraction *x)
{
    struct buf b = {0};
    if (!x->o->inputs.store)
        return STATUS_OK;
    unseen_write(&x->o->inputs.unseen, &b);
    return write_and_free(x, &b);
}

static enum status
finish(struct extraction *x)
{
    struct buf end = {0};
    x->count.records = -1;
    lines_write_end(&end, "svodka-extract", x->count, STR(""));
    io_write(&x->out, buf_slice(&end));
    buf_free(&end);
    return io_close(&x->out);
}

int
run_extract(struct options *o)
{
    struct extraction x = {.o = o};
    struct pool pool = {.workers = (int)o->jobs,
        .seconds = (unsigned)o->job.limits.seconds,
        .ctx = &x,
        .next = next_job,
        .done = job_done,
        .start = start_worker,
        .work = do_job};
    enum status status = inputs_open(&o->inputs);
    if (status != STATUS_OK) {
        inputs_free(&o->inputs);
        return status == STATUS_BAD ? EXIT_USAGE : EXIT_BROKEN;
    }
    if (io_open(&x.out, o->output, o->mode) != STATUS_OK) {
        cli_say("%s: %s", o->output, strerror(errno));
        inputs_free(&o->inputs);
        return EXIT_BROKEN;
    }
    progress_begin(&x.progress, o->progress);
    if (x.progress.on)
        x.progress.total = inputs_count(&o->inputs);
    status = write_unread(&x);
    if (status == STATUS_OK)
        status = pool_run(&pool);
    int error = x.out.error ? x.out.error : errno;
    bool said = o->inputs.broken;
    progress_hide(&x.progress);
    if (status == STATUS_OK && !said) {
        status = finish(&x);
        error = errno;
    } else {
        io_abandon(&x.out);
        status = STATUS_BROKEN;
    }
    if (status != STATUS_OK && !said && error != EPIPE)
        cli_say("%s: %s", o->output ? o->output : "standard output", strerror(error));
    bool unreadable = o->inputs.unseen.unreadable > 0;
    inputs_free(&o->inputs);
    if (status != STATUS_OK)
        return EXIT_BROKEN;
    return x.count.rejected || x.found || unreadable ? EXIT_REJECTED : EXIT_GOOD;
}
