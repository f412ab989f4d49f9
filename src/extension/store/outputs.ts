/** A result of an attempt as it is stored: what the provider said of it, and the file once it is on disk. */
import type { MediaKind, RemoteOutput } from '../../shared/model.ts';

/** A verified file on disk. `hash` is SHA-256 in hexadecimal, `size` bytes. */
export interface OutputFile {
  readonly path: string;
  readonly hash: string;
  readonly size: number;
  readonly modifiedAt: number;
  readonly kind: MediaKind;
  readonly width: number | null;
  readonly height: number | null;
}

export interface StoredOutput extends RemoteOutput {
  readonly file?: OutputFile;
}

/** Lies in the project's folder for results and leads to the project's history; see location.ts. */
export const keyFile = '.darkroom-workspace.json';
