/* attached.c - what hangs on a paragraph: pictures, charts, chunks of other documents. */
#include "story.h"

#include "docx.h"
#include "embedded.h"
#include "format.h"
#include "package.h"

/* The part that an r:id of the story leads to; p == NULL where there is none. */
static struct str
target(struct docx *x, struct str id)
{
    if (!x->own_read) {
        x->own_read = true;
        if (package_relationships(x->zip, x->d, x->part, &x->own) != STATUS_OK)
            return (struct str){NULL, 0};
    }
    struct relationship *r = package_by_id(x->own, id);
    return r ? r->target : (struct str){NULL, 0};
}

/* A block of its own after the paragraph. */
void
attached_text(struct docx *x, enum block_kind kind, struct str text)
{
    struct flow *f = flow_top(x);
    if (!flow_visible(x, f) || flow_blank(text))
        return;
    struct block *b = document_block(x->d, kind, text);
    if (b)
        block_list_add(&f->after, b);
}

void
attached_picture(struct docx *x, const struct xml_attributes *a)
{
    struct str hidden = xml_attribute(a, "hidden");
    struct str text = xml_attribute(a, "descr");
    if (!text.len)
        text = xml_attribute(a, "title");
    if (!hidden.p || !xml_on(hidden))
        attached_text(x, BLOCK_ALT, text);
}

void
attached_drawing(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    struct flow *f = flow_top(x);
    struct str part = target(x, xml_attribute_ns(a, NS_R, name == C_chart ? "id" : "dm"));
    if (!part.p || !flow_visible(x, f))
        return;
    enum status status = name == C_chart ? chart_read(x->d, x->zip, part, &f->after)
                                         : diagram_read(x->d, x->zip, part, &f->after);
    if (status != STATUS_OK)
        xml_stop(x->xml);
}

/* A document within the document. What is wrong with it is no fault of this one. */
static bool
read_chunk(struct document *d, struct str bytes)
{
    struct source s = {.fd = -1, .memory = bytes, .size = bytes.len};
    struct zipbox *z = NULL;
    struct str head = str_trim(str_slice(bytes, 0, bytes.len < 1024 ? bytes.len : 1024));
    if (str_starts(bytes, STR("PK\3\4"))) {
        bool good = zipbox_open(&z, d, &s) == STATUS_OK && docx_read(d, z) == STATUS_OK;
        zipbox_free(z);
        return good;
    }
    if (str_starts(head, STR("{\\rtf")) || str_starts(head, STR("MIME-Version")))
        return false;
    bool html = memchr(head.p, '<', head.len) != NULL;
    return (html ? html_read(d, bytes, &d->blocks) : text_read(d, &s)) == STATUS_OK;
}

void
attached_chunk(struct docx *x, const struct xml_attributes *a)
{
    struct flow *f = flow_top(x);
    struct str part = target(x, xml_attribute_ns(a, NS_R, "id"));
    struct document inner = *x->d;
    struct buf bytes = {0};
    int64_t index = part.p ? zipbox_find(x->zip, part) : -1;
    flow_flush(x, f);
    inner.blocks = (struct block_list){0};
    inner.chunk++;
    if (index < 0 || inner.chunk > 2) {
        x->d->counts[FINDING_unread_chunk]++;
        return;
    }
    if (zipbox_read_all(x->zip, (size_t)index, x->d->limits->part, &bytes) == STATUS_OK) {
        if (read_chunk(&inner, buf_slice(&bytes))) {
            x->d->text = inner.text;
            x->d->expanded = inner.expanded;
            memcpy(x->d->counts, inner.counts, sizeof inner.counts);
            block_list_join(f->out, &inner.blocks);
        } else {
            x->d->counts[FINDING_unread_chunk]++;
        }
    }
    buf_free(&bytes);
}
