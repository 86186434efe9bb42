/* example.h - the examples of the rule files, run as tests. */
#ifndef SVODKA_EXAMPLE_H
#define SVODKA_EXAMPLE_H

#include "process.h"

/* Runs every example: as written, in capitals, with no-break spaces, with Kazakh letters lost, with
 * Latin look-alikes. Prints what fails to standard output, ends with "N passed, N failed", and
 * returns EXIT_GOOD, EXIT_REJECTED where one failed, EXIT_USAGE where a pattern is refused,
 * EXIT_BROKEN for a write error. With `times` it also prints what each phrase cost. */
int check_rules(struct normalizer *n, bool times);

#endif
