-- When a mail of the mailbox was taken in last.

ALTER TABLE era ADD COLUMN taken_at INTEGER;
