-- Version 1 of the store: what the archive held, what was read from it, and when.
-- A step from one version to the next is never edited once it is released: add the next file.

CREATE TABLE run ( -- a run that changed something
  id INTEGER PRIMARY KEY,
  began TEXT NOT NULL, -- UTC; never before the run before it, whatever the clock said
  program TEXT NOT NULL -- and its version
) STRICT;

CREATE TABLE fact ( -- of the store itself, such as the archive that it belongs to
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE file ( -- a path that the archive has or had
  id INTEGER PRIMARY KEY,
  path ANY NOT NULL UNIQUE, -- TEXT; a BLOB where it is not UTF-8
  bytes INTEGER NOT NULL, -- as last seen, like the times: nanoseconds since 1970; ctime 0: unknown
  mtime INTEGER NOT NULL,
  ctime INTEGER NOT NULL,
  sha256 TEXT, -- NULL: unknown
  state TEXT NOT NULL CHECK (state IN ('present', 'vanished', 'moved', 'unreadable')),
  since INTEGER NOT NULL REFERENCES run, -- the run that found it in this state
  reason TEXT -- why it can't be read
) STRICT;

CREATE TABLE version ( -- what a file held from one run to another
  id INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL REFERENCES file,
  sha256 TEXT,
  came INTEGER NOT NULL REFERENCES run,
  gone INTEGER REFERENCES run -- superseded or vanished; NULL: it is there
) STRICT;
CREATE INDEX version_file ON version (file_id);

CREATE TABLE document ( -- a file, or a member of an archive of reports
  id INTEGER PRIMARY KEY,
  version_id INTEGER NOT NULL REFERENCES version,
  member ANY, -- NULL: the file itself; a BLOB where it is not UTF-8
  rejected TEXT, -- code of the reason; NULL: it was read
  bytes INTEGER NOT NULL, -- of the line
  line BLOB NOT NULL -- the document line, packed (zlib)
) STRICT;
CREATE INDEX document_version ON document (version_id);
CREATE INDEX document_rejected ON document (version_id) WHERE rejected IS NOT NULL;

CREATE TABLE record ( -- a line that was made of a document: a record, or a rejection
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES document,
  nth INTEGER NOT NULL, -- of its document, from 0
  rejected TEXT, -- code of the reason; NULL: it is a record
  line TEXT NOT NULL,
  rules TEXT NOT NULL, -- version of the rules that last gave this line; '': unknown
  came INTEGER NOT NULL REFERENCES run,
  gone INTEGER REFERENCES run -- other rules gave another line; NULL: it holds
) STRICT;
CREATE INDEX record_document ON record (document_id);
CREATE INDEX record_rules ON record (rules) WHERE gone IS NULL;
CREATE INDEX record_rejected ON record (document_id) WHERE rejected IS NOT NULL;

CREATE TABLE event ( -- what a run found
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run,
  what TEXT NOT NULL, -- new, changed, moved, vanished, back, unreadable, readable, rejected, rules
  path ANY,
  detail TEXT
) STRICT;
