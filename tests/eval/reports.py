#!/usr/bin/env python3
"""Plain reports to Word files.

usage: reports.py FOLDER FILE...
  Each FILE.txt becomes FOLDER/FILE.docx. A line is a paragraph; "# " begins a heading; lines "| cell | cell |" are
  rows of a table; "---" parts the languages for the eye and is left out. Files of this form are easier to write
  and to read than Word's.
"""
import os
import sys
from xml.sax.saxutils import escape

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli", "extract"))
import docx  # noqa: E402

STYLES = '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'


def paragraph(text, style=""):
    return f'<w:p>{style}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def row(line):
    cells = line.strip().strip("|").split("|")
    return "<w:tr>" + "".join(f"<w:tc>{paragraph(cell.strip())}</w:tc>" for cell in cells) + "</w:tr>"


def body(lines):
    within = False
    for line in lines:
        if within != line.startswith("|"):
            within = not within
            yield "<w:tbl>" if within else "</w:tbl>"
        if within:
            yield row(line)
        elif line.startswith("# "):
            yield paragraph(line[2:], '<w:pPr><w:pStyle w:val="H1"/></w:pPr>')
        elif line.strip() and line.strip() != "---":
            yield paragraph(line)
    if within:
        yield "</w:tbl>"


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as f:
            parts = {"body": "".join(body(f.read().split("\n"))), "styles": STYLES}
        name = os.path.splitext(os.path.basename(path))[0]
        with open(os.path.join(sys.argv[1], name + ".docx"), "wb") as f:
            f.write(docx.archive(docx.package(parts)))


main()
