#include "address.h"

#include "remark.h"
#include "text.h"
#include "token.h"
#include <assert.h>

/* Addresses of one document that are compared. */
#define ADDRESSES_MAX 40

/* Words in a street's name, letters of a word, letters of a house's number. */
#define NAME_WORDS_MAX 4
#define WORD_MAX 32
#define HOUSE_MAX 12

/* Words of a list. */
#define LIST_MAX 20

/* Words before and behind an address among which its signs are looked for. */
#define WORDS_BEFORE 14
#define WORDS_BEHIND 9

enum kind { KIND_NONE, KIND_STREET, KIND_DISTRICT, KIND_HALF };

/* The words that tell a kind of street, `open` ones with any ending; KIND_HALF is a district where
 * the word for one follows. Folded, so that Kazakh letters do not matter. */
static const struct {
    const char *word;
    enum kind kind;
    bool open;
} kinds[] = {{"ул", KIND_STREET, false}, {"улиц", KIND_STREET, true}, {"көше", KIND_STREET, true},
    {"көш", KIND_STREET, false}, {"пр", KIND_STREET, false}, {"пр-т", KIND_STREET, false},
    {"просп", KIND_STREET, false}, {"проспект", KIND_STREET, true}, {"даңғыл", KIND_STREET, true},
    {"даң", KIND_STREET, false}, {"даңғ", KIND_STREET, false}, {"пер", KIND_STREET, false},
    {"переул", KIND_STREET, true}, {"тұйық", KIND_STREET, true}, {"бульвар", KIND_STREET, true},
    {"б-р", KIND_STREET, false}, {"шоссе", KIND_STREET, false}, {"мкр", KIND_DISTRICT, false},
    {"мкр-н", KIND_DISTRICT, false}, {"микрорайон", KIND_DISTRICT, true},
    {"шағынаудан", KIND_DISTRICT, true}, {"ықшамаудан", KIND_DISTRICT, true},
    {"шағын", KIND_HALF, false}, {"мөлтек", KIND_HALF, false}};

/* Words, with any ending where a star follows; folded when they are first asked for. No locking is
 * needed, since each process has one thread. */
struct list {
    const char *const *words;
    bool made, sign; /* the sign for "number" is one of them */
    size_t n;
    struct known {
        char letters[WORD_MAX];
        size_t len;
        bool open;
    } known[LIST_MAX];
};

#define LIST(...)                                                                                  \
    {                                                                                              \
        .words = (const char *const[])                                                             \
        {                                                                                          \
            __VA_ARGS__, NULL                                                                      \
        }                                                                                          \
    }

/* Between a street and its house; and behind the number. */
static struct list house_words =
    LIST("д", "дом*", "зд", "здани*", "строени*", "үй*", "ғимарат*", "№*");
static struct list harmless = LIST("и", "және", "мен", "эл*", "т");

/* No part of a name by which streets are told apart. */
static struct list titles =
    LIST("хан*", "би", "батыр*", "имени", "им", "атындағы", "ата", "акын*", "акад*", "ген*");

/* Where one of these stands before it, the address is somebody else's ... */
static struct list others = LIST("общежити*", "жатақхана*", "филиал*", "корпус*", "прокуратур*",
    "департамент*", "министерств*", "министрлі*", "агентств*", "агенттіг*", "корпораци*", "цон*",
    "хққо*", "правительств*", "үкімет*", "прописан*", "проживающ*");
/* ... and where one of these does, unless the institution is one itself. The genitive is in the
 * names of most institutions. */
static struct list authorities =
    LIST("управление", "управлении", "управлением", "отдел", "отделе", "отделом", "акимат",
        "акимате", "басқарма", "басқармасы", "басқармасында", "бөлімі", "бөлімінде", "әкімдігі");

static struct list district = LIST("аудан*"); /* behind KIND_HALF */
static struct list located = LIST("находится");
static struct list telephone = LIST("т"); /* before a number */

struct address {
    enum kind kind;
    enum lang lang;
    size_t block;
    uint32_t start, end;
    char names[NAME_WORDS_MAX][WORD_MAX]; /* folded, without endings */
    size_t nnames;
    bool person; /* named after somebody */
    char house[HOUSE_MAX];
    bool involved; /* differs from another */
};

#define KINDS (sizeof kinds / sizeof *kinds)

/* The words of `kinds`, folded once; no locking is needed, since each process has one thread. */
static struct {
    bool made;
    struct str word[KINDS]; /* in `letters` */
    char letters[KINDS][WORD_MAX];
    uint32_t first[256], second[256]; /* by letter: the set of words that have it there */
} folded_kinds;

_Static_assert(KINDS <= 32, "a word is a bit of folded_kinds");

struct work {
    const struct reference *known;
    struct document *d;
    struct address list[ADDRESSES_MAX];
    size_t n;
};

/* The folded byte of a letter, whatever keyboard typed it; ASCII as it is; 0 for anything else. */
static unsigned char
fold_letter(uint32_t c)
{
    unsigned char b = token_fold_letter(c);
    if (!b && c < 0x80)
        b = (unsigned char)c;
    unsigned char twin = token_look_alike(b);
    return twin ? twin : b;
}

/* Folds a word into `out`, cut off where it is too long. Digits stay. */
static size_t
fold(struct str word, char *out, size_t size)
{
    size_t n = 0;
    for (size_t at = 0; at < word.len && n + 1 < size;) {
        unsigned char b = fold_letter(text_decode(word, &at));
        if (b)
            out[n++] = (char)b;
    }
    out[n] = '\0';
    return n;
}

static void
make(struct list *list)
{
    for (const char *const *z = list->words; *z; z++) {
        struct str word = str_of(*z);
        if (str_starts(word, STR("№"))) {
            list->sign = true;
            continue;
        }
        struct known *k = &list->known[list->n++];
        assert(list->n <= LIST_MAX);
        k->open = str_ends(word, STR("*"));
        k->len = fold(str_slice(word, 0, word.len - k->open), k->letters, sizeof k->letters);
    }
    list->made = true;
}

static bool
is_any(struct str word, struct list *list)
{
    char folded[WORD_MAX];
    size_t len = fold(word, folded, sizeof folded);
    if (!list->made)
        make(list);
    for (size_t i = 0; i < list->n; i++) {
        const struct known *k = &list->known[i];
        if (folded[0] == k->letters[0] && (k->open ? len >= k->len : len == k->len) &&
            memcmp(folded, k->letters, k->len) == 0)
            return true;
    }
    return list->sign && str_starts(word, STR("№"));
}

static bool
is_punct(const struct block *b, size_t i, const char *z)
{
    return i < b->ntokens && b->tokens[i].kind == TOKEN_PUNCT && str_is(b->tokens[i].text, z);
}

static bool
is_word_token(const struct block *b, size_t i)
{
    return i < b->ntokens && b->tokens[i].kind == TOKEN_WORD;
}

static bool
is_cue(const struct work *w, const struct block *b, size_t i, enum cue cue, enum lang lang)
{
    return (b->tokens[i].begins & reference_bit((int)cue)) &&
        reference_cue_word(w->known, cue, lang, token_skeleton(b, i));
}

/* Begins with a digit, perhaps behind the sign for "number". */
static bool
is_number(const struct block *b, size_t i)
{
    struct str text = i < b->ntokens ? b->tokens[i].text : STR("");
    if (str_starts(text, STR("№")))
        text = str_trim(str_slice(text, strlen("№"), text.len));
    return text.len && *text.p >= '0' && *text.p <= '9';
}

static bool
is_upper(struct str word)
{
    size_t at = 0;
    uint32_t c = word.len ? text_decode(word, &at) : 0;
    return text_lower(c) != c;
}

/* Every word of the document is looked at: folded, they are compared as bytes. */
static void
fold_kinds(void)
{
    for (size_t k = 0; k < KINDS && !folded_kinds.made; k++) {
        char *letters = folded_kinds.letters[k];
        size_t n = fold(str_of(kinds[k].word), letters, WORD_MAX);
        folded_kinds.word[k] = (struct str){letters, n};
        folded_kinds.first[(unsigned char)letters[0]] |= (uint32_t)1 << k;
        folded_kinds.second[(unsigned char)letters[1]] |= (uint32_t)1 << k;
    }
    folded_kinds.made = true;
}

/* The kinds with the first two letters of the token, where it is a word: a bit set. */
static inline uint32_t
kinds_like(const struct block *b, size_t i)
{
    const unsigned char *p = (const unsigned char *)b->skeleton.p + b->tokens[i].at;
    if (b->tokens[i].kind != TOKEN_WORD || b->tokens[i].stop - b->tokens[i].at < 2)
        return 0;
    return folded_kinds.first[p[0]] & folded_kinds.second[p[1]];
}

/* The kind of street that token `i` names; `*next` is behind its words. */
static enum kind
kind_at(const struct block *b, size_t i, size_t *next)
{
    uint32_t like = i < b->ntokens ? kinds_like(b, i) : 0;
    for (size_t k = 0; k < KINDS && like >> k; k++) {
        struct str word = token_skeleton(b, i), known = folded_kinds.word[k];
        if (!(like >> k & 1) || !str_starts(word, known) ||
            (!kinds[k].open && word.len != known.len))
            continue;
        *next = i + 1;
        if (kinds[k].kind != KIND_HALF)
            return kinds[k].kind;
        *next = i + 2;
        return is_word_token(b, i + 1) && is_any(b->tokens[i + 1].text, &district) ? KIND_DISTRICT
                                                                                   : KIND_NONE;
    }
    return KIND_NONE;
}

/* --- the parts of an address --- */

/* A word without its last vowels, in which the cases of both languages end. */
static void
cut_ending(char *word)
{
    /* a, e, i (and short i), o, u, y, soft sign, e, yu, ya in CP1251 */
    static const char endings[] = "\xE0\xE5\xE8\xEE\xF3\xFB\xFC\xFD\xFE\xFF";
    size_t n = strlen(word);
    for (int i = 0; i < 2 && n > 3 && strchr(endings, word[n - 1]); i++)
        word[--n] = '\0';
}

/* Whether the folded word is a surname: those in -ov, -ev, -in, -sk. */
static bool
is_surname(const char *stem)
{
    static const char *const ends[] = {"\xEE\xE2", "\xE5\xE2", "\xE8\xED", "\xF1\xEA", NULL};
    for (const char *const *e = ends; *e; e++)
        if (strlen(stem) >= 5 && str_ends(str_of(stem), str_of(*e)))
            return true;
    return false;
}

/* Takes the name in the tokens [from, to). False where none is left. */
static bool
take_name(struct address *a, const struct block *b, size_t from, size_t to)
{
    for (size_t i = from; i < to && a->nnames < NAME_WORDS_MAX; i++) {
        char *name = a->names[a->nnames];
        if (b->tokens[i].kind == TOKEN_PUNCT || is_any(b->tokens[i].text, &titles))
            continue;
        if (fold(b->tokens[i].text, name, WORD_MAX) < 2 && !is_number(b, i))
            continue;
        if (!is_number(b, i))
            cut_ending(name);
        a->person = is_surname(name);
        a->nnames++;
    }
    return a->nnames > 0;
}

/* The code point that is `ahead` behind byte `at`, 0 behind the end. */
static uint32_t
peek(struct str text, size_t at, int ahead)
{
    uint32_t c = 0;
    for (int i = 0; i <= ahead; i++)
        c = at < text.len ? text_decode(text, &at) : 0;
    return c;
}

/* Whether a house's letter stands behind a blank at byte `at`: a or b, and no word of its own. */
static bool
is_letter_apart(struct str text, size_t at)
{
    uint32_t letter = text_lower(peek(text, at, 1)), behind = peek(text, at, 2);
    return text_is_blank(peek(text, at, 0)) && (letter == 0x430 || letter == 0x431) &&
        !token_fold_letter(behind) && !text_is_blank(behind);
}

/* Reads "63", "181/1", "21Б", "36 а" at the token; `*end` is the code point behind it. */
static bool
take_house(struct address *a, const struct block *b, size_t i, uint32_t *end)
{
    struct str text = b->text;
    size_t at = block_quote(b, 0, b->tokens[i].start).len, n = 0;
    uint32_t point = b->tokens[i].start;
    while (at < text.len && !text_is_digit(peek(text, at, 0))) {
        (void)text_decode(text, &at);
        point++;
    }
    while (n + 2 < sizeof a->house &&
        (text_is_digit(peek(text, at, 0)) ||
            (n && peek(text, at, 0) == '/' && text_is_digit(peek(text, at, 1))))) {
        a->house[n++] = text.p[at++];
        point++;
    }
    if (n && is_letter_apart(text, at)) {
        (void)text_decode(text, &at);
        point++;
    }
    if (n && token_fold_letter(peek(text, at, 0)) && !token_fold_letter(peek(text, at, 1))) {
        char letter[8];
        size_t next = at;
        (void)text_decode(text, &next);
        fold(str_slice(text, at, next), letter, sizeof letter);
        a->house[n++] = letter[0];
        point++;
    }
    a->house[n] = '\0';
    *end = point;
    return n > 0;
}

/* Whether what follows the number says that it is no house: another street, or, where no comma
 * parts it from the street, a word that may be what is counted. */
static bool
is_no_house(const struct work *w, const struct block *b, uint32_t end, bool parted)
{
    size_t i = block_token(b, end), next;
    if (!is_word_token(b, i))
        return false;
    struct str word = b->tokens[i].text;
    return kind_at(b, i, &next) != KIND_NONE ||
        (!parted && !is_upper(word) && !is_any(word, &house_words) && !is_any(word, &harmless) &&
            !is_cue(w, b, i, CUE_PHONE, LANG_RU) && !is_cue(w, b, i, CUE_ADDRESS, LANG_RU) &&
            !is_cue(w, b, i, CUE_ADDRESS, LANG_KK));
}

/* The house behind token `i`: ", дом 63", " 63", ", № 63". */
static bool
find_house(const struct work *w, struct address *a, const struct block *b, size_t i)
{
    bool parted = false, word;
    while ((word = is_word_token(b, i) && is_any(b->tokens[i].text, &house_words)) ||
        is_punct(b, i, ",") || is_punct(b, i, ".")) {
        parted |= word || is_punct(b, i, ",");
        i++;
    }
    return is_number(b, i) && take_house(a, b, i, &a->end) && !is_no_house(w, b, a->end, parted);
}

/* --- Russian and Kazakh order --- */

/* "ул. Кирова, 63": the name behind the kind, up to a comma or a house. */
static bool
read_name_behind(
    const struct work *w, struct address *a, const struct block *b, size_t at, size_t next)
{
    size_t from = is_punct(b, next, ".") ? next + 1 : next, to = from;
    while (to < b->ntokens && to < from + NAME_WORDS_MAX + 1 &&
        ((is_word_token(b, to) && !is_any(b->tokens[to].text, &house_words)) ||
            (to == from && is_number(b, to)) ||
            (to > from && is_punct(b, to, ".") && to == from + 1)))
        to++;
    if (to == from || (!is_number(b, from) && !is_upper(b->tokens[from].text)))
        return false;
    a->start = b->tokens[at].start;
    return take_name(a, b, from, to) && find_house(w, a, b, to);
}

/* "Киров көшесі 63", "4 микрорайон, дом 37": the name before the kind. */
static bool
read_name_before(
    const struct work *w, struct address *a, const struct block *b, size_t at, size_t next)
{
    size_t from = at;
    if (from > 1 && is_punct(b, from - 1, "-") && is_number(b, from - 2))
        from -= 2;
    else if (from && is_number(b, from - 1))
        from--;
    else
        while (from && from + 3 > at && is_word_token(b, from - 1) &&
            (is_upper(b->tokens[from - 1].text) ||
                (from == at && from > 1 && is_word_token(b, from - 2) &&
                    is_upper(b->tokens[from - 2].text))))
            from--;
    if (from == at)
        return false;
    a->start = b->tokens[from].start;
    return take_name(a, b, from, at) && find_house(w, a, b, next);
}

/* --- whose it is --- */

/* Whether the institution's name has the word, up to its ending. */
static bool
in_own_name(const struct institution *who, struct str word)
{
    char stem[WORD_MAX], other[WORD_MAX];
    fold(word, stem, sizeof stem);
    cut_ending(stem);
    for (int lang = LANG_RU; lang <= LANG_KK; lang++)
        for (struct str rest = who->name[lang]; rest.len;) {
            struct str one = str_cut(&rest, ' ');
            fold(one, other, sizeof other);
            if (str_starts(str_of(other), str_of(stem)))
                return true;
        }
    return false;
}

/* A word or an address on the net that stands beside an institution's own address. */
static bool
is_sign(const struct work *w, const struct block *b, size_t i)
{
    const struct token *t = &b->tokens[i];
    if (t->kind == TOKEN_NOISE)
        return memchr(t->text.p, '@', t->text.len) != NULL;
    if (t->kind != TOKEN_WORD)
        return false;
    return is_cue(w, b, i, CUE_PHONE, LANG_RU) || is_cue(w, b, i, CUE_BIN, LANG_RU) ||
        is_cue(w, b, i, CUE_BIN, LANG_KK) || is_cue(w, b, i, CUE_ADDRESS, LANG_RU) ||
        is_cue(w, b, i, CUE_ADDRESS, LANG_KK) || is_any(t->text, &located) ||
        (is_any(t->text, &telephone) && is_number(b, is_punct(b, i + 1, ".") ? i + 2 : i + 1));
}

static bool
is_own(const struct work *w, const struct address *a)
{
    const struct block *b = &w->d->blocks[a->block];
    size_t first = block_token(b, a->start), behind = block_token(b, a->end), words = 0;
    bool sign = false, sentence = true;
    for (size_t i = first; i-- > 0 && words < WORDS_BEFORE && sentence;) {
        const struct token *t = &b->tokens[i];
        words += t->kind != TOKEN_PUNCT;
        sentence = !is_punct(b, i, ".");
        sign |= is_sign(w, b, i);
        if (t->kind == TOKEN_WORD && (is_any(t->text, &others) || is_any(t->text, &authorities)) &&
            !in_own_name(&w->d->institution, t->text))
            return false;
        if (words < WORDS_BEFORE / 2 && (t->flags & TOKEN_QUOTED))
            sign = true;
    }
    words = 0;
    for (size_t i = behind; i < b->ntokens && words < WORDS_BEHIND; i++) {
        words += b->tokens[i].kind != TOKEN_PUNCT;
        sign |= is_sign(w, b, i);
    }
    return sign;
}

/* --- comparing --- */

/* Whether the words differ in one letter at most. */
static bool
nearly_equal(const char *a, const char *b)
{
    size_t la = strlen(a), lb = strlen(b), head = 0, tail = 0, most = la > lb ? la : lb;
    while (head < la && head < lb && a[head] == b[head])
        head++;
    while (tail < la - head && tail < lb - head && a[la - 1 - tail] == b[lb - 1 - tail])
        tail++;
    return most - head - tail <= (most >= 5 ? 1 : 0);
}

static bool
is_same_name(const char *a, const char *b)
{
    size_t head = 0;
    if ((*a >= '0' && *a <= '9') || (*b >= '0' && *b <= '9'))
        return strcmp(a, b) == 0;
    while (a[head] && a[head] == b[head])
        head++;
    return nearly_equal(a, b) || (head >= 4 && strlen(a + head) <= 3 && strlen(b + head) <= 3);
}

static bool
is_same_street(const struct address *a, const struct address *b)
{
    for (size_t i = 0; i < a->nnames; i++)
        for (size_t k = 0; k < b->nnames; k++)
            if (is_same_name(a->names[i], b->names[k]))
                return true;
    return false;
}

static bool
differ(const struct address *a, const struct address *b)
{
    bool house = strcmp(a->house, b->house) == 0;
    if (a->kind != b->kind)
        return false;
    if (is_same_street(a, b))
        return !house;
    return house && (a->lang == b->lang || (a->person && b->person));
}

static bool
read_address(const struct work *w, size_t block, size_t i, struct address *out)
{
    const struct block *b = &w->d->blocks[block];
    size_t next;
    enum kind kind = kind_at(b, i, &next);
    if (kind == KIND_NONE)
        return false;
    struct address empty = {.kind = kind, .lang = b->lang, .block = block};
    *out = empty;
    if (read_name_before(w, out, b, i, next))
        return true;
    *out = empty;
    return read_name_behind(w, out, b, i, next);
}

/* Takes the institution's own addresses of a block; none where it gives two, since those are two
 * buildings, or somebody else's. */
static void
scan_block(struct work *w, size_t block)
{
    struct address first = {0}, a;
    size_t before = w->n;
    const struct block *b = &w->d->blocks[block];
    for (size_t i = 0; i < b->ntokens && w->n < ADDRESSES_MAX; i++) {
        if (!kinds_like(b, i) || !read_address(w, block, i, &a))
            continue;
        if (first.kind != KIND_NONE &&
            (!is_same_street(&first, &a) || strcmp(first.house, a.house) != 0)) {
            w->n = before;
            return;
        }
        first = a;
        if (is_own(w, &a))
            w->list[w->n++] = a;
    }
}

enum status
address_find(const struct reference *known, struct document *d)
{
    struct work w = {.known = known, .d = d};
    struct quote quotes[ADDRESSES_MAX];
    size_t n = 0;
    fold_kinds();
    for (size_t i = 0; i < d->nblocks; i++)
        if (d->blocks[i].kind != BLOCK_COMMENT && d->blocks[i].kind != BLOCK_ALT)
            scan_block(&w, i);
    for (size_t i = 0; i < w.n; i++)
        for (size_t k = 0; k < w.n; k++)
            w.list[i].involved |= differ(&w.list[i], &w.list[k]);
    for (size_t i = 0; i < w.n; i++)
        if (w.list[i].involved)
            quotes[n++] = (struct quote){w.list[i].block, w.list[i].start, w.list[i].end};
    return n ? remark_add(d, REMARK_address_differs, STR("address"), quotes, n, STR(""))
             : STATUS_OK;
}
