-- A ledger as the first version wrote it, for the tests of every later one. It is never changed.
PRAGMA application_id = 1869507699;
PRAGMA user_version = 1;

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

INSERT INTO event (at, kind, message_id, community, season, project, person, in_reply_to, author, list, subject, tasks, wait_days, accepted, refused) VALUES
('2015-03-10T12:00:00+01:00', 'unknown', '<20150310110000.00aa@students.test>', 'lantern', 'gsoc-2015', 'wick-trimmer', 'Grace@example.org', NULL, 'ada@students.test', 'lamp-devel@lists.example.org', '[GSoC 2015] Trim the wick while the lamp burns', '[]', 7, '[]', '[]'),
('2015-03-10T12:05:00.123456789+01:00', 'introduced', '<20150310110000.00aa@students.test>', 'lantern', 'gsoc-2015', 'wick-trimmer', 'Grace@example.org', NULL, 'ada@students.test', 'lamp-devel@lists.example.org', '[GSoC 2015] Trim the wick while the lamp burns', '[]', 7, '["lamp-devel@lists.example.org","Grace@example.org"]', '["jay@example.org"]'),
('2015-03-11T09:00:00-05:30', 'refused', '<20150311143000.00bb@students.test>', 'lantern', 'gsoc-2015', 'idea:Wärme: messen', 'users@lists.example.org', NULL, 'ada@students.test', 'users@lists.example.org', '[GSoC 2015] Wärme: messen', '[]', NULL, '[]', '["users@lists.example.org"]'),
('2015-03-12T08:00:00+00:00', 'answered', '<20150312080000.00cc@example.org>', 'lantern', 'gsoc-2015', 'fog-horn', 'bo@students.test', '<first@students.test>', 'noel@example.org', 'users@lists.example.org', 'Re: [GSoC 2015] Fog horn', '["spelling","Fix the typo in README"]', 14, '["bo@students.test","users@lists.example.org"]', '[]');
