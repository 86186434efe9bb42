#include "pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Results that wait for an earlier one: so many jobs for each worker may be under way or waiting,
 * and no new one is begun while so many bytes wait. */
#define WINDOW 16
#define WAITING_MAX ((size_t)64 * 1024 * 1024)

/* A result announced as longer than this is a worker gone mad (a line of 256 MiB is our longest).
 */
#define RESULT_MAX ((uint64_t)1 << 30)

enum slot_state { SLOT_RUNNING, SLOT_FINISHED };

struct slot {
    struct buf request, result;
    enum slot_state state;
    enum pool_end end;
    int signal;
};

struct worker {
    pid_t pid; /* 0: none */
    int fd; /* the parent's end of the socket pair */
    struct slot *slot; /* the job it does, NULL where it is idle */
    uint64_t expected; /* length of the result, once `got` says that it is known */
    unsigned got; /* bytes of `expected` read so far */
    struct timespec until;
};

struct run {
    const struct pool *pool;
    struct worker *workers;
    struct pollfd *polls;
    struct slot *slots; /* a ring in the order of the jobs */
    size_t window, first, count;
    size_t waiting; /* bytes of results that are finished and not handed on */
    bool drained; /* next() has no more */
};

/* Reads or writes all of it; false at the end of the stream or on an error. */
static bool
read_all(int fd, void *p, size_t len)
{
    for (char *at = p; len;) {
        ssize_t n = read(fd, at, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

static bool
send_all(int fd, const void *p, size_t len)
{
    for (const char *at = p; len;) {
        ssize_t n = send(fd, at, len, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

/* The length of a message and, with it, a descriptor. */
static bool
send_header(int fd, uint64_t len, int pass)
{
    union {
        struct cmsghdr align;
        char space[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec iov = {&len, sizeof len};
    struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1};
    if (pass >= 0) {
        m.msg_control = control.space;
        m.msg_controllen = sizeof control.space;
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(c), &pass, sizeof pass);
    }
    ssize_t n;
    do
        n = sendmsg(fd, &m, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof len;
}

static bool
receive_header(int fd, uint64_t *len, int *passed)
{
    union {
        struct cmsghdr align;
        char space[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec iov = {len, sizeof *len};
    struct msghdr m = {.msg_iov = &iov,
        .msg_iovlen = 1,
        .msg_control = control.space,
        .msg_controllen = sizeof control.space};
    ssize_t n;
    do
        n = recvmsg(fd, &m, MSG_CMSG_CLOEXEC | MSG_WAITALL);
    while (n < 0 && errno == EINTR);
    *passed = -1;
    for (struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&m) : NULL; c; c = CMSG_NXTHDR(&m, c))
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
            memcpy(passed, CMSG_DATA(c), sizeof *passed);
    return n == (ssize_t)sizeof *len;
}

/* The life of a worker. It leaves when the parent closes its end, and always with _exit(): exit()
 * would rewind a standard input that it shares with the parent. */
static void
work(const struct pool *p, int fd)
{
    struct buf request = {0}, result = {0};
    if (p->start && p->start(p->ctx) != STATUS_OK)
        _exit(EXIT_BROKEN);
    if (!send_all(fd, "", 1))
        _exit(EXIT_BROKEN);
    for (;;) {
        uint64_t len;
        int passed;
        if (!receive_header(fd, &len, &passed))
            _exit(EXIT_GOOD);
        buf_clear(&request);
        buf_clear(&result);
        if (!buf_reserve(&request, len))
            _exit(EXIT_BROKEN);
        if (!read_all(fd, request.p, len))
            _exit(EXIT_GOOD);
        request.len = len;
        request.p[len] = '\0';
        p->work(p->ctx, buf_slice(&request), passed, &result);
        if (result.failed)
            _exit(EXIT_BROKEN);
        uint64_t size = result.len;
        if (!send_header(fd, size, -1) || !send_all(fd, result.p, result.len))
            _exit(EXIT_BROKEN);
    }
}

static void
stop_worker(struct worker *w, int *signal)
{
    int status = 0;
    *signal = 0;
    if (!w->pid)
        return;
    close(w->fd);
    while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
        ;
    *signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    *w = (struct worker){.fd = -1};
}

static bool
start_worker(struct run *r, struct worker *w)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return false;
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid < 0) {
        close(pair[0]);
        close(pair[1]);
        return false;
    }
    if (pid == 0) {
        close(pair[0]);
        /* Another worker's socket held open here would hide its parent's death from it. */
        for (int i = 0; i < r->pool->workers; i++)
            if (r->workers[i].pid)
                close(r->workers[i].fd);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(EXIT_BROKEN);
        work(r->pool, pair[1]);
    }
    close(pair[1]);
    *w = (struct worker){.pid = pid, .fd = pair[0]};
    char hello;
    if (read_all(w->fd, &hello, 1))
        return true;
    int signal;
    stop_worker(w, &signal);
    errno = ECHILD;
    return false;
}

static void
set_deadline(const struct pool *p, struct worker *w)
{
    clock_gettime(CLOCK_MONOTONIC, &w->until);
    w->until.tv_sec += p->seconds;
}

/* Milliseconds until the deadline, at least 0. */
static int
time_left(const struct worker *w)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long long ms = (long long)(w->until.tv_sec - now.tv_sec) * 1000 +
        (w->until.tv_nsec - now.tv_nsec) / 1000000 + 1;
    return ms < 0 ? 0 : ms > 1000000 ? 1000000 : (int)ms;
}

static bool
hand_over(struct worker *w, const struct pool_job *job)
{
    return send_header(w->fd, job->request.len, job->fd) &&
        send_all(w->fd, job->request.p, job->request.len);
}

static void
finish(struct run *r, struct worker *w, enum pool_end end, int signal)
{
    struct slot *s = w->slot;
    w->slot = NULL;
    s->state = SLOT_FINISHED;
    s->end = end;
    s->signal = signal;
    if (end != POOL_DONE)
        buf_free(&s->result);
    r->waiting += s->result.len;
}

/* The worker died, or is to die, at its job. */
static void
lose(struct run *r, struct worker *w, enum pool_end end)
{
    int signal;
    struct worker dead = *w;
    kill(w->pid, SIGKILL); /* one that is dead already keeps its own status */
    stop_worker(w, &signal);
    dead.fd = -1;
    finish(r, &dead, end, signal);
}

/* Begins one job on the idle worker `w`, or notes that there is none left. */
static enum status
begin(struct run *r, struct worker *w)
{
    struct pool_job job = {.fd = -1};
    /* The worker is there before the job's descriptor is, so that none is inherited. */
    if (!w->pid && !start_worker(r, w))
        return STATUS_BROKEN;
    if (!r->pool->next(r->pool->ctx, &job)) {
        r->drained = true;
        buf_free(&job.request);
        return STATUS_OK;
    }
    struct slot *s = &r->slots[(r->first + r->count) % r->window];
    r->count++;
    buf_free(&s->result);
    *s = (struct slot){.request = job.request, .state = SLOT_RUNNING};
    bool sent = hand_over(w, &job);
    if (!sent) {
        /* It died while idle, which is not this job's fault: once more with a new one. */
        int signal;
        stop_worker(w, &signal);
        if (!start_worker(r, w)) {
            if (job.fd >= 0)
                close(job.fd);
            return STATUS_BROKEN;
        }
        sent = hand_over(w, &job);
    }
    if (job.fd >= 0)
        close(job.fd);
    w->slot = s;
    w->got = 0;
    w->expected = 0;
    if (r->pool->seconds)
        set_deadline(r->pool, w);
    if (!sent)
        lose(r, w, POOL_DIED);
    return STATUS_OK;
}

/* Takes what the worker sent. */
static void
receive(struct run *r, struct worker *w)
{
    ssize_t n;
    if (w->got < sizeof w->expected) {
        n = read(w->fd, (char *)&w->expected + w->got, sizeof w->expected - w->got);
        if (n > 0)
            w->got += (unsigned)n;
    } else {
        struct buf *b = &w->slot->result;
        size_t want = (size_t)w->expected - b->len;
        if (want > 1024 * 1024)
            want = 1024 * 1024;
        if (!buf_reserve(b, want)) {
            lose(r, w, POOL_DIED);
            return;
        }
        n = read(w->fd, b->p + b->len, want);
        if (n > 0) {
            b->len += (size_t)n;
            b->p[b->len] = '\0';
        }
    }
    if (n == 0 || (n < 0 && errno != EINTR) || w->expected > RESULT_MAX)
        lose(r, w, POOL_DIED);
    else if (w->got == sizeof w->expected && w->slot->result.len == w->expected)
        finish(r, w, POOL_DONE, 0);
}

/* Waits until a worker has something to say, and takes it; kills those that are late. */
static enum status
wait_for_workers(struct run *r)
{
    int timeout = -1;
    int running = 0;
    for (int i = 0; i < r->pool->workers; i++) {
        struct worker *w = &r->workers[i];
        r->polls[i] = (struct pollfd){.fd = w->slot ? w->fd : -1, .events = POLLIN};
        running += w->slot != NULL;
        if (w->slot && r->pool->seconds) {
            int left = time_left(w);
            if (timeout < 0 || left < timeout)
                timeout = left;
        }
    }
    if (!running)
        return STATUS_OK;
    if (poll(r->polls, (nfds_t)r->pool->workers, timeout) < 0)
        return errno == EINTR ? STATUS_OK : STATUS_BROKEN;
    for (int i = 0; i < r->pool->workers; i++) {
        struct worker *w = &r->workers[i];
        if (!w->slot)
            continue;
        if (r->polls[i].revents)
            receive(r, w);
        else if (r->pool->seconds && time_left(w) == 0)
            lose(r, w, POOL_TIMEOUT);
    }
    return STATUS_OK;
}

/* Hands on what is finished, in order. */
static enum status
deliver(struct run *r)
{
    while (r->count && r->slots[r->first].state == SLOT_FINISHED) {
        struct slot *s = &r->slots[r->first];
        r->waiting -= s->result.len;
        r->first = (r->first + 1) % r->window;
        r->count--;
        enum status status = r->pool->done(
            r->pool->ctx, buf_slice(&s->request), s->end, s->signal, buf_slice(&s->result));
        buf_free(&s->request);
        buf_free(&s->result);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static struct worker *
idle_worker(struct run *r)
{
    for (int i = 0; i < r->pool->workers; i++)
        if (!r->workers[i].slot)
            return &r->workers[i];
    return NULL;
}

static enum status
run(struct run *r)
{
    for (;;) {
        struct worker *w;
        enum status status = STATUS_OK;
        while (status == STATUS_OK && !r->drained && r->count < r->window &&
            r->waiting < WAITING_MAX && (w = idle_worker(r)))
            status = begin(r, w);
        if (status == STATUS_OK && r->count == 0 && r->drained)
            return STATUS_OK;
        if (status == STATUS_OK)
            status = wait_for_workers(r);
        if (status == STATUS_OK)
            status = deliver(r);
        if (status != STATUS_OK)
            return status;
    }
}

enum status
pool_run(const struct pool *p)
{
    size_t n = (size_t)p->workers;
    struct run r = {.pool = p, .window = n * WINDOW};
    enum status status = STATUS_BROKEN;
    r.workers = calloc(n, sizeof *r.workers);
    r.polls = calloc(n, sizeof *r.polls);
    r.slots = calloc(r.window, sizeof *r.slots);
    if (r.workers && r.polls && r.slots)
        status = run(&r);
    int saved = errno;
    for (size_t i = 0; r.workers && i < n; i++) {
        int signal;
        if (r.workers[i].slot)
            kill(r.workers[i].pid, SIGKILL);
        stop_worker(&r.workers[i], &signal);
    }
    for (size_t i = 0; r.slots && i < r.window; i++) {
        buf_free(&r.slots[i].request);
        buf_free(&r.slots[i].result);
    }
    free(r.workers);
    free(r.polls);
    free(r.slots);
    errno = saved;
    return status;
}
