#include "repair.h"

#include "encoding.h"
#include "language.h"
#include "text.h"

/* A text is repaired where that makes it likelier by 15 bits, and sense of it: at least a quarter
 * of a bit for each letter, which wrong letters never reach and right ones exceed. */
#define BETTER (15 * 16)
#define SENSE 4

/* The same for the letters of a font, which are evidence by themselves. */
#define BETTER_FONT (8 * 16)

/* So many letters that are valid UTF-8 by accident do not occur. */
#define CHANCE 6

/* What went wrong: the text's characters are bytes of `shown`, which were meant as `meant`. */
static const struct {
    enum encoding shown, meant;
} mistakes[] = {
    {ENCODING_CP1251, ENCODING_UTF8},
    {ENCODING_CP1252, ENCODING_UTF8},
    {ENCODING_CP1252, ENCODING_CP1251},
    {ENCODING_CP1252, ENCODING_KZ1048},
    {ENCODING_CP1252, ENCODING_PT154},
    {ENCODING_KOI8R, ENCODING_CP1251},
    {ENCODING_CP1251, ENCODING_CP866},
    {ENCODING_CP1251, ENCODING_KOI8R},
    {ENCODING_CP866, ENCODING_CP1251},
};

#define MISTAKES (sizeof mistakes / sizeof *mistakes)

/* Fonts with Kazakh letters on the places of others: "KZ Times New Roman" and its kin. */
enum font { FONT_KZ1048, FONT_PT154, FONT_PDF, FONTS };

/* The byte of `c` in a one-byte encoding, -1 where it has none. C1 controls stand for bytes that
 * the encoding leaves free. */
static int
to_byte(enum encoding e, uint32_t c)
{
    if (c < 0x80)
        return (int)c;
    for (int i = 0x80; i < 0x100; i++)
        if (encoding_byte(e, (unsigned char)i) == c && c != 0xFFFD)
            return i;
    return c >= 0x80 && c < 0xA0 ? (int)c : -1;
}

/* Undoes one mistake. False where the text can't be that. */
static bool
undo(struct str text, size_t mistake, struct buf *bytes, struct buf *out)
{
    buf_clear(bytes);
    buf_clear(out);
    for (size_t at = 0; at < text.len;) {
        uint32_t c = text_decode(text, &at);
        int byte = to_byte(mistakes[mistake].shown, c);
        /* A character that was right is left alone where the others are of one byte each. */
        if (byte < 0)
            return false;
        buf_char(bytes, (char)byte);
    }
    struct str s = buf_slice(bytes);
    if (mistakes[mistake].meant == ENCODING_UTF8 && !text_valid(s))
        return false;
    return encoding_convert(mistakes[mistake].meant, s, out) == 0 && !out->failed;
}

/* The Kazakh letter that a font shows for `c`; `c` itself for all others. */
static uint32_t
font_letter(enum font font, uint32_t c)
{
    if (c < 0x80 || (c >= 0x410 && c <= 0x44F) || text_is_kazakh(c))
        return c;
    if (font == FONT_PDF) {
        static const uint16_t swaps[][2] = {{0x4DB, 0x4E9}, {0x4DA, 0x4E8}, {0x4BD, 0x4D9},
            {0x4BC, 0x4D8}, {0x4A5, 0x4AF}, {0x4A4, 0x4AE}, {0x4A7, 0x4B1}, {0x4A6, 0x4B0}};
        for (size_t i = 0; i < sizeof swaps / sizeof *swaps; i++)
            if (swaps[i][0] == c)
                return swaps[i][1];
        return c;
    }
    int byte = to_byte(ENCODING_CP1251, c);
    if (byte < 0x80)
        return c;
    uint32_t letter =
        encoding_byte(font == FONT_PT154 ? ENCODING_PT154 : ENCODING_KZ1048, (unsigned char)byte);
    return text_is_kazakh(letter) ? letter : c;
}

/* Puts the letters in that a font showed. A sign that is no letter ("\\u00B1") is one only beside a
 * letter. Returns how many were changed. */
static long
use_font(struct str text, enum font font, struct buf *out)
{
    long changed = 0;
    uint32_t before = ' ';
    buf_clear(out);
    for (size_t at = 0; at < text.len;) {
        uint32_t c = text_decode(text, &at);
        size_t next = at;
        uint32_t after = at < text.len ? text_decode(text, &next) : ' ';
        uint32_t letter = font_letter(font, c);
        bool beside = text_is_cyrillic(before) || text_is_cyrillic(after);
        if (letter != c && (text_is_cyrillic(c) || beside)) {
            changed++;
            c = letter;
        }
        buf_utf8(out, c);
        before = c;
    }
    return changed;
}

static bool
sensible(const struct evidence *e)
{
    return e->letters > 0 && language_sense(e) >= SENSE * e->letters;
}

/* By how much the text is better without this mistake; 0 where it can't be that. What is undone is
 * in `out`, and weighed. */
static long
gain_of(const struct block *b, size_t mistake, struct buf *bytes, struct buf *out,
    struct evidence *after)
{
    if (!undo(b->text, mistake, bytes, out))
        return 0;
    *after = language_weigh(buf_slice(out));
    long gain = language_sense(after) - language_sense(&b->evidence);
    return gain > 0 ? gain : 0;
}

/* The mistake that this text clearly is; MISTAKES where there is none. */
static size_t
find_mistake(const struct block *b, struct buf *bytes, struct buf *out)
{
    struct evidence after;
    size_t best = MISTAKES;
    long most = BETTER - 1;
    for (size_t i = 0; i < MISTAKES; i++) {
        /* A text is never valid UTF-8 by chance; what it is then may be wrong again. */
        if (mistakes[i].meant == ENCODING_UTF8 && undo(b->text, i, bytes, out) &&
            text_length(b->text) >= text_length(buf_slice(out)) + CHANCE)
            return i;
        long gain = gain_of(b, i, bytes, out, &after);
        if (gain <= most || !sensible(&after))
            continue;
        most = gain;
        best = i;
    }
    return best;
}

/* How much a document's text is Kazakh when read by a font; only text that the font changes
 * counts. Ukrainian or Serbian letters on the same places make no Kazakh words. */
static long
font_gain(const struct document *d, enum font font, struct buf *out)
{
    long gain = 0;
    for (const struct block *b = d->blocks.head; b; b = b->next) {
        if (!use_font(b->text, font, out))
            continue;
        struct evidence after = language_weigh(buf_slice(out));
        gain += after.kk - b->evidence.kk - (after.kk < after.ru ? after.ru - after.kk : 0);
    }
    return gain;
}

static void
replace(struct document *d, struct block *b, struct str text)
{
    struct str copy = arena_copy(d->arena, text);
    if (!copy.p)
        return;
    b->original = b->original.p ? b->original : b->text;
    b->text = copy;
    b->evidence = language_weigh(copy);
}

static void
repair_fonts(struct document *d, struct buf *out)
{
    long most = BETTER_FONT - 1;
    int best = -1;
    for (int f = 0; f < FONTS; f++) {
        long gain = font_gain(d, (enum font)f, out);
        if (gain > most) {
            most = gain;
            best = f;
        }
    }
    for (struct block *b = d->blocks.head; b && best >= 0; b = b->next)
        if (use_font(b->text, (enum font)best, out))
            replace(d, b, buf_slice(out));
}

/* What can't be right whatever was meant: question marks for letters, replacement characters, only
 * those letters left that a converter did not know. */
static bool
is_lost(const struct evidence *e)
{
    long letters = e->letters + e->latin;
    return (e->special >= 8 && e->special * 10 > letters * 6) ||
        (e->lost >= 8 && e->lost > 2 * letters) || (e->odd >= 8 && e->odd > letters);
}

/* Nothing is to be repaired where only expected characters stand and words make sense. */
static bool
suspicious(const struct block *b)
{
    return b->evidence.odd || language_sense(&b->evidence) < 0;
}

static bool
has_high(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return true;
    return false;
}

/* Repairs what was read in a wrong encoding: blocks that show it clearly, then, by the mistake that
 * is the document's, those too short to show it. Returns whether there was any. */
static bool
repair_encoding(struct document *d, struct buf *bytes, struct buf *out)
{
    size_t count[MISTAKES] = {0}, common = 0;
    struct evidence after;
    for (struct block *b = d->blocks.head; b; b = b->next) {
        size_t m = suspicious(b) ? find_mistake(b, bytes, out) : MISTAKES;
        if (m == MISTAKES || !undo(b->text, m, bytes, out))
            continue;
        replace(d, b, buf_slice(out));
        if (++count[m] > count[common])
            common = m;
    }
    if (!count[common])
        return false;
    for (struct block *b = d->blocks.head; b; b = b->next)
        if (!b->original.p && has_high(b->text) &&
            (mistakes[common].meant == ENCODING_UTF8 ? undo(b->text, common, bytes, out)
                                                     : gain_of(b, common, bytes, out, &after) > 0))
            replace(d, b, buf_slice(out));
    return true;
}

/* U+00AD is no text, but was a letter in a wrong encoding: it goes last. */
static void
drop_soft_hyphens(struct str *s)
{
    char *p = (char *)s->p;
    size_t to = 0;
    const char *at = s->len ? memchr(p, '\xC2', s->len) : NULL;
    if (!at)
        return;
    for (size_t i = 0; i < s->len; i++) {
        if (p[i] == '\xC2' && i + 1 < s->len && p[i + 1] == '\xAD')
            i++;
        else
            p[to++] = p[i];
    }
    s->len = to;
}

void
repair_blocks(struct document *d)
{
    struct buf bytes = {0}, out = {0};
    bool any = false;
    for (struct block *b = d->blocks.head; b; b = b->next) {
        b->evidence = language_weigh(b->text);
        any |= suspicious(b);
    }
    /* Some texts were wrong twice. */
    if (any && repair_encoding(d, &bytes, &out))
        repair_encoding(d, &bytes, &out);
    if (any)
        repair_fonts(d, &out);
    for (struct block *b = d->blocks.head; b; b = b->next) {
        drop_soft_hyphens(&b->text);
        d->counts[FINDING_repaired_text] += b->original.p != NULL;
        if (!b->original.p && is_lost(&b->evidence))
            d->counts[FINDING_garbled_text]++;
    }
    buf_free(&bytes);
    buf_free(&out);
}
