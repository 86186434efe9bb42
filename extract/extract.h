/* extract.h - what the parts of svodka-extract share: where bytes come from, what a document is
 * made of, and what a format is. */
#ifndef SVODKA_EXTRACT_H
#define SVODKA_EXTRACT_H

#include "arena.h"
#include "buf.h"
#include "finding.h"
#include "lines.h"
#include "status.h"
#include "str.h"
#include <stdint.h>

/* Limits on what one document may cost. Each can be set by an option of the same name; the reasons
 * for the numbers are in limits_default. */
struct limits {
    size_t file; /* bytes of the file */
    size_t part; /* bytes of one member, expanded */
    size_t total; /* bytes of all members read, expanded */
    size_t text; /* bytes of text */
    size_t members; /* of a container */
    size_t depth; /* of nested tables and text boxes */
    size_t seconds; /* of wall time */
    size_t memory; /* bytes of address space */
};

extern const struct limits limits_default;

/* The bytes of a document: an open file, or memory (a small file, a member of an archive). Formats
 * read by offset, so that nobody depends on a file position. */
struct source {
    int fd; /* -1: memory */
    struct str memory;
    uint64_t size;
};

/* Up to `len` bytes from `offset`; fewer only at the end. False for a read error (errno). */
NODISCARD bool source_read(
    const struct source *s, uint64_t offset, void *to, size_t len, size_t *got);

/* The SHA-256 of all of it, in hexadecimal. False for a read error. */
#define SOURCE_DIGEST 65
NODISCARD bool source_digest(const struct source *s, char hex[SOURCE_DIGEST]);

/* What a piece of text shows of its language, in sixteenths of a bit, and in characters. */
struct evidence {
    long kk, ru; /* likeness of its folded words to each language, above chance */
    long words; /* Cyrillic words */
    long letters; /* Cyrillic letters */
    long kazakh; /* letters that only Kazakh has, within words; of a name one */
    long special; /* such letters, without і, which is a Roman numeral too */
    long latin; /* Latin letters in words of their own */
    long lost; /* question marks and replacement characters */
    long odd; /* characters that such texts do not hold */
};

enum language { LANGUAGE_OTHER, LANGUAGE_RU, LANGUAGE_KK, LANGUAGE_MIXED };

struct table {
    struct table *parent; /* the table that this one stands in, or NULL */
    int number; /* from 1, given when the document is written */
};

struct cell {
    struct table *table;
    uint32_t row, column, rowspan, colspan;
    bool header; /* of a header row */
};

/* One block of the document's text. */
struct block {
    struct block *next;
    struct str text;
    struct str original; /* before it was repaired; p == NULL where it was not */
    struct str label; /* of a list item or a note; p == NULL where there is none */
    struct cell *cell; /* where it stands in a table, or NULL */
    struct evidence evidence; /* of its text, once it is weighed */
    int64_t
        at; /* of a note or comment: code points of the anchor's text before its mark; -1: none */
    int level; /* heading: from 1; item: from 0; -1: none */
    enum block_kind kind;
    enum language lang;
    bool page_break; /* a page break stands before it */
};

/* Blocks in the order of reading. */
struct block_list {
    struct block *head, *tail;
};

void block_list_add(struct block_list *list, struct block *b);
void block_list_join(struct block_list *list, struct block_list *rest);

/* A document while it is read. Everything in it lives in the arena. */
struct document {
    struct arena *arena;
    const struct limits *limits;
    const char *encoding; /* --encoding, or NULL */
    const char *format; /* "docx", "text" */
    struct str title, creator, created, modified; /* properties; p == NULL where there is none */
    struct block_list blocks;
    size_t text; /* bytes of text so far */
    size_t expanded; /* bytes of members so far */
    uint32_t counts[FINDING_COUNT]; /* remarks, by finding */
    struct str *members; /* an archive's: the names of its documents, in its order */
    size_t *indexes; /* ... and their places in it */
    size_t nmembers;
    bool nested; /* it stands in an archive itself */
    int chunk; /* how deep it is embedded in other documents */
    bool rejected;
    enum finding reason;
    struct str detail; /* argument of `reason` */
};

/* Gives the document up; the first reason stands. Always returns STATUS_BAD. */
enum status document_reject(struct document *d, enum finding reason, const char *detail);

/* A new block with a copy of `text`; NULL where a limit was hit, which rejects the document. */
struct block *document_block(struct document *d, enum block_kind kind, struct str text);

/* A format. It bids on the first bytes (never on the name) by the number of bits that it verified,
 * 0 for "not mine"; the highest bid runs. A bid on what we know but don't read has `run` NULL. */
struct extractor {
    const char *name;
    int (*bid)(struct str head, const struct source *source);
    enum status (*run)(struct document *d, const struct source *source);
};

#endif
