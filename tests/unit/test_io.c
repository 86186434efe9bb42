#include "unit.h"

#include "io.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/svodka-io-XXXXXX";

static int
enter(void **state)
{
    (void)state;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

/* Files in the folder, but for `.` and `..`. */
static int
files(void)
{
    DIR *d = opendir(".");
    int n = -2;
    while (readdir(d))
        n++;
    closedir(d);
    return n;
}

static int
leave(void **state)
{
    (void)state;
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

/* A reader over a file that holds `text`. */
static struct io_reader
reader(struct str text)
{
    FILE *f = tmpfile();
    assert_non_null(f);
    assert_int_equal(fwrite(text.p, 1, text.len, f), text.len);
    rewind(f);
    int fd = dup(fileno(f));
    fclose(f);
    return (struct io_reader){.fd = fd, .name = "test"};
}

static void
reads_lines(void **state)
{
    struct io_reader r = reader(STR("one\n\ntw\0o\nno newline"));
    struct str line;
    (void)state;
    assert_int_equal(io_read_line(&r, &line), STATUS_OK);
    assert_str(line, "one");
    assert_int_equal(io_read_line(&r, &line), STATUS_OK);
    assert_str(line, "");
    assert_int_equal(io_read_line(&r, &line), STATUS_OK);
    assert_str(line, "tw\0o");
    assert_int_equal(r.line, 3);
    assert_int_equal(io_read_line(&r, &line), STATUS_OK);
    assert_str(line, "no newline");
    assert_int_equal(io_read_line(&r, &line), STATUS_BAD);
    assert_int_equal(io_read_line(&r, &line), STATUS_BAD);
    assert_int_equal(r.line, 4);
    io_reader_free(&r);
    r = reader(STR(""));
    assert_int_equal(io_read_line(&r, &line), STATUS_BAD);
    io_reader_free(&r);
}

static void
reads_lines_of_any_length(void **state)
{
    struct buf b = {0};
    struct str line;
    (void)state;
    /* Around the size of one read, and far beyond it. */
    static const size_t lengths[] = {65535, 1, 65536, 65537, 0, 1000000, 3};
    const size_t n = sizeof lengths / sizeof *lengths;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < lengths[i]; k++)
            buf_char(&b, (char)('a' + i));
        buf_char(&b, '\n');
    }
    struct io_reader r = reader(buf_slice(&b));
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(io_read_line(&r, &line), STATUS_OK);
        assert_int_equal(line.len, lengths[i]);
        for (size_t k = 0; k < line.len; k += 99)
            assert_int_equal(line.p[k], 'a' + i);
    }
    assert_int_equal(io_read_line(&r, &line), STATUS_BAD);
    io_reader_free(&r);
    buf_free(&b);
}

static void
a_folder_is_a_read_error(void **state)
{
    struct io_reader r = {.fd = open("/", O_RDONLY)};
    struct str line;
    (void)state;
    errno = 0;
    assert_int_equal(io_read_line(&r, &line), STATUS_BROKEN);
    assert_int_equal(errno, EISDIR);
    io_reader_free(&r);
    assert_int_equal(r.fd, -1);
}

static void
a_file_appears_when_it_is_complete(void **state)
{
    struct io_writer w;
    struct stat st;
    char bytes[8] = {0};
    (void)state;
    assert_int_equal(io_open(&w, "out", 0600), STATUS_OK);
    io_write(&w, STR("whole"));
    io_flush(&w);
    assert_int_equal(access("out", F_OK), -1);
    assert_int_equal(io_close(&w), STATUS_OK);
    assert_int_equal(stat("out", &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    int fd = open("out", O_RDONLY);
    assert_int_equal(read(fd, bytes, sizeof bytes), 5);
    close(fd);
    assert_string_equal(bytes, "whole");
    /* Giving up leaves the old file as it was. */
    assert_int_equal(io_open(&w, "out", 0600), STATUS_OK);
    io_write(&w, STR("half"));
    io_abandon(&w);
    assert_int_equal(stat("out", &st), 0);
    assert_int_equal(st.st_size, 5);
    assert_int_equal(files(), 1);
    unlink("out");
}

static void
the_umask_lessens_the_mode(void **state)
{
    struct io_writer w;
    struct stat st;
    (void)state;
    mode_t old = umask(027);
    assert_int_equal(io_open(&w, "out", 0666), STATUS_OK);
    assert_int_equal(io_close(&w), STATUS_OK);
    umask(old);
    assert_int_equal(stat("out", &st), 0);
    assert_int_equal(st.st_mode & 07777, 0640);
    unlink("out");
}

static void
a_name_that_cannot_be_says_why(void **state)
{
    struct io_writer w;
    (void)state;
    assert_int_equal(io_open(&w, "none/out", 0600), STATUS_BROKEN);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(mkdir("dir", 0700), 0);
    /* Said before the work, not after it. */
    assert_int_equal(io_open(&w, "dir", 0600), STATUS_BROKEN);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(files(), 1);
    rmdir("dir");
}

static void
a_device_is_written_to_and_not_replaced(void **state)
{
    struct io_writer w;
    struct stat st;
    (void)state;
    assert_int_equal(symlink("/dev/null", "null"), 0);
    assert_int_equal(io_open(&w, "null", 0600), STATUS_OK);
    io_write(&w, STR("x"));
    assert_int_equal(io_close(&w), STATUS_OK);
    assert_int_equal(lstat("null", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(stat("/dev/null", &st), 0);
    assert_true(S_ISCHR(st.st_mode));
    assert_int_equal(io_open(&w, "null", 0600), STATUS_OK);
    io_abandon(&w);
    assert_int_equal(files(), 1);
    unlink("null");
    assert_int_equal(mkfifo("fifo", 0600), 0);
    int fd = open("fifo", O_RDONLY | O_NONBLOCK);
    char c;
    assert_int_equal(io_open(&w, "fifo", 0600), STATUS_OK);
    io_write(&w, STR("x"));
    assert_int_equal(io_close(&w), STATUS_OK);
    assert_int_equal(read(fd, &c, 1), 1);
    close(fd);
    unlink("fifo");
}

static void
a_link_stays_and_its_file_is_replaced(void **state)
{
    struct io_writer w;
    struct stat st;
    (void)state;
    assert_int_equal(mkdir("dir", 0700), 0);
    assert_int_equal(symlink("dir/file", "link"), 0);
    for (int i = 0; i < 2; i++) {
        /* The first time the link leads to nothing yet. */
        assert_int_equal(io_open(&w, "link", 0600), STATUS_OK);
        io_write(&w, STR("x"));
        assert_int_equal(io_close(&w), STATUS_OK);
        assert_int_equal(lstat("link", &st), 0);
        assert_true(S_ISLNK(st.st_mode));
        assert_int_equal(lstat("dir/file", &st), 0);
        assert_true(S_ISREG(st.st_mode));
    }
    unlink("link");
    unlink("dir/file");
    assert_int_equal(rmdir("dir"), 0);
}

static void
a_full_disk_is_said_at_the_end(void **state)
{
    struct io_writer w;
    (void)state;
    assert_int_equal(io_open(&w, "/dev/full", 0600), STATUS_OK);
    io_write(&w, STR("x"));
    assert_int_equal(io_close(&w), STATUS_BROKEN);
    assert_int_equal(errno, ENOSPC);
    w = (struct io_writer){.fd = open("/dev/full", O_WRONLY)};
    for (int i = 0; i < 100000; i++)
        io_write(&w, STR("more than one buffer"));
    assert_int_equal(w.error, ENOSPC);
    assert_int_equal(io_close(&w), STATUS_BROKEN);
    assert_int_equal(errno, ENOSPC);
}

static void
a_closed_pipe_is_said_at_the_end(void **state)
{
    int ends[2];
    (void)state;
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    struct io_writer w = {.fd = ends[1]};
    io_write(&w, STR("x"));
    assert_int_equal(io_close(&w), STATUS_BROKEN);
    assert_int_equal(errno, EPIPE);
}

static void
a_pipe_that_does_not_wait_is_waited_for(void **state)
{
    int ends[2];
    struct buf b = {0};
    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    for (int i = 0; i < 300000; i++)
        buf_char(&b, 'x');
    buf_char(&b, '\n');
    pid_t child = fork();
    if (child == 0) {
        usleep(20000);
        _exit(io_write_all(ends[1], buf_slice(&b)) ? 0 : 1);
    }
    close(ends[1]);
    struct io_reader r = {.fd = ends[0]};
    struct str line;
    assert_int_equal(io_read_line(&r, &line), STATUS_OK);
    assert_int_equal(line.len, 300000);
    assert_int_equal(io_read_line(&r, &line), STATUS_BAD);
    io_reader_free(&r);
    buf_free(&b);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(reads_lines),
    cmocka_unit_test(reads_lines_of_any_length),
    cmocka_unit_test(a_folder_is_a_read_error),
    cmocka_unit_test(a_file_appears_when_it_is_complete),
    cmocka_unit_test(the_umask_lessens_the_mode),
    cmocka_unit_test(a_name_that_cannot_be_says_why),
    cmocka_unit_test(a_device_is_written_to_and_not_replaced),
    cmocka_unit_test(a_link_stays_and_its_file_is_replaced),
    cmocka_unit_test(a_full_disk_is_said_at_the_end),
    cmocka_unit_test(a_closed_pipe_is_said_at_the_end),
    cmocka_unit_test(a_pipe_that_does_not_wait_is_waited_for),
};

int
main(void)
{
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, enter, leave);
}
