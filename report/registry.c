#include "registry.h"

#include "cli.h"
#include "grow.h"
#include "tsv.h"

enum column { KEY, BIN, NAME_RU, NAME_KK, ALIASES, PLACE_RU, PLACE_KK, FORMS, DUE, COLUMNS };

static const char *const names[COLUMNS] = {
    "key", "bin", "name_ru", "name_kk", "aliases", "place_ru", "place_kk", "forms", "due"};

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
add(void *ctx, const char *path, int line, const struct str *value)
{
    struct summary *s = ctx;
    uint32_t known = s->named_keys.count;
    if (!value[KEY].len) {
        cli_say("%s:%d: the key is missing", path, line);
        return STATUS_BAD;
    }
    uint32_t number = map_take(&s->named_keys, &s->arena, value[KEY]);
    struct expected *expected =
        grow(s->expected, &s->capacity_expected, s->nexpected + (size_t)1, sizeof *expected);
    if (expected)
        s->expected = expected;
    if (number == MAP_NONE || !expected)
        return STATUS_BROKEN;
    if (number < known) {
        cli_say("%s:%d: the key '%.*s' stands there twice", path, line, (int)value[KEY].len,
            value[KEY].p);
        return STATUS_BAD;
    }
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

enum status
registry_load(struct summary *s, const char *path)
{
    return tsv_load(&s->arena, path, "institutions.tsv", names, COLUMNS, KEY, add, s);
}
