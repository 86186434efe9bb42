/* history.c - what the store tells: svodka status, log, diff, export, check-store. */
#include "../catalog.h"
#include "cli.h"
#include "command.h"
#include "io.h"
#include "passed.h"
#include "store.h"
#include "svodka.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char help[] =
    "usage: svodka status|log|diff|export|check-store --store=FILE [OPTION]... [DATE DATE]\n"
    "\n"
    "  status       how many files and records there are; what failed, vanished or can't be read,\n"
    "               and since when; then the summary as a table, with who has not reported\n"
    "  log          each event: time, what, path, detail; --since=DATE for those from a day on\n"
    "  diff A B     figures that differ between the beginnings of two days: institution, period,\n"
    "               figure, then, now ('-': not stated)\n"
    "  export       the record lines of what the archive holds; --documents: its document lines;\n"
    "               --revisions: after each record what a new version changed in it\n"
    "  check-store  whether the file is sound and, with --archive=FOLDER, whether it holds what a\n"
    "               fresh run over the archive gives\n"
    "\n"
    "  -l, --lang=LANG       language of status and diff: ru (default), kk, en; status also takes\n"
    "                        --registry, --decisions, --due and --no-persons of svodka-report\n"
    "\n"
    "Columns are parted by tabs. Exit status: 0 good, 1 check-store found a difference, 2 wrong\n"
    "call, 3 broken.\n";

enum { OPT_STORE = 256, OPT_ARCHIVE, OPT_SINCE, OPT_DOCUMENTS, OPT_REVISIONS };

static const struct option options[] = {
    {"store", required_argument, NULL, OPT_STORE},
    {"archive", required_argument, NULL, OPT_ARCHIVE},
    {"since", required_argument, NULL, OPT_SINCE},
    {"documents", no_argument, NULL, OPT_DOCUMENTS},
    {"revisions", no_argument, NULL, OPT_REVISIONS},
    PASSED_OPTIONS,
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

struct question {
    const char *path, *archive, *since;
    struct passed passed; /* for status */
    struct catalog catalog; /* the words of status and diff */
    enum lang lang;
    enum store_lines lines; /* to export */
    const char *days[2];
    struct store *store;
    struct io_writer out;
    int columns; /* of a row */
    int first; /* ... the first that is printed */
};

/* -1: the store is open; else the exit status. */
static int
begin(int argc, char **argv, struct question *q, int ndays)
{
    int option;
    while ((option = getopt_long(argc, argv, "l:h", options, NULL)) != -1)
        switch (option) {
        case OPT_STORE:
            q->path = optarg;
            break;
        case OPT_ARCHIVE:
            q->archive = optarg;
            break;
        case OPT_SINCE:
            q->since = optarg;
            break;
        case OPT_DOCUMENTS:
            q->lines = STORE_DOCUMENTS;
            break;
        case OPT_REVISIONS:
            q->lines = STORE_REVISED;
            break;
        case 'h':
            return cli_answer(help);
        default:
            if (passed_take(&q->passed, option, optarg))
                break;
            return cli_try("status");
        }
    if (!q->path)
        return cli_usage("which store? --store=FILE");
    if (argc - optind != ndays)
        return cli_usage(ndays ? "diff wants two dates: YYYY-MM-DD" : "too many arguments");
    for (int i = 0; i < ndays; i++)
        q->days[i] = argv[optind + i];
    if (q->since && !cli_date(q->since))
        return cli_usage("--since wants a date like 2024-01-15, not '%s'", q->since);
    for (int i = 0; i < ndays; i++)
        if (!cli_date(q->days[i]))
            return cli_usage("diff wants two dates like 2024-01-15, not '%s'", q->days[i]);
    const char *lang = q->passed.values[PASSED_LANG];
    if (lang && !lang_parse(str_of(lang), &q->lang))
        return cli_usage("unknown language '%s'", lang);
    enum status status = catalog_load(&q->catalog);
    if (status == STATUS_OK)
        status = store_open(&q->store, q->path, STORE_READ);
    if (status != STATUS_OK) {
        store_close(q->store);
        catalog_free(&q->catalog);
        return status == STATUS_BAD ? EXIT_USAGE : EXIT_BROKEN;
    }
    return io_open(&q->out, NULL, 0) == STATUS_OK ? -1 : EXIT_BROKEN;
}

static int
finish(struct question *q, enum status status)
{
    int closed = io_close(&q->out) == STATUS_OK ? EXIT_GOOD : EXIT_BROKEN;
    if (closed != EXIT_GOOD && errno != EPIPE)
        cli_say("standard output: %s", strerror(errno));
    store_close(q->store);
    catalog_free(&q->catalog);
    return status == STATUS_OK ? closed : EXIT_BROKEN;
}

/* Text of a report or a file's name must not drive a terminal. */
static void
print_column(struct question *q, struct str text)
{
    if (!text.p)
        text = STR("-");
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool c1 = c == 0xC2 && i + 1 < text.len && (unsigned char)text.p[i + 1] < 0xA0;
        io_write(&q->out, c < ' ' || c == 0x7F || c1 ? STR("?") : str_slice(text, i, i + 1));
        i += c1;
    }
}

static enum status
print_row(void *ctx, const struct str *columns)
{
    struct question *q = ctx;
    for (int i = q->first; i < q->columns; i++) {
        if (i > q->first)
            io_write(&q->out, STR("\t"));
        print_column(q, columns[i]);
    }
    io_write(&q->out, STR("\n"));
    return STATUS_OK;
}

int
svodka_log(int argc, char **argv)
{
    struct question q = {.columns = 5, .first = 1};
    int status = begin(argc, argv, &q, 0);
    if (status != -1)
        return status;
    struct str since = str_of(q.since ? q.since : "");
    return finish(&q, store_each(q.store, STORE_EVENTS, since, STR(""), print_row, &q));
}

static enum status
print_line(void *ctx, struct str line)
{
    struct question *q = ctx;
    io_write(&q->out, line);
    io_write(&q->out, STR("\n"));
    return STATUS_OK;
}

int
svodka_export(int argc, char **argv)
{
    struct question q = {.lines = STORE_RECORDS};
    int status = begin(argc, argv, &q, 0);
    if (status != -1)
        return status;
    return finish(&q, store_each_line(q.store, q.lines, STR(""), print_line, &q));
}

/* What print_row() prints of a row. */
static enum status
print_columns(struct question *q, const struct str *columns, int count)
{
    q->columns = count;
    q->first = 0;
    return print_row(q, columns);
}

static enum status
print_counts(void *ctx, const struct str *columns)
{
    static const char *const names[] = {"store.files", "store.documents", "store.rejected",
        "store.records", "store.versions", "store.changed"};
    struct question *q = ctx;
    for (int i = 0; i < 6; i++) {
        struct str row[] = {label(&q->catalog, q->lang, names[i]), columns[i]};
        print_columns(q, row, 2);
    }
    return STATUS_OK;
}

/* Path, member, state, since, reason. */
static enum status
print_trouble(void *ctx, const struct str *columns)
{
    struct question *q = ctx;
    struct str row[] = {columns[0], columns[1], label_of(&q->catalog, q->lang, "file", columns[2]),
        columns[3], columns[4]};
    return print_columns(q, row, 5);
}

/* Key, name in Russian, in Kazakh, period, figure, then, now. */
static enum status
print_change(void *ctx, const struct str *columns)
{
    struct question *q = ctx;
    bool kazakh = q->lang == LANG_KK ? columns[2].p != NULL : columns[1].p == NULL;
    struct str name = columns[kazakh ? 2 : 1];
    int figure = catalog_find(&q->catalog, columns[4]);
    struct str row[] = {name.p ? name : columns[0], columns[3],
        figure < 0 ? columns[4] : q->catalog.figures[figure].label[q->lang], columns[5],
        columns[6]};
    return print_columns(q, row, 5);
}

int
svodka_diff(int argc, char **argv)
{
    struct question q = {0};
    int status = begin(argc, argv, &q, 2);
    if (status != -1)
        return status;
    return finish(&q,
        store_each(q.store, STORE_CHANGES, str_of(q.days[0]), str_of(q.days[1]), print_change, &q));
}

int
svodka_status(int argc, char **argv)
{
    struct question q = {0};
    int status = begin(argc, argv, &q, 0);
    if (status != -1)
        return status;
    enum status done = store_each(q.store, STORE_COUNTS, STR(""), STR(""), print_counts, &q);
    if (done == STATUS_OK)
        done = store_each(q.store, STORE_TROUBLES, STR(""), STR(""), print_trouble, &q);
    io_write(&q.out, STR("\n"));
    io_flush(&q.out);
    if (done == STATUS_OK && !q.out.error) {
        struct command c = COMMAND;
        command_program(&c, "svodka-report");
        command_option(&c, "--store=", q.path);
        passed_on(&q.passed, &c);
        status = command_run(&c);
        command_free(&c);
    }
    return status > EXIT_REJECTED ? status : finish(&q, done);
}

/* ---- check-store ---- */

/* The first line where two files differ; 0 where they are the same. */
static size_t
first_difference(FILE *a, FILE *b)
{
    size_t line = 1;
    int x, y;
    rewind(a);
    rewind(b);
    do {
        x = getc(a);
        y = getc(b);
        if (x != y)
            return line;
        line += x == '\n';
    } while (x != EOF);
    return 0;
}

/* The chain over the archive, into `records`. */
static int
run_fresh(const char *archive, FILE *documents, FILE *records)
{
    struct command c = COMMAND;
    command_program(&c, "svodka-extract");
    command_word(&c, "-j0");
    command_word(&c, ".");
    c.folder = archive;
    c.out = fileno(documents);
    int status = command_run(&c);
    command_free(&c);
    if (status > EXIT_REJECTED)
        return status;
    lseek(fileno(documents), 0, SEEK_SET);
    command_program(&c, "svodka-normalize");
    command_word(&c, "-j0");
    c.in = fileno(documents);
    c.out = fileno(records);
    status = command_run(&c);
    command_free(&c);
    return status;
}

static int
compare_fresh(const struct question *q)
{
    FILE *documents = command_scratch(), *fresh = command_scratch(), *kept = command_scratch();
    int status = EXIT_BROKEN;
    if (!documents || !fresh || !kept)
        goto done;
    status = run_fresh(q->archive, documents, fresh);
    if (status > EXIT_REJECTED)
        goto done;
    status = EXIT_BROKEN;
    if (store_each_line(q->store, STORE_RECORDS, STR(""), command_keep_line, kept) != STATUS_OK)
        goto done;
    size_t line = first_difference(fresh, kept);
    status = line ? EXIT_REJECTED : EXIT_GOOD;
    if (line)
        cli_say(
            "%s: record line %zu is not that of a fresh run over %s", q->path, line, q->archive);
done:
    if (documents)
        fclose(documents);
    if (fresh)
        fclose(fresh);
    if (kept)
        fclose(kept);
    return status;
}

int
svodka_check_store(int argc, char **argv)
{
    struct question q = {0};
    int status = begin(argc, argv, &q, 0);
    if (status != -1)
        return status;
    enum status sound = store_verify(q.store);
    status = sound == STATUS_OK ? EXIT_GOOD : sound == STATUS_BAD ? EXIT_REJECTED : EXIT_BROKEN;
    if (status == EXIT_GOOD && q.archive)
        status = compare_fresh(&q);
    int closed = finish(&q, STATUS_OK);
    return status > closed ? status : closed;
}
