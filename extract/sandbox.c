#include "sandbox.h"

#include <sys/resource.h>

enum status
sandbox_enter(const struct limits *l)
{
    struct rlimit core = {0, 0};
    (void)l;
    return setrlimit(RLIMIT_CORE, &core) == 0 ? STATUS_OK : STATUS_BROKEN;
}
