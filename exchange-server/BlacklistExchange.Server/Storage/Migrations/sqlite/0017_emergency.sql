-- The hub reads it when somebody says an emergency code; a thief learns nothing that suspends a member, since a digest of 128 random bits gives nobody the bits; losing it costs members their own way to stop a leaked key until they renew.
CREATE TABLE member_emergency (
    member  TEXT NOT NULL PRIMARY KEY REFERENCES member(slug),
    digest  BLOB NOT NULL CHECK (length(digest) = 32), -- SHA-256 over the name and the code
    made_at INTEGER NOT NULL,
    used_at INTEGER NULL -- a code serves once; the next renewal brings another
) STRICT, WITHOUT ROWID;
