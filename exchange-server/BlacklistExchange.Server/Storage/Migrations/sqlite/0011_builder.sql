-- Every node reads who builds; a thief learns the name of a machine; losing it must not happen while nodes run, since a stalled builder could then pass for the present one: stop them first.
CREATE TABLE builder (
    one   INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    term  INTEGER NOT NULL CHECK (term >= 1), -- rises by one at every election; whoever writes under an older one is refused
    node  TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT;
