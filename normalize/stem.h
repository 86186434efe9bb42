/* stem.h - a printed word as a stem for a drafted rule: its Russian or Kazakh ending cut off. */
#ifndef SVODKA_STEM_H
#define SVODKA_STEM_H

#include "model.h"

/* Appends the word in small letters without its ending, with a star where one was cut off or the
 * word is long enough to have others. At least four letters stay. */
void stem_write(struct buf *out, struct str word, enum lang lang);

#endif
