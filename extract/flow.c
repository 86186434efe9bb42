/* flow.c - paragraphs and the text in them, as they are put together. */
#include "story.h"

#include "numbering.h"
#include "symbol.h"
#include "text.h"

struct flow *
flow_top(struct docx *x)
{
    return x->nflows ? &x->flows[x->nflows - 1] : NULL;
}

void
flow_push(struct docx *x, enum block_kind kind, struct block_list *out)
{
    if (x->nflows == FLOWS_MAX || x->nflows > (int)x->d->limits->depth) {
        document_reject(x->d, FINDING_too_large, "depth");
        return;
    }
    struct flow *f = &x->flows[x->nflows++];
    struct buf text = f->text;
    buf_clear(&text);
    *f = (struct flow){.kind = kind, .out = out, .text = text};
}

/* Whether only blanks were typed. */
bool
flow_blank(struct str s)
{
    for (size_t at = 0; at < s.len;) {
        uint32_t c = text_decode(s, &at);
        if (!text_is_blank(c) && !text_is_invisible(c) && c != '\n' && c != '\t')
            return false;
    }
    return true;
}

static void
number_paragraph(struct docx *x, struct flow *f, int *level)
{
    const struct style *s = f->looks;
    long num_id = f->num_id;
    int ilvl = f->ilvl;
    if (num_id == STYLE_UNSET && s && s->num_id != STYLE_UNSET) {
        num_id = s->num_id;
        if (ilvl == STYLE_UNSET)
            ilvl = s->ilvl;
        if (ilvl == STYLE_UNSET || s->ilvl == STYLE_UNSET)
            *level = numbering_next(&x->numbering, num_id, f->ilvl, f->style, &x->label);
        else
            *level = numbering_next(&x->numbering, num_id, ilvl, f->style, &x->label);
        return;
    }
    *level = num_id > 0
        ? numbering_next(&x->numbering, num_id, ilvl == STYLE_UNSET ? 0 : ilvl, f->style, &x->label)
        : -1;
}

static int
heading_level(const struct flow *f)
{
    int outline = f->outline;
    const struct style *s = f->looks;
    if (outline == STYLE_UNSET && s)
        outline = s->outline;
    return outline >= 0 && outline <= 8 ? outline + 1 : -1;
}

/* Turns the paragraph into a block and begins anew. */
void
flow_flush(struct docx *x, struct flow *f)
{
    struct row_state *r = f->row;
    int level = -1;
    buf_clear(&x->label);
    if (f->open || f->held) {
        number_paragraph(x, f, &level);
        bool empty = flow_blank(buf_slice(&f->text));
        if (!empty) {
            enum block_kind kind = f->kind;
            int heading = heading_level(f);
            if (kind == BLOCK_PARAGRAPH)
                kind = r          ? BLOCK_CELL
                    : heading > 0 ? BLOCK_HEADING
                    : level >= 0  ? BLOCK_ITEM
                                  : BLOCK_PARAGRAPH;
            else if (kind == BLOCK_TEXTBOX && r)
                kind = BLOCK_CELL;
            struct block *b = document_block(x->d, kind, buf_slice(&f->text));
            if (b) {
                b->cell = r ? r->cell : NULL;
                if (r)
                    r->cell_filled = true;
                b->level = kind == BLOCK_HEADING ? heading : level;
                if (level >= 0)
                    b->label = arena_copy(x->d->arena, buf_slice(&x->label));
                b->page_break = f->break_before;
                f->break_before = false;
                block_list_add(f->out, b);
            }
        }
        f->break_before |= f->break_after | f->break_inside;
    }
    /* Text that is lost for want of memory must not be lost in silence. */
    if (f->text.failed || x->run_text.failed || x->label.failed)
        document_reject(x->d, FINDING_too_large, "memory");
    block_list_join(f->out, &f->after);
    buf_clear(&f->text);
    f->open = f->held = f->break_after = f->break_inside = false;
}

void
flow_pop(struct docx *x)
{
    struct flow *f = flow_top(x);
    if (!f)
        return;
    /* The code of a field that never ends has hidden all that stood behind it. */
    if (f->codes > 0)
        x->d->counts[FINDING_open_field]++;
    flow_flush(x, f);
    x->nflows--;
}

void
flow_open(struct docx *x, struct flow *f)
{
    (void)x;
    bool keep = f->held && f->mark_hidden && !flow_blank(buf_slice(&f->text));
    if (!keep) {
        f->style = (struct str){NULL, 0};
        f->looks = x->styles.paragraph ? styles_find(&x->styles, x->styles.paragraph->id) : NULL;
        f->num_id = f->ilvl = f->outline = STYLE_UNSET;
    }
    f->open = true;
    f->held = false;
    f->mark_deleted = f->mark_hidden = false;
}

void
flow_close(struct docx *x, struct flow *f)
{
    if (!f->open)
        return;
    /* A paragraph mark within the code of a field is not seen either. */
    f->mark_hidden |= f->codes > 0;
    if (f->mark_deleted || f->mark_hidden) {
        f->open = false;
        f->held = true;
        return;
    }
    flow_flush(x, f);
}

void
flow_open_run(struct flow *f)
{
    f->run_looks = NULL;
    f->run_font = (struct str){NULL, 0};
    f->run_vanish = STYLE_UNSET;
    f->hidden_counted = false;
}

static bool
run_hidden(struct docx *x, struct flow *f)
{
    if (f->run_vanish != STYLE_UNSET)
        return f->run_vanish;
    const struct style *p = f->looks, *r = f->run_looks;
    bool by_paragraph = p && p->vanish == 1, by_run = r && r->vanish == 1;
    return x->styles.vanish || by_paragraph != by_run;
}

/* Whether what stands here is seen; hidden text is counted, once a run. */
bool
flow_visible(struct docx *x, struct flow *f)
{
    if (!f || !f->open || f->codes > 0)
        return false;
    if (f->row && (f->row->row_out || f->row->cell_out))
        return false;
    if (!run_hidden(x, f))
        return true;
    if (!f->hidden_counted)
        x->d->counts[FINDING_hidden_text]++;
    f->hidden_counted = true;
    return false;
}

void
flow_append(struct docx *x, struct flow *f, struct str s)
{
    if (f->break_inside) {
        /* A page break between two words parts them. */
        if (f->text.len && !flow_blank(buf_slice(&f->text)))
            buf_char(&f->text, '\n');
        f->break_inside = false;
        f->break_after = true;
    }
    if (f->text.len + s.len > x->d->limits->text) {
        document_reject(x->d, FINDING_too_large, "text");
        return;
    }
    if (x->nflows && symbol_font(f->run_font))
        symbol_text(f->run_font, s, &f->text);
    else
        buf_str(&f->text, s);
}

void
flow_append_z(struct docx *x, const char *z)
{
    struct flow *f = flow_top(x);
    if (flow_visible(x, f)) {
        struct str font = f->run_font;
        f->run_font = (struct str){NULL, 0};
        flow_append(x, f, str_of(z));
        f->run_font = font;
    }
}

void
flow_append_char(struct docx *x, uint32_t c)
{
    char utf8[5] = "";
    size_t n = text_encode(c, utf8);
    utf8[n] = '\0';
    flow_append_z(x, utf8);
}

/* The end of a w:t: blanks at its ends count only where it says so; line ends are blanks. */
void
flow_close_text(struct docx *x)
{
    struct flow *f = flow_top(x);
    x->collecting = false;
    if (!flow_visible(x, f))
        return;
    struct buf *b = &x->run_text;
    for (size_t i = 0; i < b->len; i++)
        if (b->p[i] == '\n' || b->p[i] == '\r')
            b->p[i] = ' ';
    struct str s = buf_slice(b);
    if (!x->space_kept)
        s = str_trim(s);
    if (s.len)
        flow_append(x, f, s);
}
