-- Service levels: when an agent first answered, and the clocks as JSON.

ALTER TABLE ticket ADD COLUMN responded_at INTEGER;
ALTER TABLE ticket ADD COLUMN clocks TEXT NOT NULL DEFAULT '';
