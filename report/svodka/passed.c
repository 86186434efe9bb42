#include "passed.h"

#include <sys/stat.h>

static const char *const names[PASSED_COUNT] = {
    "--lang=", "--registry=", "--decisions=", "--due=", "--no-persons"};

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
