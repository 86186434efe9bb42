#include "styles.h"

static unsigned
hash(struct str id)
{
    unsigned h = 5381;
    for (size_t i = 0; i < id.len; i++)
        h = h * 33 ^ (unsigned char)id.p[i];
    return h % 64;
}

static struct style *
find(const struct styles *s, struct str id)
{
    for (struct style *t = s->buckets[hash(id)]; t; t = t->next)
        if (str_eq(t->id, id))
            return t;
    return NULL;
}

static void
open_style(struct styles *s, const struct xml_attributes *a)
{
    struct style *t = arena_new(s->d->arena, struct style);
    if (!t) {
        document_reject(s->d, FINDING_too_large, "memory");
        return;
    }
    struct str type = xml_attribute(a, "type");
    t->id = arena_copy(s->d->arena, xml_attribute(a, "styleId"));
    t->outline = t->num_id = t->ilvl = t->vanish = STYLE_UNSET;
    t->paragraph = !type.p || str_is(type, "paragraph") || str_is(type, "numbering");
    struct str standard = xml_attribute(a, "default");
    t->standard = standard.p && xml_on(standard);
    if (t->standard && (!type.p || str_is(type, "paragraph")))
        s->paragraph = t;
    t->next = s->buckets[hash(t->id)];
    s->buckets[hash(t->id)] = t;
    s->now = t;
}

/* "heading 3" is a heading even where the style says no outline level. */
static int
heading_level(struct str name)
{
    static const char heading[] = "heading ";
    if (name.len != sizeof heading)
        return STYLE_UNSET;
    for (size_t i = 0; i + 1 < name.len; i++)
        if ((name.p[i] | 0x20) != heading[i] && name.p[i] != heading[i])
            return STYLE_UNSET;
    char digit = name.p[name.len - 1];
    return digit >= '1' && digit <= '9' ? digit - '1' : STYLE_UNSET;
}

static void
start(void *ctx, enum xml_name name, enum xml_ns ns, const struct xml_attributes *a)
{
    struct styles *s = ctx;
    (void)ns;
    if (s->skip) {
        s->skip++;
        return;
    }
    s->depth++;
    struct style *t = s->now;
    switch (name) {
    case W_latentStyles:
    case W_tblStylePr:
    case W_pPrChange:
    case W_rPrChange:
        s->skip = 1;
        s->depth--;
        break;
    case W_docDefaults:
        s->defaults = true;
        break;
    case W_style:
        open_style(s, a);
        break;
    case W_vanish:
    case W_specVanish:
        if (t && t->vanish != 1)
            t->vanish = xml_on(xml_attribute(a, "val"));
        else if (s->defaults && xml_on(xml_attribute(a, "val")))
            s->vanish = true;
        break;
    case W_name:
        if (t && t->outline == STYLE_UNSET)
            t->outline = heading_level(xml_attribute(a, "val"));
        break;
    case W_basedOn:
        if (t)
            t->based_on = arena_copy(s->d->arena, xml_attribute(a, "val"));
        break;
    case W_outlineLvl:
        if (t)
            t->outline = (int)xml_number(xml_attribute(a, "val"), STYLE_UNSET);
        break;
    case W_numId:
        if (t)
            t->num_id = (int)xml_number(xml_attribute(a, "val"), STYLE_UNSET);
        break;
    case W_ilvl:
        if (t)
            t->ilvl = (int)xml_number(xml_attribute(a, "val"), STYLE_UNSET);
        break;
    default:
        break;
    }
}

static void
end(void *ctx, enum xml_name name)
{
    struct styles *s = ctx;
    if (s->skip) {
        s->skip--;
        return;
    }
    s->depth--;
    if (name == W_style)
        s->now = NULL;
    else if (name == W_docDefaults)
        s->defaults = false;
}

static void
text(void *ctx, struct str t)
{
    (void)ctx;
    (void)t;
}

const struct xml_handler styles_handler = {start, end, text};

/* Where `what` begins in `s` from `at` on; s.len where it does not. */
static size_t
find_bytes(struct str s, size_t at, struct str what)
{
    while (at + what.len <= s.len) {
        const char *p = memchr(s.p + at, *what.p, s.len - what.len + 1 - at);
        if (!p)
            break;
        at = (size_t)(p - s.p);
        if (memcmp(p, what.p, what.len) == 0)
            return at;
        at++;
    }
    return s.len;
}

/* The end of an element that means nothing to us and begins at `at`; `at` where it means something,
 * or does not end in this piece. */
static size_t
pass_over(struct str s, size_t at)
{
    struct str rest = str_slice(s, at, s.len), close;
    if (str_starts(rest, STR("<w:latentStyles"))) {
        close = STR("</w:latentStyles>");
    } else if (str_starts(rest, STR("<w:style "))) {
        size_t end = find_bytes(rest, 0, STR(">"));
        if (find_bytes(str_slice(rest, 0, end), 0, STR(" w:type=\"table\"")) == end ||
            rest.p[end - 1] == '/')
            return at;
        close = STR("</w:style>");
    } else {
        return at;
    }
    size_t end = find_bytes(rest, 0, close);
    return end == rest.len ? at : at + end + close.len;
}

bool
styles_push(void *xml, struct str piece)
{
    /* Within a comment or a CDATA section a tag is no tag. */
    bool plain = find_bytes(piece, 0, STR("<!")) == piece.len;
    size_t from = 0;
    for (size_t at = 0; plain && at < piece.len; at++) {
        at = find_bytes(piece, at, STR("<w:"));
        if (at == piece.len)
            break;
        size_t to = pass_over(piece, at);
        if (to == at)
            continue;
        if (!xml_push(xml, str_slice(piece, from, at)))
            return false;
        from = to;
        at = to - 1;
    }
    return xml_push(xml, str_slice(piece, from, piece.len));
}

/* Takes from the style below what this one does not say. The chain may be long, or a circle. */
static void
resolve(struct styles *s, struct style *t)
{
    struct style *base = t;
    t->resolved = 1;
    for (int i = 0; i < 64 && base->based_on.len; i++) {
        base = find(s, base->based_on);
        if (!base || base == t)
            break;
        if (t->outline == STYLE_UNSET)
            t->outline = base->outline;
        if (t->num_id == STYLE_UNSET) {
            t->num_id = base->num_id;
            if (t->ilvl == STYLE_UNSET)
                t->ilvl = base->ilvl;
        }
        if (t->vanish == STYLE_UNSET)
            t->vanish = base->vanish;
    }
    t->resolved = 2;
}

const struct style *
styles_find(struct styles *s, struct str id)
{
    struct style *t = find(s, id);
    if (t && !t->resolved)
        resolve(s, t);
    return t;
}
