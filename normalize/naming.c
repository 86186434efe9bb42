#include "naming.h"

#include "mention.h"
#include "remark.h"
#include "text.h"

/* Places that one finding quotes. */
#define QUOTES_MAX 60

struct work {
    const struct reference *known;
    struct document *d;
    struct items items;
};

static bool
has_kazakh_letter(struct str text)
{
    for (size_t at = 0; at < text.len;)
        if (text_is_kazakh(text_decode(text, &at)))
            return true;
    return false;
}

/* Whether `text` begins with `name`, whatever the case of letters. */
static bool
begins_with(struct str text, struct str name)
{
    size_t a = 0, b = 0;
    while (b < name.len) {
        if (a >= text.len || text_lower(text_decode(text, &a)) != text_lower(text_decode(name, &b)))
            return false;
    }
    return true;
}

/* Whether the abbreviation of a mention is written as no legal form is. Without Kazakh letters it
 * is a matter of the keyboard, and no slip. */
static bool
is_wrong_form(const struct work *w, const struct mention *m)
{
    struct str rest = m->form->name[m->lang];
    bool kazakh = false;
    if (!w->items.capitals[m->form_at.from])
        return false;
    for (size_t i = m->form_at.from; i < m->form_at.to; i++)
        kazakh |= has_kazakh_letter(w->items.items[i].text);
    for (size_t i = m->form_at.from; i < m->form_at.to; i++)
        if (!begins_with(w->items.items[i].text, str_cut(&rest, ' ')))
            return kazakh;
    return false;
}

static struct quote
quote_of(const struct work *w, struct range r)
{
    const struct item *first = &w->items.items[r.from], *last = &w->items.items[r.to - 1];
    return (struct quote){
        first->block, first->start, last->block == first->block ? last->end : first->end};
}

/* One finding for all wrong forms of the document. */
static enum status
check_forms(struct work *w)
{
    struct mentions mentions = {0};
    struct quote quotes[QUOTES_MAX];
    const struct mention *first = NULL;
    size_t n = 0;
    enum status status = mention_find(w->known, w->d, &w->items, &mentions);
    for (size_t i = 0; status == STATUS_OK && i < mentions.n && n < QUOTES_MAX; i++) {
        const struct mention *m = &mentions.list[i];
        if (!is_wrong_form(w, m))
            continue;
        if (!first)
            first = m;
        quotes[n++] = quote_of(w, m->form_at);
    }
    return first ? remark_add(w->d, REMARK_form_unknown, STR("institution"), quotes, n,
                       first->form->name[first->lang])
                 : status;
}

/* The Kazakh name of the institution's town, where the document itself spells it in two ways. */
static enum status
check_place(struct work *w)
{
    struct str name = w->d->institution.locality[LANG_KK];
    struct quote quotes[QUOTES_MAX];
    bool right = false, wrong = false;
    size_t n = 0;
    for (size_t i = 0; name.p && i < w->items.n && n < QUOTES_MAX; i++) {
        const struct item *item = &w->items.items[i];
        const struct known_place *place;
        size_t end;
        bool same;
        if (item->kind != ITEM_WORD || !item->upper || w->d->blocks[item->block].lang != LANG_KK)
            continue;
        place = reference_place(
            w->known, PLACE_CITY | PLACE_VILLAGE, LANG_KK, w->items.words, w->items.n, i, &end);
        if (!place || end != i + 1 || !str_eq(place->name[LANG_KK], name))
            continue;
        same = begins_with(item->text, name);
        right |= same;
        wrong |= !same;
        quotes[n++] = quote_of(w, (struct range){i, i + 1});
    }
    return right && wrong
        ? remark_add(w->d, REMARK_place_spelled_twice, STR("institution"), quotes, n, name)
        : STATUS_OK;
}

enum status
naming_find(const struct reference *known, struct document *d)
{
    struct work w = {.known = known, .d = d};
    enum status status = mention_items(d, &w.items);
    if (status == STATUS_OK)
        status = check_forms(&w);
    return status == STATUS_OK ? check_place(&w) : status;
}
