#!/usr/bin/env python3
"""normalize.py BUILD WORK COPIES: see normalize.bench. Ends with "N passed, N failed"."""
import glob
import json
import os
import resource
import subprocess
import sys

RUNS = 5
SIZE = 20000  # bytes of text that a document is counted as
FLOOR_MAX = 14  # times the floor that is kept
AIM = 0.5  # ms a document of that size
LOAD_AIM = 40  # ms
LOAD_MAX = 35  # ms for 1 MB of rules: the rules grow with the language that they know


def cpu(command, lines):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(os.devnull, 'w') as null, open(lines) as source:
        subprocess.run(command, stdin=source, stdout=null, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def write(path, documents, copies):
    """The documents so many times over, and the end line that counts them."""
    with open(path, 'w', encoding='utf-8') as out:
        for _ in range(copies):
            out.writelines(documents)
        end = {'type': 'end', 'program': 'svodka-extract', 'documents': copies * len(documents), 'rejected': 0}
        out.write(json.dumps(end) + '\n')
    return path


def main():
    build, work, copies = sys.argv[1], sys.argv[2], int(sys.argv[3])
    normalize, floor = [os.path.join(build, 'svodka-normalize')], [os.path.join(work, 'jsonfloor')]
    with open(os.path.join(work, 'lines'), encoding='utf-8') as lines:
        documents = [line for line in lines if json.loads(line)['type'] == 'document']
    text = sum(len(block['text'].encode()) for line in documents for block in json.loads(line)['blocks'])
    none, once, many = (write(os.path.join(work, name), documents, n)
                        for name, n in (('none', 0), ('once', 1), ('many', copies)))
    # Taken in turns, so that a busy machine slows all; the phrases are compiled in `once`.
    runs = [[cpu(floor, once), cpu(floor, many), cpu(normalize, none), cpu(normalize, once), cpu(normalize, many)]
            for _ in range(RUNS)]
    floor_once, floor_many, load, ours_once, ours_many = (min(column) for column in zip(*runs))
    each = 1000 * SIZE / (text * (copies - 1))
    least, ours = (floor_many - floor_once) * each, (ours_many - ours_once) * each
    print('%-26s %8.2f ms for %d KB of text' % ('parse and write (floor)', least, SIZE // 1000))
    print('%-26s %8.2f ms, %.1f times the floor (at most %d; the aim is %.1f ms)'
          % ('svodka-normalize', ours, ours / least, FLOOR_MAX, AIM))
    rules = sum(map(os.path.getsize, glob.glob('rules/*.rules'))) / 1e6
    print('%-26s %8.1f ms, %.1f for each of %.2f MB (at most %d; the aim is %d ms in all)'
          % ('loading the rules', load * 1000, load * 1000 / rules, rules, LOAD_MAX, LOAD_AIM))
    print('%-26s %8.1f ms more' % ('compiling the phrases', (ours_once - load) * 1000))
    lint = subprocess.run(normalize + ['--lint', os.path.join(work, 'lines')], capture_output=True, text=True)
    slow = [line for line in lint.stdout.splitlines() if 'more than 1 ms' in line]
    for line in slow:
        print(line)
    print('%-26s %8d phrases take more than 1 ms on a document' % ('slow rules', len(slow)))
    results = [ours <= FLOOR_MAX * least, load * 1000 <= LOAD_MAX * rules, not slow]
    print(f'{results.count(True)} passed, {results.count(False)} failed')
    sys.exit(results.count(False) > 0)


if __name__ == '__main__':
    main()
