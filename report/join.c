#include "join.h"

#include "cli.h"
#include "grow.h"
#include "text.h"
#include <assert.h>
#include <errno.h>
#include <stdlib.h>

/* The sorting functions of C take no context. */
static const struct summary *sorting;

static enum status
no_memory(void)
{
    cli_say("%s", strerror(ENOMEM));
    return STATUS_BROKEN;
}

void
join_free(struct summary *s)
{
    for (uint32_t i = 0; i < s->nrows; i++)
        if (s->rows[i].count > 1) /* a single record's cells are the record's */
            free(s->rows[i].cells.p);
    free(s->rows);
    free(s->order);
    free(s->institutions);
}

/* Letters and digits of a name in lower case: quotation marks, blanks and case tell no institutions
 * apart. */
static void
fold_name(struct buf *b, struct str name)
{
    for (size_t at = 0; at < name.len;) {
        uint32_t c = text_decode(name, &at);
        if (c == TEXT_INVALID)
            continue;
        if (text_is_digit(c) || text_is_letter(c))
            buf_utf8(b, text_lower(c));
    }
}

static uint32_t
root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

/* The smaller key becomes the root, so that the order of the records does not matter. */
static void
unite(struct summary *s, uint32_t *parent, uint32_t a, uint32_t b)
{
    a = root_of(parent, a);
    b = root_of(parent, b);
    struct institution *x = &s->named[a], *y = &s->named[b];
    if (a == b || (x->bin.len && y->bin.len && !str_eq(x->bin, y->bin)))
        return;
    if (str_cmp(y->key, x->key) < 0) {
        uint32_t t = a;
        a = b;
        b = t;
    }
    if (!s->named[a].bin.len) /* the root knows the BIN of its set */
        s->named[a].bin = s->named[b].bin;
    parent[b] = a;
}

struct ties {
    struct map words;
    uint32_t *first; /* who had the word first */
    size_t capacity;
    struct arena arena;
    struct buf text;
};

/* Joins `i` with whoever had the same word. */
static bool
tie(struct summary *s, uint32_t *parent, struct ties *t, uint32_t i)
{
    uint32_t known = t->words.count;
    uint32_t word = t->text.failed ? MAP_NONE : map_take(&t->words, &t->arena, buf_slice(&t->text));
    uint32_t *first = grow(t->first, &t->capacity, word + (size_t)1, sizeof *first);
    if (word == MAP_NONE || !first)
        return false;
    t->first = first;
    if (word == known)
        t->first[word] = i;
    else
        unite(s, parent, t->first[word], i);
    return true;
}

/* The key too: it is the BIN where a document gives one. */
static bool
tie_bin(struct summary *s, uint32_t *parent, struct ties *t, uint32_t i)
{
    const struct str words[] = {s->named[i].key, s->named[i].bin};
    for (int k = 0; k < 2; k++) {
        buf_clear(&t->text);
        buf_str(&t->text, words[k]);
        if (words[k].len && !tie(s, parent, t, i))
            return false;
    }
    return true;
}

static bool
tie_name(struct summary *s, uint32_t *parent, struct ties *t, uint32_t i, int lang, struct str name)
{
    buf_clear(&t->text);
    buf_char(&t->text, lang ? 'k' : 'r');
    fold_name(&t->text, name);
    buf_char(&t->text, '\n');
    fold_name(&t->text, s->named[i].place[lang]);
    return tie(s, parent, t, i);
}

static bool
tie_names(struct summary *s, uint32_t *parent, struct ties *t, uint32_t i)
{
    for (int lang = 0; lang < 2; lang++)
        if (s->named[i].name[lang].len && !tie_name(s, parent, t, i, lang, s->named[i].name[lang]))
            return false;
    return true;
}

/* The registry's other names, whatever their language. */
static bool
tie_aliases(struct summary *s, uint32_t *parent, struct ties *t, const struct expected *e)
{
    struct str rest = e->aliases;
    while (rest.len) {
        struct str name = str_trim(str_cut(&rest, '|'));
        for (int lang = 0; lang < 2 && name.len; lang++)
            if (!tie_name(s, parent, t, e->named, lang, name))
                return false;
    }
    return true;
}

static int
by_key(const void *a, const void *b)
{
    const struct institution *x = &sorting->named[*(const uint32_t *)a];
    const struct institution *y = &sorting->named[*(const uint32_t *)b];
    return str_cmp(x->key, y->key);
}

/* BINs first: they are certain. */
static bool
tie_all(struct summary *s, uint32_t *parent, const uint32_t *sorted)
{
    struct ties t = {0};
    bool ok = true;
    for (uint32_t i = 0; ok && i < s->named_keys.count; i++)
        ok = tie_bin(s, parent, &t, sorted[i]);
    for (uint32_t i = 0; ok && i < s->named_keys.count; i++)
        ok = tie_names(s, parent, &t, sorted[i]);
    for (uint32_t i = 0; ok && i < s->nexpected; i++)
        ok = tie_aliases(s, parent, &t, &s->expected[i]);
    map_free(&t.words);
    arena_free(&t.arena);
    buf_free(&t.text);
    free(t.first);
    return ok;
}

/* What one document leaves out another may say; the registry's words go before all. */
static void
complete(struct institution *i, const struct institution *from)
{
    if (from->registered && !i->registered) {
        struct institution other = *i;
        *i = *from;
        complete(i, &other);
        return;
    }
    for (int lang = 0; lang < 2; lang++) {
        if (!i->name[lang].len)
            i->name[lang] = from->name[lang];
        if (!i->place[lang].len)
            i->place[lang] = from->place[lang];
    }
    if (!i->bin.len)
        i->bin = from->bin;
    if (!i->file.len)
        i->file = from->file;
    if (!i->legal_form.len)
        i->legal_form = from->legal_form;
}

static enum status
join_institutions(struct summary *s)
{
    uint32_t count = s->named_keys.count;
    uint32_t *parent = malloc((count + (size_t)1) * sizeof *parent);
    uint32_t *sorted = malloc((count + (size_t)1) * sizeof *sorted);
    s->institutions = calloc(count + (size_t)1, sizeof *s->institutions);
    enum status status = STATUS_BROKEN;
    if (!parent || !sorted || !s->institutions)
        goto done;
    for (uint32_t i = 0; i < count; i++)
        parent[i] = sorted[i] = i;
    sorting = s;
    qsort(sorted, count, sizeof *sorted, by_key);
    if (!tie_all(s, parent, sorted))
        goto done;
    /* The root has the smallest key of its set, so it comes first. */
    for (uint32_t i = 0; i < count; i++) {
        uint32_t n = sorted[i], root = root_of(parent, n);
        if (root == n) {
            s->named[n].joined = s->ninstitutions;
            s->institutions[s->ninstitutions++] = s->named[n];
        } else {
            s->named[n].joined = s->named[root].joined;
            complete(&s->institutions[s->named[n].joined], &s->named[n]);
        }
    }
    for (uint32_t i = 0; i < s->ninstitutions; i++)
        if (s->institutions[i].bin.len)
            s->institutions[i].key = s->institutions[i].bin;
    status = STATUS_OK;
done:
    free(parent);
    free(sorted);
    return status == STATUS_OK ? status : no_memory();
}

/* By begin, then end, then label; what no document dates comes last. */
static int
by_time(const void *a, const void *b)
{
    const struct period *x = &sorting->periods[*(const uint32_t *)a];
    const struct period *y = &sorting->periods[*(const uint32_t *)b];
    int c = !x->from.len - !y->from.len;
    if (!c)
        c = str_cmp(x->from, y->from);
    if (!c)
        c = str_cmp(x->to, y->to);
    return c ? c : str_cmp(x->label, y->label);
}

static enum status
sort_periods(struct summary *s)
{
    uint32_t count = s->period_keys.count;
    uint32_t *sorted = malloc((count + (size_t)1) * sizeof *sorted);
    uint32_t *place = malloc((count + (size_t)1) * sizeof *place);
    struct period *periods = malloc((count + (size_t)1) * sizeof *periods);
    if (!sorted || !place || !periods) {
        free(sorted);
        free(place);
        free(periods);
        return no_memory();
    }
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = i;
    sorting = s;
    qsort(sorted, count, sizeof *sorted, by_time);
    for (uint32_t i = 0; i < count; i++) {
        periods[i] = s->periods[sorted[i]];
        place[sorted[i]] = i;
    }
    for (uint32_t i = 0; i < s->nrecords; i++)
        s->records[i].period = place[s->records[i].period];
    free(s->periods);
    s->periods = periods;
    free(sorted);
    free(place);
    return STATUS_OK;
}

static uint32_t
institution_of(const struct summary *s, uint32_t record)
{
    return s->named[s->records[record].named].joined;
}

static int
by_row(const void *a, const void *b)
{
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    const struct record *x = &sorting->records[i], *y = &sorting->records[j];
    uint32_t m = institution_of(sorting, i), n = institution_of(sorting, j);
    if (x->period != y->period)
        return x->period < y->period ? -1 : 1;
    if (m != n)
        return m < n ? -1 : 1;
    int c = str_cmp(x->source.path, y->source.path);
    if (!c)
        c = str_cmp(x->source.member, y->source.member);
    return c ? c : (i > j) - (i < j);
}

/* |a - b| is at most half a step of the coarser number. */
bool
join_equal(const struct cell *a, const struct cell *b)
{
    struct decimal difference, twice;
    struct decimal x = {a->step_units, a->step_scale}, y = {b->step_units, b->step_scale};
    if (decimal_cmp(cell_value(a), cell_value(b)) == 0)
        return true;
    if (!decimal_sub(cell_value(a), cell_value(b), &difference))
        return false;
    if (difference.units < 0)
        difference = decimal_neg(difference);
    return decimal_add(difference, difference, &twice) &&
        decimal_cmp(twice, decimal_cmp(x, y) > 0 ? x : y) <= 0;
}

void
join_cell(struct cell *a, const struct cell *b)
{
    uint8_t langs = a->langs | b->langs;
    bool approx = a->approx || b->approx;
    if (a->status == CELL_CONFLICT || b->status == CELL_CONFLICT || !join_equal(a, b)) {
        *a = (struct cell){.figure = a->figure, .status = CELL_CONFLICT};
    } else {
        struct decimal x = {a->step_units, a->step_scale}, y = {b->step_units, b->step_scale};
        if (decimal_cmp(y, x) < 0)
            *a = *b;
        a->status = langs == (STATED_RU | STATED_KK) ? CELL_AGREE : CELL_SINGLE;
    }
    a->langs = langs;
    a->approx = approx;
}

/* Cells of several records of one row, merged as sorted lists. */
static bool
merge_cells(struct cells *into, struct cells more)
{
    struct cell *merged = calloc(into->count + (size_t)more.count + 1, sizeof *merged);
    if (!merged)
        return false;
    uint32_t j = 0, n = 0;
    for (uint32_t i = 0; i < into->count; i++) {
        while (j < more.count && more.p[j].figure < into->p[i].figure)
            merged[n++] = more.p[j++];
        merged[n] = into->p[i];
        if (j < more.count && more.p[j].figure == into->p[i].figure)
            join_cell(&merged[n], &more.p[j++]);
        n++;
    }
    while (j < more.count)
        merged[n++] = more.p[j++];
    free(into->p);
    *into = (struct cells){merged, n};
    return true;
}

static bool
add_to_row(struct summary *s, struct row *row, uint32_t record)
{
    struct record *r = &s->records[record];
    for (int level = 0; level < 3; level++)
        row->findings[level] += r->findings[level];
    row->unclaimed += r->unclaimed;
    row->langs |= r->langs;
    row->forms |= r->forms;
    if (row->count++ == 0) {
        row->cells = r->cells;
        return true;
    }
    if (row->count == 2) { /* until now the cells were the first record's */
        struct cells own = {0};
        if (!merge_cells(&own, row->cells))
            return false;
        row->cells = own;
    }
    return merge_cells(&row->cells, r->cells);
}

/* Whether the two are one file under two names. A document that gives several records to a row has
 * one name. */
static bool
same_file(const struct source *a, const struct source *b)
{
    return a->sha256.len && str_eq(a->sha256, b->sha256) &&
        !(str_eq(a->path, b->path) && str_eq(a->member, b->member));
}

/* Puts copies of files behind the records they repeat; returns how many records speak for the row.
 */
static uint32_t
put_copies_last(struct summary *s, uint32_t first, uint32_t end)
{
    uint32_t speaking = first;
    for (uint32_t i = first; i < end; i++) {
        uint32_t number = s->order[i];
        struct record *r = &s->records[number];
        for (uint32_t j = first; j < speaking && !r->copy; j++)
            r->copy = same_file(&s->records[s->order[j]].source, &r->source);
        if (r->copy)
            continue;
        memmove(&s->order[speaking + 1], &s->order[speaking], (i - speaking) * sizeof *s->order);
        s->order[speaking++] = number;
    }
    return speaking - first;
}

/* What a copy says was said. */
static void
drop_findings_of_copies(struct summary *s)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->nfindings; i++)
        if (!s->records[s->findings[i].record].copy)
            s->findings[kept++] = s->findings[i];
    s->nfindings = kept;
}

/* Behind the last record, in s->order, of the row that begins with `first`. */
static uint32_t
row_end(const struct summary *s, uint32_t first)
{
    const struct record *begin = &s->records[s->order[first]];
    uint32_t end = first + 1;
    while (end < s->nrecords && s->records[s->order[end]].period == begin->period &&
        institution_of(s, s->order[end]) == institution_of(s, s->order[first]))
        end++;
    return end;
}

static enum status
make_rows(struct summary *s)
{
    s->order = malloc((s->nrecords + (size_t)1) * sizeof *s->order);
    s->rows = calloc(s->nrecords + (size_t)1, sizeof *s->rows);
    if (!s->order || !s->rows)
        return no_memory();
    for (uint32_t i = 0; i < s->nrecords; i++)
        s->order[i] = i;
    sorting = s;
    qsort(s->order, s->nrecords, sizeof *s->order, by_row);
    assert(s->order && s->rows);
    for (uint32_t first = 0, end; first < s->nrecords; first = end) {
        end = row_end(s, first);
        uint32_t speaking = put_copies_last(s, first, end);
        struct row *row = &s->rows[s->nrows++];
        *row = (struct row){.institution = institution_of(s, s->order[first]),
            .period = s->records[s->order[first]].period,
            .first = first,
            .copies = end - first - speaking};
        for (uint32_t i = 0; i < speaking; i++)
            if (!add_to_row(s, row, s->order[first + i])) {
                row->count = row->count > 2 ? row->count : 1; /* whose cells the row's are */
                return no_memory();
            }
    }
    drop_findings_of_copies(s);
    s->nshown = s->nrows;
    return STATUS_OK;
}

enum status
join(struct summary *s)
{
    enum status status = join_institutions(s);
    if (status == STATUS_OK)
        status = sort_periods(s);
    return status == STATUS_OK ? make_rows(s) : status;
}
