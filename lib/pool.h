/* pool.h - ordered work in worker processes.
 *
 * The parent takes jobs from a callback, hands them to N workers, and gets the results back in the
 * order of the jobs, whatever the order in which they are done: the same bytes for every N. A
 * worker is a forked process that is kept for many jobs and replaced when it dies; a death costs
 * one job. Workers leave with _exit(). */
#ifndef SVODKA_POOL_H
#define SVODKA_POOL_H

#include "buf.h"
#include "status.h"
#include "str.h"

/* One job: a request of bytes and, where fd is not negative, an open descriptor that is passed to
 * the worker (the pool closes it in the parent). */
struct pool_job {
    struct buf request;
    int fd;
};

enum pool_end {
    POOL_DONE, /* `result` is what the worker wrote */
    POOL_DIED, /* the worker died (a signal, out of memory) */
    POOL_TIMEOUT /* it took longer than pool.seconds and was killed */
};

struct pool {
    int workers; /* at least 1 */
    unsigned seconds; /* wall time that a job may take; 0 is no limit */
    void *ctx; /* first argument of the callbacks */

    /* Parent: fills the next job. False when there is none left. */
    bool (*next)(void *ctx, struct pool_job *job);

    /* Parent: takes a job's result, in the order of the jobs; `request` is the job's own. `signal`
     * is what killed the worker. Anything but STATUS_OK stops the pool, which returns it. */
    enum status (*done)(
        void *ctx, struct str request, enum pool_end end, int signal, struct str result);

    /* Worker: called once in each new worker, to give up rights and prepare (may be NULL). */
    enum status (*start)(void *ctx);

    /* Worker: does one job; `fd` is the worker's to close. */
    void (*work)(void *ctx, struct str request, int fd, struct buf *result);
};

/* Runs until `next` says so. STATUS_BROKEN where no worker can be started. */
NODISCARD enum status pool_run(const struct pool *p);

#endif
