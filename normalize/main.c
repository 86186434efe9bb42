/* svodka-normalize - document lines to record lines. */
#include "cli.h"
#include "example.h"
#include "io.h"
#include "lines.h"
#include "pool.h"
#include "process.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* A document that takes longer than this is a defect of a rule, not a long report. */
#define SECONDS_MAX 60

static const char help[] =
    "usage: svodka-normalize [OPTION]... [FILE]...\n"
    "Reads document lines (standard input by default), finds the figures, writes record lines.\n"
    "\n"
    "  -j, --jobs=N         N documents at a time (0: one for each processor)\n"
    "  -o, --output=FILE    write to FILE, which is complete or absent\n"
    "      --mode=OCTAL     permissions of FILE (default 0600)\n"
    "      --rules=FOLDER   rules to use (default: $SVODKA_DATA, else those of the installation)\n"
    "      --fail-on=LEVEL  exit 1 where a finding of LEVEL (info, warning, error) or above is "
    "there\n"
    "  -v, --verbose        findings on standard error too\n"
    "      --check-rules    run the examples of the rules instead, and say what fails\n"
    "      --help           this text\n"
    "      --version        the version\n"
    "\n"
    "Exit status: 0 good; 1 a document was rejected or a finding reached --fail-on; 2 called "
    "wrongly or\n"
    "the rules do not compile; 3 the run broke: do not use the output. See svodka-normalize(1).\n";

struct options {
    long jobs, mode;
    const char *output, *rules;
    int fail_on; /* level, or one above the worst */
    bool verbose, check_rules;
    char **files;
    int nfiles;
};

struct run {
    struct options options;
    struct normalizer normalizer;
    struct io_reader reader;
    int file; /* index of the next file to open */
    const char *name;
    bool reading;
    struct io_writer writer;
    struct lines_check check;
    struct lines_count written;
    int worst;
    enum exit_status exit;
};

enum { OPTION_MODE = 256, OPTION_RULES, OPTION_FAIL_ON, OPTION_CHECK, OPTION_HELP, OPTION_VERSION };

static const struct option long_options[] = {{"jobs", required_argument, NULL, 'j'},
    {"output", required_argument, NULL, 'o'}, {"mode", required_argument, NULL, OPTION_MODE},
    {"rules", required_argument, NULL, OPTION_RULES},
    {"fail-on", required_argument, NULL, OPTION_FAIL_ON}, {"verbose", no_argument, NULL, 'v'},
    {"check-rules", no_argument, NULL, OPTION_CHECK}, {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, OPTION_VERSION}, {NULL, 0, NULL, 0}};

/* Reads the options. -1 to go on, else the exit status. */
static int
parse_options(struct options *o, int argc, char **argv)
{
    enum finding_level level;
    int c;
    *o = (struct options){.jobs = 1, .mode = 0600, .fail_on = FINDING_ERROR + 1};
    while ((c = getopt_long(argc, argv, ":j:o:v", long_options, NULL)) != -1)
        switch (c) {
        case 'j':
            if (!cli_number(optarg, 0, 1024, &o->jobs))
                return cli_usage("-j takes a number from 0 to 1024, not '%s'", optarg);
            if (o->jobs == 0)
                o->jobs = cli_processors();
            break;
        case 'o':
            o->output = optarg;
            break;
        case OPTION_MODE:
            if (sscanf(optarg, "%4lo", (unsigned long *)&o->mode) != 1 || o->mode & ~0777L)
                return cli_usage("--mode takes octal permissions, not '%s'", optarg);
            break;
        case OPTION_RULES:
            o->rules = optarg;
            break;
        case OPTION_FAIL_ON:
            if (!finding_level_parse(str_of(optarg), &level))
                return cli_usage("--fail-on takes info, warning or error, not '%s'", optarg);
            o->fail_on = (int)level;
            break;
        case 'v':
            o->verbose = true;
            break;
        case OPTION_CHECK:
            o->check_rules = true;
            break;
        case OPTION_HELP:
            return fputs(help, stdout) == EOF || fflush(stdout) ? EXIT_BROKEN : EXIT_GOOD;
        case OPTION_VERSION:
            return printf("svodka-normalize %s\n", SVODKA_VERSION) < 0 || fflush(stdout)
                ? EXIT_BROKEN
                : EXIT_GOOD;
        case ':':
            return cli_usage("'%s' needs a value", argv[optind - 1]);
        default:
            return cli_usage("unknown option '%s'", argv[optind - 1]);
        }
    o->files = argv + optind;
    o->nfiles = argc - optind;
    return -1;
}

/* Opens the next input. False where there is none left or it can't be opened (exit says so). */
static bool
open_next(struct run *r)
{
    const struct options *o = &r->options;
    if (o->nfiles == 0 && r->file == 0) {
        r->file++;
        r->name = "standard input";
        r->reader = (struct io_reader){.fd = STDIN_FILENO, .name = r->name};
        return r->reading = true;
    }
    if (r->file >= o->nfiles)
        return false;
    const char *path = o->files[r->file++];
    r->name = path;
    if (strcmp(path, "-") == 0) {
        r->name = "standard input";
        r->reader = (struct io_reader){.fd = STDIN_FILENO, .name = r->name};
        return r->reading = true;
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        cli_say("%s: %s", path, strerror(errno));
        r->exit = EXIT_BROKEN;
        return false;
    }
    r->reader = (struct io_reader){.fd = fd, .name = path};
    return r->reading = true;
}

static bool
next_job(void *ctx, struct pool_job *job)
{
    struct run *r = ctx;
    struct str line;
    while (r->exit != EXIT_BROKEN) {
        if (!r->reading && !open_next(r))
            return false;
        switch (io_read_line(&r->reader, &line)) {
        case STATUS_OK:
            if (!str_trim(line).len)
                continue;
            job->fd = -1;
            buf_str(&job->request, line);
            return true;
        case STATUS_BAD:
            io_reader_free(&r->reader);
            r->reading = false;
            break;
        case STATUS_LIMIT:
            cli_say("%s:%zu: the line is too long", r->name, r->reader.line + 1);
            r->exit = EXIT_BROKEN;
            return false;
        case STATUS_BROKEN:
            cli_say("%s: %s", r->name, strerror(errno));
            r->exit = EXIT_BROKEN;
            return false;
        }
    }
    return false;
}

/* A worker's answer is the outcome in two bytes, then the line. */
static void
work(void *ctx, struct str request, int fd, struct buf *result)
{
    struct run *r = ctx;
    (void)fd;
    buf_z(result, "??");
    struct outcome o = process_line(&r->normalizer, request, result);
    if (!result->failed) {
        result->p[0] = (char)o.kind;
        result->p[1] = (char)('0' + o.level + 1);
    }
}

static enum status
start(void *ctx)
{
    struct run *r = ctx;
    return normalizer_start(&r->normalizer);
}

static enum status
broken(struct run *r, const char *what, struct str why)
{
    cli_say("%s%.*s", what, (int)why.len, why.p);
    r->exit = EXIT_BROKEN;
    return STATUS_BROKEN;
}

static void
say_findings(struct run *r, struct str line)
{
    struct json *record = NULL;
    struct arena arena = {0};
    if (r->options.verbose && json_parse(&arena, line, &record, NULL) == STATUS_OK) {
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
end_line(struct run *r, struct str line)
{
    struct arena arena = {0};
    struct json *json = NULL;
    struct buf why = {0};
    enum status s = json_parse(&arena, line, &json, &why);
    if (s == STATUS_OK)
        s = lines_seen(&r->check, json, &why);
    if (s != STATUS_OK)
        s = broken(r, "the input does not add up: ", buf_slice(&why));
    buf_free(&why);
    arena_free(&arena);
    return s;
}

static enum status
done(void *ctx, struct str request, enum pool_end end, int signal, struct str result)
{
    struct run *r = ctx;
    (void)signal;
    if (end != POOL_DONE || result.len < 2)
        return broken(r, "a document broke the program; its line begins: ",
            str_slice(request, 0, request.len < 200 ? request.len : 200));
    enum lines_kind kind = (enum lines_kind)result.p[0];
    int level = result.p[1] - '0' - 1;
    struct str line = str_slice(result, 2, result.len);
    if (kind == LINE_BROKEN)
        return broken(r, "the input holds a line that can't be read: ", line);
    if (kind == LINE_END)
        return end_line(r, line);
    if (kind == LINE_SKIPPED)
        return STATUS_OK;
    r->check.open.documents++;
    r->written.documents++;
    if (kind == LINE_REJECTED) {
        r->check.open.rejected++;
        r->written.rejected++;
        if (r->exit == EXIT_GOOD)
            r->exit = EXIT_REJECTED;
    } else {
        r->written.records++;
        say_findings(r, line);
    }
    if (level >= r->options.fail_on && r->exit == EXIT_GOOD)
        r->exit = EXIT_REJECTED;
    io_write(&r->writer, line);
    return r->writer.error ? STATUS_BROKEN : STATUS_OK;
}

/* One process: the same steps without the pool. */
static enum status
run_alone(struct run *r)
{
    struct pool_job job = {.fd = -1};
    struct buf result = {0};
    enum status s = normalizer_start(&r->normalizer);
    while (s == STATUS_OK && next_job(r, &job)) {
        buf_clear(&result);
        work(r, buf_slice(&job.request), -1, &result);
        s = result.failed ? STATUS_BROKEN
                          : done(r, buf_slice(&job.request), POOL_DONE, 0, buf_slice(&result));
        buf_clear(&job.request);
    }
    buf_free(&job.request);
    buf_free(&result);
    return s;
}

static enum status
run_stream(struct run *r)
{
    struct buf why = {0}, end = {0};
    struct pool pool = {.workers = (int)r->options.jobs,
        .seconds = SECONDS_MAX,
        .ctx = r,
        .next = next_job,
        .done = done,
        .start = start,
        .work = work};
    enum status s = r->options.jobs > 1 ? pool_run(&pool) : run_alone(r);
    if (s == STATUS_OK && r->exit != EXIT_BROKEN && lines_finish(&r->check, &why) != STATUS_OK)
        s = broken(r, "", buf_slice(&why));
    if (s == STATUS_OK && r->exit != EXIT_BROKEN) {
        lines_write_end(&end, "svodka-normalize", r->written);
        io_write(&r->writer, buf_slice(&end));
    }
    buf_free(&why);
    buf_free(&end);
    return r->exit == EXIT_BROKEN ? STATUS_BROKEN : s;
}

static int
run(struct run *r)
{
    const struct options *o = &r->options;
    if (io_open(&r->writer, o->output, (mode_t)o->mode) != STATUS_OK) {
        cli_say("%s: %s", o->output, strerror(errno));
        return EXIT_BROKEN;
    }
    enum status s = run_stream(r);
    if (s != STATUS_OK && o->output) {
        if (r->writer.error)
            cli_say("%s: %s", o->output, strerror(r->writer.error));
        io_abandon(&r->writer);
    }
    if (r->writer.fd >= 0 && io_close(&r->writer) != STATUS_OK) {
        if (errno != EPIPE)
            cli_say("%s: %s", o->output ? o->output : "standard output", strerror(errno));
        r->exit = EXIT_BROKEN;
    }
    if (s != STATUS_OK)
        r->exit = EXIT_BROKEN;
    io_reader_free(&r->reader);
    return (int)r->exit;
}

/* The folder of the rules: --rules, else where the data is. */
static bool
rules_folder(const struct options *o, struct buf *folder)
{
    if (o->rules) {
        buf_z(folder, o->rules);
        return true;
    }
    if (!cli_data_path("figures.tsv", folder))
        return false;
    folder->len -= strlen("/figures.tsv");
    folder->p[folder->len] = '\0';
    return true;
}

static void
say_lines(struct str text)
{
    while (text.p && text.len) {
        struct str line = str_cut(&text, '\n');
        if (line.len)
            cli_say("%.*s", (int)line.len, line.p);
    }
}

int
main(int argc, char **argv)
{
    struct run r = {.reader = {.fd = -1}, .worst = -1};
    struct buf folder = {0}, why = {0};
    cli_init("svodka-normalize", argv[0]);
    int status = parse_options(&r.options, argc, argv);
    if (status >= 0)
        return status;
    if (!rules_folder(&r.options, &folder)) {
        cli_say("no rules: there is no figures.tsv in the data folder");
        status = EXIT_USAGE;
    } else if (normalizer_load(&r.normalizer, folder.p, &why) != STATUS_OK) {
        say_lines(buf_slice(&why));
        status = EXIT_USAGE;
    } else {
        status = r.options.check_rules ? check_rules(&r.normalizer) : run(&r);
    }
    normalizer_free(&r.normalizer);
    buf_free(&folder);
    buf_free(&why);
    return status;
}
