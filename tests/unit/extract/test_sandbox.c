#include "unit.h"

#include "extract/sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

/* Runs `act` in a process that gave its rights up; returns what it returned. */
static int
confined(int (*act)(void))
{
    pid_t pid = fork();
    int status = 0;
    if (pid == 0) {
        if (sandbox_enter(&limits_default) != STATUS_OK)
            _exit(99);
        _exit(act());
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int
open_file(void)
{
    return open("/etc/passwd", O_RDONLY) < 0 ? 0 : 1;
}

static int
make_file(void)
{
    return open("/tmp/svodka-test", O_WRONLY | O_CREAT, 0600) < 0 ? 0 : 1;
}

static int
make_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) < 0 ? 0 : 1;
}

static int
make_process(void)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    return pid < 0 ? 0 : 1;
}

static int
run_program(void)
{
    execl("/bin/true", "true", (char *)NULL);
    return errno == EPERM || errno == EACCES ? 0 : 1;
}

static int
eat_memory(void)
{
    return malloc(limits_default.memory + 1) ? 1 : 0;
}

static int
work(void)
{
    char *p = malloc(1024 * 1024);
    int pair = dup(STDERR_FILENO);
    if (!p || pair < 0)
        return 1;
    memset(p, 1, 1024 * 1024);
    free(p);
    return close(pair);
}

#define REFUSED(act)                                                                               \
    static void test_##act(void **state)                                                           \
    {                                                                                              \
        (void)state;                                                                               \
        if (SANITIZED)                                                                             \
            skip();                                                                                \
        assert_int_equal(confined(act), 0);                                                        \
    }

REFUSED(open_file)
REFUSED(make_file)
REFUSED(make_socket)
REFUSED(make_process)
REFUSED(run_program)
REFUSED(eat_memory)
REFUSED(work)

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_open_file),
    cmocka_unit_test(test_make_file),
    cmocka_unit_test(test_make_socket),
    cmocka_unit_test(test_make_process),
    cmocka_unit_test(test_run_program),
    cmocka_unit_test(test_eat_memory),
    cmocka_unit_test(test_work),
};

UNIT_MAIN(tests)
