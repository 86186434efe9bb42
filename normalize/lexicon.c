#include "lexicon.h"

#include "cli.h"
#include "token.h"
#include <errno.h>
#include <stdlib.h>

#define FILE_MAX ((size_t)1 << 20)

struct entry {
    struct str word; /* folded */
    struct str said; /* the folded words that an abbreviation stands for, parted by blanks */
    bool stem;
    unsigned char kind;
    long value;
};

enum { PLACES = 256 * LEXICON_KIND_COUNT };

struct lexicon {
    struct letters hints; /* first: lexicon_may() knows no more of it */
    struct buf words;
    struct entry *entries;
    size_t count, cap;
    /* Entries in the order of the file, but those of one first byte and kind together: they begin
     * at `first`, and end where the next ones begin. */
    uint16_t *order;
    uint16_t first[PLACES + 1];
};

static const char *const kind_names[LEXICON_KIND_COUNT] = {"number", "and-half", "ordinal", "month",
    "scale", "percent", "point", "money", "year", "year-of", "study", "half", "quarter", "months",
    "about", "about-after", "not", "limit", "limit-after", "of", "foreign", "label", "short",
    "collective", "and", "question", "answer", "abbreviation", "leading", "same", "aside",
    "aside-end"};

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
    e->said = (struct str){NULL, 0};
    e->kind = (unsigned char)kind;
    e->value = value;
    lex->count++;
    return !lex->words.failed;
}

/* Adds a word to those that the last entry stands for. */
static bool
add_said(struct lexicon *lex, struct str word)
{
    struct str *said = &lex->entries[lex->count - 1].said;
    size_t from = lex->words.len;
    if (said->len)
        buf_char(&lex->words, ' ');
    token_fold(&lex->words, word);
    said->len += lex->words.len - from;
    return !lex->words.failed;
}

/* The place of words with that first byte among those of a kind. */
static size_t
place(unsigned char byte, unsigned kind)
{
    return byte * (size_t)LEXICON_KIND_COUNT + kind;
}

/* An entry without letters matches nothing: no word begins with a NUL. */
static size_t
place_of(const struct entry *e)
{
    return place(e->word.len ? (unsigned char)e->word.p[0] : 0, e->kind);
}

/* The folded words lie in one buffer: slices are made when it no longer moves. */
static bool
index_entries(struct lexicon *lex)
{
    size_t at = 0;
    lex->order = calloc(lex->count + 1, sizeof *lex->order);
    if (!lex->order || lex->count > UINT16_MAX)
        return false;
    for (size_t i = 0; i < lex->count; i++) {
        struct entry *e = &lex->entries[i];
        e->word.p = lex->words.p + at;
        at += e->word.len;
        e->said.p = lex->words.p + at;
        at += e->said.len;
        letters_add(&lex->hints, e->word, e->stem, (uint64_t)1 << e->kind);
    }
    for (size_t i = 0; i < lex->count; i++)
        lex->first[place_of(&lex->entries[i])]++;
    for (size_t i = 1; i <= PLACES; i++)
        lex->first[i] = (uint16_t)(lex->first[i] + lex->first[i - 1]);
    /* Each is one behind the last of its place; filled from behind, it becomes the first. */
    for (size_t i = lex->count; i-- > 0;)
        lex->order[--lex->first[place_of(&lex->entries[i])]] = (uint16_t)i;
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
    for (size_t n = 0; line.len;) {
        struct str word = str_trim(str_cut(&line, ' '));
        bool said = kind == LEXICON_ABBREVIATION && n > 0;
        if (word.len && !(said ? add_said(lex, word) : add(lex, kind, value, word)))
            return STATUS_BROKEN;
        n += word.len > 0;
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
    free(lex->order);
    free(lex);
}

/* Whether the entry matches the word. */
static bool
matches(const struct entry *e, struct str folded)
{
    return str_starts(folded, e->word) && (e->stem || folded.len == e->word.len);
}

/* The first entry of the kind that matches the word, which has letters; NULL where none does. */
static const struct entry *
find(const struct lexicon *lex, enum lexicon_kind kind, struct str folded)
{
    size_t at = place((unsigned char)folded.p[0], kind);
    for (uint32_t i = lex->first[at]; i < lex->first[at + 1]; i++)
        if (matches(&lex->entries[lex->order[i]], folded))
            return &lex->entries[lex->order[i]];
    return NULL;
}

bool
lexicon_find(const struct lexicon *lex, enum lexicon_kind kind, struct str folded, long *value)
{
    const struct entry *e = find(lex, kind, folded);
    if (e && value)
        *value = e->value;
    return e != NULL;
}

struct str
lexicon_stands_for(const struct lexicon *lex, struct str folded, long *value)
{
    bool may = lexicon_may(lex, folded) >> LEXICON_ABBREVIATION & 1;
    const struct entry *e = may ? find(lex, LEXICON_ABBREVIATION, folded) : NULL;
    *value = e ? e->value : 0;
    return e ? e->said : STR("");
}

uint32_t
lexicon_kinds(const struct lexicon *lex, struct str folded)
{
    uint32_t may = lexicon_may(lex, folded), kinds = 0;
    for (int kind = 0; kind < LEXICON_KIND_COUNT; kind++)
        if ((may >> kind & 1) && lexicon_find(lex, (enum lexicon_kind)kind, folded, NULL))
            kinds |= lexicon_bit((enum lexicon_kind)kind);
    return kinds;
}
