-- bex-agent shadow-report reads this table; a thief learns how many applicants were checked, hit and expelled in a week, and nobody of them; losing it costs the figures of a trial.
CREATE TABLE week_figure (
    week   TEXT NOT NULL,    -- ISO week in UTC, 2026-W48
    mode   INTEGER NOT NULL, -- 0 shadow, 1 live
    name   TEXT NOT NULL,    -- spec/agent-shadow.md, section 3
    amount INTEGER NOT NULL,
    PRIMARY KEY (week, mode, name)
) STRICT, WITHOUT ROWID;

-- Checks and feedback read this table to find each other; a thief learns how many applicants were named on which day, and without the vault key nothing of whom or of what was found; losing it costs the agreement of those who are decided later.
CREATE TABLE measured_applicant (
    name    BLOB PRIMARY KEY, -- 16 bytes of a keyed hash of the caller's own account name
    whole   BLOB NOT NULL,    -- sealed: week, mode, finding, outcome
    kept_on INTEGER NOT NULL  -- unix seconds of 00:00 UTC of the first day; no finer
) STRICT, WITHOUT ROWID;

CREATE INDEX measured_applicant_by_age ON measured_applicant (kept_on);
