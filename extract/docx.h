/* docx.h - Word documents (docx, docm, dotx, dotm). */
#ifndef SVODKA_DOCX_H
#define SVODKA_DOCX_H

#include "extract.h"
#include "zipbox.h"

/* Reads the document in an open zip. */
NODISCARD enum status docx_read(struct document *d, struct zipbox *zip);

#endif
