"""Prints the findings that are not about figures, of records on standard input, or (as "who") what identifies each
record. Every quote must stand where the finding says; the document lines are the file named second.
"""
import json
import os
import sys

SHOWN = ("legal-reference", "name-conflict", "period-conflict", "approval")
how, documents = sys.argv[1], sys.argv[2]
text = {}
for line in open(documents, encoding="utf-8"):
    document = json.loads(line)
    if document["type"] == "document":
        text[document["path"]] = [b["text"] for b in document.get("blocks", [])]
for line in sys.stdin:
    record = json.loads(line)
    if record["type"] != "record":
        continue
    name = os.path.basename(record["path"]).rsplit(".", 1)[0]
    if how == "who":
        who = record["institution"]
        print(name)
        for key in ("ru", "kk"):
            if key in who["name"]:
                print(f"  {key} {who['name'][key]} / {who['locality'].get(key)}")
        print(f"  {who['key']} {who['legal_form']} {who['bin']} {record['period']['label']} "
              + " ".join(f"{p['lang']}:{p['form']}" for p in record["parts"]))
    for finding in record["findings"] if how == "findings" else []:
        if finding["code"] not in SHOWN:
            continue
        print(name, finding["code"], finding["level"], finding.get("subject"), finding.get("verdict", ""))
        print("  " + finding["text"]["ru"])
        for place in finding["statements"]:
            there = text[record["path"]][place["block"]][place["start"]:place["end"]]
            print(f"  {place['part']}:{place['block']} {place['quote']}" + ("" if there == place["quote"] else " WRONG"))
