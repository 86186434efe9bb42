/* folder.h - the folder that the summaries go to. */
#ifndef SVODKA_FOLDER_H
#define SVODKA_FOLDER_H

#include "status.h"
#include "str.h"
#include <stdbool.h>
#include <sys/types.h>

/* The files of a run are those of `paths`, one a line, each "FOLDER/...": files.txt there names
 * them from now on, and what the one before names and they do not is removed. */
NODISCARD enum status folder_settle(const char *folder, struct str paths);

/* Whether `path`, which need not be there, is the folder `root` or lies below it. */
bool folder_holds(const char *root, const char *path);

/* Removes what a killed run left half written there. Only for who has the lock: it may be what
 * another run is writing. */
void folder_sweep(const char *path);

#endif
