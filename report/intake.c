/* intake.c - lines of the input into records, institutions and periods. */
#include "cli.h"
#include "grow.h"
#include "join.h"
#include "period.h"
#include "summary.h"
#include <errno.h>

static enum status
no_memory(void)
{
    cli_say("%s", strerror(ENOMEM));
    return STATUS_BROKEN;
}

static uint64_t
hash_add(uint64_t h, struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return (h ^ 0xFF) * 1099511628211u; /* "a","b" is not "ab","" */
}

#define HASH_START 14695981039346656037u

/* The copy of a member's text; the empty slice where there is none. */
static struct str
keep(struct summary *s, const struct json *object, const char *key)
{
    struct str text = json_text(object, key);
    return text.len ? arena_copy(&s->arena, text) : STR("");
}

static enum status
take_institution(
    struct summary *s, const struct json *record, const struct source *source, uint32_t *out)
{
    const struct json *given = json_get(record, "institution");
    struct str key = json_text(given, "key");
    struct buf own = {0};
    if (!key.len) { /* nothing names it: the document stands for itself */
        buf_z(&own, "file:");
        buf_str(&own, summary_source(s, source).path);
        key = buf_slice(&own);
    }
    uint32_t known = s->named_keys.count;
    *out = map_take(&s->named_keys, &s->arena, key);
    buf_free(&own);
    if (*out == MAP_NONE)
        return STATUS_BROKEN;
    if (*out == known) {
        struct institution *named =
            grow(s->named, &s->capacity_named, known + (size_t)1, sizeof *named);
        if (!named)
            return STATUS_BROKEN;
        s->named = named;
        named[known] = (struct institution){.key = s->named_keys.words[known]};
    }
    struct institution *i = &s->named[*out];
    const struct json *name = json_get(given, "name"), *place = json_get(given, "locality");
    for (int lang = 0; lang < 2; lang++) {
        const char *code = lang_name((enum lang)lang);
        if (!i->name[lang].len)
            i->name[lang] = keep(s, name, code);
        if (!i->place[lang].len)
            i->place[lang] = keep(s, place, code);
    }
    if (!i->name[0].len && !i->name[1].len)
        i->file = summary_source(s, source).path;
    if (!i->bin.len)
        i->bin = keep(s, given, "bin");
    if (!i->legal_form.len)
        i->legal_form = keep(s, given, "legal_form");
    return STATUS_OK;
}

static enum status
name_period(struct summary *s, struct period *p)
{
    struct buf words = {0};
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        buf_clear(&words);
        period_words(&words, &s->catalog, (enum lang)lang, p->label);
        p->words[lang] = arena_copy(&s->arena, buf_slice(&words));
    }
    bool ok = !words.failed && p->words[LANG_COUNT - 1].p;
    buf_free(&words);
    return ok ? STATUS_OK : STATUS_BROKEN;
}

static enum status
take_period(struct summary *s, const struct json *record, uint32_t *out)
{
    const struct json *given = json_get(record, "period");
    struct str label = json_text(given, "label");
    uint32_t known = s->period_keys.count;
    *out = map_take(&s->period_keys, &s->arena, label.len ? label : STR(""));
    if (*out == MAP_NONE)
        return STATUS_BROKEN;
    if (*out == known) {
        struct period *periods =
            grow(s->periods, &s->capacity_periods, known + (size_t)1, sizeof *periods);
        if (!periods)
            return STATUS_BROKEN;
        s->periods = periods;
        periods[known] = (struct period){.label = s->period_keys.words[known],
            .from = keep(s, given, "from"),
            .to = keep(s, given, "to")};
        return name_period(s, &periods[known]);
    }
    return STATUS_OK;
}

static uint8_t
language_bit(struct str lang)
{
    return str_is(lang, "ru") ? STATED_RU : str_is(lang, "kk") ? STATED_KK : 0;
}

static void
take_statements(const struct json *figure, struct cell *c)
{
    const struct json *list = json_get(figure, "statements");
    bool any = false;
    for (const struct json *v = list ? list->child : NULL; v; v = v->next) {
        struct decimal step;
        c->langs |= language_bit(json_text(v, "lang"));
        const struct json *approx = json_get(v, "approx");
        c->approx |= approx && approx->type == JSON_TRUE;
        if (!decimal_parse(json_text(v, "step"), &step))
            continue;
        if (!any || decimal_cmp(step, (struct decimal){c->step_units, c->step_scale}) < 0) {
            c->step_units = step.units;
            c->step_scale = (uint8_t)step.scale;
        }
        any = true;
    }
}

static int
by_figure(const void *a, const void *b)
{
    return (int)((const struct cell *)a)->figure - (int)((const struct cell *)b)->figure;
}

/* False, with `why`, for a figure that is none. */
static bool
take_figure(struct summary *s, const struct json *figure, struct cell *c, struct buf *why)
{
    struct str id = json_text(figure, "id"), status = json_text(figure, "status"),
               value = json_text(figure, "value");
    int number = id.len ? catalog_take(&s->catalog, id) : -1;
    if (number < 0) {
        buf_z(why, "a figure without id");
        return false;
    }
    *c = (struct cell){.figure = (uint16_t)number, .status = CELL_CONFLICT};
    take_statements(figure, c);
    if (str_is(status, "conflict"))
        return true;
    struct decimal d;
    if (!decimal_parse(value, &d)) {
        buf_printf(why, "figure %.*s: its value is no decimal number", (int)id.len, id.p);
        return false;
    }
    c->units = d.units;
    c->scale = (uint8_t)d.scale;
    c->status = str_is(status, "agree") ? CELL_AGREE : CELL_SINGLE;
    return true;
}

static enum status
take_figures(struct summary *s, const struct json *record, struct cells *out, struct buf *why)
{
    const struct json *list = json_get(record, "figures");
    if (!list || list->type != JSON_ARRAY || !list->count)
        return STATUS_OK;
    out->p = calloc(list->count, sizeof *out->p);
    if (!out->p)
        return no_memory();
    for (const struct json *v = list->child; v; v = v->next)
        if (!take_figure(s, v, &out->p[out->count++], why))
            return STATUS_BAD;
    qsort(out->p, out->count, sizeof *out->p, by_figure);
    /* a record has each figure once; where it has not, nothing picks one */
    uint32_t kept = 1;
    for (uint32_t i = 1; i < out->count; i++)
        if (out->p[i].figure == out->p[kept - 1].figure)
            join_cell(&out->p[kept - 1], &out->p[i]);
        else
            out->p[kept++] = out->p[i];
    out->count = kept;
    return STATUS_OK;
}

static void
take_parts(const struct json *record, struct record *r)
{
    const struct json *list = json_get(record, "parts");
    for (const struct json *v = list ? list->child : NULL; v; v = v->next) {
        r->langs |= language_bit(json_text(v, "lang"));
        for (int i = 0; i < FORM_COUNT; i++)
            if (str_is(json_text(v, "form"), form_names[i]))
                r->forms |= (uint8_t)(1 << i);
    }
}

/* Whether the document of the records being read had this finding already: records repeat their
 * document's. */
static bool
seen_before(struct summary *s, uint64_t h)
{
    for (uint32_t i = 0; i < s->nseen; i++)
        if (s->seen[i] == h)
            return true;
    uint64_t *seen = grow(s->seen, &s->capacity_seen, s->nseen + (size_t)1, sizeof *seen);
    if (seen) {
        s->seen = seen;
        seen[s->nseen++] = h;
    }
    return false;
}

static enum status
take_findings(struct summary *s, const struct json *record, struct record *r)
{
    const struct json *list = json_get(record, "findings");
    struct buf text = {0};
    uint32_t nth = 0;
    enum status status = STATUS_OK;
    for (const struct json *v = list ? list->child : NULL; v; v = v->next, nth++) {
        enum finding_level level = FINDING_WARNING;
        (void)finding_level_parse(json_text(v, "level"), &level);
        r->findings[level]++;
        buf_clear(&text);
        json_write(&text, v);
        if (seen_before(s, hash_add(HASH_START, buf_slice(&text))))
            continue;
        struct str code = json_text(v, "code");
        struct finding_place *findings =
            grow(s->findings, &s->capacity_findings, s->nfindings + (size_t)1, sizeof *findings);
        uint32_t word = map_take(&s->codes, &s->arena, code.len ? code : STR("?"));
        if (!findings || word == MAP_NONE || text.failed) {
            s->findings = findings ? findings : s->findings;
            status = no_memory();
            break;
        }
        s->findings = findings;
        findings[s->nfindings++] = (struct finding_place){
            .record = s->nrecords, .nth = nth, .code = word, .level = (uint8_t)level};
    }
    buf_free(&text);
    return status;
}

static uint64_t
hash_document(const struct json *line)
{
    uint64_t h = hash_add(HASH_START, json_text(line, "path"));
    h = hash_add(h, json_text(line, "member"));
    return hash_add(h, json_text(line, "sha256"));
}

static enum status
take_record(struct summary *s, const struct json *line, struct str text, struct buf *why)
{
    struct record *records =
        grow(s->records, &s->capacity_records, s->nrecords + (size_t)1, sizeof *records);
    if (!records)
        return no_memory();
    s->records = records;
    struct record *r = &records[s->nrecords];
    *r = (struct record){
        .source = {keep(s, line, "path"), keep(s, line, "member"), keep(s, line, "sha256")}};
    r->modified = keep(s, line, "modified");
    if (r->modified.len > 10)
        r->modified.len = 10;
    r->hash = hash_document(line);
    if (r->hash != s->last_document)
        s->nseen = 0;
    s->last_document = r->hash;
    const struct json *unclaimed = json_get(line, "unclaimed");
    r->unclaimed = unclaimed ? (uint32_t)unclaimed->count : 0;
    take_parts(line, r);
    if (take_institution(s, line, &r->source, &r->named) != STATUS_OK ||
        take_period(s, line, &r->period) != STATUS_OK || !r->source.path.p || !r->source.member.p ||
        !r->source.sha256.p)
        return no_memory();
    enum status status = take_figures(s, line, &r->cells, why);
    if (status == STATUS_OK)
        status = take_findings(s, line, r);
    if (status == STATUS_OK)
        status = spool_add(&s->spool, text, &r->line);
    if (status == STATUS_OK)
        s->nrecords++;
    else
        free(r->cells.p);
    return status;
}

static enum status
take_rejected(struct summary *s, const struct json *line, struct str text)
{
    struct buf id = {0};
    buf_str(&id, json_text(line, "path"));
    buf_char(&id, '\0');
    buf_str(&id, json_text(line, "member"));
    buf_char(&id, '\0');
    buf_str(&id, json_text(line, "sha256"));
    uint32_t known = s->rejected_seen.count;
    uint32_t number = map_take(&s->rejected_seen, &s->arena, buf_slice(&id));
    buf_free(&id);
    if (number != MAP_NONE && number < known)
        return STATUS_OK;
    struct spooled *rejected =
        grow(s->rejected, &s->capacity_rejected, s->nrejected + (size_t)1, sizeof *rejected);
    if (rejected)
        s->rejected = rejected;
    if (number == MAP_NONE || !rejected)
        return no_memory();
    return spool_add(&s->spool, text, &rejected[s->nrejected++]);
}

/* A readable document: its text is the context of quotes. */
static enum status
take_document(struct summary *s, const struct json *line, struct str text)
{
    struct document_text *texts =
        grow(s->texts, &s->capacity_texts, s->ntexts + (size_t)1, sizeof *texts);
    if (!texts)
        return no_memory();
    s->texts = texts;
    texts[s->ntexts].hash = hash_document(line);
    return spool_add(&s->spool, text, &texts[s->ntexts++].line);
}

/* What a new version of a report changed in the last record. */
static enum status
take_revision(struct summary *s, const struct json *line)
{
    struct str since = keep(s, line, "since");
    const struct json *list = json_get(line, "figures");
    for (const struct json *f = list && s->nrecords ? list->child : NULL; f; f = f->next) {
        struct revision *revisions = grow(
            s->revisions, &s->capacity_revisions, s->nrevisions + (size_t)1, sizeof *revisions);
        if (!revisions)
            return no_memory();
        s->revisions = revisions;
        struct revision *v = &revisions[s->nrevisions++];
        *v = (struct revision){.record = s->nrecords - 1,
            .figure = catalog_take(&s->catalog, json_text(f, "id")),
            .old = keep(s, f, "old"),
            .new = keep(s, f, "new"),
            .since = since};
        if (v->figure < 0 || !v->old.p || !v->new.p || !since.p)
            return no_memory();
    }
    return STATUS_OK;
}

static enum status
take_line(struct summary *s, const struct json *line, struct str text, struct buf *why)
{
    enum status status = lines_seen(&s->check, line, why);
    if (status != STATUS_OK)
        return status;
    switch (lines_type(line)) {
    case LINES_RECORD:
        return take_record(s, line, text, why);
    case LINES_DOCUMENT:
        if (json_get(line, "rejected"))
            return take_rejected(s, line, text);
        return take_document(s, line, text);
    case LINES_END:
        /* documents may come twice: as they are, and as the records made of them */
        if (json_get(line, "records"))
            s->documents += json_int(line, "documents", 0);
        if (json_text(line, "rules").len &&
            map_take(&s->rules, &s->arena, json_text(line, "rules")) == MAP_NONE)
            return no_memory();
        break;
    case LINES_REVISION:
        return take_revision(s, line);
    case LINES_FILE:
    case LINES_OTHER:
        break;
    }
    return STATUS_OK;
}

/* Takes the text of a line. */
static enum status
take_text(struct summary *s, struct str text, struct buf *why)
{
    struct json *line = NULL;
    if (!str_trim(text).len)
        return STATUS_OK;
    arena_reset(&s->line_arena);
    enum status status = json_parse(&s->line_arena, text, &line, why);
    return status == STATUS_OK ? take_line(s, line, text, why) : status;
}

static enum status
take_stored(void *ctx, struct str text)
{
    struct buf why = {0};
    enum status status = take_text(ctx, text, &why);
    if (status != STATUS_OK && why.len)
        cli_say("%.*s", (int)why.len, why.p);
    buf_free(&why);
    return status == STATUS_OK ? STATUS_OK : STATUS_BROKEN;
}

enum status
summary_read_store(struct summary *s, struct store *store)
{
    enum status status = store_each_line(store, STORE_DOCUMENTS, STR(""), take_stored, s);
    return status == STATUS_OK ? store_each_line(store, STORE_REVISED, STR(""), take_stored, s)
                               : status;
}

enum status
summary_read(struct summary *s, struct io_reader *reader)
{
    struct str text;
    struct buf why = {0};
    enum status status;
    while ((status = io_read_line(reader, &text)) == STATUS_OK) {
        status = take_text(s, text, &why);
        if (status != STATUS_OK)
            break;
    }
    if (status == STATUS_BAD && !why.len) { /* the end of the input */
        buf_free(&why);
        return STATUS_OK;
    }
    if (why.len) {
        struct str first = buf_slice(&why);
        first = str_cut(&first, '\n');
        cli_say("%s:%zu: %.*s", reader->name, reader->line, (int)first.len, first.p);
    } else if (status == STATUS_LIMIT) {
        cli_say("%s:%zu: the line is too long", reader->name, reader->line + 1);
    } else if (!text.p || errno) {
        cli_say("%s: %s", reader->name, strerror(errno));
    }
    buf_free(&why);
    return STATUS_BROKEN;
}
