/* draft.c - a registry written from what was read, for a person to edit: a line for each
 * institution, and likely pairs with the reasons, as remarks. Nothing is joined on likeness. */
#include "clean.h"
#include "content.h"
#include "text.h"

static void
cell(struct buf *b, struct str s)
{
    if (b->len && b->p[b->len - 1] != '\n')
        buf_char(b, '\t');
    clean_text(b, s);
}

static bool
same(struct str a, struct str b)
{
    return a.len && str_eq(a, b);
}

/* The first number in a name; empty where there is none. */
static struct str
number_of(struct str name)
{
    size_t from = 0;
    while (from < name.len && (name.p[from] < '0' || name.p[from] > '9'))
        from++;
    size_t to = from;
    while (to < name.len && name.p[to] >= '0' && name.p[to] <= '9')
        to++;
    return str_slice(name, from, to);
}

#define STEM 5 /* letters that two words share, at least */

/* Whether a word of `a` begins as a word of `b` does. */
static bool
share_word(struct str a, struct str b)
{
    size_t stem = STEM * 2; /* bytes of that many Cyrillic letters */
    while (a.len) {
        struct str x = str_cut(&a, ' '), rest = b;
        while (rest.len && x.len >= stem)
            if (str_starts(str_cut(&rest, ' '), str_slice(x, 0, stem)))
                return true;
    }
    return false;
}

/* A Russian name alone and a Kazakh name alone can't be compared; two in one language can. */
static bool
names_allow(const struct institution *a, const struct institution *b)
{
    bool comparable = false;
    for (int lang = 0; lang < 2; lang++) {
        if (!a->name[lang].len || !b->name[lang].len)
            continue;
        comparable = true;
        if (share_word(
                institution_short(a, (enum lang)lang), institution_short(b, (enum lang)lang)))
            return true;
    }
    return !comparable;
}

/* What speaks for the two being one; nothing where too little does. */
static bool
reasons(const struct institution *a, const struct institution *b, struct buf *why)
{
    bool place = same(a->place[0], b->place[0]) || same(a->place[1], b->place[1]);
    bool unplaced = !(a->place[0].len + a->place[1].len) || !(b->place[0].len + b->place[1].len);
    struct str number = number_of(institution_short(a, LANG_RU));
    bool numbers = same(number, number_of(institution_short(b, LANG_RU)));
    bool name = false;
    if (a->bin.len && b->bin.len)
        return false; /* both say who they are */
    for (int lang = 0; lang < 2; lang++)
        name = name ||
            (a->name[lang].len && b->name[lang].len &&
                str_eq(
                    institution_short(a, (enum lang)lang), institution_short(b, (enum lang)lang)));
    if (!(name && (place || unplaced)) && !(numbers && place && names_allow(a, b)))
        return false;
    if (name)
        buf_z(why, " same name between the quotation marks;");
    if (numbers) {
        buf_z(why, " same number ");
        buf_str(why, number);
        buf_char(why, ';');
    }
    if (place) {
        buf_z(why, " same place ");
        clean_text(why, institution_place(a, LANG_RU));
        buf_char(why, ';');
    } else if (unplaced) {
        buf_z(why, " one has no place;");
    }
    return true;
}

static void
write_pairs(struct report *r, struct buf *b)
{
    const struct summary *s = r->s;
    struct buf why = {0};
    for (uint32_t i = 0; i < s->ninstitutions; i++)
        for (uint32_t j = i + 1; j < s->ninstitutions; j++) {
            buf_clear(&why);
            if (!reasons(&s->institutions[i], &s->institutions[j], &why))
                continue;
            buf_z(b, "# one institution? ");
            clean_text(b, s->institutions[i].key);
            buf_z(b, " | ");
            clean_text(b, s->institutions[j].key);
            buf_z(b, " :");
            buf_str(b, buf_slice(&why));
            buf_char(b, '\n');
            io_write(r->out, buf_slice(b));
            buf_clear(b);
        }
    b->failed |= why.failed;
    buf_free(&why);
}

/* Kinds of report that the institution has sent. */
static uint8_t
forms_of(const struct summary *s, uint32_t institution)
{
    uint8_t forms = 0;
    for (uint32_t i = 0; i < s->nrows; i++)
        if (s->rows[i].institution == institution)
            forms |= s->rows[i].forms;
    return forms;
}

static void
write_line(struct report *r, uint32_t institution, struct buf *b)
{
    const struct institution *i = &r->s->institutions[institution];
    uint8_t forms = forms_of(r->s, institution);
    struct buf list = {0};
    for (int k = 0; k < FORM_COUNT; k++)
        if (forms & 1 << k) {
            buf_z(&list, list.len ? " " : "");
            buf_z(&list, form_names[k]);
        }
    /* a line that begins with this sign would be a remark */
    buf_z(b, i->key.len && *i->key.p == '#' ? "_" : "");
    clean_text(b, i->key);
    cell(b, i->bin);
    cell(b, i->name[0]);
    cell(b, i->name[1]);
    cell(b, STR(""));
    cell(b, i->place[0]);
    cell(b, i->place[1]);
    cell(b, buf_slice(&list));
    cell(b, STR(""));
    buf_char(b, '\n');
    io_write(r->out, buf_slice(b));
    buf_clear(b);
    buf_free(&list);
}

enum status
write_draft(struct report *r)
{
    struct buf b = {0};
    buf_z(&b, "key\tbin\tname_ru\tname_kk\taliases\tplace_ru\tplace_kk\tforms\tdue\n");
    for (uint32_t i = 0; i < r->s->ninstitutions; i++)
        write_line(r, i, &b);
    write_pairs(r, &b);
    enum status status = b.failed ? STATUS_BROKEN : STATUS_OK;
    buf_free(&b);
    return status;
}
