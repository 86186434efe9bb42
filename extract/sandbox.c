#include "sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__has_include)
#if __has_include(<linux/landlock.h>)
#include <linux/landlock.h>
#endif
#endif

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/* What parsing from open descriptors takes: memory, reading, answering, leaving. No open, no
 * socket, no exec, no new process. */
static const int allowed[] = {
    __NR_read,
    __NR_pread64,
    __NR_readv,
    __NR_write,
    __NR_writev,
    __NR_recvmsg,
    __NR_recvfrom,
    __NR_sendmsg,
    __NR_sendto,
    __NR_close,
    __NR_fstat,
#ifdef __NR_newfstatat
    __NR_newfstatat, /* how the C library spells fstat; a path needs no opening, but landlock ... */
#endif
    __NR_lseek,
    __NR_dup,
    __NR_fcntl,
    __NR_mmap,
    __NR_munmap,
    __NR_mremap,
    __NR_mprotect,
    __NR_madvise,
    __NR_brk,
    __NR_futex,
    __NR_getrandom,
    __NR_clock_gettime,
    __NR_gettimeofday,
    __NR_getpid,
    __NR_gettid,
    __NR_tgkill, /* abort() */
    __NR_rt_sigaction,
    __NR_rt_sigprocmask,
    __NR_rt_sigreturn,
    __NR_sigaltstack,
    __NR_sched_yield,
    __NR_restart_syscall,
    __NR_exit,
    __NR_exit_group,
};

#define ALLOWED (sizeof allowed / sizeof *allowed)

/* All other calls fail with EPERM: a library that tries one (for a time zone, a locale) goes on
 * without. */
static bool
filter_calls(void)
{
#ifdef ARCHITECTURE
    struct sock_filter program[ALLOWED + 7];
    size_t n = 0;
    program[n++] =
        (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
    program[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
    program[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    program[n++] =
        (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < ALLOWED; i++)
        program[n++] = (struct sock_filter)BPF_JUMP(
            BPF_JMP | BPF_JEQ | BPF_K, (unsigned)allowed[i], (unsigned char)(ALLOWED - i), 0);
    program[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    program[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog filter = {.len = (unsigned short)n, .filter = program};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
#else
    return false;
#endif
}

/* No file may be opened, even where the filter of calls is not to be had. */
static void
close_files(void)
{
#ifdef LANDLOCK_ACCESS_FS_READ_FILE
    struct landlock_ruleset_attr all = {.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE |
            LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
            LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR |
            LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
            LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
            LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
            LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM};
    long fd = syscall(__NR_landlock_create_ruleset, &all, sizeof all, 0);
    if (fd < 0)
        return;
    /* Where this fails, the filter of calls and the limits are left. */
    if (syscall(__NR_landlock_restrict_self, fd, 0) != 0)
        errno = 0;
    close((int)fd);
#endif
}

/* A limit that is lower already stays. */
static bool
lower(int resource, rlim_t value)
{
    struct rlimit r;
    if (getrlimit((__rlimit_resource_t)resource, &r) != 0)
        return false;
    if (r.rlim_max != RLIM_INFINITY && r.rlim_max < value)
        value = r.rlim_max;
    r.rlim_cur = r.rlim_max = value;
    return setrlimit((__rlimit_resource_t)resource, &r) == 0;
}

enum status
sandbox_enter(const struct limits *l)
{
    /* The sanitizers map terabytes, and open files to print a report. */
    if (SANITIZED)
        return STATUS_OK;
    if (!lower(RLIMIT_CORE, 0) || !lower(RLIMIT_FSIZE, 0) || !lower(RLIMIT_AS, l->memory) ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return STATUS_BROKEN;
    close_files();
    /* Not a fault where the kernel has no filters. */
    if (!filter_calls())
        errno = 0;
    return STATUS_OK;
}
