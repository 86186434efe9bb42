#include "input.h"

#include "cli.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

void
input_begin(struct input *in, char **files, int nfiles)
{
    *in = (struct input){.files = files, .nfiles = nfiles, .reader = {.fd = -1}};
}

const char *
input_name(const struct input *in, int i)
{
    return i >= in->nfiles || strcmp(in->files[i], "-") == 0 ? "standard input" : in->files[i];
}

static bool
say_broken(struct input *in, const char *reason)
{
    cli_say("%s: %s", input_name(in, in->file), reason);
    in->broken = true;
    return false;
}

static bool
open_next(struct input *in)
{
    if (in->begun)
        in->file++;
    in->begun = true;
    if (in->file >= in->nfiles && !(in->nfiles == 0 && in->file == 0))
        return false;
    int fd = STDIN_FILENO;
    if (in->nfiles && strcmp(in->files[in->file], "-") != 0)
        fd = open(in->files[in->file], O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return say_broken(in, strerror(errno));
    in->reader = (struct io_reader){.fd = fd, .name = input_name(in, in->file)};
    return in->open = true;
}

bool
input_next(struct input *in, struct str *line)
{
    while (!in->broken && (in->open || open_next(in)))
        switch (io_read_line(&in->reader, line)) {
        case STATUS_OK:
            if (str_trim(*line).len)
                return true;
            break;
        case STATUS_BAD:
            input_end(in);
            break;
        case STATUS_LIMIT:
            cli_say("%s:%zu: the line is too long", in->reader.name, in->reader.line + 1);
            in->broken = true;
            break;
        case STATUS_BROKEN:
            return say_broken(in, strerror(errno));
        }
    return false;
}

void
input_end(struct input *in)
{
    io_reader_free(&in->reader);
    in->open = false;
}

bool
input_document(struct input *in, struct lines_check *check, struct arena *arena, struct json **json)
{
    struct str line;
    struct buf why = {0};
    enum status s = STATUS_OK;
    *json = NULL;
    if (!input_next(in, &line)) {
        if (!in->broken)
            s = lines_finish(check, &why);
        in->broken |= s != STATUS_OK;
        if (s != STATUS_OK)
            cli_say("%s", why.p ? why.p : "no memory");
        buf_free(&why);
        return false;
    }
    arena_reset(arena);
    s = json_parse(arena, line, json, &why);
    if (s == STATUS_OK)
        s = lines_seen(check, *json, &why);
    if (s != STATUS_OK) {
        cli_say("%s:%zu: %s", in->reader.name, in->reader.line, why.p ? why.p : "too much memory");
        in->broken = true;
    }
    buf_free(&why);
    if (s == STATUS_OK && (lines_type(*json) != LINES_DOCUMENT || json_get(*json, "rejected")))
        *json = NULL;
    return s == STATUS_OK;
}
