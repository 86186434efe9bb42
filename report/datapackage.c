/* datapackage.c - describes the CSV files of a folder as a Frictionless data package. */
#include "content.h"
#include "csv.h"

static void
write_field(
    const struct report *r, struct buf *b, struct str name, const char *type, struct str title)
{
    json_write_comma(b);
    buf_z(b, "\n    {");
    json_write_member_str(b, "name", name);
    json_write_member_str(b, "type", str_of(type));
    if (r->excel && strcmp(type, "number") == 0)
        json_write_member_str(b, "decimalChar", STR(","));
    if (title.len)
        json_write_member_str(b, "title", title);
    buf_char(b, '}');
}

static void
write_columns(const struct report *r, struct buf *b, const struct csv_column *c, size_t count)
{
    for (size_t i = 0; i < count; i++)
        write_field(r, b, str_of(c[i].name), c[i].type, c[i].title ? word(r, c[i].title) : STR(""));
}

static void
write_resource(const struct report *r, struct buf *b, const struct csv_shape *shape)
{
    json_write_comma(b);
    buf_printf(b,
        "\n  {\"name\":\"%s\",\"path\":\"%s.csv\",\"profile\":\"tabular-data-resource\","
        "\"format\":\"csv\",\"mediatype\":\"text/csv\",\"encoding\":\"utf-8\","
        "\"dialect\":{\"delimiter\":\"%c\",\"lineTerminator\":\"\\r\\n\",\"quoteChar\":\"\\\"\","
        "\"doubleQuote\":true},\"schema\":{\"missingValues\":[\"\",\"conflict\"],\"fields\":[",
        shape->name, shape->name, r->excel ? ';' : ',');
    write_columns(r, b, csv_identity, shape->identity ? CSV_IDENTITY : 0);
    write_columns(r, b, shape->columns, shape->count);
    for (uint32_t c = 0; c < r->s->ncolumns && shape->figures; c++) {
        const struct figure *f = &r->s->catalog.figures[r->s->columns[c]];
        write_field(r, b, f->id, "number", f->label[r->lang]);
    }
    buf_z(b, "]}}");
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
    for (int i = 0; i < CSV_TABLES; i++)
        write_resource(r, &b, &csv_shapes[i]);
    buf_z(&b, "]}\n");
    io_write(r->out, buf_slice(&b));
    enum status status = b.failed ? STATUS_BROKEN : STATUS_OK;
    buf_free(&b);
    return status;
}
