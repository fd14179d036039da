-- The hub reads it at every start, to know under which KEK values here are wrapped; a thief learns how often officers were replaced and a check value of the KEK, which says nothing about it; losing it is like losing the database.
CREATE TABLE kek_generation (
    one        BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    generation BIGINT NOT NULL CHECK (generation >= 1), -- rises by one in the transaction that wraps every value anew
    key_id     BYTEA  NOT NULL CHECK (length(key_id) = 16),
    since      BIGINT NOT NULL
);
