/* checkdata.h - a check as it was read, shared by checkload.c and check.c. */
#ifndef SVODKA_CHECKDATA_H
#define SVODKA_CHECKDATA_H

#include "check.h"
#include "formula.h"
#include "pattern.h"

enum relation {
    RELATION_EQUAL,
    RELATION_NOT_EQUAL,
    RELATION_AT_MOST,
    RELATION_AT_LEAST,
    RELATION_BELOW,
    RELATION_ABOVE
};

#define CHECK_RIGHT_MAX 8
#define CHECK_TRY_MAX 8
#define CHECK_SHOW_MAX 4
#define CHECK_WHEN_MAX 4
#define CHECK_WITHIN_MAX 3

/* left = right | right ...: one that holds is enough. */
struct check_relation {
    const struct formula *left, *right[CHECK_RIGHT_MAX];
    size_t nright;
    enum relation relation;
};

/* What an author may have done; said once, used by many checks. */
struct check_reason {
    struct str name;
    int level; /* of a finding that it explains, -1: the check's own */
    struct str text[3]; /* by enum lang, [0] English */
    const char *file;
    int line;
};

/* A condition: a relation, or a figure that is printed with a percent sign. */
struct check_when {
    int percent; /* the figure, -1: the relation */
    struct check_relation relation;
};

struct check_example {
    bool good; /* nothing is to be found */
    struct str facts; /* "service_recipients=1516 turnover_percent=26%" */
    struct str words; /* other words of that report */
    struct str reason; /* of a bad one, empty: any or none */
    const char *file;
    int line;
    struct check_example *next;
};

struct check_pattern {
    struct pattern pattern;
    struct check_pattern *next;
};

struct check {
    struct str name;
    const char *file;
    int line;
    enum finding code;
    enum finding_level level;
    int reversed; /* the figure of a check of direction, else -1 and `formula` counts */
    struct check_relation formula;
    const struct formula *computed; /* in place of the formula's right side; NULL for that */
    struct check_when when[CHECK_WHEN_MAX];
    size_t nwhen;
    const struct formula *within[CHECK_WITHIN_MAX]; /* the largest is what may be missing */
    size_t nwithin;
    struct check_pattern *rest; /* words for parts that are no figures of ours */
    struct check_pattern *unless; /* words by which a report explains itself */
    struct {
        struct str reason_name;
        const struct check_reason *reason;
        const struct formula *formula;
        int column;
        int line;
    } tries[CHECK_TRY_MAX];
    size_t ntries;
    struct {
        struct str name;
        const struct formula *formula;
    } show[CHECK_SHOW_MAX];
    size_t nshow;
    struct str text[3]; /* by enum lang, [0] English; p == NULL: the code's own */
    struct check_example *examples;
    struct check *next;
};

struct checks {
    struct arena arena;
    const struct rules *rules;
    struct check *checks;
    struct check_reason *reasons;
    size_t nreasons;
    const struct check_reason *cut; /* reason "cut": digits cut off and not rounded */
};

#endif
