/* Any bytes as a file: read by whichever format bids most, written as a line that is JSON. */
#include "extract/emit.h"
#include "extract/encoding.h"
#include "extract/format.h"
#include "json.h"
#include <assert.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return encoding_prepare() != STATUS_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct limits limits;
    struct arena arena = {.limit = 64 * 1024 * 1024}, tree = {0};
    struct document d = {.arena = &arena, .limits = &limits};
    struct source source = {.fd = -1, .memory = {(const char *)data, size}, .size = size};
    struct origin origin = {.path = STR("file"), .bytes = (int64_t)size, .modified = -1};
    struct buf line = {0}, why = {0};
    struct json *v;
    limits = limits_default;
    /* Small limits find what goes beyond them sooner. */
    limits.part = limits.total = 4 * 1024 * 1024;
    limits.text = 1024 * 1024;
    enum status status = format_read(&d, &source);
    assert(status != STATUS_BROKEN);
    assert(status == STATUS_OK || d.rejected);
    emit_document(&line, &origin, &d);
    assert(!line.failed && line.len && line.p[line.len - 1] == '\n');
    status = json_parse(&tree, str_slice(buf_slice(&line), 0, line.len - 1), &v, &why);
    assert(status == STATUS_OK);
    buf_free(&line);
    buf_free(&why);
    arena_free(&arena);
    arena_free(&tree);
    return 0;
}
