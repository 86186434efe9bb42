/* run.c - svodka run: reports to summaries, once. */
#include "cli.h"
#include "command.h"
#include "folder.h"
#include "io.h"
#include "passed.h"
#include "svodka.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
    "usage: svodka run [OPTION]... PATH... -o FOLDER\n"
    "Reads reports (files and folders), writes all summaries into FOLDER and names them.\n"
    "\n"
    "  -o, --output=FOLDER   where to; made where it is not there\n"
    "  -j, --jobs=N          worker processes (default: one for each processor)\n" PASSED_HELP
    "                        (the lines of documents and records are not kept then)\n"
    "      --no-remarks      no sheets of remarks\n"
    "  -q, --quiet           do not name what was written\n"
    "  -h, --help            this text\n"
    "  -V, --version         the version\n"
    "\n"
    "Written are summary.txt, CSV tables and datapackage.json, summary.json,\n"
    "summary.xlsx, summary.html, note.docx, summary.sqlite, remarks/, documents.jsonl and\n"
    "records.jsonl. Exit status: 0 good, 1 a document was rejected, 2 wrong call, 3 broken.\n";

enum { OPT_NO_REMARKS = 256 };

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'},
    {"jobs", required_argument, NULL, 'j'},
    PASSED_OPTIONS,
    {"no-remarks", no_argument, NULL, OPT_NO_REMARKS},
    {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

struct arguments {
    const char *folder;
    struct passed passed;
    long jobs; /* 0: one for each processor */
    bool no_remarks, quiet;
    char **paths;
    int npaths;
};

struct places {
    struct buf lines; /* folder of the lines */
    struct buf documents, records, remarks;
};

static int
extract(const struct arguments *a, const struct places *p)
{
    struct command c = COMMAND;
    command_program(&c, "svodka-extract");
    command_number(&c, "-j", a->jobs);
    command_word(&c, "--");
    for (int i = 0; i < a->npaths; i++)
        command_word(&c, a->paths[i]);
    int status = command_into(&c, p->documents.p);
    command_free(&c);
    return status;
}

static int
normalize(const struct arguments *a, const struct places *p)
{
    struct command c = COMMAND;
    command_program(&c, "svodka-normalize");
    command_number(&c, "-j", a->jobs);
    command_word(&c, "--");
    command_word(&c, p->documents.p);
    int status = command_into(&c, p->records.p);
    command_free(&c);
    return status;
}

/* Takes the paths that were written, a line each, and names them. */
static enum status
settle(const struct arguments *a, const struct places *p, struct buf *paths)
{
    struct io_writer out;
    if (!a->passed.values[PASSED_NO_PERSONS])
        buf_printf(paths, "%s\n%s\n", p->documents.p, p->records.p);
    if (paths->failed || folder_settle(a->folder, buf_slice(paths)) != STATUS_OK)
        return STATUS_BROKEN;
    if (!a->quiet && io_open(&out, NULL, 0) == STATUS_OK) {
        io_write(&out, buf_slice(paths));
        if (io_close(&out) != STATUS_OK && errno != EPIPE)
            cli_say("standard output: %s", strerror(errno));
    }
    return STATUS_OK;
}

static int
report(const struct arguments *a, const struct places *p)
{
    struct command c = COMMAND;
    struct buf paths = {0};
    command_program(&c, "svodka-report");
    command_option(&c, "--all=", a->folder);
    if (!a->no_remarks)
        command_option(&c, "--remarks=", p->remarks.p);
    passed_on(&a->passed, &c);
    command_word(&c, "--");
    command_word(&c, p->documents.p); /* the words around the quotes */
    command_word(&c, p->records.p);
    int status = command_answer(&c, &paths);
    command_free(&c);
    if (status <= EXIT_REJECTED && settle(a, p, &paths) != STATUS_OK)
        status = EXIT_BROKEN;
    buf_free(&paths);
    return status;
}

/* Where the lines go: into the folder, or, where they must not be kept, into a temporary one. */
static bool
find_places(const struct arguments *a, struct places *p)
{
    const char *temporary = getenv("TMPDIR");
    if (a->passed.values[PASSED_NO_PERSONS]) {
        buf_printf(&p->lines, "%s/svodka.XXXXXX", temporary && *temporary ? temporary : "/tmp");
        if (!p->lines.failed && !mkdtemp(p->lines.p)) {
            cli_say("%s: %s", p->lines.p, strerror(errno));
            return false;
        }
    } else {
        buf_z(&p->lines, a->folder);
    }
    buf_printf(&p->documents, "%s/documents.jsonl", p->lines.p);
    buf_printf(&p->records, "%s/records.jsonl", p->lines.p);
    buf_printf(&p->remarks, "%s/remarks", a->folder);
    if (!p->lines.failed && !p->documents.failed && !p->records.failed && !p->remarks.failed)
        return true;
    cli_say("%s", strerror(ENOMEM));
    return false;
}

/* Removes the lines that are not kept. */
static void
leave_places(const struct arguments *a, struct places *p)
{
    if (a->passed.values[PASSED_NO_PERSONS] && p->records.p) {
        unlink(p->documents.p);
        unlink(p->records.p);
        rmdir(p->lines.p);
    }
    buf_free(&p->lines);
    buf_free(&p->documents);
    buf_free(&p->records);
    buf_free(&p->remarks);
}

static int
run(const struct arguments *a)
{
    struct places p = {0};
    int status = EXIT_BROKEN;
    assert(a->folder);
    mode_t mode = 0600;
    if (a->passed.values[PASSED_MODE] && !cli_mode(a->passed.values[PASSED_MODE], &mode))
        return EXIT_USAGE;
    if (cli_make_folder(a->folder, mode) != STATUS_OK)
        return EXIT_BROKEN;
    if (find_places(a, &p)) {
        int (*const stages[])(const struct arguments *, const struct places *) = {
            extract, normalize, report};
        status = EXIT_GOOD;
        for (int i = 0; i < 3 && status <= EXIT_REJECTED; i++) {
            int own = stages[i](a, &p);
            status = own > status ? own : status;
        }
    }
    leave_places(a, &p);
    return status;
}

/* What an earlier run into the folder left that holds whole texts. */
static int
check_published(const char *folder)
{
    static const char *const names[] = {"documents.jsonl", "records.jsonl"};
    struct buf path = {0};
    int status = -1;
    for (int i = 0; i < 2 && status == -1; i++) {
        buf_clear(&path);
        buf_printf(&path, "%s/%s", folder, names[i]);
        if (path.failed || access(path.p, F_OK) == 0)
            status = cli_usage("%s: an earlier run left whole texts there; publish into a folder "
                               "of its own",
                path.failed ? folder : path.p);
    }
    buf_free(&path);
    return status;
}

/* Before anything is read or written. -1 to go on, else the exit status. */
static int
check(const struct arguments *a)
{
    struct stat st;
    for (int i = 0; i < a->npaths; i++) {
        if (strcmp(a->paths[i], "-") != 0 && stat(a->paths[i], &st) != 0)
            return cli_usage("%s: %s", a->paths[i], strerror(errno));
        if (folder_holds(a->paths[i], a->folder))
            return cli_usage(
                "%s: the summaries would be read as reports: -o must lie outside of %s", a->folder,
                a->paths[i]);
    }
    if (a->passed.values[PASSED_NO_PERSONS]) {
        int status = check_published(a->folder);
        if (status != -1)
            return status;
    }
    return passed_check(&a->passed);
}

/* -1 to go on, else the exit status or the option that asks for text. */
static int
parse(int argc, char **argv, struct arguments *a)
{
    int option;
    while ((option = getopt_long(argc, argv, "o:j:l:qhV", options, NULL)) != -1)
        switch (option) {
        case 'o':
            a->folder = optarg;
            break;
        case 'j':
            if (!cli_number(optarg, 0, 1024, &a->jobs))
                return cli_usage("--jobs wants a number, not '%s'", optarg);
            break;
        case OPT_NO_REMARKS:
            a->no_remarks = true;
            break;
        case 'q':
            a->quiet = true;
            break;
        case 'h':
        case 'V':
            return option;
        default:
            if (passed_take(&a->passed, option, optarg))
                break;
            return cli_try("run");
        }
    a->paths = argv + optind;
    a->npaths = argc - optind;
    if (!a->npaths)
        return cli_usage("run: no file or folder is given");
    if (!a->folder || !*a->folder)
        return cli_usage("run: where to? -o FOLDER");
    return check(a);
}

int
svodka_run(int argc, char **argv)
{
    struct arguments a = {0};
    int status = parse(argc, argv, &a);
    if (status == 'h')
        return cli_answer(help);
    if (status == 'V')
        return cli_answer("svodka " SVODKA_VERSION "\n");
    return status == -1 ? run(&a) : status;
}
