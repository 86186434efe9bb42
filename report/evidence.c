/* evidence.c - lines read back from the spool, and the words around a quote. */
#include "summary.h"
#include "text.h"

static enum status
read_back(struct summary *s, struct spooled where, const struct json **out)
{
    if (!s->last_line || s->last_at != where.at) {
        struct json *line = NULL;
        s->last_line = NULL;
        if (spool_get(&s->spool, where, &s->line, &s->line_arena, &line) != STATUS_OK)
            return STATUS_BROKEN;
        s->last_line = line;
        s->last_at = where.at;
    }
    *out = s->last_line;
    return STATUS_OK;
}

enum status
summary_evidence(struct summary *s, const struct record *r, const struct json **out)
{
    return read_back(s, r->line, out);
}

enum status
summary_rejected(
    struct summary *s, uint32_t number, struct source *source, const struct json **reason)
{
    const struct json *line;
    enum status status = read_back(s, s->rejected[number], &line);
    if (status != STATUS_OK)
        return status;
    *source = (struct source){
        json_text(line, "path"), json_text(line, "member"), json_text(line, "sha256")};
    *source = summary_source(s, source);
    *reason = json_get(line, "rejected");
    return STATUS_OK;
}

enum status
summary_finding(struct summary *s, const struct finding_place *f, const struct json **out)
{
    const struct json *line;
    if (f->own.len)
        return read_back(s, f->own, out);
    enum status status = summary_evidence(s, &s->records[f->record], &line);
    if (status != STATUS_OK)
        return status;
    const struct json *v = json_get(line, "findings")->child;
    for (uint32_t i = 0; i < f->nth; i++)
        v = v->next;
    *out = v;
    return STATUS_OK;
}

/* Blocks of the record's document; NULL where the input does not hold them. */
static const struct json *
blocks_of(struct summary *s, const struct record *r)
{
    size_t low = 0, high = s->ntexts;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->texts[middle].hash < r->hash)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == s->ntexts || s->texts[low].hash != r->hash)
        return NULL;
    struct spooled where = s->texts[low].line;
    if (!s->text_blocks || s->text_at != where.at) {
        struct json *line;
        s->text_blocks = NULL;
        if (spool_get(&s->spool, where, &s->text_line, &s->text_arena, &line) != STATUS_OK)
            return NULL;
        s->text_blocks = json_get(line, "blocks");
        s->text_at = where.at;
    }
    return s->text_blocks;
}

#define AROUND 240 /* characters of context on each side, at most */

/* Whether the character before byte `at` ends a sentence. A point counts where a blank follows, and
 * no small letter behind that: "01.09.2016 г. по" goes on. */
static bool
ends_sentence(struct str text, uint32_t c, size_t at)
{
    if (c == '\n')
        return true;
    if ((c != '.' && c != ';' && c != '!' && c != '?') || (at < text.len && text.p[at] != ' '))
        return false;
    uint32_t next = ' ';
    while (at < text.len && next == ' ')
        next = text_decode(text, &at);
    return c == ';' || !text_is_letter(next) || text_lower(next) != next;
}

/* Where the passage around bytes `at` begins: behind the end of the last sentence, or AROUND
 * characters before, between two words; then it is `cut`. */
static size_t
context_begin(struct str text, size_t at, bool *cut)
{
    size_t begin = at, seen = 0, word = at;
    *cut = false;
    for (size_t i = at; i > 0;) {
        size_t next = i--;
        while (i > 0 && ((unsigned char)text.p[i] & 0xC0) == 0x80)
            i--;
        size_t behind = i;
        if ((seen > 1 || text.p[i] == '\n') &&
            ends_sentence(text, text_decode(text, &behind), next))
            break;
        if (++seen > AROUND) {
            *cut = true;
            return word;
        }
        begin = i;
        if (text.p[i] == ' ')
            word = next;
    }
    while (begin < at && text.p[begin] == ' ')
        begin++;
    return begin;
}

static size_t
context_end(struct str text, size_t at, bool *cut)
{
    size_t seen = 0, word = at;
    *cut = false;
    while (at < text.len) {
        size_t from = at;
        uint32_t c = text_decode(text, &at);
        if (c == ' ')
            word = from;
        if (++seen > AROUND) {
            *cut = true;
            return word;
        }
        if (ends_sentence(text, c, at))
            break;
    }
    return at;
}

/* The byte at which the code point `n` begins. */
static size_t
byte_of(struct str text, int64_t n)
{
    size_t at = 0;
    while (n-- > 0 && at < text.len)
        (void)text_decode(text, &at);
    return at;
}

bool
summary_context(
    struct summary *s, const struct record *r, const struct json *statement, struct context *out)
{
    int64_t block = json_int(statement, "block", -1), start = json_int(statement, "start", -1);
    const struct json *blocks = block < 0 || start < 0 ? NULL : blocks_of(s, r);
    const struct json *v = blocks ? blocks->child : NULL;
    for (; v && block > 0; block--)
        v = v->next;
    struct str text = json_text(v, "text"), quote = json_text(statement, "quote");
    size_t at = byte_of(text, start);
    /* the lines may be of another run: the words must be there */
    if (!v || !str_starts(str_slice(text, at, text.len), quote))
        return false;
    bool cut[2];
    size_t begin = context_begin(text, at, &cut[0]);
    size_t behind = at + quote.len, end = context_end(text, behind, &cut[1]);
    const char *const dots[] = {"", "\xE2\x80\xA6"};
    buf_clear(&s->around[0]);
    buf_z(&s->around[0], dots[cut[0]]);
    buf_str(&s->around[0], str_slice(text, begin, at));
    buf_clear(&s->around[1]);
    buf_str(&s->around[1], str_slice(text, behind, end));
    buf_z(&s->around[1], dots[cut[1]]);
    *out = (struct context){.before = buf_slice(&s->around[0]),
        .quote = str_slice(text, at, behind),
        .after = buf_slice(&s->around[1]),
        .from = begin,
        .at = at,
        .to = end};
    return !s->around[0].failed && !s->around[1].failed;
}
