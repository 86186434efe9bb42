-- Version 3: what was told of it, and which files were made from it.

CREATE TABLE told ( -- what the last digest knew: it tells only what is not here
  item TEXT PRIMARY KEY,
  holds INTEGER NOT NULL -- 0 while a digest is made: not met yet
) STRICT, WITHOUT ROWID;

CREATE TABLE output ( -- files of the last summary; one that the next no longer makes is removed
  path ANY PRIMARY KEY, -- absolute
  made INTEGER NOT NULL -- 0 while a summary is made: not met yet
) STRICT, WITHOUT ROWID;
