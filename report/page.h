/* page.h - the page of html.c: what its parts share. */
#ifndef SVODKA_PAGE_H
#define SVODKA_PAGE_H

#include "content.h"

struct libdeflate_compressor;

struct page {
    struct report *r;
    struct buf json; /* the chunk being filled */
    struct buf clean;
    uint32_t chunks;
    uint32_t *chunk_of; /* of each row */
    struct libdeflate_compressor *compressor;
};

/* JSON, a comma before what is no first member. Words are cleaned. */
void page_text(struct page *p, struct buf *b, struct str s);
void page_piece(struct page *p, struct buf *b, struct str s); /* blanks at its ends stay */
void page_member(struct page *p, struct buf *b, const char *key, struct str s);
void page_integer(struct buf *b, int64_t n);
void page_decimal(struct buf *b, bool has, struct decimal d); /* null where there is none */
void page_array(struct buf *b);
void page_array_member(struct buf *b, const char *key);
void page_path(struct page *p, struct buf *b, const struct source *source);

/* Writes to the page: markup as it is, JSON so that nothing in it ends its element. */
void page_out(struct page *p, const char *z);
void page_inert(struct page *p, struct str json);

/* Packs what p->json holds into an element with the id PREFIX and number. */
NODISCARD enum status page_chunk(struct page *p, const char *prefix, uint32_t number);

/* The parts, in the order of the page. */
NODISCARD enum status page_evidence(struct page *p); /* page_evidence.c */
NODISCARD enum status page_findings(struct page *p);
NODISCARD enum status page_data(struct page *p); /* page_data.c */

#endif
