#include "format.h"

#include "docx.h"
#include "guess.h"
#include "zipbox.h"

#define HEAD 4096

/* A constant slice; STR() is none for every compiler. */
#define BYTES(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

static int
bid_bytes(struct str head, const char *magic, size_t len)
{
    return str_starts(head, (struct str){magic, len}) ? (int)len * 8 : 0;
}

static int
bid_zip(struct str head, const struct source *s)
{
    char tail[22];
    size_t got;
    int bid = bid_bytes(head, "PK\3\4", 4) | bid_bytes(head, "PK\5\6", 4);
    /* A zip with something else in front of it. */
    if (!bid && s->size > sizeof tail &&
        source_read(s, s->size - sizeof tail, tail, sizeof tail, &got) && got == sizeof tail &&
        memcmp(tail, "PK\5\6", 4) == 0)
        bid = 24;
    return bid;
}

/* Litter of other systems, and Word's owner files. */
static bool
is_document(struct str name)
{
    struct str base = name;
    for (size_t i = 0; i < name.len; i++)
        if (name.p[i] == '/')
            base = str_slice(name, i + 1, name.len);
    return base.len && !str_starts(name, STR("__MACOSX/")) && !str_is(base, ".DS_Store") &&
        !str_is(base, "Thumbs.db") && !str_is(base, "desktop.ini") && !str_starts(base, STR("~$"));
}

enum status
format_list(struct document *d, const struct zipbox *z)
{
    size_t count = zipbox_count(z);
    if (d->nested)
        return document_reject(d, FINDING_unsupported, "zip in a zip");
    d->members = arena_array(d->arena, count, sizeof *d->members);
    d->indexes = arena_array(d->arena, count, sizeof *d->indexes);
    if (!d->members || !d->indexes)
        return document_reject(d, FINDING_too_large, "memory");
    for (size_t i = 0; i < count; i++) {
        struct str name = zipbox_name(z, i);
        if (!is_document(name))
            continue;
        d->indexes[d->nmembers] = i;
        d->members[d->nmembers++] = name;
    }
    return d->nmembers ? STATUS_OK : document_reject(d, FINDING_empty, "");
}

/* Other formats that are zip files inside. */
static const struct {
    const char *member; /* a member that tells it */
    const char *content; /* what that begins with */
    const char *name;
} zips[] = {
    {"mimetype", "application/vnd.oasis.opendocument.text", "OpenDocument text (odt)"},
    {"mimetype", "application/vnd.oasis.opendocument.spreadsheet", "OpenDocument table (ods)"},
    {"mimetype", "application/vnd.oasis.opendocument", "OpenDocument"},
    {"mimetype", "application/epub+zip", "EPUB"},
    {"META-INF/MANIFEST.MF", "", "Java archive"},
    {"AndroidManifest.xml", "", "Android package"},
    {"Index/Document.iwa", "", "Apple Pages"},
};

static const char *
other_zip(struct document *d, struct zipbox *z)
{
    const char *name = NULL;
    for (size_t i = 0; i < sizeof zips / sizeof *zips && !name && !d->rejected; i++) {
        struct buf content = {0};
        int64_t at = zipbox_find(z, str_of(zips[i].member));
        if (at >= 0 && zipbox_read_all(z, (size_t)at, 65536, &content) == STATUS_OK &&
            str_starts(buf_slice(&content), str_of(zips[i].content)))
            name = zips[i].name;
        buf_free(&content);
    }
    return name;
}

static enum status
run_zip(struct document *d, const struct source *s)
{
    struct zipbox *z = NULL;
    enum status status = zipbox_open(&z, d, s);
    if (status == STATUS_OK) {
        const char *other = NULL;
        if (zipbox_find(z, STR("[Content_Types].xml")) >= 0 ||
            zipbox_find(z, STR("_rels/.rels")) >= 0) {
            d->format = "docx";
            status = docx_read(d, z);
        } else if ((other = other_zip(d, z))) {
            status = document_reject(d, FINDING_unsupported, other);
        } else {
            status = d->rejected ? STATUS_BAD : format_list(d, z);
        }
    }
    zipbox_free(z);
    return status;
}

static int
bid_text(struct str head, const struct source *s)
{
    (void)s;
    if (str_starts(head, STR("\xFF\xFE")) || str_starts(head, STR("\xFE\xFF")))
        return 16;
    enum encoding utf16;
    if (guess_utf16(head, &utf16))
        return 8;
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

/* Names of streams within the container, in UTF-16: what wrote it. */
static const struct {
    struct str stream;
    enum finding finding;
    const char *name;
} streams[] = {
    {BYTES("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"), FINDING_encrypted, ""},
    {BYTES("E\0n\0c\0r\0y\0p\0t\0i\0o\0n\0I\0n\0f\0o\0"), FINDING_encrypted, ""},
    {BYTES("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"), FINDING_unsupported,
        "Microsoft Word 97-2003 (doc)"},
    {BYTES("W\0o\0r\0k\0b\0o\0o\0k\0"), FINDING_unsupported, "Microsoft Excel 97-2003 (xls)"},
    {BYTES("P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0"), FINDING_unsupported,
        "Microsoft PowerPoint 97-2003 (ppt)"},
    {BYTES("_\0_\0n\0a\0m\0e\0i\0d\0_\0"), FINDING_unsupported, "Outlook message (msg)"},
    {BYTES("T\0h\0u\0m\0b\0s\0"), FINDING_unsupported, "thumbnails"},
};

/* The directory of the container may stand anywhere in it; its names are looked for all over the
 * file, which is quick and can't be led astray by damaged tables. */
static enum status
run_ole(struct document *d, const struct source *s)
{
    char piece[65536];
    size_t found = sizeof streams / sizeof *streams, got;
    for (uint64_t at = 0; at < s->size && found; at += sizeof piece - 64) {
        if (!source_read(s, at, piece, sizeof piece, &got))
            return document_reject(d, FINDING_damaged, "read error");
        for (size_t i = 0; i < got; i++)
            for (size_t k = 0; k < found; k++)
                if (piece[i] == *streams[k].stream.p && got - i >= streams[k].stream.len &&
                    memcmp(piece + i, streams[k].stream.p, streams[k].stream.len) == 0)
                    found = k;
    }
    if (found == sizeof streams / sizeof *streams)
        return document_reject(d, FINDING_unsupported, "OLE container");
    return document_reject(d, streams[found].finding, streams[found].name);
}

/* What we know by its first bytes and don't read. */
static const struct {
    size_t at;
    struct str magic;
    const char *name;
} known[] = {
    {0, BYTES("%PDF-"), "PDF"},
    {0, BYTES("{\\rtf"), "RTF"},
    {0, BYTES("\x89PNG\r\n\x1A\n"), "image (PNG)"},
    {0, BYTES("\xFF\xD8\xFF"), "image (JPEG)"},
    {0, BYTES("GIF8"), "image (GIF)"},
    {0, BYTES("II*\0"), "image (TIFF)"},
    {0, BYTES("MM\0*"), "image (TIFF)"},
    {0, BYTES("BM"), "image (BMP)"},
    {8, BYTES("WEBP"), "image (WebP)"},
    {4, BYTES("ftypheic"), "image (HEIC)"},
    {0, BYTES("AT&TFORM"), "DjVu"},
    {0, BYTES("Rar!\x1A\x07"), "archive (RAR)"},
    {0, BYTES("7z\xBC\xAF\x27\x1C"), "archive (7z)"},
    {0, BYTES("\x1F\x8B"), "archive (gzip)"},
    {0, BYTES("BZh"), "archive (bzip2)"},
    {0,
        BYTES("\xFD"
              "7zXZ\0"),
        "archive (xz)"},
    {257, BYTES("ustar"), "archive (tar)"},
    {0, BYTES("MSCF"), "archive (cab)"},
    {0, BYTES("MZ"), "program"},
    {0,
        BYTES("\x7F"
              "ELF"),
        "program"},
    {0, BYTES("SQLite format 3"), "database (SQLite)"},
    {0, BYTES("\xDB\xA5-\0"), "Microsoft Word 2.0"},
    {0, BYTES("\x31\xBE\0\0"), "Microsoft Write"},
    {0, BYTES("%!PS"), "PostScript"},
    {4, BYTES("ftyp"), "video"},
    {0, BYTES("ID3"), "sound"},
    {0, BYTES("RIFF"), "sound or video"},
    {0, BYTES("L\0\0\0\x01\x14\x02\0"), "Windows shortcut"},
};

static const char *
known_name(struct str head)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (head.len >= known[i].at + known[i].magic.len &&
            memcmp(head.p + known[i].at, known[i].magic.p, known[i].magic.len) == 0)
            return known[i].name;
    return NULL;
}

static int
bid_known(struct str head, const struct source *s)
{
    (void)s;
    return known_name(head) ? 20 : 0;
}

static enum status
run_known(struct document *d, const struct source *s)
{
    char head[HEAD];
    size_t got;
    if (!source_read(s, 0, head, sizeof head, &got))
        return document_reject(d, FINDING_damaged, "read error");
    const char *name = known_name((struct str){head, got});
    return document_reject(d, FINDING_unsupported, name ? name : "unknown");
}

/* Text that is markup or data and not a report; told by its first word. */
static const char *
data_name(struct str head)
{
    static const struct {
        const char *begin, *name;
    } words[] = {
        {"<!doctype html", "HTML"},
        {"<html", "HTML"},
        {"<head", "HTML"},
        {"<body", "HTML"},
        {"<?mso-application progid=\"word", "Word 2003 XML"},
        {"<svg", "image (SVG)"},
        {"<?xml", "XML"},
        {"mime-version:", "web archive (MHTML)"},
        {"from: ", "e-mail or web archive"},
        {"{\"", "JSON"},
        {"[{\"", "JSON"},
        {"#!/", "program (script)"},
    };
    char begin[512];
    size_t len = 0;
    if (str_starts(head, STR("\xEF\xBB\xBF")))
        head = str_slice(head, 3, head.len);
    head = str_trim(head);
    for (size_t i = 0; i < head.len && len < sizeof begin; i++) {
        char c = head.p[i];
        if (strchr(" \t\r\n", c) && c && len && (begin[len - 1] == '{' || begin[len - 1] == '['))
            continue;
        begin[len++] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    struct str s = {begin, len};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_starts(s, str_of(words[i].begin)))
            return words[i].name;
    return NULL;
}

static int
bid_data(struct str head, const struct source *s)
{
    (void)s;
    return data_name(head) ? 16 : 0;
}

static enum status
run_data(struct document *d, const struct source *s)
{
    char head[HEAD];
    size_t got;
    if (!source_read(s, 0, head, sizeof head, &got))
        return document_reject(d, FINDING_damaged, "read error");
    const char *name = data_name((struct str){head, got});
    return document_reject(d, FINDING_unsupported, name ? name : "unknown");
}

static const struct extractor extractors[] = {
    {"zip", bid_zip, run_zip},
    {"ole", bid_ole, run_ole},
    {"known", bid_known, run_known},
    {"data", bid_data, run_data},
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
