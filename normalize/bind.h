/* bind.h - what a sentence states: numbers bound to the subjects named near them, absences, whole
 * wordings.
 *
 * A number belongs to the label to which the least stands between: words, commas, other numbers and
 * labels cost, light words ("составила", "в") cost little, the unit word behind the number must
 * fit. A subject's label takes one number for each of its members (count, percentage, previous
 * count ...), and reaches from the numbers it has. */
#ifndef SVODKA_BIND_H
#define SVODKA_BIND_H

#include "sentence.h"

/* What one sentence leaves for the next of its block. */
struct carry {
    struct carried {
        const struct hit *hit; /* label of a subject that stated something */
        int subject;
    } last[SENTENCE_CARRIED]; /* in the order of the text; the newest last */
    size_t count;
    bool topic; /* the sentence only named it: "Обращения. Поступило 47." */
    bool above; /* it is a line of its own */
    struct carried named[SENTENCE_CARRIED]; /* all that it only named: "Функции контроля. Нет." */
    size_t nnamed;
    bool *needs; /* by subject: its PHRASE_NEED was met in this block or in what leads to it */
    bool *excluded; /* by subject: its PHRASE_UNLESS stands before, in this block */
    bool *headed; /* by subject: the last heading has its PHRASE_UNLESS and no label of it */
};

/* Adds the statements of the sentence to its document and marks the numbers used. */
NODISCARD enum status bind_sentence(struct sentence *s, struct carry *carry);

/* Takes from a sentence that asks what the next ones tell of; it states nothing. */
void bind_question(struct sentence *s, struct carry *carry);

/* Whether number `n` can be member `m` of a subject at all: kind, period, change, unit. `mention`
 * is what names the subject, NULL where nothing in the sentence does. */
bool bind_fits(const struct sentence *s, const struct figure_number *n, int subject, enum member m,
    const struct mention *mention);

/* Whether the words behind the number are a unit in which the figure is counted: "12 педагогов". */
bool bind_counts(const struct sentence *s, const struct figure_number *n, int figure);

/* The value of the number as that member: a change for the less is below zero. */
struct decimal bind_value(
    const struct sentence *s, const struct figure_number *n, enum member member);

/* "роздано 80 анкет": whether the number stands within words that are none of the subject's. */
bool bind_is_others(const struct sentence *s, size_t token, int subject);

/* Whether what is counted is something else than people or things that the rules know. */
bool bind_is_stranger(const struct sentence *s, const struct figure_number *n);

#endif
