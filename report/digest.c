#include "digest.h"

#include "clean.h"
#include "cli.h"
#include "content.h"
#include <errno.h>
#include <inttypes.h>

#define MOST 200 /* lines of a section; a mail of thousands is not read */

struct digest {
    struct report *r;
    struct store *store;
    struct buf item; /* what tells a thing from all others, whatever the language */
    struct buf section, line;
    uint32_t news; /* in the section */
    uint32_t row; /* whose findings were written last */
};

static void
begin_item(struct digest *d, const char *kind)
{
    buf_clear(&d->item);
    buf_z(&d->item, kind);
}

static void
add_item(struct digest *d, struct str part)
{
    buf_char(&d->item, '\t');
    buf_str(&d->item, part);
}

/* Whether the thing was not told yet. */
static enum status
is_news(struct digest *d, bool *news)
{
    if (d->item.failed) {
        cli_say("%s", strerror(ENOMEM));
        return STATUS_BROKEN;
    }
    enum status status = store_tell(d->store, buf_slice(&d->item), news);
    d->news += status == STATUS_OK && *news;
    return status;
}

static void
add_line(struct digest *d, const char *indent, struct str text)
{
    if (d->news > MOST)
        return;
    buf_z(&d->section, indent);
    clean_text(&d->section, text);
    buf_char(&d->section, '\n');
}

/* Writes the section out under its title, with a blank line behind it. */
static enum status
end_section(struct digest *d, const char *title)
{
    struct io_writer *out = d->r->out;
    struct buf head = {0};
    bool failed = d->section.failed || d->line.failed;
    if (d->news) {
        struct str name = word(d->r, title);
        buf_printf(&head, "%.*s: %" PRIu32 "\n", (int)name.len, name.p, d->news);
        io_write(out, buf_slice(&head));
        io_write(out, buf_slice(&d->section));
        buf_clear(&head);
        name = word(d->r, "count.more");
        if (d->news > MOST)
            buf_printf(
                &head, "\xE2\x80\xA6 %.*s: %" PRIu32 "\n", (int)name.len, name.p, d->news - MOST);
        buf_char(&head, '\n');
        io_write(out, buf_slice(&head));
    }
    failed = failed || head.failed;
    buf_free(&head);
    buf_clear(&d->section);
    d->news = 0;
    return failed ? STATUS_BROKEN : STATUS_OK;
}

static void
add_heading(struct digest *d, uint32_t row)
{
    const struct summary *s = d->r->s;
    if (d->row == row)
        return;
    d->row = row;
    buf_clear(&d->line);
    buf_str(&d->line, institution_name(&s->institutions[s->rows[row].institution], d->r->lang));
    buf_z(&d->line, ", ");
    buf_str(&d->line, content_period(d->r, s->rows[row].period));
    add_line(d, "", buf_slice(&d->line));
}

static enum status
tell_finding(struct digest *d, const struct finding_place *f)
{
    const struct summary *s = d->r->s;
    const struct row *row = &s->rows[f->row];
    const struct json *v;
    bool news;
    if (summary_finding(d->r->s, f, &v) != STATUS_OK)
        return STATUS_BROKEN;
    begin_item(d, "finding");
    add_item(d, s->institutions[row->institution].key);
    add_item(d, s->periods[row->period].label);
    add_item(d, s->codes.words[f->code]);
    add_item(d, json_text(json_get(v, "text"), lang_name(LANG_RU)));
    if (is_news(d, &news) != STATUS_OK)
        return STATUS_BROKEN;
    if (!news)
        return STATUS_OK;
    add_heading(d, f->row);
    buf_clear(&d->line);
    buf_str(&d->line,
        label_of(&s->catalog, d->r->lang, "level",
            str_of(finding_level_name((enum finding_level)f->level))));
    buf_z(&d->line, ": ");
    buf_str(&d->line, sentence(d->r, v));
    add_line(d, "  ", buf_slice(&d->line));
    return STATUS_OK;
}

/* Institution by institution, each one's gravest first. */
static enum status
tell_findings(struct digest *d)
{
    const struct summary *s = d->r->s;
    struct content_by_row by_row;
    enum status status = content_by_row(s, &by_row) ? STATUS_OK : STATUS_BROKEN;
    for (uint32_t row = 0; row < s->nshown && status == STATUS_OK; row++)
        for (uint32_t i = by_row.first[row]; i && status == STATUS_OK; i = by_row.next[i - 1])
            if (s->findings[i - 1].level > FINDING_INFO && !s->findings[i - 1].seen)
                status = tell_finding(d, &s->findings[i - 1]);
    content_by_row_free(&by_row);
    return status == STATUS_OK ? end_section(d, "title.findings") : status;
}

static enum status
tell_rejected(struct digest *d)
{
    struct summary *s = d->r->s;
    for (uint32_t i = 0; i < s->nrejected; i++) {
        const struct json *reason;
        struct source source;
        bool news;
        if (summary_rejected(s, i, &source, &reason) != STATUS_OK)
            return STATUS_BROKEN;
        begin_item(d, "rejected");
        add_item(d, source.path);
        add_item(d, source.member);
        add_item(d, json_text(reason, "code"));
        if (is_news(d, &news) != STATUS_OK)
            return STATUS_BROKEN;
        if (!news)
            continue;
        buf_clear(&d->line);
        content_path(s, &source, &d->line);
        buf_z(&d->line, ": ");
        buf_str(&d->line, sentence(d->r, reason));
        add_line(d, "  ", buf_slice(&d->line));
    }
    return end_section(d, "title.rejected");
}

/* A row of STORE_TROUBLES: path, member, state, since, reason, sha256. */
static enum status
tell_lost(void *ctx, const struct str *column)
{
    struct digest *d = ctx;
    bool news;
    if (str_is(column[2], "rejected"))
        return STATUS_OK;
    begin_item(d, "lost");
    add_item(d, column[0]);
    add_item(d, column[2]);
    if (column[1].len)
        add_item(d, column[1]);
    if (is_news(d, &news) != STATUS_OK)
        return STATUS_BROKEN;
    if (!news)
        return STATUS_OK;
    buf_clear(&d->line);
    content_path(d->r->s, &(struct source){column[0], column[1], column[5]}, &d->line);
    buf_z(&d->line, ": ");
    buf_str(&d->line, label_of(&d->r->s->catalog, d->r->lang, "file", column[2]));
    if (column[4].p) {
        buf_z(&d->line, " (");
        buf_str(&d->line, column[4]);
        buf_char(&d->line, ')');
    }
    add_line(d, "  ", buf_slice(&d->line));
    return STATUS_OK;
}

enum status
digest_write(struct report *r, struct store *store)
{
    struct digest d = {.r = r, .store = store, .row = ROW_NONE};
    enum status status = tell_findings(&d);
    if (status == STATUS_OK)
        status = tell_rejected(&d);
    if (status == STATUS_OK)
        status = store_each(store, STORE_TROUBLES, STR(""), STR(""), tell_lost, &d);
    if (status == STATUS_OK)
        status = end_section(&d, "title.lost");
    buf_free(&d.item);
    buf_free(&d.section);
    buf_free(&d.line);
    return status;
}
