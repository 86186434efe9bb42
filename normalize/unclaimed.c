#include "unclaimed.h"

#include "cli.h"
#include "input.h"
#include "section.h"
#include "stem.h"
#include "token.h"
#include <errno.h>
#include <stdlib.h>

/* Words of a drafted label, and how far a word may stand from its number. */
#define LABEL_WORDS 2
#define REACH 4

#define EXAMPLES_SHOWN 3
#define EXAMPLE_MAX 160 /* bytes of a sentence that is shown */

/* One unclaimed number. */
struct entry {
    struct str key; /* language and drafted label: entries with the same key are a group */
    struct str label;
    enum lang lang;
    struct str sentence, quote, path, institution;
    size_t document; /* number of its document */
    size_t number; /* in the order of the archive */
    const char *type; /* of a figure for it: "count" ... */
    struct decimal value;
};

struct group {
    size_t first, count; /* entries */
    size_t documents, institutions;
};

struct coverage {
    struct str path, institution;
    size_t claimed, numbers, others; /* `others`: of other periods, or with a unit of no figure */
};

struct survey {
    struct normalizer *n;
    struct arena arena;
    struct entry *entries;
    size_t nentries, entry_cap;
    struct coverage *documents;
    size_t ndocuments, document_cap;
    size_t institutions;
    bool failed;
};

/* --- the words around a number --- */

static bool
is_clause_end(const struct block *b, size_t i)
{
    return b->tokens[i].kind == TOKEN_NUMBER ||
        (b->tokens[i].kind == TOKEN_PUNCT && strchr(".;,()", b->skeleton.p[b->tokens[i].at]));
}

/* A word that can name what is counted: three letters, none of the light ones. */
static bool
is_telling(const struct block *b, size_t i, const bool *light)
{
    return i < b->ntokens && b->tokens[i].kind == TOKEN_WORD &&
        b->tokens[i].stop - b->tokens[i].at >= 3 && !light[i] && !token_is_kind(b, i, LEXICON_AND);
}

/* Marks the words that only tie a label to its number, as the rules know them. */
static void
find_light(struct survey *s, const struct document *d, const struct block *b, bool *light)
{
    struct hits hits;
    if (match_tokens(s->n->matcher, b, 0, b->ntokens, section_lang(d, b), &hits) != STATUS_OK)
        return;
    for (size_t k = 0; k < hits.count; k++) {
        enum phrase_kind kind = hits.hit[k].phrase->kind;
        if (kind == PHRASE_LIGHT || kind == PHRASE_UNIT || kind == PHRASE_PREVIOUS ||
            kind == PHRASE_THIS)
            for (size_t i = hits.hit[k].first; i < hits.hit[k].last; i++)
                light[i] = true;
    }
}

/* Writes `n` words as a phrase, in their order in the text. */
static void
write_words(struct buf *out, const struct block *b, const size_t *words, size_t n, enum lang lang)
{
    for (size_t k = 0; k < n; k++) {
        if (k)
            buf_char(out, ' ');
        if (k && words[k - 1] + 1 != words[k])
            buf_printf(out, "...%d ", REACH);
        stem_write(out, b->tokens[words[k]].text, lang);
    }
}

/* The label that a rule for token `i` would have: the noun behind it ("120 парт"), else the words
 * before it in its clause, else those behind it. */
static void
draft_label(struct buf *out, const struct block *b, size_t i, const bool *light, enum lang lang)
{
    size_t words[LABEL_WORDS] = {i + 1}, n = 0;
    if (b->tokens[i].number.kind == NUMBER_COUNT && is_telling(b, i + 1, light))
        n = 1;
    for (size_t k = i; !n && k-- > 0 && i - k <= REACH && !is_clause_end(b, k);)
        if (is_telling(b, k, light)) {
            words[n++] = k;
            if (k > 0 && is_telling(b, k - 1, light)) {
                words[1] = k;
                words[0] = k - 1;
                n = 2;
            }
        }
    for (size_t k = i + 1; !n && k < b->ntokens && k - i <= REACH && !is_clause_end(b, k); k++)
        if (is_telling(b, k, light))
            words[n++] = k;
    write_words(out, b, words, n, lang);
}

/* The label of a cell's row: the first telling words of its other cells. */
static const struct block *
row_label(struct buf *out, const struct document *d, size_t cell, enum lang lang)
{
    const struct block *c = &d->blocks[cell];
    for (size_t i = 0; c->kind == BLOCK_CELL && i < d->nblocks; i++) {
        const struct block *b = &d->blocks[i];
        size_t words[LABEL_WORDS], n = 0;
        if (b->kind != BLOCK_CELL || b->table != c->table || b->row != c->row || i == cell)
            continue;
        bool *none = arena_array(d->arena, b->ntokens + 1, sizeof *none);
        for (size_t k = 0; none && k < b->ntokens && n < LABEL_WORDS; k++)
            if (is_telling(b, k, none))
                words[n++] = k;
        write_words(out, b, words, n, lang);
        if (n)
            return b;
    }
    return NULL;
}

static struct str
sentence_around(const struct block *b, size_t i)
{
    size_t first = i, last = i;
    while (first > 0 && b->skeleton.p[b->tokens[first - 1].at] != '.')
        first--;
    while (last + 1 < b->ntokens && b->skeleton.p[b->tokens[last + 1].at] != '.')
        last++;
    /* A long sentence: the words next to the number. */
    while (
        b->tokens[last].text.p + b->tokens[last].text.len - b->tokens[first].text.p > EXAMPLE_MAX) {
        if (i - first >= last - i && first < i)
            first++;
        else if (last > i)
            last--;
        else
            break;
    }
    const char *end = b->tokens[last].text.p + b->tokens[last].text.len;
    return (struct str){b->tokens[first].text.p, (size_t)(end - b->tokens[first].text.p)};
}

/* --- collecting --- */

static void *
room(struct survey *s, void *array, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return array;
    size_t more = *cap ? *cap * 2 : 256;
    void *p = realloc(array, more * size);
    if (p)
        *cap = more;
    else
        s->failed = true;
    return p;
}

static struct str
keep(struct survey *s, struct str text)
{
    struct str kept = arena_copy(&s->arena, text);
    s->failed |= !kept.p;
    return kept.p ? kept : STR("");
}

static void
add_entry(struct survey *s, const struct document *d, size_t block, size_t token, const bool *light)
{
    static const char *const types[] = {"count", "percent", "percent", "money"};
    const struct block *b = &d->blocks[block];
    const struct token *t = &b->tokens[token];
    struct entry *entries = room(s, s->entries, s->nentries, &s->entry_cap, sizeof *entries);
    if (!entries)
        return;
    s->entries = entries;
    enum lang lang = section_lang(d, b) == LANG_KK ? LANG_KK : LANG_RU;
    struct buf label = {0}, key = {0};
    struct str sentence = sentence_around(b, token);
    draft_label(&label, b, token, light, lang);
    const struct block *row = label.len ? NULL : row_label(&label, d, block, lang);
    struct buf cells = {0};
    if (row) {
        buf_printf(
            &cells, "%.*s | %.*s", (int)row->text.len, row->text.p, (int)sentence.len, sentence.p);
        sentence = buf_slice(&cells);
    }
    const char *type = types[t->number.kind];
    if (t->number.kind == NUMBER_COUNT && decimal_trim(t->number.value).scale)
        type = "decimal";
    buf_printf(&key, "%s %s ", lang_name(lang), type);
    token_fold(&key, buf_slice(&label));
    const struct coverage *c = &s->documents[s->ndocuments - 1];
    size_t number = s->nentries++;
    entries[number] = (struct entry){.key = keep(s, buf_slice(&key)),
        .label = keep(s, buf_slice(&label)),
        .lang = lang,
        .sentence = keep(s, sentence),
        .quote = keep(s, t->text),
        .path = c->path,
        .institution = c->institution,
        .document = s->ndocuments,
        .number = number,
        .type = type,
        .value = t->number.value};
    buf_free(&label);
    buf_free(&key);
    buf_free(&cells);
}

static void
add_block(struct survey *s, const struct document *d, size_t block, const struct unclaimed **next)
{
    const struct block *b = &d->blocks[block];
    struct coverage *c = &s->documents[s->ndocuments - 1];
    bool *light = NULL;
    for (size_t k = 0; k < b->ntokens; k++)
        if (b->tokens[k].kind == TOKEN_NUMBER && (b->tokens[k].flags & TOKEN_CLAIMED)) {
            c->claimed++;
            c->numbers++;
        }
    for (; *next && (*next)->block == block; *next = (*next)->next) {
        c->numbers++;
        if ((*next)->why) {
            c->others++;
            continue;
        }
        if (!light) {
            light = arena_array(d->arena, b->ntokens + 1, sizeof *light);
            if (!light)
                return;
            find_light(s, d, b, light);
        }
        size_t token = block_token(b, (*next)->start);
        /* Years of age, minutes, floors: no figure has such numbers. */
        if (token_is_kind(b, token + 1, LEXICON_FOREIGN))
            c->others++;
        else if (token < b->ntokens)
            add_entry(s, d, block, token, light);
    }
}

static void
add_document(struct survey *s, const struct json *line)
{
    struct document d = {.arena = &s->n->arena};
    struct coverage *documents =
        room(s, s->documents, s->ndocuments, &s->document_cap, sizeof *documents);
    if (!documents)
        return;
    s->documents = documents;
    if (normalizer_run(s->n, &d, line) != STATUS_OK)
        return;
    documents[s->ndocuments++] = (struct coverage){
        .path = keep(s, json_text(line, "path")), .institution = keep(s, d.institution.key)};
    const struct unclaimed *next = d.unclaimed;
    for (size_t i = 0; i < d.nblocks; i++)
        add_block(s, &d, i, &next);
}

/* --- groups --- */

static int
by_key(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int c = str_cmp(x->key, y->key);
    if (!c)
        c = str_cmp(x->institution, y->institution);
    if (!c)
        c = (x->document > y->document) - (x->document < y->document);
    return c ? c : (x->number > y->number) - (x->number < y->number);
}

static const struct entry *sorted; /* for by_weight(), which is given no context */

static int
by_weight(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    bool named = sorted[x->first].label.len > 0;
    if (named != (sorted[y->first].label.len > 0))
        return named ? -1 : 1;
    if (x->institutions != y->institutions)
        return x->institutions < y->institutions ? 1 : -1;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return str_cmp(sorted[x->first].key, sorted[y->first].key);
}

static struct group *
make_groups(struct survey *s, size_t *count)
{
    struct group *groups = calloc(s->nentries + 1, sizeof *groups);
    *count = 0;
    if (!groups)
        return NULL;
    if (s->nentries)
        qsort(s->entries, s->nentries, sizeof *s->entries, by_key);
    for (size_t i = 0; i < s->nentries; i++) {
        const struct entry *e = &s->entries[i], *before = i ? e - 1 : NULL;
        if (!before || !str_eq(before->key, e->key)) {
            groups[(*count)++].first = i;
            before = NULL;
        }
        struct group *g = &groups[*count - 1];
        g->count++;
        g->institutions += !before || !str_eq(before->institution, e->institution);
        g->documents += !before || before->document != e->document;
    }
    sorted = s->entries;
    qsort(groups, *count, sizeof *groups, by_weight);
    return groups;
}

static int
by_institution(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static size_t
count_institutions(const struct survey *s)
{
    struct str *keys = calloc(s->ndocuments + 1, sizeof *keys);
    size_t n = 0;
    for (size_t i = 0; keys && i < s->ndocuments; i++)
        keys[i] = s->documents[i].institution;
    if (keys && s->ndocuments)
        qsort(keys, s->ndocuments, sizeof *keys, by_institution);
    for (size_t i = 0; keys && i < s->ndocuments; i++)
        n += !i || !str_eq(keys[i], keys[i - 1]);
    free(keys);
    return n;
}

/* --- what is written --- */

static size_t
percent(size_t part, size_t whole)
{
    return whole ? (part * 200 + whole) / (whole * 2) : 100;
}

static void
write_text(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        buf_char(out, (unsigned char)text.p[i] < ' ' ? ' ' : text.p[i]);
}

static void
write_rule(struct buf *out, const struct entry *e, size_t number)
{
    buf_printf(out, "figure new_%zu\n  label %s: ", number, lang_name(e->lang));
    buf_str(out, e->label);
    buf_printf(out, "\n  ok %s: ", lang_name(e->lang));
    write_text(out, e->sentence);
    buf_printf(out, " => new_%zu=", number);
    decimal_write(out, e->value);
    buf_z(out, "\n");
}

static void
write_group(struct buf *out, const struct survey *s, const struct group *g, size_t number)
{
    const struct entry *e = &s->entries[g->first];
    buf_printf(out, "\n# %zu: %zu numbers in %zu documents, %zu of %zu institutions (%zu %%), %s\n",
        number, g->count, g->documents, g->institutions, s->institutions,
        percent(g->institutions, s->institutions), e->type);
    for (size_t i = 0; i < g->count && i < EXAMPLES_SHOWN; i++) {
        buf_z(out, "#   ");
        write_text(out, e[i].path);
        buf_z(out, ": ");
        write_text(out, e[i].quote);
        buf_z(out, " in «");
        write_text(out, e[i].sentence);
        buf_z(out, "»\n");
    }
    if (e->label.len)
        write_rule(out, e, number);
    else
        buf_z(out, "# no words beside it\n");
}

static void
write_coverage(struct buf *out, const struct survey *s)
{
    size_t claimed = 0, numbers = 0;
    buf_z(out, "\n# coverage: numbers of each document that are in figures\n");
    for (size_t i = 0; i < s->ndocuments; i++) {
        const struct coverage *c = &s->documents[i];
        buf_printf(
            out, "# %3zu %%  %zu of %zu", percent(c->claimed, c->numbers), c->claimed, c->numbers);
        if (c->others)
            buf_printf(out, ", %zu of other periods or units", c->others);
        buf_z(out, ": ");
        write_text(out, c->path);
        buf_char(out, '\n');
        claimed += c->claimed;
        numbers += c->numbers;
    }
    buf_printf(out, "# %3zu %%  %zu of %zu: all\n", percent(claimed, numbers), claimed, numbers);
}

static void
write_survey(struct survey *s, struct buf *out)
{
    size_t count;
    struct group *groups = make_groups(s, &count);
    if (!groups) {
        s->failed = true;
        return;
    }
    s->institutions = count_institutions(s);
    buf_printf(out, "# %zu unclaimed numbers of %zu documents, in %zu groups\n", s->nentries,
        s->ndocuments, count);
    for (size_t i = 0; i < count; i++)
        write_group(out, s, &groups[i], i + 1);
    write_coverage(out, s);
    free(groups);
}

static int
run(struct survey *s, const struct options *o, struct io_writer *w)
{
    struct input input;
    struct lines_check check = {0};
    struct json *line;
    struct buf out = {0};
    input_begin(&input, o->files, o->nfiles);
    while (!s->failed && input_document(&input, &check, &s->n->arena, &line))
        if (line)
            add_document(s, line);
    bool broken = input.broken;
    input_end(&input);
    if (!broken && !s->failed)
        write_survey(s, &out);
    if (s->failed || out.failed)
        cli_say("memory: %s", strerror(ENOMEM));
    broken |= s->failed || out.failed;
    if (!broken)
        io_write(w, buf_slice(&out));
    buf_free(&out);
    return broken ? EXIT_BROKEN : EXIT_GOOD;
}

int
unclaimed_run(struct normalizer *n, const struct options *o)
{
    struct survey s = {.n = n};
    struct io_writer w;
    if (normalizer_start(n) != STATUS_OK || io_open(&w, o->output, o->permissions) != STATUS_OK) {
        cli_say("%s: %s", o->output ? o->output : "memory", strerror(errno));
        return EXIT_BROKEN;
    }
    int status = run(&s, o, &w);
    free(s.entries);
    free(s.documents);
    arena_free(&s.arena);
    return options_close(&w, o, status);
}
