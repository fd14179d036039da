-- The operator and budget sums read this table; a thief learns which companies take part and who owns whom; losing it locks every member out until it is enrolled again.
CREATE TABLE entity (
    slug            TEXT PRIMARY KEY,
    name            TEXT NOT NULL,
    registry_number TEXT NOT NULL,
    parent          TEXT NULL REFERENCES entity(slug),
    created_at      BIGINT  NOT NULL -- unix seconds, as every time in this database
);

-- The operator and every request's identity check read this table; a thief learns who takes part and their public signing keys; losing it locks every member out until it is enrolled again.
CREATE TABLE member (
    slug                  TEXT PRIMARY KEY,
    entity                TEXT NOT NULL REFERENCES entity(slug),
    role                  TEXT NOT NULL CHECK(role IN ('member','courier','rights-holder','regulator')),
    sector                TEXT NOT NULL,
    status                TEXT NOT NULL CHECK(status IN ('active','suspended','revoked')),
    signing_key           BYTEA NOT NULL, -- SubjectPublicKeyInfo, DER
    created_at            BIGINT  NOT NULL,
    revoked_reports_stand BIGINT  NULL
);

-- The identity check of every request reads this table; a thief learns public keys and certificates, no secret; losing it locks every member out until it is enrolled again.
CREATE TABLE member_certificate (
    spki_sha256 BYTEA PRIMARY KEY,
    member      TEXT NOT NULL REFERENCES member(slug),
    certificate BYTEA NOT NULL, -- DER
    not_after   BIGINT  NOT NULL,
    status      TEXT NOT NULL CHECK(status IN ('active','revoked')),
    created_at  BIGINT  NOT NULL
);

CREATE INDEX member_by_entity ON member(entity);
CREATE INDEX member_certificate_by_member ON member_certificate(member);
