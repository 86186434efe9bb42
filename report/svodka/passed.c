#include "passed.h"

#include "cli.h"
#include "lines.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const names[PASSED_COUNT] = {
    "--lang=", "--registry=", "--decisions=", "--due=", "--no-persons", "--mode="};

bool
passed_take(struct passed *p, int option, const char *value)
{
    if (option == 'l')
        option = PASSED_FIRST + PASSED_LANG;
    if (option < PASSED_FIRST || option >= PASSED_FIRST + PASSED_COUNT)
        return false;
    p->values[option - PASSED_FIRST] = value ? value : "";
    return true;
}

void
passed_on(const struct passed *p, struct command *c)
{
    for (int i = 0; i < PASSED_COUNT; i++)
        if (p->values[i])
            command_option(c, names[i], p->values[i]);
}

/* A summary of nothing, to nowhere. */
static int
try(const struct passed *p, FILE *nothing, bool silent)
{
    struct command c = COMMAND;
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    command_program(&c, "svodka-report");
    passed_on(p, &c);
    c.in = fileno(nothing);
    c.out = nowhere;
    c.err = silent ? nowhere : -1;
    lseek(c.in, 0, SEEK_SET);
    int status = command_run(&c);
    if (nowhere >= 0)
        close(nowhere);
    command_free(&c);
    return status;
}

int
passed_check(const struct passed *p)
{
    struct buf end = {0};
    FILE *nothing = command_scratch();
    lines_write_end(&end, "svodka", (struct lines_count){0}, STR(""));
    bool good = nothing && !end.failed && fwrite(end.p, 1, end.len, nothing) == end.len &&
        fflush(nothing) == 0;
    if (nothing && !good)
        cli_say("a temporary file: %s", strerror(errno));
    int status = good ? try(p, nothing, true) : EXIT_BROKEN;
    if (good && status > EXIT_REJECTED) /* what it says of nothing is of interest only then */
        status = try(p, nothing, false);
    if (nothing)
        fclose(nothing);
    buf_free(&end);
    return status > EXIT_REJECTED ? status : -1;
}

void
passed_describe(const struct passed *p, struct buf *b)
{
    for (int i = 0; i < PASSED_COUNT; i++) {
        struct stat st;
        buf_printf(b, " %s", p->values[i] ? p->values[i] : "-");
        if (p->values[i] && stat(p->values[i], &st) == 0)
            buf_printf(b, " %lld.%ld", (long long)st.st_mtime, st.st_mtim.tv_nsec);
    }
}
