/* rows.c - tables: rows, cells, what spans several of them. */
#include "story.h"

/* A number in a file is not a size: no table of ours has more columns. */
#define COLUMNS_MAX 100000

static void
rows_open(struct docx *x, struct flow *f)
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
    flow_flush(x, f);
    t->parent = f->row ? f->row->table : NULL;
    r->table = t;
    r->outer = f->row;
    if (f->row) {
        r->row_out = f->row->row_out || f->row->cell_out;
        f->row->cell_filled = true; /* by the table */
    }
    f->row = r;
}

void
rows_close(struct flow *f)
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

void
rows_delete(struct row_state *r)
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

void
rows_close_cell(struct docx *x, struct flow *f)
{
    struct row_state *r = f->row;
    flow_flush(x, f);
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

void
rows_element(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    struct flow *f = flow_top(x);
    struct row_state *r = f->row;
    struct str value = xml_attribute(a, "val");
    if (name == W_tbl) {
        rows_open(x, f);
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
        if (story_parent(x, 1) == W_trPr && n > 0)
            r->column = n < COLUMNS_MAX ? n : COLUMNS_MAX;
        break;
    }
    case W_tblHeader:
        if (story_parent(x, 1) == W_trPr)
            r->row_header = xml_on(value);
        break;
    case W_gridSpan: {
        long n = xml_number(value, 1);
        if (story_parent(x, 1) == W_tcPr && r->cell && n > 1) {
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
