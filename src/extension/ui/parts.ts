/** What the surfaces get to work with. */
import type { Desk } from '../engine/desk.ts';
import type { Session } from '../engine/session.ts';
import type { Keys } from '../platform/secrets.ts';
import type { LogChannel } from '../platform/log.ts';
import type * as vscode from 'vscode';

export interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly session: Session;
  readonly desk: Desk;
  readonly keys: Keys;
  readonly log: LogChannel;
  /** The services that take a key, and the origin it goes to. */
  readonly keyed: () => readonly { readonly id: string; readonly label: string; readonly origin: string }[];
  /** Tells when providers, keys or trust changed. */
  readonly onProvidersChanged: vscode.Event<void>;
  /** Absolute folders whose media webviews may show. */
  readonly mediaFolders: () => readonly string[];
  /** Known to our own pages only: tells what their context menus call from a command of anybody's. */
  readonly menuToken: string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly newId: () => string;
}
