#!/usr/bin/env python3
"""Writes documents as Word writes them: wordlike.py FOLDER COUNT SAMPLE.docx

150 to 250 KB of document.xml each: revision ids, runs split within words, fonts and languages on
each run, tables, lists, fields, bookmarks, spelling marks. The other parts (a thick styles.xml,
numbering, theme ...) are those of SAMPLE. The same documents every time.
"""
import os
import random
import sys
import zipfile

RU = ('В отчётном периоде численность работников по штату составила единиц фактически человек '
      'нарушений сроков оказания государственных услуг не допущено жалоб поступало на качество '
      'обслуживания населения проведён анализ деятельности школы города').split()
KK = ('Есепті кезеңде мемлекеттік қызмет көрсету мерзімдерін бұзу фактілері болған жоқ қызметкерлер '
      'саны штат бойынша бірлік нақты адам өтініштер түскен жоқ білім беру ұйымында талдау').split()
SPACES = {
    'w': 'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
    'r': 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
    'mc': 'http://schemas.openxmlformats.org/markup-compatibility/2006',
    'wp': 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing',
    'w14': 'http://schemas.microsoft.com/office/word/2010/wordml',
    'w15': 'http://schemas.microsoft.com/office/word/2012/wordml',
    'wps': 'http://schemas.microsoft.com/office/word/2010/wordprocessingShape',
    'v': 'urn:schemas-microsoft-com:vml', 'o': 'urn:schemas-microsoft-com:office:office',
}


class Writer:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.out = []
        self.size = 0

    def add(self, text):
        self.out.append(text)
        self.size += len(text.encode())

    def id(self):
        return f'{self.random.randrange(1 << 24):08X}'

    def properties(self, kk, bold=False):
        return ('<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>' +
                ('<w:b/><w:bCs/>' if bold else '') + '<w:color w:val="000000"/><w:sz w:val="28"/>'
                f'<w:szCs w:val="28"/><w:lang w:val="{"kk-KZ" if kk else "ru-RU"}"/></w:rPr>')

    def runs(self, kk, words, bold=False):
        text = ' '.join(self.random.choice(KK if kk else RU) if self.random.random() < .9
                        else str(self.random.randrange(2000)) for _ in range(words))
        at = 0
        while at < len(text):
            n = self.random.choice((3, 8, 20, 40, 80))
            piece, at = text[at:at + n], at + n
            space = ' xml:space="preserve"' if piece != piece.strip() else ''
            if self.random.random() < .1:
                self.add('<w:proofErr w:type="spellStart"/>')
            self.add(f'<w:r w:rsidRPr="{self.id()}" w:rsidR="{self.id()}">{self.properties(kk, bold)}'
                     f'<w:t{space}>{piece}</w:t></w:r>')

    def paragraph(self, kk, words, inside=''):
        self.add(f'<w:p w14:paraId="{self.id()}" w14:textId="77777777" w:rsidR="{self.id()}" '
                 f'w:rsidRPr="{self.id()}" w:rsidRDefault="{self.id()}" w:rsidP="{self.id()}"><w:pPr>{inside}'
                 '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="709"/>'
                 f'<w:jc w:val="both"/>{self.properties(kk)}</w:pPr>')
        self.runs(kk, words)
        if self.random.random() < .05:
            self.add('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE '
                     '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
                     '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        self.add('</w:p>')

    def table(self, kk):
        self.add('<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/><w:tblLook w:val="04A0"/>'
                 '</w:tblPr><w:tblGrid>' + '<w:gridCol w:w="2336"/>' * 4 + '</w:tblGrid>')
        for _ in range(8):
            self.add(f'<w:tr w:rsidR="{self.id()}" w14:paraId="{self.id()}">')
            for _ in range(4):
                self.add('<w:tc><w:tcPr><w:tcW w:w="2336" w:type="dxa"/></w:tcPr>')
                self.paragraph(kk, 2)
                self.add('</w:tc>')
            self.add('</w:tr>')
        self.add('</w:tbl>')

    def document(self):
        spaces = ' '.join(f'xmlns:{p}="{u}"' for p, u in SPACES.items())
        self.add(f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<w:document {spaces} '
                 'mc:Ignorable="w14 w15"><w:body>')
        want = self.random.randrange(150_000, 250_000)
        while self.size < want:
            kk = self.size * 2 > want
            kind = self.random.random()
            if kind < .06:
                self.table(kk)
            elif kind < .3:
                self.paragraph(kk, 12, '<w:pStyle w:val="ListNumber"/>')
            else:
                self.paragraph(kk, self.random.randrange(15, 60))
        self.add('<w:sectPr w:rsidR="00AA11BB"><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>')
        return ''.join(self.out)


def main():
    folder, count, sample = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    os.makedirs(folder, exist_ok=True)
    with zipfile.ZipFile(sample) as z:
        parts = {n: z.read(n) for n in z.namelist()}
    for i in range(count):
        parts['word/document.xml'] = Writer(i).document().encode()
        with zipfile.ZipFile(f'{folder}/{i:05}.docx', 'w') as z:
            for name, data in parts.items():
                z.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


if __name__ == '__main__':
    main()
