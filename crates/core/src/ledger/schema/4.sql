-- Hashes (SHA-256) of the message-ids of what was forgotten: nothing of it is sent or entered again.
CREATE TABLE forgotten (
    hash TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
