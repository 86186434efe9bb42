/* story.c - the elements of a story and what is done at each. */
#include "story.h"

#include "symbol.h"

enum xml_name
story_parent(const struct docx *x, int up)
{
    int i = x->depth - 1 - up;
    return i >= 0 && i < DEPTH_MAX ? x->open[i] : NAME_OTHER;
}

bool
story_within(const struct docx *x, enum xml_name name)
{
    for (int i = x->depth; i-- > 0;)
        if (i < DEPTH_MAX && x->open[i] == name)
            return true;
    return false;
}

struct str
story_keep(struct docx *x, struct str s)
{
    return s.p ? arena_copy(x->d->arena, s) : s;
}

void
story_skip(struct docx *x)
{
    x->skip = 1;
}

static void
line_break(struct docx *x, const struct xml_attributes *a)
{
    struct flow *f = flow_top(x);
    struct str type = xml_attribute(a, "type");
    if (!flow_visible(x, f))
        return;
    if (!str_is(type, "page")) {
        flow_append_z(x, "\n");
    } else if (flow_blank(buf_slice(&f->text)) && !f->text.len) {
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
    flow_append_char(x, symbol_char(xml_attribute(a, "font"), c));
}

static void
choose(struct docx *x, const struct xml_attributes *a)
{
    int at = x->depth - 2; /* mc:AlternateContent */
    struct str requires = xml_attribute(a, "Requires");
    bool known = at >= 0 && at < DEPTH_MAX && !x->choice_taken[at];
    while (known && requires.p) {
        struct str prefix = str_trim(str_cut(&requires, ' '));
        if (prefix.len && !xml_prefix_known(x->xml, prefix))
            known = false;
    }
    if (known)
        x->choice_taken[at] = true;
    else
        story_skip(x);
}

/* A tracked change, around runs or as a property of a row. Those of a paragraph mark are members of
 * w:rPr. */
static void
tracked(struct docx *x, enum xml_name name)
{
    struct row_state *r = flow_top(x)->row;
    bool out = name == W_del || name == W_moveFrom;
    enum xml_name parent = story_parent(x, 1);
    if (parent == W_numPr || (parent == W_trPr && name != W_del))
        return;
    x->d->counts[out ? FINDING_tracked_deletion : FINDING_tracked_insertion]++;
    if (parent == W_trPr) {
        if (r)
            rows_delete(r);
    } else if (out) {
        story_skip(x);
    }
}

/* What is no text whatever stands in it: old properties, codes, deletions. */
static bool
is_passed_over(enum xml_name name)
{
    switch (name) {
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
        return true;
    default:
        return false;
    }
}

/* Members of w:pPr, w:rPr and w:sectPr. False for all others. */
static bool
start_property(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    switch (name) {
    case W_pStyle:
    case W_numId:
    case W_ilvl:
    case W_outlineLvl:
    case W_pageBreakBefore:
        if (story_within(x, W_pPr))
            property_of_paragraph(x, name, a);
        return true;
    case W_vanish:
    case W_specVanish:
    case W_rStyle:
    case W_rFonts:
        if (story_parent(x, 1) == W_rPr)
            property_of_run(x, name, a);
        return true;
    case W_del:
    case W_moveFrom:
    case W_ins:
    case W_moveTo:
        if (story_parent(x, 1) == W_rPr)
            property_of_run(x, name, a);
        else
            tracked(x, name);
        return true;
    case W_headerReference:
    case W_footerReference:
        margins_reference(x, name == W_footerReference, a);
        return true;
    case W_titlePg:
        x->title_page = xml_on(xml_attribute(a, "val"));
        return true;
    default:
        return false;
    }
}

/* What stands in a run. */
static bool
start_content(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    switch (name) {
    case W_t:
    case M_t:
        x->collecting = true;
        x->space_kept = name == M_t || str_is(xml_attribute(a, "space"), "preserve");
        buf_clear(&x->run_text);
        return true;
    case W_tab:
    case W_ptab:
        if (story_parent(x, 1) == W_r)
            flow_append_z(x, "\t");
        return true;
    case W_br:
        line_break(x, a);
        return true;
    case W_cr:
        flow_append_z(x, "\n");
        return true;
    case W_noBreakHyphen:
        flow_append_z(x, "\xE2\x80\x91");
        return true;
    case W_sym:
        symbol(x, a);
        return true;
    case W_fldChar:
        field_char(flow_top(x), xml_attribute(a, "fldCharType"));
        return true;
    case W_footnoteReference:
    case W_endnoteReference:
    case W_commentReference:
        notes_reference(x, name, a);
        return true;
    case W_ffData:
    case W_checkBox:
    case W_checked:
    case W_default:
    case W_result:
    case W_listEntry:
        field_form_member(x, name, a);
        return true;
    case M_chr:
    case M_begChr:
    case M_endChr:
    case M_sepChr:
        formula_member(x, name, a);
        return true;
    default:
        return false;
    }
}

/* What hangs on a paragraph or stands between paragraphs. */
static bool
start_attached(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    struct flow *f = flow_top(x);
    switch (name) {
    case WP_docPr:
        attached_picture(x, a);
        return true;
    case V_shape:
        attached_text(x, BLOCK_ALT, xml_attribute(a, "alt"));
        return true;
    case V_textpath:
        attached_text(x, BLOCK_TEXTBOX, xml_attribute(a, "string"));
        return true;
    case C_chart:
    case DGM_relIds:
        attached_drawing(x, name, a);
        return true;
    case W_altChunk:
        attached_chunk(x, a);
        return true;
    case W_txbxContent:
        flow_push(x, f->kind == BLOCK_PARAGRAPH ? BLOCK_TEXTBOX : f->kind, &f->after);
        return true;
    case MC_AlternateContent:
        if (x->depth <= DEPTH_MAX)
            x->choice_taken[x->depth - 1] = false;
        return true;
    case MC_Choice:
        choose(x, a);
        return true;
    case MC_Fallback:
        if (x->depth >= 2 && x->depth <= DEPTH_MAX && x->choice_taken[x->depth - 2])
            story_skip(x);
        return true;
    default:
        return false;
    }
}

static void
start_within(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    struct flow *f = flow_top(x);
    switch (name) {
    case NAME_OTHER:
        break;
    case W_p:
        flow_open(x, f);
        break;
    case W_r:
    case M_r:
        flow_open_run(f);
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
        rows_element(x, name, a);
        break;
    default:
        if (is_passed_over(name))
            story_skip(x);
        else if (formula_is(name))
            formula_open(x, name);
        else if (!start_property(x, name, a) && !start_content(x, name, a))
            (void)start_attached(x, name, a);
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
    if (x->depth < DEPTH_MAX)
        x->open[x->depth] = name;
    x->depth++;
    if (flow_top(x))
        start_within(x, name, a);
    else if (name == W_body || name == W_hdr || name == W_ftr)
        flow_push(x, x->story, &x->note_out);
    else if (name == W_footnote || name == W_endnote || name == W_comment)
        notes_open(x, a);
    /* An element that is passed over counts in `skip` alone. */
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
    struct flow *f = flow_top(x);
    if (!f)
        return;
    switch (name) {
    case W_p:
        flow_close(x, f);
        break;
    case W_r:
    case M_r:
        flow_open_run(f);
        break;
    case W_t:
    case M_t:
        flow_close_text(x);
        break;
    case W_tc:
        if (f->row)
            rows_close_cell(x, f);
        break;
    case W_tbl:
        rows_close(f);
        break;
    case W_txbxContent:
        if (x->nflows > 1)
            flow_pop(x);
        break;
    case W_body:
    case W_hdr:
    case W_ftr:
        flow_pop(x);
        break;
    case W_footnote:
    case W_endnote:
    case W_comment:
        if (x->note)
            notes_close(x);
        break;
    case W_sectPr:
        margins_close_section(x);
        break;
    case W_ffData:
        field_form_close(x);
        break;
    default:
        if (formula_is(name) && x->nmath > 0)
            formula_close(x);
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
enum status
story_read(struct docx *x, struct str part, enum block_kind kind, struct block_list *out)
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
        flow_pop(x);
    block_list_join(out, &x->note_out);
    return status;
}
