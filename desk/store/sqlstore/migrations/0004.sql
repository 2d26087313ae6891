-- When a mail of the mailbox was taken in last.

ALTER TABLE era ADD COLUMN taken_at INTEGER;

-- Open tickets are few among all.
CREATE INDEX ticket_open ON ticket (queue) WHERE category NOT IN ('resolved', 'closed');
