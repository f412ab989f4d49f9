/**
 * The tables, as the list of steps that made them. A step is never edited after a release; a new one is added.
 *
 * Times are epoch milliseconds. JSON columns: `parameters`, `outputs`, `failure`.
 */
export const migrations: readonly string[] = [
  // version 1
  `
  CREATE TABLE state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    rev INTEGER NOT NULL
  ) STRICT;
  INSERT INTO state VALUES (1, 0);

  CREATE TABLE leader (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    holder TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    until INTEGER NOT NULL
  ) STRICT;
  INSERT INTO leader VALUES (1, '', 0, 0);

  CREATE TABLE generation (
    id TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    operation TEXT NOT NULL,
    prompt TEXT NOT NULL,
    parameters TEXT NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX generation_rev ON generation (rev);
  CREATE INDEX generation_recent ON generation (created_at DESC, id DESC);

  CREATE TABLE tombstone (
    id TEXT PRIMARY KEY,
    rev INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tombstone_rev ON tombstone (rev);

  -- One submission of a generation. 'superseded' is set when a retry adds the next one.
  CREATE TABLE attempt (
    id TEXT PRIMARY KEY,
    generation_id TEXT NOT NULL REFERENCES generation (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    superseded INTEGER NOT NULL DEFAULT 0,
    -- Its generation's, for the indexes: who it is for, and the place of its card in the gallery.
    provider TEXT NOT NULL,
    placed_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    not_before INTEGER,
    held_because TEXT,
    paused INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER,
    recovery TEXT NOT NULL,
    request_hash TEXT,
    not_found_at INTEGER,
    unconfirmed_at INTEGER,
    remote_id TEXT,
    accepted_at INTEGER,
    word TEXT,
    word_at INTEGER,
    progress REAL,
    gone_at INTEGER,
    finished_at INTEGER,
    outputs TEXT,
    cancel_wished_at INTEGER,
    cancel_sent_at INTEGER,
    due_at INTEGER,
    troubles INTEGER NOT NULL DEFAULT 0,
    failure TEXT,
    "end" TEXT CHECK ("end" IN ('completed', 'failed', 'cancelled')),
    ended_at INTEGER,
    estimate REAL,
    charge REAL
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX attempt_ordinal ON attempt (generation_id, ordinal);
  CREATE UNIQUE INDEX attempt_current ON attempt (generation_id) WHERE superseded = 0;
  CREATE INDEX attempt_unsent ON attempt (created_at, id) WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NULL;
  CREATE INDEX attempt_queue ON attempt (provider, created_at, id) WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NULL;
  CREATE INDEX attempt_sent ON attempt (created_at, id) WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NOT NULL;
  CREATE INDEX attempt_open_place ON attempt (placed_at DESC, generation_id DESC) WHERE superseded = 0 AND "end" IS NULL;
  CREATE INDEX attempt_ended_place ON attempt ("end", placed_at DESC, generation_id DESC) WHERE superseded = 0 AND "end" IS NOT NULL;
  CREATE INDEX attempt_ended ON attempt ("end", ended_at DESC, id DESC) WHERE superseded = 0 AND "end" IS NOT NULL;

  -- A media file of the project. 'card' is the key of its cell in the gallery and 'sort_at' its place there. A generation's
  -- first result has the generation's own id and time, so that it takes the place of the card that stood for it.
  CREATE TABLE asset (
    id TEXT PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    hash TEXT,
    card TEXT NOT NULL,
    sort_at INTEGER NOT NULL,
    missing INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX asset_place ON asset (sort_at DESC, card DESC) WHERE missing = 0;

  CREATE TABLE link (
    id TEXT PRIMARY KEY,
    generation_id TEXT NOT NULL REFERENCES generation (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('input', 'output')),
    position INTEGER NOT NULL,
    asset_id TEXT NOT NULL REFERENCES asset (id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX link_place ON link (generation_id, role, position);
  CREATE INDEX link_asset ON link (asset_id);

  -- For people: the timeline of an attempt. Never read to find out a state.
  CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    generation_id TEXT NOT NULL REFERENCES generation (id) ON DELETE CASCADE,
    attempt_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX event_generation ON event (generation_id, id);

  CREATE TABLE draft (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    body TEXT NOT NULL
  ) STRICT;

  -- Counts, kept by the transactions that change what they count.
  CREATE TABLE tally (
    what TEXT PRIMARY KEY,
    n INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO tally VALUES ('unsent', 0), ('sent', 0), ('completed', 0), ('failed', 0), ('cancelled', 0), ('asset', 0);

  CREATE TRIGGER attempt_added AFTER INSERT ON attempt WHEN new.superseded = 0 BEGIN
    UPDATE tally SET n = n + 1 WHERE what = coalesce(new."end", iif(new.sent_at IS NULL, 'unsent', 'sent'));
  END;
  CREATE TRIGGER attempt_changed AFTER UPDATE OF "end", sent_at, superseded ON attempt BEGIN
    UPDATE tally SET n = n - 1 WHERE old.superseded = 0 AND what = coalesce(old."end", iif(old.sent_at IS NULL, 'unsent', 'sent'));
    UPDATE tally SET n = n + 1 WHERE new.superseded = 0 AND what = coalesce(new."end", iif(new.sent_at IS NULL, 'unsent', 'sent'));
  END;
  CREATE TRIGGER attempt_removed AFTER DELETE ON attempt WHEN old.superseded = 0 BEGIN
    UPDATE tally SET n = n - 1 WHERE what = coalesce(old."end", iif(old.sent_at IS NULL, 'unsent', 'sent'));
  END;
  CREATE TRIGGER asset_added AFTER INSERT ON asset WHEN new.missing = 0 BEGIN
    UPDATE tally SET n = n + 1 WHERE what = 'asset';
  END;
  CREATE TRIGGER asset_changed AFTER UPDATE OF missing ON asset WHEN old.missing <> new.missing BEGIN
    UPDATE tally SET n = n + old.missing - new.missing WHERE what = 'asset';
  END;
  CREATE TRIGGER asset_removed AFTER DELETE ON asset WHEN old.missing = 0 BEGIN
    UPDATE tally SET n = n - 1 WHERE what = 'asset';
  END;
  `,
];
