/* Any bytes as plain text: encodings, broken lines, repair. */
#include "reading.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_file(data, size, text_read);
    return 0;
}
