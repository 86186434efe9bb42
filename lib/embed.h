/* embed.h - files of the source tree as bytes of the program. */
#ifndef SVODKA_EMBED_H
#define SVODKA_EMBED_H

#include "str.h"

/* Declares `name`, the bytes of `file` (seen from the top of the tree) with a NUL behind them, and
 * `name_end`, where that NUL stands. */
/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define EMBED(name, file)                                                                          \
    __asm__(".section .rodata\n"                                                                   \
            ".global " #name "\n" #name ":\n"                                                      \
            ".incbin \"" file "\"\n"                                                               \
            ".global " #name "_end\n" #name "_end:\n"                                              \
            ".byte 0\n"                                                                            \
            ".previous\n");                                                                        \
    extern const char name[], name##_end[]
/* NOLINTEND(bugprone-macro-parentheses) */

/* These bytes as a slice. */
static inline struct str
embedded(const char *from, const char *end)
{
    return (struct str){from, (size_t)(end - from)};
}

#endif
