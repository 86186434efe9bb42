#include "stream.h"

#include "cli.h"
#include "input.h"
#include "pool.h"
#include "progress.h"
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/* A document that takes longer than this is a defect of a rule, not a long report. */
#define SECONDS_MAX 60

struct run {
    const struct options *options;
    struct normalizer *normalizer;
    struct input input;
    struct io_writer writer;
    struct lines_check check;
    struct lines_count written;
    struct progress progress;
    enum exit_status exit;
};

/* Where a line stands; it goes before the line in a job's request. */
struct origin {
    int file;
    size_t line;
};

static bool
next_job(void *ctx, struct pool_job *job)
{
    struct run *r = ctx;
    struct str line;
    if (r->exit == EXIT_BROKEN || !input_next(&r->input, &line)) {
        if (r->input.broken)
            r->exit = EXIT_BROKEN;
        return false;
    }
    struct origin origin = {.file = r->input.file, .line = r->input.reader.line};
    job->fd = -1;
    buf_add(&job->request, &origin, sizeof origin);
    buf_str(&job->request, line);
    return true;
}

/* A worker's answer is the outcome in two bytes, then the line. */
static void
work(void *ctx, struct str request, int fd, struct buf *result)
{
    struct run *r = ctx;
    (void)fd;
    buf_z(result, "??");
    struct outcome o =
        process_line(r->normalizer, str_slice(request, sizeof(struct origin), request.len), result);
    if (!result->failed) {
        result->p[0] = (char)o.kind;
        result->p[1] = (char)('0' + o.level + 1);
    }
}

static enum status
start(void *ctx)
{
    struct run *r = ctx;
    return normalizer_start(r->normalizer);
}

/* Says what broke the run, and in which line of the input. */
static enum status
broken(struct run *r, struct str request, const char *what, struct str why)
{
    struct origin origin;
    memcpy(&origin, request.p, sizeof origin);
    progress_hide(&r->progress);
    cli_say("%s:%zu: %s%.*s", input_name(&r->input, origin.file), origin.line, what, (int)why.len,
        why.p);
    r->exit = EXIT_BROKEN;
    return STATUS_BROKEN;
}

static void
say_findings(struct run *r, struct str line)
{
    struct json *record = NULL;
    struct arena arena = {0};
    if (r->options->verbose)
        progress_hide(&r->progress);
    if (r->options->verbose && json_parse(&arena, line, &record, NULL) == STATUS_OK) {
        const struct json *findings = json_get(record, "findings");
        for (const struct json *f = findings ? findings->child : NULL; f; f = f->next) {
            struct str path = json_text(record, "path"), level = json_text(f, "level");
            struct str text = json_text(json_get(f, "text"), "ru"), code = json_text(f, "code");
            cli_say("%.*s: %.*s: %.*s: %.*s", (int)path.len, path.p, (int)level.len, level.p,
                (int)code.len, code.p, (int)text.len, text.p);
        }
    }
    arena_free(&arena);
}

static enum status
end_line(struct run *r, struct str request, struct str line)
{
    struct arena arena = {0};
    struct json *json = NULL;
    struct buf why = {0};
    enum status s = json_parse(&arena, line, &json, &why);
    if (s == STATUS_OK)
        s = lines_seen(&r->check, json, &why);
    if (s != STATUS_OK)
        s = broken(r, request, "", buf_slice(&why));
    buf_free(&why);
    arena_free(&arena);
    return s;
}

static void
count(struct run *r, enum lines_kind kind, int level, bool as_it_came)
{
    bool rejected = kind == LINE_REJECTED;
    r->check.open.documents++;
    r->check.open.rejected += rejected && as_it_came;
    r->written.documents++;
    r->written.rejected += rejected;
    r->written.records += !rejected;
    if ((rejected || level >= r->options->fail_on) && r->exit == EXIT_GOOD)
        r->exit = EXIT_REJECTED;
}

/* Hands the line on as it came, where that is wanted. */
static void
keep(struct run *r, struct str request)
{
    if (!r->options->keep)
        return;
    io_write(&r->writer, str_slice(request, sizeof(struct origin), request.len));
    io_write(&r->writer, STR("\n"));
}

/* A document that broke a worker, or kept it too long, costs itself. */
static enum status
lost(struct run *r, struct str request, enum pool_end end)
{
    struct str why = end == POOL_TIMEOUT ? STR("the document took too long")
                                         : STR("the document broke the program");
    struct buf line = {0};
    struct origin origin;
    enum status s = STATUS_OK;
    memcpy(&origin, request.p, sizeof origin);
    if (process_reject(
            str_slice(request, sizeof origin, request.len), FINDING_worker_died, why, &line)) {
        progress_hide(&r->progress);
        cli_say("%s:%zu: %s", input_name(&r->input, origin.file), origin.line, why.p);
        count(r, LINE_REJECTED, FINDING_ERROR, false);
        keep(r, request);
        io_write(&r->writer, buf_slice(&line));
        s = r->writer.error ? STATUS_BROKEN : STATUS_OK;
    } else {
        s = broken(r, request, "", why);
    }
    buf_free(&line);
    return s;
}

static enum status
done(void *ctx, struct str request, enum pool_end end, int signal, struct str result)
{
    struct run *r = ctx;
    (void)signal;
    if (end != POOL_DONE || result.len < 2)
        return lost(r, request, end);
    enum lines_kind kind = (enum lines_kind)result.p[0];
    struct str line = str_slice(result, 2, result.len);
    switch (kind) {
    case LINE_BROKEN:
        return broken(r, request, "", line);
    case LINE_END:
        return end_line(r, request, line);
    case LINE_OTHER:
        keep(r, request);
        return r->writer.error ? STATUS_BROKEN : STATUS_OK;
    case LINE_SKIPPED:
        r->check.open.records++;
        return STATUS_OK;
    case LINE_RECORD:
        say_findings(r, line);
        break;
    case LINE_REJECTED:
        break;
    }
    bool as_it_came =
        str_eq(str_trim(line), str_slice(request, sizeof(struct origin), request.len));
    count(r, kind, result.p[1] - '0' - 1, as_it_came);
    if (!as_it_came)
        keep(r, request);
    io_write(&r->writer, line);
    progress_show(&r->progress, r->written.documents, r->written.rejected);
    return r->writer.error ? STATUS_BROKEN : STATUS_OK;
}

/* One process: the same steps without the pool. */
static enum status
run_alone(struct run *r)
{
    struct pool_job job = {.fd = -1};
    struct buf result = {0};
    enum status s = start(r);
    while (s == STATUS_OK && next_job(r, &job)) {
        buf_clear(&result);
        work(r, buf_slice(&job.request), -1, &result);
        s = result.failed || job.request.failed
            ? STATUS_BROKEN
            : done(r, buf_slice(&job.request), POOL_DONE, 0, buf_slice(&result));
        buf_clear(&job.request);
    }
    buf_free(&job.request);
    buf_free(&result);
    return s;
}

static enum status
write_end(struct run *r)
{
    struct buf why = {0}, end = {0};
    enum status s = lines_finish(&r->check, &why);
    if (s == STATUS_OK) {
        lines_write_end(&end, "svodka-normalize", r->written, str_of(r->normalizer->version));
        io_write(&r->writer, buf_slice(&end));
    } else {
        cli_say("%s", why.p ? why.p : "no memory");
    }
    buf_free(&why);
    buf_free(&end);
    return s;
}

static enum status
run_all(struct run *r)
{
    struct pool pool = {.workers = (int)r->options->jobs,
        .seconds = SECONDS_MAX,
        .ctx = r,
        .next = next_job,
        .done = done,
        .start = start,
        .work = work};
    enum status s = pool.workers > 1 ? pool_run(&pool) : run_alone(r);
    if (s == STATUS_OK && r->exit != EXIT_BROKEN)
        s = write_end(r);
    return r->exit == EXIT_BROKEN ? STATUS_BROKEN : s;
}

/* Whether another program of a pipeline is before this one: it shows how far it is itself. */
static bool
follows_another(const struct options *o)
{
    struct stat st;
    return !o->nfiles && fstat(STDIN_FILENO, &st) == 0 && S_ISFIFO(st.st_mode);
}

int
stream_run(struct normalizer *n, const struct options *o)
{
    struct run r = {.options = o, .normalizer = n};
    if (io_open(&r.writer, o->output, o->permissions) != STATUS_OK) {
        cli_say("%s: %s", o->output, strerror(errno));
        return EXIT_BROKEN;
    }
    input_begin(&r.input, o->files, o->nfiles);
    progress_begin(&r.progress, o->progress < 0 && follows_another(o) ? 0 : o->progress);
    enum status s = run_all(&r);
    progress_hide(&r.progress);
    if (s != STATUS_OK)
        r.exit = EXIT_BROKEN;
    input_end(&r.input);
    return options_close(&r.writer, o, (int)r.exit);
}
