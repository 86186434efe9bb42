#include "finding.h"

#include "json.h"

struct entry {
    const char *code;
    enum finding_level level;
    const char *text[3];
};

static const char *const languages[3] = {"ru", "kk", "en"};

static const struct entry entries[] = {
#define FINDING(code, level, ru, kk, en) {#code, FINDING_##level, {ru, kk, en}},
#include "finding.def"
#undef FINDING
};

static char codes[FINDING_COUNT][48];

const char *
finding_code(enum finding f)
{
    if (!codes[f][0])
        for (size_t i = 0; entries[f].code[i] && i + 1 < sizeof codes[f]; i++)
            codes[f][i] = entries[f].code[i] == '_' ? '-' : entries[f].code[i];
    return codes[f];
}

enum finding_level
finding_level(enum finding f)
{
    return entries[f].level;
}

static const char *const level_names[] = {"info", "warning", "error"};

const char *
finding_level_name(enum finding_level level)
{
    return level_names[level];
}

bool
finding_level_parse(struct str name, enum finding_level *level)
{
    for (int i = FINDING_INFO; i <= FINDING_ERROR; i++)
        if (str_is(name, level_names[i])) {
            *level = (enum finding_level)i;
            return true;
        }
    return false;
}

enum finding
finding_by_code(struct str code)
{
    for (int f = 0; f < FINDING_COUNT; f++)
        if (str_is(code, finding_code((enum finding)f)))
            return (enum finding)f;
    return FINDING_COUNT;
}

const char *
finding_text(enum finding f, const char *lang)
{
    for (int i = 0; i < 2; i++)
        if (strcmp(lang, languages[i]) == 0)
            return entries[f].text[i];
    return entries[f].text[2];
}

void
finding_format(
    struct buf *b, enum finding f, const char *lang, const struct str *args, size_t nargs)
{
    for (const char *p = finding_text(f, lang); *p; p++)
        if (p[0] == '{' && p[1] >= '0' && p[1] <= '9' && p[2] == '}') {
            size_t n = (size_t)(p[1] - '0');
            if (n < nargs)
                buf_str(b, args[n]);
            p += 2;
        } else {
            buf_char(b, *p);
        }
}

static void
write_texts(struct buf *b, enum finding f, const struct str *args, size_t nargs)
{
    struct buf text = {0};
    json_write_key(b, "text");
    buf_char(b, '{');
    for (int i = 0; i < 3; i++) {
        buf_clear(&text);
        finding_format(&text, f, languages[i], args, nargs);
        json_write_member_str(b, languages[i], buf_slice(&text));
    }
    buf_char(b, '}');
    b->failed |= text.failed;
    buf_free(&text);
}

void
finding_write(struct buf *b, enum finding f, const struct str *args, size_t nargs, struct str extra)
{
    json_write_member_str(b, "code", str_of(finding_code(f)));
    json_write_member_str(b, "level", str_of(finding_level_name(finding_level(f))));
    if (extra.len) {
        json_write_comma(b);
        buf_str(b, extra);
    }
    write_texts(b, f, args, nargs);
}

void
finding_write_rejected(struct buf *b, enum finding f, const struct str *args, size_t nargs)
{
    json_write_key(b, "rejected");
    buf_char(b, '{');
    json_write_member_str(b, "code", str_of(finding_code(f)));
    write_texts(b, f, args, nargs);
    buf_char(b, '}');
}
