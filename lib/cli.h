/* cli.h - what the programs of the chain share towards the person (or cron) who calls them. */
#ifndef SVODKA_CLI_H
#define SVODKA_CLI_H

#include "buf.h"
#include "status.h"
#include "str.h"
#include <getopt.h>
#include <sys/types.h>
#include <time.h>

#define SVODKA_VERSION "0.1.0"

/* Names the program in messages and finds its folder. First call of every main(). Ignores SIGPIPE,
 * so that a closed pipe is a write error (EPIPE) like any other. */
void cli_init(const char *name, const char *argv0);

/* The program's name as given to cli_init(). */
const char *cli_name(void);

/* A message on standard error: "NAME: TEXT". Control characters of the text, which may come from a
 * hostile file name, are printed as \xHH. */
void cli_say(const char *format, ...) PRINTF_LIKE(1, 2);

/* The two lines for a wrong call ("NAME: TEXT" and "Try 'NAME --help'"); returns EXIT_USAGE. */
int cli_usage(const char *format, ...) PRINTF_LIKE(1, 2);

/* Where getopt has said what is wrong: only the second line; `command` may be NULL. */
int cli_try(const char *command);

/* Opens the data file `relative` ("figures.tsv", "labels/ru.tsv"): below $SVODKA_DATA, else in the
 * source tree beside the binary, else in the data folder that was installed with it (share/svodka
 * beside its bin, wherever that was moved to). The path is put in `path`. */
NODISCARD bool cli_data_path(const char *relative, struct buf *path);

/* Reads a whole file (at most `limit` bytes) into `b`. On failure errno says why: EFBIG beyond the
 * limit, EISDIR for a folder. */
NODISCARD enum status cli_read_file(const char *path, size_t limit, struct buf *b);

/* A whole number option from `low` to `high`; false for anything else. */
NODISCARD bool cli_number(const char *text, long low, long high, long *out);

/* A day that the calendar has, written YYYY-MM-DD; false for anything else. */
NODISCARD bool cli_date(const char *text);

/* Permissions of a file in octal digits, at most 0777; false for anything else. */
NODISCARD bool cli_mode(const char *text, mode_t *out);

/* Makes a folder, and those above it, for files of that mode: who may read them may look for them.
 * STATUS_BROKEN after a message. */
NODISCARD enum status cli_make_folder(const char *path, mode_t file);

/* Prints what a person asked for (--help, --version) on standard output; returns EXIT_GOOD, or says
 * why that failed and returns EXIT_BROKEN. */
int cli_answer(const char *text);

/* Seconds since 1970: those of $SOURCE_DATE_EPOCH where it is set, so that what is written can be
 * made again, else now. */
time_t cli_now(void);

/* Number of processors to use for -j0. */
long cli_processors(void);

#endif
