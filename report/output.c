#include "output.h"

static const struct output outputs[] = {
    {"table", ".txt", write_table, false},
    {"csv", ".csv", write_csv, false},
    {"json", ".json", write_json, false},
    {"xlsx", ".xlsx", write_xlsx, false},
    {"html", ".html", write_html, false},
    {"docx", ".docx", write_docx, false},
    {"sqlite", ".sqlite", write_sqlite, true},
    {"registry", ".tsv", write_draft, false},
};

const struct output *
output_by_name(const char *name)
{
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
        if (strcmp(outputs[i].name, name) == 0)
            return &outputs[i];
    return NULL;
}

const struct output *
output_by_ending(const char *path)
{
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
        if (str_ends(str_of(path), str_of(outputs[i].ending)))
            return &outputs[i];
    return NULL;
}

bool
is_withheld(const struct report *r, const struct json *finding)
{
    struct str subject = json_text(finding, "subject");
    return r->s->no_persons && subject.len && !str_starts(subject, STR("act:")) &&
        !str_is(subject, "period");
}

struct str
sentence(const struct report *r, const struct json *finding)
{
    if (is_withheld(r, finding))
        return word(r, "withheld");
    const struct json *text = json_get(finding, "text");
    struct str s = json_text(text, lang_name(r->lang));
    for (int i = 0; i < LANG_COUNT && !s.len; i++)
        s = json_text(text, lang_name((enum lang)i));
    return s.len ? s : json_text(finding, "code");
}
