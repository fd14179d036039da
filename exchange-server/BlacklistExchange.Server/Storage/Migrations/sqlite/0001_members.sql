-- The operator and budget sums read this table; a thief learns which companies take part and who owns whom; losing it locks every member out until it is enrolled again.
CREATE TABLE entity (
    slug            TEXT PRIMARY KEY,
    name            TEXT NOT NULL,
    registry_number TEXT NOT NULL,
    parent          TEXT NULL REFERENCES entity(slug),
    created_at      INTEGER NOT NULL -- unix seconds, as every time in this database
) STRICT, WITHOUT ROWID;

-- The operator and every request's identity check read this table; a thief learns who takes part and their public signing keys; losing it locks every member out until it is enrolled again.
CREATE TABLE member (
    slug                  TEXT PRIMARY KEY,
    entity                TEXT NOT NULL REFERENCES entity(slug),
    role                  TEXT NOT NULL CHECK(role IN ('member','courier','rights-holder','regulator')),
    sector                TEXT NOT NULL,
    status                TEXT NOT NULL CHECK(status IN ('active','suspended','revoked')),
    signing_key           BLOB NOT NULL, -- SubjectPublicKeyInfo, DER
    created_at            INTEGER NOT NULL,
    revoked_reports_stand INTEGER NULL
) STRICT, WITHOUT ROWID;

-- The identity check of every request reads this table; a thief learns public keys and certificates, no secret; losing it locks every member out until it is enrolled again.
CREATE TABLE member_certificate (
    spki_sha256 BLOB PRIMARY KEY,
    member      TEXT NOT NULL REFERENCES member(slug),
    certificate BLOB NOT NULL, -- DER
    not_after   INTEGER NOT NULL,
    status      TEXT NOT NULL CHECK(status IN ('active','revoked')),
    created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX member_by_entity ON member(entity);
CREATE INDEX member_certificate_by_member ON member_certificate(member);
