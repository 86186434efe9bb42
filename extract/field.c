/* field.c - fields: their result is text, their code is not. */
#include "story.h"

void
field_char(struct flow *f, struct str type)
{
    if (str_is(type, "begin")) {
        if (f->nfields < FIELDS_MAX)
            f->fields[f->nfields] = FIELD_CODE;
        f->nfields++;
        f->codes++;
    } else if (str_is(type, "separate")) {
        int i = f->nfields - 1;
        if (i >= 0 && i < FIELDS_MAX && f->fields[i] == FIELD_CODE) {
            f->fields[i] = FIELD_RESULT;
            f->codes--;
        }
    } else if (str_is(type, "end") && f->nfields > 0) {
        int i = --f->nfields;
        if (i >= FIELDS_MAX || f->fields[i] == FIELD_CODE)
            f->codes--;
    }
}

void
field_form_member(struct docx *x, enum xml_name name, const struct xml_attributes *a)
{
    struct str value = xml_attribute(a, "val");
    struct form *f = &x->form;
    switch (name) {
    case W_ffData:
        *f = (struct form){.checked = -1, .standard = -1};
        break;
    case W_checkBox:
        f->box = true;
        break;
    case W_checked:
        f->checked = xml_on(value);
        break;
    case W_default:
        if (f->box)
            f->standard = xml_on(value);
        else
            f->result = xml_number(value, 0);
        break;
    case W_result:
        f->result = xml_number(value, 0);
        break;
    case W_listEntry:
        if (f->entry++ == f->result)
            f->text = story_keep(x, value);
        break;
    default:
        break;
    }
}

/* The field itself is code still: what it shows is put before it. */
void
field_form_close(struct docx *x)
{
    struct flow *f = flow_top(x);
    struct form *form = &x->form;
    if (form->box)
        form->text = (form->checked < 0 ? form->standard == 1 : form->checked)
            ? STR("\xE2\x98\x92")
            : STR("\xE2\x98\x90");
    f->codes--;
    if (form->text.len && flow_visible(x, f))
        flow_append(x, f, form->text);
    f->codes++;
}
