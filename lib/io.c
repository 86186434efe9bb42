#include "io.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER ((size_t)64 * 1024)

/* After a read or write that failed: whether to try again, because a signal came or because another
 * process that shares the descriptor has set it not to wait. */
static bool
again(int fd, short event)
{
    if (errno == EINTR)
        return true;
    if (errno != EAGAIN)
        return false;
    struct pollfd p = {.fd = fd, .events = event};
    return poll(&p, 1, -1) >= 0 || errno == EINTR;
}

enum status
io_read_until(struct io_reader *r, char end_byte, struct str *line)
{
    size_t searched = r->at;
    for (;;) {
        char *end = r->buf.len > searched
            ? memchr(r->buf.p + searched, end_byte, r->buf.len - searched)
            : NULL;
        if (end) {
            *line = (struct str){r->buf.p + r->at, (size_t)(end - r->buf.p) - r->at};
            r->at += line->len + 1;
            r->line++;
            return STATUS_OK;
        }
        if (r->eof) {
            if (r->at == r->buf.len)
                return STATUS_BAD;
            *line = (struct str){r->buf.p + r->at, r->buf.len - r->at};
            r->at = r->buf.len;
            r->line++;
            return STATUS_OK;
        }
        if (r->buf.len - r->at > IO_LINE_MAX)
            return STATUS_LIMIT;
        if (r->at) {
            memmove(r->buf.p, r->buf.p + r->at, r->buf.len - r->at);
            r->buf.len -= r->at;
            r->at = 0;
        }
        searched = r->buf.len;
        if (!buf_reserve(&r->buf, BUFFER)) {
            errno = ENOMEM;
            return STATUS_BROKEN;
        }
        ssize_t n = read(r->fd, r->buf.p + r->buf.len, BUFFER);
        if (n < 0 && again(r->fd, POLLIN))
            continue;
        if (n < 0)
            return STATUS_BROKEN;
        if (n == 0)
            r->eof = true;
        else
            r->buf.len += (size_t)n;
    }
}

enum status
io_read_line(struct io_reader *r, struct str *line)
{
    return io_read_until(r, '\n', line);
}

void
io_reader_free(struct io_reader *r)
{
    buf_free(&r->buf);
    if (r->fd > STDIN_FILENO)
        close(r->fd);
    r->fd = -1;
}

bool
io_write_all(int fd, struct str s)
{
    while (s.len) {
        ssize_t n = write(fd, s.p, s.len);
        if (n < 0 && again(fd, POLLOUT))
            continue;
        if (n < 0)
            return false;
        s.p += n;
        s.len -= (size_t)n;
    }
    return true;
}

/* The file to replace: what a symbolic link leads to, so that the link stays. Where it leads to
 * nothing yet, that is its text, seen from its folder. */
static char *
target(const char *path, bool exists)
{
    if (exists)
        return realpath(path, NULL);
    char *out = malloc(strlen(path) + PATH_MAX + 1);
    if (!out)
        return NULL;
    strcpy(out, path);
    char *slash = strrchr(out, '/');
    char *name = slash ? slash + 1 : out;
    char text[PATH_MAX];
    ssize_t n = readlink(path, text, sizeof text - 1);
    if (n > 0) {
        text[n] = '\0';
        strcpy(text[0] == '/' ? out : name, text);
    }
    return out;
}

enum status
io_open(struct io_writer *w, const char *path, mode_t mode)
{
    *w = (struct io_writer){.fd = STDOUT_FILENO};
    if (!path || strcmp(path, "-") == 0)
        return STATUS_OK;
    struct stat st;
    bool exists = stat(path, &st) == 0;
    bool replaced = !exists || S_ISREG(st.st_mode); /* a pipe's /dev/stdout leads to no name */
    w->path = replaced ? target(path, exists) : strdup(path);
    if (!w->path)
        goto failed;
    if (!replaced) {
        /* A device or a pipe is written to, never replaced. A folder says so here. */
        w->fd = open(path, O_WRONLY | O_CLOEXEC);
        if (w->fd < 0)
            goto failed;
        return STATUS_OK;
    }
    size_t size = strlen(w->path) + sizeof ".XXXXXX";
    w->temporary = malloc(size);
    if (!w->temporary)
        goto failed;
    snprintf(w->temporary, size, "%s.XXXXXX", w->path);
    w->fd = mkstemp(w->temporary);
    if (w->fd < 0)
        goto failed;
    mode_t mask = umask(0);
    umask(mask);
    if (fcntl(w->fd, F_SETFD, FD_CLOEXEC) == 0 && fchmod(w->fd, mode & ~mask) == 0)
        return STATUS_OK;
    io_abandon(w);
    return STATUS_BROKEN;
failed:;
    int saved = errno ? errno : ENOMEM;
    free(w->path);
    free(w->temporary);
    *w = (struct io_writer){.fd = -1};
    errno = saved;
    return STATUS_BROKEN;
}

void
io_flush(struct io_writer *w)
{
    if (!w->error && !io_write_all(w->fd, buf_slice(&w->buf)))
        w->error = errno;
    buf_clear(&w->buf);
}

void
io_write(struct io_writer *w, struct str s)
{
    if (w->error)
        return;
    buf_str(&w->buf, s);
    if (w->buf.failed)
        w->error = ENOMEM;
    else if (w->buf.len >= BUFFER)
        io_flush(w);
}

void
io_abandon(struct io_writer *w)
{
    int saved = errno;
    if (w->path && w->fd >= 0)
        close(w->fd);
    if (w->temporary)
        unlink(w->temporary);
    free(w->path);
    free(w->temporary);
    buf_free(&w->buf);
    *w = (struct io_writer){.fd = -1};
    errno = saved;
}

/* Whether the file to replace is already what is written. */
static bool
is_there(const struct io_writer *w)
{
    enum { PIECE = 32768 };
    static char ours[PIECE], theirs[PIECE];
    struct stat a, b;
    int fd = open(w->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool same = fd >= 0 && fstat(w->fd, &a) == 0 && fstat(fd, &b) == 0 && a.st_size == b.st_size &&
        a.st_mode == b.st_mode && a.st_uid == b.st_uid;
    for (off_t at = 0; same && at < a.st_size; at += PIECE) {
        size_t n = a.st_size - at < PIECE ? (size_t)(a.st_size - at) : PIECE;
        same = pread(w->fd, ours, n, at) == (ssize_t)n && pread(fd, theirs, n, at) == (ssize_t)n &&
            memcmp(ours, theirs, n) == 0;
    }
    if (fd >= 0)
        close(fd);
    return same;
}

enum status
io_close(struct io_writer *w)
{
    io_flush(w);
    if (!w->error && w->spare && w->temporary && is_there(w)) {
        io_abandon(w);
        w->spared = true;
        return STATUS_OK;
    }
    if (!w->error && w->temporary && fsync(w->fd) != 0)
        w->error = errno;
    /* Standard output is closed too: a full disk may say so only then (NFS). */
    if (close(w->fd) != 0 && !w->error)
        w->error = errno;
    w->fd = -1;
    if (!w->error && w->temporary && rename(w->temporary, w->path) != 0)
        w->error = errno;
    if (!w->error) {
        free(w->temporary);
        w->temporary = NULL;
    }
    int error = w->error;
    io_abandon(w);
    errno = error;
    return error ? STATUS_BROKEN : STATUS_OK;
}
