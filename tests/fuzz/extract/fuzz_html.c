/* Any bytes as a web page within a document. */
#include "extract/embedded.h"
#include "reading.h"

static enum status
read(struct document *d, const struct source *s)
{
    return html_read(d, s->memory, &d->blocks);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_file(data, size, read);
    return 0;
}
