/** Histories that were there before: written into a workspace's database from outside, as another window would. */
import fs from 'node:fs';
import path from 'node:path';
import { Database } from '../../src/extension/store/database.ts';
import { until } from './until.ts';

/** The histories of the run's server. */
export function histories(): string[] {
  const data = process.env.DARKROOM_BED_SERVER_DATA ?? '';
  const storage = path.join(data, 'data/User/workspaceStorage');
  if (!fs.existsSync(storage)) return [];
  return fs.readdirSync(storage).map(name => path.join(storage, name, 'darkroom.darkroom/history.db')).filter(file => fs.existsSync(file));
}

/** The history that a window has made since `before` was listed. It makes it when its tree is shown first. */
export async function historyMadeSince(before: readonly string[]): Promise<Database> {
  const file = await until('a history was made', () => histories().find(each => !before.includes(each)), 15_000);
  return new Database(file);
}
