"""Hostile words in every field that a report fills, looked for in every output by readers of their own.

hostile.py BUILD"""
import base64
import csv
import gzip
import html.parser
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
import xml.etree.ElementTree as ET

build = os.path.abspath(sys.argv[1])
passed = failed = 0

PAYLOADS = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>]]>&amp;",
    "formula": '=HYPERLINK("http://x.test";"y")',
    "command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "escape": "\u001b]0;owned\u0007\u001b[31mred\u009b2J\u0085\u0000\r\b",
    "direction": "\u202egnp\u2066.\u200f\u061c\u200bexe\u2069",
    "gaps": "\u0436 " * 300,
    "length": "\u04b1\u0437\u0430\u049b " * 2000,
    "quotation": "\"';,\t|\n\\--\u2028",
}
# what none of the outputs may hold as it is: control characters but line ends, and marks that turn text round or hide
BAD = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def check(what, good, detail=""):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what} {detail}"[:600])


def lines(words):
    """A stream in which each field begins with the words, two documents of one row that disagree, a rejected one."""
    def statement(lang, value):
        text = f"{words} {value} {words}"
        return {"value": value, "step": "1", "how": "stated", "lang": lang, "part": 0, "block": 0, "start": 0, "end": len(text),
                "quote": text, "match": "exact", "rule": words}, text

    def document(number, value, period):
        path, sha = f"{words}{number}.docx", f"{number:064x}"
        first, text = statement("ru", value)
        second, _ = statement("kk", "7")
        finding = {"code": "arithmetic", "level": "error", "figures": ["staff_actual"], "text": dict.fromkeys(("ru", "kk", "en"), words + " text"),
                   "statements": [dict(first)]}
        yield {"type": "document", "path": path, "member": words, "sha256": sha, "bytes": 1, "blocks": [{"kind": "paragraph", "lang": "ru", "text": text}]}
        yield {"type": "record", "path": path, "member": words, "sha256": sha, "modified": "2017-01-20T08:00:00Z",
               "institution": {"key": words, "name": {"ru": words + " ru", "kk": words + " kk"}, "legal_form": words, "locality": {"ru": words, "kk": words}, "bin": None},
               "period": {"label": period, "from": "2016-01-01", "to": "2016-12-31"}, "parts": [{"lang": "ru", "form": "other", "first_block": 0, "last_block": 0}],
               "figures": [{"id": "staff_actual", "value": value, "unit": "person", "status": "single", "statements": [first]},
                           {"id": words, "value": value, "unit": words, "status": "single", "statements": [first]},
                           {"id": "staff_planned", "value": None, "unit": "post", "status": "conflict", "statements": [first, second]}],
               "findings": [finding], "unclaimed": [{"block": 0, "start": 0, "end": len(text), "quote": text}]}

    for number, value, period in ((1, "41", "2016"), (2, "43", "2016"), (4, "45", words)):
        yield from document(number, value, period)
    yield {"type": "document", "path": words + "3.docx", "member": words, "sha256": "3" * 64, "rejected": {"code": "damaged", "text": dict.fromkeys(("ru", "kk", "en"), words)}}
    yield {"type": "end", "program": "svodka-normalize", "documents": 4, "rejected": 1, "records": 3, "rules": words}


def parts(path):
    """Text and attributes of every part of a package, which must be sound XML and point nowhere."""
    out = []
    with zipfile.ZipFile(path) as z:
        check_sound(path, z.testzip() is None)
        for name in z.namelist():
            for e in ET.fromstring(z.read(name)).iter():
                tag = e.tag.rsplit("}", 1)[-1]
                out += [e.text or "", e.tail or "", *e.attrib.values()]
                check_sound(path, tag not in ("hyperlink", "externalReference") and e.get("TargetMode") != "External")
                if tag == "f":
                    check_sound(path, "HYPERLINK" not in (e.text or "") and "cmd" not in (e.text or ""))
    return "\n".join(out)


sound = True


def check_sound(_, good):
    global sound
    sound = sound and good


class Page(html.parser.HTMLParser):
    """The text that a browser shows, and the elements it makes."""

    def __init__(self):
        super().__init__()
        self.tags, self.text, self.data = [], [], {}
        self.inside = None

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        attributes = dict(attrs)
        self.inside = attributes.get("id", "script") if tag == "script" else None
        check_sound(tag, not any(k.startswith("on") for k in attributes) and tag not in ("img", "iframe", "object", "base"))

    def handle_endtag(self, tag):
        self.inside = None if tag == "script" else self.inside

    def handle_data(self, data):
        if self.inside is None:
            self.text.append(data)
        else:
            self.data[self.inside] = self.data.get(self.inside, "") + data


def page(path):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    p = Page()
    p.feed(text)
    check_sound(path, text.count("<script") == p.tags.count("script") and "alert(1)</script>" not in text)
    out = ["".join(p.text)]
    for name, data in p.data.items():
        if name == "data":
            out.append(strings(json.loads(data)))
        elif re.fullmatch(r"[ef]\d+", name):
            out.append(strings(json.loads(gzip.decompress(base64.b64decode(data)))))
    return "\n".join(out)


def strings(value):
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n".join(strings(v) for v in value.values())
    return "\n".join(strings(v) for v in value) if isinstance(value, list) else ""


def cells(path, delimiter=","):
    with open(path, newline="", encoding="utf-8-sig") as f:
        rows = list(csv.reader(f, delimiter=delimiter))
    check_sound(path, len({len(r) for r in rows}) == 1)
    for row in rows:
        for cell in row:
            check_sound(path, cell[:1] not in tuple("=+-@\t\r") or re.fullmatch(r"-?\d+([.,]\d+)?", cell))
    return "\n".join("\n".join(r) for r in rows)


def base(path):
    db = sqlite3.connect(path)
    names = [n for (n,) in db.execute("select name from sqlite_schema where type in ('table', 'view')")]
    out = [str(v) for n in names for row in db.execute(f'select * from "{n}"') for v in row if v is not None]
    db.close()
    return "\n".join(out)


def raw(path):
    with open(path, encoding="utf-8", newline="") as f:
        return f.read()


def json_raw(path):
    """JSON keeps the words and escapes what steers; a zero-width space steers nothing."""
    text = raw(path)
    json.loads(text)
    return text.replace("\u200b", "")


def table(path):
    text = raw(path)
    check_sound(path, max(map(len, text.splitlines())) <= 120)
    return text


def examine(kind, name, path, reader, values=("41", "43", "45")):
    global sound
    sound = True
    try:
        text = reader(path)
    except (ET.ParseError, ValueError, OSError, sqlite3.Error, zipfile.BadZipFile) as e:
        check(f"{name}: {kind}", False, repr(e))
        return ""
    bad = BAD.search(text)
    check(f"{name}: {kind}", sound and not bad, repr(text[max(0, bad.start() - 40):bad.end() + 40]) if bad else "not sound")
    if values:
        check(f"{name}: {kind}: the values are there", all(v in text for v in values))
    return text


READERS = {
    "summary.txt": table, "figures.csv": cells, "matrix.csv": cells, "totals.csv": cells, "findings.csv": cells, "missing.csv": cells, "sources.csv": cells,
    "datapackage.json": json_raw, "summary.json": json_raw, "summary.xlsx": parts,
    "summary.html": page, "note.docx": parts, "summary.sqlite": base,
}


VALUES = {"datapackage.json": (), "missing.csv": (), "totals.csv": (), "sources.csv": (), "matrix.csv": ("45",)}  # a conflict has none


def all_outputs(folder, kind, words):
    stream, decisions = os.path.join(folder, "in.jsonl"), os.path.join(folder, "decisions.tsv")
    out = os.path.join(folder, kind)
    with open(stream, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(line) + "\n" for line in lines(words))
    spoken = re.sub(r"[\t\n\r\u0000]", "", words)
    with open(decisions, "w", encoding="utf-8") as f:
        f.write(f"key\tperiod\tsubject\tdecision\tstatements\twho\twhen\twhy\n{spoken}1.docx\t2016\tarithmetic\tseen\t\t{spoken}\t{spoken}\t{spoken}\n")
    call = [os.path.join(build, "svodka-report"), "--width=120", "--decisions=" + decisions]
    run = subprocess.run([*call, "--all=" + out, "--remarks=" + os.path.join(out, "remarks"), stream], capture_output=True, text=True)
    check(f"svodka-report: {kind}", run.returncode == 1, run.stderr)
    check(f"what it says of it: {kind}", not BAD.search(run.stdout + run.stderr))
    for name, reader in READERS.items():
        examine(kind, name, os.path.join(out, name), reader, VALUES.get(name, ("41", "43", "45")))
    remarks = os.path.join(out, "remarks")
    names = os.listdir(remarks)
    check(f"names of remarks: {kind}", len(names) == 4 and all(re.fullmatch(r"[\w-]+\.(docx|html)", n) and len(n.encode()) < 240 for n in names), names)
    for ending, reader in ((".docx", parts), (".html", page)):
        said = [examine(kind, "remarks" + ending, os.path.join(remarks, n), reader, ()) for n in names if n.endswith(ending)]
        check(f"remarks{ending}: {kind}: the values are there", all(v in "".join(said) for v in ("41", "43", "45")))
    for name, options, reader in (("excel.csv", ["--excel"], lambda p: cells(p, ";")), ("registry.tsv", ["--registry=draft"], raw)):
        path = os.path.join(out, name)
        subprocess.run([*call, "-o", path, *options, stream], capture_output=True)
        if name == "registry.tsv":
            text = raw(path)
            check(f"{name}: {kind}", not BAD.search(text) and all(len(x.split("\t")) == 9 for x in text.splitlines() if not x.startswith("#")))
        else:
            examine(kind, name, path, reader)


with tempfile.TemporaryDirectory(prefix="svodka-hostile.") as scratch:
    for payload, said in PAYLOADS.items():
        all_outputs(scratch, payload, said)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
