#include "emit.h"

#include <inttypes.h>

/* A string member, or null where there is none. */
static void
write_text(struct buf *b, const char *key, struct str s)
{
    json_write_key(b, key);
    if (s.p)
        json_write_str(b, s);
    else
        buf_z(b, "null");
}

static void
write_languages(struct buf *b, const char *key, const struct str text[3])
{
    json_write_key(b, key);
    buf_char(b, '{');
    for (int lang = LANG_RU; lang <= LANG_KK; lang++)
        if (text[lang].p)
            json_write_member_str(b, lang_name((enum lang)lang), text[lang]);
    buf_char(b, '}');
}

static void
write_institution(struct buf *b, const struct institution *i)
{
    json_write_key(b, "institution");
    buf_char(b, '{');
    write_text(b, "key", i->key);
    write_languages(b, "name", i->name);
    write_text(b, "legal_form", i->legal_form);
    write_languages(b, "locality", i->locality);
    write_text(b, "bin", i->bin);
    buf_char(b, '}');
}

static void
write_date(struct buf *b, const char *key, struct date d)
{
    json_write_key(b, key);
    if (!d.year) {
        buf_z(b, "null");
        return;
    }
    buf_char(b, '"');
    buf_int(b, d.year, 4);
    buf_char(b, '-');
    buf_int(b, d.month, 2);
    buf_char(b, '-');
    buf_int(b, d.day, 2);
    buf_char(b, '"');
}

static void
write_period(struct buf *b, const struct document *d)
{
    json_write_key(b, "period");
    buf_char(b, '{');
    write_text(b, "label", d->period_label);
    write_date(b, "from", d->period.from);
    write_date(b, "to", d->period.to);
    buf_char(b, '}');
}

static void
write_parts(struct buf *b, const struct document *d)
{
    json_write_key(b, "parts");
    buf_char(b, '[');
    for (size_t i = 0; i < d->nparts; i++) {
        const struct part *p = &d->parts[i];
        json_write_comma(b);
        buf_printf(b, "{\"lang\":\"%s\",\"form\":\"%s\",\"first_block\":%zu,\"last_block\":%zu}",
            lang_name(p->lang), form_name(p->form), p->first_block, p->last_block);
    }
    buf_char(b, ']');
}

static void
write_place(struct buf *b, int part, size_t block, uint32_t start, uint32_t end, struct str quote)
{
    if (part >= 0)
        json_write_member_int(b, "part", part);
    json_write_member_int(b, "block", (int64_t)block);
    json_write_member_int(b, "start", start);
    json_write_member_int(b, "end", end);
    json_write_member_str(b, "quote", quote);
}

static void
write_statement(struct buf *b, const struct statement *s)
{
    json_write_comma(b);
    buf_char(b, '{');
    json_write_member_decimal(b, "value", s->value);
    json_write_member_decimal(b, "step", s->step);
    if (s->approx)
        buf_z(b, ",\"approx\":true");
    json_write_member_str(b, "how", str_of(how_name(s->how)));
    json_write_member_str(b, "lang", str_of(lang_name(s->lang)));
    write_place(b, s->part, s->block, s->start, s->end, s->quote);
    json_write_member_str(b, "match", str_of(match_name(s->match)));
    json_write_member_str(b, "rule", s->rule);
    buf_char(b, '}');
}

static void
write_figures(struct buf *b, const struct rules *rules, const struct document *d)
{
    json_write_key(b, "figures");
    buf_char(b, '[');
    for (const struct figure_value *v = d->figures; v; v = v->next) {
        json_write_comma(b);
        buf_char(b, '{');
        json_write_member_str(b, "id", rules->figures[v->figure].id);
        if (v->has_value)
            json_write_member_decimal(b, "value", v->value);
        else
            buf_z(b, ",\"value\":null");
        json_write_member_str(b, "unit", rules->figures[v->figure].unit);
        json_write_member_str(b, "status", str_of(figure_status_name(v->status)));
        json_write_key(b, "statements");
        buf_char(b, '[');
        for (size_t i = 0; i < v->nstatements; i++)
            write_statement(b, v->statements[i]);
        buf_z(b, "]}");
    }
    buf_char(b, ']');
}

static void
write_finding_text(struct buf *b, const struct found *f)
{
    static const char *const languages[] = {"en", "ru", "kk"};
    static const enum lang order[] = {LANG_RU, LANG_KK, LANG_NONE};
    json_write_key(b, "text");
    buf_char(b, '{');
    for (int i = 0; i < 3; i++) {
        int lang = order[i];
        struct buf text = {0};
        if (!f->text[lang].p)
            finding_format(&text, f->code, languages[lang], f->args, f->nargs);
        json_write_member_str(
            b, languages[lang], f->text[lang].p ? f->text[lang] : buf_slice(&text));
        buf_free(&text);
    }
    buf_char(b, '}');
}

static void
write_finding(
    struct buf *b, const struct rules *rules, const struct document *d, const struct found *f)
{
    json_write_comma(b);
    buf_char(b, '{');
    json_write_member_str(b, "code", str_of(finding_code(f->code)));
    json_write_member_str(b, "level", str_of(finding_level_name(f->level)));
    if (f->nfigures) {
        json_write_key(b, "figures");
        buf_char(b, '[');
        for (size_t i = 0; i < f->nfigures; i++) {
            json_write_comma(b);
            json_write_str(b, rules->figures[f->figures[i]].id);
        }
        buf_char(b, ']');
    }
    if (f->subject.p)
        json_write_member_str(b, "subject", f->subject);
    if (f->verdict.p)
        json_write_member_str(b, "verdict", f->verdict);
    if (f->stated.len)
        json_write_member_str(b, "stated", f->stated);
    if (f->computed.len)
        json_write_member_str(b, "computed", f->computed);
    write_finding_text(b, f);
    json_write_key(b, "statements");
    buf_char(b, '[');
    for (const struct place *p = f->places; p; p = p->next) {
        json_write_comma(b);
        buf_char(b, '{');
        write_place(b, p->part, p->block, p->start, p->end,
            block_quote(&d->blocks[p->block], p->start, p->end));
        buf_char(b, '}');
    }
    buf_z(b, "]}");
}

static void
write_findings(struct buf *b, const struct rules *rules, const struct document *d)
{
    json_write_key(b, "findings");
    buf_char(b, '[');
    const struct json *own = json_get(d->line, "findings");
    for (const struct json *f = own && own->type == JSON_ARRAY ? own->child : NULL; f;
         f = f->next) {
        json_write_comma(b);
        json_write(b, f);
    }
    for (const struct found *f = d->findings; f; f = f->next)
        write_finding(b, rules, d, f);
    buf_char(b, ']');
}

static void
write_unclaimed(struct buf *b, const struct document *d)
{
    json_write_key(b, "unclaimed");
    buf_char(b, '[');
    for (const struct unclaimed *u = d->unclaimed; u; u = u->next) {
        json_write_comma(b);
        buf_char(b, '{');
        write_place(
            b, -1, u->block, u->start, u->end, block_quote(&d->blocks[u->block], u->start, u->end));
        if (u->why)
            json_write_member_str(b, "why", str_of(u->why));
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

/* Members that a record takes over from its document as they are. */
static void
write_source(struct buf *b, const struct json *line)
{
    static const char *const keys[] = {
        "path", "path_hex", "member", "member_hex", "sha256", "modified", "properties"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct json *value = json_get(line, keys[i]);
        if (!value)
            continue;
        json_write_key(b, keys[i]);
        json_write(b, value);
    }
}

void
emit_record(struct buf *b, const struct rules *rules, const struct document *d)
{
    buf_z(b, "{\"type\":\"record\"");
    write_source(b, d->line);
    write_institution(b, &d->institution);
    write_period(b, d);
    write_parts(b, d);
    write_figures(b, rules, d);
    write_findings(b, rules, d);
    write_unclaimed(b, d);
    buf_z(b, "}\n");
}
