/* svodka-normalize - document lines to record lines. */
#include "cli.h"
#include "diff.h"
#include "example.h"
#include "explain.h"
#include "finding.h"
#include "lint.h"
#include "stream.h"
#include "unclaimed.h"
#include <stdio.h>

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
    "  -k, --keep           hand on the lines of documents and files too, before their records\n"
    "      --progress, --no-progress   show how far it is (on a terminal, unless it reads a pipe)\n"
    "  -v, --verbose        findings on standard error too\n"
    "      --check-rules    run the examples of the rules instead, and say what fails\n"
    "      --explain=WHAT   say why, instead of records: WHAT is a figure, BLOCK:OFFSET of a text, "
    "or "
    "missing\n"
    "      --unclaimed      group the numbers that no rule claimed, instead of records\n"
    "      --lint           say what is doubtful in the rules, instead of records\n"
    "      --diff=FOLDER    say what changes under the rules of FOLDER, instead of records\n"
    "      --rules-version  print the version of the rules, as the end line names it\n"
    "      --help           this text\n"
    "      --version        the version\n"
    "\n"
    "Exit status: 0 good; 1 a document was rejected or a finding reached --fail-on; 2 called "
    "wrongly or\n"
    "the rules do not compile; 3 the run broke: do not use the output. See svodka-normalize(1).\n";

enum {
    OPTION_MODE = 256,
    OPTION_RULES,
    OPTION_FAIL_ON,
    OPTION_CHECK,
    OPTION_EXPLAIN,
    OPTION_UNCLAIMED,
    OPTION_LINT,
    OPTION_DIFF,
    OPTION_RULES_VERSION,
    OPTION_PROGRESS,
    OPTION_NO_PROGRESS,
    OPTION_HELP,
    OPTION_VERSION
};

static const struct option long_options[] = {{"jobs", required_argument, NULL, 'j'},
    {"output", required_argument, NULL, 'o'}, {"mode", required_argument, NULL, OPTION_MODE},
    {"rules", required_argument, NULL, OPTION_RULES},
    {"fail-on", required_argument, NULL, OPTION_FAIL_ON}, {"keep", no_argument, NULL, 'k'},
    {"verbose", no_argument, NULL, 'v'}, {"check-rules", no_argument, NULL, OPTION_CHECK},
    {"explain", required_argument, NULL, OPTION_EXPLAIN},
    {"unclaimed", no_argument, NULL, OPTION_UNCLAIMED},
    {"progress", no_argument, NULL, OPTION_PROGRESS},
    {"no-progress", no_argument, NULL, OPTION_NO_PROGRESS},
    {"lint", no_argument, NULL, OPTION_LINT}, {"diff", required_argument, NULL, OPTION_DIFF},
    {"rules-version", no_argument, NULL, OPTION_RULES_VERSION},
    {"help", no_argument, NULL, OPTION_HELP}, {"version", no_argument, NULL, OPTION_VERSION},
    {NULL, 0, NULL, 0}};

/* Reads the options. -1 to go on, else the exit status. */
static int
parse_options(struct options *o, int argc, char **argv)
{
    enum finding_level level;
    int c;
    *o = (struct options){
        .jobs = 1, .permissions = 0600, .progress = -1, .fail_on = FINDING_ERROR + 1};
    while ((c = getopt_long(argc, argv, ":j:o:kv", long_options, NULL)) != -1)
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
            if (!cli_mode(optarg, &o->permissions))
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
        case 'k':
            o->keep = true;
            break;
        case 'v':
            o->verbose = true;
            break;
        case OPTION_PROGRESS:
        case OPTION_NO_PROGRESS:
            o->progress = c == OPTION_PROGRESS;
            break;
        case OPTION_CHECK:
            o->mode = MODE_CHECK;
            break;
        case OPTION_EXPLAIN:
            o->mode = MODE_EXPLAIN;
            o->explain = optarg;
            break;
        case OPTION_UNCLAIMED:
            o->mode = MODE_UNCLAIMED;
            break;
        case OPTION_LINT:
            o->mode = MODE_LINT;
            break;
        case OPTION_DIFF:
            o->mode = MODE_DIFF;
            o->diff = optarg;
            break;
        case OPTION_RULES_VERSION:
            o->mode = MODE_VERSION;
            break;
        case OPTION_HELP:
            return cli_answer(help);
        case OPTION_VERSION:
            return cli_answer("svodka-normalize " SVODKA_VERSION "\n");
        case ':':
            return cli_usage("'%s' needs a value", argv[optind - 1]);
        default:
            return cli_usage("unknown option '%s'", argv[optind - 1]);
        }
    o->files = argv + optind;
    o->nfiles = argc - optind;
    return -1;
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

static int
say_version(const struct normalizer *n)
{
    char line[sizeof n->version + 1];
    snprintf(line, sizeof line, "%s\n", n->version);
    return cli_answer(line);
}

static int
run(struct normalizer *n, const struct options *o)
{
    switch (o->mode) {
    case MODE_CHECK:
        return check_rules(n, o->verbose);
    case MODE_EXPLAIN:
        return explain_run(n, o);
    case MODE_LINT:
        return lint_run(n, o);
    case MODE_UNCLAIMED:
        return unclaimed_run(n, o);
    case MODE_DIFF:
        return diff_run(n, o);
    case MODE_VERSION:
        return say_version(n);
    case MODE_RECORDS:
        break;
    }
    return stream_run(n, o);
}

int
main(int argc, char **argv)
{
    struct options options;
    struct normalizer normalizer = {0};
    struct buf folder = {0}, why = {0};
    cli_init("svodka-normalize", argv[0]);
    int status = parse_options(&options, argc, argv);
    if (status >= 0)
        return status;
    if (!rules_folder(&options, &folder)) {
        cli_say("no rules: there is no figures.tsv in the data folder");
        status = EXIT_USAGE;
    } else if (normalizer_load(&normalizer, folder.p, &why) != STATUS_OK) {
        options_say_lines(buf_slice(&why));
        status = EXIT_USAGE;
    } else {
        status = run(&normalizer, &options);
    }
    normalizer_free(&normalizer);
    buf_free(&folder);
    buf_free(&why);
    return status;
}
