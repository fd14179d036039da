-- Every member may read the lists it may use; a thief learns the policy, which is public; losing it stops the hub until the lists are added again under the same names.
CREATE TABLE list (
    name                  TEXT    NOT NULL PRIMARY KEY,
    scope                 TEXT    NOT NULL,
    sectors               TEXT    NOT NULL,              -- '*' or sectors joined by commas: who may use the list
    policy_version        BIGINT  NOT NULL,
    kinds                 TEXT    NOT NULL,              -- names of the enabled kinds joined by commas
    suite                 TEXT    NOT NULL,
    epoch_days            BIGINT  NOT NULL DEFAULT 365 CHECK (epoch_days BETWEEN 90 AND 365),
    overlap_days          BIGINT  NOT NULL DEFAULT 30  CHECK (overlap_days BETWEEN 1 AND 90),
    release_delay_seconds BIGINT  NOT NULL DEFAULT 86400 CHECK (release_delay_seconds BETWEEN 0 AND 604800),
    created_at            BIGINT  NOT NULL
);

-- Every member may read the evidence ladder; a thief learns what is public; losing it leaves every entry pending.
CREATE TABLE list_ladder (
    list          TEXT    NOT NULL REFERENCES list (name),
    evidence_type BIGINT  NOT NULL CHECK (evidence_type BETWEEN 1 AND 7),
    notice_served BIGINT  NOT NULL CHECK (notice_served IN (0, 1)),   -- 1: the rule asks that notice was served
    origins       BIGINT  NOT NULL CHECK (origins BETWEEN 1 AND 100), -- independent legal entities with different origins
    outcome       TEXT    NOT NULL CHECK (outcome IN ('listed', 'watch')),
    PRIMARY KEY (list, evidence_type, notice_served)
);

-- Every member may read how long entries live; a thief learns what is public; losing it stops expiry.
CREATE TABLE list_expiry (
    list     TEXT    NOT NULL REFERENCES list (name),
    category BIGINT  NOT NULL,
    days     BIGINT  NOT NULL CHECK (days BETWEEN 1 AND 36500),
    PRIMARY KEY (list, category)
);

-- The hub reads who may ask for what; a thief learns policy; losing it refuses every evaluation.
CREATE TABLE list_purpose (
    list    TEXT    NOT NULL REFERENCES list (name),
    role    TEXT    NOT NULL CHECK (role IN ('member', 'courier', 'rights-holder', 'regulator')),
    sector  TEXT    NOT NULL,                            -- '*' or one sector
    kind    TEXT    NOT NULL,                            -- '*' or one kind by name
    purpose TEXT    NOT NULL,
    allowed BIGINT  NOT NULL CHECK (allowed IN (0, 1)),  -- the most specific row decides: kind and sector, then kind, then sector
    PRIMARY KEY (list, role, sector, kind, purpose)
);
