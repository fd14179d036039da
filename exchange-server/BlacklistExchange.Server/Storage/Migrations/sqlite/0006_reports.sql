-- The operator may read who reported what kind of infringement, and a member its own; a thief learns the same, signed, but no identifier; losing it leaves nothing behind the entries, and receipts that no longer meet anything.
CREATE TABLE report (
    member            TEXT    NOT NULL,
    report_id         BLOB    NOT NULL CHECK (length(report_id) = 16),
    entity            TEXT    NOT NULL,                                  -- the member's own entity when it reported; chains are followed when counting
    list              TEXT    NOT NULL,
    epoch             INTEGER NOT NULL,
    statement         BLOB    NOT NULL,                                  -- the exact signed bytes
    signature         BLOB    NOT NULL CHECK (length(signature) = 64),
    digest            BLOB    NOT NULL CHECK (length(digest) = 32),
    origin            BLOB    NOT NULL CHECK (length(origin) = 32),
    category          INTEGER NOT NULL,
    evidence_type     INTEGER NOT NULL,
    notice_served     INTEGER NOT NULL CHECK (notice_served IN (0, 1)),
    observed          INTEGER NOT NULL,
    items             INTEGER NOT NULL,
    received_at       INTEGER NOT NULL,
    receipt           BLOB    NOT NULL,                                  -- the exact bytes that the exchange signs whenever it sends them
    PRIMARY KEY (member, report_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_by_day ON report (member, received_at, items);

-- The same people may read which items a report has; a thief learns which items of a case carry which tag, and without E nothing more; destroying a salt erases the item while the case stays verifiable; losing it empties every entry.
CREATE TABLE report_item (
    sequence           INTEGER PRIMARY KEY,                              -- the hub's own order: acts say up to where items are spent
    member             TEXT    NOT NULL,
    report_id          BLOB    NOT NULL,
    item               INTEGER NOT NULL CHECK (item BETWEEN 0 AND 499),
    list               TEXT    NOT NULL,
    epoch              INTEGER NOT NULL,                                 -- the report's, or the one it was renewed into
    kind               INTEGER NOT NULL,
    tag                BLOB    NOT NULL CHECK (length(tag) = 32),
    salt               BLOB    CHECK (length(salt) = 32),                -- NULL: destroyed, or a renewed item, which has none
    commitment         BLOB    NOT NULL CHECK (length(commitment) = 32),
    outcome            INTEGER NOT NULL CHECK (outcome BETWEEN 1 AND 3),
    retracted_at       INTEGER,
    renewed_from_epoch INTEGER,
    UNIQUE (member, report_id, item, epoch),
    FOREIGN KEY (member, report_id) REFERENCES report (member, report_id)
) STRICT;
CREATE INDEX report_item_by_entry ON report_item (list, epoch, kind, tag);

-- The same people may read the signed bytes that withdrew a report; a thief learns who withdrew what and when; losing it loses the proof that the member asked.
CREATE TABLE retraction (
    member      TEXT    NOT NULL,
    report_id   BLOB    NOT NULL CHECK (length(report_id) = 16),
    item        INTEGER NOT NULL,                                        -- 65535: the whole report
    statement   BLOB    NOT NULL,
    signature   BLOB    NOT NULL CHECK (length(signature) = 64),
    received_at INTEGER NOT NULL,
    PRIMARY KEY (member, report_id, item)
) STRICT, WITHOUT ROWID;

-- The same people may read the signed bytes that carried reports into a newer epoch; a thief learns which tags of two epochs belong together; losing it loses the proof that the member asked.
CREATE TABLE renewal (
    member      TEXT    NOT NULL,
    digest      BLOB    NOT NULL CHECK (length(digest) = 32),
    list        TEXT    NOT NULL,
    old_epoch   INTEGER NOT NULL,
    new_epoch   INTEGER NOT NULL,
    statement   BLOB    NOT NULL,
    signature   BLOB    NOT NULL CHECK (length(signature) = 64),
    received_at INTEGER NOT NULL,
    PRIMARY KEY (member, digest)
) STRICT, WITHOUT ROWID;
