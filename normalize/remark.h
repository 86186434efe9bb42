/* remark.h - findings that are not about figures: their sentences and places. */
#ifndef SVODKA_REMARK_H
#define SVODKA_REMARK_H

#include "model.h"

/* One for each line of remark.def. */
enum remark {
#define REMARK(name, code, level, ru, kk, en) REMARK_##name,
#include "remark.def"
#undef REMARK
    REMARK_COUNT
};

/* A quotation of the document. */
struct quote {
    size_t block;
    uint32_t start, end; /* code points */
};

/* Adds the finding with these places; {0} of its sentences is the quotes, each once, {1} is `right`
 * (may be empty). STATUS_LIMIT where the arena is full. */
NODISCARD enum status remark_add(struct document *d, enum remark remark, struct str subject,
    const struct quote *quotes, size_t nquotes, struct str right);

/* Appends a place to a finding. False where the arena is full. */
NODISCARD bool remark_place(struct document *d, struct found *f, struct quote quote);

/* Appends `format` with "{0}" to "{3}" put in. */
void remark_format(struct buf *b, const char *format, const struct str *args);

#endif
