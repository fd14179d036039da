-- Every member may read the signed descriptors; a thief learns public keys and dates; losing it means that no tag can be tied to its key any more: restore it.
CREATE TABLE epoch (
    list              TEXT    NOT NULL REFERENCES list (name),
    epoch             BIGINT  NOT NULL CHECK (epoch BETWEEN 1 AND 4294967295),
    descriptor        BYTEA   NOT NULL,
    descriptor_digest BYTEA   NOT NULL CHECK (length(descriptor_digest) = 32),
    signature         BYTEA   NOT NULL CHECK (length(signature) = 64),
    not_before        BIGINT  NOT NULL,
    not_after         BIGINT  NOT NULL CHECK (not_after > not_before),
    opened_at         BIGINT  NOT NULL,
    destroyed_at      BIGINT,                           -- when its key files were destroyed for good
    PRIMARY KEY (list, epoch)
);

-- Only the hub reads where an epoch's sealed keys lie; a thief learns file names and public keys, never a secret: those are files under the KEK; losing it loses the use of the keys.
CREATE TABLE epoch_key (
    list       TEXT    NOT NULL,
    epoch      BIGINT  NOT NULL,
    kind       BIGINT  NOT NULL CHECK (kind BETWEEN 1 AND 255),
    suite      TEXT    NOT NULL,
    public_key BYTEA   NOT NULL,
    key_file   TEXT    NOT NULL UNIQUE,
    PRIMARY KEY (list, epoch, kind),
    FOREIGN KEY (list, epoch) REFERENCES epoch (list, epoch)
);
