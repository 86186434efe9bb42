#include "catalog.h"

#include "cli.h"
#include "grow.h"
#include <errno.h>

#define DATA_MAX ((size_t)1024 * 1024)
#define COLUMNS 8

static const char *const lang_names[] = {"ru", "kk", "en"};

const char *
lang_name(enum lang lang)
{
    return lang_names[lang];
}

bool
lang_parse(struct str name, enum lang *lang)
{
    for (int i = 0; i < LANG_COUNT; i++)
        if (str_is(name, lang_names[i])) {
            *lang = (enum lang)i;
            return true;
        }
    return false;
}

static enum status
read_data(struct catalog *c, const char *relative, struct str *text)
{
    struct buf path = {0}, content = {0};
    enum status status = STATUS_BAD;
    if (!cli_data_path(relative, &path)) {
        cli_say("%s: not found in the data folder", relative);
        goto done;
    }
    status = cli_read_file(path.p, DATA_MAX, &content);
    if (status != STATUS_OK) {
        cli_say("%s: %s", path.p, strerror(errno));
        goto done;
    }
    *text = arena_copy(&c->arena, buf_slice(&content));
    if (!text->p)
        status = STATUS_BROKEN;
done:
    buf_free(&path);
    buf_free(&content);
    return status;
}

static enum status
add_figure(struct catalog *c, struct figure f)
{
    struct figure *figures = grow(c->figures, &c->capacity, c->nfigures + 1, sizeof f);
    if (!figures)
        return STATUS_BROKEN;
    c->figures = figures;
    figures[c->nfigures++] = f;
    return STATUS_OK;
}

static enum status
load_figures(struct catalog *c)
{
    struct str text = {NULL, 0};
    enum status status = read_data(c, "figures.tsv", &text);
    (void)str_cut(&text, '\n'); /* the heading */
    for (int line = 2; status == STATUS_OK && text.len; line++) {
        struct str rest = str_cut(&text, '\n'), field[COLUMNS];
        if (!rest.len || *rest.p == '#')
            continue;
        for (int i = 0; i < COLUMNS; i++)
            field[i] = str_trim(str_cut(&rest, '\t'));
        if (!field[0].len || !field[4].len || !field[5].len || !field[6].len) {
            cli_say("figures.tsv:%d: a figure wants id, type, unit, total and three labels", line);
            return STATUS_BAD;
        }
        status = add_figure(c,
            (struct figure){.id = field[0],
                .type = field[1],
                .unit = field[2],
                .sum = str_is(field[3], "sum"),
                .label = {field[4], field[5], field[6]}});
    }
    return status;
}

static int
by_key(const void *a, const void *b)
{
    return str_cmp(((const struct label *)a)->key, ((const struct label *)b)->key);
}

static enum status
load_labels(struct catalog *c, enum lang lang)
{
    struct buf relative = {0};
    struct str text = {NULL, 0};
    size_t capacity = 0;
    buf_printf(&relative, "labels/%s.tsv", lang_names[lang]);
    enum status status = relative.failed ? STATUS_BROKEN : read_data(c, relative.p, &text);
    buf_free(&relative);
    while (status == STATUS_OK && text.len) {
        struct str value = str_cut(&text, '\n');
        if (!value.len || *value.p == '#')
            continue;
        struct str key = str_cut(&value, '\t');
        struct label *labels =
            grow(c->labels[lang], &capacity, c->nlabels[lang] + 1, sizeof *labels);
        if (!labels)
            return STATUS_BROKEN;
        c->labels[lang] = labels;
        labels[c->nlabels[lang]++] = (struct label){key, str_trim(value)};
    }
    if (status == STATUS_OK && c->nlabels[lang])
        qsort(c->labels[lang], c->nlabels[lang], sizeof *c->labels[lang], by_key);
    return status;
}

enum status
catalog_load(struct catalog *c)
{
    enum status status = load_figures(c);
    for (int i = 0; i < LANG_COUNT && status == STATUS_OK; i++)
        status = load_labels(c, (enum lang)i);
    return status;
}

void
catalog_free(struct catalog *c)
{
    for (int i = 0; i < LANG_COUNT; i++)
        free(c->labels[i]);
    free(c->figures);
    arena_free(&c->arena);
    *c = (struct catalog){0};
}

int
catalog_find(const struct catalog *c, struct str id)
{
    for (size_t i = 0; i < c->nfigures; i++)
        if (str_eq(c->figures[i].id, id))
            return (int)i;
    return -1;
}

int
catalog_take(struct catalog *c, struct str id)
{
    int found = catalog_find(c, id);
    if (found >= 0)
        return found;
    struct str own = arena_copy(&c->arena, id);
    struct figure f = {.id = own, .type = STR(""), .unit = STR(""), .label = {own, own, own}};
    if (!own.p || c->nfigures > UINT16_MAX - 1 || add_figure(c, f) != STATUS_OK)
        return -1;
    return (int)c->nfigures - 1;
}

struct str
label(const struct catalog *c, enum lang lang, const char *key)
{
    struct label wanted = {.key = str_of(key)};
    const struct label *found = c->nlabels[lang]
        ? bsearch(&wanted, c->labels[lang], c->nlabels[lang], sizeof wanted, by_key)
        : NULL;
    return found ? found->text : wanted.key;
}

struct str
label_of(const struct catalog *c, enum lang lang, const char *prefix, struct str word)
{
    struct buf key = {0};
    buf_printf(&key, "%s.%.*s", prefix, (int)word.len, word.p ? word.p : "");
    struct str text = key.failed ? word : label(c, lang, key.p);
    if (!key.failed && text.p == key.p)
        text = word;
    buf_free(&key);
    return text;
}
