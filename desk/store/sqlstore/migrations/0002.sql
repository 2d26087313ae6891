-- A whole working day by mail: absences, notices that wait, third parties, merges, and what a mail was made for.

ALTER TABLE ticket ADD COLUMN asked TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN merged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN fields TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN reminders TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN held TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN due_by_hand INTEGER NOT NULL DEFAULT 0;

-- Version is that of the ticket when the mail was made, cause the SHA-256 of the raw mail that it reports.
ALTER TABLE outbox ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN cause TEXT NOT NULL DEFAULT '';

-- Why the mail became what it became, as JSON.
ALTER TABLE arrival ADD COLUMN trace TEXT NOT NULL DEFAULT '';

CREATE INDEX arrival_ticket ON arrival (ticket) WHERE ticket <> 0;

CREATE TABLE absence (
    agent    TEXT PRIMARY KEY,
    since    INTEGER,
    until    INTEGER,
    deputy   TEXT NOT NULL,
    inferred INTEGER NOT NULL
) STRICT;

-- Notices that wait to go out together. When the first of an agent is due stands beside them, so that the
-- question for the next one does not read them all.
CREATE TABLE bundled (
    id     INTEGER PRIMARY KEY,
    agent  TEXT NOT NULL,
    notice TEXT NOT NULL
) STRICT;

CREATE INDEX bundled_agent ON bundled (agent);

CREATE TABLE bundle (
    agent TEXT PRIMARY KEY,
    due   INTEGER NOT NULL
) STRICT;

CREATE INDEX bundle_due ON bundle (due);
