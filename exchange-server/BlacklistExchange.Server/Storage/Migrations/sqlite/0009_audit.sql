-- Operators and auditors read this table; a thief learns which operator did what to which list or member and why; losing it costs the proof of who decided, nothing that runs.
CREATE TABLE audit (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    actor_spki BLOB NOT NULL, -- SHA-256 of the SubjectPublicKeyInfo of the certificate that asked
    actor      TEXT NOT NULL,
    verb       TEXT NOT NULL,
    target     TEXT NOT NULL,
    reason     TEXT NULL
) STRICT;

CREATE INDEX audit_by_target ON audit(target, id);

CREATE TRIGGER audit_keeps_rows BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

CREATE TRIGGER audit_keeps_words BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
