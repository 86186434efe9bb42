#include "saying.h"

const char *
saying_language(int lang)
{
    return lang == LANG_RU ? "ru" : lang == LANG_KK ? "kk" : "en";
}

void
saying_number(struct buf *b, struct decimal d, int lang)
{
    struct buf plain = {0};
    decimal_write(&plain, d);
    struct str fraction = buf_slice(&plain), whole = str_cut(&fraction, '.');
    if (str_starts(whole, STR("-"))) {
        buf_utf8(b, 0x2212); /* a minus, not a hyphen */
        whole = str_slice(whole, 1, whole.len);
    }
    for (size_t i = 0; i < whole.len; i++) {
        if (i && whole.len > 4 && (whole.len - i) % 3 == 0)
            buf_utf8(b, 0xA0);
        buf_char(b, whole.p[i]);
    }
    if (fraction.p) {
        buf_char(b, lang == LANG_NONE ? '.' : ',');
        buf_str(b, fraction);
    }
    b->failed |= plain.failed;
    buf_free(&plain);
}

/* Two figures may be stated in the same words ("no complaints and refusals"); those words are
 * quoted once. Beyond this many places it no longer matters. */
#define COMPARED_MAX 1000

static bool
has_place(const struct found *f, const struct statement *s)
{
    size_t compared = 0;
    for (const struct place *p = f->places; p && compared < COMPARED_MAX; p = p->next, compared++)
        if (p->block == s->block && p->start == s->start && p->end == s->end)
            return true;
    return false;
}

bool
saying_places(
    struct document *d, struct found *f, struct statement *const *statements, size_t count)
{
    struct place **end = &f->places;
    while (*end)
        end = &(*end)->next;
    for (size_t i = 0; i < count; i++) {
        const struct statement *s = statements[i];
        if (has_place(f, s))
            continue;
        struct place *p = arena_new(d->arena, struct place);
        if (!p)
            return false;
        *p = (struct place){s->part, s->block, s->start, s->end, NULL};
        *end = p;
        end = &p->next;
    }
    return true;
}
