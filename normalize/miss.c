#include "miss.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include "section.h"
#include "token.h"
#include <pcre2.h>

#define ELEMENTS_MAX 32
#define WORD_MAX 48
#define STEPS_MAX 200000

static struct str
word_of(const struct block *b, size_t token)
{
    return token < b->ntokens ? b->tokens[token].text : STR("");
}

/* Where the beginning of the phrase that `code` holds stands in the block. */
static bool
stands(pcre2_code *code, pcre2_match_data *data, pcre2_match_context *context,
    const struct block *b, struct miss *out)
{
    if (pcre2_match(code, (PCRE2_SPTR)b->skeleton.p, b->skeleton.len, 0, 0, data, context) < 0)
        return false;
    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(data);
    if (v[1] <= v[0])
        return false;
    size_t first = token_at(b, v[0]), last = token_at(b, v[1] - 1);
    if (last >= b->ntokens)
        return false;
    out->start = b->tokens[first].start;
    out->end = b->tokens[last].end;
    out->instead = word_of(b, last + 1);
    return true;
}

static bool
same_language(const struct document *d, const struct block *b, enum lang lang)
{
    enum lang block = section_lang(d, b);
    return block == LANG_NONE || block == lang;
}

/* The first block that holds a match of `text` as a phrase. */
static bool
find_prefix(const struct rules *rules, const struct document *d, struct str text,
    const struct phrase *p, struct miss *out)
{
    struct buf pattern = {0};
    size_t offset;
    int error;
    bool found = false;
    if (rules_pattern(rules, text, p, &pattern) != STATUS_OK) {
        buf_free(&pattern);
        return false;
    }
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern.p, pattern.len, PCRE2_NEVER_UTF, &error, &offset, NULL);
    pcre2_match_data *data = pcre2_match_data_create(PHRASE_SLOTS + 1, NULL);
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    if (code && data && context) {
        pcre2_set_match_limit(context, STEPS_MAX);
        for (size_t i = 0; i < d->nblocks && !found; i++)
            if (d->blocks[i].ntokens && same_language(d, &d->blocks[i], p->lang) &&
                stands(code, data, context, &d->blocks[i], out)) {
                out->block = i;
                found = true;
            }
    }
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    pcre2_code_free(code);
    buf_free(&pattern);
    return found;
}

/* Letters to be changed, left out or put in so that `word` begins with `stem`. */
static size_t
distance(struct str stem, struct str word)
{
    size_t row[WORD_MAX + 1], best;
    for (size_t k = 0; k <= stem.len; k++)
        row[k] = k;
    best = row[stem.len];
    for (size_t i = 0; i < word.len; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t k = 1; k <= stem.len; k++) {
            size_t change = diagonal + (stem.p[k - 1] != word.p[i]);
            diagonal = row[k];
            size_t least = row[k] < row[k - 1] ? row[k] + 1 : row[k - 1] + 1;
            row[k] = change < least ? change : least;
        }
        if (row[stem.len] < best)
            best = row[stem.len];
    }
    return best;
}

/* A word that is nearly the phrase's first. */
static bool
find_misspelt(const struct document *d, struct str element, enum lang lang, struct miss *out)
{
    struct buf stem = {0};
    size_t best = SIZE_MAX;
    token_fold(&stem, element);
    if (stem.len && stem.p[stem.len - 1] == '*')
        stem.len--;
    size_t allowed = stem.len < 5 ? 0 : stem.len < 6 ? 1 : 2;
    for (size_t i = 0; allowed && stem.len <= WORD_MAX && i < d->nblocks; i++) {
        const struct block *b = &d->blocks[i];
        for (size_t k = 0; same_language(d, b, lang) && k < b->ntokens; k++) {
            struct str word = token_skeleton(b, k);
            if (b->tokens[k].kind != TOKEN_WORD || word.len > WORD_MAX)
                continue;
            size_t n = distance(buf_slice(&stem), word);
            if (n > allowed || n >= best)
                continue;
            best = n;
            out->block = i;
            out->start = b->tokens[k].start;
            out->end = b->tokens[k].end;
            out->instead = b->tokens[k].text;
        }
    }
    buf_free(&stem);
    return best != SIZE_MAX;
}

static bool
is_gap(struct str element)
{
    return str_starts(element, STR("..."));
}

bool
miss_find(
    const struct rules *rules, const struct document *d, const struct phrase *p, struct miss *out)
{
    struct str elements[ELEMENTS_MAX], rest = p->text;
    size_t n = 0;
    while (n < ELEMENTS_MAX && (elements[n] = phrase_element(&rest)).len)
        n++;
    *out = (struct miss){.phrase = p, .elements = n};
    for (size_t k = n; k > 0; k--) {
        if (is_gap(elements[k - 1]))
            continue;
        const char *end = elements[k - 1].p + elements[k - 1].len;
        struct str text = {p->text.p, (size_t)(end - p->text.p)};
        if (!find_prefix(rules, d, text, p, out))
            continue;
        out->matched = k;
        for (size_t i = k; i < n && !out->next.len; i++)
            if (!is_gap(elements[i]))
                out->next = elements[i];
        return true;
    }
    if (n)
        out->next = elements[0];
    return n && find_misspelt(d, elements[0], p->lang, out);
}

bool
miss_nearer(const struct miss *a, const struct miss *b)
{
    /* As shares of their phrases. */
    size_t x = a->matched * b->elements, y = b->matched * a->elements;
    return x != y ? x > y : a->matched > b->matched;
}
