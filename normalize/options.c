#include "options.h"

#include "cli.h"
#include <errno.h>

int
options_close(struct io_writer *w, const struct options *o, int status)
{
    if (status == EXIT_BROKEN && o->output) {
        if (w->error)
            cli_say("%s: %s", o->output, strerror(w->error));
        io_abandon(w);
    }
    if (w->fd >= 0 && io_close(w) != STATUS_OK) {
        if (errno != EPIPE)
            cli_say("%s: %s", o->output ? o->output : "standard output", strerror(errno));
        return EXIT_BROKEN;
    }
    return status;
}

void
options_say_lines(struct str text)
{
    while (text.p && text.len) {
        struct str line = str_cut(&text, '\n');
        if (line.len)
            cli_say("%.*s", (int)line.len, line.p);
    }
}
