/* chart.c - charts (their cached values) and SmartArt. */
#include "embedded.h"

#include "package.h"
#include <stdlib.h>

/* Points of a series that are kept: a chart of more can't be read by a person either. */
#define POINTS_MAX 4096

struct points {
    struct str values[POINTS_MAX];
    long count;
};

struct chart {
    struct document *d;
    struct block_list *out;
    struct buf text, series;
    struct str name;
    struct points *categories, *values;
    struct points *into; /* where the points that come belong, or NULL */
    long point;
    int titles, names; /* elements open */
    bool in_series, collecting;
};

static void
emit(struct chart *c, enum block_kind kind, struct str text)
{
    text = str_trim(text);
    struct block *b = text.len ? document_block(c->d, kind, text) : NULL;
    if (b)
        block_list_add(c->out, b);
}

/* A cached number has seventeen digits where its author typed two. */
static struct str
number(struct chart *c, struct str s)
{
    char text[40];
    char *end;
    if (s.len < 15 || s.len >= sizeof text)
        return s;
    memcpy(text, s.p, s.len);
    text[s.len] = '\0';
    double value = strtod(text, &end);
    if (*end)
        return s;
    struct buf b = {0};
    buf_printf(&b, "%.12g", value);
    s = arena_copy(c->d->arena, buf_slice(&b));
    buf_free(&b);
    return s;
}

static void
close_series(struct chart *c)
{
    struct buf *b = &c->series;
    buf_clear(b);
    buf_str(b, c->name);
    for (long i = 0; i < c->values->count && i < POINTS_MAX; i++) {
        if (!c->values->values[i].len)
            continue;
        buf_z(b, b->len == c->name.len ? (b->len ? ": " : "") : "; ");
        if (i < c->categories->count && c->categories->values[i].len) {
            buf_str(b, c->categories->values[i]);
            buf_z(b, " \xE2\x80\x93 ");
        }
        buf_str(b, number(c, c->values->values[i]));
    }
    emit(c, BLOCK_CHART, buf_slice(b));
}

static void
open_series(struct chart *c)
{
    c->in_series = true;
    c->name = (struct str){NULL, 0};
    memset(c->categories, 0, sizeof *c->categories);
    memset(c->values, 0, sizeof *c->values);
}

static void
chart_start(void *ctx, enum xml_name name, enum xml_ns ns, const struct xml_attributes *a)
{
    struct chart *c = ctx;
    (void)ns;
    switch (name) {
    case C_title:
        c->titles++;
        buf_clear(&c->text);
        break;
    case C_ser:
        open_series(c);
        break;
    case C_tx:
        c->names++;
        break;
    case C_cat:
    case C_xVal:
        c->into = c->categories;
        break;
    case C_val:
    case C_yVal:
        c->into = c->values;
        break;
    case C_pt:
        c->point = xml_number(xml_attribute(a, "idx"), -1);
        break;
    case C_v:
        if (!c->in_series)
            break;
        buf_clear(&c->text);
        c->collecting = true;
        break;
    case A_t:
        c->collecting = c->titles > 0;
        break;
    case A_p:
        if (c->titles && c->text.len)
            buf_char(&c->text, ' ');
        break;
    default:
        break;
    }
}

static void
close_value(struct chart *c)
{
    struct str value = arena_copy(c->d->arena, str_trim(buf_slice(&c->text)));
    if (c->into && c->point >= 0 && c->point < POINTS_MAX) {
        c->into->values[c->point] = value;
        if (c->point >= c->into->count)
            c->into->count = c->point + 1;
    } else if (c->names && !c->into) {
        c->name = value;
    }
}

static void
chart_end(void *ctx, enum xml_name name)
{
    struct chart *c = ctx;
    switch (name) {
    case C_title:
        c->titles--;
        emit(c, BLOCK_CHART, buf_slice(&c->text));
        buf_clear(&c->text);
        break;
    case C_ser:
        close_series(c);
        c->in_series = false;
        break;
    case C_tx:
        c->names--;
        break;
    case C_cat:
    case C_xVal:
    case C_val:
    case C_yVal:
        c->into = NULL;
        break;
    case C_v:
        if (c->in_series)
            close_value(c);
        c->collecting = false;
        break;
    case A_t:
        c->collecting = false;
        break;
    default:
        break;
    }
}

static void
chart_text(void *ctx, struct str t)
{
    struct chart *c = ctx;
    if (c->collecting && c->text.len < 65536)
        buf_str(&c->text, t);
}

enum status
chart_read(struct document *d, struct zipbox *z, struct str part, struct block_list *out)
{
    static const struct xml_handler handler = {chart_start, chart_end, chart_text};
    struct chart c = {.d = d, .out = out};
    c.categories = calloc(1, sizeof *c.categories);
    c.values = calloc(1, sizeof *c.values);
    enum status status = c.categories && c.values
        ? package_parse(z, d, part, &handler, &c, NULL, NULL)
        : document_reject(d, FINDING_too_large, "memory");
    free(c.categories);
    free(c.values);
    buf_free(&c.text);
    buf_free(&c.series);
    return status;
}

/* ---- SmartArt ---- */

static void
diagram_start(void *ctx, enum xml_name name, enum xml_ns ns, const struct xml_attributes *a)
{
    struct chart *c = ctx;
    (void)ns;
    (void)a;
    if (name == A_p)
        buf_clear(&c->text);
    else if (name == A_br)
        buf_char(&c->text, '\n');
    c->collecting = name == A_t;
}

static void
diagram_end(void *ctx, enum xml_name name)
{
    struct chart *c = ctx;
    c->collecting = false;
    if (name == A_p)
        emit(c, BLOCK_TEXTBOX, buf_slice(&c->text));
}

enum status
diagram_read(struct document *d, struct zipbox *z, struct str part, struct block_list *out)
{
    static const struct xml_handler handler = {diagram_start, diagram_end, chart_text};
    struct chart c = {.d = d, .out = out};
    enum status status = package_parse(z, d, part, &handler, &c, NULL, NULL);
    buf_free(&c.text);
    return status;
}
