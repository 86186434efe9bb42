#include "token.h"

#include "grow.h"
#include "lexicon.h"
#include "text.h"
#include "typing.h"
#include <stdlib.h>

/* A name in quotation marks is at most that long, in characters. */
#define QUOTE_MAX 300

/* The Russian letter that each letter looks like, as its lower-case CP1251 byte. */
unsigned char
token_fold_letter(uint32_t c)
{
    c = text_lower(c);
    if (c >= 0x0430 && c <= 0x044F)
        return c == 0x0439 ? 0xE8 : (unsigned char)(c - 0x0430 + 0xE0); /* short i is i */
    if (c >= 'a' && c <= 'z')
        return (unsigned char)c;
    switch (c) {
    case 0x0451: /* io */
    case 0x0454: /* Ukrainian ie */
        return 0xE5;
    case 0x04D9: /* schwa */
    case 0x0259: /* Latin schwa */
    case 0x04BD: /* Abkhasian che, as a PDF font hack */
        return 0xE0;
    case 0x0493:
    case 0x0495:
        return 0xE3;
    case 0x0456:
    case 0x0457:
    case 0x0131: /* dotless i */
    case 0x00EF: /* i with diaeresis */
        return 0xE8;
    case 0x049B:
    case 0x04A1:
    case 0x04C4:
    case 0x049D:
    case 0x045C:
        return 0xEA;
    case 0x04A3:
    case 0x04CA:
    case 0x04C8:
        return 0xED;
    case 0x04E9:
    case 0x0473:
    case 0x04EB:
    case 0x04DB: /* schwa with diaeresis, as a PDF font hack for barred o */
        return 0xEE;
    case 0x04AF:
    case 0x04B1:
    case 0x045E:
    case 0x04A5:
    case 0x04A7:
        return 0xF3;
    case 0x04BB:
    case 0x04B3:
        return 0xF5;
    default:
        return 0;
    }
}

unsigned char
token_look_alike(unsigned char latin)
{
    static const unsigned char table[26] = {['a' - 'a'] = 0xE0,
        ['b' - 'a'] = 0xE2,
        ['c' - 'a'] = 0xF1,
        ['e' - 'a'] = 0xE5,
        ['h' - 'a'] = 0xED,
        ['i' - 'a'] = 0xE8,
        ['k' - 'a'] = 0xEA,
        ['l' - 'a'] = 0xE8,
        ['m' - 'a'] = 0xEC,
        ['n' - 'a'] = 0xED,
        ['o' - 'a'] = 0xEE,
        ['p' - 'a'] = 0xF0,
        ['r' - 'a'] = 0xF0,
        ['s' - 'a'] = 0xF1,
        ['t' - 'a'] = 0xF2,
        ['u' - 'a'] = 0xF3,
        ['x' - 'a'] = 0xF5,
        ['y' - 'a'] = 0xF3};
    return latin >= 'a' && latin <= 'z' ? table[latin - 'a'] : 0;
}

void
token_fold(struct buf *out, struct str text)
{
    bool blank = false;
    if (!buf_reserve(out, text.len)) /* no letter gets longer */
        return;
    char *p = out->p + out->len;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = text_decode(text, &at);
        unsigned char b = token_fold_letter(c);
        if (text_is_blank(c)) {
            blank = true;
            continue;
        }
        if (!b && c < 0x80)
            b = (unsigned char)c;
        if (!b)
            continue;
        if (blank && p > out->p)
            *p++ = ' ';
        blank = false;
        *p++ = (char)b;
    }
    *p = '\0';
    out->len = (size_t)(p - out->p);
}

/* A new token, whose skeleton bytes are to be written; NULL where there is no room. */
INLINED struct token *
open_token(struct scan *s, enum token_kind kind, size_t start, size_t end)
{
    struct token *tokens = grow(s->tokens, &s->cap, s->ntokens + 1, sizeof *tokens);
    if (!tokens) {
        s->full = true;
        return NULL;
    }
    s->tokens = tokens;
    struct token *t = &s->tokens[s->ntokens++];
    memset(t, 0, sizeof *t);
    t->kind = kind;
    t->start = (uint32_t)start;
    t->end = (uint32_t)end;
    t->at = (uint32_t)s->skeleton.len;
    t->text = str_slice(s->text, s->c[start].byte, s->c[end].byte);
    return t;
}

/* Its skeleton bytes are written. */
INLINED void
close_token(struct scan *s, struct token *t)
{
    t->stop = (uint32_t)s->skeleton.len;
    buf_char(&s->skeleton, ' ');
}

/* Takes the token's number from its skeleton bytes, and what is known of it. */
INLINED void
number_token(struct scan *s, struct token *t)
{
    struct vocabulary *v = s->vocabulary;
    t->word = vocabulary_take(v, str_slice(buf_slice(&s->skeleton), t->at, t->stop));
    if (t->word == MAP_NONE) {
        s->full = true;
        return;
    }
    t->kinds = v->words[t->word].kinds;
    t->begins = v->words[t->word].begins;
    s->begins |= t->begins;
    s->holds |= 1u << t->kind;
}

/* All together: while one word is fetched from memory the next is looked up. */
static void
number_tokens(struct scan *s)
{
    for (size_t i = 0; i < s->ntokens && !s->full; i++)
        number_token(s, &s->tokens[i]);
}

struct token *
scan_push(struct scan *s, enum token_kind kind, size_t start, size_t end, char byte)
{
    struct token *t = open_token(s, kind, start, end);
    if (!t)
        return NULL;
    buf_char(&s->skeleton, byte);
    close_token(s, t);
    return t;
}

void
scan_retype(struct scan *s, struct token *t, enum token_kind kind, char byte)
{
    t->kind = kind;
    s->skeleton.p[t->at] = byte;
    number_token(s, t);
}

/* A Latin letter that prints as a Cyrillic one does; alone it may be a preposition: "c", "B", "K".
 */
static bool
is_twin(uint32_t c, bool alone)
{
    return c < 0x80 && strchr(alone ? "cCoOBKyYaA" : "aceopxyikABCEHKMOPTXYI", (int)c);
}

/* Whether the Latin letters of a word are look-alikes of Cyrillic ones. A word of Latin letters
 * only stays Latin unless each letter prints as a Cyrillic one and the block is Cyrillic. */
static bool
prints_cyrillic(const struct scan *s, const struct token *t)
{
    size_t cyrillic = 0, latin = 0, like = 0, twins = 0;
    bool alone = t->end - t->start == 1;
    for (size_t i = t->start; i < t->end; i++) {
        struct scan_kind kind = s->c[i].kind;
        cyrillic += (kind.is & CHAR_CYRILLIC) != 0;
        if (kind.is & CHAR_LATIN) {
            latin++;
            like += token_look_alike(kind.fold) != 0;
            twins += is_twin(s->c[i].c, alone);
        }
    }
    return latin &&
        (cyrillic >= latin || (cyrillic && like == latin) ||
            (!cyrillic && twins == latin && s->cyrillic));
}

/* Writes the skeleton bytes of a word; says whether Latin look-alikes were read as Cyrillic. */
static void
fold_word(struct scan *s, struct token *t)
{
    bool mapped = (s->has & CHAR_LATIN) && prints_cyrillic(s, t);
    if (!buf_reserve(&s->skeleton, t->end - t->start))
        return;
    char *out = s->skeleton.p + s->skeleton.len;
    const struct scan_char *end = s->c + t->end;
    for (const struct scan_char *c = s->c + t->start; c < end; c++) {
        *out = (char)c->kind.byte;
        out += c->kind.byte != 0;
    }
    for (char *p = s->skeleton.p + s->skeleton.len; mapped && p < out; p++)
        if (token_look_alike((unsigned char)*p))
            *p = (char)token_look_alike((unsigned char)*p);
    s->skeleton.len = (size_t)(out - s->skeleton.p);
    /* A Kazakh i or h of the Latin keyboard is a Kazakh letter's usual substitute, not a homoglyph.
     */
    if (mapped)
        t->flags |= TOKEN_HOMOGLYPH;
}

static size_t
word_end(const struct scan *s, size_t i)
{
    const struct scan_char *c = s->c; /* what stands behind the last is nothing */
    while ((c[i].kind.is & CHAR_WORD) ||
        ((c[i].kind.is & CHAR_JOINS) && (c[i + 1].kind.is & CHAR_LETTER)))
        i++;
    while (i && scan_is(s, i - 1, CHAR_INVISIBLE))
        i--;
    return i;
}

/* An address on the net runs to the next blank. */
static size_t
net_end(const struct scan *s, size_t i)
{
    size_t end = i;
    bool net = false;
    while (
        end < s->n && !scan_is(s, end, CHAR_BLANK) && !strchr(",;()", (int)(s->c[end].c & 0x7F))) {
        uint32_t c = s->c[end].c;
        net |= c == '@' || (c == ':' && scan_at(s, end + 1) == '/' && scan_at(s, end + 2) == '/') ||
            (c == '.' && end > i && end - i >= 3 && text_lower(s->c[end - 1].c) == 'w' &&
                text_lower(s->c[i].c) == 'w');
        end++;
    }
    while (end > i && s->c[end - 1].c == '.')
        end--;
    return net ? end : i;
}

/* Whether the point at `i` ends the sentence. */
static bool
ends_sentence(const struct scan *s, size_t i)
{
    size_t next = i + 1;
    while (scan_is(s, next, CHAR_BLANK | CHAR_INVISIBLE))
        next++;
    if (next >= s->n)
        return true;
    uint32_t c = s->c[next].c;
    bool blank = next > i + 1;
    const struct token *t = s->ntokens ? &s->tokens[s->ntokens - 1] : NULL;
    if (!blank)
        /* "год.Следующее": glued, but a small letter, a stop and a capital. */
        return scan_is_letter(s, next, true) && i >= 2 && scan_is_letter(s, i - 1, false) &&
            scan_is(s, i - 2, CHAR_LETTER);
    bool name = scan_is(s, next, CHAR_LATIN) && scan_is(s, next + 1, CHAR_LATIN); /* "egov.kz" */
    if (scan_is_letter(s, next, false) && !name)
        return t && t->kind == TOKEN_NUMBER && t->end == i; /* "педагог 28. бос орын 2" */
    if (t && t->kind == TOKEN_PERIOD && typing_begins_quarter(s, next))
        return false; /* "2017 ж. II тоқсан" */
    if (!t || t->end != i || t->kind != TOKEN_WORD)
        return true;
    /* An initial, or "г." before a name: but "чел.", "тг." behind a number may end a sentence. */
    bool after_number = s->ntokens >= 2 && s->tokens[s->ntokens - 2].kind >= TOKEN_NUMBER;
    if (t->end - t->start == 1)
        return after_number && text_is_letter(c);
    struct str word = str_slice(buf_slice(&s->skeleton), t->at, t->stop);
    if (lexicon_is(s->lexicon, LEXICON_SHORT, word, NULL))
        return after_number && text_is_letter(c);
    return true;
}

static void
end_sentence(struct scan *s, size_t start, size_t end)
{
    if (s->ntokens && s->skeleton.len >= 2 && s->skeleton.p[s->skeleton.len - 2] != '.')
        (void)scan_push(s, TOKEN_PUNCT, start, end, '.');
}

/* The flags of a word for the capital letters that it begins with. */
static unsigned
capitals(const struct scan *s, size_t start, size_t end)
{
    unsigned upper = scan_is(s, start, CHAR_CAPITAL) ? TOKEN_UPPER : 0;
    size_t n = 0;
    for (size_t i = start; i < end && n < 2; i++) {
        if (scan_is(s, i, CHAR_INVISIBLE))
            continue;
        if (!scan_is(s, i, CHAR_CAPITAL))
            return upper;
        n++;
    }
    return n == 2 ? upper | TOKEN_CAPITALS : upper;
}

/* "5 ГУ", "видов ГУ", but "ГУ «Отдел образования»", "в ГУ": whether what stands around the last
 * token makes sure that it is no name. */
static bool
is_no_name(const struct scan *s)
{
    size_t next = s->tokens[s->ntokens - 1].end;
    while (scan_is(s, next, CHAR_BLANK))
        next++;
    if (s->ntokens < 2 || scan_is(s, next, CHAR_QUOTE))
        return false;
    const struct token *before = &s->tokens[s->ntokens - 2];
    struct str word = str_slice(buf_slice(&s->skeleton), before->at, before->stop);
    return before->kind == TOKEN_NUMBER || lexicon_is(s->lexicon, LEXICON_LEADING, word, NULL);
}

/* The words that an abbreviation stands for, be it one with an ending: "ФЛ", "МҚ-ға". */
static struct str
stands_for(const struct scan *s, const struct token *t)
{
    long name;
    struct str folded = str_slice(buf_slice(&s->skeleton), t->at, s->skeleton.len);
    struct str word = t->flags & TOKEN_CAPITALS ? str_cut(&folded, '-') : STR("");
    struct str words = word.len ? lexicon_stands_for(s->lexicon, word, &name) : word;
    return words.len && name && !is_no_name(s) ? STR("") : words;
}

/* An abbreviation becomes as many tokens as it stands for words, all where it is printed. */
static void
push_word(struct scan *s, size_t start, size_t end)
{
    struct str words = {NULL, 0}; /* still to be said */
    do {
        struct token *t = open_token(s, TOKEN_WORD, start, end);
        if (!t)
            return;
        t->flags = capitals(s, start, end);
        if (!words.len) {
            fold_word(s, t);
            words = stands_for(s, t);
            s->skeleton.len = words.len ? t->at : s->skeleton.len;
        }
        buf_str(&s->skeleton, words.len ? str_cut(&words, ' ') : words);
        close_token(s, t);
    } while (words.len);
}

/* A line break inside a block ends the sentence unless the next line goes on in small letters. */
static void
line_break(struct scan *s, size_t i)
{
    size_t next = i;
    while (scan_is(s, next, CHAR_BLANK))
        next++;
    if (scan_is_letter(s, next, false))
        return;
    end_sentence(s, i, i);
}

static void
push_sign(struct scan *s, size_t i, char sign)
{
    (void)scan_push(s, TOKEN_PUNCT, i, i + 1, sign);
    s->brackets += (sign == '(') - (sign == ')');
}

static size_t
scan_punct(struct scan *s, size_t i)
{
    uint32_t c = s->c[i].c;
    size_t end = c == '?' ? typing_answer(s, i) : i;
    if (end > i)
        return end;
    if (text_is_dash(c))
        push_sign(s, i, '-');
    else if (c == '.' || c == '!' || c == '?' || c == 0x2026) {
        if (c != '.' || ends_sentence(s, i))
            end_sentence(s, i, i + 1);
    } else if (c < 0x80 && strchr(",;:()/%", (int)c))
        push_sign(s, i, (char)c);
    else if (c == '[' || c == ']')
        push_sign(s, i, c == '[' ? '(' : ')');
    else if (c == 0x2116)
        push_sign(s, i, '#');
    else if (c == 0x2022 || c == 0x00B7 || c == '|')
        push_sign(s, i, ';');
    return i + 1;
}

static void
scan_all(struct scan *s)
{
    for (size_t i = 0; i < s->n && !s->full;) {
        uint32_t c = s->c[i].c;
        if (c == '\n')
            line_break(s, i);
        if (scan_is(s, i, CHAR_BLANK | CHAR_INVISIBLE)) {
            i++;
            continue;
        }
        bool word = scan_is(s, i, CHAR_LETTER | CHAR_DIGIT);
        size_t end = s->ntokens ? i : typing_label(s, i);
        if (end > i) {
            i = end;
            continue;
        }
        end = word && (s->has & CHAR_NET) ? net_end(s, i) : i;
        if (end > i) {
            (void)scan_push(s, TOKEN_NOISE, i, end, SKELETON_NOISE);
            i = end;
            continue;
        }
        if (typing_may_begin(s, i) && (end = typing_number(s, i)) > i) {
            i = end;
            continue;
        }
        if (word) {
            end = word_end(s, i);
            push_word(s, i, end);
            i = end;
            continue;
        }
        i = scan_punct(s, i);
    }
    end_sentence(s, s->n, s->n);
}

static bool
opens_quote(uint32_t c)
{
    return c == 0xAB || c == 0x201C || c == 0x201E || c == '"';
}

static struct scan_kind
kind_of(uint32_t c)
{
    unsigned is = 0;
    is |= text_is_letter(c) ? CHAR_LETTER : 0;
    is |= text_is_cyrillic(c) ? CHAR_CYRILLIC : 0;
    is |= text_is_latin(c) ? CHAR_LATIN : 0;
    is |= text_lower(c) != c ? CHAR_CAPITAL : 0;
    is |= text_is_digit(c) ? CHAR_DIGIT : 0;
    is |= text_is_blank(c) ? CHAR_BLANK : 0;
    is |= text_is_invisible(c) ? CHAR_INVISIBLE : 0;
    is |= text_is_dash(c) ? CHAR_DASH : 0;
    is |= opens_quote(c) ? CHAR_QUOTE : 0;
    is |= c == '@' || c == '/' || c == 'w' || c == 'W' ? CHAR_NET : 0;
    is |= typing_is_numeral(c) ? CHAR_NUMERAL : 0;
    is |= (is & (CHAR_LETTER | CHAR_DIGIT | CHAR_INVISIBLE)) || c == 0x0306 ? CHAR_WORD : 0;
    is |= c == '-' || c == 0x2010 || c == 0x2011 || c == '\'' || c == 0x2019 ? CHAR_JOINS : 0;
    is |= (is & (CHAR_DIGIT | CHAR_DASH)) || c == '+' || c == 0x2116 ? CHAR_STARTS : 0;
    unsigned char fold = token_fold_letter(c);
    is |= (is & (CHAR_LATIN | CHAR_INVISIBLE)) || ((is & CHAR_LETTER) && !fold) ? CHAR_ODD : 0;
    unsigned char byte = fold ? fold
        : is & CHAR_DASH      ? '-'
        : c > ' ' && c < 0x80 ? (unsigned char)c
                              : 0;
    return (struct scan_kind){(unsigned short)is, fold, byte};
}

struct scan *
token_scanner(const struct lexicon *lexicon, struct vocabulary *vocabulary)
{
    struct scan *s = calloc(1, sizeof *s);
    struct scan_ahead *ahead = calloc(1, sizeof *ahead);
    if (!s || !ahead) {
        free(s);
        free(ahead);
        return NULL;
    }
    s->ahead = ahead;
    s->lexicon = lexicon;
    s->vocabulary = vocabulary;
    vocabulary->lexicon = lexicon;
    for (uint32_t c = 0; c < SCAN_KINDS; c++)
        s->kinds[c] = kind_of(c);
    for (uint32_t c = SCAN_SIGNS; c < SCAN_SIGNS_END; c++)
        s->kinds[SCAN_KINDS + c - SCAN_SIGNS] = kind_of(c);
    return s;
}

void
token_scanner_free(struct scan *s)
{
    if (!s)
        return;
    free(s->c);
    free(s->tokens);
    free(s->ahead);
    buf_free(&s->skeleton);
    free(s);
}

/* Makes room for a text of `bytes`: at most as many characters, and one more. */
static bool
make_room(struct scan *s, size_t bytes)
{
    if (bytes < s->chars)
        return true;
    size_t chars = bytes + bytes / 2 + 256;
    struct scan_char *c = realloc(s->c, chars * sizeof *c);
    if (!c)
        return false;
    s->c = c;
    s->chars = chars;
    return true;
}

static bool
closes_quote(uint32_t c)
{
    return c == 0xBB || c == 0x201D || c == 0x201C || c == '"';
}

/* Whether at least half of the letters are Cyrillic. */
static bool
is_cyrillic(const struct scan *s)
{
    size_t cyrillic = 0, latin = 0;
    for (size_t i = 0; i < s->n; i++) {
        cyrillic += scan_is(s, i, CHAR_CYRILLIC);
        latin += scan_is(s, i, CHAR_LATIN);
    }
    return cyrillic >= latin;
}

/* A block begins. */
static void
begin(struct scan *s, const struct block *b)
{
    s->ntokens = 0;
    s->brackets = 0;
    s->begins = 0;
    s->holds = 0;
    s->full = false;
    s->text = b->text;
    s->lang = b->lang;
    s->cell = b->kind == BLOCK_CELL;
    for (size_t i = 0; i < SCAN_KEPT; i++)
        s->ahead->words[i].start = s->ahead->digits[i].start = SIZE_MAX;
    buf_clear(&s->skeleton);
}

/* The kind of a character that is neither ASCII nor Cyrillic of two bytes. */
static struct scan_kind
rare_kind(const struct scan *s, uint32_t c)
{
    if (c < SCAN_KINDS)
        return s->kinds[c];
    return c >= SCAN_SIGNS && c < SCAN_SIGNS_END ? s->kinds[SCAN_KINDS + c - SCAN_SIGNS]
                                                 : kind_of(c);
}

/* A Cyrillic letter of two bytes, the first of which is byte `at` of the text; what it is. */
INLINED unsigned
decode_letter(
    struct scan_char *c, const struct scan_kind *kinds, const unsigned char *text, uint32_t at)
{
    uint32_t code = 0x400 + ((text[at] - 0xD0u) << 6) + (text[at + 1] & 0x3Fu);
    *c = (struct scan_char){code, at, kinds[code]};
    return kinds[code].is;
}

static void
decode(struct scan *s)
{
    unsigned has = 0;
    struct scan_char *c = s->c;
    const struct scan_kind *kinds = s->kinds;
    const unsigned char *text = (const unsigned char *)s->text.p;
    for (size_t at = 0, len = s->text.len; at < len;) {
        uint32_t first = text[at], byte = (uint32_t)at;
        if (len - at >= 8 && text_is_run(s->text.p + at)) {
            has |= decode_letter(c, kinds, text, byte) |
                decode_letter(c + 1, kinds, text, byte + 2) |
                decode_letter(c + 2, kinds, text, byte + 4) |
                decode_letter(c + 3, kinds, text, byte + 6);
            c += 4;
            at += 8;
        } else if (first < 0x80) {
            *c++ = (struct scan_char){first, byte, kinds[first]};
            has |= kinds[first].is;
            at++;
        } else if (first - 0xD0 < 4 && at + 1 < len && (text[at + 1] & 0xC0) == 0x80) {
            has |= decode_letter(c++, kinds, text, byte);
            at += 2;
        } else {
            uint32_t code = text_decode(s->text, &at);
            struct scan_kind kind = rare_kind(s, code);
            *c++ = (struct scan_char){code, byte, kind};
            has |= kind.is;
        }
    }
    s->has = has;
    s->n = (size_t)(c - s->c);
    *c = (struct scan_char){.byte = (uint32_t)s->text.len};
    s->cyrillic = !(has & CHAR_LATIN) || is_cyrillic(s);
}

/* The mark that closes the name which the one at `i` opens; 0 where there is none. `token` is the
 * first behind `i`. Where an inner name takes the closing mark with it, the last mark before the
 * end of the sentence, or before the limit, closes both. */
static size_t
find_close(const struct scan *s, size_t i, size_t token)
{
    size_t close = 0;
    int depth = 1;
    for (size_t k = i + 1; k < s->n && k - i < QUOTE_MAX && depth; k++) {
        while (token < s->ntokens && s->tokens[token].start < k)
            token++;
        if (close && token < s->ntokens && s->tokens[token].start == k &&
            s->skeleton.p[s->tokens[token].at] == '.')
            break;
        if (s->c[k].c == 0xAB && s->c[i].c == 0xAB)
            depth++;
        else if (closes_quote(s->c[k].c) && (s->c[i].c != 0xAB || s->c[k].c == 0xBB)) {
            close = k;
            depth--;
        }
    }
    return close;
}

/* Marks the tokens of names: from a quotation mark to the one that closes it. */
static void
mark_quotes(struct scan *s)
{
    size_t first = 0; /* token behind the last opening mark */
    for (size_t i = 0; i < s->n; i++) {
        if (!scan_is(s, i, CHAR_QUOTE))
            continue;
        while (first < s->ntokens && s->tokens[first].start <= i)
            first++;
        size_t close = find_close(s, i, first);
        if (!close)
            continue;
        for (size_t k = first; k < s->ntokens && s->tokens[k].end <= close; k++)
            s->tokens[k].flags |= TOKEN_QUOTED;
        i = close;
    }
}

enum status
token_scan(struct scan *s, struct arena *arena, struct block *b)
{
    if (!make_room(s, b->text.len))
        return STATUS_BROKEN;
    begin(s, b);
    decode(s);
    scan_all(s);
    number_tokens(s);
    typing_finish(s);
    if (s->has & CHAR_QUOTE)
        mark_quotes(s);
    b->skeleton = arena_copy(arena, buf_slice(&s->skeleton));
    b->ntokens = s->ntokens;
    b->begins = s->begins;
    b->holds = s->holds;
    b->tokens = arena_room(arena, (s->ntokens + 1) * sizeof *b->tokens);
    if (s->skeleton.failed || s->full || !b->skeleton.p || !b->tokens)
        return STATUS_LIMIT;
    if (s->ntokens)
        memcpy(b->tokens, s->tokens, s->ntokens * sizeof *b->tokens);
    b->tokens[s->ntokens] = (struct token){0};
    return STATUS_OK;
}

size_t
token_at(const struct block *b, size_t at)
{
    size_t low = 0, high = b->ntokens;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (b->tokens[mid].stop <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}
