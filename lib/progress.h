/* progress.h - one line on standard error that says how far a run is. */
#ifndef SVODKA_PROGRESS_H
#define SVODKA_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct progress {
    bool on;
    int64_t total; /* documents to come; 0: unknown */
    struct timespec begun, shown;
};

/* `wanted` is 1 or 0 where the command line says it, -1: on a terminal. */
void progress_begin(struct progress *p, int wanted);

/* Shows the line again, at most five times a second. */
void progress_show(struct progress *p, int64_t documents, int64_t rejected);

/* Takes the line away: before a message, and at the end. */
void progress_hide(struct progress *p);

#endif
