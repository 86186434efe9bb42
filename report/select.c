#include "select.h"

#include "cli.h"
#include "text.h"
#include <errno.h>
#include <stdlib.h>

static const char *const fields[] = {"period", "place", "form", "name", "key", "bin", "path"};
static const char *const sorts[] = {"name", "place", "key", "findings", "conflicts", "figures"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The sorting functions of C take no context. */
static struct {
    const struct summary *s;
    enum lang lang;
    struct str field;
    int figure;
    bool descending;
} sorting;

static bool
listed(struct str name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(name, list[i]))
            return true;
    return false;
}

static bool
operator_at(const char *p, struct condition *c, size_t *len)
{
    static const struct {
        const char *sign;
        int op;
    } signs[] = {{"!=", IS_NOT}, {"<=", AT_MOST}, {">=", AT_LEAST}, {"=", IS}, {"~", CONTAINS},
        {"<", LESS}, {">", GREATER}};
    for (size_t i = 0; i < COUNT(signs); i++)
        if (strncmp(p, signs[i].sign, strlen(signs[i].sign)) == 0) {
            c->op = signs[i].op;
            *len = strlen(signs[i].sign);
            return true;
        }
    return false;
}

bool
select_where(struct selection *sel, const struct catalog *c, const char *text, struct buf *why)
{
    struct condition wanted = {.figure = -1};
    size_t at = strcspn(text, "!<>=~"), len = 0;
    if (sel->nwhere == SELECT_CONDITIONS) {
        buf_printf(why, "more than %d conditions", SELECT_CONDITIONS);
        return false;
    }
    if (!at || !text[at] || !operator_at(text + at, &wanted, &len)) {
        buf_printf(why, "'%s' is no condition like period=2017", text);
        return false;
    }
    wanted.name = (struct str){text, at};
    wanted.value = str_of(text + at + len);
    if (!listed(wanted.name, fields, COUNT(fields))) {
        struct decimal d;
        wanted.figure = catalog_find(c, wanted.name);
        if (wanted.figure < 0) {
            buf_printf(why, "'%.*s' is neither a field nor a figure", (int)at, text);
            return false;
        }
        if (wanted.op == CONTAINS || !decimal_parse(wanted.value, &d)) {
            buf_printf(why, "'%s': a figure is compared with a number", text);
            return false;
        }
    } else if (wanted.op >= LESS && !str_is(wanted.name, "period")) {
        buf_printf(why, "'%s': only periods and figures are less or greater", text);
        return false;
    }
    sel->where[sel->nwhere++] = wanted;
    return true;
}

static bool
name_matches(struct str pattern, struct str id)
{
    if (pattern.len && pattern.p[pattern.len - 1] == '*')
        return str_starts(id, str_slice(pattern, 0, pattern.len - 1));
    return str_eq(pattern, id);
}

static bool
wanted_figure(struct str list, struct str id)
{
    if (!list.len)
        return true;
    while (list.len)
        if (name_matches(str_trim(str_cut(&list, ',')), id))
            return true;
    return false;
}

bool
select_names(const struct selection *sel, const struct catalog *c, struct buf *why)
{
    struct str rest = sel->figures, sort = sel->sort;
    while (rest.len) {
        struct str name = str_trim(str_cut(&rest, ','));
        bool found = false;
        for (size_t i = 0; i < c->nfigures && !found; i++)
            found = name_matches(name, c->figures[i].id);
        if (!found) {
            buf_printf(why, "'%.*s' is no figure", (int)name.len, name.p);
            return false;
        }
    }
    if (sort.len && *sort.p == '-')
        sort = str_slice(sort, 1, sort.len);
    if (sort.len && !listed(sort, sorts, COUNT(sorts)) && catalog_find(c, sort) < 0) {
        buf_printf(why, "'%.*s' is neither a field nor a figure", (int)sort.len, sort.p);
        return false;
    }
    return true;
}

static uint32_t
digits(struct str s, size_t *at, struct str *out)
{
    size_t from = *at;
    while (*at < s.len && s.p[*at] >= '0' && s.p[*at] <= '9')
        (*at)++;
    while (from + 1 < *at && s.p[from] == '0')
        from++;
    *out = str_slice(s, from, *at);
    return (uint32_t)out->len;
}

/* Place of a letter in both alphabets, case aside: Kazakh letters and yo stand behind those that
 * they are sorted after, whatever their code. */
static uint32_t
rank(uint32_t c)
{
    static const struct {
        uint16_t letter, after, by;
    } extra[] = {
        {0x04D9, 0x0430, 1}, /* schwa after a */
        {0x0493, 0x0433, 1}, /* gha after ge */
        {0x0451, 0x0435, 1}, /* yo after ie */
        {0x049B, 0x043A, 1}, /* qa after ka */
        {0x04A3, 0x043D, 1}, /* eng after en */
        {0x04E9, 0x043E, 1}, /* barred o after o */
        {0x04B1, 0x0443, 1}, /* straight u with stroke after u */
        {0x04AF, 0x0443, 2}, /* straight u after that */
        {0x04BB, 0x0445, 1}, /* shha after ha */
        {0x0456, 0x044B, 1}, /* dotted i after yeru */
    };
    c = text_lower(c);
    for (size_t i = 0; i < COUNT(extra); i++)
        if (c == extra[i].letter)
            return extra[i].after * 4U + extra[i].by;
    return c == TEXT_INVALID ? c : c * 4;
}

int
select_compare_text(struct str a, struct str b)
{
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len) {
        bool x = a.p[i] >= '0' && a.p[i] <= '9', y = b.p[j] >= '0' && b.p[j] <= '9';
        if (x && y) {
            struct str m, n;
            uint32_t p = digits(a, &i, &m), q = digits(b, &j, &n);
            int c = p != q ? (p < q ? -1 : 1) : str_cmp(m, n);
            if (c)
                return c;
            continue;
        }
        uint32_t c = rank(text_decode(a, &i)), d = rank(text_decode(b, &j));
        if (c != d)
            return c < d ? -1 : 1;
    }
    return (i < a.len) - (j < b.len);
}

static bool
contains(struct str text, struct str part)
{
    for (size_t at = 0; at <= text.len;) {
        size_t i = at, j = 0;
        while (j < part.len && i < text.len) {
            uint32_t c = text_lower(text_decode(text, &i));
            if (c != text_lower(text_decode(part, &j))) {
                j = SIZE_MAX;
                break;
            }
        }
        if (j == part.len)
            return true;
        if (at == text.len)
            break;
        (void)text_decode(text, &at);
    }
    return false;
}

static bool
text_holds(const struct condition *c, struct str text)
{
    switch (c->op) {
    case IS:
    case IS_NOT:
        return str_eq(text, c->value);
    case CONTAINS:
        return contains(text, c->value);
    case LESS:
        return str_cmp(text, c->value) < 0;
    case AT_MOST:
        return str_cmp(text, c->value) <= 0;
    case GREATER:
        return str_cmp(text, c->value) > 0;
    case AT_LEAST:
        return str_cmp(text, c->value) >= 0;
    }
    return false;
}

static bool
any_path(const struct summary *s, const struct row *row, const struct condition *c)
{
    for (uint32_t i = 0; i < row_documents(row); i++)
        if (text_holds(c, s->records[s->order[row->first + i]].source.path))
            return true;
    return false;
}

static bool
any_form(const struct row *row, const struct condition *c)
{
    for (int i = 0; i < FORM_COUNT; i++)
        if (row->forms & 1 << i && text_holds(c, str_of(form_names[i])))
            return true;
    return false;
}

/* Fields of the institution, whether it has reported or not. */
static bool
institution_holds(const struct institution *i, const struct condition *c)
{
    if (str_is(c->name, "place"))
        return text_holds(c, i->place[0]) || text_holds(c, i->place[1]);
    if (str_is(c->name, "name"))
        return text_holds(c, i->name[0]) || text_holds(c, i->name[1]);
    return text_holds(c, str_is(c->name, "key") ? i->key : i->bin);
}

static bool
field_holds(const struct summary *s, const struct row *row, const struct condition *c)
{
    if (str_is(c->name, "period"))
        return text_holds(c, s->periods[row->period].label);
    if (str_is(c->name, "form"))
        return any_form(row, c);
    if (str_is(c->name, "path"))
        return any_path(s, row, c);
    return institution_holds(&s->institutions[row->institution], c);
}

/* A row that does not state the figure, or in two ways, meets no condition on it but "!=". */
static bool
figure_holds(const struct row *row, const struct condition *c)
{
    const struct cell *cell = cells_find(row->cells, (unsigned)c->figure);
    struct decimal wanted;
    if (!decimal_parse(c->value, &wanted) || !cell || cell->status == CELL_CONFLICT)
        return false;
    int order = decimal_cmp(cell_value(cell), wanted);
    return c->op == LESS    ? order < 0
        : c->op == AT_MOST  ? order <= 0
        : c->op == GREATER  ? order > 0
        : c->op == AT_LEAST ? order >= 0
                            : order == 0;
}

static bool
holds(const struct summary *s, const struct row *row, const struct condition *c)
{
    bool yes = c->figure < 0 ? field_holds(s, row, c) : figure_holds(row, c);
    return c->op == IS_NOT ? !yes : yes;
}

static uint32_t
conflicts(const struct row *row)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->cells.count; i++)
        n += row->cells.p[i].status == CELL_CONFLICT;
    return n;
}

static int
compare_numbers(uint32_t a, uint32_t b)
{
    int c = (a > b) - (a < b);
    return sorting.descending ? -c : c;
}

/* Values first, then conflicts, then rows that do not state it: in both directions. */
static int
compare_figure(const struct row *a, const struct row *b)
{
    const struct cell *x = cells_find(a->cells, (unsigned)sorting.figure);
    const struct cell *y = cells_find(b->cells, (unsigned)sorting.figure);
    int p = !x ? 2 : x->status == CELL_CONFLICT, q = !y ? 2 : y->status == CELL_CONFLICT;
    if (p || q)
        return p - q;
    int c = decimal_cmp(cell_value(x), cell_value(y));
    return sorting.descending ? -c : c;
}

static int
compare_names(const struct row *a, const struct row *b, bool place_first)
{
    const struct institution *x = &sorting.s->institutions[a->institution];
    const struct institution *y = &sorting.s->institutions[b->institution];
    int c = 0;
    if (place_first)
        c = select_compare_text(
            institution_place(x, sorting.lang), institution_place(y, sorting.lang));
    if (!c)
        c = select_compare_text(
            institution_short(x, sorting.lang), institution_short(y, sorting.lang));
    if (!c)
        c = select_compare_text(
            institution_name(x, sorting.lang), institution_name(y, sorting.lang));
    return c ? c : str_cmp(x->key, y->key);
}

static int
compare_field(const struct row *a, const struct row *b)
{
    const struct institution *x = &sorting.s->institutions[a->institution];
    const struct institution *y = &sorting.s->institutions[b->institution];
    if (sorting.figure >= 0)
        return compare_figure(a, b);
    if (str_is(sorting.field, "findings")) {
        for (int level = FINDING_ERROR; level >= FINDING_INFO; level--)
            if (a->findings[level] != b->findings[level])
                return compare_numbers(a->findings[level], b->findings[level]);
        return 0;
    }
    if (str_is(sorting.field, "conflicts"))
        return compare_numbers(conflicts(a), conflicts(b));
    if (str_is(sorting.field, "figures"))
        return compare_numbers(a->cells.count, b->cells.count);
    int c = str_is(sorting.field, "key") ? str_cmp(x->key, y->key)
                                         : compare_names(a, b, str_is(sorting.field, "place"));
    return sorting.descending ? -c : c;
}

static int
by_selection(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->shown != y->shown)
        return x->shown ? -1 : 1;
    if (x->period != y->period)
        return x->period < y->period ? -1 : 1;
    int c = compare_field(x, y);
    if (!c)
        c = compare_names(x, y, true);
    return c ? c : (x->institution > y->institution) - (x->institution < y->institution);
}

static int
by_weight(const void *a, const void *b)
{
    const struct finding_place *x = a, *y = b;
    bool p = x->row < sorting.s->nshown, q = y->row < sorting.s->nshown;
    if (p != q)
        return p ? -1 : 1;
    if (!x->seen != !y->seen)
        return x->seen ? 1 : -1;
    if (x->level != y->level)
        return x->level > y->level ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->record != y->record)
        return x->record < y->record ? -1 : 1;
    return (x->nth > y->nth) - (x->nth < y->nth);
}

static enum status
order_findings(struct summary *s)
{
    uint32_t *row_of = malloc((s->nrecords + (size_t)1) * sizeof *row_of);
    if (!row_of)
        return STATUS_BROKEN;
    for (uint32_t r = 0; r < s->nrows; r++)
        for (uint32_t i = 0; i < row_documents(&s->rows[r]); i++)
            row_of[s->order[s->rows[r].first + i]] = r;
    s->nshown_findings = 0;
    for (uint32_t i = 0; i < s->nfindings; i++) {
        s->findings[i].row = row_of[s->findings[i].record];
        s->nshown_findings += s->findings[i].row < s->nshown;
    }
    if (s->nfindings)
        qsort(s->findings, s->nfindings, sizeof *s->findings, by_weight);
    free(row_of);
    return STATUS_OK;
}

static enum status
choose_columns(struct summary *s, struct str list)
{
    s->columns = malloc((s->catalog.nfigures + 1) * sizeof *s->columns);
    if (!s->columns)
        return STATUS_BROKEN;
    for (size_t i = 0; i < s->catalog.nfigures; i++)
        if (wanted_figure(list, s->catalog.figures[i].id))
            s->columns[s->ncolumns++] = (uint16_t)i;
    return STATUS_OK;
}

/* Whether a condition speaks of institutions, those too that have no row. */
static bool
is_identity(const struct condition *c)
{
    return c->figure < 0 && !str_is(c->name, "period") && !str_is(c->name, "form") &&
        !str_is(c->name, "path");
}

static void
choose_rows(struct summary *s, const struct selection *sel)
{
    s->nshown = 0;
    for (uint32_t r = 0; r < s->nrows; r++) {
        struct row *row = &s->rows[r];
        struct period *period = &s->periods[row->period];
        bool others = true; /* but for the institution it would be shown */
        row->shown = true;
        for (size_t i = 0; i < sel->nwhere; i++) {
            bool held = holds(s, row, &sel->where[i]);
            row->shown &= held;
            others &= held || is_identity(&sel->where[i]);
        }
        s->nshown += row->shown;
        if (others && period->from.len) {
            period->expected = true;
            period->forms |= row->forms;
        }
    }
}

static void
choose_expected(struct summary *s, const struct selection *sel)
{
    for (uint32_t e = 0; e < s->nexpected; e++) {
        const struct institution *i = &s->institutions[s->named[s->expected[e].named].joined];
        s->expected[e].shown = true;
        for (size_t k = 0; k < sel->nwhere; k++)
            if (is_identity(&sel->where[k]) &&
                institution_holds(i, &sel->where[k]) == (sel->where[k].op == IS_NOT))
                s->expected[e].shown = false;
    }
}

enum status
select_apply(struct summary *s, const struct selection *sel)
{
    struct str field = sel->sort;
    bool descending = field.len && *field.p == '-';
    if (descending)
        field = str_slice(field, 1, field.len);
    choose_rows(s, sel);
    choose_expected(s, sel);
    sorting.s = s;
    sorting.lang = sel->lang;
    sorting.field = field.len ? field : STR("place");
    sorting.figure =
        listed(sorting.field, sorts, COUNT(sorts)) ? -1 : catalog_find(&s->catalog, field);
    sorting.descending = descending;
    if (s->nrows)
        qsort(s->rows, s->nrows, sizeof *s->rows, by_selection);
    enum status status = choose_columns(s, sel->figures);
    if (status == STATUS_OK)
        status = order_findings(s);
    if (status != STATUS_OK)
        cli_say("%s", strerror(ENOMEM));
    return status;
}
