#include "process.h"

#include "act.h"
#include "address.h"
#include "conduct.h"
#include "emit.h"
#include "institution.h"
#include "lines.h"
#include "naming.h"
#include "part.h"
#include "people.h"
#include "period.h"
#include "reconcile.h"
#include "stated.h"
#include "token.h"

enum status
normalizer_load(struct normalizer *n, const char *folder, struct buf *why)
{
    *n = (struct normalizer){0};
    enum status s = rules_load(folder, &n->rules, why);
    if (s == STATUS_OK)
        s = reference_load(folder, &n->reference, why);
    if (s == STATUS_OK)
        s = checks_load(folder, n->rules, &n->checks, why);
    if (s == STATUS_OK)
        s = version_of(folder, n->version, why);
    if (s != STATUS_OK)
        normalizer_free(n);
    return s;
}

enum status
normalizer_start(struct normalizer *n)
{
    n->vocabulary.known = n->reference;
    n->matcher = matcher_new(n->rules, &n->vocabulary);
    n->scanner = token_scanner(n->rules->lexicon, &n->vocabulary);
    n->arena.limit = PROCESS_ARENA_MAX;
    return n->matcher && n->scanner ? STATUS_OK : STATUS_BROKEN;
}

void
normalizer_free(struct normalizer *n)
{
    matcher_free(n->matcher);
    token_scanner_free(n->scanner);
    vocabulary_free(&n->vocabulary);
    checks_free(n->checks);
    rules_free(n->rules);
    reference_free(n->reference);
    arena_free(&n->arena);
    *n = (struct normalizer){0};
}

enum status
normalizer_run(struct normalizer *n, struct document *d, const struct json *line)
{
    vocabulary_trim(&n->vocabulary);
    enum status s = document_read(d, line);
    for (size_t i = 0; s == STATUS_OK && i < d->nblocks; i++)
        s = token_scan(n->scanner, d->arena, &d->blocks[i]);
    if (s == STATUS_OK)
        s = part_find(n->reference, d);
    if (s == STATUS_OK)
        s = institution_find(n->reference, d);
    if (s == STATUS_OK)
        s = period_find(n->reference, d);
    if (s == STATUS_OK)
        period_narrow(n->reference, d);
    if (s == STATUS_OK)
        s = find_statements(n->rules, n->matcher, d);
    if (s == STATUS_OK)
        s = stated_find(d);
    if (s == STATUS_OK)
        s = act_find(n->reference, d);
    if (s == STATUS_OK)
        s = people_find(n->reference, d);
    if (s == STATUS_OK)
        s = conduct_find(n->reference, d);
    if (s == STATUS_OK)
        s = naming_find(n->reference, d);
    if (s == STATUS_OK)
        s = address_find(n->reference, d);
    if (s == STATUS_OK)
        s = reconcile(n->rules, d);
    if (s == STATUS_OK)
        s = checks_run(n->checks, d);
    return s;
}

static int
worst_level(const struct document *d)
{
    int worst = -1;
    for (const struct found *f = d->findings; f; f = f->next)
        if ((int)f->level > worst)
            worst = (int)f->level;
    const struct json *own = json_get(d->line, "findings");
    for (const struct json *f = own && own->type == JSON_ARRAY ? own->child : NULL; f;
         f = f->next) {
        enum finding_level level;
        if (finding_level_parse(json_text(f, "level"), &level) && (int)level > worst)
            worst = (int)level;
    }
    return worst;
}

/* A document that is too much for us is handed on as rejected. */
static struct outcome
reject(struct buf *out, const struct json *line, enum finding why, struct str what)
{
    static const char *const keys[] = {"path", "path_hex", "member", "sha256", "bytes"};
    buf_z(out, "{\"type\":\"document\"");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct json *value = json_get(line, keys[i]);
        if (value) {
            json_write_key(out, keys[i]);
            json_write(out, value);
        }
    }
    finding_write_rejected(out, why, &what, 1);
    buf_z(out, "}\n");
    return (struct outcome){LINE_REJECTED, FINDING_ERROR};
}

struct outcome
process_line(struct normalizer *n, struct str line, struct buf *out)
{
    struct json *json = NULL;
    struct buf why = {0};
    struct outcome outcome = {LINE_SKIPPED, -1};
    arena_reset(&n->arena);
    enum status s = json_parse(&n->arena, line, &json, &why);
    if (s != STATUS_OK) {
        buf_str(out, why.len ? buf_slice(&why) : STR("too much for the memory allowed"));
        buf_free(&why);
        return (struct outcome){LINE_BROKEN, -1};
    }
    switch (lines_type(json)) {
    case LINES_DOCUMENT:
        if (json_get(json, "rejected")) {
            buf_str(out, line);
            buf_char(out, '\n');
            outcome = (struct outcome){LINE_REJECTED, FINDING_ERROR};
            break;
        }
        if (str_is(json_text(json_get(json, "properties"), "creator"), "svodka"))
            return reject(out, json, FINDING_own_output, STR(""));
        struct document d = {.arena = &n->arena};
        s = normalizer_run(n, &d, json);
        if (s != STATUS_OK)
            return reject(out, json, FINDING_too_large, STR("memory"));
        emit_record(out, n->rules, &d);
        outcome = (struct outcome){LINE_RECORD, worst_level(&d)};
        break;
    case LINES_END:
        buf_str(out, line);
        outcome.kind = LINE_END;
        break;
    case LINES_FILE:
    case LINES_OTHER:
        outcome.kind = LINE_OTHER;
        break;
    case LINES_RECORD:
    case LINES_REVISION:
        break;
    }
    return outcome;
}

bool
process_reject(struct str line, enum finding why, struct str what, struct buf *out)
{
    struct arena arena = {.limit = PROCESS_ARENA_MAX};
    struct json *json = NULL;
    bool document =
        json_parse(&arena, line, &json, NULL) == STATUS_OK && lines_type(json) == LINES_DOCUMENT;
    if (document)
        (void)reject(out, json, why, what);
    arena_free(&arena);
    return document;
}
