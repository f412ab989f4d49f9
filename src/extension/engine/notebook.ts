/**
 * Writes what several steps learned at about the same time in one transaction, because every commit waits for the disk.
 * For what is asked for again if it gets lost; what must not be lost is written at once.
 */
import type { Database, Writer } from '../store/database.ts';

/** Milliseconds that the first note waits for others. */
const waits = 20;

interface Note {
  readonly write: (tx: Writer) => void;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export class Notebook {
  private readonly db: Database;
  private notes: Note[] = [];

  constructor(db: Database) {
    this.db = db;
  }

  /** Resolves when it is committed. */
  write(write: (tx: Writer) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.notes.push({ write, resolve, reject });
      if (this.notes.length === 1) setTimeout(() => void this.commit(), waits);
    });
  }

  private async commit(): Promise<void> {
    const { notes } = this;
    this.notes = [];
    try {
      await this.db.write(tx => { for (const note of notes) note.write(tx); });
      for (const note of notes) note.resolve();
    } catch (error) {
      if (notes.length === 1) return notes[0]!.reject(error);
      // One that can't be written is no reason to lose the others.
      for (const note of notes) await this.db.write(note.write).then(note.resolve, note.reject);
    }
  }
}
