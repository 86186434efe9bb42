-- Version 2: what a new version of a report changed, and views for SQL tools.

CREATE TABLE revision ( -- a figure that a new version of a report states otherwise than the old one
  record_id INTEGER NOT NULL REFERENCES record, -- of the new version
  figure TEXT NOT NULL,
  old TEXT, -- NULL: not stated; 'conflict': the document contradicts itself
  new TEXT
) STRICT;
CREATE INDEX revision_record ON revision (record_id);

CREATE VIEW current_record AS -- the records that hold, in the order of the archive
  SELECT r.id, f.path, d.member, f.state, r.nth, r.rules,
    json_extract(r.line, '$.institution.key') AS key,
    json_extract(r.line, '$.institution.name.ru') AS name_ru,
    json_extract(r.line, '$.institution.name.kk') AS name_kk,
    json_extract(r.line, '$.period.label') AS period,
    r.line
  FROM file f JOIN version v ON v.file_id = f.id AND v.gone IS NULL
    JOIN document d ON d.version_id = v.id JOIN record r ON r.document_id = d.id AND r.gone IS NULL
  WHERE r.rejected IS NULL
  ORDER BY replace(f.path, '/', char(1)), d.id, r.nth;

CREATE VIEW current_figure AS -- their figures
  SELECT r.id AS record_id, r.key, r.period, json_extract(g.value, '$.id') AS figure,
    json_extract(g.value, '$.value') AS value, json_extract(g.value, '$.unit') AS unit,
    json_extract(g.value, '$.status') AS status
  FROM current_record r, json_each(r.line, '$.figures') g;

CREATE VIEW history AS -- the log with its times
  SELECT e.id, r.began, e.what, e.path, e.detail FROM event e JOIN run r ON r.id = e.run_id ORDER BY e.id;
