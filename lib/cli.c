#include "cli.h"

#include "text.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef SVODKA_DATADIR
#define SVODKA_DATADIR "/usr/local/share/svodka"
#endif

static const char *program = "svodka";
static char folder[PATH_MAX]; /* the binary's folder, "" where unknown */

/* Takes the place of standard descriptors that are closed, so that no file that is opened later
 * becomes standard output or gets the messages. Opened the wrong way round: reading and writing
 * stay errors, but for messages, which then go nowhere. */
static void
reserve_descriptors(void)
{
    static const int flags[] = {O_WRONLY, O_RDONLY, O_WRONLY};
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", flags[fd]) < 0)
            return;
}

void
cli_init(const char *name, const char *argv0)
{
    program = name;
    reserve_descriptors();
    signal(SIGPIPE, SIG_IGN);
    ssize_t n = readlink("/proc/self/exe", folder, sizeof folder - 1);
    if (n < 0 && (!strchr(argv0, '/') || !realpath(argv0, folder)))
        folder[0] = '\0';
    else if (n >= 0)
        folder[n] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash)
        *slash = '\0';
}

const char *
cli_name(void)
{
    return program;
}

static void PRINTF_LIKE(1, 0) say(const char *format, va_list ap)
{
    struct buf raw = {0}, line = {0};
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n >= 0 && buf_reserve(&raw, (size_t)n)) {
        vsnprintf(raw.p, (size_t)n + 1, format, ap);
        raw.len = (size_t)n;
    }
    buf_printf(&line, "%s: ", program);
    struct str s = buf_slice(&raw);
    for (size_t at = 0; at < s.len;) {
        size_t start = at;
        uint32_t c = text_decode(s, &at);
        if (c == TEXT_INVALID || c < 0x20 || (c >= 0x7F && c < 0xA0) || text_is_invisible(c))
            for (size_t i = start; i < at; i++)
                buf_printf(&line, "\\x%02X", (unsigned char)s.p[i]);
        else
            buf_add(&line, s.p + start, at - start);
    }
    buf_char(&line, '\n');
    /* One write, so that the messages of a pipeline's programs do not mix. Nobody can be told when
     * standard error itself fails. */
    if (write(STDERR_FILENO, line.p, line.len) < 0) {
    }
    buf_free(&raw);
    buf_free(&line);
}

void
cli_say(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    say(format, ap);
    va_end(ap);
}

int
cli_try(const char *command)
{
    cli_say(command ? "try '%s %s --help'" : "try '%s --help'", program, command);
    return EXIT_USAGE;
}

int
cli_usage(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    say(format, ap);
    va_end(ap);
    return cli_try(NULL);
}

bool
cli_data_path(const char *relative, struct buf *path)
{
    const char *data = getenv("SVODKA_DATA");
    if (data && *data) {
        buf_clear(path);
        buf_printf(path, "%s/%s", data, relative);
        return !path->failed && access(path->p, F_OK) == 0;
    }
    static const char *const beside[] = {"rules", "share/svodka"};
    for (size_t i = 0; folder[0] && i < sizeof beside / sizeof *beside; i++) {
        buf_clear(path);
        buf_printf(path, "%s/../%s/%s", folder, beside[i], relative);
        if (!path->failed && access(path->p, F_OK) == 0)
            return true;
    }
    buf_clear(path);
    buf_printf(path, "%s/%s", SVODKA_DATADIR, relative);
    return !path->failed && access(path->p, F_OK) == 0;
}

enum status
cli_read_file(const char *path, size_t limit, struct buf *b)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return STATUS_BAD;
    struct stat st;
    enum status status = STATUS_BAD;
    if (fstat(fd, &st) != 0)
        goto done;
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        goto done;
    }
    size_t told = st.st_size > 0 ? (size_t)st.st_size : 0, room = told < limit ? told : limit;
    for (;;) {
        if (!buf_reserve(b, room + 1)) { /* one more, to see the end */
            errno = ENOMEM;
            status = STATUS_BROKEN;
            goto done;
        }
        room = 0; /* if there is more the buffer doubles */
        ssize_t n = read(fd, b->p + b->len, b->cap - b->len - 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            goto done;
        b->len += (size_t)n;
        b->p[b->len] = '\0';
        if (n == 0)
            break;
        if (b->len > limit) {
            errno = EFBIG;
            goto done;
        }
    }
    status = STATUS_OK;
done:;
    int saved = errno;
    close(fd);
    errno = saved;
    return status;
}

bool
cli_number(const char *text, long low, long high, long *out)
{
    char *end;
    errno = 0;
    long n = strtol(text, &end, 10);
    /* strtol() would also take blanks and a plus in front. */
    if (errno || end == text || *end || n < low || n > high || !strchr("-0123456789", text[0]))
        return false;
    *out = n;
    return true;
}

bool
cli_date(const char *text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = 0, month = 0, day = 0;
    for (int i = 0; i < 10; i++) {
        bool hyphen = i == 4 || i == 7;
        int *number = i < 4 ? &year : i < 7 ? &month : &day;
        if (hyphen ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
        if (!hyphen)
            *number = *number * 10 + (text[i] - '0');
    }
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return !text[10] && month >= 1 && month <= 12 && day >= 1 &&
        day <= days[month - 1] + (month == 2 && leap);
}

bool
cli_mode(const char *text, mode_t *out)
{
    char *end;
    unsigned long mode = strtoul(text, &end, 8);
    if (*text < '0' || *text > '7' || *end || mode > 0777)
        return false;
    *out = (mode_t)mode;
    return true;
}

static enum status
make_one(const char *path, mode_t file)
{
    mode_t mode = 0700 | (file & 0040 ? 0050 : 0) | (file & 0004 ? 0005 : 0);
    if (mkdir(path, mode) == 0 || errno == EEXIST || errno == EISDIR)
        return STATUS_OK;
    cli_say("%s: %s", path, strerror(errno));
    return STATUS_BROKEN;
}

enum status
cli_make_folder(const char *path, mode_t file)
{
    char *copy = strdup(path);
    enum status status = copy ? STATUS_OK : STATUS_BROKEN;
    for (char *p = copy ? copy + 1 : NULL; p && *p && status == STATUS_OK; p++)
        if (*p == '/') {
            *p = '\0';
            status = make_one(copy, file);
            *p = '/';
        }
    if (status == STATUS_OK)
        status = make_one(path, file);
    free(copy);
    return status;
}

int
cli_answer(const char *text)
{
    if (fputs(text, stdout) != EOF && fflush(stdout) == 0)
        return EXIT_GOOD;
    if (errno != EPIPE) /* the reader left: it knows */
        cli_say("standard output: %s", strerror(errno));
    return EXIT_BROKEN;
}

time_t
cli_now(void)
{
    const char *said = getenv("SOURCE_DATE_EPOCH");
    long seconds;
    return said && cli_number(said, 0, LONG_MAX, &seconds) ? (time_t)seconds : time(NULL);
}

long
cli_processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? n : 1;
}
