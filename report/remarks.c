/* remarks.c - a sheet for each institution to be sent back with: what contradicts what, in its own
 * words, and what is missing; in Russian, then in Kazakh; as a Word document and as a page. */
#include "all.h"
#include "clean.h"
#include "cli.h"
#include "content.h"
#include "docx.h"
#include "embed.h"
#include "grow.h"
#include "policy.h"
#include "text.h"
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#define NAME_BYTES 100 /* of a name within a file's name, which file systems limit to 255 */

EMBED(remarks_style, "report/html/remarks.css");

/* Where the lines of a sheet go: to a document or to a page. */
struct sheet {
    struct report r; /* in the language being written */
    const struct row *row;
    const struct content_by_row *findings;
    struct docx d;
    struct buf html, clean, b;
    struct buf said; /* quotes of the language being written, a line each */
    struct passage {
        uint64_t document;
        int64_t block;
        size_t from, to;
    } * passages; /* where they stand */
    size_t npassages, capacity_passages;
    struct str telling; /* the sentence of the finding being written */
    uint32_t quoted, repeated; /* its quotes: written, and those that stand above */
    bool page; /* a page, not a document */
};

static void
add_escaped(struct sheet *s, struct str text)
{
    buf_clear(&s->clean);
    clean_text(&s->clean, text);
    for (size_t i = 0; i < s->clean.len; i++)
        switch (s->clean.p[i]) {
        case '&':
            buf_z(&s->html, "&amp;");
            break;
        case '<':
            buf_z(&s->html, "&lt;");
            break;
        case '>':
            buf_z(&s->html, "&gt;");
            break;
        default:
            buf_char(&s->html, s->clean.p[i]);
        }
}

static void
line(struct sheet *s, enum docx_style style, struct str text)
{
    static const char *const tags[] = {
        "h1", "p", "h2", "h3", "p", "p class=\"item\"", "blockquote", "p class=\"small\""};
    static const char *const ends[] = {"h1", "p", "h2", "h3", "p", "p", "blockquote", "p"};
    if (!s->page) {
        docx_paragraph(&s->d, style, text);
        return;
    }
    buf_printf(&s->html, "<%s>", tags[style]);
    add_escaped(s, text);
    buf_printf(&s->html, "</%s>\n", ends[style]);
}

/* The row whose sheet is written, and the findings: the writers of files take only a report. */
static struct {
    const struct row *row;
    uint32_t rows; /* of its period */
    struct content_by_row findings;
} current;

static struct str
say(const struct sheet *s, const char *key)
{
    return word(&s->r, key);
}

static void
pair(struct sheet *s, const char *key, struct str value)
{
    buf_clear(&s->b);
    buf_str(&s->b, say(s, key));
    buf_z(&s->b, ": ");
    buf_str(&s->b, value);
    line(s, DOCX_TEXT, buf_slice(&s->b));
}

/* Whether the text stands among the lines of `said`; it does from now on. */
static bool
said_before(struct buf *said, struct str text)
{
    for (struct str rest = buf_slice(said); rest.len;)
        if (str_eq(str_cut(&rest, '\n'), text))
            return true;
    buf_str(said, text);
    buf_char(said, '\n');
    return false;
}

/* Whether the quote stands in a passage that is written; the passage is from now on. */
static bool
shown_before(struct sheet *s, const struct record *r, const struct json *v, const struct context *c)
{
    struct passage own = {r->hash, json_int(v, "block", -1), c->from, c->to};
    for (size_t i = 0; i < s->npassages; i++) {
        const struct passage *p = &s->passages[i];
        if (p->document == own.document && p->block == own.block && p->from <= c->at &&
            p->to >= c->at + c->quote.len)
            return true;
    }
    struct passage *passages =
        grow(s->passages, &s->capacity_passages, s->npassages + 1, sizeof *passages);
    if (passages) { /* without memory it is only written again */
        s->passages = passages;
        passages[s->npassages++] = own;
    }
    return false;
}

/* Whether the finding's sentence says these words itself. */
static bool
is_told(const struct sheet *s, struct str words)
{
    for (size_t i = 0; i + words.len <= s->telling.len; i++)
        if (str_eq(str_slice(s->telling, i, i + words.len), words))
            return true;
    return false;
}

/* The words around a quote with the quote in them; the quote alone where they are not known. Each
 * passage is written once. */
static void
quote(struct sheet *s, const struct record *record, const struct json *v)
{
    struct context c = content_context(&s->r, record, v);
    struct buf b = {0};
    buf_str(&b, c.before);
    buf_str(&b, c.quote);
    buf_str(&b, c.after);
    struct str words = str_trim(buf_slice(&b));
    if (is_told(s, words))
        goto done;
    if ((c.to && shown_before(s, record, v, &c)) || said_before(&s->said, words)) {
        s->repeated++;
        goto done;
    }
    struct str lang = json_text(v, "lang");
    buf_clear(&s->b);
    if (lang.len) {
        buf_str(&s->b, label_of(&s->r.s->catalog, s->r.lang, "in", lang));
        buf_z(&s->b, ": ");
    }
    buf_z(&s->b, "\xC2\xAB");
    buf_str(&s->b, words);
    buf_z(&s->b, "\xC2\xBB");
    line(s, DOCX_QUOTE, buf_slice(&s->b));
    s->quoted++;
done:
    buf_free(&b);
}

/* Around the quotes of a finding or figure: where all of them stand above, that is said. */
static void
begin_quotes(struct sheet *s, struct str telling)
{
    s->telling = telling;
    s->quoted = s->repeated = 0;
}

static void
end_quotes(struct sheet *s)
{
    if (s->repeated && !s->quoted)
        line(s, DOCX_QUOTE, say(s, "remarks.above"));
}

static void
take_statement(void *ctx, uint32_t nth, const struct record *record, const struct json *v)
{
    (void)nth;
    quote(ctx, record, v);
}

/* Whether a finding says no more than that its figures are conflicts, whose statements stand under
 * the figures. */
static bool
is_conflict(const struct summary *m, const struct row *row, const struct json *finding)
{
    struct str code = json_text(finding, "code");
    const struct json *figures = json_get(finding, "figures");
    if (!str_is(code, "language-conflict") && !str_is(code, "internal-conflict") &&
        !str_is(code, "resubmission"))
        return false;
    for (const struct json *id = figures ? figures->child : NULL; id; id = id->next) {
        int figure = catalog_find(&m->catalog, id->text);
        const struct cell *c = figure < 0 ? NULL : cells_find(row->cells, (unsigned)figure);
        if (!c || c->status != CELL_CONFLICT)
            return false;
    }
    return figures && figures->child;
}

/* The words of the findings that say so of the figure. */
static enum status
write_reasons(struct sheet *s, unsigned figure)
{
    struct summary *m = s->r.s;
    struct str id = m->catalog.figures[figure].id;
    for (uint32_t i = s->findings->first[s->row - m->rows]; i; i = s->findings->next[i - 1]) {
        const struct json *v;
        if (summary_finding(m, &m->findings[i - 1], &v) != STATUS_OK)
            return STATUS_BROKEN;
        if (is_conflict(m, s->row, v) && str_eq(json_get(v, "figures")->child->text, id))
            line(s, DOCX_TEXT, sentence(&s->r, v));
    }
    return STATUS_OK;
}

static enum status
write_conflicts(struct sheet *s)
{
    const struct row *row = s->row;
    bool begun = false;
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < row->cells.count && status == STATUS_OK; i++) {
        const struct cell *c = &row->cells.p[i];
        if (c->status != CELL_CONFLICT)
            continue;
        if (!begun)
            line(s, DOCX_HEADING, say(s, "remarks.conflicts"));
        begun = true;
        line(s, DOCX_SUBHEADING, s->r.s->catalog.figures[c->figure].label[s->r.lang]);
        status = write_reasons(s, c->figure);
        begin_quotes(s, STR(""));
        if (status == STATUS_OK)
            status = content_statements(s->r.s, row, c->figure, take_statement, s);
        end_quotes(s);
    }
    return status;
}

/* What a person has seen need not be sent back. */
static enum status
write_findings(struct sheet *s)
{
    struct summary *m = s->r.s;
    bool begun = false;
    for (uint32_t i = s->findings->first[s->row - m->rows]; i; i = s->findings->next[i - 1]) {
        const struct finding_place *f = &m->findings[i - 1];
        const struct json *v;
        if (f->level == FINDING_INFO || f->seen)
            continue;
        if (summary_finding(m, f, &v) != STATUS_OK)
            return STATUS_BROKEN;
        if (is_conflict(m, s->row, v))
            continue;
        if (!begun)
            line(s, DOCX_HEADING, say(s, "remarks.findings"));
        begun = true;
        line(s, DOCX_ITEM, sentence(&s->r, v));
        const struct json *quotes = is_withheld(&s->r, v) ? NULL : json_get(v, "statements");
        begin_quotes(s, sentence(&s->r, v));
        for (const struct json *q = quotes ? quotes->child : NULL; q; q = q->next)
            quote(s, &m->records[f->record], q);
        end_quotes(s);
    }
    return STATUS_OK;
}

/* What most others of the period state, and this row does not. */
static bool
lacks(const struct summary *s, const struct row *row, uint32_t column, uint32_t rows)
{
    return !cells_find(row->cells, s->columns[column]) &&
        summary_total(s, row->period, column)->stated * 2 > rows;
}

static void
write_missing(struct sheet *s)
{
    const struct summary *m = s->r.s;
    uint32_t rows = current.rows;
    bool begun = false;
    if (s->row->langs == STATED_RU || s->row->langs == STATED_KK) {
        line(s, DOCX_HEADING, say(s, "remarks.missing"));
        begun = true;
        line(s, DOCX_ITEM, say(s, s->row->langs == STATED_RU ? "missing.kk" : "missing.ru"));
    }
    for (uint32_t c = 0; c < m->ncolumns; c++) {
        if (!lacks(m, s->row, c, rows))
            continue;
        if (!begun)
            line(s, DOCX_HEADING, say(s, "remarks.missing"));
        begun = true;
        line(s, DOCX_ITEM, m->catalog.figures[m->columns[c]].label[s->r.lang]);
    }
}

/* Which files these are remarks on, whatever they are called by then, and who made them. */
static void
write_origin(struct sheet *s)
{
    const struct summary *m = s->r.s;
    for (uint32_t k = 0; k < s->row->count; k++) {
        buf_clear(&s->b);
        buf_z(&s->b, "SHA-256: ");
        buf_str(&s->b, m->records[m->order[s->row->first + k]].source.sha256);
        line(s, DOCX_SMALL, buf_slice(&s->b));
    }
    buf_clear(&s->b);
    content_origin(&s->r, true, &s->b);
    line(s, DOCX_SMALL, buf_slice(&s->b));
}

static enum status
write_language(struct sheet *s, enum lang lang)
{
    const struct summary *m = s->r.s;
    s->r.lang = s->d.lang = lang;
    buf_clear(&s->said);
    s->npassages = 0;
    if (s->page)
        buf_printf(&s->html, "<div lang=\"%s\">\n", lang_name(lang));
    if (s->page || lang == LANG_RU)
        line(s, DOCX_TITLE, say(s, "remarks.title"));
    else
        docx_page(&s->d, DOCX_TITLE, say(s, "remarks.title"));
    pair(s, "institution", institution_name(&m->institutions[s->row->institution], lang));
    pair(s, "period", content_period(&s->r, s->row->period));
    size_t folders = content_folders(m, s->row);
    for (uint32_t k = 0; k < s->row->count; k++) {
        struct buf path = {0};
        content_name(m, folders, &m->records[m->order[s->row->first + k]].source, &path);
        pair(s, "document", buf_slice(&path));
        buf_free(&path);
    }
    if (write_conflicts(s) != STATUS_OK || write_findings(s) != STATUS_OK)
        return STATUS_BROKEN;
    write_missing(s);
    line(s, DOCX_TEXT, say(s, "remarks.end"));
    write_origin(s);
    if (s->page)
        buf_z(&s->html, "</div>\n");
    return STATUS_OK;
}

/* No script and nothing from elsewhere: a policy allows the style sheet alone. */
static void
write_page_head(struct sheet *s)
{
    struct str style = embedded(remarks_style, remarks_style_end);
    buf_z(&s->html,
        "<!DOCTYPE html>\n<html lang=\"ru\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
    policy_hash(&s->html, style);
    buf_z(&s->html,
        "; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    buf_str(&s->html, label(&s->r.s->catalog, LANG_RU, "remarks.title"));
    buf_z(&s->html, "</title>\n<style>");
    buf_str(&s->html, style);
    buf_z(&s->html, "</style>\n</head>\n<body>\n");
}

static enum status
write_sheet(struct report *r, bool page)
{
    struct sheet s = {.r = *r, .row = current.row, .findings = &current.findings, .page = page};
    if (page)
        write_page_head(&s);
    enum status status = write_language(&s, LANG_RU);
    if (status == STATUS_OK)
        status = write_language(&s, LANG_KK);
    if (status == STATUS_OK && page) {
        buf_z(&s.html, "</body>\n</html>\n");
        io_write(r->out, buf_slice(&s.html));
        status = s.html.failed ? STATUS_BROKEN : STATUS_OK;
    } else if (status == STATUS_OK) {
        status = docx_finish(&s.d, label(&r->s->catalog, LANG_RU, "remarks.title"), r->out);
    }
    docx_free(&s.d);
    buf_free(&s.html);
    buf_free(&s.clean);
    buf_free(&s.said);
    free(s.passages);
    buf_free(&s.b);
    return status;
}

static enum status
write_sheet_page(struct report *r)
{
    return write_sheet(r, true);
}

static enum status
write_sheet_document(struct report *r)
{
    return write_sheet(r, false);
}

static bool
has_remarks(const struct summary *s, const struct row *row)
{
    if (content_conflicts(row) || row->langs == STATED_RU || row->langs == STATED_KK)
        return true;
    for (uint32_t i = current.findings.first[row - s->rows]; i; i = current.findings.next[i - 1])
        if (s->findings[i - 1].level > FINDING_INFO && !s->findings[i - 1].seen)
            return true;
    for (uint32_t c = 0; c < s->ncolumns; c++)
        if (lacks(s, row, c, current.rows))
            return true;
    return false;
}

/* The files that were named. */
struct sheets {
    struct map names;
    struct arena arena;
};

/* Letters and digits of a name, anything else a hyphen: a safe part of a file's name. */
static void
add_file_name(struct buf *b, struct str name)
{
    size_t begin = b->len;
    bool gap = false;
    for (size_t at = 0; at < name.len && b->len - begin < NAME_BYTES;) {
        uint32_t c = text_decode(name, &at);
        if (c == TEXT_INVALID || !(text_is_digit(c) || text_is_letter(c))) {
            gap = b->len > begin;
            continue;
        }
        if (gap)
            buf_char(b, '-');
        gap = false;
        buf_utf8(b, c);
    }
}

/* "FOLDER/Гимназия-54-2016", and "-2", "-3" behind it where others have that name. It does not
 * depend on which other institutions report, so that a sheet keeps its name from night to night. */
static bool
name_sheet(const struct summary *s, const char *folder, struct sheets *sheets, struct buf *path)
{
    const struct row *row = current.row;
    buf_clear(path);
    buf_printf(path, "%s/", folder);
    add_file_name(path, institution_short(&s->institutions[row->institution], LANG_RU));
    if (s->periods[row->period].label.len)
        buf_char(path, '-');
    add_file_name(path, s->periods[row->period].label);
    if (path->p && path->p[path->len - 1] == '/') /* not a letter in either */
        buf_z(path, "remarks");
    size_t stem = path->len;
    for (int n = 2; map_find(&sheets->names, buf_slice(path)) != MAP_NONE; n++) {
        path->len = stem;
        buf_printf(path, "-%d", n);
    }
    return map_take(&sheets->names, &sheets->arena, buf_slice(path)) != MAP_NONE;
}

/* Rows of a period stand together. */
static void
take_row(const struct summary *s, uint32_t row)
{
    current.row = &s->rows[row];
    if (row == 0 || s->rows[row - 1].period != current.row->period)
        current.rows = content_period_end(s, row) - row;
}

/* The page and the document of one sheet say the same: where the page is as it was, so is the
 * document, which costs more to make. */
static enum status
write_pair(struct report *r, struct buf *path, mode_t mode, struct io_writer *list)
{
    size_t stem = path->len;
    bool same;
    buf_z(path, ".html");
    if (path->failed || all_file(r, path->p, mode, write_sheet_page, list, &same) != STATUS_OK)
        return STATUS_BROKEN;
    path->len = stem;
    buf_z(path, ".docx");
    if (path->failed)
        return STATUS_BROKEN;
    if (!same || access(path->p, F_OK) != 0)
        return all_file(r, path->p, mode, write_sheet_document, list, NULL);
    all_name(path->p, list);
    return STATUS_OK;
}

enum status
remarks_write(struct report *r, const char *folder, mode_t mode, struct io_writer *list)
{
    struct summary *s = r->s;
    struct buf path = {0};
    struct sheets sheets = {0};
    enum status status =
        content_by_row(s, &current.findings) ? cli_make_folder(folder, mode) : STATUS_BROKEN;
    for (uint32_t i = 0; i < s->nshown && status == STATUS_OK; i++) {
        take_row(s, i);
        if (has_remarks(s, current.row))
            status = name_sheet(s, folder, &sheets, &path) ? write_pair(r, &path, mode, list)
                                                           : STATUS_BROKEN;
    }
    content_by_row_free(&current.findings);
    buf_free(&path);
    map_free(&sheets.names);
    arena_free(&sheets.arena);
    return status;
}
