-- Approvals, the change schedule, events that are told of again, proposals and surveys.

ALTER TABLE ticket ADD COLUMN approvals TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN scheduled_from INTEGER;
ALTER TABLE ticket ADD COLUMN scheduled_to INTEGER;
ALTER TABLE ticket ADD COLUMN key TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN repeats INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN proposed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN surveyed_at INTEGER;

CREATE INDEX ticket_key ON ticket (key) WHERE key <> '';
CREATE INDEX ticket_scheduled ON ticket (scheduled_to) WHERE scheduled_to IS NOT NULL;
