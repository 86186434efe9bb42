"""Prints the findings about figures of records on standard input.

findings.py [ru|kk|en|list]: code, level, figures, what is stated and computed; with a language also its sentence and
the places that are quoted ("block:quote").
"""
import json
import os
import sys

SHOWN = ("language-conflict", "internal-conflict", "arithmetic")
how = sys.argv[1] if len(sys.argv) > 1 else "list"
for line in sys.stdin:
    record = json.loads(line)
    for finding in record.get("findings", []):
        if finding["code"] not in SHOWN or "figures" not in finding:
            continue
        name = os.path.basename(record["path"]).rsplit(".", 1)[0]
        print(name, finding["code"], finding["level"], ",".join(finding["figures"]),
              finding.get("stated", ""), finding.get("computed", ""))
        if how != "list":
            print("  " + finding["text"][how])
            print("  " + " ".join(f"{p['block']}:{p['quote']}" for p in finding["statements"]))
