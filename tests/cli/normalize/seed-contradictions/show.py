"""Prints the findings of the record on standard input, sorted; each quote must stand where the finding says it does
in the document line of the file named.
"""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as lines:
    text = [b["text"] for b in json.loads(lines.readline())["blocks"]]
shown = []
for finding in json.loads(sys.stdin.readline())["findings"]:
    about = ",".join(finding.get("figures", [])) or finding["subject"]
    rows = [" ".join(filter(None, (finding["code"], about, finding.get("verdict"), finding["level"])))]
    if finding.get("computed"):
        rows[0] += f" stated {finding['stated']}, computed {finding['computed']}"
    for place in sorted(finding["statements"], key=lambda p: (p["block"], p["start"])):
        there = text[place["block"]][place["start"]:place["end"]]
        rows.append(f"  {place['part']}:{place['block']} {place['quote']}"
                    + ("" if there == place["quote"] else " WRONG"))
    shown.append("\n".join(rows))
print("\n".join(sorted(shown)))
