"""Prints a workbook: each sheet's cells as address, kind and value; comments; what is not to be there.

A reader of its own, so that a mistake of the writer's library does not hide itself."""
import re
import sys
import zipfile
import xml.etree.ElementTree as ET

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def text(e):
    return "".join(t.text or "" for t in e.iter(M + "t"))


def main(path, chosen):
    with zipfile.ZipFile(path) as z:
        assert z.testzip() is None
        names = z.namelist()
        book = ET.fromstring(z.read("xl/workbook.xml"))
        for n, sheet in enumerate(book.iter(M + "sheet"), 1):
            if chosen and str(n) not in chosen:
                continue
            print("==", sheet.get("name"))
            root = ET.fromstring(z.read(f"xl/worksheets/sheet{n}.xml"))
            for c in root.iter(M + "c"):
                f, v = c.find(M + "f"), c.find(M + "v")
                value = text(c) if c.get("t") == "inlineStr" else v.text if v is not None else None
                if value is None:
                    continue
                kind = "formula " + f.text if f is not None else c.get("t") or "number"
                print(c.get("r"), kind, ascii(value[:80]) if not value.isprintable() else value[:80])
        for name in names:
            if re.match(r"xl/comments\d+\.xml", name):
                for c in ET.fromstring(z.read(name)).iter(M + "comment"):
                    print("comment", c.get("ref"), repr(text(c)))
            assert not re.search(r"vbaProject|externalLink|hyperlink", name), name
            data = z.read(name)
            assert b"<hyperlink" not in data and b'TargetMode="External"' not in data, name


main(sys.argv[1], sys.argv[2:])
