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
