#include "mention.h"

#include "text.h"
#include "token.h"

/* The longest name of an institution, chain included, in items: the longest known has 40. */
#define NAME_MAX_ITEMS 60

/* The longest legal form that is written in words, in items. */
#define FORM_MAX_ITEMS 6

/* The longest list of what an authority is for, in items. */
#define SPHERE_MAX 14

/* A name in marks within one without, in items with its marks. */
#define INNER_MAX 6

/* A line longer than this ends at its end: names are broken over short lines only. */
#define LINE_MAX 100

/* Room for `cap` items; those that are there move. */
static bool
widen(struct arena *arena, struct items *s, size_t cap)
{
    struct items old = *s;
    if (cap > SIZE_MAX / sizeof *s->items)
        return false;
    s->cap = cap;
    s->items = arena_room(arena, cap * sizeof *s->items);
    s->words = arena_room(arena, cap * sizeof *s->words);
    s->begins = arena_room(arena, cap * sizeof *s->begins);
    s->capitals = arena_room(arena, cap * sizeof *s->capitals);
    if (!s->items || !s->words || !s->begins || !s->capitals)
        return false;
    if (old.n) {
        memcpy(s->items, old.items, old.n * sizeof *s->items);
        memcpy(s->words, old.words, old.n * sizeof *s->words);
        memcpy(s->begins, old.begins, old.n * sizeof *s->begins);
        memcpy(s->capitals, old.capitals, old.n * sizeof *s->capitals);
    }
    return true;
}

/* A block's text while it is taken apart. */
struct scan {
    struct arena *arena;
    struct items *out;
    const struct block *b;
    size_t block;
    size_t byte; /* of the next code point */
    uint32_t point; /* its number */
};

static uint32_t
peek(const struct scan *s, size_t byte)
{
    return byte < s->b->text.len ? text_decode(s->b->text, &byte) : 0;
}

/* ITEM_OPEN or ITEM_CLOSE for a quotation mark by its neighbours; ITEM_OTHER for another character.
 * `*points` is the number of code points it takes: << and '' take two. */
static enum item_kind
quotation_mark(uint32_t before, uint32_t c, uint32_t next, uint32_t behind, uint32_t *points)
{
    bool left = before == 0 || text_is_blank(before) || before == '(' || before == '\n';
    bool right;
    *points = 1;
    if ((c == '<' || c == '>' || c == '\'' || c == 0x2019) && next == c) {
        *points = 2;
        next = behind;
    } else if (c == '<' || c == '>' || c == '\'' || c == 0x2019 || c == 0x2018) {
        return ITEM_OTHER;
    }
    right = next == 0 ||
        !(text_is_letter(next) || text_is_digit(next) || next == 0x2116 || next == 0xAB);
    switch (c) {
    case 0xAB:
    case 0x2039:
    case '<':
        return !left && right && text_is_letter(before) ? ITEM_CLOSE : ITEM_OPEN;
    case 0xBB:
    case 0x203A:
    case '>':
        return left && !right ? ITEM_OPEN : ITEM_CLOSE;
    case 0x201E:
        return ITEM_OPEN;
    case '"':
    case '\'':
    case 0x201C:
    case 0x201D:
    case 0x2019:
        return left ||
                (!right && before != 0 && !text_is_letter(before) && !text_is_digit(before) &&
                    before != '.' && before != 0xBB)
            ? ITEM_OPEN
            : ITEM_CLOSE;
    default:
        return ITEM_OTHER;
    }
}

/* The last code point before the current place that prints something; 0 at the beginning. */
static uint32_t
before(const struct scan *s)
{
    for (size_t byte = s->byte; byte > 0;) {
        do
            byte--;
        while (byte > 0 && ((unsigned char)s->b->text.p[byte] & 0xC0) == 0x80);
        uint32_t c = peek(s, byte);
        if (!text_is_invisible(c))
            return c;
    }
    return 0;
}

/* Adds `bytes` from the current place on as one item of `points` code points; `flags` are those of
 * a word's token, and `begins` what it may begin. */
INLINED bool
add_item(struct scan *s, enum item_kind kind, size_t bytes, uint32_t points, struct str word,
    unsigned flags, uint64_t begins)
{
    struct items *out = s->out;
    if (out->n == out->cap && !widen(s->arena, out, out->cap * 2 + 1))
        return false;
    size_t n = out->n++;
    out->items[n] = (struct item){.kind = kind,
        .block = s->block,
        .start = s->point,
        .end = s->point + points,
        .text = {s->b->text.p + s->byte, bytes},
        .upper = flags & TOKEN_UPPER,
        .single = points == 1};
    out->words[n] = word;
    out->begins[n] = begins;
    out->capitals[n] = flags & TOKEN_CAPITALS;
    s->byte += bytes;
    s->point += points;
    return true;
}

/* The same for what is no token of its own. */
static bool
emit(struct scan *s, enum item_kind kind, size_t bytes, uint32_t points)
{
    return add_item(s, kind, bytes, points, (struct str){"", 0}, 0, 0);
}

/* The bytes and code points of a letter N that stands for the sign for "number" at the current
 * place: "N5", "N 5", "N°5"; 0 where none does. */
static size_t
number_sign(const struct scan *s, uint32_t *points)
{
    uint32_t c = peek(s, s->byte);
    size_t sign = s->byte + 1, next;
    if (c != 'N' && c != 'n')
        return 0;
    c = peek(s, sign);
    *points = 1;
    if (c == 0xB0 || c == 0xBA) {
        (void)text_decode(s->b->text, &sign);
        ++*points;
    }
    next = sign;
    while (next < s->b->text.len && text_is_blank(peek(s, next)))
        (void)text_decode(s->b->text, &next);
    return text_is_digit(peek(s, next)) ? sign - s->byte : 0;
}

/* A word's token, at the current place. */
static bool
emit_token(struct scan *s, const struct token *t)
{
    struct str word = str_slice(s->b->skeleton, t->at, t->stop);
    uint32_t points;
    size_t sign = number_sign(s, &points);
    if (sign)
        return emit(s, ITEM_SIGN, sign, points);
    return add_item(s, ITEM_WORD, t->text.len, t->end - t->start, word, t->flags, t->begins);
}

/* A word that is part of what has been typed. */
static bool
emit_word(struct scan *s)
{
    struct buf folded = {0};
    struct str word;
    size_t byte = s->byte;
    uint32_t points = 0, letters = 0, capitals = 0;
    unsigned flags = 0;
    while (byte < s->b->text.len) {
        size_t next = byte;
        uint32_t c = text_decode(s->b->text, &next);
        if (!text_is_letter(c) && !text_is_invisible(c) &&
            !(c == '-' && text_is_letter(peek(s, next))))
            break;
        if (!text_is_invisible(c) && letters++ == capitals && text_lower(c) != c)
            capitals++;
        byte = next;
        points++;
    }
    flags = (capitals ? TOKEN_UPPER : 0u) | (capitals > 1 ? TOKEN_CAPITALS : 0u);
    token_fold(&folded, str_slice(s->b->text, s->byte, byte));
    word = arena_copy(s->arena, buf_slice(&folded));
    buf_free(&folded);
    return word.p && add_item(s, ITEM_WORD, byte - s->byte, points, word, flags, UINT64_MAX);
}

static bool
emit_digits(struct scan *s)
{
    size_t byte = s->byte;
    while (byte < s->b->text.len && text_is_digit((unsigned char)s->b->text.p[byte]))
        byte++;
    return emit(s, ITEM_DIGITS, byte - s->byte, (uint32_t)(byte - s->byte));
}

/* Whether quotation_mark() may take the character for one. */
static bool
is_mark(uint32_t c)
{
    return c < 0x80 ? c == '"' || c == '\'' || c == '<' || c == '>'
                    : c == 0xAB || c == 0xBB || (c >= 0x2018 && c <= 0x203A);
}

static bool
emit_sign(struct scan *s, uint32_t c, size_t bytes)
{
    size_t byte = s->byte + bytes, second = byte;
    uint32_t points;
    if (!is_mark(c)) {
        enum item_kind kind = c == 0x2116 ? ITEM_SIGN
            : c == '.'                    ? ITEM_DOT
            : text_is_dash(c)             ? ITEM_DASH
                                          : ITEM_OTHER;
        return emit(s, kind, bytes, 1);
    }
    uint32_t next = peek(s, byte);
    if (next)
        (void)text_decode(s->b->text, &second);
    enum item_kind kind = quotation_mark(before(s), c, next, peek(s, second), &points);
    return emit(s, kind, points == 2 ? second - s->byte : bytes, points);
}

/* What stands between words, or is part of what has been typed. */
static bool
scan_other(struct scan *s)
{
    size_t next = s->byte;
    uint32_t c = text_decode(s->b->text, &next);
    if (text_is_blank(c) || text_is_invisible(c) || c == '\n' || c == '\t') {
        s->byte = next;
        s->point++;
        return true;
    }
    if (text_is_digit(c))
        return emit_digits(s);
    uint32_t points;
    size_t sign = number_sign(s, &points);
    if (sign)
        return emit(s, ITEM_SIGN, sign, points);
    return text_is_letter(c) ? emit_word(s) : emit_sign(s, c, next - s->byte);
}

/* What stands before the code point `end`, or also behind it where a word runs on. */
static bool
scan_up_to(struct scan *s, uint32_t end)
{
    while (s->point < end && s->byte < s->b->text.len) {
        if (s->b->text.p[s->byte] == ' ') {
            s->byte++;
            s->point++;
        } else if (!scan_other(s)) {
            return false;
        }
    }
    return true;
}

static bool
scan_block(struct scan *s)
{
    for (const struct token *t = s->b->tokens; t < s->b->tokens + s->b->ntokens; t++)
        if (t->kind == TOKEN_WORD &&
            (!scan_up_to(s, t->start) || (s->point == t->start && !emit_token(s, t))))
            return false;
    return scan_up_to(s, UINT32_MAX);
}

/* Whether a block begins with the number of a heading or of an item: "1.", "II." */
static bool
is_numbered(const struct block *b)
{
    struct str text = str_trim(b->text);
    size_t n = 0;
    while (n < text.len && n < 5 && (strchr("IVX0123456789", text.p[n]) && text.p[n]))
        n++;
    return n > 0 && n < text.len && (text.p[n] == '.' || text.p[n] == ')');
}

/* Whether a quotation mark is not closed behind the last one that opens. */
static bool
leaves_open(struct str text)
{
    bool open = false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char first = (unsigned char)text.p[i];
        if (first != '"' && first != 0xC2 && first != 0xE2) /* no mark of those below */
            continue;
        size_t at = i;
        uint32_t c = text_decode(text, &at);
        if (c == 0xAB || c == 0x201E || (c == '"' && !open))
            open = true;
        else if (c == 0xBB || c == 0x201C || c == 0x201D || c == '"')
            open = false;
    }
    return open;
}

/* Whether a name may go on from one block to the next. */
static bool
runs_on(const struct block *a, const struct block *b)
{
    struct str text = str_trim(a->text);
    if (a->kind == BLOCK_ITEM || b->kind == BLOCK_ITEM || a->table != b->table ||
        a->row != b->row || a->column != b->column)
        return false;
    if (a->kind != b->kind && (a->kind == BLOCK_TEXTBOX || b->kind == BLOCK_TEXTBOX))
        return false;
    if (is_numbered(a) || is_numbered(b))
        return false;
    if (a->kind == BLOCK_HEADING || b->kind == BLOCK_HEADING)
        return leaves_open(text);
    if (text.len && strchr(".;:!?", text.p[text.len - 1]) && !leaves_open(text))
        return false;
    /* A code point has one to four bytes: most texts need not be counted. */
    return text.len <= LINE_MAX || (text.len <= 4 * LINE_MAX && text_length(text) <= LINE_MAX);
}

static enum status
make_items(const struct document *d, struct items *items)
{
    size_t usual = 0; /* one a token, marks and points, the ends */
    for (size_t i = 0; i < d->nblocks; i++)
        usual += d->blocks[i].ntokens + d->blocks[i].ntokens / 4 + 4;
    if (!widen(d->arena, items, usual))
        return STATUS_LIMIT;
    for (size_t i = 0; i < d->nblocks; i++) {
        const struct block *b = &d->blocks[i];
        struct scan s = {.arena = d->arena, .out = items, .b = b, .block = i};
        if (b->kind == BLOCK_COMMENT || b->kind == BLOCK_ALT)
            continue;
        if (!scan_block(&s))
            return STATUS_LIMIT;
        if ((i + 1 == d->nblocks || !runs_on(b, &d->blocks[i + 1])) && !emit(&s, ITEM_END, 0, 0))
            return STATUS_LIMIT;
    }
    return STATUS_OK;
}

enum status
mention_items(struct document *d, struct items *items)
{
    if (!d->items) {
        struct items *made = arena_new(d->arena, struct items);
        if (!made || make_items(d, made) != STATUS_OK)
            return STATUS_LIMIT;
        d->items = made;
    }
    *items = *d->items;
    return STATUS_OK;
}

struct quote
mention_quote(const struct items *items, struct range range)
{
    const struct item *first = &items->items[range.from], *last = &items->items[range.to - 1];
    return (struct quote){
        first->block, first->start, last->block == first->block ? last->end : first->end};
}

/* What the parsers below work on. */
struct parser {
    const struct reference *known;
    const struct document *d;
    const struct items *s;
};

static enum item_kind
kind_at(const struct parser *p, size_t i)
{
    return i < p->s->n ? p->s->items[i].kind : ITEM_END;
}

static bool
is_cue(const struct parser *p, enum cue cue, enum lang lang, size_t i)
{
    return mention_may(p->s, i, (int)cue) &&
        reference_cue_word(p->known, cue, lang, p->s->words[i]);
}

/* As reference_place(), from item `i` on. */
static const struct known_place *
place_at(const struct parser *p, int kinds, enum lang lang, size_t i, size_t *end)
{
    return mention_may(p->s, i, HINT_PLACE)
        ? reference_place(p->known, kinds, lang, p->s->words, p->s->n, i, end)
        : NULL;
}

static bool
is_name_word(const struct parser *p, enum lang lang, size_t i)
{
    return kind_at(p, i) == ITEM_WORD &&
        (reference_type_word(p->known, lang, p->s->words[i]) || is_cue(p, CUE_FILLER, lang, i));
}

static bool
is_capital(const struct parser *p, size_t i)
{
    return kind_at(p, i) == ITEM_WORD && p->s->items[i].upper;
}

/* A capital letter and a point: the initial of a person. "г." before a city is none; in a text in
 * capitals only the city behind it tells. */
static bool
is_initial(const struct parser *p, size_t i)
{
    return is_capital(p, i) && p->s->items[i].single && kind_at(p, i + 1) == ITEM_DOT &&
        !place_at(p, PLACE_CITY | PLACE_VILLAGE, LANG_RU, i + 2, &(size_t){0});
}

/* A Russian word for a kind of place; the one-letter ones need a point and a name behind them. */
static bool
is_geo_ru(const struct parser *p, size_t i)
{
    size_t next = i + 1;
    if (!is_cue(p, CUE_GEO, LANG_RU, i))
        return false;
    if (!p->s->items[i].single)
        return true;
    if (is_initial(p, i))
        return false;
    if (kind_at(p, next) == ITEM_DOT)
        next++;
    else if (!place_at(p, PLACE_CITY | PLACE_VILLAGE, LANG_RU, next, &(size_t){0}))
        return false;
    return is_capital(p, next);
}

/* Whether an authority begins at `i`, with the Russian "under" before it or without. */
static bool
begins_authority(const struct parser *p, enum lang lang, size_t i)
{
    if (lang == LANG_RU && is_cue(p, CUE_UNDER, LANG_RU, i))
        i++;
    return is_cue(p, CUE_AUTHORITY, lang, i);
}

/* Kazakh "of": the ending of a genitive. */
static bool
ends_genitive(struct str word)
{
    return str_ends_any(word,
        (const char *const[]){"\xED\xFB\xED", "\xED\xE8\xED", "\xE4\xFB\xED", "\xE4\xE8\xED",
            "\xF2\xFB\xED", "\xF2\xE8\xED", NULL});
}

/* Kazakh "to": to whom a letter goes has no institution below it. */
static bool
ends_dative(struct str word)
{
    return str_ends_any(word, (const char *const[]){"\xE8\xED\xE5", "\xFB\xED\xE0", NULL});
}

/* Kazakh "which is in", or "in". */
static bool
ends_locative(struct str word)
{
    return str_ends_any(word,
        (const char *const[]){"\xE4\xE0\xE3\xFB", "\xE4\xE5\xE3\xE8", "\xF2\xE0\xE3\xFB",
            "\xF2\xE5\xE3\xE8", "\xED\xE4\xE0", "\xED\xE4\xE5", NULL});
}

/* Whether item `i` is a place's adjective, as a name has it before "области" and "району". */
static bool
is_place_adjective(const struct parser *p, size_t i)
{
    return is_capital(p, i) &&
        str_ends_any(p->s->words[i],
            (const char *const[]){"\xEE\xE8", "\xEE\xE3\xEE", "\xEE\xEC\xF3", NULL});
}

static bool
is_comma(const struct parser *p, size_t i)
{
    return kind_at(p, i) == ITEM_OTHER && str_is(p->s->items[i].text, ",");
}

/* "Культуры, архивов и документации": a comma within what an authority is for. */
static bool
is_listed(const struct parser *p, enum lang lang, size_t i)
{
    return i > 0 && is_comma(p, i) && is_cue(p, CUE_SPHERE, lang, i - 1) &&
        is_cue(p, CUE_SPHERE, lang, i + 1);
}

/* Whether an authority or what it is for ends before item `i`. */
static bool
after_authority(const struct parser *p, enum lang lang, size_t i)
{
    return i > 0 && (is_cue(p, CUE_AUTHORITY, lang, i - 1) || is_cue(p, CUE_SPHERE, lang, i - 1));
}

/* Whether a word may say what an authority is for: in small letters, or in a text in capitals; not
 * one that tells a sentence. */
static bool
is_small(const struct parser *p, enum lang lang, size_t i)
{
    return kind_at(p, i) == ITEM_WORD && (!is_capital(p, i) || p->s->capitals[i]) &&
        !is_cue(p, CUE_PROSE, lang, i);
}

/* Whether a Russian word may be a genitive, or joins two of them. */
static bool
is_genitive_ru(const struct parser *p, size_t i)
{
    return str_ends_any(p->s->words[i],
        (const char *const[]){"\xE0", "\xFB", "\xE8", "\xEE\xE2", "\xE5\xE2", "\xFB\xF5",
            "\xE8\xF5", "\xE3\xEE", "\xF1\xF2\xE2", "\xE8\xFF", NULL});
}

/* "Культуры, развития языков и архивного дела области ...": one behind the words from `i` on that
 * say what an authority is for, where a place or another authority shows their end; else `i`. */
static size_t
sphere_right(const struct parser *p, size_t i)
{
    size_t from = i;
    if (!after_authority(p, LANG_RU, i))
        return i;
    /* "Управления по вопросам молодежной политики города ..." */
    if (is_cue(p, CUE_AUTHORITY, LANG_RU, i - 1) && is_cue(p, CUE_LINK, LANG_RU, i) &&
        is_small(p, LANG_RU, i + 1))
        from = i + 2;
    for (size_t k = from; k < i + SPHERE_MAX; k++) {
        if (is_geo_ru(p, k) || is_cue(p, CUE_AUTHORITY, LANG_RU, k) ||
            (is_capital(p, k) && is_geo_ru(p, k + 1)))
            return k;
        if (!is_comma(p, k) && !(is_small(p, LANG_RU, k) && is_genitive_ru(p, k)))
            break;
    }
    return i;
}

/* The same in Kazakh, leftwards from the end `i`: "облысы мәдениет, тілдерді дамыту және архив ісі
 * басқармасының". A place tells where they begin. */
static size_t
sphere_left(const struct parser *p, size_t i)
{
    if (!i || !(is_cue(p, CUE_AUTHORITY, LANG_KK, i) || is_cue(p, CUE_SPHERE, LANG_KK, i)))
        return i;
    for (size_t k = i; k > 0 && i - k < SPHERE_MAX; k--) {
        if (is_cue(p, CUE_GEO, LANG_KK, k - 1) || is_cue(p, CUE_AUTHORITY, LANG_KK, k - 1))
            return ends_locative(p->s->words[k - 1]) ? i : k;
        if (!is_comma(p, k - 1) && !is_small(p, LANG_KK, k - 1) &&
            !is_cue(p, CUE_SPHERE, LANG_KK, k - 1))
            break;
    }
    return i;
}

/* The end of an authority with form and marks of its own, "КГУ «Управление образования ...»", that
 * stands behind a name; `i` where none does. */
static size_t
quoted_authority(const struct parser *p, size_t i)
{
    enum lang lang;
    size_t stop = i;
    if (!mention_may(p->s, i, HINT_FORM) ||
        !reference_form(p->known, p->s->words, p->s->capitals, p->s->n, i, &stop, &lang) ||
        kind_at(p, stop) != ITEM_OPEN || !begins_authority(p, LANG_RU, stop + 1))
        return i;
    for (size_t k = stop + 1; k < p->s->n && k - i < NAME_MAX_ITEMS; k++) {
        if (kind_at(p, k) == ITEM_CLOSE)
            return k + 1;
        if (kind_at(p, k) != ITEM_WORD && !is_listed(p, LANG_RU, k))
            break;
    }
    return i;
}

/* "Села Новая Шульба": the second word of a settlement's name. A person may follow as well. */
static bool
is_second_name(const struct parser *p, size_t i)
{
    if (i < 2 || kind_at(p, i - 1) != ITEM_WORD || !is_capital(p, i - 1) || is_initial(p, i + 1) ||
        !(is_geo_ru(p, i - 2) || kind_at(p, i - 2) == ITEM_DOT))
        return false;
    return kind_at(p, i + 1) == ITEM_CLOSE ||
        str_ends_any(p->s->words[i - 1],
            (const char *const[]){
                "\xE0\xFF", "\xFB\xE8", "\xE8\xE8", "\xEE\xE5", "\xEE\xE8", "\xEE\xE3\xEE", NULL});
}

/* The chain of Russian authorities from `i` on: "отдела образования по городу X управления
 * образования Y области". Empty where none begins there. */
static struct range
chain_right(const struct parser *p, size_t i)
{
    struct range r = {i, quoted_authority(p, i)};
    bool after_geo = false, names_follow = false;
    bool under = is_cue(p, CUE_UNDER, LANG_RU, i);
    /* "Кызылординского городского отдела", "Казалинского района" */
    bool adjective = is_place_adjective(p, i) && is_geo_ru(p, i + 1);
    if (r.to > r.from || (!begins_authority(p, LANG_RU, i) && !is_geo_ru(p, i) && !adjective))
        return r;
    i += under;
    while (i < p->s->n && i - r.from < NAME_MAX_ITEMS) {
        size_t stop = i + 1;
        bool geo = is_geo_ru(p, i), link = is_cue(p, CUE_LINK, LANG_RU, i);
        if (kind_at(p, i) == ITEM_DOT) {
            if (!after_geo)
                break;
            i++;
            continue;
        }
        if (is_listed(p, LANG_RU, i)) {
            i++;
            continue;
        }
        if ((stop = sphere_right(p, i)) > i) {
            r.to = i = stop;
            continue;
        }
        stop = i + 1;
        if (kind_at(p, i) != ITEM_WORD || is_initial(p, i))
            break;
        if (place_at(p, 15, LANG_RU, i, &stop) && is_capital(p, i))
            r.to = stop;
        else if (geo || is_cue(p, CUE_AUTHORITY, LANG_RU, i) || is_cue(p, CUE_SPHERE, LANG_RU, i))
            r.to = stop;
        else if (is_capital(p, i) && (names_follow || is_geo_ru(p, i + 1) || is_second_name(p, i)))
            r.to = stop;
        else if (!link)
            break;
        after_geo = geo || link;
        /* The name of a region stands before its word, and what follows is another sentence. */
        names_follow = link || (geo && !(i > r.from && is_place_adjective(p, i - 1)));
        i = stop;
    }
    /* "Under the management of ..." is no authority. */
    return under && r.to < r.from + 3 ? (struct range){r.from, r.from} : r;
}

/* The end of a name without the small words that belong to what follows it ("по", "и", "с"). */
static size_t
trim_right(const struct parser *p, enum lang lang, size_t from, size_t to)
{
    while (to > from + 1 && kind_at(p, to - 1) == ITEM_WORD && !is_capital(p, to - 1) &&
        (is_cue(p, CUE_LINK, lang, to - 1) || p->s->words[to - 1].len <= 2))
        to--;
    return to;
}

static bool
begins_chain(const struct parser *p, enum lang lang, size_t i)
{
    return begins_authority(p, lang, i) || (lang == LANG_RU && is_geo_ru(p, i));
}

/* Whether a number is a year, which is no part of a name without marks. */
static bool
is_year(const struct parser *p, size_t i)
{
    struct str text = p->s->items[i].text;
    return kind_at(p, i) == ITEM_DIGITS && text.len == 4 &&
        (str_starts(text, STR("19")) || str_starts(text, STR("20")));
}

/* "Имени", "атындағы": behind it, or before it in Kazakh, stands after whom a name is. */
static bool
is_named_after(const struct parser *p, size_t i)
{
    struct str word = i < p->s->n ? p->s->words[i] : STR("");
    return str_is(word, "\xE8\xEC\xE5\xED\xE8") || str_is(word, "\xE8\xEC") ||
        str_is(word, "\xE0\xF2\xFB\xED\xE4\xE0\xE3\xFB");
}

/* Whether a capital letter stands before the point at `i`. */
static bool
ends_initial(const struct parser *p, size_t i)
{
    return i > 0 && kind_at(p, i) == ITEM_DOT && is_capital(p, i - 1) && p->s->items[i - 1].single;
}

/* Whether the word at `i` is of the person after whom a name is: "имени М. Ауэзова". */
static bool
after_whom(const struct parser *p, size_t i)
{
    if (i > 1 && kind_at(p, i - 1) == ITEM_DOT)
        return ends_initial(p, i - 1) || is_named_after(p, i - 2);
    return i > 0 && is_named_after(p, i - 1);
}

/* One behind a name without quotation marks that begins at `i`. */
static size_t
bare_right(const struct parser *p, enum lang lang, size_t i)
{
    size_t from = i;
    bool number = false;
    for (; i < p->s->n && i - from < 20; i++) {
        enum item_kind kind = kind_at(p, i);
        if (kind == ITEM_WORD) {
            bool stranger = number && !after_whom(p, i) && !begins_chain(p, lang, i + 1);
            if ((i > from && begins_chain(p, lang, i)) ||
                (!is_name_word(p, lang, i) && (!is_capital(p, i) || stranger)))
                break;
        } else if (kind == ITEM_DOT ? i == from || !(ends_initial(p, i) || is_named_after(p, i - 1))
                : kind == ITEM_DASH ? !is_name_word(p, lang, i + 1)
                                    : kind != ITEM_SIGN && (kind != ITEM_DIGITS || is_year(p, i))) {
            break;
        }
        number |= kind == ITEM_DIGITS;
    }
    while (i > from && (kind_at(p, i - 1) == ITEM_DASH || kind_at(p, i - 1) == ITEM_SIGN))
        i--;
    return trim_right(p, lang, from, i);
}

/* Whether the quotation marks around a name that holds another one close behind item `i`: before
 * any other mark, with only words between. */
static bool
closes_soon(const struct parser *p, size_t i)
{
    for (size_t k = i; k < i + 9; k++) {
        if (kind_at(p, k) == ITEM_CLOSE)
            return true;
        if (kind_at(p, k) != ITEM_WORD && kind_at(p, k) != ITEM_DIGITS &&
            kind_at(p, k) != ITEM_SIGN)
            return false;
    }
    return false;
}

/* Takes in the mark that closes behind a chain, and what of the chain stands behind it. A mere
 * place before the mark then belongs to the own name. */
static void
go_on_behind(const struct parser *p, struct mention *m)
{
    struct range rest = chain_right(p, ++m->all.to);
    bool authority = false;
    if (rest.to == rest.from)
        return;
    m->all.to = rest.to;
    for (size_t i = m->chain.from; i < m->chain.to; i++)
        authority |= is_cue(p, CUE_AUTHORITY, LANG_RU, i);
    if (authority) {
        m->behind = rest;
        return;
    }
    m->core.to = m->chain.to;
    m->chain = rest;
    m->inside = false;
}

/* Whether a Russian word may be an adjective in the nominative. */
static bool
is_adjective(const struct parser *p, size_t i)
{
    return kind_at(p, i) == ITEM_WORD &&
        str_ends_any(p->s->words[i],
            (const char *const[]){
                "\xFB\xE8", "\xE8\xE8", "\xEE\xE8", "\xEE\xE5", NULL}); /* -ый, -ий, -ой, -ое */
}

/* A name in quotation marks that open at `open`. Nested names often share one closing mark, and a
 * closing mark may be missing: then the words tell. False where nothing sensible stands there. */
static bool
quoted_right(const struct parser *p, enum lang lang, size_t open, struct mention *m)
{
    size_t depth = 1, i = open + 1;
    bool nested = false,
         own_authority = is_cue(p, CUE_AUTHORITY, lang, i) ||
        (is_adjective(p, i) && is_cue(p, CUE_AUTHORITY, lang, i + 1)); /* "Районный отдел" */
    m->core = (struct range){open + 1, open + 1};
    m->chain = (struct range){0, 0};
    m->quoted = true;
    for (; i < p->s->n && i - open < NAME_MAX_ITEMS && kind_at(p, i) != ITEM_END; i++) {
        if (kind_at(p, i) == ITEM_OPEN) {
            depth++;
        } else if (kind_at(p, i) == ITEM_CLOSE) {
            nested = true;
            if (--depth == 0) {
                m->core.to = i;
                m->all.to = i + 1;
                return m->core.to > m->core.from;
            }
        } else if (depth == 1 && lang == LANG_RU && i > open + 1 && !own_authority &&
            (begins_authority(p, lang, i) || quoted_authority(p, i) > i ||
                (nested &&
                    (is_geo_ru(p, i) || (is_place_adjective(p, i) && is_geo_ru(p, i + 1)))))) {
            m->core.to = i;
            m->chain = chain_right(p, i);
            m->all.to = m->chain.to;
            m->inside = kind_at(p, m->all.to) == ITEM_CLOSE;
            if (m->inside)
                go_on_behind(p, m);
            return true;
        } else if (depth == 1 && nested && !is_name_word(p, lang, i) && !closes_soon(p, i)) {
            m->core.to = m->all.to = trim_right(p, lang, m->core.from, i);
            return true;
        }
    }
    m->core.to = m->all.to = nested && depth == 1 ? i : bare_right(p, lang, open + 1);
    return m->core.to > m->core.from;
}

/* The opening mark that belongs to the closing one at `close`; SIZE_MAX where there is none in
 * reach. */
static size_t
matching_open(const struct parser *p, size_t close)
{
    size_t depth = 0;
    for (size_t i = close + 1; i-- > 0 && close - i < NAME_MAX_ITEMS;) {
        if (kind_at(p, i) == ITEM_END)
            break;
        if (kind_at(p, i) == ITEM_CLOSE)
            depth++;
        else if (kind_at(p, i) == ITEM_OPEN && --depth == 0)
            return i;
    }
    return SIZE_MAX;
}

/* The same where print has left out a mark: «Zerek» boarding school». */
static size_t
shared_open(const struct parser *p, size_t close)
{
    size_t i = close;
    while (i > 0 && close - i < 6 && kind_at(p, i - 1) == ITEM_WORD)
        i--;
    return i > 0 && kind_at(p, i - 1) == ITEM_CLOSE ? matching_open(p, i - 1) : SIZE_MAX;
}

/* The place whose last word is item `i`; its first word is put in `*from`. */
static const struct known_place *
place_left(const struct parser *p, enum lang lang, size_t i, size_t *from)
{
    for (size_t n = 3; n-- > 0;) {
        size_t stop;
        const struct known_place *place;
        if (n > i)
            continue;
        place = place_at(p, 15, lang, i - n, &stop);
        if (place && stop == i + 1 && is_capital(p, i - n)) {
            *from = i - n;
            return place;
        }
    }
    return NULL;
}

/* The chain of Kazakh authorities that ends before `end`. */
static struct range
chain_left(const struct parser *p, size_t end)
{
    struct range r = {end, end};
    size_t i = end, from;
    bool before_geo = false;
    if (end > 1 && is_cue(p, CUE_UNDER, LANG_KK, end - 1) &&
        is_cue(p, CUE_AUTHORITY, LANG_KK, end - 2))
        i--;
    else if (!end || ends_dative(p->s->words[end - 1]) ||
        !(is_cue(p, CUE_AUTHORITY, LANG_KK, end - 1) || is_cue(p, CUE_GEO, LANG_KK, end - 1) ||
            (is_cue(p, CUE_LINK, LANG_KK, end - 1) && is_cue(p, CUE_GEO, LANG_KK, end - 2))))
        return r;
    while (i > 0 && end - i < NAME_MAX_ITEMS) {
        size_t at = i - 1;
        if (kind_at(p, at) == ITEM_DOT) {
            if (!at || !is_cue(p, CUE_GEO, LANG_KK, at - 1) ||
                text_length(p->s->items[at - 1].text) > 4)
                break;
            i = at;
            continue;
        }
        if (is_listed(p, LANG_KK, at)) {
            i = at;
            continue;
        }
        if ((from = sphere_left(p, i)) < i) {
            r.from = i = from;
            continue;
        }
        if (kind_at(p, at) != ITEM_WORD)
            break;
        if (place_left(p, LANG_KK, at, &from)) {
            r.from = i = from;
            before_geo = false;
        } else if (is_cue(p, CUE_GEO, LANG_KK, at) || is_cue(p, CUE_AUTHORITY, LANG_KK, at) ||
            is_cue(p, CUE_SPHERE, LANG_KK, at)) {
            r.from = i = at;
            before_geo = is_cue(p, CUE_GEO, LANG_KK, at);
        } else if (is_cue(p, CUE_LINK, LANG_KK, at)) {
            i = at;
            before_geo = false;
        } else if (is_capital(p, at) && before_geo) {
            r.from = i = at;
        } else {
            break;
        }
    }
    return r;
}

/* "Әйтеке би кентіндегі" before the name at `start` says only where it is: takes it and returns
 * where it begins; else returns `start`. */
static size_t
take_where(const struct parser *p, size_t start, struct mention *m)
{
    size_t from = start > 1 ? start - 2 : 0;
    if (start < 2 || !is_cue(p, CUE_GEO, LANG_KK, start - 1) ||
        !ends_locative(p->s->words[start - 1]) ||
        !(place_left(p, LANG_KK, from, &from) || is_capital(p, from)))
        return start;
    m->where = (struct range){from, start};
    return from;
}

/* Takes the Kazakh authorities and places before the name at `start`. */
static void
take_chain_left(const struct parser *p, size_t start, struct mention *m)
{
    size_t from = take_where(p, start, m);
    m->chain = chain_left(p, from);
    m->all.from = m->chain.from < from ? m->chain.from : from;
}

/* Takes the chain out of a Kazakh name that holds it within its quotation marks. */
static void
split_inside(const struct parser *p, struct mention *m)
{
    for (size_t i = m->core.to; i-- > m->core.from;) {
        struct range chain;
        size_t stop = i + 1 + is_cue(p, CUE_UNDER, LANG_KK, i + 1);
        /* The office of an akim is its own. */
        if (!is_cue(p, CUE_AUTHORITY, LANG_KK, i) || !ends_genitive(p->s->words[i]) ||
            stop >= m->core.to || is_cue(p, CUE_AUTHORITY, LANG_KK, stop))
            continue;
        chain = chain_left(p, stop);
        if (chain.from <= m->core.from) {
            m->chain = (struct range){m->core.from, stop};
            m->core.from = stop;
            m->inside = true;
        }
        return;
    }
}

/* Whether the capital of item `i` is only that of a sentence's first word. Adjectives ("Риддерская
 * школа") are taken for names all the same. */
static bool
begins_sentence(const struct parser *p, size_t i)
{
    if (str_ends_any(p->s->words[i],
            (const char *const[]){
                "\xE0\xFF", "\xEE\xE9", "\xEE\xE8", "\xFB\xE8", "\xE8\xE8", NULL}))
        return false;
    return i == 0 || p->s->items[i - 1].kind == ITEM_END || p->s->items[i - 1].kind == ITEM_DOT ||
        p->s->items[i - 1].block != p->s->items[i].block;
}

/* Whether the word at `i` goes on with a name without quotation marks that begins behind it and
 * ends before `end`; `named` where that begins with after whom it is. */
static bool
goes_on_left(const struct parser *p, enum lang lang, size_t i, size_t end, bool named)
{
    bool geo = is_cue(p, CUE_GEO, lang, i), authority = is_cue(p, CUE_AUTHORITY, lang, i);
    if (!is_name_word(p, lang, i))
        return is_capital(p, i) && (named || !begins_sentence(p, i)) && !geo && !authority;
    /* Not "of the district hospital" ("аудандық"), which is an adjective. */
    if (geo && !str_ends(p->s->words[i], STR("\xFB\xEA")))
        return false;
    return !authority || (i + 1 == end && !ends_genitive(p->s->words[i]));
}

/* First item of a name without quotation marks that ends before `end`. */
static size_t
bare_left(const struct parser *p, enum lang lang, size_t end)
{
    size_t i = end;
    bool named = false;
    for (; i > 0 && end - i < 20; i--) {
        enum item_kind kind = kind_at(p, i - 1);
        if (kind == ITEM_CLOSE && i + 2 > end && lang == LANG_KK) {
            /* "№7 «Бұлақ» бөбекжай-бақшасы" */
            size_t open = matching_open(p, i - 1);
            if (open == SIZE_MAX || i - open > INNER_MAX)
                break;
            i = open + 1;
        } else if (kind == ITEM_WORD ? !goes_on_left(p, lang, i - 1, end, named)
                : kind == ITEM_DOT   ? !(named && ends_initial(p, i - 1))
                                     : kind != ITEM_SIGN && kind != ITEM_DASH &&
                    (kind != ITEM_DIGITS || is_year(p, i - 1))) {
            break;
        }
        named |= is_named_after(p, i - 1);
    }
    while (i < end &&
        (kind_at(p, i) == ITEM_DASH || (is_cue(p, CUE_LINK, lang, i) && !is_capital(p, i))))
        i++;
    return i;
}

/* An opening mark whose closing one is missing before `end`; SIZE_MAX where there is none. */
static size_t
lone_open(const struct parser *p, size_t end)
{
    for (size_t i = end; i-- > 0 && end - i < 16;) {
        if (kind_at(p, i) == ITEM_OPEN)
            return i;
        if (kind_at(p, i) != ITEM_WORD && kind_at(p, i) != ITEM_DIGITS &&
            kind_at(p, i) != ITEM_SIGN && kind_at(p, i) != ITEM_DASH)
            break;
    }
    return SIZE_MAX;
}

/* "Шаруашылық жүргізу құқығындағы" before the name belongs to the form behind it: takes it into
 * account and returns where it begins; else returns `start`. */
static size_t
skip_economic(const struct parser *p, size_t start, struct mention *m)
{
    for (size_t n = 1; n <= 3 && n <= start; n += 2) {
        size_t end;
        if (m->form &&
            reference_cue(
                p->known, CUE_ECONOMIC, LANG_KK, p->s->words, start, start - n, &end, NULL) &&
            end == start) {
            m->form = reference_economic_form(p->known, m->form);
            return start - n;
        }
    }
    return start;
}

/* A Kazakh authority with marks and form of its own before the name at `start`: "«... басқармасы»
 * КММ «...»". Empty where none is there. */
static struct range
quoted_authority_left(const struct parser *p, size_t start)
{
    enum lang lang;
    size_t stop, form = start, open = SIZE_MAX;
    while (form > 0 && start - form < FORM_MAX_ITEMS && kind_at(p, form - 1) == ITEM_WORD)
        form--;
    if (form > 2 && form < start && kind_at(p, form - 1) == ITEM_CLOSE &&
        p->s->items[form].block == p->s->items[start].block &&
        is_cue(p, CUE_AUTHORITY, LANG_KK, form - 2) && mention_may(p->s, form, HINT_FORM) &&
        reference_form(p->known, p->s->words, p->s->capitals, p->s->n, form, &stop, &lang) &&
        stop == start)
        open = matching_open(p, form - 1);
    return (struct range){open == SIZE_MAX ? start : open, start};
}

/* A name before its form, as Kazakh has it (and now and then Russian). */
static bool
name_left(const struct parser *p, enum lang lang, size_t end, struct mention *m)
{
    size_t open = SIZE_MAX, start;
    if (end && kind_at(p, end - 1) == ITEM_CLOSE) {
        size_t outer;
        open = matching_open(p, end - 1);
        if (open == SIZE_MAX)
            open = shared_open(p, end - 1);
        if (open == SIZE_MAX)
            return false;
        outer = open ? lone_open(p, open) : SIZE_MAX;
        if (outer != SIZE_MAX)
            open = outer;
        m->core = (struct range){
            open + 1, end - (kind_at(p, end - 1) == ITEM_CLOSE && outer == SIZE_MAX)};
    } else if ((open = lone_open(p, end)) != SIZE_MAX) {
        m->core = (struct range){open + 1, end};
    } else {
        m->core = (struct range){bare_left(p, lang, end), end};
    }
    m->quoted = open != SIZE_MAX;
    if (m->core.from >= m->core.to)
        return false;
    start = m->quoted ? open : m->core.from;
    m->chain = (struct range){start, start};
    if (lang == LANG_KK) {
        struct range whole = m->core;
        split_inside(p, m);
        if (m->inside && chain_left(p, start).from < start) {
            m->core = whole; /* another authority stands before the marks */
            m->inside = false;
        }
        if (!m->inside) {
            start = skip_economic(p, start, m);
            take_chain_left(p, start, m);
            if (m->all.from == start)
                m->chain = quoted_authority_left(p, start);
        }
    }
    start = m->all.from < start ? m->all.from : start;
    m->all.from = m->chain.from < start ? m->chain.from : start;
    return true;
}

/* The name behind a form, as Russian has it (and now and then Kazakh). */
static bool
name_right(const struct parser *p, enum lang lang, size_t i, struct mention *m)
{
    if (kind_at(p, i) == ITEM_OPEN) {
        if (!quoted_right(p, lang, i, m))
            return false;
    } else {
        m->core = (struct range){i, bare_right(p, lang, i)};
        if (kind_at(p, m->core.to) == ITEM_OPEN) {
            struct mention inner = {0};
            if (quoted_right(p, lang, m->core.to, &inner)) {
                m->core.to = inner.core.to + (kind_at(p, inner.core.to) == ITEM_CLOSE);
                m->quoted = true;
                m->chain = inner.chain;
            }
        }
        m->all.to = m->core.to;
        if (m->core.to == m->core.from)
            return false;
    }
    if (lang == LANG_RU && m->chain.to == m->chain.from) {
        m->chain = chain_right(p, m->all.to);
        if (m->chain.to > m->chain.from)
            m->all.to = m->chain.to;
    }
    return true;
}

static enum status
add(const struct document *d, struct mentions *out, struct mention m)
{
    if (out->n == out->cap) {
        struct mention *list;
        out->cap = out->cap ? out->cap * 2 : 32;
        list = arena_array(d->arena, out->cap, sizeof *list);
        if (!list)
            return STATUS_LIMIT;
        if (out->n)
            memcpy(list, out->list, out->n * sizeof *list);
        out->list = list;
    }
    out->list[out->n++] = m;
    return STATUS_OK;
}

/* The mention around the form at [from, to). */
static bool
around_form(const struct parser *p, const struct legal_form *form, enum lang lang, size_t from,
    size_t to, struct mention *m)
{
    bool left = from > 0 && kind_at(p, from - 1) == ITEM_CLOSE;
    bool right = kind_at(p, to) == ITEM_OPEN;
    *m = (struct mention){.lang = lang, .form = form, .form_at = {from, to}, .all = {from, to}};
    if (right && (!left || lang == LANG_RU)) {
        if (!name_right(p, lang, to, m))
            return false;
        if (lang == LANG_KK && m->chain.from == m->chain.to)
            take_chain_left(p, from, m);
        return true;
    }
    if (lang == LANG_RU && !left)
        return name_right(p, lang, to, m);
    if (!name_left(p, lang, from, m))
        return false;
    if (lang == LANG_RU) {
        m->chain = chain_right(p, to);
        if (m->chain.to > to)
            m->all.to = m->chain.to;
    }
    return true;
}

static enum status
find_forms(const struct reference *known, const struct document *d, const struct items *items,
    struct mentions *out)
{
    struct parser p = {known, d, items};
    for (size_t i = 0; i < items->n; i++) {
        enum lang lang = LANG_NONE;
        size_t stop = i;
        const struct legal_form *form;
        struct mention m;
        if (!mention_may(items, i, HINT_FORM))
            continue;
        form = reference_form(known, items->words, items->capitals, items->n, i, &stop, &lang);
        if (!form)
            continue;
        if (around_form(&p, form, lang, i, stop, &m)) {
            /* Whom the institution belongs to is none of its own, before its name or behind it. */
            while (out->n && out->list[out->n - 1].all.from >= m.all.from)
                out->n--;
            const struct mention *last = out->n ? &out->list[out->n - 1] : NULL;
            bool owner = last && m.all.from >= last->chain.from && m.all.to <= last->chain.to;
            if (!owner && add(d, out, m) != STATUS_OK)
                return STATUS_LIMIT;
        }
        i = stop - 1;
    }
    return STATUS_OK;
}

enum status
mention_find(const struct reference *known, struct document *d, const struct items *items,
    struct mentions *out)
{
    if (!d->mentions) {
        struct mentions *found = arena_new(d->arena, struct mentions);
        if (!found || find_forms(known, d, items, found) != STATUS_OK)
            return STATUS_LIMIT;
        d->mentions = found;
    }
    *out = *d->mentions;
    return STATUS_OK;
}

/* A name without a form: a type of institution, with quotation marks, a number or a person's name.
 */
static bool
around_type(const struct parser *p, enum lang lang, size_t i, size_t stop, struct mention *m)
{
    struct range r = {i, stop};
    bool named = false;
    *m = (struct mention){.lang = lang};
    r.from = bare_left(p, lang, i);
    r.to = bare_right(p, lang, r.from);
    if (r.to < stop)
        r.to = stop;
    m->all = m->core = r;
    for (size_t k = r.from; k < r.to; k++)
        named |= kind_at(p, k) == ITEM_DIGITS || kind_at(p, k) == ITEM_CLOSE ||
            (k > r.from && is_capital(p, k) &&
                !reference_type_word(p->known, lang, p->s->words[k]));
    if (kind_at(p, r.to) == ITEM_OPEN) {
        struct mention inner = {0};
        if (quoted_right(p, lang, r.to, &inner) && inner.core.to - inner.core.from <= 4) {
            m->core.to = m->all.to = inner.core.to + (kind_at(p, inner.core.to) == ITEM_CLOSE);
            named = true;
        }
    } else if (r.from > 0 && kind_at(p, r.from - 1) == ITEM_OPEN &&
        kind_at(p, r.to) == ITEM_CLOSE) {
        m->quoted = true;
        m->all = (struct range){r.from - 1, r.to + 1};
        named = true;
    }
    if (lang == LANG_RU) {
        m->chain = chain_right(p, m->all.to);
        if (m->chain.to > m->chain.from)
            m->all.to = m->chain.to;
    } else {
        take_chain_left(p, m->all.from, m);
    }
    return named || m->chain.to > m->chain.from;
}

enum status
mention_find_types(const struct reference *known, const struct document *d,
    const struct items *items, struct mentions *out)
{
    struct parser p = {known, d, items};
    for (size_t i = 0; i < items->n; i++) {
        enum lang lang = d->blocks[items->items[i].block].lang;
        size_t stop = i;
        struct mention m;
        if (!mention_may(items, i, HINT_TYPE) || lang == LANG_NONE ||
            !reference_type(known, lang, items->words, items->n, i, &stop))
            continue;
        if (around_type(&p, lang, i, stop, &m)) {
            if (add(d, out, m) != STATUS_OK)
                return STATUS_LIMIT;
            if (m.all.to > stop)
                stop = m.all.to;
        }
        i = stop - 1;
    }
    return STATUS_OK;
}
