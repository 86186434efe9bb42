#include "numbering.h"

#include "symbol.h"

#define LABEL_MAX 256

/* Beyond that letters and Roman numbers are longer than anybody reads. */
#define SPELLED_MAX 5000

static void *
need(struct numbering *n, void *p)
{
    if (!p)
        document_reject(n->d, FINDING_too_large, "memory");
    return p;
}

static void
open_level(struct numbering *n, const struct xml_attributes *a)
{
    long i = xml_number(xml_attribute(a, "ilvl"), -1);
    n->level = NULL;
    if (i < 0 || i >= NUMBERING_LEVELS)
        return;
    if (n->num)
        n->level = n->num->overrides[i] = need(n, arena_new(n->d->arena, struct level));
    else if (n->abstract)
        n->level = &n->abstract->levels[i];
    if (n->level)
        *n->level = (struct level){.start = 0, .restart = -1, .set = true};
}

static void
open_abstract(struct numbering *n, const struct xml_attributes *a)
{
    n->abstract = need(n, arena_new(n->d->arena, struct abstract));
    if (!n->abstract)
        return;
    n->abstract->id = xml_number(xml_attribute(a, "abstractNumId"), -1);
    n->abstract->next = n->abstracts;
    n->abstracts = n->abstract;
}

static void
open_num(struct numbering *n, const struct xml_attributes *a)
{
    n->num = need(n, arena_new(n->d->arena, struct num));
    if (!n->num)
        return;
    n->num->id = xml_number(xml_attribute(a, "numId"), -1);
    n->num->abstract_id = -1;
    for (int i = 0; i < NUMBERING_LEVELS; i++)
        n->num->starts[i] = -1;
    n->num->next = n->nums;
    n->nums = n->num;
    n->override = -1;
}

static void
level_member(struct numbering *n, enum xml_name name, const struct xml_attributes *a)
{
    struct level *l = n->level;
    struct arena *arena = n->d->arena;
    struct str value = xml_attribute(a, "val");
    switch (name) {
    case W_start:
        l->start = xml_number(value, 0);
        break;
    case W_numFmt:
        l->format = arena_copy(arena, value);
        if (str_is(value, "custom"))
            l->format = arena_copy(arena, xml_attribute(a, "format"));
        break;
    case W_lvlText:
        l->text = arena_copy(arena, value);
        break;
    case W_lvlRestart:
        l->restart = xml_number(value, -1);
        break;
    case W_isLgl:
        l->legal = xml_on(value);
        break;
    case W_pStyle:
        l->style = arena_copy(arena, value);
        break;
    case W_rFonts:
        value = xml_attribute(a, "ascii");
        l->font = arena_copy(arena, value.p ? value : xml_attribute(a, "hAnsi"));
        break;
    default:
        break;
    }
}

static void
start(void *ctx, enum xml_name name, enum xml_ns ns, const struct xml_attributes *a)
{
    struct numbering *n = ctx;
    (void)ns;
    if (n->skip) {
        n->skip++;
        return;
    }
    switch (name) {
    case MC_Fallback:
        n->skip = 1;
        break;
    case W_abstractNum:
        open_abstract(n, a);
        break;
    case W_num:
        open_num(n, a);
        break;
    case W_lvl:
        open_level(n, a);
        break;
    case W_abstractNumId:
        if (n->num)
            n->num->abstract_id = xml_number(xml_attribute(a, "val"), -1);
        break;
    case W_lvlOverride:
        n->override = (int)xml_number(xml_attribute(a, "ilvl"), -1);
        break;
    case W_startOverride:
        if (n->num && n->override >= 0 && n->override < NUMBERING_LEVELS)
            n->num->starts[n->override] = xml_number(xml_attribute(a, "val"), -1);
        break;
    case W_numStyleLink:
        if (n->abstract)
            n->abstract->num_style = arena_copy(n->d->arena, xml_attribute(a, "val"));
        break;
    default:
        if (n->level)
            level_member(n, name, a);
        break;
    }
}

static void
end(void *ctx, enum xml_name name)
{
    struct numbering *n = ctx;
    if (n->skip)
        n->skip--;
    else if (name == W_lvl)
        n->level = NULL;
    else if (name == W_abstractNum)
        n->abstract = NULL;
    else if (name == W_num)
        n->num = NULL;
}

static void
text(void *ctx, struct str t)
{
    (void)ctx;
    (void)t;
}

const struct xml_handler numbering_handler = {start, end, text};

static struct num *
find_num(struct numbering *n, long id)
{
    for (struct num *m = n->nums; m; m = m->next)
        if (m->id == id)
            return m;
    return NULL;
}

/* The levels of a list, over links through numbering styles. */
static struct abstract *
find_abstract(struct numbering *n, struct num *m, int hops)
{
    if (m->abstract || hops > 8)
        return m->abstract;
    struct abstract *a = n->abstracts;
    while (a && a->id != m->abstract_id)
        a = a->next;
    if (a && a->num_style.len && !a->levels[0].set) {
        const struct style *s = styles_find(n->styles, a->num_style);
        struct num *other = s ? find_num(n, s->num_id) : NULL;
        struct abstract *b = other && other != m ? find_abstract(n, other, hops + 1) : NULL;
        a = b ? b : a;
    }
    return m->abstract = a;
}

static const struct level *
level_of(const struct num *m, int i)
{
    return m->overrides[i] ? m->overrides[i] : &m->abstract->levels[i];
}

static void
letters(uint32_t first, int count, long value, struct buf *to)
{
    /* After the last letter come doubled ones: aa, bb, cc. */
    long letter = (value - 1) % count, times = (value - 1) / count + 1;
    for (long i = 0; i < times; i++)
        buf_utf8(to, first + (uint32_t)letter);
}

/* The Russian alphabet as lists use it: without ё, й, ъ, ы, ь. */
static void
russian(bool upper, long value, struct buf *to)
{
    static const uint16_t alphabet[] = {0x430, 0x431, 0x432, 0x433, 0x434, 0x435, 0x436, 0x437,
        0x438, 0x43A, 0x43B, 0x43C, 0x43D, 0x43E, 0x43F, 0x440, 0x441, 0x442, 0x443, 0x444, 0x445,
        0x446, 0x447, 0x448, 0x449, 0x44D, 0x44E, 0x44F};
    const long count = sizeof alphabet / sizeof *alphabet;
    long letter = (value - 1) % count, times = (value - 1) / count + 1;
    for (long i = 0; i < times; i++)
        buf_utf8(to, alphabet[letter] - (upper ? 0x20u : 0));
}

static void
roman(bool upper, long value, struct buf *to)
{
    static const struct {
        long value;
        const char *upper, *lower;
    } parts[] = {{1000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"}, {400, "CD", "cd"},
        {100, "C", "c"}, {90, "XC", "xc"}, {50, "L", "l"}, {40, "XL", "xl"}, {10, "X", "x"},
        {9, "IX", "ix"}, {5, "V", "v"}, {4, "IV", "iv"}, {1, "I", "i"}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (; value >= parts[i].value; value -= parts[i].value)
            buf_z(to, upper ? parts[i].upper : parts[i].lower);
}

static void
ordinal(long value, struct buf *to)
{
    const char *end = value % 100 / 10 == 1 ? "th"
        : value % 10 == 1                   ? "st"
        : value % 10 == 2                   ? "nd"
        : value % 10 == 3                   ? "rd"
                                            : "th";
    buf_printf(to, "%ld%s", value, end);
}

void
numbering_format(struct str format, long value, struct buf *to)
{
    static const char *const zeros[] = {
        "decimalZero", "001, 002, 003, ...", "0001, 0002, 0003, ...", "00001, 00002, 00003, ..."};
    for (int i = 0; i < 4; i++)
        if (str_is(format, zeros[i])) {
            buf_printf(to, "%0*ld", i + 2, value);
            return;
        }
    if (str_is(format, "none") || str_is(format, "bullet"))
        return;
    if (str_is(format, "ordinal"))
        ordinal(value, to);
    else if (str_is(format, "numberInDash"))
        buf_printf(to, "- %ld -", value);
    else if (value < 1 || value > SPELLED_MAX)
        buf_printf(to, "%ld", value);
    else if (str_is(format, "lowerLetter"))
        letters('a', 26, value, to);
    else if (str_is(format, "upperLetter"))
        letters('A', 26, value, to);
    else if (str_is(format, "lowerRoman"))
        roman(false, value, to);
    else if (str_is(format, "upperRoman"))
        roman(true, value, to);
    else if (str_is(format, "russianLower"))
        russian(false, value, to);
    else if (str_is(format, "russianUpper"))
        russian(true, value, to);
    else if (str_is(format, "decimalEnclosedCircle") && value <= 20)
        buf_utf8(to, 0x2460u + (uint32_t)value - 1);
    else
        buf_printf(to, "%ld", value);
}

/* Steps the counters of the list to one more item at level `at`. */
static void
step(struct num *m, int at)
{
    struct abstract *a = m->abstract;
    for (int i = 0; i <= at; i++) {
        long start = m->starts[i] >= 0 ? m->starts[i] : level_of(m, i)->start;
        /* The first use of a list that says where to start, starts. */
        if (m->starts[i] >= 0 && !m->used[i] && (i == at || !a->begun[i])) {
            a->counts[i] = start;
            a->begun[i] = true;
        } else if (!a->begun[i]) {
            a->counts[i] = start;
            a->begun[i] = true;
        } else if (i == at) {
            a->counts[i]++;
        }
        m->used[i] = true;
    }
    for (int i = at + 1; i < NUMBERING_LEVELS; i++) {
        long restart = level_of(m, i)->restart;
        if (restart < 0 || (restart > 0 && at < restart))
            a->begun[i] = false;
    }
}

static void
make_label(const struct num *m, int at, struct buf *label)
{
    const struct level *l = level_of(m, at);
    if (l->text.len > LABEL_MAX)
        return; /* no label, but a trap: it would stand before each item */
    if (str_is(l->format, "bullet")) {
        symbol_text(l->font, l->text, label);
        return;
    }
    for (size_t i = 0; i < l->text.len; i++) {
        char c = l->text.p[i];
        int n = i + 1 < l->text.len ? l->text.p[i + 1] - '1' : -1;
        if (c != '%' || n < 0 || n >= NUMBERING_LEVELS) {
            buf_char(label, c);
            continue;
        }
        i++;
        if (n > at)
            continue;
        struct str format = level_of(m, n)->format;
        if (l->legal && !str_is(format, "decimalZero"))
            format = STR("decimal");
        numbering_format(format, m->abstract->counts[n], label);
    }
}

/* The level that is linked with a paragraph style. */
static int
level_of_style(const struct num *m, struct str style)
{
    for (int i = 0; i < NUMBERING_LEVELS && style.len; i++)
        if (str_eq(level_of(m, i)->style, style))
            return i;
    return 0;
}

int
numbering_next(struct numbering *n, long num_id, int ilvl, struct str style, struct buf *label)
{
    buf_clear(label);
    struct num *m = num_id > 0 ? find_num(n, num_id) : NULL;
    if (!m || !find_abstract(n, m, 0))
        return -1;
    if (ilvl < 0)
        ilvl = level_of_style(m, style);
    if (ilvl >= NUMBERING_LEVELS)
        ilvl = NUMBERING_LEVELS - 1;
    step(m, ilvl);
    make_label(m, ilvl, label);
    if (label->len > LABEL_MAX)
        buf_clear(label);
    return ilvl;
}
