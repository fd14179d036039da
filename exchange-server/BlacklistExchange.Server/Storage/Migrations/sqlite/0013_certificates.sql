-- Every node reads this table at its start and every two seconds, and operators through it; a thief learns public certificates of the hub, no secret; losing it costs renewals that a node has not copied into its folder yet.
CREATE TABLE exchange_certificate (
    holder      TEXT NOT NULL CHECK(holder IN ('root','server')),
    number      INTEGER NOT NULL, -- counts the renewals of the holder from 1
    certificate BLOB NOT NULL, -- DER; a server's key lies in the key folder under a name that its public key gives
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (holder, number)
) STRICT, WITHOUT ROWID;
