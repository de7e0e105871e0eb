CREATE TABLE event_2 (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    message_id TEXT NOT NULL,
    server_id TEXT,
    community TEXT,
    season TEXT,
    project TEXT,
    person TEXT COLLATE NOCASE,
    name TEXT,
    in_reply_to TEXT,
    author TEXT NOT NULL,
    list TEXT,
    subject TEXT NOT NULL,
    tasks TEXT NOT NULL,
    wait_days INTEGER,
    until TEXT,
    accepted TEXT NOT NULL,
    refused TEXT NOT NULL,
    source TEXT NOT NULL DEFAULT 'sent',
    url TEXT,
    detail TEXT
) STRICT;

INSERT INTO event_2 (id, at, kind, message_id, community, season, project, person, in_reply_to, author, list, subject,
    tasks, wait_days, accepted, refused, source)
SELECT id, at, kind, message_id, community, season, project, person, in_reply_to, author, list, subject,
    tasks, wait_days, accepted, refused, 'sent'
FROM event;

DROP TABLE event;
ALTER TABLE event_2 RENAME TO event;

CREATE INDEX event_letter ON event (message_id, kind);
CREATE INDEX event_server ON event (server_id) WHERE server_id IS NOT NULL;
CREATE INDEX event_answer ON event (in_reply_to) WHERE in_reply_to IS NOT NULL;
CREATE INDEX event_contact ON event (community, season, project, person);

-- An event that is known is left as it is, even by INSERT OR REPLACE.
CREATE TRIGGER event_once BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id) OR EXISTS (
    SELECT 1 FROM event
    WHERE message_id = NEW.message_id AND kind = NEW.kind AND community IS NEW.community
        AND season IS NEW.season AND project IS NEW.project AND person IS NEW.person
)
BEGIN
    SELECT RAISE(IGNORE);
END;

CREATE TRIGGER event_stays BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'events are only ever added');
END;

CREATE TRIGGER event_is_kept BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'events are only ever added');
END;
