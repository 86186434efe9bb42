#include "part.h"

#include "text.h"
#include "token.h"

/* A file holds at most four kinds of part in practice; what goes beyond this joins the last. */
#define SEGMENTS_MAX 16

/* Words of a title, its lines joined. */
#define TITLE_WORDS_MAX 160
#define TITLE_BLOCKS_MAX 5

/* A title of a part begins among the first blocks of it. */
#define FRONT_BLOCKS 14

struct info {
    bool body; /* may belong to a part */
    bool prose; /* sentences, not a title, label or stamp */
    bool stamp;
    bool side; /* in a table that holds two languages side by side */
    enum lang lang; /* LANG_NONE where nothing tells */
    size_t letters, words;
    int segment; /* -1: none */
};

struct segment {
    enum lang lang;
    bool has_form, titled;
    enum form form;
    size_t first, last;
    size_t letters; /* of its own language */
    bool prose;
};

struct work {
    const struct reference *known;
    struct document *d;
    struct info *info; /* by block */
    struct segment segments[SEGMENTS_MAX];
    size_t nsegments;
    size_t letters;
    bool has_form[3]; /* by language: a title told the form of a part yet to come */
    enum form form[3];
};

/* Cyrillic letters: bytes from 0xC0 on, in which the two highest bits are 1. */
static size_t
count_letters(struct str skeleton)
{
    const uint64_t each = 0x0101010101010101u;
    uint64_t bytes;
    size_t n = 0, i = 0;
    for (; i + sizeof bytes <= skeleton.len; i += sizeof bytes) {
        memcpy(&bytes, skeleton.p + i, sizeof bytes);
        n += ((bytes >> 7 & bytes >> 6 & each) * each) >> 56;
    }
    for (; i < skeleton.len; i++)
        n += (unsigned char)skeleton.p[i] >= 0xC0;
    return n;
}

/* Words and typed numbers; what folds to nothing is none. */
static size_t
count_words(const struct block *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->ntokens; i++)
        n += b->tokens[i].kind != TOKEN_PUNCT && b->tokens[i].stop > b->tokens[i].at;
    return n;
}

/* The words (and typed numbers, as one byte) of a block, appended to `words`; points and commas are
 * empty. */
static size_t
collect(const struct block *b, struct str *words, size_t n, size_t max)
{
    for (size_t i = 0; i < b->ntokens && n < max; i++) {
        if (b->tokens[i].kind != TOKEN_PUNCT)
            words[n++] = token_skeleton(b, i);
        else if (!str_is(token_skeleton(b, i), "-"))
            words[n++] = (struct str){"", 0};
    }
    return n;
}

/* Whether one of the words of the block, `n` of them, begins such a cue. */
static bool
has_cue(const struct work *w, enum cue cue, enum lang lang, const struct block *b,
    const struct str *words, size_t n)
{
    for (size_t i = 0; reference_in_block(b, cue) && i < n; i++)
        if (reference_cue(w->known, cue, lang, words, n, i, NULL, NULL))
            return true;
    return false;
}

/* The same in either language. */
static bool
has_any_cue(const struct work *w, enum cue cue, const struct block *b)
{
    struct str words[TITLE_WORDS_MAX];
    size_t n = reference_in_block(b, cue) ? collect(b, words, 0, TITLE_WORDS_MAX) : 0;
    return has_cue(w, cue, LANG_RU, b, words, n) || has_cue(w, cue, LANG_KK, b, words, n);
}

/* Whether a full stop ends the block's text. The stop that the tokens end with may be put there by
 * the scanner. */
static bool
ends_sentence(const struct block *b)
{
    return str_ends(str_trim(b->text), STR("."));
}

/* Whether a sentence ends within the block and another goes on behind it. Numbers of headings
 * ("1.") are none. */
static bool
has_inner_end(const struct block *b)
{
    for (size_t i = 4; i + 2 < b->ntokens; i++)
        if (b->tokens[i].kind == TOKEN_PUNCT && str_is(token_skeleton(b, i), "."))
            return true;
    return false;
}

/* Whether the words of a block are a sentence: there is a verb, or a full stop behind what is
 * neither title nor stamp. The language of a single block may be mistaken, so the verbs of both
 * count. */
static bool
is_sentence(const struct work *w, const struct block *b)
{
    return has_any_cue(w, CUE_PROSE, b) ||
        (ends_sentence(b) && !has_any_cue(w, CUE_TITLE, b) && !has_any_cue(w, CUE_STAMP, b));
}

static void
measure_block(const struct work *w, size_t i, struct info *info)
{
    const struct block *b = &w->d->blocks[i];
    info->segment = -1;
    info->body = b->kind != BLOCK_HEADER && b->kind != BLOCK_FOOTER && b->kind != BLOCK_COMMENT &&
        b->kind != BLOCK_ALT;
    if (!info->body)
        return;
    info->lang = b->lang;
    info->letters = count_letters(b->skeleton);
    info->words = count_words(b);
    info->prose = b->kind != BLOCK_HEADING &&
        (info->words > 60 || (info->words >= 10 && has_inner_end(b)) ||
            (info->words >= 6 && is_sentence(w, b)));
    info->stamp = !info->prose && info->words <= 40 && has_any_cue(w, CUE_STAMP, b);
}

/* Letters of each language in each column of a table. */
#define COLUMNS_MAX 8

/* Marks the blocks of a table whose columns are each of one language, and not all of the same: a
 * report laid out with the two languages side by side. `from` is its first block; returns one
 * behind its last. */
static size_t
mark_side_table(struct work *w, size_t from)
{
    size_t letters[COLUMNS_MAX + 1][3] = {{0}}, to = from;
    int table = w->d->blocks[from].table;
    enum lang column_lang[COLUMNS_MAX + 1] = {0};
    bool ru = false, kk = false;
    for (; to < w->d->nblocks && w->d->blocks[to].table == table; to++) {
        const struct block *b = &w->d->blocks[to];
        if (b->kind == BLOCK_CELL && b->column <= COLUMNS_MAX && b->column > 0)
            letters[b->column][b->lang] += w->info[to].letters;
    }
    for (int c = 1; c <= COLUMNS_MAX; c++)
        for (enum lang l = LANG_RU; l <= LANG_KK; l++)
            if (letters[c][l] >= 250 && letters[c][l] > 6 * letters[c][LANG_RU + LANG_KK - l]) {
                column_lang[c] = l;
                ru |= l == LANG_RU;
                kk |= l == LANG_KK;
            }
    if (ru && kk)
        for (size_t i = from; i < to; i++) {
            struct info *info = &w->info[i];
            int c = w->d->blocks[i].column;
            info->side = info->body;
            if (c > 0 && c <= COLUMNS_MAX && column_lang[c])
                info->lang = column_lang[c];
        }
    return to;
}

static void
measure(struct work *w)
{
    for (size_t i = 0; i < w->d->nblocks; i++)
        measure_block(w, i, &w->info[i]);
    for (size_t i = 0; i < w->d->nblocks;)
        i = w->d->blocks[i].kind == BLOCK_CELL && w->d->blocks[i].table ? mark_side_table(w, i)
                                                                        : i + 1;
    for (size_t i = 0; i < w->d->nblocks; i++)
        w->letters += w->info[i].letters;
}

/* The language of each stretch: the path that disagrees with the fewest letters, where each change
 * costs as much as a short paragraph. Writes LANG_RU or LANG_KK for every body block into `path`.
 */
static void
find_path(const struct work *w, unsigned char *path, unsigned char *from)
{
    size_t price = w->letters / 12, cost[2] = {0, 0};
    size_t n = w->d->nblocks;
    int state;
    price = price > 150 ? 150 : price < 20 ? 20 : price;
    for (size_t i = 0; i < n; i++) {
        const struct info *info = &w->info[i];
        size_t change = info->stamp ? price / 3 : price, next[2];
        for (int s = 0; s < 2; s++) {
            bool changed = cost[!s] + change < cost[s];
            next[s] = changed ? cost[!s] + change : cost[s];
            from[2 * i + (size_t)s] = (unsigned char)(changed ? !s : s);
            if (!info->side && info->lang == (s ? LANG_RU : LANG_KK))
                next[s] += info->letters;
        }
        cost[0] = next[0];
        cost[1] = next[1];
    }
    state = cost[1] < cost[0];
    for (size_t i = n; i-- > 0;) {
        path[i] = (unsigned char)(state ? LANG_KK : LANG_RU);
        state = from[2 * i + (size_t)state];
    }
}

/* The form that a title from block `i` on tells; `*last` is the title's last block. Lines of a
 * title are joined; it must begin in block `i`. */
static bool
find_title(
    const struct work *w, enum cue cue, size_t i, enum lang lang, enum form *form, size_t *last)
{
    struct str words[TITLE_WORDS_MAX];
    size_t n = 0, first = 0, lines = 0;
    int segment = w->info[i].segment;
    for (size_t k = i; k < w->d->nblocks && lines < TITLE_BLOCKS_MAX; k++) {
        const struct block *b = &w->d->blocks[k];
        if (!w->info[k].body || w->info[k].segment != segment || !w->info[k].words)
            continue;
        if (w->info[k].prose || (lines && (w->info[k].stamp || b->kind == BLOCK_ITEM)))
            return false;
        n = collect(b, words, n, TITLE_WORDS_MAX);
        if (!lines)
            first = n;
        lines++;
        for (size_t at = 0; at < first; at++)
            if (reference_cue(w->known, cue, lang, words, n, at, NULL, form)) {
                *last = k;
                return true;
            }
    }
    return false;
}

/* Whether the block is a note in brackets below a title. */
static bool
in_brackets(const struct block *b)
{
    return b->ntokens && str_is(token_skeleton(b, 0), "(");
}

/* Looks for the title of the part that block `i` may begin. */
static bool
title_at(const struct work *w, size_t i, enum lang lang, bool weak, enum form *form, size_t *last)
{
    const struct info *info = &w->info[i];
    const struct block *b = &w->d->blocks[i];
    enum cue cue = weak ? CUE_HEADING : CUE_TITLE;
    return info->body && !info->prose && info->words && !in_brackets(b) &&
        reference_in_block(b, cue) && find_title(w, cue, i, lang, form, last);
}

/* Whether what follows the title at `last` is how parts begin. */
static bool
begins_part(const struct work *w, size_t last)
{
    struct str words[TITLE_WORDS_MAX];
    size_t seen = 0;
    for (size_t k = last + 1; k < w->d->nblocks && seen < 5; k++) {
        const struct block *b = &w->d->blocks[k];
        size_t n;
        if (!w->info[k].words || w->info[k].segment != w->info[last].segment)
            continue;
        seen++;
        n = collect(b, words, 0, 30);
        if (has_cue(w, CUE_INTRO, b->lang == LANG_KK ? LANG_KK : LANG_RU, b, words, n))
            return true;
    }
    return false;
}

/* The first block of the head that ends with the title at `title`: the stamp before it, where no
 * sentence stands between. `*stamped` says whether there is one. */
static size_t
head_of(const struct work *w, size_t title, size_t floor, bool *stamped)
{
    size_t first = title, seen = 0;
    *stamped = w->info[title].stamp;
    for (size_t k = title; k-- > floor && seen < 12;) {
        if (!w->info[k].body || !w->info[k].words)
            continue;
        if (w->info[k].prose)
            break;
        seen++;
        if (w->info[k].stamp) {
            first = k;
            *stamped = true;
        }
    }
    return first;
}

static struct segment *
open_segment(struct work *w, enum lang lang, size_t first)
{
    struct segment *s;
    if (w->nsegments == SEGMENTS_MAX)
        return &w->segments[SEGMENTS_MAX - 1];
    s = &w->segments[w->nsegments++];
    *s = (struct segment){.lang = lang, .first = first, .last = first};
    return s;
}

static void
put(struct work *w, size_t block, struct segment *s)
{
    struct info *info = &w->info[block];
    info->segment = (int)(s - w->segments);
    if (info->lang == s->lang) {
        s->letters += info->letters;
        s->prose |= info->prose;
    }
    if (block < s->first)
        s->first = block;
    if (block > s->last)
        s->last = block;
}

/* Whether a block has two words of three letters: a person's name alone tells no language. */
static bool
has_words(const struct block *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->ntokens; i++)
        n += b->tokens[i].kind == TOKEN_WORD && token_skeleton(b, i).len >= 3;
    return n >= 2;
}

/* A change of language begins with the first block of the new one, not with the stamp where it is
 * cheapest. */
static void
move_changes(const struct work *w, unsigned char *path)
{
    for (size_t i = w->d->nblocks; i-- > 1;) {
        const struct info *before = &w->info[i - 1];
        if (path[i] != path[i - 1] && before->body && !before->side &&
            before->lang == (enum lang)path[i] && has_words(&w->d->blocks[i - 1]))
            path[i - 1] = path[i];
    }
}

/* More changes of language from sentence to sentence than this, and more than half of all: each
 * paragraph is followed by its translation. */
#define CHANGES_MAX 6

/* Where paragraphs and their translations take turns, each block goes to the part of its language,
 * as in a table with the languages side by side. */
static void
mark_interleaved(struct work *w, const unsigned char *path)
{
    size_t changes = 0, sentences = 0;
    enum lang last = LANG_NONE;
    for (size_t i = 0; i < w->d->nblocks; i++) {
        if (!w->info[i].prose || w->info[i].side || w->info[i].lang == LANG_NONE)
            continue;
        changes += last && last != w->info[i].lang;
        last = w->info[i].lang;
        sentences++;
    }
    if (changes <= CHANGES_MAX || 2 * changes <= sentences)
        return;
    for (size_t i = 0; i < w->d->nblocks; i++)
        if (w->info[i].body && !w->info[i].side) {
            w->info[i].side = true;
            if (w->info[i].lang == LANG_NONE)
                w->info[i].lang = (enum lang)path[i];
        }
}

/* One segment for each stretch of a language. */
static void
segment_languages(struct work *w, const unsigned char *path)
{
    struct segment *s = NULL;
    for (size_t i = 0; i < w->d->nblocks; i++) {
        if (!w->info[i].body || w->info[i].side)
            continue;
        if (!s || (enum lang)path[i] != s->lang)
            s = open_segment(w, (enum lang)path[i], i);
        put(w, i, s);
    }
}

/* Looks for the title among the first blocks of a segment; a weak one ("weak") only before its
 * first sentence. */
static void
find_form(struct work *w, struct segment *s, bool weak)
{
    size_t seen = 0, last;
    for (size_t i = s->first; i <= s->last && seen < FRONT_BLOCKS && !s->has_form; i++) {
        if (w->info[i].segment != (int)(s - w->segments) || !w->info[i].words)
            continue;
        seen += weak && w->info[i].prose ? FRONT_BLOCKS : 1;
        if (title_at(w, i, s->lang, weak, &s->form, &last))
            s->has_form = s->titled = true;
    }
}

/* The form by title. Words like "report" alone tell too little: they are left for later. */
static void
retitle(struct work *w, struct segment *s)
{
    if (!s->has_form)
        find_form(w, s, false);
    if (s->has_form)
        return;
    find_form(w, s, true);
    if (s->has_form && s->form == FORM_OTHER)
        s->has_form = false;
}

/* Takes segment `k` out; its blocks go to segment `into`, and the numbers behind it move up. */
static void
dissolve(struct work *w, size_t k, size_t into)
{
    struct segment gone = w->segments[k];
    struct segment *to = &w->segments[into];
    if (gone.first < to->first)
        to->first = gone.first;
    if (gone.last > to->last)
        to->last = gone.last;
    if (gone.lang == to->lang) {
        to->letters += gone.letters;
        to->prose |= gone.prose;
    }
    for (size_t i = 0; i < w->d->nblocks; i++) {
        int *s = &w->info[i].segment;
        if (*s == (int)k)
            *s = (int)into;
        if (*s > (int)k)
            --*s;
    }
    memmove(&w->segments[k], &w->segments[k + 1], (w->nsegments - k - 1) * sizeof gone);
    w->nsegments--;
}

/* Whether a stamp or title stands among the first blocks of a segment. */
static bool
begins_with_head(const struct work *w, const struct segment *s)
{
    size_t seen = 0, last;
    enum form form;
    for (size_t i = s->first; i <= s->last && seen < 6; i++) {
        if (w->info[i].segment != (int)(s - w->segments) || !w->info[i].words)
            continue;
        if (w->info[i].stamp || title_at(w, i, s->lang, false, &form, &last))
            return true;
        seen++;
    }
    return false;
}

/* Whether a segment is only a head (a letterhead, a stamp, a title of a part to come) or a few
 * words in the other language. */
static bool
is_fragment(const struct work *w, size_t k)
{
    const struct segment *s = &w->segments[k];
    size_t least = w->letters / 8;
    bool between = k > 0 && k + 1 < w->nsegments;
    /* A few paragraphs amid the other language, which goes on without a head, are a quotation. */
    if (between && !s->titled && s->letters < least && !begins_with_head(w, &w->segments[k + 1]))
        return true;
    if (least > 200)
        least = 200;
    if (s->letters >= least && (s->prose || s->letters >= 3 * least))
        return false;
    return !(s->titled && s->prose);
}

/* Lets short stretches of the other language go to their neighbours; a title in them is remembered.
 */
static void
absorb_fragments(struct work *w)
{
    for (size_t k = 0; k < w->nsegments && w->nsegments > 1;) {
        struct segment *s = &w->segments[k];
        bool head;
        retitle(w, s);
        if (!is_fragment(w, k)) {
            k++;
            continue;
        }
        head = s->has_form || w->info[s->first].stamp;
        if (s->has_form) {
            w->has_form[s->lang] = true;
            w->form[s->lang] = s->form;
        }
        if (k + 1 < w->nsegments && (head || k == 0))
            dissolve(w, k, k + 1);
        else
            dissolve(w, k, k - 1);
        /* The neighbours are of one language: join them. */
        k = k ? k - 1 : 0;
        if (k + 1 < w->nsegments && w->segments[k].lang == w->segments[k + 1].lang)
            dissolve(w, k + 1, k);
    }
}

/* Cuts a segment where a title of another form stands in it. */
static void
split_titles(struct work *w, size_t k)
{
    size_t floor = w->segments[k].first, end = w->segments[k].last, body = 0;
    enum lang lang = w->segments[k].lang;
    bool has_form = false;
    enum form form = FORM_OTHER;
    size_t now = k;
    for (size_t i = w->segments[k].first; i <= end; i++) {
        enum form next;
        size_t last, first;
        bool stamped;
        struct segment *s;
        if (w->info[i].segment != (int)now)
            continue;
        body += w->info[i].prose;
        if (!title_at(w, i, lang, false, &next, &last))
            continue;
        first = head_of(w, i, floor, &stamped);
        if (!has_form) {
            form = next;
            has_form = true;
        } else if (next != form && body && (stamped || begins_part(w, last)) &&
            w->nsegments < SEGMENTS_MAX) {
            size_t old = now;
            s = open_segment(w, lang, first);
            now = w->nsegments - 1;
            for (size_t b = first; b <= end; b++)
                if (w->info[b].segment == (int)old)
                    put(w, b, s);
            w->segments[old].last = first ? first - 1 : 0;
            s->form = form = next;
            s->has_form = s->titled = true;
            floor = i;
            body = 0;
        }
        i = last;
    }
}

/* Segments in the order of the text. */
static void
sort_segments(struct work *w)
{
    for (size_t i = 1; i < w->nsegments; i++)
        for (size_t k = i; k > 0 && w->segments[k].first < w->segments[k - 1].first; k--) {
            struct segment t = w->segments[k];
            w->segments[k] = w->segments[k - 1];
            w->segments[k - 1] = t;
            for (size_t b = 0; b < w->d->nblocks; b++) {
                int *s = &w->info[b].segment;
                *s = *s == (int)k ? (int)k - 1 : *s == (int)k - 1 ? (int)k : *s;
            }
        }
}

/* Gives the blocks of tables with two languages side by side to the segments of their language. */
static void
place_side_tables(struct work *w)
{
    struct segment *s[3] = {NULL};
    for (size_t i = 0; i < w->d->nblocks; i++) {
        enum lang lang = w->info[i].lang;
        if (!w->info[i].side)
            continue;
        if (lang == LANG_NONE)
            lang = s[LANG_KK] && !s[LANG_RU] ? LANG_KK : LANG_RU;
        for (size_t k = 0; !s[lang] && k < w->nsegments; k++)
            if (w->segments[k].lang == lang && w->segments[k].prose)
                s[lang] = &w->segments[k];
        if (!s[lang])
            s[lang] = open_segment(w, lang, i);
        put(w, i, s[lang]);
    }
    /* What stands around the table is a few words then. */
    for (size_t k = 0; (s[LANG_RU] || s[LANG_KK]) && k < w->nsegments;) {
        struct segment *t = &w->segments[k];
        size_t into = 0;
        bool table = false;
        for (size_t i = t->first; i <= t->last; i++)
            table |= w->info[i].side && w->info[i].segment == (int)k;
        for (size_t m = 0; m < w->nsegments; m++)
            if (m != k && w->segments[m].lang == t->lang)
                into = m;
        if (table || t->prose || w->segments[into].lang != t->lang || into == k) {
            k++;
            continue;
        }
        dissolve(w, k, into);
    }
}

static bool
language_has(const struct work *w, enum lang lang, enum form form)
{
    for (size_t k = 0; k < w->nsegments; k++)
        if (w->segments[k].lang == lang && w->segments[k].has_form && w->segments[k].form == form)
            return true;
    return false;
}

/* Counts the words of each form in a segment, in its head alone where `head` says so. */
static void
count_content(const struct work *w, const struct segment *s, bool head, size_t *count)
{
    struct str words[TITLE_WORDS_MAX];
    for (size_t i = s->first; i <= s->last; i++) {
        size_t n;
        if (w->info[i].segment != (int)(s - w->segments))
            continue;
        if (head && w->info[i].prose)
            break;
        n = collect(&w->d->blocks[i], words, 0, TITLE_WORDS_MAX);
        for (size_t at = 0; at < n; at++) {
            enum form form;
            if (reference_cue(w->known, CUE_CONTENT, s->lang, words, n, at, NULL, &form))
                count[form]++;
        }
    }
}

/* The form of a segment by the words that it uses most, where no title tells it. */
static enum form
form_by_content(const struct work *w, const struct segment *s)
{
    size_t count[FORM_OTHER + 1] = {0};
    if (s->titled)
        count_content(w, s, true, count);
    if (count[FORM_ANALYSIS_NOTE]) /* "Анықтама", and below it what is analysed */
        return FORM_ANALYSIS_NOTE;
    count_content(w, s, false, count);
    if (s->titled) /* "Информация за I квартал" is of services where it speaks of them */
        return count[FORM_SERVICES_REPORT] ? FORM_SERVICES_REPORT : FORM_OTHER;
    if (count[FORM_MONITORING_RESULT] >= 2 &&
        count[FORM_MONITORING_RESULT] >= count[FORM_ANALYSIS_NOTE])
        return FORM_MONITORING_RESULT;
    if (count[FORM_ANALYSIS_NOTE] >= 1)
        return FORM_ANALYSIS_NOTE;
    return count[FORM_SERVICES_REPORT] >= 1 ? FORM_SERVICES_REPORT : FORM_OTHER;
}

/* The form of a segment without a title: it is the twin of a part of the other language, the one
 * before it first; else it goes on with the part of its own language. */
static void
take_form(struct work *w, size_t k)
{
    struct segment *s = &w->segments[k];
    for (size_t i = 0; i < w->nsegments && !s->has_form; i++) {
        const struct segment *t = &w->segments[(k + w->nsegments - 1 - i) % w->nsegments];
        if (t->lang != s->lang && t->has_form && !language_has(w, s->lang, t->form)) {
            s->form = t->form;
            s->has_form = true;
        }
    }
    for (size_t i = k; i-- > 0 && !s->has_form;)
        if (w->segments[i].lang == s->lang) {
            s->form = w->segments[i].form;
            s->has_form = true;
        }
}

static void
name_forms(struct work *w)
{
    for (size_t k = 0; k < w->nsegments; k++)
        retitle(w, &w->segments[k]);
    for (size_t k = 0; k < w->nsegments; k++) {
        struct segment *s = &w->segments[k];
        if (!s->has_form && w->has_form[s->lang] && !language_has(w, s->lang, w->form[s->lang])) {
            s->form = w->form[s->lang];
            s->has_form = true;
        }
    }
    for (size_t k = 0; k < w->nsegments; k++) {
        struct segment *s = &w->segments[k];
        if (!s->has_form)
            take_form(w, k);
        if (!s->has_form) {
            s->form = form_by_content(w, s);
            s->has_form = true;
        }
    }
}

/* A language has one part of each form: stretches of the same are one part, even where others stand
 * between. */
static void
merge_same(struct work *w)
{
    for (size_t k = 0; k < w->nsegments; k++)
        for (size_t m = k + 1; m < w->nsegments;)
            if (w->segments[k].lang == w->segments[m].lang &&
                w->segments[k].form == w->segments[m].form)
                dissolve(w, m, k);
            else
                m++;
}

static enum status
write_parts(struct work *w)
{
    struct document *d = w->d;
    d->parts = arena_array(d->arena, w->nsegments ? w->nsegments : 1, sizeof *d->parts);
    if (!d->parts)
        return STATUS_LIMIT;
    d->nparts = w->nsegments;
    for (size_t k = 0; k < w->nsegments; k++)
        d->parts[k] = (struct part){.lang = w->segments[k].lang,
            .form = w->segments[k].form,
            .first_block = w->segments[k].first,
            .last_block = w->segments[k].last};
    for (size_t i = 0; i < d->nblocks; i++) {
        d->blocks[i].part = w->info[i].segment;
        if (!w->info[i].body)
            d->blocks[i].silent = true;
    }
    return STATUS_OK;
}

/* The head of a part; `info` by block where it is known already, or NULL. */
static struct part_head
find_head(const struct work *w, size_t part)
{
    const struct document *d = w->d;
    const struct part *p = &d->parts[part];
    struct part_head head = {p->first_block, p->last_block + 1};
    bool titled = false;
    for (size_t i = p->first_block; i <= p->last_block && i < p->first_block + 60; i++) {
        struct str words[TITLE_WORDS_MAX];
        struct info info = {0};
        size_t n;
        if (d->blocks[i].part != (int)part)
            continue;
        if (w->info)
            info = w->info[i];
        else
            measure_block(w, i, &info);
        if (info.prose) {
            head.body = i;
            break;
        }
        if (titled)
            continue;
        n = collect(&d->blocks[i], words, 0, TITLE_WORDS_MAX);
        if (has_cue(w, CUE_TITLE, p->lang, &d->blocks[i], words, n) ||
            has_cue(w, CUE_HEADING, p->lang, &d->blocks[i], words, n)) {
            head.title = i;
            titled = true;
        }
    }
    return head;
}

static enum status
keep_heads(const struct work *w)
{
    struct document *d = w->d;
    struct part_head *heads = arena_array(d->arena, d->nparts + 1, sizeof *heads);
    if (!heads)
        return STATUS_LIMIT;
    for (size_t k = 0; k < d->nparts; k++)
        heads[k] = find_head(w, k);
    d->heads = heads;
    return STATUS_OK;
}

enum status
part_find(const struct reference *known, struct document *d)
{
    struct work w = {.known = known, .d = d};
    unsigned char *path, *from;
    size_t n = d->nblocks ? d->nblocks : 1;
    enum status status;
    w.info = arena_array(d->arena, n, sizeof *w.info);
    path = arena_alloc(d->arena, n);
    from = arena_alloc(d->arena, 2 * n);
    if (!w.info || !path || !from)
        return STATUS_LIMIT;
    measure(&w);
    find_path(&w, path, from);
    move_changes(&w, path);
    mark_interleaved(&w, path);
    segment_languages(&w, path);
    absorb_fragments(&w);
    place_side_tables(&w);
    for (size_t k = 0, languages = w.nsegments; k < languages; k++)
        split_titles(&w, k);
    sort_segments(&w);
    name_forms(&w);
    merge_same(&w);
    status = write_parts(&w);
    return status == STATUS_OK ? keep_heads(&w) : status;
}

struct part_head
part_head(const struct reference *known, const struct document *d, size_t part)
{
    struct work w = {.known = known, .d = (struct document *)d};
    return d->heads ? d->heads[part] : find_head(&w, part);
}
