#include "lexicon.h"

#include "cli.h"
#include "token.h"
#include <errno.h>
#include <stdlib.h>

#define FILE_MAX ((size_t)1 << 20)

struct entry {
    struct str word; /* folded */
    bool stem;
    unsigned char kind;
    long value;
};

enum { PLACES = 256 * LEXICON_SECONDS };

struct lexicon {
    struct lexicon_hints hints; /* first: lexicon_may() knows no more of it */
    struct buf words;
    struct entry *entries;
    size_t count, cap;
    /* What may match words of a first byte and a second letter, in the order of the file: entries
     * from `first` of the two to `first` of the next two. */
    uint16_t *may_match;
    uint32_t first[PLACES + 1];
};

static const char *const kind_names[LEXICON_KIND_COUNT] = {"number", "and-half", "ordinal", "month",
    "scale", "percent", "point", "money", "year", "study", "half", "quarter", "months", "about",
    "about-after", "not", "limit", "limit-after", "of", "foreign", "label", "short", "collective",
    "and"};

static bool
add(struct lexicon *lex, int kind, long value, struct str word)
{
    if (lex->count == lex->cap) {
        size_t cap = lex->cap ? lex->cap * 2 : 256;
        struct entry *entries = realloc(lex->entries, cap * sizeof *entries);
        if (!entries)
            return false;
        lex->entries = entries;
        lex->cap = cap;
    }
    struct entry *e = &lex->entries[lex->count];
    e->stem = word.p[word.len - 1] == '*';
    if (e->stem)
        word.len--;
    size_t from = lex->words.len;
    token_fold(&lex->words, word);
    e->word = (struct str){NULL, lex->words.len - from};
    e->kind = (unsigned char)kind;
    e->value = value;
    lex->count++;
    return !lex->words.failed;
}

/* Whether the entry may match words of that second letter (lexicon_second()). */
static bool
goes_on_with(const struct entry *e, unsigned second)
{
    if (e->word.len > 1)
        return lexicon_second(e->word) == second;
    return e->stem || second == 0;
}

/* Walks the entries and the places to which each belongs: counts them, or puts them there. */
static void
fill_places(struct lexicon *lex, bool put)
{
    for (size_t i = 0; i < lex->count; i++) {
        const struct entry *e = &lex->entries[i];
        for (unsigned second = 0; e->word.len && second < LEXICON_SECONDS; second++) {
            if (!goes_on_with(e, second))
                continue;
            unsigned char byte = (unsigned char)e->word.p[0];
            uint32_t *end = &lex->first[byte * LEXICON_SECONDS + second + 1];
            if (put)
                lex->may_match[*end] = (uint16_t)i;
            lex->hints.kinds[byte][second] |= (uint32_t)1 << e->kind;
            ++*end;
        }
    }
}

/* The folded words lie in one buffer: slices are made when it no longer moves. */
static bool
index_entries(struct lexicon *lex)
{
    size_t at = 0;
    uint32_t before = 0;
    for (size_t i = 0; i < lex->count; i++) {
        lex->entries[i].word.p = lex->words.p + at;
        at += lex->entries[i].word.len;
    }
    lex->may_match = calloc(lex->count * LEXICON_SECONDS + 1, sizeof *lex->may_match);
    if (!lex->may_match || lex->count > UINT16_MAX)
        return false;
    fill_places(lex, false);
    for (size_t place = 1; place <= PLACES; place++) {
        uint32_t n = lex->first[place];
        lex->first[place] = before; /* where the next is put; in the end one behind the last */
        before += n;
    }
    fill_places(lex, true);
    return true;
}

static enum status
parse_line(struct lexicon *lex, struct str line, struct buf *why)
{
    struct str kind_name = str_cut(&line, '\t'), value_text = str_cut(&line, '\t');
    int kind = 0;
    while (kind < LEXICON_KIND_COUNT && !str_is(kind_name, kind_names[kind]))
        kind++;
    if (kind == LEXICON_KIND_COUNT) {
        buf_printf(why, "1: unknown kind '%.*s'", (int)kind_name.len, kind_name.p);
        return STATUS_BAD;
    }
    char digits[16] = "0";
    long value;
    if (value_text.len && value_text.len < sizeof digits)
        memcpy(digits, value_text.p, value_text.len + 0), digits[value_text.len] = '\0';
    if (!line.p || !cli_number(digits, 0, 1000000000, &value)) {
        buf_printf(why, "%zu: a number, a tab and words are expected", kind_name.len + 2);
        return STATUS_BAD;
    }
    while (line.len) {
        struct str word = str_trim(str_cut(&line, ' '));
        if (word.len && !add(lex, kind, value, word))
            return STATUS_BROKEN;
    }
    return STATUS_OK;
}

enum status
lexicon_load(const char *path, struct lexicon **out, struct buf *why)
{
    struct buf file = {0}, reason = {0};
    struct lexicon *lex = calloc(1, sizeof *lex);
    enum status s = lex ? cli_read_file(path, FILE_MAX, &file) : STATUS_BROKEN;
    if (s != STATUS_OK) {
        buf_printf(why, "%s: %s", path, strerror(errno));
        s = STATUS_BROKEN;
    }
    struct str rest = buf_slice(&file);
    for (int line_number = 1; s == STATUS_OK && rest.len; line_number++) {
        struct str line = str_cut(&rest, '\n');
        if (line.len == 0 || line.p[0] == '#')
            continue;
        s = parse_line(lex, line, &reason);
        if (s != STATUS_OK)
            buf_printf(why, "%s:%d:%s", path, line_number, reason.p ? reason.p : "no memory");
    }
    if (s == STATUS_OK && !index_entries(lex)) {
        buf_z(why, "no memory for the lexicon");
        s = STATUS_BROKEN;
    }
    if (s == STATUS_OK)
        *out = lex;
    else
        lexicon_free(lex);
    buf_free(&file);
    buf_free(&reason);
    return s;
}

void
lexicon_free(struct lexicon *lex)
{
    if (!lex)
        return;
    buf_free(&lex->words);
    free(lex->entries);
    free(lex->may_match);
    free(lex);
}

bool
lexicon_find(const struct lexicon *lex, enum lexicon_kind kind, struct str folded, long *value)
{
    size_t place = (unsigned char)folded.p[0] * (size_t)LEXICON_SECONDS + lexicon_second(folded);
    for (uint32_t i = lex->first[place]; i < lex->first[place + 1]; i++) {
        const struct entry *e = &lex->entries[lex->may_match[i]];
        if (e->kind != kind || !str_starts(folded, e->word) ||
            (!e->stem && folded.len != e->word.len))
            continue;
        if (value)
            *value = e->value;
        return true;
    }
    return false;
}
