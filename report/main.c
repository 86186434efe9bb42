/* svodka-report: record lines to a summary. */
#include "all.h"
#include "cli.h"
#include "csv.h"
#include "decisions.h"
#include "digest.h"
#include "lock.h"
#include "output.h"
#include "registry.h"
#include "select.h"
#include "tally.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define WIDTH_DEFAULT 120 /* where no terminal and no COLUMNS says it */
#define WHERE_MAX SELECT_CONDITIONS

static const char help[] =
    "usage: svodka-report [OPTION]... [FILE]...\n"
    "Makes one summary of the record lines of svodka-normalize (standard input by default).\n"
    "\n"
    "  -f, --format=FORMAT   table (default), csv, json, xlsx, html, docx, sqlite;\n"
    "                        else taken from the ending of -o FILE\n"
    "  -o, --output=FILE     write FILE, which is complete or absent, instead of standard output\n"
    "  -l, --lang=LANG       ru (default), kk, en\n"
    "      --figures=LIST    only these figures: names separated by commas, '*' at the end\n"
    "      --where=CONDITION only rows that meet it: period=2017, place~Ридд, staff_vacant>0;\n"
    "                        fields period, place, form, name, key, bin, path; signs = != ~ < <=\n"
    "                        > >=; all of several must hold\n"
    "      --sort=NAME       order within a period: name, place, key, figures, conflicts,\n"
    "                        findings or a figure; '-' before it turns it round\n"
    "      --wide            csv: a line for each institution, a column for each figure\n"
    "      --excel           csv: ';' between fields, decimal commas, a byte order mark\n"
    "      --all=FOLDER      write all formats into FOLDER; their paths go to standard output\n"
    "      --remarks=FOLDER  write a sheet of remarks for each institution\n"
    "      --store=FILE      summarize what this store (svodka consolidate) holds; lines of FILEs\n"
    "                        are taken into it first\n"
    "      --digest          of a store, only what no digest told yet: findings, documents that "
    "were\n"
    "                        rejected, files that are gone\n"
    "      --registry=FILE   who is expected to report (default: institutions.tsv of the rules)\n"
    "      --registry=draft  write one from what was read, for a person to edit\n"
    "      --decisions=FILE  a person's word on conflicts and findings (default: decisions.tsv of\n"
    "                        the rules)\n"
    "      --due=DATE        when reports were due, where the registry gives no date\n"
    "      --no-persons      leave out names of people, phones, addresses, and what may hold one\n"
    "      --width=N         columns of the table\n"
    "      --color=WHEN      auto (default; also NO_COLOR), always, never\n"
    "      --fail-on=LEVEL   exit 1 where a finding is of that level: info, warning, error\n"
    "      --mode=OCTAL      permissions of FILE (default 0600)\n"
    "  -h, --help            this text\n"
    "  -V, --version         the version\n"
    "\n"
    "Exit status: 0 good, 1 a document was rejected or --fail-on, 2 wrong call, 3 broken.\n";

enum {
    OPT_FIGURES = 256,
    OPT_WHERE,
    OPT_SORT,
    OPT_WIDE,
    OPT_WIDTH,
    OPT_REGISTRY,
    OPT_EXCEL,
    OPT_DUE,
    OPT_DECISIONS,
    OPT_ALL,
    OPT_REMARKS,
    OPT_NO_PERSONS,
    OPT_COLOR,
    OPT_FAIL_ON,
    OPT_MODE,
    OPT_STORE,
    OPT_DIGEST
};

static const struct option options[] = {
    {"format", required_argument, NULL, 'f'},
    {"output", required_argument, NULL, 'o'},
    {"lang", required_argument, NULL, 'l'},
    {"figures", required_argument, NULL, OPT_FIGURES},
    {"where", required_argument, NULL, OPT_WHERE},
    {"sort", required_argument, NULL, OPT_SORT},
    {"wide", no_argument, NULL, OPT_WIDE},
    {"decisions", required_argument, NULL, OPT_DECISIONS},
    {"due", required_argument, NULL, OPT_DUE},
    {"excel", no_argument, NULL, OPT_EXCEL},
    {"all", required_argument, NULL, OPT_ALL},
    {"remarks", required_argument, NULL, OPT_REMARKS},
    {"registry", required_argument, NULL, OPT_REGISTRY},
    {"no-persons", no_argument, NULL, OPT_NO_PERSONS},
    {"store", required_argument, NULL, OPT_STORE},
    {"digest", no_argument, NULL, OPT_DIGEST},
    {"width", required_argument, NULL, OPT_WIDTH},
    {"color", required_argument, NULL, OPT_COLOR},
    {"fail-on", required_argument, NULL, OPT_FAIL_ON},
    {"mode", required_argument, NULL, OPT_MODE},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

struct arguments {
    const struct output *output;
    const char *path;
    const char *where[WHERE_MAX];
    size_t nwhere;
    struct selection selection;
    enum finding_level fail_on;
    const char *store; /* NULL: lines are read */
    const char *registry; /* NULL for that of the data folder, if any */
    const char *all, *remarks; /* folders */
    const char *due, *decisions;
    bool fails, wide, excel, no_persons, digest;
    long width;
    enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color;
    mode_t mode;
    char **files;
    int nfiles;
};

static bool
parse_color(const char *text, struct arguments *a)
{
    static const char *const words[] = {"auto", "always", "never"};
    for (int i = 0; i < 3; i++)
        if (strcmp(text, words[i]) == 0) {
            a->color = i;
            return true;
        }
    return false;
}

/* One option; -1 to go on, else the exit status. */
static int
take_option(int option, struct arguments *a)
{
    switch (option) {
    case 'f':
        a->output = output_by_name(optarg);
        return a->output ? -1 : cli_usage("unknown format '%s'", optarg);
    case 'o':
        a->path = optarg;
        return -1;
    case 'l':
        return lang_parse(str_of(optarg), &a->selection.lang)
            ? -1
            : cli_usage("unknown language '%s'", optarg);
    case OPT_FIGURES:
        a->selection.figures = str_of(optarg);
        return -1;
    case OPT_WHERE:
        if (a->nwhere == WHERE_MAX)
            return cli_usage("more than %d conditions", WHERE_MAX);
        a->where[a->nwhere++] = optarg;
        return -1;
    case OPT_SORT:
        a->selection.sort = str_of(optarg);
        return -1;
    case OPT_WIDE:
        a->wide = true;
        return -1;
    case OPT_DECISIONS:
        a->decisions = optarg;
        return -1;
    case OPT_DUE:
        a->due = optarg;
        return cli_date(optarg) ? -1
                                : cli_usage("--due wants a date like 2024-01-15, not '%s'", optarg);
    case OPT_EXCEL:
        a->excel = true;
        return -1;
    case OPT_STORE:
        a->store = optarg;
        return -1;
    case OPT_DIGEST:
        a->digest = true;
        return -1;
    case OPT_ALL:
        a->all = optarg;
        return -1;
    case OPT_REMARKS:
        a->remarks = optarg;
        return -1;
    case OPT_REGISTRY:
        a->registry = optarg;
        return -1;
    case OPT_NO_PERSONS:
        a->no_persons = true;
        return -1;
    case OPT_WIDTH:
        return cli_number(optarg, 40, 100000, &a->width)
            ? -1
            : cli_usage("--width wants a number from 40, not '%s'", optarg);
    case OPT_COLOR:
        return parse_color(optarg, a) ? -1 : cli_usage("unknown --color '%s'", optarg);
    case OPT_FAIL_ON:
        a->fails = finding_level_parse(str_of(optarg), &a->fail_on);
        return a->fails ? -1 : cli_usage("unknown level '%s'", optarg);
    case OPT_MODE:
        return cli_mode(optarg, &a->mode)
            ? -1
            : cli_usage("--mode wants an octal number, not '%s'", optarg);
    case 'h':
    case 'V':
        return option;
    default:
        cli_say("try '%s --help'", cli_name());
        return EXIT_USAGE;
    }
}

static int
parse(int argc, char **argv, struct arguments *a)
{
    int option, status;
    while ((option = getopt_long(argc, argv, "f:o:l:hV", options, NULL)) != -1)
        if ((status = take_option(option, a)) != -1)
            return status;
    a->files = argv + optind;
    a->nfiles = argc - optind;
    if (a->digest && (!a->store || a->all || a->remarks || a->output))
        return cli_usage("--digest wants --store, and no --all, --remarks or --format");
    if ((a->all || a->remarks) && (a->path || a->output))
        return cli_usage("--all and --remarks write into folders: no --format, no -o");
    if (a->registry && strcmp(a->registry, "draft") == 0) {
        a->registry = NULL;
        a->output = output_by_name("registry");
    }
    if (!a->output && !a->digest && a->path && strcmp(a->path, "-") != 0) {
        a->output = output_by_ending(a->path);
        if (!a->output)
            return cli_usage("%s: no format has this ending: give --format", a->path);
    }
    if (!a->output)
        a->output = output_by_name("table");
    if (a->output->file_only && (!a->path || strcmp(a->path, "-") == 0))
        return cli_usage("%s wants a file: -o FILE", a->output->name);
    return -1;
}

static long
terminal_width(void)
{
    struct winsize size;
    long columns;
    const char *said = getenv("COLUMNS");
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
        return size.ws_col;
    return said && cli_number(said, 40, 100000, &columns) ? columns : WIDTH_DEFAULT;
}

static bool
wants_color(const struct arguments *a)
{
    const char *no = getenv("NO_COLOR");
    if (a->color != COLOR_AUTO)
        return a->color == COLOR_ALWAYS;
    return !a->path && !a->all && isatty(STDOUT_FILENO) && !(no && *no);
}

/* Into the store where there is one, else into the summary. */
static enum status
read_one(struct summary *s, struct store *store, const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    struct io_reader reader = {.fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC),
        .name = standard ? "standard input" : path};
    if (reader.fd < 0) {
        cli_say("%s: %s", path, strerror(errno));
        return STATUS_BROKEN;
    }
    enum status status = store ? store_take(store, &reader) : summary_read(s, &reader);
    io_reader_free(&reader);
    return status;
}

static enum status
read_all(struct summary *s, struct store *store, const struct arguments *a)
{
    enum status status = STATUS_OK;
    if (!store && !a->nfiles)
        status = read_one(s, NULL, "-");
    for (int i = 0; i < a->nfiles && status == STATUS_OK; i++)
        status = read_one(s, store, a->files[i]);
    if (store && status == STATUS_OK)
        status = summary_read_store(s, store);
    return status == STATUS_OK ? summary_finish(s) : status;
}

/* Opens the store, if one is given; whoever writes to it holds the lock. -1 to go on, else the exit
 * status. */
static int
open_store(struct store **store, const struct arguments *a)
{
    int status = a->store && a->nfiles ? lock_take(a->store) : EXIT_GOOD;
    if (status != EXIT_GOOD || !a->store)
        return status != EXIT_GOOD ? status : -1;
    enum status opened = store_open(store, a->store, a->nfiles ? STORE_MAKE : STORE_READ);
    if (opened == STATUS_OK)
        return -1;
    return opened == STATUS_BAD ? EXIT_USAGE : EXIT_BROKEN;
}

/* What the catalogue of figures must be known for; -1 to go on. */
static int
check_names(struct arguments *a, const struct catalog *c)
{
    struct buf why = {0};
    bool good = select_names(&a->selection, c, &why);
    for (size_t i = 0; i < a->nwhere && good; i++)
        good = select_where(&a->selection, c, a->where[i], &why);
    int status = good ? -1 : cli_usage("%.*s", (int)why.len, why.p);
    buf_free(&why);
    return status;
}

static int
close_output(struct io_writer *out, const char *path)
{
    if (io_close(out) == STATUS_OK)
        return EXIT_GOOD;
    if (errno != EPIPE) /* the reader left: it knows */
        cli_say("%s: %s", path ? path : "standard output", strerror(errno));
    return EXIT_BROKEN;
}

/* All formats, or the remarks, into folders; their paths on standard output. */
static int
write_folders(struct report *r, const struct arguments *a)
{
    struct io_writer list;
    if (io_open(&list, NULL, 0) != STATUS_OK)
        return EXIT_BROKEN;
    enum status status = a->all ? all_write(r, a->all, a->mode, &list) : STATUS_OK;
    if (status == STATUS_OK && a->remarks)
        status = remarks_write(r, a->remarks, a->mode, &list);
    int closed = close_output(&list, NULL);
    return status == STATUS_OK ? closed : EXIT_BROKEN;
}

/* What was told is told for good when it is out. */
static int
write_digest(struct report *r, struct store *store, const struct arguments *a)
{
    if (store_digest(store) != STATUS_OK)
        return EXIT_BROKEN;
    if (digest_write(r, store) != STATUS_OK) {
        io_abandon(r->out);
        return EXIT_BROKEN;
    }
    int closed = close_output(r->out, a->path);
    return closed == EXIT_GOOD && store_told(store) != STATUS_OK ? EXIT_BROKEN : closed;
}

static int
write_summary(struct summary *s, struct store *store, const struct arguments *a)
{
    struct io_writer out;
    struct report r = {.s = s,
        .lang = a->selection.lang,
        .width = (size_t)(a->width ? a->width : terminal_width()),
        .color = wants_color(a),
        .csv = a->wide ? CSV_MATRIX : CSV_FIGURES,
        .excel = a->excel,
        .out = &out};
    if (a->all || a->remarks)
        return write_folders(&r, a);
    if (io_open(&out, a->path, a->mode) != STATUS_OK) {
        cli_say("%s: %s", a->path, strerror(errno));
        return EXIT_BROKEN;
    }
    if (a->digest)
        return write_digest(&r, store, a);
    if (a->output->write(&r) != STATUS_OK) {
        io_abandon(&out);
        return EXIT_BROKEN;
    }
    return close_output(&out, a->path);
}

static bool
finding_reaches(const struct summary *s, enum finding_level level)
{
    for (uint32_t i = 0; i < s->nshown_findings; i++)
        if (s->findings[i].level >= level && !s->findings[i].seen)
            return true;
    return false;
}

static int
run(struct arguments *a)
{
    struct summary s;
    struct store *store = NULL;
    enum status opened = summary_open(&s);
    int status = opened == STATUS_BAD ? EXIT_USAGE : EXIT_BROKEN;
    if (opened != STATUS_OK)
        goto done;
    status = check_names(a, &s.catalog);
    if (status != -1)
        goto done;
    s.no_persons = a->no_persons;
    s.due = a->due ? str_of(a->due) : STR("");
    opened = registry_load(&s, a->registry);
    if (opened == STATUS_OK)
        opened = decisions_load(&s, a->decisions);
    status = opened == STATUS_BAD ? EXIT_USAGE : EXIT_BROKEN;
    if (opened != STATUS_OK)
        goto done;
    status = open_store(&store, a);
    if (status != -1)
        goto done;
    status = EXIT_BROKEN;
    if (read_all(&s, store, a) != STATUS_OK || select_apply(&s, &a->selection) != STATUS_OK ||
        tally(&s) != STATUS_OK)
        goto done;
    status = write_summary(&s, store, a);
    if (status == EXIT_GOOD && (s.nrejected || (a->fails && finding_reaches(&s, a->fail_on))))
        status = EXIT_REJECTED;
done:
    store_close(store);
    lock_leave();
    summary_free(&s);
    return status;
}

int
main(int argc, char **argv)
{
    struct arguments a = {.mode = 0600};
    cli_init("svodka-report", argv[0]);
    int status = parse(argc, argv, &a);
    if (status == 'h')
        return cli_answer(help);
    if (status == 'V')
        return cli_answer("svodka-report " SVODKA_VERSION "\n");
    return status == -1 ? run(&a) : status;
}
