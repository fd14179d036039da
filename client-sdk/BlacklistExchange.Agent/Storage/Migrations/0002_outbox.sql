-- The worker reads this table to ask again; a thief learns how many checks wait, since and until when, and nothing of whom without the vault key; losing it loses those checks, and the callers must send them again.
CREATE TABLE pending (
    number  INTEGER PRIMARY KEY AUTOINCREMENT, -- order of arrival
    id      BLOB NOT NULL UNIQUE,              -- 16 bytes, what the caller was told
    name    BLOB UNIQUE,                       -- 16 bytes of a keyed hash of the caller's id; null without one
    content BLOB NOT NULL,                     -- 16 bytes of a keyed hash of what was asked
    whole   BLOB NOT NULL,                     -- the check, sealed
    latest  INTEGER,                           -- until then it waits for padding; null when it is asked at once
    kept_at INTEGER NOT NULL
) STRICT;

-- The caller and the webhook read this table; a thief learns how many events wait and when they came, and nothing of whom without the vault key; losing it loses answers that nobody has fetched, which a check of the same people gives again.
CREATE TABLE event (
    sequence  INTEGER PRIMARY KEY AUTOINCREMENT,
    whole     BLOB NOT NULL, -- the body as it is delivered, sealed
    stored_at INTEGER NOT NULL
) STRICT;

CREATE INDEX event_by_age ON event (stored_at);

-- The worker reads this table after every change of the list; a thief learns how many applicants are watched, and neither whom nor how they stand without the vault key; losing it ends the watches, and the caller begins them again from the handles it holds.
CREATE TABLE watched (
    number        INTEGER PRIMARY KEY AUTOINCREMENT,
    name          BLOB NOT NULL UNIQUE, -- 16 bytes of a keyed hash of the caller's id
    whole         BLOB NOT NULL,        -- id, handle and how it stands, sealed
    list_sequence INTEGER NOT NULL      -- manifest under which it stood so
) STRICT;

-- The worker reads this one row to know how far it has come; a thief learns which public list was matched last; losing it costs a pass over all handles.
CREATE TABLE matched (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    content TEXT NOT NULL,
    through INTEGER NOT NULL,
    at      INTEGER NOT NULL
) STRICT;
