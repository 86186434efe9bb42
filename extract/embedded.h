/* embedded.h - what a Word document holds beside its text: charts, SmartArt, HTML. */
#ifndef SVODKA_EMBEDDED_H
#define SVODKA_EMBEDDED_H

#include "zipbox.h"

/* Adds a chart's title and, for each series, its name and cached values. */
NODISCARD enum status chart_read(
    struct document *d, struct zipbox *z, struct str part, struct block_list *out);

/* Adds the paragraphs of a SmartArt drawing's data. */
NODISCARD enum status diagram_read(
    struct document *d, struct zipbox *z, struct str part, struct block_list *out);

/* Adds the text of a web page. */
NODISCARD enum status html_read(struct document *d, struct str bytes, struct block_list *out);

#endif
