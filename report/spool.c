#include "spool.h"

#include "cli.h"
#include "io.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define BUFFER ((size_t)256 * 1024)

static const char *
folder(void)
{
    const char *given = getenv("TMPDIR");
    return given && *given ? given : "/tmp";
}

static enum status
broken(void)
{
    cli_say("%s: temporary file: %s", folder(), strerror(errno));
    return STATUS_BROKEN;
}

enum status
spool_open(struct spool *s)
{
    struct buf path = {0};
    buf_printf(&path, "%s/svodka-report.XXXXXX", folder());
    *s = (struct spool){.fd = path.failed ? -1 : mkstemp(path.p)};
    int saved = errno;
    if (s->fd >= 0)
        unlink(path.p);
    else
        cli_say("%s: temporary file: %s", folder(), strerror(saved));
    buf_free(&path);
    if (s->fd < 0)
        return STATUS_BROKEN;
    return fcntl(s->fd, F_SETFD, FD_CLOEXEC) == 0 ? STATUS_OK : broken();
}

static enum status
flush(struct spool *s)
{
    if (s->pending.len && !io_write_all(s->fd, buf_slice(&s->pending)))
        return broken();
    buf_clear(&s->pending);
    return STATUS_OK;
}

enum status
spool_add(struct spool *s, struct str line, struct spooled *where)
{
    *where = (struct spooled){s->size, (uint32_t)line.len};
    buf_str(&s->pending, line);
    if (s->pending.failed || line.len > UINT32_MAX) {
        errno = ENOMEM;
        return broken();
    }
    s->size += line.len;
    return s->pending.len >= BUFFER ? flush(s) : STATUS_OK;
}

enum status
spool_get(
    struct spool *s, struct spooled where, struct buf *line, struct arena *arena, struct json **out)
{
    if (flush(s) != STATUS_OK)
        return STATUS_BROKEN;
    buf_clear(line);
    if (!buf_reserve(line, where.len)) {
        errno = ENOMEM;
        return broken();
    }
    while (line->len < where.len) {
        ssize_t n =
            pread(s->fd, line->p + line->len, where.len - line->len, (off_t)(where.at + line->len));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            errno = n ? errno : EIO;
            return broken();
        }
        line->len += (size_t)n;
    }
    arena_reset(arena);
    enum status status = json_parse(arena, buf_slice(line), out, NULL);
    if (status == STATUS_OK)
        return STATUS_OK;
    errno = status == STATUS_BAD ? EIO : ENOMEM;
    return broken();
}

void
spool_close(struct spool *s)
{
    if (s->fd >= 0)
        close(s->fd);
    buf_free(&s->pending);
    *s = (struct spool){.fd = -1};
}
