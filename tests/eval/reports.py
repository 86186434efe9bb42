#!/usr/bin/env python3
"""Plain reports to document lines, as svodka-extract would write them for the same reports in Word.

usage: reports.py FILE...
  A line of a FILE is a paragraph; "# " begins a heading; lines "| cell | cell |" are rows of a table; "---" parts
  the languages. Files of this form are easier to write and to read than Word's, and measure rules, not extraction.
"""
import hashlib
import json
import re
import sys

KAZAKH = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")


def language(text, otherwise):
    # A name in quotation marks, or of a portal, is often in the other language.
    own = re.sub("«[^»]*»|е-Өтініш", " ", text)
    letters = [c for c in own if c.isalpha()] or [c for c in text if c.isalpha()]
    if not letters:
        return otherwise
    if sum(c in KAZAKH for c in letters) * 50 >= len(letters):
        return "kk"
    # A line that lost its Kazakh letters is known by its neighbours.
    return otherwise if otherwise == "kk" and len(text.split()) > 3 else "ru"


def parts(lines):
    part = []
    for line in lines + ["---"]:
        if line.strip() != "---":
            part.append(line)
            continue
        yield part
        part = []


def blocks(lines):
    table, row, within = 0, 0, False
    for part in parts(lines):
        whole = language(" ".join(part), "ru")
        for line in part:
            if line.startswith("|"):
                table, row = (table, row + 1) if within else (table + 1, 1)
                within = True
                for column, cell in enumerate(line.strip().strip("|").split("|"), 1):
                    text = cell.strip()
                    yield {"kind": "cell", "table": table, "row": row, "column": column,
                           "lang": language(text, whole), "text": text}
                continue
            within = False
            if line.startswith("# "):
                yield {"kind": "heading", "level": 1, "lang": language(line[2:], whole), "text": line[2:]}
            elif line.strip():
                yield {"kind": "paragraph", "lang": language(line, whole), "text": line}


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for path in sys.argv[1:]:
        with open(path, "rb") as f:
            data = f.read()
        line = {"type": "document", "path": path, "member": None, "sha256": hashlib.sha256(data).hexdigest(),
                "bytes": len(data), "format": "text", "properties": {},
                "blocks": list(blocks(data.decode("utf-8").split("\n"))), "findings": []}
        print(json.dumps(line, ensure_ascii=False))
    print(json.dumps({"type": "end", "program": "svodka-extract", "documents": len(sys.argv) - 1, "rejected": 0}))


main()
