/* section.h - sections that state no facts, and lists that are counted. */
#ifndef SVODKA_SECTION_H
#define SVODKA_SECTION_H

#include "bind.h"

/* Makes the blocks of sections of proposals, plans and prospects `silent`. */
NODISCARD enum status section_find(
    const struct rules *rules, struct matcher *m, struct document *d);

/* The language whose phrases are run over a block. */
enum lang section_lang(const struct document *d, const struct block *b);

/* Whether the line is one of a list. */
bool section_is_item(const struct block *b);

/* Whether the block may be the head of a section: a short line that tells no number. */
bool section_is_head(const struct block *b);

/* Whether the line leads to a list: it ends with a colon. */
bool section_leads(const struct block *b);

/* Whether "Answer:" stands at token `i`. */
bool section_answers(const struct block *b, size_t i);

/* The end of the tokens that ask what an answer behind them in the block, or else the next block,
 * tells; 0 where none do. */
size_t section_question(const struct block *b);

/* Whether the sentence does nothing but begin what states no facts in the rest of its block:
 * "Планы. Провести ...". */
bool section_begins_plans(const struct sentence *s);

/* Counts the list that a phrase of the sentence announces ("the following risks:"), unless a number
 * of that subject stands in the sentence, and states its length. */
NODISCARD enum status section_count_list(struct sentence *s);

#endif
