/**
 * At most one notification on the screen. VS Code can't change one that is shown: what is told of jobs waits a while for
 * more of it to come, and what comes while a notification is on the screen waits for the next.
 */

export interface Action {
  readonly title: string;
  readonly run: () => unknown;
}

export interface Message {
  readonly severity: 'error' | 'warning' | 'info';
  readonly text: string;
  /** At most two. */
  readonly actions: readonly Action[];
}

export type Notify = (message: Message) => void;

export interface NotificationsOptions<Item> {
  /** Resolves when it is no longer on the screen. */
  readonly show: (message: Message) => Promise<void>;
  /** What is said of those that came together; `null` when there is nothing to say any more. */
  readonly told: (items: readonly Item[]) => Message | null;
  /** How long the first one waits for others, in milliseconds. */
  readonly joinWithin: number;
  /** Calls once after so many milliseconds. @returns what takes it back */
  readonly after: (milliseconds: number, call: () => void) => () => void;
}

export class Notifications<Item> {
  private readonly options: NotificationsOptions<Item>;
  private readonly messages: Message[] = [];
  private joined: Item[] = [];
  private isDue = false;
  private isShown = false;
  private stopWaiting: (() => void) | null = null;

  constructor(options: NotificationsOptions<Item>) {
    this.options = options;
  }

  /** Says it as soon as the screen is free. */
  notify(message: Message): void {
    this.messages.push(message);
    this.next();
  }

  /** To be told together with what else comes. */
  join(items: readonly Item[]): void {
    if (items.length === 0) return;
    this.joined.push(...items);
    this.stopWaiting ??= this.options.after(this.options.joinWithin, () => this.settle());
  }

  /** Nothing else is to be waited for. */
  settle(): void {
    this.stopWaiting?.();
    this.stopWaiting = null;
    if (this.joined.length === 0) return;
    this.isDue = true;
    this.next();
  }

  dispose(): void {
    this.stopWaiting?.();
    this.messages.length = 0;
    this.joined = [];
  }

  private next(): void {
    if (this.isShown) return;
    const message = this.messages.shift() ?? this.together();
    if (message === null) return;
    this.isShown = true;
    const gone = (): void => {
      this.isShown = false;
      this.next();
    };
    this.options.show(message).then(gone, gone);
  }

  private together(): Message | null {
    if (!this.isDue) return null;
    const items = this.joined;
    this.joined = [];
    this.isDue = false;
    return this.options.told(items);
  }
}

/** Text that may hold a stranger's words, fit for a notification: VS Code makes links, commands too, of what looks like one. */
export function withoutLinks(text: string): string {
  return text.replace(/\](?=\()/gu, '] ');
}
