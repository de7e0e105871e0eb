CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    message_id TEXT NOT NULL,
    community TEXT NOT NULL,
    season TEXT NOT NULL,
    project TEXT NOT NULL,
    person TEXT NOT NULL COLLATE NOCASE,
    in_reply_to TEXT,
    author TEXT NOT NULL,
    list TEXT NOT NULL,
    subject TEXT NOT NULL,
    tasks TEXT NOT NULL,
    wait_days INTEGER,
    accepted TEXT NOT NULL,
    refused TEXT NOT NULL,
    UNIQUE (message_id, kind, community, season, project, person)
) STRICT;

CREATE INDEX event_contact ON event (community, season, project, person);

-- An event that is known is left as it is, even by INSERT OR REPLACE.
CREATE TRIGGER event_once BEFORE INSERT ON event
WHEN EXISTS (
    SELECT 1 FROM event
    WHERE id = NEW.id OR (
        message_id = NEW.message_id AND kind = NEW.kind AND community = NEW.community
        AND season = NEW.season AND project = NEW.project AND person = NEW.person
    )
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
