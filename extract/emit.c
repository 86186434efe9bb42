#include "emit.h"

#include "json.h"
#include "language.h"
#include "text.h"
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

static void
number_tables(struct table *t, int *count)
{
    /* Outer tables come first; the depth is limited where tables are made. */
    if (t->number)
        return;
    if (t->parent)
        number_tables(t->parent, count);
    t->number = ++*count;
}

static void
emit_cell(struct buf *b, const struct cell *c)
{
    json_write_member_int(b, "table", c->table->number);
    json_write_member_int(b, "row", c->row);
    json_write_member_int(b, "column", c->column);
    if (c->rowspan > 1)
        json_write_member_int(b, "rowspan", c->rowspan);
    if (c->colspan > 1)
        json_write_member_int(b, "colspan", c->colspan);
    if (c->header)
        buf_z(b, ",\"header\":true");
}

static void
emit_block(struct buf *b, const struct block *k)
{
    json_write_comma(b);
    buf_char(b, '{');
    json_write_member_str(b, "kind", str_of(block_kind_name(k->kind)));
    if (k->label.p)
        json_write_member_str(b, "label", k->label);
    if (k->level >= 0)
        json_write_member_int(b, "level", k->level);
    if (k->cell)
        emit_cell(b, k->cell);
    if (k->at >= 0)
        json_write_member_int(b, "at", k->at);
    if (k->page_break)
        buf_z(b, ",\"page_break\":true");
    json_write_member_str(b, "lang", str_of(language_name(k->lang)));
    json_write_member_str(b, "text", k->text);
    buf_char(b, '}');
}

static void
emit_blocks(struct buf *b, struct document *d)
{
    int tables = 0;
    json_write_key(b, "blocks");
    buf_char(b, '[');
    for (const struct block *k = d->blocks.head; k; k = k->next) {
        if (k->cell)
            number_tables(k->cell->table, &tables);
        emit_block(b, k);
    }
    buf_char(b, ']');
}

/* What repaired blocks held before. */
static void
emit_originals(struct buf *b, const struct document *d)
{
    int64_t i = 0;
    buf_z(b, ",\"originals\":[");
    for (const struct block *k = d->blocks.head; k; k = k->next, i++) {
        if (!k->original.p)
            continue;
        json_write_comma(b);
        buf_char(b, '{');
        json_write_member_int(b, "block", i);
        json_write_member_str(b, "text", k->original);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void
emit_findings(struct buf *b, const struct document *d)
{
    json_write_key(b, "findings");
    buf_char(b, '[');
    for (int f = 0; f < FINDING_COUNT; f++) {
        char count[24];
        struct buf extra = {0};
        if (!d->counts[f])
            continue;
        snprintf(count, sizeof count, "%" PRIu32, d->counts[f]);
        buf_printf(&extra, "\"count\":%s", count);
        if (f == FINDING_repaired_text)
            emit_originals(&extra, d);
        struct str argument = str_of(count);
        json_write_comma(b);
        buf_char(b, '{');
        finding_write(b, (enum finding)f, &argument, 1, buf_slice(&extra));
        buf_char(b, '}');
        b->failed |= extra.failed;
        buf_free(&extra);
    }
    buf_char(b, ']');
}

void
emit_time(struct buf *b, const char *key, int64_t when)
{
    time_t t = (time_t)when;
    struct tm tm;
    char text[40];
    json_write_key(b, key);
    if (when < 0 || !gmtime_r(&t, &tm) || !strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm))
        buf_z(b, "null");
    else
        json_write_str(b, str_of(text));
}

static void
emit_property(struct buf *b, const char *key, struct str value)
{
    if (value.p)
        json_write_member_str(b, key, value);
}

void
emit_name(struct buf *b, const char *key, struct str name)
{
    json_write_member_str(b, key, name);
    if (text_valid(name))
        return;
    char hex_key[32];
    snprintf(hex_key, sizeof hex_key, "%s_hex", key);
    json_write_key(b, hex_key);
    buf_char(b, '"');
    for (size_t i = 0; i < name.len; i++)
        buf_printf(b, "%02x", (unsigned char)name.p[i]);
    buf_char(b, '"');
}

void
emit_document(struct buf *b, const struct origin *o, struct document *d)
{
    buf_z(b, "{\"type\":\"document\"");
    emit_name(b, "path", o->path);
    if (o->member.p)
        emit_name(b, "member", o->member);
    else
        buf_z(b, ",\"member\":null");
    if (o->sha256)
        json_write_member_str(b, "sha256", str_of(o->sha256));
    if (o->bytes >= 0)
        json_write_member_int(b, "bytes", o->bytes);
    if (o->modified >= 0)
        emit_time(b, "modified", o->modified);
    if (d->format)
        json_write_member_str(b, "format", str_of(d->format));
    if (d->rejected) {
        finding_write_rejected(b, d->reason, &d->detail, 1);
    } else {
        json_write_key(b, "properties");
        buf_char(b, '{');
        emit_property(b, "title", d->title);
        emit_property(b, "creator", d->creator);
        emit_property(b, "created", d->created);
        emit_property(b, "modified", d->modified);
        buf_char(b, '}');
        emit_blocks(b, d);
        emit_findings(b, d);
    }
    buf_z(b, "}\n");
}
