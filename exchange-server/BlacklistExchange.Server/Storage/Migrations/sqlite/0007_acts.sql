-- Operators and auditors read what was decided on which entry and on what ground; a thief learns tags and case numbers, no identifier; losing it loses the reasons, not the decisions, which the entries carry.
CREATE TABLE act (
    id             INTEGER PRIMARY KEY,
    list           TEXT    NOT NULL,
    epoch          INTEGER NOT NULL,
    kind           INTEGER NOT NULL,
    tag            BLOB    NOT NULL CHECK (length(tag) = 32),
    verb           TEXT    NOT NULL CHECK (verb IN ('list', 'watch', 'dispute', 'uphold', 'clear', 'tombstone', 'victim')),
    ground         TEXT    NOT NULL,
    reference      TEXT    NOT NULL,
    actor          TEXT    NOT NULL,                                     -- an operator's name, or desk:member
    at             INTEGER NOT NULL,
    previous_state INTEGER NOT NULL,
    new_state      INTEGER NOT NULL
) STRICT;
CREATE INDEX act_by_entry ON act (list, epoch, kind, tag);

-- Operators and auditors read which entries are contested and how it ended; a thief learns tags and case numbers; losing it loses the history, not the hold itself, which the entry carries.
CREATE TABLE dispute (
    id         INTEGER PRIMARY KEY,
    list       TEXT    NOT NULL,
    epoch      INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    tag        BLOB    NOT NULL CHECK (length(tag) = 32),
    opened_by  TEXT    NOT NULL,
    ground     TEXT    NOT NULL,
    reference  TEXT    NOT NULL,
    opened_at  INTEGER NOT NULL,
    closed_at  INTEGER,
    closed_by  TEXT                                                      -- what ended it: uphold, clear, tombstone or expired
) STRICT;
CREATE UNIQUE INDEX dispute_open ON dispute (list, epoch, kind, tag) WHERE closed_at IS NULL;
