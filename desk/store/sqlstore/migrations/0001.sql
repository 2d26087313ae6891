-- The first schema. Times are microseconds since 1970 (UTC), NULL where there is none. A *_hash column is
-- the first eight bytes of a SHA-256: a narrow index over long texts; queries compare the text as well.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE ticket (
    id             INTEGER PRIMARY KEY,
    version        INTEGER NOT NULL,
    subject        TEXT NOT NULL,
    queue          TEXT NOT NULL,
    practice       TEXT NOT NULL,
    status         TEXT NOT NULL,
    category       TEXT NOT NULL,
    impact         TEXT NOT NULL,
    urgency        TEXT NOT NULL,
    priority       TEXT NOT NULL,
    by_hand        INTEGER NOT NULL,
    assignee       TEXT NOT NULL,
    requester      TEXT NOT NULL,
    requester_hash INTEGER NOT NULL,
    name           TEXT NOT NULL,
    language       TEXT NOT NULL,
    mailbox        TEXT NOT NULL,
    service        TEXT NOT NULL,
    department     TEXT NOT NULL,
    origin         TEXT NOT NULL,
    participants   TEXT NOT NULL,
    tags           TEXT NOT NULL,
    links          TEXT NOT NULL,
    messages       INTEGER NOT NULL,
    created_at     INTEGER,
    updated_at     INTEGER,
    resolved_at    INTEGER,
    closed_at      INTEGER,
    pending_until  INTEGER,
    due_at         INTEGER
) STRICT;

CREATE INDEX ticket_requester ON ticket (requester_hash);
CREATE INDEX ticket_queue ON ticket (queue, status);
CREATE INDEX ticket_assignee ON ticket (assignee) WHERE assignee <> '';

-- How many tickets neither resolved nor closed each agent has: a counter, because counting grows.
CREATE TABLE agent_load (
    agent   TEXT PRIMARY KEY,
    tickets INTEGER NOT NULL
) STRICT;

-- Who was given a ticket of each queue last.
CREATE TABLE last_assigned (
    queue TEXT PRIMARY KEY,
    agent TEXT NOT NULL
) STRICT;

-- The chain of events. Personal values and their salt are NULL once erased.
CREATE TABLE event (
    seq        INTEGER PRIMARY KEY,
    ticket     INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    kind       TEXT NOT NULL,
    mail       TEXT NOT NULL,
    public     TEXT NOT NULL,
    personal   TEXT,
    digests    TEXT NOT NULL,
    salt       BLOB,
    prev       TEXT NOT NULL,
    hash       TEXT NOT NULL
) STRICT;

CREATE INDEX event_ticket ON event (ticket);

CREATE TABLE message (
    id          INTEGER PRIMARY KEY,
    ticket      INTEGER NOT NULL,
    at          INTEGER,
    from_name   TEXT NOT NULL,
    from_addr   TEXT NOT NULL,
    agent       TEXT NOT NULL,
    visibility  TEXT NOT NULL,
    text        TEXT NOT NULL,
    auto        TEXT NOT NULL,
    proven      INTEGER NOT NULL,
    message_id  TEXT NOT NULL,
    raw         TEXT NOT NULL,
    attachments TEXT NOT NULL
) STRICT;

CREATE INDEX message_ticket ON message (ticket, visibility);

-- Words of subjects and messages. The rowid names the ticket and which of its texts it is.
CREATE VIRTUAL TABLE search USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE timer (
    ticket INTEGER NOT NULL,
    kind   TEXT NOT NULL,
    due    INTEGER NOT NULL,
    PRIMARY KEY (ticket, kind)
) STRICT;

CREATE INDEX timer_due ON timer (due);

-- Raw mail in compressed parts, keyed by the content.
CREATE TABLE raw (
    id          INTEGER PRIMARY KEY,
    sha256_hash INTEGER NOT NULL,
    sha256      TEXT NOT NULL,
    part        INTEGER NOT NULL,
    data        BLOB NOT NULL
) STRICT;

CREATE INDEX raw_sha256 ON raw (sha256_hash, part);

-- One UIDVALIDITY of one mailbox. A change of UIDVALIDITY begins a new era, even one that goes back to a
-- value that was there before. The latest era of an address is the one in force; first contact is made
-- once begun_at is set.
CREATE TABLE era (
    id           INTEGER PRIMARY KEY,
    mailbox      TEXT NOT NULL,
    uid_validity INTEGER NOT NULL,
    uid          INTEGER NOT NULL,
    begun_at     INTEGER
) STRICT;

CREATE INDEX era_mailbox ON era (mailbox);

-- Mails on the server that need something: taken = 0 is to be taken in, taken = 1 is to be marked there.
CREATE TABLE intake (
    era   INTEGER NOT NULL,
    uid   INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    error TEXT NOT NULL,
    at    INTEGER,
    PRIMARY KEY (era, uid)
) STRICT, WITHOUT ROWID;

-- Standing is what the arrival says of its author: 0 nothing (held back), 1 wrote to the desk, 2 opened a ticket.
CREATE TABLE arrival (
    id              INTEGER PRIMARY KEY,
    at              INTEGER,
    mailbox         TEXT NOT NULL,
    era             INTEGER,
    uid_validity    INTEGER NOT NULL,
    uid             INTEGER NOT NULL,
    message_id      TEXT NOT NULL,
    message_id_hash INTEGER,
    author          TEXT NOT NULL,
    author_hash     INTEGER,
    sender          TEXT NOT NULL,
    subject         TEXT NOT NULL,
    content_hash    TEXT NOT NULL,
    sha256          TEXT NOT NULL,
    size            INTEGER NOT NULL,
    outcome         TEXT NOT NULL,
    standing        INTEGER NOT NULL,
    ticket          INTEGER NOT NULL,
    proven          INTEGER NOT NULL,
    failed          INTEGER NOT NULL,
    evidence_by     TEXT NOT NULL,
    evidence_why    TEXT NOT NULL,
    internal_date   INTEGER
) STRICT;

CREATE UNIQUE INDEX arrival_uid ON arrival (era, uid) WHERE era IS NOT NULL;
CREATE INDEX arrival_message_id ON arrival (message_id_hash) WHERE message_id_hash IS NOT NULL;
CREATE INDEX arrival_author ON arrival (author_hash, standing, at) WHERE author_hash IS NOT NULL;

CREATE TABLE quarantine (
    id      INTEGER PRIMARY KEY,
    arrival INTEGER NOT NULL,
    reason  TEXT NOT NULL,
    detail  TEXT NOT NULL,
    state   TEXT NOT NULL
) STRICT;

CREATE INDEX quarantine_held ON quarantine (id) WHERE state = 'held';

-- Bytes are the first part of the mail, outbox_part has the others of a large one. Both are emptied once the
-- mail is sent.
CREATE TABLE outbox (
    id              INTEGER PRIMARY KEY,
    ticket          INTEGER NOT NULL,
    template        TEXT NOT NULL,
    envelope_from   TEXT NOT NULL,
    recipient       TEXT NOT NULL,
    recipient_hash  INTEGER NOT NULL,
    message_id      TEXT NOT NULL,
    message_id_hash INTEGER NOT NULL,
    mailbox         TEXT NOT NULL,
    class           TEXT NOT NULL,
    state           TEXT NOT NULL,
    tries           INTEGER NOT NULL,
    created_at      INTEGER,
    next_try        INTEGER,
    sent_at         INTEGER,
    error           TEXT NOT NULL,
    bytes           BLOB
) STRICT;

CREATE INDEX outbox_message_id ON outbox (message_id_hash);
CREATE INDEX outbox_ticket ON outbox (ticket, recipient_hash, state);
CREATE INDEX outbox_due ON outbox (next_try) WHERE state IN ('waiting', 'unknown');
CREATE INDEX outbox_unsent ON outbox (id) WHERE state <> 'sent';
CREATE INDEX outbox_class ON outbox (recipient_hash, class, created_at) WHERE class <> '';

CREATE TABLE outbox_part (
    outbox INTEGER NOT NULL,
    part   INTEGER NOT NULL,
    data   BLOB NOT NULL,
    PRIMARY KEY (outbox, part)
) STRICT;
