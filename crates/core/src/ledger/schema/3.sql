-- Small tasks of a mentor's own, beside those of a catalog. Unlike events, they change.
CREATE TABLE own_task (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    at TEXT NOT NULL,
    task TEXT NOT NULL,
    PRIMARY KEY (community, id)
) STRICT;

-- What is said of tasks is said of each task of a letter.
DROP TRIGGER event_once;
CREATE TRIGGER event_once BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id) OR EXISTS (
    SELECT 1 FROM event
    WHERE message_id = NEW.message_id AND kind = NEW.kind AND community IS NEW.community
        AND season IS NEW.season AND project IS NEW.project AND person IS NEW.person
        AND (kind NOT IN ('reminded', 'released', 'done') OR tasks = NEW.tasks)
)
BEGIN
    SELECT RAISE(IGNORE);
END;
