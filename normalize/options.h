/* options.h - what the program was asked to do. */
#ifndef SVODKA_OPTIONS_H
#define SVODKA_OPTIONS_H

#include "io.h"
#include <stdbool.h>

enum mode {
    MODE_RECORDS,
    MODE_CHECK,
    MODE_LINT,
    MODE_EXPLAIN,
    MODE_UNCLAIMED,
    MODE_DIFF,
    MODE_VERSION
};

struct options {
    enum mode mode;
    long jobs;
    mode_t permissions;
    const char *output, *rules;
    const char *explain; /* FIGURE, BLOCK:OFFSET or "missing" */
    const char *diff; /* the folder of the other rules */
    int fail_on; /* level, or one above the worst */
    bool verbose;
    int progress; /* -1: on a terminal */
    bool keep; /* the lines of documents and files too */
    char **files;
    int nfiles;
};

/* Closes the output, or gives it up where `status` is EXIT_BROKEN. What went wrong is said; returns
 * the exit status. */
int options_close(struct io_writer *w, const struct options *o, int status);

/* Says each line of a text of mistakes. */
void options_say_lines(struct str text);

#endif
