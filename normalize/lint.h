/* lint.h - what is doubtful in rules that compile. */
#ifndef SVODKA_LINT_H
#define SVODKA_LINT_H

#include "options.h"
#include "process.h"

/* Looks the rules over and prints what an author should know, a line "FILE:LINE:COLUMN: remark"
 * each, then "N remarks". Where files of documents are given, phrases are run over them too, for
 * their time. EXIT_GOOD, EXIT_REJECTED where there is a remark, EXIT_BROKEN. */
int lint_run(struct normalizer *n, const struct options *o);

#endif
