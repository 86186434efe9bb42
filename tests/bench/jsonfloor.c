/* jsonfloor.c - the least that a filter of JSON lines can cost: parses each line of standard input
 * with yajl and writes it again. It trusts everything and understands nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <yajl/yajl_gen.h>
#include <yajl/yajl_parse.h>

static yajl_gen gen;

static int
on_null(void *ctx)
{
    (void)ctx;
    return yajl_gen_null(gen) == yajl_gen_status_ok;
}

static int
on_boolean(void *ctx, int yes)
{
    (void)ctx;
    return yajl_gen_bool(gen, yes) == yajl_gen_status_ok;
}

static int
on_number(void *ctx, const char *text, size_t len)
{
    (void)ctx;
    return yajl_gen_number(gen, text, len) == yajl_gen_status_ok;
}

static int
on_string(void *ctx, const unsigned char *text, size_t len)
{
    (void)ctx;
    return yajl_gen_string(gen, text, len) == yajl_gen_status_ok;
}

static int
on_open(void *ctx)
{
    (void)ctx;
    return yajl_gen_map_open(gen) == yajl_gen_status_ok;
}

static int
on_close(void *ctx)
{
    (void)ctx;
    return yajl_gen_map_close(gen) == yajl_gen_status_ok;
}

static int
on_array(void *ctx)
{
    (void)ctx;
    return yajl_gen_array_open(gen) == yajl_gen_status_ok;
}

static int
on_end(void *ctx)
{
    (void)ctx;
    return yajl_gen_array_close(gen) == yajl_gen_status_ok;
}

static void
filter(const char *line, size_t len)
{
    static const yajl_callbacks callbacks = {on_null, on_boolean, NULL, NULL, on_number, on_string,
        on_open, on_string, on_close, on_array, on_end};
    const unsigned char *out;
    yajl_handle h = yajl_alloc(&callbacks, NULL, NULL);
    gen = yajl_gen_alloc(NULL);
    if (!h || !gen || yajl_parse(h, (const unsigned char *)line, len) != yajl_status_ok ||
        yajl_complete_parse(h) != yajl_status_ok ||
        yajl_gen_get_buf(gen, &out, &len) != yajl_gen_status_ok)
        exit(1);
    fwrite(out, 1, len, stdout);
    putchar('\n');
    yajl_gen_free(gen);
    yajl_free(h);
}

int
main(void)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    while ((len = getline(&line, &room, stdin)) > 0)
        filter(line, (size_t)len);
    free(line);
    return fflush(stdout) != 0;
}
