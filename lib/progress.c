#include "progress.h"

#include "buf.h"
#include "io.h"
#include <inttypes.h>
#include <unistd.h>

#define BEAT 0.2 /* seconds between two lines */

static double
seconds_since(const struct timespec *t)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - t->tv_sec) + (double)(now.tv_nsec - t->tv_nsec) / 1e9;
}

void
progress_begin(struct progress *p, int wanted)
{
    p->on = wanted < 0 ? isatty(STDERR_FILENO) : wanted;
    clock_gettime(CLOCK_MONOTONIC, &p->begun);
}

static void
put(struct progress *p, struct buf *line)
{
    if (line->failed || !io_write_all(STDERR_FILENO, buf_slice(line)))
        p->on = false;
    buf_free(line);
}

void
progress_show(struct progress *p, int64_t documents, int64_t rejected)
{
    struct buf line = {0};
    if (!p->on || seconds_since(&p->shown) < BEAT)
        return;
    clock_gettime(CLOCK_MONOTONIC, &p->shown);
    double elapsed = seconds_since(&p->begun);
    double rate = elapsed > 0 ? (double)documents / elapsed : 0;
    buf_printf(&line, "\r\033[K%" PRId64, documents);
    if (p->total)
        buf_printf(&line, " of %" PRId64, p->total);
    buf_printf(&line, " files, %.0f/s, %" PRId64 " rejected", rate, rejected);
    if (p->total > documents && rate > 0) {
        long left = (long)((double)(p->total - documents) / rate) + 1;
        buf_printf(&line, ", %ld:%02ld left", left / 60, left % 60);
    }
    put(p, &line);
}

void
progress_hide(struct progress *p)
{
    struct buf line = {0};
    if (!p->on)
        return;
    buf_z(&line, "\r\033[K");
    put(p, &line);
}
