#include "summary.h"

#include "cli.h"
#include "decisions.h"
#include "join.h"
#include "own.h"
#include <stdlib.h>

#define NAMELESS 16 /* digits of a hash that stand for a file's name: enough to find it by */

const char *const form_names[FORM_COUNT] = {
    "analysis_note", "monitoring_result", "services_report", "other"};

enum status
summary_open(struct summary *s)
{
    *s = (struct summary){.spool = {.fd = -1}};
    enum status status = catalog_load(&s->catalog);
    return status == STATUS_OK ? spool_open(&s->spool) : status;
}

void
summary_free(struct summary *s)
{
    for (uint32_t i = 0; i < s->nrecords; i++)
        free(s->records[i].cells.p);
    join_free(s);
    free(s->named);
    free(s->periods);
    free(s->records);
    free(s->rejected);
    free(s->expected);
    free(s->decisions);
    free(s->texts);
    free(s->reported);
    arena_free(&s->text_arena);
    buf_free(&s->text_line);
    buf_free(&s->around[0]);
    buf_free(&s->around[1]);
    free(s->revisions);
    free(s->findings);
    free(s->seen);
    free(s->columns);
    free(s->totals);
    map_free(&s->named_keys);
    map_free(&s->period_keys);
    map_free(&s->rejected_seen);
    map_free(&s->codes);
    map_free(&s->rules);
    arena_free(&s->arena);
    arena_free(&s->line_arena);
    buf_free(&s->line);
    spool_close(&s->spool);
    catalog_free(&s->catalog);
}

static int
by_hash(const void *a, const void *b)
{
    const struct document_text *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->line.at > y->line.at) - (x->line.at < y->line.at);
}

struct source
summary_source(const struct summary *s, const struct source *of)
{
    return s->no_persons
        ? (struct source){.path = str_head(of->sha256, NAMELESS), .sha256 = of->sha256}
        : *of;
}

enum status
summary_finish(struct summary *s)
{
    struct buf why = {0};
    enum status status = lines_finish(&s->check, &why);
    if (status != STATUS_OK)
        cli_say("%.*s", (int)why.len, why.p);
    buf_free(&why);
    if (s->ntexts)
        qsort(s->texts, s->ntexts, sizeof *s->texts, by_hash);
    if (status == STATUS_OK && s->ntexts && !s->nrecords) {
        cli_say("the input holds documents and no records: it wants svodka-normalize before it");
        return STATUS_BROKEN;
    }
    if (status == STATUS_OK)
        status = join(s);
    if (status == STATUS_OK)
        status = own_findings(s);
    return status == STATUS_OK ? decisions_apply(s) : status;
}

const struct cell *
cells_find(struct cells cells, unsigned figure)
{
    uint32_t low = 0, high = cells.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (cells.p[middle].figure < figure)
            low = middle + 1;
        else
            high = middle;
    }
    return low < cells.count && cells.p[low].figure == figure ? &cells.p[low] : NULL;
}

bool
summary_change(
    const struct summary *s, const struct row *row, const struct cell *cell, struct change *out)
{
    const struct row *earlier = row->previous == ROW_NONE ? NULL : &s->rows[row->previous];
    const struct cell *before = earlier ? cells_find(earlier->cells, cell->figure) : NULL;
    if (!before || before->status == CELL_CONFLICT || cell->status == CELL_CONFLICT)
        return false;
    out->period = earlier->period;
    out->before = cell_value(before);
    if (!decimal_sub(cell_value(cell), out->before, &out->by))
        return false;
    out->by = decimal_trim(out->by);
    struct decimal hundredfold;
    out->has_percent = !str_is(s->catalog.figures[cell->figure].type, "percent") &&
        decimal_mul(out->by, decimal_of(100), &hundredfold) &&
        decimal_div(hundredfold, out->before, 1, &out->percent);
    return true;
}

uint8_t
summary_reported(const struct summary *s, const struct expected *e, uint32_t period)
{
    return s->reported[(size_t)period * s->ninstitutions + s->named[e->named].joined];
}

struct str
institution_name(const struct institution *i, enum lang lang)
{
    int first = lang == LANG_KK;
    if (i->name[first].len)
        return i->name[first];
    if (i->name[!first].len)
        return i->name[!first];
    return i->file.len ? i->file : i->key;
}

struct str
institution_place(const struct institution *i, enum lang lang)
{
    int first = lang == LANG_KK;
    return i->place[first].len ? i->place[first] : i->place[!first];
}

/* Where `mark` first stands at or after `from` (or last, looking from the end); len for nowhere. */
static size_t
find(struct str s, struct str mark, bool last)
{
    size_t found = s.len;
    for (size_t i = 0; i + mark.len <= s.len; i++)
        if (memcmp(s.p + i, mark.p, mark.len) == 0) {
            found = i;
            if (!last)
                break;
        }
    return found;
}

struct str
institution_short(const struct institution *i, enum lang lang)
{
    static const struct {
        struct str open, close;
    } quotes[] = {{{"\xC2\xAB", 2}, {"\xC2\xBB", 2}}, {{"\xE2\x80\x9C", 3}, {"\xE2\x80\x9D", 3}},
        {{"\xE2\x80\x9E", 3}, {"\xE2\x80\x9C", 3}}, {{"\"", 1}, {"\"", 1}}};
    struct str name = institution_name(i, lang);
    for (size_t q = 0; q < sizeof quotes / sizeof *quotes; q++) {
        size_t open = find(name, quotes[q].open, false);
        size_t close = find(name, quotes[q].close, true);
        if (close >= name.len || open + quotes[q].open.len >= close)
            continue;
        /* "«Library «Parasat» of the city" lost a mark: it belongs to the inner name */
        struct str inner = str_slice(name, open + quotes[q].open.len, close);
        bool nested = !str_eq(quotes[q].open, quotes[q].close) &&
            find(inner, quotes[q].open, false) < inner.len &&
            find(inner, quotes[q].close, false) == inner.len;
        return nested ? str_slice(inner, 0, inner.len + quotes[q].close.len) : inner;
    }
    return name;
}
