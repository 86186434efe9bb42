#!/usr/bin/env python3
"""extract.py BUILD WORK COUNT BIG: see extract.bench. Ends with "N passed, N failed"."""
import os
import resource
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
RUNS = 5
FLOOR_MAX = 1.3
BIG_MAX = 32  # MiB


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(os.devnull, 'w') as null:
        subprocess.run(command, stdout=null, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    build, work, count, big = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
    extract = os.path.join(build, 'svodka-extract')
    folder = os.path.join(work, 'documents')
    subprocess.run([sys.executable, os.path.join(HERE, 'wordlike.py'), folder, str(count),
                    'samples/ukdvorec-2016.docx'], check=True)
    files = [os.path.join(folder, n) for n in sorted(os.listdir(folder))]
    # Taken in turns, so that a busy machine slows both.
    runs = [(cpu([os.path.join(work, 'floor')] + files), cpu([extract] + files)) for _ in range(RUNS)]
    floor, ours = min(r[0] for r in runs), min(r[1] for r in runs)
    print('%-26s %8.2f ms a document' % ('inflate and parse (floor)', floor * 1000 / count))
    print('%-26s %8.2f ms a document, %.2f times the floor (at most %.1f)'
          % ('svodka-extract', ours * 1000 / count, ours / floor, FLOOR_MAX))
    path = os.path.join(work, 'big.docx')
    subprocess.run([sys.executable, os.path.join(HERE, 'big.py'), path, big], check=True)
    said = subprocess.run([os.path.join(build, 'measure'), os.path.join(work, 'lines'), extract, '--max-part=8G',
                           '--max-total=8G', '--max-seconds=3600', path], capture_output=True, check=True)
    seconds, peak, status = said.stdout.split()
    mib = int(peak) / 1024
    print('%-26s %8.1f MiB at its peak, %.1f s (at most %d MiB)'
          % (big + ' MiB of markup', mib, float(seconds), BIG_MAX))
    results = [ours <= FLOOR_MAX * floor, mib <= BIG_MAX and int(status) == 0]
    print(f'{results.count(True)} passed, {results.count(False)} failed')
    sys.exit(results.count(False) > 0)


if __name__ == '__main__':
    main()
