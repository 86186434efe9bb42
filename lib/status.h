/* status.h - what a function that can fail returns, and what a program exits with. */
#ifndef SVODKA_STATUS_H
#define SVODKA_STATUS_H

#define NODISCARD __attribute__((warn_unused_result))
#define INLINED static inline __attribute__((always_inline)) /* constants are worked out */
#define PRINTF_LIKE(f, first) __attribute__((format(printf, f, first)))

/* How far a failure reaches. A caller must look at it. */
enum status {
    STATUS_OK = 0,
    STATUS_BAD = 1, /* this document (or line, or rule) is bad: say so, take the next */
    STATUS_LIMIT = 2, /* a limit was hit: the document is bad, for that reason */
    STATUS_BROKEN = 3 /* the run is broken: no memory, disk full, read error */
};

/* Exit statuses, the same for every program of the chain. */
enum exit_status {
    EXIT_GOOD = 0, /* all good */
    EXIT_REJECTED = 1, /* done, but a document was rejected or a finding reached --fail-on */
    EXIT_USAGE = 2, /* called wrongly, or the rules do not compile: nothing was done */
    EXIT_BROKEN = 3, /* the run broke: do not use the output */
    EXIT_LOCKED = 75 /* another run holds the lock (EX_TEMPFAIL) */
};

#endif
