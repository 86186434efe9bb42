/* repair.h - text that was wrong before it came to us: "Kazakh fonts", bytes read in a wrong
 * encoding. */
#ifndef SVODKA_REPAIR_H
#define SVODKA_REPAIR_H

#include "extract.h"

/* Weighs all blocks (language.h), and repairs those where the evidence is clear: the original is
 * kept in block.original, and counted as a finding. Blocks that make no sense and can't be repaired
 * are counted as another. */
void repair_blocks(struct document *d);

#endif
