/** Forms that were kept under a name. */
import type { Reader, Writer } from './database.ts';

export interface Preset {
  readonly id: string;
  readonly name: string;
}

/** As many as a menu can list. */
export const mostPresets = 200;

/** By their names. */
export function presets(db: Reader): Preset[] {
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  const found = db.all<Preset>('SELECT id, name FROM preset LIMIT ?', mostPresets).map(({ id, name }) => ({ id, name }));
  return found.sort((a, b) => compare(a.name, b.name));
}

/** What was kept, as it was written. */
export function presetBody(db: Reader, id: string): unknown {
  const row = db.get<{ body: string }>('SELECT body FROM preset WHERE id = ?', id);
  return row === undefined ? undefined : JSON.parse(row.body) as unknown;
}

/** One of the same name gives way. */
export function savePreset(tx: Writer, { id, name }: Preset, body: unknown, at: number): void {
  tx.run('INSERT INTO preset (id, name, body, at) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET body = excluded.body, at = excluded.at', id, name, JSON.stringify(body), at);
  void tx.rev;
}

export function removePreset(tx: Writer, id: string): void {
  if (tx.run('DELETE FROM preset WHERE id = ?', id) > 0) void tx.rev;
}
