-- Every request on the operator port reads this table; a thief learns operators' names and public keys; losing it locks operators out until a certificate is issued with the hub stopped.
CREATE TABLE operator_certificate (
    spki_sha256 BLOB PRIMARY KEY,
    operator    TEXT NOT NULL,
    certificate BLOB NOT NULL, -- DER
    not_after   INTEGER NOT NULL,
    status      TEXT NOT NULL CHECK(status IN ('active','revoked')),
    created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
