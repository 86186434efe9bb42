/* consolidate.c - svodka consolidate: a store and the summaries up to what the archive holds now.
 */
#include "cli.h"
#include "command.h"
#include "folder.h"
#include "io.h"
#include "lock.h"
#include "passed.h"
#include "store.h"
#include "svodka.h"
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
    "usage: svodka consolidate --archive=FOLDER --store=FILE --out=FOLDER [OPTION]...\n"
    "Reads what is new or changed in the archive, keeps it in the store, and writes the summaries\n"
    "again where that changed anything. Says nothing when all is well.\n"
    "\n"
    "      --archive=FOLDER  the reports\n"
    "      --store=FILE      where what was read is kept (SQLite); made where it is not there\n"
    "      --out=FOLDER      where the summaries go\n"
    "      --log=FILE        a line is appended for each event\n"
    "      --digest          print what is new and wants a person: findings, documents that were\n"
    "                        rejected, files that are gone\n"
    "      --allow-empty     an archive without any file is no mistake\n"
    "  -j, --jobs=N          worker processes (default: one for each processor)\n" PASSED_HELP
    "  -h, --help            this text\n"
    "\n"
    "Exit status: 0 good, 1 the archive holds a document that was rejected or can't be read,\n"
    "2 wrong call, 3 broken, 75 another run holds the lock.\n";

enum { OPT_ARCHIVE = 256, OPT_STORE, OPT_OUT, OPT_LOG, OPT_DIGEST, OPT_ALLOW_EMPTY };

static const struct option options[] = {
    {"archive", required_argument, NULL, OPT_ARCHIVE},
    {"store", required_argument, NULL, OPT_STORE},
    {"out", required_argument, NULL, OPT_OUT},
    {"log", required_argument, NULL, OPT_LOG},
    {"allow-empty", no_argument, NULL, OPT_ALLOW_EMPTY},
    {"digest", no_argument, NULL, OPT_DIGEST},
    {"jobs", required_argument, NULL, 'j'},
    PASSED_OPTIONS,
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

struct consolidation {
    const char *archive, *store_path, *out, *log;
    struct passed passed;
    bool allow_empty, digest;
    long jobs;

    struct store *store;
    struct buf rules; /* their version */
    struct buf logged; /* number of the last event in the log */
    int log_fd;
};

static enum status
said(const char *what, int error)
{
    cli_say("%s: %s", what, strerror(error));
    return STATUS_BROKEN;
}

/* ---- the stages ---- */

/* A pipe of which the programs inherit what is given to them, and no more. */
static bool
open_pipe(int ends[2])
{
    if (pipe(ends) == 0 && fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 &&
        fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0)
        return true;
    (void)said("a pipe", errno);
    return false;
}

static int
worse(int a, int b)
{
    return a > b ? a : b;
}

/* Lets the rules read the document lines of `in`, and takes the records, and unless the store has
 * them the documents, too. */
static int
normalize(struct consolidation *c, int in, bool keep)
{
    int ends[2];
    struct command command = COMMAND;
    if (!open_pipe(ends))
        return EXIT_BROKEN;
    command_program(&command, "svodka-normalize");
    command_number(&command, "-j", c->jobs);
    if (keep)
        command_word(&command, "--keep");
    command.in = in;
    command.out = ends[1];
    pid_t child = command_start(&command);
    close(ends[1]);
    struct io_reader lines = {.fd = ends[0], .name = "svodka-normalize"};
    bool taken = child > 0 && store_take(c->store, &lines) == STATUS_OK;
    io_reader_free(&lines);
    int status = command_wait(&command, child);
    command_free(&command);
    return taken ? status : EXIT_BROKEN;
}

/* Takes into the store what it does not know yet. */
static int
read_archive(struct consolidation *c)
{
    int ends[2];
    char store[PATH_MAX];
    struct command command = COMMAND;
    if (!realpath(c->store_path, store))
        return said(c->store_path, errno), EXIT_BROKEN;
    if (!open_pipe(ends))
        return EXIT_BROKEN;
    command_program(&command, "svodka-extract");
    command_number(&command, "-j", c->jobs);
    command_option(&command, "--unseen=", store);
    if (c->digest) /* which names them */
        command_word(&command, "--quiet");
    command_word(&command, "--no-progress");
    command_word(&command, ".");
    command.folder = c->archive;
    command.out = ends[1];
    pid_t child = command_start(&command);
    close(ends[1]);
    int status = child > 0 ? normalize(c, ends[0], true) : EXIT_BROKEN;
    close(ends[0]);
    status = worse(status, command_wait(&command, child));
    command_free(&command);
    return status;
}

/* Documents whose records other rules made are read from the store and made again. */
static int
renormalize(struct consolidation *c)
{
    int64_t stale;
    int status = EXIT_BROKEN;
    struct str rules = buf_slice(&c->rules);
    if (store_stale(c->store, rules, &stale) != STATUS_OK)
        return EXIT_BROKEN;
    if (stale == 0)
        return EXIT_GOOD;
    FILE *documents = command_scratch();
    if (!documents)
        return EXIT_BROKEN;
    if (store_each_line(c->store, STORE_STALE, rules, command_keep_line, documents) == STATUS_OK) {
        if (fflush(documents) == 0 && lseek(fileno(documents), 0, SEEK_SET) == 0)
            status = normalize(c, fileno(documents), false);
        else
            (void)said("a temporary file", errno);
    }
    fclose(documents);
    if (status <= EXIT_REJECTED && store_stale(c->store, rules, &stale) != STATUS_OK)
        return EXIT_BROKEN;
    if (status <= EXIT_REJECTED && stale) {
        cli_say("%s: the rules changed while they were used", c->store_path);
        return EXIT_BROKEN;
    }
    return status;
}

/* What the summaries depend on. */
static enum status
describe(const struct consolidation *c, struct buf *b)
{
    int64_t run;
    if (store_last_run(c->store, &run) != STATUS_OK)
        return STATUS_BROKEN;
    buf_printf(b, SVODKA_VERSION " %lld %s %s", (long long)run, c->rules.p, c->out);
    passed_describe(&c->passed, b);
    return b->failed ? STATUS_BROKEN : STATUS_OK;
}

/* Tells the store which files were written: the paths of `list`, which begin with --out, made
 * absolute, for the next run may work elsewhere. */
static enum status
keep_list(struct consolidation *c, struct str list)
{
    char folder[PATH_MAX];
    struct buf paths = {0};
    size_t given = strlen(c->out);
    if (!realpath(c->out, folder))
        return said(c->out, errno);
    while (list.len) {
        struct str line = str_cut(&list, '\n');
        if (str_starts(line, str_of(c->out))) {
            buf_z(&paths, folder);
            buf_str(&paths, str_slice(line, given, line.len));
            buf_char(&paths, '\n');
        }
    }
    enum status status =
        paths.failed ? said(c->out, ENOMEM) : store_outputs(c->store, buf_slice(&paths));
    buf_free(&paths);
    return status;
}

static int
summarize(struct consolidation *c)
{
    struct command command = COMMAND;
    struct buf remarks = {0}, list = {0};
    buf_printf(&remarks, "%s/remarks", c->out);
    command_program(&command, "svodka-report");
    command_option(&command, "--store=", c->store_path);
    command_option(&command, "--all=", c->out);
    command_option(&command, "--remarks=", remarks.p);
    passed_on(&c->passed, &command);
    int status = command_answer(&command, &list);
    if (status <= EXIT_REJECTED && keep_list(c, buf_slice(&list)) != STATUS_OK)
        status = EXIT_BROKEN;
    buf_free(&list);
    command_free(&command);
    buf_free(&remarks);
    return status;
}

/* Prints what the last digest did not know. */
static int
tell(struct consolidation *c)
{
    struct command command = COMMAND;
    command_program(&command, "svodka-report");
    command_option(&command, "--store=", c->store_path);
    command_word(&command, "--digest");
    passed_on(&c->passed, &command);
    int status = command_run(&command);
    command_free(&command);
    return status;
}

/* Writes the summaries where they are not those of what the store holds, or not all there. */
static int
bring_up(struct consolidation *c)
{
    struct buf wanted = {0}, had = {0}, remarks = {0};
    bool whole;
    int status = EXIT_BROKEN;
    buf_printf(&remarks, "%s/remarks", c->out);
    if (describe(c, &wanted) != STATUS_OK || store_fact(c->store, "summary", &had) != STATUS_OK ||
        store_outputs_are_there(c->store, &whole) != STATUS_OK || remarks.failed)
        goto done;
    status = EXIT_GOOD;
    if (str_eq(buf_slice(&had), buf_slice(&wanted)) && whole)
        goto done;
    folder_sweep(c->out);
    folder_sweep(remarks.p);
    status = summarize(c);
    if (status <= EXIT_REJECTED && c->digest)
        status = worse(status, tell(c));
    if (status <= EXIT_REJECTED &&
        store_set_fact(c->store, "summary", buf_slice(&wanted)) != STATUS_OK)
        status = EXIT_BROKEN;
done:
    buf_free(&wanted);
    buf_free(&had);
    buf_free(&remarks);
    return status;
}

static enum status
ask_rules(struct consolidation *c)
{
    struct command command = COMMAND;
    struct buf answer = {0};
    command_program(&command, "svodka-normalize");
    command_word(&command, "--rules-version");
    int status = command_answer(&command, &answer);
    buf_str(&c->rules, str_trim(buf_slice(&answer)));
    buf_free(&answer);
    command_free(&command);
    return status == EXIT_GOOD && c->rules.len ? STATUS_OK : STATUS_BROKEN;
}

/* ---- the log ---- */

static enum status
log_event(void *ctx, const struct str *column)
{
    struct consolidation *c = ctx;
    struct buf line = {0};
    buf_printf(
        &line, "%.*s %.*s", (int)column[1].len, column[1].p, (int)column[2].len, column[2].p);
    for (int i = 3; i < 5; i++)
        if (column[i].p) {
            buf_char(&line, '\t');
            for (size_t k = 0; k < column[i].len; k++)
                buf_char(&line, (unsigned char)column[i].p[k] < ' ' ? '?' : column[i].p[k]);
        }
    buf_char(&line, '\n');
    buf_clear(&c->logged);
    buf_str(&c->logged, column[0]);
    bool good = !line.failed && io_write_all(c->log_fd, buf_slice(&line));
    buf_free(&line);
    return good ? STATUS_OK : said(c->log, errno);
}

/* Appends the events that are not in the log yet, also those of a run that was killed. */
static enum status
write_log(struct consolidation *c)
{
    if (!c->log)
        return STATUS_OK;
    if (store_fact(c->store, "logged", &c->logged) != STATUS_OK)
        return STATUS_BROKEN;
    c->log_fd = open(c->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (c->log_fd < 0)
        return said(c->log, errno);
    struct buf from = {0}; /* empty: from the first event on */
    buf_str(&from, buf_slice(&c->logged));
    enum status status =
        store_each(c->store, STORE_LATEST, buf_slice(&from), STR(""), log_event, c);
    if (status == STATUS_OK && !str_eq(buf_slice(&from), buf_slice(&c->logged)))
        status = store_set_fact(c->store, "logged", buf_slice(&c->logged));
    buf_free(&from);
    if (close(c->log_fd) != 0 && status == STATUS_OK)
        status = said(c->log, errno);
    return status;
}

/* ---- the whole ---- */

/* False, after a message, for an archive that is not there or empty without having been before: a
 * disk that is not mounted must not end every report. */
static bool
archive_is_there(const struct consolidation *c)
{
    struct stat st;
    const struct dirent *e;
    bool any = false;
    assert(c->archive && c->store_path);
    DIR *dir = opendir(c->archive);
    if (!dir) {
        (void)said(c->archive, errno);
        return false;
    }
    while (!any && (e = readdir(dir)))
        any = strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(dir);
    if (any || c->allow_empty || stat(c->store_path, &st) != 0)
        return true;
    cli_say(
        "%s: the archive is empty; is it mounted? (--allow-empty takes it as it is)", c->archive);
    return false;
}

static int
work(struct consolidation *c)
{
    bool troubled;
    enum status opened = store_open(&c->store, c->store_path, STORE_MAKE);
    if (opened != STATUS_OK || ask_rules(c) != STATUS_OK)
        return EXIT_BROKEN;
    int status = read_archive(c);
    if (status <= EXIT_REJECTED)
        status = worse(status, renormalize(c));
    if (status > EXIT_REJECTED)
        return EXIT_BROKEN;
    if (write_log(c) != STATUS_OK)
        return EXIT_BROKEN;
    int summary = bring_up(c);
    if (summary > EXIT_REJECTED)
        return summary;
    if (store_troubled(c->store, &troubled) != STATUS_OK)
        return EXIT_BROKEN;
    return troubled ? EXIT_REJECTED : status;
}

static int
parse(int argc, char **argv, struct consolidation *c)
{
    int option;
    while ((option = getopt_long(argc, argv, "j:l:h", options, NULL)) != -1)
        switch (option) {
        case OPT_ARCHIVE:
            c->archive = optarg;
            break;
        case OPT_STORE:
            c->store_path = optarg;
            break;
        case OPT_OUT:
            c->out = optarg;
            break;
        case OPT_LOG:
            c->log = optarg;
            break;
        case OPT_ALLOW_EMPTY:
            c->allow_empty = true;
            break;
        case OPT_DIGEST:
            c->digest = true;
            break;
        case 'j':
            if (!cli_number(optarg, 0, 1024, &c->jobs))
                return cli_usage("--jobs wants a number, not '%s'", optarg);
            break;
        case 'h':
            return option;
        default:
            if (passed_take(&c->passed, option, optarg))
                break;
            return cli_try("consolidate");
        }
    if (optind < argc)
        return cli_usage("consolidate: what is '%s'?", argv[optind]);
    if (!c->archive || !c->store_path || !c->out)
        return cli_usage("consolidate: wanted are --archive, --store and --out");
    if (folder_holds(c->archive, c->out) || folder_holds(c->archive, c->store_path) ||
        (c->log && folder_holds(c->archive, c->log)))
        return cli_usage(
            "%s: --store, --out and --log must lie outside of the archive", c->archive);
    return passed_check(&c->passed);
}

int
svodka_consolidate(int argc, char **argv)
{
    struct consolidation c = {0};
    int status = parse(argc, argv, &c);
    if (status == 'h')
        return cli_answer(help);
    if (status != -1)
        return status;
    if (!archive_is_there(&c))
        return EXIT_BROKEN;
    status = lock_take(c.store_path);
    if (status != EXIT_GOOD)
        return status;
    status = work(&c);
    store_close(c.store);
    buf_free(&c.rules);
    buf_free(&c.logged);
    lock_leave();
    return status;
}
