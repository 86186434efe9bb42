#include "unit.h"

#include "cli.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
takes_whole_numbers_only(void **state)
{
    static const char *const bad[] = {"", " ", "4 ", " 4", "\t4", "+4", "4x", "x", "0x4", "4.0",
        "9223372036854775808", "-", "--1", "-1", "11"};
    long n = 77;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (cli_number(bad[i], 0, 10, &n))
            fail_msg("'%s' was taken", bad[i]);
    assert_int_equal(n, 77);
    assert_true(cli_number("0", 0, 10, &n));
    assert_int_equal(n, 0);
    assert_true(cli_number("010", 0, 10, &n));
    assert_int_equal(n, 10);
    assert_true(cli_number("-5", -5, 10, &n));
    assert_int_equal(n, -5);
}

static void
takes_days_of_the_calendar_only(void **state)
{
    static const char *const bad[] = {"", "2026", "2026-1-01", "2026-01-1", "2026-01-010",
        "2026/01/01", "2026-00-10", "2026-13-01", "2026-01-00", "2026-01-32", "2026-04-31",
        "2026-02-29", "1900-02-29", "-026-01-01", "2026-01-+1"};
    static const char *const good[] = {
        "2026-01-31", "2026-12-01", "2024-02-29", "2000-02-29", "2026-04-30"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (cli_date(bad[i]))
            fail_msg("'%s' was taken", bad[i]);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!cli_date(good[i]))
            fail_msg("'%s' was not taken", good[i]);
}

/* What `act` writes to standard error; valid until the next call. */
static const char *
messages(void (*act)(void))
{
    static char out[512];
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    int saved = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    act();
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(ends[1]);
    ssize_t n = read(ends[0], out, sizeof out - 1);
    close(ends[0]);
    out[n > 0 ? n : 0] = '\0';
    return out;
}

static void
say_a_hostile_name(void)
{
    cli_say("%s: no", "a\nb\x1B[31m\x7F\xC2\x9B\xFF\xE2\x80\xAE қ");
}

static void
call_wrongly(void)
{
    assert_int_equal(cli_usage("unknown option %s", "-x"), EXIT_USAGE);
}

static void
takes_octal_permissions_only(void **state)
{
    static const char *const wrong[] = {"", "8", "1000", "0600x", " 600", "-1", "+600", "0x1"};
    mode_t mode = 0;
    (void)state;
    assert_true(cli_mode("0640", &mode));
    assert_int_equal(mode, 0640);
    assert_true(cli_mode("777", &mode));
    assert_int_equal(mode, 0777);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(cli_mode(wrong[i], &mode));
    assert_int_equal(mode, 0777);
}

static void
messages_are_one_line_and_harmless(void **state)
{
    (void)state;
    cli_init("test", "./test");
    assert_string_equal(cli_name(), "test");
    assert_string_equal(messages(say_a_hostile_name),
        "test: a\\x0Ab\\x1B[31m\\x7F\\xC2\\x9B\\xFF\\xE2\\x80\\xAE қ: no\n");
    assert_string_equal(
        messages(call_wrongly), "test: unknown option -x\ntest: try 'test --help'\n");
}

static void
reads_files_up_to_a_limit(void **state)
{
    char path[] = "/tmp/svodka-cli-XXXXXX";
    int fd = mkstemp(path);
    struct buf b = {0};
    (void)state;
    /* An empty file is an empty string. */
    assert_int_equal(cli_read_file(path, 10, &b), STATUS_OK);
    assert_int_equal(b.len, 0);
    assert_string_equal(b.p, "");
    assert_int_equal(write(fd, "0123456789", 10), 10);
    assert_int_equal(cli_read_file(path, 10, &b), STATUS_OK);
    assert_str(buf_slice(&b), "0123456789");
    buf_clear(&b);
    assert_int_equal(cli_read_file(path, 9, &b), STATUS_BAD);
    assert_int_equal(errno, EFBIG);
    buf_clear(&b);
    assert_int_equal(cli_read_file("/", 9, &b), STATUS_BAD);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(cli_read_file("/none/none", 9, &b), STATUS_BAD);
    assert_int_equal(errno, ENOENT);
    close(fd);
    unlink(path);
    buf_free(&b);
}

/* What a shell's <(command) gives: a pipe whose writer takes its time. */
static void
reads_a_pipe_to_its_end(void **state)
{
    int ends[2];
    char path[32];
    struct buf b = {0};
    (void)state;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        usleep(50000);
        _exit(write(ends[1], "late", 4) == 4 ? 0 : 1);
    }
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    assert_int_equal(cli_read_file(path, 9, &b), STATUS_OK);
    assert_str(buf_slice(&b), "late");
    close(ends[0]);
    waitpid(child, NULL, 0);
    buf_free(&b);
}

static void
finds_data(void **state)
{
    char folder[] = "/tmp/svodka-data-XXXXXX";
    struct buf path = {0};
    (void)state;
    assert_non_null(mkdtemp(folder));
    setenv("SVODKA_DATA", folder, 1);
    assert_false(cli_data_path("figures.tsv", &path));
    assert_true(str_ends(buf_slice(&path), STR("/figures.tsv")));
    assert_true(str_starts(buf_slice(&path), str_of(folder)));
    assert_true(cli_data_path(".", &path));
    setenv("SVODKA_DATA", "", 1);
    assert_false(cli_data_path("no/such.tsv", &path));
    unsetenv("SVODKA_DATA");
    assert_true(cli_processors() >= 1);
    rmdir(folder);
    buf_free(&path);
}

/* A program that starts with standard descriptors closed must not get them for its files: a
 * message would be written into the output. Data to a closed output is an error all the same. */
static void
standard_descriptors_stay_reserved(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        close(0);
        close(1);
        close(2);
        cli_init("test", "./test");
        char c;
        int fd = open("/dev/null", O_RDONLY);
        bool ok = fd > 2 && write(1, "x", 1) < 0 && read(0, &c, 1) < 0 && write(2, "x", 1) == 1;
        _exit(ok ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(takes_whole_numbers_only),
    cmocka_unit_test(takes_days_of_the_calendar_only),
    cmocka_unit_test(takes_octal_permissions_only),
    cmocka_unit_test(messages_are_one_line_and_harmless),
    cmocka_unit_test(reads_files_up_to_a_limit),
    cmocka_unit_test(reads_a_pipe_to_its_end),
    cmocka_unit_test(finds_data),
    cmocka_unit_test(standard_descriptors_stay_reserved),
};
UNIT_MAIN(tests)
