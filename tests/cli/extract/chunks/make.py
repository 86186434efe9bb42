import sys

import docx

REL = '<Relationship Id="{0}" Type="' + docx.R + '/aFChunk" Target="{0}"/>'
html = ('<!DOCTYPE html><html><head><meta charset="windows-1251"><title>нет</title><style>p{}</style></head><body>'
        '<h2>Раздел страницы</h2><p>Первый   абзац,<br>новая&nbsp;строка &laquo;тут&raquo; <b>жирно</b>.'
        '<ul><li>первый пункт<li>второй пункт</ul><ol><li>нумерованный пункт</ol>'
        '<table><tr><th>Показатель</th><th colspan=2>Значения</th></tr><tr><td>Штат</td><td>93,73</td></table>'
        '<script>alert(1)</script><!-- не текст --></body></html>').encode('cp1251')
inner = docx.archive(docx.package({
    'body': '<w:p><w:r><w:t>Абзац вложенного документа.</w:t></w:r></w:p><w:altChunk r:id="deep.txt"/>',
    'word/deep.txt': 'Текст в глубине документа.'}, extra_relations=REL.format('deep.txt')))
text = 'Простой текст внутри.\r\nВторая его строка.'.encode('cp1251')
parts = docx.package({
    'body': '<w:p><w:r><w:t>До вложений всё обычно.</w:t></w:r></w:p>' +
            ''.join(f'<w:altChunk r:id="{n}"/>' for n in ('a.html', 'b.docx', 'c.txt', 'd.rtf', 'none')) +
            '<w:p><w:r><w:t>После вложений тоже обычно.</w:t></w:r></w:p>',
    'word/a.html': html, 'word/b.docx': inner, 'word/c.txt': text, 'word/d.rtf': '{\\rtf1 x}'},
    extra_relations=''.join(REL.format(n) for n in ('a.html', 'b.docx', 'c.txt', 'd.rtf')))
open(sys.argv[1], 'wb').write(docx.archive(parts))
