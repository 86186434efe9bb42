/* guess.h - the encoding of bytes that do not say it. */
#ifndef SVODKA_GUESS_H
#define SVODKA_GUESS_H

#include "encoding.h"

/* The encoding in which `s` makes most sense as Russian or Kazakh: UTF-8 where it is valid, UTF-16
 * by the look of it, else the best of the one-byte encodings. */
enum encoding guess_encoding(struct str s);

/* Whether `s` looks like UTF-16 without a mark: text has no NUL bytes otherwise. */
bool guess_utf16(struct str s, enum encoding *out);

#endif
