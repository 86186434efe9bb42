/* docx.c - WordprocessingML to blocks: what the printed page shows, once, in order. */
#include "docx.h"

#include "embedded.h"
#include "format.h"
#include "numbering.h"
#include "package.h"
#include "styles.h"
#include "symbol.h"
#include "text.h"
#include <assert.h>
#include <stdlib.h>

/* Nested fields whose state is kept; more are deeper than Word itself allows. */
#define FIELDS_MAX 64

/* A number in a file is not a size: no table of ours has more columns. */
#define COLUMNS_MAX 100000

/* A vertically merged cell that may go on in the next row. */
struct merged {
    struct merged *next;
    struct cell *cell;
    long column;
};

struct row_state {
    struct row_state *outer;
    struct table *table;
    struct merged *merged;
    struct cell *cell; /* the cell that is open, or NULL */
    struct cell *last; /* the cell before it in this row (legacy hMerge) */
    long row, column;
    long span; /* of the open cell */
    bool cell_open, cell_filled;
    bool cell_out; /* a deleted cell, or one that goes on a merged one */
    bool row_out, row_header;
};

enum field_state { FIELD_CODE, FIELD_RESULT };

/* A flow of paragraphs: the body, a header, a note, a text box. Each stands apart from the others:
 * tables, fields and paragraphs of one never end in another. */
struct flow {
    enum block_kind kind;
    struct block_list *out;
    struct row_state *row; /* the innermost table, or NULL */
    unsigned char fields[FIELDS_MAX];
    int nfields, codes;

    /* the paragraph that is open, or held because its mark is deleted or hidden */
    bool open, held;
    struct buf text;
    struct block_list after; /* notes, text boxes ...: after this paragraph */
    struct str style;
    const struct style *looks; /* that style, or the default one; NULL: none */
    int num_id, ilvl, outline;
    bool mark_deleted, mark_hidden, break_before, break_inside, break_after;

    /* the run that is open */
    const struct style *run_looks;
    int run_vanish; /* 0, 1, STYLE_UNSET */
    struct str run_font;
    bool hidden_counted;
};

#define FLOWS_MAX 33

/* A form field: its state is no text of the document, but it is seen. */
struct form {
    int checked, standard; /* of a check box: -1: not said */
    long result, entry; /* of a list: which entry, and how many there were */
    bool box;
    struct str text;
};

/* Math is written on a line: a fraction with "/", powers with "^", indices with "_". */
#define MATH_MAX 64
struct math {
    enum xml_name name;
    size_t at; /* where its text begins in the paragraph */
    struct str open, close, between; /* of m:d */
    int parts; /* m:e so far */
};

/* Types of margin references. */
enum { MARGIN_FIRST, MARGIN_DEFAULT, MARGIN_EVEN };

struct note {
    struct note *next;
    struct str id;
    struct block_list blocks;
};

struct docx {
    struct document *d;
    struct zipbox *zip;
    struct relationship *relations; /* of the main part */
    struct relationship *own; /* of the story that is read */
    struct str part;
    bool own_read;
    struct styles styles;
    struct numbering numbering;
    struct note *footnotes, *endnotes, *comments;
    long footnote_count, endnote_count;
    struct xml *xml; /* the parser that is at work */

    struct flow flows[FLOWS_MAX];
    int nflows;
    int too_deep; /* flows beyond the limit that are open */
    enum xml_name open[512];
    int depth;
    int skip; /* elements open since one that is passed over */
    bool choice_taken[512]; /* of the mc:AlternateContent open at that depth */
    bool space_kept; /* xml:space of the open w:t */
    bool collecting;
    struct buf run_text; /* of the open w:t */
    struct buf label;

    /* what stands in the margins: the references that hold now, by type, and the parts that are
     * shown, in the order of sections */
    struct str margins[2][3];
    struct str shown[2][64];
    int nshown[2];
    bool title_page;
    /* the notes part being read */
    struct note **notes;
    struct note *note;
    struct block_list note_out;
    enum block_kind story;
    bool even_odd;
    struct str footnote_format, endnote_format;
    struct form form;
    struct math math[MATH_MAX];
    int nmath;
};

static struct flow *
top(struct docx *x)
{
    return x->nflows ? &x->flows[x->nflows - 1] : NULL;
}

static void
push_flow(struct docx *x, enum block_kind kind, struct block_list *out)
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
static bool
blank(struct str s)
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
static void
flush_paragraph(struct docx *x, struct flow *f)
{
    struct row_state *r = f->row;
    int level = -1;
    buf_clear(&x->label);
    if (f->open || f->held) {
        number_paragraph(x, f, &level);
        bool empty = blank(buf_slice(&f->text));
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

static void
pop_flow(struct docx *x)
{
    struct flow *f = top(x);
    if (!f)
        return;
    flush_paragraph(x, f);
    x->nflows--;
}

static void
open_paragraph(struct docx *x, struct flow *f)
{
    (void)x;
    bool keep = f->held && f->mark_hidden && !blank(buf_slice(&f->text));
    if (!keep) {
        f->style = (struct str){NULL, 0};
        f->looks = x->styles.paragraph ? styles_find(&x->styles, x->styles.paragraph->id) : NULL;
        f->num_id = f->ilvl = f->outline = STYLE_UNSET;
    }
    f->open = true;
    f->held = false;
    f->mark_deleted = f->mark_hidden = false;
}

static void
close_paragraph(struct docx *x, struct flow *f)
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
    flush_paragraph(x, f);
}

/* ---- text ---- */

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
static bool
visible(struct docx *x, struct flow *f)
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

static void
append(struct docx *x, struct flow *f, struct str s)
{
    if (f->break_inside) {
        /* A page break between two words parts them. */
        if (f->text.len && !blank(buf_slice(&f->text)))
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

static void
append_z(struct docx *x, const char *z)
{
    struct flow *f = top(x);
    if (visible(x, f)) {
        struct str font = f->run_font;
        f->run_font = (struct str){NULL, 0};
        append(x, f, str_of(z));
        f->run_font = font;
    }
}

static void
append_char(struct docx *x, uint32_t c)
{
    char utf8[5] = "";
    size_t n = text_encode(c, utf8);
    utf8[n] = '\0';
    append_z(x, utf8);
}

/* The end of a w:t: blanks at its ends count only where it says so; line ends are blanks. */
static void
close_text(struct docx *x)
{
    struct flow *f = top(x);
    x->collecting = false;
    if (!visible(x, f))
        return;
    struct buf *b = &x->run_text;
    for (size_t i = 0; i < b->len; i++)
        if (b->p[i] == '\n' || b->p[i] == '\r')
            b->p[i] = ' ';
    struct str s = buf_slice(b);
    if (!x->space_kept)
        s = str_trim(s);
    if (s.len)
        append(x, f, s);
}

/* ---- tables ---- */

static void
open_table(struct docx *x, struct flow *f)
{
    struct row_state *r = arena_new(x->d->arena, struct row_state);
    struct table *t = arena_new(x->d->arena, struct table);
    size_t depth = 0;
    for (struct row_state *o = f->row; o; o = o->outer)
        depth++;
    if (!r || !t || depth >= x->d->limits->depth) {
        document_reject(x->d, FINDING_too_large, r && t ? "depth" : "memory");
        return;
    }
    flush_paragraph(x, f);
    t->parent = f->row ? f->row->table : NULL;
    r->table = t;
    r->outer = f->row;
    if (f->row) {
        r->row_out = f->row->row_out || f->row->cell_out;
        f->row->cell_filled = true; /* by the table */
    }
    f->row = r;
}

static void
close_table(struct flow *f)
{
    if (f->row)
        f->row = f->row->outer;
}

static void
open_row(struct row_state *r)
{
    r->row++;
    r->column = 0;
    r->row_out = r->outer && (r->outer->row_out || r->outer->cell_out);
    r->row_header = false;
    r->last = NULL;
}

static void
delete_row(struct row_state *r)
{
    if (!r->row_out)
        r->row--;
    r->row_out = true;
}

static void
open_cell(struct docx *x, struct row_state *r)
{
    r->cell = arena_new(x->d->arena, struct cell);
    if (!r->cell) {
        document_reject(x->d, FINDING_too_large, "memory");
        return;
    }
    r->cell_open = true;
    r->cell_filled = r->cell_out = false;
    r->span = 1;
    if (r->column < COLUMNS_MAX)
        r->column++;
    *r->cell = (struct cell){
        r->table, (uint32_t)(r->row > 0 ? r->row : 1), (uint32_t)r->column, 1, 1, r->row_header};
}

/* A cell that starts a vertical merge, or goes one on. */
static void
merge_cell(struct docx *x, struct row_state *r, bool restart)
{
    struct merged *m = r->merged;
    while (m && m->column != (long)r->cell->column)
        m = m->next;
    if (!restart) {
        if (m && m->cell->row + m->cell->rowspan == r->cell->row) {
            m->cell->rowspan++;
            r->cell_out = true;
        }
        return;
    }
    if (!m) {
        m = arena_new(x->d->arena, struct merged);
        if (!m) {
            document_reject(x->d, FINDING_too_large, "memory");
            return;
        }
        m->column = (long)r->cell->column;
        m->next = r->merged;
        r->merged = m;
    }
    m->cell = r->cell;
}

static void
close_cell(struct docx *x, struct flow *f)
{
    struct row_state *r = f->row;
    flush_paragraph(x, f);
    if (!r->cell_open)
        return;
    if (!r->cell_filled && !r->cell_out && !r->row_out) {
        enum block_kind kind =
            f->kind == BLOCK_PARAGRAPH || f->kind == BLOCK_TEXTBOX ? BLOCK_CELL : f->kind;
        struct block *b = document_block(x->d, kind, STR(""));
        if (b) {
            b->cell = r->cell;
            block_list_add(f->out, b);
        }
    }
    if (r->column < COLUMNS_MAX)
        r->column += r->span - 1;
    r->last = r->cell;
    r->cell = NULL;
    r->cell_open = r->cell_filled = r->cell_out = false;
}

/* ---- notes ---- */

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
    struct flow *f = top(x);
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

static void
note_reference(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    if (!visible(x, top(x)))
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

/* ---- elements ---- */

static enum xml_name
parent(const struct docx *x, int up)
{
    int i = x->depth - 1 - up;
    return i >= 0 && i < 512 ? x->open[i] : NAME_OTHER;
}

static bool
within(const struct docx *x, enum xml_name name)
{
    for (int i = x->depth; i-- > 0;)
        if (i < 512 && x->open[i] == name)
            return true;
    return false;
}

static struct str
keep(struct docx *x, struct str s)
{
    return s.p ? arena_copy(x->d->arena, s) : s;
}

static void
skip(struct docx *x)
{
    x->skip = 1;
}

/* Members of w:rPr, of a run or of a paragraph's mark. */
static void
run_property(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    struct flow *f = top(x);
    bool mark = parent(x, 2) == W_pPr;
    bool on = xml_on(xml_attribute(a, "val"));
    switch (name) {
    case W_vanish:
    case W_specVanish:
        if (mark)
            f->mark_hidden |= on;
        else if (parent(x, 2) == W_r || parent(x, 2) == M_r)
            f->run_vanish = on;
        break;
    case W_del:
    case W_moveFrom:
        if (mark) {
            f->mark_deleted = true;
            x->d->counts[FINDING_tracked_deletion]++;
        }
        break;
    case W_ins:
    case W_moveTo:
        if (mark)
            x->d->counts[FINDING_tracked_insertion]++;
        break;
    case W_rStyle:
        if (!mark)
            f->run_looks = styles_find(&x->styles, xml_attribute(a, "val"));
        break;
    case W_rFonts: {
        struct str font = xml_attribute(a, "ascii");
        if (!mark && symbol_font(font))
            f->run_font = keep(x, font);
        break;
    }
    default:
        break;
    }
}

static void
paragraph_property(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    struct flow *f = top(x);
    struct str value = xml_attribute(a, "val");
    switch (name) {
    case W_pStyle:
        f->looks = styles_find(&x->styles, value);
        f->style = f->looks ? f->looks->id : keep(x, value);
        break;
    case W_numId:
        f->num_id = (int)xml_number(value, STYLE_UNSET);
        break;
    case W_ilvl:
        f->ilvl = (int)xml_number(value, STYLE_UNSET);
        break;
    case W_outlineLvl:
        f->outline = (int)xml_number(value, STYLE_UNSET);
        break;
    case W_pageBreakBefore:
        f->break_before |= xml_on(value);
        break;
    default:
        break;
    }
}

static void
reference(struct docx *x, bool footer, const struct xml_attributes *a)
{
    struct str type = xml_attribute(a, "type");
    int i = str_is(type, "first") ? MARGIN_FIRST
        : str_is(type, "even")    ? MARGIN_EVEN
                                  : MARGIN_DEFAULT;
    x->margins[footer][i] = keep(x, xml_attribute_ns(a, NS_R, "id"));
}

/* The end of a section: what its margins show. A section without a reference of its own goes on
 * with the one before. */
static void
close_section(struct docx *x)
{
    for (int footer = 0; footer < 2; footer++)
        for (int i = MARGIN_FIRST; i <= MARGIN_EVEN; i++) {
            struct str id = x->margins[footer][i];
            int *n = &x->nshown[footer], k = 0;
            if (!id.p || (i == MARGIN_FIRST && !x->title_page) ||
                (i == MARGIN_EVEN && !x->even_odd))
                continue;
            while (k < *n && !str_eq(x->shown[footer][k], id))
                k++;
            if (k == *n && *n < 64)
                x->shown[footer][(*n)++] = id;
        }
    x->title_page = false;
}

static void
field_char(struct docx *x, struct flow *f, struct str type)
{
    (void)x;
    if (str_is(type, "begin")) {
        if (f->nfields < FIELDS_MAX)
            f->fields[f->nfields] = FIELD_CODE;
        f->nfields++;
        f->codes++;
    } else if (str_is(type, "separate")) {
        int i = f->nfields - 1;
        if (i >= 0 && i < FIELDS_MAX && f->fields[i] == FIELD_CODE) {
            f->fields[i] = FIELD_RESULT;
            f->codes--;
        }
    } else if (str_is(type, "end") && f->nfields > 0) {
        int i = --f->nfields;
        if (i >= FIELDS_MAX || f->fields[i] == FIELD_CODE)
            f->codes--;
    }
}

static void
form_member(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    struct str value = xml_attribute(a, "val");
    struct form *f = &x->form;
    switch (name) {
    case W_ffData:
        *f = (struct form){.checked = -1, .standard = -1};
        break;
    case W_checkBox:
        f->box = true;
        break;
    case W_checked:
        f->checked = xml_on(value);
        break;
    case W_default:
        if (f->box)
            f->standard = xml_on(value);
        else
            f->result = xml_number(value, 0);
        break;
    case W_result:
        f->result = xml_number(value, 0);
        break;
    case W_listEntry:
        if (f->entry++ == f->result)
            f->text = keep(x, value);
        break;
    default:
        break;
    }
}

/* The field itself is code still: what it shows is put before it. */
static void
close_form(struct docx *x)
{
    struct flow *f = top(x);
    struct form *form = &x->form;
    if (form->box)
        form->text = (form->checked < 0 ? form->standard == 1 : form->checked)
            ? STR("\xE2\x98\x92")
            : STR("\xE2\x98\x90");
    f->codes--;
    if (form->text.len && visible(x, f))
        append(x, f, form->text);
    f->codes++;
}

static bool
is_math(enum xml_name name)
{
    switch (name) {
    case M_f:
    case M_num:
    case M_den:
    case M_sSup:
    case M_sSub:
    case M_sup:
    case M_sub:
    case M_rad:
    case M_deg:
    case M_e:
    case M_d:
    case M_nary:
    case M_m:
    case M_mr:
        return true;
    default:
        return false;
    }
}

static void
open_math(struct docx *x, enum xml_name name)
{
    struct flow *f = top(x);
    struct math *outer = x->nmath > 0 && x->nmath <= MATH_MAX ? &x->math[x->nmath - 1] : NULL;
    if (name == M_den)
        append_z(x, "/");
    else if (name == M_sup)
        append_z(x, "^");
    else if (name == M_sub)
        append_z(x, "_");
    else if (name == M_e && outer) {
        if (outer->name == M_rad)
            append_z(x, "\xE2\x88\x9A");
        else if (outer->name == M_d && visible(x, f))
            append(x, f, outer->parts ? outer->between : outer->open);
        else if (outer->name == M_mr && outer->parts)
            append_z(x, " ");
        outer->parts++;
    } else if (name == M_mr && outer && outer->parts++)
        append_z(x, "; ");
    if (x->nmath < MATH_MAX)
        x->math[x->nmath] = (struct math){name, f->text.len, STR("("), STR(")"), STR("|"), 0};
    x->nmath++;
}

/* Puts brackets around what is more than a number or a name. */
static void
close_math(struct docx *x)
{
    struct flow *f = top(x);
    if (x->nmath-- > MATH_MAX)
        return;
    struct math *m = &x->math[x->nmath];
    struct math *outer = x->nmath > 0 ? &x->math[x->nmath - 1] : NULL;
    if (m->name == M_d && visible(x, f))
        append(x, f, m->close);
    bool root = m->name == M_e && outer && outer->name == M_rad;
    if (m->at > f->text.len ||
        (!root && m->name != M_num && m->name != M_den && m->name != M_sup && m->name != M_sub))
        return;
    struct str inside = str_slice(buf_slice(&f->text), m->at, f->text.len);
    bool simple = !root;
    for (size_t at = 0; at < inside.len && simple;) {
        uint32_t c = text_decode(inside, &at);
        simple = c > 0x7F || (c >= '0' && c <= '9') || (c | 0x20) >= 'a' || c == ',' || c == '.';
    }
    if (simple || !buf_reserve(&f->text, 2))
        return;
    memmove(f->text.p + m->at + 1, f->text.p + m->at, inside.len);
    f->text.p[m->at] = '(';
    f->text.len++;
    buf_char(&f->text, ')');
}

static void
math_member(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    struct math *m = x->nmath > 0 && x->nmath <= MATH_MAX ? &x->math[x->nmath - 1] : NULL;
    struct str value = xml_attribute(a, "val");
    if (!m)
        return;
    if (name == M_chr && m->name == M_nary)
        append_char(x, value.len ? text_decode(value, &(size_t){0}) : 0x222B);
    else if (name == M_begChr)
        m->open = keep(x, value);
    else if (name == M_endChr)
        m->close = keep(x, value);
    else if (name == M_sepChr)
        m->between = keep(x, value);
}

static void
open_run(struct flow *f)
{
    f->run_looks = NULL;
    f->run_font = (struct str){NULL, 0};
    f->run_vanish = STYLE_UNSET;
    f->hidden_counted = false;
}

static void
line_break(struct docx *x, const struct xml_attributes *a)
{
    struct flow *f = top(x);
    struct str type = xml_attribute(a, "type");
    if (!visible(x, f))
        return;
    if (!str_is(type, "page")) {
        append_z(x, "\n");
    } else if (blank(buf_slice(&f->text)) && !f->text.len) {
        f->break_before = true;
    } else {
        f->break_inside = true;
    }
}

static void
symbol(struct docx *x, const struct xml_attributes *a)
{
    struct str code = xml_attribute(a, "char");
    uint32_t c = 0;
    for (size_t i = 0; i < code.len && i < 8; i++) {
        char h = code.p[i];
        int digit = h >= '0' && h <= '9'             ? h - '0'
            : (h | 0x20) >= 'a' && (h | 0x20) <= 'f' ? (h | 0x20) - 'a' + 10
                                                     : -1;
        if (digit < 0)
            return;
        c = c << 4 | (uint32_t)digit;
    }
    append_char(x, symbol_char(xml_attribute(a, "font"), c));
}

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
static void
add_after(struct docx *x, enum block_kind kind, struct str text)
{
    struct flow *f = top(x);
    if (!visible(x, f) || blank(text))
        return;
    struct block *b = document_block(x->d, kind, text);
    if (b)
        block_list_add(&f->after, b);
}

static void
alternative(struct docx *x, const struct xml_attributes *a)
{
    struct str hidden = xml_attribute(a, "hidden");
    struct str text = xml_attribute(a, "descr");
    if (!text.len)
        text = xml_attribute(a, "title");
    if (!hidden.p || !xml_on(hidden))
        add_after(x, BLOCK_ALT, text);
}

static void
embedded(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    struct flow *f = top(x);
    struct str part = target(x, xml_attribute_ns(a, NS_R, name == C_chart ? "id" : "dm"));
    if (!part.p || !visible(x, f))
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

static void
chunk(struct docx *x, struct flow *f, struct str part)
{
    struct document inner = *x->d;
    struct buf bytes = {0};
    int64_t index = part.p ? zipbox_find(x->zip, part) : -1;
    flush_paragraph(x, f);
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

static void
choose(struct docx *x, const struct xml_attributes *a)
{
    int at = x->depth - 2; /* mc:AlternateContent */
    struct str requires = xml_attribute(a, "Requires");
    bool known = at >= 0 && at < 512 && !x->choice_taken[at];
    while (known && requires.p) {
        struct str prefix = str_trim(str_cut(&requires, ' '));
        if (prefix.len && !xml_prefix_known(x->xml, prefix))
            known = false;
    }
    if (known)
        x->choice_taken[at] = true;
    else
        skip(x);
}

static void
open_note(struct docx *x, const struct xml_attributes *a)
{
    struct str type = xml_attribute(a, "type");
    if (!x->notes || (type.p && !str_is(type, "normal"))) {
        skip(x);
        return;
    }
    x->note = arena_new(x->d->arena, struct note);
    if (!x->note) {
        document_reject(x->d, FINDING_too_large, "memory");
        return;
    }
    x->note->id = keep(x, xml_attribute(a, "id"));
    push_flow(x, x->story, &x->note->blocks);
}

static void
close_note(struct docx *x)
{
    pop_flow(x);
    x->note->next = *x->notes;
    *x->notes = x->note;
    x->note = NULL;
}

static void
table_element(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    struct flow *f = top(x);
    struct row_state *r = f->row;
    struct str value = xml_attribute(a, "val");
    if (name == W_tbl) {
        open_table(x, f);
        return;
    }
    if (!r)
        return;
    switch (name) {
    case W_tr:
        open_row(r);
        break;
    case W_tc:
        open_cell(x, r);
        break;
    case W_gridBefore: {
        long n = xml_number(value, 0);
        if (parent(x, 1) == W_trPr && n > 0)
            r->column = n < COLUMNS_MAX ? n : COLUMNS_MAX;
        break;
    }
    case W_tblHeader:
        if (parent(x, 1) == W_trPr)
            r->row_header = xml_on(value);
        break;
    case W_gridSpan: {
        long n = xml_number(value, 1);
        if (parent(x, 1) == W_tcPr && r->cell && n > 1) {
            r->span = n < COLUMNS_MAX ? n : COLUMNS_MAX;
            r->cell->colspan = (uint32_t)r->span;
        }
        break;
    }
    case W_vMerge:
        if (r->cell)
            merge_cell(x, r, str_is(value, "restart"));
        break;
    case W_hMerge:
        if (r->cell && !str_is(value, "restart") && r->last) {
            r->last->colspan++;
            r->cell_out = true;
        }
        break;
    case W_cellDel:
        r->cell_out = true;
        r->span = 0; /* those behind it move up */
        x->d->counts[FINDING_tracked_deletion]++;
        break;
    default:
        break;
    }
}

static void
start(void *ctx, enum xml_name name, enum xml_ns ns, const struct xml_attributes *a)
{
    struct docx *x = ctx;
    (void)ns;
    if (x->skip) {
        x->skip++;
        return;
    }
    if (x->depth < 512)
        x->open[x->depth] = name;
    x->depth++;
    struct flow *f = top(x);
    if (!f) {
        if (name == W_body || name == W_hdr || name == W_ftr)
            push_flow(x, x->story, &x->note_out);
        else if (name == W_footnote || name == W_endnote || name == W_comment)
            open_note(x, a);
        if (x->skip)
            x->depth--;
        return;
    }
    switch (name) {
    case W_p:
        open_paragraph(x, f);
        break;
    case W_pStyle:
    case W_numId:
    case W_ilvl:
    case W_outlineLvl:
    case W_pageBreakBefore:
        if (within(x, W_pPr))
            paragraph_property(x, name, a);
        break;
    case W_rPr:
        break;
    case W_vanish:
    case W_specVanish:
    case W_rStyle:
    case W_rFonts:
        if (parent(x, 1) == W_rPr)
            run_property(x, name, a);
        break;
    case W_r:
    case M_r:
        open_run(f);
        break;
    case W_del:
    case W_moveFrom:
    case W_ins:
    case W_moveTo:
        if (parent(x, 1) == W_rPr)
            run_property(x, name, a);
        else if (parent(x, 1) == W_trPr) {
            if (name == W_del) {
                delete_row(f->row);
                x->d->counts[FINDING_tracked_deletion]++;
            }
        } else if (parent(x, 1) == W_numPr) {
        } else if (name == W_del || name == W_moveFrom) {
            x->d->counts[FINDING_tracked_deletion]++;
            skip(x);
        } else {
            x->d->counts[FINDING_tracked_insertion]++;
        }
        break;
    case W_t:
    case M_t:
        x->collecting = true;
        x->space_kept = name == M_t || str_is(xml_attribute(a, "space"), "preserve");
        buf_clear(&x->run_text);
        break;
    case W_tab:
    case W_ptab:
        if (parent(x, 1) == W_r)
            append_z(x, "\t");
        break;
    case W_br:
        line_break(x, a);
        break;
    case W_cr:
        append_z(x, "\n");
        break;
    case W_noBreakHyphen:
        append_z(x, "\xE2\x80\x91");
        break;
    case W_sym:
        symbol(x, a);
        break;
    case WP_docPr:
        alternative(x, a);
        break;
    case V_shape:
        add_after(x, BLOCK_ALT, xml_attribute(a, "alt"));
        break;
    case V_textpath:
        add_after(x, BLOCK_TEXTBOX, xml_attribute(a, "string"));
        break;
    case C_chart:
    case DGM_relIds:
        embedded(x, name, a);
        break;
    case W_altChunk:
        chunk(x, f, target(x, xml_attribute_ns(a, NS_R, "id")));
        break;
    case W_fldChar:
        field_char(x, f, xml_attribute(a, "fldCharType"));
        break;
    case W_footnoteReference:
    case W_endnoteReference:
    case W_commentReference:
        note_reference(x, name, a);
        break;
    case W_tbl:
    case W_tr:
    case W_tc:
    case W_gridBefore:
    case W_tblHeader:
    case W_gridSpan:
    case W_vMerge:
    case W_hMerge:
    case W_cellDel:
        table_element(x, name, a);
        break;
    case W_txbxContent:
        push_flow(x, f->kind == BLOCK_PARAGRAPH ? BLOCK_TEXTBOX : f->kind, &f->after);
        break;
    case W_headerReference:
    case W_footerReference:
        reference(x, name == W_footerReference, a);
        break;
    case W_titlePg:
        x->title_page = xml_on(xml_attribute(a, "val"));
        break;
    case W_ffData:
    case W_checkBox:
    case W_checked:
    case W_default:
    case W_result:
    case W_listEntry:
        form_member(x, name, a);
        break;
    case M_chr:
    case M_begChr:
    case M_endChr:
    case M_sepChr:
        math_member(x, name, a);
        break;
    case MC_AlternateContent:
        if (x->depth <= 512)
            x->choice_taken[x->depth - 1] = false;
        break;
    case MC_Choice:
        choose(x, a);
        break;
    case MC_Fallback:
        if (x->depth >= 2 && x->depth <= 512 && x->choice_taken[x->depth - 2])
            skip(x);
        break;
    case W_pPrChange:
    case W_rPrChange:
    case W_sectPrChange:
    case W_trPrChange:
    case W_tcPrChange:
    case W_tblPr:
    case W_tblGrid:
    case W_sdtPr:
    case W_sdtEndPr:
    case W_delText:
    case W_instrText:
    case W_delInstrText:
    case W_fldData:
    case W_rt:
    case W_rubyPr:
        skip(x);
        break;
    default:
        if (is_math(name))
            open_math(x, name);
        break;
    }
    if (x->skip)
        x->depth--;
}

static void
end(void *ctx, enum xml_name name)
{
    struct docx *x = ctx;
    if (x->skip) {
        x->skip--;
        return;
    }
    x->depth--;
    struct flow *f = top(x);
    if (!f)
        return;
    switch (name) {
    case W_p:
        close_paragraph(x, f);
        break;
    case W_r:
    case M_r:
        open_run(f);
        break;
    case W_t:
    case M_t:
        close_text(x);
        break;
    case W_tc:
        if (f->row)
            close_cell(x, f);
        break;
    case W_tbl:
        close_table(f);
        break;
    case W_txbxContent:
        if (x->nflows > 1)
            pop_flow(x);
        break;
    case W_body:
    case W_hdr:
    case W_ftr:
        pop_flow(x);
        break;
    case W_footnote:
    case W_endnote:
    case W_comment:
        if (x->note)
            close_note(x);
        break;
    case W_sectPr:
        close_section(x);
        break;
    case W_ffData:
        close_form(x);
        break;
    default:
        if (is_math(name) && x->nmath > 0)
            close_math(x);
        break;
    }
}

static void
characters(void *ctx, struct str t)
{
    struct docx *x = ctx;
    if (!x->collecting || x->skip)
        return;
    if (x->run_text.len + t.len > x->d->limits->text)
        document_reject(x->d, FINDING_too_large, "text");
    else
        buf_str(&x->run_text, t);
}

static const struct xml_handler story_handler = {start, end, characters};

/* Reads one story part into `out`. */
static enum status
read_story(struct docx *x, struct str part, enum block_kind kind, struct block_list *out)
{
    x->story = kind;
    x->part = part;
    x->own = NULL;
    x->own_read = false;
    x->note_out = (struct block_list){0};
    x->depth = x->skip = 0;
    x->collecting = false;
    enum status status = package_parse(x->zip, x->d, part, &story_handler, x, &x->xml, NULL);
    while (x->nflows)
        pop_flow(x);
    block_list_join(out, &x->note_out);
    return status;
}

static enum status
read_notes(struct docx *x, enum relation relation, enum block_kind kind, struct note **notes)
{
    struct block_list none = {0};
    struct relationship *r = package_by_kind(x->relations, relation);
    if (!r)
        return STATUS_OK;
    x->notes = notes;
    enum status status = read_story(x, r->target, kind, &none);
    x->notes = NULL;
    return status;
}

static enum status
read_margins(struct docx *x, bool footer, struct block_list *out)
{
    enum status status = STATUS_OK;
    for (int i = 0; i < x->nshown[footer] && status == STATUS_OK; i++) {
        struct relationship *r = package_by_id(x->relations, x->shown[footer][i]);
        if (!r || r->used)
            continue;
        r->used = true;
        status = read_story(x, r->target, footer ? BLOCK_FOOTER : BLOCK_HEADER, out);
    }
    return status;
}

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
    if (x->depth < 512)
        x->open[x->depth] = name;
    x->depth++;
    if (name == W_evenAndOddHeaders)
        x->even_odd = xml_on(xml_attribute(a, "val"));
    else if (name == W_numFmt && parent(x, 1) == W_footnotePr)
        x->footnote_format = keep(x, xml_attribute(a, "val"));
    else if (name == W_numFmt && parent(x, 1) == W_endnotePr)
        x->endnote_format = keep(x, xml_attribute(a, "val"));
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
        read_notes(x, RELATION_FOOTNOTES, BLOCK_FOOTNOTE, &x->footnotes) != STATUS_OK ||
        read_notes(x, RELATION_ENDNOTES, BLOCK_ENDNOTE, &x->endnotes) != STATUS_OK ||
        read_notes(x, RELATION_COMMENTS, BLOCK_COMMENT, &x->comments) != STATUS_OK ||
        read_story(x, part, BLOCK_PARAGRAPH, &body) != STATUS_OK ||
        read_margins(x, false, &headers) != STATUS_OK ||
        read_margins(x, true, &footers) != STATUS_OK)
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
