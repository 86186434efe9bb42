/* floor.c - the least that reading Word documents can cost: floor FILE... inflates (libdeflate) and
 * SAX2-parses (libxml2) the parts that svodka-extract reads, and collects their text. It trusts
 * everything: no checks, no limits, no sandbox, nothing written but a count. */
#include <fcntl.h>
#include <libdeflate.h>
#include <libxml/parser.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *text;
static size_t text_len, text_room;
static bool in_text;

static uint32_t
le(const unsigned char *p, int bytes)
{
    uint32_t n = 0;
    for (int i = bytes; i-- > 0;)
        n = n << 8 | p[i];
    return n;
}

static void
on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int nspaces,
    const xmlChar **spaces, int nattributes, int ndefaulted, const xmlChar **attributes)
{
    (void)ctx, (void)prefix, (void)uri, (void)nspaces, (void)spaces, (void)nattributes;
    (void)ndefaulted, (void)attributes;
    in_text = local[0] == 't' && !local[1];
}

static void
on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    (void)ctx, (void)local, (void)prefix, (void)uri;
    in_text = false;
}

static void
on_text(void *ctx, const xmlChar *p, int len)
{
    (void)ctx;
    if (!in_text)
        return;
    if (text_len + (size_t)len > text_room) {
        text_room = (text_len + (size_t)len) * 2;
        text = realloc(text, text_room);
    }
    memcpy(text + text_len, p, (size_t)len);
    text_len += (size_t)len;
}

static bool
wanted(const char *name, size_t len)
{
    static const char *const parts[] = {"[Content_Types].xml", "_rels/.rels", "word/document.xml",
        "word/_rels/document.xml.rels", "word/styles.xml", "word/numbering.xml",
        "word/settings.xml", "docProps/core.xml", "word/header1.xml", "word/footer1.xml"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strlen(parts[i]) == len && memcmp(parts[i], name, len) == 0)
            return true;
    return false;
}

static void
parse(const char *p, size_t len)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text};
    xmlParserCtxtPtr x = xmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL);
    for (size_t at = 0; at < len; at += 16384)
        xmlParseChunk(x, p + at, (int)(len - at < 16384 ? len - at : 16384), 0);
    xmlParseChunk(x, "", 0, 1);
    xmlFreeParserCtxt(x);
}

static void
read_zip(const unsigned char *p, size_t size, struct libdeflate_decompressor *d)
{
    size_t end = size - 22;
    while (memcmp(p + end, "PK\5\6", 4) != 0)
        end--;
    const unsigned char *e = p + le(p + end + 16, 4);
    for (uint32_t i = 0; i < le(p + end + 10, 2); i++) {
        size_t name = le(e + 28, 2), packed = le(e + 20, 4), full = le(e + 24, 4);
        const unsigned char *local = p + le(e + 42, 4);
        const unsigned char *data = local + 30 + le(local + 26, 2) + le(local + 28, 2);
        if (wanted((const char *)e + 46, name)) {
            char *out = malloc(full + 1);
            if (le(e + 10, 2) == 0)
                memcpy(out, data, full);
            else
                libdeflate_deflate_decompress(d, data, packed, out, full, NULL);
            parse(out, full);
            free(out);
        }
        e += 46 + name + le(e + 30, 2) + le(e + 32, 2);
    }
}

int
main(int argc, char **argv)
{
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    for (int i = 1; i < argc; i++) {
        struct stat st;
        int fd = open(argv[i], O_RDONLY);
        if (fd < 0 || fstat(fd, &st) != 0)
            return 1;
        unsigned char *p = malloc((size_t)st.st_size);
        if (read(fd, p, (size_t)st.st_size) != st.st_size)
            return 1;
        read_zip(p, (size_t)st.st_size, d);
        free(p);
        close(fd);
    }
    printf("%zu bytes of text\n", text_len);
    libdeflate_free_decompressor(d);
    return 0;
}
