#include "remark.h"

static const struct {
    enum finding code;
    enum finding_level level;
    const char *text[3]; /* by enum lang, [0] is English */
} remarks[] = {
#define REMARK(name, code, level, ru, kk, en) {FINDING_##code, FINDING_##level, {en, ru, kk}},
#include "remark.def"
#undef REMARK
};

void
remark_format(struct buf *b, const char *format, const struct str *args)
{
    for (const char *p = format; *p; p++)
        if (p[0] == '{' && p[1] >= '0' && p[1] <= '3' && p[2] == '}') {
            buf_str(b, args[p[1] - '0']);
            p += 2;
        } else {
            buf_char(b, *p);
        }
}

bool
remark_place(struct document *d, struct found *f, struct quote quote)
{
    struct place **last = &f->places, *p = arena_new(d->arena, struct place);
    if (!p)
        return false;
    *p = (struct place){.part = d->blocks[quote.block].part,
        .block = quote.block,
        .start = quote.start,
        .end = quote.end};
    while (*last)
        last = &(*last)->next;
    *last = p;
    return true;
}

static struct str
text_of(const struct document *d, struct quote q)
{
    return block_quote(&d->blocks[q.block], q.start, q.end);
}

/* The quotes in marks, "; " between, none twice. */
static void
join_quotes(struct buf *b, const struct document *d, const struct quote *quotes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool known = false;
        for (size_t k = 0; k < i; k++)
            known |= str_eq(text_of(d, quotes[k]), text_of(d, quotes[i]));
        if (known)
            continue;
        if (b->len)
            buf_z(b, "; ");
        buf_z(b, "«");
        buf_str(b, text_of(d, quotes[i]));
        buf_z(b, "»");
    }
}

enum status
remark_add(struct document *d, enum remark remark, struct str subject, const struct quote *quotes,
    size_t nquotes, struct str right)
{
    struct found *f = document_find(d, remarks[remark].code);
    struct buf joined = {0}, text = {0};
    bool ok = f != NULL;
    for (size_t i = 0; ok && i < nquotes; i++)
        ok = remark_place(d, f, quotes[i]);
    join_quotes(&joined, d, quotes, nquotes);
    for (int lang = 0; ok && lang < 3; lang++) {
        struct str args[4] = {buf_slice(&joined), right, STR(""), STR("")};
        buf_clear(&text);
        remark_format(&text, remarks[remark].text[lang], args);
        f->text[lang] = arena_copy(d->arena, buf_slice(&text));
        ok = f->text[lang].p && !text.failed && !joined.failed;
    }
    if (ok) {
        f->level = remarks[remark].level;
        f->subject = arena_copy(d->arena, subject);
        ok = f->subject.p != NULL;
    }
    buf_free(&joined);
    buf_free(&text);
    return ok ? STATUS_OK : STATUS_LIMIT;
}
