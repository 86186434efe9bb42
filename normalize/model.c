#include "model.h"

#include "text.h"

const char *
lang_name(enum lang lang)
{
    static const char *const names[] = {"", "ru", "kk"};
    return names[lang];
}

const char *
form_name(enum form form)
{
    static const char *const names[] = {
        "analysis_note", "monitoring_result", "services_report", "other"};
    return names[form];
}

const char *
how_name(enum how how)
{
    static const char *const names[] = {"stated", "zero", "table", "list"};
    return names[how];
}

const char *
match_name(enum match match)
{
    static const char *const names[] = {"exact", "folded", "homoglyph", "ocr", "spelled"};
    return names[match];
}

const char *
figure_status_name(enum figure_status status)
{
    static const char *const names[] = {"agree", "single", "conflict"};
    return names[status];
}

int
date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

static enum block_kind
kind_of(struct str name)
{
    static const char *const names[] = {"paragraph", "heading", "item", "cell", "header", "footer",
        "footnote", "endnote", "textbox", "comment", "alt", "chart"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i]))
            return (enum block_kind)i;
    return BLOCK_OTHER;
}

/* A small number of a line: what is no sensible count of rows or columns is 1. */
static int
small(const struct json *block, const char *key, int fallback)
{
    int64_t n = json_int(block, key, fallback);
    return n < 0 || n > 100000 ? fallback : (int)n;
}

static void
read_block(struct block *b, const struct json *json)
{
    struct str lang = json_text(json, "lang");
    b->kind = kind_of(json_text(json, "kind"));
    b->lang = str_is(lang, "ru") ? LANG_RU : str_is(lang, "kk") ? LANG_KK : LANG_NONE;
    b->mixed = str_is(lang, "mixed");
    b->text = json_text(json, "text");
    if (!b->text.p)
        b->text = STR("");
    b->label = json_text(json, "label");
    b->level = small(json, "level", 0);
    b->table = small(json, "table", 0);
    b->row = small(json, "row", 0);
    b->column = small(json, "column", 0);
    b->rowspan = small(json, "rowspan", 1);
    b->colspan = small(json, "colspan", 1);
    const struct json *header = json_get(json, "header");
    b->header_row = header && header->type == JSON_TRUE;
    b->part = -1;
}

enum status
document_read(struct document *d, const struct json *line)
{
    const struct json *blocks = json_get(line, "blocks");
    d->line = line;
    d->nblocks = blocks && blocks->type == JSON_ARRAY ? blocks->count : 0;
    d->blocks = arena_array(d->arena, d->nblocks + 1, sizeof *d->blocks);
    if (!d->blocks)
        return STATUS_LIMIT;
    d->statements_end = &d->statements;
    d->findings_end = &d->findings;
    d->unclaimed_end = &d->unclaimed;
    size_t i = 0;
    for (const struct json *b = d->nblocks ? blocks->child : NULL; b; b = b->next)
        read_block(&d->blocks[i++], b);
    return STATUS_OK;
}

struct str
document_quote(struct str text, uint32_t start, uint32_t end)
{
    size_t at = 0;
    uint32_t n = 0;
    for (; n < start && at < text.len; n++)
        (void)text_decode(text, &at);
    size_t from = at;
    for (; n < end && at < text.len; n++)
        (void)text_decode(text, &at);
    return str_slice(text, from, at);
}

size_t
block_token(const struct block *b, uint32_t start)
{
    size_t low = 0, high = b->ntokens;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (b->tokens[middle].start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct str
block_quote(const struct block *b, uint32_t start, uint32_t end)
{
    size_t i = block_token(b, start);
    if (i >= b->ntokens || b->tokens[i].start != start)
        return document_quote(b->text, start, end);
    struct str rest = b->text;
    size_t skip = (size_t)(b->tokens[i].text.p - b->text.p);
    rest = str_slice(rest, skip, rest.len);
    return document_quote(rest, 0, end - start);
}

enum lang
block_lang(const struct document *d, const struct block *b)
{
    return b->lang ? b->lang : b->part >= 0 ? d->parts[b->part].lang : LANG_RU;
}

struct found *
document_find(struct document *d, enum finding code)
{
    struct found *f = arena_new(d->arena, struct found);
    if (!f)
        return NULL;
    f->code = code;
    f->level = finding_level(code);
    *d->findings_end = f;
    d->findings_end = &f->next;
    return f;
}
