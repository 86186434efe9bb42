#!/usr/bin/env python3
"""Writes a document whose document.xml has SIZE MiB, nearly all of it markup: big.py OUT.docx SIZE"""
import os
import sys
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'cli', 'extract'))
import docx  # noqa: E402

PARAGRAPH = ('<w:p w:rsidR="00AA11BB" w:rsidRDefault="00CC22DD" w:rsidP="00EE33FF"><w:pPr><w:spacing w:after="0" '
             'w:line="240" w:lineRule="auto"/><w:jc w:val="both"/><w:rPr><w:sz w:val="28"/></w:rPr></w:pPr>'
             '<w:r w:rsidRPr="00AA11BB"><w:rPr><w:b/><w:color w:val="000000"/><w:lang w:val="kk-KZ"/></w:rPr></w:r>'
             '</w:p>').encode()


def main():
    out, mib = sys.argv[1], int(sys.argv[2])
    parts = docx.package({'body': '@'})
    head, tail = parts.pop('word/document.xml').split('@')
    text = '<w:p><w:r><w:t>Отчёт школы за 2016 год.</w:t></w:r></w:p>'.encode()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as z:
        for name, content in parts.items():
            z.writestr(name, content)
        with z.open('word/document.xml', 'w', force_zip64=True) as f:
            f.write(head.encode())
            piece = PARAGRAPH * 2000 + text
            for _ in range(mib * 1024 * 1024 // len(piece)):
                f.write(piece)
            f.write(tail.encode())


if __name__ == '__main__':
    main()
