#include "command.h"

#include "cli.h"
#include "io.h"
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

void
command_word(struct command *c, const char *word)
{
    char **words = realloc(c->words, (c->count + 2) * sizeof *words);
    char *copy = strdup(word);
    if (words)
        c->words = words;
    if (!words || !copy) {
        free(copy);
        c->failed = true;
        return;
    }
    words[c->count++] = copy;
    words[c->count] = NULL;
}

void
command_option(struct command *c, const char *option, const char *value)
{
    struct buf b = {0};
    buf_printf(&b, "%s%s", option, value);
    if (b.failed)
        c->failed = true;
    else
        command_word(c, b.p);
    buf_free(&b);
}

void
command_number(struct command *c, const char *option, long n)
{
    char text[32];
    snprintf(text, sizeof text, "%ld", n);
    command_option(c, option, text);
}

void
command_free(struct command *c)
{
    for (size_t i = 0; i < c->count; i++)
        free(c->words[i]);
    free(c->words);
    *c = COMMAND;
}

void
command_program(struct command *c, const char *name)
{
    char own[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", own, sizeof own - 1);
    char *slash = n > 0 ? (own[n] = '\0', strrchr(own, '/')) : NULL;
    struct buf b = {0};
    if (slash)
        buf_printf(&b, "%.*s/%s", (int)(slash - own), own, name);
    command_word(c, slash && !b.failed && access(b.p, X_OK) == 0 ? b.p : name);
    buf_free(&b);
}

static bool
give(int fd, int as)
{
    return fd == as || fd < 0 || dup2(fd, as) >= 0;
}

pid_t
command_start(const struct command *c)
{
    pid_t us = getpid();
    if (c->failed) {
        cli_say("%s", strerror(ENOMEM));
        return -1;
    }
    pid_t child = fork();
    if (child == 0) {
        signal(SIGPIPE, SIG_DFL);
        /* What we began must not go on writing when the next run has begun. */
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != us)
            _exit(EXIT_BROKEN);
        if (give(c->in, STDIN_FILENO) && give(c->out, STDOUT_FILENO) &&
            give(c->err, STDERR_FILENO) && (!c->folder || chdir(c->folder) == 0))
            execvp(c->words[0], c->words);
        cli_say("%s: %s", c->words[0], strerror(errno));
        _exit(EXIT_BROKEN);
    }
    if (child < 0)
        cli_say("%s: %s", c->words[0], strerror(errno));
    return child;
}

int
command_wait(const struct command *c, pid_t child)
{
    int state;
    while (child > 0 && waitpid(child, &state, 0) < 0)
        if (errno != EINTR) {
            cli_say("%s: %s", c->words[0], strerror(errno));
            child = -1;
        }
    if (child < 0)
        return EXIT_BROKEN;
    if (WIFEXITED(state))
        return WEXITSTATUS(state);
    cli_say("%s: killed by signal %d", c->words[0], WTERMSIG(state));
    return EXIT_BROKEN;
}

int
command_run(const struct command *c)
{
    return command_wait(c, command_start(c));
}

FILE *
command_scratch(void)
{
    FILE *f = tmpfile();
    if (!f)
        cli_say("a temporary file: %s", strerror(errno));
    return f;
}

enum status
command_keep_line(void *file, struct str line)
{
    FILE *f = file;
    if (fwrite(line.p, 1, line.len, f) == line.len && fputc('\n', f) != EOF)
        return STATUS_OK;
    cli_say("a temporary file: %s", strerror(errno));
    return STATUS_BROKEN;
}

int
command_answer(struct command *c, struct buf *answer)
{
    char piece[16384];
    ssize_t n;
    off_t at = 0;
    FILE *f = command_scratch();
    if (!f)
        return EXIT_BROKEN;
    c->out = fileno(f);
    int status = command_run(c);
    while ((n = pread(c->out, piece, sizeof piece, at)) > 0) {
        buf_add(answer, piece, (size_t)n);
        at += n;
    }
    if (n < 0 || answer->failed) {
        cli_say("a temporary file: %s", strerror(n < 0 ? errno : ENOMEM));
        status = EXIT_BROKEN;
    }
    fclose(f);
    return status;
}

int
command_into(struct command *c, const char *path)
{
    struct io_writer out;
    if (io_open(&out, path, 0600) != STATUS_OK) {
        cli_say("%s: %s", path, strerror(errno));
        return EXIT_BROKEN;
    }
    c->out = out.fd;
    int status = command_run(c);
    if (status > EXIT_REJECTED) {
        cli_say("%s: not written", path);
        io_abandon(&out);
    } else if (io_close(&out) != STATUS_OK) {
        cli_say("%s: %s", path, strerror(errno));
        status = EXIT_BROKEN;
    }
    return status;
}
