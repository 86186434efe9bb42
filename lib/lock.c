#include "lock.h"

#include "buf.h"
#include "cli.h"
#include "io.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static struct buf path;
static int held = -1;

/* Whether the file that we hold is still the one of that name: the holder before us removes it. */
static bool
is_current(int fd)
{
    struct stat ours, named;
    return fstat(fd, &ours) == 0 && stat(path.p, &named) == 0 && ours.st_ino == named.st_ino &&
        ours.st_dev == named.st_dev;
}

static int
say_holder(int fd)
{
    char who[128];
    ssize_t n = pread(fd, who, sizeof who - 1, 0);
    who[n > 0 ? n : 0] = '\0';
    who[strcspn(who, "\n")] = '\0';
    cli_say("%s: another run holds the lock%s%s", path.p, *who ? ": " : "", who);
    return EXIT_LOCKED;
}

/* Who we are, for whom we keep waiting. */
static bool
sign(int fd)
{
    char host[64] = "", now[32] = "", who[160];
    time_t t = cli_now();
    struct tm tm;
    (void)gethostname(host, sizeof host - 1);
    if (gmtime_r(&t, &tm))
        (void)strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &tm);
    int n = snprintf(who, sizeof who, "process %ld on %s since %s\n", (long)getpid(), host, now);
    return ftruncate(fd, 0) == 0 && io_write_all(fd, (struct str){who, (size_t)n});
}

int
lock_take(const char *store)
{
    buf_printf(&path, "%s.lock", store);
    while (!path.failed) {
        int fd = open(path.p, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd < 0)
            break;
        if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
            int status = errno == EWOULDBLOCK ? say_holder(fd) : EXIT_BROKEN;
            if (status == EXIT_BROKEN)
                cli_say("%s: %s", path.p, strerror(errno));
            close(fd);
            return status;
        }
        held = fd;
        if (is_current(fd)) {
            if (sign(fd))
                return EXIT_GOOD;
            cli_say("%s: %s", path.p, strerror(errno));
            lock_leave();
            return EXIT_BROKEN;
        }
        close(fd);
    }
    cli_say("%s: its lock %s.lock can't be made: %s", store, store, strerror(errno));
    return EXIT_BROKEN;
}

void
lock_leave(void)
{
    if (held >= 0) {
        unlink(path.p);
        close(held);
    }
    held = -1;
    buf_free(&path);
}
