/* passed.h - options of svodka-report(1) that the commands hand on as they came. */
#ifndef SVODKA_PASSED_H
#define SVODKA_PASSED_H

#include "command.h"
#include <getopt.h>

enum {
    PASSED_LANG,
    PASSED_REGISTRY,
    PASSED_DECISIONS,
    PASSED_DUE,
    PASSED_NO_PERSONS,
    PASSED_MODE,
    PASSED_COUNT
};
#define PASSED_FIRST 512 /* value of the first in a table of options; -l is the language's too */

/* Lines of a table of options. */
#define PASSED_OPTIONS                                                                             \
    {"lang", required_argument, NULL, PASSED_FIRST + PASSED_LANG},                                 \
        {"registry", required_argument, NULL, PASSED_FIRST + PASSED_REGISTRY},                     \
        {"decisions", required_argument, NULL, PASSED_FIRST + PASSED_DECISIONS},                   \
        {"due", required_argument, NULL, PASSED_FIRST + PASSED_DUE},                               \
        {"mode", required_argument, NULL, PASSED_FIRST + PASSED_MODE},                             \
    {                                                                                              \
        "no-persons", no_argument, NULL, PASSED_FIRST + PASSED_NO_PERSONS                          \
    }

#define PASSED_HELP                                                                                \
    "  -l, --lang=LANG       language of the summaries: ru (default), kk, en\n"                    \
    "      --registry=FILE   who is expected to report\n"                                          \
    "      --decisions=FILE  a person's word on conflicts and findings\n"                          \
    "      --due=DATE        when reports were due, where the registry gives no date\n"            \
    "      --no-persons      leave out names of people and the sentences that may hold them\n"     \
    "      --mode=OCTAL      permissions of the summaries (default 0600)\n"

struct passed {
    const char *values[PASSED_COUNT]; /* NULL: not given */
};

/* Takes an option that getopt_long() returned; false where it is none of these. */
bool passed_take(struct passed *p, int option, const char *value);

/* Gives them to svodka-report. */
void passed_on(const struct passed *p, struct command *c);

/* -1 where svodka-report takes them; else, after its message, the exit status. */
int passed_check(const struct passed *p);

/* Appends what a summary depends on: the options, and the times of the files that they name. */
void passed_describe(const struct passed *p, struct buf *b);

#endif
