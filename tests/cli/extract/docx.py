#!/usr/bin/env python3
"""Builds small Word documents for tests: docx.py FOLDER OUT.docx [--stored]

FOLDER holds what is special about the document, the rest is made up: body.xml (the inside of
w:body), styles.xml, numbering.xml, settings.xml, footnotes.xml, endnotes.xml, comments.xml,
header*.xml, footer*.xml, chart*.xml, data*.xml (SmartArt): the inside of their root elements. A file that begins with
"<?xml" is taken as it is. Relationship ids are the names without ".xml".
As a module: package(parts) gives the parts of a document, archive(parts, ...) the bytes of a zip.
"""
import io
import os
import re
import sys
import zipfile

W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
TYPES = 'application/vnd.openxmlformats-officedocument.wordprocessingml.'
NAMESPACES = {
    'w': W,
    'r': R,
    'mc': 'http://schemas.openxmlformats.org/markup-compatibility/2006',
    'm': 'http://schemas.openxmlformats.org/officeDocument/2006/math',
    'a': 'http://schemas.openxmlformats.org/drawingml/2006/main',
    'c': 'http://schemas.openxmlformats.org/drawingml/2006/chart',
    'dgm': 'http://schemas.openxmlformats.org/drawingml/2006/diagram',
    'wp': 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing',
    'pic': 'http://schemas.openxmlformats.org/drawingml/2006/picture',
    'wps': 'http://schemas.microsoft.com/office/word/2010/wordprocessingShape',
    'wpg': 'http://schemas.microsoft.com/office/word/2010/wordprocessingGroup',
    'w14': 'http://schemas.microsoft.com/office/word/2010/wordml',
    'v': 'urn:schemas-microsoft-com:vml',
    'o': 'urn:schemas-microsoft-com:office:office',
}
# name of a part: root element, relationship, content type
ROOTS = {
    'document': ('w:document', 'officeDocument', TYPES + 'document.main+xml'),
    'styles': ('w:styles', 'styles', TYPES + 'styles+xml'),
    'numbering': ('w:numbering', 'numbering', TYPES + 'numbering+xml'),
    'settings': ('w:settings', 'settings', TYPES + 'settings+xml'),
    'footnotes': ('w:footnotes', 'footnotes', TYPES + 'footnotes+xml'),
    'endnotes': ('w:endnotes', 'endnotes', TYPES + 'endnotes+xml'),
    'comments': ('w:comments', 'comments', TYPES + 'comments+xml'),
    'header': ('w:hdr', 'header', TYPES + 'header+xml'),
    'footer': ('w:ftr', 'footer', TYPES + 'footer+xml'),
    'chart': ('c:chartSpace', 'chart',
              'application/vnd.openxmlformats-officedocument.drawingml.chart+xml'),
    'data': ('dgm:dataModel', 'diagramData',
             'application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml'),
}
CORE = ('<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        '<dc:title>Справка</dc:title><dc:creator>Иванов</dc:creator>'
        '<dcterms:created>2016-12-20T08:00:00Z</dcterms:created></cp:coreProperties>')


def wrap(root, inside):
    if inside.startswith('<?xml'):
        return inside
    spaces = ' '.join(f'xmlns:{p}="{u}"' for p, u in NAMESPACES.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} {spaces} mc:Ignorable="w14">{inside}</{root}>'


def package(parts, main='word/document.xml', extra_relations=''):
    """parts: {'body': inside of w:body, 'styles': ..., 'word/other.html': raw}."""
    parts = dict(parts)
    body = parts.pop('body', '')
    document = parts.pop('document', None) or wrap('w:document', f'<w:body>{body}</w:body>')
    folder = os.path.dirname(main)
    members = {}
    relations = []
    overrides = [(main, ROOTS['document'][2])]
    for name, inside in sorted(parts.items()):
        kind = re.sub(r'\d+$', '', name)
        if kind not in ROOTS:
            members[name] = inside
            continue
        root, relation, content_type = ROOTS[kind]
        members[f'{folder}/{name}.xml'] = wrap(root, inside)
        overrides.append((f'{folder}/{name}.xml', content_type))
        relations.append(f'<Relationship Id="{name}" Type="{R}/{relation}" Target="{name}.xml"/>')
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    out = {
        '[Content_Types].xml': head + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>' +
        ''.join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in overrides) + '</Types>',
        '_rels/.rels': head + rels +
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="{main}"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/'
        'relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        'docProps/core.xml': CORE,
        main: document,
        f'{folder}/_rels/{os.path.basename(main)}.rels':
        head + rels + ''.join(relations) + extra_relations + '</Relationships>',
    }
    out.update(members)
    return out


def archive(parts, method=zipfile.ZIP_DEFLATED):
    """The bytes of a zip, the same every time."""
    b = io.BytesIO()
    with zipfile.ZipFile(b, 'w') as z:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2017, 1, 10, 9, 0, 0))
            info.compress_type = method
            z.writestr(info, content if isinstance(content, bytes) else content.encode())
    return b.getvalue()


def read(folder):
    parts = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith('.xml'):
            with open(os.path.join(folder, name), encoding='utf-8') as f:
                parts[name[:-4]] = f.read().rstrip('\n') if name != 'body.xml' else f.read()
    return parts


def main():
    folder, out = sys.argv[1:3]
    method = zipfile.ZIP_STORED if '--stored' in sys.argv else zipfile.ZIP_DEFLATED
    with open(out, 'wb') as f:
        f.write(archive(package(read(folder)), method))


if __name__ == '__main__':
    main()
