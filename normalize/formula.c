#include "formula.h"

/* Brackets within brackets. Formulas are lines that a person wrote. */
#define DEPTH_MAX 20

enum formula_kind { FORMULA_NUMBER, FORMULA_FIGURE, FORMULA_NEG, FORMULA_SUM, FORMULA_PRODUCT };

struct formula {
    enum formula_kind kind;
    struct ratio number;
    int figure;
    bool optional; /* a figure that counts as 0 where it is not stated */
    bool inverse; /* of a sum: the right side is subtracted; of a product: divided by */
    const struct formula *left, *right;
};

struct parser {
    struct arena *arena;
    const struct rules *rules;
    struct str text;
    size_t at;
    int depth;
    struct buf *why;
};

static const struct formula *sum(struct parser *p);

static const struct formula *
fail(struct parser *p, const char *reason, struct str what)
{
    if (!p->why->len)
        buf_printf(p->why, "%s '%.*s'", reason, (int)what.len, what.p);
    return NULL;
}

static char
look(struct parser *p)
{
    while (p->at < p->text.len && (p->text.p[p->at] == ' ' || p->text.p[p->at] == '\t'))
        p->at++;
    return p->at < p->text.len ? p->text.p[p->at] : '\0';
}

static struct str
rest(const struct parser *p)
{
    return str_slice(p->text, p->at, p->text.len);
}

static struct formula *
node(struct parser *p, struct formula f)
{
    struct formula *made = arena_new(p->arena, struct formula);
    if (made)
        *made = f;
    else
        fail(p, "no memory for", p->text);
    return made;
}

static bool
is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

static const struct formula *
leaf(struct parser *p, bool optional)
{
    size_t from = p->at;
    while (p->at < p->text.len && is_word(p->text.p[p->at]))
        p->at++;
    struct str word = str_slice(p->text, from, p->at);
    struct decimal d;
    if (word.len && decimal_parse(word, &d))
        return node(p, (struct formula){.kind = FORMULA_NUMBER, .number = ratio_of_decimal(d)});
    int figure = rules_figure(p->rules, word);
    if (figure >= 0)
        return node(
            p, (struct formula){.kind = FORMULA_FIGURE, .figure = figure, .optional = optional});
    p->at = from;
    return fail(p, "a figure or a number is expected, not", word.len ? word : rest(p));
}

static const struct formula *
bracket(struct parser *p, char close)
{
    p->at++;
    look(p);
    if (++p->depth > DEPTH_MAX)
        return fail(p, "nested too deeply:", rest(p));
    const struct formula *f = close == ')' ? sum(p) : leaf(p, true);
    p->depth--;
    if (!f)
        return NULL;
    if (look(p) != close)
        return fail(p, "a bracket is not closed before", rest(p));
    p->at++;
    return f;
}

static const struct formula *
term(struct parser *p)
{
    bool negative = false;
    while (look(p) == '-') {
        negative = !negative;
        p->at++;
    }
    char c = look(p);
    const struct formula *f = c == '(' ? bracket(p, ')')
        : c == '['                     ? bracket(p, ']')
                                       : leaf(p, false);
    return f && negative ? node(p, (struct formula){.kind = FORMULA_NEG, .left = f}) : f;
}

static const struct formula *
product(struct parser *p)
{
    const struct formula *f = term(p);
    for (char c; f && ((c = look(p)) == '*' || c == '/');) {
        p->at++;
        const struct formula *right = term(p);
        f = right
            ? node(p,
                  (struct formula){
                      .kind = FORMULA_PRODUCT, .left = f, .right = right, .inverse = c == '/'})
            : NULL;
    }
    return f;
}

static const struct formula *
sum(struct parser *p)
{
    const struct formula *f = product(p);
    for (char c; f && ((c = look(p)) == '+' || c == '-');) {
        p->at++;
        const struct formula *right = product(p);
        f = right ? node(p,
                        (struct formula){
                            .kind = FORMULA_SUM, .left = f, .right = right, .inverse = c == '-'})
                  : NULL;
    }
    return f;
}

enum status
formula_parse(struct arena *arena, const struct rules *rules, struct str text,
    const struct formula **out, size_t *column, struct buf *why)
{
    struct buf reason = {0};
    struct parser p = {.arena = arena, .rules = rules, .text = text, .why = &reason};
    const struct formula *f = sum(&p);
    if (f && look(&p)) {
        fail(&p, "not expected here:", rest(&p));
        f = NULL;
    }
    *column = p.at;
    buf_str(why, buf_slice(&reason));
    buf_free(&reason);
    if (!f)
        return STATUS_BAD;
    *out = f;
    return STATUS_OK;
}

static bool
of_figure(const struct formula *f, const struct fact *fact, bool printed, struct interval *out)
{
    if (!fact->known && !f->optional)
        return false;
    *out = !fact->known ? interval_of(ratio_of(0))
        : printed       ? interval_of(ratio_of_decimal(fact->value))
                        : fact->range;
    return true;
}

/* Recursion is as deep as a line of the checks is long, which is ours. */
bool
formula_value(const struct formula *f, const struct fact *facts, bool printed, struct interval *out)
{
    struct interval a, b;
    switch (f->kind) {
    case FORMULA_NUMBER:
        *out = interval_of(f->number);
        return true;
    case FORMULA_FIGURE:
        return of_figure(f, &facts[f->figure], printed, out);
    case FORMULA_NEG:
        if (!formula_value(f->left, facts, printed, &a))
            return false;
        *out = interval_neg(a);
        return true;
    case FORMULA_SUM:
    case FORMULA_PRODUCT:
        if (!formula_value(f->left, facts, printed, &a) ||
            !formula_value(f->right, facts, printed, &b))
            return false;
        if (f->kind == FORMULA_SUM)
            return interval_add(a, f->inverse ? interval_neg(b) : b, out);
        return f->inverse ? interval_div(a, b, out) : interval_mul(a, b, out);
    }
    return false;
}

int
formula_figure(const struct formula *f)
{
    return f->kind == FORMULA_FIGURE ? f->figure : -1;
}

void
formula_figures(
    const struct formula *f, const struct fact *facts, int *figures, size_t *count, size_t max)
{
    if (!f)
        return;
    if (f->kind == FORMULA_FIGURE && facts[f->figure].known) {
        bool there = false;
        for (size_t i = 0; i < *count; i++)
            there |= figures[i] == f->figure;
        if (!there && *count < max)
            figures[(*count)++] = f->figure;
    }
    formula_figures(f->left, facts, figures, count, max);
    formula_figures(f->right, facts, figures, count, max);
}
