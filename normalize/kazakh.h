/* kazakh.h - endings of Kazakh words, folded (token.h): what a word without a dictionary tells of
 * its case or tense. Vowels follow the stem (harmony), so that each ending has several shapes;
 * writers get them wrong, and Kazakh letters get lost, so that all count behind any stem. */
#ifndef SVODKA_KAZAKH_H
#define SVODKA_KAZAKH_H

#include "str.h"

enum kazakh_ending {
    KAZAKH_DATIVE = 1, /* -ға, -ге, -қа, -ке: to */
    KAZAKH_ABLATIVE = 2, /* -дан, -тен, -нан ...: from */
    KAZAKH_GENITIVE = 4, /* -ның, -дің, -тың ...: of; a noun follows */
    KAZAKH_PARTICIPLE = 8, /* -ған, -ген, -қан, -кен: that has done so */
    KAZAKH_PAST = 16, /* -ды, -ді, -ты, -ті: has done so, at the end of a clause */
    KAZAKH_CONVERB = 32 /* -ып, -іп: having done so; the clause goes on */
};

/* The endings that the word may have: a bit set. A Russian word may look like one; ask in Kazakh
 * text only. */
unsigned kazakh_endings(struct str word);

#endif
