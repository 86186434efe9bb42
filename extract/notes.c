/* notes.c - footnotes, endnotes, comments. */
#include "story.h"

#include "numbering.h"
#include "package.h"
#include "text.h"

/* Code points of a text without its soft hyphens, which are dropped when it is done. */
static size_t
seen_length(struct str s)
{
    size_t n = 0;
    for (size_t at = 0; at < s.len;)
        n += text_decode(s, &at) != 0xAD;
    return n;
}

/* Puts the blocks of a note after the paragraph that holds its mark. */
static void
place_note(struct docx *x, struct note *list, struct str id, struct str label)
{
    struct flow *f = flow_top(x);
    size_t at = seen_length(buf_slice(&f->text));
    for (struct note *n = list; n; n = n->next) {
        if (!str_eq(n->id, id) || !n->blocks.head)
            continue;
        for (struct block *b = n->blocks.head; b; b = b->next)
            if (b->kind == BLOCK_FOOTNOTE || b->kind == BLOCK_ENDNOTE || b->kind == BLOCK_COMMENT)
                b->at = (int64_t)at;
        if (label.len && !n->blocks.head->label.p)
            n->blocks.head->label = arena_copy(x->d->arena, label);
        block_list_join(&f->after, &n->blocks);
        return;
    }
}

void
notes_reference(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    if (!flow_visible(x, flow_top(x)))
        return;
    struct str id = xml_attribute(a, "id");
    struct str custom = xml_attribute(a, "customMarkFollows");
    bool counted = !custom.p || !xml_on(custom);
    buf_clear(&x->label);
    if (name == W_commentReference) {
        place_note(x, x->comments, id, buf_slice(&x->label));
        return;
    }
    bool foot = name == W_footnoteReference;
    struct str format = foot ? x->footnote_format : x->endnote_format;
    if (!format.p)
        format = foot ? STR("decimal") : STR("lowerRoman");
    if (counted)
        numbering_format(format, foot ? ++x->footnote_count : ++x->endnote_count, &x->label);
    place_note(x, foot ? x->footnotes : x->endnotes, id, buf_slice(&x->label));
}

void
notes_open(struct docx *x, const struct xml_attributes *a)
{
    struct str type = xml_attribute(a, "type");
    if (!x->notes || (type.p && !str_is(type, "normal"))) {
        story_skip(x);
        return;
    }
    x->note = arena_new(x->d->arena, struct note);
    if (!x->note) {
        document_reject(x->d, FINDING_too_large, "memory");
        return;
    }
    x->note->id = story_keep(x, xml_attribute(a, "id"));
    flow_push(x, x->story, &x->note->blocks);
}

void
notes_close(struct docx *x)
{
    flow_pop(x);
    x->note->next = *x->notes;
    *x->notes = x->note;
    x->note = NULL;
}

enum status
notes_read(struct docx *x, enum relation relation, enum block_kind kind, struct note **notes)
{
    struct block_list none = {0};
    struct relationship *r = package_by_kind(x->relations, relation);
    if (!r)
        return STATUS_OK;
    x->notes = notes;
    enum status status = story_read(x, r->target, kind, &none);
    x->notes = NULL;
    return status;
}
