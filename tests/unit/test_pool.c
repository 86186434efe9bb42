#include "unit.h"

#include "pool.h"
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* A job's request is its number; a worker does with it what `act` says. */
struct plan {
    int jobs, next, done;
    size_t padding; /* bytes behind the number in each request, and in each result */
    void (*act)(int number);
    int deaths, late, signal; /* seen by the parent */
    int stop_at; /* the parent gives up at this job; -1: never */
    enum status start; /* what start() returns */
    pid_t parent;
};

static bool
next_job(void *ctx, struct pool_job *job)
{
    struct plan *p = ctx;
    if (p->next == p->jobs)
        return false;
    buf_printf(&job->request, "%d ", p->next++);
    for (size_t i = 0; i < p->padding; i++)
        buf_char(&job->request, 'x');
    return true;
}

static enum status
job_done(void *ctx, struct str request, enum pool_end end, int signal, struct str result)
{
    struct plan *p = ctx;
    assert_int_equal(getpid(), p->parent);
    assert_int_equal(atoi(request.p), p->done);
    if (end == POOL_DONE) {
        assert_int_equal(atoi(result.p), p->done * 2);
        assert_true(result.len > p->padding);
    } else {
        assert_int_equal(result.len, 0);
        p->deaths += end == POOL_DIED;
        p->late += end == POOL_TIMEOUT;
        p->signal = signal;
    }
    return p->done++ == p->stop_at ? STATUS_BROKEN : STATUS_OK;
}

static enum status
start(void *ctx)
{
    return ((struct plan *)ctx)->start;
}

static void
work(void *ctx, struct str request, int fd, struct buf *result)
{
    struct plan *p = ctx;
    int number = atoi(request.p);
    if (fd >= 0)
        close(fd);
    if (p->act)
        p->act(number);
    buf_printf(result, "%d ", number * 2);
    for (size_t i = 0; i < p->padding; i++)
        buf_char(result, 'y');
}

/* Open descriptors of this process. */
static int
descriptors(void)
{
    DIR *d = opendir("/proc/self/fd");
    int n = 0;
    while (d && readdir(d))
        n++;
    if (d)
        closedir(d);
    return n;
}

static enum status
run(struct plan *p, int workers, unsigned seconds)
{
    struct pool pool = {workers, seconds, p, next_job, job_done, start, work};
    int before = descriptors();
    p->parent = getpid();
    p->next = p->done = p->deaths = p->late = p->signal = 0;
    enum status status = pool_run(&pool);
    assert_int_equal(descriptors(), before);
    return status;
}

/* Early jobs take longest, so that results come in the wrong order. */
static void
be_slow_at_first(int number)
{
    if (number < 4)
        usleep((useconds_t)(4 - number) * 5000);
}

static void
die_at_times(int number)
{
    if (number % 5 == 3)
        raise(SIGKILL); /* cmocka would catch the others */
    if (number % 5 == 4)
        _exit(0);
}

static void
hang_once(int number)
{
    if (number == 1)
        pause();
}

static void
results_come_in_order(void **state)
{
    (void)state;
    for (int workers = 1; workers <= 4; workers++) {
        struct plan p = {.jobs = 200, .act = be_slow_at_first, .stop_at = -1};
        assert_int_equal(run(&p, workers, 0), STATUS_OK);
        assert_int_equal(p.done, 200);
        assert_int_equal(p.deaths, 0);
    }
}

static void
nothing_to_do_is_done(void **state)
{
    struct plan p = {.stop_at = -1};
    (void)state;
    assert_int_equal(run(&p, 3, 0), STATUS_OK);
    assert_int_equal(p.done, 0);
}

static void
large_requests_and_results_pass(void **state)
{
    struct plan p = {.jobs = 40, .padding = 3000000, .stop_at = -1};
    (void)state;
    assert_int_equal(run(&p, 3, 0), STATUS_OK);
    assert_int_equal(p.done, 40);
}

static void
a_death_costs_one_job(void **state)
{
    (void)state;
    for (int workers = 1; workers <= 3; workers++) {
        struct plan p = {.jobs = 50, .act = die_at_times, .stop_at = -1};
        assert_int_equal(run(&p, workers, 0), STATUS_OK);
        assert_int_equal(p.done, 50);
        assert_int_equal(p.deaths, 20);
    }
    struct plan p = {.jobs = 4, .act = die_at_times, .stop_at = -1};
    assert_int_equal(run(&p, 1, 0), STATUS_OK);
    assert_int_equal(p.signal, SIGKILL);
}

static void
a_job_that_hangs_is_given_up(void **state)
{
    struct plan p = {.jobs = 6, .act = hang_once, .stop_at = -1};
    (void)state;
    assert_int_equal(run(&p, 2, 1), STATUS_OK);
    assert_int_equal(p.done, 6);
    assert_int_equal(p.late, 1);
    assert_int_equal(p.deaths, 0);
}

static void
the_parent_may_give_up(void **state)
{
    struct plan p = {.jobs = 100, .stop_at = 7};
    (void)state;
    assert_int_equal(run(&p, 3, 0), STATUS_BROKEN);
    assert_int_equal(p.done, 8);
}

static void
workers_that_cannot_start_break_the_run(void **state)
{
    struct plan p = {.jobs = 3, .stop_at = -1, .start = STATUS_BROKEN};
    (void)state;
    assert_int_equal(run(&p, 2, 0), STATUS_BROKEN);
    assert_int_equal(p.done, 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(results_come_in_order),
    cmocka_unit_test(nothing_to_do_is_done),
    cmocka_unit_test(large_requests_and_results_pass),
    cmocka_unit_test(a_death_costs_one_job),
    cmocka_unit_test(a_job_that_hangs_is_given_up),
    cmocka_unit_test(the_parent_may_give_up),
    cmocka_unit_test(workers_that_cannot_start_break_the_run),
};
UNIT_MAIN(tests)
