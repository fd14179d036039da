-- Members of the list may read the files named here; a thief learns how many entries stand and when they came, and no identifier without a charged evaluation a guess; losing it makes the hub build each file anew and members fetch them whole.
CREATE TABLE snapshot_file (
    digest        BLOB    NOT NULL PRIMARY KEY CHECK (length(digest) = 32), -- SHA-256 of the file, its name
    list          TEXT    NOT NULL,
    epoch         INTEGER NOT NULL,
    kind          INTEGER NOT NULL,
    length        INTEGER NOT NULL CHECK (length >= 64),
    entries       INTEGER NOT NULL CHECK (entries >= 0),
    created_at    INTEGER NOT NULL,
    last_named_at INTEGER NOT NULL,                                         -- when a manifest last named it
    withdrawn_at  INTEGER                                                   -- no longer served; the file goes next, then this row
) STRICT, WITHOUT ROWID;

-- Members of the list may read the files named here; a thief also learns which entries came together; losing it makes members fetch whole files.
CREATE TABLE delta_file (
    digest        BLOB    NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
    list          TEXT    NOT NULL,
    epoch         INTEGER NOT NULL,
    kind          INTEGER NOT NULL,
    base          BLOB    NOT NULL CHECK (length(base) = 32),
    result        BLOB    NOT NULL CHECK (length(result) = 32),
    length        INTEGER NOT NULL CHECK (length >= 80),
    created_at    INTEGER NOT NULL,
    last_named_at INTEGER NOT NULL,
    withdrawn_at  INTEGER
) STRICT, WITHOUT ROWID;

-- Members of the list read the newest; a thief learns what every member is told; losing it would restart the sequence, and members would refuse every manifest until it has caught up: restore it.
CREATE TABLE manifest (
    list      TEXT    NOT NULL,
    sequence  INTEGER NOT NULL CHECK (sequence >= 1),
    issued_at INTEGER NOT NULL,
    payload   BLOB    NOT NULL,
    signature BLOB    NOT NULL CHECK (length(signature) = 64),
    PRIMARY KEY (list, sequence)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER manifest_only_rises BEFORE INSERT ON manifest
WHEN NEW.sequence <= (SELECT coalesce(max(sequence), 0) FROM manifest WHERE list = NEW.list)
BEGIN SELECT RAISE(ABORT, 'a manifest sequence is never used twice'); END;

CREATE TRIGGER manifest_keeps_newest BEFORE DELETE ON manifest
WHEN OLD.sequence = (SELECT max(sequence) FROM manifest WHERE list = OLD.list)
BEGIN SELECT RAISE(ABORT, 'the newest manifest carries the sequence'); END;
