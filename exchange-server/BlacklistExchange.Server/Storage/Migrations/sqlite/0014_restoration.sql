-- Every node reads whether the database is a restored one, and operators read when; a thief learns that the hub had a bad day; losing an open row would let a restored hub spend budgets twice and repeat the numbers of manifests and epochs.
CREATE TABLE restoration (
    id            INTEGER PRIMARY KEY,
    taken_at      INTEGER NOT NULL,                     -- when the backup was taken: whatever came later is lost
    restored_at   INTEGER NOT NULL,
    reconciled_at INTEGER,                              -- NULL: the hub is read-only
    reconciled_by TEXT,
    CHECK ((reconciled_at IS NULL) = (reconciled_by IS NULL))
) STRICT;
CREATE INDEX restoration_open ON restoration (id) WHERE reconciled_at IS NULL;

-- The builder and whoever opens an epoch read what numbers a lost database may have used; a thief learns nothing; losing it would let a number be used again with other contents, which every member refuses.
CREATE TABLE restoration_floor (
    list     TEXT    NOT NULL PRIMARY KEY,              -- also of a list that was lost and is not made anew yet
    sequence INTEGER NOT NULL CHECK (sequence >= 0),    -- manifests take numbers above it
    epoch    INTEGER NOT NULL CHECK (epoch >= 0)        -- epochs too, and one more apart where any may have been lost
) STRICT, WITHOUT ROWID;
