/* datapackage.c - describes figures.csv and matrix.csv as a Frictionless data package. */
#include "content.h"

struct column {
    const char *name, *type, *title;
};

static const struct column identity[] = {
    {"institution_key", "string", "institution"},
    {"bin", "string", NULL},
    {"institution", "string", "institution"},
    {"place", "string", "place"},
    {"period", "string", "period"},
};

static const struct column statement[] = {
    {"figure", "string", "figure"},
    {"label", "string", "figure"},
    {"unit", "string", "unit"},
    {"value", "number", "value"},
    {"status", "string", "status"},
    {"approx", "boolean", NULL},
    {"since", "string", "since"},
    {"before", "number", "before"},
    {"change", "number", "change"},
    {"quote_ru", "string", "quote.ru"},
    {"quote_kk", "string", "quote.kk"},
    {"path", "string", "document"},
    {"sha256", "string", "sha256"},
};

static void
open_field(struct buf *b, struct str name, const char *type)
{
    json_write_comma(b);
    buf_z(b, "\n    {");
    json_write_member_str(b, "name", name);
    json_write_member_str(b, "type", str_of(type));
}

static void
fields(const struct report *r, struct buf *b, const struct column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        open_field(b, str_of(columns[i].name), columns[i].type);
        if (columns[i].title)
            json_write_member_str(b, "title", word(r, columns[i].title));
        buf_char(b, '}');
    }
}

static void
open_resource(struct buf *b, const char *name, const char *path)
{
    json_write_comma(b);
    buf_printf(b,
        "\n  {\"name\":\"%s\",\"path\":\"%s\",\"profile\":\"tabular-data-resource\","
        "\"format\":\"csv\",\"mediatype\":\"text/csv\",\"encoding\":\"utf-8\","
        "\"dialect\":{\"delimiter\":\",\",\"lineTerminator\":\"\\r\\n\",\"quoteChar\":\"\\\"\","
        "\"doubleQuote\":true},\"schema\":{\"missingValues\":[\"\",\"conflict\"],\"fields\":[",
        name, path);
}

enum status
write_datapackage(struct report *r)
{
    struct buf b = {0}, origin = {0};
    buf_z(&b, "{\"profile\":\"tabular-data-package\",\"name\":\"svodka\"");
    json_write_member_str(&b, "title", word(r, "title.summary"));
    content_origin(r, true, &origin);
    json_write_member_str(&b, "description", buf_slice(&origin));
    buf_free(&origin);
    json_write_key(&b, "resources");
    buf_char(&b, '[');
    open_resource(&b, "figures", "figures.csv");
    fields(r, &b, identity, sizeof identity / sizeof *identity);
    fields(r, &b, statement, sizeof statement / sizeof *statement);
    buf_z(&b, "]}}");
    open_resource(&b, "matrix", "matrix.csv");
    fields(r, &b, identity, sizeof identity / sizeof *identity);
    for (uint32_t c = 0; c < r->s->ncolumns; c++) {
        const struct figure *f = &r->s->catalog.figures[r->s->columns[c]];
        open_field(&b, f->id, "number");
        json_write_member_str(&b, "title", f->label[r->lang]);
        buf_char(&b, '}');
    }
    buf_z(&b, "]}}]}\n");
    io_write(r->out, buf_slice(&b));
    enum status status = b.failed ? STATUS_BROKEN : STATUS_OK;
    buf_free(&b);
    return status;
}
