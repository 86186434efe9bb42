#!/usr/bin/env python3
"""readers.py EXTRACT WORK COUNT: svodka-extract beside pandoc and LibreOffice.

On COUNT generated documents (constructs.py), of which it is known what a reader sees: recall and
precision of each, and what it gets wrong by construct. On samples/: words that only one has.
"""
import collections
import html
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import constructs  # noqa: E402


def ours(extract, files):
    out = subprocess.run([extract] + files, capture_output=True, check=True).stdout.decode()
    texts = {}
    for line in out.splitlines():
        d = json.loads(line)
        if d['type'] == 'document':
            texts[d['path']] = [b for b in d['blocks'] if b['kind'] not in ('alt', 'comment')]
    return texts


def pandoc(files):
    # Its plain text breaks words in narrow columns.
    def read(f):
        page = subprocess.run(['pandoc', '-f', 'docx', '-t', 'html', '--wrap=none', '--track-changes=accept', f],
                              capture_output=True, check=True).stdout.decode()
        return html.unescape(re.sub('</?(strong|em|span|a|sup|sub|u|code|mark|ruby|rp)\\b[^>]*>', '', page))
    return {f: re.sub('<[^>]*>', ' ', read(f)) for f in files}


def office(files, folder):
    texts = {}
    for at in range(0, len(files), 20):
        subprocess.run(['soffice', f'-env:UserInstallation=file://{os.path.abspath(folder)}/profile', '--headless',
                        '--convert-to', 'txt:Text (encoded):UTF8', '--outdir', folder] + files[at:at + 20],
                       capture_output=True)
    for f in files:
        # It says nothing where it wrote nothing.
        path = os.path.join(folder, os.path.basename(f)[:-5] + '.txt')
        if os.path.exists(path):
            with open(path, encoding='utf-8-sig') as t:
                texts[f] = t.read()
    return texts


def score(name, texts, truth):
    seen = missing = extra = order = 0
    by = collections.Counter()
    for path, text in texts.items():
        want, made = truth[os.path.basename(path)]
        gone, more, ordered = constructs.compare(text, want, made)
        seen += len(want)
        missing += len(gone)
        extra += len(more)
        order += not ordered
        by.update('-' + made[w] for w in gone)
        by.update('+' + made.get(w, 'unknown') for w in more)
    got = seen - missing + extra
    print('%-16s recall %.4f precision %.4f, %d of %d documents out of order  %s'
          % (name, (seen - missing) / seen, (seen - missing) / got, order, len(texts),
             ' '.join(f'{k}:{n}' for k, n in by.most_common(12))))
    return missing + extra + order == 0


def words(text):
    return collections.Counter(re.findall(r'[^\W_]+', text.replace('\u00ad', '')))


def main():
    extract, work, count = os.path.abspath(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    samples = [os.path.abspath(os.path.join('samples', n)) for n in sorted(os.listdir('samples')) if n.endswith('.docx')]
    os.chdir(work)
    subprocess.run([sys.executable, constructs.__file__, 'generated', str(count)], check=True)
    files = [os.path.join('generated', n) for n in sorted(os.listdir('generated'))]
    with open('truth.json', encoding='utf-8') as f:
        truth = json.load(f)
    mine = {f: '\n'.join(b['text'] for b in blocks) for f, blocks in ours(extract, files).items()}
    good = score('svodka-extract', mine, truth)
    score('pandoc', pandoc(files), truth)
    score('LibreOffice', office(files, 'office'), truth)
    read = ours(extract, samples)
    others = {'pandoc': pandoc(samples), 'LibreOffice': office(samples, 'office')}
    for f, blocks in read.items():
        text = words('\n'.join(b['text'] for b in blocks))
        labels = words('\n'.join(b.get('label', '') for b in blocks))
        margins = words('\n'.join(b['text'] for b in blocks if b['kind'] in ('header', 'footer')))
        for name, texts in others.items():
            theirs = words(texts.get(f, ''))
            only = theirs - text - labels
            lacks = text - theirs - margins
            if only or lacks:
                print('%s: only %s has: %s; it lacks: %s' % (
                    os.path.basename(f), name, ' '.join(f'{w}*{n}' for w, n in sorted(only.items())) or 'nothing',
                    ' '.join(f'{w}*{n}' for w, n in sorted(lacks.items())) or 'nothing'))
    print(f'{int(good)} passed, {int(not good)} failed')
    sys.exit(not good)


if __name__ == '__main__':
    main()
