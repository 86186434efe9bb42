/* run.c - svodka run: reports to summaries, once. */
#include "cli.h"
#include "command.h"
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

static int
report(const struct arguments *a, const struct places *p)
{
    struct command c = COMMAND;
    command_program(&c, "svodka-report");
    command_option(&c, "--all=", a->folder);
    if (!a->no_remarks)
        command_option(&c, "--remarks=", p->remarks.p);
    passed_on(&a->passed, &c);
    command_word(&c, "--");
    command_word(&c, p->documents.p); /* the words around the quotes */
    command_word(&c, p->records.p);
    int quiet = a->quiet ? open("/dev/null", O_WRONLY | O_CLOEXEC) : -1;
    c.out = quiet;
    int status = command_run(&c);
    if (quiet >= 0)
        close(quiet);
    command_free(&c);
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

/* Names the lines that are kept, where the run went well; removes those that are not. */
static void
leave_places(const struct arguments *a, struct places *p, int status)
{
    if (a->passed.values[PASSED_NO_PERSONS] && p->records.p) {
        unlink(p->documents.p);
        unlink(p->records.p);
        rmdir(p->lines.p);
    } else if (!a->quiet && status <= EXIT_REJECTED) {
        struct io_writer out;
        struct buf b = {0};
        buf_printf(&b, "%s\n%s\n", p->documents.p, p->records.p);
        if (io_open(&out, NULL, 0) == STATUS_OK) {
            io_write(&out, buf_slice(&b));
            if (io_close(&out) != STATUS_OK && errno != EPIPE)
                cli_say("standard output: %s", strerror(errno));
        }
        buf_free(&b);
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
    if (mkdir(a->folder, 0700) != 0 && errno != EEXIST) {
        cli_say("%s: %s", a->folder, strerror(errno));
        return EXIT_BROKEN;
    }
    if (find_places(a, &p)) {
        int (*const stages[])(const struct arguments *, const struct places *) = {
            extract, normalize, report};
        status = EXIT_GOOD;
        for (int i = 0; i < 3 && status <= EXIT_REJECTED; i++) {
            int own = stages[i](a, &p);
            status = own > status ? own : status;
        }
    }
    leave_places(a, &p, status);
    return status;
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
            cli_say("try '%s --help'", cli_name());
            return EXIT_USAGE;
        }
    a->paths = argv + optind;
    a->npaths = argc - optind;
    if (!a->npaths)
        return cli_usage("run: no file or folder is given");
    if (!a->folder || !*a->folder)
        return cli_usage("run: where to? -o FOLDER");
    return -1;
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
