/* sqlite.c - the summary as a database of plain tables, ready for any SQL tool. */
#include "clean.h"
#include "cli.h"
#include "content.h"
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>

static const char schema[] =
    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON; BEGIN;\n"
    "CREATE TABLE run ( -- what made this database\n"
    "  program TEXT NOT NULL, version TEXT NOT NULL, documents INTEGER NOT NULL,\n"
    "  rules TEXT) STRICT; -- versions of the rules that made the records, separated by ' | '\n"
    "CREATE TABLE institution ( -- an institution under its joined key\n"
    "  id INTEGER PRIMARY KEY, key TEXT NOT NULL, bin TEXT, -- BIN where a document gives "
    "one\n"
    "  name_ru TEXT, name_kk TEXT, place_ru TEXT, place_kk TEXT, legal_form TEXT,\n"
    "  expected INTEGER NOT NULL -- 1: it stands in the registry\n"
    ") STRICT;\n"
    "CREATE TABLE period ( -- a reported period\n"
    "  id INTEGER PRIMARY KEY, label TEXT, from_date TEXT, to_date TEXT) STRICT;\n"
    "CREATE TABLE document ( -- a file, or a member of an archive of reports\n"
    "  id INTEGER PRIMARY KEY, path TEXT NOT NULL, member TEXT, sha256 TEXT,\n"
    "  rejected TEXT, -- code of the reason; NULL: it was read\n"
    "  reason_ru TEXT, reason_kk TEXT, reason_en TEXT) STRICT;\n"
    "CREATE TABLE record ( -- what one document says of one institution in one period\n"
    "  id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES document,\n"
    "  institution_id INTEGER NOT NULL REFERENCES institution,\n"
    "  period_id INTEGER NOT NULL REFERENCES period,\n"
    "  has_ru INTEGER NOT NULL, has_kk INTEGER NOT NULL) STRICT;\n"
    "CREATE TABLE figure ( -- the catalogue of figures\n"
    "  id TEXT PRIMARY KEY, place INTEGER NOT NULL, type TEXT, unit TEXT,\n"
    "  is_summed INTEGER NOT NULL, -- 0: its sum over institutions means nothing\n"
    "  label_ru TEXT, label_kk TEXT, label_en TEXT) STRICT;\n"
    "CREATE TABLE value ( -- what all documents of an institution and period say of a figure\n"
    "  institution_id INTEGER NOT NULL REFERENCES institution,\n"
    "  period_id INTEGER NOT NULL REFERENCES period,\n"
    "  figure_id TEXT NOT NULL REFERENCES figure,\n"
    "  value REAL, -- NULL: a conflict\n"
    "  decimal TEXT, -- the same, exactly\n"
    "  status TEXT NOT NULL, -- agree, single, conflict; decided: a person settled a conflict\n"
    "  decision TEXT, -- who settled it, when and why\n"
    "  PRIMARY KEY (institution_id, period_id, figure_id)) STRICT;\n"
    "CREATE TABLE statement ( -- words of a document that state a figure\n"
    "  id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL REFERENCES record,\n"
    "  figure_id TEXT NOT NULL REFERENCES figure, decimal TEXT, step TEXT, how TEXT, lang TEXT,\n"
    "  part INTEGER, block INTEGER, start INTEGER, \"end\" INTEGER, quote TEXT, match TEXT, rule "
    "TEXT,\n"
    "  approx INTEGER NOT NULL) STRICT;\n"
    "CREATE TABLE finding ( -- what is wrong or worth knowing\n"
    "  id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL REFERENCES record, code TEXT NOT NULL,\n"
    "  level TEXT NOT NULL, text_ru TEXT, text_kk TEXT, text_en TEXT,\n"
    "  quotes TEXT, -- the words concerned, separated by ' | '\n"
    "  seen TEXT -- what a person said of it; NULL: nobody has\n"
    ") STRICT;\n"
    "CREATE TABLE finding_figure ( -- figures that a finding concerns\n"
    "  finding_id INTEGER NOT NULL REFERENCES finding, figure_id TEXT NOT NULL) STRICT;\n"
    "CREATE TABLE absence ( -- who is expected for a period and reported nothing, late or in one "
    "language\n"
    "  institution_id INTEGER NOT NULL REFERENCES institution,\n"
    "  period_id INTEGER NOT NULL REFERENCES period,\n"
    "  what TEXT NOT NULL, -- missing; missing.kk: no Kazakh text; missing.ru: no Russian text; "
    "missing.form: not every kind; late\n"
    "  due TEXT) STRICT; -- when it was due\n"
    "CREATE TABLE unclaimed ( -- numbers that no rule, date, act or label claimed\n"
    "  record_id INTEGER NOT NULL REFERENCES record, block INTEGER, start INTEGER, \"end\" "
    "INTEGER,\n"
    "  quote TEXT) STRICT;\n";

static const char views[] =
    "CREATE VIEW labelled_value AS SELECT i.key, i.bin, i.name_ru, i.name_kk, i.place_ru, "
    "i.place_kk,\n"
    "  p.label AS period, f.id AS figure, f.label_ru, f.label_kk, f.label_en, f.unit, v.value,\n"
    "  v.decimal, v.status, v.decision FROM value v JOIN institution i ON i.id = v.institution_id\n"
    "  JOIN period p ON p.id = v.period_id JOIN figure f ON f.id = v.figure_id\n"
    "  ORDER BY p.from_date, i.id, f.place;\n"
    "CREATE VIEW total AS SELECT p.label AS period, f.id AS figure, f.label_ru, f.label_kk, "
    "f.label_en,\n"
    "  count(*) AS stated, sum(v.status = 'conflict') AS conflicts, -- left out of what follows\n"
    "  CASE WHEN f.is_summed THEN sum(v.value) END AS sum, avg(v.value) AS mean,\n"
    "  (SELECT avg(value) FROM (SELECT w.value, row_number() OVER (ORDER BY w.value) AS n,\n"
    "    count(*) OVER () AS m FROM value w WHERE w.period_id = p.id AND w.figure_id = f.id\n"
    "    AND w.value IS NOT NULL) WHERE n IN ((m + 1) / 2, (m + 2) / 2)) AS median,\n"
    "  min(v.value) AS least, max(v.value) AS greatest FROM value v\n"
    "  JOIN period p ON p.id = v.period_id JOIN figure f ON f.id = v.figure_id\n"
    "  GROUP BY p.id, f.id ORDER BY p.from_date, f.place;\n"
    "CREATE VIEW conflict AS SELECT i.name_ru, i.name_kk, p.label AS period, f.id AS figure, "
    "f.label_ru,\n"
    "  f.label_kk, f.label_en, s.lang, s.decimal, s.quote, d.path FROM value v\n"
    "  JOIN institution i ON i.id = v.institution_id JOIN period p ON p.id = v.period_id\n"
    "  JOIN figure f ON f.id = v.figure_id\n"
    "  JOIN record r ON r.institution_id = i.id AND r.period_id = p.id\n"
    "  JOIN statement s ON s.record_id = r.id AND s.figure_id = f.id\n"
    "  JOIN document d ON d.id = r.document_id WHERE v.status = 'conflict'\n"
    "  ORDER BY p.from_date, i.id, f.place, s.id;\n"
    "CREATE VIEW evidence AS SELECT i.name_ru, i.name_kk, p.label AS period, s.figure_id AS "
    "figure, s.lang,\n"
    "  s.decimal, s.quote, d.path, d.sha256, s.part, s.block, s.start, s.\"end\", s.rule FROM "
    "statement s\n"
    "  JOIN record r ON r.id = s.record_id JOIN document d ON d.id = r.document_id\n"
    "  JOIN institution i ON i.id = r.institution_id JOIN period p ON p.id = r.period_id;\n"
    "CREATE VIEW missing AS SELECT i.key, i.name_ru, i.name_kk, i.place_ru, i.place_kk,\n"
    "  p.label AS period, a.what, a.due FROM absence a\n"
    "  JOIN institution i ON i.id = a.institution_id JOIN period p ON p.id = a.period_id\n"
    "  ORDER BY p.from_date, i.id;\n"
    "CREATE VIEW finding_count AS SELECT level, code, count(*) AS findings FROM finding\n"
    "  GROUP BY level, code ORDER BY findings DESC, code;\n"
    "CREATE INDEX statement_figure ON statement (figure_id, record_id);\n"
    "CREATE INDEX value_figure ON value (figure_id, period_id);\n"
    "COMMIT;\n";

enum table {
    RUN,
    INSTITUTION,
    PERIOD,
    DOCUMENT,
    RECORD,
    FIGURE,
    VALUE,
    STATEMENT,
    FINDING,
    FINDING_FIGURE,
    ABSENCE,
    UNCLAIMED,
    TABLES
};

static const char *const inserts[TABLES] = {
    "INSERT INTO run VALUES (?,?,?,?)",
    "INSERT INTO institution VALUES (?,?,?,?,?,?,?,?,?)",
    "INSERT INTO period VALUES (?,?,?,?)",
    "INSERT INTO document VALUES (?,?,?,?,?,?,?,?)",
    "INSERT INTO record VALUES (?,?,?,?,?,?)",
    "INSERT INTO figure VALUES (?,?,?,?,?,?,?,?)",
    "INSERT INTO value VALUES (?,?,?,?,?,?,?)",
    "INSERT INTO statement VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    "INSERT INTO finding VALUES (?,?,?,?,?,?,?,?,?)",
    "INSERT INTO finding_figure VALUES (?,?)",
    "INSERT INTO absence VALUES (?,?,?,?)",
    "INSERT INTO unclaimed VALUES (?,?,?,?,?)",
};

struct store {
    struct report *r;
    sqlite3 *db;
    sqlite3_stmt *insert[TABLES];
    sqlite3_stmt *now; /* being filled */
    int place; /* of the last parameter filled */
    bool failed;
    struct buf clean;
    struct map seen; /* documents by their hash: one may give several records */
    struct arena arena;
    int64_t documents, records, findings;
    int64_t *record_of; /* id of each record of the summary */
};

static void
begin(struct store *s, enum table table)
{
    s->now = s->insert[table];
    s->place = 0;
}

static void
put_int(struct store *s, int64_t n)
{
    s->failed |= sqlite3_bind_int64(s->now, ++s->place, n) != SQLITE_OK;
}

/* Cleaned, since people read tables on terminals too. */
static void
bind_text(struct store *s, struct str text, bool needed)
{
    buf_clear(&s->clean);
    clean_lines(&s->clean, text);
    struct str t = buf_slice(&s->clean);
    int code = t.len || needed
        ? sqlite3_bind_text64(s->now, ++s->place, t.p, t.len, SQLITE_TRANSIENT, SQLITE_UTF8)
        : sqlite3_bind_null(s->now, ++s->place);
    s->failed |= code != SQLITE_OK || s->clean.failed;
}

/* NULL for no text. */
static void
put(struct store *s, struct str text)
{
    bind_text(s, text, false);
}

/* For columns that must not be NULL. */
static void
put_needed(struct store *s, struct str text)
{
    bind_text(s, text, true);
}

static void
end(struct store *s)
{
    if (sqlite3_step(s->now) != SQLITE_DONE && !s->failed) {
        cli_say("%s: %s", s->r->out->path, sqlite3_errmsg(s->db));
        s->failed = true; /* the first reason counts: later calls overwrite it */
    }
    sqlite3_reset(s->now);
    sqlite3_clear_bindings(s->now);
}

static void
put_texts(struct store *s, const struct json *finding)
{
    const struct json *text = json_get(finding, "text");
    bool withheld = is_withheld(s->r, finding);
    for (int i = 0; i < LANG_COUNT; i++)
        put(s,
            withheld ? label(&s->r->s->catalog, (enum lang)i, "withheld")
                     : json_text(text, lang_name((enum lang)i)));
}

static void
write_run(struct store *s)
{
    const struct map *rules = &s->r->s->rules;
    struct buf versions = {0};
    for (uint32_t i = 0; i < rules->count; i++) {
        buf_z(&versions, i ? " | " : "");
        buf_str(&versions, rules->words[i]);
    }
    begin(s, RUN);
    put_needed(s, STR("svodka"));
    put_needed(s, STR(SVODKA_VERSION));
    put_int(s, s->r->s->documents);
    put(s, buf_slice(&versions));
    end(s);
    buf_free(&versions);
}

static void
write_fixed(struct store *s)
{
    const struct summary *m = s->r->s;
    for (uint32_t i = 0; i < m->ninstitutions; i++) {
        const struct institution *in = &m->institutions[i];
        begin(s, INSTITUTION);
        put_int(s, i + 1);
        put_needed(s, in->key);
        put(s, in->bin);
        put(s, in->name[0]);
        put(s, in->name[1]);
        put(s, in->place[0]);
        put(s, in->place[1]);
        put(s, in->legal_form);
        put_int(s, in->registered);
        end(s);
    }
    for (uint32_t i = 0; i < m->period_keys.count; i++) {
        begin(s, PERIOD);
        put_int(s, i + 1);
        put(s, m->periods[i].label);
        put(s, m->periods[i].from);
        put(s, m->periods[i].to);
        end(s);
    }
    for (size_t i = 0; i < m->catalog.nfigures; i++) {
        const struct figure *f = &m->catalog.figures[i];
        begin(s, FIGURE);
        put_needed(s, f->id);
        put_int(s, (int64_t)i + 1);
        put(s, f->type);
        put(s, f->unit);
        put_int(s, f->sum);
        for (int k = 0; k < LANG_COUNT; k++)
            put(s, f->label[k]);
        end(s);
    }
}

static void
write_absences(struct store *s)
{
    const struct summary *m = s->r->s;
    struct missing missing;
    for (uint32_t p = 0; p < m->period_keys.count; p++)
        for (uint32_t e = 0; content_missing(m, p, &e, &missing);) {
            begin(s, ABSENCE);
            put_int(s, missing.institution - m->institutions + 1);
            put_int(s, p + (int64_t)1);
            put_needed(s, str_of(content_missing_label(&missing)));
            put(s, missing.expected->due.len ? missing.expected->due : m->due);
            end(s);
        }
}

static void
write_value(struct store *s, const struct row *row, const struct cell *c)
{
    struct buf b = {0};
    if (c->status != CELL_CONFLICT)
        decimal_write(&b, cell_value(c));
    begin(s, VALUE);
    put_int(s, row->institution + (int64_t)1);
    put_int(s, row->period + (int64_t)1);
    put_needed(s, s->r->s->catalog.figures[c->figure].id);
    put(s, buf_slice(&b)); /* the column's affinity makes it a number */
    put(s, buf_slice(&b));
    put_needed(s, str_of(content_status(c)));
    buf_clear(&b);
    content_decision(s->r, c->decision, s->r->lang, &b);
    put(s, buf_slice(&b));
    end(s);
    buf_free(&b);
}

static void
write_statement(struct store *s, struct str figure, const struct json *v)
{
    const struct json *approx = json_get(v, "approx");
    begin(s, STATEMENT);
    s->place++; /* the id counts by itself */
    put_int(s, s->records);
    put_needed(s, figure);
    put(s, json_text(v, "value"));
    put(s, json_text(v, "step"));
    put(s, json_text(v, "how"));
    put(s, json_text(v, "lang"));
    put_int(s, json_int(v, "part", 0));
    put_int(s, json_int(v, "block", 0));
    put_int(s, json_int(v, "start", 0));
    put_int(s, json_int(v, "end", 0));
    put(s, content_quote(s->r, v));
    put(s, json_text(v, "match"));
    put(s, json_text(v, "rule"));
    put_int(s, approx && approx->type == JSON_TRUE);
    end(s);
}

static void
write_finding(struct store *s, const struct finding_place *f, const struct json *v)
{
    struct buf quotes = {0};
    content_finding_quotes(s->r, v, &quotes);
    begin(s, FINDING);
    put_int(s, ++s->findings);
    put_int(s, s->record_of[f->record]);
    put_needed(s, json_text(v, "code"));
    put_needed(s, json_text(v, "level"));
    put_texts(s, v);
    put(s, buf_slice(&quotes));
    buf_clear(&quotes);
    content_decision(s->r, f->seen, s->r->lang, &quotes);
    put(s, buf_slice(&quotes));
    end(s);
    buf_free(&quotes);
    const struct json *figures = json_get(v, "figures");
    for (const struct json *id = figures ? figures->child : NULL; id; id = id->next) {
        begin(s, FINDING_FIGURE);
        put_int(s, s->findings);
        put_needed(s, id->text);
        end(s);
    }
}

static void
put_source(struct store *s, const struct source *of)
{
    struct source source = summary_source(s->r->s, of);
    put_needed(s, source.path);
    put(s, source.member);
    put(s, source.sha256);
}

/* The number of the record's document, which is written where it is new. */
static int64_t
document_of(struct store *s, const struct record *record)
{
    uint32_t known = s->seen.count;
    struct str hash = {(const char *)&record->hash, sizeof record->hash};
    uint32_t number = map_take(&s->seen, &s->arena, hash);
    s->failed |= number == MAP_NONE;
    if (number != known)
        return number + (int64_t)1;
    begin(s, DOCUMENT);
    put_int(s, ++s->documents);
    put_source(s, &record->source);
    end(s);
    return s->documents;
}

static void
write_record(
    struct store *s, const struct row *row, const struct record *record, const struct json *line)
{
    int64_t document = document_of(s, record);
    s->record_of[record - s->r->s->records] = s->records + 1;
    begin(s, RECORD);
    put_int(s, ++s->records);
    put_int(s, document);
    put_int(s, row->institution + (int64_t)1);
    put_int(s, row->period + (int64_t)1);
    put_int(s, (record->langs & STATED_RU) != 0);
    put_int(s, (record->langs & STATED_KK) != 0);
    end(s);
    const struct json *list = json_get(line, "figures");
    for (const struct json *f = list ? list->child : NULL; f; f = f->next) {
        const struct json *statements = json_get(f, "statements");
        for (const struct json *v = statements ? statements->child : NULL; v; v = v->next)
            write_statement(s, json_text(f, "id"), v);
    }
    for (const struct json *v = content_unclaimed(s->r, line); v; v = v->next) {
        begin(s, UNCLAIMED);
        put_int(s, s->records);
        put_int(s, json_int(v, "block", 0));
        put_int(s, json_int(v, "start", 0));
        put_int(s, json_int(v, "end", 0));
        put(s, json_text(v, "quote"));
        end(s);
    }
}

static enum status
write_rows(struct store *s)
{
    struct summary *m = s->r->s;
    for (uint32_t i = 0; i < m->nshown && !s->failed; i++) {
        const struct row *row = &m->rows[i];
        for (uint32_t k = 0; k < row->cells.count; k++)
            write_value(s, row, &row->cells.p[k]);
        for (uint32_t k = 0; k < row->count; k++) {
            const struct record *record = &m->records[m->order[row->first + k]];
            const struct json *line;
            if (summary_evidence(m, record, &line) != STATUS_OK)
                return STATUS_BROKEN;
            write_record(s, row, record, line);
        }
        for (uint32_t k = row->count; k < row_documents(row); k++)
            (void)document_of(s, &m->records[m->order[row->first + k]]);
    }
    for (uint32_t i = 0; i < m->nshown_findings && !s->failed; i++) {
        const struct json *v;
        if (summary_finding(m, &m->findings[i], &v) != STATUS_OK)
            return STATUS_BROKEN;
        write_finding(s, &m->findings[i], v);
    }
    for (uint32_t i = 0; i < m->nrejected && !s->failed; i++) {
        const struct json *reason;
        struct source source;
        if (summary_rejected(m, i, &source, &reason) != STATUS_OK)
            return STATUS_BROKEN;
        begin(s, DOCUMENT);
        put_int(s, ++s->documents);
        put_source(s, &source);
        put(s, json_text(reason, "code"));
        put_texts(s, reason);
        end(s);
    }
    return STATUS_OK;
}

/* What was made in memory goes to a device or a pipe as bytes. */
static enum status
hand_over(struct store *s)
{
    sqlite3_int64 size;
    unsigned char *bytes = sqlite3_serialize(s->db, "main", &size, 0);
    if (!bytes) {
        cli_say("%s", strerror(ENOMEM));
        return STATUS_BROKEN;
    }
    io_write(s->r->out, (struct str){(const char *)bytes, (size_t)size});
    sqlite3_free(bytes);
    return STATUS_OK;
}

enum status
write_sqlite(struct report *r)
{
    struct store s = {.r = r, .record_of = calloc(r->s->nrecords + (size_t)1, sizeof *s.record_of)};
    enum status status = STATUS_BROKEN;
    const char *file = r->out->temporary; /* io_close() makes it durable and renames it */
    int code = sqlite3_open_v2(file ? file : ":memory:", &s.db, SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(s.db, schema, NULL, NULL, NULL);
    for (int i = 0; i < TABLES && code == SQLITE_OK; i++)
        code = sqlite3_prepare_v2(s.db, inserts[i], -1, &s.insert[i], NULL);
    s.failed = !s.record_of;
    if (code == SQLITE_OK && !s.failed) {
        write_run(&s);
        write_fixed(&s);
        write_absences(&s);
        status = write_rows(&s);
    }
    if (s.failed || code != SQLITE_OK ||
        (status == STATUS_OK && sqlite3_exec(s.db, views, NULL, NULL, NULL) != SQLITE_OK)) {
        if (!s.failed)
            cli_say("%s: %s", r->out->path, sqlite3_errmsg(s.db));
        status = STATUS_BROKEN;
    }
    if (status == STATUS_OK && !file)
        status = hand_over(&s);
    for (int i = 0; i < TABLES; i++)
        sqlite3_finalize(s.insert[i]);
    if (sqlite3_close(s.db) != SQLITE_OK)
        status = STATUS_BROKEN;
    buf_free(&s.clean);
    map_free(&s.seen);
    arena_free(&s.arena);
    free(s.record_of);
    return status;
}
