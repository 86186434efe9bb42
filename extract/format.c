#include "format.h"

#include "docx.h"
#include "zipbox.h"

#define HEAD 4096

static int
bid_bytes(struct str head, const char *magic, size_t len)
{
    return str_starts(head, (struct str){magic, len}) ? (int)len * 8 : 0;
}

static int
bid_zip(struct str head, const struct source *s)
{
    (void)s;
    return bid_bytes(head, "PK\3\4", 4) | bid_bytes(head, "PK\5\6", 4);
}

static enum status
run_zip(struct document *d, const struct source *s)
{
    struct zipbox *z = NULL;
    d->format = "docx";
    enum status status = zipbox_open(&z, d, s);
    if (status == STATUS_OK)
        status = docx_read(d, z);
    zipbox_free(z);
    return status;
}

static int
bid_text(struct str head, const struct source *s)
{
    (void)s;
    if (str_starts(head, STR("\xFF\xFE")) || str_starts(head, STR("\xFE\xFF")))
        return 16;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.p[i];
        if (c < 0x20 && !strchr("\t\n\r\f\x1A", c))
            return 0;
    }
    return 1;
}

static int
bid_ole(struct str head, const struct source *s)
{
    (void)s;
    return bid_bytes(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
}

static enum status
run_ole(struct document *d, const struct source *s)
{
    char head[HEAD * 16];
    size_t got = 0;
    if (!source_read(s, 0, head, sizeof head, &got))
        return document_reject(d, FINDING_damaged, "read error");
    static const char package[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    for (size_t i = 0; i + sizeof package <= got; i++)
        if (memcmp(head + i, package, sizeof package - 1) == 0)
            return document_reject(d, FINDING_encrypted, "");
    return document_reject(d, FINDING_unsupported, "Microsoft Word 97-2003 (doc)");
}

static const struct extractor extractors[] = {
    {"zip", bid_zip, run_zip},
    {"ole", bid_ole, run_ole},
    {"text", bid_text, text_read},
};

enum status
format_read(struct document *d, const struct source *s)
{
    char head[HEAD];
    size_t got;
    int best = 0;
    const struct extractor *e = NULL;
    if (!source_read(s, 0, head, sizeof head, &got))
        return document_reject(d, FINDING_damaged, "read error");
    for (size_t i = 0; i < sizeof extractors / sizeof *extractors; i++) {
        int bid = extractors[i].bid((struct str){head, got}, s);
        if (bid > best) {
            best = bid;
            e = &extractors[i];
        }
    }
    if (!e)
        return document_reject(d, FINDING_unsupported, "unknown");
    return e->run(d, s);
}
