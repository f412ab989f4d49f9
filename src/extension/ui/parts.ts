/** What the surfaces get to work with. */
import type { Previews } from '../assets/previews.ts';
import type { Desk } from '../engine/desk.ts';
import type { Session } from '../engine/session.ts';
import type { Keys } from '../platform/secrets.ts';
import type { LogChannel } from '../platform/log.ts';
import type { Notify } from './notifications.ts';
import type { Node } from './tree/nodes.ts';
import type * as vscode from 'vscode';

/** A service that takes a key. */
export interface KeyedService {
  readonly id: string;
  readonly label: string;
  /** The only origin that its key goes to. */
  readonly origin: string;
  /** Resolves when the service takes the key that is kept; `undefined` where it does not say how to ask. */
  readonly testKey?: ((signal: AbortSignal) => Promise<void>) | undefined;
}

export interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly session: Session;
  readonly desk: Desk;
  readonly keys: Keys;
  readonly previews: Previews;
  readonly log: LogChannel;
  /** Says something on screen, one after the other. */
  readonly notify: Notify;
  readonly keyed: () => readonly KeyedService[];
  /** Tells when providers, keys or trust changed. */
  readonly onProvidersChanged: vscode.Event<void>;
  /** Tells when what was spent, or what is held, changed. */
  readonly onSpendChanged: vscode.Event<void>;
  /** Absolute folders whose media webviews may show. */
  readonly mediaFolders: () => readonly string[];
  /** Known to our own pages only: tells what their context menus call from a command of anybody's. */
  readonly menuToken: string;
  /** The same for cards that are dragged out of them. Another one, because whoever a card is dropped on can read it. */
  readonly dragToken: string;
  /** The cards that are chosen in the gallery: their files and their generations, by id. */
  readonly selected: () => { readonly assets: readonly string[]; readonly generations: readonly string[] };
  /** Whether this is a row of our own tree. */
  readonly isRow: (value: unknown) => value is Node;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly newId: () => string;
}
