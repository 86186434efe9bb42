#include "docx.h"

#include "clean.h"
#include "embed.h"
#include <stdlib.h>
#include <zip.h>

#define WIDTH 9638 /* twentieths of a point between the margins of an A4 page */
#define MODIFIED (20 << 9 | 1 << 5 | 1) /* 2000-01-01, in DOS: the same in every time zone */

static const char *const styles[] = {"Title", "Subtitle", "Heading1", "Heading2", NULL,
    "ListParagraph", "Quote", "SmallText", "Signature"};

static const char *const languages[LANG_COUNT] = {"ru-RU", "kk-KZ", "en-US"};

static void
escape(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        switch (s.p[i]) {
        case '&':
            buf_z(b, "&amp;");
            break;
        case '<':
            buf_z(b, "&lt;");
            break;
        case '>':
            buf_z(b, "&gt;");
            break;
        case '"':
            buf_z(b, "&quot;");
            break;
        default:
            buf_char(b, s.p[i]);
        }
}

static void
run(struct docx *d, struct str text, bool bold)
{
    buf_clear(&d->clean);
    clean_text(&d->clean, text);
    d->body.failed |= d->clean.failed;
    if (!d->clean.len)
        return;
    buf_printf(&d->body, "<w:r><w:rPr>%s<w:lang w:val=\"%s\"/></w:rPr><w:t xml:space=\"preserve\">",
        bold ? "<w:b/>" : "", languages[d->lang]);
    escape(&d->body, buf_slice(&d->clean));
    buf_z(&d->body, "</w:t></w:r>");
}

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

/* The document's part begins where nothing has been written yet. */
static void
begin(struct docx *d)
{
    if (!d->body.len)
        buf_z(&d->body, XML "<w:document xmlns:w=\"" WORD "\" xmlns:r=\"" OFFICE "\"><w:body>\n");
}

static void
paragraph(struct docx *d, enum docx_style style, struct str text, bool page)
{
    begin(d);
    buf_z(&d->body, "<w:p><w:pPr>");
    if (styles[style])
        buf_printf(&d->body, "<w:pStyle w:val=\"%s\"/>", styles[style]);
    if (page)
        buf_z(&d->body, "<w:pageBreakBefore/>");
    if (style == DOCX_ITEM)
        buf_z(&d->body, "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>");
    buf_z(&d->body, "</w:pPr>");
    run(d, text, false);
    buf_z(&d->body, "</w:p>\n");
}

void
docx_paragraph(struct docx *d, enum docx_style style, struct str text)
{
    paragraph(d, style, text, false);
}

void
docx_page(struct docx *d, enum docx_style style, struct str text)
{
    paragraph(d, style, text, true);
}

void
docx_table(struct docx *d, const int *widths, size_t columns)
{
    begin(d);
    d->columns = columns;
    d->column = 0;
    buf_printf(&d->body,
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/>"
        "</w:tblPr><w:tblGrid>",
        WIDTH);
    for (size_t i = 0; i < columns; i++)
        buf_printf(&d->body, "<w:gridCol w:w=\"%d\"/>", WIDTH * widths[i] / 100);
    buf_z(&d->body, "</w:tblGrid>\n");
}

void
docx_cell(struct docx *d, struct str text, bool heading, bool right)
{
    if (d->column == 0)
        buf_printf(
            &d->body, "<w:tr><w:trPr><w:cantSplit/>%s</w:trPr>", heading ? "<w:tblHeader/>" : "");
    buf_printf(&d->body, "<w:tc><w:p><w:pPr><w:pStyle w:val=\"TableText\"/>%s</w:pPr>",
        right ? "<w:jc w:val=\"right\"/>" : "");
    run(d, text, heading);
    buf_z(&d->body, "</w:p></w:tc>");
    if (++d->column == d->columns) {
        buf_z(&d->body, "</w:tr>\n");
        d->column = 0;
    }
}

void
docx_table_end(struct docx *d)
{
    /* Word wants a paragraph between two tables */
    buf_z(&d->body, "</w:tbl><w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr></w:p>\n");
}

/* The parts that are the same in every document: report/docx/. */
EMBED(docx_types, "report/docx/content-types.xml");
EMBED(docx_package, "report/docx/package.rels");
EMBED(docx_relations, "report/docx/document.rels");
EMBED(docx_styles, "report/docx/styles.xml");
EMBED(docx_numbering, "report/docx/numbering.xml");
EMBED(docx_footer, "report/docx/footer.xml");

/* `text` must live until the package is closed. */
static bool
add_part(zip_t *z, const char *name, struct str text)
{
    zip_source_t *source = zip_source_buffer(z, text.p, text.len, 0);
    if (!source)
        return false;
    zip_int64_t index = zip_file_add(z, name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_file_set_dostime(z, (zip_uint64_t)index, 0, MODIFIED, 0) == 0;
}

static bool
add_parts(zip_t *z, struct str document, struct str core)
{
    return add_part(z, "[Content_Types].xml", str_of(docx_types)) &&
        add_part(z, "_rels/.rels", str_of(docx_package)) &&
        add_part(z, "word/document.xml", document) &&
        add_part(z, "word/_rels/document.xml.rels", str_of(docx_relations)) &&
        add_part(z, "word/styles.xml", str_of(docx_styles)) &&
        add_part(z, "word/numbering.xml", str_of(docx_numbering)) &&
        add_part(z, "word/footer.xml", str_of(docx_footer)) &&
        add_part(z, "docProps/core.xml", core);
}

static enum status
hand_over(zip_source_t *package, struct io_writer *out)
{
    char part[65536];
    zip_int64_t n = -1;
    if (zip_source_open(package) != 0)
        return STATUS_BROKEN;
    while ((n = zip_source_read(package, part, sizeof part)) > 0)
        io_write(out, (struct str){part, (size_t)n});
    zip_source_close(package);
    return n == 0 ? STATUS_OK : STATUS_BROKEN;
}

static enum status
pack(struct str document, struct str core, struct io_writer *out)
{
    zip_error_t error;
    enum status status = STATUS_BROKEN;
    zip_error_init(&error);
    zip_source_t *package = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *z = package ? zip_open_from_source(package, ZIP_TRUNCATE, &error) : NULL;
    if (z) {
        zip_source_keep(package); /* closing the archive would free what was written */
        if (!add_parts(z, document, core))
            zip_discard(z);
        else if (zip_close(z) != 0)
            zip_discard(z);
        else
            status = hand_over(package, out);
    }
    if (package)
        zip_source_free(package);
    zip_error_fini(&error);
    return status;
}

enum status
docx_finish(struct docx *d, struct str title, struct io_writer *out)
{
    struct buf core = {0};
    begin(d);
    buf_z(&d->body,
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/><w:pgSz w:w=\"11906\" "
        "w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" "
        "w:left=\"1418\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/></w:sectPr>"
        "</w:body></w:document>");
    buf_z(&core,
        XML
        "<cp:coreProperties "
        "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
    escape(&core, title);
    buf_z(&core,
        "</dc:title><dc:creator>svodka</dc:creator><dcterms:created "
        "xsi:type=\"dcterms:W3CDTF\">2000-01-01T00:00:00Z</dcterms:created></cp:coreProperties>");
    enum status status = d->body.failed || core.failed
        ? STATUS_BROKEN
        : pack(buf_slice(&d->body), buf_slice(&core), out);
    buf_free(&core);
    docx_free(d);
    return status;
}

void
docx_free(struct docx *d)
{
    buf_free(&d->body);
    buf_free(&d->clean);
}
