/* svodka: the whole chain for people and for cron. It runs the other programs. */
#include "cli.h"
#include "svodka.h"

static const char help[] =
    "usage: svodka COMMAND [OPTION]...\n"
    "\n"
    "  run PATH... -o FOLDER   read reports and write all summaries, once\n"
    "  consolidate --archive=FOLDER --store=FILE --out=FOLDER\n"
    "                          bring a store and the summaries up to what the archive holds now\n"
    "  status --store=FILE     who has reported, who has not, what failed and since when\n"
    "  log --store=FILE        what happened to the files of the archive\n"
    "  diff --store=FILE DATE DATE\n"
    "                          which figures changed between two days\n"
    "  export --store=FILE     the record lines of what the archive holds\n"
    "  check-store --archive=FOLDER --store=FILE\n"
    "                          whether the store is sound and equals a fresh run\n"
    "\n"
    "'svodka COMMAND --help' tells more. Exit status: 0 good, 1 a document was rejected,\n"
    "2 wrong call, 3 broken, 75 another run holds the lock.\n";

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"run", svodka_run},
    {"consolidate", svodka_consolidate},
    {"status", svodka_status},
    {"log", svodka_log},
    {"diff", svodka_diff},
    {"export", svodka_export},
    {"check-store", svodka_check_store},
};

int
main(int argc, char **argv)
{
    cli_init("svodka", argv[0]);
    const char *name = argc > 1 ? argv[1] : NULL;
    if (!name)
        return cli_usage("what to do? run, consolidate, status, log, diff, export, check-store");
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return cli_answer(help);
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0)
        return cli_answer("svodka " SVODKA_VERSION "\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(name, commands[i].name) == 0) {
            argv[1] = argv[0]; /* whom getopt names */
            return commands[i].run(argc - 1, argv + 1);
        }
    return cli_usage("unknown command '%s'", name);
}
