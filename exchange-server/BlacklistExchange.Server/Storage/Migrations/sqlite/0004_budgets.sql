-- The operator and the member itself may read what volume a member has declared; a thief learns its size of business; losing it shrinks budgets to the default.
CREATE TABLE member_declared (
    member  TEXT    NOT NULL,
    kind    INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 255),
    per_day INTEGER NOT NULL CHECK (per_day BETWEEN 1 AND 100000000),
    PRIMARY KEY (member, kind)
) STRICT, WITHOUT ROWID;

-- The operator and the entity may read the limits that were set by hand; a thief learns volumes; losing it returns the entity to what it declared.
CREATE TABLE budget_limit (
    entity  TEXT    NOT NULL,                            -- the top of its chain
    list    TEXT    NOT NULL REFERENCES list (name),
    kind    INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 255),
    burst   INTEGER CHECK (burst >= 0),                  -- NULL: as declared
    day     INTEGER CHECK (day >= 0),
    epoch   INTEGER CHECK (epoch >= 0),
    renewal INTEGER CHECK (renewal >= 0),                -- NULL: eight units for each standing report item of earlier epochs
    set_at  INTEGER NOT NULL,
    reason  TEXT    NOT NULL,
    PRIMARY KEY (entity, list, kind)
) STRICT, WITHOUT ROWID;

-- The operator may read the hub-wide budgets; a thief learns nothing of use; losing it returns them to 20,000,000 units.
CREATE TABLE budget_hub_limit (
    list   TEXT    NOT NULL REFERENCES list (name),
    kind   INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 255),
    epoch  INTEGER NOT NULL CHECK (epoch >= 0),
    set_at INTEGER NOT NULL,
    reason TEXT    NOT NULL,
    PRIMARY KEY (list, kind)
) STRICT, WITHOUT ROWID;

-- The operator and the entity may read grants; a thief learns who screens how much and why; losing it takes an extra allowance away.
CREATE TABLE budget_grant (
    id         INTEGER PRIMARY KEY,
    entity     TEXT    NOT NULL,
    list       TEXT    NOT NULL REFERENCES list (name),
    kind       INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 255),
    units      INTEGER NOT NULL CHECK (units > 0),
    used       INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0 AND used <= units),
    granted_at INTEGER NOT NULL,
    until      INTEGER NOT NULL,
    reason     TEXT    NOT NULL,
    granted_by TEXT    NOT NULL
) STRICT;
CREATE INDEX budget_grant_of ON budget_grant (entity, list, kind, until);

-- The operator and the entity may read burst and day; a thief learns volumes; losing it gives back at most one burst and one day.
CREATE TABLE budget_counter (
    entity     TEXT    NOT NULL,
    list       TEXT    NOT NULL,
    kind       INTEGER NOT NULL,
    burst_debt INTEGER NOT NULL DEFAULT 0 CHECK (burst_debt >= 0), -- units times 3,600: falls by the burst limit each second
    burst_at   INTEGER NOT NULL DEFAULT 0,               -- the second for which burst_debt holds; never goes back
    day        INTEGER NOT NULL DEFAULT 0,               -- days since 1970-01-01 UTC; never goes back
    day_used   INTEGER NOT NULL DEFAULT 0 CHECK (day_used >= 0),
    PRIMARY KEY (entity, list, kind)
) STRICT, WITHOUT ROWID;

-- The operator and the entity may read what an epoch has cost; a thief learns volumes; losing it would refund budgets: a restored hub must count them as spent.
CREATE TABLE budget_epoch_counter (
    entity  TEXT    NOT NULL,
    list    TEXT    NOT NULL,
    kind    INTEGER NOT NULL,
    epoch   INTEGER NOT NULL,
    queried INTEGER NOT NULL DEFAULT 0 CHECK (queried >= 0),
    renewed INTEGER NOT NULL DEFAULT 0 CHECK (renewed >= 0),
    PRIMARY KEY (entity, list, kind, epoch)
) STRICT, WITHOUT ROWID;

-- The operator may read what a key has done; a thief learns volumes; losing it would let a key exceed its margin: a restored hub must count it as spent.
CREATE TABLE budget_key_counter (
    list      TEXT    NOT NULL,
    kind      INTEGER NOT NULL,
    epoch     INTEGER NOT NULL,
    queried   INTEGER NOT NULL DEFAULT 0 CHECK (queried >= 0),   -- against the hub-wide budget
    evaluated INTEGER NOT NULL DEFAULT 0 CHECK (evaluated >= 0), -- against 2^36: queries and renewals; a repeat shows the key nothing new
    PRIMARY KEY (list, kind, epoch)
) STRICT, WITHOUT ROWID;

-- Only the hub reads it, to tell a repeat from a new request; a thief learns who asked when and how much, not what; losing it charges a repeat twice.
CREATE TABLE evaluation_request (
    member     TEXT    NOT NULL,
    request_id BLOB    NOT NULL CHECK (length(request_id) = 16),
    body       BLOB    NOT NULL CHECK (length(body) = 32),       -- SHA-256 of the request's bytes
    at         INTEGER NOT NULL,
    units      INTEGER NOT NULL,
    replays    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (member, request_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX evaluation_request_at ON evaluation_request (at);
