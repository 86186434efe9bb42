#include "section.h"

#include "text.h"
#include "token.h"

/* A head of a section is short. */
#define HEAD_TOKENS 12

/* A paragraph that only asks has no more tokens. */
#define QUESTION_TOKENS 40

/* A line that concludes is no more than that. */
#define CONCLUSION_TOKENS 4

enum lang
section_lang(const struct document *d, const struct block *b)
{
    /* A word or two without Kazakh letters may be of either language. */
    if (b->mixed || (b->kind == BLOCK_CELL && b->part >= 0 && d->parts[b->part].lang != b->lang))
        return LANG_NONE;
    if (b->lang != LANG_NONE)
        return b->lang;
    return b->part >= 0 ? d->parts[b->part].lang : LANG_NONE;
}

/* The last token but the closing end of the sentence; ntokens where there is none. */
static size_t
last_token(const struct block *b)
{
    size_t n = b->ntokens;
    while (n && token_is_punct(b, n - 1, '.'))
        n--;
    return n ? n - 1 : b->ntokens;
}

static bool
ends_with(const struct block *b, char c)
{
    size_t last = last_token(b);
    return last < b->ntokens && token_is_punct(b, last, c);
}

/* "Риск 1. Прием ...", "Риск 2: ...": a word and the number of the item. */
static bool
is_counted(const struct block *b)
{
    return b->ntokens > 3 && b->tokens[0].kind == TOKEN_WORD && b->tokens[1].kind == TOKEN_NOISE &&
        (token_is_punct(b, 2, '.') || token_is_punct(b, 2, ':') || token_is_punct(b, 2, '-'));
}

static bool
is_numbered(const struct block *b)
{
    return b->label.len > 0 || is_counted(b) ||
        (b->ntokens && b->tokens[0].kind == TOKEN_NOISE && b->tokens[0].start < 2 &&
            b->skeleton.p[0] == SKELETON_NOISE);
}

bool
section_leads(const struct block *b)
{
    return b->kind != BLOCK_CELL && ends_with(b, ':');
}

bool
section_is_item(const struct block *b)
{
    if (b->kind == BLOCK_ITEM || is_numbered(b) || (b->ntokens && token_is_punct(b, 0, '-')) ||
        ends_with(b, ';'))
        return b->kind != BLOCK_HEADING;
    size_t at = 0;
    uint32_t c = b->text.len ? text_decode(b->text, &at) : 0;
    return text_is_letter(c) && text_lower(c) == c;
}

bool
section_answers(const struct block *b, size_t i)
{
    return token_is_kind(b, i, LEXICON_ANSWER) &&
        (token_is_punct(b, i + 1, ':') || token_is_punct(b, i + 1, '-'));
}

/* "Вопрос 3. Жалобы.", "3-сұрақ. Шағым.": whether the paragraph begins with the number of a
 * question and goes on with no more than its topic. */
static bool
is_question(const struct block *b)
{
    size_t i = 0;
    while (i < b->ntokens && (b->tokens[i].kind == TOKEN_NOISE || token_is_punct(b, i, '-')))
        i++;
    size_t ends = 0;
    for (size_t k = 0; k < b->ntokens; k++)
        ends += token_is_punct(b, k, '.');
    return token_is_kind(b, i, LEXICON_QUESTION) && ends <= 2 &&
        (i || (b->ntokens > 1 && b->tokens[1].kind == TOKEN_NOISE));
}

size_t
section_question(const struct block *b)
{
    bool told = b->ntokens > QUESTION_TOKENS; /* the block answers, too */
    size_t end = 0;
    if (b->kind == BLOCK_CELL)
        return 0;
    for (size_t k = 0; k < b->ntokens; k++) {
        bool answers = section_answers(b, k);
        end = answers ? k : end;
        told |= answers || b->tokens[k].kind == TOKEN_NUMBER;
    }
    if (told)
        return end;
    bool asks = b->ntokens && str_is(b->tokens[b->ntokens - 1].text, "?");
    return asks || is_question(b) ? b->ntokens : 0;
}

bool
section_is_head(const struct block *b)
{
    if (b->kind == BLOCK_HEADING)
        return true;
    size_t last = last_token(b), brackets = 0, tokens = 0;
    if (b->kind != BLOCK_PARAGRAPH && b->kind != BLOCK_ITEM)
        return false;
    if (ends_with(b, ';') || ends_with(b, ',') || ends_with(b, ':'))
        return false;
    for (size_t i = 0; i < last && tokens < HEAD_TOKENS; i++) {
        if (token_is_punct(b, i, ':') || b->tokens[i].kind == TOKEN_NUMBER)
            return false;
        brackets += token_is_punct(b, i, '(');
        tokens += !brackets; /* what they hold is said aside */
        brackets -= brackets && token_is_punct(b, i, ')');
    }
    return tokens < HEAD_TOKENS;
}

/* Whether the block begins with words of a kind that heads have; the end of these words. */
static enum status
begins(struct matcher *m, const struct document *d, const struct block *b, enum phrase_kind kind,
    size_t *end)
{
    struct hits hits;
    size_t to = b->ntokens < HEAD_TOKENS ? b->ntokens : HEAD_TOKENS;
    enum status s = match_kinds(m, b, 0, to, section_lang(d, b), 1u << kind, &hits);
    *end = 0;
    for (size_t k = 0; s == STATUS_OK && k < hits.count; k++) {
        const struct hit *h = &hits.hit[k];
        bool first = h->first == 0 || (h->first == 1 && b->tokens[0].kind == TOKEN_NOISE) ||
            (h->first == 1 && token_is_punct(b, 0, '-'));
        if (h->phrase->kind == kind && first)
            *end = h->last;
    }
    return s;
}

enum status
section_find(const struct rules *rules, struct matcher *m, struct document *d)
{
    (void)rules;
    enum { LOUD, LIST, SECTION } state = LOUD;
    int part = -1;
    for (size_t i = 0; i < d->nblocks; i++) {
        struct block *b = &d->blocks[i];
        size_t end, concluded = 0;
        if (b->silent || !b->ntokens)
            continue;
        if (b->kind == BLOCK_CELL) {
            if (state == SECTION)
                b->silent = true;
            else
                state = LOUD;
            continue;
        }
        enum status s = begins(m, d, b, PHRASE_SECTION, &end);
        if (s == STATUS_OK && state == SECTION && !end && b->ntokens <= CONCLUSION_TOKENS &&
            section_is_head(b))
            s = begins(m, d, b, PHRASE_CONCLUSION, &concluded);
        if (s != STATUS_OK)
            return s;
        bool head = section_is_head(b) && (b->kind == BLOCK_HEADING || is_numbered(b));
        if (b->part != part || (head && !end) || concluded)
            state = LOUD;
        part = b->part;
        if (state == LIST && !section_is_item(b))
            state = LOUD;
        if (end) {
            if (ends_with(b, ':'))
                state = LIST;
            else if (section_is_head(b))
                state = SECTION;
            else if (state == LOUD)
                b->silent = true;
        }
        if (state != LOUD)
            b->silent = true;
    }
    return STATUS_OK;
}

bool
section_begins_plans(const struct sentence *s)
{
    const struct hit *h =
        s->to - s->from <= 2 ? sentence_find_hit(s, PHRASE_SECTION, s->from) : NULL;
    return h && h->first == s->from;
}

/* "приём детей, питание и ремонт": the items that commas and a last "and" part from token `i` on; 0
 * where they are too long for one to be sure, or parted by "and" alone. */
static long
items_by_commas(const struct sentence *s, size_t i)
{
    enum { ITEM_WORDS = 4 };
    long commas = 0, ands = 0;
    size_t words = 0;
    for (; i < s->to; i++) {
        const struct token *t = &s->b->tokens[i];
        bool and = token_is_kind(s->b, i, LEXICON_AND);
        if (s->aside[i - s->from] || sentence_hit(s, PHRASE_PART, i))
            return 0;
        if (token_is_punct(s->b, i, ',') || and) {
            commas += !and;
            ands = and? ands + 1 : 0; /* behind the last comma */
            words = 0;
        } else if (t->kind == TOKEN_WORD && ++words <= ITEM_WORDS) {
            continue;
        } else if (t->kind != TOKEN_PUNCT || !token_is_punct(s->b, i, '.')) {
            return 0;
        }
    }
    return commas + 1 + (commas && ands == 1) - (!commas && ands ? 1 : 0);
}

/* Items in the same paragraph: "the following risks: a; b; c", "1) a, 2) b". */
static long
items_behind(const struct sentence *s, size_t from)
{
    long items = 0, numbered = 0;
    size_t i = from;
    while (i < s->to && !token_is_punct(s->b, i, ':'))
        i++;
    size_t first = i + 1;
    for (i++; i < s->to; i++) {
        if (items == 0 && s->b->tokens[i].kind == TOKEN_WORD)
            items = 1;
        if (token_is_punct(s->b, i, ';') && i + 1 < s->to && !token_is_punct(s->b, i + 1, '.'))
            items++;
        numbered += s->b->tokens[i].kind == TOKEN_NOISE &&
            (str_ends(s->b->tokens[i].text, STR(")")) || str_ends(s->b->tokens[i].text, STR(".")));
    }
    if (items == 1 && !numbered)
        return items_by_commas(s, first);
    return numbered ? numbered : items;
}

static long
items_below(const struct document *d, size_t block)
{
    long numbered = 0, plain = 0;
    for (size_t i = block + 1; i < d->nblocks; i++) {
        const struct block *b = &d->blocks[i];
        if (!b->ntokens)
            continue;
        if (!section_is_item(b) || b->part != d->blocks[block].part)
            break;
        if (is_numbered(b)) {
            if (plain && !numbered)
                break;
            numbered++;
        } else if (numbered) {
            continue; /* a line that goes on with a numbered item */
        } else {
            plain++;
            if (!ends_with(b, ';') && !ends_with(b, ',') && b->kind != BLOCK_ITEM &&
                !(b->ntokens && token_is_punct(b, 0, '-')))
                break;
        }
    }
    return numbered ? numbered : plain;
}

enum status
section_count_list(struct sentence *s)
{
    for (size_t k = 0; k < s->hits.count && sentence_says(s, PHRASE_LIST); k++) {
        const struct hit *h = &s->hits.hit[k];
        if (h->phrase->kind != PHRASE_LIST || h->dead || s->silent)
            continue;
        int figure = s->rules->subjects[h->phrase->owner].member[MEMBER_COUNT];
        bool bound = figure < 0;
        for (const struct statement *t = s->b->stated; t; t = t->before)
            bound |= t->figure == figure;
        if (bound)
            continue;
        long items = items_behind(s, h->last - 1); /* which may be the colon */
        if (!items)
            items = items_below(s->d, s->block);
        if (!items)
            continue;
        return sentence_state(
            s, figure, h, HOW_LIST, decimal_of(items), decimal_of(1), h->first, h->last - 1);
    }
    return STATUS_OK;
}
