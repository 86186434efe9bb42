/* job.h - one file: what the parent asks of a worker, and what comes back. */
#ifndef SVODKA_JOB_H
#define SVODKA_JOB_H

#include "extract.h"
#include "str.h"

/* What a worker must know besides the file. */
struct job_options {
    struct limits limits;
    const char *encoding; /* --encoding, or NULL */
};

/* Whether --encoding may be called that. */
bool job_encoding_known(const char *name);

/* A request: a file to read (its descriptor comes along), some members of an archive (the archive's
 * descriptor comes along), or a file that was not opened, to be reported as rejected. */
void job_ask(struct buf *request, struct str path);
void job_ask_members(struct buf *request, struct str path, size_t first, size_t count);
void job_ask_rejected(
    struct buf *request, struct str path, enum finding reason, const char *detail);

/* The path in a request. */
struct str job_path(struct str request);

/* Worker: once, before the first job; gives up the right to open anything. */
NODISCARD enum status job_prepare(const struct job_options *o);

/* Worker: does a request. The result is a sequence of answers, one for each document; an archive is
 * answered by the number of documents in it, to be asked for one by one, so that one that kills its
 * worker costs no other. */
void job_work(const struct job_options *o, struct str request, int fd, struct buf *result);

/* One document of a result, or an archive. */
struct answer {
    bool rejected;
    int level; /* highest level of its findings, -1: none */
    size_t members; /* of an archive; 0: this is a document */
    struct str line; /* the document line; of an archive: its members' names, each ended by NUL */
    struct str messages; /* one a line: "E text" always, "V text" with --verbose */
};

/* Takes the next answer from `*result`; false at the end, or where the result makes no sense
 * (`result->len` is then not 0). */
bool job_next_answer(struct str *result, struct answer *a);

/* Parent: the result for a document whose worker died. `member` may have p == NULL; `detail` says
 * how it died. */
void job_died(struct str path, struct str member, const char *detail, struct buf *result);

#endif
