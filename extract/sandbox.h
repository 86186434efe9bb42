/* sandbox.h - a process that can't open, start or reach anything any more. */
#ifndef SVODKA_SANDBOX_H
#define SVODKA_SANDBOX_H

#include "extract.h"

/* Limits memory and processor time, and, where the kernel can, takes away the file system
 * (landlock) and all system calls that parsing does not need (seccomp). What the kernel can't do is
 * left out: the limits hold everywhere. */
NODISCARD enum status sandbox_enter(const struct limits *l);

#endif
