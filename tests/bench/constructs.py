#!/usr/bin/env python3
"""Random documents made of every construct, with the words that a reader sees: constructs.py FOLDER COUNT

Each word stands once in a document: "видно17я" is seen, "скрыто18я" is not. truth.json says, for each
file, which words are seen, in order, and the construct of every word. With --check DOCUMENTS.jsonl
instead, compares what was read: recall, precision, order.
"""
import json
import os
import random
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'cli', 'extract'))
import docx  # noqa: E402


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.count = 0
        self.seen = []  # in the order of reading
        self.made = {}  # word: construct
        self.now = ''
        self.after = []  # what hangs on the paragraph, read behind it
        self.footnotes = []

    def word(self, shown=True):
        self.count += 1
        w = ('видно' if shown else 'скрыто') + str(self.count) + 'я'  # no number that a mark could join
        self.made[w] = self.now
        if shown:
            self.seen.append(w)
        return w

    def run(self, text=None, properties=''):
        text = self.word() if text is None else text
        # Split within the word, as Word does.
        at = self.random.randrange(1, len(text))
        rpr = f'<w:rPr>{properties}</w:rPr>' if properties else ''
        return ''.join(f'<w:r>{rpr}<w:t xml:space="preserve">{t}</w:t></w:r>' for t in (' ' + text[:at], text[at:] + ' '))

    def hidden(self):
        return self.run(self.word(False), '<w:vanish/>')

    def p(self, inside, properties=''):
        return f'<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>'

    # Each of these is a construct: the inside of a paragraph.
    def plain(self):
        return self.run()

    def vanish(self):
        return self.run() + self.hidden() + self.run()

    def style_vanish(self):
        return self.run(self.word(False), '<w:rStyle w:val="secret"/>') + self.run()

    def inserted(self):
        return f'<w:ins w:id="1" w:author="a">{self.run()}</w:ins>'

    def deleted(self):
        return f'<w:del w:id="2"><w:r><w:delText>{self.word(False)}</w:delText></w:r></w:del>' + self.run()

    def moved(self):
        gone = self.run(self.word(False))
        return f'<w:moveFrom w:id="3">{gone}</w:moveFrom><w:moveTo w:id="4">{self.run()}</w:moveTo>'

    def field(self):
        char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
        return (char('begin') + f'<w:r><w:instrText>REF {self.word(False)}</w:instrText></w:r>' + char('separate') +
                self.run() + char('end') + self.run())

    def nested_field(self):
        char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
        code = self.run(self.word(False))
        return (char('begin') + '<w:r><w:instrText>IF </w:instrText></w:r>' + char('begin') +
                '<w:r><w:instrText>X</w:instrText></w:r>' + char('separate') + code + char('end') + char('separate') +
                self.run() + char('end'))

    def simple_field(self):
        return f'<w:fldSimple w:instr="DATE {self.word(False)}">{self.run()}</w:fldSimple>'

    def control(self):
        title = self.word(False)
        return f'<w:sdt><w:sdtPr><w:alias w:val="{title}"/></w:sdtPr><w:sdtContent>{self.run()}</w:sdtContent></w:sdt>'

    def link(self):
        return f'<w:hyperlink w:anchor="x"><w:smartTag w:element="y">{self.run()}</w:smartTag></w:hyperlink>'

    def ruby(self):
        over = self.word(False)
        return (f'<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>{over}</w:t></w:r></w:rt><w:rubyBase>{self.run()}</w:rubyBase>'
                '</w:ruby></w:r>')

    def breaks(self):
        a, b, c = self.word(), self.word(), self.word()
        return f'<w:r><w:t>{a}</w:t><w:tab/><w:t>{b}</w:t><w:br/><w:t>{c}</w:t></w:r>'

    def textbox(self):
        before = self.run()
        box = self.word()
        self.seen.pop()
        self.after.append(box)
        content = f'<w:txbxContent><w:p><w:r><w:t>{box}</w:t></w:r></w:p></w:txbxContent>'
        return before + ('<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" '
                         'distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" '
                         'allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0'
                         '</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset>'
                         '</wp:positionV><wp:extent cx="900000" cy="900000"/><wp:wrapNone/><wp:docPr id="9" name="x"/><a:graphic>'
                         '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
                         f'<wps:cNvSpPr/><wps:spPr/><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>'
                         f'</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox>'
                         '</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>')

    def footnote(self):
        before = self.run()
        note = self.word()
        self.seen.pop()
        self.after.append(note)
        self.footnotes.append(note)
        return before + f'<w:r><w:footnoteReference w:id="{len(self.footnotes) + 1}"/></w:r>' + self.run()

    def math(self):
        return f'<m:oMath><m:r><m:t> {self.word()} </m:t></m:r></m:oMath>'

    INLINE = (plain, vanish, style_vanish, inserted, deleted, moved, field, nested_field, simple_field, control, link, ruby,
              breaks, textbox, footnote, math)

    def paragraph(self, properties=''):
        inside = ''
        for _ in range(self.random.randrange(1, 5)):
            construct = self.random.choice(self.INLINE)
            self.now = construct.__name__
            inside += construct(self)
        out = self.p(inside, properties)
        self.seen += self.after
        self.after = []
        return out

    def deleted_mark(self):
        self.now = 'deleted_mark'
        return self.p(self.run(), '<w:rPr><w:del w:id="5"/></w:rPr>') + self.p(self.run())

    def table(self, depth=0):
        rows = ''
        for _ in range(self.random.randrange(1, 4)):
            if self.random.random() < .2:
                self.now = 'deleted_row'
                gone = self.p(self.run(self.word(False)))
                rows += f'<w:tr><w:trPr><w:del w:id="6"/></w:trPr><w:tc>{gone}</w:tc></w:tr>'
            cells = ''
            for _ in range(self.random.randrange(1, 4)):
                inner = self.table(depth + 1) if depth < 2 and self.random.random() < .2 else ''
                self.now = 'cell'
                cell = f'<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/></w:tcPr>{inner}{self.paragraph()}</w:tc>'
                if self.random.random() < .1:
                    cell = f'<w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt>'
                cells += cell
            rows += f'<w:tr>{cells}</w:tr>'
        return f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid>{rows}</w:tbl>'

    def body(self):
        out = ''
        for _ in range(self.random.randrange(3, 12)):
            kind = self.random.random()
            if kind < .1:
                out += self.deleted_mark()
            elif kind < .25:
                out += self.table() + self.p('')
            elif kind < .35:
                out += self.paragraph('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
            elif kind < .45:
                out += f'<w:sdt><w:sdtContent>{self.paragraph()}</w:sdtContent></w:sdt>'
            else:
                out += self.paragraph()
        return out


def build(seed):
    m = Maker(seed)
    parts = {
        'body': m.body(),
        'styles': '<w:style w:type="character" w:styleId="secret"><w:name w:val="secret"/><w:rPr><w:vanish/></w:rPr></w:style>',
        'numbering': '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
                     '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        'footnotes': ''.join(f'<w:footnote w:id="{i + 2}"><w:p><w:r><w:t>{w}</w:t></w:r></w:p></w:footnote>'
                             for i, w in enumerate(m.footnotes)),
    }
    return docx.archive(docx.package(parts)), m.seen, m.made


WORD = re.compile(r'(?:видно|скрыто)\d+я')


def compare(text, seen, made):
    """Words that are missing, too many, and whether the rest is in order."""
    got = WORD.findall(text)
    missing = [w for w in seen if w not in got]
    extra = [w for i, w in enumerate(got) if w not in seen or w in got[:i]]
    kept = [w for w in got if w in seen and w not in extra]
    return missing, extra, kept == [w for w in seen if w in kept]


def check(path):
    """Prints what svodka-extract got wrong; it is to get nothing wrong."""
    with open('truth.json', encoding='utf-8') as f:
        truth = json.load(f)
    words = wrong = files = 0
    with open(path, encoding='utf-8') as f:
        for line in f:
            d = json.loads(line)
            if d['type'] != 'document':
                continue
            seen, made = truth[os.path.basename(d['path'])]
            missing, extra, order = compare('\n'.join(b['text'] for b in d.get('blocks', [])), seen, made)
            files += 1
            words += len(seen)
            if missing or extra or not order:
                wrong += 1
                print(d['path'], 'missing', [(w, made[w]) for w in missing], 'extra', [(w, made[w]) for w in extra],
                      '' if order else 'not in order')
    print(f'{files} documents, {words} words, {wrong} documents wrong')


def main():
    if sys.argv[1] == '--check':
        check(sys.argv[2])
        return
    folder, count = sys.argv[1], int(sys.argv[2])
    os.makedirs(folder, exist_ok=True)
    truth = {}
    for i in range(count):
        data, seen, made = build(i)
        truth[f'{i:04}.docx'] = seen, made
        with open(f'{folder}/{i:04}.docx', 'wb') as f:
            f.write(data)
    with open('truth.json', 'w', encoding='utf-8') as f:
        json.dump(truth, f, ensure_ascii=False)


if __name__ == '__main__':
    main()
