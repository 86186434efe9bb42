#!/usr/bin/env python3
"""Prints document lines as a person can check them: a line for each block.

KIND [MEMBER=VALUE ...] LANG "TEXT"
"""
import json
import sys
import unicodedata


def show(text):
    """As JSON, with what can't be seen escaped."""
    return ''.join(f'\\u{ord(c):04x}' if unicodedata.category(c) in ('Cc', 'Cf', 'Zl', 'Zp') else c
                   for c in json.dumps(text, ensure_ascii=False))


for line in sys.stdin:
    d = json.loads(line)
    if d['type'] != 'document':
        continue
    if len(sys.argv) > 1:
        print('#', show(':'.join(p for p in (d['path'], d['member']) if p))[1:-1])
    if 'rejected' in d:
        print('rejected', d['rejected']['code'] + ':', show(d['rejected']['text']['en'])[1:-1])
        continue
    for b in d['blocks']:
        rest = ''.join(f' {k}={json.dumps(v, ensure_ascii=False)}' for k, v in b.items()
                       if k not in ('kind', 'lang', 'text'))
        print(f"{b['kind']}{rest} {b['lang']} {show(b['text'])}")
    for f in d['findings']:
        extra = ''.join(f' {k}={json.dumps(v, ensure_ascii=False)}' for k, v in f.items()
                        if k not in ('code', 'level', 'count', 'text'))
        print(f"finding {f['code']} {f.get('count', '')}{extra}")
