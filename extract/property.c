/* property.c - what paragraphs and runs say about themselves. */
#include "story.h"

#include "symbol.h"

/* Members of w:rPr, of a run or of a paragraph's mark. */
void
property_of_run(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    struct flow *f = flow_top(x);
    bool mark = story_parent(x, 2) == W_pPr;
    bool on = xml_on(xml_attribute(a, "val"));
    switch (name) {
    case W_vanish:
    case W_specVanish:
        if (mark)
            f->mark_hidden |= on;
        else if (story_parent(x, 2) == W_r || story_parent(x, 2) == M_r)
            f->run_vanish = on;
        break;
    case W_del:
    case W_moveFrom:
        if (mark) {
            f->mark_deleted = true;
            x->d->counts[FINDING_tracked_deletion]++;
        }
        break;
    case W_ins:
    case W_moveTo:
        if (mark)
            x->d->counts[FINDING_tracked_insertion]++;
        break;
    case W_rStyle:
        if (!mark)
            f->run_looks = styles_find(&x->styles, xml_attribute(a, "val"));
        break;
    case W_rFonts: {
        struct str font = xml_attribute(a, "ascii");
        if (!mark && symbol_font(font))
            f->run_font = story_keep(x, font);
        break;
    }
    default:
        break;
    }
}

void
property_of_paragraph(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    struct flow *f = flow_top(x);
    struct str value = xml_attribute(a, "val");
    switch (name) {
    case W_pStyle:
        f->looks = styles_find(&x->styles, value);
        f->style = f->looks ? f->looks->id : story_keep(x, value);
        break;
    case W_numId:
        f->num_id = (int)xml_number(value, STYLE_UNSET);
        break;
    case W_ilvl:
        f->ilvl = (int)xml_number(value, STYLE_UNSET);
        break;
    case W_outlineLvl:
        f->outline = (int)xml_number(value, STYLE_UNSET);
        break;
    case W_pageBreakBefore:
        f->break_before |= xml_on(value);
        break;
    default:
        break;
    }
}
