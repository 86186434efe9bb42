/* Any bytes as a file: read by whichever format bids most, written as a line that is JSON. */
#include "reading.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_file(data, size, format_read);
    return 0;
}
