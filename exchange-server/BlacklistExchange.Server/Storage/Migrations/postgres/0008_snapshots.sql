-- Members of the list may read the files named here; a thief learns how many entries stand and when they came, and no identifier without a charged evaluation a guess; losing it makes the hub build each file anew and members fetch them whole.
CREATE TABLE snapshot_file (
    digest        BYTEA   NOT NULL PRIMARY KEY CHECK (length(digest) = 32), -- SHA-256 of the file, its name
    list          TEXT    NOT NULL,
    epoch         BIGINT  NOT NULL,
    kind          BIGINT  NOT NULL,
    length        BIGINT  NOT NULL CHECK (length >= 64),
    entries       BIGINT  NOT NULL CHECK (entries >= 0),
    created_at    BIGINT  NOT NULL,
    last_named_at BIGINT  NOT NULL,                                         -- when a manifest last named it
    withdrawn_at  BIGINT                                                    -- no longer served; the file goes next, then this row
);

-- Members of the list may read the files named here; a thief also learns which entries came together; losing it makes members fetch whole files.
CREATE TABLE delta_file (
    digest        BYTEA   NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
    list          TEXT    NOT NULL,
    epoch         BIGINT  NOT NULL,
    kind          BIGINT  NOT NULL,
    base          BYTEA   NOT NULL CHECK (length(base) = 32),
    result        BYTEA   NOT NULL CHECK (length(result) = 32),
    length        BIGINT  NOT NULL CHECK (length >= 80),
    created_at    BIGINT  NOT NULL,
    last_named_at BIGINT  NOT NULL,
    withdrawn_at  BIGINT
);

-- Members of the list read the newest; a thief learns what every member is told; losing it would restart the sequence, and members would refuse every manifest until it has caught up: restore it.
CREATE TABLE manifest (
    list      TEXT    NOT NULL,
    sequence  BIGINT  NOT NULL CHECK (sequence >= 1),
    issued_at BIGINT  NOT NULL,
    payload   BYTEA   NOT NULL,
    signature BYTEA   NOT NULL CHECK (length(signature) = 64),
    PRIMARY KEY (list, sequence)
);

CREATE FUNCTION manifest_only_rises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.sequence <= (SELECT coalesce(max(sequence), 0) FROM manifest WHERE list = NEW.list) THEN
        RAISE EXCEPTION 'a manifest sequence is never used twice';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER manifest_only_rises BEFORE INSERT ON manifest FOR EACH ROW EXECUTE FUNCTION manifest_only_rises();

CREATE FUNCTION manifest_keeps_newest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.sequence = (SELECT max(sequence) FROM manifest WHERE list = OLD.list) THEN
        RAISE EXCEPTION 'the newest manifest carries the sequence';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER manifest_keeps_newest BEFORE DELETE ON manifest FOR EACH ROW EXECUTE FUNCTION manifest_keeps_newest();
