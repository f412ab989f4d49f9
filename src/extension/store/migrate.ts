/** Brings a database to the newest schema, with a backup first. A newer one is left as it is. */
import type { DatabaseSync } from 'node:sqlite';
import { rmSync } from 'node:fs';
import { migrations } from './schema.ts';

/** @returns the open connection, and whether a newer version made the file */
export function migrate(
  path: string, connect: (path: string) => DatabaseSync, steps: readonly string[] = migrations,
): { readonly connection: DatabaseSync; readonly isNewer: boolean } {
  const connection = connect(path);
  try {
    const version = userVersion(connection);
    if (version < steps.length) upgrade(connection, path, version, steps);
    return { connection, isNewer: version > steps.length };
  } catch (error) {
    if (connection.isOpen) connection.close();
    throw error;
  }
}

/** Two windows may come here at once: the version is read again under the lock. */
function upgrade(connection: DatabaseSync, path: string, seen: number, steps: readonly string[]): void {
  if (seen > 0) backUp(connection, upgradeBackup(path, seen));
  connection.exec('BEGIN IMMEDIATE');
  try {
    for (let version = userVersion(connection); version < steps.length; version++) {
      connection.exec(steps[version]!);
      connection.exec(`PRAGMA user_version = ${version + 1}`);
    }
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

/** The file as it was before it was upgraded from a version. */
function upgradeBackup(path: string, version: number): string {
  return `${path}.v${version}.bak`;
}

function backUp(connection: DatabaseSync, target: string): void {
  rmSync(target, { force: true });
  connection.prepare('VACUUM INTO ?').run(target);
}

export function userVersion(connection: DatabaseSync): number {
  return (connection.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}
