#!/usr/bin/env python3
"""Writes files that were made to do harm: hostile.py FOLDER

Each is named for what it does. All must be answered at once, by a reason or by their text.
"""
import io
import os
import struct
import sys
import zipfile
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'cli', 'extract'))
import docx  # noqa: E402

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = 'word/document.xml'
TEXT = '<w:p><w:r><w:t>Отчёт школы.</w:t></w:r></w:p>'
GOOD = docx.package({'body': TEXT})


def put(name, data):
    with open(os.path.join(sys.argv[1], name), 'wb') as f:
        f.write(data)


def document(name, xml):
    put(name, docx.archive(GOOD | {MAIN: xml}))


def body(name, inside, **parts):
    put(name, docx.archive(docx.package(parts | {'body': inside})))


def local(name, data, raw, method=8):
    return struct.pack('<IHHHHHIIIHH', 0x04034b50, 20, 0, method, 0, 0x21, zlib.crc32(raw), len(data), len(raw),
                       len(name), 0) + name


def central(name, data, raw, offset, method=8, size=None):
    return struct.pack('<IHHHHHHIIIHHHHHII', 0x02014b50, 20, 20, 0, method, 0, 0x21, zlib.crc32(raw), len(data),
                       len(raw) if size is None else size, len(name), 0, 0, 0, 0, 0, offset) + name


def end(count, size, offset):
    return struct.pack('<IHHHHIIH', 0x06054b50, 0, 0, count, count, size, offset, 0)


def deflate(raw):
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    return c.compress(raw) + c.flush()


def zips():
    # One kernel of data under a thousand names.
    raw = b'0' * 1000000
    data = deflate(raw)
    names = [b'%d.txt' % i for i in range(1000)]
    body_bytes = local(names[0], data, raw) + data
    directory = b''.join(central(n, data, raw, 0) for n in names)
    put('zip-overlap.zip', body_bytes + directory + end(1000, len(directory), len(body_bytes)))
    # The stated size is wrong: a reader that believes it cuts the number.
    xml = GOOD[MAIN].replace('Отчёт школы.', 'Оказано 923').encode()
    files = dict(GOOD)
    out, directory = b'', b''
    for name, content in files.items():
        raw = xml if name == MAIN else content.encode()
        data, offset = deflate(raw), len(out)
        out += local(name.encode(), data, raw) + data
        directory += central(name.encode(), data, raw, offset, size=len(raw) - 40 if name == MAIN else None)
    put('zip-stated-size.docx', out + directory + end(len(files), len(directory), len(out)))
    good = docx.archive(GOOD)
    at = good.index(b'PK\x01\x02')
    put('zip-crc.docx', good[:at + 16] + b'\xff\xff\xff\xff' + good[at + 20:])
    put('zip-method.docx', good[:at + 10] + b'\x63\0' + good[at + 12:])
    put('zip-offset.docx', good[:at + 42] + b'\xff\xff\xff\x7f' + good[at + 46:])
    n = good.rindex(b'PK\5\6')
    put('zip-count.docx', good[:n + 8] + b'\xff\xff\xff\xff' + good[n + 12:])
    put('zip-many-ends.docx', b'PK\3\4' + (b'PK\5\6' + b'\0' * 18) * 20000)
    put('zip-names.zip', docx.archive({'../../etc/passwd': 'Текст отчёта.', '/abs.txt': 'Текст отчёта.',
                                       'new\nline\x1b[31m.txt': 'Текст отчёта.'}))
    put('zip-members.zip', docx.archive({f'{i}': '' for i in range(10001)}, zipfile.ZIP_STORED))
    b = io.BytesIO()
    with zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, content in GOOD.items():
            if name != MAIN:
                z.writestr(name, content)
        with z.open(MAIN, 'w', force_zip64=True) as f:
            f.write(docx.wrap('w:document', '<w:body>@').split('@')[0].encode())
            for _ in range(300):
                f.write(b' ' * 1024 * 1024)
    put('zip-bomb.docx', b.getvalue())


def xml():
    bombs = ''.join(f'<!ENTITY a{i} "{"&a%d;" % (i - 1) * 10}">' for i in range(1, 10))
    document('xml-entities.docx', f'{HEAD}<!DOCTYPE x [<!ENTITY a0 "ха">{bombs}]><x>&a9;</x>')
    document('xml-external.docx', f'{HEAD}<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')
    document('xml-external-dtd.docx', f'{HEAD}<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><x/>')
    attributes = ' '.join(f'a{i}=""' for i in range(60000))
    document('xml-attributes.docx', docx.wrap('w:document', f'<w:body><w:p {attributes}/></w:body>'))
    quoted = ' '.join(f"a{i}='>\"'" for i in range(60000))
    document('xml-attributes-quoted.docx', docx.wrap('w:document', f'<w:body><w:p {quoted}/></w:body>'))
    document('xml-deep.docx', HEAD + '<x>' * 100000)
    names = ''.join(f'<n{i:07}/>' for i in range(600000))
    document('xml-names.docx', docx.wrap('w:document', f'<w:body>{names}{TEXT}</w:body>'))
    document('xml-long-value.docx', docx.wrap('w:document', f'<w:body><w:p x="{"y" * 11000000}"/></w:body>'))
    document('xml-comments.docx', docx.wrap('w:document', f'<w:body>{"<!-- = = -->" * 300000}{TEXT}</w:body>'))
    document('xml-spaces.docx', docx.wrap('w:document', '<w:body>' + ''.join(
        f'<w:p xmlns:p{i}="urn:{i}"/>' for i in range(20000)) + TEXT + '</w:body>'))
    document('xml-control.docx', docx.wrap('w:document', f'<w:body>{TEXT}\x00</w:body>'))
    document('xml-nul-reference.docx', docx.wrap('w:document', '<w:body><w:p><w:r><w:t>&#0;</w:t></w:r></w:p></w:body>'))
    document('xml-bad-utf8.docx', docx.wrap('w:document', '<w:body>@</w:body>').encode().replace(b'@', b'\xff\xfe'))
    document('xml-two-roots.docx', GOOD[MAIN] + '<x/>')
    document('xml-unknown-encoding.docx', GOOD[MAIN].replace('UTF-8', 'x-klingon'))


def word():
    deep = TEXT
    for _ in range(40):
        deep = f'<w:tbl><w:tr><w:tc>{deep}</w:tc></w:tr></w:tbl>'
    body('word-deep-tables.docx', deep)
    box = TEXT
    for _ in range(40):
        box = f'<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{box}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>'
    body('word-deep-boxes.docx', box)
    fields = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 5000
    ends = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 5000
    body('word-deep-fields.docx', f'<w:p>{fields}{ends}<w:r><w:t>Отчёт школы.</w:t></w:r></w:p>')
    body('word-ends-only.docx', f'<w:p>{ends}<w:r><w:t>Отчёт школы.</w:t></w:r></w:p>')
    body('word-closed-twice.docx', '<w:tbl><w:tr><w:tc/></w:tr><w:tr/></w:tbl><w:tc>' + TEXT + '</w:tc>')
    styles = ''.join(f'<w:style w:type="paragraph" w:styleId="s{i}"><w:basedOn w:val="s{(i + 1) % 3000}"/></w:style>'
                     for i in range(3000))
    body('word-style-circle.docx', TEXT.replace('<w:p>', '<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr>') * 100, styles=styles)
    level = '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    numbering = ('<w:abstractNum w:abstractNumId="0">' + level.format(0, 2147483647, 'upperLetter', '%1' * 100) +
                 level.format(8, -5, 'russianLower', '%9%1%%%') + level.format(99, 1, 'decimal', 'x') +
                 '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="n"/></w:abstractNum>'
                 '<w:abstractNum w:abstractNumId="2">' + level.format(0, 1, 'bullet', 'x' * 100000) + '</w:abstractNum>' +
                 ''.join(f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i - 1}"/></w:num>' for i in range(1, 4)))
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr></w:pPr><w:r><w:t>Пункт отчёта.</w:t></w:r></w:p>'
    body('word-lists.docx', ''.join(item.format(i, n) for i, n in ((0, 1), (8, 1), (99, 1), (-3, 1), (0, 2), (0, 3), (0, 77))),
         numbering=numbering,
         styles='<w:style w:type="numbering" w:styleId="n"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>')
    body('word-self-reference.docx', TEXT + '<w:altChunk r:id="me"/>')
    put('word-chunk-of-itself.docx', docx.archive(docx.package({'body': TEXT + '<w:altChunk r:id="me"/>'},
        extra_relations=f'<Relationship Id="me" Type="{docx.R}/aFChunk" Target="document.xml"/>')))
    body('word-chart-of-itself.docx', '<w:p><w:r><w:t>Отчёт школы.</w:t><w:drawing><c:chart r:id="chart1"/></w:drawing></w:r></w:p>',
         chart1='<c:chart><c:ser><c:cat><c:pt idx="4000000000"><c:v>1</c:v></c:pt></c:cat><c:val><c:pt idx="-1"><c:v>1</c:v></c:pt></c:val></c:ser></c:chart>')
    body('word-terminal.docx', '<w:p><w:r><w:t>До &#x9b;31m и \u202eпосле\u2028.</w:t></w:r></w:p>')
    body('word-no-text.docx', '<w:p><w:r><w:t/></w:r></w:p><w:tbl/>')
    body('word-merged.docx', '<w:tbl>' + '<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>Отчёт школы.</w:t></w:r></w:p></w:tc></w:tr>' * 3 + '</w:tbl>')


if __name__ == '__main__':
    zips()
    xml()
    word()
