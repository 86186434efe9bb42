/* reading.h - one file as a worker reads it, for the fuzzers of formats. */
#ifndef SVODKA_FUZZ_READING_H
#define SVODKA_FUZZ_READING_H

#include "extract/emit.h"
#include "extract/encoding.h"
#include "extract/format.h"
#include "extract/language.h"
#include "extract/repair.h"
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

static struct limits
small_limits(void)
{
    /* Small limits find what goes beyond them sooner. */
    struct limits limits = limits_default;
    limits.part = limits.total = 4 * 1024 * 1024;
    limits.text = 1024 * 1024;
    return limits;
}

/* Reads, repairs, marks and writes a document; what is written must be JSON. */
static void
read_file(
    const uint8_t *data, size_t size, enum status (*read)(struct document *, const struct source *))
{
    struct limits limits = small_limits();
    struct arena arena = {.limit = 64 * 1024 * 1024}, tree = {0};
    struct document d = {.arena = &arena, .limits = &limits};
    struct source source = {.fd = -1, .memory = {(const char *)data, size}, .size = size};
    struct origin origin = {.path = STR("file"), .bytes = (int64_t)size, .modified = -1};
    struct buf line = {0}, why = {0};
    struct json *v;
    enum status status = read(&d, &source);
    assert(status != STATUS_BROKEN);
    assert((status == STATUS_OK) == !d.rejected);
    if (status == STATUS_OK) {
        repair_blocks(&d);
        language_mark(&d.blocks);
    }
    emit_document(&line, &origin, &d);
    assert(!line.failed && line.len && line.p[line.len - 1] == '\n');
    status = json_parse(&tree, str_slice(buf_slice(&line), 0, line.len - 1), &v, &why);
    assert(status == STATUS_OK);
    buf_free(&line);
    buf_free(&why);
    arena_free(&arena);
    arena_free(&tree);
}

#endif
