/* all.h - every output at once, into a folder. */
#ifndef SVODKA_ALL_H
#define SVODKA_ALL_H

#include "output.h"
#include <sys/types.h>

/* Writes all formats into `folder`, which is made where it is not there; each file is complete or
 * as it was, and keeps its time where nothing in it is new. A line with its path goes to `list` for
 * each. A message says what failed. */
NODISCARD enum status all_write(
    struct report *r, const char *folder, mode_t mode, struct io_writer *list);

/* A sheet of remarks for each row that has any: a Word document and a page each, into `folder`. */
NODISCARD enum status remarks_write(
    struct report *r, const char *folder, mode_t mode, struct io_writer *list);

/* Adds a line to the list. */
void all_name(const char *path, struct io_writer *list);

/* Writes one file by `write`. STATUS_BROKEN after a message; the file is then as it was. In `same`
 * (may be NULL) whether it is as it was because nothing in it is new. */
NODISCARD enum status all_file(struct report *r, const char *path, mode_t mode,
    enum status (*write)(struct report *r), struct io_writer *list, bool *same);

#endif
