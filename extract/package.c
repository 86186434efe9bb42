#include "package.h"

static const char *const endings[RELATION_COUNT] = {
    [RELATION_DOCUMENT] = "/officeDocument",
    [RELATION_CORE] = "/core-properties",
    [RELATION_STYLES] = "/styles",
    [RELATION_NUMBERING] = "/numbering",
    [RELATION_SETTINGS] = "/settings",
    [RELATION_HEADER] = "/header",
    [RELATION_FOOTER] = "/footer",
    [RELATION_FOOTNOTES] = "/footnotes",
    [RELATION_ENDNOTES] = "/endnotes",
    [RELATION_COMMENTS] = "/comments",
    [RELATION_CHART] = "/chart",
    [RELATION_DIAGRAM] = "/diagramData",
    [RELATION_CHUNK] = "/aFChunk",
};

static void
no_text(void *ctx, struct str t)
{
    (void)ctx;
    (void)t;
}

static void
no_end(void *ctx, enum xml_name name)
{
    (void)ctx;
    (void)name;
}

static enum status
parse(struct zipbox *z, size_t index, struct document *d, struct xml *x,
    bool (*push)(void *, struct str))
{
    enum status status = zipbox_read(z, index, push, x);
    if (status == STATUS_OK || !d->rejected)
        status = xml_finish(x);
    return d->rejected ? STATUS_BAD : status;
}

enum status
package_parse(struct zipbox *z, struct document *d, struct str part,
    const struct xml_handler *handler, void *ctx, struct xml **running, bool *found)
{
    int64_t index = zipbox_find(z, part);
    if (found)
        *found = index >= 0;
    if (index < 0)
        return STATUS_OK;
    struct xml *x = xml_new(d, part, handler, ctx);
    if (!x)
        return STATUS_BAD;
    if (running)
        *running = x;
    enum status status = parse(z, (size_t)index, d, x, xml_push);
    xml_free(x);
    if (running)
        *running = NULL;
    return status;
}

enum status
package_parse_by(struct zipbox *z, struct document *d, struct str part,
    const struct xml_handler *handler, void *ctx, bool (*push)(void *, struct str))
{
    int64_t index = zipbox_find(z, part);
    struct xml *x = index >= 0 ? xml_new(d, part, handler, ctx) : NULL;
    if (!x)
        return d->rejected ? STATUS_BAD : STATUS_OK;
    enum status status = parse(z, (size_t)index, d, x, push);
    xml_free(x);
    return status;
}

/* "%d0%b0" and its like in a target. */
static int
hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0'
        : c >= 'a' && c <= 'f'  ? c - 'a' + 10
        : c >= 'A' && c <= 'F'  ? c - 'A' + 10
                                : -1;
}

/* The part that a target names, seen from the part `base`: without "." and "..", backslashes as
 * slashes, percent signs decoded. */
static struct str
resolve(struct document *d, struct str base, struct str target)
{
    struct buf path = {0};
    size_t folder = base.len;
    while (folder && base.p[folder - 1] != '/')
        folder--;
    bool absolute = target.len && (*target.p == '/' || *target.p == '\\');
    if (!absolute)
        buf_add(&path, base.p, folder);
    for (size_t at = 0; at < target.len;) {
        size_t from = at;
        while (at < target.len && target.p[at] != '/' && target.p[at] != '\\')
            at++;
        struct str step = str_slice(target, from, at);
        bool more = at < target.len;
        at += more;
        if (str_is(step, "..")) {
            path.len -= path.len > 0;
            while (path.len && path.p[path.len - 1] != '/')
                path.len--;
        } else if (step.len && !str_is(step, ".")) {
            for (size_t i = 0; i < step.len; i++) {
                int high = step.p[i] == '%' && i + 2 < step.len ? hex(step.p[i + 1]) : -1;
                int low = high >= 0 ? hex(step.p[i + 2]) : -1;
                buf_char(&path, low >= 0 ? (char)(high << 4 | low) : step.p[i]);
                i += low >= 0 ? 2 : 0;
            }
            if (more)
                buf_char(&path, '/');
        }
    }
    struct str out = arena_copy(d->arena, buf_slice(&path));
    buf_free(&path);
    return out;
}

struct relationships {
    struct document *d;
    struct str base;
    struct relationship *first, **last;
};

static void
relationship_start(void *ctx, enum xml_name name, enum xml_ns ns, const struct xml_attributes *a)
{
    struct relationships *r = ctx;
    (void)ns;
    if (name != REL_Relationship || str_is(xml_attribute(a, "TargetMode"), "External"))
        return;
    struct relationship *n = arena_new(r->d->arena, struct relationship);
    if (!n) {
        document_reject(r->d, FINDING_too_large, "memory");
        return;
    }
    struct str type = xml_attribute(a, "Type");
    n->id = arena_copy(r->d->arena, xml_attribute(a, "Id"));
    for (int i = 1; i < RELATION_COUNT; i++)
        if (str_ends(type, str_of(endings[i])))
            n->relation = (enum relation)i;
    n->target = resolve(r->d, r->base, xml_attribute(a, "Target"));
    *r->last = n;
    r->last = &n->next;
}

enum status
package_relationships(
    struct zipbox *z, struct document *d, struct str part, struct relationship **out)
{
    static const struct xml_handler handler = {relationship_start, no_end, no_text};
    struct relationships r = {.d = d, .base = part};
    struct buf name = {0};
    size_t folder = part.len;
    while (folder && part.p[folder - 1] != '/')
        folder--;
    buf_add(&name, part.p, folder);
    buf_z(&name, "_rels/");
    buf_add(&name, part.p + folder, part.len - folder);
    buf_z(&name, ".rels");
    r.last = &r.first;
    enum status status = package_parse(z, d, buf_slice(&name), &handler, &r, NULL, NULL);
    buf_free(&name);
    *out = r.first;
    return status;
}

struct relationship *
package_by_id(struct relationship *list, struct str id)
{
    for (; list; list = list->next)
        if (str_eq(list->id, id))
            return list;
    return NULL;
}

struct relationship *
package_by_kind(struct relationship *list, enum relation relation)
{
    for (; list; list = list->next)
        if (list->relation == relation)
            return list;
    return NULL;
}

struct types {
    struct document *d;
    struct str part, extension;
    struct str standard, override;
};

static bool
same(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (a.p[i] != b.p[i] && ((a.p[i] ^ b.p[i]) != 0x20 || (a.p[i] | 0x20) < 'a'))
            return false;
    return true;
}

static void
types_start(void *ctx, enum xml_name name, enum xml_ns ns, const struct xml_attributes *a)
{
    struct types *t = ctx;
    (void)ns;
    if (name == CT_Default && same(xml_attribute(a, "Extension"), t->extension))
        t->standard = arena_copy(t->d->arena, xml_attribute(a, "ContentType"));
    if (name != CT_Override)
        return;
    struct str part = xml_attribute(a, "PartName");
    if (part.len && *part.p == '/')
        part = str_slice(part, 1, part.len);
    if (same(part, t->part))
        t->override = arena_copy(t->d->arena, xml_attribute(a, "ContentType"));
}

enum status
package_content_type(struct zipbox *z, struct document *d, struct str part, struct str *type)
{
    static const struct xml_handler handler = {types_start, no_end, no_text};
    struct types t = {.d = d, .part = part, .extension = part};
    for (size_t i = part.len; i-- > 0;)
        if (part.p[i] == '.') {
            t.extension = str_slice(part, i + 1, part.len);
            break;
        }
    enum status status = package_parse(z, d, STR("[Content_Types].xml"), &handler, &t, NULL, NULL);
    *type = t.override.p ? t.override : t.standard;
    return status;
}

struct properties {
    struct document *d;
    struct str *now;
    struct buf text;
};

static void
properties_start(void *ctx, enum xml_name name, enum xml_ns ns, const struct xml_attributes *a)
{
    struct properties *p = ctx;
    (void)ns;
    (void)a;
    p->now = name == DC_title      ? &p->d->title
        : name == DC_creator       ? &p->d->creator
        : name == DCTERMS_created  ? &p->d->created
        : name == DCTERMS_modified ? &p->d->modified
                                   : NULL;
    buf_clear(&p->text);
}

static void
properties_text(void *ctx, struct str t)
{
    struct properties *p = ctx;
    if (p->now && p->text.len < 65536)
        buf_str(&p->text, t);
}

static void
properties_end(void *ctx, enum xml_name name)
{
    struct properties *p = ctx;
    (void)name;
    struct str value = str_trim(buf_slice(&p->text));
    if (p->now && value.len)
        *p->now = arena_copy(p->d->arena, value);
    p->now = NULL;
}

enum status
package_properties(struct zipbox *z, struct document *d, struct str part)
{
    static const struct xml_handler handler = {properties_start, properties_end, properties_text};
    struct properties p = {.d = d};
    enum status status = package_parse(z, d, part, &handler, &p, NULL, NULL);
    buf_free(&p.text);
    return status;
}
