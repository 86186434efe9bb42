/* tsv.h - data files that people keep: tab-separated lines, the first naming the columns. */
#ifndef SVODKA_TSV_H
#define SVODKA_TSV_H

#include "arena.h"
#include "status.h"
#include "str.h"
#include <stddef.h>

enum { TSV_COLUMNS = 32 };

/* Takes one line: the values of the columns asked for, empty where the file has none. They live in
 * the arena. STATUS_BAD after its own message. */
typedef enum status (*tsv_taker)(void *ctx, const char *path, int line, const struct str *values);

/* Reads the file, or, where `path` is NULL, the one called `fallback` in the data folder, which
 * need not exist. Lines that begin with "#" are remarks; columns that are not asked for are
 * ignored. STATUS_BAD after a message, also where column `needed` is not there. */
NODISCARD enum status tsv_load(struct arena *arena, const char *path, const char *fallback,
    const char *const *columns, size_t count, size_t needed, tsv_taker take, void *ctx);

#endif
