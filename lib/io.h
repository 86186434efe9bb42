/* io.h - bytes in and out of the process: JSON Lines streams, and output that is complete or
 * absent. */
#ifndef SVODKA_IO_H
#define SVODKA_IO_H

#include "buf.h"
#include "status.h"
#include "str.h"
#include <sys/types.h>

/* Reads one line after another. A line is at most IO_LINE_MAX bytes: the text of a document (16 MiB
 * at most) in JSON with every byte escaped stays below it. */
#define IO_LINE_MAX ((size_t)256 * 1024 * 1024)

struct io_reader {
    int fd;
    const char *name; /* for messages */
    struct buf buf;
    size_t at; /* begin of what is not yet handed out */
    size_t line; /* number of the line last handed out, from 1 */
    bool eof;
};

/* The next line without its newline, in `*line`, valid until the next call. STATUS_OK with a line,
 * STATUS_BAD at the end of the input, STATUS_LIMIT for a line that is too long, STATUS_BROKEN for a
 * read error (errno says which). */
NODISCARD enum status io_read_line(struct io_reader *r, struct str *line);

/* The same where another byte than a newline ends each piece. */
NODISCARD enum status io_read_until(struct io_reader *r, char end, struct str *piece);

void io_reader_free(struct io_reader *r);

/* An output: standard output, or a file that is written beside itself and renamed into place by
 * io_close(), so that it is complete or absent. A symbolic link stays, and the file that it leads
 * to is replaced; a device or a pipe is written to as it is. */
struct io_writer {
    int fd;
    char *path; /* NULL for standard output */
    char *temporary; /* what is renamed to `path`; NULL where nothing is */
    struct buf buf;
    int error; /* errno of the first failure, 0 where all is well */
    bool spare; /* a file that holds the same bytes already stays as it is, its time included */
    bool spared; /* after io_close(): it did */
};

/* Opens `path` (NULL or "-" for standard output). `mode` is the new file's permissions, lessened by
 * the umask; 0600 unless the caller asked for another. STATUS_BROKEN with errno set where that
 * failed. */
NODISCARD enum status io_open(struct io_writer *w, const char *path, mode_t mode);

/* Appends; an error is remembered and said by io_close(). io_flush() hands on what is buffered. */
void io_write(struct io_writer *w, struct str s);
void io_flush(struct io_writer *w);

/* Writes out, closes, renames. STATUS_BROKEN with errno set where any of it, or an earlier write,
 * failed; the file is then absent (or the old one). EPIPE means that the reader left. */
NODISCARD enum status io_close(struct io_writer *w);

/* Gives up: removes the temporary file. */
void io_abandon(struct io_writer *w);

/* Writes all of `s` to `fd`, over short writes and signals. */
NODISCARD bool io_write_all(int fd, struct str s);

#endif
