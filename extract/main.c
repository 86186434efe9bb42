#include "cli.h"
#include "io.h"
#include "job.h"
#include "lines.h"
#include "pool.h"
#include "walk.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* An archive's members are asked for in at most so many requests, for each reads its directory. */
#define BATCHES 256

static const char help[] =
    "usage: svodka-extract [OPTION]... PATH...\n"
    "Reads reports and writes one JSON line for each: its blocks of text, their languages,\n"
    "tables, lists and what was remarkable about it.\n"
    "\n"
    "PATH is a file, a folder (with all below it) or - for a document on standard input.\n"
    "\n"
    "      --files-from=FILE  read paths from FILE (- for standard input), one a line\n"
    "  -0, --null             ... each ended by a NUL byte\n"
    "  -j, --jobs=N           work in N processes (0: one for each processor; 1)\n"
    "  -o, --output=FILE      write to FILE, which is complete or absent\n"
    "      --mode=MODE        ... with these permissions (octal; 600)\n"
    "      --encoding=NAME    plain text is in this encoding (detected)\n"
    "      --fail-on=LEVEL    exit 1 at a finding of LEVEL (info, warning, error) or above\n"
    "  -v, --verbose          print findings\n"
    "      --progress, --no-progress   show how far it is (on a terminal)\n"
    "      --max-file=SIZE, --max-part=SIZE, --max-total=SIZE, --max-text=SIZE,\n"
    "      --max-memory=SIZE, --max-members=N, --max-depth=N, --max-seconds=N\n"
    "                         limits for one document (sizes in bytes, or with K, M, G)\n"
    "      --help, --version\n"
    "\n"
    "Exit status: 0 all good, 1 a document was rejected, 2 wrong call, 3 the run broke.\n";

struct options {
    struct job_options job;
    const char *files_from;
    char separator;
    long jobs;
    const char *output;
    mode_t mode;
    int fail_on; /* enum finding_level, or 3: never */
    bool verbose;
    int progress; /* -1: on a terminal */
    char **paths;
    int npaths;
};

struct extraction {
    const struct options *o;
    struct io_writer out;
    struct walk walk;
    bool walking;
    int next_path;
    struct io_reader list; /* --files-from */
    struct buf list_path;
    bool listing;
    int input; /* the document on standard input, open while the run lasts, or -1 */
    bool broken; /* the run, for the reason in errno */
    struct lines_count count;
    bool found; /* a finding of the level of --fail-on */
    int64_t total; /* files to come, for the progress line; 0: unknown */
    struct timespec begun, shown;
    bool progress;
};

/* ---- where documents come from ---- */

/* A document on standard input that can't be read by offset goes through an unlinked file. */
static int
spool_input(size_t limit)
{
    struct stat st;
    if (fstat(STDIN_FILENO, &st) == 0 && S_ISREG(st.st_mode) &&
        lseek(STDIN_FILENO, 0, SEEK_CUR) == 0)
        return dup(STDIN_FILENO);
    const char *folder = getenv("TMPDIR");
    char name[4096], piece[65536];
    snprintf(name, sizeof name, "%s/svodka.XXXXXX", folder && *folder ? folder : "/tmp");
    int fd = mkstemp(name);
    if (fd < 0)
        return -1;
    unlink(name);
    size_t size = 0;
    for (;;) {
        ssize_t n = read(STDIN_FILENO, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n == 0)
            return fd;
        size += n > 0 ? (size_t)n : 0;
        /* One byte beyond the limit is enough for the worker to see that it is too much. */
        if (n < 0 || !io_write_all(fd, (struct str){piece, (size_t)n}))
            break;
        if (size > limit)
            return fd;
    }
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

/* The next path of the command line or of --files-from. False at the end. */
static bool
next_path(struct extraction *x, struct str *path)
{
    if (x->next_path < x->o->npaths) {
        *path = str_of(x->o->paths[x->next_path++]);
        return true;
    }
    while (x->listing) {
        enum status status = io_read_until(&x->list, x->o->separator, path);
        if (status == STATUS_BAD)
            return x->listing = false;
        if (status != STATUS_OK) {
            cli_say("%s: %s", x->o->files_from,
                status == STATUS_LIMIT ? "a line is too long" : strerror(errno));
            x->broken = true;
            return x->listing = false;
        }
        if (path->len)
            return true;
    }
    return false;
}

static bool
next_entry(struct extraction *x, struct walk_entry *e)
{
    for (;;) {
        enum status status;
        struct str path;
        if (x->walking) {
            status = walk_next(&x->walk, e);
        } else if (!next_path(x, &path)) {
            return false;
        } else if (str_is(path, "-")) {
            *e = (struct walk_entry){.kind = WALK_FILE, .path = path};
            if (x->input < 0)
                x->input = spool_input(x->o->job.limits.file);
            e->fd = x->input < 0 ? -1 : dup(x->input);
            if (e->fd < 0) {
                e->kind = WALK_ERROR;
                e->error = errno;
            }
            return true;
        } else {
            status = walk_begin(&x->walk, path, e);
            x->walking = true;
        }
        if (status != STATUS_OK) {
            cli_say("%s", strerror(ENOMEM));
            x->broken = true;
            return false;
        }
        if (e->kind != WALK_END)
            return true;
        x->walking = false;
    }
}

static bool
next_job(void *ctx, struct pool_job *job)
{
    struct extraction *x = ctx;
    struct walk_entry e;
    if (x->broken || !next_entry(x, &e))
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

/* ---- where they go ---- */

static void
say_messages(const struct extraction *x, struct str messages)
{
    while (messages.len) {
        struct str line = str_cut(&messages, '\n');
        if (line.len && (*line.p == 'E' || x->o->verbose))
            cli_say("%.*s", (int)line.len - 1, line.p + 1);
    }
}

static double
seconds_since(const struct timespec *t)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - t->tv_sec) + (double)(now.tv_nsec - t->tv_nsec) / 1e9;
}

static void
show_progress(struct extraction *x, bool last)
{
    struct buf line = {0};
    if (!x->progress || (!last && seconds_since(&x->shown) < 0.2))
        return;
    clock_gettime(CLOCK_MONOTONIC, &x->shown);
    double elapsed = seconds_since(&x->begun);
    double rate = elapsed > 0 ? (double)x->count.documents / elapsed : 0;
    buf_printf(&line, "\r\033[K");
    if (!last) {
        buf_printf(&line, "%" PRId64, x->count.documents);
        if (x->total)
            buf_printf(&line, " of %" PRId64, x->total);
        buf_printf(&line, " files, %.0f/s, %" PRId64 " rejected", rate, x->count.rejected);
        if (x->total > x->count.documents && rate > 0) {
            long left = (long)((double)(x->total - x->count.documents) / rate) + 1;
            buf_printf(&line, ", %ld:%02ld left", left / 60, left % 60);
        }
    }
    if (!line.failed && write(STDERR_FILENO, line.p, line.len) < 0)
        x->progress = false;
    buf_free(&line);
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
        if (x->progress && a.messages.len)
            show_progress(x, true);
        say_messages(x, a.messages);
        io_write(&x->out, a.line);
        show_progress(x, false);
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
job_done(void *ctx, struct str request, enum pool_end end, int signal, struct str result)
{
    struct extraction *x = ctx;
    struct str path = job_path(request);
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
    a.fd =
        str_is(path, "-") ? dup(x->input) : open(z.p, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    buf_free(&z);
    if (a.fd < 0)
        return take_death(x, path, (struct str){NULL, 0}, POOL_DIED, 0);
    enum status status = pool_run(&pool);
    close(a.fd);
    return status;
}

/* ---- the run ---- */

/* How many files there will be, for the time left. */
static int64_t
count_files(const struct options *o)
{
    struct walk w = {0};
    int64_t n = 0;
    for (int i = 0; i < o->npaths; i++) {
        struct walk_entry e;
        enum status status = walk_begin(&w, str_of(o->paths[i]), &e);
        for (; status == STATUS_OK && e.kind != WALK_END; status = walk_next(&w, &e)) {
            if (e.fd >= 0)
                close(e.fd);
            n++;
            if (!w.depth)
                break;
        }
    }
    walk_free(&w);
    return n;
}

static enum status
finish(struct extraction *x)
{
    struct buf end = {0};
    x->count.records = -1;
    lines_write_end(&end, "svodka-extract", x->count);
    io_write(&x->out, buf_slice(&end));
    buf_free(&end);
    return io_close(&x->out);
}

static int
extract(const struct options *o)
{
    struct extraction x = {.o = o, .list = {.fd = -1}, .input = -1};
    struct pool pool = {.workers = (int)o->jobs,
        .seconds = (unsigned)o->job.limits.seconds,
        .ctx = &x,
        .next = next_job,
        .done = job_done,
        .start = start_worker,
        .work = do_job};
    enum status status = STATUS_BROKEN;
    if (o->files_from) {
        x.listing = true;
        x.list.name = o->files_from;
        x.list.fd = strcmp(o->files_from, "-") == 0 ? STDIN_FILENO
                                                    : open(o->files_from, O_RDONLY | O_CLOEXEC);
        if (x.list.fd < 0) {
            cli_say("%s: %s", o->files_from, strerror(errno));
            return EXIT_USAGE;
        }
    }
    if (io_open(&x.out, o->output, o->mode) != STATUS_OK) {
        cli_say("%s: %s", o->output, strerror(errno));
        return EXIT_BROKEN;
    }
    x.progress = o->progress < 0 ? isatty(STDERR_FILENO) : o->progress;
    if (x.progress && !o->files_from)
        x.total = count_files(o);
    clock_gettime(CLOCK_MONOTONIC, &x.begun);
    status = pool_run(&pool);
    int error = x.out.error ? x.out.error : errno;
    show_progress(&x, true);
    if (status == STATUS_OK && !x.broken) {
        status = finish(&x);
        error = errno;
    } else {
        io_abandon(&x.out);
        status = STATUS_BROKEN;
    }
    if (status != STATUS_OK && !x.broken && error != EPIPE)
        cli_say("%s: %s", o->output ? o->output : "standard output", strerror(error));
    if (x.input >= 0)
        close(x.input);
    walk_free(&x.walk);
    io_reader_free(&x.list);
    if (status != STATUS_OK)
        return EXIT_BROKEN;
    return x.count.rejected || x.found ? EXIT_REJECTED : EXIT_GOOD;
}

/* ---- options ---- */

enum {
    OPTION_FILES_FROM = 256,
    OPTION_MODE,
    OPTION_ENCODING,
    OPTION_FAIL_ON,
    OPTION_PROGRESS,
    OPTION_NO_PROGRESS,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_LIMIT /* and what follows: index into limit_options */
};

static const struct option long_options[] = {
    {"files-from", required_argument, NULL, OPTION_FILES_FROM},
    {"null", no_argument, NULL, '0'},
    {"jobs", required_argument, NULL, 'j'},
    {"output", required_argument, NULL, 'o'},
    {"mode", required_argument, NULL, OPTION_MODE},
    {"encoding", required_argument, NULL, OPTION_ENCODING},
    {"fail-on", required_argument, NULL, OPTION_FAIL_ON},
    {"verbose", no_argument, NULL, 'v'},
    {"progress", no_argument, NULL, OPTION_PROGRESS},
    {"no-progress", no_argument, NULL, OPTION_NO_PROGRESS},
    {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, OPTION_VERSION},
    {"max-file", required_argument, NULL, OPTION_LIMIT},
    {"max-part", required_argument, NULL, OPTION_LIMIT + 1},
    {"max-total", required_argument, NULL, OPTION_LIMIT + 2},
    {"max-text", required_argument, NULL, OPTION_LIMIT + 3},
    {"max-members", required_argument, NULL, OPTION_LIMIT + 4},
    {"max-depth", required_argument, NULL, OPTION_LIMIT + 5},
    {"max-seconds", required_argument, NULL, OPTION_LIMIT + 6},
    {"max-memory", required_argument, NULL, OPTION_LIMIT + 7},
    {NULL, 0, NULL, 0},
};

static const size_t limit_fields[] = {offsetof(struct limits, file), offsetof(struct limits, part),
    offsetof(struct limits, total), offsetof(struct limits, text), offsetof(struct limits, members),
    offsetof(struct limits, depth), offsetof(struct limits, seconds),
    offsetof(struct limits, memory)};

/* "300", "64K", "2G". */
static bool
parse_size(const char *text, size_t *out)
{
    char *end;
    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    unsigned long long n = strtoull(text, &end, 10);
    int shift = *end == 'K' ? 10 : *end == 'M' ? 20 : *end == 'G' ? 30 : 0;
    if (errno || end[shift > 0] || n > (SIZE_MAX >> 1 >> shift))
        return false;
    *out = (size_t)n << shift;
    return true;
}

static bool
parse_mode(const char *text, mode_t *mode)
{
    char *end;
    unsigned long n = strtoul(text, &end, 8);
    if (*text < '0' || *text > '7' || *end || n > 0777)
        return false;
    *mode = (mode_t)n;
    return true;
}

/* -1: go on; else the exit status. */
static int
parse_option(struct options *o, int c)
{
    enum finding_level level;
    switch (c) {
    case OPTION_FILES_FROM:
        o->files_from = optarg;
        return -1;
    case '0':
        o->separator = '\0';
        return -1;
    case 'j':
        if (!cli_number(optarg, 0, 1024, &o->jobs))
            return cli_usage("-j: not a number from 0 to 1024: %s", optarg);
        if (o->jobs == 0)
            o->jobs = cli_processors();
        return -1;
    case 'o':
        o->output = optarg;
        return -1;
    case 'v':
        o->verbose = true;
        return -1;
    case OPTION_MODE:
        return parse_mode(optarg, &o->mode) ? -1
                                            : cli_usage("--mode: not an octal mode: %s", optarg);
    case OPTION_ENCODING:
        o->job.encoding = optarg;
        return job_encoding_known(optarg) ? -1 : cli_usage("--encoding: unknown: %s", optarg);
    case OPTION_FAIL_ON:
        if (!finding_level_parse(str_of(optarg), &level))
            return cli_usage("--fail-on: not info, warning or error: %s", optarg);
        o->fail_on = (int)level;
        return -1;
    case OPTION_PROGRESS:
    case OPTION_NO_PROGRESS:
        o->progress = c == OPTION_PROGRESS;
        return -1;
    case OPTION_HELP:
        fputs(help, stdout);
        return fflush(stdout) == 0 ? EXIT_GOOD : EXIT_BROKEN;
    case OPTION_VERSION:
        printf("svodka-extract %s\n", SVODKA_VERSION);
        return fflush(stdout) == 0 ? EXIT_GOOD : EXIT_BROKEN;
    case '?':
    case ':':
        return c == '?' ? cli_usage("unknown option: %s", o->paths[optind - 1])
                        : cli_usage("an argument is missing: %s", o->paths[optind - 1]);
    default: {
        size_t *field = (size_t *)(void *)((char *)&o->job.limits + limit_fields[c - OPTION_LIMIT]);
        return parse_size(optarg, field) ? -1 : cli_usage("not a size: %s", optarg);
    }
    }
}

int
main(int argc, char **argv)
{
    struct options o = {.job = {.limits = limits_default},
        .separator = '\n',
        .jobs = 1,
        .mode = 0600,
        .fail_on = FINDING_ERROR + 1,
        .progress = -1,
        .paths = argv};
    cli_init("svodka-extract", argv[0]);
    opterr = 0;
    int c;
    while ((c = getopt_long(argc, argv, ":0j:o:v", long_options, NULL)) != -1) {
        int status = parse_option(&o, c);
        if (status >= 0)
            return status;
    }
    o.paths = argv + optind;
    o.npaths = argc - optind;
    if (!o.npaths && !o.files_from)
        return cli_usage("no PATH given");
    return extract(&o);
}
