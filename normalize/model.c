#include "model.h"

#include "text.h"

bool
number_scale(struct number *n, long power)
{
    struct decimal value, step;
    if (!decimal_shift(n->value, power, &value) || !decimal_shift(n->step, power, &step))
        return false;
    n->value = value;
    n->step = step;
    return true;
}

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

/* A small number of a line: what is no sensible count of rows or columns stays as it was. */
static void
read_small(int *out, const struct json *value)
{
    struct decimal d;
    if (value->type == JSON_NUMBER && decimal_parse(value->text, &d) && !d.scale && d.units >= 0 &&
        d.units <= 100000)
        *out = (int)d.units;
}

/* Where the number of a member goes; NULL where it is none. */
static int *
number_of(struct block *b, struct str key)
{
    return str_is(key, "table")  ? &b->table
        : str_is(key, "row")     ? &b->row
        : str_is(key, "column")  ? &b->column
        : str_is(key, "rowspan") ? &b->rowspan
        : str_is(key, "colspan") ? &b->colspan
        : str_is(key, "level")   ? &b->level
                                 : NULL;
}

static void
read_member(struct block *b, const struct json *v)
{
    int *number;
    if (str_is(v->key, "text"))
        b->text = v->type == JSON_STRING ? v->text : STR("");
    else if (str_is(v->key, "lang")) {
        b->lang = str_is(v->text, "ru") ? LANG_RU : str_is(v->text, "kk") ? LANG_KK : LANG_NONE;
        b->mixed = str_is(v->text, "mixed");
    } else if (str_is(v->key, "kind"))
        b->kind = block_kind_of(v->text);
    else if (str_is(v->key, "label"))
        b->label = v->text;
    else if (str_is(v->key, "header"))
        b->header_row = v->type == JSON_TRUE;
    else if ((number = number_of(b, v->key)) != NULL)
        read_small(number, v);
}

static void
read_block(struct block *b, const struct json *json)
{
    *b = (struct block){
        .kind = BLOCK_OTHER, .text = STR(""), .rowspan = 1, .colspan = 1, .part = -1};
    for (const struct json *v = json->type == JSON_OBJECT ? json->child : NULL; v; v = v->next)
        read_member(b, v);
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

/* The byte of code point `point` in the block's text, counted from the nearest token before it. */
static size_t
byte_of(const struct block *b, uint32_t point)
{
    size_t i = block_token(b, point), at = 0;
    uint32_t n = 0;
    if (i < b->ntokens && b->tokens[i].start == point)
        return (size_t)(b->tokens[i].text.p - b->text.p);
    if (i > 0) {
        const struct token *t = &b->tokens[i - 1];
        n = t->end <= point ? t->end : t->start;
        at = (size_t)(t->text.p - b->text.p) + (n == t->end ? t->text.len : 0);
    }
    for (; n < point && at < b->text.len; n++)
        (void)text_decode(b->text, &at);
    return at;
}

struct str
block_quote(const struct block *b, uint32_t start, uint32_t end)
{
    return str_slice(b->text, byte_of(b, start), byte_of(b, end));
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
