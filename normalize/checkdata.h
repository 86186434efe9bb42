/* checkdata.h - a check as it was read, what is tried and what is found; shared by the check*.c. */
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
    const struct check_reason *swapped; /* reason "swapped": two digits changed places */
};

#define CHECK_FIGURES_MAX 6 /* of a finding */

/* What the report says when it is read as a whole, or in one language where the two disagree. */
struct check_reading {
    enum lang lang; /* LANG_NONE: as a whole */
    struct fact *facts; /* by figure */
    const struct document *d;
};

/* A check that does not hold. */
struct check_violation {
    struct decimal stated, computed, tried;
    bool has_stated, has_computed;
    const struct check_reason *reason;
    const struct formula *guess; /* the usual wrong formula that gives what is stated, or NULL */
    enum finding_level level;
    int figures[CHECK_FIGURES_MAX];
    size_t nfigures;
};

/* --- checkfact.c: what is stated --- */

/* What a printed value can mean; false where that does not fit into the arithmetic. */
NODISCARD bool check_range(
    const struct figure *figure, const struct fact *f, bool approx, struct interval *out);

/* The statements of a figure that count in a reading, put in `out` (of nstatements): all where they
 * agree, else those of its language if they agree among themselves. Returns their number. */
size_t check_statements(const struct figure_value *v, enum lang lang, struct statement **out);

/* Fills the facts of a reading, which are zeroed. */
NODISCARD enum status check_facts(
    const struct rules *rules, struct document *d, enum lang lang, struct fact *facts);

/* --- checkpart.c: what the report says beside its figures --- */

/* Whether the report names another part of the whole, with a number that can be it. */
bool check_other_part(const struct check *c, const struct document *d, struct ratio missing);

/* Whether the report says itself, beside one of the figures, why they do not fit. */
bool check_explained(
    const struct check *c, const struct document *d, const struct check_violation *v);

/* --- check.c --- */

/* Whether the report violates the check, and how. */
bool check_one(const struct checks *checks, const struct check *c, const struct check_reading *r,
    struct check_violation *v);

/* Whether the check is an equality with that figure, and all that it needs is stated. */
bool check_tells(const struct check *c, const struct check_reading *r, int figure);

/* The value of a formula on what is printed, rounded for a person. False where it has none. */
NODISCARD bool check_printed(
    const struct formula *f, const struct fact *facts, struct decimal *out);

/* --- checkhint.c: conflicts --- */

/* Whether the numbers differ by two neighbouring digits that changed places. */
bool check_swapped(struct decimal a, struct decimal b);

/* Says in the findings about figures in conflict which of the values the other figures agree with,
 * where that is one, and whether digits changed places. `facts` are those of the report as a whole.
 */
NODISCARD enum status check_hints(
    const struct checks *checks, struct document *d, struct fact *facts);

/* --- checksay.c: findings --- */

void check_write_text(const struct checks *checks, const struct check *c,
    const struct check_reading *r, const struct check_violation *v, int lang, struct buf *out);

/* Adds the finding. */
NODISCARD enum status check_say(const struct checks *checks, const struct check *c,
    const struct check_reading *r, const struct check_violation *v, struct document *d);

#endif
