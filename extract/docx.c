/* docx.c - Word documents: which parts there are, and in what order they make the text. */
#include "docx.h"

#include "story.h"
#include <assert.h>
#include <stdlib.h>

static enum status
read_part(struct docx *x, enum relation relation, const struct xml_handler *handler, void *ctx)
{
    struct relationship *r = package_by_kind(x->relations, relation);
    return r ? package_parse(x->zip, x->d, r->target, handler, ctx, NULL, NULL) : STATUS_OK;
}

static enum status
read_styles(struct docx *x)
{
    struct relationship *r = package_by_kind(x->relations, RELATION_STYLES);
    return r ? package_parse_by(x->zip, x->d, r->target, &styles_handler, &x->styles, styles_push)
             : STATUS_OK;
}

static void
settings_start(void *ctx, enum xml_name name, enum xml_ns ns, const struct xml_attributes *a)
{
    struct docx *x = ctx;
    (void)ns;
    if (x->depth < DEPTH_MAX)
        x->open[x->depth] = name;
    x->depth++;
    if (name == W_evenAndOddHeaders)
        x->even_odd = xml_on(xml_attribute(a, "val"));
    else if (name == W_numFmt && story_parent(x, 1) == W_footnotePr)
        x->footnote_format = story_keep(x, xml_attribute(a, "val"));
    else if (name == W_numFmt && story_parent(x, 1) == W_endnotePr)
        x->endnote_format = story_keep(x, xml_attribute(a, "val"));
}

static void
settings_end(void *ctx, enum xml_name name)
{
    (void)name;
    ((struct docx *)ctx)->depth--;
}

static void
settings_text(void *ctx, struct str t)
{
    (void)ctx;
    (void)t;
}

static const struct xml_handler settings_handler = {settings_start, settings_end, settings_text};

static enum status
read_document(struct docx *x, struct str part)
{
    struct block_list body = {0}, headers = {0}, footers = {0};
    x->styles.d = x->numbering.d = x->d;
    x->numbering.styles = &x->styles;
    if (package_relationships(x->zip, x->d, part, &x->relations) != STATUS_OK ||
        read_styles(x) != STATUS_OK ||
        read_part(x, RELATION_NUMBERING, &numbering_handler, &x->numbering) != STATUS_OK ||
        read_part(x, RELATION_SETTINGS, &settings_handler, x) != STATUS_OK ||
        notes_read(x, RELATION_FOOTNOTES, BLOCK_FOOTNOTE, &x->footnotes) != STATUS_OK ||
        notes_read(x, RELATION_ENDNOTES, BLOCK_ENDNOTE, &x->endnotes) != STATUS_OK ||
        notes_read(x, RELATION_COMMENTS, BLOCK_COMMENT, &x->comments) != STATUS_OK ||
        story_read(x, part, BLOCK_PARAGRAPH, &body) != STATUS_OK ||
        margins_read(x, false, &headers) != STATUS_OK ||
        margins_read(x, true, &footers) != STATUS_OK)
        return STATUS_BAD;
    block_list_join(&x->d->blocks, &headers);
    block_list_join(&x->d->blocks, &body);
    block_list_join(&x->d->blocks, &footers);
    return STATUS_OK;
}

/* What a package is, where it is no text document. */
static const struct {
    const char *part_of_type, *name;
} others[] = {
    {"spreadsheetml", "Microsoft Excel (xlsx)"},
    {"presentationml", "Microsoft PowerPoint (pptx)"},
    {"ms-visio", "Microsoft Visio (vsdx)"},
    {"fixedrepresentation", "XPS"},
};

static bool
contains(struct str s, const char *what)
{
    size_t len = strlen(what);
    for (size_t i = 0; i + len <= s.len; i++)
        if (memcmp(s.p + i, what, len) == 0)
            return true;
    return false;
}

static enum status
check_type(struct document *d, struct str type)
{
    if (!type.p || contains(type, "wordprocessingml") || contains(type, "ms-word"))
        return STATUS_OK;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (contains(type, others[i].part_of_type))
            return document_reject(d, FINDING_unsupported, others[i].name);
    return STATUS_OK;
}

enum status
docx_read(struct document *d, struct zipbox *zip)
{
    struct relationship *root;
    struct str type = {NULL, 0};
    struct docx *x = calloc(1, sizeof *x);
    if (!x)
        return document_reject(d, FINDING_too_large, "memory");
    x->d = d;
    x->zip = zip;
    enum status status = package_relationships(zip, d, (struct str){"", 0}, &root);
    if (status == STATUS_OK) {
        struct relationship *main_part = package_by_kind(root, RELATION_DOCUMENT);
        struct relationship *core = package_by_kind(root, RELATION_CORE);
        if (!main_part || zipbox_find(zip, main_part->target) < 0)
            status = document_reject(d, FINDING_damaged, "no main part");
        else
            status = package_content_type(zip, d, main_part->target, &type);
        assert(status != STATUS_OK || main_part);
        if (status == STATUS_OK)
            status = check_type(d, type);
        if (status == STATUS_OK)
            status = read_document(x, main_part->target);
        if (status == STATUS_OK && core)
            status = package_properties(zip, d, core->target);
    }
    for (int i = 0; i < FLOWS_MAX; i++)
        buf_free(&x->flows[i].text);
    buf_free(&x->run_text);
    buf_free(&x->label);
    free(x);
    return status;
}
