"""Prints the paragraphs and table rows of a Word document; fails where a part is no sound XML."""
import sys
import zipfile
import xml.etree.ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text(e):
    return "".join(t.text or "" for t in e.iter(W + "t"))


with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    for name in z.namelist():
        ET.fromstring(z.read(name))
    body = ET.fromstring(z.read("word/document.xml"))[0]
for e in body:
    if e.tag == W + "p":
        style = e.find(f"{W}pPr/{W}pStyle")
        print((style.get(W + "val") + ": " if style is not None else "") + text(e)[:160])
    elif e.tag == W + "tbl":
        for row in e.iter(W + "tr"):
            print("| " + " | ".join(text(c)[:60] for c in row.iter(W + "tc")))
