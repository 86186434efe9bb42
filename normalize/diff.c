#include "diff.h"

#include "cli.h"
#include "input.h"
#include "reconcile.h"
#include <errno.h>

/* A document under one of the rules. */
struct side {
    struct normalizer *n;
    struct document d;
};

struct diff {
    struct side before, after;
    struct buf out;
    size_t figures, documents; /* that differ */
    size_t seen; /* documents */
};

static const struct figure_value *
value_of(const struct side *side, struct str id)
{
    int figure = rules_figure(side->n->rules, id);
    return figure < 0 ? NULL : reconcile_get(&side->d, figure);
}

static bool
same_statement(const struct statement *a, const struct statement *b)
{
    return a->block == b->block && a->start == b->start && a->end == b->end && a->how == b->how &&
        a->lang == b->lang && a->match == b->match && decimal_cmp(a->value, b->value) == 0 &&
        decimal_cmp(a->step, b->step) == 0;
}

static bool
has(const struct figure_value *v, const struct statement *s)
{
    for (size_t i = 0; v && i < v->nstatements; i++)
        if (same_statement(v->statements[i], s))
            return true;
    return false;
}

static bool
has_all(const struct figure_value *v, const struct figure_value *of)
{
    for (size_t i = 0; of && i < of->nstatements; i++)
        if (!has(v, of->statements[i]))
            return false;
    return true;
}

static void
write_value(struct buf *out, const struct figure_value *v)
{
    if (!v)
        buf_z(out, "not stated");
    else if (v->has_value)
        decimal_write(out, v->value);
    if (v)
        buf_printf(out, "%s%s", v->has_value ? ", " : "", figure_status_name(v->status));
}

/* The words around a statement, on one line. */
static void
write_context(struct buf *out, const struct document *d, const struct statement *s)
{
    const struct block *b = &d->blocks[s->block];
    uint32_t from = s->start > 60 ? s->start - 60 : 0;
    struct str text = document_quote(b->text, from, s->end + 40);
    buf_z(out, from ? "«…" : "«");
    for (size_t i = 0; i < text.len; i++)
        buf_char(out, (unsigned char)text.p[i] < ' ' ? ' ' : text.p[i]);
    buf_z(out, text.p + text.len < b->text.p + b->text.len ? "…»" : "»");
}

static void
write_gone(struct buf *out, char sign, const struct side *side, const struct figure_value *v,
    const struct figure_value *other)
{
    for (size_t i = 0; v && i < v->nstatements; i++) {
        const struct statement *s = v->statements[i];
        if (has(other, s))
            continue;
        buf_printf(out, "  %c ", sign);
        decimal_write(out, s->value);
        buf_printf(out, " «%.*s» block %zu, %u-%u, %s, %s, %s, by %.*s\n      ", (int)s->quote.len,
            s->quote.p, s->block, s->start, s->end, lang_name(s->lang), how_name(s->how),
            match_name(s->match), (int)s->rule.len, s->rule.p);
        write_context(out, &side->d, s);
        buf_char(out, '\n');
    }
}

/* Writes how one figure differs; false where it does not. */
static bool
diff_figure(struct diff *diff, struct str path, struct str id)
{
    const struct figure_value *a = value_of(&diff->before, id), *b = value_of(&diff->after, id);
    bool same_value = (!a && !b) ||
        (a && b && a->has_value == b->has_value && a->status == b->status &&
            (!a->has_value || decimal_cmp(a->value, b->value) == 0));
    if (same_value && has_all(a, b) && has_all(b, a))
        return false;
    buf_printf(&diff->out, "%.*s: %.*s: ", (int)path.len, path.p, (int)id.len, id.p);
    write_value(&diff->out, a);
    buf_z(&diff->out, " -> ");
    write_value(&diff->out, b);
    buf_char(&diff->out, '\n');
    write_gone(&diff->out, '-', &diff->before, a, b);
    write_gone(&diff->out, '+', &diff->after, b, a);
    diff->figures++;
    return true;
}

static void
diff_document(struct diff *diff, struct str path)
{
    const struct rules *before = diff->before.n->rules, *after = diff->after.n->rules;
    bool differs = false;
    for (size_t i = 0; i < after->nfigures; i++)
        differs |= diff_figure(diff, path, after->figures[i].id);
    for (size_t i = 0; i < before->nfigures; i++)
        if (rules_figure(after, before->figures[i].id) < 0)
            differs |= diff_figure(diff, path, before->figures[i].id);
    diff->documents += differs;
}

static bool
read_side(struct side *side, const struct json *line)
{
    side->d = (struct document){.arena = &side->n->arena};
    return normalizer_run(side->n, &side->d, line) == STATUS_OK;
}

static int
run(struct diff *diff, const struct options *o, struct io_writer *w)
{
    struct input input;
    struct lines_check check = {0};
    struct json *line;
    input_begin(&input, o->files, o->nfiles);
    while (!w->error && input_document(&input, &check, &diff->before.n->arena, &line)) {
        if (!line)
            continue;
        struct str path = json_text(line, "path");
        arena_reset(&diff->after.n->arena);
        if (read_side(&diff->before, line) && read_side(&diff->after, line))
            diff_document(diff, path);
        else
            cli_say("%.*s: too much for the memory allowed", (int)path.len, path.p);
        diff->seen++;
        io_write(w, buf_slice(&diff->out));
        buf_clear(&diff->out);
    }
    input_end(&input);
    if (input.broken)
        return EXIT_BROKEN;
    buf_printf(&diff->out, "%zu figures differ in %zu of %zu documents\n", diff->figures,
        diff->documents, diff->seen);
    io_write(w, buf_slice(&diff->out));
    return diff->figures ? EXIT_REJECTED : EXIT_GOOD;
}

static int
open_and_run(struct diff *diff, const struct options *o)
{
    struct io_writer w;
    if (normalizer_start(diff->before.n) != STATUS_OK ||
        normalizer_start(diff->after.n) != STATUS_OK ||
        io_open(&w, o->output, o->permissions) != STATUS_OK) {
        cli_say("%s: %s", o->output ? o->output : "memory", strerror(errno));
        return EXIT_BROKEN;
    }
    return options_close(&w, o, run(diff, o, &w));
}

int
diff_run(struct normalizer *n, const struct options *o)
{
    struct normalizer other = {0};
    struct diff diff = {.before.n = n, .after.n = &other};
    struct buf why = {0};
    int status = EXIT_USAGE;
    if (normalizer_load(&other, o->diff, &why) == STATUS_OK)
        status = open_and_run(&diff, o);
    else
        options_say_lines(buf_slice(&why));
    normalizer_free(&other);
    buf_free(&diff.out);
    buf_free(&why);
    return status;
}
