/* formula.c - math on a line: fractions with "/", powers with "^", indices with "_". */
#include "story.h"

#include "text.h"

bool
formula_is(enum xml_name name)
{
    switch (name) {
    case M_f:
    case M_num:
    case M_den:
    case M_sSup:
    case M_sSub:
    case M_sup:
    case M_sub:
    case M_rad:
    case M_deg:
    case M_e:
    case M_d:
    case M_nary:
    case M_m:
    case M_mr:
        return true;
    default:
        return false;
    }
}

void
formula_open(struct docx *x, enum xml_name name)
{
    struct flow *f = flow_top(x);
    struct math *outer = x->nmath > 0 && x->nmath <= MATH_MAX ? &x->math[x->nmath - 1] : NULL;
    if (name == M_den)
        flow_append_z(x, "/");
    else if (name == M_sup)
        flow_append_z(x, "^");
    else if (name == M_sub)
        flow_append_z(x, "_");
    else if (name == M_e && outer) {
        if (outer->name == M_rad)
            flow_append_z(x, "\xE2\x88\x9A");
        else if (outer->name == M_d && flow_visible(x, f))
            flow_append(x, f, outer->parts ? outer->between : outer->open);
        else if (outer->name == M_mr && outer->parts)
            flow_append_z(x, " ");
        outer->parts++;
    } else if (name == M_mr && outer && outer->parts++)
        flow_append_z(x, "; ");
    if (x->nmath < MATH_MAX)
        x->math[x->nmath] = (struct math){name, f->text.len, STR("("), STR(")"), STR("|"), 0};
    x->nmath++;
}

/* Puts brackets around what is more than a number or a name. */
void
formula_close(struct docx *x)
{
    struct flow *f = flow_top(x);
    if (x->nmath-- > MATH_MAX)
        return;
    struct math *m = &x->math[x->nmath];
    struct math *outer = x->nmath > 0 ? &x->math[x->nmath - 1] : NULL;
    if (m->name == M_d && flow_visible(x, f))
        flow_append(x, f, m->close);
    bool root = m->name == M_e && outer && outer->name == M_rad;
    if (m->at > f->text.len ||
        (!root && m->name != M_num && m->name != M_den && m->name != M_sup && m->name != M_sub))
        return;
    struct str inside = str_slice(buf_slice(&f->text), m->at, f->text.len);
    bool simple = !root;
    for (size_t at = 0; at < inside.len && simple;) {
        uint32_t c = text_decode(inside, &at);
        simple = c > 0x7F || (c >= '0' && c <= '9') || (c | 0x20) >= 'a' || c == ',' || c == '.';
    }
    if (simple || !buf_reserve(&f->text, 2))
        return;
    memmove(f->text.p + m->at + 1, f->text.p + m->at, inside.len);
    f->text.p[m->at] = '(';
    f->text.len++;
    buf_char(&f->text, ')');
}

void
formula_member(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    struct math *m = x->nmath > 0 && x->nmath <= MATH_MAX ? &x->math[x->nmath - 1] : NULL;
    struct str value = xml_attribute(a, "val");
    if (!m)
        return;
    if (name == M_chr && m->name == M_nary)
        flow_append_char(x, value.len ? text_decode(value, &(size_t){0}) : 0x222B);
    else if (name == M_begChr)
        m->open = story_keep(x, value);
    else if (name == M_endChr)
        m->close = story_keep(x, value);
    else if (name == M_sepChr)
        m->between = story_keep(x, value);
}
