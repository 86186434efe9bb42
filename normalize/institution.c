#include "institution.h"

#include "mention.h"
#include "part.h"
#include "remark.h"
#include "text.h"
#include "token.h"
#include <stdlib.h>

/* How much each sign says that a mention is of the institution that reports. */
#define SCORE_SUBJECT 10 /* "subject of the monitoring: ..." */
#define SCORE_TITLE 8 /* from the title to the first sentence */
#define SCORE_STAMP 5 /* in the head before the title */
#define SCORE_APPROVER 4 /* there, an authority: it may be the one that approves */
#define SCORE_OPENING 5 /* begins the first sentence */
#define SCORE_FIRST 3 /* the first one below the authorities, outside heads ... */
#define SCORE_BEGINNING 2 /* ... in the first paragraph */
#define SCORE_BIN 4 /* its BIN follows */
#define SCORE_TYPE 1 /* each mention */

#define CORE_WORDS_MAX 48

/* Mentions of one language that are compared with each other. A report names its institution on its
 * first pages; a list of thousands of institutions must not take minutes. */
#define MENTIONS_MAX 300

/* A mention and what is known of it. */
struct candidate {
    const struct mention *m;
    int score;
    size_t cluster; /* index of the cluster's first candidate */
    struct str number;
    const struct institution_type *type;
    struct range type_at;
};

struct work {
    const struct reference *known;
    struct document *d;
    struct items items;
    struct part_head *heads; /* by part */
    struct candidate *candidates;
    size_t ncandidates;
};

/* What is chosen for one language. */
struct choice {
    const struct mention *core, *chain, *where; /* NULL where none */
    const struct legal_form *form;
    size_t cluster;
    bool found;
};

bool
institution_bin_valid(struct str bin)
{
    static const int second[] = {3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2};
    int digit[12], sum = 0, month;
    if (bin.len != 12)
        return false;
    for (int i = 0; i < 12; i++) {
        if (bin.p[i] < '0' || bin.p[i] > '9')
            return false;
        digit[i] = bin.p[i] - '0';
    }
    month = digit[2] * 10 + digit[3];
    if (month < 1 || month > 12 || digit[4] < 4 || digit[4] > 6 || digit[5] > 3)
        return false;
    for (int i = 0; i < 11; i++)
        sum += (i + 1) * digit[i];
    sum %= 11;
    if (sum == 10) {
        sum = 0;
        for (int i = 0; i < 11; i++)
            sum += second[i] * digit[i];
        sum %= 11;
    }
    return sum < 10 && sum == digit[11];
}

static bool
is_word(const struct work *w, size_t i)
{
    return i < w->items.n && w->items.items[i].kind == ITEM_WORD;
}

static bool
is_cue(const struct work *w, enum cue cue, enum lang lang, size_t i)
{
    return mention_may(&w->items, i, (int)cue) &&
        reference_cue_word(w->known, cue, lang, w->items.words[i]);
}

/* The number within a name ("№ 54"). */
static struct str
number_in(const struct work *w, struct range r)
{
    for (size_t i = r.from; i < r.to; i++)
        if (w->items.items[i].kind == ITEM_DIGITS)
            return w->items.items[i].text;
    return (struct str){"", 0};
}

/* The type within a name: the one with the most words, the first of several. */
static const struct institution_type *
type_in(const struct work *w, enum lang lang, struct range r, struct range *at)
{
    const struct institution_type *best = NULL;
    *at = (struct range){r.from, r.from};
    for (size_t i = r.from; i < r.to; i++) {
        size_t end;
        const struct institution_type *type = mention_may(&w->items, i, HINT_TYPE)
            ? reference_type(w->known, lang, w->items.words, r.to, i, &end)
            : NULL;
        if (type && end - i > at->to - at->from) {
            best = type;
            *at = (struct range){i, end};
        }
    }
    return best;
}

/* Whether what ends before item `from` may speak of item `to`: it is not in brackets ("далее –
 * учреждение"), and no sentence ends between them but for a heading's. */
static bool
reaches(const struct work *w, size_t from, size_t to)
{
    bool brackets = false;
    for (size_t i = from; i < to; i++) {
        const struct item *item = &w->items.items[i];
        brackets |= str_is(item->text, "(");
        if (str_is(item->text, ")") && !brackets)
            return false;
        if (item->kind == ITEM_DOT && i > from && w->items.words[i - 1].len > 3 &&
            w->items.items[i + 1].upper)
            return false;
    }
    return true;
}

/* "Учреждение: ...", but "предметом служила организация питания": whether the cue from item `i` to
 * `end` stands as a label does. One of a single word does where its block begins, before a sign, or
 * directly before what it may speak of, at item `to`. */
static bool
is_label(const struct work *w, size_t i, size_t end, size_t to)
{
    bool first = i == 0 || w->items.items[i - 1].block != w->items.items[i].block;
    return end > i + 1 || first || end == to || !is_word(w, end);
}

/* Whether the words before the mention, in its own block, say that what follows is the one that
 * reports. */
static bool
after_subject(const struct work *w, const struct mention *m)
{
    size_t block = w->items.items[m->all.from].block, from = m->all.from;
    while (from > 0 && m->all.from - from < 16 && w->items.items[from - 1].block == block)
        from--;
    for (size_t i = from; i < m->all.from; i++) {
        size_t end;
        if (reference_cue(
                w->known, CUE_SUBJECT, m->lang, w->items.words, m->all.from, i, &end, NULL) &&
            is_label(w, i, end, m->all.from) && reaches(w, end, m->all.from))
            return true;
    }
    return false;
}

static bool
before_bin(const struct work *w, const struct mention *m)
{
    size_t block = w->items.items[m->all.to - 1].block;
    for (size_t i = m->all.to; i < m->all.to + 12 && i < w->items.n; i++) {
        if (w->items.items[i].block != block)
            break;
        if (is_cue(w, CUE_BIN, LANG_RU, i) || is_cue(w, CUE_BIN, LANG_KK, i))
            return true;
    }
    return false;
}

/* Whether a block is in a table behind the title that the title is not in: it lists figures, or
 * other institutions. */
static bool
in_data_table(const struct work *w, size_t block, size_t title)
{
    const struct block *b = &w->d->blocks[block];
    return block > title && b->kind == BLOCK_CELL && b->table != w->d->blocks[title].table;
}

/* Whether more of the same block stands behind item `i`. */
static bool
goes_on(const struct work *w, size_t i)
{
    return i + 1 < w->items.n && w->items.items[i + 1].kind != ITEM_END &&
        w->items.items[i + 1].block == w->items.items[i].block;
}

/* Whether the own name is that of an authority: "Отдел образования ...", "... білім бөлімі". */
static bool
is_authority(const struct work *w, const struct mention *m)
{
    return is_cue(w, CUE_AUTHORITY, m->lang, m->lang == LANG_KK ? m->core.to - 1 : m->core.from);
}

/* Whether the block stands below "Согласовано", in its column where it is a cell: another body. */
static bool
is_agreed(const struct work *w, size_t block)
{
    enum { FAR = 6 };
    static const char *const agreed[] = {
        "\xF1\xEE\xE3\xEB\xE0\xF1\xEE\xE2\xE0\xED", "\xEA\xE5\xEB\xE8\xF1", NULL};
    const struct block *own = &w->d->blocks[block];
    for (size_t i = block + 1; i-- > 0 && block - i < FAR;) {
        const struct block *b = &w->d->blocks[i];
        if (b->table != own->table || b->column != own->column || !b->ntokens)
            continue;
        for (size_t k = 0; k < b->ntokens; k++)
            for (enum lang lang = LANG_RU; lang <= LANG_KK; lang++)
                if (reference_cue_word(w->known, CUE_STAMP, lang, token_skeleton(b, k)))
                    return false;
        if (str_starts_any(token_skeleton(b, 0), agreed))
            return true;
    }
    return false;
}

/* "... басқармасы» ММ-не", "... білім бөліміне", "... бөлімінің басшысына", "... басшысы Н.
 * Сейітоваға". */
static bool
is_dative_kk(const struct work *w, const struct mention *m)
{
    static const char *const form[] = {
        "-\xED\xE5", "-\xED\xE0", "-\xE3\xE5", "-\xE3\xE0", "-\xEA\xE5", "-\xEA\xE0", NULL};
    static const char *const own[] = {"\xE8\xED\xE5", "\xFB\xED\xE0", NULL};
    static const char *const name[] = {"\xE3\xE0", "\xE3\xE5", "\xEA\xE0", "\xEA\xE5", NULL};
    size_t last = m->all.to - 1;
    bool person = is_cue(w, CUE_PERSON, LANG_KK, last + 1);
    const char *const *endings = m->form && !person ? form : own;
    if (person && is_word(w, ++last) && str_ends_any(w->items.words[last], own))
        return true;
    while (person && goes_on(w, last)) {
        endings = name;
        last++;
    }
    return !goes_on(w, last) && is_word(w, last) && str_ends_any(w->items.words[last], endings);
}

/* "В управление образования", "Руководителю отдела образования". */
static bool
is_dative_ru(const struct work *w, const struct mention *m)
{
    static const char *const endings[] = {"\xF3", "\xFE", NULL};
    size_t i = m->all.from;
    while (i > 0 && w->items.items[i - 1].block == w->items.items[i].block)
        i--;
    /* "In" is the same word. */
    if (str_is(w->items.words[i], "\xE2"))
        return i + 1 == m->all.from && w->items.items[i].upper && is_authority(w, m);
    for (; i <= m->all.from; i++)
        if ((is_cue(w, CUE_PERSON, LANG_RU, i) || is_cue(w, CUE_AUTHORITY, LANG_RU, i)) &&
            str_ends_any(w->items.words[i], endings) && !(i && is_cue(w, CUE_LINK, LANG_RU, i - 1)))
            return true;
    return false;
}

/* Whether a letter's head names to whom it goes. */
static bool
is_addressed(const struct work *w, const struct mention *m)
{
    return m->lang == LANG_KK ? is_dative_kk(w, m) : is_dative_ru(w, m);
}

static bool
begins_body(const struct work *w, const struct mention *m)
{
    size_t block = w->items.items[m->all.from].block;
    int part = w->d->blocks[block].part;
    return part >= 0 && block == w->heads[part].body;
}

/* Whether the mention begins the first sentence of a part: who reports is often its subject. */
static bool
opens_body(const struct work *w, const struct mention *m)
{
    size_t block = w->items.items[m->all.from].block;
    return m->form && begins_body(w, m) &&
        (m->all.from == 0 || w->items.items[m->all.from - 1].block != block);
}

static int
score(const struct work *w, const struct mention *m)
{
    int n = SCORE_TYPE;
    size_t block = w->items.items[m->all.from].block;
    int part = w->d->blocks[block].part;
    if (part >= 0 && block < w->heads[part].body &&
        !in_data_table(w, block, w->heads[part].title)) {
        if (is_addressed(w, m))
            return 0;
        if (block + (m->lang == LANG_KK) >= w->heads[part].title)
            n += SCORE_TITLE;
        else if (!is_agreed(w, block))
            n += is_authority(w, m) ? SCORE_APPROVER : SCORE_STAMP;
    } else if (part >= 0 && opens_body(w, m)) {
        n += SCORE_OPENING;
    }
    if (after_subject(w, m))
        n += SCORE_SUBJECT;
    if (before_bin(w, m))
        n += SCORE_BIN;
    return n;
}

/* Whether a word of a name says where: "села", "ауылының", or the capitalised word next to it. */
static bool
is_place_word(const struct work *w, enum lang lang, size_t i)
{
    size_t before = i;
    if (is_cue(w, CUE_GEO, lang, i))
        return true;
    if (!w->items.items[i].upper)
        return false;
    if (lang == LANG_KK)
        return is_cue(w, CUE_GEO, lang, i + 1);
    if (before > 0 && w->items.items[before - 1].kind == ITEM_DOT)
        before--;
    return before > 0 && is_cue(w, CUE_GEO, lang, before - 1);
}

/* "Абайского района", "Павлодарской области": an adjective that two departments of one place share.
 */
static bool
is_district_adjective(const struct work *w, size_t i)
{
    struct str next = i + 1 < w->items.n ? w->items.words[i + 1] : (struct str){"", 0};
    return w->items.items[i].upper &&
        ((str_starts(next, STR("\xF0\xE0\xE8\xEE\xED")) && next.len <= 7) ||
            (str_starts(next, STR("\xEE\xE1\xEB\xE0\xF1\xF2")) && next.len <= 7));
}

/* Words that tell one institution of a type from another: not the type's, no numbers, no small
 * words; adjectives of districts only where `districts` asks for them. */
static size_t
proper_words(const struct work *w, const struct candidate *c, bool districts, struct str *out)
{
    size_t n = 0;
    for (size_t i = c->m->core.from; i < c->m->core.to && n < CORE_WORDS_MAX; i++) {
        struct str word = w->items.words[i];
        if (!is_word(w, i) || (i >= c->type_at.from && i < c->type_at.to) || word.len < 2 ||
            is_cue(w, CUE_FILLER, c->m->lang, i) || is_place_word(w, c->m->lang, i) ||
            (!districts && is_district_adjective(w, i)))
            continue;
        out[n++] = word;
    }
    return n;
}

/* What the own words of two names say about each other. */
enum sharing { SHARE_NONE, SHARE_SILENT /* one has none */, SHARE_SOME };

static enum sharing
share_words(const struct work *w, const struct candidate *a, const struct candidate *b)
{
    struct str x[CORE_WORDS_MAX], y[CORE_WORDS_MAX];
    size_t nx = proper_words(w, a, false, x), ny = proper_words(w, b, false, y);
    for (size_t i = 0; i < nx; i++)
        for (size_t k = 0; k < ny; k++)
            if (str_eq(x[i], y[k]))
                return SHARE_SOME;
    return nx && ny ? SHARE_NONE : SHARE_SILENT;
}

/* Whether two mentions of one language can be of the same institution. */
static bool
is_same(const struct work *w, const struct candidate *a, const struct candidate *b)
{
    const struct legal_form *f = a->m->form, *g = b->m->form;
    bool types = a->type && b->type && str_eq(a->type->id, b->type->id);
    bool open = !a->type || !b->type;
    bool forms = !f || !g || str_eq(f->id, g->id);
    enum sharing sharing = share_words(w, a, b);
    if (a->number.len && b->number.len)
        return str_eq(a->number, b->number) &&
            (types || (forms && (open || sharing == SHARE_SOME)));
    if (sharing == SHARE_SILENT)
        return types && forms;
    return sharing == SHARE_SOME && (types || open) && forms;
}

static size_t
words_in(const struct work *w, struct range r)
{
    size_t n = 0;
    for (size_t i = r.from; i < r.to; i++)
        n += is_word(w, i) || w->items.items[i].kind == ITEM_DIGITS;
    return n;
}

/* Abbreviations are short. */
static size_t
words_in_capitals(const struct work *w, struct range r)
{
    size_t n = 0;
    for (size_t i = r.from; i < r.to; i++)
        n += w->items.capitals[i] && w->items.words[i].len > 5;
    return n;
}

static size_t
kazakh_letters(const struct work *w, struct range r)
{
    size_t n = 0;
    for (size_t i = r.from; i < r.to; i++)
        for (size_t at = 0; at < w->items.items[i].text.len;)
            n += text_is_kazakh(text_decode(w->items.items[i].text, &at));
    return n;
}

/* Whether two folded words are cases of one: they share all but the last three letters. */
static bool
same_stem(struct str a, struct str b)
{
    size_t n = 0;
    const char *x = memchr(a.p, '-', a.len), *y = memchr(b.p, '-', b.len);
    /* Both halves of "яслей-сада" are declined. */
    if (x && y)
        return same_stem(
                   (struct str){a.p, (size_t)(x - a.p)}, (struct str){b.p, (size_t)(y - b.p)}) &&
            same_stem((struct str){x + 1, a.len - (size_t)(x - a.p) - 1},
                (struct str){y + 1, b.len - (size_t)(y - b.p) - 1});
    while (n < a.len && n < b.len && a.p[n] == b.p[n])
        n++;
    return n >= 3 && n + 3 >= a.len && n + 3 >= b.len;
}

/* Whether the authority that `a` is stands in the chain of `b`, which then is the one below it. */
static bool
is_superior(const struct work *w, const struct candidate *a, const struct candidate *b)
{
    struct range core = a->m->core, chain = b->m->chain;
    size_t n = 0, shared = 0;
    for (size_t i = core.from; i < core.to; i++) {
        if (!is_word(w, i) || w->items.words[i].len <= 2)
            continue;
        n++;
        for (size_t k = chain.from; k < chain.to; k++)
            if (same_stem(w->items.words[i], w->items.words[k])) {
                shared++;
                break;
            }
    }
    return n && shared * 4 >= n * 3;
}

/* An authority over the one other institution of the report does not report because it approved.
 * Over several it does. */
static void
demote_superiors(struct work *w)
{
    for (size_t i = 0; i < w->ncandidates; i++) {
        struct candidate *c = &w->candidates[i];
        size_t below = c->cluster, n = 0;
        for (size_t k = 0; k < w->ncandidates && c->score == SCORE_APPROVER + SCORE_TYPE; k++) {
            const struct candidate *other = &w->candidates[k];
            if (other->cluster == c->cluster || other->cluster == below ||
                !is_superior(w, c, other))
                continue;
            below = other->cluster;
            n++;
        }
        c->score = n == 1 ? 0 : n ? c->score + SCORE_FIRST : c->score;
    }
}

static bool
has_language(const struct document *d, enum lang lang)
{
    for (size_t i = 0; i < d->nparts; i++)
        if (d->parts[i].lang == lang)
            return true;
    return false;
}

/* Whether a mention has the form of those with whom contracts are made, and no type of those who
 * report. */
static bool
is_contractor(const struct candidate *c)
{
    static const char *const ids[] = {"too", "ao", "ip"};
    for (size_t i = 0; c->m->form && !c->type && i < sizeof ids / sizeof *ids; i++)
        if (str_is(c->m->form->id, ids[i]))
            return true;
    return false;
}

/* A report that names its institution only in its sentences names it before others, but for those
 * above it and those with whom it has contracts. */
static void
promote_first(struct work *w)
{
    enum { OTHERS, AUTHORITIES, CONTRACTORS, RANKS };
    struct candidate *first[RANKS] = {NULL};
    for (size_t i = 0; i < w->ncandidates; i++) {
        struct candidate *c = &w->candidates[i];
        size_t rank = is_contractor(c) ? CONTRACTORS : is_authority(w, c->m) ? AUTHORITIES : OTHERS;
        if (c->m->form && c->score && !first[rank])
            first[rank] = c;
    }
    for (size_t rank = 0; rank < RANKS; rank++) {
        struct candidate *c = first[rank];
        if (c && c->score == SCORE_TYPE)
            c->score += SCORE_FIRST + (begins_body(w, c->m) ? SCORE_BEGINNING : 0);
        if (c)
            return;
    }
}

static enum status
gather(struct work *w, enum lang lang, const struct mentions *mentions)
{
    bool own = false;
    for (size_t i = 0; i < mentions->n && !own; i++)
        own = mentions->list[i].lang == lang;
    w->candidates = arena_array(w->d->arena, mentions->n + 1, sizeof *w->candidates);
    w->ncandidates = 0;
    if (!w->candidates)
        return STATUS_LIMIT;
    for (size_t i = 0; i < mentions->n && w->ncandidates < MENTIONS_MAX; i++) {
        const struct mention *m = &mentions->list[i];
        struct candidate *c = &w->candidates[w->ncandidates];
        /* A form in the other language stands for its like where the report has only one. */
        if (m->lang != lang && (own || has_language(w->d, m->lang) || m->chain.to > m->chain.from))
            continue;
        c->m = m;
        c->score = score(w, m);
        c->number = number_in(w, m->core);
        c->type = type_in(w, lang, m->core, &c->type_at);
        c->cluster = w->ncandidates;
        for (size_t k = 0; k < w->ncandidates; k++)
            if (is_same(w, &w->candidates[k], c)) {
                c->cluster = w->candidates[k].cluster;
                break;
            }
        w->ncandidates++;
    }
    demote_superiors(w);
    promote_first(w);
    return STATUS_OK;
}

/* The cluster with the highest score; mere frequency counts for little. */
static bool
best_cluster(const struct work *w, size_t *cluster, int *best)
{
    bool found = false;
    *best = 0;
    for (size_t k = 0; k < w->ncandidates; k++) {
        int sum = 0, plain = 0;
        if (w->candidates[k].cluster != k)
            continue;
        for (size_t i = k; i < w->ncandidates; i++)
            if (w->candidates[i].cluster == k) {
                if (w->candidates[i].score > SCORE_TYPE)
                    sum += w->candidates[i].score;
                else if (plain < (is_contractor(&w->candidates[i]) ? 2 : 6))
                    plain += w->candidates[i].score;
            }
        if (sum + plain > *best) {
            *best = sum + plain;
            *cluster = k;
            found = true;
        }
    }
    return found;
}

/* Whether `a` tells more of the own name than `b`. */
static bool
is_fuller_core(const struct work *w, const struct mention *a, const struct mention *b)
{
    size_t x = words_in(w, a->core), y = words_in(w, b->core);
    if (a->quoted != b->quoted)
        return a->quoted;
    if (x != y)
        return x > y;
    x = words_in_capitals(w, a->core);
    y = words_in_capitals(w, b->core);
    if (x != y)
        return x < y;
    return kazakh_letters(w, a->core) > kazakh_letters(w, b->core);
}

static bool
is_fuller_chain(const struct work *w, const struct mention *a, const struct mention *b)
{
    size_t x = words_in(w, a->chain), y = words_in(w, b->chain);
    if (x != y)
        return x > y;
    return kazakh_letters(w, a->chain) > kazakh_letters(w, b->chain);
}

/* Puts the name together from the mentions of a cluster: the longest own name, the longest chain.
 */
static void
choose_cluster(const struct work *w, size_t cluster, struct choice *out)
{
    *out = (struct choice){.cluster = cluster, .found = true};
    for (size_t i = cluster; i < w->ncandidates; i++) {
        const struct candidate *c = &w->candidates[i];
        if (c->cluster != cluster)
            continue;
        if (!out->form)
            out->form = c->m->form;
        if (!out->core || is_fuller_core(w, c->m, out->core))
            out->core = c->m;
        if (c->m->chain.to > c->m->chain.from &&
            (!out->chain || is_fuller_chain(w, c->m, out->chain)))
            out->chain = c->m;
        if (!out->where && c->m->where.to > c->m->where.from)
            out->where = c->m;
    }
}

/* The same from the best cluster; returns its score. */
static int
choose(const struct work *w, struct choice *out)
{
    int best = 0;
    size_t cluster;
    *out = (struct choice){0};
    if (best_cluster(w, &cluster, &best))
        choose_cluster(w, cluster, out);
    return best;
}

/* The Cyrillic letter that a Latin one was typed for, within a Cyrillic word; itself where there is
 * none. */
static uint32_t
cyrillic_twin(uint32_t c, enum lang lang)
{
    static const char latin[] = "aceopxyikmtnhABCEHKMOPTXYI";
    static const uint32_t cyrillic[] = {0x430, 0x441, 0x435, 0x43E, 0x440, 0x445, 0x443, 0x456,
        0x43A, 0x43C, 0x442, 0x43D, 0x4BB, 0x410, 0x412, 0x421, 0x415, 0x41D, 0x41A, 0x41C, 0x41E,
        0x420, 0x422, 0x425, 0x423, 0x406};
    const char *at = c < 0x80 && c ? strchr(latin, (int)c) : NULL;
    if (!at)
        return c;
    if (c == 'i' && lang == LANG_RU)
        return 0x438;
    if (c == 'h' && lang == LANG_RU)
        return c;
    return cyrillic[at - latin];
}

static void
append_word(struct buf *b, const struct work *w, size_t i, enum lang lang)
{
    struct str text = w->items.items[i].text;
    struct str right =
        lang == LANG_KK ? reference_spelling(w->known, w->items.words[i]) : (struct str){NULL, 0};
    size_t cyrillic = 0, skip = 0, at = 0;
    if (right.p && !w->items.capitals[i]) {
        uint32_t first = text_decode(text, &at), other = text_decode(right, &skip);
        if (text_lower(other) == text_lower(first) || text_lower(first) == first) {
            if (text_lower(other) == other && text_lower(first) != first)
                buf_utf8(b, first);
            else
                buf_utf8(b, other);
            buf_str(b, str_slice(right, skip, right.len));
            return;
        }
    }
    for (at = 0; at < text.len;)
        cyrillic += text_is_cyrillic(text_decode(text, &at));
    for (at = 0; at < text.len;) {
        uint32_t c = text_decode(text, &at);
        if (!text_is_invisible(c))
            buf_utf8(b, cyrillic ? cyrillic_twin(c, lang) : c);
    }
}

/* Whether a blank stands between two neighbours when they are printed. */
static bool
blank_between(const struct work *w, size_t a, size_t b)
{
    const struct item *x = &w->items.items[a], *y = &w->items.items[b];
    if (x->kind == ITEM_OPEN || y->kind == ITEM_CLOSE ||
        (x->kind == ITEM_SIGN && y->kind == ITEM_DIGITS))
        return false;
    return x->block != y->block || y->start > x->end || x->kind == ITEM_CLOSE;
}

/* The own name as printed, its quotation marks as « ». */
static void
append_core(struct buf *b, const struct work *w, struct range r, enum lang lang)
{
    int depth = 0;
    for (size_t i = r.from; i < r.to; i++) {
        const struct item *item = &w->items.items[i];
        if (i > r.from && blank_between(w, i - 1, i))
            buf_char(b, ' ');
        switch (item->kind) {
        case ITEM_OPEN:
            buf_z(b, "«");
            depth++;
            break;
        case ITEM_CLOSE:
            /* One more than was opened: the inner name shares the opening mark with the outer. */
            buf_z(b, "»");
            depth -= depth > 0;
            break;
        case ITEM_SIGN:
            buf_z(b, "№");
            break;
        case ITEM_WORD:
            append_word(b, w, i, lang);
            break;
        default:
            buf_str(b, item->text);
        }
    }
    while (depth-- > 0)
        buf_z(b, "»");
}

/* A region in the Russian genitive, where its name is an adjective. */
static void
append_region_ru(struct buf *b, const struct known_place *place)
{
    struct str name = place->name[LANG_RU];
    if (str_ends(name, STR("ая"))) {
        buf_str(b, str_slice(name, 0, name.len - strlen("ая")));
        buf_z(b, "ой области");
    } else {
        buf_z(b, "области ");
        buf_str(b, name);
    }
}

/* Whether the word is an abbreviation of a region (all capitals, at most five letters). */
static const struct known_place *
abbreviated_region(const struct work *w, enum lang lang, size_t i)
{
    size_t end;
    const struct known_place *place;
    if (!is_word(w, i) || !w->items.capitals[i] || w->items.words[i].len > 5)
        return NULL;
    place = reference_place(w->known, PLACE_REGION, lang, w->items.words, w->items.n, i, &end);
    return place && w->items.words[i].len == 3 ? place : NULL;
}

/* The whole word for an abbreviated kind of place, in the case that a chain wants. */
static const char *
whole_geo(const struct work *w, enum lang lang, size_t i, bool dative)
{
    static const struct {
        const char *folded;
        const char *ru, *dative, *kk;
    } words[] = {{"\xE3", "города", "городу", NULL}, {"\xE3\xEE\xF0", "города", "городу", NULL},
        {"\xEE\xE1\xEB", "области", "области", "облысы"}, {"\xF0-\xED", "района", "району", NULL},
        {"\xF0-\xED\xE0", "района", "району", NULL}, {"\xF0-\xED\xF3", "района", "району", NULL},
        {"\xF1", "села", "селу", NULL}, {"\xEF", "поселка", "поселку", NULL},
        {"\xEF\xEE\xF1", "поселка", "поселку", NULL}, {"\xE0", "аула", "аулу", NULL},
        {"\xEA", NULL, NULL, "қаласы"}, {"\xE0\xF3\xE4", NULL, NULL, "ауданы"}};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (str_is(w->items.words[i], words[k].folded))
            return lang == LANG_KK ? words[k].kk : dative ? words[k].dative : words[k].ru;
    return NULL;
}

/* Behind "г." a city stands in the nominative; written out ("города") it wants the genitive. Only
 * for names that end with a consonant, whose genitive is sure. */
static void
append_genitive(struct buf *b, const struct work *w, size_t i)
{
    size_t end;
    const struct known_place *place =
        reference_place(w->known, PLACE_CITY, LANG_RU, w->items.words, i + 1, i, &end);
    if (!place || !str_eq(place->name[LANG_RU], w->items.items[i].text) ||
        str_is(place->id, "semey"))
        return;
    if (str_ends(buf_slice(b), STR("й"))) {
        b->len -= strlen("й");
        buf_z(b, "я");
    } else if (memchr(
                   "\xE1\xE2\xE3\xE4\xE6\xE7\xEA\xEB\xEC\xED\xEF\xF0\xF1\xF2\xF4\xF5\xF6\xF7\xF8",
                   w->items.words[i].p[w->items.words[i].len - 1], 19)) {
        buf_z(b, "а");
    }
}

/* One word or name of the chain; returns the item behind it. */
static size_t
append_chain_word(struct buf *b, const struct work *w, enum lang lang, size_t i, size_t to)
{
    const struct known_place *region = abbreviated_region(w, lang, i), *place;
    bool dative = i > 0 && is_cue(w, CUE_LINK, lang, i - 1);
    const char *whole = is_cue(w, CUE_GEO, lang, i) ? whole_geo(w, lang, i, dative) : NULL;
    size_t end = i + 1;
    if (region && lang == LANG_RU) {
        append_region_ru(b, region);
        return end;
    }
    if (region) {
        buf_str(b, region->name[LANG_KK]);
        buf_z(b, " облысы");
        return end;
    }
    if (whole) {
        buf_z(b, whole);
        return end < to && w->items.items[end].kind == ITEM_DOT ? end + 1 : end;
    }
    place =
        lang == LANG_KK ? reference_place(w->known, 15, lang, w->items.words, to, i, &end) : NULL;
    if (place && end < to && is_cue(w, CUE_GEO, lang, end) && !w->items.capitals[i]) {
        buf_str(b, place->name[LANG_KK]);
        return end;
    }
    append_word(b, w, i, lang);
    if (lang == LANG_RU && i > 1 && w->items.items[i - 1].kind == ITEM_DOT &&
        !is_cue(w, CUE_LINK, lang, i - 3))
        append_genitive(b, w, i);
    return i + 1;
}

/* The chain with its abbreviations written out. */
static void
append_chain(struct buf *b, const struct work *w, struct range r, enum lang lang)
{
    size_t i = r.from;
    bool first = true;
    while (i < r.to) {
        /* "города г." says it twice. */
        bool twice = i + 1 < r.to && is_cue(w, CUE_GEO, lang, i) &&
            is_cue(w, CUE_GEO, lang, i + 1) && w->items.items[i + 1].single;
        enum item_kind kind = w->items.items[i].kind;
        if (kind == ITEM_OPEN) {
            buf_z(b, first ? "«" : " «");
            first = true;
        } else if (kind == ITEM_CLOSE) {
            buf_z(b, "»");
        } else if (kind == ITEM_OTHER) {
            buf_str(b, w->items.items[i].text);
        }
        if (!is_word(w, i) || twice) {
            i++;
            continue;
        }
        if (!first)
            buf_char(b, ' ');
        first = false;
        i = append_chain_word(b, w, lang, i, r.to);
    }
}

/* The capital of a lower-case letter. */
static uint32_t
upper(uint32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 0x430 && c <= 0x44F))
        return c - 0x20;
    if (c >= 0x450 && c <= 0x45F)
        return c - 0x50;
    return c >= 0x460 && c <= 0x52F && text_lower(c - 1) == c ? c - 1 : c;
}

/* The ending of a case, and of the nominative in its place. */
struct ending {
    const char *oblique, *direct;
};

/* Appends the text in the nominative, by the first of the endings that it has (a NULL pair behind
 * the last). False, nothing appended, where it has none. */
static bool
append_direct(struct buf *b, struct str text, const struct ending *endings)
{
    for (; endings->oblique; endings++)
        if (str_ends(text, str_of(endings->oblique))) {
            buf_str(b, str_slice(text, 0, text.len - strlen(endings->oblique)));
            buf_z(b, endings->direct);
            return true;
        }
    return false;
}

/* Appends the nominative of a Russian word of a type of institution: the type's own word, else an
 * adjective by its ending. False where the word is neither. */
static bool
append_nominative(struct buf *b, const struct work *w, size_t i, struct str type)
{
    static const struct ending endings[] = {{"ой", "ая"}, {"ую", "ая"}, {"кого", "кий"},
        {"кому", "кий"}, {"ого", "ый"}, {"ому", "ый"}, {"его", "ий"}, {NULL, NULL}};
    struct str text = w->items.items[i].text;
    while (type.p) {
        struct str word = str_cut(&type, ' ');
        struct buf folded = {0};
        bool same;
        token_fold(&folded, word);
        same = same_stem(buf_slice(&folded), w->items.words[i]);
        buf_free(&folded);
        if (same) {
            buf_str(b, word);
            return true;
        }
    }
    return append_direct(b, text, endings);
}

/* Kazakh "of the school", "in the school" without the case ending. */
static struct str
without_case(struct str text)
{
    static const char *const endings[] = {
        "ндегі", "ндағы", "нің", "ның", "нде", "нда", "нен", "нан", "не", "на", "н"};
    static const char *const bare[] = {"тің", "тың", "дің", "дың", "тегі", "тағы"};
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
        size_t n = text.len - strlen(endings[k]);
        if (str_ends(text, str_of(endings[k])) &&
            (str_ends(str_slice(text, 0, n), STR("і")) ||
                str_ends(str_slice(text, 0, n), STR("ы"))))
            return str_slice(text, 0, n);
    }
    for (size_t k = 0; k < sizeof bare / sizeof *bare; k++)
        if (str_ends(text, str_of(bare[k])))
            return str_slice(text, 0, text.len - strlen(bare[k]));
    return text;
}

/* A name that stands within a sentence, without form and marks: put into the nominative. */
static void
append_bare_core(struct buf *b, const struct work *w, struct range r, enum lang lang)
{
    struct range at;
    const struct institution_type *type = type_in(w, lang, r, &at);
    size_t skip = 0;
    bool begins = b->len == 0;
    struct buf capital = {0};
    for (size_t i = r.from; i < r.to; i++) {
        if (i > r.from && blank_between(w, i - 1, i))
            buf_char(b, ' ');
        if (lang == LANG_RU && type && is_word(w, i) && i < at.to &&
            append_nominative(b, w, i, type->name[LANG_RU]))
            continue;
        if (lang == LANG_KK && i + 1 == r.to && is_word(w, i))
            buf_str(b, without_case(w->items.items[i].text));
        else if (w->items.items[i].kind == ITEM_OPEN || w->items.items[i].kind == ITEM_CLOSE)
            buf_z(b, w->items.items[i].kind == ITEM_OPEN ? "«" : "»");
        else
            append_core(b, w, (struct range){i, i + 1}, lang);
    }
    if (b->failed || !begins || !b->len)
        return;
    buf_utf8(&capital, upper(text_decode(buf_slice(b), &skip)));
    if (capital.len == skip)
        memcpy(b->p, capital.p, capital.len);
    buf_free(&capital);
}

static struct str
compose(const struct work *w, const struct choice *c, enum lang lang)
{
    struct buf b = {0};
    struct str name;
    struct str form = c->form ? c->form->name[lang] : (struct str){"", 0};
    bool quotes = c->core->quoted || c->form;
    bool inside = c->chain && c->chain == c->core && c->core->inside;
    if (lang == LANG_RU && form.len) {
        buf_str(&b, form);
        buf_char(&b, ' ');
    }
    if (quotes && inside)
        buf_z(&b, "«");
    if (lang == LANG_KK && c->chain) {
        append_chain(&b, w, c->chain->chain, lang);
        buf_char(&b, ' ');
    }
    if (quotes && !inside)
        buf_z(&b, "«");
    if (c->core->quoted || c->form)
        append_core(&b, w, c->core->core, lang);
    else
        append_bare_core(&b, w, c->core->core, lang);
    if (inside && lang == LANG_RU) {
        buf_char(&b, ' ');
        append_chain(&b, w, c->chain->chain, lang);
    }
    /* A name that ends with another one in marks shares the closing one, as print has it. */
    if (quotes && !str_ends(buf_slice(&b), STR("»")))
        buf_z(&b, "»");
    if (lang == LANG_RU && c->chain && (!inside || c->chain->behind.to > c->chain->behind.from)) {
        buf_char(&b, ' ');
        append_chain(&b, w, inside ? c->chain->behind : c->chain->chain, lang);
    }
    if (lang == LANG_KK && form.len) {
        buf_char(&b, ' ');
        buf_str(&b, form);
    }
    name = b.failed ? (struct str){NULL, 0} : arena_copy(w->d->arena, buf_slice(&b));
    buf_free(&b);
    return name;
}

/* A place as a text names it. */
struct locality {
    const struct known_place *place; /* NULL for one that is not known */
    struct str text; /* then as printed */
    enum lang lang;
};

/* Whether the geo word at `i` is one of a settlement, not of a district or region. */
static bool
is_settlement_word(const struct work *w, enum lang lang, size_t i)
{
    static const char *const ru[] = {
        "\xE3", "\xE3\xEE\xF0", "\xF1", "\xEF", "\xE0", "\xEF\xEE\xF1", "\xEF\xE3\xF2", NULL};
    static const char *const ru_stem[] = {
        "\xE3\xEE\xF0\xEE\xE4", "\xF1\xE5\xEB", "\xE0\xF3\xEB", "\xEF\xEE\xF1\xE5\xEB", NULL};
    static const char *const kk_stem[] = {"\xEA\xE0\xEB\xE0\xF1\xFB", "\xE0\xF3\xFB\xEB\xFB",
        "\xEA\xE5\xED\xF2\xE8", "\xF1\xE5\xEB\xEE\xF1\xFB", NULL};
    struct str word = w->items.words[i];
    if (!is_cue(w, CUE_GEO, lang, i))
        return false;
    if (lang == LANG_RU) {
        if (str_is_any(word, ru))
            return w->items.items[i + 1].kind == ITEM_DOT || word.len > 1;
        return str_starts_any(word, ru_stem) && !str_starts(word, STR("\xF1\xE5\xEB\xFC"));
    }
    return str_starts_any(word, kk_stem) ||
        (str_is(word, "\xEA") && w->items.items[i + 1].kind == ITEM_DOT);
}

/* The Russian nominative of a settlement's name in the genitive or dative, as far as endings tell.
 */
static struct str
nominative(const struct work *w, struct str text)
{
    static const struct ending endings[] = {{"ки", "ка"}, {"ке", "ка"}, {"ого", "ое"},
        {"ому", "ое"}, {"ова", "ово"}, {"ева", "ево"}, {"ву", "во"}, {NULL, NULL}};
    struct buf b = {0};
    struct str out =
        append_direct(&b, text, endings) ? arena_copy(w->d->arena, buf_slice(&b)) : text;
    buf_free(&b);
    return out;
}

/* A settlement that the items of a range name: "города X", "X қаласы". */
static bool
settlement_in(const struct work *w, enum lang lang, struct range r, struct locality *out)
{
    bool found = false;
    for (size_t i = r.from; i < r.to; i++) {
        size_t at = i + 1, end;
        const struct known_place *place = NULL;
        if (!is_word(w, i) || !is_settlement_word(w, lang, i))
            continue;
        if (lang == LANG_RU) {
            if (at < r.to && is_word(w, at) && is_settlement_word(w, lang, at))
                continue;
            if (at < r.to && w->items.items[at].kind == ITEM_DOT)
                at++;
            if (at >= r.to || !is_word(w, at) || !w->items.items[at].upper)
                continue;
            place = reference_place(
                w->known, PLACE_CITY | PLACE_VILLAGE, lang, w->items.words, r.to, at, &end);
        } else {
            for (size_t n = 3; n-- > 0 && !place;) {
                if (i < n + 1)
                    continue;
                at = i - n - 1;
                place = reference_place(
                    w->known, PLACE_CITY | PLACE_VILLAGE, lang, w->items.words, i, at, &end);
                if (place && end != i)
                    place = NULL;
            }
            if (!place)
                at = i - 1;
            if (!i || !is_word(w, at) || !w->items.items[at].upper)
                continue;
        }
        *out = (struct locality){.place = place, .lang = lang};
        if (!place)
            out->text =
                lang == LANG_RU ? nominative(w, w->items.items[at].text) : w->items.items[at].text;
        found = true;
        if (!place || place->kind == PLACE_VILLAGE)
            break;
    }
    return found;
}

/* The settlement of an address near the mentions of the institution, or behind the word "address".
 */
static bool
settlement_nearby(const struct work *w, enum lang lang, size_t cluster, struct locality *out)
{
    for (size_t k = 0; k < w->ncandidates; k++) {
        const struct mention *m = w->candidates[k].m;
        struct range r = {m->all.to, m->all.to};
        size_t block = w->items.items[m->all.to - 1].block;
        if (w->candidates[k].cluster != cluster)
            continue;
        while (r.to < w->items.n && r.to - r.from < 50 && w->items.items[r.to].block == block)
            r.to++;
        if (w->candidates[k].score > SCORE_TYPE && settlement_in(w, lang, r, out))
            return true;
    }
    for (size_t i = 0; i < w->items.n; i++) {
        struct range r = {i + 1, i + 1};
        if (!mention_may(&w->items, i, CUE_ADDRESS) || !is_cue(w, CUE_ADDRESS, lang, i))
            continue;
        while (r.to < w->items.n && r.to - r.from < 16 && w->items.items[r.to].kind != ITEM_END)
            r.to++;
        if (settlement_in(w, lang, r, out))
            return true;
    }
    return false;
}

/* A settlement named in the own name without a word for it ("Айыртау «мектеп-балабақша» кешені").
 */
static bool
settlement_in_core(const struct work *w, enum lang lang, struct range r, struct locality *out)
{
    int depth = 0;
    for (size_t i = r.from; i < r.to; i++) {
        size_t end;
        const struct known_place *place;
        depth += w->items.items[i].kind == ITEM_OPEN;
        depth -= w->items.items[i].kind == ITEM_CLOSE;
        if (depth > 0 || !is_word(w, i) || !w->items.items[i].upper)
            continue;
        place = reference_place(
            w->known, PLACE_CITY | PLACE_VILLAGE, lang, w->items.words, r.to, i, &end);
        if (place) {
            *out = (struct locality){.place = place, .lang = lang};
            return true;
        }
    }
    return false;
}

static const struct known_place *
district_in(const struct work *w, enum lang lang, struct range r)
{
    for (size_t i = r.from; i < r.to; i++) {
        size_t end;
        const struct known_place *place;
        if (!is_word(w, i) || !w->items.items[i].upper)
            continue;
        place = reference_place(w->known, PLACE_DISTRICT, lang, w->items.words, r.to, i, &end);
        if (place && end < w->items.n && is_cue(w, CUE_GEO, lang, end))
            return place;
    }
    return NULL;
}

static bool
find_locality(const struct work *w, enum lang lang, const struct choice *c, struct locality *out)
{
    struct range chain = c->chain ? c->chain->chain : (struct range){0, 0};
    struct range where = c->where ? c->where->where : (struct range){0, 0};
    const struct known_place *district;
    if (settlement_in(w, lang, c->core->core, out) || settlement_in(w, lang, chain, out) ||
        settlement_in(w, lang, where, out) || settlement_in_core(w, lang, c->core->core, out) ||
        settlement_nearby(w, lang, c->cluster, out))
        return true;
    district = district_in(w, lang, chain);
    if (!district)
        district = district_in(w, lang, c->core->core);
    if (!district)
        district = district_in(w, lang, where);
    *out = (struct locality){.place = district ? district->centre : NULL, .lang = lang};
    return out->place != NULL;
}

/* Digits in groups of any size, twelve in all, behind the word BIN. */
static struct str
digits_behind(const struct work *w, size_t i)
{
    char digits[13];
    size_t n = 0;
    for (size_t k = i + 1; k < w->items.n && k < i + 16; k++) {
        const struct item *item = &w->items.items[k];
        if (item->kind == ITEM_DIGITS) {
            if (n + item->text.len > 12)
                break;
            memcpy(digits + n, item->text.p, item->text.len);
            n += item->text.len;
            if (n == 12)
                return arena_copy(w->d->arena, (struct str){digits, 12});
        } else if (n || item->kind == ITEM_END) {
            break;
        }
    }
    return (struct str){NULL, 0};
}

/* The BIN of the document: the first with a right check digit, else the first. */
static struct str
find_bin(const struct work *w)
{
    struct str first = {NULL, 0};
    for (size_t i = 0; i < w->items.n; i++) {
        struct str bin;
        if (!mention_may(&w->items, i, CUE_BIN) ||
            (!is_cue(w, CUE_BIN, LANG_RU, i) && !is_cue(w, CUE_BIN, LANG_KK, i)))
            continue;
        bin = digits_behind(w, i);
        if (bin.p && institution_bin_valid(bin))
            return bin;
        if (!first.p)
            first = bin;
    }
    return first;
}

/* Appends a folded word without the last vowels, which declension changes. */
static void
append_stem(struct buf *b, struct str word)
{
    while (word.len > 3 && memchr("\xE0\xFF\xFC\xFB\xE8\xE5\xEE\xF3\xFE", word.p[word.len - 1], 9))
        word.len--;
    reference_write_folded(b, word);
}

static int
compare_words(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The words of the proper name, in order of the alphabet and without the ending that Russian
 * declension changes
 * ("имени Абая", "Абай атындағы"). The town is not said twice. */
static void
append_proper(
    struct buf *b, const struct work *w, const struct candidate *c, const struct known_place *where)
{
    struct str words[CORE_WORDS_MAX];
    size_t n = proper_words(w, c, true, words), before = b->len;
    qsort(words, n, sizeof *words, compare_words);
    for (size_t i = 0; i < n; i++) {
        size_t end;
        const struct known_place *place =
            reference_place(w->known, PLACE_CITY | PLACE_VILLAGE, c->m->lang, words, n, i, &end);
        if (place && place == where)
            continue;
        if (b->len > before)
            buf_char(b, '-');
        append_stem(b, words[i]);
    }
}

static struct str
make_key(const struct work *w, const struct choice *c, enum lang lang, const struct locality *where)
{
    struct buf b = {0};
    struct candidate own = {.m = c->core};
    const struct known_place *place = where->place;
    struct range chain = c->chain ? c->chain->chain : (struct range){0, 0};
    struct str key;
    own.type = type_in(w, lang, c->core->core, &own.type_at);
    own.number = number_in(w, c->core->core);
    if (c->form)
        buf_str(&b, c->form->id);
    buf_char(&b, ':');
    if (own.type)
        buf_str(&b, own.type->id);
    buf_char(&b, ':');
    buf_str(&b, own.number);
    buf_char(&b, ':');
    append_proper(&b, w, &own, where->place);
    buf_char(&b, ':');
    if (!place)
        place = district_in(w, lang, chain);
    if (place)
        buf_str(&b, place->id);
    if (where->text.len) {
        struct buf folded = {0};
        token_fold(&folded, where->text);
        if (place)
            buf_char(&b, '/');
        append_stem(&b, buf_slice(&folded));
        buf_free(&folded);
    }
    key = b.failed ? (struct str){NULL, 0} : arena_copy(w->d->arena, buf_slice(&b));
    buf_free(&b);
    return key;
}

/* No name at all: a key that no other document has. */
static enum status
unknown(struct work *w)
{
    struct buf b = {0};
    struct found *f = document_find(w->d, FINDING_institution_unknown);
    buf_z(&b, "document:");
    buf_str(&b, json_text(w->d->line, "sha256"));
    w->d->institution.key = arena_copy(w->d->arena, buf_slice(&b));
    buf_free(&b);
    return f && w->d->institution.key.p ? STATUS_OK : STATUS_LIMIT;
}

/* Whether a folded word, in any case, is in one of the ranges. */
static bool
has_stem(const struct work *w, const struct mention *m, struct str word)
{
    const struct range in[] = {m->core, m->chain};
    for (size_t r = 0; r < 2; r++)
        for (size_t i = in[r].from; i < in[r].to; i++)
            if (same_stem(w->items.words[i], word))
                return true;
    return false;
}

/* Whether a name with a form is the fuller one of what is named without: of one type, or a kind of
 * it, and of one number, with all its own words in any case; with its places where it has no words
 * of its own. */
static bool
is_fuller_name(const struct work *w, const struct candidate *full, const struct candidate *bare)
{
    struct str own[CORE_WORDS_MAX];
    size_t n = proper_words(w, bare, true, own);
    if (!full->type || !bare->type || !str_eq(full->number, bare->number))
        return false;
    if (!str_eq(
            full->type->id, bare->type->id) && /* "Центр «X»": "Центр детского творчества «X»" */
        !(n && has_stem(w, full->m, w->items.words[bare->type_at.from])))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!has_stem(w, full->m, own[i]))
            return false;
    for (size_t i = bare->m->all.from; !n && !bare->number.len && i < bare->m->all.to; i++)
        if (w->items.words[i].len > 2 && !has_stem(w, full->m, w->items.words[i]))
            return false;
    return true;
}

/* Looks for the institution among the names without a form as well: chooses the one that stands
 * where the reporter is named, by its full name where it has one. */
static enum status
find_without_form(struct work *w, enum lang lang, int best, struct choice *choice)
{
    struct mentions without = {0};
    struct candidate *forms = w->candidates;
    size_t nforms = w->ncandidates;
    struct choice other;
    enum status status = mention_find_types(w->known, w->d, &w->items, &without);
    if (status == STATUS_OK)
        status = gather(w, lang, &without);
    if (status != STATUS_OK)
        return status;
    if (choose(w, &other) <= best + 3 || !other.found) {
        w->candidates = forms;
        w->ncandidates = nforms;
        return STATUS_OK;
    }
    *choice = other;
    for (size_t i = 0; i < nforms; i++)
        if (is_fuller_name(w, &forms[i], &w->candidates[other.cluster])) {
            w->candidates = forms;
            w->ncandidates = nforms;
            choose_cluster(w, forms[i].cluster, choice);
            break;
        }
    return STATUS_OK;
}

/* The institution in one language; `found` of the choice says whether there is one. */
static enum status
find_in(struct work *w, enum lang lang, struct choice *choice)
{
    struct mentions with_form = {0};
    int best;
    enum status status = mention_find(w->known, w->d, &w->items, &with_form);
    if (status == STATUS_OK)
        status = gather(w, lang, &with_form);
    if (status != STATUS_OK)
        return status;
    best = choose(w, choice);
    return best > 6 ? STATUS_OK : find_without_form(w, lang, best, choice);
}

/* What one language says of the institution. */
struct told {
    struct choice choice;
    struct locality where;
    struct str key; /* p == NULL where it says nothing */
};

static enum status
fill(struct work *w, enum lang lang, struct told *t)
{
    struct institution *in = &w->d->institution;
    enum status status = find_in(w, lang, &t->choice);
    if (status != STATUS_OK || !t->choice.found || !t->choice.core)
        return status;
    in->name[lang] = compose(w, &t->choice, lang);
    if (t->choice.form && (!in->legal_form.p || lang == LANG_RU))
        in->legal_form = t->choice.form->name[lang];
    if (!find_locality(w, lang, &t->choice, &t->where))
        t->where = (struct locality){.lang = lang};
    t->key = make_key(w, &t->choice, lang, &t->where);
    return in->name[lang].p && t->key.p ? STATUS_OK : STATUS_LIMIT;
}

/* The mention as printed, as far as it stands in one block. */
static struct quote
quote_of(const struct work *w, const struct mention *m)
{
    const struct item *first = &w->items.items[m->all.from], *last = first;
    for (size_t i = m->all.from; i < m->all.to && w->items.items[i].block == first->block; i++)
        last = &w->items.items[i];
    return (struct quote){first->block, first->start, last->end};
}

/* What the two languages say of the institution, compared piece by piece. */
static enum status
compare_languages(struct work *w, const struct told *ru, const struct told *kk)
{
    static const struct str subject = {"institution", 11};
    const struct choice *a = &ru->choice, *b = &kk->choice;
    const struct known_place *x = ru->where.place, *y = kk->where.place;
    struct quote quotes[2];
    struct str m, n;
    enum status status = STATUS_OK;
    if (!ru->key.p || !kk->key.p || !a->core || !b->core)
        return STATUS_OK;
    quotes[0] = quote_of(w, a->core);
    quotes[1] = quote_of(w, b->core);
    m = number_in(w, a->core->core);
    n = number_in(w, b->core->core);
    if (m.len && n.len && !str_eq(m, n))
        status = remark_add(w->d, REMARK_number_differs, subject, quotes, 2, STR(""));
    if (status == STATUS_OK && a->form && b->form && !str_eq(a->form->id, b->form->id))
        status = remark_add(w->d, REMARK_form_differs, subject, quotes, 2, STR(""));
    if (status == STATUS_OK && x && y && x != y)
        status = remark_add(w->d, REMARK_place_differs, subject, quotes, 2, STR(""));
    return status;
}

static void
fill_locality(struct institution *in, const struct told *told)
{
    for (int i = 1; i >= 0; i--) {
        const struct locality *l = &told[i].where;
        if (l->place) {
            in->locality[LANG_RU] = l->place->name[LANG_RU];
            in->locality[LANG_KK] = l->place->name[LANG_KK];
        } else if (l->text.len && !in->locality[l->lang].p) {
            in->locality[l->lang] = l->text;
        }
    }
}

enum status
institution_find(const struct reference *known, struct document *d)
{
    struct work w = {.known = known, .d = d};
    struct told told[2];
    struct institution *in = &d->institution;
    enum status status;
    memset(told, 0, sizeof told);
    w.heads = arena_array(d->arena, d->nparts + 1, sizeof *w.heads);
    if (!w.heads)
        return STATUS_LIMIT;
    for (size_t i = 0; i < d->nparts; i++)
        w.heads[i] = part_head(known, d, i);
    status = mention_items(d, &w.items);
    for (enum lang lang = LANG_RU; status == STATUS_OK && lang <= LANG_KK; lang++)
        if (has_language(d, lang))
            status = fill(&w, lang, &told[lang - LANG_RU]);
    if (status == STATUS_OK)
        status = compare_languages(&w, &told[0], &told[1]);
    if (status != STATUS_OK)
        return status;
    fill_locality(in, told);
    in->bin = find_bin(&w);
    if (in->bin.p && institution_bin_valid(in->bin))
        in->key = in->bin;
    else
        in->key = told[0].key.p ? told[0].key : told[1].key;
    return in->name[LANG_RU].p || in->name[LANG_KK].p || in->key.p ? STATUS_OK : unknown(&w);
}
