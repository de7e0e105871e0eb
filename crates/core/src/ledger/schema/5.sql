-- A letter may be taken for several posts, one after the other.
DROP TRIGGER event_once;
CREATE TRIGGER event_once BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id) OR EXISTS (
    SELECT 1 FROM event
    WHERE message_id = NEW.message_id AND kind = NEW.kind AND community IS NEW.community
        AND season IS NEW.season AND project IS NEW.project AND person IS NEW.person
        AND (kind NOT IN ('reminded', 'released', 'done') OR tasks = NEW.tasks)
        AND (kind <> 'archived' OR server_id IS NEW.server_id)
)
BEGIN
    SELECT RAISE(IGNORE);
END;
