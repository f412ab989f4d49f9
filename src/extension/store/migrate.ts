/** Brings a database to the newest schema, with a backup first, or opens a newer one for reading only. */
import type { DatabaseSync } from 'node:sqlite';
import { existsSync, rmSync } from 'node:fs';
import { migrations } from './schema.ts';

export type Connect = (path: string, readOnly: boolean) => DatabaseSync;

export function migrate(
  path: string, connect: Connect, steps: readonly string[] = migrations,
): { connection: DatabaseSync; readOnly: boolean } {
  const connection = connect(path, false);
  try {
    const version = userVersion(connection);
    if (version > steps.length) {
      connection.close();
      return { connection: connect(path, true), readOnly: true };
    }
    if (version < steps.length) upgrade(connection, path, version, steps);
    return { connection, readOnly: false };
  } catch (error) {
    if (connection.isOpen) connection.close();
    throw error;
  }
}

/** Two windows may come here at once: the version is read again under the lock. */
function upgrade(connection: DatabaseSync, path: string, seen: number, steps: readonly string[]): void {
  if (seen > 0) backUp(connection, `${path}.v${seen}.bak`);
  connection.exec('PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE');
  try {
    for (let version = userVersion(connection); version < steps.length; version++) {
      connection.exec(steps[version]!);
      connection.exec(`PRAGMA user_version = ${version + 1}`);
    }
    connection.exec('COMMIT');
  } catch (error) {
    connection.exec('ROLLBACK');
    throw error;
  }
  connection.exec('PRAGMA busy_timeout = 20');
}

function backUp(connection: DatabaseSync, target: string): void {
  if (existsSync(target)) rmSync(target);
  connection.prepare('VACUUM INTO ?').run(target);
}

function userVersion(connection: DatabaseSync): number {
  return (connection.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}
