-- Every check reads this table; a thief learns how many identifiers were checked lately, and nothing of which without the vault key; losing it costs units for asking again.
CREATE TABLE entry_key (
    name    BLOB PRIMARY KEY, -- 16 bytes of a keyed hash
    whole   BLOB NOT NULL,    -- sealed entry key
    kept_at INTEGER NOT NULL  -- unix seconds, as every time in this database
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_key_by_age ON entry_key (kept_at);
