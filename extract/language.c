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
static const char known_words[2][512] = {
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

/* What a character is, for those up to U+052F. */
enum {
    IS_CYRILLIC = 1,
    IS_LATIN = 2,
    IS_KAZAKH = 4,
    IS_EXPECTED = 8,
    IS_NOTHING = 16,
    IS_CAPITAL = 32
};

#define CHARACTERS 0x530
#define KNOWN_MAX 12
#define BUCKETS 64

static struct {
    unsigned char letter[CHARACTERS]; /* 1 to 31; 0: none of ours */
    unsigned char is[CHARACTERS];
    struct {
        unsigned char letters[KNOWN_MAX];
        unsigned char len, language;
    } known[BUCKETS][8];
    bool ready;
} tables;

/* A Cyrillic letter as 1 to 31; 0 for what is none of ours. Kazakh letters and their look-alikes
 * are folded to the Russian letter that stands for them on a Russian keyboard. */
static unsigned char
fold(uint32_t c)
{
    static const struct {
        uint16_t from, to;
    } kazakh[] = {{0x451, 0x435}, {0x439, 0x438}, {0x49B, 0x43A}, {0x4A1, 0x43A}, {0x493, 0x433},
        {0x4A3, 0x43D}, {0x4E9, 0x43E}, {0x4B1, 0x443}, {0x4AF, 0x443}, {0x4D9, 0x430},
        {0x259, 0x430}, {0x456, 0x438}, {'i', 0x438}, {0x4BB, 0x445}};
    c = text_lower(c);
    for (size_t i = 0; i < sizeof kazakh / sizeof *kazakh; i++)
        if (kazakh[i].from == c)
            c = kazakh[i].to;
    if (c < 0x430 || c > 0x44F)
        return 0;
    return (unsigned char)(c - 0x42F - (c > 0x439));
}

static bool
expects(uint32_t c)
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

static unsigned
bucket(const unsigned char *letters, size_t len)
{
    unsigned h = 0;
    for (size_t i = 0; i < len; i++)
        h = h * 31 + letters[i];
    return h % BUCKETS;
}

static void
add_known(int language, struct str word)
{
    unsigned char letters[KNOWN_MAX];
    size_t len = 0;
    for (size_t at = 0; at < word.len && len < KNOWN_MAX;)
        letters[len++] = fold(text_decode(word, &at));
    unsigned b = bucket(letters, len);
    for (int i = 0; i < 8 && len; i++)
        if (!tables.known[b][i].len) {
            memcpy(tables.known[b][i].letters, letters, len);
            tables.known[b][i].len = (unsigned char)len;
            tables.known[b][i].language = (unsigned char)language;
            return;
        }
}

static void
prepare(void)
{
    if (tables.ready)
        return;
    for (uint32_t c = 0; c < CHARACTERS; c++) {
        tables.letter[c] = fold(c);
        tables.is[c] = (unsigned char)((text_is_cyrillic(c) ? IS_CYRILLIC : 0) |
            (text_is_latin(c) ? IS_LATIN : 0) | (text_is_kazakh(c) ? IS_KAZAKH : 0) |
            (expects(c) ? IS_EXPECTED : 0) | (text_is_invisible(c) ? IS_NOTHING : 0) |
            (text_lower(c) != c ? IS_CAPITAL : 0));
    }
    for (int l = KK; l <= RU; l++)
        for (struct str rest = str_of(known_words[l]); rest.p;)
            add_known(l, str_cut(&rest, ' '));
    tables.ready = true;
}

bool
language_expects(uint32_t c)
{
    prepare();
    return c < CHARACTERS ? tables.is[c] & IS_EXPECTED : expects(c);
}

struct word {
    unsigned char letters[WORD_MAX];
    size_t len;
    long kazakh;
    bool cyrillic;
    bool name; /* it begins with a capital, goes on with small letters, and is not the first */
};

static void
weigh_known(struct evidence *e, const struct word *w)
{
    unsigned b = bucket(w->letters, w->len);
    for (int i = 0; i < 8 && tables.known[b][i].len; i++)
        if (tables.known[b][i].len == w->len &&
            memcmp(tables.known[b][i].letters, w->letters, w->len) == 0)
            *(tables.known[b][i].language == KK ? &e->kk : &e->ru) += KNOWN_WORD;
}

static void
weigh_word(struct evidence *e, const struct word *w)
{
    unsigned before = 0;
    e->words += w->len > 1; /* no initials */
    e->letters += (long)w->len;
    /* A name is Kazakh in a Russian sentence too. */
    e->kazakh += w->name && w->kazakh ? 1 : w->kazakh;
    for (size_t i = 0; i <= w->len && w->len > 1; i++) {
        unsigned letter = i < w->len ? w->letters[i] : 0;
        e->kk += pairs[KK][before][letter];
        e->ru += pairs[RU][before][letter];
        before = letter;
    }
    if (w->len <= KNOWN_MAX)
        weigh_known(e, w);
}

static void
end_word(struct evidence *e, struct word *w)
{
    if (w->len == 1)
        w->kazakh = 0; /* і is a numeral in both languages; it counts within a word only */
    if (w->cyrillic)
        weigh_word(e, w);
    else
        e->latin += (long)w->len;
    w->len = 0;
    w->kazakh = 0;
    w->cyrillic = false;
}

struct evidence
language_weigh(struct str text)
{
    struct evidence e = {0};
    struct word w;
    w.len = 0;
    w.kazakh = 0;
    w.cyrillic = w.name = false;
    prepare();
    for (size_t at = 0; at < text.len;) {
        unsigned char byte = (unsigned char)text.p[at];
        uint32_t c = byte < 0x80 ? (at++, byte) : text_decode(text, &at);
        unsigned is = c < CHARACTERS ? tables.is[c]
                                     : (expects(c) ? IS_EXPECTED : 0u) |
                (c != TEXT_INVALID && text_is_invisible(c) ? IS_NOTHING : 0u);
        e.odd += !(is & IS_EXPECTED);
        e.lost += c == '?' || c == 0xFFFD;
        if (is & IS_NOTHING)
            continue;
        unsigned char letter = c < CHARACTERS ? tables.letter[c] : 0;
        if (!letter && !(is & IS_LATIN)) {
            if (w.len)
                end_word(&e, &w);
            continue;
        }
        if (w.len == 0)
            w.name = (is & IS_CAPITAL) && e.words > 0;
        else if (w.len == 1)
            w.name = w.name && !(is & IS_CAPITAL);
        w.cyrillic |= (is & IS_CYRILLIC) != 0;
        w.kazakh += (is & IS_KAZAKH) != 0;
        e.special += (is & IS_KAZAKH) && c != 0x406 && c != 0x456;
        if (w.len < WORD_MAX)
            w.letters[w.len++] = letter;
    }
    if (w.len)
        end_word(&e, &w);
    return e;
}

long
language_sense(const struct evidence *e)
{
    return (e->kk > e->ru ? e->kk : e->ru) + e->kazakh * 16 - e->odd * 48;
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
    struct evidence e = b->evidence;
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
