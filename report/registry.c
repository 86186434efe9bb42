#include "registry.h"

#include "cli.h"
#include "grow.h"
#include <errno.h>

#define REGISTRY_MAX ((size_t)64 * 1024 * 1024)
#define FIELDS_MAX 32

enum column { KEY, BIN, NAME_RU, NAME_KK, ALIASES, PLACE_RU, PLACE_KK, FORMS, DUE, COLUMNS };

static const char *const names[COLUMNS] = {
    "key", "bin", "name_ru", "name_kk", "aliases", "place_ru", "place_kk", "forms", "due"};

/* Cuts a line at its tabs. */
static size_t
cut(struct str line, struct str *fields)
{
    size_t n = 0;
    if (line.len && line.p[line.len - 1] == '\r')
        line.len--;
    while (line.p && n < FIELDS_MAX)
        fields[n++] = str_trim(str_cut(&line, '\t'));
    return n;
}

static uint8_t
forms_of(struct str list)
{
    uint8_t forms = 0;
    while (list.len) {
        struct str name = str_cut(&list, ' ');
        for (int i = 0; i < FORM_COUNT; i++)
            if (str_is(name, form_names[i]))
                forms |= (uint8_t)(1 << i);
    }
    return forms;
}

static enum status
add(struct summary *s, const struct str value[COLUMNS])
{
    uint32_t known = s->named_keys.count;
    uint32_t number = map_take(&s->named_keys, &s->arena, value[KEY]);
    struct expected *expected =
        grow(s->expected, &s->capacity_expected, s->nexpected + (size_t)1, sizeof *expected);
    if (expected)
        s->expected = expected;
    if (number == MAP_NONE || !expected)
        return STATUS_BROKEN;
    if (number < known)
        return STATUS_BAD;
    struct institution *named =
        grow(s->named, &s->capacity_named, known + (size_t)1, sizeof *named);
    if (!named)
        return STATUS_BROKEN;
    s->named = named;
    named[number] = (struct institution){.key = s->named_keys.words[number],
        .bin = value[BIN],
        .legal_form = STR(""),
        .name = {value[NAME_RU], value[NAME_KK]},
        .place = {value[PLACE_RU], value[PLACE_KK]},
        .registered = true};
    expected[s->nexpected++] = (struct expected){.named = number,
        .forms = forms_of(value[FORMS]),
        .due = value[DUE],
        .aliases = value[ALIASES]};
    return STATUS_OK;
}

static enum status
load_lines(struct summary *s, const char *path, struct str text)
{
    struct str fields[FIELDS_MAX];
    int place[COLUMNS];
    size_t n = cut(str_cut(&text, '\n'), fields);
    for (int c = 0; c < COLUMNS; c++) {
        place[c] = -1;
        for (size_t i = 0; i < n; i++)
            if (str_is(fields[i], names[c]))
                place[c] = (int)i;
    }
    if (place[KEY] < 0) {
        cli_say("%s:1: there is no column 'key'", path);
        return STATUS_BAD;
    }
    for (int line = 2; text.len; line++) {
        struct str all = str_cut(&text, '\n'), value[COLUMNS];
        if (!str_trim(all).len || *all.p == '#')
            continue;
        n = cut(all, fields);
        for (int c = 0; c < COLUMNS; c++)
            value[c] = place[c] >= 0 && (size_t)place[c] < n ? fields[place[c]] : STR("");
        if (!value[KEY].len) {
            cli_say("%s:%d: the key is missing", path, line);
            return STATUS_BAD;
        }
        enum status status = add(s, value);
        if (status == STATUS_BAD)
            cli_say("%s:%d: the key '%.*s' stands there twice", path, line, (int)value[KEY].len,
                value[KEY].p);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

enum status
registry_load(struct summary *s, const char *path)
{
    struct buf found = {0}, content = {0};
    enum status status = STATUS_OK;
    if (!path) {
        if (!cli_data_path("institutions.tsv", &found))
            goto done;
        path = found.p;
    }
    status = cli_read_file(path, REGISTRY_MAX, &content);
    if (status != STATUS_OK) {
        cli_say("%s: %s", path, strerror(errno));
        goto done;
    }
    struct str text = arena_copy(&s->arena, buf_slice(&content));
    status = text.p ? load_lines(s, path, text) : STATUS_BROKEN;
done:
    buf_free(&found);
    buf_free(&content);
    return status;
}
