#include "naming.h"

#include "institution.h"
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
        quotes[n++] = mention_quote(&w->items, m->form_at);
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
        if (!mention_may(&w->items, i, HINT_PLACE) || !item->upper ||
            w->d->blocks[item->block].lang != LANG_KK)
            continue;
        place = reference_place(
            w->known, PLACE_CITY | PLACE_VILLAGE, LANG_KK, w->items.words, w->items.n, i, &end);
        if (!place || end != i + 1 || !str_eq(place->name[LANG_KK], name))
            continue;
        same = begins_with(item->text, name);
        right |= same;
        wrong |= !same;
        quotes[n++] = mention_quote(&w->items, (struct range){i, i + 1});
    }
    return right && wrong
        ? remark_add(w->d, REMARK_place_spelled_twice, STR("institution"), quotes, n, name)
        : STATUS_OK;
}

/* Twelve digits behind the word BIN, in groups of any size. */
static bool
read_bin(const struct work *w, size_t i, char digits[13], struct quote *quote)
{
    size_t n = 0, first = 0;
    for (size_t k = i + 1; k < w->items.n && k < i + 16; k++) {
        const struct item *item = &w->items.items[k];
        if (item->kind != ITEM_DIGITS) {
            if (n || item->kind == ITEM_END)
                return false;
            continue;
        }
        if (n + item->text.len > 12)
            return false;
        if (!n)
            first = k;
        memcpy(digits + n, item->text.p, item->text.len);
        n += item->text.len;
        digits[n] = '\0';
        if (n == 12) {
            *quote = mention_quote(&w->items, (struct range){first, k + 1});
            return true;
        }
    }
    return false;
}

static enum status
check_bin(struct work *w)
{
    char bins[QUOTES_MAX][13];
    struct quote quotes[QUOTES_MAX], wrong[QUOTES_MAX];
    size_t n = 0, bad = 0;
    bool differ = false;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < w->items.n && n < QUOTES_MAX; i++) {
        if (!mention_may(&w->items, i, CUE_BIN) ||
            !(reference_cue_word(w->known, CUE_BIN, LANG_RU, w->items.words[i]) ||
                reference_cue_word(w->known, CUE_BIN, LANG_KK, w->items.words[i])) ||
            !read_bin(w, i, bins[n], &quotes[n]))
            continue;
        differ |= strcmp(bins[n], bins[0]) != 0;
        if (!institution_bin_valid(str_of(bins[n])))
            wrong[bad++] = quotes[n];
        n++;
    }
    if (bad)
        status = remark_add(w->d, REMARK_bin_wrong, STR("institution"), wrong, bad, STR(""));
    if (differ && status == STATUS_OK)
        status = remark_add(w->d, REMARK_bin_differs, STR("institution"), quotes, n, STR(""));
    return status;
}

/* A telephone number: its digits, and the language that gives it. */
struct phone {
    char digits[16];
    enum lang lang;
    struct quote quote;
};

/* Reads the number that begins at the item behind the word "telephone". */
static bool
read_phone(const struct work *w, size_t i, struct phone *p)
{
    size_t n = 0, first = 0, last = 0;
    for (size_t k = i + 1; k < w->items.n && k < i + 20; k++) {
        const struct item *item = &w->items.items[k];
        if (item->kind == ITEM_DIGITS && n + item->text.len < sizeof p->digits) {
            if (!n)
                first = k;
            last = k;
            memcpy(p->digits + n, item->text.p, item->text.len);
            n += item->text.len;
        } else if (item->kind == ITEM_END || item->kind == ITEM_WORD || n >= 10 ||
            (item->kind != ITEM_DASH && item->kind != ITEM_OTHER && item->kind != ITEM_DOT)) {
            if (n || item->kind == ITEM_END)
                break;
        } else if (n && str_is(item->text, ",")) {
            break;
        }
    }
    if (n < 6)
        return false;
    p->digits[n] = '\0';
    p->lang = w->d->blocks[w->items.items[i].block].lang;
    p->quote = mention_quote(&w->items, (struct range){first, last + 1});
    return true;
}

/* Whether each language gives telephone numbers, and no number of one ends as a number of the
 * other. */
static enum status
check_phones(struct work *w)
{
    struct phone phones[QUOTES_MAX];
    struct quote quotes[QUOTES_MAX];
    size_t n = 0;
    bool spoken[3] = {false}, shared = false;
    for (size_t i = 0; i < w->items.n && n < QUOTES_MAX; i++)
        if (mention_may(&w->items, i, CUE_PHONE) &&
            reference_cue_word(w->known, CUE_PHONE, LANG_RU, w->items.words[i]) &&
            read_phone(w, i, &phones[n])) {
            spoken[phones[n].lang] = true;
            quotes[n] = phones[n].quote;
            n++;
        }
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            if (phones[i].lang == LANG_RU && phones[k].lang == LANG_KK) {
                struct str a = str_of(phones[i].digits), b = str_of(phones[k].digits);
                shared |= str_ends(a, b) || str_ends(b, a);
            }
    return spoken[LANG_RU] && spoken[LANG_KK] && !shared
        ? remark_add(w->d, REMARK_phone_differs, STR("institution"), quotes, n, STR(""))
        : STATUS_OK;
}

enum status
naming_find(const struct reference *known, struct document *d)
{
    struct work w = {.known = known, .d = d};
    enum status status = mention_items(d, &w.items);
    if (status == STATUS_OK)
        status = check_forms(&w);
    if (status == STATUS_OK)
        status = check_place(&w);
    if (status == STATUS_OK)
        status = check_bin(&w);
    return status == STATUS_OK ? check_phones(&w) : status;
}
