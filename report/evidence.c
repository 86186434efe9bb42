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

static bool
ends_sentence(uint32_t c)
{
    return c == '\n' || c == '.' || c == ';' || c == '!' || c == '?';
}

/* Begin of the context before byte `at`: behind the end of the last sentence, or AROUND characters
 * before. A point counts where a blank follows. */
static size_t
context_begin(struct str text, size_t at)
{
    size_t begin = at, seen = 0;
    for (size_t i = at; i > 0 && seen < AROUND; seen++) {
        size_t next = i--;
        while (i > 0 && ((unsigned char)text.p[i] & 0xC0) == 0x80)
            i--;
        uint32_t c = (unsigned char)text.p[i];
        if (ends_sentence(c) && (c == '\n' || (next < text.len && text.p[next] == ' ' && seen > 1)))
            break;
        begin = i;
    }
    return begin;
}

static size_t
context_end(struct str text, size_t at)
{
    size_t seen = 0;
    while (at < text.len && seen++ < AROUND) {
        uint32_t c = text_decode(text, &at);
        if (ends_sentence(c) && (c == '\n' || at == text.len || text.p[at] == ' '))
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
    size_t begin = context_begin(text, at), end = context_end(text, at + quote.len);
    while (begin < at && text.p[begin] == ' ')
        begin++;
    *out = (struct context){str_slice(text, begin, at), str_slice(text, at, at + quote.len),
        str_slice(text, at + quote.len, end)};
    return true;
}
