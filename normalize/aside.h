/* aside.h - what a sentence says aside, between two commas: "двое, достигнув положенного возраста,
 * вышли на пенсию". The words around it belong together as if it were not there. */
#ifndef SVODKA_ASIDE_H
#define SVODKA_ASIDE_H

#include "sentence.h"

/* Fills `s->aside`, which has room for each token: of one that opens an aside, a comma as a rule,
 * the token that closes it; 0 for all others. The sentence's hits are read. */
void aside_read(struct sentence *s);

/* Whether an aside that opens at token `from` or later closes at token `i`. */
bool aside_closes(const struct sentence *s, size_t from, size_t i);

/* Whether a period that is named in the aside which opens at token `i` is told of nothing behind
 * it: "нарушений, о которых сообщалось прежде, нет"; but "взысканий, наложенных в прошлом году, 5".
 */
bool aside_is_apart(const struct sentence *s, size_t i);

/* Whether what the comma at token `i` parts off tells which of those named before it are counted:
 * "педагогов, награждённых грамотами, – 6". */
bool aside_restricts(const struct sentence *s, size_t i);

#endif
