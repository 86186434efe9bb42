/* story.h - the stories of a Word document (body, headers, notes ...) while they are read: what the
 * files that take their elements apart share. */
#ifndef SVODKA_STORY_H
#define SVODKA_STORY_H

#include "numbering.h"
#include "package.h"
#include "styles.h"

/* Elements within elements; libxml2 itself stops at 256. */
#define DEPTH_MAX 512

/* Nested fields whose state is kept; more are deeper than Word itself allows. */
#define FIELDS_MAX 64

/* A vertically merged cell that may go on in the next row. */
struct merged {
    struct merged *next;
    struct cell *cell;
    long column;
};

/* A table that is open. */
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

/* The body, and text boxes within text boxes up to the limit on depth. */
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

/* A footnote, endnote or comment, until its mark comes. */
struct note {
    struct note *next;
    struct str id;
    struct block_list blocks;
};

/* A document while its parts are read. */
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
    enum xml_name open[DEPTH_MAX]; /* elements */
    int depth;
    int skip; /* elements open since one that is passed over */
    bool choice_taken[DEPTH_MAX]; /* of the mc:AlternateContent open at that depth */
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

/* story.c: the elements of a story. */

/* Reads one part into `out`. */
NODISCARD enum status story_read(
    struct docx *x, struct str part, enum block_kind kind, struct block_list *out);

/* The element `up` levels above the open one (0: itself). */
enum xml_name story_parent(const struct docx *x, int up);

/* Whether an element of that name is open. */
bool story_within(const struct docx *x, enum xml_name name);

/* A copy that lives as long as the document; p == NULL stays so. */
struct str story_keep(struct docx *x, struct str s);

/* Passes the open element over, with all in it. */
void story_skip(struct docx *x);

/* flow.c: paragraphs and runs. */

/* The innermost flow, NULL where none is open. */
struct flow *flow_top(struct docx *x);

/* Opens a flow whose blocks go to `out`; closes the innermost one. */
void flow_push(struct docx *x, enum block_kind kind, struct block_list *out);
void flow_pop(struct docx *x);

/* The begin and the end of a paragraph. One whose mark is not seen is held: the next goes on with
 * it. */
void flow_open(struct docx *x, struct flow *f);
void flow_close(struct docx *x, struct flow *f);

/* Turns the paragraph that is open or held into a block, what hangs on it behind it. */
void flow_flush(struct docx *x, struct flow *f);

/* The begin or the end of a run: it says nothing about itself yet. */
void flow_open_run(struct flow *f);

/* Whether what stands here is seen; hidden text is counted, once a run. */
bool flow_visible(struct docx *x, struct flow *f);

/* Appends text as it is; appends where it is seen, whatever the run's font. */
void flow_append(struct docx *x, struct flow *f, struct str s);
void flow_append_z(struct docx *x, const char *z);
void flow_append_char(struct docx *x, uint32_t c);

/* The end of a w:t, whose text is in run_text. */
void flow_close_text(struct docx *x);

/* Whether nothing but blanks stands in `s`. */
bool flow_blank(struct str s);

/* rows.c: tables. */

void rows_element(struct docx *x, enum xml_name name, const struct xml_attributes *a);
void rows_delete(struct row_state *r);
void rows_close_cell(struct docx *x, struct flow *f);
void rows_close(struct flow *f);

/* field.c: fields and form fields. */

void field_char(struct flow *f, struct str type);
void field_form_member(struct docx *x, enum xml_name name, const struct xml_attributes *a);
void field_form_close(struct docx *x);

/* formula.c: math. */

bool formula_is(enum xml_name name);
void formula_open(struct docx *x, enum xml_name name);
void formula_close(struct docx *x);
void formula_member(struct docx *x, enum xml_name name, const struct xml_attributes *a);

/* property.c: members of w:pPr and w:rPr. */

void property_of_paragraph(struct docx *x, enum xml_name name, const struct xml_attributes *a);
void property_of_run(struct docx *x, enum xml_name name, const struct xml_attributes *a);

/* notes.c: footnotes, endnotes, comments. */

NODISCARD enum status notes_read(
    struct docx *x, enum relation relation, enum block_kind kind, struct note **notes);
void notes_open(struct docx *x, const struct xml_attributes *a);
void notes_close(struct docx *x);
void notes_reference(struct docx *x, enum xml_name name, const struct xml_attributes *a);

/* margins.c: headers and footers. */

void margins_reference(struct docx *x, bool footer, const struct xml_attributes *a);
void margins_close_section(struct docx *x);
NODISCARD enum status margins_read(struct docx *x, bool footer, struct block_list *out);

/* attached.c: what hangs on a paragraph. */

void attached_text(struct docx *x, enum block_kind kind, struct str text);
void attached_picture(struct docx *x, const struct xml_attributes *a);
void attached_drawing(struct docx *x, enum xml_name name, const struct xml_attributes *a);
void attached_chunk(struct docx *x, const struct xml_attributes *a);

#endif
