-- The hub and, by its verbs, the operator read this table; a thief learns how many entries stand, their tags, labels and rings, and without the KEK no entry key, so no identifier; losing it means that every member must report again.
CREATE TABLE entry (
    list          TEXT    NOT NULL,
    epoch         INTEGER NOT NULL CHECK (epoch BETWEEN 1 AND 4294967295),
    kind          INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 255),
    tag           BLOB    NOT NULL CHECK (length(tag) = 32),
    state         INTEGER NOT NULL CHECK (state BETWEEN 1 AND 7),
    sealed_label  BLOB    CHECK (length(sealed_label) = 48),             -- NULL: no file holds the entry
    label         BLOB    CHECK (length(label) = 16),                    -- what is sealed, in the clear
    wrapped_key   BLOB,                                                  -- E under the KEK; NULL: erased
    ring          INTEGER NOT NULL,
    flags         INTEGER NOT NULL DEFAULT 0,
    visible_from  INTEGER NOT NULL,                                      -- drawn anew whenever the entry comes up
    state_since   INTEGER NOT NULL,
    tombstone     INTEGER NOT NULL DEFAULT 0 CHECK (tombstone IN (0, 1)),
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER,                                               -- NULL: never
    version       INTEGER NOT NULL,                                      -- goes up whenever state or label change
    ruling        INTEGER NOT NULL DEFAULT 0 CHECK (ruling BETWEEN 0 AND 4),
    ruling_at     INTEGER NOT NULL DEFAULT 0,
    counted_after INTEGER NOT NULL DEFAULT 0,                            -- report items up to this sequence are spent
    hold          INTEGER NOT NULL DEFAULT 0 CHECK (hold BETWEEN 0 AND 2),
    PRIMARY KEY (list, epoch, kind, tag),
    CHECK ((sealed_label IS NULL) = (label IS NULL)),
    CHECK (label IS NULL OR wrapped_key IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_by_expiry ON entry (expires_at) WHERE expires_at IS NOT NULL;

-- Only the hub reads it, to hide a category that few members use; a thief learns which member has ever reported which category; losing it hides categories until they are used again.
CREATE TABLE category_use (
    list     TEXT    NOT NULL,
    category INTEGER NOT NULL,
    member   TEXT    NOT NULL,
    PRIMARY KEY (list, category, member)
) STRICT, WITHOUT ROWID;

-- Only the hub reads it, to seal older labels again once their category may be shown; a thief learns nothing more than from labels; losing it leaves those labels at "other" until they change.
CREATE TABLE category_shown (
    list     TEXT    NOT NULL,
    category INTEGER NOT NULL,
    settled  INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)),       -- 1: every older label has been looked at
    PRIMARY KEY (list, category)
) STRICT, WITHOUT ROWID;

-- Only the hub reads it, so that entries of one infringer stay together when they are renewed; a thief learns which rings of two epochs belong together; losing it splits rings that are renewed later.
CREATE TABLE ring_renewal (
    list      TEXT    NOT NULL,
    old_epoch INTEGER NOT NULL,
    old_ring  INTEGER NOT NULL,
    new_epoch INTEGER NOT NULL,
    new_ring  INTEGER NOT NULL,
    PRIMARY KEY (list, old_epoch, old_ring, new_epoch)
) STRICT, WITHOUT ROWID;
