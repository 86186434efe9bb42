/* Any bytes as a line: what is taken can be written and read again, and is then the same. */
#include "json.h"
#include "lines.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {.limit = 64 * 1024 * 1024};
    struct buf once = {0}, twice = {0}, why = {0};
    struct lines_check check = {0};
    struct json *v;
    enum status status = json_parse(&arena, (struct str){(const char *)data, size}, &v, &why);
    assert(status != STATUS_BROKEN && (status == STATUS_OK || status == STATUS_LIMIT || why.len));
    if (status == STATUS_OK) {
        if (lines_seen(&check, v, &why) == STATUS_OK)
            (void)!lines_finish(&check, &why);
        json_write(&once, v);
        status = json_parse(&arena, buf_slice(&once), &v, NULL);
        if (status == STATUS_OK) {
            json_write(&twice, v);
            assert(str_eq(buf_slice(&once), buf_slice(&twice)));
        }
        assert(status != STATUS_BAD);
    }
    buf_free(&once);
    buf_free(&twice);
    buf_free(&why);
    arena_free(&arena);
    return 0;
}
