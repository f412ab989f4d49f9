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

  // version 2: files that go along and their uploads, unconfirmed ones adopted, the day's limit, what was looked at, search by prompt, filters by provider, own history of a model
  `
  -- The remote id was given by the user, or carried over from an earlier attempt.
  ALTER TABLE attempt ADD COLUMN adopted_at INTEGER;
  -- The user allowed this one to pass the day's limit.
  ALTER TABLE attempt ADD COLUMN over_limit INTEGER NOT NULL DEFAULT 0;
  -- When somebody saw how it ended.
  ALTER TABLE attempt ADD COLUMN looked_at INTEGER;
  UPDATE attempt SET looked_at = ended_at WHERE "end" = 'failed';
  -- When the transfer of its files to the provider began; NULL once they are there.
  ALTER TABLE attempt ADD COLUMN uploading_at INTEGER;
  CREATE INDEX attempt_uploading ON attempt (uploading_at) WHERE superseded = 0 AND "end" IS NULL AND sent_at IS NULL AND uploading_at IS NOT NULL;

  -- Of an input: its name, and what was sent in its place: the hash of the bytes and the provider's name for them (JSON).
  ALTER TABLE link ADD COLUMN name TEXT;
  ALTER TABLE link ADD COLUMN hash TEXT;
  ALTER TABLE link ADD COLUMN reference TEXT;

  -- An asset's transfer to one provider, the latest one. Hashing while 'hash' is not known, uploading while 'sent' grows,
  -- processing from 'sent_at' on, uploaded with a reference, failed with a failure, interrupted when nobody works at it any more.
  CREATE TABLE upload (
    id TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    asset_id TEXT NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
    started_at INTEGER NOT NULL,
    hash TEXT,
    sent INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER,
    -- What the provider calls the file (JSON), since when, and until when it keeps it.
    reference TEXT,
    uploaded_at INTEGER,
    expires_at INTEGER,
    failure TEXT,
    interrupted_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX upload_of_asset ON upload (provider, asset_id);
  CREATE INDEX upload_of_content ON upload (provider, hash) WHERE reference IS NOT NULL;
  CREATE INDEX upload_under_way ON upload (started_at) WHERE reference IS NULL AND failure IS NULL AND interrupted_at IS NULL;

  CREATE INDEX attempt_remote ON attempt (provider, remote_id) WHERE remote_id IS NOT NULL;
  -- The columns of its condition are in it, so that counting them reads nothing else.
  CREATE INDEX attempt_not_looked_at ON attempt (ended_at, generation_id, superseded, "end", looked_at) WHERE superseded = 0 AND "end" = 'failed' AND looked_at IS NULL;
  CREATE INDEX attempt_unconfirmed ON attempt (created_at, id) WHERE superseded = 0 AND "end" IS NULL AND unconfirmed_at IS NOT NULL;
  CREATE INDEX attempt_of_provider ON attempt (provider, "end", ended_at DESC, id DESC) WHERE superseded = 0 AND "end" IS NOT NULL;
  CREATE INDEX generation_model ON generation (provider, model, created_at DESC);

  -- Prompts by their three-letter pieces; 'n' grows with time, so that the newest are found first.
  CREATE TABLE searchable (
    n INTEGER PRIMARY KEY,
    generation_id TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE VIRTUAL TABLE prompt_index USING fts5 (prompt, tokenize = 'trigram', content = '', contentless_delete = 1, detail = 'full');
  INSERT INTO searchable (generation_id) SELECT id FROM generation ORDER BY created_at, id;
  INSERT INTO prompt_index (rowid, prompt) SELECT n, prompt FROM searchable JOIN generation ON generation.id = generation_id;

  CREATE TRIGGER generation_added AFTER INSERT ON generation BEGIN
    INSERT INTO searchable (generation_id) VALUES (new.id);
    INSERT INTO prompt_index (rowid, prompt) SELECT n, new.prompt FROM searchable WHERE generation_id = new.id;
  END;
  CREATE TRIGGER generation_removed AFTER DELETE ON generation BEGIN
    DELETE FROM prompt_index WHERE rowid = (SELECT n FROM searchable WHERE generation_id = old.id);
    DELETE FROM searchable WHERE generation_id = old.id;
  END;
  `,

  // version 3: verdicts, the trash, presets of the Studio
  `
  -- What a person thinks of a file, and since when; NULL where nobody has decided.
  ALTER TABLE asset ADD COLUMN verdict TEXT CHECK (verdict IN ('favourite', 'discarded'));
  ALTER TABLE asset ADD COLUMN verdict_at INTEGER;
  CREATE INDEX asset_verdict ON asset (verdict, verdict_at) WHERE verdict IS NOT NULL;

  -- A file that was put into the trash, by its asset's id: the asset's path is the one in there, this is the one that it had.
  CREATE TABLE trash (
    id TEXT PRIMARY KEY REFERENCES asset (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX trash_age ON trash (at);

  -- A form that was kept under a name; 'body' is a draft without its prompt and files (JSON).
  CREATE TABLE preset (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,

  // version 4: uploads that somebody asks for by themselves
  `
  -- When a person asked for the transfer by itself; NULL where it goes for a generation. 'turn' is its place in the line of
  -- those that wait, NULL once it has begun.
  ALTER TABLE upload ADD COLUMN wished_at INTEGER;
  ALTER TABLE upload ADD COLUMN turn INTEGER;
  CREATE INDEX upload_line ON upload (provider, turn) WHERE turn IS NOT NULL;
  `,
];
