/* run.h - one run of svodka-extract: documents to workers, their lines to the output. */
#ifndef SVODKA_RUN_H
#define SVODKA_RUN_H

#include "inputs.h"
#include "job.h"
#include <sys/types.h>

/* What the command line asks for. */
struct options {
    struct job_options job;
    struct inputs inputs;
    long jobs;
    const char *output;
    mode_t mode;
    int fail_on; /* enum finding_level, or 3: never */
    bool verbose, quiet;
    int progress; /* -1: on a terminal */
};

/* Extracts; returns the exit status. */
int run_extract(struct options *o);

#endif
