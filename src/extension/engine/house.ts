/**
 * What is done for a history besides the work itself: made whole from the results on disk after a damage, taken over
 * from where the project was, backed up once a day, kept within its limits, and rid of what crashes left.
 */
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { removeLeftovers } from '../assets/leftovers.ts';
import { findResults } from '../assets/results.ts';
import { empty, emptyStrays, heal } from '../assets/trash.ts';
import { resultFolders } from '../store/assets.ts';
import { backUp, isDue } from '../store/backup.ts';
import type { Database } from '../store/database.ts';
import { tally } from '../store/generations.ts';
import { type EarlierHistory, type Place, decline, earlierHistory, keepKey } from '../store/location.ts';
import { unrebuilt } from '../store/recover.ts';
import { type HistoryLimits, keepWithin } from '../store/retention.ts';
import { takeOver } from '../store/takeover.ts';
import { rebuild } from './rebuild.ts';
import type { Notice } from './session.ts';
import type { Log } from './step.ts';

export type OfferAnswer = 'take-over' | 'decline' | 'later';

/** All in milliseconds. */
export interface HouseTimes {
  /** The first round of the daily work comes this long after the history was opened. */
  readonly after: number;
  readonly every: number;
  readonly backupEvery: number;
  /** Parts of results that are older are nobody's. */
  readonly partsOlderThan: number;
  /** What has lain in the trash for longer is taken away. */
  readonly trashOlderThan: number;
}

const hour = 3_600_000;
const usualTimes: HouseTimes = { after: 60_000, every: hour, backupEvery: 24 * hour, partsOlderThan: 24 * hour, trashOlderThan: 30 * 24 * hour };

export interface HouseOptions {
  readonly db: Database;
  /** This project; `null` without one, or with one that may not be written. */
  readonly place: () => Place | null;
  /** Absolute folders that results of this history may lie in. */
  readonly folders: () => readonly string[];
  /** Absolute folders that have a trash. */
  readonly trashRoots: () => readonly string[];
  /** The folder in the storage of all workspaces that knows which project's history is where. */
  readonly register: string;
  readonly offer: (earlier: EarlierHistory) => Promise<OfferAnswer>;
  readonly limits: () => HistoryLimits;
  /** Whether this window does the work. */
  readonly leads: () => boolean;
  readonly tell: (notice: Notice) => void;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly newId: () => string;
  /** The script that checks a backup (care.ts). */
  readonly care: string | URL;
  readonly times?: HouseTimes;
}

export class House {
  private readonly options: HouseOptions;
  private readonly times: HouseTimes;
  private readonly subscription: { dispose(): void };
  private timer: NodeJS.Timeout | null = null;
  private work: Promise<void> = Promise.resolve();
  private stopped = false;
  /** Completed generations when a key was last looked for; below zero once it is kept. */
  private keyTriedAt = 0;

  constructor(options: HouseOptions) {
    this.options = options;
    this.times = options.times ?? usualTimes;
    this.subscription = options.db.onChanged(() => this.keepKey());
    this.begin();
    this.schedule(this.times.after);
  }

  /** What a history needs that was only now opened, or put right. */
  begin(): void {
    this.run('the results on disk', () => this.rebuild());
    this.run('an earlier history', () => this.lookForEarlier());
    this.run('the trash', () => this.healTrash(false));
    this.keepKey();
  }

  /** Ends between two pieces of work. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.subscription.dispose();
    if (this.timer !== null) clearTimeout(this.timer);
    await this.work;
  }

  /** The daily work, now. Resolves when it is done. */
  async round(): Promise<void> {
    const { db, log, clock, limits, leads, care } = this.options;
    if (!leads() || db.readOnly) return;
    this.run('leftovers', async () => {
      for (const folder of this.options.folders()) {
        const removed = await removeLeftovers(folder, clock(), this.times.partsOlderThan, begin => isUnfinished(db, begin));
        if (removed.length > 0) log.info(`removed from ${folder}, left by a crash: ${removed.join(', ')}`);
      }
    });
    this.run('the backup', async () => {
      if (!isDue(db.path, clock(), this.times.backupEvery)) return;
      const made = await backUp(db.path, clock(), care);
      if (made === null) log.error('the history was not backed up: the copy is damaged. The older backups stay.');
    });
    this.run('the limits', async () => {
      const removed = await keepWithin(db, limits(), () => this.stopped);
      if (removed > 0) log.info(`removed from the history, which is at its limit: the oldest ${removed} generations that have ended. Their files stay.`);
    });
    this.run('the trash', async () => {
      await this.healTrash(true);
      const before = clock() - this.times.trashOlderThan;
      const isOver = (): boolean => this.stopped;
      const removed = await empty(db, before, isOver) + await emptyStrays({ db, roots: this.options.trashRoots }, before, isOver);
      if (removed > 0) log.info(`removed from the trash, where they have lain long enough: ${removed} files`);
    });
    await this.work;
  }

  /** @param all what was moved long ago too */
  private async healTrash(all: boolean): Promise<void> {
    const { db } = this.options;
    if (!db.readOnly) await heal({ db }, all, () => this.stopped);
  }

  private schedule(delay: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.round().finally(() => this.schedule(this.times.every)), delay).unref();
  }

  /** One after the other; what goes wrong is logged and keeps nothing else from being done. */
  private run(what: string, act: () => Promise<void>): void {
    this.work = this.work.then(async () => {
      if (!this.stopped) await act();
    }).catch((error: unknown) => this.options.log.warn(`${what} could not be seen to`, error));
  }

  private async rebuild(): Promise<void> {
    const { db, clock, newId, tell } = this.options;
    if (!existsSync(unrebuilt(db.path)) || db.readOnly) return;
    let made = 0;
    // Where results are wanted now, and where the history knows some: the setting may have been another.
    const folders = new Set([...this.options.folders(), ...await resultFolders(db)]);
    for (const folder of folders) made += await rebuild(db, findResults(folder), clock, newId);
    await rm(unrebuilt(db.path), { force: true });
    if (made > 0) tell({ severity: 'info', sentence: l10n.t('Generations found again by their files: {0}.', made) });
  }

  private async lookForEarlier(): Promise<void> {
    const { db, clock, register, offer, tell, newId } = this.options;
    const place = this.options.place();
    if (place === null || db.readOnly) return;
    const begun = existsSync(unfinishedMove(db.path));
    if (!begun && !isEmpty(db)) return;
    const earlier = await earlierHistory(place, register, basename(db.path));
    if (earlier === null) return void await rm(unfinishedMove(db.path), { force: true });
    if (!begun) {
      const answer = await offer(earlier);
      if (answer === 'decline') await decline(place);
      // Somebody may have begun to work here while the question stood.
      if (answer !== 'take-over' || this.stopped || !isEmpty(db)) return;
      await writeFile(unfinishedMove(db.path), '');
    }
    const copied = await takeOver(db, { path: earlier.path, from: earlier.root, to: place.root }, clock, newId, () => this.stopped);
    if (this.stopped) return;
    await rm(unfinishedMove(db.path), { force: true });
    await keepKey(place, register, newId, clock());
    tell({ severity: 'info', sentence: l10n.t('Taken over from {0}, where the old history stays. Generations: {1}.', earlier.root, copied) });
  }

  /** With the first result that lies in the project comes the key that leads back to its history. */
  private keepKey(): void {
    const { db, clock, register, newId } = this.options;
    if (this.keyTriedAt < 0 || !db.isSettled || db.readOnly) return;
    const { completed } = tally(db);
    const place = completed > this.keyTriedAt ? this.options.place() : null;
    if (place === null) return;
    this.keyTriedAt = completed;
    this.run('the key of the project', async () => {
      if (await keepKey(place, register, newId, clock())) this.keyTriedAt = -1;
    });
  }
}

function isEmpty(db: Database): boolean {
  const n = tally(db);
  return n.unsent + n.sent + n.completed + n.failed + n.cancelled === 0;
}

function isUnfinished(db: Database, idBegin: string): boolean {
  return db.get(`SELECT 1 FROM attempt WHERE generation_id >= ? AND generation_id < ? AND superseded = 0 AND "end" IS NULL`, idBegin, `${idBegin}~`) !== undefined;
}

const unfinishedMove = (path: string): string => join(dirname(path), 'taking-over');
