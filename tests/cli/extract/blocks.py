#!/usr/bin/env python3
"""Prints document lines as a person can check them: a line for each block.

KIND [MEMBER=VALUE ...] LANG "TEXT"
"""
import json
import sys

for line in sys.stdin:
    d = json.loads(line)
    if d['type'] != 'document':
        continue
    if len(sys.argv) > 1:
        print('#', ':'.join(p for p in (d['path'], d['member']) if p))
    if 'rejected' in d:
        print('rejected', d['rejected']['code'] + ':', d['rejected']['text']['en'])
        continue
    for b in d['blocks']:
        rest = ''.join(f' {k}={json.dumps(v, ensure_ascii=False)}' for k, v in b.items()
                       if k not in ('kind', 'lang', 'text'))
        print(f"{b['kind']}{rest} {b['lang']} {json.dumps(b['text'], ensure_ascii=False)}")
    for f in d['findings']:
        extra = ''.join(f' {k}={json.dumps(v, ensure_ascii=False)}' for k, v in f.items()
                        if k not in ('code', 'level', 'count', 'text'))
        print(f"finding {f['code']} {f.get('count', '')}{extra}")
