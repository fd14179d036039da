-- The operator may read it to say what a leaked key has cost; a thief learns when and how much each member asks, not what; losing it leaves an incident report without figures.
CREATE TABLE member_usage (
    member   TEXT    NOT NULL,
    list     TEXT    NOT NULL,
    kind     INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 255),
    hour     INTEGER NOT NULL CHECK (hour % 3600 = 0),   -- the second it begins
    requests INTEGER NOT NULL DEFAULT 0,                 -- charged ones; a repeat shows nothing new
    units    INTEGER NOT NULL DEFAULT 0,                 -- elements evaluated, each charged
    refused  INTEGER NOT NULL DEFAULT 0,                 -- requests that a budget refused, as the hub saw them; a stop loses the last seconds
    PRIMARY KEY (member, list, kind, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_usage_by_hour ON member_usage (hour);

-- The operator may read which files a member was sent; a thief learns when each member synchronises; losing it leaves open what a leaked key has fetched.
CREATE TABLE member_fetch (
    member  TEXT    NOT NULL,
    list    TEXT    NOT NULL,
    file    TEXT    NOT NULL CHECK (file IN ('manifest', 'snapshot', 'delta')),
    kind    INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 255), -- 0: a manifest, which names all kinds
    hour    INTEGER NOT NULL CHECK (hour % 3600 = 0),
    fetches INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (member, list, file, kind, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_fetch_by_hour ON member_fetch (hour);

-- The operator may read from where a member's keys are used; a thief learns the addresses of members' machines, which may be personal data of their staff and so go after 90 days without use; losing it makes every address new.
CREATE TABLE member_address (
    member      TEXT    NOT NULL,
    certificate BLOB    NOT NULL CHECK (length(certificate) = 32), -- SHA-256 of its SubjectPublicKeyInfo
    address     TEXT    NOT NULL,                        -- of IPv6 the first 64 bits; 'others': beyond as many as are kept
    first_seen  INTEGER NOT NULL,
    last_seen   INTEGER NOT NULL,
    requests    INTEGER NOT NULL DEFAULT 0,              -- let through
    refused     INTEGER NOT NULL DEFAULT 0,              -- turned away: suspended, revoked, ended, too many
    PRIMARY KEY (member, certificate, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_address_by_time ON member_address (last_seen);
