#include "language.h"

#include "text.h"
#include <stdlib.h>

/* A block is sure of its language from 10 bits on: 1000 to 1. One that is not leans on the blocks
 * around it, which count for 8 bits where both sides speak one language. */
#define SURE (10 * 16)
#define AROUND (8 * 16)

/* Both languages stand in a block where each has a piece of at least 3 words and 16 bits, and of a
 * fifth of its words. A name in the other language within a sentence is less. */
#define PIECE_SURE (16 * 16)
#define PIECE_WORDS 3

#define WORD_MAX 48
#define KAZAKH_LETTER (4 * 16)
#define KNOWN_WORD (5 * 16)

#define LETTERS 32

enum { KK, RU };

static const signed char pairs[2][LETTERS][LETTERS] = {
#define PAIRS(language, ...) [language] = {__VA_ARGS__},
#include "language.def"
#undef PAIRS
};

/* Words of all texts that only one of the two languages has, folded. */
static const char known[2][512] = {
    [KK] =
        " жане мен бен пен ушин туралы бойынша болып болды бар жок осы жылы жылгы жылдын емес еди "
        "екен гана кейин дейин ретинде аркылы тиис барлыгы барлык саны ж айы куни кмм кмкк мкк кмк "
        "бекитемин мушелери директоры мектеби ауданы облысы каласы ",
    [RU] =
        " и в во на не для года год г что с со к о об от до из за при или как это его их был было "
        "были нет есть также по всего том числе который которые кгу кгкп гккп кгп гу тоо школа "
        "утверждаю города района области ",
};

const char *
language_name(enum language l)
{
    static const char *const names[] = {"other", "ru", "kk", "mixed"};
    return names[l];
}

/* A Cyrillic letter as 1 to 31; 0 for what is none of ours. Kazakh letters and their look-alikes
 * are folded to the Russian letter that stands for them on a Russian keyboard. */
static unsigned
fold(uint32_t c)
{
    static const unsigned char order[32] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 10, 11, 12, 13, 14, 15,
        16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};
    c = text_lower(c);
    if (c >= 0x430 && c <= 0x44F)
        return order[c - 0x430];
    switch (c) {
    case 0x451:
        return order[0x435 - 0x430];
    case 0x49B:
    case 0x4A1:
        return order[0x43A - 0x430];
    case 0x493:
        return order[0x433 - 0x430];
    case 0x4A3:
        return order[0x43D - 0x430];
    case 0x4E9:
        return order[0x43E - 0x430];
    case 0x4B1:
    case 0x4AF:
        return order[0x443 - 0x430];
    case 0x4D9:
    case 0x259:
        return order[0x430 - 0x430];
    case 0x456:
    case 'i':
        return order[0x438 - 0x430];
    case 0x4BB:
        return order[0x445 - 0x430];
    default:
        return 0;
    }
}

struct word {
    unsigned char letters[WORD_MAX];
    size_t len;
    long kazakh;
    bool cyrillic, latin;
};

static bool
is_known(int language, const struct word *w)
{
    char key[2 * WORD_MAX + 3] = " ";
    size_t n = 1;
    if (w->len > 12)
        return false;
    for (size_t i = 0; i < w->len; i++) {
        /* Back to the letter: а is 1, и and й are one. */
        uint32_t c = 0x42F + w->letters[i] + (w->letters[i] > 9);
        n += text_encode(c, key + n);
    }
    key[n++] = ' ';
    key[n] = '\0';
    return strstr(known[language], key) != NULL;
}

static void
weigh_word(struct evidence *e, const struct word *w)
{
    unsigned before = 0;
    e->words += w->len > 1; /* no initials */
    e->letters += (long)w->len;
    e->kazakh += w->kazakh;
    for (size_t i = 0; i <= w->len && w->len > 1; i++) {
        unsigned letter = i < w->len ? w->letters[i] : 0;
        e->kk += pairs[KK][before][letter];
        e->ru += pairs[RU][before][letter];
        before = letter;
    }
    for (int l = KK; l <= RU; l++)
        if (is_known(l, w)) {
            *(l == KK ? &e->kk : &e->ru) += KNOWN_WORD;
            e->known++;
        }
}

struct evidence
language_weigh(struct str text)
{
    struct evidence e = {0};
    struct word w = {.len = 0};
    for (size_t at = 0; at <= text.len;) {
        uint32_t c = at < text.len ? text_decode(text, &at) : (at++, ' ');
        unsigned letter = fold(c);
        if (text_is_invisible(c) && c != TEXT_INVALID)
            continue;
        if (letter || text_is_latin(c)) {
            w.cyrillic |= text_is_cyrillic(c);
            w.latin |= !letter;
            /* і is a numeral in both languages; it counts within a word only. */
            w.kazakh += text_is_kazakh(c);
            if (w.len < WORD_MAX)
                w.letters[w.len++] = (unsigned char)letter;
            continue;
        }
        if (w.len == 1)
            w.kazakh = 0;
        if (w.cyrillic)
            weigh_word(&e, &w);
        else
            e.latin += (long)w.len;
        w = (struct word){.len = 0};
    }
    return e;
}

bool
language_expects(uint32_t c)
{
    static const uint16_t others[] = {0xA0, 0xA7, 0xAB, 0xAD, 0xB0, 0xB2, 0xB3, 0xB7, 0xBB, 0xBD,
        0xD7, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D,
        0x201E, 0x2022, 0x2026, 0x2116, 0x20B8, 0x202F, 0x2009, 0x2212, 0xFEFF};
    if (c < 0x80)
        return c >= 0x20 || c == '\n' || c == '\t' || c == '\r' || c == '\f';
    if (c >= 0x410 && c <= 0x451)
        return c != 0x450;
    if (c == 0x401 || text_is_kazakh(c))
        return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i] == c)
            return true;
    return false;
}

long
language_sense(struct str text)
{
    struct evidence e = language_weigh(text);
    long sense = (e.kk > e.ru ? e.kk : e.ru) + e.kazakh * 16;
    for (size_t at = 0; at < text.len;)
        if (!language_expects(text_decode(text, &at)))
            sense -= 48;
    return sense;
}

static long
leans(const struct evidence *e)
{
    return e->kk + e->kazakh * KAZAKH_LETTER - e->ru;
}

/* Cuts at what ends a sentence, a line, a cell of an address block. */
static struct str
next_piece(struct str *rest)
{
    for (size_t i = 0; i < rest->len; i++) {
        char c = rest->p[i];
        bool ends = c == '\n' || c == '\t' || c == '/' || c == ';' ||
            ((c == '.' || c == '!' || c == '?') && (i + 1 == rest->len || rest->p[i + 1] == ' '));
        if (!ends)
            continue;
        struct str piece = str_slice(*rest, 0, i);
        *rest = str_slice(*rest, i + 1, rest->len);
        return piece;
    }
    struct str piece = *rest;
    *rest = (struct str){NULL, 0};
    return piece;
}

static bool
is_mixed(struct str text, long words)
{
    long count[2] = {0, 0};
    bool sure[2] = {false, false};
    while (text.len) {
        struct evidence e = language_weigh(next_piece(&text));
        long difference = leans(&e);
        int l = difference > 0 ? KK : RU;
        if (labs(difference) < SURE)
            continue;
        count[l] += e.words;
        sure[l] |= e.words >= PIECE_WORDS && labs(difference) >= PIECE_SURE;
    }
    return sure[KK] && sure[RU] && count[KK] * 5 >= words && count[RU] * 5 >= words;
}

/* What a block shows by itself. Sets `lang` where it is sure, else `lang` is LANGUAGE_OTHER and
 * `*leaning` says to which side it leans. */
static bool
judge(struct block *b, long *leaning)
{
    struct evidence e = language_weigh(b->text);
    *leaning = leans(&e);
    b->lang = LANGUAGE_OTHER;
    if (e.latin > 2 * e.letters && e.latin > 2)
        return true;
    if (e.words >= 2 * PIECE_WORDS && is_mixed(b->text, e.words)) {
        b->lang = LANGUAGE_MIXED;
        return true;
    }
    if (labs(*leaning) < SURE)
        return false;
    b->lang = *leaning > 0 ? LANGUAGE_KK : LANGUAGE_RU;
    return true;
}

static long
pull(enum language l)
{
    return l == LANGUAGE_KK ? AROUND / 2 : l == LANGUAGE_RU ? -AROUND / 2 : 0;
}

/* Settles the blocks from `from` up to `to` (excluded) that are not sure, between two that are. */
static void
settle(struct block *from, const struct block *to, enum language before, enum language after)
{
    enum language nearest = before != LANGUAGE_OTHER ? before : after;
    long around = pull(nearest) + pull(after != LANGUAGE_OTHER ? after : before);
    for (struct block *b = from; b && b != to; b = b->next) {
        long leaning;
        if (judge(b, &leaning))
            continue;
        leaning += around;
        if (leaning == 0)
            b->lang = nearest;
        else
            b->lang = leaning > 0 ? LANGUAGE_KK : LANGUAGE_RU;
    }
}

void
language_mark(struct block_list *blocks)
{
    enum language before = LANGUAGE_OTHER;
    struct block *pending = blocks->head;
    for (struct block *b = blocks->head; b; b = b->next) {
        long leaning;
        if (!judge(b, &leaning) || (b->lang != LANGUAGE_RU && b->lang != LANGUAGE_KK))
            continue;
        enum language l = b->lang;
        settle(pending, b, before, l);
        before = l;
        pending = b->next;
    }
    /* Where no block is sure, all of them together are. */
    long all = 0, leaning;
    for (struct block *b = blocks->head; b && before == LANGUAGE_OTHER; b = b->next)
        if (!judge(b, &leaning))
            all += leaning;
    enum language together = all > 0 ? LANGUAGE_KK : all < 0 ? LANGUAGE_RU : LANGUAGE_OTHER;
    settle(pending, NULL, before, together);
}
