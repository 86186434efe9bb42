#include "cli.h"
#include "run.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static const char help[] =
    "usage: svodka-extract [OPTION]... PATH...\n"
    "Reads reports and writes one JSON line for each: its blocks of text, their languages,\n"
    "tables, lists and what was remarkable about it.\n"
    "\n"
    "PATH is a file, a folder (with all below it) or - for a document on standard input.\n"
    "\n"
    "      --files-from=FILE  read paths from FILE (- for standard input), one a line\n"
    "  -0, --null             ... each ended by a NUL byte\n"
    "      --unseen=STORE     only what this store (svodka consolidate) does not hold yet, with\n"
    "                         lines that say what became of each file\n"
    "  -j, --jobs=N           work in N processes (0: one for each processor; 1)\n"
    "  -o, --output=FILE      write to FILE, which is complete or absent\n"
    "      --mode=MODE        ... with these permissions (octal; 600)\n"
    "      --encoding=NAME    plain text is in this encoding (detected)\n"
    "      --fail-on=LEVEL    exit 1 at a finding of LEVEL (info, warning, error) or above\n"
    "  -v, --verbose          print findings\n"
    "  -q, --quiet            do not name rejected documents\n"
    "      --progress, --no-progress   show how far it is (on a terminal)\n"
    "      --max-file=SIZE, --max-part=SIZE, --max-total=SIZE, --max-text=SIZE,\n"
    "      --max-memory=SIZE, --max-members=N, --max-depth=N, --max-seconds=N\n"
    "                         limits for one document (sizes in bytes, or with K, M, G)\n"
    "      --help, --version\n"
    "\n"
    "Exit status: 0 all good, 1 a document was rejected, 2 wrong call, 3 the run broke.\n";

enum {
    OPTION_FILES_FROM = 256,
    OPTION_UNSEEN,
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
    {"unseen", required_argument, NULL, OPTION_UNSEEN},
    {"null", no_argument, NULL, '0'},
    {"jobs", required_argument, NULL, 'j'},
    {"output", required_argument, NULL, 'o'},
    {"mode", required_argument, NULL, OPTION_MODE},
    {"encoding", required_argument, NULL, OPTION_ENCODING},
    {"fail-on", required_argument, NULL, OPTION_FAIL_ON},
    {"verbose", no_argument, NULL, 'v'},
    {"quiet", no_argument, NULL, 'q'},
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

/* -1: go on; else the exit status. */
static int
parse_option(struct options *o, int c)
{
    enum finding_level level;
    switch (c) {
    case OPTION_FILES_FROM:
        o->inputs.files_from = optarg;
        return -1;
    case OPTION_UNSEEN:
        o->inputs.store = optarg;
        return -1;
    case '0':
        o->inputs.separator = '\0';
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
    case 'q':
        o->quiet = o->inputs.unseen.quiet = true;
        return -1;
    case OPTION_MODE:
        return cli_mode(optarg, &o->mode) ? -1 : cli_usage("--mode: not an octal mode: %s", optarg);
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
        return cli_answer(help);
    case OPTION_VERSION:
        return cli_answer("svodka-extract " SVODKA_VERSION "\n");
    case '?':
        if (optopt > 0 && optopt < OPTION_FILES_FROM)
            return cli_usage("unknown option: -%c", optopt);
        return cli_usage("unknown option: %s", o->inputs.paths[optind - 1]);
    case ':':
        return cli_usage("an argument is missing: %s", o->inputs.paths[optind - 1]);
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
        .inputs = {.paths = argv, .separator = '\n'},
        .jobs = 1,
        .mode = 0600,
        .fail_on = FINDING_ERROR + 1,
        .progress = -1};
    cli_init("svodka-extract", argv[0]);
    opterr = 0;
    int c;
    while ((c = getopt_long(argc, argv, ":0j:o:qv", long_options, NULL)) != -1) {
        int status = parse_option(&o, c);
        if (status >= 0)
            return status;
    }
    o.inputs.paths = argv + optind;
    o.inputs.npaths = argc - optind;
    o.inputs.limit = o.job.limits.file;
    if (!o.inputs.npaths && !o.inputs.files_from)
        return cli_usage("no PATH given");
    for (int i = 0; i < o.inputs.npaths && o.inputs.store; i++)
        if (o.inputs.files_from || strcmp(o.inputs.paths[i], "-") == 0)
            return cli_usage(
                "--unseen looks at files and folders that stay: no -, no --files-from");
    return run_extract(&o);
}
